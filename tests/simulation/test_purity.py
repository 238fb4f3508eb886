"""decide and apply are functions: the same in, the same out, nothing handed in is changed, nothing is asked."""

import copy
import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desk.domain.calendar import DAY, HOUR, MINUTE, Calendar
from desk.domain.deciding import Context, Did, Is, Order, Past, apply, decide
from desk.domain.field import Field, Kind
from desk.domain.flow import Flow, Values
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Actor, Role
from desk.domain.settings import Settings
from desk.services import rulebook

RULES = rulebook()
FLOW = RULES.known("work_order")
SETTINGS, CALENDAR = Settings(facts=ALL_SETTINGS), Calendar()
SCOPE = "e/0e9e8a52-6f0b-4a1e-9d53-0d7a3a6fbb10"
ENT = "0192aaaa-0000-7000-8000-000000000001"
START = 1_763_700_000_000
JUMPS = (0, 0, 1, MINUTE, HOUR, DAY, -HOUR, -3 * DAY, 3 * DAY)


def value_of(field: Field) -> st.SearchStrategy[Any]:
    """What a clerk might tell for this field; private words carry a mark."""
    match field.kind:
        case Kind.TEXT | Kind.WORDS | Kind.REF:
            return (
                st.just(f"secret-{field.name}"[: field.limit]) if field.private else st.sampled_from(["甲", "3-2-1801"])
            )
        case Kind.CODE:
            assert field.code is not None
            return st.sampled_from([str(word) for word in field.code])
        case Kind.FLAG:
            return st.booleans()
        case Kind.DAY:
            return st.sampled_from(["2025-11-01", "2025-12-01", "2026-01-01"])
        case Kind.LIST:
            return st.just([{"name": "阀芯", "count": 1}])
        case Kind.MOMENT:
            return st.integers(START - DAY, START + 4 * DAY)
        case _:
            return st.integers(0, 50_000)


@st.composite
def doings(draw: st.DrawFn) -> tuple[str, dict[str, Any], int, Role]:
    step = draw(st.sampled_from([step for step in FLOW.steps if step.name != "intake"]))
    told = {name: draw(value_of(FLOW.record.field(name))) for name in step.asks}
    for name in draw(st.lists(st.sampled_from(step.takes), max_size=3)) if step.takes else ():
        told[name] = draw(value_of(FLOW.record.field(name)))
    if draw(st.integers(0, 4)) == 0:
        told["happened_at"] = START + draw(st.sampled_from((0, MINUTE, HOUR)))
    return step.name, told, draw(st.sampled_from(JUMPS)), draw(st.sampled_from(sorted(step.by)))


def once(flow: Flow, before: Values | None, order: Order, context: Context) -> tuple[Did, Values | None]:
    """Decide and apply, and see that a second time is the same and that nothing handed in has changed."""
    kept = copy.deepcopy((before, order, context.history))
    did = decide(flow, before, order, context)
    after = apply(flow, before, order, did)
    assert (before, order, context.history) == kept
    assert decide(flow, before, order, context) == did
    assert apply(flow, before, order, did) == after
    later = decide(flow, before, order, replace(context, now=context.now + 2 * DAY))
    assert replace(later, at=did.at) == did, "a server that hears of it days later says the same"
    wire = json.dumps(did.wire(), ensure_ascii=False)
    told = Did.of(json.loads(wire))
    assert apply(flow, before, order, told) == after, "what the log says is enough"
    assert "secret-" not in wire
    if did.verdict is not Is.OK:
        assert after == before
    return did, after


@given(st.lists(doings(), max_size=14))
def test_a_life_is_a_fold_of_its_verdicts(doings: list[tuple[str, dict[str, Any], int, Role]]) -> None:
    now = START
    intake = {"where": "3-2-1801", "matter": "secret-matter", "charge": "free", "no": "W1A-0001"}
    state: Values | None = None
    history: tuple[Past, ...] = ()
    log: list[tuple[Order, Did]] = []
    for number, (step, told, jump, role) in enumerate([("intake", intake, 0, Role.CLERK), *doings]):
        now += jump
        values = {**told, "op": f"op-{number - 1}"} if step == "take_back" else told
        context = Context(now, SCOPE, Actor("p", frozenset({role})), SETTINGS, CALENDAR, history)
        order = Order("work_order", step, ENT, values, now)
        did, after = once(FLOW, state, order, context)
        if did.verdict is Is.OK:
            assert did.eff >= context.previous_eff
            assert after is not None
            images = {("work_order", ENT): _before(state, after)}
            history = (Past(f"op-{number}", f"work_order.{step}", "p", did.eff, images),)
            log.append((order, did))
            state = after
    replayed: Values | None = None
    for order, did in log:
        replayed = apply(FLOW, replayed, order, did)
    assert replayed == state


def _before(before: Values | None, after: Values) -> Values | None:
    if before is None:
        return None
    return {name: before.get(name) for name in after if after[name] != before.get(name)}
