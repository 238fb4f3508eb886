"""A sheet frozen into values and read back; the fingerprint of what it was made of; what two of them differ in."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from desk.domain.assessment_lists import CRITERIA, Way
from desk.domain.flow import Frozen, Values
from desk.services.assessment.assess import Assessed, AssessedRow
from desk.services.assessment.books import Books, Promise
from desk.services.assessment.counting import MEASURES, Period, verdicts
from desk.services.assessment.criteria import Criterion
from desk.services.assessment.left_out import Exclusion
from desk.services.assessment.record import Grade, Left, Standing
from desk.services.assessment.scoring import Figure, ScoredRow, Sheet

MARK = 16  # hexadecimal digits of a measure's own mark
RULES = 12


@dataclass(frozen=True, slots=True)
class Marks:
    """`whole` stands for everything; `by_measure` and `rules` say where two differ."""

    whole: str
    rules: str
    program: str
    by_measure: Mapping[str, str]


def marks_of(books: Books, period: Period, program: str) -> Marks:
    """The hash over every (measure, id, verdict) in order, the rules and the program, of one estate."""
    by_measure: dict[str, str] = {}
    for name, found in sorted(verdicts(books, period).items()):
        told = hashlib.sha256()
        for ent, verdict in sorted(found):
            told.update(f"{ent}\t{verdict}\n".encode())
        by_measure[name] = told.hexdigest()[:MARK]
    rules = _rules_mark(books, period.scopes)
    said = "\n".join([*(f"{name} {mark}" for name, mark in by_measure.items()), rules, program])
    return Marks(hashlib.sha256(said.encode()).hexdigest(), rules, program, by_measure)


def _rules_mark(books: Books, scopes: Sequence[str]) -> str:
    """Of the criteria, the limits, and what these estates promised of a delivery."""
    told = [f"{code} {sorted(cells.items())}" for code, cells in books.lists.rows(CRITERIA).items()]
    told += [f"{key} {books.settings.text(key)}" for key in sorted(books.settings.facts) if key.startswith("assess")]
    told += [str(Promise.of(scope, books.settings_of(scope))) for scope in scopes]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:RULES]


# frozen and thawed


def frozen(sheet: Assessed, marks: Marks, by: str) -> Values:
    """The values of the step `freeze` (or `refreeze`); the rule refuses a sheet that may not be frozen yet."""
    return {
        "from_on": sheet.from_on,
        "until_on": sheet.until_on,
        "as_of_at": sheet.as_of_at,
        "rows": [_row(one) for one in sheet.rows],
        "exclusions": [
            {"code": one.code, "count": one.count, "over": one.over, "of": one.of, "cap": one.cap}
            for one in sheet.exclusions
        ],
        "notes": list(sheet.notes),
        "full": sheet.sheet.full,
        "total": sheet.total,
        "grade": str(sheet.sheet.grade) if sheet.sheet.grade else None,
        "homes": sheet.homes,
        "undecided": sheet.undecided,
        "fingerprint": marks.whole,
        "marks_of": [{"measure": name, "mark": mark} for name, mark in marks.by_measure.items()],
        "rules_mark": marks.rules,
        "program": marks.program,
        "frozen_by": by,
    }


def _row(one: AssessedRow) -> Values:
    criterion, figure = one.criterion, one.figure
    return {
        "code": criterion.code, "item": criterion.item, "name": criterion.name, "says": criterion.says,
        "marks": criterion.marks, "way": str(criterion.way), "target": criterion.target, "every": criterion.every,
        "cost": criterion.cost, "at_least": criterion.at_least,
        "counted": [what for what, _, _ in criterion.each], "labels": [label for _, label, _ in criterion.each],
        "costs": [cost for _, _, cost in criterion.each],
        "bands": [number for band in criterion.bands for number in band],
        "met": figure.met, "of": figure.of, "halves": figure.halves,
        "times": [figure.times.get(what, 0) for what, _, _ in criterion.each],
        "there": figure.there, "known": figure.known,
        "standing": str(one.standing), "full": one.full, "lost": one.scored.lost.numerator,
        "lost_of": one.scored.lost.denominator, "deducted": one.deducted, "score": one.score, "remark": one.remark,
    }  # fmt: skip


def thawed(values: Frozen, scope: str, estate: str) -> Assessed:
    """A sheet as it was frozen, with the rules of that day. Its lists are those of the records as they are now."""
    rows = tuple(_thawed_row(one) for one in values["rows"])
    grade, notes = Grade.of(str(values.get("grade") or "")), tuple(values.get("notes") or ())
    sheet = Sheet(tuple(one.scored for one in rows), int(values.get("full") or 0), values.get("total"), grade, notes)
    left = tuple(
        Exclusion(why, int(one["count"]), int(one["over"]), str(one["of"]), str(one["cap"]))
        for one in values.get("exclusions") or ()
        if (why := Left.of(str(one["code"]))) is not None
    )
    return Assessed(
        scope, estate, str(values["from_on"]), str(values["until_on"]), int(values["as_of_at"]), sheet, rows, left,
        notes, int(values.get("homes") or 0), int(values.get("undecided") or 0),
    )  # fmt: skip


def _thawed_row(told: Frozen) -> AssessedRow:
    pairs = list(told["bands"])
    criterion = Criterion(
        told["code"], told["item"], told["name"], told["says"], told["marks"],
        Way.of(told["way"]) or Way.EACH, told["target"], told["every"], told["cost"], told["at_least"],
        tuple(zip(told["counted"], told["labels"], told["costs"], strict=True)),
        tuple(zip(pairs[::2], pairs[1::2], strict=True)),
    )  # fmt: skip
    times = dict(zip(told["counted"], told["times"], strict=True))
    figure = Figure(told["met"], told["of"], told["halves"], times, told["there"], told["known"])
    lost = Fraction(told["lost"], told["lost_of"])
    standing = Standing.of(told["standing"]) or Standing.SCORED
    scored = ScoredRow(criterion, figure, standing, told["full"], lost, told["deducted"], told["score"])
    return AssessedRow(scored, told["remark"])


# compared


@dataclass(frozen=True, slots=True)
class Change:
    """One row then and now: figure and score as the sheet shows them (None: not on that sheet)."""

    code: str
    name: str
    then: AssessedRow | None
    now: AssessedRow | None

    @property
    def difference(self) -> int | None:
        """In tenths; None where one of the two has no score."""
        then, now = (one.score if one is not None else None for one in (self.then, self.now))
        return None if then is None or now is None else now - then


@dataclass(frozen=True, slots=True)
class Comparison:
    """`same`: nothing it was made of has changed. Else which measures' records, whether the rules or the program."""

    same: bool
    rules: bool
    program: bool
    measures: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def words(self) -> list[str]:
        """What changed since it was frozen, as the page says it."""
        if self.same:
            return ["和冻结时完全一样"]
        said = [f"记录有变: {MEASURES[name].label if name in MEASURES else name}" for name in self.measures]
        said += [words for there, words in ((self.rules, "考核的规则改过"), (self.program, "程序版本不同")) if there]
        for one in self.changes:
            then, now = (row.actual if row is not None else "没有这一行" for row in (one.then, one.now))
            points = f"{one.difference / 10:+.1f} 分" if one.difference is not None else "分数未知"
            said.append(f"{one.code} {one.name}: {then} → {now}, {points}")
        return said


def compare(values: Frozen, now: Assessed, marks: Marks) -> Comparison:
    """What was frozen beside the same period computed again."""
    was = {str(one["measure"]): str(one["mark"]) for one in values.get("marks_of") or ()}
    names = sorted(name for name in was.keys() | marks.by_measure.keys() if was.get(name) != marks.by_measure.get(name))
    then = thawed(values, now.scope, now.estate)
    changed = tuple(one for one in beside(then, now) if _differs(one))
    return Comparison(
        values.get("fingerprint") == marks.whole,
        values.get("rules_mark") != marks.rules,
        values.get("program") != marks.program,
        tuple(names),
        changed,
    )


def _differs(one: Change) -> bool:
    if one.then is None or one.now is None:
        return True
    return (one.then.figure, one.then.score, one.then.full) != (one.now.figure, one.now.score, one.now.full)


def beside(then: Assessed, now: Assessed) -> list[Change]:
    """Two sheets row by row: a year and the one before it, or the same one twice."""
    before, after = {one.code: one for one in then.rows}, {one.code: one for one in now.rows}
    codes = list(dict.fromkeys([*after, *before]))
    return [
        Change(code, (after.get(code) or before[code]).criterion.name, before.get(code), after.get(code))
        for code in codes
    ]
