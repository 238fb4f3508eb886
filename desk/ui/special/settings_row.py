"""One row of a list: a field for every column, its history, out of use and back again."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.lists import OFF, YES, Cells, Level, ListColumn, ListFacts, ListKind, Lists
from desk.services.settings.history import Change
from desk.services.settings.keeping import typed_row
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import FigureField, TextField, WordsField
from desk.ui.kit.form import Form
from desk.ui.kit.labels import label, line
from desk.ui.kit.timeline import TimeLine
from desk.ui.special.settings_edit import happening

WIDTH = 760
LONG = 160  # a column that may hold more than this has several lines
SEVERAL = frozenset({ListKind.SENTENCES, ListKind.CHARGES, ListKind.LIFTS, ListKind.GROUPS})
TELLING = frozenset({ListKind.CHARGES, ListKind.DAYS, ListKind.HOURS})  # understood without the column's label
NONE = "-"  # a choice that may stay open


class RowForm(Form):
    """F9 keeps the row, F7 puts it out of use or takes it up again, F6 goes back to what is below."""

    kept = Signal(str, object)  # code, cells; None goes back

    def __init__(self, facts: ListFacts, code: str, lists: Lists, level: Level, may: bool, back: str) -> None:
        self._facts, self._code, self._lists, self._level = facts, code, lists, level
        self._cells: Cells = lists.every(facts.name).get(code, {}) if code else {}
        title = self._cells.get("name") or code if code else "新增一行"
        super().__init__(f"{facts.label} · {title}")
        self.inputs: dict[str, QWidget] = {}
        if facts.key is not None and not code:
            self._put(ListColumn("code", facts.key.label, hint=facts.key.hint), "", may)
        elif code and facts.key is not None:
            self.column.addWidget(label(f"{facts.key.label} {code}", "strong"))
        for column in facts.columns:
            self._put(column, column.shown(self._cells.get(column.name, ""), lists), may)
        self.column.addWidget(line())
        self.column.addWidget(label("改动记录", "title"))
        self.none = label("还没有人改过", "quiet")
        self.story = TimeLine()
        self.column.addWidget(self.none)
        self.column.addWidget(self.story)
        self.end()
        self.back = KeyButton(f"回到{back}", "F6", icon="undo-2")
        self.back.clicked.connect(lambda: self.kept.emit(code, None))
        is_off = self._cells.get(OFF) == YES
        self.off = KeyButton("恢复使用" if is_off else "停用", "F7")
        self.off.clicked.connect(lambda: self.kept.emit(code, {**self._cells, OFF: "" if is_off else YES}))
        self.foot.insertWidget(0, self.off)
        self.foot.insertWidget(0, self.back)
        self.back.setVisible(may and bool(back))
        self.off.setVisible(may and bool(code) and facts.grows and code not in facts.kept)
        self.save_button.setVisible(may)
        self.saved.connect(lambda row: self.kept.emit(*row))

    def _put(self, column: ListColumn, text: str, may: bool) -> None:
        words = column.label + (f" ({column.unit})" if column.unit else "")
        if (
            not column.required
            and (column.code is None or column.kind is ListKind.CODES)
            and column.kind is not ListKind.FLAG
        ):
            words = f"{words} · 可以空着"
        made = _input(column, text)
        made.setEnabled(may) if isinstance(made, Choices) else made.setReadOnly(not may)
        self.inputs[column.name] = made
        self.add(column.name, words, made)

    def values(self) -> tuple[str, Cells]:  # type: ignore[override]
        """The code and the cells as they are stored; a DeskError names the column."""
        typed = {name: _text(one) for name, one in self.inputs.items()}
        return typed_row(self._facts, self._code, typed, self._level, self._lists)

    def take_refusal(self, error: Exception) -> None:
        self.take_error(error if isinstance(error, DeskError) else DeskError(str(error)))

    def show_story(self, changes: Sequence[Change], now: int) -> None:
        self.none.setVisible(not changes)
        self.story.setVisible(bool(changes))
        self.story.show_lines([happening(one, now) for one in changes])


def _input(column: ListColumn, text: str) -> TextField | WordsField | Choices:
    if column.kind is ListKind.FLAG:
        made = Choices(column.label, columns=2)
        made.show_choices([Choice("否", "否"), Choice("是", "是")], text)
        return made
    if column.code is not None and column.kind is not ListKind.CODES:
        choices = [Choice(one.label, one.label) for one in column.codes]
        if not column.required:
            choices.insert(0, Choice(NONE, column.hint or "不定"))
        chosen = Choices(column.label, columns=3)
        chosen.show_choices(choices, text or (NONE if not column.required else ""))
        return chosen
    if column.kind is ListKind.NUMBER:
        figure = FigureField(column.label, column.hint)
        figure.setText(text)
        return figure
    if column.kind in SEVERAL or (column.limit > LONG and column.kind is ListKind.WORDS):
        words = WordsField(column.label, column.hint, rows=2 if len(text) < LONG else 4)
        words.setText(text)
        return words
    field = TextField(column.label, hint=column.hint)
    field.setText(text)
    return field


def _text(one: QWidget) -> str:
    if isinstance(one, Choices):
        return "" if one.value == NONE else one.value
    assert isinstance(one, TextField | WordsField)
    return one.text()


def shown_cells(facts: ListFacts, cells: Mapping[str, str], lists: Lists) -> str:
    """A row in one line: the columns that tell most."""
    said = []
    for name in facts.brief:
        column = facts.column(name)
        text = column.shown(cells.get(name, ""), lists) if column else ""
        if text and column is not None:
            bare = len(facts.brief) == 1 or column.code is not None or column.kind in TELLING
            said.append(text if bare else f"{column.label} {text}{column.unit}")
    return " · ".join(said)
