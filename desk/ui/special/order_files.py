"""照片 of one matter: small ones in a row, the large one on request, more by file, Ctrl+V or dropping."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desk.domain.flow import Values
from desk.services.slips import attachments, files
from desk.services.slips.files import ORDER, Picture
from desk.services.slips.record import FileKind
from desk.store.steps import StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.keys import BARRIER
from desk.ui.kit.labels import label
from desk.ui.kit.slide_over import PanelFrame, SlideOver
from desk.ui.page_layout import scrolled
from desk.ui.special.pictures import THUMB, PastePictures, PictureDrop, Thumb, image_of
from desk.ui.theme import theme

if TYPE_CHECKING:
    from desk.store.database import Database

COLUMNS = 4
LARGE_DPI = 150
WORDS = "照片、扫描件: 选文件, 按 Ctrl+V 粘贴, 或拖进来"


class OrderFiles(QWidget):
    """Of the records called `about`; `where` says in which file and scope they stand: a complaint's in its own."""

    def __init__(
        self, counter: Counter, page: QWidget, about: str = ORDER,
        where: "Callable[[], tuple[Database, str]] | None" = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._counter, self._page, self._about = counter, page, about
        self._where = where or (lambda: (counter.database, counter.scope))
        self._ent = ""
        self._known: tuple[tuple[str, str], ...] = ()
        self._slide: SlideOver | None = None
        self._none = label("还没有照片和扫描件", "quiet")
        self.drop = PictureDrop(counter, WORDS)
        self.drop.ready.connect(self._attach)
        PastePictures(self, self.drop)
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme().px(8))
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.drop)
        column.addWidget(self._none)
        column.addWidget(scrolled(inside), 1)

    def show_files(self, ent: str, found: list[Values], marks: Mapping[str, str]) -> None:
        """The attachments of an order, and what is said of those that are not everywhere yet; the same ones stay."""
        ids = tuple((str(one["id"]), marks.get(str(one["id"]), "")) for one in found)
        self.drop.setVisible(attachments.may(self._counter.roles, self._where()[1]))
        self._none.setVisible(not found)
        if ent == self._ent and ids == self._known:
            return
        self._ent, self._known = ent, ids
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, one in enumerate(found):
            title = str(one.get("title") or FileKind.label_of(one.get("kind")))
            self._load(number, str(one["id"]), title, marks.get(str(one["id"]), ""))

    def _load(self, number: int, attachment: str, title: str, mark: str) -> None:
        counter, ent = self._counter, self._ent
        actor, (database, scope) = counter.actor, self._where()

        def work() -> QImage:
            return image_of(files.content(database, actor, scope, attachment))

        def done(image: QImage) -> None:
            if ent != self._ent:
                return
            thumb = Thumb(image, title, mark)
            thumb.clicked.connect(lambda _=False: self.open(attachment, title))
            self._grid.addWidget(thumb, number // COLUMNS, number % COLUMNS)

        def failed(error: Exception) -> None:
            if ent == self._ent:
                words = f"{title}\n{mark}\n联网后自动传来" if mark else str(error)
                said = label(words, "quiet", wrap=True)
                said.setFixedWidth(theme().px(THUMB))
                self._grid.addWidget(said, number // COLUMNS, number % COLUMNS, Qt.AlignmentFlag.AlignTop)

        counter.work.run(self, work, done, failed)

    def _attach(self, picture: Picture, image: QImage) -> None:
        counter, ent = self._counter, self._ent
        if not ent:
            return
        kind = FileKind.SCAN if picture.media == "application/pdf" else FileKind.PHOTO
        database, scope = self._where()
        request = StepRequest(scope, "attachment", "add", picture.values(ent, kind, self._about))

        def kept(_nothing: None) -> None:
            counter.take(
                self, [request], lambda _changed: counter.ways.said.emit("照片已附上"), counter.ways.refused.emit
            )

        counter.read(self, lambda: files.keep(database, picture), kept, counter.ways.refused.emit)

    def open(self, attachment: str, title: str) -> None:
        """The large picture in a panel over the page."""
        counter = self._counter
        actor, (database, scope) = counter.actor, self._where()
        counter.work.run(
            self,
            lambda: image_of(files.content(database, actor, scope, attachment), LARGE_DPI),
            lambda image: self._show_large(image, title),
            counter.ways.refused.emit,
        )

    def _show_large(self, image: QImage, title: str) -> None:
        self.shut()
        panel = PanelFrame(title)
        panel.close_wanted.connect(self.shut)
        shown = QLabel()
        shown.setAccessibleName(f"照片 {title}")
        width = min(theme().px(1000), self._page.width()) - theme().px(80)
        pixmap = QPixmap.fromImage(image)
        shown.setPixmap(pixmap.scaledToWidth(min(width, pixmap.width()), Qt.TransformationMode.SmoothTransformation))
        shown.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        panel.body.addWidget(scrolled(shown), 1)
        slide = SlideOver(panel, self._page, 1000)
        slide.setProperty(BARRIER, True)
        slide.close_wanted.connect(self.shut)
        self._slide = slide
        slide.open()
        panel.close_button.setFocus()

    def shut(self) -> None:
        slide, self._slide = self._slide, None
        if slide is not None:
            slide.shut()
            slide.deleteLater()
