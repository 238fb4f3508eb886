"""What the analysis says of an estate's month: its tables, its findings in words, its notes. One for both documents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from desk.domain.calendar import DAY, end_of_day
from desk.services.assessment import months
from desk.services.assessment.counting import Tally
from desk.services.assessment.months import Month, days_of, month_after
from desk.services.assessment.technicians import Technician
from desk.services.assessment.wording import percent_text
from reports.monthly.grid import Cell, Column, Grid, Line, Way, joined, signed
from reports.words import moment

TREND = 6  # months, the last one this
FEW = 20  # a rate of fewer says little
SIGN_OFF = ("制表人", "客服主管", "项目经理（盖章）")
CLOSED = "投诉档案没有打开, 投诉没有算进来"
# 次数: what, how many of a month; nothing where that is not known.
COUNTS: tuple[tuple[str, Callable[[Month], int | None]], ...] = (
    ("报修", lambda one: one.of("orders").of),
    ("报修完工", lambda one: one.of("finished").of),
    ("生鲜配送", lambda one: one.of("fresh_orders").all - one.of("fresh_orders").left.get("void", 0)),
    ("生鲜赔偿", lambda one: one.of("missed").of),
    ("家政预约", lambda one: one.of(months.BOOKED).of),
    ("公告", lambda one: one.of("own_error").met),
    ("公告更正", lambda one: one.of("own_error").missed + one.of("found_by_others").missed),
    ("投诉", lambda one: one.of("valid").all if one.knows_complaints else None),
    ("有效投诉", lambda one: one.of("valid").missed + one.of("valid").half if one.knows_complaints else None),
)
# 比率: what, the measure, the row of the assessment that sets its standard.
RATES: tuple[tuple[str, str, str], ...] = (
    ("报修完好率", "whole", ""),
    ("报修满意率", "content", "2.5"),
    ("报修回访率", "asked", "2.4"),
    ("回复及时率", "response", "2.1"),
    ("到场及时率", "arrival", "2.2"),
    ("完工及时率", "finish", "2.3"),
    ("生鲜按时送达率", "fresh_total", "3.1"),
    ("小区一段送达率", "fresh_estate", "3.2"),
    ("生鲜满意率", "fresh_content", "3.3"),
    ("家政准时率", months.CAME, ""),
    ("家政满意率", months.PLEASED, ""),
    ("公告提前及时率", "notice_lead", ""),
    ("投诉答复及时率", "late_answer", ""),
)
C, RATE = Column, Way.RATE
COUNT_COLUMNS = (
    C("项目", 54, Way.WORDS), C("本月", 24), C("上月", 24), C("比上月", 24, Way.MORE, (1, 2)), C("去年同月", 24),
    C("比去年", 24, Way.MORE, (1, 4)),
)  # fmt: skip
RATE_COLUMNS = (
    C("指标", 31, Way.WORDS), C("本月 达到", 12), C("本月 应计", 12), C("本月", 15, RATE, (1, 2)),
    C("上月 达到", 12), C("上月 应计", 12), C("上月", 15, RATE, (4, 5)),
    C("去年 达到", 12), C("去年 应计", 12), C("去年 同月", 15, RATE, (7, 8)),
    C("标准", 13, Way.WORDS), C("比上月", 13, Way.POINTS, (3, 6)),
)  # fmt: skip
KIND_COLUMNS = (
    C("维修类别", 40, Way.WORDS), C("次数", 15), C("占比", 17, Way.SHARE, (1,)), C("完工", 15), C("完好", 15),
    C("完好率", 20, RATE, (4, 3)), C("满意", 15), C("有评价", 17), C("满意率", 20, RATE, (6, 7)),
)  # fmt: skip
TREND_COLUMNS = (
    C("月份", 34, Way.WORDS), C("次数", 20), C("完工", 20), C("完好", 20), C("完好率", 20, RATE, (3, 2)),
    C("满意", 20), C("有评价", 20), C("满意率", 20, RATE, (5, 6)),
)  # fmt: skip
PEOPLE_COLUMNS = (
    C("维修人员", 34, Way.WORDS), C("完工", 14), C("完好", 14), C("完好率", 16, RATE, (2, 1)), C("满意", 14),
    C("有评价", 15), C("满意率", 16, RATE, (4, 5)), C("到场 及时", 14), C("到场 应计", 14),
    C("到场及时率", 23, RATE, (7, 8)),
)  # fmt: skip
ESTATE_COLUMNS = (
    C("小区", 41, Way.WORDS), C("报修", 12), C("完工", 12), C("完好", 12), C("完好率", 14, RATE, (3, 2)), C("满意", 11),
    C("有评价", 12), C("满意率", 14, RATE, (5, 6)), C("回访", 11), C("应访", 11), C("回访率", 14, RATE, (8, 9)),
    C("投诉", 10),
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One estate: the month, those it is compared with by their names, and whom its technicians are shown to."""

    scope: str
    estate: str
    months: Mapping[str, Month]
    people: Sequence[Technician] = ()


