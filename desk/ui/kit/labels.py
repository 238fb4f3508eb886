"""Texts in the faces of the type scale, and pairs of label and value."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from desk.ui.theme import theme


def label(words: str = "", kind: str = "body", tone: str = "", wrap: bool = False) -> QLabel:
    """A plain-text label; `kind` names the face, `tone` good | warn | bad | accent."""
    made = QLabel(words)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("type", kind)
    made.setWordWrap(wrap)
    if tone:
        made.setProperty("tone", tone)
    return made


def retone(one: QLabel, tone: str) -> None:
    """Change a label's tone after it was shown."""
    if (one.property("tone") or "") != tone:
        one.setProperty("tone", tone)
        one.style().unpolish(one)
        one.style().polish(one)


class Elided(QLabel):
    """One line that ends in … where the room ends; the whole words in the tool tip and for screen readers."""

    def __init__(self, words: str = "", kind: str = "body", tone: str = "") -> None:
        super().__init__(words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", kind)
        if tone:
            self.setProperty("tone", tone)
        self.setMinimumWidth(theme().px(24))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        metrics = QFontMetrics(self.font())
        words = self.text().replace("\n", " ")
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(words if shown != words else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


class Picture(QWidget):
    """An icon beside words, drawn in the colours worn now: it follows light and dark."""

    def __init__(self, icon: str = "", colour: str = "text", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._colour, self._side = icon, colour, size
        side = theme().px(size)
        self.setFixedSize(side, side)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, icon: str, colour: str) -> None:
        self._icon, self._colour = icon, colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._icon:
            painter = QPainter(self)
            painter.drawPixmap(0, 0, theme().pixmap(self._icon, self._colour, self._side))
            painter.end()


def keycap(key: str) -> QLabel:
    """A key beside words that are no button."""
    made = label(key)
    made.setObjectName("keycap")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def line(vertical: bool = False) -> QFrame:
    made = QFrame()
    made.setObjectName("vline" if vertical else "line")
    return made


class FactGrid(QWidget):
    """Label and value pairs in columns; values are elided, never cut."""

    def __init__(self, columns: int = 2, parent: QWidget | None = None, shares: Sequence[int] = ()) -> None:
        """`shares`: how the columns of values share the width; evenly where nothing is said."""
        super().__init__(parent)
        self._columns, self._shares = columns, shares or (1,) * columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().px(16))
        self._grid.setVerticalSpacing(theme().px(8))

    def show_facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Replace all pairs."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, (name, value) in enumerate(facts):
            row, column = divmod(number, self._columns)
            named, shown = label(name, "quiet"), Elided(value or "—", "value")
            shown.setAccessibleName(f"{name} {value}")
            self._grid.addWidget(named, row, 2 * column)
            self._grid.addWidget(shown, row, 2 * column + 1)
            self._grid.setColumnStretch(2 * column + 1, self._shares[column])
