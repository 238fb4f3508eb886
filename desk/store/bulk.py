"""Confirmed history written in bulk: decided op by op with the same code, inserted sorted, never pushed."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import Calendar
from desk.domain.deciding import Context, Did, Is, Order, Past, apply, decide
from desk.domain.flow import Flow, Values
from desk.domain.lists import NOTHING, Lists
from desk.domain.roles import Actor
from desk.domain.service import Rulebook
from desk.domain.settings import Settings
from desk.store.rows import columns_of
from desk.store.steps import split_private
from sync.protocol.envelope import CHAIN_START, Envelope, chain_next, pack, uuid7

if TYPE_CHECKING:
    from sqlalchemy import Connection

Progress = Callable[[int, int], None]
ROWS_AT_ONCE = 5_000


class NotPossible(AssertionError):
    """The history asks for a step that its own rules refuse: a bug of whoever tells the history."""


@dataclass(slots=True)
class _Told:
    at: int
    turn: int
    scope: str
    flow: Flow
    order: Order
    by: str
    did: Did


@dataclass(slots=True)
class _Entity:
    values: Values
    scope: str
    head: str = ""
    eff: int = 0


@dataclass
class Chronicle:
    """Takes steps in memory, each entity in its own order, and writes all at the end. Seeded: the same each time.

    `lists` are those in force while a room's history is told: set before it, where its rules ask for them.
    """

    rules: Rulebook
    calendar: Calendar
    settings: Settings
    device: str = "history"
    seed: int = 0
    lists: Lists = NOTHING
    _told: list[_Told] = field(default_factory=list)
    _state: dict[tuple[str, str], _Entity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def new_id(self, at: int) -> str:
        return uuid7(at, self._random.randbytes(10))

    def take(
        self, scope: str, actor: Actor, kind: str, at: int, values: Mapping[str, Any], ent: str | None = None
    ) -> str:
        """One step at its moment; returns the entity's id. Raises NotPossible where the rules refuse."""
        flow, record, step = self.rules.of_kind(kind)
        assert flow is not None, kind
        one = ent or self.new_id(at)
        there = self._state.get((record, one))
        past = (Past("", "", "", there.eff),) if there else ()
        order = Order(record, step, one, values, at)
        before = there.values if there else None
        did = decide(flow, before, order, Context(at, scope, actor, self.settings, self.calendar, past, self.lists))
        if did.verdict is not Is.OK:
            raise NotPossible(f"{kind}: {did.refusal}")
        after = apply(flow, before, order, did)
        assert after is not None
        self._state[(record, one)] = _Entity(after, scope, eff=did.eff)
        for make in did.make:
            made = self._state.get((make.record, make.id))
            values_of = {**(made.values if made else {"id": make.id}), **make.values}
            self._state[(make.record, make.id)] = _Entity(values_of, scope, eff=did.eff)
        self._told.append(_Told(at, len(self._told), scope, flow, order, actor.id, did))
        return one

    def values(self, record: str, ent: str) -> Values:
        return self._state[(record, ent)].values

    def find(self, record: str) -> list[Values]:
        """Every entity of a record so far."""
        return [entity.values for (name, _), entity in self._state.items() if name == record]

    def known(self, record: str, ent: str) -> Values | None:
        """An entity's values so far, None where nothing has made it."""
        held = self._state.get((record, ent))
        return held.values if held else None

    def write(self, connection: "Connection", progress: Progress | None = None) -> None:
        """Journal, chains and records; the records' ids go to search by `search_due`'s bulk path."""
        total = len(self._told) + len(self._state)
        self._write_journal(connection, lambda done: progress(done, total) if progress else None)
        self._write_records(connection)
        if progress:
            progress(total, total)

    def _write_journal(self, connection: "Connection", report: Callable[[int], None]) -> None:
        chains: dict[str, tuple[int, bytes]] = {}
        rows: list[tuple[Any, ...]] = []
        told = sorted(self._told, key=lambda one: (one.at, one.turn))
        for n, one in enumerate(told, 1):
            entity = self._state[(one.order.record, one.order.ent)]
            op_id = self.new_id(one.at)
            kind = f"{one.order.record}.{one.order.step}"
            envelope = Envelope(op_id, one.scope, self.device, n, kind, one.order.ent, one.by, one.at,
                                entity.head or None)  # fmt: skip
            body, private = split_private(one.flow.record, one.order.values)
            sealed = envelope.seal(body, private, self._random.randbytes(16))
            did = pack(one.did.wire())
            seq, chain = chains.get(one.scope, (0, CHAIN_START))
            chain = chain_next(chain, seq + 1, sealed.op, did)
            chains[one.scope] = (seq + 1, chain)
            rows.append((one.scope, seq + 1, op_id, one.order.ent, sealed.op, sealed.body, sealed.pii, did, chain))
            for touched in (entity, *(self._state[(m.record, m.id)] for m in one.did.make)):
                touched.head = op_id
            if len(rows) == ROWS_AT_ONCE:
                _insert(connection, "journal", JOURNAL, rows)
                rows.clear()
                report(n)
        _insert(connection, "journal", JOURNAL, rows)
        for scope, (seq, chain) in chains.items():
            connection.exec_driver_sql(
                "INSERT INTO sync_state (scope, seq, chain, keep_from) VALUES (?, ?, ?, ?)", (scope, seq, chain, seq)
            )

    def _write_records(self, connection: "Connection") -> None:
        by_record: dict[str, list[tuple[Any, ...]]] = {}
        due: list[tuple[str, str, str]] = []
        for (record, ent), entity in sorted(self._state.items()):
            columns = columns_of(self.rules.known(record).record)
            stored = columns.encode({**entity.values, "id": ent})
            row = (entity.scope, entity.head, entity.eff, *(stored.get(name) for name in columns.names))
            by_record.setdefault(record, []).append(row)
            if columns.record.found_by:
                due.append((entity.scope, record, ent))
        for record, rows in by_record.items():
            columns = columns_of(self.rules.known(record).record)
            _insert(connection, record, ("scope", "head", "head_eff", *columns.names), rows)
        _insert(connection, "search_due", ("scope", "kind", "id"), due)


JOURNAL = ("scope", "seq", "id", "ent", "op", "body", "pii", "did", "chain")


def _insert(connection: "Connection", table: str, names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    if rows:
        quoted = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * len(names))
        connection.exec_driver_sql(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', list(rows))
