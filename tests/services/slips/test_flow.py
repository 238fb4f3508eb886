"""The ledger of paper: a jam is not a print, every sheet comes back or is known to be missing."""

from typing import Any

import pytest

from desk.domain.flow import Flow, Step
from desk.domain.roles import WITH_ACCOUNT, Role
from desk.domain.scopes import complaints_of
from desk.services.slips import attachments
from desk.services.slips.flow import ATTACHMENT_FLOW, FLOW
from tests.services.folding import Fold

R = Role
FIELD = {R.CLERK, R.SUPERVISOR, R.SQUAD_LEADER, R.MANAGER, R.FOREMAN}
TABLE: dict[str, tuple[set[str], str]] = {
    "issue": (set(), "unprinted"),
    "print": ({"unprinted"}, "out"),
    "back_signed": ({"out", "missing"}, "back_signed"),
    "back_unsigned": ({"out", "missing"}, "back_unsigned"),
    "missing": ({"out"}, "missing"),
    "void": ({"blank", "unprinted", "out", "missing"}, "void"),
    "lay_by": ({"unprinted"}, "blank"),
    "bind": ({"blank"}, "out"),
    "take_back": ({"blank", "unprinted", "out", "back_signed", "back_unsigned", "missing", "void"}, "None"),
}
FILES: dict[str, tuple[set[str], str]] = {
    "add": (set(), "active"),
    "void": ({"active"}, "void"),
    "restore": ({"void"}, "active"),
}
ROWS = [(FLOW, step, TABLE) for step in FLOW.steps] + [(ATTACHMENT_FLOW, step, FILES) for step in ATTACHMENT_FLOW.steps]


@pytest.mark.parametrize(("flow", "step", "table"), ROWS, ids=[f"{f.record.name}.{s.name}" for f, s, _ in ROWS])
def test_a_step_is_as_the_table_has_it(flow: Flow, step: Step, table: dict[str, tuple[set[str], str]]) -> None:
    frm, to = table[step.name]
    assert step.by == (FIELD if flow is FLOW else WITH_ACCOUNT)
    assert {str(state) for state in step.frm} == frm
    assert str(step.to) == to


def test_the_tables_name_every_step() -> None:
    assert {step.name for step in FLOW.steps} == set(TABLE)
    assert {step.name for step in ATTACHMENT_FLOW.steps} == set(FILES)


def issued(fold: Fold) -> str:
    return fold.take("slip.issue", order_id="w-1", no="W1A-0001", copy_no=1, format="a5")


def test_a_sheet_is_out_only_when_it_was_printed() -> None:
    fold = Fold()
    slip = issued(fold)
    assert fold.row("slip", slip)["status"] == "unprinted"
    assert fold.refusal("slip.back_signed", slip) == "state"
    assert fold.refusal("slip.missing", slip) == "state"
    fold.take("slip.print", slip, printer="前台", printed_by="李敏")
    assert fold.row("slip", slip)["printed_at"] == fold.clock.now


@pytest.mark.parametrize("back", ["back_signed", "back_unsigned"])
def test_a_missing_sheet_may_still_come_back(back: str) -> None:
    fold = Fold()
    slip = fold.take("slip.missing", fold.take("slip.print", issued(fold)), missing_note="师傅说在车上")
    fold.take(f"slip.{back}", slip)
    assert fold.row("slip", slip)["status"] == back
    assert fold.refusal("slip.void", slip) == "state"


@pytest.mark.parametrize("left_out", ["no", "copy_no"])
def test_a_sheet_has_a_number_and_a_count(left_out: str) -> None:
    told: dict[str, Any] = {"order_id": "w-1", "no": "W1A-0001", "copy_no": 1}
    del told[left_out]
    assert Fold().refusal("slip.issue", None, **told) == "asks"


def test_a_file_is_taken_off_and_put_back_but_never_removed() -> None:
    fold = Fold()
    told: dict[str, Any] = {"about": "work_order", "about_id": "w-1", "kind": "scan", "title": "签字页"}
    told["sha256"] = "0" * 64
    file = fold.take("attachment.add", **told)
    fold.take("attachment.restore", fold.take("attachment.void", file))
    row = fold.row("attachment", file)
    assert (row["status"], row["sha256"], row["added_source"]) == ("active", "0" * 64, "live")


def test_whose_post_puts_files_where() -> None:
    """At a complaint whoever may read it, whatever his post is; elsewhere the counter and those with the slips."""
    for role in WITH_ACCOUNT:
        assert attachments.may(frozenset({role}), "e/x") == (role in FIELD)
        assert attachments.may(frozenset({role}), complaints_of("e/x"))


def test_a_sheet_without_an_order_waits_in_the_drawer_until_it_is_bound() -> None:
    fold = Fold()
    blank = fold.take("slip.issue", no="W1A-K0001", copy_no=1)
    assert fold.row("slip", blank)["blank"] is True
    assert fold.refusal("slip.print", blank) == "blank"
    fold.take("slip.lay_by", blank)
    assert fold.row("slip", blank)["status"] == "blank"
    assert fold.refusal("slip.back_signed", blank) == "state"
    assert fold.refusal("slip.bind", blank) == "asks"
    fold.take("slip.bind", blank, order_id="w-1")
    assert fold.row("slip", blank)["status"] == "out"
    assert fold.row("slip", blank)["bound_at"] == fold.clock.now


def test_a_sheet_of_an_order_is_not_laid_by() -> None:
    fold = Fold()
    assert fold.refusal("slip.lay_by", issued(fold)) == "bound"
