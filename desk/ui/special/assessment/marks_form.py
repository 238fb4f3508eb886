"""自评, 主管评定: a mark and a word beside every computed one; F9 alone agrees with what was computed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.values import Values
from desk.services.assessment.assess import AssessedRow
from desk.services.assessment.record import Standing
from desk.services.assessment.wording import marks_text
from desk.ui.kit.fields import Field, FigureField, TextField
from desk.ui.kit.form import Form
from desk.ui.kit.labels import Elided, label
from desk.ui.theme import theme
from reports.assessment.entries import Entry, Opinion

WIDTH = 980
OWN, CHIEF = "own", "chief"
HEADS = {OWN: ("序", "考核内容", "算出的", "满分", "自评", "说明"),
         CHIEF: ("序", "考核内容", "算出的", "满分", "自评", "评定", "说明")}  # fmt: skip


class MarksForm(Form):
    """`saved` carries the marks and the remark under the names of the step."""

    def __init__(self, kind: str, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__("自评" if kind == OWN else "主管评定", parent)
        self._kind = kind
        self.rows = [one for one in entry.sheet.rows if one.standing is Standing.SCORED]
        self.marks: dict[str, FigureField] = {}
        self.remarks: dict[str, TextField] = {}
        told = entry.own if kind == OWN else entry.chief
        # Who judges begins with what the estate gave itself.
        begun = told or (entry.own if kind == CHIEF else {})
        from_what = "算出的分" if kind == OWN else "自评的分"
        said = f"默认是{from_what}, 不同的改一下, 按 Tab 写一句为什么; 直接 F9 就是同意"
        self.column.addWidget(label(said, "quiet", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().px(12))
        grid.setVerticalSpacing(theme().px(4))
        for place, words in enumerate(HEADS[kind]):
            head = label(words, "caption")
            grid.addWidget(head, 0, place)
        for number, row in enumerate(self.rows, 1):
            self._lay(grid, number, row, entry, begun.get(row.code), told.get(row.code))
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(len(HEADS[kind]) - 1, 5)
        self.column.addLayout(grid)
        remark = entry.own_remark if kind == OWN else entry.chief_remark
        self.remark = TextField("总的说明", hint="可以不写")
        self.remark.setText(remark)
        self.add(f"{kind}_remark", "总的说明", self.remark)
        self.end()

    def _lay(
        self, grid: QGridLayout, number: int, row: AssessedRow, entry: Entry, begun: Opinion | None,
        told: Opinion | None,
    ) -> None:  # fmt: skip
        look, right = theme(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        cells: list[QWidget] = [label(row.code, "quiet"), Elided(f"{row.criterion.name}  {row.actual}", "matter")]
        figures = [(marks_text(row.score), ""), (marks_text(row.full), "")]
        if self._kind == CHIEF:
            own = entry.own.get(row.code)
            figures.append((marks_text(own.score), own.remark) if own is not None else ("—", ""))
        for words, why in figures:
            figure = label(words, "value")
            figure.setAlignment(right)
            figure.setToolTip(why)
            cells.append(figure)
        mark = FigureField(f"{row.code} {row.criterion.name} 打分")
        mark.setFixedWidth(look.px(72))
        mark.setAlignment(right)
        mark.setText(marks_text(begun.score if begun is not None and begun.score is not None else row.score))
        remark = TextField(f"{row.code} 说明", hint=self._hint(entry, row))
        remark.setText(told.remark if told is not None else "")
        framed = Field("", mark)
        self.fields[row.code] = framed
        self.marks[row.code], self.remarks[row.code] = mark, remark
        for place, cell in enumerate((*cells, framed, remark)):
            grid.addWidget(cell, number, place)
        self.join(mark)
        # Enter runs down the marks; whoever has something to say goes sideways by Tab.
        remark.finished.connect(mark.setFocus)

    def _hint(self, entry: Entry, row: AssessedRow) -> str:
        own = entry.own.get(row.code)
        return own.remark if self._kind == CHIEF and own is not None and own.remark else ""

    def begin(self) -> None:
        first = self.marks[self.rows[0].code] if self.rows else self.remark
        first.setFocus()
        first.selectAll()

    def values(self) -> Values:
        told = []
        for row in self.rows:
            score = _tenths(self.marks[row.code].text(), row)
            remark = self.remarks[row.code].text().strip()
            told.append({"code": row.code, "score": score, "remark": remark} if remark else
                        {"code": row.code, "score": score})  # fmt: skip
        if not told:
            raise DeskError("没有计分的行", "这张表不用打分", f"{self._kind}_remark")
        remark = self.remark.text().strip()
        return {f"{self._kind}_marks": told, f"{self._kind}_remark": remark or None}

    def take_error(self, error: DeskError) -> bool:
        """A refusal names the list of marks: it stands under the first of them."""
        super().take_error(error)
        return True


def _tenths(text: str, row: AssessedRow) -> int:
    """4, 4.5; between nothing and what the row is worth."""
    wrong = DeskError(f"{row.code} 的分数不对", f"请写 0 到 {marks_text(row.full)}, 最多一位小数", row.code)
    whole, point, part = text.strip().partition(".")
    if not whole.isdigit() or (point and (len(part) != 1 or not part.isdigit())):
        raise wrong
    found = 10 * int(whole) + int(part or 0)
    if found > row.full:
        raise wrong
    return found
