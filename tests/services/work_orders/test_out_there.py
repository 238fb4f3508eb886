"""Rules of what is out: parts and another call, two men, contractors, and from which urge on somebody is called."""

from typing import Any

import pytest

from desk.domain.calendar import DAY, HOUR, MINUTE, at
from desk.domain.clocks import runs_again_at
from tests.services.folding import NINE, Fold, Refused

TODAY = "2026-11-18"


@pytest.fixture
def fold() -> Fold:
    return Fold()


def waiting(fold: Fold) -> str:
    return fold.take("work_order.wait_parts", fold.dispatched())


class TestPutOff:
    def test_what_the_key_left_unsaid_is_written_afterwards(self, fold: Fold) -> None:
        order = waiting(fold)
        fold.take("work_order.put_off", order, suspend_note="阀芯", parts_from="buyer", suspended_until_on="2026-11-25")
        row = fold.row("work_order", order)
        assert (row["status"], row["suspend_note"], row["parts_from"]) == ("suspended", "阀芯", "buyer")
        assert row["suspended_until_on"] == "2026-11-25"
        assert len(row["pauses"]) == 1

    def test_another_hour_to_call_moves_the_day_with_it(self, fold: Fold) -> None:
        order = fold.take("work_order.nobody_home", fold.dispatched())
        assert fold.row("work_order", order)["suspended_until_on"] == TODAY
        fold.take("work_order.put_off", order, call_again_at=at("2026-11-20", "18:30"))
        assert fold.row("work_order", order)["suspended_until_on"] == "2026-11-20"

    def test_an_earlier_call_leaves_the_day(self, fold: Fold) -> None:
        order = waiting(fold)
        fold.take("work_order.put_off", order, call_again_at=at("2026-11-19", "18:30"))
        assert fold.row("work_order", order)["suspended_until_on"] == "2026-11-21"

    @pytest.mark.parametrize(
        "told", [{"suspended_until_on": "2026-11-17"}, {"call_again_at": NINE}, {"call_again_at": NINE - HOUR}]
    )
    def test_nothing_is_put_off_into_the_past(self, fold: Fold, told: dict[str, Any]) -> None:
        assert fold.refusal("work_order.put_off", waiting(fold), **told) == "past"

    def test_words_may_be_written_after_the_day_has_passed(self, fold: Fold) -> None:
        order = waiting(fold)
        fold.clock.forward(days=5)
        assert fold.refusal("work_order.put_off", order, suspend_note="阀芯") == ""

    def test_resumed_nothing_of_it_stays(self, fold: Fold) -> None:
        order = waiting(fold)
        fold.take("work_order.put_off", order, suspend_note="阀芯", parts_from="crew", call_again_at=NINE + DAY)
        fold.take("work_order.resume", order)
        row = fold.row("work_order", order)
        assert {"suspend_note", "parts_from", "call_again_at", "suspended_until_on", "suspend_reason"}.isdisjoint(row)


class TestCap:
    def test_the_clock_runs_again_when_the_cap_is_used(self, fold: Fold) -> None:
        row = fold.row("work_order", waiting(fold))
        assert runs_again_at(row, fold.settings) == NINE + 7 * DAY

    def test_days_of_an_earlier_wait_count(self, fold: Fold) -> None:
        order = waiting(fold)
        fold.clock.forward(days=3)
        fold.take("work_order.resume", order)
        fold.clock.forward(hours=2)
        fold.take("work_order.wait_parts", order)
        now = fold.clock.now
        assert runs_again_at(fold.row("work_order", order), fold.settings) == now + 4 * DAY

    def test_a_cap_used_up_before_stops_nothing(self, fold: Fold) -> None:
        order = waiting(fold)
        fold.clock.forward(days=8)
        fold.take("work_order.resume", order)
        fold.clock.forward(hours=2)
        fold.take("work_order.wait_parts", order)
        assert runs_again_at(fold.row("work_order", order), fold.settings) == fold.clock.now

    def test_a_wait_that_follows_on_another_has_its_own_cap(self, fold: Fold) -> None:
        order = waiting(fold)
        fold.clock.forward(days=2)
        fold.take("work_order.resume", order)
        fold.take("work_order.nobody_home", order)
        now = fold.clock.now
        assert runs_again_at(fold.row("work_order", order), fold.settings) == now + 30 * DAY

    def test_what_is_not_suspended_has_no_such_hour(self, fold: Fold) -> None:
        order = waiting(fold)
        fold.take("work_order.resume", order)
        assert runs_again_at(fold.row("work_order", order), fold.settings) is None


