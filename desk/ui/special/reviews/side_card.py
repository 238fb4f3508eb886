"""One side: its digit, whose it is, what weighs, what differs, and its steps as they happened."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desk.services.reviews.reads import Review
from desk.ui.kit.labels import Elided, FactGrid, Picture, keycap, label, line
from desk.ui.kit.timeline import TimeLine
from desk.ui.page_layout import scrolled
from desk.ui.special.reviews import reading
from desk.ui.theme import theme


class SideCard(QFrame):
    """Chosen it is tinted and ticked."""

    pressed = Signal(str)

    def __init__(self, review: Review, number: int, places: Mapping[str, str], now: int) -> None:
        super().__init__()
        side = review.sides[number]
        self.side_id = side.id
        self.setObjectName("side")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        column.setSpacing(look.px(8))
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        title = reading.title(review, side, places)
        head.addWidget(keycap(str(number + 1)))
        head.addWidget(Elided(title, "title"), 1)
        self._tick = Picture("", "accent", 18)
        head.addWidget(self._tick)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        marks = reading.marks(side, review.record)
        for words, tone in marks:
            made = label(words, "strong" if tone else "quiet", tone)
            row.addWidget(made)
        row.addStretch()
        column.addLayout(row)
        facts = FactGrid(2)
        facts.show_facts(reading.differences(review, number))
        column.addWidget(facts)
        column.addWidget(line())
        steps = TimeLine()
        steps.show_lines(reading.steps(review, side, now))
        column.addWidget(scrolled(steps), 1)
        self._name = f"{number + 1} {title} {' '.join(words for words, _ in marks)}"
        self.choose(False)

    def choose(self, chosen: bool) -> None:
        self.setProperty("chosen", chosen)
        self._tick.show_icon("check" if chosen else "", "accent")
        self.setAccessibleName(self._name + (" 已选" if chosen else ""))
        self.style().unpolish(self)
        self.style().polish(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(self.side_id)
