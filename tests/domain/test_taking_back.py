"""Taking back: the newest step, by the same person, in time, where the table allows it."""

from typing import Any

import pytest

from desk.domain.calendar import MINUTE
from desk.domain.deciding import Past, apply, decide
from desk.domain.roles import Actor, Role
from tests.domain.toy import CLERK, ENT, FLOW, NOW, context, here, order, verdict, why

BEFORE = here(count=2, due_at=NOW + 995)
HANDED_OUT: dict[str, Any] = {
    "status": "here",
    "count": 2,
    "due_at": NOW + 995,
    **dict.fromkeys(("taken_at", "taken_recorded_at", "taken_source", "taker")),
}
OTHER = Actor("c-2", frozenset({Role.CLERK}))


def past(op: str = "op-9", kind: str = "parcel.hand_out", by: str = CLERK.id, eff: int = NOW) -> Past:
    return Past(op, kind, by, eff, {("parcel", ENT): HANDED_OUT, ("receipt", "r-1"): None})


def test_everything_is_as_it_was_but_what_is_private() -> None:
    taken = verdict("hand_out", BEFORE, taker="王")
    out = apply(FLOW, BEFORE, order("hand_out", taker="王"), taken)
    assert out is not None
    assert out["status"] == "out"
    did = verdict("take_back", out, context(NOW, CLERK, past()), op="op-9")
    assert why(did) == ""
    back = apply(FLOW, out, order("take_back", op="op-9"), did)
    assert back is not None
    assert {name: value for name, value in back.items() if value is not None} == {**BEFORE, "taker": "王"}
    assert "taker" not in did.set


def test_a_row_that_was_opened_is_voided_and_one_that_was_there_gets_its_fields_back() -> None:
    did = verdict("take_back", here(status="out"), context(NOW, CLERK, past()), op="op-9")
    assert [(make.record, make.id, dict(make.values)) for make in did.make] == [("receipt", "r-1", {"status": "void"})]
    earlier = Past("op-9", "parcel.hand_out", CLERK.id, NOW, {("receipt", "r-1"): {"status": "active", "x": 1}})
    did = verdict("take_back", here(status="out"), context(NOW, CLERK, earlier), op="op-9")
    assert dict(did.make[0].values) == {"status": "active", "x": 1}


def test_another_row_of_the_same_record_is_not_taken_for_the_entity() -> None:
    sibling = Past("op-9", "parcel.hand_out", CLERK.id, NOW, {("parcel", ENT): {"count": 2}, ("parcel", "x"): None})
    did = verdict("take_back", here(status="out"), context(NOW, CLERK, sibling), op="op-9")
    assert did.set["count"] == 2
    assert [(make.record, make.id) for make in did.make] == [("parcel", "x")]


@pytest.mark.parametrize(
    ("history", "actor", "now", "says"),
    [
        ([], CLERK, NOW, "后来又有了新的一步"),
        ([past("op-10")], CLERK, NOW, "后来又有了新的一步"),
        ([past(kind="parcel.edit")], CLERK, NOW, "不能撤销"),
        ([past(kind="parcel.take_back")], CLERK, NOW, "不能撤销"),
        ([past(kind="parcel.teleport")], CLERK, NOW, "不能撤销"),
        ([past()], OTHER, NOW, "别人做的"),
        ([past()], CLERK, NOW + 5 * MINUTE + 1, "时间过了"),
    ],
)
def test_refused_in_words(history: list[Past], actor: Actor, now: int, says: str) -> None:
    did = decide(FLOW, here(status="out"), order("take_back", now, op="op-9"), context(now, actor, *history))
    assert why(did) == "take_back"
    assert did.refusal is not None
    assert says in did.refusal.message
    assert did.refusal.advice


def test_in_time_to_the_last_millisecond() -> None:
    now = NOW + 5 * MINUTE
    did = decide(FLOW, here(status="out"), order("take_back", now, op="op-9"), context(now, CLERK, past()))
    assert why(did) == ""