@dataclass(frozen=True)
class Report:
    """Of one month. `standards`: percent by the assessment's row; `until_at`: up to when things were known."""

    company: str
    month: str
    entries: tuple[Entry, ...]
    standards: Mapping[str, int]
    rework_days: int
    made_by: str
    made_at: int

    @property
    def title(self) -> str:
        return f"{self.month[:4]} 年 {int(self.month[5:])} 月客服月度分析"

    @property
    def file_name(self) -> str:
        return f"客服月度分析-{self.month.replace('-', '')}"

    @property
    def basis(self) -> str:
        """Up to when records could tell something."""
        last = days_of(self.month)[1]
        whole = self.made_at >= end_of_day(last)
        return f"数据截至 {f'{last} 24:00' if whole else moment(self.made_at)}，{moment(self.made_at)} 计算"

    @property
    def complaints_closed(self) -> bool:
        return any(not one.months[self.month].knows_complaints for one in self.entries)


def wanted(month: str) -> list[str]:
    """The months that a month's analysis reads: those of the trend and the same one a year ago."""
    return [*(month_after(month, place - TREND + 1) for place in range(TREND)), month_after(month, -12)]


def grids(report: Report, entry: Entry) -> list[Grid]:
    """The tables of an estate, in order."""
    found = [_counts(report, entry), _rates(report, entry), _kinds(report, entry), trend(report, entry)]
    return [*found, _people(report, entry)] if entry.people else found


def summary(report: Report) -> Grid:
    """All estates beside one another."""
    lines = []
    for entry in report.entries:
        one = entry.months[report.month]
        complaints = one.of("valid").all if one.knows_complaints else None
        told = (entry.estate, one.of("orders").of, *_whole(one), *_met(one.of("asked")), complaints)
        lines.append(Line(joined(told, ESTATE_COLUMNS)))
    return Grid("各小区", ESTATE_COLUMNS, tuple(lines), summed=True)


def _compared(report: Report, entry: Entry) -> tuple[Month, Month, Month]:
    """This month, the one before, the same a year ago."""
    return tuple(entry.months[month_after(report.month, back)] for back in (0, -1, -12))  # type: ignore[return-value]


def _counts(report: Report, entry: Entry) -> Grid:
    lines = []
    for label, of in COUNTS:
        told: list[int | None] = [of(one) for one in _compared(report, entry)]
        if any(told) or None in told:
            cells: list[Cell] = [label, *told]
            lines.append(Line(joined(cells, COUNT_COLUMNS)))
    return Grid("次数", COUNT_COLUMNS, tuple(lines), aside="作废、重复并入的不算")


def _rates(report: Report, entry: Entry) -> Grid:
    lines = []
    for label, measure, row in RATES:
        tallies = [one.of(measure) for one in _compared(report, entry)]
        if not any(one.of for one in tallies):
            continue
        target = report.standards.get(row, 0)
        cells: list[Cell] = [label, *(number for one in tallies for number in _met(one)), _standard(target)]
        lines.append(Line(joined(cells, RATE_COLUMNS), target))
    return Grid("比率", RATE_COLUMNS, tuple(lines), aside="和年度考核同一种算法；比上月单位是百分点")


