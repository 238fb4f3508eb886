"""A form in the order of speech: labels at the left, each centred on the first line of what stands beside it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from desk.ui.kit.labels import label
from desk.ui.page_layout import scrolled
from desk.ui.theme import theme

LABELS = 76  # px of the design


class SpokenRows(QWidget):
    """Rows by name, shown or hidden whole. `gap` between them and the space around, in px of the design."""

    def __init__(self, gap: int, above: int, below: int, labels: int = LABELS) -> None:
        super().__init__()
        look = theme()
        self._rows: dict[str, tuple[QLabel, QWidget]] = {}
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(look.px(24), look.px(above), look.px(24), look.px(below))
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(look.px(gap))
        grid.setColumnMinimumWidth(0, look.px(labels))
        grid.setColumnStretch(1, 1)

    def add(self, name: str, words: str, widget: QWidget, first: int) -> None:
        """`first` is the height of the line the label is centred on; 0: of the whole widget."""
        number = self._grid.rowCount()
        named = label(words, "quiet")
        if first:
            named.setFixedHeight(first)
        place = Qt.AlignmentFlag.AlignTop if first else Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(named, number, 0, place)
        self._grid.addWidget(widget, number, 1, place)
        self._rows[name] = (named, widget)

    def end(self) -> QScrollArea:
        """Behind the last row: the rows stand at the top, in what scrolls."""
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        area = scrolled(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        return area

    def show_rows(self, **rows: bool) -> None:
        for name, shown in rows.items():
            for widget in self._rows[name]:
                widget.setVisible(shown)

    def is_shown(self, name: str) -> bool:
        return not self._rows[name][1].isHidden()

    def rename(self, name: str, words: str) -> None:
        self._rows[name][0].setText(words)
