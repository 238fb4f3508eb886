"""规则: every setting in its group, with what it does in words; one slides over to be changed; who changed what."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.effects import GROUPS, effect, group_of
from desk.domain.errors import DeskError
from desk.domain.lists import Level
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Role
from desk.domain.settings import Setting, Settings
from desk.domain.words_of_time import moment
from desk.services.settings import history
from desk.services.settings.history import Change
from desk.services.settings.keeping import (
    FACTS,
    Words,
    said_settings,
    setting_steps,
    texts,
    undo_of,
)
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import TextField
from desk.ui.kit.labels import Elided, label
from desk.ui.kit.panels import OnePanel
from desk.ui.kit.rows import Heading, Line, Row, RowList
from desk.ui.page_tabs import Tabs
from desk.ui.special.settings_edit import WIDTH, Levels, SettingForm
from desk.ui.special.settings_searched import SearchedSection
from desk.ui.theme import theme

LOG = "log"
TABS = (*((group.name, group.label) for group in GROUPS if any(group_of(f.key) is group for f in ALL_SETTINGS)),
        (LOG, "改动记录"))  # fmt: skip
COLUMNS = {"state": 52, "where": 196, "urgent": 0, "note": 0, "who": 0, "clock": 132, "next": 0}
LOG_COLUMNS = {"state": 92, "where": 210, "urgent": 0, "note": 0, "who": 0, "clock": 132, "next": 0}
SHORT = 14  # hours longer than this are said by the effect alone
HEAD_OFFICE = frozenset({Role.HEAD_OFFICE})


class Found(NamedTuple):
    """What is read for the page."""

    company: Words
    estate: Words
    in_force: Settings
    changes: Sequence[Change]


class RulesSection(SearchedSection):
    """Enter opens the chosen setting; F6 there goes back. Head office chooses whose word is written."""

    def __init__(self, counter: Counter, panels: OnePanel, parent: QWidget | None = None) -> None:
        super().__init__(counter, parent)
        self._panels = panels
        self._found: Found | None = None
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(10), 0, 0)
        column.setSpacing(look.px(4))
        head = QHBoxLayout()
        head.setContentsMargins(look.px(20), 0, look.px(16), 0)
        head.setSpacing(look.px(12))
        head.addWidget(label("规则", "who"))
        self._hint = Elided("", "quiet")
        head.addWidget(self._hint, 2)
        self.level = Choices("改谁的", columns=2)
        self.level.setFixedWidth(look.px(246))
        self.level.show_choices([Choice(str(one), one.label) for one in (Level.ESTATE, Level.COMPANY)], Level.ESTATE)
        head.addWidget(self.level)
        self.search = TextField("找设置", hint="找: 时限、回访、锁屏…")
        self.search.setMinimumWidth(look.px(90))
        self.search.setMaximumWidth(look.px(220))
        head.addWidget(self.search, 1)
        column.addLayout(head)
        self.tabs = Tabs("规则的部分", TABS, "body")
        inset = QHBoxLayout()
        inset.setContentsMargins(look.px(12), 0, look.px(12), 0)
        inset.addWidget(self.tabs)
        column.addLayout(inset)
        self.list = RowList(COLUMNS, "规则")
        self.log = RowList(LOG_COLUMNS, "改动记录", opens=False)
        column.addWidget(self.list, 1)
        column.addWidget(self.log, 1)
        self.log.hide()
        self.tabs.chosen.connect(lambda name: self._turn())
        self.level.chosen.connect(lambda name: self._show())
        self.level.finished.connect(self.list.setFocus)
        self.search.textChanged.connect(lambda text: self._look())
        self.search.finished.connect(self.list.setFocus)
        self.search.arrow.connect(lambda by: self.list.setFocus())
        self.list.step_wanted.connect(lambda key, step: self.open(key))
        counter.estate_changed.connect(self.enter)
        counter.changed.connect(self._hear)

    def enter(self) -> None:
        counter = self._counter
        if not counter.estate_id or not counter.roles:
            return
        head = counter.actor.may(HEAD_OFFICE)
        self.level.setVisible(head)
        if not head:
            self.level.choose(Level.ESTATE, tell=False)
        may = counter.may("setting", "edit")
        self._hint.setText("Enter 修改; 本小区的盖过公司的" if may else "项目经理或总部可以改; 您可以看")
        database, actor, company, scope = counter.database, counter.actor, counter.office.company, counter.scope

        def read() -> Found:
            lists = counter.lists()
            return Found(
                said_settings(database, actor, company),
                said_settings(database, actor, scope),
                counter.office.settings(database, scope),
                history.everything(database, actor, company, scope, lists),
            )

        counter.read(self, read, self._read)

    def begin(self) -> None:
        (self.log if self.tabs.value == LOG else self.list).setFocus()

    def _look(self) -> None:
        self.list.show_lines([])  # other rows are no change of these: nothing glows
        self._show()

    def _turn(self) -> None:
        self.list.show_lines([])
        self._show()
        self.begin()

    def _hear(self, changed: Changed) -> None:
        if self.isVisible() and changed.any_of("setting", "list_row"):
            self.enter()

    def _read(self, found: Found) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        found, sought = self._found, self.search.text().strip()
        if found is None:
            return
        logged = self.tabs.value == LOG and not sought
        self.log.setVisible(logged)
        self.list.setVisible(not logged)
        if logged:
            self.log.show_lines(self._log_lines(found))
        else:
            self.list.show_lines(self._lines(found, sought))

    def _lines(self, found: Found, sought: str) -> list[Line]:
        lines: list[Line] = []
        for group in GROUPS:
            facts = [fact for fact in ALL_SETTINGS if group_of(fact.key) is group]
            if sought:
                facts = [fact for fact in facts if sought in self._words(fact, found)]
                if facts:
                    lines.append(Heading(group.label, len(facts)))
            elif group.name != self.tabs.value:
                continue
            lines += [self._row(fact, found) for fact in facts]
        return lines or [Heading(f"没有找到“{sought}”")]

    def _words(self, fact: Setting, found: Found) -> str:
        return f"{fact.label} {effect(fact, found.in_force)} {fact.note}"

    def _row(self, fact: Setting, found: Found) -> Row:
        company, estate = texts(found.company), texts(found.estate)
        mine = estate.get(fact.key)
        level = Level.ESTATE if mine is not None else Level.COMPANY if fact.key in company else Level.DEFAULT
        text = found.in_force.text(fact.key)
        overruled = mine is not None and mine != text
        detail = f"默认 {fact.default}{fact.unit}"
        if overruled:
            detail = f"本小区的 {mine}{fact.unit} 和公司的合不到一起, 没有生效: 请改一下"
        elif fact.note:
            detail = f"{detail} · {fact.note}"
        may = self._counter.may("setting", "edit")
        return Row(
            fact.key,
            "未生效" if overruled else level.label,
            fact.label,
            effect(fact, found.in_force),
            clock=f"{text} {fact.unit}" if fact.unit else text if len(text) <= SHORT else "",
            tone="warn" if overruled else "",
            next_step="edit",
            next_label="修改" if may else "查看",
            next_key="Enter",
            detail=detail,
        )

    def _log_lines(self, found: Found) -> list[Line]:
        now = self._counter.now()
        rows: list[Line] = [
            Row(f"{number}", one.who, one.what, one.words, clock=f"{one.level.label} {moment(one.at, now)}")
            for number, one in enumerate(found.changes)
        ]
        return rows or [Heading("还没有人改过")]

    # one setting

    @property
    def writes(self) -> Level:
        return Level(self.level.value or Level.ESTATE)  # type: ignore[call-arg]

    def open(self, key: str) -> None:
        """The form of one setting, filled with what is in force now."""
        found, counter = self._found, self._counter
        if found is None or key not in FACTS:
            return
        fact = FACTS[key]
        levels = Levels(texts(found.company), texts(found.estate), self.writes)
        form = SettingForm(fact, levels, found.in_force, counter.may("setting", "edit"))
        form.kept.connect(partial(self._keep, fact, form))
        self._panels.open(form, WIDTH)
        database, actor, company, scope = counter.database, counter.actor, counter.office.company, counter.scope
        counter.read(
            form,
            lambda: history.of_setting(database, actor, company, scope, key),
            lambda changes: form.show_story(changes, counter.now()),
        )

    def _keep(self, fact: Setting, form: SettingForm, text: str | None) -> None:
        found, counter = self._found, self._counter
        if found is None:
            return
        estate = self.writes is Level.ESTATE
        said = (found.estate if estate else found.company).get(fact.key, [])
        scope = counter.scope if estate else counter.office.company
        usual, _whose = Levels(texts(found.company), texts(found.estate), self.writes).below(fact)
        text = None if text == usual else text  # what holds anyway needs no word of its own
        requests = setting_steps(scope, fact.key, text, said)
        words = f"{fact.label}: {text}{fact.unit}" if text is not None else f"{fact.label}: 回到原来的"
        if not requests:
            self._panels.shut()
            return

        def done(changed: Changed) -> None:
            self._panels.shut()
            self._tell(words, requests, undo_of(requests[0], changed, said))

        counter.take(form, requests, done, lambda error: _refuse(form, error))

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", "选"), ("Enter", "修改"), ("←→", "换一组"), ("Ctrl+Z", "撤销"), ("Esc", "返回"))


def _refuse(form: SettingForm, error: Exception) -> None:
    form.fields["value"].refuse(error if isinstance(error, DeskError) else str(error))
