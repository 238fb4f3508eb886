"""A log in memory: ops of several desks settled and applied by the real rules, in the order in which they arrive."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from desk.domain.calendar import Calendar
from desk.domain.conflicts import settle
from desk.domain.deciding import Context, Did, Order
from desk.domain.flow import Values
from desk.domain.lists import NOTHING, Lists
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Actor, Role
from desk.domain.settings import Settings
from desk.services import rulebook
from desk.store.fold import Fold, Row
from sync.protocol.envelope import Envelope, pack
from tests.services.folding import NINE, SCOPE

RULES = rulebook()
MINUTE = 60_000
ORDER = "0192dddd-0000-7000-8000-000000000001"
CREW = {"crew_id": "0192aaaa-0000-7000-8000-00000000000c", "crew": "水电班", "charge": "free"}
RETURNED = {"return_reason": "no_time"}
OTHER_CREW = {**CREW, "crew": "综合班"}


@dataclass
class Line:
    """A log in memory: ops are settled in the order in which they arrive, each with what its clerk had seen."""

    connection: sqlite3.Connection
    now: int = NINE
    made: int = 0
    seq: int = 0
    by: Role = Role.CLERK
    scope: str = SCOPE
    lists: Lists = NOTHING
    apart: bool = False  # every role is another person
    dids: dict[str, Did] = field(default_factory=dict)

    def op(
        self,
        kind: str,
        ent: str,
        after: str | None,
        /,
        at: int | None = None,
        by: Role | None = None,
        base: str | None = None,
        **values: Any,
    ) -> str:
        """One op into the log; says its id."""
        self.made += 1
        self.now += MINUTE
        ident = f"0192bbbb-0000-7000-8000-{self.made:012d}"
        flow, record, step = RULES.of_kind(kind)
        order = Order(record, step, ent, values, self.now if at is None else at, ident)
        if flow is None:
            return self._unknown(order)
        fold = Fold(self._read, RULES, self.scope, ("journal",))
        person = list(Role).index(by or self.by) if self.apart else 1
        actor = Actor(f"0192cccc-0000-7000-8000-{person:012d}", frozenset({by or self.by}))
        view = Context(self.now, self.scope, actor, Settings(facts=ALL_SETTINGS), Calendar(), lists=self.lists)
        context = fold.context(view, order, after, base)
        did = self.dids[ident] = settle(flow, fold.values((record, ent)), order, context)
        fold.perform(flow, order, did, actor.id, after)
        fold.flush(self)
        sealed = Envelope(ident, self.scope, "d", self.made, kind, ent, actor.id, order.at, after, base=base).seal(
            values, {}
        )
        self.seq += 1
        self.copy(
            "journal",
            ("scope", "seq", "id", "ent", "op", "body", "pii", "did", "chain"),
            [(self.scope, self.seq, ident, ent, sealed.op, sealed.body, sealed.pii, pack(did.wire()), b"")],
        )
        return ident

    def _unknown(self, order: Order) -> str:
        nobody = Context(self.now, self.scope, Actor("", frozenset()), Settings(facts=ALL_SETTINGS), Calendar())
        self.dids[order.op_id] = settle(None, None, order, nobody)
        return order.op_id

    def verdict(self, ident: str) -> str:
        return str(self.dids[ident].verdict)

    def row(self, record: str, ent: str) -> Values:
        return Fold(self._read, RULES, self.scope, ("journal",)).values((record, ent)) or {}

    def branches(self, ent: str) -> tuple[Values, ...]:
        return Fold(self._read, RULES, self.scope, ("journal",)).branches(ent)

    def _read(self, sql: str, parameters: Sequence[Any]) -> Sequence[Row]:
        return self.connection.execute(sql, parameters).fetchall()

    def many(self, sql: str, rows: Sequence[Row]) -> None:
        self.connection.executemany(sql, rows)

    def copy(self, table: str, names: Sequence[str], rows: Sequence[Row]) -> None:
        quoted = ", ".join(f'"{name}"' for name in names)
        self.connection.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({",".join("?" * len(names))})', rows)


def finished_branch(line: Line, taken: str) -> tuple[str, str]:
    """Main dispatched; a branch dispatched to others, finished and signed. Says main's op and the branch's id."""
    main = line.op("work_order.dispatch", ORDER, taken, **CREW)
    other = line.op("work_order.dispatch", ORDER, taken, **OTHER_CREW)
    arrived = line.op("work_order.arrive", ORDER, other)
    done = line.op("work_order.finish", ORDER, arrived, result="repaired")
    line.op("work_order.sign", ORDER, done, signature="self", tick="good")
    return main, str(line.branches(ORDER)[0]["id"])
