"""Written by one, read by another, out, restored; what cannot wait goes first and is read within a day."""

from typing import Any

import pytest

from desk.domain.calendar import HOUR, MINUTE, at
from desk.domain.roles import Role
from tests.services.folding import Refused
from tests.services.notices.writing import ACTIVITY, ARREARS, GRID, READER, WATER, WRITER, Desk

DAY = "2026-11-19"


def test_written_read_out_restored(desk: Desk) -> None:
    ent = desk.sent()
    row = desk.row(ent)
    assert (row["status"], row["sent_at"], row["kind_label"]) == ("sent", desk.now, "停水(计划)")
    assert row["reviewer_id"] == "the supervisor"
    desk.fold.clock.set(DAY, "16:40")
    desk.fold.take("notice.restore", ent, by=WRITER, happened_at=at(DAY, "16:30"))
    row = desk.row(ent)
    assert (row["status"], row["restored_at"], row["restored_recorded_at"]) == ("restored", at(DAY, "16:30"), desk.now)
    assert row["restore_due_at"] == at(DAY, "17:30")


def test_who_wrote_a_line_of_it_does_not_read_it(desk: Desk) -> None:
    ent = desk.draft()
    desk.fold.take("notice.amend", ent, by=Role.MANAGER, reason="主管道检修")
    desk.fold.take("notice.submit", ent, by=WRITER)
    assert desk.fold.refusal("notice.approve", ent, by=WRITER, reviewer="李敏") == "own"
    assert desk.fold.refusal("notice.approve", ent, by=Role.MANAGER, reviewer="吴明") == "own"
    assert desk.fold.refusal("notice.approve", ent, by=READER, reviewer="张敏") == ""


def test_sent_back_it_is_a_draft_again(desk: Desk) -> None:
    ent = desk.submitted()
    assert desk.fold.refusal("notice.amend", ent, by=WRITER, reason="别的") == "state"
    desk.fold.take("notice.send_back", ent, by=READER, review_note="时间写到小时")
    desk.fold.take("notice.amend", ent, by=WRITER, reason="水泵检修")
    assert desk.row(ent)["status"] == "draft"


def test_too_late_needs_a_word_why_and_goes_out_all_the_same(desk: Desk) -> None:
    desk.fold.clock.set("2026-11-18", "12:00")
    ent = desk.draft()
    with pytest.raises(Refused, match="只提前 23 小时, 停水\\(计划\\)要求 24 小时"):
        desk.fold.take("notice.submit", ent, by=WRITER)
    desk.fold.take("notice.submit", ent, by=WRITER, late_reason="forgotten")
    desk.fold.take("notice.approve", ent, by=READER, reviewer="张敏")
    row = desk.row(ent)
    assert row["sent_at"] > row["lead_due_at"] == at("2026-11-18", "11:00")


def test_what_is_planned_does_not_go_first(desk: Desk) -> None:
    ent = desk.draft()
    assert desk.fold.refusal("notice.send_first", ent, by=WRITER, urgent_reason="breakdown") == "planned"


def test_an_emergency_needs_a_reason_and_is_read_afterwards_by_another(desk: Desk) -> None:
    ent = desk.draft("12", from_at=desk.now, to_at=None, expected_at=None, reason=None)
    assert desk.fold.refusal("notice.send_first", ent, by=WRITER) == "asks"
    assert desk.fold.refusal("notice.send_first", ent, by=WRITER, urgent_reason="because") == "value"
    desk.fold.take("notice.send_first", ent, by=WRITER, urgent_reason="breakdown")
    row = desk.row(ent)
    assert (row["status"], row["sent_at"], row["second_due_at"]) == ("sent", desk.now, desk.now + 24 * HOUR)
    assert desk.fold.refusal("notice.second_read", ent, by=WRITER, reviewer="李敏") == "own"
    desk.fold.clock.forward(hours=2)
    desk.fold.take("notice.second_read", ent, by=READER, reviewer="张敏")
    assert desk.row(ent)["reviewed_at"] == desk.now
    assert desk.fold.refusal("notice.second_read", ent, by=Role.MANAGER, reviewer="吴明") == "reviewed"


