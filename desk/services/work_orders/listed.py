"""The catalogue as rows of the office's lists, and rows as a catalogue: what an office changed is what the desk reads.

A row that cannot stand beside the others (two desks wrote at once) is passed over: the program's own stays in force.
"""

from dataclasses import replace

from desk.domain import list_cells
from desk.domain.calendar import Span
from desk.domain.errors import DeskError
from desk.domain.list_codes import DayPart, Urgency, WhoseArea
from desk.domain.lists import OFF, YES, Cells, Layer, Level, Lists, check_row
from desk.domain.office_lists import CREWS, GROUPS, PROBLEMS, SKILLS, URGENT, WISHES, list_facts
from desk.services.work_orders.catalogue import (
    Catalogue,
    Charging,
    CrewFacts,
    CrewKind,
    Lift,
    Problem,
    UrgentWord,
    Wish,
)

WORDS = ("words", "crews", "skills", "tools", "things", "signs", "near", "sure", "against", "places")


def default_rows(catalogue: Catalogue) -> Layer:
    """The program's own rows by list and code."""
    return {
        GROUPS: {digit: {"name": name} for digit, name in catalogue.groups.items()},
        SKILLS: {code: {"name": name} for code, name in catalogue.skills.items()},
        CREWS: {code: _crew_cells(crew) for code, crew in catalogue.crews.items()},
        PROBLEMS: {code: _problem_cells(problem) for code, problem in catalogue.problems.items()},
        URGENT: {word.name: _urgent_cells(word) for word in catalogue.urgent_words},
        WISHES: {wish.digit: _wish_cells(wish, catalogue) for wish in catalogue.wishes},
    }


def merged(catalogue: Catalogue, lists: Lists) -> Catalogue:
    """The catalogue with the company's and the estate's rows in it."""
    if not lists.says(GROUPS, SKILLS, PROBLEMS, URGENT, WISHES):
        return catalogue
    lists = lists.on(default_rows(catalogue))
    crews = _crews(catalogue, lists)
    skills = {code: cells.get("name", code) for code, cells in lists.every(SKILLS).items()}
    groups = {code: cells.get("name", code) for code, cells in _standing(GROUPS, lists).items()}
    problems = {}
    for code, cells in _standing(PROBLEMS, lists).items():
        own = lists.level(PROBLEMS, code) is Level.DEFAULT
        problems[code] = catalogue.problems[code] if own else _problem(code, cells, catalogue.problems.get(code))
    return replace(
        catalogue,
        groups=groups,
        crews=crews,
        skills=skills,
        problems=problems,
        urgent_words=tuple(_urgent_word(name, cells) for name, cells in _standing(URGENT, lists).items()),
        wishes=tuple(_wish(digit, cells, catalogue) for digit, cells in sorted(_standing(WISHES, lists).items())),
    )


def _standing(name: str, lists: Lists) -> dict[str, Cells]:
    """The rows in use; one that cannot stand gives way to the program's own, one the program needs is never off."""
    facts = list_facts(name)
    assert facts is not None
    found: dict[str, Cells] = {}
    for code, cells in lists.every(name).items():
        if cells.get(OFF) == YES and code not in facts.kept:
            continue
        if lists.level(name, code) is Level.DEFAULT:
            found[code] = cells
            continue
        try:
            check_row(facts, code, cells, lists)
            found[code] = cells
        except DeskError:
            own = lists.layer(Level.DEFAULT, name).get(code)
            if own is not None:
                found[code] = own
    return found


def _crews(catalogue: Catalogue, lists: Lists) -> dict[str, CrewFacts]:
    crews = dict(catalogue.crews)
    for code, cells in lists.every(CREWS).items():
        if code not in crews:
            kind = CrewKind.OUTSIDE if cells.get("outside") == YES else CrewKind.OWN
            crews[code] = CrewFacts(code, cells.get("name", code), kind, cells.get("trades", ""))
    return crews


def _crew_cells(crew: CrewFacts) -> Cells:
    trades = list_cells.join_words(list_cells.words_of(crew.does))
    return {"name": crew.name, "trades": trades, "outside": YES if crew.kind is CrewKind.OUTSIDE else ""}


def _problem_cells(problem: Problem) -> Cells:
    charges = (
        list_cells.Charging(one.rule, one.words, one.where, one.low_fen, one.high_fen, one.each_fen, one.each)
        for one in problem.charges
    )
    return {
        "name": problem.name,
        "category": problem.category,
        "urgency": str(problem.urgency),
        "area": str(problem.area),
        "charges": list_cells.charges_text(charges),
        "contractor": problem.contractor,
        "minutes": str(problem.minutes or ""),
        "precautions": list_cells.join_sentences(problem.precautions),
        "script": problem.script,
        "lifts": list_cells.lifts_text((lift.name, lift.words) for lift in problem.lifts),
        **{name: list_cells.join_words(getattr(problem, name)) for name in WORDS},
    }


def _problem(code: str, cells: Cells, known: Problem | None) -> Problem:
    """`known` is the program's own row of this code: it keeps what no column says."""

    def words(name: str) -> tuple[str, ...]:
        return list_cells.words_of(cells.get(name, ""))

    return Problem(
        code=code,
        category=cells["category"],
        name=cells["name"],
        words=words("words"),
        things=words("things"),
        near=words("near"),
        signs=words("signs"),
        sure=words("sure"),
        against=words("against"),
        places=words("places"),
        urgency=Urgency.of(cells["urgency"]) or Urgency.GENERAL,
        lifts=tuple(Lift(name, said) for name, said in list_cells.lifts_of(cells.get("lifts", ""))),
        area=WhoseArea.of(cells["area"]) or WhoseArea.BY_PLACE,
        charges=tuple(
            Charging(one.rule, one.words, one.where, one.low_fen, one.high_fen, one.each_fen, one.each)
            for one in list_cells.charges_of(cells["charges"])
        ),
        crews=words("crews"),
        contractor=cells.get("contractor", ""),
        skills=words("skills"),
        minutes=int(cells.get("minutes") or 0),
        respond_minutes=known.respond_minutes if known else 0,
        tools=words("tools"),
        precautions=list_cells.sentences_of(cells.get("precautions", "")),
        script=cells.get("script", ""),
    )


def _urgent_cells(word: UrgentWord) -> Cells:
    return {
        "name": word.name,
        "also": list_cells.join_words(word.words[1:]),
        "except": list_cells.join_words(word.without),
        "all": list_cells.groups_text(word.all_of),
    }


def _urgent_word(name: str, cells: Cells) -> UrgentWord:
    all_of = list_cells.groups_of(cells.get("all", ""))
    said = cells.get("name") or name
    words = () if all_of else (said, *list_cells.words_of(cells.get("also", "")))
    return UrgentWord(said, words, list_cells.words_of(cells.get("except", "")), all_of)


def _parts(catalogue: Catalogue) -> dict[Span, str]:
    """Which part of the day a wish's hours are; the hours themselves are the program's."""
    starts = sorted({wish.within for wish in catalogue.wishes if wish.within is not None})
    return {span: str(part) for span, part in zip(starts, DayPart, strict=False)}


def _wish_cells(wish: Wish, catalogue: Catalogue) -> Cells:
    part = _parts(catalogue).get(wish.within, "") if wish.within else ""
    return {"name": wish.name, "days_ahead": str(wish.days_ahead), "part": part}


def _wish(digit: str, cells: Cells, catalogue: Catalogue) -> Wish:
    spans = {part: span for span, part in _parts(catalogue).items()}
    return Wish(digit, cells["name"], int(cells["days_ahead"]), spans.get(cells.get("part", "")))
