"""规则: every setting with what it does; a value that cannot stand is refused beside its field."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Setting, SettingKind, Settings
from desk.store.steps import StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.fields import Field, FigureField, TextField
from desk.ui.kit.labels import label
from desk.ui.theme import theme

GROUPS = (
    ("calendar", "前台时间"), ("clock", "时限"), ("escalation", "升级"), ("order", "上门与派工"), ("revisit", "回访"),
    ("desk", "这张前台"),
)  # fmt: skip
ROWS = "SELECT id, key, value, status FROM setting WHERE scope = ?"


NARROW, HOURS, MANY_HOURS = 96, 330, 420
LONG = 12  # letters that a narrow field shows


class RulesSection(QWidget):
    """A plain list. Enter saves a value as the estate's own; an empty field goes back to the usual one."""

    WIDEST = 920

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._own: dict[str, tuple[str, str, str]] = {}  # key -> id, value, status
        self.inputs: dict[str, TextField] = {}
        self.fields: dict[str, Field] = {}
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(10))
        column.addWidget(label("规则", "who"))
        self._hint = label("", "quiet", wrap=True)
        column.addWidget(self._hint)
        for prefix, words in GROUPS:
            column.addSpacing(look.px(8))
            column.addWidget(label(words, "title"))
            grid = QGridLayout()
            grid.setHorizontalSpacing(look.px(12))
            grid.setVerticalSpacing(look.px(6))
            grid.setColumnMinimumWidth(0, look.px(170))
            grid.setColumnStretch(2, 1)
            for row, fact in enumerate(one for one in ALL_SETTINGS if one.key.startswith(f"{prefix}.")):
                self._add(grid, row, fact)
            column.addLayout(grid)
        counter.estate_changed.connect(self.enter)

    def _add(self, grid: QGridLayout, row: int, fact: Setting) -> None:
        look = theme()
        wide = fact.kind is SettingKind.HOURS or len(fact.default) > LONG
        made = FigureField(fact.label) if fact.kind is not SettingKind.TEXT else TextField(fact.label)
        made.setPlaceholderText(fact.default)
        made.setFixedWidth(look.px(NARROW if not wide else HOURS if len(fact.default) <= 3 * LONG else MANY_HOURS))
        made.finished.connect(partial(self._save, fact))
        field = Field("", made)
        top = Qt.AlignmentFlag.AlignTop
        named = label(fact.label, "body", wrap=True)
        named.setMinimumHeight(look.size("field"))
        named.setBuddy(made)
        note = " · ".join(part for part in (fact.unit, fact.note, f"通常 {fact.default}" if not wide else "") if part)
        said = label(note, "quiet", wrap=True)
        said.setMinimumHeight(look.size("field"))
        grid.addWidget(named, row, 0, top)
        grid.addWidget(field, row, 1, top)
        grid.addWidget(said, row, 2, top)
        self.inputs[fact.key], self.fields[fact.key] = made, field

    def enter(self) -> None:
        counter = self._counter
        if not counter.estate_id:
            return
        may = counter.may("setting", "edit")
        how = "改完按 Enter 保存, 只管这个小区; 清空再按 Enter 就回到通常的值"
        self._hint.setText(how if may else "项目经理或总部可以改; 您可以看")
        for one in self.inputs.values():
            one.setReadOnly(not may)
        database, scope = counter.database, counter.scope
        counter.read(self, lambda: (database.read(ROWS, (scope,)), counter.settings()), self._show)

    def begin(self) -> None:
        next(iter(self.inputs.values())).setFocus()

    def _show(self, found: tuple[list[tuple[str, str, str, str]], Settings]) -> None:
        rows, settings = found
        self._own = {key: (ent, value, status) for ent, key, value, status in rows}
        for key, one in self.inputs.items():
            if not one.isModified():
                one.setText(settings.text(key))

    def _save(self, fact: Setting) -> None:
        """Check as the program will read it, then keep it as a step."""
        counter, field, one = self._counter, self.fields[fact.key], self.inputs[fact.key]
        if one.isReadOnly():
            self._next(fact)
            return
        text = one.text().strip()
        try:
            _check(fact, text, {key: value for key, (_, value, status) in self._own.items() if status == "active"})
        except DeskError as error:
            field.refuse(error)
            return
        field.accept()
        requests = self._requests(fact, text)

        def done(_changed: object) -> None:
            one.setModified(False)
            counter.ways.said.emit(f"{fact.label}: {text or fact.default}{fact.unit}")
            self.enter()

        if requests:
            counter.take(self, requests, done, lambda error: field.refuse(str(error)))
        else:
            one.setModified(False)
            one.setText(counter.settings().text(fact.key))
        self._next(fact)

    def _requests(self, fact: Setting, text: str) -> list[StepRequest]:
        """The steps that make it so; none where nothing changes."""
        ent, value, status = self._own.get(fact.key, ("", "", ""))
        make = self._counter.request
        if not text:
            return [make("setting", "void", {}, ent)] if status == "active" else []
        if not ent:
            same = text == self._counter.settings().text(fact.key)
            return [] if same else [make("setting", "add", {"key": fact.key, "value": text})]
        again = [] if status == "active" else [make("setting", "restore", {}, ent)]
        return again + ([] if text == value else [make("setting", "edit", {"value": text}, ent)])

    def _next(self, fact: Setting) -> None:
        keys = list(self.inputs)
        place = keys.index(fact.key) + 1
        if place < len(keys):
            self.inputs[keys[place]].setFocus()


def _check(fact: Setting, text: str, own: Mapping[str, str]) -> None:
    """DeskError where the value by itself, or beside the others, cannot stand."""
    fact.read(text or fact.default)
    layer = {**own, fact.key: text or fact.default}
    Settings(layer, facts=ALL_SETTINGS)
