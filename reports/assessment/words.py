"""The words of the assessment that the workbook and the paper share: titles, rows, sign-off, what was left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.assessment_lists import Way
from desk.domain.calendar import end_of_day
from desk.services.assessment.assess import Assessed, AssessedRow
from desk.services.assessment.criteria import marks_words
from desk.services.assessment.left_out import Exclusion
from desk.services.assessment.record import Grade, Standing
from desk.services.assessment.scoring import Limits
from desk.services.assessment.wording import NONE, marks_text
from reports.assessment.entries import Entry, Report
from reports.words import moment

HEADS = ("序号", "项目(分值)", "考核内容", "计分方法", "扣分", "得分", "备注")
SIGN_OFF = ("自评", "主管评定", "总部（盖章）")
SIGNED_ON = "年　　月　　日"
RANKING, RANKING_HEADS = "排名", ("名次", "小区", "户数")
TOTAL, GRADE, STATE, TRIAL = "总分", "等级", "状态", "试算"
FINDINGS, NOTHING_LOST = "扣分说明", "各行都没有扣分"
LEFT_OUT, LEFT_OUT_HEADS = "剔除", ("原因", "从哪里剔除", "件数", "上限", "超出上限计入")
NOTHING_LEFT_OUT = "没有剔除的记录"
BESIDE, BESIDE_HEADS = "自评与主管评定", ("序号", "考核内容", "计算得分", "自评", "主管评定", "说明")
NOTES = "说明"
BORROWED = "5 的分段借自公众号关注率的考核办法 (30/50/80%); 那里量的是关注, 这里按户量使用"
SEALED = "投诉档案没有打开, 业主投诉各行未计算, 没有总分和等级"
RAW = "得分由记录算出, 自评和主管评定另列, 不改算出的分"


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row in the columns of the form, each as it is printed. `item` stands at the first row of its item only."""

    code: str
    item: str
    content: str
    method: str
    deducted: str
    score: str
    remark: str

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.code, self.item, self.content, self.method, self.deducted, self.score, self.remark)


def span_words(from_on: str, until_on: str) -> str:
    """2026 年度, 2026-01-01 至 2026-06-30."""
    if is_year(from_on, until_on):
        return f"{from_on[:4]} 年度"
    return f"{from_on} 至 {until_on}"


def is_year(from_on: str, until_on: str) -> bool:
    return from_on[:4] == until_on[:4] and from_on.endswith("-01-01") and until_on.endswith("-12-31")


def title(report: Report) -> str:
    """2026 年度客户服务考核."""
    return f"{span_words(report.from_on, report.until_on)}客户服务考核"


def form_title(sheet: Assessed) -> str:
    """2026 年度考核表, of one estate."""
    whole = is_year(sheet.from_on, sheet.until_on)
    return f"{sheet.from_on[:4]} 年度考核表" if whole else f"考核表（{span_words(sheet.from_on, sheet.until_on)}）"


def state_words(entry: Entry) -> str:
    return TRIAL if entry.state is None else entry.state.label


def known_until(sheet: Assessed) -> str:
    """2026-12-31 24:00: up to when records could tell something."""
    last = end_of_day(sheet.until_on)
    return f"{sheet.until_on} 24:00" if sheet.as_of_at >= last else moment(sheet.as_of_at)


def basis(entry: Entry) -> str:
    """What the sheet rests on: 依据: 数据截至 ..., 设置版本 ..., 指纹 ...."""
    said = [f"依据: 数据截至 {known_until(entry.sheet)}", f"{moment(entry.sheet.as_of_at)} 计算"]
    if entry.rules_mark:
        said.append(f"设置版本 {entry.rules_mark}")
    said.append(f"指纹 {entry.fingerprint[:16]}" if entry.fingerprint else "试算, 没有冻结")
    return ", ".join(said)


def item_words(sheet: Assessed) -> dict[str, str]:
    """报修(35) by the code of the first row of the item; marks as the list has them."""
    marks = {group: (item, sum_) for group, item, sum_ in sheet.items()}
    found: dict[str, str] = {}
    for one in sheet.rows:
        if one.criterion.group in marks:
            item, sum_ = marks.pop(one.criterion.group)
            found[one.code] = f"{item}({marks_words(sum_)})"
    return found


def spread(row: AssessedRow) -> bool:
    """Whether it is worth other marks than the list says, since weights were spread."""
    return row.standing in (Standing.SCORED, Standing.SEALED) and row.full != row.criterion.marks


def content_words(row: AssessedRow) -> str:
    return row.content + (f"（本表按 {marks_text(row.full)} 分计）" if spread(row) else "")


