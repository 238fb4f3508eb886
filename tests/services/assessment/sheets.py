"""Criteria as the program brings them, and sheets of figures to score."""

from collections.abc import Mapping

from desk.domain.lists import Lists
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.paths import RESOURCES
from desk.services.assessment.criteria import Criterion, criteria_in_force
from desk.services.assessment.own_rows import own_rows
from desk.services.assessment.scoring import Figure, Limits, Sheet, score

LISTS = Lists(lambda: (own_rows(RESOURCES / "catalogue"), ()))
CRITERIA = criteria_in_force(LISTS)
LIMITS = Limits.of(Settings(facts=ALL_SETTINGS))
# The sheet that counter.md 4 prints: 翠湖花园, 1,260 homes.
SAMPLE = {
    "1.1": Figure(of=64, times={"own_error": 1}),
    "1.2": Figure(of=41, times={"late_notice": 1}),
    "2.1": Figure(2197, 2310),
    "2.2": Figure(2104, 2250),
    "2.3": Figure(962, 1000),
    "2.4": Figure(1788, 2180),
    "2.5": Figure(1690, 1788),
    "3.1": Figure(3850, 4020),
    "3.2": Figure(3730, 4020),
    "3.3": Figure(984, 1000),
    "3.4": Figure(of=22, times={"missed": 5}),
    "4.1": Figure(of=1260, halves=6),
    "4.2": Figure(times={"late_answer": 1}),
    "5": Figure(702, 1260),
}


def row(code: str) -> Criterion:
    return next(one for one in CRITERIA if one.code == code)


def sheet(**changed: Figure) -> Sheet:
    """The sample with other figures: r2_1=Figure(...) for 2.1."""
    told = {name.removeprefix("r").replace("_", "."): figure for name, figure in changed.items()}
    return score(CRITERIA, {**SAMPLE, **told}, LIMITS)


def scores(found: Sheet) -> Mapping[str, int | None]:
    return {one.criterion.code: one.score for one in found.rows}
