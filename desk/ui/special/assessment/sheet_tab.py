"""考核表: the head with the total, the rows, what was left out."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.ui.drill_parts import Counted
from desk.ui.kit.cards import Card
from desk.ui.kit.labels import label
from desk.ui.special.assessment.figures import frozen_chips, of_row
from desk.ui.special.assessment.head_card import HeadCard
from desk.ui.special.assessment.lines import FOLD, lines
from desk.ui.special.assessment.reading import Read, Seen
from desk.ui.special.assessment.sheet_delegate import LINE, OPEN
from desk.ui.special.assessment.sheet_list import SheetHead, SheetList
from desk.ui.theme import theme

BELOW = 3  # lines under the rows: what is folded, the sum, what was left out


class SheetTab(QWidget):
    """`entered` carries a row's code (or `lines.LEFT`) and the label of the figure that was meant."""

    entered = Signal(str, str)
    sideways = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self._seen: Seen | None = None
        self._folded, self._by_hand = True, False
        self.chips: Mapping[str, Sequence[Counted]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.size("gap"))
        self.head = HeadCard()
        column.addWidget(self.head)
        card = Card(0)
        card.column.setSpacing(0)
        self.heads, self.list = SheetHead(), SheetList()
        card.column.setContentsMargins(1, 1, 1, look.px(4))
        card.column.addWidget(self.heads)
        card.column.addWidget(self.list, 1)
        self.notes = label("", "caption", wrap=True)
        self.notes.setContentsMargins(look.px(16), look.px(4), look.px(16), look.px(4))
        card.column.addWidget(self.notes)
        column.addWidget(card, 1)
        self.list.entered.connect(self._enter)
        self.list.sideways.connect(self.sideways)

    @property
    def in_focus(self) -> QWidget:
        return self.list

    def show_seen(self, read: Read, seen: Seen, place: str, now: int) -> None:
        self._seen = seen
        sheet = seen.sheet
        if seen.values is None:
            self.chips = {row.code: of_row(sheet, row, read.period) for row in sheet.rows}
        else:
            self.chips = {row.code: frozen_chips(row) for row in sheet.rows}
        self.head.show_entry(seen.entry, read.asked.days.words, place, now)
        self.notes.setText("　".join(sheet.notes))
        self.notes.setVisible(bool(sheet.notes))
        self._show_lines()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """What lost nothing is folded where there is no room for it, until somebody says otherwise."""
        if self._seen is None or self._by_hand:
            return
        lines_high = theme().px(LINE) * (len(self._seen.sheet.rows) + BELOW) + theme().px(OPEN - LINE)
        folded = lines_high > self.list.height()
        if folded != self._folded:
            self._folded = folded
            self._show_lines()

    def _show_lines(self) -> None:
        if self._seen is not None:
            beside = bool(self._seen.entry.own or self._seen.entry.chief or self._seen.values)
            self.heads.show_beside(beside)
            self.list.show_lines(lines(self._seen.entry, self.chips, self._folded), beside)

    def _enter(self, code: str, chip: int) -> None:
        if code == FOLD:
            self._folded, self._by_hand = not self._folded, True
            self._show_lines()
            return
        figures = self.chips.get(code, ())
        self.entered.emit(code, figures[chip].label if chip < len(figures) else "")
