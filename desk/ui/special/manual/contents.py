"""The left side of the manual: the field to look something up, and the tasks under their groups."""

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desk.ui.kit.fields import TextField
from desk.ui.kit.labels import label
from desk.ui.theme import theme
from reports.manual.book import Book
from reports.manual.finding import Finder

FILE, LINE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole.value + 1
WIDTH = 272
Index = QModelIndex | QPersistentModelIndex


class _Entry(QStyledItemDelegate):
    """A group small and grey; a task, and under it the line where the words were found."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme().px(46 if index.data(LINE) else 30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, box = theme(), QRectF(option.rect)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, look.colour("tint"))
            painter.fillRect(QRectF(box.left(), box.top(), look.px(3), box.height()), look.colour("accent"))
        group = not index.data(FILE)
        inside = box.adjusted(look.px(8 if group else 16), 0, -look.px(8), 0)
        painter.setFont(look.font("caption" if group else "matter", bold=chosen))
        painter.setPen(look.colour("quiet" if group else "ink"))
        line = str(index.data(LINE) or "")
        first = QRectF(inside.left(), inside.top() + look.px(4), inside.width(), look.px(22)) if line else inside
        if group:
            first = inside.adjusted(0, look.px(6), 0, 0)
        _words(painter, first, str(index.data()))
        if line:
            painter.setFont(look.font("caption"))
            painter.setPen(look.colour("quiet"))
            _words(painter, QRectF(inside.left(), inside.top() + look.px(24), inside.width(), look.px(18)), line)
        painter.restore()


def _words(painter: QPainter, box: QRectF, words: str) -> None:
    shown = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, round(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class Contents(QWidget):
    """The focus stays in the field: ↑↓ go through the list, Enter goes on to the text."""

    page_chosen = Signal(str)  # a page's file, as soon as it is gone to
    entered = Signal()  # Enter: read it

    def __init__(self, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        look = theme()
        self.setFixedWidth(look.px(WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        self.field = TextField("查手册", hint="查: 词, 拼音首字母, 按键")
        self.list = QListWidget()
        self.list.setAccessibleName("手册目录")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Entry(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.nothing = label("", "quiet", wrap=True)
        column.addWidget(self.field)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        self.field.textChanged.connect(self._ask)
        self.field.preedit.connect(self._ask)
        self.field.arrow.connect(self.step)
        self.field.finished.connect(self._enter)
        self.list.currentItemChanged.connect(self._moved)
        self._show_all()

    @cached_property
    def _finder(self) -> Finder:
        """Made when somebody first looks something up: initials take a moment to read."""
        return Finder(self._book)

    @property
    def typed(self) -> str:
        return self.field.text() + self.field.composing

    @property
    def chosen(self) -> str:
        """The file of the page gone to; empty where nothing was found."""
        item = self.list.currentItem()
        return str(item.data(FILE) or "") if item is not None else ""

    def titles(self) -> Sequence[str]:
        """What the list shows, without its groups."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item.text() for item in items if item.data(FILE)]

    def choose(self, file: str) -> None:
        """Go to a page; what was looked for is put away where it hides it."""
        if self._row_of(file) < 0:
            self.field.clear()
        row = self._row_of(file)
        if row >= 0:
            self.list.setCurrentRow(row)

    @Slot(int)
    def step(self, by: int) -> None:
        """The next task up or down, passing over groups."""
        row = self.list.currentRow() + by
        while 0 <= row < self.list.count():
            if self.list.item(row).data(FILE):
                self.list.setCurrentRow(row)
                return
            row += by

    def _row_of(self, file: str) -> int:
        return next((row for row in range(self.list.count()) if self.list.item(row).data(FILE) == file), -1)

    @Slot()
    def _ask(self) -> None:
        if not self.typed.strip():
            self._show_all()
            return
        was = self.chosen
        found = self._finder.find(self.typed)
        self._fill([(hit.page.title, hit.page.file, hit.line) for hit in found])
        self.nothing.setText("" if found else f"手册里没有“{self.typed.strip()}”。换个说法, 或按 Esc 回去")
        self.nothing.setVisible(not found)
        if found and (was != self.chosen or was):
            self._tell()

    def _show_all(self) -> None:
        was = self.chosen
        lines: list[tuple[str, str, str]] = []
        for group in self._book.groups:
            lines.append((group.words, "", ""))
            lines += [(page.title, page.file, "") for page in group.pages]
        self._fill(lines)
        self.nothing.hide()
        if was:
            self.list.setCurrentRow(self._row_of(was))

    def _fill(self, lines: Sequence[tuple[str, str, str]]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for words, file, line in lines:
            item = QListWidgetItem(words)
            item.setData(FILE, file)
            item.setData(LINE, line)
            if not file:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            if line:
                item.setToolTip(line)
            self.list.addItem(item)
        first = next((row for row, (_, file, _) in enumerate(lines) if file), -1)
        self.list.setCurrentRow(first)
        self.list.blockSignals(False)

    @Slot()
    def _enter(self) -> None:
        if self.chosen:
            self.entered.emit()

    @Slot()
    def _moved(self) -> None:
        self._tell()

    def _tell(self) -> None:
        if self.chosen:
            self.page_chosen.emit(self.chosen)
