"""Start-up beside a bare PySide6 window: `python -m tests.benchmarks.startup [--data DIR] [--times N]`.

Each start is a process of its own, measured from its spawning: the sign-in page painted and accepting keys, then Today
complete, with the PIN typed at once by the machine. The floor is measured in the same round, turn by turn.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BARS = {"sign-in": 1.5, "today": 3.0}
BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self.done)
    def done(self):
        print("bare", round(time.time() * 1000 - float(sys.argv[1])), flush=True)
        QApplication.exit(0)
application = QApplication([])
window = Window()
window.resize(1366, 768)
window.show()
application.exec()
"""


def desk(spawned: float, folder: Path, pin: str) -> None:
    """In a process of its own: open the desk, type the PIN as soon as keys are taken, leave when Today is painted."""
    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    from desk import app

    application = app.make_application()
    opened = app.start(application, folder, sample=False)
    opened.window.resize(1366, 768)
    opened.window.show()

    def say(name: str) -> None:
        print(name, round(time.time() * 1000 - spawned), flush=True)

    def type_pin() -> None:
        say("sign-in")
        heavy = {"sqlalchemy", "reportlab", "openpyxl", "pyqtgraph", "httpx"} & set(sys.modules)
        assert not heavy, heavy
        secret = opened.window.sign_in.card.secret
        for key in pin:
            application.postEvent(
                secret, QKeyEvent(QEvent.Type.KeyPress, ord(key), Qt.KeyboardModifier.NoModifier, key)
            )
        enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return.value, Qt.KeyboardModifier.NoModifier, "\r")
        application.postEvent(secret, enter)

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, done)
                application.removeEventFilter(self)
            return False

    watch = Watch()

    def done() -> None:
        say("today")
        application.exit(0)

    def watch_today() -> None:
        assert opened.frame is not None
        page = opened.frame.page
        assert page.parent() is not None
        QTimer.singleShot(0, done) if getattr(page, "is_complete", False) else page.complete.connect(  # type: ignore[attr-defined]
            lambda: QTimer.singleShot(0, lambda: application.installEventFilter(watch) or page.update())
        )

    opened.window.painted.connect(type_pin)
    opened.entered.connect(watch_today)
    QTimer.singleShot(60_000, application, QApplication.quit)
    application.exec()
    opened.close()


def _start(*arguments: str) -> dict[str, int]:
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return {name: int(ms) for name, ms in (line.split() for line in done.stdout.splitlines())}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, help="a sample folder that is kept; else one is built")
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--desk", nargs=3, metavar=("SPAWNED", "FOLDER", "PIN"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.desk:
        desk(float(options.desk[0]), Path(options.desk[1]), options.desk[2])
        return 0
    with tempfile.TemporaryDirectory() as made:
        folder, pin = options.data or Path(made), _sample(options.data or Path(made))
        found: dict[str, list[int]] = {}
        for _ in range(options.times):
            rounds = _start("-c", BARE, str(time.time() * 1000))
            rounds |= _start("-m", "tests.benchmarks.startup", "--desk", str(time.time() * 1000), str(folder), pin)
            for name, ms in rounds.items():
                found.setdefault(name, []).append(ms)
    floor = statistics.median(found["bare"])
    print(f"{'':8} {'median':>7} {'worst':>7} {'x bare':>7}  bar")
    for name, times in found.items():
        ratio = statistics.median(times) / floor
        bar = BARS.get(name)
        kept = "" if bar is None else f"{bar} {'kept' if ratio <= bar else 'MISSED'}"
        print(f"{name:8} {statistics.median(times):7.0f} {max(times):7.0f} {ratio:7.2f}  {kept}")
    return 0


def _sample(folder: Path) -> str:
    """Make sure of sample data; the PIN of whoever is chosen beforehand."""
    from desk import app, parts
    from desk.sample.pins import sample_pin
    from desk.store import front, keys
    from desk.store.database import Database
    from desk.ui.tasks import Token

    now = app.wall_clock()
    if not (folder / app.DATA).exists():
        parts.make_data(folder, app.DATA, now, True, lambda _done, _total: None, Token())
    database = Database(folder / app.DATA, keys.key_for(folder))
    door = front.front(database, now)
    database.close()
    assert door is not None
    chosen = max(door.people, key=lambda one: one.last_at or 0)
    return sample_pin(chosen.staff_no)


if __name__ == "__main__":
    sys.exit(main())
