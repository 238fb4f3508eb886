"""The crews' paper beside the money: what went out, came back, is unsigned or missing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from desk.services.slips import overdue
from desk.services.slips.overdue import CrewLine
from desk.ui.kit.cards import Card
from desk.ui.kit.labels import label, retone
from desk.ui.theme import theme

CREW = (("结转", "carried"), ("派出", "issued"), ("收回", "returned"), ("未签", "unsigned"), ("在外", "out"),
        ("缺单", "missing"))  # fmt: skip


class CrewCard(Card):
    def __init__(self) -> None:
        super().__init__(14)
        self.said, _ = self.head("派工单对账")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme().px(12))
        self._grid.setVerticalSpacing(theme().px(6))
        self.column.addLayout(self._grid)

    def show_crews(self, crews: Sequence[CrewLine]) -> None:
        """A line for each crew, the sum below."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.said.setText("" if crews else "今天没有派出的派工单")
        if not crews:
            return
        for place, (words, _) in enumerate((("班组", ""), *CREW)):
            self._grid.addWidget(label(words, "caption"), 0, place, _side(place))
        rows = [*crews, overdue.total(crews)]
        for line, one in enumerate(rows, 1):
            last = line == len(rows)
            self._grid.addWidget(label(one.crew, "strong" if last else "body"), line, 0)
            for place, (words, name) in enumerate(CREW, 1):
                figure = label(str(getattr(one, name)), "strong" if last else "body")
                retone(figure, "bad" if name == "missing" and getattr(one, name) else "")
                figure.setAccessibleName(f"{one.crew} {words} {figure.text()}")
                self._grid.addWidget(figure, line, place, _side(place))
        self._grid.setColumnStretch(0, 1)


def _side(place: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
