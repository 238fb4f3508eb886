"""The list behind a figure: as many rows as the figure says, read a page at a time; Enter opens the record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desk.domain.field import Field, Kind
from desk.domain.flow import Values
from desk.domain.scopes import complaints_of, estate_of
from desk.services.assessment.counting import Case
from desk.services.assessment.record import Left
from desk.store.query import some
from desk.ui.counter import Counter
from desk.ui.field_words import words_of
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.labels import Elided, label
from desk.ui.kit.notice import Notice
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.kit.table_model import Column, TableModel
from desk.ui.page_layout import stacked
from desk.ui.special.assessment.opening import open_record
from desk.ui.theme import theme

ROWS = 100
WIDE = 112  # px of a column whose words differ in length
# What is shown of a record, by field name: no names of residents, and of a complaint nothing it says.
SHOWN: Mapping[str, tuple[str, ...]] = {
    "work_order": ("no", "where", "problem_label", "status", "technician", "reported_at", "finished_at"),
    "fresh_order": ("no", "where", "shop", "status", "placed_at", "delivered_at", "late_reason"),
    "revisit": ("about_no", "where", "subject", "answered_at", "seconds", "satisfaction", "called_by"),
    "compensation": ("order_no", "where", "item", "shop", "reported_at", "cause", "amount_fen"),
    "exchange": ("order_no", "where", "item", "shop", "opened_at", "reason", "status"),
    "notice": ("title", "kind_label", "status", "sent_at", "from_at", "lead_due_at"),
    "complaint": ("no", "type_label", "status", "received_at", "due_at", "answered_at", "validity"),
    "unrecorded": ("made_at", "found_how", "source_no", "found_at"),
    "home": ("room", "bound_at", "status"),
}
ESTATE, WHY = "estate_", "why_"
UNTOLD, LEFT_OUT = "x:", "不计"


@dataclass(frozen=True, slots=True)
class DrillPart:
    """One of the lists behind a figure; `cases` reads it, on a lane, and is as long as `count` says."""

    label: str
    count: int
    cases: Callable[[], Sequence[Case]]


@dataclass(frozen=True)
class Drill:
    """What was pressed: its words, what kind of records stand behind it, and the lists."""

    title: str
    record: str
    parts: tuple[DrillPart, ...]
    unit: str = "单"
    estates: Mapping[str, str] = field(default_factory=dict)  # names by scope, where they are several


@dataclass(frozen=True, slots=True)
class _Page:
    rows: Sequence[dict[str, Any]]
    next: object | None


class DrillList(PanelFrame):
    """For `OnePanel`: `closed` when it goes. Digits choose the list, ↑↓ a row, Enter opens its record."""

    WIDTH = 980
    closed = Signal()

    def __init__(self, counter: Counter, drill: Drill, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._counter, self._drill = counter, drill
        self._record = counter.rules.known(drill.record).record
        self.title.setText("名单")
        self.said = Elided(drill.title, "heading")
        self.parts = Choices("哪些", columns=max(len(drill.parts), 1), digit_goes_on=True)
        self.count = label("", "strong")
        self.table = _Table(self)
        self.notice = Notice()
        self._model: TableModel | None = None
        self._fetch: _Fetch | None = None
        self._lay()
        self.parts.chosen.connect(self._show)
        self.parts.finished.connect(self._settle)
        self.table.entered_row.connect(self._open)
        self.table.doubleClicked.connect(lambda index: self._open(index.row()))
        self.notice.step_wanted.connect(lambda: self._show(self.parts.value))

    def _lay(self) -> None:
        self.body.addWidget(self.said)
        choices = [
            Choice(str(number), one.label, right=f"{one.count:,}") for number, one in enumerate(self._drill.parts)
        ]
        self.parts.show_choices(choices)
        self.body.addWidget(self.parts)
        self.parts.setVisible(len(choices) > 1)
        holder, self._stack = stacked(self.table, self.notice)
        self.body.addWidget(holder, 1)
        self.foot.addWidget(self.count)
        self.foot.addStretch()
        self.foot.addWidget(label("Enter 打开这一条", "quiet"))

    # OnePanel

    def begin(self) -> None:
        """The first list that has anything."""
        parts = self._drill.parts
        first = next((n for n, one in enumerate(parts) if one.count), 0)
        if parts:
            self.parts.choose(str(first))
        QTimer.singleShot(0, self, self._settle)

    def keys(self) -> Sequence[tuple[str, str]]:
        several = (("1-9 ←→", "换名单"),) if len(self._drill.parts) > 1 else ()
        return (*several, ("↑↓", "换行"), ("Enter", "打开"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        return False

    def step(self, by: int) -> None:
        """The list before or after."""
        to = int(self.parts.value or 0) + by
        if 0 <= to < len(self._drill.parts):
            self.parts.choose(str(to))

    def digit(self, sign: str) -> bool:
        """A digit pressed over the rows chooses another list."""
        number = int(sign) - 1 if sign.isdigit() else -1
        if 0 <= number < len(self._drill.parts) and len(self._drill.parts) > 1:
            self.parts.choose(str(number))
            return True
        return False

    # reading

    def _show(self, value: str) -> None:
        part = self._drill.parts[int(value)]
        self.count.setText(f"{part.label} {part.count:,} {self._drill.unit}")
        self._fetch = _Fetch(self._counter, self._drill, part)
        fetch = self._fetch.page
        if self._model is None:
            self._model = TableModel(self._columns(part), fetch, self._counter.work, self)
            self._model.loaded.connect(self._loaded)
            self._model.failed.connect(self._failed)
            self.table.setModel(self._model)
        else:
            self._model.reload(fetch)
            self._model.show_columns(self._columns(part))
        if not self._model.rowCount():
            self.notice.loading()
            self._stack.setCurrentWidget(self.notice)

    def _loaded(self) -> None:
        assert self._model is not None
        assert self._fetch is not None
        self._say_changed(self._fetch)
        if not self._model.rowCount():
            self.notice.empty("一条也没有", "换一个名单, 或按 Esc 返回")
            self._stack.setCurrentWidget(self.notice)
            return
        self._stack.setCurrentWidget(self.table)
        self.table.fit(self._model.columns)
        if not self.table.selectionModel().hasSelection():
            self.table.selectRow(0)

    def _say_changed(self, fetch: "_Fetch") -> None:
        """Somebody has worked since the figure was counted: the list is as it stands now, and says so."""
        part, there = fetch.part, fetch.there
        if there is not None and there != part.count:
            self.count.setText(f"{part.label} {part.count:,} {self._drill.unit}, 现在是 {there:,}: 统计以后有变动")

    def _failed(self, error: Exception) -> None:
        self.notice.failed("名单没有读出来", str(error))
        self._stack.setCurrentWidget(self.notice)

    def _settle(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def rows(self) -> int:
        """How many are shown so far."""
        return self._model.rowCount() if self._model is not None else 0

    @property
    def model(self) -> TableModel:
        assert self._model is not None
        return self._model

    def _columns(self, part: DrillPart) -> list[Column]:
        found = [self._column(self._record.field(name)) for name in SHOWN[self._drill.record]]
        if len(self._drill.estates) > 1:
            found.insert(0, Column(ESTATE, "小区", 110))
        if part.label == LEFT_OUT:
            found.append(Column(WHY, "不计的原因", 100))
        return found

    def _column(self, one: Field) -> Column:
        figures = one.kind in (Kind.NUMBER, Kind.MONEY)
        width = max(one.width, 2 * len(one.label)) * 8 + 16
        return Column(one.name, one.label, width, figures, partial(_said, one, self._counter))

    # a record

    def _open(self, number: int) -> None:
        """Its own page shows it, in the estate where it stands."""
        row = self.model.row(number)
        if row is None:
            return
        open_record(self._counter, self._counter, self._drill.record, str(row["id"]), str(row["scope_"]))


class _Fetch:
    """Cases are listed once, their records a page at a time; on a lane."""

    def __init__(self, counter: Counter, drill: Drill, part: DrillPart) -> None:
        self._drill, self.part = drill, part
        self._database, self._office, self._who = counter.database, counter.office, counter.actor
        self._sealed, self._record = counter.confidential, counter.rules.known(drill.record).record
        self._cases: Sequence[Case] | None = None

    @property
    def there(self) -> int | None:
        """How many the list holds; None until it was read."""
        return len(self._cases) if self._cases is not None else None

    def page(self, cursor: object | None) -> _Page:
        if self._cases is None:
            self._cases = self.part.cases()
        begin = int(str(cursor or 0))
        own = self._cases[begin : begin + ROWS]
        known = self._known(own)
        rows = [self._row(one, known.get((one.scope, one.id), {})) for one in own]
        return _Page(rows, begin + ROWS if begin + ROWS < len(self._cases) else None)

    def _known(self, own: Sequence[Case]) -> dict[tuple[str, str], Values]:
        """What this person may see of them, estate by estate with the roles held there."""
        found: dict[tuple[str, str], Values] = {}
        sealed = self._drill.record == "complaint"
        database = self._sealed if sealed else self._database
        for scope in dict.fromkeys(one.scope for one in own):
            actor = self._office.actor(self._database, scope, self._who.id)
            if database is None or not actor.roles:
                continue
            ids = [one.id for one in own if one.scope == scope]
            stored = complaints_of(scope) if sealed else scope
            found |= {(scope, ent): one for ent, one in some(database, actor, stored, self._record, ids).items()}
        return found

    def _row(self, one: Case, known: Values) -> dict[str, Any]:
        why = Left.label_of(one.verdict.removeprefix(UNTOLD)) if one.verdict.startswith(UNTOLD) else ""
        place = self._drill.estates.get(one.scope, estate_of(one.scope))
        return {**known, "id": one.id, "scope_": one.scope, ESTATE: place, WHY: why}


def _said(one: Field, counter: Counter, value: object) -> str:
    return words_of(one, value, counter.now()).replace("\n", " ")


class _Table(QTableView):
    """One row is chosen as a whole; Enter opens it, a digit chooses another list."""

    entered_row = Signal(int)

    def __init__(self, panel: DrillList) -> None:
        super().__init__(panel)
        self._panel = panel
        self.setAccessibleName("名单")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme().size("row"))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def fit(self, columns: Sequence[Column]) -> None:
        """What the words need; the room that is left goes to the wide ones."""
        header, needed = self.horizontalHeader(), [theme().px(one.width) for one in columns]
        wide = [n for n, one in enumerate(columns) if one.width >= WIDE] or list(range(len(columns)))
        spare = max(0, self.viewport().width() - sum(needed)) // max(len(wide), 1)
        for number, width in enumerate(needed):
            header.resizeSection(number, width + (spare if number in wide else 0))
        header.setStretchLastSection(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_row.emit(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._panel.step(1 if event.key() == Qt.Key.Key_Right else -1)
        elif not (event.text().isdigit() and self._panel.digit(event.text())):
            super().keyPressEvent(event)
