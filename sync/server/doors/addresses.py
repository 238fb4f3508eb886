"""An address as a resident wrote it: the one home or public place of the partner's estates that it names, or none."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from desk.domain.calendar import day_of
from desk.domain.phones import read_phone
from desk.domain.places import RoomQuery, room_short
from desk.domain.text import fold
from desk.services.work_orders.suggest import HOME
from desk.store.search_query import named_rooms
from sync.server.problems import Problem

if TYPE_CHECKING:
    from sync.server.doors.partners import Partner
    from sync.server.store import Session

ESTATES = "SELECT id, name, short FROM estate WHERE scope = ? AND status = 'active' ORDER BY id"
HOMES = """SELECT scope, id, building_no, unit_no, room_no FROM home
           WHERE scope IN ({marks}) AND status = 'active' AND building_no = ? AND upper(room_no) = ?
           ORDER BY scope, id"""
PLACES = """SELECT scope, id, name, kind FROM place WHERE scope IN ({marks}) AND status = 'active'
            AND building_no = ? AND (coalesce(unit_no, '') = ? OR ? = '') ORDER BY scope, id"""
LIVES_THERE = """SELECT r.id, r.name, r.phones, l.relation FROM residence l
                 JOIN resident r ON r.scope = l.scope AND r.id = l.resident_id
                 WHERE l.scope = ? AND l.home_id = ? AND l.status = 'active' AND r.status = 'active'
                 AND (l.to_on IS NULL OR l.to_on >= ?) ORDER BY r.id"""


class Estate(NamedTuple):
    id: str
    name: str
    short: str

    @property
    def scope(self) -> str:
        return f"e/{self.id}"

    def is_called(self, text: str) -> bool:
        """Whether what stands before a room is this estate's name, or begins with it (翠湖花园一期)."""
        said = fold(text)
        return any(name and (said.startswith(fold(name)) or fold(name).startswith(said)) for name in self[1:])


class Lives(NamedTuple):
    """Somebody who lives in a home now."""

    id: str
    name: str
    relation: str


class Found(NamedTuple):
    """Where a report belongs. `sure`: nobody need look at the address."""

    scope: str
    where: str
    sure: bool
    home_id: str = ""
    place_id: str = ""
    place_kind: str = ""


class Wanted(NamedTuple):
    """What is known of the place: text or the home's id, an estate where one is named, and the reporter's phone."""

    address: str
    home: str
    estate: str
    phone: str


def estates_of(session: "Session", company: str) -> list[Estate]:
    return [Estate(str(row[0]), str(row[1] or ""), str(row[2] or "")) for row in session.read(ESTATES, (company,))]


def way(session: "Session", company: str, scope: str, name: str) -> tuple[Estate, Estate | None]:
    """The estate of a scope, and the other one of the company that is called so."""
    known = estates_of(session, company)
    here = next((one for one in known if one.scope == scope), Estate("", "", ""))
    there = next((one for one in known if name and name in (one.name, one.short) and one.scope != scope), None)
    return here, there


def place_of(session: "Session", partner: "Partner", wanted: Wanted, now: int) -> Found:
    """Where a partner's event belongs; Problem where it names an estate or a home that is not the partner's."""
    known = estates_of(session, partner.company)
    mine = [one for one in known if one.id in partner.estates]
    if wanted.estate and wanted.estate not in {one.id for one in mine}:
        raise Problem(422, "estate", "没有这个小区, 或这个渠道没有开通它")
    found = locate(session, mine, known, wanted, partner.reception, now)
    if found is None:
        raise Problem(422, "home", "没有这个房屋编号")
    return found


def locate(
    session: "Session", estates: Iterable[Estate], known: Iterable[Estate], wanted: Wanted, reception: str, now: int
) -> Found | None:
    """Where in `estates` it is; None where the home that is named by its id is not there.

    `known` are all estates of the company: a name of one that the partner does not reach is foreign too. What fits
    nowhere, or in several places, goes to the desk of the estate it names, else to the `reception`'s.
    """
    mine = [one for one in estates if wanted.estate in ("", one.id)]
    if wanted.home:
        return _home_by_id(session, mine, wanted.home)
    queries = named_rooms(wanted.address)
    area = next((query.area for query in queries if query.area), "")
    called = [one for one in mine if area and one.is_called(area)]
    unknown = bool(area) and not called and not wanted.estate
    foreign = unknown and any(one.is_called(area) for one in known)
    looked = called or mine
    desk = looked[0].scope if len(looked) == 1 and (called or wanted.estate) else f"e/{reception}"
    if foreign or not looked:
        return Found(f"e/{reception}", wanted.address, False)
    for query in queries:
        found = _places(session, looked, query) if query.place else _homes(session, looked, query)
        if not found:
            continue
        by_phone = [one for one in found if one.home_id and living(session, one.scope, one.home_id, wanted.phone, now)]
        if len(by_phone) == 1:
            return by_phone[0]
        if len(found) == 1:
            return found[0]._replace(sure=not unknown)
        return Found(desk, wanted.address, False)
    return Found(desk, wanted.address, False)


def living(session: "Session", scope: str, home: str, phone: str, now: int) -> list[Lives]:
    """Who lives in a home now and has this telephone."""
    meant = read_phone(phone).number
    return [
        Lives(str(ident), str(name or ""), str(relation or ""))
        for ident, name, phones, relation in session.read(LIVES_THERE, (scope, home, day_of(now)))
        if any(read_phone(str(one.get("number", ""))).number == meant for one in json.loads(phones or "[]"))
    ]


def _home_by_id(session: "Session", estates: list[Estate], home: str) -> Found | None:
    sql = "SELECT building_no, unit_no, room_no FROM home WHERE scope = ? AND id = ? AND status = 'active'"
    for estate in estates:
        for building, unit, room in session.read(sql, (estate.scope, home)):
            return Found(estate.scope, room_short(building or "", unit or "", room or ""), True, home, "", HOME)
    return None


def _homes(session: "Session", estates: list[Estate], query: RoomQuery) -> list[Found]:
    if not query.complete:
        return []
    scopes = [one.scope for one in estates]
    sql = HOMES.format(marks=",".join("?" * len(scopes)))
    rows = session.read(sql, (*scopes, query.building, query.room.upper()))
    return [
        Found(scope, room_short(building, unit or "", room), True, home, "", HOME)
        for scope, home, building, unit, room in rows
        if not query.unit or (unit or "").upper() == query.unit.upper()
    ]


def _places(session: "Session", estates: list[Estate], query: RoomQuery) -> list[Found]:
    scopes = [one.scope for one in estates]
    sql = PLACES.format(marks=",".join("?" * len(scopes)))
    rows = session.read(sql, (*scopes, query.building, query.unit, query.unit))
    return [
        Found(str(scope), str(name), True, "", str(ident), str(kind or ""))
        for scope, ident, name, kind in rows
        if query.place in str(name)
    ]
