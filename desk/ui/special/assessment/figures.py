"""Every figure of the page with the list behind it: the list is read by the statement that made the count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from desk.domain.fresh_lists import Fault
from desk.domain.roles import Actor
from desk.services.assessment import clerks, shops
from desk.services.assessment.assess import BEHIND, Assessed, AssessedRow, parts_of
from desk.services.assessment.books import Books
from desk.services.assessment.clerks import Clerk
from desk.services.assessment.counting import BLANK, MEASURES, MISSED, Case, Period, Tally, count, listed, of_measure
from desk.services.assessment.left_out import Exclusion, Part, exclusions
from desk.services.assessment.shops import Shop
from desk.services.assessment.technicians import OWN, Technician
from desk.ui.drill_parts import Cases, Counted

# The measure whose cases are the denominator of a row, and how that number is called.
WHOLE: Mapping[str, tuple[str, str]] = {
    "1.2": ("notice_lead", "计划类"), "2.1": ("response", "合计"), "2.2": ("arrival", "合计"),
    "2.3": ("finish", "合计"), "2.4": ("asked", "应回访"), "2.5": ("content", "有评价"),
    "3.1": ("fresh_total", "合计"), "3.2": ("fresh_estate", "合计"), "3.3": ("fresh_content", "有评价"),
    "3.4": ("missed", "赔偿"), "4.1": ("valid", "投诉合计"), "4.2": ("late_answer", "合计"), "5": ("uses", "户数"),
}  # fmt: skip
OF_PEOPLE = (
    ("finished", "完工单", "", ""), ("arrival", "到场", "及时", "不及时"), ("whole", "完好", "完好", "不完好"),
    ("content", "满意", "满意", "不满意"), ("not_at_home", "上门", "遇到", "未遇"),
    ("charged", "收费", "无差错", "差错"),
)  # fmt: skip
UNTOLD = -1  # a frozen sheet does not say this count by itself
_OWN = {one.name: one for one in OWN}


def _part(period: Period, one: Part, label: str = "", aside: str = "") -> Counted:
    record = MEASURES[one.measure].record
    return Counted(
        label or one.label, one.count, record,
        lambda books: listed(books, period, one.measure, one.verdict), one.measure, aside,
    )  # fmt: skip


def of_row(sheet: Assessed, row: AssessedRow, period: Period) -> list[Counted]:
    """What lost marks first, then what it was made of, its denominator, and what was left out of it."""
    period = replace(period, scopes=(sheet.scope,))
    lost = sorted(row.behind, key=lambda one: (one.verdict == "met", not one.count))
    found = [_part(period, one) for one in lost]
    if row.code in WHOLE:
        measure, label = WHOLE[row.code]
        whole = sum(one.count for one in row.behind if one.measure == measure)
        if measure in {one.measure for one in row.behind}:
            found.append(_part(period, Part(label, measure, "", whole)))
    measures = {one.measure for one in row.behind}
    for left in sheet.exclusions:
        found += [
            _part(period, one, f"剔除·{_of(left, one, sheet)}", _cap(left))
            for one in left.parts
            if one.measure in measures and one.verdict != MISSED
        ]
    return found


def of_exclusions(sheet: Assessed, period: Period) -> list[Counted]:
    """One after another, as the table of what is left out has them."""
    period = replace(period, scopes=(sheet.scope,))
    return [
        _part(period, one, _of(left, one, sheet), f"剔除自: {left.of}. {_cap(left)}".strip())
        for left in sheet.exclusions
        for one in left.parts
    ]


def _of(left: Exclusion, one: Part, sheet: Assessed) -> str:
    """Several lists of one reason are told apart by what they are of."""
    return left.label if len(left.parts) == 1 else f"{left.label}·{MEASURES[one.measure].label}"


def _cap(left: Exclusion) -> str:
    over = f"; 超出的 {left.over} 件计入" if left.over else ""
    return f"上限: {left.cap}{over}" if left.cap or over else ""


def alive(books: Books, period: Period, sheet: Assessed, code: str) -> AssessedRow:
    """A row of a frozen sheet with the lists of the records as they are now."""
    row = next(one for one in sheet.rows if one.code == code)
    period = replace(period, scopes=(sheet.scope,))
    names = {measure for _, measure, _ in BEHIND.get(code, ())}
    tallies = count(books, period, sorted(names))
    own: dict[str, Tally] = {name: found.get(sheet.scope, BLANK) for name, found in tallies.items()}
    return replace(row, behind=parts_of(code, own))


def alive_exclusions(books: Books, period: Period, sheet: Assessed) -> list[Counted]:
    """What is left out of a frozen sheet's days by the records as they are now, beside what was frozen."""
    period = replace(period, scopes=(sheet.scope,))
    tallies = count(books, period)
    own = {name: found.get(sheet.scope, BLANK) for name, found in tallies.items()}
    now = replace(sheet, exclusions=exclusions(books, own))
    was = {one.label: one.count for one in sheet.exclusions}
    return [replace(one, was=was.get(one.label)) for one in of_exclusions(now, period)]


