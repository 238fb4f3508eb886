"""What the file says beside what is stored: each entry as new, changed or unchanged."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desk.domain.code import Code
from desk.services.residents.importing.gather import Entry, Source
from desk.services.residents.record import Relation

# (kind, natural key) -> id
MakeId = Callable[[str, str], str]
Values = Mapping[str, Any]


class State(Code):
    NEW = "new", "新增"
    CHANGED = "changed", "有变化"
    UNCHANGED = "unchanged", "没有变化"
    REPEATED = "repeated", "重复"


@dataclass(slots=True)
class Existing:
    """What is stored already: the live records of the estate as dicts of their fields with `id`."""

    building: Iterable[Values] = ()
    unit: Iterable[Values] = ()
    home: Iterable[Values] = ()
    place: Iterable[Values] = ()
    resident: Iterable[Values] = ()
    residence: Iterable[Values] = ()


@dataclass(slots=True)
class Planned:
    """One record: `values` to store when new; `changes` field -> (stored, told) when changed.

    A field the file does not tell is never touched; telephone numbers are added, never taken away.
    """

    kind: str
    id: str
    state: State
    values: dict[str, Any]
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)


class Comparison:
    """Finds the stored record an entry speaks of, by what it is called and not by its id."""

    def __init__(self, existing: Existing, make_id: MakeId) -> None:
        self._make_id = make_id
        self._ids: dict[tuple[str, str], str] = {}
        self._stored: dict[str, dict[str, Values]] = {
            "building": {str(v["no"]): v for v in existing.building},
            "unit": {f"{v['building_no']}/{v['no']}": v for v in existing.unit},
            "home": {f"{v['building_no']}/{v.get('unit_no') or ''}/{v['room_no']}": v for v in existing.home},
            "place": {str(v["name"]): v for v in existing.place},
        }
        home_keys = {v["id"]: key for key, v in self._stored["home"].items()}
        residents = {v["id"]: v for v in existing.resident}
        self._by_phone: dict[tuple[str, str], Values] = {}
        self._by_home: dict[tuple[str, str], Values] = {}
        self._by_id = residents
        self._residences: dict[tuple[str, str], Values] = {}
        self.names_by_number: dict[tuple[str, str], set[str]] = {}
        for v in residents.values():
            for phone in v.get("phones") or ():
                self._by_phone.setdefault((v["name"], phone["number"]), v)
        for v in existing.residence:
            self._residences.setdefault((v["resident_id"], v["home_id"]), v)
            resident, key = residents.get(v["resident_id"]), home_keys.get(v["home_id"])
            if resident is not None and key is not None:
                self._by_home.setdefault((resident["name"], key), resident)
                for phone in resident.get("phones") or ():
                    self.names_by_number.setdefault((key, phone["number"]), set()).add(resident["name"])

    def compare(self, entry: Entry) -> Planned:
        values = dict(entry.values)
        if entry.kind == "residence":
            values |= {name: self._ids[other.kind, other.key] for name, other in entry.refers.items()}
            stored = self._residences.get((values["resident_id"], values["home_id"]))
            key = f"{values['resident_id']}/{values['home_id']}"
        elif entry.kind == "resident":
            stored, key = self._resident(entry), entry.key
        else:
            stored, key = self._stored[entry.kind].get(entry.key), entry.key
        made = self._make_id(entry.kind, key)
        if stored is None and entry.kind == "resident":
            stored = self._by_id.get(made)
        identity = str(stored["id"]) if stored is not None else made
        self._ids[entry.kind, entry.key] = identity
        if stored is None:
            if entry.kind == "residence":
                values.setdefault("relation", Relation.OWNER.value)
            return Planned(entry.kind, identity, State.NEW, values, {}, entry.sources)
        if entry.kind == "resident":
            values["phones"] = _phones(stored.get("phones") or [], values.get("phones", []))
        changes = {
            name: (stored.get(name), value)
            for name, value in values.items()
            if value not in (None, "", []) and (stored.get(name) or None) != value
        }
        state = State.CHANGED if changes else State.UNCHANGED
        return Planned(entry.kind, identity, state, values, changes, entry.sources)

    def _resident(self, entry: Entry) -> Values | None:
        name = entry.values["name"]
        for phone in entry.values.get("phones", []):
            if (found := self._by_phone.get((name, phone["number"]))) is not None:
                return found
        for home in entry.homes:
            if (found := self._by_home.get((name, home))) is not None:
                return found
        return None


def _phones(stored: list[dict[str, str]], told: list[dict[str, str]]) -> list[dict[str, str]]:
    """Stored numbers in their order, an empty remark filled in, new numbers behind."""
    notes = {phone["number"]: phone.get("note", "") for phone in told}
    merged = [{**phone, "note": phone.get("note") or notes.get(phone["number"], "")} for phone in stored]
    known = {phone["number"] for phone in stored}
    return merged + [phone for phone in told if phone["number"] not in known]
