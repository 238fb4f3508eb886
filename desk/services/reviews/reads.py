"""What waits to be decided, and the sides of one of them: whole lines of steps with their paper and their money."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.conflicts import on_line
from desk.domain.deciding import KEPT, MAIN, OPEN, Is
from desk.domain.flow import RESOLVE, Flow, Frozen, Values
from desk.domain.roles import Actor
from desk.domain.service import Rulebook
from desk.services.reviews.lines import Said, clock, differing, said
from desk.store import device, log
from desk.store.fold import Fold, open_branches
from desk.store.log import Entry
from desk.store.query import visible_to
from desk.store.rows import columns_of
from desk.store.said import said_of

if TYPE_CHECKING:
    from desk.store.database import Database

ORDER, SLIP, TAKING, COMPLAINT = "work_order", "slip", "taking", "complaint"
SIGN, ANSWER = "sign", "answer"
Read = Callable[[str, Sequence[object]], Sequence[tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that two desks left in two states."""

    record: str
    ent: str
    scope: str
    values: Values
    label: str
    opened_at: int
    fact: bool
    sides: int

    @property
    def where(self) -> str:
        return str(self.values.get("where") or self.values.get("name") or self.values.get("no") or self.label)

    @property
    def what(self) -> str:
        return str(self.values.get("problem_label") or self.values.get("matter") or self.label)


@dataclass(frozen=True, slots=True)
class Side:
    """A line of steps. `sets` is what a branch would set once it stands; `here`: done on this desk."""

    id: str
    lines: tuple[Said, ...]
    values: Values
    sets: Values
    fact: bool
    signed: bool
    slips: tuple[Values, ...]
    takings: tuple[Values, ...]
    here: bool

    @property
    def answered(self) -> Said | None:
        """Of a complaint: when somebody was given an answer, which cannot be called back."""
        return next((one for one in self.lines if one.step == ANSWER), None)

    @property
    def paid_fen(self) -> int:
        return sum(int(one["amount_fen"]) for one in self.takings if brings(one))


@dataclass(frozen=True, slots=True)
class Review:
    """Whole lines side by side: the main one first, then each open branch."""

    record: str
    ent: str
    scope: str
    label: str
    values: Values
    opened_at: int
    common: tuple[Said, ...]
    sides: tuple[Side, ...]
    differs: tuple[tuple[str, tuple[str, ...]], ...]
    names: Mapping[str, str]

    @property
    def preselected(self) -> str:
        """The only side that is signed or paid, else the only one where somebody has been; empty: a person chooses."""
        for strong in ([one for one in self.sides if one.signed or one.paid_fen], [s for s in self.sides if s.fact]):
            if strong:
                return strong[0].id if len(strong) == 1 else ""
        return ""

    def side(self, name: str) -> Side | None:
        return next((one for one in self.sides if one.id == name), None)

    def question(self, actor_id: str, now: int, places: Mapping[str, str]) -> str:
        """前台2 周婷 10:32 派工 王建国, 您 10:34 派工 李伟: 用哪个? `places`: names of desks by their `dev`."""
        told = []
        for one in self.sides:
            if one.lines:
                first = one.lines[0]
                other = f"{places.get(first.dev, '')} {self.names.get(first.by, '')}".strip() or "另一台电脑"
                who = "您" if first.by == actor_id else other
                told.append(f"{who} {clock(first.at, now)} {first.words}")
        return ", ".join(told) + ": 用哪个?"


def brings(taking: Frozen) -> bool:
    """Whether this sum came in and has not gone out."""
    return taking.get("status") == "taken" and taking.get("payment") != "on_account"


def waiting(database: "Database", rules: Rulebook, actor: Actor, scope: str) -> list[Waiting]:
    """Everything of one scope that a person must decide: what is urgent, then what holds facts, then the oldest."""
    where, parameters = visible_to(actor, scope, "branch")
    rows = database.read(
        f"SELECT record, ent, MIN(opened_at), MAX(fact), COUNT(*) FROM branch WHERE {where} AND status = ?"
        " GROUP BY record, ent",
        [*parameters, OPEN],
    )
    found = []
    for record, ent, opened_at, fact, count in rows:
        flow = rules.flow(str(record))
        values = _row(database, flow, scope, str(ent)) if flow is not None else None
        if flow is not None and values is not None:
            label = flow.record.label
            one = Waiting(str(record), str(ent), scope, values, label, int(opened_at), bool(fact), int(count) + 1)
            found.append(one)
    return sorted(found, key=lambda one: (one.values.get("urgency") != "urgent", not one.fact, one.opened_at, one.ent))


