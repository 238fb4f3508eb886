"""The calls to be made, read: who, about which finished matters, by which day, and how they were reached before."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import add_days, day_of, start_of_day
from desk.domain.flow import Values
from desk.domain.revisiting import PEOPLE, REPAIR
from desk.domain.roles import Actor
from desk.services.revisits.due import Attempt, Call, Due
from desk.services.revisits.grouping import grouped, telephone
from desk.services.revisits.record import CallCode, RevisitSource
from desk.services.revisits.sources import RevisitSettings
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

AHEAD = 7  # days of calls to come that are shown
MOST = 500
PEOPLE_AT_ONCE = 200

TOLD = ("subject", "done_by", "done_at", "paid")
REVISIT = ("id", "about", "about_id", "about_no", "source", "where", "home_id", "resident_id", "due_from_on",
           "due_to_on", "next_call_at", "attempts", *TOLD)  # fmt: skip
ORDER = ("status", "matter", "problem", "problem_label", "urgency", "area", "place_id", "crew_id", "crew", "technician",
         "finished_at", "charge", "price_from_fen", "received_fen", "reporter", "reporter_phone", "reporter_relation",
         "tick", "tools", "precautions")  # fmt: skip
PERSON = ("name", "salutation", "phones", "best_hours", "level", "note", "head_eff")
HOME = ("building_no", "unit_no", "room_no")
# The later call of an emergency that is still to come. A `+` keeps the index of the order: an order has few revisits.
ALSO = """CASE WHEN r.source = 'urgent' THEN (SELECT s.id FROM revisit s WHERE s.scope = r.scope
          AND s.about_id = r.about_id AND +s.status = 'waiting' AND s.source NOT IN ('urgent', 'rework') LIMIT 1) END"""
# What the resident said last, where that is why the supervisor rings.
EARLIER = """CASE WHEN r.source = 'rework' THEN (SELECT json_object('words', c.words, 'follow_up', c.follow_up,
             'called_by', c.called_by, 'answered_at', c.answered_at, 'check_result', c.check_result,
             'check_note', c.check_note)
             FROM revisit c WHERE c.scope = r.scope AND c.about_id IN (r.about_id, o.rework_of)
             AND +c.status = 'answered' ORDER BY c.answered_at DESC LIMIT 1) END"""
# Whoever asked for a complaint is waited for by the supervisor: until that call is made, the complaint is open.
COMPLAINING = """SELECT c.resident_id, o.reporter_phone
                 FROM revisit n CROSS JOIN revisit c ON c.scope = n.scope AND c.about_id = n.about_id
                 LEFT JOIN work_order o ON o.scope = n.scope AND o.id = n.about_id
                 WHERE n.{guard} AND n.status = 'waiting' AND n.source = 'rework'
                   AND +c.status = 'answered' AND c.follow_up = 'complaint'
                 UNION SELECT resident_id, NULL FROM in_hand WHERE {guard} AND status <> 'closed'"""


def calls(
    database: "Database", actor: Actor, scope: str, settings: RevisitSettings, now: int, ahead: int = AHEAD
) -> list[Call]:
    """Every call waiting, most pressing first; those of the next days behind."""
    rows = _waiting(database, actor, scope, add_days(day_of(now), ahead))
    names = names_of(database, (one["by"] for row in rows for one in row["attempts"] if one.get("by")))
    told = _told(database, actor, scope, {str(row["resident_id"]) for row in rows if row.get("resident_id")})
    members = [(row, _due(row, names)) for row in rows]
    return grouped(members, settings, _complaining(database, actor, scope), told, now)


@dataclass(frozen=True, slots=True)
class DoneToday:
    """What the day has brought so far: revisits ended with an answer, and all calls made."""

    answered: int
    rung: int


def done_today(database: "Database", actor: Actor, scope: str, now: int) -> DoneToday:
    where, given = visible_to(actor, scope)
    begin = start_of_day(day_of(now))
    row = database.read(
        f"""SELECT SUM(answered_at >= ?), SUM(dialled_at >= ?) FROM revisit
            WHERE {where} AND (answered_at >= ? OR dialled_at >= ?)""",
        [begin, begin, *given, begin, begin],
    )[0]
    return DoneToday(int(row[0] or 0), int(row[1] or 0))


def _waiting(database: "Database", actor: Actor, scope: str, until: str) -> list[Values]:
    guard, given = visible_to(actor, scope)
    columns = ", ".join(
        f'{alias}."{name}"' for alias, names in (("r", REVISIT), ("o", ORDER), ("p", PERSON), ("h", HOME))
        for name in names
    )  # fmt: skip
    rows = database.read(
        f"""SELECT {columns}, {ALSO}, {EARLIER}
            FROM (SELECT * FROM revisit WHERE {guard} AND status = 'waiting' AND due_from_on <= ?
                  ORDER BY due_to_on, id LIMIT {MOST}) r
            LEFT JOIN work_order o ON o.scope = r.scope AND o.id = r.about_id
            LEFT JOIN resident p ON p.scope = r.scope AND p.id = r.resident_id
            LEFT JOIN home h ON h.scope = r.scope AND h.id = r.home_id
            ORDER BY r.due_to_on, r.id""",
        [*given, until],
    )
    found = [_row(row) for row in rows]
    asked = who_asked(database, actor, scope, ((row["about"], row["about_id"]) for row in found))
    for row in found:
        row["order"] |= asked.get(row["about_id"], {})
    return found


def who_asked(database: "Database", actor: Actor, scope: str, matters: Iterable[tuple[str, str]]) -> dict[str, Values]:
    """Who is rung about what other rooms did, by id: read from their own records, under the names a repair has.

    A record this program does not know (a newer desk wrote it) gives nobody: then the resident's card says the number.
    """
    guard, given = visible_to(actor, scope)
    wanted: dict[str, list[str]] = {}
    for about, ent in matters:
        if about != REPAIR and about in PEOPLE:
            wanted.setdefault(about, []).append(ent)
    found: dict[str, Values] = {}
    for about, ids in wanted.items():
        people = PEOPLE[about]
        columns = ", ".join(f'"{name}"' if name else "NULL" for name in (people.name, people.phone, people.relation))
        for begin in range(0, len(ids), PEOPLE_AT_ONCE):
            some = ids[begin : begin + PEOPLE_AT_ONCE]
            sql = f"SELECT id, {columns} FROM {about} WHERE {guard} AND id IN ({', '.join('?' * len(some))})"
            for row in database.read(sql, [*given, *some]):
                told = zip(("reporter", "reporter_phone", "reporter_relation"), row[1:], strict=True)
                found[str(row[0])] = {name: value for name, value in told if value is not None}
    return found


def _row(row: tuple[Any, ...]) -> Values:
    ends = [0]
    for names in (REVISIT, ORDER, PERSON, HOME):
        ends.append(ends[-1] + len(names))
    parts = [row[begin:end] for begin, end in pairwise(ends)]
    values: Values = {name: value for name, value in zip(REVISIT, parts[0], strict=True) if value is not None}
    values["attempts"] = json.loads(values.get("attempts") or "[]")
    for key, names, part in (("order", ORDER, parts[1]), ("person", PERSON, parts[2]), ("home", HOME, parts[3])):
        values[key] = {name: value for name, value in zip(names, part, strict=True) if value is not None}
    values["person"]["phones"] = json.loads(values["person"].get("phones") or "[]")
    values["also"] = row[ends[-1]] or ""
    values["earlier"] = {name: said for name, said in json.loads(row[ends[-1] + 1] or "{}").items() if said is not None}
    return values


def names_of(database: "Database", ids: Iterable[str]) -> dict[str, str]:
    """Staff by id."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    return {
        str(row[0]): str(row[1]) for row in database.read(f"SELECT id, name FROM staff WHERE id IN ({marks})", wanted)
    }


