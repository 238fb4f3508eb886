"""What both documents are made of: the sheets of some estates, ranked, with what people put beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from desk.domain.flow import Frozen
from desk.services.assessment.assess import Assessed
from desk.services.assessment.freezing import thawed
from desk.services.assessment.record import AssessmentState
from desk.services.assessment.scoring import Limits


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody gives a row: tenths of a mark (None: no other number) and why."""

    score: int | None
    remark: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One estate. Without a `state` the sheet is a trial, counted just now; a frozen one has its fingerprint."""

    sheet: Assessed
    state: AssessmentState | None = None
    rules_mark: str = ""
    fingerprint: str = ""
    own: Mapping[str, Opinion] = field(default_factory=dict)  # 自评, by the row's code
    own_remark: str = ""
    own_by: str = ""
    chief: Mapping[str, Opinion] = field(default_factory=dict)  # 主管评定
    chief_remark: str = ""
    chief_by: str = ""

    @classmethod
    def frozen(cls, values: Frozen, scope: str, estate: str) -> "Entry":
        """Of a record `assessment`: the sheet of that day."""
        return cls(
            thawed(values, scope, estate),
            AssessmentState.of(str(values["status"])),
            str(values.get("rules_mark") or ""),
            str(values.get("fingerprint") or ""),
            _opinions(values.get("own_marks")),
            str(values.get("own_remark") or ""),
            str(values.get("own_by") or ""),
            _opinions(values.get("chief_marks")),
            str(values.get("chief_remark") or ""),
            str(values.get("chief_by") or ""),
        )

    @property
    def total(self) -> int | None:
        return self.sheet.total


def _opinions(told: Sequence[Frozen] | None) -> dict[str, Opinion]:
    return {
        str(one["code"]): Opinion(
            int(one["score"]) if one.get("score") is not None else None, str(one.get("remark") or "")
        )
        for one in told or ()
    }


@dataclass(frozen=True, slots=True)
class Ranked:
    """`place` from 1, equal totals share it; None where the total is not known."""

    place: int | None
    entry: Entry


@dataclass(frozen=True)
class Report:
    """Some estates' period. `limits` say from how many marks which grade is given; `made_at` is UTC ms."""

    company: str
    from_on: str
    until_on: str
    entries: Sequence[Entry]
    limits: Limits
    made_by: str
    made_at: int

    @cached_property
    def ranking(self) -> tuple[Ranked, ...]:
        """The best first; those without a total last, by name."""
        known = [one for one in self.entries if one.total is not None]
        known.sort(key=lambda one: (-(one.total or 0), one.sheet.estate))
        out, before = [], 0
        for _, group in groupby(known, key=lambda one: one.total):
            equal = list(group)
            out += [Ranked(before + 1, one) for one in equal]
            before += len(equal)
        unknown = sorted((one for one in self.entries if one.total is None), key=lambda one: one.sheet.estate)
        return (*out, *(Ranked(None, one) for one in unknown))

    def items(self) -> list[tuple[str, str]]:
        """(number, item) of all sheets, in order; frozen ones may have other rows."""
        return list(dict.fromkeys((group, item) for one in self.entries for group, item, _ in one.sheet.items()))
