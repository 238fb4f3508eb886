"""The list of a page as grouped rows with one-key steps: clocks run on the rows, keys mean steps, any record."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.flow import Values
from desk.domain.page import Pile
from desk.store.query import ListQuery
from desk.ui.counter import Counter
from desk.ui.kit.fields import HALF
from desk.ui.kit.rows import Line, RowList
from desk.ui.page_body import ListBody
from desk.ui.paged_rows import PagedRows

TICK_MS = 1_000
Lines = Callable[[Pile, Iterable[Values]], Sequence[Line]]


class RowsBody(ListBody):
    """`lines` makes what is shown of a pile's records; `keys` are the keys of a row and the steps they mean.

    `whole` names the piles that are read to the end, so that they can be ordered by urgency; the others come a page at
    a time. `radio` carries a record's values and the step that a key means.
    """

    radio = Signal(object, str)

    def __init__(
        self,
        counter: Counter,
        name: str,
        columns: dict[str, int],
        keys: Mapping[str, str],
        whole: Iterable[str],
        lines: Lines,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._counter, self._keys, self._whole, self._lines = counter, keys, frozenset(whole), lines
        self._pile: Pile | None = None
        self._rows = PagedRows(counter, self)
        self._anew = True  # other rows come, not the same ones changed
        self.list = RowList(columns, name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
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

    def load(self, pile: Pile, query: ListQuery) -> None:
        if self._rows.shows(query):
            self.refresh()  # the same rows again: what is chosen stays chosen
            return
        self._pile, self._anew = pile, True
        self._rows.load(query, pile.name in self._whole)

    def refresh(self) -> None:
        self._rows.refresh()

    def _show(self) -> None:
        assert self._pile is not None
        if self._anew:
            self._anew = False
            self.list.rows.replace(())
        self.list.show_lines(self._lines(self._pile, self._rows.records.values()))
        if self._rows.records and not self.chosen_id():
            self.list.setCurrentIndex(self.list.rows.index(self.list.rows.first_row()))
        # Told anew also where it is the same row: it may have come from another pile, or have changed.
        self.chosen.emit(self.chosen_id())

    def tick(self) -> None:
        """A second has passed: clocks go on, and rows pass from one heading to the next."""
        if self.isVisible() and self._rows.records and self._pile is not None and self._pile.name in self._whole:
            self.list.show_lines(self._lines(self._pile, self._rows.records.values()))

    def values_of(self, ent: str) -> Values | None:
        return self._rows.records.get(ent)

    def chosen_id(self) -> str:
        one = self.list.chosen()
        return one.id if one is not None else ""

    def choose(self, ent: str) -> bool:
        return self.list.choose(ent)

    def settle(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _key(self, ent: str, event: QKeyEvent) -> None:
        step, values = self._keys.get(event.text().translate(HALF)), self._rows.records.get(ent)
        if step is not None and values is not None:
            self.radio.emit(values, step)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            side = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if side is not None:
                self.sideways.emit(side)
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._timer.start()

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        self._timer.stop()
