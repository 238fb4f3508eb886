"""What an import would do: good rows compared with what is stored, bad rows with their reasons. Writes nothing."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from desk.domain.places import room_short
from desk.services.residents.importing.compare import Comparison, Existing, MakeId, Planned, State, Values
from desk.services.residents.importing.gather import KINDS, Gathered, Told
from desk.services.residents.importing.layout import Layout, LeftOut, Table
from desk.services.residents.importing.lines import Line, LineReader, Problem
from desk.services.residents.importing.refusals import CancelledError
from desk.services.residents.importing.table_rows import Skipped
from desk.services.residents.record import Relation

STEP = 500
# Called with a count; asked whether the clerk wants to stop.
Progress = Callable[[int], None]
Cancelled = Callable[[], bool]


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


def plan(
    layout: Layout,
    make_id: MakeId,
    existing: Existing | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportPlan:
    """Every row of the layout as good or bad, and every record as new, changed or unchanged.

    `progress` is told the rows understood so far; `cancelled` is asked as often, and ends it with CancelledError.
    """
    result = ImportPlan(left_out=list(layout.left_out))
    lines = list(_watched(_read_lines(layout, result), progress, cancelled))
    if layout.book.error_cells:
        result.notes.append(f"有 {layout.book.error_cells} 个格子是 #N/A 之类的错误值, 当作空白; 请先在原表里改好")
    gathered = Gathered()
    gathered.add_all(lines)
    compared = Comparison(existing or Existing(), make_id)
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


def _read_lines(layout: Layout, result: ImportPlan) -> Iterator[Line]:
    for table in layout.tables:
        reader = LineReader(table)
        yield from reader.lines()
        result.skipped += reader.rows.skipped
        result.notes += _notes(table, reader)


def _watched(lines: Iterator[Line], progress: Progress | None, cancelled: Cancelled | None) -> Iterator[Line]:
    for number, line in enumerate(lines, 1):
        if number % STEP == 0:
            if progress is not None:
                progress(number)
            if cancelled is not None and cancelled():
                raise CancelledError
        yield line


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


def _warn_of_namesakes(told: Told, compared: Comparison) -> None:
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
