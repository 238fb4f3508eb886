"""The life of a complaint: two for an invalid one, a withdrawal erases nothing, a second answer where one failed."""

from typing import Any

import pytest

from desk.domain.calendar import DAY, HOUR, at
from desk.domain.conflicts import settle
from desk.domain.deciding import Context, Is, Order, Past
from desk.services.complaints.due import clock, first_answer_late
from desk.services.complaints.flow import FLOW
from tests.services.complaints.room import (
    BUTLER,
    CLERK,
    FOREMAN,
    HEAD,
    MANAGER,
    SUPERVISOR,
    answered,
    assigned,
    fold,
    in_state,
    judged,
    lists,
    received,
)
from tests.services.folding import Fold

YES = [{"question": "问题解决了吗?", "answer": "yes"}]


def judge(of: Fold, one: str, by: Any = MANAGER, **told: Any) -> str:
    return of.refusal("complaint.judge", one, by=by, **told)


class TestReceived:
    def test_the_promise_is_a_day_or_two_hours(self) -> None:
        of = fold()
        start = of.clock.now
        assert of.row("complaint", received(of))["due_at"] == start + DAY
        assert of.row("complaint", received(of, urgent=True))["due_at"] == start + 2 * HOUR

    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"type": None}, "asks"),
            ({"want": None}, "asks"),
            ({"content": " "}, "asks"),
            ({"type": "14"}, "forwarded"),
            ({"type": "14", "channel": "forwarded"}, "forwarded"),
            ({"type": "14", "channel": "forwarded", "forwarded_no": "GD-1"}, "forwarded"),
            ({"about_id": "foreman"}, "about"),
            ({"deputy_id": "foreman", "deputy": "孙国强"}, "deputy"),
        ],
    )
    def test_what_must_be_asked(self, told: dict[str, Any], code: str) -> None:
        values = {
            "kind": "complaint",
            "type": "02",
            "want": "apology",
            "content": "漏",
            "handler_id": "foreman",
            **told,
        }
        given = {name: value for name, value in values.items() if value is not None}
        assert fold().refusal("complaint.receive", by=CLERK, **given) == code

    def test_praise_and_suggestions_ask_for_words_alone_and_are_settled(self) -> None:
        of = fold()
        for kind, ending in (("praise", "told"), ("suggestion", "taken_up")):
            one = of.take("complaint.receive", by=CLERK, kind=kind, content="楼道很干净", handler_id="supervisor")
            assert judge(of, one, validity="valid") == "kind"
            of.take("complaint.settle", one, by=SUPERVISOR, settled=ending)
            row = of.row("complaint", one)
            assert (row["status"], row["closed_by"], row["closed_at"]) == ("closed", "settled", of.clock.now)

    def test_a_letter_of_yesterday_counts_from_yesterday(self) -> None:
        of = fold()
        one = received(of, happened_at=of.clock.now - DAY)
        row = of.row("complaint", one)
        assert (row["received_at"], row["due_at"]) == (of.clock.now - DAY, of.clock.now)
        assert row["received_source"] == "slip"

    def test_what_was_written_wrongly_moves_the_promise_until_it_is_answered(self) -> None:
        of = fold()
        start, one = of.clock.now, received(of)
        of.clock.forward(minutes=30)
        of.take("complaint.amend", one, by=FOREMAN, urgent=True)
        assert of.row("complaint", one)["due_at"] == start + 2 * HOUR
        done = answered(of)
        before = of.row("complaint", done)["due_at"]
        of.take("complaint.amend", done, by=FOREMAN, urgent=True, type="02")
        assert of.row("complaint", done)["due_at"] == before
        assert of.row("complaint", done)["type_label"] == "维修不及时/质量", "the name follows the code"


