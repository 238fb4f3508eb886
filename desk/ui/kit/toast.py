"""A word that passes, in the corner where nobody types; with 撤销 where a step can be taken back."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHBoxLayout, QWidget

from desk.ui.kit.buttons import QUIET, KeyButton
from desk.ui.kit.labels import Picture, label, retone
from desk.ui.theme import theme

STAYS_MS = 5_000
PICTURES = {"bad": ("triangle-alert", "bad"), "warn": ("info", "warn")}


class Toast(QFrame):
    """Stands at the bottom left of its parent, never takes the focus, goes by itself."""

    undo_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("toast")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(8), look.px(12), look.px(8))
        row.setSpacing(look.px(10))
        self._picture = Picture(size=18)
        self._words = label("", "matter")
        self._undo = KeyButton("撤销", "Ctrl+Z", QUIET)
        self._undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._undo.clicked.connect(self._take_back)
        row.addWidget(self._picture)
        row.addWidget(self._words)
        row.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text() if not self.isHidden() else ""

    @property
    def can_undo(self) -> bool:
        return not self.isHidden() and not self._undo.isHidden()

    def say(self, words: str, undo: bool = False, tone: str = "") -> None:
        """Show `words` for some seconds; errors stay twice as long."""
        self._words.setText(words)
        retone(self._words, tone)
        self._picture.show_icon(*PICTURES.get(tone, ("check", "good")))
        self.setAccessibleName(words)
        self._undo.setVisible(undo)
        self.adjustSize()
        self._fit()
        self.show()
        self.raise_()
        self._timer.start(STAYS_MS * (2 if tone or undo else 1))

    def _take_back(self) -> None:
        self.hide()
        self.undo_wanted.emit()

    def _fit(self) -> None:
        parent = self._over
        most = parent.width() - theme().px(120)
        if self.width() > most:
            self.resize(most, self.height())
        left, low = theme().size("rail") + theme().px(16), parent.height() - self.height() - theme().px(36)
        self.move(left, low)
        typing = QApplication.focusWidget()
        if typing is not None and parent.isAncestorOf(typing) and not isinstance(typing, QAbstractItemView):
            at = typing.mapTo(parent, QPoint(0, 0))
            if self.geometry().intersects(QRect(at, typing.size())):
                self.move(left, theme().size("top") + theme().px(8))  # never over what is being typed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)
