"""One way for every key of the window: what lies in front first, then the button that shows it, then the window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QInputEvent, QInputMethodEvent
from PySide6.QtWidgets import QWidget

from desk.ui.kit.keys import KeyRouter

INPUT = (QInputEvent, QInputMethodEvent)
MOVED = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.InputMethod)
Press = Callable[[str], bool]


class FunctionKeys(KeyRouter):
    """Asks `front` (the panel or page in front), then the buttons, then `window_key`; tells when anybody moved.

    Plain characters, Enter and Space never go this way: they belong to the widget that has the focus.
    """

    touched = Signal()

    def __init__(self, window: QWidget, front: Press, window_key: Press) -> None:
        super().__init__(window)
        self._front, self._window_key = front, window_key
        self._meet_the_mouse()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, INPUT) and event.type() in MOVED:
            self.touched.emit()
        elif watched is self._window and event.type() == QEvent.Type.Show:
            self._meet_the_mouse()
        return super().eventFilter(watched, event)

    def _meet_the_mouse(self) -> None:
        """At the window of the system, before it reaches a widget; there is none before the first showing."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def press(self, key: str, around: QWidget) -> bool:
        if len(key) == 1 or key in ("Return", "Space"):
            return super().press(key, around)
        return self._front(key) or super().press(key, around) or self._window_key(key)
