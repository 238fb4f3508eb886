"""Who may do what, for every role, state and step; who reads; never the one it is about."""

from itertools import product
from typing import Any

import pytest

from desk.domain.roles import WITH_ACCOUNT, Actor, Role
from desk.services.complaints.flow import FLOW
from desk.services.complaints.readers import SECONDS, may_read, seen_by
from desk.services.complaints.record import ComplaintState
from tests.services.complaints.room import FOREMAN, HEAD, MANAGER, PEOPLE, answered, fold, in_state, received

STATES = [str(state) for state in ComplaintState]
OVER_ALL = {Role.MANAGER, Role.HEAD_OFFICE}
# What each step is told so that nothing but the person can turn it away.
TOLD: dict[str, dict[str, Any]] = {
    "amend": {"content": "改过的话"},
    "judge": {"validity": "valid"},
    "rejudge": {"validity": "valid"},
    "countersign": {},
    "decline": {},
    "assign": {"handler_id": "leader", "handler": "赵刚"},
    "act": {"measures": "上门看了"},
    "answer": {"answer": "已解释", "answered_how": "phone"},
    "dial": {},
    "attempt": {"call_code": "no_answer"},
    "revisit": {"satisfaction": "good", "answers": [{"question": "清楚吗?", "answer": "yes"}]},
    "withdraw": {},
    "close": {},
    "link": {"repeat_of_no": "W1A-T0009"},
    "remark": {"remark": "记一笔"},
}
# What a complaint turns away whoever comes: it is settled only where it is none, closed only where it was withdrawn.
NEVER = {"settle": "kind", "close": "open"}


def expected(step: str, state: str, person: Actor, named: bool) -> str:
    row = FLOW.step(step)
    assert row is not None
    if not person.may(row.by):
        return "role"
    if state not in row.frm:
        return "state"
    if step in ("countersign", "decline"):
        return "second" if step == "countersign" and person.id == "manager" else ""
    if not (named or person.roles & OVER_ALL):
        return "reader"
    return NEVER.get(step, "")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", sorted({*TOLD, "settle"}))
def test_every_role_in_every_state(step: str, state: str) -> None:
    of = fold()
    one = in_state(of, state)
    told = TOLD.get(step, {"settled": "thanked"})
    for role, named in product(sorted(WITH_ACCOUNT), (False, True)):
        found = next(name for name, person in PEOPLE.items() if role in person.roles)
        # of.state is asked, not changed: the same complaint is tried by everybody.
        person = PEOPLE[found] if named or role is Role.MANAGER else Actor(f"another {role}", frozenset({role}))
        row = of.state[("complaint", one)]
        row["handlers"] = [person.id] if named else ["somebody else"]
        assert of.refusal(f"complaint.{step}", one, by=person, **told) == expected(step, state, person, named), (
            role,
            named,
        )


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", sorted({*TOLD, "settle"}))
def test_nobody_lays_a_hand_on_what_is_said_about_himself(step: str, state: str) -> None:
    of = fold()
    one = in_state(of, state)
    row = of.state[("complaint", one)]
    for person in PEOPLE.values():
        if not person.roles & WITH_ACCOUNT:
            continue
        row["about_id"], row["handlers"] = person.id, [person.id]
        code = of.refusal(f"complaint.{step}", one, by=person, **TOLD.get(step, {"settled": "thanked"}))
        assert code in ("about", "role", "state"), (person, code)
        assert not may_read(person, row)


def test_who_reads() -> None:
    of = fold()
    row = of.row("complaint", received(of))
    readers = {name for name, person in PEOPLE.items() if may_read(person, row)}
    assert readers == {"foreman", "manager", "head"}, "the clerk who took it in is none of them"
    assert seen_by(PEOPLE["clerk"], [row]) == []
    assert seen_by(FOREMAN, [row]) == [row]


def test_somebody_without_an_id_reads_nothing() -> None:
    of = fold()
    row = of.row("complaint", received(of, handler_id=None, handler=None))
    assert not may_read(Actor("", frozenset({Role.CLERK})), row)
    assert row["handlers"] == []


def test_the_handler_and_his_deputy_read_from_the_assignment_on_and_who_judged_reads_on() -> None:
    of = fold()
    row = of.row("complaint", answered(of))
    assert row["handlers"] == ["foreman", "butler", "manager"]
    assert of.refusal("complaint.remark", row["id"], by=PEOPLE["leader"], remark="看看") == "reader"


def test_who_had_it_before_reads_no_more() -> None:
    of = fold()
    one = in_state(of, "assigned")
    of.take("complaint.assign", one, by=MANAGER, handler_id="leader", handler="赵刚")
    row = of.row("complaint", one)
    assert row["handlers"] == ["leader", "manager"]
    assert "deputy_id" not in row
    assert not may_read(FOREMAN, row)


def test_a_second_person_who_signs_is_a_reader_then() -> None:
    of = fold()
    one = in_state(of, "to_sign")
    assert not may_read(PEOPLE["supervisor"], of.row("complaint", one))
    of.take("complaint.countersign", one, by=PEOPLE["supervisor"], second="张敏")
    assert may_read(PEOPLE["supervisor"], of.row("complaint", one))


def test_anybody_may_take_one_in_and_no_clerk_signs_as_the_second() -> None:
    of = fold()
    for person in PEOPLE.values():
        told = {"kind": "praise", "content": "谢谢王师傅"}
        code = of.refusal("complaint.receive", by=person, **told)
        assert code == ("" if person.roles & WITH_ACCOUNT else "role")
    assert Role.CLERK not in SECONDS
    assert HEAD.roles <= SECONDS
