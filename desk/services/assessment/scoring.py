"""Marks from figures: begun points whole, floors at nothing, weights spread over what an estate has. Pure, integers.

Marks are in tenths throughout; what is no whole tenth is kept exact until one rounding, half up, at the end of a row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from desk.domain.assessment_lists import Way
from desk.domain.settings import Settings
from desk.services.assessment.criteria import Criterion, marks_words
from desk.services.assessment.record import Grade, Standing

PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """What was counted for one row.

    Of a rate `met` of `of`; of complaints `of` is the homes and `halves` the valid ones, a partial one being half;
    `times` are the things that cost one by one, as `criteria.COUNTED` names them. `there`: the estate has such a
    service at all. `known`: it could be counted (the complaints' file was open).
    """

    met: int = 0
    of: int = 0
    halves: int = 0
    times: Mapping[str, int] = field(default_factory=dict)
    there: bool = True
    known: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """How few cases make no rate; from how many whole marks a grade is given."""

    few: int
    grades: tuple[tuple[int, Grade], ...]

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        known = ((Grade.EXCELLENT, "excellent"), (Grade.GOOD, "good"), (Grade.PASSED, "passed"))
        grades = tuple((settings.number(f"assessment.{name}_marks"), grade) for grade, name in known)
        return cls(settings.number("assessment.few"), grades)


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """One row of the sheet. `lost` is what its rule takes of `criterion.marks`, exact; `full` what the row is worth
    after spreading, `deducted` and `score` of that. A row that does not count is worth nothing; of one that could
    not be counted nobody knows (None).
    """

    criterion: Criterion
    figure: Figure
    standing: Standing
    full: int
    lost: Fraction
    deducted: int | None
    score: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows, the total and what it is called (None where a row could not be counted), and what was spread why."""

    rows: tuple[ScoredRow, ...]
    full: int
    total: int | None
    grade: Grade | None
    notes: tuple[str, ...]

    @property
    def deducted(self) -> int | None:
        return None if self.total is None else self.full - self.total


def half_up(exact: Fraction) -> int:
    """The nearest whole, a half upwards; for what is not below nothing."""
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def points_short(met: int, of: int, target: int, every: int) -> int:
    """How many steps of `every` percentage points a rate is below its target, a begun one counted as whole."""
    short = target * of - 100 * met
    return max(0, -(-short // (every * of)))


def lost(criterion: Criterion, figure: Figure) -> Fraction:
    """What the row's rule takes, in tenths, never more than its marks."""
    taken = Fraction(sum(cost * figure.times.get(what, 0) for what, _, cost in criterion.each))
    if criterion.way is Way.RATE and figure.of:
        taken += criterion.cost * points_short(figure.met, figure.of, criterion.target, criterion.every)
    elif criterion.way is Way.PER_THOUSAND and figure.halves:
        by_homes = Fraction(figure.halves * PERMILLE * criterion.cost, 2 * max(1, figure.of))
        taken += max(Fraction(criterion.at_least), by_homes)
    elif criterion.way is Way.BANDS and figure.of:
        taken += criterion.marks - on_the_line(criterion.bands, Fraction(100 * figure.met, figure.of))
    return min(taken, Fraction(criterion.marks))


def on_the_line(steps: Sequence[tuple[int, int]], percent: Fraction) -> Fraction:
    """The marks of a share, straight between two steps, no more than the highest."""
    high, most = steps[0]
    if percent >= high:
        return Fraction(most)
    for low, least in steps[1:]:
        if percent >= low:
            return least + (percent - low) * (most - least) / (high - low)
        high, most = low, least
    return Fraction(most)


def shares(weights: Sequence[Fraction]) -> list[int]:
    """Whole parts of weights, adding up to their sum: the largest remainders get what is over, the first of equals."""
    parts = [int(weight) for weight in weights]
    over = half_up(sum(weights, Fraction(0))) - sum(parts)
    by_rest = sorted(range(len(parts)), key=lambda at: parts[at] - weights[at])
    for at in by_rest[:over]:
        parts[at] += 1
    return parts


def standing(criterion: Criterion, figure: Figure, few: int) -> Standing:
    if not figure.known:
        return Standing.SEALED
    if not figure.there:
        return Standing.ABSENT
    counts = criterion.way in (Way.RATE, Way.BANDS)
    return Standing.FEW if counts and figure.of < few else Standing.SCORED


def score(criteria: Sequence[Criterion], figures: Mapping[str, Figure], limits: Limits) -> Sheet:
    """The sheet of one estate. A row without marks is not assessed and does not stand on it."""
    rows = [one for one in criteria if one.marks]
    stands = {one.code: standing(one, figures.get(one.code, Figure()), limits.few) for one in rows}
    full = _spread(rows, stands)
    scored = tuple(_row(one, figures.get(one.code, Figure()), stands[one.code], full.get(one.code, 0)) for one in rows)
    worth = sum(one.full for one in scored)
    points = [one.score for one in scored]
    known = [one for one in points if one is not None]
    total = sum(known) if worth and len(known) == len(points) else None
    return Sheet(scored, worth, total, _grade(total, worth, limits), _notes(rows, stands, figures, limits))


def _counts(stand: Standing) -> bool:
    return stand in (Standing.SCORED, Standing.SEALED)


def _spread(rows: Sequence[Criterion], stands: Mapping[str, Standing]) -> dict[str, int]:
    """What each row is worth: a rate of few cases goes to the other rows of its item, a missing item to all items."""
    groups = list(dict.fromkeys(one.group for one in rows))
    there = [group for group in groups if any(one.group == group and _counts(stands[one.code]) for one in rows)]
    marks = {group: sum(one.marks for one in rows if one.group == group) for group in groups}
    whole, held = sum(marks.values()), sum(marks[group] for group in there)
    worth = shares([Fraction(marks[group] * whole, held) for group in there])
    full: dict[str, int] = {}
    for group, of_group in zip(there, worth, strict=True):
        inside = [one for one in rows if one.group == group and _counts(stands[one.code])]
        own = sum(one.marks for one in inside)
        parts = shares([Fraction(one.marks * of_group, own) for one in inside])
        full |= {one.code: part for one, part in zip(inside, parts, strict=True)}
    return full


def _row(criterion: Criterion, figure: Figure, stand: Standing, full: int) -> ScoredRow:
    if stand is Standing.SEALED:
        return ScoredRow(criterion, figure, stand, full, Fraction(0), None, None)
    if stand is not Standing.SCORED:
        return ScoredRow(criterion, figure, stand, 0, Fraction(0), 0, 0)
    taken = lost(criterion, figure)
    scaled = taken * full / criterion.marks
    if criterion.way is Way.BANDS:  # the line gives marks; what is lost is the rest
        reached = half_up(full - scaled)
        return ScoredRow(criterion, figure, stand, full, taken, full - reached, reached)
    deducted = min(full, half_up(scaled))
    return ScoredRow(criterion, figure, stand, full, taken, deducted, full - deducted)


def _grade(total: int | None, worth: int, limits: Limits) -> Grade | None:
    """By hundredths of what could be reached, where the office's list does not add up to a hundred marks."""
    if total is None:
        return None
    return next((grade for least, grade in limits.grades if total * 100 >= least * worth), Grade.FAILED)


def _notes(
    rows: Sequence[Criterion], stands: Mapping[str, Standing], figures: Mapping[str, Figure], limits: Limits
) -> tuple[str, ...]:
    """What was spread and why, as the sheet says it."""
    said = []
    for group in dict.fromkeys(one.group for one in rows):
        inside = [one for one in rows if one.group == group]
        marks = marks_words(sum(one.marks for one in inside))
        if all(stands[one.code] is Standing.ABSENT for one in inside):
            said.append(f"本小区没有{inside[0].item}, {marks}分按比例摊到其余各项")
            continue
        whole = not any(_counts(stands[one.code]) for one in inside)
        for one in inside:
            if stands[one.code] is Standing.FEW:
                count = figures.get(one.code, Figure()).of
                said.append(f"{one.code} {one.name}只有{count}件, 不足{limits.few}件不计分" + (
                    "" if whole else f", {marks_words(one.marks)}分摊到{one.item}的其他行"))  # fmt: skip
        if whole:
            said.append(f"{inside[0].item}没有可计分的行, {marks}分按比例摊到其余各项")
    return tuple(said)
