"""照片 of a call that is not saved yet: pasted, dropped, from the camera; kept at once, so that parking keeps them."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.services.slips import files
from desk.services.slips.files import Picture
from desk.services.slips.record import FileKind
from desk.ui.counter import Counter
from desk.ui.special.pictures import PDF, PictureDrop, Thumb, image_of
from desk.ui.theme import theme

WORDS = "照片、微信截图: Ctrl+V 粘贴, 高拍仪拍, 或选文件"
MOST = 9
Photo = Mapping[str, Any]  # what `attachment.add` asks but the order


class Photos(QWidget):
    """`told` carries all photos of the call after one was added or taken away."""

    told = Signal(object)

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._photos: tuple[Photo, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(8))
        self.drop = PictureDrop(counter, WORDS)
        self.drop.ready.connect(self._keep)
        column.addWidget(self.drop)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme().px(8))
        self._row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._row)

    @property
    def taken(self) -> tuple[Photo, ...]:
        """Those that are kept so far."""
        return self._photos

    @property
    def count(self) -> int:
        return self._row.count()

    def show_photos(self, photos: tuple[Photo, ...]) -> None:
        """The photos of a draft; those of a parked one are read from where they are kept."""
        if photos == self._photos:
            return
        self._photos = photos
        self._clear()
        for photo in photos:
            self._load(photo)

    def _keep(self, picture: Picture, image: QImage) -> None:
        """Put the bytes away first: the draft names them by what they are."""
        if len(self._photos) >= MOST:
            self._counter.ways.warned.emit(f"一次最多 {MOST} 张照片: 其余的保存后在报修单的照片里加")
            return
        counter = self._counter
        kind = FileKind.SCAN if picture.media == PDF else FileKind.PHOTO
        photo = picture.told(kind)
        if any(one["sha256"] == photo["sha256"] for one in self._photos):
            return

        def kept(_nothing: None) -> None:
            self._photos = (*self._photos, photo)
            self._add(photo, image)
            self.told.emit(self._photos)

        counter.read(self, lambda: files.keep(counter.database, picture), kept, counter.ways.refused.emit)

    def _load(self, photo: Photo) -> None:
        counter, sha256 = self._counter, str(photo["sha256"])

        def shown(image: QImage) -> None:
            if any(one["sha256"] == sha256 for one in self._photos):
                self._add(photo, image)

        counter.work.run(self, lambda: image_of(files.kept(counter.database, sha256)), shown, counter.ways.refused.emit)

    def _add(self, photo: Photo, image: QImage) -> None:
        title = str(photo.get("title") or FileKind.label_of(photo["kind"]))
        thumb = Thumb(image, title)
        thumb.setAccessibleName(f"照片 {title}, 按下拿掉")
        thumb.setToolTip("按下拿掉")
        thumb.clicked.connect(lambda _checked=False, sha256=photo["sha256"]: self._take_away(sha256))
        self._row.addWidget(thumb)

    def _take_away(self, sha256: str) -> None:
        self.show_photos(tuple(one for one in self._photos if one["sha256"] != sha256))
        self.told.emit(self._photos)

    def _clear(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
