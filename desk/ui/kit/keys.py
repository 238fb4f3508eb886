"""A key does what the button that shows it does: the key is written once, on the button."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QWidget

from desk.ui.kit.buttons import KeyButton

TYPED = (QLineEdit, QPlainTextEdit, QAbstractSpinBox)
BARRIER = "keys_end_here"  # a slide-over: keys of the page under it are silent
EVERYWHERE = "keys_everywhere"  # the top bar: its keys work over any panel
NAMES = {Qt.Key.Key_Return: "Return", Qt.Key.Key_Enter: "Return", Qt.Key.Key_Space: "Space", Qt.Key.Key_Escape: "Esc"}
SAME = {"Enter": "Return", "空格": "Space", "Ctrl+Enter": "Ctrl+Return"}


def key_name(event: QKeyEvent) -> str:
    """The key as buttons write it: F4, Ctrl+Return, Space, 8, +."""
    modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    plain = NAMES.get(Qt.Key(event.key()), "") or (event.text().strip() if not modifiers else "")
    if not plain:
        plain = QKeySequence(event.key()).toString(QKeySequence.SequenceFormat.PortableText)
    control = "Ctrl+" if modifiers & Qt.KeyboardModifier.ControlModifier else ""
    alt = "Alt+" if modifiers & Qt.KeyboardModifier.AltModifier else ""
    return f"{control}{alt}{plain}"


class KeyRouter(QObject):
    """Presses the nearest visible KeyButton that shows the key: first around the focus, then further out.

    Plain characters are left alone while something is being typed, Enter wherever a widget uses it itself.
    """

    def __init__(self, window: QWidget) -> None:
        """It listens where a press begins: at the window and at what has the focus. A filter on the application would
        be asked of every event of every widget, in Python: a tenth of the time in which a page is built.
        """
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window or event.isAutoRepeat():
            return False
        # The press travels outwards; only its first stop counts.
        if watched is not (QApplication.focusWidget() or self._window):
            return False
        return self.press(key_name(event), watched)

    @Slot()
    def _follow(self) -> None:
        """The focus moved. What had it before may be on its way out: it is left as it is, and never asked again."""
        now = QApplication.focusWidget()
        if now is not None and now.window() is self._window:
            now.installEventFilter(self)

    def press(self, key: str, around: QWidget) -> bool:
        """Press what shows `key`, seen from `around`; whether something did."""
        if len(key) == 1 and isinstance(around, TYPED):
            return False
        if key in ("Return", "Space", "Esc"):
            return False
        button = self._nearest(key, around)
        if button is not None:
            button.click_or_say()
        return button is not None

    def _nearest(self, key: str, around: QWidget) -> KeyButton | None:
        scope: QWidget | None = around
        fenced = False
        while scope is not None:
            for button in scope.findChildren(KeyButton):
                if SAME.get(button.key, button.key) != key or not button.isVisible() or not button.isEnabled():
                    continue
                if _fenced_off(button, scope) or (fenced and not _everywhere(button)):
                    continue
                return button
            fenced = fenced or bool(scope.property(BARRIER))
            scope = None if scope is self._window else scope.parentWidget()
        return None


def _fenced_off(button: QWidget, scope: QWidget) -> bool:
    """A panel's own buttons are not found from outside of it."""
    one = button.parentWidget()
    while one is not None and one is not scope:
        if one.property(BARRIER):
            return True
        one = one.parentWidget()
    return False


def _everywhere(button: QWidget) -> bool:
    one: QWidget | None = button
    while one is not None:
        if one.property(EVERYWHERE):
            return True
        one = one.parentWidget()
    return False
