"""How a repair ends: signature, money, slip, the revisit it waits for, and what may close it."""

from typing import Any

import pytest

from desk.domain.calendar import DAY, HOUR, Calendar
from desk.domain.deciding import derived_id
from desk.domain.roles import Role
from tests.services.folding import NINE, SCOPE, Fold

PAID: dict[str, Any] = {"charge": "paid", "price_form": "list"}


@pytest.fixture
def fold() -> Fold:
    return Fold()


class TestRevisitOpened:
    """counter.md 5.6: the source, its days after the finish, its rate; all of them settings."""

    @pytest.mark.parametrize(
        ("told", "source", "first", "last"),
        [
            ({}, "repair", "2026-11-21", "2026-11-25"),
            ({"urgency": "urgent"}, "repair", "2026-11-21", "2026-11-25"),
            ({"rework_of": "w-0", "urgency": "urgent"}, "rework", "2026-11-19", "2026-11-20"),
            ({**PAID, "price_from_fen": 1, "price_to_fen": 20_001}, "paid", "2026-11-21", "2026-11-25"),
            ({**PAID, "price_from_fen": 1, "price_to_fen": 20_000}, "repair", "2026-11-21", "2026-11-25"),
            ({"area": "public"}, "public", "2026-11-21", "2026-11-25"),
        ],
    )
    def test_source_and_days(self, told: dict[str, Any], source: str, first: str, last: str) -> None:
        fold = Fold(settings={"revisit.public_rate_percent": "100"})
        order = fold.finished(**told)
        row = fold.revisit_of(order)
        assert (row["source"], row["due_from_on"], row["due_to_on"]) == (source, first, last)
        assert row["status"] == "waiting"
        assert row["where"] == "3-2-1801"
        assert row["about_no"] == "W1A-0001"
        assert fold.row("work_order", order)["revisit_id"] == row["id"]

    def test_days_are_counted_from_the_day_it_was_finished_not_written_down(self, fold: Fold) -> None:
        order = fold.dispatched(happened_at=NINE - 3 * DAY)
        fold.take("work_order.finish", order, result="repaired", happened_at=NINE - 2 * DAY)
        assert fold.revisit_of(order)["due_from_on"] == "2026-11-19"

    @pytest.mark.parametrize(
        ("key", "told", "field"),
        [
            ("revisit.first_day", {}, "due_from_on"),
            ("revisit.last_day", {}, "due_to_on"),
            ("revisit.rework_first_day", {"rework_of": "w-0"}, "due_from_on"),
            ("revisit.rework_last_day", {"rework_of": "w-0"}, "due_to_on"),
        ],
    )
    def test_the_days_are_settings(self, key: str, told: dict[str, Any], field: str) -> None:
        latest = {"revisit.last_day": "60", "revisit.rework_last_day": "60"}
        fold = Fold(settings={**latest, key: "12"})
        assert fold.revisit_of(fold.finished(**told))[field] == "2026-11-30"

    def test_an_emergency_is_asked_about_twice(self, fold: Fold) -> None:
        order = fold.finished(urgency="urgent")
        first, second = sorted(fold.revisits_of(order), key=lambda one: one["due_from_on"])
        assert (first["source"], first["due_from_on"], first["due_to_on"]) == ("urgent", "2026-11-19", "2026-11-19")
        assert (second["source"], second["due_from_on"], second["due_to_on"]) == ("repair", "2026-11-21", "2026-11-25")
        assert fold.row("work_order", order)["revisit_id"] == second["id"], "it waits for the later one"
        assert {first["status"], second["status"]} == {"waiting"}

    @pytest.mark.parametrize(
        ("settings", "from_on", "to_on"),
        [
            ({"revisit.urgent_first_day": "0", "revisit.urgent_last_day": "2"}, "2026-11-18", "2026-11-20"),
            ({"revisit.urgent_first_day": "1", "revisit.urgent_last_day": "1"}, "2026-11-19", "2026-11-19"),
        ],
    )
    def test_its_early_days_are_settings(self, settings: dict[str, str], from_on: str, to_on: str) -> None:
        fold = Fold(settings=settings)
        early = next(one for one in fold.revisits_of(fold.finished(urgency="urgent")) if one["source"] == "urgent")
        assert (early["due_from_on"], early["due_to_on"]) == (from_on, to_on)

    @pytest.mark.parametrize(
        ("finished", "rest", "holiday", "to_on"),
        [
            ("2026-11-18", "8:00-17:00", "8:00-17:00", "2026-11-25"),  # the desk is never shut
            ("2026-11-15", "休", "休", "2026-11-23"),  # the seventh day is a Sunday
            ("2026-11-14", "休", "8:00-17:00", "2026-11-23"),  # a Saturday: Monday
            ("2026-09-26", "8:00-17:00", "休", "2026-10-08"),  # within the week of the national day
            ("2026-09-26", "8:00-17:00", "8:00-17:00", "2026-10-03"),
            ("2026-10-03", "休", "休", "2026-10-10"),  # a Saturday that is worked
            ("2026-02-10", "休", "休", "2026-02-24"),  # the spring festival
            ("2031-11-15", "休", "休", "2031-11-24"),  # not announced: weekends only
        ],
    )
    def test_a_day_without_a_desk_is_nobodys_last_day(
        self, calendar: Calendar, finished: str, rest: str, holiday: str, to_on: str
    ) -> None:
        settings = {"calendar.desk_hours_rest": rest, "calendar.desk_hours_holiday": holiday}
        fold = Fold(settings=settings, calendar=calendar)
        fold.clock.set(finished, "9:00")
        assert fold.revisit_of(fold.finished())["due_to_on"] == to_on

    def test_what_paid_means_is_a_setting(self) -> None:
        fold = Fold(settings={"revisit.paid_over_yuan": "30"})
        told = {**PAID, "price_to_fen": 3_001}
        assert fold.revisit_of(fold.finished(**told))["source"] == "paid"

    @pytest.mark.parametrize(
        ("key", "told", "percent", "about"),
        [
            ("revisit.public_rate_percent", {"area": "public"}, 20, 20),
            ("revisit.public_rate_percent", {"area": "public"}, 0, 0),
            ("revisit.rate_percent", {}, 30, 30),
            ("revisit.rate_percent", {}, 100, 100),
        ],
    )
    def test_the_sample_is_as_large_as_the_setting_says(
        self, key: str, told: dict[str, Any], percent: int, about: int
    ) -> None:
        fold = Fold(settings={key: str(percent)})
        states = [fold.revisit_of(fold.finished(**told))["status"] for _ in range(150)]
        assert set(states) <= {"waiting", "exempt"}
        assert abs(states.count("waiting") * 100 / len(states) - about) <= (10 if about % 100 else 0)

    @pytest.mark.parametrize("told", [{"rework_of": "w-0"}, {"urgency": "urgent"}, {**PAID, "price_to_fen": 99_900}])
    def test_some_are_always_asked(self, told: dict[str, Any]) -> None:
        fold = Fold(settings={"revisit.rate_percent": "30", "revisit.public_rate_percent": "0"})
        states = {fold.revisit_of(fold.finished(area="public", **told))["status"] for _ in range(20)}
        assert states == {"waiting"}

    def test_who_was_not_drawn_is_exempt_by_a_rule_that_says_so(self) -> None:
        fold = Fold(settings={"revisit.public_rate_percent": "0"})
        order = fold.finished(area="public")
        row = fold.revisit_of(order)
        assert (row["status"], row["exempt_reason"]) == ("exempt", "not_sampled")
        assert "revisit_id" not in fold.row("work_order", order)

    def test_its_id_is_derived_so_that_two_desks_make_one(self, fold: Fold) -> None:
        order = fold.finished()
        assert fold.revisit_of(order)["id"] == derived_id(SCOPE, order, "revisit")

    def test_finished_again_after_taking_back_it_is_the_same_task(self, fold: Fold) -> None:
        order = fold.finished()
        fold.take_back(order)
        assert fold.revisit_of(order)["status"] == "void"
        fold.take("work_order.finish", order, result="repaired")
        assert fold.revisit_of(order)["status"] == "waiting"


