"""What the table of a repair cannot say: intake, agreement, price, pauses, visits."""

from typing import Any, ClassVar

import pytest

from desk.domain.calendar import DAY, HOUR, MINUTE, at
from desk.domain.roles import Role
from tests.services.folding import NINE, Fold

SIX_HOURS = 6 * HOUR


@pytest.fixture
def fold() -> Fold:
    return Fold()


class TestIntake:
    def test_what_nobody_said_has_a_default(self, fold: Fold) -> None:
        row = fold.row("work_order", fold.take("work_order.intake", where="3-2-1801", matter="漏水", home_id="h-1"))
        assert (row["kind"], row["channel"], row["urgency"], row["area"]) == ("fault", "phone", "general", "own")
        assert row["status"] == "accepted"
        assert (row["reported_at"], row["accepted_at"], row["reported_source"]) == (NINE, NINE, "live")

    def test_a_place_that_is_no_home_is_public(self, fold: Fold) -> None:
        row = fold.row("work_order", fold.take("work_order.intake", where="3栋电梯", matter="不动", place_id="p-1"))
        assert row["area"] == "public"

    def test_what_was_said_stands(self, fold: Fold) -> None:
        told: dict[str, Any] = {"kind": "fault", "channel": "counter", "urgency": "urgent", "area": "public"}
        row = fold.row("work_order", fold.order(**told))
        assert {name: row[name] for name in told} == told

    def test_an_appointment_is_reviewed_first(self, fold: Fold) -> None:
        order = fold.order(kind="appointment")
        assert fold.row("work_order", order)["status"] == "under_review"
        assert fold.refusal("work_order.dispatch", order, crew_id="c-1", crew="水电班") == "state"
        fold.take("work_order.review", order)
        assert fold.row("work_order", order)["status"] == "accepted"

    def test_an_answered_enquiry_is_done_at_once(self, fold: Fold) -> None:
        row = fold.row("work_order", fold.order(kind="enquiry", answer="周六上班"))
        assert (row["status"], row["closed_by"]) == ("closed", "answered")
        assert (row["closed_at"], row["closed_recorded_at"], row["closed_source"]) == (NINE, NINE, "live")

    @pytest.mark.parametrize("told", [{"kind": "enquiry"}, {"kind": "fault", "answer": "好的"}])
    def test_without_answer_or_no_enquiry_it_stays_open(self, fold: Fold, told: dict[str, Any]) -> None:
        assert fold.row("work_order", fold.order(**told))["status"] == "accepted"

    def test_a_call_counts_from_its_ring_and_is_no_late_entry(self, fold: Fold) -> None:
        row = fold.row("work_order", fold.order(happened_at=NINE - MINUTE))
        assert (row["reported_at"], row["reported_source"], row["accepted_at"]) == (NINE - MINUTE, "live", NINE)

    def test_a_late_entry_keeps_when_it_happened_and_says_how_that_is_known(self, fold: Fold) -> None:
        row = fold.row("work_order", fold.order(happened_at=NINE - SIX_HOURS, late_entry=True))
        assert (row["reported_at"], row["reported_recorded_at"]) == (NINE - SIX_HOURS, NINE)
        assert row["reported_source"] == "slip"
        assert row["accepted_at"] == NINE

    def test_a_whole_late_entry_in_one_form(self, fold: Fold) -> None:
        order = fold.order(happened_at=NINE - SIX_HOURS, late_entry=True, channel="technician")
        fold.take("work_order.dispatch", order, crew_id="c-1", crew="水电班", happened_at=NINE - SIX_HOURS)
        fold.take("work_order.arrive", order, happened_at=NINE - SIX_HOURS + 10 * MINUTE)
        fold.take("work_order.finish", order, result="repaired", happened_at=NINE - SIX_HOURS + 40 * MINUTE)
        row = fold.row("work_order", order)
        assert {row[f"{name}_source"] for name in ("reported", "dispatched", "arrived", "finished")} == {"slip"}
        assert row["finished_at"] - row["arrived_at"] == 30 * MINUTE

    def test_the_future_is_refused(self, fold: Fold) -> None:
        assert fold.refusal("work_order.intake", where="x", matter="y", happened_at=NINE + 6 * MINUTE) == "future"


