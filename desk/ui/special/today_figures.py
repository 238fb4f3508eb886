"""The cards of Today that show figures: the piles at the top, the small one with what is not urgent."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel

from desk.ui.kit.cards import Card, PileCard
from desk.ui.kit.labels import label, retone
from desk.ui.special.today_facts import Figure, Pile
from desk.ui.theme import theme


class FiguresCard(Card):
    def __init__(self) -> None:
        super().__init__(12)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(theme().px(8))
        self._grid.setColumnStretch(2, 1)
        self._grid.setColumnMinimumWidth(0, theme().px(78))
        self.column.addLayout(self._grid)
        self._lines: list[tuple[QLabel, QLabel, QLabel]] = []

    def show_figures(self, figures: Sequence[Figure]) -> None:
        while len(self._lines) < len(figures):
            made = label("", "body"), label("", "room"), label("", "body")
            made[2].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, part in enumerate(made):
                self._grid.addWidget(part, len(self._lines), column)
            self._lines.append(made)
        for (words, count, warning), one in zip(self._lines, figures, strict=False):
            words.setText(one.words)
            count.setText(str(one.count))
            warning.setText(one.warning)
            retone(warning, "warn" if one.warning else "")
        for gone in self._lines[len(figures) :]:
            for part in gone:
                part.clear()


def show_pile(card: PileCard, pile: Pile) -> None:
    card.show_pile(
        pile.figure, pile.caption, pile.shape, pile.permille, pile.words, pile.tone, caption_tone=pile.caption_tone
    )
