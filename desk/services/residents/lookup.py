"""谁/哪户: whoever and whatever a clerk may mean while typing, as a pick list; nothing found is an unknown caller."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desk.domain.code import Code
from desk.domain.flow import Values
from desk.domain.phones import mask, read_phone, tail4
from desk.domain.places import RoomQuery, room_long, room_short
from desk.domain.roles import Actor
from desk.domain.text import fold
from desk.services.residents.record import RESIDENT, Relation, ServiceLevel
from desk.store.query import some, visible_to
from desk.store.search import Search
from desk.store.search_query import Stage, named_rooms, stages

CONSIDERED = 200  # answers of the index that are sorted before the first are shown
FEW = 2  # rooms that are opened to their people although they are not typed to the end
IN_A_UNIT = ("lift", "unit_door", "stair_light", "riser")  # as often as callers mean them
_RANK = {str(relation): rank for rank, relation in enumerate(Relation)}


class Means(Code):
    PERSON = "person", "住户"
    HOME = "home", "房屋"
    PLACE = "place", "公共部位"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of the pick list. A home without a person is 房屋本身, for a caller who is not on file.

    `phone` is for the order's snapshot only, it is never shown: `masked` is.
    """

    kind: Means
    resident_id: str = ""
    home_id: str = ""
    place_id: str = ""
    name: str = field(default="", repr=False)
    salutation: str = field(default="", repr=False)
    relation: str = ""
    room_short: str = ""
    room_long: str = ""
    place_kind: str = ""
    phone: str = field(default="", repr=False)
    masked: str = ""
    level: str = ""
    bound: bool = False

    @property
    def relation_label(self) -> str:
        return Relation.label_of(self.relation)

    @property
    def level_label(self) -> str:
        return ServiceLevel.label_of(self.level)


def candidates(
    search: Search, actor: Actor, scope: str, typed: str, today: str, near: str = "", limit: int = 9
) -> list[Candidate]:
    """Whoever is meant: by phone tail, name, initials, room in any form, or public place. Empty: unknown.

    `today` (ISO) decides who still lives there; `near` is a home whose own unit's places come first.
    """
    text = fold(typed).strip()
    if not text or re.fullmatch(r"\d{1,2}", text):
        return []
    return _Looking(search, actor, scope, today).all_for(text, near, limit)


def household(search: Search, actor: Actor, scope: str, home_id: str, today: str) -> list[Candidate]:
    """Who lives in a home now: owner, family, tenants."""
    return _Looking(search, actor, scope, today).people_of((home_id,))


def places_of(search: Search, actor: Actor, scope: str, home_id: str, today: str) -> list[Candidate]:
    """The public places a caller from this home may mean: the unit's own, the building's, the estate's."""
    return _Looking(search, actor, scope, today).places_of(home_id)


def homes_of(search: Search, actor: Actor, scope: str, resident_id: str, today: str) -> list[Candidate]:
    """A person in every home lived in now; the person alone where there is none."""
    return _Looking(search, actor, scope, today).people((resident_id,))


