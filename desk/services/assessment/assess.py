"""One estate's period as a sheet: what was counted, scored, said, left out. For any number of estates at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desk.domain.calendar import DAY, start_of_day
from desk.domain.scopes import complaints_of, estate_of, office_of
from desk.services.assessment import wording
from desk.services.assessment.books import Books
from desk.services.assessment.counting import BLANK, Period, Progress, Tallies, Tally, count
from desk.services.assessment.criteria import Criterion, criteria_in_force
from desk.services.assessment.left_out import Exclusion, Part, exclusions
from desk.services.assessment.record import Left, Standing
from desk.services.assessment.rules import spans_of
from desk.services.assessment.scoring import Figure, Limits, ScoredRow, Sheet, score

# The measures behind each row: (label, measure, verdict); what a click on its figure lists.
BEHIND: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "1.1": (("责任更正", "own_error", "missed"), ("他人发现的错误", "found_by_others", "missed"),
            ("发布", "own_error", "met")),
    "1.2": (("提前不足", "notice_lead", "missed"), ("转发迟", "notice_forward", "missed"),
            ("恢复迟", "notice_restore", "missed"), ("提前足", "notice_lead", "met")),
    "2.1": (("达到", "response", "met"), ("未达", "response", "missed")),
    "2.2": (("达到", "arrival", "met"), ("未达", "arrival", "missed"), ("按单补录", "by_slip", "missed"),
            ("数据异常", "anomaly", "missed")),
    "2.3": (("达到", "finish", "met"), ("未达", "finish", "missed")),
    "2.4": (("已回访", "asked", "met"), ("未回访", "asked", "missed")),
    "2.5": (("满意", "content", "met"), ("不满意", "content", "missed"), ("返工超期", "rework_open", "missed")),
    "3.1": (("达到", "fresh_total", "met"), ("未达", "fresh_total", "missed")),
    "3.2": (("达到", "fresh_estate", "met"), ("未达", "fresh_estate", "missed")),
    "3.3": (("满意", "fresh_content", "met"), ("不满意", "fresh_content", "missed")),
    "3.4": (("漏检", "missed", "missed"), ("其他赔偿", "missed", "met"), ("无验收表送出", "unsheeted", "missed")),
    "4.1": (("有效", "valid", "missed"), ("部分有效", "valid", "half"), ("重大/转办", "grave", "missed"),
            ("漏登记", "unrecorded", "missed")),
    "4.2": (("超时", "late_answer", "missed"), ("按时", "late_answer", "met"), ("重复", "repeat", "missed")),
    "5": (("使用过", "uses", "met"), ("未使用", "uses", "missed"), ("绑定", "bound", "met")),
}  # fmt: skip
MOST_MAJEURE = "assessment.force_majeure_days"


@dataclass(frozen=True, slots=True)
class AssessedRow:
    """One row with its words. Marks in tenths; `behind` are its lists with their counts."""

    scored: ScoredRow
    remark: str
    behind: tuple[Part, ...] = ()

    @property
    def criterion(self) -> Criterion:
        return self.scored.criterion

    @property
    def figure(self) -> Figure:
        return self.scored.figure

    @property
    def code(self) -> str:
        return self.criterion.code

    @property
    def item(self) -> str:
        return self.criterion.item

    @property
    def content(self) -> str:
        return self.criterion.content

    @property
    def method(self) -> str:
        return self.criterion.rule

    @property
    def standard(self) -> str:
        return self.criterion.standard

    @property
    def actual(self) -> str:
        return wording.actual(self.criterion, self.figure)

    @property
    def standing(self) -> Standing:
        return self.scored.standing

    @property
    def full(self) -> int:
        return self.scored.full

    @property
    def deducted(self) -> int | None:
        return self.scored.deducted

    @property
    def score(self) -> int | None:
        return self.scored.score

    @property
    def finding(self) -> str:
        """One sentence of what was lost; empty where nothing was."""
        return wording.finding(self.criterion, self.figure, self.deducted) if self.deducted else ""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A whole sheet: live, or thawed from what was frozen (`freezing.thawed`)."""

    scope: str
    estate: str
    from_on: str
    until_on: str
    as_of_at: int
    sheet: Sheet
    rows: tuple[AssessedRow, ...]
    exclusions: tuple[Exclusion, ...]
    notes: tuple[str, ...]
    homes: int
    undecided: int

    @property
    def total(self) -> int | None:
        return self.sheet.total

    @property
    def findings(self) -> list[str]:
        """The largest loss first."""
        lost = sorted((one for one in self.rows if one.deducted), key=lambda one: -(one.deducted or 0))
        return [one.finding for one in lost]

    def items(self) -> list[tuple[str, str, int]]:
        """(number, item, its marks in tenths as the list has them), in order."""
        marks: dict[tuple[str, str], int] = {}
        for one in self.rows:
            key = (one.criterion.group, one.item)
            marks[key] = marks.get(key, 0) + one.criterion.marks
        return [(group, item, sum_) for (group, item), sum_ in marks.items()]