class TestSignature:
    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"signature": "self"}, ""),
            ({"signature": "by_other"}, "signed_for"),
            ({"signature": "by_other", "signed_for": "妻子"}, ""),
            ({"signature": "unsigned"}, "unsigned"),
            ({"signature": "unsigned", "unsigned_reason": "refused"}, ""),
            ({}, "asks"),
        ],
    )
    def test_who_signed_or_why_nobody(self, fold: Fold, told: dict[str, Any], code: str) -> None:
        assert fold.refusal("work_order.sign", fold.finished(), **told) == code

    def test_no_slip_comes_back_without_it(self, fold: Fold) -> None:
        order = fold.finished()
        assert fold.refusal("work_order.slip_back", order) == "sign"
        fold.take("work_order.sign", order, signature="unsigned", unsigned_reason="left")
        assert fold.refusal("work_order.slip_back", order) == ""


MONEY: list[tuple[dict[str, Any], str]] = [
    ({"received_fen": 3000, "payment": "cash"}, ""),
    ({"received_fen": 0, "payment": "on_account", "due_fen": 3000}, ""),
    ({"received_fen": 3000, "payment": "cash", "material_fen": 1500, "labour_fen": 1500, "receipt_no": "R-1"}, ""),
    ({"received_fen": 0, "payment": "waived", "waived_by": "吴明"}, ""),
    ({"received_fen": 0, "payment": "waived"}, "waived"),
    ({"received_fen": 3000, "payment": "waived", "waived_by": "吴明"}, "waived"),
    ({"received_fen": -1, "payment": "cash"}, "negative"),
    ({"received_fen": 0, "payment": "cash", "due_fen": -1}, "negative"),
    ({"received_fen": 0, "payment": "cash", "material_fen": -1}, "negative"),
    ({"received_fen": 0, "payment": "cash", "labour_fen": -1}, "negative"),
]


