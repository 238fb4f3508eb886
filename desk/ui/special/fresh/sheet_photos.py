"""Photos of what failed: pasted, from the camera or a file; kept at once under the item at hand."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desk.services.slips import files
from desk.services.slips.files import Picture
from desk.services.slips.record import FileKind
from desk.ui.counter import Counter
from desk.ui.special.fresh.draft import Draft
from desk.ui.special.fresh.sheet_parts import SLOTS
from desk.ui.special.fresh.sheet_view import SheetView
from desk.ui.special.pictures import PDF, PastePictures, image_of

if TYPE_CHECKING:
    from desk.store.database import Database


class SheetPhotos(QObject):
    """`edited` after a photo came or went. `draft` gives the sheet that is being filled in; None: it takes none."""

    edited = Signal()

    def __init__(self, counter: Counter, view: SheetView, draft: Callable[[], Draft | None]) -> None:
        super().__init__(view)
        self._counter, self._view, self._draft = counter, view, draft
        self._paste = PastePictures(view, view.side.drop)
        view.side.drop.ready.connect(self._take)
        view.side.slots.removed.connect(self._drop)

    def _take(self, picture: Picture, image: QImage) -> None:
        """To the item at hand, where it failed; kept at once, so that nothing of it is lost."""
        draft, n = self._draft(), self._view.table.here
        failed = draft.failed() if draft is not None else []
        if draft is None or not failed:
            self._counter.ways.warned.emit("照片记在有异常的一样上: 先按 - 选哪里不行")
            return
        n = n if n in failed else failed[-1]
        kind = FileKind.SCAN if picture.media == PDF else FileKind.PHOTO
        photo = picture.told(kind)
        photos = draft.looked[n].photos
        if len(photos) >= SLOTS or any(one["sha256"] == photo["sha256"] for one in photos):
            return
        counter = self._counter

        def kept(_none: None) -> None:
            self._view.images[str(photo["sha256"])] = image
            photos.append(photo)
            self.edited.emit()

        counter.read(self, lambda: files.keep(counter.database, picture), kept, counter.ways.refused.emit)

    def _drop(self, place: int) -> None:
        draft, n = self._draft(), self._view.side_item()
        if draft is not None and n and place < len(draft.looked[n].photos):
            draft.looked[n].photos.pop(place)
            self.edited.emit()

    def load(self, draft: Draft) -> None:
        """Those that were kept before, as far as they are on this PC."""
        counter = self._counter
        for sha256 in [str(photo["sha256"]) for one in draft.looked.values() for photo in one.photos]:
            if sha256 not in self._view.images:
                work = partial(_image, counter.database, sha256)
                counter.work.run(self, work, partial(self._came, sha256), lambda _error: None)

    def _came(self, sha256: str, image: QImage) -> None:
        self._view.images[sha256] = image
        self._view.show_side()


def _image(database: "Database", sha256: str) -> QImage:
    return image_of(files.kept(database, sha256))
