"""A clerk's hands: keys pressed and words typed on the real window; every key is counted."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Space": Qt.Key.Key_Space,
    "Tab": Qt.Key.Key_Tab,
    "Del": Qt.Key.Key_Delete,
    "Shift": Qt.Key.Key_Shift,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    **{f"F{number}": Qt.Key(Qt.Key.Key_F1.value + number - 1) for number in range(1, 13)},
}
MODIFIERS = {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Alt": Qt.KeyboardModifier.AltModifier}
PATIENCE_MS = 20_000
QUICKLY = 80  # a PNG loses nothing whatever it says here: a third less work, a twentieth more bytes


class TooSlow(AssertionError):
    """What the script waits for did not come."""


class Player:
    """Presses keys on whatever has the focus in `window`, as hands would."""

    def __init__(self, window: QWidget, settle: Callable[[], None] | None = None) -> None:
        self._window = window
        self._settle = settle or (lambda: None)
        self.keys = 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other: `F2`, `6`, `Enter`, `Ctrl+K`, `Alt+1`."""
        for key in keys:
            self._one(key)
            self.keys += 1
            self.settle()

    def say(self, words: str) -> None:
        """Type words through the input method, as Chinese is typed; words are not counted as keys."""
        event = QInputMethodEvent("", [])
        event.setCommitString(words)
        QApplication.sendEvent(self._target(), event)
        self.settle()

    def figures(self, figures: str) -> None:
        """Type figures on the keypad, counted one by one."""
        self.press(*figures)

    def settle(self) -> None:
        """Until lanes and events are quiet."""
        for _ in range(3):
            self._settle()
            QApplication.sendPostedEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            QApplication.processEvents()

    def wait(self, until: Callable[[], bool], what: str, patience_ms: int = PATIENCE_MS) -> None:
        """Until something holds; raises TooSlow naming `what` after a while."""
        loop = QEventLoop()
        late = QTimer(singleShot=True, interval=patience_ms)
        late.timeout.connect(lambda: loop.exit(1))
        look = QTimer(interval=20)
        look.timeout.connect(lambda: loop.exit(0) if until() else None)
        late.start()
        look.start()
        self.settle()
        came = until() or loop.exec() == 0
        look.stop()  # a failure keeps this frame, and with it a timer that looks at a window which is gone
        if not came:
            raise TooSlow(what)
        self.settle()

    def pass_time(self, ms: int) -> None:
        """Let the window's own timers run for a moment."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()
        self.settle()

    def picture(self, path: Path) -> None:
        """What the window shows."""
        self.settle()
        if not self._window.grab().save(str(path), "PNG", QUICKLY):
            raise OSError(f"cannot write {path.name}")

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self._window

    def _one(self, key: str) -> None:
        modifiers, name = Qt.KeyboardModifier.NoModifier, key
        while "+" in name[1:] and (head := name.partition("+")[0]) in MODIFIERS:
            modifiers |= MODIFIERS[head]
            name = name.partition("+")[2]
        code = KEYS.get(name)
        text = "" if code is not None or modifiers != Qt.KeyboardModifier.NoModifier else name
        if name == "Space":
            text = " "
        if code is None:
            code = Qt.Key(ord(name.upper()))
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            target = self._target()
            QApplication.sendEvent(target, QKeyEvent(kind, code.value, modifiers, text))


def focus() -> str:
    """The accessible name of what the keyboard is in."""
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget is not None else ""