class TestMoney:
    @pytest.mark.parametrize(("told", "code"), [*MONEY, ({}, ""), ({"received_fen": 3000}, "payment"),
                                                ({"payment": "cash"}, "received")])  # fmt: skip
    def test_with_the_slip(self, fold: Fold, told: dict[str, Any], code: str) -> None:
        assert fold.refusal("work_order.slip_back", fold.signed(), **told) == code

    @pytest.mark.parametrize(("told", "code"), [*MONEY, ({}, "asks"), ({"received_fen": 3000}, "asks"),
                                                ({"payment": "cash"}, "asks")])  # fmt: skip
    def test_at_the_counter(self, fold: Fold, told: dict[str, Any], code: str) -> None:
        assert fold.refusal("work_order.pay", fold.signed(), **told) == code

    def test_what_is_known_need_not_be_said_again(self, fold: Fold) -> None:
        order = fold.take("work_order.pay", fold.signed(), received_fen=3000, payment="cash")
        assert fold.refusal("work_order.slip_back", order, received_fen=5000) == ""

    def test_the_accountant_may_write_it_down_after_the_close(self, fold: Fold) -> None:
        order = fold.take("work_order.slip_back", fold.signed())
        fold.take("work_order.close", order, closed_by="not_reached")
        fold.take("work_order.pay", order, by=Role.ACCOUNTANT, received_fen=3000, payment="card")
        assert fold.row("work_order", order)["received_fen"] == 3000


