"""The life of a repair, written a second time as a table of one's own: who may do what, from where, to where."""

from collections.abc import Callable
from typing import Any

import pytest

from desk.domain.flow import Step
from desk.domain.roles import Role
from desk.services.work_orders.flow import FLOW
from desk.services.work_orders.record import Status
from tests.services.folding import Fold, Refused

R = Role
LETTERS = {"C": R.CLERK, "S": R.SUPERVISOR, "L": R.SQUAD_LEADER, "M": R.MANAGER, "F": R.FOREMAN, "B": R.BUTLER,
           "A": R.ACCOUNTANT, "R": R.RULES}  # fmt: skip
SHORT = {"rev": "under_review", "acc": "accepted", "dis": "dispatched", "ack": "acknowledged", "arr": "arrived",
         "sus": "suspended", "ret": "returned", "out": "handed_out", "fin": "finished", "slip": "slip_back",
         "clo": "closed", "void": "void"}  # fmt: skip
TABLE = """
intake       CSLMR   new                                  acc
review       CSLMF   rev                                  acc
inform       CSLM    rev acc dis ack arr sus ret out      -
amend        CSLMR   rev acc dis ack arr sus ret out      -
dispatch     CSLMF   acc ret                              dis
arrive       CSLMF   dis ack                              arr
finish       CSLMF   dis ack arr out                      fin
wait_parts   CSLMF   dis ack arr                          sus
nobody_home  CSLMF   dis ack arr                          sus
suspend      CSLMF   dis ack arr acc ret                  sus
put_off      CSLMF   sus                                  -
acknowledge  CSLMF   dis                                  ack
resume       CSLMF   sus                                  dis
reassign     CSLMF   dis ack arr                          dis
recall       CSLMF   dis ack out                           acc
return       CSLMF   dis ack arr                          ret
hand_out     CSLMF   acc ret dis ack arr sus              out
note_arrival CSLMF   fin slip arr ret sus                 -
sign         CSLMF   fin ret slip                         -
slip_back    CSLMF   fin                                  slip
pay          CSLMA   dis ack arr sus ret out fin slip clo -
close        CSLM    fin slip                             clo
reopen       SM      clo                                  slip
confirm_identity CSLM rev acc dis ack arr sus ret out fin slip -
ask_cancel   R       rev acc dis ack arr sus ret out      -
rate         R       fin slip clo                         -
urge         CSLMR   rev acc dis ack arr sus ret out      -
answer_call  CSLMF   rev acc dis ack arr sus ret out      -
call_back    CSLMF   rev acc dis ack arr sus ret out      -
release      CSLMF   rev acc dis ack arr sus ret out      -
join         CSLMF   rev acc dis ack arr sus ret out fin slip clo   -
forward      CSLM    rev acc ret                          void
remark       CSLMFBAR rev acc dis ack arr sus ret out fin slip clo void   -
void         CSLMR   rev acc dis ack arr sus ret out      void
take_back    CSLMF   rev acc dis ack arr sus ret out fin slip clo void   -
"""
ROWS = {row.split()[0]: row.split()[1:] for row in TABLE.strip().splitlines()}


def test_the_table_names_every_step() -> None:
    assert {step.name for step in FLOW.steps} == set(ROWS)


@pytest.mark.parametrize("step", FLOW.steps, ids=lambda step: step.name)
def test_a_step_is_as_the_table_has_it(step: Step) -> None:
    who, *frm, to = ROWS[step.name]
    assert step.by == {LETTERS[letter] for letter in who}
    assert {str(state) for state in step.frm} == {SHORT[word] for word in frm if word != "new"}
    assert (str(step.to) if step.to else "-") == SHORT.get(to, to)


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("intake", {"where", "matter"}),
        ("dispatch", {"crew_id", "crew", "charge"}),
        ("finish", {"result"}),
        ("suspend", {"suspend_reason", "suspended_until_on"}),
        ("return", {"return_reason"}),
        ("hand_out", {"contractor"}),
        ("sign", {"signature"}),
        ("pay", {"received_fen", "payment"}),
        ("void", {"void_reason"}),
        ("inform", {"informed_how"}),
        ("arrive", set()),
        ("wait_parts", set()),
        ("nobody_home", set()),
        ("acknowledge", set()),
    ],
)
def test_what_a_step_must_be_told(step: str, fields: set[str]) -> None:
    """One key from the radio asks nothing; an emergency asks place and words only."""
    found = FLOW.step(step)
    assert found is not None
    assert set(found.asks) == fields


def test_what_reports_the_field_is_a_fact_and_what_decides_is_a_choice() -> None:
    facts = {step.name for step in FLOW.steps if step.fact}
    assert facts == {
        "inform", "arrive", "finish", "nobody_home", "acknowledge", "note_arrival", "sign", "slip_back", "pay",
        "answer_call", "rate", "call_back", "release",
    }  # fmt: skip


