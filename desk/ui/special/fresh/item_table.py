"""All items of a sheet under one another, the one at hand in sight."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.ui.kit.labels import keycap, label, line
from desk.ui.page_layout import scrolled
from desk.ui.special.fresh.fault_chips import FaultShown
from desk.ui.special.fresh.item_row import Heads, ItemRow, ItemShown
from desk.ui.theme import theme

KEYS = (("Enter", "合格, 下一样"), ("-", "记异常"), ("↑↓", "回去改"))


class ItemTable(QFrame):
    """Rows are made anew only for another order."""

    weighed = Signal(int, str)
    spoiled = Signal(int, str)
    warmed = Signal(int, str)
    opened = Signal(int)
    failed = Signal(int, str)
    cleared = Signal(int)
    passed = Signal(int)
    arrow = Signal(int, int)
    moved = Signal(int)

    def __init__(self, faults: tuple[FaultShown, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._faults = faults
        self.rows: dict[int, ItemRow] = {}
        self._here = 0
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._heads = Heads()
        column.addWidget(self._heads)
        column.addWidget(line())
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch()
        self.area = scrolled(inside)
        self.area.setAccessibleName("要验的各样")
        column.addWidget(self.area, 1)
        column.addWidget(line())
        foot = QHBoxLayout()
        foot.setContentsMargins(look.px(18), look.px(8), look.px(18), look.px(8))
        foot.setSpacing(look.px(8))
        for key, words in KEYS:
            foot.addWidget(keycap(key))
            foot.addWidget(label(words))
            foot.addSpacing(look.px(8))
        foot.addStretch()
        self.seen = label("", "strong")
        foot.addWidget(self.seen)
        column.addLayout(foot)

    @property
    def here(self) -> int:
        """The number of the item at hand."""
        return self._here

    def show_items(self, items: Sequence[ItemShown], seen: int) -> None:
        if [one.n for one in items] != list(self.rows):
            self._make(items)
        for one in items:
            self.rows[one.n].show_item(one)
        self.seen.setText(f"{seen} / {len(items)} 样已看")

    def _make(self, items: Sequence[ItemShown]) -> None:
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows, self._here = {}, 0
        for one in items:
            row = ItemRow(self._faults)
            for signal, to in (
                (row.weighed, self.weighed), (row.spoiled, self.spoiled), (row.warmed, self.warmed),
                (row.opened, self.opened), (row.failed, self.failed), (row.cleared, self.cleared),
                (row.passed, self.passed), (row.arrow, self.arrow),
            ):  # fmt: skip
                signal.connect(to)
            row.focused.connect(self._focused)
            self.rows[one.n] = row
            self._column.insertWidget(self._column.count() - 1, row)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = round(self.width() / theme().scale)
        self._heads.show_width(width)
        for row in self.rows.values():
            row.show_width(width)

    def _focused(self, n: int) -> None:
        changed, self._here = n != self._here, n
        for number, row in self.rows.items():
            row.show_here(number == n)
        row = self.rows[n]
        QTimer.singleShot(0, row, lambda: self.area.ensureWidgetVisible(row, 0, theme().px(20)))
        if changed:
            self.moved.emit(n)

    def leave(self) -> None:
        """The keyboard goes elsewhere: no row is at hand."""
        for row in self.rows.values():
            row.show_here(False)

    def settle(self, n: int, temp: bool = False) -> None:
        if n in self.rows:
            self.rows[n].settle(temp)

    def open(self, n: int) -> None:
        self.rows[n].open()