def _kinds(report: Report, entry: Entry) -> Grid:
    kinds = entry.months[report.month].kinds
    lines = [Line(joined((name, _of(own, "orders").of, *_whole_of(own)), KIND_COLUMNS)) for name, own in kinds.items()]
    return Grid(
        "维修类别", KIND_COLUMNS, tuple(lines), "次数按报修时间，完工以后各列按完工时间", "本月没有报修", summed=True
    )


def trend(report: Report, entry: Entry) -> Grid:
    """The last months, this one last."""
    lines = []
    for month in wanted(report.month)[:TREND]:
        one = entry.months[month]
        lines.append(Line(joined((month, one.of("orders").of, *_whole(one)), TREND_COLUMNS)))
    return Grid(f"近 {TREND} 个月报修", TREND_COLUMNS, tuple(lines))


def _people(report: Report, entry: Entry) -> Grid:
    lines = []
    for one in entry.people:
        told: list[Cell] = [one.name, *_whole_of(one.tallies), *_met(one.of("arrival"))]
        lines.append(Line(joined(told, PEOPLE_COLUMNS)))
    return Grid("维修人员", PEOPLE_COLUMNS, tuple(lines), "只给工程班长、客服主管、项目经理和总部")


def _met(tally: Tally) -> tuple[int, int]:
    return tally.met, tally.of


def _of(figures: Mapping[str, Tally], name: str) -> Tally:
    return figures.get(name, Tally())


def _whole(one: Month) -> tuple[int, ...]:
    return _whole_of(one.figures)


def _whole_of(figures: Mapping[str, Tally]) -> tuple[int, ...]:
    """完工 完好 满意 有评价."""
    whole, content = _of(figures, "whole"), _of(figures, "content")
    return whole.of, whole.met, content.met, content.of


def _standard(target: int) -> str:
    return f"≥{target} %" if target else ""


# in words


def findings(report: Report, entry: Entry) -> list[str]:
    """What a reader should look at first: how much there was, then every rate below its standard."""
    now, before, _ = _compared(report, entry)
    return [_volume(now, before), *_low(report, entry)]


def _volume(now: Month, before: Month) -> str:
    count, then = now.of("orders").of, before.of("orders").of
    said = [f"报修 {count:,} 次", f"比上月 {signed(f'{count - then:,}')} 次"]
    first = next(iter(now.kinds.items()), None)
    if first is not None and count and _of(first[1], "orders").of:
        often = _of(first[1], "orders").of
        said.append(f"最多的是{first[0]} {often:,} 次（{percent_text(often, count)}）")
    return "，".join(said)


def _low(report: Report, entry: Entry) -> list[str]:
    grid, said = _rates(report, entry), []
    for one in grid.lines:
        value = grid.value(one, 3)
        if not one.target or not isinstance(value, Fraction) or 100 * value >= one.target:
            continue
        words = f"{one.cells[0]} {grid.words(one, 3)}，低于 {one.target} %"
        change = grid.words(one, 11)
        few = f"（只有 {one.cells[2]} 件）" if isinstance(one.cells[2], int) and one.cells[2] < FEW else ""
        said.append(f"{words}{few}" + (f"，比上月 {change} 个百分点" if grid.value(one, 11) is not None else ""))
    return said or ["有考核标准的比率都达到标准"]


def notes(report: Report) -> list[str]:
    """How to read it."""
    days = report.rework_days
    told = [
        f"完好率 = 有签字或回访确认、{days} 天内没有返工 ÷ 完工；满意率 =（满意 + 较满意）÷ 有评价，"
        "没有回访到的按派工单上的勾。",
        "按月初 0:00 到月末 24:00 的记录时刻计算，以后补记的会改变数字。",
    ]
    if report.made_at < end_of_day(days_of(report.month)[1]) + days * DAY:
        told.append(f"本月完工的还没有都满 {days} 天，以后返工会使完好率降低。")
    if report.complaints_closed:
        told.append(f"{CLOSED}。")
    return told
