"""How long a window is held while a lane works: a small window is painted every 10 ms, and every time it comes late."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from desk.ui.tasks import Tasks

BEAT_MS = 10


@dataclass(frozen=True)
class Held:
    """ms by which a beat came late; `own` is the most processor time the window's thread itself took for one."""

    median: float
    p99: float
    worst: float
    own: float


def held_while(work: Callable[[Tasks], object]) -> Held:
    """Run `work` on a lane of the kind the desk has for reports, handed to it, beside a window that paints."""
    application = QApplication.instance() or QApplication([])
    label, lane, loop = QLabel("0"), Tasks(2), QEventLoop()
    late, own, last = list[float](), list[float](), [time.perf_counter(), time.thread_time()]

    def beat() -> None:
        felt, used = time.perf_counter(), time.thread_time()
        late.append((felt - last[0]) * 1000 - BEAT_MS)
        own.append((used - last[1]) * 1000)
        last[:] = felt, used
        label.setText(str(len(late)))
        label.repaint()

    pace = QTimer()
    pace.setTimerType(Qt.TimerType.PreciseTimer)
    pace.setInterval(BEAT_MS)
    pace.timeout.connect(beat)
    label.show()
    application.processEvents()
    errors = list[object]()
    lane.failed.connect(errors.append)
    lane.run(label, lambda: work(lane), lambda _: loop.quit(), lambda _: loop.quit())
    last[:] = time.perf_counter(), time.thread_time()
    pace.start()
    loop.exec()
    pace.stop()
    lane.wait()
    if errors:
        raise RuntimeError("the work on the lane failed") from (errors[0] if isinstance(errors[0], Exception) else None)
    late.sort()
    return Held(statistics.median(late), late[int(len(late) * 0.99)], late[-1], max(own))
