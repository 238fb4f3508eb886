"""The right side of the manual: one page, its pictures in the width there is, the words looked for marked."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from desk.ui.special.manual.rich_text import page_text, style
from desk.ui.theme import theme
from reports.manual.tree import Image, Page

MOST_MARKED = 50


class Reader(QTextBrowser):
    """Read by ↑↓ and PgUp PgDn; Tab goes from link to link. `back` asks for the list again."""

    page_wanted = Signal(str)  # a page's file
    back = Signal()

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._page: Page | None = None
        self._words = ""
        self._drawn_for = 0
        look = theme()
        self.setObjectName("manual")
        self.setOpenLinks(False)
        self.setAccessibleName("手册正文")
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.document().setDefaultStyleSheet(style())
        self.document().setDocumentMargin(look.px(16))
        self.document().setIndentWidth(look.px(24))
        self.anchorClicked.connect(lambda url: self.page_wanted.emit(url.toString()))
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(0)
        self._redraw.timeout.connect(self._fit)

    @property
    def page(self) -> Page | None:
        return self._page

    def show_page(self, page: Page, words: str = "") -> None:
        """Show a page from its top, or from the first place where the words stand."""
        self._page, self._words = page, words.strip()
        self._draw()
        self.setAccessibleDescription(page.title)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)
        self._mark()

    def turn(self, pages: int) -> None:
        """Scroll by what is seen."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + pages * (bar.pageStep() - theme().px(40)))

    def _draw(self) -> None:
        page = self._page
        if page is None:
            return
        self._drawn_for = self.viewport().width()
        document = self.document()
        document.clear()
        room = self._drawn_for - 2 * round(document.documentMargin())
        for block in page.blocks:
            if isinstance(block, Image):
                document.addResource(
                    QTextDocument.ResourceType.ImageResource, QUrl(block.file), self._picture(block.file, room)
                )
        self.setHtml(page_text(page))

    def _picture(self, file: str, room: int) -> QImage:
        """Never wider than the text, nor larger than it is at this size of letters; scaled smoothly."""
        ratio = self.devicePixelRatioF()
        image = QImage(str(self._folder / file))
        wide = min(room, theme().px(image.width()))
        if round(wide * ratio) != image.width():
            image = image.scaledToWidth(round(wide * ratio), Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image

    def _mark(self) -> None:
        """Every place where the words stand; the first one is brought into sight."""
        marks: list[QTextEdit.ExtraSelection] = []
        colour = theme().colour("warn_line")
        cursor = self.document().find(self._words) if self._words else QTextCursor()
        while not cursor.isNull() and len(marks) < MOST_MARKED:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(cursor)
            chars = mark.cursor.charFormat()
            chars.setBackground(colour)
            mark.format = chars
            marks.append(mark)
            cursor = self.document().find(self._words, cursor)
        self.setExtraSelections(marks)
        if marks:
            place = QTextCursor(marks[0].cursor)
            place.clearSelection()
            self.setTextCursor(place)
            self.ensureCursorVisible()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._page is not None and self.viewport().width() != self._drawn_for:
            self._redraw.start()

    @Slot()
    def _fit(self) -> None:
        """Another width: the same page, pictures anew."""
        if self.viewport().width() != self._drawn_for:
            place = self.verticalScrollBar().value()
            self._draw()
            self._mark()
            self.verticalScrollBar().setValue(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Backspace):
            self.back.emit()
            return
        super().keyPressEvent(event)
