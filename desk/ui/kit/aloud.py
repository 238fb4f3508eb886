"""念给业主听: the sentence to read to the caller, facts bold."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.ui.kit.labels import Picture, label
from desk.ui.theme import theme


class ReadAloud(QFrame):
    """A tinted band with one sentence in 22 px; `beside`: its title stands before it, where height is scarce."""

    def __init__(self, title: str = "念给业主听", beside: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aloud")
        look = theme()
        self._sentence = label("", "aloud", wrap=True)
        self._sentence.setTextFormat(Qt.TextFormat.RichText)
        if beside:
            line = QHBoxLayout(self)
            line.setContentsMargins(look.px(18), look.px(7), look.px(18), look.px(7))
            line.setSpacing(look.px(10))
            line.addWidget(label(title, "strong", "link"))
            line.addWidget(self._sentence, 1)
            return
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(10), look.px(24), look.px(12))
        column.setSpacing(look.px(4))
        row = QHBoxLayout()
        icon = Picture("volume-2", "link")
        named = label(title, "strong", "link")
        row.addWidget(icon)
        row.addWidget(named)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self._sentence)

    def show_sentence(self, parts: Iterable[tuple[str, bool]]) -> None:
        """Pieces of the sentence; the bold ones are facts."""
        said = list(parts)
        html = "".join(f"<b>{escape(text)}</b>" if bold else escape(text) for text, bold in said)
        self._sentence.setText(html)
        self._sentence.setAccessibleName("".join(text for text, _ in said))
