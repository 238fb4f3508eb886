"""Taking steps in memory with the real rules: decide, apply, and the history that taking back asks for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from desk.domain.calendar import Calendar, at
from desk.domain.deciding import Context, Did, Is, Order, Past, apply, decide
from desk.domain.field import Scope
from desk.domain.flow import Refusal, Values
from desk.domain.lists import NOTHING, Lists
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Actor, Role
from desk.domain.scopes import complaints_of
from desk.domain.service import Rulebook
from desk.domain.settings import Settings
from desk.services import rulebook
from tests.world import Clock

SCOPE = "e/0e9e8a52-6f0b-4a1e-9d53-0d7a3a6fbb10"
COMPANY = "o/6d0c1f6c-1f0b-4a1e-9d53-0d7a3a6fbb11"
NINE = at("2026-11-18", "9:00")  # a Wednesday


class Refused(Exception):
    """What the rules said; `code` is the word that goes into the log."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.code}: {refusal.message}")
        self.refusal = refusal
        self.code = refusal.code


class Fold:
    """One estate in memory. Nothing is written; everything is decided as on a desk."""

    def __init__(
        self,
        rules: Rulebook | None = None,
        settings: Mapping[str, str] | None = None,
        calendar: Calendar | None = None,
        lists: Lists = NOTHING,
    ) -> None:
        self.rules = rules or rulebook()
        self.settings = Settings(settings or {}, facts=ALL_SETTINGS)
        self.clock = Clock(NINE)
        self.calendar = calendar or Calendar()
        self.lists = lists
        self.lists = lists
        self.state: dict[tuple[str, str], Values] = {}
        self._past: dict[tuple[str, str], Past] = {}
        self._made = 0

    def decide(self, kind: str, ent: str | None, by: Role | Actor, values: Mapping[str, Any]) -> tuple[Order, Did]:
        flow, record, step = self.rules.of_kind(kind)
        assert flow is not None, kind
        one = ent or str(UUID(int=self._made + 1))
        scope = {Scope.COMPANY: COMPANY, Scope.COMPLAINT: complaints_of(SCOPE)}.get(flow.record.scope, SCOPE)
        past = self._past.get((record, one))
        actor = by if isinstance(by, Actor) else Actor(f"the {by}", frozenset({by}))
        history = (past,) if past else ()
        context = Context(self.clock.now, scope, actor, self.settings, self.calendar, history, self.lists)
        order = Order(record, step, one, dict(values), self.clock.now)
        return order, decide(flow, self.state.get((record, one)), order, context)

    def take(self, kind: str, ent: str | None = None, /, by: Role | Actor = Role.CLERK, **values: Any) -> str:
        """One step; raises Refused."""
        order, did = self.decide(kind, ent, by, values)
        if did.verdict is not Is.OK:
            assert did.refusal is not None, kind
            raise Refused(did.refusal)
        self._made += 1
        flow = self.rules.known(order.record)
        key = (order.record, order.ent)
        before = self.state.get(key)
        after = apply(flow, before, order, did)
        assert after is not None
        images: dict[tuple[str, str], Values | None] = {key: _changes(before, after)}
        self.state[key] = after
        for make in did.make:
            there = self.state.get((make.record, make.id))
            row = {**(there or {"id": make.id}), **make.values}
            images[(make.record, make.id)] = _changes(there, row)
            self.state[(make.record, make.id)] = row
        actor = by if isinstance(by, Actor) else Actor(f"the {by}", frozenset({by}))
        past = Past(f"op-{self._made}", f"{order.record}.{order.step}", actor.id, did.eff, images)
        for one in images:
            self._past[one] = past
        return order.ent

    def take_back(self, ent: str, by: Role | Actor = Role.CLERK, record: str = "work_order") -> str:
        return self.take(f"{record}.take_back", ent, by=by, op=self._past[(record, ent)].op_id)

    def refusal(self, kind: str, ent: str | None = None, /, by: Role | Actor = Role.CLERK, **values: Any) -> str:
        """The code of the refusal, and nothing is taken; empty where it would be."""
        _order, did = self.decide(kind, ent, by, values)
        if did.refusal is not None:
            assert did.refusal.message
            assert did.refusal.advice
        return did.refusal.code if did.refusal else ""

    def row(self, record: str, ent: str) -> Values:
        return {name: value for name, value in self.state[(record, ent)].items() if value is not None}

    def order(self, **values: Any) -> str:
        """A general repair, free of charge, in a home."""
        told = {"where": "3-2-1801", "home_id": "h-1", "matter": "龙头漏水", "charge": "free", "no": "W1A-0001"}
        return self.take("work_order.intake", **(told | values))

    def dispatched(self, **values: Any) -> str:
        order = self.order(**values)
        return self.take("work_order.dispatch", order, crew_id="c-1", crew="水电班")

    def finished(self, **values: Any) -> str:
        order = self.dispatched(**values)
        self.clock.forward(minutes=30)
        self.take("work_order.arrive", order)
        self.clock.forward(minutes=30)
        return self.take("work_order.finish", order, result="repaired")

    def signed(self, **values: Any) -> str:
        return self.take("work_order.sign", self.finished(**values), signature="self", tick="good")

    def revisit_of(self, order: str) -> Values:
        """The call every repair has; an emergency has one more before it."""
        found = [one for one in self.revisits_of(order) if one["source"] != "urgent"]
        assert len(found) == 1
        return found[0]

    def revisits_of(self, order: str) -> list[Values]:
        rows = [v for (r, _), v in self.state.items() if r == "revisit" and v["about_id"] == order]
        return [{name: value for name, value in row.items() if value is not None} for row in rows]


def _changes(before: Values | None, after: Values) -> Values | None:
    if before is None:
        return None
    return {name: before.get(name) for name in after if after[name] != before.get(name)}
