"""A life as data: what is possible, what is reachable, and the plain life of master data."""

from dataclasses import dataclass

import pytest

from desk.domain.field import Kind, RecordType, field
from desk.domain.flow import Flow, Life, Step, master_data
from desk.domain.roles import Role
from tests.domain.toy import BY, FLOW, PARCEL, STEPS, State


@pytest.mark.parametrize(
    ("status", "roles", "names"),
    [
        ("here", {Role.CLERK}, ["hand_out", "edit", "take_back"]),
        ("here", {Role.MANAGER}, ["return"]),
        ("here", {Role.CLERK, Role.MANAGER}, ["hand_out", "return", "edit", "take_back"]),
        ("out", {Role.CLERK}, ["edit", "take_back"]),
        ("gone", {Role.MANAGER}, []),
        ("here", set(), []),
        ("stolen", {Role.CLERK}, []),
    ],
)
def test_what_is_possible(status: str, roles: set[Role], names: list[str]) -> None:
    assert [step.name for step in FLOW.possible(status, frozenset(roles))] == names


def test_every_state_is_reached_by_the_steps() -> None:
    assert FLOW.reachable() == set(State)


def test_a_state_that_no_step_leads_to_is_not_reachable() -> None:
    without = Flow(PARCEL, State, tuple(step for step in STEPS if step.name != "return"))
    assert without.reachable() == {State.HERE, State.OUT}


def test_a_chain_that_begins_nowhere_is_not_reachable() -> None:
    loop = (
        Step("a", "甲", frozenset({State.OUT}), State.GONE, BY),
        Step("b", "乙", frozenset({State.GONE}), State.OUT, BY),
    )
    assert Flow(PARCEL, State, (STEPS[0], *loop)).reachable() == {State.HERE}


def test_a_step_without_a_beginning_makes_new() -> None:
    assert [step.name for step in STEPS if step.makes_new] == ["take_in"]
    assert FLOW.step("nothing") is None


@dataclass
class Shelf:
    name: str = field("架名", required=True)
    rows: int = field("层数", Kind.NUMBER)
    status: str = field("状态", Kind.CODE, code=Life)


def test_master_data_is_added_edited_voided_restored_and_never_removed() -> None:
    flow = master_data(RecordType("shelf", "货架", Shelf), BY)
    assert [(step.name, sorted(step.frm), step.to) for step in flow.steps] == [
        ("add", [], Life.ACTIVE),
        ("edit", [Life.ACTIVE], None),
        ("void", [Life.ACTIVE], Life.VOID),
        ("restore", [Life.VOID], Life.ACTIVE),
    ]
    assert all(step.by == BY for step in flow.steps)
    add, edit = flow.steps[0], flow.steps[1]
    assert add.asks == ("name",)
    assert add.takes == edit.takes == ("name", "rows")