def assess(
    books: Books, scopes: Sequence[str], from_on: str, until_on: str, now: int, progress: Progress | None = None
) -> dict[str, Assessed]:
    """The sheets of these estates for the days from_on..until_on (both counted), as known at `now`."""
    period = period_of(books, scopes, from_on, until_on, now)
    return sheets(books, period, count(books, period, progress=progress))


def period_of(books: Books, scopes: Sequence[str], from_on: str, until_on: str, now: int) -> Period:
    """With the stretches of the estates that count for nothing."""
    rows = books.read(
        """SELECT scope, from_on, to_on, status FROM force_majeure
           WHERE status <> 'void' AND from_on <= ? AND to_on >= ?""",
        (until_on[:4] + "-12-31", from_on[:4] + "-01-01"),
    )
    most = books.settings.number(MOST_MAJEURE)
    claimed: dict[str, list[dict[str, str]]] = {}
    for scope, begin, end, status in rows:
        claimed.setdefault(str(scope), []).append({"from_on": begin, "to_on": end, "status": status})
    low, high = start_of_day(from_on), start_of_day(until_on) + DAY
    spans = [
        one
        for scope in scopes
        for one in spans_of(scope, claimed.get(scope, ()), most)
        if one[1] < high and one[2] > low
    ]
    return Period(tuple(scopes), from_on, until_on, now, tuple(spans))


def sheets(books: Books, period: Period, tallies: Tallies) -> dict[str, Assessed]:
    """From what was counted."""
    criteria, limits = criteria_in_force(books.lists), Limits.of(books.settings)
    names, waiting = _names(books, period.scopes), undecided(books, period.scopes)
    out = {}
    for scope in period.scopes:
        own = {name: found.get(scope, BLANK) for name, found in tallies.items()}
        sheet = score(criteria, figures(books, own), limits)
        said = _beside(books, own)
        rows = tuple(_row(one, own, said.get(one.criterion.code, ())) for one in sheet.rows)
        out[scope] = Assessed(
            scope, names.get(scope, ""), period.from_on, period.until_on, period.now, sheet, rows,
            exclusions(books, own), (*sheet.notes, *_flags(books, own)), own.get("uses", BLANK).of,
            waiting.get(scope, 0),
        )  # fmt: skip
    return out


def _row(scored: ScoredRow, own: Mapping[str, Tally], said: Iterable[str]) -> AssessedRow:
    words = wording.remark(scored.criterion, scored.figure, scored.standing, said)
    return AssessedRow(scored, words, parts_of(scored.criterion.code, own))


def parts_of(code: str, own: Mapping[str, Tally]) -> tuple[Part, ...]:
    """The lists behind a row with their counts; of a measure that was not counted there is none."""
    return tuple(
        Part(label, measure, verdict, _number(own[measure], verdict))
        for label, measure, verdict in BEHIND.get(code, ())
        if measure in own
    )


def _number(tally: Tally, verdict: str) -> int:
    known = {"met": tally.met, "missed": tally.missed, "half": tally.half}
    return known[verdict] if verdict in known else tally.left.get(verdict.removeprefix("x:"), 0)


