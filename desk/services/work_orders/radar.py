"""重复雷达: whether a call belongs to an order that is there (催单, 同报, 返工), else it is new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import MINUTE, add_days, day_of, days_between, start_of_day
from desk.domain.code import Code
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.domain.values import Frozen, Values
from desk.services.work_orders import patterns
from desk.services.work_orders.patterns import Pattern, Spot
from desk.services.work_orders.record import Area, OrderKind, Status, Urgency
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

S = Status
UNFINISHED = tuple(str(s) for s in Status if s not in (S.FINISHED, S.SLIP_BACK, S.CLOSED, S.VOID))
UNCLEAR = "00"
LIFTS = "5"  # the one group of the repair tree that is a public place whoever speaks of it
COLUMNS = (
    "id", "no", "status", "kind", "home_id", "place_id", "resident_id", "reporter", "reporter_phone", "where", "matter",
    "problem", "problem_label", "urgency", "area", "charge", "crew", "technician", "contractor", "reported_at",
    "dispatched_at", "handed_out_at", "arrived_at", "finished_at", "finish_due_at", "window_from_at", "window_to_at",
    "suspend_reason", "suspended_until_on", "rework_of", "parent_id", "parent_no", "urges",
)  # fmt: skip
MOST = 5


class Duplicate(Code):
    URGE = "urge", "催单"
    CO_REPORT = "co_report", "同报"
    REWORK = "rework", "返工"
    NEW = "new", "新报修"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is being taken in. `problem` is empty (or 00) while nobody knows what it is about."""

    home_id: str = ""
    place_id: str = ""
    resident_id: str = ""
    phone: str = ""
    problem: str = ""
    urgent: bool = False

    @property
    def known(self) -> bool:
        return bool(self.problem) and self.problem != UNCLEAR

    @property
    def says_nothing(self) -> bool:
        return not (self.home_id or self.place_id or self.resident_id or self.phone)


