"""4.3: what a clerk's days were made of, shown to herself and the manager; no ranking of clerks is made anywhere."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from desk.domain.roles import Actor, Role
from desk.services.assessment.books import Books
from desk.services.assessment.counting import Period
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


def clerks(books: Books, period: Period, actor: Actor, scope: str) -> list[Clerk]:
    """Everybody's for the manager and head office, in the order of names; for anybody else his own."""
    terms = period.terms(books, Source.ORDERS)
    short = books.settings.number("revisit.short_seconds")
    taken: dict[str, list[tuple[int | None, int | None]]] = {}
    orders = books.read(
        f"""SELECT taken_by_id, CASE WHEN late_entry = 1 THEN NULL ELSE reported_recorded_at - reported_at END,
            dispatched_at - accepted_at FROM work_order
            WHERE scope = ? AND {terms.within("reported_at")} AND taken_by_id IS NOT NULL AND status <> 'void'""",
        (scope,),
    )
    for who, intake, waited in orders:
        taken.setdefault(str(who), []).append((intake, waited))
    called: dict[str, list[int]] = {}
    calls = books.read(
        f"""SELECT attempts, seconds FROM revisit WHERE scope = ? AND status = 'answered'
            AND {terms.within("answered_at")}""",
        (scope,),
    )
    for attempts, seconds in calls:
        rung = json.loads(attempts or "[]")
        if rung and rung[-1].get("by"):
            called.setdefault(str(rung[-1]["by"]), []).append(int(seconds or 0))
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


def middle(times: Iterable[int | None]) -> int | None:
    """The median of the times that can be true, of an even number the lower one."""
    known = sorted(one for one in times if one is not None and 0 <= one <= LONGEST_MS)
    return known[(len(known) - 1) // 2] if known else None
