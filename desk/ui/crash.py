"""What a bug leaves behind: where it happened, never with whose data; and a calm word on the screen."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

NOTICE = "程序出错了, 您的内容已保存: 办过的都记下了, 没写完的还在屏幕上. 可以接着用, 请把编号 {number} 告诉管理员."
REPORTS = "crashes"
HARD = "hard-crash.txt"
MAX_FRAMES = 40
MAX_REPORTS = 50
Place = tuple[str, str, int]  # module, function, line
PLATFORM_LACKS = "This plugin does not support"  # what a platform cannot do is no bug of ours
SILENT = (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)


class CrashReporter(QObject):
    """Writes one small file per kind of crash into the data folder and counts its returns.

    A report holds type names, modules, functions, lines and versions: no messages and no values, they may be
    about people. `noticed` carries the sentence to show and may be emitted from any thread.
    """

    noticed = Signal(str)

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], int],
        versions: dict[str, str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`clock` gives UTC milliseconds."""
        super().__init__(parent)
        self._folder = folder / REPORTS
        self._clock = clock
        self._versions = {
            "python": sys.version.split()[0],
            "qt": qVersion(),
            "system": sys.platform,
            **(versions or {}),
        }
        self._lock = threading.Lock()
        self._hard: IO[str] | None = None
        self._before: tuple[Any, ...] | None = None

    def install(self) -> None:
        """Take over the hooks of Python, its threads and Qt."""
        import faulthandler

        self._folder.mkdir(parents=True, exist_ok=True)
        self._hard = (self._folder / HARD).open("a", encoding="utf-8")
        faulthandler.enable(self._hard)
        self._before = (sys.excepthook, threading.excepthook, qInstallMessageHandler(self._on_qt))
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread

    def uninstall(self) -> None:
        if self._before is None or self._hard is None:
            return
        import faulthandler

        sys.excepthook, threading.excepthook = self._before[:2]
        qInstallMessageHandler(self._before[2])
        faulthandler.disable()
        self._hard.close()
        self._before = self._hard = None

    def report(self, error: BaseException) -> str:
        """Write an exception down; returns the number the person can pass on."""
        chain = list(_chain(error))
        kinds = [type(one).__qualname__ for one in chain]
        return self._write("exception", kinds, [place for one in chain for place in _places(one.__traceback__)])

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error)

    def _on_thread(self, failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None and not issubclass(failed.exc_type, SystemExit):
            self.report(failed.exc_value)

    def _on_qt(self, kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
        if kind in SILENT or words.startswith(PLATFORM_LACKS):
            return
        # Of Qt's own words only the name of the function that complains is kept: "QLayout::addWidget".
        speaker = words.split(": ", 1)[0]
        known = speaker if speaker.isascii() and speaker.replace("::", "").replace("()", "").isalnum() else ""
        self._write("qt", [kind.name, context.category or "", known], _stack(sys._getframe(1)), loud=False)

    def _write(self, origin: str, kinds: list[str], places: list[Place], loud: bool = True) -> str:
        from hashlib import sha256

        marks = [*kinds, *(f"{module}.{function}" for module, function, _ in places)]
        number = sha256("\n".join(marks).encode()).hexdigest()[:8].upper()
        path = self._folder / f"{number}.json"
        with self._lock:
            now = self._clock()
            found = _read(path)
            report = {
                "number": number, "origin": origin, "kinds": kinds, "count": found.get("count", 0) + 1,
                "first_at": found.get("first_at", now), "last_at": now, "versions": self._versions,
                "places": [{"module": m, "function": f, "line": n} for m, f, n in places[-MAX_FRAMES:]],
            }  # fmt: skip
            self._save(path, report)
        if loud:
            print(f"crash report {number}: {' from '.join(kinds)}", file=sys.stderr)
            self.noticed.emit(NOTICE.format(number=number))
        return number

    def _save(self, path: Path, report: dict[str, Any]) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if path.exists() or sum(1 for _ in self._folder.glob("*.json")) < MAX_REPORTS:
                fresh = path.with_suffix(".new")
                fresh.write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
                fresh.replace(path)
        except OSError as error:
            # A full disk must not turn a report into a second crash; the console is what is left.
            print(f"crash report {path.name} not written: {type(error).__name__}", file=sys.stderr)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and what it came from, the newest first, each once."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _places(trace: TracebackType | None) -> list[Place]:
    found = []
    while trace is not None:
        found.append(_place(trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    return found


def _stack(frame: FrameType | None) -> list[Place]:
    found: list[Place] = []
    while frame is not None:
        found.insert(0, _place(frame, frame.f_lineno))
        frame = frame.f_back
    return found


def _place(frame: FrameType, line: int) -> Place:
    return str(frame.f_globals.get("__name__", "?")), frame.f_code.co_name, line


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
