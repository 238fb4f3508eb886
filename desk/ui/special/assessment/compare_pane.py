"""Two sheets row by row: a year and the one before it, or what was frozen and the records as they are now."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from desk.services.assessment.assess import Assessed, AssessedRow
from desk.services.assessment.freezing import Change, Comparison, beside
from desk.services.assessment.wording import NONE, marks_text
from desk.ui.kit.labels import label, line
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.special.assessment.grid import GridRow, Head, WordGrid

WIDTH = 1000


class ComparePane(PanelFrame):
    """`changed`: the codes of the rows that differ in a way that matters; all where it is None."""

    def __init__(
        self, title: str, said: Sequence[str], then: tuple[str, Assessed], now: tuple[str, Assessed],
        changed: frozenset[str] | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, parent=parent)
        self.words = label("\n".join(said), "body", wrap=True)
        self.words.setVisible(bool(said))
        if len(said) > 6:
            area = scrolled(self.words)
            area.setMaximumHeight(area.fontMetrics().height() * 9)
            self.body.addWidget(area)
        else:
            self.body.addWidget(self.words)
        self.body.addWidget(line())
        before, after = then[0], now[0]
        self.grid = WordGrid(title, (
            Head("序", 44, share=0), Head("考核内容", 120, share=2, strong=True), Head(f"{before} 实际", 110, True),
            Head("得分", 60, True), Head(f"{after} 实际", 110, True), Head("得分", 60, True),
            Head("相差", 64, True, strong=True),
        ))  # fmt: skip
        rows = [_row(one, changed) for one in beside(then[1], now[1])]
        self.grid.show_rows([*rows, _total(then[1], now[1])])
        self.body.addWidget(self.grid, 1)
        self.foot.addWidget(label("正数是多得, 负数是少得", "quiet"))
        self.foot.addStretch()

    def begin(self) -> None:
        QTimer.singleShot(0, self.grid, lambda: self.grid.setFocus(Qt.FocusReason.OtherFocusReason))

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", "换行"), ("Esc", "返回"))


def said_of(found: Comparison) -> list[str]:
    """What changed, without the rows that the table shows."""
    return found.words[: len(found.words) - len(found.changes)] if not found.same else found.words


def _row(one: Change, changed: frozenset[str] | None) -> GridRow:
    then, now = one.then, one.now
    difference = one.difference
    words = NONE if difference is None else f"{difference / 10:+.1f}" if difference else "0"
    tone = "" if not difference else "good" if difference > 0 else "bad"
    differs = changed is None or one.code in changed
    quiet = "" if differs else "quiet"
    cells = (one.code, one.name, _actual(then), _score(then), _actual(now), _score(now), words)
    return GridRow(one.code, cells, (quiet, quiet, quiet, quiet, quiet, quiet, tone or quiet))


def _total(then: Assessed, now: Assessed) -> GridRow:
    known = then.total is not None and now.total is not None
    difference = (now.total or 0) - (then.total or 0)
    words = (f"{difference / 10:+.1f}" if difference else "0") if known else NONE
    tone = "" if not known or not difference else "good" if difference > 0 else "bad"
    cells = ("", "合计", _grade(then), marks_text(then.total), _grade(now), marks_text(now.total), words)
    return GridRow("total", cells, ("", "", "", "", "", "", tone))


def _actual(row: AssessedRow | None) -> str:
    return row.actual if row is not None else "没有这一行"


def _score(row: AssessedRow | None) -> str:
    return marks_text(row.score) if row is not None else NONE


def _grade(sheet: Assessed) -> str:
    return sheet.sheet.grade.label if sheet.sheet.grade else NONE
