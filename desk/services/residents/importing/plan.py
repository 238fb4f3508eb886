"""What an import would do: good rows compared with what is stored, bad rows with their reasons. Writes nothing."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desk.domain.code import Code
from desk.domain.places import room_short
from desk.services.residents.importing.gather import KINDS, Entry, Gathered, Source, Told
from desk.services.residents.importing.layout import Layout, LeftOut, Table
from desk.services.residents.importing.lines import Line, LineReader, Problem
from desk.services.residents.importing.table_rows import Skipped
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


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row for the preview. `repeats` is the earlier row it only says again (0: none)."""

    sheet: str
    row: int
    rooms: tuple[str, ...]
    names: tuple[str, ...]
    phones: tuple[str, ...]
    relations: tuple[str, ...]
    state: State
    repeats: int = 0


@dataclass(slots=True)
class BadRow:
    """A row that stays out until it is mended; its line knows the building that a row above has set."""

    line: Line

    @property
    def problems(self) -> list[Problem]:
        return [problem for problem in self.line.problems if problem.bad]

    @property
    def reason(self) -> str:
        return "；".join(problem.words for problem in self.problems)


@dataclass(slots=True)
class ImportPlan:
    """`records` stand in the order in which they may be written: what is referred to comes first."""

    records: list[Planned] = field(default_factory=list)
    good: list[GoodRow] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def count(self, kind: str, state: State) -> int:
        return sum(1 for record in self.records if record.kind == kind and record.state is state)

    @property
    def to_write(self) -> list[Planned]:
        """Only what is new or changed; empty when the file says nothing new."""
        return [record for record in self.records if record.state in (State.NEW, State.CHANGED)]


def ids_of_estate(estate_id: str) -> MakeId:
    """UUIDv5(estate, kind, natural key): two desks that import the same list draw the same ids."""
    estate = uuid.UUID(estate_id)
    spaces = {kind: uuid.uuid5(estate, kind) for kind in KINDS}
    return lambda kind, key: str(uuid.uuid5(spaces[kind], key))


def plan(layout: Layout, make_id: MakeId, existing: Existing | None = None) -> ImportPlan:
    """Every row of the layout as good or bad, and every record as new, changed or unchanged."""
    result = ImportPlan(left_out=list(layout.left_out))
    lines: list[Line] = []
    for table in layout.tables:
        reader = LineReader(table)
        lines += reader.lines()
        result.skipped += reader.rows.skipped
        result.notes += _notes(table, reader)
    if layout.book.error_cells:
        result.notes.append(f"有 {layout.book.error_cells} 个格子是 #N/A 之类的错误值, 当作空白; 请先在原表里改好")
    gathered = Gathered()
    gathered.add_all(lines)
    compared = _Comparison(existing or Existing(), make_id)
    states: dict[tuple[str, str], State] = {}
    for kind in KINDS:
        for entry in gathered.entries[kind].values():
            record = compared.compare(entry)
            states[kind, entry.key] = record.state
            result.records.append(record)
    for told in gathered.told:
        if told.entries:
            result.good.append(_good(told, [states[e.kind, e.key] for e in told.entries]))
        _warn_of_namesakes(told, compared)
    for line in lines:
        if line.bad:
            result.bad.append(BadRow(line))
        else:
            result.warnings += line.problems
    return result


def _notes(table: Table, reader: LineReader) -> list[str]:
    sheet = f"“{table.sheet.name}”" if table.sheet.name else "表"
    notes = []
    if table.ignored:
        titles = "、".join(f"{t.letter} {t.title[:12]}" for t in table.ignored)
        notes.append(f"{sheet}里这些列不导入: {titles}")
    if reader.carried:
        notes.append(f"{sheet}里有 {reader.carried} 行没写楼栋, 按上一行的楼栋读")
    return notes


def _good(told: Told, states: list[State]) -> GoodRow:
    line = told.line
    counted = Counter(states)
    state = next((s for s in (State.NEW, State.CHANGED) if counted[s]), State.UNCHANGED)
    homes = [e for e in told.entries if e.kind == "home"]
    homes = homes or [e.refers["home_id"] for e in told.entries if e.kind == "residence"]
    rooms = [_room(home.values) for home in homes] or [line.place_name or _room(told.entries[-1].values)]
    return GoodRow(
        line.table.sheet.name,
        line.row.number,
        tuple(room for room in dict.fromkeys(rooms) if room),
        tuple(person.name for person in line.people),
        tuple(phone["number"] for person in line.people for phone in person.phones),
        tuple((person.relation or Relation.OWNER).label for person in line.people),
        State.REPEATED if told.repeats else state,
        told.repeats,
    )


def _room(values: Values) -> str:
    """3-2-1801 of a home; of a unit or a building what there is of it."""
    building = values.get("building_no") or values.get("no")
    unit = values.get("unit_no") or (values.get("no") if "building_no" in values else "")
    return room_short(building or "", unit or "", values.get("room_no", ""))


def _warn_of_namesakes(told: Told, compared: "_Comparison") -> None:
    """A new name with a number that somebody of the same home already has is perhaps the same person."""
    line = told.line
    for entry in told.entries:
        if entry.kind != "residence":
            continue
        resident, home = entry.refers["resident_id"], entry.refers["home_id"]
        for phone in resident.values.get("phones", []):
            other = compared.names_by_number.get((home.key, phone["number"]))
            if other is not None and resident.values["name"] not in other:
                reason = f"这间房已登记同一号码的“{min(other)}”, 会再新增一位"
                advice = "如果是同一个人, 请先在住户卡上改名再导入"
                line.problems.append(Problem(line.table.sheet.name, line.row.number, "", "", "", reason, advice, False))


class _Comparison:
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