class TestJudging:
    def test_an_invalid_one_needs_two_and_one_of_them_the_manager(self) -> None:
        of = fold()
        one = received(of)
        of.take("complaint.judge", one, by=MANAGER, validity="invalid", invalid_reason="not_so")
        row = of.row("complaint", one)
        assert (row["status"], row.get("validity"), row.get("judged_at")) == ("to_sign", None, None)
        assert of.refusal("complaint.countersign", one, by=MANAGER) == "second"
        assert of.refusal("complaint.countersign", one, by=CLERK) == "role"
        of.take("complaint.countersign", one, by=SUPERVISOR, second="张敏")
        row = of.row("complaint", one)
        assert (row["status"], row["validity"], row["judged_by_id"], row["second_id"]) == (
            "judged",
            "invalid",
            "manager",
            "supervisor",
        )

    def test_two_without_the_manager_are_not_enough(self) -> None:
        of = fold()
        one = received(of, handler_id="supervisor", handler="张敏")
        of.take("complaint.judge", one, by=SUPERVISOR, validity="invalid", invalid_reason="not_ours")
        assert of.refusal("complaint.countersign", one, by=BUTLER) == "manager"
        of.take("complaint.countersign", one, by=HEAD)
        assert of.row("complaint", one)["validity"] == "invalid"

    def test_a_reason_is_asked_and_has_to_be_so(self) -> None:
        of = fold()
        one = received(of)
        assert judge(of, one, validity="invalid") == "asks"
        assert judge(of, one, validity="invalid", invalid_reason="withdrawn") == "withdrawn"
        assert judge(of, one, validity="invalid", invalid_reason="merged") == "merged"
        of.take("complaint.link", one, by=MANAGER, repeat_of_no="W1A-T0009")
        assert judge(of, one, validity="invalid", invalid_reason="merged") == ""

    def test_the_handler_may_call_his_own_matter_valid_and_nothing_less(self) -> None:
        of = fold()
        one = received(of)
        assert judge(of, one, FOREMAN, validity="partial") == "role"
        assert judge(of, one, FOREMAN, validity="invalid", invalid_reason="not_so") == "role"
        assert judge(of, one, FOREMAN, validity="valid") == ""

    def test_who_does_not_agree_sends_it_back_as_it_was(self) -> None:
        of = fold()
        one = received(of)
        of.take("complaint.judge", one, by=MANAGER, validity="invalid", invalid_reason="not_so")
        of.take("complaint.decline", one, by=SUPERVISOR, judge_note="有照片")
        row = of.row("complaint", one)
        assert (row["status"], row.get("invalid_reason"), row.get("proposed_by_id")) == ("received", None, None)

    @pytest.mark.parametrize("state", ["judged", "assigned", "acted"])
    def test_judged_anew_the_work_stays_where_it_was_and_valid_stands_until_signed(self, state: str) -> None:
        of = fold()
        one = in_state(of, state)
        of.take("complaint.rejudge", one, by=MANAGER, validity="invalid", invalid_reason="not_so")
        row = of.row("complaint", one)
        assert (row["status"], row["validity"]) == ("to_sign", "valid")
        of.take("complaint.decline", one, by=SUPERVISOR)
        row = of.row("complaint", one)
        assert (row["status"], row["validity"]) == (state, "valid")
        of.take("complaint.rejudge", one, by=MANAGER, validity="invalid", invalid_reason="not_so")
        of.take("complaint.countersign", one, by=SUPERVISOR)
        row = of.row("complaint", one)
        assert (row["status"], row["validity"]) == (state, "invalid")

    def test_what_was_judged_can_be_taken_back_for_some_minutes(self) -> None:
        of = fold()
        one = judged(of)
        of.take_back(one, by=MANAGER, record="complaint")
        assert of.row("complaint", one)["status"] == "received"


