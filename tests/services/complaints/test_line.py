"""The neutral line: what everybody may see, brought to where its complaint is, mended after a kill."""

import pytest

from desk.domain.roles import Role
from desk.domain.scopes import complaints_of
from desk.services.complaints.line import following, line_id, repairs
from desk.services.complaints.naming import receiver_words
from desk.services.complaints.record import IN_HAND, ComplaintState
from tests.services.complaints.room import MANAGER, fold, in_state
from tests.services.folding import SCOPE, Fold

C = complaints_of(SCOPE)
WORDS = "孙国强 802"


def follow(of: Fold, one: str) -> list[str]:
    row, ent = of.state[("complaint", one)], line_id(C, one)
    line = of.state.get(("in_hand", ent))
    steps = following(C, row, line, WORDS)
    for step in steps:
        assert (step.scope, step.ent) == (SCOPE, ent)
        of.take(f"in_hand.{step.step}", step.ent, by=MANAGER, **step.values)
    return [step.step for step in steps]


def test_it_holds_no_word_of_the_matter() -> None:
    names = {field.name for field in IN_HAND.fields}
    assert names == {"no", "home_id", "resident_id", "receiver", "status", "due_at"}


@pytest.mark.parametrize(
    ("state", "steps", "said"),
    [
        ("received", ["open"], "received"),
        ("to_sign", ["open"], "received"),
        ("judged", ["open", "work"], "in_hand"),
        ("assigned", ["open", "work"], "in_hand"),
        ("acted", ["open", "work"], "in_hand"),
        ("answered", ["open", "answer"], "answered"),
        ("closed", ["open", "close"], "closed"),
    ],
)
def test_it_comes_to_where_its_complaint_is_from_nothing_and_then_stands(
    state: str, steps: list[str], said: str
) -> None:
    of = fold()
    one = in_state(of, state)
    assert follow(of, one) == steps
    line = of.row("in_hand", line_id(C, one))
    assert (line["status"], line["receiver"], line["no"]) == (said, WORDS, "W1A-T0001")
    assert line["due_at"] == of.row("complaint", one)["due_at"]
    assert follow(of, one) == []


def test_it_goes_back_when_a_step_is_taken_back() -> None:
    of = fold()
    one = in_state(of, "judged")
    follow(of, one)
    of.take_back(one, by=MANAGER, record="complaint")
    assert follow(of, one) == ["wait"]


def test_what_a_kill_left_undone_is_found_for_all_at_once() -> None:
    of = fold()
    some = [in_state(of, state) for state in ("received", "answered")]
    follow(of, some[0])
    lines = {ent: row for (record, ent), row in of.state.items() if record == "in_hand"}
    rows = [of.state[("complaint", one)] for one in some]
    assert [step.step for step in repairs(C, rows, lines, dict.fromkeys(some, WORDS))] == ["open", "answer"]


def test_the_id_is_the_same_on_every_desk_and_another_for_every_complaint() -> None:
    ids = {line_id(scope, one) for scope in (SCOPE, C) for one in (SCOPE[2:], "0192aaaa-0000-7000-8000-000000000001")}
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("name", "role", "phone", "said"),
    [
        ("李敏", "supervisor", "802", "李主管 802"),
        ("吴明", "manager", "13800001111", "吴经理"),
        ("欧阳建华", "squad_leader", "8801 6000", "欧阳班长 8801 6000"),
        ("阿卜杜热合曼·买买提明江", "butler", "805", "阿卜杜热合曼·买买提明江 805"),
        ("王丽", "clerk", "", "王丽"),
        ("李敏(03)", "supervisor", "", "李主管"),
        ("", "manager", "", ""),
    ],
)
def test_whom_to_ask_for(name: str, role: str, phone: str, said: str) -> None:
    assert receiver_words(name, frozenset(one for one in Role if one == role), phone) == said


def test_every_state_has_its_neutral_word() -> None:
    from desk.services.complaints.line import STATE_OF

    assert set(STATE_OF) == set(ComplaintState)