def figures(books: Books, own: Mapping[str, Tally]) -> dict[str, Figure]:
    """What each row is scored by."""

    def of(name: str) -> Tally:
        return own.get(name, BLANK)

    def rate(name: str, there: bool = True, **times: int) -> Figure:
        return Figure(of(name).met, of(name).of, times=times, there=there)

    doubtful = of("anomaly")
    too_many = doubtful.missed * 100 > books.settings.number("assessment.anomaly_percent") * doubtful.of
    fresh = of("fresh_orders")
    there = fresh.all > fresh.left.get(Left.VOID, 0)
    late = of("notice_lead").missed + of("notice_forward").missed + of("notice_restore").missed
    known = "valid" in own
    valid = of("valid")
    complaints = {"grave": of("grave").missed, "unrecorded": of("unrecorded").missed}
    answers = {"late_answer": of("late_answer").missed, "repeat": of("repeat").missed}
    return {
        "1.1": Figure(
            of=of("own_error").met,
            times={"own_error": of("own_error").missed, "found_by_others": of("found_by_others").missed},
        ),
        "1.2": Figure(of=of("notice_lead").of, times={"late_notice": late}),
        "2.1": rate("response"),
        "2.2": rate("arrival", anomalies=int(too_many)),
        "2.3": rate("finish"),
        "2.4": rate("asked"),
        "2.5": rate("content", rework_open=of("rework_open").missed),
        "3.1": rate("fresh_total", there),
        "3.2": rate("fresh_estate", there),
        "3.3": rate("fresh_content", there),
        "3.4": Figure(
            of=of("missed").of,
            times={"missed": of("missed").missed, "unsheeted": of("unsheeted").missed},
            there=there,
        ),
        "4.1": Figure(of=of("uses").of, halves=2 * valid.missed + valid.half, times=complaints, known=known),
        "4.2": Figure(of=of("late_answer").of, times=answers, known=known),
        "5": rate("uses"),
    }


def _beside(books: Books, own: Mapping[str, Tally]) -> dict[str, tuple[str, ...]]:
    """What a remark says besides the figure."""

    def of(name: str) -> Tally:
        return own.get(name, BLANK)

    number = books.settings.number
    doubtful = of("anomaly").missed
    absent = number("assessment.absent_percent")
    return {
        "1.1": (wording.published(of("own_error")),),
        "1.2": (wording.planned(of("notice_lead")), wording.late(of("notice_forward"), of("notice_restore"))),
        "2.2": (wording.by_slip(of("by_slip")), f"数据异常{doubtful}单" if doubtful else ""),
        "2.4": (wording.beyond(of("asked"), number("assessment.not_reached_percent"), "按未回访计"),),
        "3.1": (wording.beyond(of("fresh_total"), absent, "按迟到计, 请说明"),),
        "3.2": (wording.beyond(of("fresh_estate"), absent, "按迟到计, 请说明"),),
        "3.4": (wording.claims(of("missed")),),
        "5": (wording.bound(of("bound")),),
    }


def _flags(books: Books, own: Mapping[str, Tally]) -> list[str]:
    """What head office is told."""
    said, valid = [], own.get("valid", BLANK)
    invalid, most = valid.left.get(Left.INVALID, 0), books.settings.number("assessment.invalid_percent")
    if invalid * 100 > most * valid.all:
        said.append(f"投诉 {valid.all} 件里判无效 {invalid} 件, 超过 {most}%, 请总部复查")
    waiting = own.get("unjudged", BLANK).missed
    if waiting:
        said.append(f"{waiting} 件投诉还没有判定, 先按有效计")
    return said


def _names(books: Books, scopes: Sequence[str]) -> dict[str, str]:
    wanted = {estate_of(scope): scope for scope in scopes}
    rows = books.read("SELECT id, name FROM estate WHERE scope = ?", (books.company,))
    return {wanted[str(one)]: str(name) for one, name in rows if str(one) in wanted}


def undecided(books: Books, scopes: Sequence[str]) -> dict[str, int]:
    """How many matters of each estate wait for somebody to say which side stands."""
    sql = "SELECT scope, COUNT(DISTINCT ent) FROM branch WHERE status = 'to_be_decided' GROUP BY scope"
    known, found = {*scopes, *(complaints_of(scope) for scope in scopes)}, dict[str, int]()
    for read in (books.read, books.complaints):
        if read is None or (read is books.complaints and books.complaints == books.read):
            continue
        for scope, number in read(sql, ()):
            if str(scope) in known:
                estate = office_of(str(scope))
                found[estate] = found.get(estate, 0) + int(number)
    return found