def attempts_of(raw: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> tuple[Attempt, ...]:
    return tuple(
        Attempt(int(one["at"]), CallCode.of(str(one.get("code"))), int(one.get("seconds") or 0),
                names.get(str(one.get("by")), ""))
        for one in raw
    )  # fmt: skip


def _due(row: Values, names: Mapping[str, str]) -> Due:
    return Due(
        row["id"],
        row["about"],
        row["about_id"],
        row.get("about_no", ""),
        RevisitSource.of(row.get("source", "")) or RevisitSource.REPAIR,
        row.get("where", ""),
        row.get("home_id", ""),
        row.get("resident_id", ""),
        row.get("due_from_on", ""),
        row.get("due_to_on") or row.get("due_from_on", ""),
        row.get("next_call_at", 0),
        attempts_of(row["attempts"], names),
        tuple(row["attempts"]),
        row["order"],
        row["also"],
        row["earlier"],
        {name: row[name] for name in TOLD if name in row},
    )


def _told(
    database: "Database", actor: Actor, scope: str, residents: Iterable[str]
) -> dict[str, list[Mapping[str, object]]]:
    """Every attempt ever made to reach these residents."""
    guard, given = visible_to(actor, scope)
    wanted = sorted(residents)
    found: dict[str, list[Mapping[str, object]]] = {}
    for begin in range(0, len(wanted), PEOPLE_AT_ONCE):
        some = wanted[begin : begin + PEOPLE_AT_ONCE]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT resident_id, attempts FROM revisit WHERE {guard} AND resident_id IN ({marks}) AND attempts IS NOT NULL"  # noqa: E501
        for resident, attempts in database.read(sql, [*given, *some]):
            found.setdefault(str(resident), []).extend(json.loads(attempts))
    return found


def _complaining(database: "Database", actor: Actor, scope: str) -> frozenset[str]:
    guard, given = visible_to(actor, scope)
    rows = database.read(COMPLAINING.format(guard=guard), [*given, *given])
    return frozenset(str(resident or telephone(phone)) for resident, phone in rows if resident or phone)