def form_rows(sheet: Assessed) -> list[FormRow]:
    """The rows of the form without its last, in words."""
    items = item_words(sheet)
    return [
        FormRow(
            one.code, items.get(one.code, ""), content_words(one), one.method, deducted_words(one), score_words(one),
            one.remark,
        )
        for one in sheet.rows
    ]  # fmt: skip


def counts(row: AssessedRow) -> bool:
    return row.standing is Standing.SCORED


def deducted_words(row: AssessedRow) -> str:
    """0 for nothing lost; a dash where the row does not count or could not be counted."""
    if not counts(row):
        return NONE
    return marks_text(row.deducted) if row.deducted else "0"


def score_words(row: AssessedRow) -> str:
    return marks_text(row.score) if counts(row) else NONE


def total_row(entry: Entry, limits: Limits) -> FormRow:
    """合计(100) with the grades and the grade."""
    sheet = entry.sheet
    grade = sheet.sheet.grade
    return FormRow(
        "", f"合计({marks_words(sheet.sheet.full)})", "", grades_words(limits), marks_text(sheet.sheet.deducted),
        marks_text(sheet.total), grade.label if grade else NONE,
    )  # fmt: skip


def grades_words(limits: Limits) -> str:
    """等级: 优秀≥90 良好≥80 合格≥70 不合格<70."""
    said = [f"{grade.label}≥{least}" for least, grade in limits.grades]
    lowest = min((least for least, _ in limits.grades), default=0)
    return " ".join(["等级:", *said, f"{Grade.FAILED.label}<{lowest}"])


def grade_words(entry: Entry) -> str:
    grade = entry.sheet.sheet.grade
    return grade.label if grade else NONE


def findings(sheet: Assessed) -> list[str]:
    """What lost marks, the most first: 回访率 82.0 %, 低于 90 %, 扣 2.0 分."""
    return sheet.findings or ([NOTHING_LOST] if sheet.total is not None else [])


def notes(entry: Entry) -> list[str]:
    """What else a reader must know of this sheet."""
    sheet = entry.sheet
    said = list(dict.fromkeys(sheet.notes))
    if any(one.standing is Standing.SEALED for one in sheet.rows):
        said.append(SEALED)
    if sheet.undecided:
        said.append(f"还有 {sheet.undecided} 件待裁定, 裁定完才能冻结")
    if any(one.criterion.way is Way.BANDS for one in sheet.rows):
        said.append(BORROWED)
    if entry.own or entry.chief:
        said.append(RAW)
    return said


def left_out_row(one: Exclusion) -> tuple[str, str, int, str, int]:
    """In the order of LEFT_OUT_HEADS; numbers as numbers."""
    return (one.label, one.of, one.count, one.cap, one.over)


def beside_rows(entry: Entry) -> list[tuple[str, str, int | None, int | None, int | None, str]]:
    """In the order of BESIDE_HEADS, marks in tenths; only rows somebody has said something of."""
    out = []
    for one in entry.sheet.rows:
        own, chief = entry.own.get(one.code), entry.chief.get(one.code)
        if own is None and chief is None:
            continue
        said = [f"{who}: {told.remark}" for who, told in (("自评", own), ("主管", chief)) if told and told.remark]
        out.append(
            (one.code, one.criterion.name, one.score, own.score if own else None, chief.score if chief else None,
             "; ".join(said))
        )  # fmt: skip
    return out


def beside_notes(entry: Entry) -> list[str]:
    """What the two said of the whole, with their names."""
    told = (("自评", entry.own_by, entry.own_remark), ("主管评定", entry.chief_by, entry.chief_remark))
    return [f"{who}（{by or NONE}）: {remark}" for who, by, remark in told if by or remark]


def cover_lines(report: Report) -> Sequence[tuple[str, str]]:
    """What stands on the cover under the title: (label, words)."""
    count = len(report.entries)
    frozen = sum(one.state is not None for one in report.entries)
    states = f"{count} 个小区" + (f", 其中 {frozen} 个已冻结" if frozen else ", 都是试算")
    until = max((known_until(one.sheet) for one in report.entries), default=report.until_on)
    return (
        ("公司", report.company or NONE),
        ("期间", f"{report.from_on} 至 {report.until_on}"),
        ("范围", states),
        ("数据截至", until),
        ("制表", f"{report.made_by}　{moment(report.made_at)}".strip("　")),
    )


def file_name(report: Report) -> str:
    """年度考核-2026, with the estate where there is one; the caller adds .xlsx or .pdf."""
    days = report.from_on[:4] if is_year(report.from_on, report.until_on) else f"{report.from_on}-{report.until_on}"
    own = f"-{report.entries[0].sheet.estate}" if len(report.entries) == 1 else ""
    return f"年度考核{own}-{days.replace('-', '') if len(days) > 4 else days}"