class TestTwo:
    def test_the_second_is_another_person(self, fold: Fold) -> None:
        told: dict[str, Any] = {"crew_id": "c-1", "crew": "水电班", "technician_id": "t-1", "technician": "王建国"}
        order = fold.order()
        assert fold.refusal("work_order.dispatch", order, second_technician_id="t-1", **told) == "second"
        fold.take("work_order.dispatch", order, second_technician_id="t-2", second_technician="李伟", **told)
        assert fold.row("work_order", order)["second_technician"] == "李伟"
        assert fold.refusal("work_order.reassign", order, crew_id="c-1", crew="水电班", technician_id="t-2") == "second"

    def test_recalled_nobody_is_named(self, fold: Fold) -> None:
        order = fold.take(
            "work_order.dispatch", fold.order(), crew_id="c-1", crew="水电班", technician_id="t-1", technician="王",
            second_technician_id="t-2", second_technician="李",
        )  # fmt: skip
        fold.take("work_order.recall", order)
        assert {"technician_id", "technician", "second_technician_id", "second_technician"}.isdisjoint(
            fold.row("work_order", order)
        )


class TestOutside:
    def test_it_says_since_when_by_whom_and_under_which_number(self, fold: Fold) -> None:
        order = fold.take(
            "work_order.hand_out", fold.order(), contractor="电梯维保", contractor_phone="88010000", contractor_no="E-7"
        )
        row = fold.row("work_order", order)
        assert (row["handed_out_at"], row["contractor_phone"], row["contractor_no"]) == (NINE, "88010000", "E-7")

    def test_a_finish_that_found_it_is_not_ours_is_a_handing_out(self, fold: Fold) -> None:
        order = fold.dispatched()
        fold.clock.forward(minutes=20)
        fold.take("work_order.finish", order, result="outside")
        row = fold.row("work_order", order)
        assert (row["status"], row["handed_out_at"]) == ("handed_out", NINE + 20 * MINUTE)

    def test_it_comes_back_by_the_finish(self, fold: Fold) -> None:
        order = fold.take("work_order.hand_out", fold.order(), contractor="电梯维保", contractor_phone="1")
        fold.take("work_order.finish", order, result="repaired")
        assert fold.row("work_order", order)["status"] == "finished"

    def test_recalled_the_company_is_forgotten(self, fold: Fold) -> None:
        order = fold.take("work_order.hand_out", fold.order(), contractor="电梯维保", contractor_phone="1")
        fold.take("work_order.recall", order)
        assert {"contractor", "contractor_phone", "handed_out_at"}.isdisjoint(fold.row("work_order", order))


class TestUrges:
    def called(self, fold: Fold, order: str) -> int | None:
        found: int | None = fold.row("work_order", order).get("urge_called_at")
        return found

    def test_the_second_and_the_third_call_and_the_fourth_adds_nothing(self, fold: Fold) -> None:
        order, seen = fold.dispatched(), []
        for _ in range(4):
            fold.clock.forward(minutes=10)
            fold.take("work_order.urge", order)
            seen.append(self.called(fold, order))
        second, third = NINE + 20 * MINUTE, NINE + 30 * MINUTE
        assert seen == [None, second, third, third]

    def test_an_urge_after_the_answer_calls_anew(self, fold: Fold) -> None:
        order = fold.dispatched()
        for _ in range(3):
            fold.take("work_order.urge", order)
        fold.clock.forward(minutes=5)
        fold.take(
            "work_order.answer_call", order, answered_level="manager", answered_by="吴明", call_answer="more_hands"
        )
        fold.clock.forward(minutes=5)
        fold.take("work_order.urge", order)
        assert self.called(fold, order) == NINE + 10 * MINUTE

    def test_an_answer_names_its_person(self, fold: Fold) -> None:
        order = fold.order()
        with pytest.raises(Refused):
            fold.take("work_order.answer_call", order, answered_level="foreman", call_answer="sent")
