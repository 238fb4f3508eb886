"""From the caller's words to a problem, its urgency, charge and crew; it always says which words spoke."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from desk.services.work_orders.catalogue import Catalogue, Charging, Problem, UrgentWord, WhoseArea
from desk.services.work_orders.record import Area, Urgency

UNCLEAR = "00"
HOME = "home"
# Points of one matched clue; a thing seen together with a sign says more than both apart.
THING, WORD, SIGN, SURE, AGAINST, TOGETHER, AT_PLACE, OTHER_AREA = 3, 3, 2, 6, -5, 3, 4, -3
MOST_THINGS, MOST_SIGNS, MOST_SURE = 2, 3, 2
ENOUGH = 3
_SPACE = re.compile(r"\s+")
_BREAK = re.compile(r"[,，。.!！?？;；、:：]")


@dataclass(frozen=True, slots=True)
class Candidate:
    problem: Problem
    score: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the intake card shows; `why` and `urgency_why` are words found in the text (or the tree's own name)."""

    problem: Problem
    score: int
    why: tuple[str, ...]
    urgency: Urgency
    urgency_why: tuple[str, ...]
    area: Area
    charging: Charging
    crew: str
    contractor: str
    minutes: int
    tools: tuple[str, ...]
    precautions: tuple[str, ...]
    script: str


def suggest(words: str, catalogue: Catalogue, place_kind: str | None = None, place_name: str = "") -> Suggestion:
    """The best reading of the words. `place_kind`: "home", the kind of a public place, or None while unknown."""
    best = candidates(words, catalogue, place_kind, place_name)
    first = best[0] if best else Candidate(catalogue.problems[UNCLEAR], 0, ())
    return for_problem(first.problem, words, catalogue, place_kind, first.score, first.why)


def for_problem(
    problem: Problem,
    words: str,
    catalogue: Catalogue,
    place_kind: str | None = None,
    score: int = 0,
    why: tuple[str, ...] = (),
) -> Suggestion:
    """Everything that follows from a problem the clerk (or `suggest`) chose."""
    area = area_of(problem, place_kind)
    urgency, urgency_why = urgency_of(problem, words, catalogue)
    return Suggestion(
        problem=problem,
        score=score,
        why=why,
        urgency=urgency,
        urgency_why=urgency_why,
        area=area,
        charging=problem.charging(area),
        crew=problem.crews[0] if problem.crews else "",
        contractor=problem.contractor,
        minutes=problem.minutes,
        tools=problem.tools,
        precautions=problem.precautions,
        script=problem.script,
    )


def candidates(
    words: str, catalogue: Catalogue, place_kind: str | None = None, place_name: str = ""
) -> tuple[Candidate, ...]:
    """Problems the words speak for, best first; a two-digit code (or its first digit) alone lists the tree."""
    text = _plain(words)
    if text.isdecimal() and len(text) <= 2:
        return tuple(Candidate(problem, 0, (text,)) for problem in catalogue.by_digits(text))
    text = f"{_plain(place_name)},{text}"
    ranked = []
    for order, problem in enumerate(catalogue.problems.values()):
        score, why = _score(problem, text, place_kind)
        if score >= ENOUGH:
            ranked.append((-score, -sum(map(len, why)), order, Candidate(problem, score, why)))
    return tuple(each[-1] for each in sorted(ranked, key=lambda each: each[:3]))


def urgency_of(problem: Problem, words: str, catalogue: Catalogue) -> tuple[Urgency, tuple[str, ...]]:
    """The urgency and what made it so; words never lower what the tree says."""
    text = _plain(words)
    why = []
    if problem.urgency == Urgency.URGENT:
        why.append(problem.name)
    for lift in problem.lifts:
        spoken = _spoken(lift.words, text, catalogue)
        why += [spoken] if spoken else []
    for word in catalogue.urgent_words:
        found = _urgent(word, text, catalogue)
        if found and found not in why:
            why.append(found)
    return (Urgency.URGENT if why else problem.urgency), tuple(why)


def area_of(problem: Problem, place_kind: str | None) -> Area:
    if problem.area == WhoseArea.PUBLIC:
        return Area.PUBLIC
    if problem.area == WhoseArea.BY_PLACE and place_kind not in (None, HOME):
        return Area.PUBLIC
    return Area.OWN


def _score(problem: Problem, text: str, place_kind: str | None) -> tuple[int, tuple[str, ...]]:
    signs = _found((*problem.words, *problem.signs), text)
    things = _found((*problem.things, *(problem.near if signs else ())), text)
    sure = _found(problem.sure, text)
    score = THING * min(len(things), MOST_THINGS) + SURE * min(len(sure), MOST_SURE)
    score += sum(WORD if each in problem.words and len(each) > 1 else SIGN for each in signs[:MOST_SIGNS])
    if not score:
        return 0, ()
    if things and signs:
        score += TOGETHER
    score += AGAINST * len(_found(problem.against, text))
    if place_kind in problem.places:
        score += AT_PLACE
    elif place_kind not in (None, HOME) and problem.area in (WhoseArea.OWN, WhoseArea.TWO_HOMES):
        score += OTHER_AREA
    return score, _longest((*sure, *things, *signs))


def _plain(words: str) -> str:
    return _SPACE.sub("", words)


@lru_cache(maxsize=4096)
def _pattern(clue: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in clue.split("…")]
    return re.compile(r"[^,，。.!！?？;；、]{0,6}?".join(parts), re.IGNORECASE)


def _found(clues: Iterable[str], text: str) -> tuple[str, ...]:
    """The words of the text that meet the clues, without those inside a longer one."""
    return _longest(match.group() for clue in clues if (match := _pattern(clue).search(text)))


def _longest(words: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for word in sorted(dict.fromkeys(words), key=len, reverse=True):
        if not any(word in longer for longer in kept):
            kept.append(word)
    return tuple(kept)


def _urgent(word: UrgentWord, text: str, catalogue: Catalogue) -> str:
    """The word of the text that lifts, or nothing; longer harmless words and denials are looked through."""
    if word.all_of:
        parts = [_found(part, text)[:1] for part in word.all_of]
        return "…".join(part[0] for part in parts) if all(parts) else ""
    for harmless in word.without:
        text = text.replace(harmless, "，")
    return _spoken(word.words, text, catalogue)


def _spoken(words: Iterable[str], text: str, catalogue: Catalogue) -> str:
    """The first of the words that stands in the text and is not denied there ("没有冒烟")."""
    for each in words:
        for match in _pattern(each).finditer(text):
            if not _denied(text[: match.start()], catalogue):
                return match.group()
    return ""


def _denied(before: str, catalogue: Catalogue) -> bool:
    before = _BREAK.split(before)[-1]
    return before.endswith(catalogue.denied_by) and not before.endswith(catalogue.not_denied_by)
