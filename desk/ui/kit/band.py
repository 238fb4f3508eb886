"""A red band: something that only a person can settle, in one line, with the key that begins."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.labels import Elided, label
from desk.ui.theme import theme


class Band(QFrame):
    """Hidden while there is nothing to say."""

    wanted = Signal()

    def __init__(self, button: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("band")
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(15), look.px(5), look.px(8), look.px(5))
        row.setSpacing(look.px(12))
        self.title, self.words = label("", "strong", "bad"), Elided("", "matter")
        self.button = KeyButton(button, key)
        row.addWidget(self.title)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self.wanted)
        self.hide()

    def show_words(self, title: str, words: str) -> None:
        """An empty title: nothing to settle."""
        self.title.setText(title)
        self.words.setText(words)
        self.setAccessibleName(f"{title} {words}".strip())
        self.setVisible(bool(title))
