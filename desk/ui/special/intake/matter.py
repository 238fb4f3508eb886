"""报修内容: the caller's words in large type; the field grows from one line to three."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from desk.ui.kit.fields import HALF, WordsField
from desk.ui.theme import theme

MOST_LINES = 3


class Hint(QLabel):
    """What belongs in a big field, said quietly: the placeholder of a bold field would be bold too."""

    def __init__(self, words: str, field: QWidget, left: int) -> None:
        super().__init__(words, field)
        self.setProperty("type", "quiet")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look = theme()
        self.setGeometry(look.px(left), 0, look.px(400), look.size("main_field"))
        self.setStyleSheet(f"font-size: {look.type('matter')}px; font-weight: 400; padding: 0; border: none;")


class MatterField(WordsField):
    """Words field of the main size. A command sign as the first character is a command, in text it is text."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(name, "", 1, "+*/-.")
        look = theme()
        self._hint = Hint(hint, self, 15)
        # The document's own margin and the frame are what the style sheet does not know of.
        self.document().setDocumentMargin(look.px(2))
        self.setStyleSheet(
            f"font-size: {look.type('who')}px; font-weight: 700; padding: {look.px(6)}px {look.px(12)}px;"
        )
        self.setAccessibleDescription(hint)
        self.textChanged.connect(self._grow_and_hint)
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._grow()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._grow_and_hint()

    def _grow_and_hint(self) -> None:
        self._grow()
        self._hint.setVisible(not self.toPlainText())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        sign = event.commitString().translate(HALF)
        if not self.toPlainText() and len(sign) == 1 and sign in self._commands:
            self.command.emit(sign)
            return
        super().inputMethodEvent(event)
        self._hint.setVisible(not self.toPlainText() and not event.preeditString())

    def _grow(self) -> None:
        look = theme()
        lines = min(max(int(self.document().size().height()), 1), MOST_LINES)
        height = look.size("main_field") + (lines - 1) * self.fontMetrics().lineSpacing()
        if self.height() != height:
            self.setFixedHeight(height)