class TestAgreement:
    """A window and a price that can have been agreed, at every step that takes them."""

    WINDOWS = (
        ({"window_from_at": NINE, "window_to_at": NINE}, "window"),
        ({"window_from_at": NINE, "window_to_at": NINE - 1}, "window"),
        ({"window_from_at": NINE}, "window"),
        ({"window_from_at": NINE, "window_to_at": NINE + 1}, ""),
    )
    PRICES = (
        ({"price_from_fen": -1}, "negative"),
        ({"price_to_fen": -1}, "negative"),
        ({"price_from_fen": 5000, "price_to_fen": 3000}, "price"),
        ({"price_from_fen": 3000, "price_to_fen": 3000}, ""),
        ({"price_from_fen": 0}, ""),
    )

    @pytest.mark.parametrize(("told", "code"), [*WINDOWS, *PRICES])
    def test_at_intake_review_amend_and_dispatch(self, fold: Fold, told: dict[str, Any], code: str) -> None:
        assert fold.refusal("work_order.intake", where="x", matter="y", **told) == code
        assert fold.refusal("work_order.review", fold.order(kind="appointment"), **told) == code
        order = fold.order()
        assert fold.refusal("work_order.amend", order, **told) == code
        assert fold.refusal("work_order.dispatch", order, crew_id="c-1", crew="水电班", **told) == code

    @pytest.mark.parametrize(("told", "code"), WINDOWS)
    def test_at_inform_reassign_and_resume(self, fold: Fold, told: dict[str, Any], code: str) -> None:
        order = fold.dispatched()
        assert fold.refusal("work_order.inform", order, informed_how="on_call", **told) == code
        assert fold.refusal("work_order.reassign", order, crew_id="c-2", crew="综合班", **told) == code
        fold.take("work_order.wait_parts", order)
        assert fold.refusal("work_order.resume", order, **told) == code

    def test_the_end_alone_is_compared_with_what_was_agreed_before(self, fold: Fold) -> None:
        order = fold.order(window_from_at=NINE + HOUR, window_to_at=NINE + 2 * HOUR)
        assert fold.refusal("work_order.amend", order, window_to_at=NINE) == "window"
        assert fold.refusal("work_order.amend", order, window_to_at=NINE + 3 * HOUR) == ""


class TestPrice:
    """有偿 needs a price form before anybody goes; only an empty one blocks; an emergency goes at once."""

    CREW: ClassVar[dict[str, Any]] = {"crew_id": "c-1", "crew": "水电班"}

    def test_paid_without_a_form_is_not_dispatched(self, fold: Fold) -> None:
        order = fold.order(charge="paid")
        assert fold.refusal("work_order.dispatch", order, **self.CREW) == "price"
        fold.take("work_order.amend", order, price_form="on_site")
        fold.take("work_order.dispatch", order, **self.CREW)
        assert fold.row("work_order", order)["status"] == "dispatched"

    @pytest.mark.parametrize("form", ["list", "range", "on_site"])
    def test_any_form_will_do_at_dispatch_itself_and_no_amount_is_asked(self, fold: Fold, form: str) -> None:
        order = fold.order(charge="paid")
        assert fold.refusal("work_order.dispatch", order, price_form=form, **self.CREW) == ""

    @pytest.mark.parametrize("charge", ["free", "warranty", "contractor"])
    def test_what_is_not_paid_needs_none(self, fold: Fold, charge: str) -> None:
        assert fold.refusal("work_order.dispatch", fold.order(charge=charge), **self.CREW) == ""

    def test_without_saying_who_pays_nobody_goes(self, fold: Fold) -> None:
        order = fold.take("work_order.intake", where="x", matter="y")
        assert fold.refusal("work_order.dispatch", order, **self.CREW) == "asks"

    def test_an_emergency_goes_with_a_quotation_on_site(self, fold: Fold) -> None:
        order = fold.order(charge="paid", urgency="urgent")
        fold.take("work_order.dispatch", order, **self.CREW)
        assert fold.row("work_order", order)["price_form"] == "on_site"

    def test_an_emergency_may_be_said_at_dispatch(self, fold: Fold) -> None:
        assert fold.refusal("work_order.dispatch", fold.order(charge="paid"), urgency="urgent", **self.CREW) == ""
        order = fold.order(charge="paid", urgency="urgent")
        assert fold.refusal("work_order.dispatch", order, urgency="general", **self.CREW) == "price"

    def test_what_was_agreed_is_kept_in_an_emergency(self, fold: Fold) -> None:
        order = fold.order(charge="paid", urgency="urgent", price_form="list")
        fold.take("work_order.dispatch", order, **self.CREW)
        assert fold.row("work_order", order)["price_form"] == "list"

    def test_it_cannot_become_paid_without_a_form_on_the_way(self, fold: Fold) -> None:
        order = fold.dispatched(charge="free")
        assert fold.refusal("work_order.amend", order, charge="paid") == "price"
        assert fold.refusal("work_order.amend", order, charge="paid", price_form="range") == ""

    def test_nor_by_standing_aside_and_going_on(self, fold: Fold) -> None:
        order = fold.order(charge="paid", crew_id="c-1", crew="水电班")
        fold.take("work_order.suspend", order, suspend_reason="rescheduled", suspended_until_on="2026-11-25")
        fold.take("work_order.resume", order)
        assert fold.row("work_order", order)["status"] == "accepted"

    @pytest.mark.parametrize("owed", [0, 1, 99_999_900])
    def test_arrears_never_block(self, fold: Fold, owed: int) -> None:
        home = fold.take("home.add", by=Role.MANAGER, building_no="3", room_no="1801", arrears_fen=owed)
        order = fold.order(home_id=home, charge="paid", price_form="list")
        fold.take("work_order.dispatch", order, **self.CREW)
        assert fold.row("work_order", order)["status"] == "dispatched"


