"""What hides the window and keeps the work behind it: the privacy screen and the lock."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from desk.ui.kit.labels import label
from desk.ui.theme import theme


class Cover(QWidget):
    """Lies over a whole window. Behind it nothing is closed, moved or lost; focus comes back to where it was."""

    opened = Signal()
    closed = Signal()

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self._window = window
        self._back: QWidget | None = None
        self._held: list[QWidget] = []
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        window.installEventFilter(self)
        self.hide()

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    def cover(self) -> None:
        """Hide everything, now."""
        if self.is_open:
            return
        focus = QApplication.focusWidget()
        self._back = focus if focus is not None and self._window.isAncestorOf(focus) else None
        # What is behind must neither take keys nor be read aloud. Its contents stay as they are.
        self._held = [one for one in self._siblings() if one.isVisibleTo(self._window)]
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        for one in self._held:
            one.hide()
        self.opened.emit()

    def uncover(self) -> None:
        """Show the work again, as it was left."""
        if not self.is_open:
            return
        for one in self._held:
            one.show()
        self._held = []
        # Before hiding: a cover that hides with the focus passes it on as Tab would, and that selects whole fields.
        back, self._back = self._back, None
        if back is not None and isValid(back):
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.closed.emit()

    def _siblings(self) -> list[QWidget]:
        return [
            one
            for one in self._window.children()
            if isinstance(one, QWidget) and one is not self and not one.isWindow() and not isinstance(one, Cover)
        ]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.is_open:
            self.setGeometry(self._window.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("ground"))
        painter.end()


class PrivacyScreen(Cover):
    """F12: the screen is turned to a visitor. F12, Esc or Enter brings the work back; any other key does nothing."""

    def __init__(self, window: QWidget, office: str = "") -> None:
        super().__init__(window, "屏幕已遮住")
        column = QVBoxLayout(self)
        column.addStretch()
        self._office = label(office, "figure")
        for one in (self._office, label("按 F12 回来", "quiet")):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(one)
        column.addStretch()

    def show_office(self, name: str) -> None:
        self._office.setText(name)

    def toggle(self) -> None:
        if self.is_open:
            self.uncover()
        else:
            self.cover()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F12, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.uncover()
        event.accept()


class LockScreen(Cover):
    """Covers the window until a secret was right; `content` (a sign-in card) stands in the middle."""

    def __init__(self, window: QWidget, content: QWidget) -> None:
        super().__init__(window, "已锁屏")
        self._content = content
        column = QVBoxLayout(self)
        column.addStretch()
        column.addWidget(content, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()

    def cover(self) -> None:
        super().cover()
        field = self._content.findChild(QLineEdit)
        (field or self._content).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
