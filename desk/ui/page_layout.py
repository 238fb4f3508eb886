"""Small things that every page lays out with: an emptied row, a part that scrolls, one of several in a place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget


def clear(layout: QHBoxLayout | QVBoxLayout) -> None:
    """Take everything out of a row, with the rows inside it."""
    while (item := layout.takeAt(0)) is not None:
        inside = item.layout()
        if isinstance(inside, QHBoxLayout | QVBoxLayout):
            clear(inside)
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def scrolled(inside: QWidget) -> QScrollArea:
    """Up and down only; the focus passes by."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inside)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def stacked(*several: QWidget) -> tuple[QWidget, QStackedLayout]:
    """The place in which one of these is shown, and what turns them."""
    holder = QWidget()
    stack = QStackedLayout(holder)
    for one in several:
        stack.addWidget(one)
    return holder, stack


def carded(inside: QWidget) -> QFrame:
    """Alone on a card."""
    card = QFrame()
    card.setObjectName("card")
    QVBoxLayout(card).addWidget(inside)
    return card