def test_what_was_read_before_is_not_read_again(desk: Desk) -> None:
    assert desk.fold.refusal("notice.second_read", desk.sent(), by=Role.MANAGER, reviewer="吴明") == "reviewed"


def test_arrears_are_for_the_manager(desk: Desk) -> None:
    ent = desk.submitted(ARREARS, from_at=None, to_at=None, expected_at=None, matter="请缴纳三季度物业费")
    assert desk.fold.refusal("notice.approve", ent, by=READER, reviewer="张敏") == "role"
    assert desk.fold.refusal("notice.approve", ent, by=Role.MANAGER, reviewer="吴明") == ""


def test_a_wished_hour_is_kept_by_the_rule(desk: Desk) -> None:
    wished = at("2026-11-18", "10:30")
    ent = desk.sent(send_at=wished)
    assert desk.row(ent)["sent_at"] == wished
    for step in ("restore", "end", "post"):
        told = {"posted_where": "1栋大堂"} if step == "post" else {}
        assert desk.fold.refusal(f"notice.{step}", ent, by=WRITER, **told) == "scheduled"
    desk.fold.clock.set("2026-11-18", "10:31")
    assert desk.fold.refusal("notice.post", ent, by=WRITER, posted_where="1栋大堂") == ""


def test_an_hour_that_is_over_when_it_is_read_means_now(desk: Desk) -> None:
    ent = desk.submitted(send_at=at("2026-11-18", "9:30"))
    desk.fold.clock.set("2026-11-18", "10:00")
    desk.fold.take("notice.approve", ent, by=READER, reviewer="张敏")
    assert desk.row(ent)["sent_at"] == desk.now


def test_a_correction_takes_the_place_of_what_was_wrong(desk: Desk) -> None:
    wrong = desk.sent()
    desk.fold.clock.forward(hours=2)
    right = desk.draft(
        corrects_id=wrong, correction_no=1, found_by="ourselves", wrong_part="time", from_at=at(DAY, "13:00")
    )
    assert desk.row(wrong)["status"] == "sent"
    desk.fold.take("notice.submit", right, by=WRITER)  # a correction owes no lead: it goes as soon as it can
    desk.fold.take("notice.approve", right, by=READER, reviewer="张敏")
    assert (desk.row(wrong)["status"], desk.row(wrong)["corrected_by_id"]) == ("corrected", right)
    assert desk.row(wrong)["corrected_at"] == desk.now
    assert "lead_due_at" not in desk.row(right)
    assert desk.fold.refusal("notice.restore", wrong, by=WRITER) == "state"


def test_a_correction_may_go_first(desk: Desk) -> None:
    wrong = desk.sent()
    right = desk.draft(corrects_id=wrong, correction_no=1, found_by="resident", wrong_part="range")
    desk.fold.take("notice.send_first", right, by=WRITER, urgent_reason="wrong_notice")
    assert desk.row(wrong)["status"] == "corrected"
    assert desk.row(right)["second_due_at"]


def test_others_papers_need_the_hour_they_came(desk: Desk) -> None:
    ent = desk.draft(GRID)
    assert desk.fold.refusal("notice.submit", ent, by=WRITER) == "asks"
    assert desk.fold.refusal("notice.amend", ent, by=WRITER, received_at=desk.now + HOUR) == "future"
    desk.fold.take("notice.amend", ent, by=WRITER, received_at=desk.now - 30 * MINUTE)
    desk.fold.take("notice.submit", ent, by=WRITER)
    assert desk.row(ent)["forward_due_at"] == desk.now + 90 * MINUTE


@pytest.mark.parametrize(
    ("kind", "values", "code"),
    [
        (WATER, {"targets": []}, "range"),
        (WATER, {"from_at": None, "to_at": None, "expected_at": None}, "asks"),
        (WATER, {"reason": None}, "asks"),
        (WATER, {"send_at": at(DAY, "12:00")}, "send_at"),
        (WATER, {"from_at": at("2026-11-17", "8:00"), "to_at": at("2026-11-17", "12:00"), "expected_at": None}, "past"),
        (ACTIVITY, {"from_at": None, "to_at": None, "expected_at": None, "reason": None}, "asks"),
        (WATER, {"undersigned": None}, "asks"),
    ],
)
def test_what_is_missing_is_named(desk: Desk, kind: str, values: dict[str, Any], code: str) -> None:
    ent = desk.draft(kind, **values)
    assert desk.fold.refusal("notice.submit", ent, by=WRITER) == code


