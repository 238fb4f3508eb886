"""The verdicts of one row by many measures as one number: what is grouped by is small, and asked only once.

Measures that begin alike (the period, two desks that disagree, void) share the question; what a row is left out of
altogether costs no more than the first answer.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from desk.services.assessment.measures import Measure, Terms, Whens
from desk.services.assessment.record import Left

MET, MISSED, HALF = "met", "missed", "half"
WORDS: tuple[str, ...] = ("", MET, MISSED, HALF, *(f"x:{why}" for why in Left))  # nothing is 0
BITS, TOGETHER = 5, 12  # five bits each, a dozen in one number
_MASK = (1 << BITS) - 1

_Case = tuple[Whens, str, int]  # its lines, its last word, where its bits begin


def codes_of(terms: Terms, together: Sequence[Measure]) -> list[str]:
    """Expressions of one row, a dozen measures in each, the first lowest."""
    parts = [together[begin : begin + TOGETHER] for begin in range(0, len(together), TOGETHER)]
    return [_sum(terms, [(one.lines(terms), one.other, BITS * n) for n, one in enumerate(part)]) for part in parts]


@lru_cache(maxsize=10_000)
def decoded(*found: int) -> tuple[tuple[int, str], ...]:
    """What one row's numbers say: the place of the measure and its verdict, of those that say something."""
    words = [code >> BITS * n & _MASK for code in found for n in range(TOGETHER)]
    return tuple((place, WORDS[word]) for place, word in enumerate(words) if word)


def _sum(terms: Terms, cases: Sequence[_Case]) -> str:
    """Measures that ask the same first, asked together."""
    done = [one for one in cases if not one[0]]
    asking = sorted((one for one in cases if one[0]), key=lambda one: one[0][0][0])
    told = [_asked(terms, list(group)) for _, group in groupby(asking, key=lambda one: one[0][0][0])]
    if done or not told:
        told.append(_number(terms, sum(_bits(other, at) for _, other, at in done)))
    return " + ".join(told)


def _asked(terms: Terms, cases: Sequence[_Case]) -> str:
    """One CASE as far as all of them ask the same; what each asks besides stands behind it."""
    begins = [lines for lines, _, _ in cases]
    alike = 0
    while all(len(lines) > alike for lines in begins) and len({lines[alike][0] for lines in begins}) == 1:
        alike += 1
    whens = [
        f"WHEN {begins[0][n][0]} THEN {_number(terms, sum(_bits(lines[n][1], at) for lines, _, at in cases))}"
        for n in range(alike)
    ]
    rest = _sum(terms, [(lines[alike:], other, at) for lines, other, at in cases])
    return f"(CASE {' '.join(whens)} ELSE {rest} END)"


def _bits(verdict: str, at: int) -> int:
    return WORDS.index(verdict) << at


def _number(terms: Terms, code: int) -> str:
    return f"CAST({code} AS BIGINT)" if terms.postgres else str(code)
