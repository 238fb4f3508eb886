"""高拍仪: the folder a document camera writes into; what is new there goes to the place for pictures that is open."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from desk.store import this_pc
from desk.store.database import Database

LOOK_MS = 700  # a camera writes a page for some hundred milliseconds: it is whole when two looks agree
ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".pdf"})
MOST_WAITING = 99
Mark = tuple[int, int]  # size, time of change


class Takes(Protocol):
    """A place that takes pictures."""

    def take_files(self, paths: list[Path]) -> None: ...


class CameraFolder(QObject):
    """`arrived` carries how many pages came while no place for them was open; they wait for the next one."""

    arrived = Signal(int)
    waiting_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder: Path | None = None
        self._waiting: list[Path] = []
        self._known: dict[str, Mark] = {}
        self._growing: dict[str, Mark] = {}
        self._open: list[Takes] = []
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._stir)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def watch(self, folder: Path | None) -> None:
        """Look at this folder from now on; what lies in it already is not new."""
        if watched := self._watcher.directories():
            self._watcher.removePaths(watched)
        self._timer.stop()
        self._growing.clear()
        self.folder = folder if folder is not None and folder.is_dir() else None
        self._known = self._read()
        if self.folder is not None:
            self._watcher.addPath(str(self.folder))

    def open(self, place: Takes) -> None:
        """This place is on the screen: it gets what comes. What waits already it has to ask for."""
        self.shut(place)
        self._open.append(place)

    def shut(self, place: Takes) -> None:
        self._open = [one for one in self._open if one is not place]

    def take_waiting(self) -> list[Path]:
        """The pages that waited; they are the caller's now."""
        taken, self._waiting = self._waiting, []
        self.waiting_changed.emit()
        return taken

    def look(self) -> None:
        """Once: what is new and has stopped growing has arrived."""
        found = self._read()
        new = {name: mark for name, mark in found.items() if self._known.get(name) != mark}
        whole = sorted(name for name, mark in new.items() if self._growing.get(name) == mark and mark[0] > 0)
        self._growing = {name: mark for name, mark in new.items() if name not in whole}
        self._known |= {name: new[name] for name in whole}
        if not self._growing:
            self._timer.stop()
        if whole and self.folder is not None:
            self._give([self.folder / name for name in whole])

    def _stir(self) -> None:
        self._timer.start()

    def _give(self, pages: list[Path]) -> None:
        if self._open:
            self._open[-1].take_files(pages)
            return
        self._waiting = [*self._waiting, *pages][-MOST_WAITING:]
        self.waiting_changed.emit()
        self.arrived.emit(len(pages))

    def _read(self) -> dict[str, Mark]:
        """Name and mark of every page in the folder; a folder that is gone (a stick, a share) holds nothing."""
        if self.folder is None:
            return {}
        try:
            pages = [one for one in self.folder.iterdir() if one.suffix.lower() in ENDINGS]
            return {one.name: (seen.st_size, seen.st_mtime_ns) for one in pages if (seen := one.stat())}
        except OSError:
            return {}


def begin(database: Database, camera: CameraFolder, say: Callable[[str], None]) -> None:
    """Watch the folder this PC remembers, and say what comes where nobody waits for it."""
    folder = this_pc.remembered(database).get(this_pc.CAMERA)
    camera.arrived.connect(lambda count: say(f"高拍仪来了 {count} 张, 打开受理或报修单的照片就能放进去"))
    camera.watch(Path(folder) if folder else None)
