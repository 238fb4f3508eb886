"""Photos and scans at the counter: by file, by Ctrl+V, dropped; looked into on the work lane before they are taken."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from desk.services.slips import files
from desk.services.slips.files import Picture
from desk.ui.counter import Counter
from desk.ui.kit.buttons import QUIET, KeyButton
from desk.ui.kit.file_choice import FileChoice, files_of
from desk.ui.kit.labels import label, retone
from desk.ui.theme import theme

PDF = "application/pdf"
THUMB = 132
PDF_DPI = 72
FILTER = "照片和扫描件 (*.jpg *.jpeg *.png *.pdf)"
MOST_AT_ONCE = 9


def image_of(picture: Picture, dpi: float = PDF_DPI) -> QImage:
    """A kept file as an image, of a PDF the first page. PDFs are painted on the work lane only."""
    if picture.media != PDF:
        return QImage.fromData(picture.data)
    from reports.preview import Pages

    with Pages(picture.data) as pages:
        page = pages.image(0, dpi)
    return QImage(page.rgb, page.width, page.height, 3 * page.width, QImage.Format.Format_RGB888).copy()


class PictureDrop(QFrame):
    """Where pictures go in. `ready` carries each `Picture` and its image; what cannot be taken is said here."""

    ready = Signal(object, object)

    def __init__(self, counter: Counter, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grey")
        self.setAcceptDrops(True)
        self._counter, self._words = counter, words
        self._files = FileChoice(self, "附上照片或扫描件", FILTER, QFileDialog.FileMode.ExistingFiles)
        self._files.taken.connect(self.take_files)
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), look.px(6), look.px(8), look.px(6))
        self._said = label(words, "body", wrap=True)
        self.button = KeyButton("选文件", "", QUIET, "paperclip")
        self.button.clicked.connect(self.choose)
        self.from_camera = KeyButton("高拍仪", "", QUIET, "camera")
        self.from_camera.clicked.connect(lambda: self.take_files(counter.camera.take_waiting()))
        self.from_camera.hide()
        counter.camera.waiting_changed.connect(self._show_waiting)
        row.addWidget(self._said, 1)
        row.addWidget(self.from_camera)
        row.addWidget(self.button)

    def _show_waiting(self) -> None:
        """Pages that came while no place for them was open."""
        waiting = self._counter.camera.waiting
        self.from_camera.setText(f"高拍仪 {waiting} 张")
        self.from_camera.setAccessibleName(f"放进高拍仪的 {waiting} 张")
        self.from_camera.setVisible(waiting > 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._counter.camera.open(self)
        self._show_waiting()

    def hideEvent(self, event: QHideEvent) -> None:
        self._counter.camera.shut(self)
        super().hideEvent(event)

    @property
    def said(self) -> str:
        return self._said.text()

    def reset(self) -> None:
        self._say(self._words)

    def choose(self) -> None:
        self._files.ask()

    def take_files(self, paths: list[Path]) -> None:
        for path in paths[:MOST_AT_ONCE]:
            self._take(lambda path=path: files.read(path))  # type: ignore[misc]

    def take_clipboard(self) -> bool:
        """What lies on the clipboard; whether it was a picture."""
        return self._take_mime(QGuiApplication.clipboard().mimeData())

    def _take_mime(self, mime: QMimeData) -> bool:
        if paths := files_of(mime):
            self.take_files(paths)
            return True
        if not mime.hasImage():
            return False
        image = mime.imageData()
        if not isinstance(image, QImage) or image.isNull():
            return False
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        data = bytes(buffer.data().data())
        self._take(lambda: files.take_in(data, "粘贴的照片.png"))
        return True

    def _take(self, read: Callable[[], Picture]) -> None:
        self._say("正在看文件…")

        def work() -> tuple[Picture, QImage]:
            picture = read()
            return picture, image_of(picture)

        def done(found: tuple[Picture, QImage]) -> None:
            self._say(self._words)
            self.ready.emit(*found)

        def failed(error: Exception) -> None:
            self._say(str(error), "bad")

        self._counter.work.run(self, work, done, failed)

    def _say(self, words: str, tone: str = "") -> None:
        self._said.setText(words)
        retone(self._said, tone)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take_mime(event.mimeData()):
            event.acceptProposedAction()


class PastePictures(QObject):
    """Ctrl+V anywhere inside `place` gives a picture to `drop`; text is pasted where the cursor stands, as ever."""

    def __init__(self, place: QWidget, drop: PictureDrop) -> None:
        super().__init__(place)
        self._place, self._drop = place, drop
        # Only where something can be pasted: a filter on the whole program would see every event of it.
        for one in (place, *place.findChildren(QLineEdit), *place.findChildren(QPlainTextEdit)):
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not event.matches(QKeySequence.StandardKey.Paste):
            return False
        mime = QGuiApplication.clipboard().mimeData()
        if not self._place.isVisible() or mime.hasText():
            return False
        return self._drop.take_clipboard()


class Thumb(QAbstractButton):
    """A small picture with its name under it, and a mark where there is one; pressing it asks for the large one."""

    def __init__(self, image: QImage, title: str, mark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        side = theme().px(THUMB)
        self._pixmap = QPixmap.fromImage(
            image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
        self.setText(title)
        self.mark = mark
        self.setAccessibleName(f"照片 {title}, {f'{mark}, ' if mark else ''}按下看大图")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        side = theme().px(THUMB)
        return QSize(side, side + theme().px(22))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, side = theme(), theme().px(THUMB)
        painter = QPainter(self)
        painter.fillRect(0, 0, side, side, look.colour("raised"))
        x, y = (side - self._pixmap.width()) // 2, (side - self._pixmap.height()) // 2
        painter.drawPixmap(x, y, self._pixmap)
        painter.setPen(QPen(look.colour("accent" if self.hasFocus() else "line"), 2 if self.hasFocus() else 1))
        painter.drawRect(0, 0, side - 1, side - 1)
        painter.setPen(look.colour("text"))
        painter.setFont(look.font("caption"))
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, side)
        painter.drawText(0, side, side, look.px(22), Qt.AlignmentFlag.AlignCenter, words)
        if self.mark:  # across its foot: where the list is low, what stands under it is out of sight
            strip = look.px(20)
            painter.fillRect(1, side - strip - 1, side - 2, strip, look.colour("card"))
            painter.setPen(look.colour("warn"))
            said = painter.fontMetrics().elidedText(self.mark, Qt.TextElideMode.ElideRight, side)
            painter.drawText(0, side - strip - 1, side, strip, Qt.AlignmentFlag.AlignCenter, said)
        painter.end()