class TestWithdrawn:
    def test_it_does_not_erase_what_was_valid(self) -> None:
        of = fold()
        one = judged(of)
        of.take("complaint.withdraw", one, by=FOREMAN)
        again = {"validity": "invalid", "invalid_reason": "withdrawn"}
        assert of.refusal("complaint.rejudge", one, by=MANAGER, **again) == "valid"
        of.take("complaint.close", one, by=MANAGER)
        row = of.row("complaint", one)
        assert (row["status"], row["closed_by"], row["validity"]) == ("closed", "withdrawn", "valid")

    def test_before_it_was_judged_it_may_be_the_reason_of_an_invalid_one(self) -> None:
        of = fold()
        one = received(of)
        of.take("complaint.withdraw", one, by=FOREMAN)
        assert of.refusal("complaint.withdraw", one, by=FOREMAN) == "withdrawn"
        assert judge(of, one, validity="invalid", invalid_reason="withdrawn") == ""

    def test_nothing_else_is_put_away_by_hand(self) -> None:
        of = fold()
        for state in ("judged", "assigned", "acted", "answered"):
            assert of.refusal("complaint.close", in_state(of, state), by=MANAGER) == "open"


class TestAnswered:
    def test_it_stops_the_clock_and_the_call_comes_in_one_to_three_days(self) -> None:
        of = fold()
        one = assigned(of)
        assert clock(of.row("complaint", one), of.settings, of.calendar, of.clock.now).words.startswith("答复还剩")
        of.clock.forward(hours=3)
        of.take("complaint.answer", one, by=FOREMAN, answer="已换新", answered_how="face", answered_by="孙国强")
        row = of.row("complaint", one)
        assert (row["status"], row["revisit_from_on"], row["revisit_to_on"]) == ("answered", "2026-11-19", "2026-11-21")
        stood = clock(row, of.settings, of.calendar, of.clock.forward(days=2))
        assert (stood.words, stood.ok) == ("", True)
        assert not first_answer_late(row, of.clock.now)

    def test_an_answer_behind_its_time_is_late_for_good(self) -> None:
        of = fold()
        one = assigned(of)
        of.clock.forward(hours=25)
        assert first_answer_late(of.row("complaint", one), of.clock.now)
        of.take("complaint.answer", one, by=FOREMAN, answer="晚了, 对不起", answered_how="phone")
        assert first_answer_late(of.row("complaint", one), of.clock.now)

    def test_a_content_person_ends_it(self) -> None:
        of = fold()
        one = answered(of)
        now = of.clock.forward(days=1)
        of.take("complaint.revisit", one, by=BUTLER, satisfaction="fair", answers=YES, seconds=60)
        row = of.row("complaint", one)
        assert (row["status"], row["closed_by"], row["closed_at"], row["revisited_at"]) == (
            "closed",
            "revisit",
            now,
            now,
        )
        assert row["attempts"] == [{"at": now, "code": "answered", "seconds": 60, "by": "butler"}]

    def test_a_dissatisfied_one_is_worked_on_again_with_a_new_time_and_the_first_is_kept(self) -> None:
        of = fold()
        one = answered(of)
        first = of.row("complaint", one)
        now = of.clock.forward(days=2)
        of.take("complaint.revisit", one, by=BUTLER, satisfaction="bad", answers=YES, revisit_words="还漏")
        row = of.row("complaint", one)
        assert (row["status"], row["reopened"], row["due_at"]) == ("assigned", 1, now + DAY)
        assert (row["first_answered_at"], row["first_due_at"]) == (first["answered_at"], first["due_at"])
        assert "answered_at" not in row
        assert not first_answer_late(row, now + 3 * DAY), "the first answer was in time"
        assert clock(row, of.settings, of.calendar, now + DAY + 1).shape == "square"
        of.take("complaint.answer", one, by=FOREMAN, answer="再换", answered_how="phone")
        assert of.row("complaint", one)["first_answered_at"] == first["answered_at"]

    def test_calls_without_an_answer(self) -> None:
        of = fold()
        one = answered(of)
        of.clock.set("2026-11-19", "10:00")
        of.take("complaint.attempt", one, by=BUTLER, call_code="no_answer")
        assert of.row("complaint", one)["next_call_at"] == at("2026-11-19", "14:30")
        of.take("complaint.attempt", one, by=BUTLER, call_code="busy")
        assert of.row("complaint", one)["next_call_at"] == at("2026-11-19", "10:20")
        assert of.refusal("complaint.attempt", one, by=BUTLER, call_code="answered") == "talked"
        assert of.refusal("complaint.revisit", one, by=BUTLER, satisfaction="good", answers=YES, call_code="cut") == (
            "talked"
        )
        of.clock.set("2026-11-20", "10:00")
        of.take("complaint.attempt", one, by=BUTLER, call_code="no_answer")
        assert (of.row("complaint", one)["status"], of.row("complaint", one)["closed_by"]) == ("closed", "not_reached")

    def test_a_refusal_ends_it_and_is_counted_apart(self) -> None:
        of = fold()
        one = answered(of)
        of.take("complaint.attempt", one, by=BUTLER, call_code="refused")
        assert of.row("complaint", one)["closed_by"] == "refused"


