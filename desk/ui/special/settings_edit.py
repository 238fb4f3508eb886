"""One setting: its value, what it does while it is typed, whose word it is, and who changed it."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal

from desk.domain.effects import effect
from desk.domain.errors import DeskError
from desk.domain.lists import Level
from desk.domain.settings import Setting, SettingKind, Settings
from desk.domain.words_of_time import moment
from desk.services.settings.history import Change
from desk.services.settings.keeping import check_setting
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.fields import FigureField, TextField
from desk.ui.kit.form import Form
from desk.ui.kit.labels import FactGrid, label, line, retone
from desk.ui.kit.timeline import Happening, TimeLine

WIDTH = 620


class Levels(NamedTuple):
    """What company and estate say by themselves, and which of the two is written here."""

    company: dict[str, str]
    estate: dict[str, str]
    level: Level

    @property
    def own(self) -> dict[str, str]:
        return self.estate if self.level is Level.ESTATE else self.company

    def below(self, fact: Setting) -> tuple[str, str]:
        """What would hold without this level's word, and whose word that is."""
        if self.level is Level.ESTATE and fact.key in self.company:
            return self.company[fact.key], "公司的"
        return fact.default, "默认的"

    def check(self, fact: Setting, text: str) -> Settings:
        return check_setting(fact, text, self.company, self.estate if self.level is Level.ESTATE else None)


class SettingForm(Form):
    """F9 keeps what was typed, F6 goes back to the company's word or the default."""

    kept = Signal(object)  # the text, or None to go back

    def __init__(self, fact: Setting, levels: Levels, in_force: Settings, may: bool) -> None:
        super().__init__(fact.label)
        self._fact, self._levels = fact, levels
        here = levels.own.get(fact.key)
        usual, whose = levels.below(fact)
        figures = fact.kind is not SettingKind.TEXT
        made: TextField = FigureField(fact.label) if figures else TextField(fact.label)
        made.setText(here if here is not None else usual)
        made.setReadOnly(not may)
        self.value = made
        unit = f" ({fact.unit})" if fact.unit else ""
        self.add("value", f"{levels.level.label}的值{unit}", made)
        self.effect = label("", "matter", wrap=True)
        self.column.addWidget(self.effect)
        if fact.note:
            self.column.addWidget(label(fact.note, "quiet", wrap=True))
        facts = FactGrid(1)
        facts.show_facts(
            (
                ("现在用的", f"{in_force.text(fact.key)}{fact.unit}"),
                ("默认", f"{fact.default}{fact.unit}"),
                ("公司的", f"{levels.company[fact.key]}{fact.unit}" if fact.key in levels.company else "没有单设"),
                ("本小区的", f"{levels.estate[fact.key]}{fact.unit}" if fact.key in levels.estate else "没有单设"),
            )
        )
        self.column.addWidget(facts)
        self.column.addWidget(line())
        self.column.addWidget(label("改动记录", "title"))
        self.story = TimeLine()
        self.none = label("还没有人改过", "quiet")
        self.column.addWidget(self.none)
        self.column.addWidget(self.story)
        self.end()
        self.back = KeyButton(f"回到{whose}", "F6", icon="undo-2")
        self.back.clicked.connect(lambda: self.kept.emit(None))
        self.foot.insertWidget(0, self.back)
        self.back.setVisible(may and here is not None)
        self.save_button.setVisible(may)
        made.textChanged.connect(self._say)
        self.saved.connect(lambda values: self.kept.emit(values["value"]))
        self._say()

    def begin(self) -> None:
        super().begin()
        self.value.selectAll()

    def values(self) -> dict[str, str]:
        text = self.value.text().strip()
        if not text:
            raise DeskError("还没有填", f"通常是 {self._fact.default}; 要回到原来的按 F6", "value")
        try:
            self._levels.check(self._fact, text)
        except DeskError as error:
            raise DeskError(error.message, error.advice, "value") from None
        return {"value": text}

    def _say(self) -> None:
        """What it would do, or why it cannot stand, before anything is kept."""
        text = self.value.text().strip()
        self.fields["value"].accept()
        try:
            words, tone = effect(self._fact, self._levels.check(self._fact, text or self._fact.default)), ""
        except DeskError as error:
            words, tone = str(error), "warn"
        self.effect.setText(words)
        retone(self.effect, tone)

    def show_story(self, changes: Sequence[Change], now: int) -> None:
        self.none.setVisible(not changes)
        self.story.setVisible(bool(changes))
        self.story.show_lines([happening(one, now) for one in changes])


def happening(one: Change, now: int) -> Happening:
    return Happening(moment(one.at, now), one.words, one.level.label, one.who)
