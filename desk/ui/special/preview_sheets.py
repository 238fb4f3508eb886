"""The pages of a paper as they will look, one under the other; or a word why there are none."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from desk.ui.kit.labels import label
from desk.ui.kit.notice import Notice
from desk.ui.page_layout import clear, scrolled
from desk.ui.theme import theme


class SheetsView(QStackedWidget):
    """Pictures of the first pages, and how many more there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = Notice()
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._column.setSpacing(theme().px(16))
        self._area = scrolled(inside)
        self._area.setAccessibleName("预览")
        self.addWidget(self._area)
        self.addWidget(self.notice)

    def show_pages(self, images: Sequence[QImage], pages: int) -> None:
        clear(self._column)
        room = self._area.viewport().width() - theme().px(24)
        for number, image in enumerate(images, 1):
            sheet = QLabel()
            sheet.setAccessibleName(f"第 {number} 页, 共 {pages} 页")
            sheet.setStyleSheet(f"border: 1px solid {theme().colour('edge').name()}; background: white")
            pixmap = QPixmap.fromImage(image)
            smooth = Qt.TransformationMode.SmoothTransformation
            sheet.setPixmap(pixmap.scaledToWidth(room, smooth) if pixmap.width() > room > 0 else pixmap)
            self._column.addWidget(sheet)
        if pages > len(images):
            self._column.addWidget(label(f"还有 {pages - len(images)} 页, 打印时都会打出来", "quiet"))
        self.setCurrentWidget(self._area)

    def say(self, words: Callable[[], None]) -> None:
        """Show what the notice is made to say."""
        words()
        self.setCurrentWidget(self.notice)

    def turn(self, pages: int) -> None:
        """PgUp and PgDn."""
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())
