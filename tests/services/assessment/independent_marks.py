"""Marks from figures, a second time: the rows and rules as the method prints them, in exact fractions."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from tests.services.assessment.independent import HALF, MET, MISSED, Count

FEW, ANOMALY_PERCENT = 20, 2
ITEMS = {"1": 15, "2": 35, "3": 20, "4": 20, "5": 10}
MARKS = {"1.1": 8, "1.2": 7, "2.1": 12, "2.2": 6, "2.3": 4, "2.4": 5, "2.5": 8, "3.1": 6, "3.2": 6, "3.3": 4,
         "3.4": 4, "4.1": 15, "4.2": 5, "5": 10}  # fmt: skip
# target, every so many percentage points, cost in marks
RATES = {"2.1": (95, 1, "1"), "2.2": (95, 1, "0.5"), "2.3": (95, 1, "0.5"), "2.4": (90, 2, "0.5"), "2.5": (95, 1, "1"),
         "3.1": (95, 1, "0.5"), "3.2": (95, 1, "0.5"), "3.3": (98, 1, "1")}  # fmt: skip
MEASURED = {"2.1": "response", "2.2": "arrival", "2.3": "finish", "2.4": "asked", "2.5": "content",
            "3.1": "fresh_total", "3.2": "fresh_estate", "3.3": "fresh_content", "5": "uses"}  # fmt: skip
EACH = {
    "1.1": {"own_error": "2", "found_by_others": "4"},
    "1.2": {"notice_lead": "1", "notice_forward": "1", "notice_restore": "1"},
    "2.5": {"rework_open": "0.5"},
    "3.4": {"missed": "0.5", "unsheeted": "0.5"},
    "4.1": {"grave": "3", "unrecorded": "5"},
    "4.2": {"late_answer": "1", "repeat": "2"},
}


@dataclass(frozen=True)
class Marked:
    """Marks in tenths; None where the row does not count. `met` of `of` cases; `times` what costs one by one."""

    full: int
    deducted: int | None
    score: int | None
    met: int
    of: int
    times: Mapping[str, int]


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def sheet(count: Count, scope: str) -> tuple[dict[str, Marked], int, str]:
    """Rows by number, the total in tenths, what it is called."""
    cases = {row: _cases(count, scope, measure) for row, measure in MEASURED.items()}
    few = {row for row, (_, of) in cases.items() if of < FEW}
    if not count.of("fresh_orders", scope, MET):
        few |= {row for row in MARKS if row.startswith("3")}
    counted = [row for row in MARKS if row not in few]
    items = [item for item in ITEMS if any(row[0] == item for row in counted)]
    weights = {item: 10 * ITEMS[item] for item in items}
    weights = _shared(1000, weights)
    full = {row: 0 for row in MARKS}
    for item in items:
        full |= _shared(weights[item], {row: 10 * MARKS[row] for row in counted if row[0] == item})
    rows = {}
    for row, marks in MARKS.items():
        times = {what: count.of(what, scope, MISSED) for what in EACH.get(row, {})}
        met, of = cases.get(row, (0, 0))
        deducted = score = None
        if row in counted:
            if row == "5":
                score = half_up(_line(Fraction(met * 100, of)) * 10 * full[row] / (10 * marks))
                deducted = full[row] - score
            else:
                lost = min(Fraction(marks), _lost(row, count, scope, met, of, times))
                deducted = half_up(lost * 10 * full[row] / (10 * marks))
                score = full[row] - deducted
        rows[row] = Marked(full[row], deducted, score, met, of, times)
    total = sum(one.score or 0 for one in rows.values())
    return rows, total, next(word for word, least in _GRADES if total >= least)


_GRADES = (("excellent", 900), ("good", 800), ("passed", 700), ("failed", 0))


def _cases(count: Count, scope: str, measure: str) -> tuple[int, int]:
    met = count.of(measure, scope, MET)
    return met, met + count.of(measure, scope, MISSED)


def _shared(whole: int, weights: Mapping[str, int]) -> dict[str, int]:
    """In proportion, by the largest remainder; the first of equals."""
    of = sum(weights.values())
    exact = {name: Fraction(whole * weight, of) for name, weight in weights.items()}
    given = {name: floor(share) for name, share in exact.items()}
    for name in sorted(exact, key=lambda name: given[name] - exact[name])[: whole - sum(given.values())]:
        given[name] += 1
    return given


def _lost(row: str, count: Count, scope: str, met: int, of: int, times: Mapping[str, int]) -> Fraction:
    lost = sum((Fraction(EACH[row][what]) * times_ for what, times_ in times.items()), Fraction())
    if row in RATES:
        target, every, cost = RATES[row]
        below = max(Fraction(), target - Fraction(100 * met, of))
        lost += ceil(below / every) * Fraction(cost)
    if row == "2.2" and count.of("anomaly", scope, MISSED) * 100 > ANOMALY_PERCENT * count.of("orders", scope, MET):
        lost += 1
    if row == "4.1":
        halves = 2 * count.of("valid", scope, MISSED) + count.of("valid", scope, HALF)
        homes = count.of("uses", scope, MET) + count.of("uses", scope, MISSED)
        if halves:
            lost += max(Fraction(1), Fraction(halves * 1000 * 2, 2 * homes))
    return lost


def _line(percent: Fraction) -> Fraction:
    """Marks of row 5: straight lines through 0 % 0, 30 % 5, 50 % 7, 80 % 10."""
    points = ((0, 0), (30, 5), (50, 7), (80, 10))
    for (low, worse), (high, better) in pairwise(points):
        if percent < high:
            return worse + (percent - low) * Fraction(better - worse, high - low)
    return Fraction(10)
