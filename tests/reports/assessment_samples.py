"""Hand-made sheets of an assessment: the printed sample, other figures, no fresh goods, closed complaints."""

from collections.abc import Mapping
from dataclasses import replace

from desk.domain.calendar import at
from desk.services.assessment import wording
from desk.services.assessment.assess import Assessed, AssessedRow
from desk.services.assessment.left_out import Exclusion
from desk.services.assessment.record import AssessmentState, Left
from desk.services.assessment.scoring import Figure, score
from reports.assessment.behind import Evidence, Line
from reports.assessment.entries import Entry, Opinion, Report
from tests.services.assessment.sheets import CRITERIA, LIMITS, SAMPLE

COMPANY, LONGEST = "安和物业服务有限公司", "翠湖花园国际社区三期高层组团"
FINGERPRINT = "9f3a61c07be25d84" * 4
MADE_AT = at("2027-01-04", "09:30")
NO_FRESH = {code: Figure(there=False) for code in ("3.1", "3.2", "3.3", "3.4")}
SEALED = {code: Figure(known=False) for code in ("4.1", "4.2")}
SAID = {
    "1.1": "发布64",
    "1.2": "计划类41, 迟2, 上级通知晚剔除1",
    "2.2": "按单补录71%",
    "3.4": "赔偿22",
    "5": "绑定率68%",
}
EXCLUDED = (
    Exclusion(Left.VOID, 41, 0, "全部", ""),
    Exclusion(Left.OWNER, 118, 0, "到场、完工停表", ""),
    Exclusion(Left.TOLD_LATE, 1, 0, "公告提前量", ""),
    Exclusion(Left.NOT_REACHED, 327, 19, "回访率", "应访的 15%, 再多按未回访"),
    Exclusion(Left.ANOMALY, 6, 0, "有关的比率", "超过 2% 到场一行另扣"),
)


def assessed(
    figures: Mapping[str, Figure] | None = None,
    *,
    scope: str = "e/1",
    estate: str = "翠湖花园",
    year: int = 2026,
    homes: int = 1260,
    exclusions: tuple[Exclusion, ...] = EXCLUDED,
    undecided: int = 0,
) -> Assessed:
    """The sample of the form with other figures."""
    told = {**SAMPLE, **(figures or {})}
    sheet = score(CRITERIA, told, LIMITS)
    rows = tuple(
        AssessedRow(one, wording.remark(one.criterion, one.figure, one.standing, [SAID.get(one.criterion.code, "")]))
        for one in sheet.rows
    )
    until = at(f"{year + 1}-01-01", "00:00")
    return Assessed(
        scope, estate, f"{year}-01-01", f"{year}-12-31", until, sheet, rows, exclusions, sheet.notes, homes, undecided
    )


def year_before(one: Assessed) -> Assessed:
    """A year with other losses."""
    other = {"2.1": Figure(2060, 2200), "2.4": Figure(1850, 2180), "3.2": Figure(3880, 4020), "4.1": Figure(of=1260)}
    return replace(assessed(other, year=2025), scope=one.scope, estate=one.estate)


def entry(sheet: Assessed | None = None) -> Entry:
    return Entry(sheet or assessed())


def frozen(sheet: Assessed | None = None) -> Entry:
    """Confirmed, with what two people put beside it."""
    return Entry(
        sheet or assessed(), AssessmentState.CONFIRMED, "1c7be25d84a0", FINGERPRINT,
        {"2.4": Opinion(35, "七月电话系统故障两天, 回访记录在纸上"), "3.4": Opinion(20, "")},
        "全年报修量比上年多一成, 夜班人手不足", "周主管", {"2.4": Opinion(30, "纸上的记录已核对, 不改")}, "", "吴经理",
    )  # fmt: skip


def estates(count: int) -> list[Assessed]:
    """So many sheets, no two alike; the third without fresh goods, the fifth with closed complaints."""
    found = []
    for one in range(count):
        figures = {
            "2.1": Figure(2197 - 7 * one % 190, 2310),
            "2.4": Figure(1788 + one % 250, 2180),
            "3.2": Figure(3730 + one * 3 % 280, 4020),
            "5": Figure(400 + one * 37 % 800, 1260),
        }
        if one % 100 == 2:
            figures |= NO_FRESH
        if one % 100 == 4:
            figures |= SEALED
        name = LONGEST if one % 10 == 1 else f"安和家园{one + 1:03d}期"
        found.append(assessed(figures, scope=f"e/{one + 1}", estate=name, homes=900 + one % 700))
    return found


def report(*entries: Entry, made_by: str = "周主管") -> Report:
    return Report(COMPANY, "2026-01-01", "2026-12-31", entries, LIMITS, made_by, MADE_AT)


def records(one: Entry) -> list[Evidence]:
    """Lists behind some deductions; the first longer than paper names."""
    orders = [Line(f"W3A-{number:04d}", f"12栋2单元{number}01 11-03") for number in range(1, 25)]
    notices = [Line("11-03", "计划停水 11 月 5 日 9:00 至 17:00 二次供水水箱清洗, 请提前储水")]
    complaints = [Line(f"T3-00{number}", "08-14") for number in range(1, 4)]
    return [
        Evidence("1.2", "及时性", "提前不足", 1, notices),
        Evidence("2.4", "回访率", "未回访", 392, orders),
        Evidence("4.1", "零投诉", "有效", 3, complaints),
    ]
