"""The calls to be made: who, about which finished matters, by which day; one call for a person with several."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import add_days, day_of, start_of_day
from desk.domain.code import Code
from desk.domain.flow import Values
from desk.domain.places import room_long
from desk.domain.roles import Actor, Role
from desk.services.revisits.record import CallCode, RevisitSource
from desk.services.revisits.sources import RevisitSettings
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

AHEAD = 7  # days of calls to come that are shown
MOST = 500
JUDGES = frozenset({Role.SUPERVISOR, Role.MANAGER})

REVISIT = ("id", "order_id", "order_no", "source", "where", "home_id", "resident_id", "due_from_on", "due_to_on",
           "next_call_at", "attempts")  # fmt: skip
ORDER = ("status", "matter", "problem", "problem_label", "urgency", "area", "place_id", "crew_id", "crew", "technician",
         "finished_at", "charge", "price_from_fen", "received_fen", "reporter", "reporter_phone", "reporter_relation",
         "tick", "tools", "precautions")  # fmt: skip
PERSON = ("name", "salutation", "phones", "best_hours", "level", "note")
HOME = ("building_no", "unit_no", "room_no")


class Group(Code):
    """In the order in which they are worked off."""

    ENDING = "ending", "到期"
    NOW = "now", "今天要打"
    APPOINTED = "appointed", "约了时间"
    BY_SUPERVISOR = "by_supervisor", "请主管打"
    LATER = "later", "以后"


@dataclass(frozen=True, slots=True)
class Attempt:
    at: int
    code: CallCode | None
    seconds: int
    who: str


@dataclass(frozen=True, slots=True)
class Due:
    """One finished matter to be asked about. `order` are the repair's values by field name."""

    id: str
    order_id: str
    order_no: str
    source: RevisitSource
    where: str
    home_id: str
    resident_id: str
    due_from_on: str
    due_to_on: str
    next_call_at: int
    attempts: tuple[Attempt, ...]
    raw_attempts: tuple[Mapping[str, Any], ...]
    order: Values = field(repr=False)

    @property
    def paid(self) -> bool:
        """Whether somebody had to pay: then it is asked whether the price was the one agreed."""
        return self.order.get("charge") == "paid" or bool(self.order.get("received_fen"))

    @property
    def subject(self) -> str:
        """What was repaired, as people say it: 龙头漏水."""
        return str(self.order.get("problem_label") or self.order.get("matter") or "报修").rpartition("·")[2]


