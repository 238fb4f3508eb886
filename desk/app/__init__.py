"""The only place that builds objects and joins them: paint the sign-in page first, then import the rest."""

import os
import signal
import sys
import time
from collections.abc import MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk.app.desk import Desk
from desk.app.opening import DATA, Clock
from desk.domain.errors import DeskError
from desk.paths import RESOURCES, sample_folder
from desk.ui.theme import load_fonts

if TYPE_CHECKING:
    from PySide6.QtCore import QLockFile

    from desk.store.database import Database
    from desk.ui.tasks import Tasks

__all__ = ["DATA", "TAKEN", "Desk", "claim", "compose", "make_application", "run", "start", "wall_clock"]
LOCK = "desk.lock"
TAKEN = DeskError("这份数据已经在另一个窗口打开了", "请用那个窗口; 找不到它就重新启动电脑")


def wall_clock() -> int:
    """UTC milliseconds."""
    return time.time_ns() // 1_000_000


def reachable_input_method(environment: MutableMapping[str, str]) -> None:
    """Wheels carry no fcitx plugin: its ibus front end is asked instead, or Chinese typing is dead (Linux)."""
    if environment.get("QT_IM_MODULE", "").startswith("fcitx"):
        environment["QT_IM_MODULE"] = "ibus"


def make_application() -> QApplication:
    """The one application, in our fonts."""
    reachable_input_method(os.environ)
    # Asked for by an argument: `setStyle` would give the style back, whose eleven enums cost a start 6 ms.
    application = QApplication([sys.argv[0], "-style", "Fusion"])
    application.setApplicationName("物业前台")
    load_fonts(RESOURCES)
    return application


def claim(folder: Path) -> "QLockFile | None":
    """The folder's lock for as long as the result lives; None while another desk holds it."""
    from PySide6.QtCore import QLockFile

    folder.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(folder / LOCK))
    lock.setStaleLockTime(0)
    return lock if lock.tryLock(100) else None


def all_lanes() -> "dict[str, Tasks]":
    """Lanes by their names. On each but `work` one job comes after the other."""
    from desk.ui.tasks import Tasks

    return {"db": Tasks(1), "work": Tasks(2), "search": Tasks(1), "wire": Tasks(1), "poll": Tasks(1)}


def start(application: QApplication, folder: Path, sample: bool, clock: Clock = wall_clock, many: bool = False) -> Desk:
    """The desk, its window to be shown by the caller; the rest is imported once that is painted."""
    desk = Desk(application, folder, clock, all_lanes, sample)
    desk.opening.many = many
    desk.opening.open()
    # Queued: a key that was pressed before the paint comes first.
    desk.window.painted.connect(desk.join, Qt.ConnectionType.QueuedConnection)
    return desk


def compose(
    application: QApplication, database: "Database", clock: Clock, lanes: "dict[str, Tasks]", sample: bool = False
) -> Desk:
    """A whole desk on a prepared database, joined at once and not shown: for tests and the tour."""
    desk = Desk(application, database.path.parent, clock, lambda: lanes, sample)
    desk.opening.open(database)
    desk.join()
    return desk


def run(data: Path | None, many: bool = False) -> int:
    """Open the desk on a data folder, or on sample data (`many` estates); returns when the window is closed."""
    application = make_application()
    folder = data or sample_folder(many)
    lock = claim(folder)
    if lock is None:
        print(str(TAKEN), file=sys.stderr)
        second = Desk(application, folder, wall_clock, dict, False)
        second.opening.refuse(TAKEN)
        second.window.fit()
        application.exec()
        return 3
    desk = start(application, folder, sample=data is None, many=many)
    desk.joined.connect(lambda: desk.reporter.install() if desk.reporter else None)
    desk.window.fit()
    for asked in (signal.SIGINT, signal.SIGTERM):  # a shutdown parks what was begun, like the window's own cross
        signal.signal(asked, lambda _number, _frame: desk.window.close())
    code = application.exec()
    desk.close()
    lock.unlock()
    return code