class _Looking:
    """The reads of one question, all guarded by the same condition."""

    def __init__(self, search: Search, actor: Actor, scope: str, today: str) -> None:
        self.search, self.actor, self.scope, self.today = search, actor, scope, today
        self.guard, self.guarded = visible_to(actor, scope)

    def all_for(self, text: str, near: str, limit: int) -> list[Candidate]:
        rooms = named_rooms(text)
        if any(room.place for room in rooms):
            return self._places(text, near)[:limit]
        if rooms and not any(room.area for room in rooms):
            found = self._homes(text, rooms, limit) or self._people_called(text)
        elif rooms:
            found = self._people_called(text, stages(text)[:-1]) or self._homes(text, rooms, limit)
        elif text.isdigit():
            found = [*self._people_called(text), *self._homes(text, rooms, limit)]
        else:
            named = re.search(r"[^\W\da-z_]", text) is not None
            found = [*(self._places(text, near) if named else ()), *self._people_called(text)]
        return list(dict.fromkeys(found))[:limit]

    def _people_called(self, text: str, asked: Sequence[Stage] | None = None) -> list[Candidate]:
        found = self.people(self._ids(text, "resident", asked), text)
        if not re.fullmatch(r"\d{3,4}", text):
            return found
        # The tail of a telephone goes before a room of the same figures; whoever moved out of that room is not meant.
        tails = [one for one in found if tail4(one.phone) == text]
        return tails + [one for one in found if one.home_id and one not in tails]

    def people_of(self, homes: Sequence[str]) -> list[Candidate]:
        """The people of these homes, home by home."""
        marks = _marks(homes)
        rows = self._read(f'SELECT resident_id FROM "residence" WHERE {{}} AND home_id IN ({marks})', homes)
        found = self.people([str(row[0]) for row in rows])
        return [one for home in homes for one in found if one.home_id == home]

    def people(self, residents: Sequence[str], text: str = "") -> list[Candidate]:
        """Each person once for every home lived in now, owners first, then by room."""
        if not residents:
            return []
        known = some(self.search.database, self.actor, self.scope, RESIDENT, list(dict.fromkeys(residents)))
        living: dict[str, list[tuple[str, str]]] = {}
        rows = self._read(
            f"SELECT resident_id, home_id, relation FROM \"residence\" WHERE {{}} AND status = 'active'"
            f" AND (to_on IS NULL OR to_on >= ?) AND resident_id IN ({_marks(residents)})",
            (self.today, *residents),
        )
        homes = self.homes([row[1] for row in rows])
        for resident, home, relation in rows:
            if home in homes:
                living.setdefault(resident, []).append((home, relation))
        found = [
            _person(values, relation, homes.get(home), text)
            for resident, values in known.items()
            if values.get("status") == "active"
            for home, relation in living.get(resident) or [("", "")]
        ]
        return sorted(found, key=lambda one: (_RANK.get(one.relation, 9), _natural(one.room_short), one.name))

    def homes(self, ids: Iterable[str]) -> dict[str, Candidate]:
        """Homes in use, as candidates without a person."""
        wanted = list(dict.fromkeys(ids))
        rows = self._read(
            f"SELECT id, building_no, unit_no, room_no, bound_at FROM home"
            f" WHERE {{}} AND status = 'active' AND id IN ({_marks(wanted)})",
            wanted,
        )
        return {
            row[0]: Candidate(
                Means.HOME,
                home_id=row[0],
                room_short=room_short(row[1] or "", row[2] or "", row[3] or ""),
                room_long=room_long(row[1] or "", row[2] or "", row[3] or ""),
                bound=row[4] is not None,
            )
            for row in rows
        }

    def _homes(self, text: str, rooms: Sequence[RoomQuery], limit: int) -> list[Candidate]:
        """The home typed to its end with its people; of rooms still open, the rooms."""
        found = sorted(self.homes(self._ids(text, "home")).values(), key=lambda one: _natural(one.room_short))
        exact = [one for one in found if any(_is(query, one) for query in rooms)]
        opened = exact or (found if len(found) <= FEW else [])
        lines: list[Candidate] = []
        for home in opened[:limit]:
            lines += [*self.people_of((home.home_id,))[: max(limit - len(lines) - 1, 0)], home]
        return lines + [one for one in found if one not in opened]

    def _places(self, text: str, near: str) -> list[Candidate]:
        """Public places of that name, the own unit's first."""
        ids = self._ids(text, "place")
        rows = self._read(f"{PLACE} AND id IN ({_marks(ids)})", ids)
        found = sorted((_place(row) for row in rows), key=lambda one: _natural(one.room_short))
        own = [one for one in self.places_of(near) if text in fold(one.room_long)] if near else []
        return list(dict.fromkeys((*own, *found)))

    def places_of(self, home_id: str) -> list[Candidate]:
        homes = self._read("SELECT building_no, coalesce(unit_no, '') FROM home WHERE {} AND id = ?", (home_id,))
        if not homes:
            return []
        building, unit = homes[0]
        rows = self._read(
            f"{PLACE} AND (coalesce(building_no, '') = '' OR (building_no = ? AND coalesce(unit_no, '') IN ('', ?)))"
            f" AND kind NOT IN ('parking', 'shop')",
            (building, unit),
        )
        ranked = sorted(rows, key=lambda row: (not row[4], not row[3], _kind_rank(row[2]), row[5] or "", row[1]))
        return [_place(row) for row in ranked]

    def _ids(self, text: str, kind: str, asked: Sequence[Stage] | None = None) -> list[str]:
        asked = stages(text) if asked is None else asked
        found = self.search.match(self.actor, (self.scope,), asked, (kind,), limit=CONSIDERED)
        return [one.id for one in found]

    def _read(self, sql: str, parameters: Sequence[object]) -> list[tuple[str, ...]]:
        """`{}` stands where the guard goes."""
        return self.search.database.read(sql.format(self.guard), [*self.guarded, *parameters])


PLACE = "SELECT id, name, kind, building_no, unit_no, sort_key FROM place WHERE {} AND status = 'active'"


def _person(values: Values, relation: str, home: Candidate | None, text: str) -> Candidate:
    phone = _number_meant([one.get("number", "") for one in values.get("phones") or ()], text)
    return Candidate(
        Means.PERSON,
        resident_id=values["id"],
        home_id=home.home_id if home else "",
        name=values.get("name", ""),
        salutation=values.get("salutation", ""),
        relation=relation,
        room_short=home.room_short if home else "",
        room_long=home.room_long if home else "",
        phone=phone,
        masked=mask(phone) if phone else "",
        level=values.get("level", ""),
        bound=home.bound if home else False,
    )


def _number_meant(numbers: Sequence[str], text: str) -> str:
    """The telephone whose end or whole was typed, else the one to ring."""
    whole = read_phone(text).number
    by_tail = len(text) == 4 and text.isdigit()
    meant = (one for one in numbers if (tail4(one) == text if by_tail else read_phone(one).number.startswith(whole)))
    return next(meant, numbers[0] if numbers else "") if whole else (numbers[0] if numbers else "")


def _place(row: Sequence[str]) -> Candidate:
    building, unit, name = row[3] or "", row[4] or "", row[1]
    before = room_long(building, unit, "") if building else ""
    own = name.removeprefix(before) or name
    short = f"{room_short(building, unit, '')} {own}".strip()
    return Candidate(Means.PLACE, place_id=row[0], room_short=short, room_long=before + own, place_kind=row[2])


def _kind_rank(kind: str) -> int:
    return IN_A_UNIT.index(kind) if kind in IN_A_UNIT else len(IN_A_UNIT)


def _is(query: RoomQuery, home: Candidate) -> bool:
    if not query.room:
        return False
    if query.unit:
        return home.room_short.upper() == query.short.upper()
    parts = home.room_short.upper().split("-")
    return (parts[0], parts[-1]) == (query.building.upper(), query.room.upper())


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """3-2-1801 before 12-1-101."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text))


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)