class TestAssigned:
    def test_not_to_the_one_it_is_about_nor_to_one_and_the_same(self) -> None:
        of = fold()
        one = judged(of, about_id="plumber", about="王建国")
        told = {"handler_id": "plumber", "handler": "王建国"}
        assert of.refusal("complaint.assign", one, by=MANAGER, **told) == "about"
        told = {"handler_id": "leader", "handler": "赵刚", "deputy_id": "leader", "deputy": "赵刚"}
        assert of.refusal("complaint.assign", one, by=MANAGER, **told) == "deputy"

    def test_the_same_matter_once_more_is_linked(self) -> None:
        of = fold()
        one = received(of)
        assert of.refusal("complaint.link", one, by=MANAGER, repeat_of_no="W1A-T0001") == "repeat"
        of.take("complaint.link", one, by=MANAGER, repeat_of_no="W1A-T0009", repeat_of="c-9")
        assert of.row("complaint", one)["repeat_of"] == "c-9"


class TestTwoDesks:
    """A choice of two is for a person, a fact of two is kept."""

    def settled(self, of: Fold, one: str, step: str, rival: str, by: Any, **told: Any) -> Any:
        before = dict(of.state[("complaint", one)])
        image = {("complaint", one): {"status": "assigned"}}
        past = Past("op-9", f"complaint.{rival}", "manager", of.clock.now - 1, image, ent=one)
        context = Context(
            of.clock.now,
            "e/0e9e8a52-6f0b-4a1e-9d53-0d7a3a6fbb10/complaint",
            by,
            of.settings,
            of.calendar,
            (past,),
            lists=lists(),
            after="op-8",
            since=(past,),
        )
        return settle(FLOW, before, Order("complaint", step, one, told, of.clock.now, "op-10"), context)

    def test_assigned_to_two(self) -> None:
        of = fold()
        one = assigned(of)
        did = self.settled(of, one, "assign", "assign", MANAGER, handler_id="leader", handler="赵刚")
        assert did.verdict is Is.CONTESTED

    def test_a_call_on_one_and_a_word_on_the_other_both_stand(self) -> None:
        of = fold()
        one = answered(of)
        did = self.settled(of, one, "attempt", "remark", BUTLER, call_code="no_answer")
        assert did.verdict is Is.OK


def test_what_was_called_serious_only_head_office_calls_otherwise() -> None:
    """The assessment takes more for it: whom it costs marks does not take it back."""
    of = fold()
    one = received(of)
    of.take("complaint.judge", one, by=MANAGER, validity="valid", serious=True)
    assert of.row("complaint", one)["serious"] is True
    assert of.refusal("complaint.rejudge", one, by=MANAGER, validity="valid", serious=False) == "serious"
    of.take("complaint.rejudge", one, by=MANAGER, validity="partial")
    assert of.row("complaint", one)["serious"] is True
    of.take("complaint.rejudge", one, by=HEAD, validity="valid", serious=False)
    assert of.row("complaint", one)["serious"] is False
