"""The life of a revisit as a table of one's own, and what each call may come to."""

from typing import Any

import pytest

from desk.domain.flow import Step
from desk.domain.roles import Role
from desk.services.revisits.flow import FLOW
from desk.services.revisits.record import RevisitState
from tests.services.folding import Fold

R = Role
COUNTER, JUDGES = {R.CLERK, R.SUPERVISOR, R.SQUAD_LEADER, R.MANAGER}, {R.SUPERVISOR, R.MANAGER}
EVERYWHERE = {str(state) for state in RevisitState}
TABLE: dict[str, tuple[set[Role], set[str], str]] = {
    "open": (JUDGES, set(), "waiting"),
    "dial": (COUNTER, {"waiting"}, ""),
    "attempt": (COUNTER, {"waiting"}, ""),
    "answer": (COUNTER, {"waiting"}, "answered"),
    "check": (JUDGES, {"answered"}, ""),
    "exempt": (JUDGES, {"waiting"}, "exempt"),
    "supersede": (COUNTER, {"waiting"}, "exempt"),
    "void": (JUDGES, {"waiting"}, "void"),
    "take_back": (COUNTER, EVERYWHERE, ""),
}


def test_the_table_names_every_step() -> None:
    assert {step.name for step in FLOW.steps} == set(TABLE)


@pytest.mark.parametrize("step", FLOW.steps, ids=lambda step: step.name)
def test_a_step_is_as_the_table_has_it(step: Step) -> None:
    by, frm, to = TABLE[step.name]
    assert step.by == by
    assert {str(state) for state in step.frm} == frm
    assert str(step.to or "") == to


def revisit(fold: Fold) -> str:
    return str(fold.revisit_of(fold.finished())["id"])


ENDS: dict[str, tuple[str, dict[str, Any]]] = {
    "answered": ("answer", {"satisfaction": "good", "answers": [{"question": "修好了吗?", "answer": "yes"}]}),
    "exempt": ("exempt", {"exempt_reason": "asked_not_to"}),
    "refused": ("attempt", {"call_code": "refused"}),
    "void": ("void", {}),
}


@pytest.mark.parametrize("end", ENDS)
def test_an_end_is_an_end(end: str) -> None:
    fold = Fold()
    one = revisit(fold)
    step, told = ENDS[end]
    fold.take(f"revisit.{step}", one, by=R.MANAGER, **told)
    assert fold.row("revisit", one)["status"] == end
    for name, more in ENDS.values():
        assert fold.refusal(f"revisit.{name}", one, by=R.MANAGER, **more) == "state"


@pytest.mark.parametrize(("role", "code"), [(R.CLERK, "role"), (R.SUPERVISOR, ""), (R.MANAGER, ""), (R.BUTLER, "role")])
def test_only_judges_exempt_and_ask_for_a_second_call(role: Role, code: str) -> None:
    fold = Fold()
    one = revisit(fold)
    assert fold.refusal("revisit.exempt", one, by=role, exempt_reason="other") == code
    told = {
        "about": "work_order",
        "about_id": "w-1",
        "source": "repair",
        "due_from_on": "2026-11-20",
        "due_to_on": "2026-11-21",
    }
    assert fold.refusal("revisit.open", None, by=role, **told) == code


def test_there_is_no_key_for_all_satisfied() -> None:
    """An answer is given for one revisit and needs the questions answered."""
    fold = Fold()
    assert fold.refusal("revisit.answer", revisit(fold), satisfaction="good") == "asks"
    assert fold.refusal("revisit.answer", revisit(fold), answers=[{"question": "?", "answer": "yes"}]) == "asks"
