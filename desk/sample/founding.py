"""The sample world as ops: company, estates, homes, people, staff and crews, each a step in the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from desk.domain.places import sort_key
from desk.domain.roles import Actor, Role
from desk.services.work_orders.catalogue import Catalogue, CrewKind
from desk.store.bulk import Chronicle

Row = Mapping[str, Any]
FOUNDER = Actor(str(uuid5(NAMESPACE_URL, "wuye/rules")), frozenset({Role.RULES}), "系统")
COMPANY = str(uuid5(NAMESPACE_URL, "wuye/sample-company"))


def id_of(kind: str, key: str) -> str:
    """The id of a sample row: the same in every sample folder."""
    return str(uuid5(NAMESPACE_URL, f"wuye/sample/{kind}/{key}"))


@dataclass
class Founded:
    """What the stories refer to: values by the world's keys."""

    scopes: dict[str, str] = field(default_factory=dict)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    residents: dict[str, dict[str, Any]] = field(default_factory=dict)
    staff: dict[str, Actor] = field(default_factory=dict)
    crews: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    roles: dict[tuple[str, str], set[Role]] = field(default_factory=dict)

    def actor(self, staff_no: str, scope: str) -> Actor:
        """A person with the roles held in this estate."""
        person = self.staff[staff_no]
        held = frozenset(self.roles.get((person.id, scope), ()))
        return Actor(person.id, held, person.name, person.staff_no)


def found(chronicle: Chronicle, world: Mapping[str, list[dict[str, Any]]], catalogue: Catalogue, at: int) -> Founded:
    """Tell the world as steps of the founding day."""
    company = f"o/{COMPANY}"
    founded = Founded()

    def add(scope: str, record: str, key: str, values: Row) -> str:
        known = {name: value for name, value in values.items() if value not in (None, "", [])}
        return chronicle.take(scope, FOUNDER, f"{record}.add", at, known, id_of(record, key))

    for row in world["estates"]:
        names = ("name", "company", "desk_phone", "short", "description")
        ent = add(company, "estate", row["key"], {name: row[name] for name in names})
        founded.scopes[row["key"]] = f"e/{ent}"
    _staff(add, company, world, founded)
    for row in world["buildings"]:
        add(founded.scopes[row["estate"]], "building", row["key"], {
            "no": row["no"], "name": row["name"], "sort_key": sort_key(row["no"]),
            "handed_over_on": row["handed_over_on"], "warranty_until_on": row["warranty_until_on"],
            "butler_id": id_of("staff", row["butler"]) if row["butler"] else None,
        })  # fmt: skip
    for row in world["units"]:
        values = {"building_no": row["building_no"], "no": row["no"],
                  "sort_key": sort_key(row["building_no"], row["no"])}  # fmt: skip
        add(founded.scopes[row["estate"]], "unit", row["key"], values)
    for row in world["homes"]:
        fields = ("building_no", "unit_no", "room_no", "room", "floor", "area_cm2", "handed_over_on", "bound_at",
                 "arrears_fen")  # fmt: skip
        key = sort_key(row["building_no"], row["unit_no"], row["room_no"])
        ent = add(founded.scopes[row["estate"]], "home", row["key"], {**{n: row[n] for n in fields}, "sort_key": key})
        founded.homes[row["key"]] = {**row, "id": ent}
    for row in world["places"]:
        values = {name: row[name] for name in ("name", "kind", "building_no", "unit_no")}
        key = sort_key(row["building_no"] or "9999", row["unit_no"] or "9999", row["name"])
        ent = add(founded.scopes[row["estate"]], "place", row["key"], {**values, "sort_key": key})
        founded.places[row["key"]] = {**row, "id": ent}
    _people(add, world, founded)
    for estate, scope in founded.scopes.items():
        _crews(add, estate, scope, world, catalogue, founded)
    return founded


def _staff(add: Any, company: str, world: Mapping[str, list[dict[str, Any]]], founded: Founded) -> None:
    for row in world["staff"]:
        values = {name: row[name] for name in ("name", "staff_no", "phone", "account", "skills")}
        ent = add(company, "staff", row["key"], values)
        founded.staff[row["key"]] = Actor(ent, frozenset(), row["name"], row["staff_no"])
    for row in world["grants"]:
        for estate in founded.scopes if row["estate"] in ("", "*", "all") else (row["estate"],):
            crew = id_of("crew", f"{estate}/{row['crew']}") if row["crew"] else None
            values = {"staff_id": id_of("staff", row["staff"]), "estate_id": founded.scopes[estate][2:],
                      "role": row["role"], "crew_id": crew, "shift": row["shift"]}  # fmt: skip
            add(company, "grant", f"{row['key']}@{estate}", values)
            held = founded.roles.setdefault((values["staff_id"], founded.scopes[estate]), set())
            held.add(Role(row["role"]))  # type: ignore[call-arg]


def _people(add: Any, world: Mapping[str, list[dict[str, Any]]], founded: Founded) -> None:
    names = ("name", "salutation", "phones", "level", "birthday_on", "best_hours", "note")
    estate_of: dict[str, str] = {}
    for row in world["residences"]:
        estate_of.setdefault(row["resident"], founded.homes[row["home"]]["estate"])
    for row in world["residents"]:
        scope = founded.scopes[estate_of[row["key"]]]
        ent = add(scope, "resident", row["key"], {name: row.get(name) for name in names})
        founded.residents[row["key"]] = {**row, "id": ent, "scope": scope}
    for row in world["residences"]:
        home = founded.homes[row["home"]]
        values = {"resident_id": founded.residents[row["resident"]]["id"], "home_id": home["id"],
                  "relation": row["relation"], "from_on": row.get("from_on"), "to_on": row.get("to_on")}  # fmt: skip
        add(founded.scopes[home["estate"]], "residence", f"{row['resident']}@{row['home']}@{row['relation']}", values)


def _crews(
    add: Any, estate: str, scope: str, world: Mapping[str, list[dict[str, Any]]], catalogue: Catalogue, founded: Founded
) -> None:
    contractors = {row["crew"]: row for row in world["contractors"] if row["estate"] == estate}
    for number, (code, facts) in enumerate(catalogue.crews.items()):
        outside = facts.kind is CrewKind.OUTSIDE
        contractor = contractors.get(code)
        if outside and contractor is None:
            continue
        name = facts.name
        values = {"name": name, "trades": [part for part in facts.does.replace(",", " ").split() if part],
                  "outside": outside,
                  "phone": contractor["phone"] if contractor else None, "sort_key": f"{number:02d}"}  # fmt: skip
        ent = add(scope, "crew", f"{estate}/{code}", values)
        founded.crews[(estate, code)] = {"id": ent, "name": name, "outside": outside}