def test_everybody_needs_no_choice(desk: Desk) -> None:
    ent = desk.draft(audience="all", targets=[])
    assert desk.fold.refusal("notice.submit", ent, by=WRITER) == ""


def test_an_end_before_its_beginning_is_not_written_down(desk: Desk) -> None:
    ent = desk.draft()
    assert desk.fold.refusal("notice.amend", ent, by=WRITER, to_at=at(DAY, "9:00")) == "order"
    assert desk.fold.refusal("notice.amend", ent, by=WRITER, expected_at=at(DAY, "9:00")) == "order"
    assert desk.fold.refusal("notice.amend", ent, by=WRITER, kind="77") == "kind"


def test_nothing_came_back_before_it_went(desk: Desk) -> None:
    ent = desk.sent()
    desk.fold.clock.set(DAY, "12:00")
    assert desk.fold.refusal("notice.restore", ent, by=WRITER, happened_at=at(DAY, "10:00")) == "order"
    assert desk.fold.refusal("notice.end", ent, by=WRITER) == "restores"


def test_an_activity_ends_and_has_nothing_to_restore(desk: Desk) -> None:
    ent = desk.sent(ACTIVITY, from_at=at("2026-11-28", "9:00"), to_at=at("2026-11-28", "11:00"), expected_at=None)
    assert desk.row(ent)["signs_up"] is True
    assert desk.fold.refusal("notice.restore", ent, by=WRITER) == "restores"
    desk.fold.clock.set("2026-11-28", "11:05")
    desk.fold.take("notice.end", ent, by=WRITER)
    assert desk.row(ent)["status"] == "ended"


def test_the_newest_receipt_of_a_partner_counts_and_only_the_rules_write_it(desk: Desk) -> None:
    ent = desk.sent()
    first = [{"partner": "ch_1", "name": "公众号", "delivered": 200, "failed": 100}]
    assert desk.fold.refusal("notice.receipt", ent, by=Role.MANAGER, receipts=first) == "role"
    desk.fold.take("notice.receipt", ent, by=Role.RULES, receipts=first)
    desk.fold.take("notice.receipt", ent, by=Role.RULES, receipts=[{"partner": "ch_2", "delivered": 5}])
    desk.fold.take("notice.receipt", ent, by=Role.RULES, receipts=[{**first[0], "delivered": 298, "failed": 14}])
    assert [(one["partner"], one["delivered"]) for one in desk.row(ent)["receipts"]] == [("ch_1", 298), ("ch_2", 5)]


def test_a_call_about_it_is_one_key_and_can_be_called_off(desk: Desk) -> None:
    ent = desk.sent()
    call = desk.fold.take("notice_call.log", notice_id=ent, home_id="h-1", where="3-2-1801", caller="王秀英")
    assert desk.fold.row("notice_call", call)["called_at"] == desk.now
    desk.fold.take("notice_call.void", call)
    assert desk.fold.row("notice_call", call)["status"] == "void"


def test_a_sign_up_is_written_once_and_not_behind_its_end(desk: Desk) -> None:
    ent = desk.draft(ACTIVITY)
    told: dict[str, Any] = {"notice_id": ent, "name": "王秀英", "closes_at": at("2026-11-18", "17:00")}
    one = desk.fold.take("sign_up.sign", **told)
    assert desk.fold.row("sign_up", one)["people"] == 1
    assert desk.fold.refusal("sign_up.sign", one, **told) == "exists"
    assert desk.fold.refusal("sign_up.sign", **{**told, "people": 0}) == "people"
    desk.fold.take("sign_up.cancel", one)
    desk.fold.clock.set("2026-11-18", "17:01")
    assert desk.fold.refusal("sign_up.again", one) == "closed"
    assert desk.fold.refusal("sign_up.sign", **told) == "closed"