WAYS: dict[Status, Callable[[Fold], str]] = {
    Status.UNDER_REVIEW: lambda fold: fold.order(kind="appointment"),
    Status.ACCEPTED: lambda fold: fold.order(),
    Status.DISPATCHED: lambda fold: fold.dispatched(),
    Status.ACKNOWLEDGED: lambda fold: fold.take("work_order.acknowledge", fold.dispatched()),
    Status.ARRIVED: lambda fold: fold.take("work_order.arrive", fold.dispatched()),
    Status.SUSPENDED: lambda fold: fold.take("work_order.wait_parts", fold.dispatched()),
    Status.RETURNED: lambda fold: fold.take("work_order.return", fold.dispatched(), return_reason="no_parts"),
    Status.HANDED_OUT: lambda fold: fold.take("work_order.hand_out", fold.dispatched(), contractor="电梯公司"),
    Status.FINISHED: lambda fold: fold.finished(),
    Status.SLIP_BACK: lambda fold: fold.take("work_order.slip_back", fold.signed()),
    Status.CLOSED: lambda fold: fold.take(
        "work_order.close", fold.take("work_order.slip_back", fold.signed()), closed_by="revisit", satisfaction="good"
    ),
    Status.VOID: lambda fold: fold.take("work_order.void", fold.order(), void_reason="duplicate"),
}
# What each step needs to be told, so that the table alone decides whether it is taken.
TOLD: dict[str, dict[str, Any]] = {
    "intake": {"where": "3-2-1801", "matter": "漏水"},
    "inform": {"informed_how": "on_call"},
    "confirm_identity": {"reporter": "王秀英"},
    "rate": {"rating": "good"},
    "dispatch": {"crew_id": "c-1", "crew": "水电班"},
    "reassign": {"crew_id": "c-2", "crew": "综合班"},
    "finish": {"result": "repaired"},
    "suspend": {"suspend_reason": "other", "suspended_until_on": "2026-12-01"},
    "put_off": {"suspend_note": "阀芯"},
    "return": {"return_reason": "no_time"},
    "hand_out": {"contractor": "燃气公司"},
    "sign": {"signature": "self"},
    "pay": {"received_fen": 3000, "payment": "cash"},
    "close": {"closed_by": "not_reached"},
    "remark": {"remark": "业主又来电"},
    "void": {"void_reason": "withdrawn"},
    "answer_call": {"answered_level": "foreman", "answered_by": "张强", "call_answer": "sent"},
    "join": {"parent_id": "00000000-0000-0000-0000-000000000008", "parent_no": "W1A-0008"},
    "forward": {"forwarded_to": "锦绣里"},
    "reopen": {"revisit_id": "00000000-0000-0000-0000-000000000009"},
    "take_back": {"op": "none"},
}
BY_A_RULE = {"take_back": "take_back", "slip_back": "sign", "call_back": "lift", "release": "lift"}


@pytest.mark.parametrize("state", Status, ids=str)
def test_from_every_state_every_step_is_taken_or_refused_as_the_table_says(state: Status) -> None:
    """By everybody: what the page offers is what the check lets through, told all it asks."""
    for step in FLOW.steps:
        fold = Fold()
        order = WAYS[state](fold)
        assert fold.row("work_order", order)["status"] == state
        for role in Role:
            code = fold.refusal(f"work_order.{step.name}", order, by=role, **TOLD.get(step.name, {}))
            if role not in step.by:
                assert code == "role"
            elif step.makes_new:
                assert code == "exists"
            elif state not in step.frm:
                assert code == "state"
            elif step.name in BY_A_RULE:
                assert code in ("", BY_A_RULE[step.name])
            elif step.name == "note_arrival":
                assert code in ("", "order")
            else:
                assert code == "", (step.name, role)


UNDOABLE = [(step.name, state) for step in FLOW.steps if step.undoable for state in sorted(step.frm)]


@pytest.mark.parametrize(("name", "state"), UNDOABLE)
def test_what_is_taken_back_leaves_everything_as_it_was(name: str, state: Status) -> None:
    fold = Fold()
    order = WAYS[state](fold)
    if name == "slip_back":
        fold.take("work_order.sign", order, signature="self")
    if name in ("call_back", "release"):
        fold.take("work_order.amend", order, problem="51")  # somebody is shut in
    before, there = fold.row("work_order", order), set(fold.state)
    fold.clock.forward(minutes=1)
    earlier = {"happened_at": before.get("arrived_at", before["reported_at"]) + 1} if name == "note_arrival" else {}
    fold.take(f"work_order.{name}", order, **TOLD.get(name, {}), **earlier)
    assert fold.row("work_order", order) != before
    fold.clock.forward(minutes=4)
    fold.take_back(order)
    assert fold.row("work_order", order) == before
    opened = [row for key, row in fold.state.items() if key[0] == "revisit" and key not in there]
    assert all(row["status"] == "void" for row in opened)


@pytest.mark.parametrize("step", [s.name for s in FLOW.steps if not s.undoable and not s.makes_new], ids=str)
def test_what_the_table_does_not_let_undo_stays(step: str) -> None:
    found = FLOW.step(step)
    assert found is not None
    state = next((state for state in Status if state in found.frm and state in WAYS and step != "slip_back"), None)
    if state is None or step == "take_back":
        return
    fold = Fold()
    order = WAYS[state](fold)
    role = Role.MANAGER if Role.MANAGER in found.by else Role.RULES
    fold.take(f"work_order.{step}", order, by=role, **TOLD.get(step, {}))
    with pytest.raises(Refused) as refused:
        fold.take_back(order, by=Role.MANAGER)
    assert refused.value.code == "take_back"


def test_undo_is_for_the_field_the_dispatch_a_slip_and_a_pressed_answer_only() -> None:
    assert {step.name for step in FLOW.steps if step.undoable} == {
        "dispatch", "arrive", "finish", "wait_parts", "nobody_home", "suspend", "put_off", "acknowledge", "reassign",
        "answer_call", "note_arrival", "sign", "slip_back", "call_back", "release",
    }  # fmt: skip
