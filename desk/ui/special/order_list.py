"""The repair list as grouped rows: radio keys on the row, clocks that run on the rows that can be seen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.flow import Values
from desk.domain.page import PageSpec, Pile
from desk.domain.settings import Settings
from desk.services.work_orders.record import Status
from desk.services.work_orders.reporter_counts import counted
from desk.store.query import ListQuery
from desk.ui.counter import Counter
from desk.ui.kit.rows import Line, Row, RowList
from desk.ui.page_body import ListBody
from desk.ui.paged_rows import PagedRows
from desk.ui.special.order_lines import CLOCKED, View, lines, row_of
from desk.ui.special.order_rows import CHOOSABLE, SHOWN, TITLES, OrderDelegate, Titles
from desk.ui.special.pattern_bar import WHOLE_KEY

TICK_MS = 1_000
WHOLE = "whole"  # no step of one order: several are joined to one
REGROUP = 30  # ticks: rows pass from one heading to the next
RADIO_KEYS = {
    " ": "arrive", "9": "finish", "8": "wait_parts", "7": "nobody_home", "+": "urge", "＋": "urge", "*": "answer_call",
    "＊": "answer_call", WHOLE_KEY: WHOLE, "5": "call_back", "6": "release",
}  # fmt: skip
WRITE_ON = "put_off"  # 8 on what waits for parts already: what for, and until when


class OrderBody(ListBody):
    """`radio` carries an order's values and the step that a key means."""

    radio = Signal(object, str)

    def __init__(self, counter: Counter, spec: PageSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._spec = counter, spec
        self._record = counter.rules.known(spec.record).record
        self._pile = spec.piles[0]
        self._rows = PagedRows(counter, self, counted)
        self._settings: Settings | None = None
        self._ticks = 0
        self._anew = True  # other rows come, not the same ones changed
        self.list = RowList({"state": 0}, spec.label, opens=False)
        self._delegate = OrderDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self.titles = Titles(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.titles)
        column.addWidget(self.list, 1)
        self.list.row_chosen.connect(self.chosen)
        self.list.step_wanted.connect(lambda ent, _step: self.entered.emit(ent))
        self.list.key_pressed.connect(self._key)
        self.list.more_wanted.connect(self._rows.more)
        self._rows.came.connect(self._show)
        self._rows.loaded.connect(self.loaded)
        self._rows.failed.connect(self.failed)
        self.list.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    # reading

    def load(self, pile: Pile, query: ListQuery) -> None:
        if self._rows.shows(query):
            self.refresh()  # the same rows again: what is chosen stays chosen
            return
        self._pile, self._settings, self._anew = pile, None, True
        self._rows.load(query, pile.name in CLOCKED)  # what is ordered by urgency is read to the end

    def refresh(self) -> None:
        self._settings = None
        self._rows.refresh()

    # showing

    def _view(self) -> View:
        if self._settings is None:
            self._settings = self._counter.settings()
        return View(self._settings, self._counter.calendar, self._counter.now())

    def _show(self) -> None:
        before = self.chosen_id()
        if self._anew:
            self._anew = False
            self.list.rows.replace(())
        self.list.show_lines(lines(self._pile.name, self._rows.records.values(), self._view()))
        if self._rows.records and not self.chosen_id():
            first = self.list.rows.first_row()
            self.list.setCurrentIndex(self.list.rows.index(first))
        elif self.chosen_id() != before or before:
            self.chosen.emit(self.chosen_id())

    def tick(self) -> None:
        """A second has passed: the rows in sight are said anew, now and then all of them are grouped anew."""
        if not self.isVisible() or not self._rows.records or self._pile.name not in CLOCKED:
            return
        self._ticks += 1
        if self._ticks % REGROUP == 0:
            self.list.show_lines(lines(self._pile.name, self._rows.records.values(), self._view()))
            return
        view, model = self._view(), self.list.rows
        fresh: dict[int, Row] = {}
        for number in self.in_sight():
            one = model.line(number)
            if isinstance(one, Row) and one.id in self._rows.records:
                row = row_of(self._rows.records[one.id], view)
                if row != one:
                    fresh[number] = row
        if fresh:
            told: list[Line] = []
            for number in range(model.rowCount()):
                one = fresh.get(number) or model.line(number)
                assert one is not None
                told.append(one)
            model.replace(told)

    def in_sight(self) -> range:
        """The numbers of the lines that can be seen."""
        view = self.list.viewport().rect()
        first = self.list.indexAt(view.topLeft()).row()
        last = self.list.indexAt(view.bottomLeft()).row()
        count = self.list.rows.rowCount()
        return range(max(first, 0), (last if last >= 0 else count - 1) + 1)

    # the page's questions

    def values_of(self, ent: str) -> Values | None:
        return self._rows.records.get(ent)

    def chosen_id(self) -> str:
        one = self.list.chosen()
        return one.id if one is not None else ""

    def choose(self, ent: str) -> bool:
        return self.list.choose(ent)

    def settle(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def columns(self) -> Sequence[tuple[str, str]]:
        return [(name, TITLES[name]) for name in CHOOSABLE]

    def shown_columns(self) -> Sequence[str]:
        return self._delegate.shown

    def show_columns(self, names: Sequence[str]) -> None:
        shown = tuple(name for name in CHOOSABLE if name in names) or SHOWN
        self._delegate.shown = shown
        self.titles.show_columns(shown)
        self.list.viewport().update()

    # keys

    def _key(self, ent: str, event: QKeyEvent) -> None:
        step, values = RADIO_KEYS.get(event.text()), self._rows.records.get(ent)
        if step == "wait_parts" and values is not None and values.get("status") == Status.SUSPENDED:
            step = WRITE_ON
        if step is not None and values is not None:
            self.radio.emit(values, step)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            side = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if side is not None:
                self.sideways.emit(side)
                return True
            if event.key() == Qt.Key.Key_Home:
                self._jump(self.list.rows.first_row())
                return True
            if event.key() == Qt.Key.Key_End:
                self._jump(self.list.rows.first_row(self.list.rows.rowCount() - 1, -1))
                return True
        return super().eventFilter(watched, event)

    def _jump(self, number: int) -> None:
        if number >= 0:
            self.list.setCurrentIndex(QModelIndex(self.list.rows.index(number)))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._timer.start()

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        self._timer.stop()
