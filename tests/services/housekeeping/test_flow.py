"""From the booking to the revisit: whose turn it is, what each word means, what is refused and why."""

from typing import Any

import pytest

from desk.domain.calendar import HOUR, MINUTE, at
from desk.domain.roles import Role
from desk.services.housekeeping.record import AgainReason, BookingState
from tests.services.folding import NINE
from tests.services.housekeeping.conftest import VISIT, Bookings

S = BookingState


def test_the_good_way(bookings: Bookings) -> None:
    ent = bookings.booked()
    row = bookings.row(ent)
    assert (row["status"], row["company_label"], row["company_phone"], row["work_label"], row["channel"]) == (
        "booked", "洁万家家政", "400-820-1188", "日常保洁", "phone",
    )  # fmt: skip
    assert row["sent_at"] == row["booked_at"] == NINE
    bookings.fold.clock.forward(minutes=20)
    bookings.take("confirm", ent, worker="李阿姨")
    bookings.take("agree", ent, visit_from_at=VISIT, agreed_by="company")
    assert bookings.row(ent)["visit_to_at"] == VISIT + 2 * HOUR, "as long as the work takes"
    bookings.fold.clock.now = VISIT
    bookings.take("arrive", ent)
    bookings.fold.clock.forward(hours=2)
    bookings.take("finish", ent)
    bookings.take("slip_back", ent, signature="self", tick="good")
    row = bookings.row(ent)
    assert (row["status"], row["tick"], row["closed_at"]) == ("closed", "good", VISIT + 2 * HOUR)
    assert row["confirmed_at"] == NINE + 20 * MINUTE


def test_one_call_may_confirm_and_agree(bookings: Bookings) -> None:
    row = bookings.row(bookings.agreed())
    assert (row["status"], row["confirmed_at"], row["visit_from_at"]) == ("agreed", NINE, VISIT)


@pytest.mark.parametrize("missing", ["where", "work", "company"])
def test_what_a_booking_needs(bookings: Bookings, missing: str) -> None:
    told = {"where": "3-2-1801", "work": "1", "company": "jiewanjia", missing: ""}
    assert bookings.refusal("book", None, **told) == "asks"


def test_a_wish_that_ends_before_it_begins(bookings: Bookings) -> None:
    told = {"where": "3-2-1801", "work": "1", "company": "hehe"}
    assert bookings.refusal("book", None, **told, wished_from_at=VISIT, wished_to_at=VISIT) == "wished"
    assert bookings.refusal("book", None, **told, wished_to_at=VISIT) == "wished"
    assert bookings.refusal("book", None, **told, wished_from_at=VISIT) == ""
    ent = bookings.booked(wished_from_at=VISIT, wished_to_at=VISIT + HOUR)
    bookings.take("amend", ent, wished_from_at=VISIT + 2 * HOUR, work="3")
    row = bookings.row(ent)
    assert (row["wished_from_at"], row["work_label"]) == (VISIT + 2 * HOUR, "擦玻璃")
    assert "wished_to_at" not in row, "that was the end of another wish"
    assert bookings.refusal("amend", ent, work="x") == "work"
    assert bookings.refusal("reassign", ent, company="nobody") == "company"
    assert bookings.refusal("book", None, **{**told, "company": "nobody"}) == "company"