class TestPauses:
    def test_parts_are_waited_for_until_a_day_there_always_is(self, fold: Fold) -> None:
        order = fold.dispatched()
        fold.take("work_order.wait_parts", order, suspend_note="阀芯, 张师傅去买")
        row = fold.row("work_order", order)
        assert (row["status"], row["suspend_reason"], row["suspended_until_on"]) == ("suspended", "parts", "2026-11-21")
        assert row["pauses"] == [{"from_at": NINE, "to_at": None, "reason": "parts", "state": "dispatched"}]

    def test_how_long_parts_are_waited_for_is_a_setting(self) -> None:
        fold = Fold(settings={"order.parts_days": "10"})
        order = fold.take("work_order.wait_parts", fold.dispatched())
        assert fold.row("work_order", order)["suspended_until_on"] == "2026-11-28"

    def test_a_day_that_was_said_stands(self, fold: Fold) -> None:
        order = fold.take("work_order.wait_parts", fold.dispatched(), suspended_until_on="2026-12-24")
        assert fold.row("work_order", order)["suspended_until_on"] == "2026-12-24"

    @pytest.mark.parametrize(
        ("clock", "until"),
        [("9:00", "2026-11-18"), ("18:29", "2026-11-18"), ("18:30", "2026-11-19"), ("23:59", "2026-11-19")],
    )
    def test_nobody_home_is_rung_this_evening_or_tomorrow(self, fold: Fold, clock: str, until: str) -> None:
        order = fold.dispatched()
        fold.clock.set("2026-11-18", clock)
        fold.take("work_order.nobody_home", order)
        row = fold.row("work_order", order)
        assert (row["suspend_reason"], row["suspended_until_on"]) == ("nobody_home", until)

    def test_a_day_that_is_over_is_refused(self, fold: Fold) -> None:
        order = fold.dispatched()
        told: dict[str, Any] = {"suspend_reason": "rescheduled"}
        assert fold.refusal("work_order.suspend", order, suspended_until_on="2026-11-17", **told) == "past"
        assert fold.refusal("work_order.suspend", order, suspended_until_on="2026-11-18", **told) == ""

    def test_the_pause_begins_and_ends_when_it_happened(self, fold: Fold) -> None:
        order = fold.dispatched(happened_at=NINE - DAY)
        fold.clock.set("2026-11-18", "17:00")
        fold.take("work_order.nobody_home", order, happened_at=at("2026-11-18", "10:00"))
        fold.clock.set("2026-11-19", "9:00")
        fold.take("work_order.resume", order, happened_at=at("2026-11-18", "18:45"))
        pause = fold.row("work_order", order)["pauses"][0]
        assert (pause["from_at"], pause["to_at"]) == (at("2026-11-18", "10:00"), at("2026-11-18", "18:45"))

    def test_a_pause_before_the_report_is_refused(self, fold: Fold) -> None:
        assert fold.refusal("work_order.nobody_home", fold.dispatched(), happened_at=NINE - 1) == "order"

    def test_a_pause_never_ends_before_it_began(self, fold: Fold) -> None:
        order = fold.take("work_order.wait_parts", fold.dispatched())
        fold.clock.forward(hours=1)
        fold.take("work_order.resume", order, happened_at=NINE - DAY)
        assert fold.row("work_order", order)["pauses"][0]["to_at"] == NINE

    def test_pauses_are_kept_one_after_the_other(self, fold: Fold) -> None:
        order = fold.dispatched()
        for step in ("wait_parts", "nobody_home"):
            fold.take(f"work_order.{step}", order)
            fold.clock.forward(hours=2)
            fold.take("work_order.resume", order)
            fold.clock.forward(hours=1)
        assert [(pause["reason"], pause["from_at"] - NINE, pause["to_at"] - NINE)
                for pause in fold.row("work_order", order)["pauses"]] == [
            ("parts", 0, 2 * HOUR), ("nobody_home", 3 * HOUR, 5 * HOUR),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("before", "after"),
        [("dispatched", "dispatched"), ("acknowledged", "dispatched"), ("arrived", "dispatched"),
         ("accepted", "accepted"), ("returned", "returned")],
    )  # fmt: skip
    def test_it_goes_on_where_it_was(self, fold: Fold, before: str, after: str) -> None:
        order = fold.order(crew_id="c-1", crew="水电班") if before == "accepted" else fold.dispatched()
        if before == "acknowledged":
            fold.take("work_order.acknowledge", order)
        if before == "arrived":
            fold.take("work_order.arrive", order)
        if before == "returned":
            fold.take("work_order.return", order, return_reason="no_parts")
        fold.take("work_order.suspend", order, suspend_reason="other", suspended_until_on="2026-11-20")
        fold.take("work_order.resume", order)
        row = fold.row("work_order", order)
        assert row["status"] == after
        gone = ("suspend_reason", "suspended_until_on", "arrived_at", "arrived_source", "acknowledged_at")
        assert not set(gone) & set(row), "he must come again"

    def test_handed_outside_the_pause_is_over(self, fold: Fold) -> None:
        order = fold.take("work_order.wait_parts", fold.dispatched())
        fold.clock.forward(hours=3)
        fold.take("work_order.hand_out", order, contractor="电梯公司")
        row = fold.row("work_order", order)
        assert row["pauses"][0]["to_at"] == NINE + 3 * HOUR
        assert (row["charge"], "suspend_reason" in row) == ("contractor", False)

    def test_who_pays_the_contractor_may_be_said(self, fold: Fold) -> None:
        order = fold.take("work_order.hand_out", fold.dispatched(), contractor="开发商", charge="warranty")
        assert fold.row("work_order", order)["charge"] == "warranty"


