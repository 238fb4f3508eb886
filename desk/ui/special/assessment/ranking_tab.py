"""小区排名: the estates this person may see beside one another, the best first; Enter goes to a sheet."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.services.assessment.wording import NONE, marks_text
from desk.ui.kit.grid import GridRow, Head, WordGrid
from desk.ui.kit.labels import label
from desk.ui.special.assessment.head_card import TONES
from desk.ui.theme import theme
from reports.assessment.entries import Entry, Report
from reports.assessment.words import state_words


class RankingTab(QWidget):
    """`entered` carries an estate's scope."""

    entered = Signal(str)
    sideways = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[tuple[str, str]] = []
        self.grid = WordGrid("小区排名", _heads(()))
        self.said = label("", "quiet")
        look = theme()
        self.said.setContentsMargins(look.px(15), look.px(4), look.px(15), look.px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addWidget(self.said)
        self.grid.entered.connect(lambda row: self.entered.emit(self.grid.words.rows[row].id))
        self.grid.sideways.connect(self.sideways)

    def show_report(self, report: Report, here: str) -> None:
        items = report.items()
        if items != self._items:
            self._items = items
            heads = _heads([name for _, name in items])
            self.grid.words.beginResetModel()
            self.grid.words.heads = tuple(heads)
            self.grid.words.rows = []
            self.grid.words.endResetModel()
            self.grid.show_widths([(one.width, one.share) for one in heads])
        self.grid.show_rows([_row(one.place, one.entry, items) for one in report.ranking])
        if not self.grid.currentIndex().isValid() or self.grid.currentIndex().row() == 0:
            place = next((n for n, one in enumerate(self.grid.words.rows) if one.id == here), 0)
            self.grid.choose(place)
        trial = sum(one.state is None for one in report.entries)
        self.said.setText(f"{len(report.entries)} 个小区, 其中 {trial} 个是试算; 得分一样的名次一样; Enter 看考核表")


def _heads(items: Sequence[str]) -> list[Head]:
    return [
        Head("名次", 60, True, 0), Head("小区", 180, share=3, strong=True), Head("户数", 76, True),
        Head("得分", 76, True, strong=True), Head("等级", 76), *(Head(name, 92, True) for name in items),
        Head("状态", 84),
    ]  # fmt: skip


def _row(place: int | None, entry: Entry, items: Sequence[tuple[str, str]]) -> GridRow:
    sheet = entry.sheet
    grade = sheet.sheet.grade
    own = [_item(entry, group) for group, _ in items]
    cells = (str(place) if place else NONE, sheet.estate, f"{sheet.homes:,}", marks_text(sheet.total),
             grade.label if grade else NONE, *own, state_words(entry))  # fmt: skip
    tone = TONES.get(grade, "") if grade else ""
    return GridRow(sheet.scope, cells, ("", "", "", "", tone))


def _item(entry: Entry, group: str) -> str:
    rows = [one for one in entry.sheet.rows if one.criterion.group == group]
    if not rows or any(one.score is None and one.full for one in rows) or not sum(one.full for one in rows):
        return NONE
    return marks_text(sum(one.score or 0 for one in rows))
