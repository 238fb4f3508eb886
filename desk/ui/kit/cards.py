"""White cards, and piles: a figure with its ring."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.ui.kit.labels import Elided, keycap, label, retone
from desk.ui.kit.shapes import ClockRing
from desk.ui.theme import theme


class Card(QFrame):
    """A card with a column; `head` makes a title line with a quiet word beside and one at the right."""

    def __init__(self, padding: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.column = QVBoxLayout(self)
        pad = theme().px(padding)
        self.column.setContentsMargins(pad, pad, pad, pad)
        self.column.setSpacing(theme().px(8))

    def head(self, title: str, beside: str = "", right: str = "") -> tuple[QLabel, QLabel]:
        """Add the title line; returns the labels beside and at the right, to be changed later."""
        row = QHBoxLayout()
        near, far = label(beside, "quiet"), label(right, "quiet")
        row.addWidget(label(title, "heading"))
        row.addWidget(near)
        row.addStretch()
        row.addWidget(far)
        self.column.addLayout(row)
        return near, far


class PileCard(Card):
    """One pile of Today: title with its key, the figure, a caption, and the ring of its oldest."""

    pressed = Signal()

    def __init__(self, title: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(8, parent)
        look = theme()
        self.column.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._title = title
        row = QHBoxLayout()
        left = QVBoxLayout()
        left.setSpacing(0)
        heading = QHBoxLayout()
        heading.setSpacing(theme().px(8))
        heading.addWidget(label(title, "strong"))
        if key:
            heading.addWidget(keycap(key))
        heading.addStretch()
        self._figure = label("–", "figure")
        self._figure.setFixedHeight(theme().px(34))
        self._caption = Elided("", "caption")
        left.addLayout(heading)
        left.addWidget(self._figure)
        left.addWidget(self._caption)
        self.ring = ClockRing()
        row.addLayout(left, 1)
        row.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(row)

    def show_pile(
        self, figure: str, caption: str, shape: str = "ring", permille: int = 0, words: str = "", tone: str = "",
        caption_tone: str = "",
    ) -> None:  # fmt: skip
        """`shape` and `permille` draw the ring, `words` stand in it."""
        self._figure.setText(figure)
        retone(self._figure, tone)
        self._caption.setText(caption)
        retone(self._caption, caption_tone)
        self.ring.show_clock(shape, permille, words)
        self.setAccessibleName(f"{self._title} {figure} {caption}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
            return
        super().keyPressEvent(event)