class TestVisits:
    """Arrival and finish in their order; what failed is no finish; the next visit begins anew."""

    def test_arrival_before_the_report_or_after_the_finish_is_refused(self, fold: Fold) -> None:
        order = fold.dispatched()
        assert fold.refusal("work_order.arrive", order, happened_at=NINE - 1) == "order"
        assert fold.refusal("work_order.arrive", order, happened_at=NINE) == ""
        fold.clock.forward(hours=1)
        fold.take("work_order.finish", order, result="repaired")
        fold.clock.forward(hours=5)
        assert fold.refusal("work_order.note_arrival", order) == "order"
        assert fold.refusal("work_order.note_arrival", order, happened_at=NINE + HOUR + 1) == "order"
        fold.take("work_order.note_arrival", order, happened_at=NINE + HOUR)
        assert fold.row("work_order", order)["arrived_source"] == "slip"

    def test_finish_before_the_arrival_is_refused(self, fold: Fold) -> None:
        order = fold.dispatched()
        fold.clock.forward(hours=1)
        fold.take("work_order.arrive", order)
        fold.clock.forward(hours=1)
        told: dict[str, Any] = {"result": "repaired"}
        assert fold.refusal("work_order.finish", order, happened_at=NINE + HOUR - 1, **told) == "order"
        assert fold.refusal("work_order.finish", order, happened_at=NINE + HOUR, **told) == ""

    def test_finish_before_the_report_is_refused_where_no_arrival_is_known(self, fold: Fold) -> None:
        order = fold.dispatched()
        assert fold.refusal("work_order.finish", order, result="repaired", happened_at=NINE - 1) == "order"

    @pytest.mark.parametrize("back", [1, 3 * 24 * 60])
    def test_a_clock_that_went_back_refuses_nothing(self, fold: Fold, back: int) -> None:
        order = fold.dispatched()
        fold.take("work_order.arrive", order)
        fold.clock.forward(minutes=-back)
        fold.take("work_order.finish", order, result="repaired")
        row = fold.row("work_order", order)
        assert row["finished_at"] == row["arrived_at"] == NINE

    def test_a_watch_that_is_fast_refuses_nothing_later(self, fold: Fold) -> None:
        order = fold.dispatched()
        fold.take("work_order.arrive", order, happened_at=NINE + 4 * MINUTE)
        fold.clock.forward(minutes=1)
        assert fold.refusal("work_order.finish", order, result="repaired") == ""

    @pytest.mark.parametrize(
        ("told", "status"),
        [
            ({"result": "repaired"}, "finished"),
            ({"result": "not_repaired", "not_repaired_why": "缺配件"}, "returned"),
            ({"result": "rework"}, "returned"),
            ({"result": "outside"}, "handed_out"),
        ],
    )
    def test_only_a_repair_is_a_finish(self, fold: Fold, told: dict[str, Any], status: str) -> None:
        order = fold.dispatched()
        fold.take("work_order.finish", order, **told)
        row = fold.row("work_order", order)
        assert row["status"] == status
        assert ("finished_at" in row, "finished_source" in row) == (status == "finished",) * 2
        assert bool([key for key in fold.state if key[0] == "revisit"]) == (status == "finished")

    def test_not_repaired_needs_a_why(self, fold: Fold) -> None:
        assert fold.refusal("work_order.finish", fold.dispatched(), result="not_repaired") == "why"

    def test_the_second_visit_begins_with_nothing_told(self, fold: Fold) -> None:
        order = fold.take("work_order.acknowledge", fold.dispatched())
        fold.take("work_order.arrive", order)
        fold.take("work_order.finish", order, result="not_repaired", not_repaired_why="缺配件")
        fold.take("work_order.sign", order, signature="unsigned", unsigned_reason="left", tick="bad")
        fold.take("work_order.dispatch", order, crew_id="c-2", crew="综合班")
        told = [
            name
            for name in fold.row("work_order", order)
            if name.startswith(("acknowledged_", "arrived_", "finished_", "signed_", "not_repaired"))
            or name in ("result", "signature", "unsigned_reason", "tick", "return_reason")
        ]
        assert told == []
        fold.clock.forward(hours=1)
        fold.take("work_order.finish", order, result="repaired")
        assert fold.refusal("work_order.slip_back", order) == "sign", "the first visit's signature is not this one's"

    def test_a_contractor_who_did_not_manage_is_forgotten_when_our_crew_goes(self, fold: Fold) -> None:
        order = fold.take("work_order.hand_out", fold.order(), contractor="电梯公司", contractor_no="E-7")
        fold.take("work_order.finish", order, result="rework")
        fold.take("work_order.dispatch", order, crew_id="c-1", crew="水电班", charge="free")
        assert not {"contractor", "contractor_no"} & set(fold.row("work_order", order))

    def test_another_crew_must_arrive_itself(self, fold: Fold) -> None:
        order = fold.take("work_order.arrive", fold.take("work_order.acknowledge", fold.dispatched()))
        fold.clock.forward(minutes=5)
        fold.take("work_order.reassign", order, crew_id="c-2", crew="综合班")
        row = fold.row("work_order", order)
        assert (row["status"], row["crew"], row["dispatched_at"]) == ("dispatched", "综合班", NINE + 5 * MINUTE)
        assert not [name for name in row if name.startswith(("arrived_", "acknowledged_"))]

    def test_a_slip_called_back_was_never_sent(self, fold: Fold) -> None:
        order = fold.order()
        fold.take("work_order.dispatch", order, crew_id="c-1", crew="水电班", technician="王建国")
        fold.take("work_order.recall", order)
        row = fold.row("work_order", order)
        assert row["status"] == "accepted"
        assert not [name for name in row if name.startswith(("dispatched_", "technician"))]


def test_urges_are_counted(fold: Fold) -> None:
    order = fold.order()
    for _ in range(3):
        fold.take("work_order.urge", order)
    assert fold.row("work_order", order)["urges"] == 3


def test_an_old_remark_is_not_a_new_one(fold: Fold) -> None:
    order = fold.take("work_order.remark", fold.order(), remark="业主来电")
    assert fold.refusal("work_order.remark", order) == "asks"
    assert fold.refusal("work_order.remark", order, remark="又来电") == ""
