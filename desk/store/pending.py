"""Forecasts: what waits to be sent was decided here for the time being, and is decided again when the log moves."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from logging import getLogger
from typing import TYPE_CHECKING, Any, TypeVar

from desk.domain.conflicts import settle
from desk.domain.deciding import Context, Did, Is, Order
from desk.domain.flow import Refusal
from desk.domain.roles import Actor, Role
from desk.domain.service import Rulebook
from desk.store import lane, log
from desk.store.fold import Fold, Key
from desk.store.performing import is_disk
from desk.store.said import values_of
from desk.store.steps import ContextOf
from sync.protocol.envelope import Envelope, pack

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")
journal = getLogger("desk.forecast")
MOST_MARKS = 500
FEW = 200  # pending ops that are looked through whole rather than sought one by one
# Records whose change changes what people may do and what the rules go by.
CONFIGURES = frozenset({"setting", "list_row", "staff", "grant", "estate", "crew"})
FOUNDED = """SELECT 1 FROM "grant" WHERE scope=? AND role=? AND status='active' LIMIT 1"""
UNLOGGED = "NOT EXISTS (SELECT 1 FROM journal j WHERE j.scope=o.scope AND j.id=o.id)"
ALL = f"""SELECT o.pos, o.id, o.op, u.record, u.id FROM outbox o
          LEFT JOIN undo u ON u.scope=o.scope AND u.op_id=o.id WHERE o.scope=? AND {UNLOGGED}"""
TOUCHING = """SELECT o.pos, o.id FROM undo u CROSS JOIN outbox o ON o.id=u.op_id
              WHERE u.scope=? AND u.record=? AND u.id IN ({marks}) AND {unlogged}"""
SPOTS = "SELECT o.pos, o.id FROM outbox o WHERE o.{name} IN ({marks}) AND o.scope=? AND {unlogged}"
Spot = tuple[int, str]  # pos and id of a pending op


@dataclass(frozen=True, slots=True)
class Pending:
    """An op of the outbox. `keys`: the rows that its forecast changed, and its own."""

    pos: int
    id: str
    keys: frozenset[Key]


def is_any(connection: "Connection", scope: str) -> bool:
    """Whether anything of this scope waits here."""
    return connection.exec_driver_sql("SELECT 1 FROM outbox WHERE scope=? LIMIT 1", (scope,)).fetchone() is not None


def touched(connection: "Connection", scope: str, keys: Collection[Key], ids: Collection[str]) -> list[Pending]:
    """The pending ops that have one of these ids or stand on one of these rows, and what stands on theirs; in order.

    One pass forwards: an op that only others before it stand on stays as it is.
    """
    count = int(connection.exec_driver_sql("SELECT COUNT(*) FROM outbox WHERE scope=?", (scope,)).scalar_one())
    seek = _Whole(connection, scope) if count <= max(FEW, len(keys)) else _Seek(connection, scope)
    dirty = set(keys)
    spots = [*seek.touching(dirty), *seek.named(ids)]
    heapify(spots)
    found: dict[str, Pending] = {}
    while spots:
        pos, one = heappop(spots)
        if one in found:
            continue
        own = seek.keys_of(one)
        found[one] = Pending(pos, one, frozenset(own))
        fresh = own - dirty
        dirty |= fresh
        for spot in seek.touching(fresh):
            if spot[0] > pos:
                heappush(spots, spot)
    return list(found.values())


def all_of(connection: "Connection", scope: str) -> list[Pending]:
    """Every pending op of a scope, in order."""
    seek = _Whole(connection, scope)
    return [Pending(pos, one, frozenset(seek.keys_of(one))) for pos, one in sorted(seek.spots)]


def undo(connection: "Connection", rules: Rulebook, scope: str, pending: Sequence[Pending]) -> None:
    """Take forecasts off the rows, the newest first."""
    for one in reversed(pending):
        log.undo(connection, rules, scope, one.id)


class _Whole:
    """All pending ops of a scope, in memory."""

    def __init__(self, connection: "Connection", scope: str) -> None:
        self.spots: set[Spot] = set()
        self._keys: dict[str, set[Key]] = {}
        self._on: dict[str, set[Spot]] = {}
        for pos, one, op, record, ent in connection.exec_driver_sql(ALL, (scope,)):
            if one not in self._keys:
                self.spots.add((pos, one))
                self._add(pos, one, own_key(op))
            if record is not None:
                self._add(pos, one, (record, ent))

    def _add(self, pos: int, one: str, key: Key) -> None:
        self._keys.setdefault(one, set()).add(key)
        self._on.setdefault(key[1], set()).add((pos, one))

    def touching(self, keys: Iterable[Key]) -> Iterator[Spot]:
        for _record, ent in keys:
            yield from self._on.get(ent, ())

    def named(self, ids: Collection[str]) -> Iterator[Spot]:
        return (spot for spot in self.spots if spot[1] in ids)

    def keys_of(self, one: str) -> set[Key]:
        return self._keys[one]


class _Seek:
    """The same sought in the tables: where thousands wait, a page of the log touches few of them."""

    def __init__(self, connection: "Connection", scope: str) -> None:
        self._read = lane.reading(connection)
        self._scope = scope

    def touching(self, keys: Iterable[Key]) -> Iterator[Spot]:
        by_record: dict[str, list[str]] = {}
        for record, ent in keys:
            by_record.setdefault(record, []).append(ent)
        for record, ents in by_record.items():
            for some in parts(ents):
                sql = TOUCHING.format(marks=marks(some), unlogged=UNLOGGED)
                yield from self._spots(sql, (self._scope, record, *some))
                yield from self._where("ent", some)

    def named(self, ids: Collection[str]) -> Iterator[Spot]:
        for some in parts(list(ids)):
            yield from self._where("id", some)

    def keys_of(self, one: str) -> set[Key]:
        ((op,),) = self._read("SELECT op FROM outbox WHERE id=?", (one,))
        rows = self._read("SELECT record, id FROM undo WHERE scope=? AND op_id=?", (self._scope, one))
        return {own_key(op), *((str(record), str(ent)) for record, ent in rows)}

    def _where(self, name: str, some: Sequence[str]) -> Iterator[Spot]:
        sql = SPOTS.format(name=name, marks=marks(some), unlogged=UNLOGGED)
        return self._spots(sql, (*some, self._scope))

    def _spots(self, sql: str, parameters: Sequence[Any]) -> Iterator[Spot]:
        return ((int(pos), str(one)) for pos, one in self._read(sql, parameters))


@dataclass
class Forecasting:
    """Decides pending ops again, on a fold that stands where the log stands now."""

    connection: "Connection"
    rules: Rulebook
    context_of: ContextOf
    fold: Fold
    now: int
    frozen: frozenset[Key] = frozenset()
    changed: set[Key] = field(default_factory=set)  # rows that were written on the way
    _contexts: dict[str, Context] = field(default_factory=dict)

    def again(self, pending: Sequence[Pending], impossible: Collection[str] = ()) -> None:
        """In their order. Of the impossible ones nothing is forecast: the log has another op of their id."""
        told: list[tuple[bytes, int]] = []
        for some in parts(pending):
            sql = f"SELECT pos, op, body, pii, at, eff FROM outbox WHERE pos IN ({marks(some)}) ORDER BY pos"
            rows = self.connection.exec_driver_sql(sql, tuple(one.pos for one in some)).fetchall()
            for pos, op, body, pii, at, eff in rows:
                before = None if at is None or eff is None else (int(at), int(eff))
                try:
                    head = Envelope.open(op)
                except (ValueError, KeyError, TypeError, AttributeError):
                    continue  # it came from a log and goes back to it as it is
                told.append((pack(self._one(head, body, pii, before, impossible).wire()), int(pos)))
        if told:
            self.connection.exec_driver_sql("UPDATE outbox SET did=? WHERE pos=?", told)

    def _one(
        self, head: Envelope, body: bytes | None, pii: bytes | None, before: tuple[int, int] | None, no: Collection[str]
    ) -> Did:
        flow, record, step = self.rules.of_kind(head.kind)
        # What the log decided before a rewind keeps its moments.
        now, at = (max(before), before[1]) if before else (self.now, head.at)
        order = Order(record, step, head.ent, values_of(body, pii), at, head.id)
        if head.id in no:
            return Did(Is.DENIED, now, min(at, now), refusal=Refusal("same_id", ""))
        if flow is None or (record, head.ent) in self.frozen:
            return Did(Is.UNKNOWN, now, min(at, now))
        try:
            context = self.fold.context(self._context(head, now), order, head.after, head.base)
            did = settle(flow, self.fold.values((record, head.ent)), order, context)
        except Exception as error:  # a forecast that cannot be made must not stop the log
            if is_disk(error):
                raise
            journal.error("a rule failed: %s", type(error).__name__, extra={"kind": head.kind, "op": head.id})
            return Did(Is.DENIED, now, min(at, now), refusal=Refusal("fault", ""))
        if any((make.record, make.id) in self.frozen for make in did.make):
            return Did(Is.UNKNOWN, now, did.eff)
        images = self.fold.perform(flow, order, did, head.by, head.after)
        if any(name in CONFIGURES for name, _ in images):
            self.changed |= lane.flush(self.fold, self.connection)
            self._contexts.clear()
        return did

    def _context(self, head: Envelope, now: int) -> Context:
        if head.by not in self._contexts:
            actor = Actor(head.by, frozenset({Role.RULES}) if self._founds(head) else frozenset())
            self._contexts[head.by] = self.context_of(self.connection, head.scope, actor, now)
        return replace(self._contexts[head.by], now=now)

    def _founds(self, head: Envelope) -> bool:
        """The rules themselves take the first steps of a company, while nobody is there who could permit them."""
        if head.by or not head.scope.startswith("o/"):
            return False
        return not self.connection.exec_driver_sql(FOUNDED, (head.scope, str(Role.HEAD_OFFICE))).fetchall()


def own_key(op: bytes) -> Key:
    try:
        head = Envelope.open(op)
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", ""
    return head.kind.partition(".")[0], head.ent


def marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[k : k + MOST_MARKS] for k in range(0, len(values), MOST_MARKS))