class TestAgreement:
    def test_it_needs_a_time_and_who_told_it(self, bookings: Bookings) -> None:
        ent = bookings.booked()
        assert bookings.refusal("agree", ent, agreed_by="company") == "asks"
        assert bookings.refusal("agree", ent, visit_from_at=VISIT) == "asks"

    @pytest.mark.parametrize(
        ("begin", "code"),
        [(at("2026-11-16", "9:00"), "past"), (at("2027-02-18", "9:00"), "far"), (VISIT, ""), (NINE - HOUR, "")],
    )
    def test_a_time_that_cannot_be(self, bookings: Bookings, begin: int, code: str) -> None:
        told: dict[str, Any] = {"visit_from_at": begin, "agreed_by": "company"}
        assert bookings.refusal("agree", bookings.booked(), **told) == code

    def test_another_time_is_counted_with_its_reason(self, bookings: Bookings) -> None:
        ent = bookings.agreed()
        assert bookings.refusal("again", ent, visit_from_at=VISIT, again_reason="resident") == "same"
        assert bookings.refusal("again", ent, visit_from_at=VISIT + HOUR) == "asks"
        bookings.take("again", ent, visit_from_at=VISIT + HOUR, again_reason="resident")
        bookings.take("again", ent, visit_from_at=VISIT + 2 * HOUR, again_reason="weather")
        row = bookings.row(ent)
        assert (row["status"], row["again"], row["again_reason"]) == ("agreed", 2, "weather")

    @pytest.mark.parametrize("reason", AgainReason, ids=str)
    def test_a_second_visit_is_only_for_what_was_not_done_whole(self, bookings: Bookings, reason: AgainReason) -> None:
        done, waiting = bookings.done(), bookings.agreed()
        told = {"visit_from_at": VISIT + 24 * HOUR, "again_reason": str(reason)}
        more = reason is AgainReason.MORE
        assert bookings.refusal("again", done, **told) == ("" if more else "done")
        assert bookings.refusal("again", waiting, **told) == ("not_done" if more else "")


class TestNothingDone:
    def test_the_company_did_not_come(self, bookings: Bookings) -> None:
        ent = bookings.agreed()
        assert bookings.refusal("no_show", ent) == "early"
        bookings.fold.clock.now = VISIT + HOUR
        bookings.take("no_show", ent)
        row = bookings.row(ent)
        assert (row["status"], row["missed"], row["no_shows"]) == ("to_agree", "no_show", 1)
        assert "visit_from_at" not in row, "the old time binds nobody"
        assert bookings.refusal("agree", ent, agreed_by="company") == "asks"
        bookings.take("agree", ent, visit_from_at=VISIT + 24 * HOUR, agreed_by="company")
        row = bookings.row(ent)
        assert (row["status"], row["again"], row["no_shows"]) == ("agreed", 1, 1)
        assert "missed" not in row

    def test_nobody_was_at_home(self, bookings: Bookings) -> None:
        ent = bookings.agreed()
        bookings.fold.clock.now = VISIT
        bookings.take("arrive", ent)
        bookings.take("nobody_home", ent)
        row = bookings.row(ent)
        assert (row["status"], row["missed"]) == ("to_agree", "nobody_home")
        assert "no_shows" not in row, "that was not the company's fault"
        bookings.take("agree", ent, visit_from_at=VISIT + 24 * HOUR, agreed_by="company")
        assert "arrived_at" not in bookings.row(ent)

    def test_another_company_begins_at_the_beginning(self, bookings: Bookings) -> None:
        ent = bookings.agreed()
        assert bookings.refusal("reassign", ent, company="jiewanjia") == "same"
        later = bookings.fold.clock.forward(hours=3)
        bookings.take("reassign", ent, company="hehe")
        row = bookings.row(ent)
        assert (row["status"], row["company_label"], row["sent_at"]) == ("booked", "和合家政", later)
        assert not {"visit_from_at", "agreed_at", "confirmed_at", "worker", "agreed_by"} & set(row)

    def test_who_declined_may_be_asked_again(self, bookings: Bookings) -> None:
        ent = bookings.booked()
        assert bookings.refusal("decline", ent) == "asks"
        bookings.take("decline", ent, decline_reason="no_hands")
        assert bookings.row(ent)["status"] == "declined"
        bookings.take("reassign", ent, company="jiewanjia")
        assert "decline_reason" not in bookings.row(ent)

    def test_called_off(self, bookings: Bookings) -> None:
        ent = bookings.agreed()
        assert bookings.refusal("cancel", ent) == "asks"
        bookings.take("cancel", ent, cancel_reason="resident")
        assert bookings.row(ent)["status"] == "cancelled"
        assert bookings.refusal("cancel", bookings.done(), cancel_reason="resident") == "state"