def review(
    database: "Database", rules: Rulebook, actor: Actor, scope: str, record: str, ent: str, now: int,
    office: "Database | None" = None,
) -> Review | None:  # fmt: skip
    """The sides of one of them; None where it has been decided since.

    `office`: where people and this PC are known by name, where that is another file than the one it stands in.
    """
    where, parameters = visible_to(actor, scope, "branch")
    flow = rules.flow(record)
    if flow is None or not database.read(f"SELECT 1 FROM branch WHERE {where} AND ent = ?", [*parameters, ent]):
        return None
    fold = Fold(database.read, rules, scope)
    held, branches = fold.row((record, ent)), fold.branches(ent)
    waits = open_branches(branches)
    if held is None or not waits:
        return None
    entries = log.history(database, ent)
    left = {str(one["id"]): fold.left_at(one) for one in waits}
    own = {op for _base, ops in left.values() for op in ops}
    common, main = _parted(entries, branches, [base or "" for base, _ops in left.values()], own)
    devices = _own_devices(office or database)
    by_branch = {str(one["id"]): [e for e in entries if e.head.id in (one.get("ops") or ())] for one in waits}
    papers = _papers(database, rules, scope, record, ent, {MAIN: main, **by_branch}, common[-1] if common else None)
    sides = [_side(MAIN, main, held.values, {}, flow, papers, devices, now)]
    for one in waits:
        base, before = left[str(one["id"])]
        behind = tuple(past for past in fold.since((record, ent), base) if past.op_id not in before)
        there = on_line(flow, held.values, ent, one, behind)
        sides.append(
            _side(
                str(one["id"]),
                by_branch[str(one["id"])],
                there,
                dict(one.get("sets") or {}),
                flow,
                papers,
                devices,
                now,
            )
        )
    names = _names(office or database, [line for side in sides for line in side.lines])
    return Review(
        record, ent, scope, flow.record.label, held.values, min(int(one["opened_at"]) for one in waits),
        tuple(said(one, flow, now) for one in common), tuple(sides),
        tuple(differing(flow, [one.values for one in sides], now)), names,
    )  # fmt: skip


def _side(
    name: str, entries: Sequence[Entry], values: Values, sets: Values, flow: Flow,
    papers: Mapping[tuple[str, str], list[Values]], devices: frozenset[str], now: int,
) -> Side:  # fmt: skip
    steps = [flow.step(one.step) for one in entries]
    signed = any(one.step == SIGN and not one.values.get("unsigned_reason") for one in entries)
    takings = tuple(papers.get((name, TAKING), ()))
    return Side(
        name, tuple(said(one, flow, now) for one in entries), values, sets,
        any(step is not None and step.fact for step in steps) or any(brings(one) for one in takings), signed,
        tuple(papers.get((name, SLIP), ())), takings,
        any(one.head.dev in devices for one in entries),
    )  # fmt: skip


def _parted(
    entries: Sequence[Entry], branches: Iterable[Frozen], bases: Sequence[str], own: set[str]
) -> tuple[list[Entry], list[Entry]]:
    """What every side knows, and what was done on the main line since. A branch that was kept is the main line.

    `own`: steps behind the bases that those on the branches knew all the same, since they had taken them themselves.
    """
    aside: set[str] = set()
    kept: set[str] = set()
    for one in branches:  # in turn: what was kept once may have been given up by a later decision
        ops = set(one.get("ops") or ())
        kept = kept | ops if one.get("status") == KEPT else kept - ops
        aside = aside - ops if one.get("status") == KEPT else aside | ops
    places = [number for number, one in enumerate(entries) if one.head.id in bases]
    split = min(places) + 1 if len(places) == len({one for one in bases if one}) and "" not in bases else 0
    stands = [e for e in entries if e.head.id in kept or (e.did.verdict is Is.OK and e.head.id not in aside)]
    behind = {one.head.id for one in entries[split:]} - own
    common = [one for one in stands if one.head.id not in behind]
    return common, [one for one in stands if one.head.id in behind and one.step != RESOLVE]


def _papers(
    database: "Database", rules: Rulebook, scope: str, record: str, ent: str,
    lines: Mapping[str, Sequence[Entry]], last_common: Entry | None,
) -> dict[tuple[str, str], list[Values]]:  # fmt: skip
    """Sheets and sums by the side that wrote them: in one group with one of its steps, else on its device."""
    found: dict[tuple[str, str], list[Values]] = {}
    if record != ORDER:
        return found
    groups = {one.head.grp: name for name, line in lines.items() for one in line if one.head.grp}
    devices: dict[str, set[str]] = {}
    for name, line in lines.items():
        for one in line:
            devices.setdefault(one.head.dev, set()).add(name)
    for kind in (SLIP, TAKING):
        columns = columns_of(rules.known(kind).record)
        for row in database.read(columns.select("scope = ? AND order_id = ? ORDER BY id"), [scope, ent]):
            values = columns.decode(row)
            begun = next((one for one in log.history(database, str(values["id"])) if one.did.verdict is Is.OK), None)
            if begun is None or not _behind(database, scope, begun, last_common):
                continue
            on = devices.get(begun.head.dev, set())
            side = groups.get(begun.head.grp or "") or (next(iter(on)) if len(on) == 1 else MAIN)
            found.setdefault((side, kind), []).append(values)
    return found


def _behind(database: "Database", scope: str, one: Entry, common: Entry | None) -> bool:
    if common is None:
        return True
    places = said_of(database.read, scope, [one.head.id, common.head.id], ("journal", "outbox"))
    return places[one.head.id].place > places[common.head.id].place


def _row(database: "Database", flow: Flow, scope: str, ent: str) -> Values | None:
    columns = columns_of(flow.record)
    rows = database.read(columns.select("scope = ? AND id = ?"), [scope, ent])
    return columns.decode(rows[0]) if rows else None


def _own_devices(database: "Database") -> frozenset[str]:
    rows = database.read("SELECT value FROM device WHERE name IN (?, ?)", [device.ID, device.FORMERLY])
    return frozenset(one for row in rows for one in str(row[0]).split())


def _names(database: "Database", lines: Iterable[Said]) -> dict[str, str]:
    ids = sorted({one.by for one in lines if one.by})
    rows = database.read(f"SELECT id, name FROM staff WHERE id IN ({', '.join('?' * len(ids))})", ids) if ids else []
    return {str(ent): str(name) for ent, name in rows}
