"""The laws of every flow: decided as its table says, for every state, step and role; every state lived in and left."""

from typing import Any

import pytest

from desk.domain.calendar import Calendar
from desk.domain.deciding import Context, Order, decide
from desk.domain.field import Scope
from desk.domain.flow import Flow, Step
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import WITH_ACCOUNT, Actor, Role
from desk.domain.scopes import complaints_of
from desk.domain.settings import Settings
from desk.services import rulebook

ENT = "0192aaaa-0000-7000-8000-000000000001"
NOW = 1_763_700_000_000
FLOWS = {flow.record.name: flow for flow in rulebook().flows}
STEPS = [(flow, step) for flow in FLOWS.values() for step in flow.steps]
SETTINGS, CALENDAR = Settings(facts=ALL_SETTINGS), Calendar()
AT_THE_DOOR = ("role", "exists", "missing", "state")

each_flow = pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)
each_step = pytest.mark.parametrize(("flow", "step"), STEPS, ids=[f"{f.record.name}.{s.name}" for f, s in STEPS])


def refusal(flow: Flow, step: Step, state: str | None, role: Role) -> str:
    """What turns this person away at the door of the step; empty where the step's own questions begin."""
    before: dict[str, Any] | None = None if state is None else {"id": ENT, "status": state, "order_id": ENT}
    kind, estate = flow.record.scope, "e/0e9e8a52-6f0b-4a1e-9d53-0d7a3a6fbb10"
    scope = complaints_of(estate) if kind is Scope.COMPLAINT else f"{kind}/{estate[2:]}"
    order = Order(flow.record.name, step.name, ENT, {}, NOW)
    did = decide(flow, before, order, Context(NOW, scope, Actor("p", frozenset({role})), SETTINGS, CALENDAR))
    assert did.refusal is None or (did.refusal.message and did.refusal.code)
    return did.refusal.code if did.refusal and did.refusal.code in AT_THE_DOOR else ""


@each_step
def test_every_state_and_role_is_decided_as_the_table_says(flow: Flow, step: Step) -> None:
    for role in Role:
        for state in (None, *(str(code) for code in flow.status), "a state of a newer program"):
            if role not in step.by:
                expected = "role"
            elif step.makes_new:
                expected = "" if state is None else "exists"
            elif state is None:
                expected = "missing"
            else:
                expected = "" if state in step.frm else "state"
            assert refusal(flow, step, state, role) == expected, (role, state)


@each_flow
def test_nobody_without_a_role_may_do_anything(flow: Flow) -> None:
    assert all(step.by for step in flow.steps)
    for state in flow.status:
        assert flow.possible(state, frozenset()) == ()


@each_step
def test_no_step_is_for_those_who_never_sign_in(flow: Flow, step: Step) -> None:
    assert step.by <= WITH_ACCOUNT | {Role.RULES}


@each_flow
def test_every_state_is_reached(flow: Flow) -> None:
    opened = {"waiting", "exempt"} if flow.record.name == "revisit" else set()
    by_rules = RULES_LEAD_TO.get(flow.record.name, set())
    assert {str(code) for code in flow.reachable()} | opened | by_rules == {str(code) for code in flow.status}
    assert not by_rules & {str(code) for code in flow.reachable()}, "the table says it itself"


# States that no row of the table leads to: rules choose them, and the tests of those rules reach them.
RULES_LEAD_TO = {
    "work_order": {"under_review"},
    "revisit": {"not_reached", "refused"},
    "night_entry": {"morning"},
    "compensation": {"explained"},
    "in_hand": {"in_hand", "answered", "closed"},
    "complaint": {"to_sign"},
    "notice": {"corrected"},
}


@each_flow
def test_every_state_has_an_exit_but_the_ends(flow: Flow) -> None:
    for state in flow.status:
        leaves = [step for step in flow.steps if state in step.frm and step.to not in (None, state)]
        assert bool(leaves) != (state in ENDS.get(flow.record.name, ())), state


ENDS: dict[str, set[str]] = {
    "work_order": {"void"},
    "revisit": {"answered", "exempt", "not_reached", "refused", "void"},
    "slip": {"back_signed", "back_unsigned", "void"},
    "co_report": {"replied", "void"},
    "day_close": {"corrected"},
    "hand_over": {"taken", "void"},
    "promise": {"kept", "dropped"},
    "night_entry": {"passed_on", "void"},
    "night_sheet": {"entered", "void"},
    "branch": {"dropped", "kept"},
    "device_line": {"noted"},
    "fresh_order": {"delivered", "refused", "cancelled", "void"},
    "exchange": {"delivered", "dropped", "void"},
    "compensation": {"void"},
    "points_entry": {"void"},
    "housekeeping": {"closed", "cancelled"},
    "notice": {"corrected", "restored", "ended", "void"},
    "notice_call": {"void"},
    "sign_up": {"came"},
    "complaint": {"closed"},
    "in_hand": {"received", "in_hand", "answered", "closed"},  # it follows its complaint
    "assessment": {"locked", "void"},
    "force_majeure": {"void"},
    "unrecorded": {"void"},
}


@each_flow
def test_steps_have_names_of_their_own_and_one_way_in(flow: Flow) -> None:
    names = [step.name for step in flow.steps]
    assert len(names) == len(set(names))
    assert len([step for step in flow.steps if step.makes_new]) == 1
    assert all(name == name.lower() and name.replace("_", "").isalpha() for name in names)


@each_step
def test_every_name_in_a_step_is_a_field(flow: Flow, step: Step) -> None:
    record = flow.record
    for name in (*step.asks, *step.takes):
        assert record.has(name), name
        assert name not in ("status", "id")
        field = record.field(name)
        assert not name.endswith(("_recorded_at", "_source")), "told by happened_at, not by hand"
        assert field.label
    if step.moment is not None:
        stem = step.moment.removesuffix("_at")
        assert record.has(f"{stem}_recorded_at")
        assert record.has(f"{stem}_source")
    assert len(set(step.asks)) == len(step.asks)
    assert step.frm <= set(flow.status)
    assert step.to is None or step.to in flow.status


@each_step
def test_what_a_step_opens_is_a_record(flow: Flow, step: Step) -> None:
    assert set(step.opens) <= set(FLOWS)


@each_step
def test_a_step_has_a_label_in_chinese_and_no_bare_letter_for_a_key(flow: Flow, step: Step) -> None:
    assert step.label
    assert any("\u4e00" <= char <= "\u9fff" for char in step.label)
    assert not (len(step.key) == 1 and step.key.isalpha())


@each_flow
def test_one_key_means_one_step_in_a_state(flow: Flow) -> None:
    """Enter is the first step of the table that offers it; every other key has one meaning."""
    for state in flow.status:
        for role in WITH_ACCOUNT:
            keys = [step.key for step in flow.possible(state, frozenset({role})) if step.shown and step.key != "Enter"]
            keys = [key for key in keys if key]
            assert len(keys) == len(set(keys)), (state, role, keys)


@each_flow
def test_what_may_be_undone_can_be_taken_back_from_where_it_leads(flow: Flow) -> None:
    back = flow.step("take_back")
    for step in flow.steps:
        if step.undoable:
            assert back is not None
            assert step.to is None or step.to in back.frm
            assert step.by <= back.by


@each_flow
def test_required_fields_are_asked_when_the_record_is_made_by_hand(flow: Flow) -> None:
    for step in flow.steps:
        if step.makes_new:
            required = {field.name for field in flow.record.fields if field.required}
            assert required <= set(step.asks), required - set(step.asks)