class TestSlipBack:
    def test_it_waits_for_the_call(self, fold: Fold) -> None:
        row = fold.row("work_order", fold.take("work_order.slip_back", fold.signed()))
        assert row["status"] == "slip_back"
        assert "closed_at" not in row

    def test_who_was_not_drawn_is_done(self) -> None:
        fold = Fold(settings={"revisit.public_rate_percent": "0"})
        order = fold.take("work_order.slip_back", fold.signed(area="public"))
        row = fold.row("work_order", order)
        assert (row["status"], row["closed_by"], row["closed_source"]) == ("closed", "exempt", "live")
        assert row["closed_at"] == row["closed_recorded_at"] == NINE + HOUR

    def test_money_on_the_slip_draws_a_revisit_that_the_sample_passed_over(self) -> None:
        fold = Fold(settings={"revisit.public_rate_percent": "0"})
        order = fold.signed(area="public", **PAID)
        assert fold.revisit_of(order)["status"] == "exempt"
        fold.take("work_order.slip_back", order, received_fen=20_001, payment="cash")
        revisit = fold.revisit_of(order)
        assert (revisit["status"], revisit["source"]) == ("waiting", "paid")
        assert "exempt_reason" not in revisit
        row = fold.row("work_order", order)
        assert (row["status"], row["revisit_id"]) == ("slip_back", revisit["id"])

    def test_what_was_drawn_stays_drawn_whatever_was_paid(self) -> None:
        fold = Fold(settings={"revisit.rate_percent": "30", "revisit.paid_over_yuan": "200"})
        for _ in range(20):
            order = fold.signed(**PAID, price_to_fen=30_000)
            assert fold.revisit_of(order)["status"] == "waiting"
            fold.take("work_order.slip_back", order, received_fen=5_000, payment="cash")
            assert fold.row("work_order", order)["status"] == "slip_back"

    def test_the_call_may_come_before_the_slip(self, fold: Fold) -> None:
        order = fold.signed()
        fold.take("work_order.close", order, closed_by="revisit", satisfaction="good")
        row = fold.row("work_order", order)
        assert (row["status"], row["closed_by"], "closed_at" in row) == ("finished", "revisit", False)
        fold.clock.forward(hours=2)
        fold.take("work_order.slip_back", order)
        row = fold.row("work_order", order)
        assert (row["status"], row["closed_at"], row["satisfaction"]) == ("closed", NINE + 3 * HOUR, "good")


class TestClose:
    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"closed_by": "revisit", "satisfaction": "good"}, ""),
            ({"closed_by": "revisit", "satisfaction": "fair"}, ""),
            ({"closed_by": "revisit", "satisfaction": "bad"}, "bad"),
            ({"closed_by": "not_reached", "satisfaction": "bad"}, "bad"),
            ({"closed_by": "reworked", "satisfaction": "bad"}, ""),
            ({"closed_by": "revisit"}, "satisfaction"),
            ({"closed_by": "not_reached"}, ""),
            ({"closed_by": "refused"}, ""),
            ({"closed_by": "answered"}, "closed_by"),
            ({"closed_by": "exempt"}, "role"),
            ({}, "asks"),
        ],
    )
    def test_what_closes(self, fold: Fold, told: dict[str, Any], code: str) -> None:
        order = fold.take("work_order.slip_back", fold.signed())
        assert fold.refusal("work_order.close", order, **told) == code

    @pytest.mark.parametrize(("role", "code"), [(Role.SUPERVISOR, ""), (Role.MANAGER, ""), (Role.CLERK, "role"),
                                                (Role.SQUAD_LEADER, "role")])  # fmt: skip
    def test_who_may_say_that_nobody_need_be_asked(self, fold: Fold, role: Role, code: str) -> None:
        order = fold.take("work_order.slip_back", fold.signed())
        assert fold.refusal("work_order.close", order, by=role, closed_by="exempt") == code

    def test_reopened_it_is_as_before_the_call(self, fold: Fold) -> None:
        order = fold.take("work_order.slip_back", fold.signed())
        waiting = fold.row("work_order", order)
        fold.take("work_order.close", order, closed_by="revisit", satisfaction="good")
        fold.take("work_order.reopen", order, by=Role.SUPERVISOR, revisit_id=waiting["revisit_id"])
        assert fold.row("work_order", order) == waiting
        assert fold.refusal("work_order.close", order) == "asks"

    def test_an_enquiry_is_not_reopened_as_a_repair(self, fold: Fold) -> None:
        order = fold.order(kind="enquiry", answer="周六上班")
        assert fold.refusal("work_order.reopen", order, by=Role.MANAGER, revisit_id="r-1") == "finished"
