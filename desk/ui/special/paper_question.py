"""出纸了吗: asked in the panel, answered by 1 or 2, where a printer gives no status."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.labels import label
from desk.ui.theme import theme


class PaperQuestion(QFrame):
    """`answered` carries whether the paper came out."""

    answered = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aloud")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(10))
        self.words = label("", "title", wrap=True)
        self.yes, self.no = KeyButton("是", "1", PRIMARY, "check"), KeyButton("没有", "2")
        self.yes.clicked.connect(lambda: self._answer(True))
        self.no.clicked.connect(lambda: self._answer(False))
        row.addWidget(self.words, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.hide()

    def ask(self, words: str, several: bool = False) -> None:
        """`several`: the second answer leads to the question which of them did not come out."""
        self.words.setText(words)
        yes, no = ("全出来了", "有没出来的") if several else ("是", "没有")
        for button, said in ((self.yes, yes), (self.no, no)):
            button.setText(said)
            button.updateGeometry()
        self.setAccessibleName(f"{words} 1 {yes}, 2 {no}")
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self, out: bool) -> None:
        if not self.isHidden():
            self.hide()
            self.answered.emit(out)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in ("1", "2"):
            self._answer(event.text() == "1")
            return
        super().keyPressEvent(event)
