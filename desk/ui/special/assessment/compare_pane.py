"""Two sheets row by row: a year and the one before it, or what was frozen and the records as they are now."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from desk.domain.assessment_lists import Way
from desk.services.assessment.assess import Assessed, AssessedRow
from desk.services.assessment.freezing import Change, Comparison, beside
from desk.services.assessment.record import Standing
from desk.services.assessment.wording import NONE, marks_text
from desk.ui.kit.grid import GridRow, Head, WordGrid
from desk.ui.kit.labels import label, line
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled

WIDTH = 1000


class ComparePane(PanelFrame):
    """`changed`: the codes of the rows that differ in a way that matters; all where it is None."""

    def __init__(
        self, title: str, said: Sequence[str], then: tuple[str, Assessed], now: tuple[str, Assessed],
        changed: frozenset[str] | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, parent=parent)
        self.words = label("\n".join(said), "body", wrap=True)
        if len(said) > 6:
            area = scrolled(self.words)
            area.setMaximumHeight(area.fontMetrics().height() * 9)
            self.body.addWidget(area)
        else:
            self.body.addWidget(self.words)
            self.words.setVisible(bool(said))  # once it has a place: alone it would be a window
        self.body.addWidget(line())
        before, after = then[0], now[0]
        self.grid = WordGrid(title, (
            Head("序", 44, share=0), Head("考核内容", 120, share=2, strong=True), Head(f"{before} 实际", 110, True),
            Head("得分", 92, True), Head(f"{after} 实际", 110, True), Head("得分", 92, True),
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


def said_of_years(then: Assessed, now: Assessed, kept: bool) -> list[str]:
    """What keeps the two from being compared mark by mark."""
    year = then.from_on[:4]
    said = [] if kept else [f"{year} 年没有冻结过, 是按现在的记录算的"]
    if not any(_counts(one) for one in then.rows if one.criterion.way is Way.RATE):
        said.append(f"{year} 年没有哪个比率的件数够计分, 那时的分说明不了什么")
    elif not _alike(then, now):
        said.append("有的行件数不足、没有发生或没打开, 不计分; 分值摊到了别的行, 满分不同的不算相差, 请看实际")
    return said


def said_of(found: Comparison) -> list[str]:
    """What changed, without the rows that the table shows."""
    return found.words[: len(found.words) - len(found.changes)] if not found.same else found.words


def _row(one: Change, changed: frozenset[str] | None) -> GridRow:
    then, now = one.then, one.now
    difference = one.difference if _counts(then) and _counts(now) and _worth_the_same(one) else None
    words = NONE if difference is None else _signed(difference)
    tone = "" if not difference else "good" if difference > 0 else "bad"
    differs = changed is None or one.code in changed
    quiet = "" if differs else "quiet"
    full = not _worth_the_same(one)
    cells = (one.code, one.name, _actual(then), _score(then, full), _actual(now), _score(now, full), words)
    return GridRow(one.code, cells, (quiet, quiet, quiet, quiet, quiet, quiet, tone or quiet))


def _total(then: Assessed, now: Assessed) -> GridRow:
    known = then.total is not None and now.total is not None and _alike(then, now)
    difference = (now.total or 0) - (then.total or 0)
    words = _signed(difference) if known else NONE
    tone = "" if not known or not difference else "good" if difference > 0 else "bad"
    cells = ("", "合计", _grade(then), marks_text(then.total), _grade(now), marks_text(now.total), words)
    return GridRow("total", cells, ("", "", "", "", "", "", tone))


def _actual(row: AssessedRow | None) -> str:
    return row.actual if row is not None else "没有这一行"


def _counts(row: AssessedRow | None) -> bool:
    return row is not None and row.standing is Standing.SCORED


def _worth_the_same(one: Change) -> bool:
    """Both rows have the same full marks: nothing was spread from or to one of them alone."""
    return one.then is not None and one.now is not None and one.then.full == one.now.full


def _alike(then: Assessed, now: Assessed) -> bool:
    return all(_worth_the_same(one) for one in beside(then, now))


def _score(row: AssessedRow | None, full: bool) -> str:
    if row is None or not _counts(row):
        return NONE
    return f"{marks_text(row.score)} / {marks_text(row.full)}" if full else marks_text(row.score)


def _signed(tenths: int) -> str:
    return f"{tenths / 10:+.1f}".replace("-", "−") if tenths else "0"


def _grade(sheet: Assessed) -> str:
    return sheet.sheet.grade.label if sheet.sheet.grade else NONE
