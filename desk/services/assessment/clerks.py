"""4.3: what a clerk's days were made of, shown to herself and the manager; no ranking of clerks is made anywhere."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from desk.domain.roles import Actor, Role
from desk.services.assessment.books import Books, Row
from desk.services.assessment.counting import MET, Case, Period
from desk.services.assessment.measures import Source

READERS = frozenset({Role.MANAGER, Role.HEAD_OFFICE})
LONGEST_MS = 24 * 3600 * 1000  # what was put off to another day is no wait of the counter's


@dataclass(frozen=True, slots=True)
class Clerk:
    """Counts and the middle of times (ms; None where there were none)."""

    id: str
    name: str
    taken: int
    intake_ms: int | None
    waited_ms: int | None
    called: int
    short: int


TAKEN, CALLED, SHORT = "taken", "called", "short"  # the figures of a clerk that have a list


def clerks(books: Books, period: Period, actor: Actor, scope: str) -> list[Clerk]:
    """Everybody's for the manager and head office, in the order of names; for anybody else his own."""
    taken: dict[str, list[tuple[int | None, int | None]]] = {}
    for who, _, _, intake, waited in _orders(books, period, scope):
        taken.setdefault(str(who), []).append((intake, waited))
    short, called = _short(books), dict[str, list[int]]()
    for who, _, seconds in _calls(books, period, scope):
        called.setdefault(who, []).append(seconds)
    names = {str(one): str(name or "") for one, name in books.read("SELECT id, name FROM staff", ())}
    seen = taken.keys() | called.keys() if actor.may(READERS) else {actor.id}
    found = [
        Clerk(
            who, names.get(who, ""), len(taken.get(who, ())),
            middle(intake for intake, _ in taken.get(who, ())), middle(waited for _, waited in taken.get(who, ())),
            len(called.get(who, ())), sum(one < short for one in called.get(who, ())),
        )
        for who in seen
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.name, one.id))


def behind(books: Books, period: Period, actor: Actor, scope: str, who: str, figure: str) -> list[Case]:
    """What a clerk's figure counts: the orders taken, or the calls; by time. Nobody else's for a clerk."""
    if who != actor.id and not actor.may(READERS):
        return []
    if figure == TAKEN:
        orders = _orders(books, period, scope)
        found = [Case(str(ent), scope, int(at), MET) for one, ent, at, *_ in orders if str(one) == who]
    else:
        most = _short(books) if figure == SHORT else None
        found = [
            Case(ent, scope, at, MET)
            for one, (ent, at), seconds in _calls(books, period, scope)
            if one == who and (most is None or seconds < most)
        ]
    return sorted(found, key=lambda one: (one.at, one.id))


def _short(books: Books) -> int:
    return books.settings.number("revisit.short_seconds")


def _orders(books: Books, period: Period, scope: str) -> Sequence[Row]:
    """(who, id, reported_at, how long the intake took, how long it waited for a dispatch)."""
    return books.read(
        f"""SELECT taken_by_id, id, reported_at,
            CASE WHEN late_entry = 1 THEN NULL ELSE reported_recorded_at - reported_at END,
            dispatched_at - accepted_at FROM work_order
            WHERE scope = ? AND {period.terms(books, Source.ORDERS).within("reported_at")}
            AND taken_by_id IS NOT NULL AND status <> 'void'""",
        (scope,),
    )


def _calls(books: Books, period: Period, scope: str) -> Iterator[tuple[str, tuple[str, int], int]]:
    """Who rang last, the call with its moment, its seconds."""
    rows = books.read(
        f"""SELECT id, answered_at, attempts, seconds FROM revisit WHERE scope = ? AND status = 'answered'
            AND {period.terms(books, Source.ORDERS).within("answered_at")}""",
        (scope,),
    )
    for ent, at, attempts, seconds in rows:
        rung = json.loads(attempts or "[]")
        if rung and rung[-1].get("by"):
            yield str(rung[-1]["by"]), (str(ent), int(at)), int(seconds or 0)


def middle(times: Iterable[int | None]) -> int | None:
    """The median of the times that can be true, of an even number the lower one."""
    known = sorted(one for one in times if one is not None and 0 <= one <= LONGEST_MS)
    return known[(len(known) - 1) // 2] if known else None
