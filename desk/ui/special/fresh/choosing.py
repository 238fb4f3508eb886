"""A short list over the board: a digit takes one, Esc leaves it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.ui.kit.choices import Choice, PickList
from desk.ui.kit.labels import label
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled

MOST = 9


class ChoosePanel(PanelFrame):
    """`rows` are (value, words, aside); at most nine."""

    chosen = Signal(str)

    def __init__(
        self, title: str, hint: str, rows: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(title, parent=parent)
        self.list = PickList(title)
        self.list.taken.connect(self.chosen)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(title)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(hint))
        column.addWidget(self.list)
        column.addStretch()
        self.body.addWidget(scrolled(inside))
        self.list.show_choices([Choice(value, words, aside) for value, words, aside in rows[:MOST]])

    def begin(self) -> None:
        QTimer.singleShot(0, self, self.setFocus)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("1-9", "选"), ("↑↓ Enter", "选"), ("Esc", "返回"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        sign = event.text()
        if sign.isdigit() and self.list.take_place(int(sign)):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.list.take()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