@dataclass(frozen=True, slots=True)
class Call:
    """One telephone call: the person, the numbers to ring (the first one first), and every matter due."""

    id: str  # of its first revisit
    group: Group
    where: str
    where_long: str
    name: str = field(repr=False)
    salutation: str = field(repr=False)
    relation: str
    level: str
    best_hours: str
    note: str = field(repr=False)
    phones: tuple[str, ...] = field(repr=False)
    dues: tuple[Due, ...]

    @property
    def due_to_on(self) -> str:
        return min(due.due_to_on for due in self.dues)

    @property
    def next_call_at(self) -> int:
        return max(due.next_call_at for due in self.dues)

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Of the matter that was rung for most often: one call counts for all of them."""
        return max((due.attempts for due in self.dues), key=len)


def calls(
    database: "Database", actor: Actor, scope: str, settings: RevisitSettings, now: int, ahead: int = AHEAD
) -> list[Call]:
    """Every call waiting, most pressing first; those of the next days behind."""
    today = day_of(now)
    rows = _waiting(database, actor, scope, add_days(today, ahead))
    names = _names(database, (one["by"] for row in rows for one in row["attempts"] if one.get("by")))
    dues = [(row, _due(row, names)) for row in rows]
    judges = bool(actor.roles & JUDGES)
    together: dict[tuple[str, Group], list[tuple[Values, Due]]] = {}
    for row, due in dues:
        group = _group(due, settings, judges, now)
        # What is due now is asked in one call; what is not yet due is no reason to ask today.
        together.setdefault((_person(row, due), Group.NOW if group is Group.ENDING else group), []).append((row, due))
    found = [_call(members, settings, judges, now) for members in together.values()]
    order = list(Group)
    return sorted(found, key=lambda one: (order.index(one.group), _press(one, now), _natural(one.where), one.id))


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
        f"""SELECT {columns}
            FROM (SELECT * FROM revisit WHERE {guard} AND status = 'waiting' AND due_from_on <= ?
                  ORDER BY due_to_on, id LIMIT {MOST}) r
            LEFT JOIN work_order o ON o.scope = r.scope AND o.id = r.order_id
            LEFT JOIN resident p ON p.scope = r.scope AND p.id = r.resident_id
            LEFT JOIN home h ON h.scope = r.scope AND h.id = r.home_id
            ORDER BY r.due_to_on, r.id""",
        [*given, until],
    )
    return [_row(row) for row in rows]


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
    return values


def _names(database: "Database", ids: Iterable[str]) -> dict[str, str]:
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    return {
        str(row[0]): str(row[1]) for row in database.read(f"SELECT id, name FROM staff WHERE id IN ({marks})", wanted)
    }


def _due(row: Values, names: Mapping[str, str]) -> Due:
    attempts = tuple(
        Attempt(int(one["at"]), CallCode.of(str(one.get("code"))), int(one.get("seconds") or 0),
                names.get(str(one.get("by")), ""))
        for one in row["attempts"]
    )  # fmt: skip
    return Due(
        row["id"],
        row["order_id"],
        row.get("order_no", ""),
        RevisitSource.of(row.get("source", "")) or RevisitSource.REPAIR,
        row.get("where", ""),
        row.get("home_id", ""),
        row.get("resident_id", ""),
        row.get("due_from_on", ""),
        row.get("due_to_on") or row.get("due_from_on", ""),
        row.get("next_call_at", 0),
        attempts,
        tuple(row["attempts"]),
        row["order"],
    )


def _person(row: Values, due: Due) -> str:
    """Whom the call reaches: the resident, else the telephone; a matter of nobody stands alone."""
    phone = row["order"].get("reporter_phone")
    return due.resident_id or (f"tel {phone}" if phone else due.id)


def _group(due: Due, settings: RevisitSettings, judges: bool, now: int) -> Group:
    today = day_of(now)
    source = settings.sources.get(str(due.source))
    if due.due_from_on > today:
        return Group.LATER
    if not judges and source is not None and source.by == "supervisor":
        return Group.BY_SUPERVISOR
    if due.next_call_at > now:
        return Group.APPOINTED
    return Group.ENDING if due.due_to_on <= today else Group.NOW


def _call(members: list[tuple[Values, Due]], settings: RevisitSettings, judges: bool, now: int) -> Call:
    order = list(Group)
    group = min((_group(due, settings, judges, now) for _, due in members), key=order.index)
    members = sorted(members, key=lambda one: (one[1].due_to_on, one[1].order.get("finished_at", 0), one[1].id))
    row, due = members[0]
    person, home = row["person"], row["home"]
    numbers = [row["order"].get("reporter_phone", ""), *(str(one.get("number", "")) for one in person["phones"])]
    return Call(
        due.id,
        group,
        due.where,
        _long(home) or due.where,
        str(person.get("name") or row["order"].get("reporter", "")),
        str(person.get("salutation", "")),
        str(row["order"].get("reporter_relation", "")),
        str(person.get("level", "")),
        str(person.get("best_hours", "")),
        str(person.get("note", "")),
        tuple(dict.fromkeys(number for number in numbers if number)),
        tuple(due for _, due in members),
    )


def _long(home: Mapping[str, str]) -> str:
    return room_long(home.get("building_no", ""), home.get("unit_no", ""), home.get("room_no", "")) if home else ""


def _press(call: Call, now: int) -> tuple[str, int]:
    if call.group is Group.APPOINTED:
        return "", call.next_call_at
    # An hour that was promised and has come goes before the rest of the day.
    return call.due_to_on, 0 if 0 < call.next_call_at <= now else 1


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text))
