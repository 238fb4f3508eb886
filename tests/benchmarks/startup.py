"""Start-up beside a bare PySide6 window: `python -m tests.benchmarks.startup [--data DIR] [--times N]`.

Each start is a process of its own, measured from its spawning. `sign-in`: painted and accepting keys. `today`: how long
a person waits in all, until sign-in is painted and from Enter until Today is complete and painted, the PIN typed at a
person's pace. `at once`: from spawning until Today is complete, the PIN typed by a machine in no time. The floor is
measured in the same round, turn by turn.
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
TYPING_MS = 1_500  # from the first paint to the Enter behind four digits
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
# Opens the desk, types the PIN as soon as keys are taken, leaves when Today is painted.
DESK = """
import sys, time
from pathlib import Path
spawned, folder, pin, pause = float(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
from desk.ui import plain_imports
plain_imports.begin()
from desk import app
application = app.make_application()
desk = app.start(application, folder, sample=False)
desk.window.resize(1366, 768)
desk.window.show()

def say(name):
    print(name, round(time.time() * 1000 - spawned), flush=True)

def painted_first():
    say("sign-in")
    from PySide6.QtCore import QTimer
    QTimer.singleShot(pause, type_pin)

def type_pin():
    global entered_at
    entered_at = time.time()
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    heavy = {"sqlalchemy", "reportlab", "openpyxl", "pyqtgraph", "httpx"} & set(sys.modules)
    assert not heavy, heavy
    secret = desk.window.sign_in.card.secret
    keys = [(ord(key), key) for key in pin] + [(Qt.Key.Key_Return.value, "\\r")]
    for key, text in keys:
        application.postEvent(secret, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text))

def painted():
    desk.window.repaint()
    say("today")
    print("enter", round((time.time() - entered_at) * 1000), flush=True)
    heavy = {"sqlalchemy", "reportlab", "openpyxl", "pyqtgraph", "httpx"} & set(sys.modules)
    print("heavy", len(heavy), flush=True)
    application.exit(0)

def watch_today():
    from PySide6.QtCore import QTimer
    # Behind the list's own layout, which it does in the event after.
    desk.frame.page.complete.connect(lambda: QTimer.singleShot(0, painted))

desk.window.painted.connect(painted_first)
desk.entered.connect(watch_today)
application.exec()
desk.close()
"""


def _start(*arguments: str) -> dict[str, int]:
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as a person starts it: the second time, compiled
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    said = {name: int(number) for name, number in (line.split() for line in done.stdout.splitlines())}
    assert not said.pop("heavy", 0), "something heavy was imported before Today stood"
    return said


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, help="a sample folder that is kept; else one is built")
    parser.add_argument("--times", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder, pin = options.data or Path(made), _sample(options.data or Path(made))
        found: dict[str, list[int]] = {}
        for _ in range(options.times):
            rounds = _start("-c", BARE, str(time.time() * 1000))
            arguments = ("-c", DESK, str(time.time() * 1000), str(folder), pin)
            at_once = _start(*arguments, "0")
            rounds |= {"sign-in": at_once["sign-in"], "at once": at_once["today"]}
            typed = _start("-c", DESK, str(time.time() * 1000), str(folder), pin, str(TYPING_MS))
            rounds["today"] = typed["sign-in"] + typed["enter"]
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
    door = front.front(database)
    database.close()
    assert door is not None
    chosen = max(door.people, key=lambda one: one.last_at or 0)
    return sample_pin(chosen.staff_no)


if __name__ == "__main__":
    sys.exit(main())
