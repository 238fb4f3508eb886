"""The sheet as a list: ↑↓ pass over the sum, Enter goes to the records, a click on a figure to its own list."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desk.ui.kit.row_model import ROW, Index
from desk.ui.kit.table_model import ROOT
from desk.ui.special.assessment.columns import HEADS, RIGHT, Columns
from desk.ui.special.assessment.lines import TOTAL, SheetLine
from desk.ui.special.assessment.sheet_delegate import SheetDelegate
from desk.ui.theme import theme


class SheetModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[SheetLine] = []

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        one = self.lines[index.row()]
        if role == ROW:
            return one
        return one.spoken if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.lines[index.row()].code == TOTAL:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def replace(self, lines: Sequence[SheetLine]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()


class SheetList(QListView):
    """`entered` carries the code of a line and which of its figures was meant (0 by key)."""

    entered = Signal(str, int)
    sideways = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = SheetModel(self)
        self._painter = SheetDelegate(self)
        self.setModel(self._lines)
        self.setItemDelegate(self._painter)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("考核表")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.selectionModel().currentChanged.connect(lambda *_: self.scheduleDelayedItemsLayout())

    @property
    def lines(self) -> Sequence[SheetLine]:
        return self._lines.lines

    @property
    def chosen(self) -> str:
        place = self.currentIndex().row()
        return self._lines.lines[place].code if 0 <= place < len(self._lines.lines) else ""

    def show_lines(self, lines: Sequence[SheetLine], beside: bool) -> None:
        """The chosen line stays chosen where it still is, else what lost most."""
        chosen, held = self.chosen, self.verticalScrollBar().value()
        self._painter.beside = beside
        self._lines.replace(lines)
        codes = [one.code for one in lines]
        worst = max(range(len(lines)), key=lambda n: (lines[n].worst, lines[n].lost), default=0)
        self.choose(chosen if chosen in codes else codes[worst] if codes else "")
        self.doItemsLayout()
        if chosen in codes:
            self.verticalScrollBar().setValue(held)

    def choose(self, code: str) -> None:
        place = next((n for n, one in enumerate(self._lines.lines) if one.code == code), -1)
        if place >= 0:
            self.setCurrentIndex(self._lines.index(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        side = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if side is not None:
            self.sideways.emit(side)
        elif step is not None:
            self._step(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.chosen:
                self.entered.emit(self.chosen, 0)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        place = self.currentIndex().row() + by
        if 0 <= place < len(self.lines) and self.lines[place].code == TOTAL:
            place += by
        if 0 <= place < len(self.lines):
            self.setCurrentIndex(self._lines.index(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        before = getattr(self, "_pressed", -1)
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return
        one = self._lines.lines[index.row()]
        if not one.is_row:
            if one.code != TOTAL:
                self.entered.emit(one.code, 0)
            return
        chip = self._painter.chip_at(QRectF(self.visualRect(index)), one, event.position())
        if chip >= 0 and before == index.row():
            self.entered.emit(one.code, chip)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A first click opens a row; only one on the open row can mean a figure of it."""
        self._pressed = self.currentIndex().row()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.chosen:
            self.entered.emit(self.chosen, 0)


class SheetHead(QWidget):
    """The heads of the columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.beside = False
        self.setFixedHeight(theme().px(30))

    def show_beside(self, beside: bool) -> None:
        self.beside = beside
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        line = QRectF(self.rect())
        columns = Columns.of(line.width(), self.beside)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("quiet"))
        metrics = QFontMetrics(painter.font())
        for name, words in HEADS.items():
            if name not in columns:
                continue
            box = columns.box(name, line).adjusted(look.px(12) if name == "remark" else 0, 0, 0, 0)
            side = Qt.AlignmentFlag.AlignRight if name in RIGHT else Qt.AlignmentFlag.AlignLeft
            if name == "score":  # over the points, not over what they are out of
                tail = QFontMetrics(look.font("body")).horizontalAdvance(" / 12.5")
                box = box.adjusted(0, 0, -tail + metrics.horizontalAdvance("分") // 2, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | side, words)
        painter.fillRect(QRectF(0, line.bottom() - 1, line.width(), 1), look.colour("line"))
        painter.end()