@dataclass(frozen=True, slots=True)
class Hit:
    """An order that this call may belong to. `reports` are the co-reports on it, `recent` all who rang just now."""

    verdict: Duplicate
    order: Values
    reports: int = 0
    recent: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The likeliest first; `patterns` speak of the place, whatever the call is."""

    hits: tuple[Hit, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    rework_days: int = 30

    @property
    def top(self) -> Hit | None:
        return self.hits[0] if self.hits else None

    @property
    def verdict(self) -> Duplicate:
        return self.hits[0].verdict if self.hits else Duplicate.NEW


NOTHING = Found()


def look(database: "Database", actor: Actor, scope: str, settings: Settings, asked: Asked, now: int) -> Found:
    """Everything the desk knows of this trouble at this place. Some index reads; raises NotVisible without a role."""
    if asked.says_nothing:
        return NOTHING
    reading = _Reading(database, actor, scope, settings, asked, now)
    spot, days = reading.spot, settings.number("order.rework_days")
    hits = reading.unfinished(spot) or reading.mended(days)
    joins = bool(hits) and hits[0].verdict in (Duplicate.URGE, Duplicate.CO_REPORT)
    problem = asked.problem if asked.known else ""
    found = patterns.at_spot(database, actor, scope, settings, spot, problem, now, 0 if joins else 1)
    if joins:
        more = hits[0].verdict is Duplicate.CO_REPORT
        found = [*patterns.crowd(database, actor, scope, settings, hits[0].order, now, more), *found]
    return Found(hits, tuple(found), days)


def verdict_of(asked: Asked, order: Frozen, among: Iterable[Frozen], near: frozenset[str]) -> Duplicate:
    """What this call is to an order that is not finished. `among`: who is on its list; `near`: the places meant."""
    if not same_trouble(asked, order):
        return Duplicate.NEW
    if _is_reporter(asked, order.get("resident_id"), order.get("reporter_phone")) or any(
        _is_reporter(asked, one.get("resident_id"), one.get("reporter_phone")) for one in among
    ):
        return Duplicate.URGE
    if order.get("kind") == OrderKind.ENQUIRY:
        return Duplicate.NEW
    if asked.place_id:
        return Duplicate.CO_REPORT if order.get("place_id") == asked.place_id else Duplicate.NEW
    at_home = bool(asked.home_id) and order.get("home_id") == asked.home_id
    shared = order.get("place_id") in near or (order.get("area") == Area.PUBLIC and order.get("home_id") in near)
    return Duplicate.CO_REPORT if at_home or shared else Duplicate.NEW


def same_trouble(asked: Asked, order: Frozen) -> bool:
    """One problem; at a public place also its kin. What is urgent now is no old story that could wait."""
    if not asked.known:
        return True
    theirs = str(order.get("problem") or UNCLEAR)
    worse = asked.urgent and order.get("urgency") != Urgency.URGENT
    if theirs == asked.problem:
        return not worse
    here = bool(asked.place_id) and order.get("place_id") == asked.place_id
    kin = theirs[:1] == asked.problem[:1] and (here or (bool(order.get("place_id")) and theirs[:1] == LIFTS))
    return kin and not asked.urgent


def is_rework(finished_at: int, days: int, now: int) -> bool:
    """By the day it was finished, whatever day it was reported: the promise runs so many days from then."""
    return 0 <= days_between(day_of(finished_at), day_of(now)) <= days


def _is_reporter(asked: Asked, resident: object, phone: object) -> bool:
    return bool((asked.resident_id and asked.resident_id == resident) or (asked.phone and asked.phone == phone))


class _Reading:
    """The reads of one question, each guarded by the same condition."""

    def __init__(
        self, database: "Database", actor: Actor, scope: str, settings: Settings, asked: Asked, now: int
    ) -> None:
        self._database, self._asked, self._now = database, asked, now
        self._guard, self._guarded = visible_to(actor, scope)
        self._since = now - settings.number("order.group_minutes") * MINUTE
        self.spot = patterns.spot_of(database, actor, scope, asked.home_id, asked.place_id)

    def unfinished(self, spot: Spot) -> tuple[Hit, ...]:
        """Orders nobody has finished that concern this person, home or part of the building."""
        asked = self._asked
        places = [asked.place_id] if asked.place_id else list(spot.places)
        marks = ", ".join("?" * len(places))
        # The plus signs keep the states' index: a month of a busy place is longer than all that is open.
        sql = f"""SELECT {_COLUMNS} FROM work_order WHERE {self._guard}
                  AND status IN ({", ".join("?" * len(UNFINISHED))})
                  AND (+home_id = ? OR +place_id IN ({marks}) OR +resident_id = ? OR +reporter_phone = ?
                       OR (+area = 'public' AND +home_id IN (SELECT value FROM json_each(?)))
                       OR id IN (SELECT order_id FROM co_report WHERE {self._guard} AND home_id = ?))"""
        rows = self._database.read(
            sql,
            [*self._guarded, *UNFINISHED, asked.home_id, *places, asked.resident_id, asked.phone, spot.homes_json,
             *self._guarded, asked.home_id],
        )  # fmt: skip
        orders = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        lists = self._lists([one["id"] for one in orders])
        near = frozenset((*spot.places, *spot.homes))
        hits = []
        for order in orders:
            others = lists.get(order["id"], ())
            verdict = verdict_of(asked, order, others, near)
            if verdict is not Duplicate.NEW:
                recent = sum((one["reported_at"] or 0) >= self._since for one in (order, *others))
                hits.append(Hit(verdict, _told(order), len(others), recent))
        return tuple(sorted(hits, key=self._rank)[:MOST])

    def _rank(self, hit: Hit) -> tuple[int, int]:
        """A place many ring about now, then the caller's own matter, the own home's, what else runs in the unit."""
        order = hit.order
        crowd = hit.recent > 1 and not self._asked.known
        own = 1 if hit.verdict is Duplicate.URGE else 2 if order.get("home_id") == self._asked.home_id else 3
        return 0 if crowd else own, -int(order.get("reported_at") or 0)

    def mended(self, days: int) -> tuple[Hit, ...]:
        """The last repair of this problem here, if the promise of those days still holds."""
        asked = self._asked
        if not asked.known or not (asked.home_id or asked.place_id):
            return ()
        name, ent = ("place_id", asked.place_id) if asked.place_id else ("home_id", asked.home_id)
        since = start_of_day(add_days(day_of(self._now), -days))
        rows = self._database.read(
            f"""SELECT {_COLUMNS} FROM work_order WHERE {self._guard} AND {name} = ? AND problem = ?
                AND +finished_at >= ? AND status IN ('finished', 'slip_back', 'closed')
                ORDER BY +finished_at DESC LIMIT 1""",
            [*self._guarded, ent, asked.problem, since],
        )
        found = [_told(dict(zip(COLUMNS, row, strict=True))) for row in rows]
        return tuple(Hit(Duplicate.REWORK, one) for one in found if is_rework(one["finished_at"], days, self._now))

    def _lists(self, orders: Sequence[str]) -> dict[str, list[Values]]:
        """Who is on the lists of these orders."""
        if not orders:
            return {}
        names = ("order_id", "resident_id", "reporter_phone", "reported_at")
        rows = self._database.read(
            f"""SELECT {", ".join(names)} FROM co_report WHERE {self._guard} AND status <> 'void'
                AND order_id IN ({", ".join("?" * len(orders))})""",
            [*self._guarded, *orders],
        )
        lists: dict[str, list[Values]] = {}
        for row in rows:
            lists.setdefault(row[0], []).append(dict(zip(names, row, strict=True)))
        return lists


_COLUMNS = ", ".join(f'"{name}"' for name in COLUMNS)


def _told(row: dict[str, Any]) -> Values:
    return {name: value for name, value in row.items() if value is not None}