class TestAtTheDoor:
    @pytest.mark.parametrize("steps", [(), ("confirm",)])
    def test_who_stands_there_was_agreed_with(self, bookings: Bookings, steps: tuple[str, ...]) -> None:
        ent = bookings.booked()
        for step in steps:
            bookings.take(step, ent)
        now = bookings.fold.clock.forward(hours=5)
        bookings.take("arrive", ent, happened_at=now - HOUR)
        row = bookings.row(ent)
        assert (row["status"], row["arrived_at"], row["arrived_source"], row["visit_from_at"]) == (
            "arrived", now - HOUR, "slip", now - HOUR,
        )  # fmt: skip
        assert row["confirmed_at"]

    def test_done_before_anybody_came(self, bookings: Bookings) -> None:
        ent = bookings.agreed()
        bookings.fold.clock.now = VISIT + HOUR
        bookings.take("arrive", ent)
        bookings.fold.clock.forward(hours=1)
        assert bookings.refusal("finish", ent, happened_at=VISIT) == "order"


class TestSlip:
    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"signature": "self"}, "asks"),
            ({"tick": "good"}, "asks"),
            ({"signature": "other", "tick": "good"}, "signed_for"),
            ({"signature": "other", "signed_for": "女儿", "tick": "good"}, ""),
            ({"signature": "unsigned", "tick": "none"}, "unsigned"),
            ({"signature": "unsigned", "unsigned_reason": "lost", "tick": "none"}, ""),
        ],
    )
    def test_what_it_says(self, bookings: Bookings, told: dict[str, str], code: str) -> None:
        assert bookings.refusal("slip_back", bookings.done(), **told) == code

    def test_every_print_is_counted(self, bookings: Bookings) -> None:
        ent = bookings.agreed()
        bookings.take("print", ent)
        bookings.take("print", ent)
        assert bookings.row(ent)["copies"] == 2


class TestRevisit:
    def test_done_is_asked_about(self, bookings: Bookings) -> None:
        ent = bookings.done(customer="王秀英", customer_phone="13800006621", resident_id="r-1")
        row = bookings.fold.row("revisit", bookings.row(ent)["revisit_id"])
        assert {name: row.get(name) for name in ("about", "about_id", "source", "status", "subject", "done_by")} == {
            "about": "housekeeping", "about_id": ent, "source": "housekeeping", "status": "waiting",
            "subject": "日常保洁", "done_by": "洁万家家政 李阿姨",
        }  # fmt: skip
        assert (row["due_from_on"], row["due_to_on"]) == ("2026-11-21", "2026-11-23")
        assert not {"王秀英", "13800006621"} & {str(value) for value in row.values()}

    def test_a_second_visit_asks_no_second_time(self, bookings: Bookings) -> None:
        ent = bookings.done()
        bookings.take("again", ent, visit_from_at=VISIT + 24 * HOUR, again_reason="more")
        bookings.fold.clock.now = VISIT + 26 * HOUR
        bookings.take("finish", ent)
        assert len([key for key in bookings.fold.state if key[0] == "revisit"]) == 1

    def test_taken_back_it_is_asked_about_no_more(self, bookings: Bookings) -> None:
        ent = bookings.done()
        bookings.fold.take_back(ent, record="housekeeping")
        assert bookings.row(ent)["status"] == "arrived"
        assert "revisit_id" not in bookings.row(ent)


@pytest.mark.parametrize("state", S, ids=str)
def test_a_problem_is_told_after_somebody_came(bookings: Bookings, state: BookingState) -> None:
    ent = bookings.done()
    bookings.fold.state["housekeeping", ent]["status"] = str(state)
    after = state in (S.ARRIVED, S.DONE, S.CLOSED)
    assert bookings.refusal("trouble", ent, trouble="damage", trouble_note="花瓶") == ("" if after else "state")


@pytest.mark.parametrize("role", [Role.FOREMAN, Role.BUTLER, Role.ACCOUNTANT, Role.HEAD_OFFICE])
def test_only_the_counter_writes_it_down(bookings: Bookings, role: Role) -> None:
    assert bookings.refusal("confirm", bookings.booked(), by=role) == "role"
