"""A panel that slides over the page from the right: never a dialog box, never modal."""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.keys import BARRIER
from desk.ui.kit.labels import label, line
from desk.ui.theme import theme

SLIDE_MS = 120


class SlideOver(QWidget):
    """Covers its parent with a thin shade and shows `panel` at the right. Esc asks to close; the owner decides."""

    close_wanted = Signal()

    def __init__(self, panel: QWidget, parent: QWidget, width: int = 900) -> None:
        super().__init__(parent)
        self._panel = panel
        self._over = parent
        self._width = width
        frame = QFrame(self)
        frame.setObjectName("slide")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(panel)
        self._frame = frame
        self._back: QWidget | None = None
        self.setProperty(BARRIER, True)
        parent.installEventFilter(self)
        self._slide = QPropertyAnimation(frame, b"pos", self)
        self._slide.setDuration(SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.hide()

    @property
    def panel(self) -> QWidget:
        return self._panel

    def open(self) -> None:
        """Slide in above everything else of the page; the owner puts the focus where typing begins."""
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            self._back = focus
        self._fit()
        self.show()
        self.raise_()
        home = self._frame.pos()
        self._slide.stop()
        self._slide.setStartValue(home + QPoint(theme().px(60), 0))
        self._slide.setEndValue(home)
        self._slide.start()

    def settle(self) -> None:
        """Be where the slide ends, now."""
        self._slide.stop()
        self._fit()

    def shut(self) -> None:
        """Away; the focus goes back to where it was before."""
        self._slide.stop()
        back, self._back = self._back, None
        if back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)  # before hiding, which would pass it on as Tab does
        self.hide()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the panel; the page under the shade is out of reach."""
        start = QApplication.focusWidget() or self
        one: QWidget | None = start
        while one is not None:
            one = one.nextInFocusChain() if forward else one.previousInFocusChain()
            if one is None or one is start:
                return False
            tab = one.focusPolicy() & Qt.FocusPolicy.TabFocus
            if tab and one.isVisible() and one.isEnabled() and self.isAncestorOf(one):
                one.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
                return True
        return False

    def _fit(self) -> None:
        parent = self._over
        self.setGeometry(parent.rect())
        width = min(theme().px(self._width), parent.width())
        self._frame.setGeometry(parent.width() - width, 0, width, parent.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._over and self.isVisible():
            self._slide.stop()
            self._fit()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        shade = QColor(theme().colour("shade"))
        shade.setAlpha(70 if not theme().dark else 130)
        painter = QPainter(self)
        painter.fillRect(self.rect(), shade)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_wanted.emit()
            return
        super().keyPressEvent(event)


class PanelFrame(QWidget):
    """The inside of a panel: a head with title and 返回, a body, a foot with buttons."""

    close_wanted = Signal()

    def __init__(self, title: str, close: str = "返回", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(look.px(24), look.px(10), look.px(24), look.px(10))
        self.title = label(title, "who")
        self.head.addWidget(self.title)
        self.head.addStretch()
        self.close_button = KeyButton(close, "Esc")
        self.close_button.clicked.connect(self.close_wanted)
        self.head.addWidget(self.close_button)
        column.addLayout(self.head)
        column.addWidget(line())
        self.body = QVBoxLayout()
        self.body.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        self.body.setSpacing(look.px(12))
        column.addLayout(self.body, 1)
        foot = QFrame()
        foot.setObjectName("foot")
        self.foot = QHBoxLayout(foot)
        self.foot.setContentsMargins(look.px(24), look.px(10), look.px(24), look.px(10))
        self.foot.setSpacing(look.px(12))
        column.addWidget(foot)