def frozen_counts(row: AssessedRow) -> dict[tuple[str, str], int]:
    """What the figure that was frozen says of the lists behind it, where it says it: by measure and verdict."""
    figure, found = row.figure, dict[tuple[str, str], int]()
    rate = row.criterion.way in ("rate", "bands")
    measure = WHOLE.get(row.code, ("", ""))[0]
    if rate:
        found = {(measure, "met"): figure.met, (measure, MISSED): figure.of - figure.met, (measure, ""): figure.of}
    alike = {one for _, one, _ in BEHIND.get(row.code, ())} & figure.times.keys()
    return found | {(what, MISSED): figure.times[what] for what in alike}


def frozen_chips(row: AssessedRow) -> list[Counted]:
    """What a frozen row says of itself: as many as it was made of, their lists are read when one is wanted."""
    was, found = frozen_counts(row), list[Counted]()
    for label, measure, verdict in sorted(BEHIND.get(row.code, ()), key=lambda one: one[2] == "met"):
        found.append(Counted(label, was.get((measure, verdict), UNTOLD), MEASURES[measure].record, _none, measure))
    measure, label = WHOLE.get(row.code, ("", ""))
    if (measure, "") in was:
        found.append(Counted(label, was[measure, ""], MEASURES[measure].record, _none, measure))
    return found


def _none(_books: Books) -> list[Case]:
    return []


def with_frozen(found: Sequence[Counted], row: AssessedRow, parts: Sequence[Part]) -> list[Counted]:
    """Each beside what was frozen of it."""
    was = frozen_counts(row)
    keys = {one.label: (one.measure, one.verdict) for one in parts}
    whole = {label: (measure, "") for measure, label in WHOLE.values()}
    return [replace(one, was=was.get(keys.get(one.label) or whole.get(one.label, ("", "")))) for one in found]


# people and shops


def of_technician(one: Technician, period: Period) -> list[Counted]:
    """Each kind of case, and those of one verdict."""
    found = []
    for name, whole, met, missed in OF_PEOPLE:
        tally = one.of(name)
        found.append(_own(one.id, period, name, whole if not met else f"{whole}合计", "", tally.of))
        if met:
            found += [
                _own(one.id, period, name, missed, "missed", tally.missed),
                _own(one.id, period, name, met, "met", tally.met),
            ]
    return found


def _own(who: str, period: Period, name: str, label: str, verdict: str, number: int) -> Counted:
    measure = _OWN.get(name) or MEASURES[name]

    def cases(books: Books) -> list[Case]:
        found = of_measure(books, period, measure, "technician_id", who)
        return [one for one in found if (one.verdict in ("met", "missed", "half") if not verdict else
                                         one.verdict == verdict)]  # fmt: skip

    return Counted(label, number, "work_order", cases, name)


def of_clerk(one: Clerk, period: Period, actor: Actor) -> list[Counted]:
    scope = period.scopes[0]

    def behind(figure: str) -> Cases:
        return lambda books: clerks.behind(books, period, actor, scope, one.id, figure)

    return [
        Counted("受理", one.taken, "work_order", behind(clerks.TAKEN), "response"),
        Counted("回访完成", one.called, "revisit", behind(clerks.CALLED)),
        Counted("短通话", one.short, "revisit", behind(clerks.SHORT)),
    ]


def of_shop(one: Shop, period: Period, actor: Actor) -> list[Counted]:
    scope = period.scopes[0]

    def behind(figure: str) -> Cases:
        return lambda books: shops.behind(books, period, actor, scope, one.name, figure)

    told: list[tuple[str, int, str, str]] = [
        ("订单", one.orders, "fresh_order", shops.ORDERS),
        ("准时", one.in_time.met, "fresh_order", "met"),
        ("不准时", one.in_time.missed, "fresh_order", MISSED),
        ("换过货的订单", one.exchanged, "fresh_order", shops.EXCHANGED),
        ("缺重的订单", one.short, "fresh_order", shops.SHORT),
        ("赔偿", one.compensations, "compensation", shops.COMPENSATED),
    ]
    told += [
        (f"换货·{Fault.label_of(why) or why or '没写原因'}", number, "exchange", f"{shops.FOR}{why}")
        for why, number in one.reasons.items()
    ]
    return [Counted(label, number, record, behind(figure), "fresh_total") for label, number, record, figure in told]


def each(found: Sequence[Counted], books: Books) -> Iterator[tuple[Counted, int]]:
    """Every figure beside the length of its list."""
    for one in found:
        yield one, len(one.cases(books))
