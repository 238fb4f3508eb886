"""Two small things that every page lays out with: an emptied row, and a part that scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget


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
