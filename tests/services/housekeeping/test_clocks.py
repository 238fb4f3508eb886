"""The company's own clocks: its hours, its minutes, fifteen minutes either way at the door; never stored as late."""

import pytest

from desk.domain.calendar import HOUR, MINUTE, Calendar, Holidays, at
from desk.domain.clocks import ClockState, Shape
from desk.domain.lists import Layer, Level, Lists
from desk.paths import RESOURCES
from desk.services.housekeeping import clocks
from desk.services.housekeeping.own_rows import own_rows
from tests.services.folding import NINE
from tests.services.housekeeping.conftest import LISTS, VISIT, Bookings


def state(bookings: Bookings, ent: str) -> ClockState:
    fold = bookings.fold
    return clocks.clock(bookings.row(ent), fold.settings, LISTS, fold.calendar, fold.clock.now)


class TestConfirm:
    @pytest.mark.parametrize(
        ("day", "clock", "due"),
        [
            ("2026-11-18", "9:00", ("2026-11-18", "10:00")),
            ("2026-11-18", "17:30", ("2026-11-19", "9:00")),
            ("2026-11-18", "7:00", ("2026-11-18", "9:30")),
            ("2026-11-20", "20:00", ("2026-11-21", "10:00")),  # Saturday: from nine
            ("2026-11-22", "16:30", ("2026-11-23", "9:00")),
        ],
    )
    def test_sixty_minutes_of_the_companys_day(
        self, bookings: Bookings, day: str, clock: str, due: tuple[str, str]
    ) -> None:
        bookings.fold.clock.set(day, clock)
        assert bookings.row(bookings.booked())["confirm_due_at"] == at(*due)

    def test_a_company_has_hours_and_minutes_of_its_own(self, bookings: Bookings) -> None:
        bookings.fold.clock.set("2026-11-18", "17:00")
        ent = bookings.booked(company="jiajing", work="3")  # 9:00-17:30, 90 minutes
        assert bookings.row(ent)["confirm_due_at"] == at("2026-11-19", "10:00")

    def test_holidays_do_not_count_and_an_unknown_year_is_said(self) -> None:
        bookings = Bookings()
        bookings.fold.calendar = Calendar(Holidays({"2026-11-19": False}, frozenset({2026})))
        bookings.fold.clock.set("2026-11-18", "17:45")
        ent = bookings.booked()
        assert bookings.row(ent)["confirm_due_at"] == at("2026-11-20", "9:15")
        assert state(bookings, ent).note == ""
        bookings.fold.calendar = Calendar()
        assert state(bookings, ent).note == "节假日未公布"

    def test_the_shape_says_how_it_stands(self, bookings: Bookings) -> None:
        ent = bookings.booked()
        seen = []
        for minutes in (0, 44, 45, 60, 61):
            bookings.fold.clock.now = NINE + minutes * MINUTE
            seen.append(state(bookings, ent).shape)
        assert seen == [Shape.RING, Shape.RING, Shape.TRIANGLE, Shape.TRIANGLE, Shape.SQUARE]

    def test_at_night_no_time_is_used_up(self, bookings: Bookings) -> None:
        bookings.fold.clock.set("2026-11-18", "17:40")
        ent = bookings.booked()
        bookings.fold.clock.set("2026-11-18", "23:00")
        found = state(bookings, ent)
        assert (found.used_ms, found.paused) == (20 * MINUTE, True)

    def test_in_time_is_asked_of_the_moments(self, bookings: Bookings) -> None:
        early, late = bookings.booked(), bookings.booked()
        bookings.fold.clock.now = NINE + 60 * MINUTE
        bookings.take("confirm", early)
        bookings.fold.clock.forward(minutes=1)
        bookings.take("confirm", late)
        assert [clocks.confirmed_in_time(bookings.row(one)) for one in (early, late)] == [True, False]
        assert clocks.confirmed_in_time(bookings.row(bookings.booked())) is None


class TestAgreeAndArrive:
    def test_the_resident_is_rung_within_two_working_hours(self, bookings: Bookings) -> None:
        ent = bookings.booked()
        bookings.fold.clock.set("2026-11-18", "17:00")
        bookings.take("confirm", ent)
        assert bookings.row(ent)["agree_due_at"] == bookings.row(ent)["act_by_at"] == at("2026-11-19", "9:30")

    def test_after_a_miss_it_is_owed_anew(self, bookings: Bookings) -> None:
        ent = bookings.agreed()
        bookings.fold.clock.now = VISIT + HOUR
        bookings.take("no_show", ent)
        assert bookings.row(ent)["act_by_at"] == VISIT + 3 * HOUR

    @pytest.mark.parametrize(
        ("minutes", "ok", "words"),
        [
            (-16, False, "早到 16 分钟"),
            (-15, True, "准时"),
            (0, True, "准时"),
            (15, True, "准时"),
            (16, False, "迟到 16 分钟"),
        ],
    )
    def test_fifteen_minutes_either_way(self, bookings: Bookings, minutes: int, ok: bool, words: str) -> None:
        ent = bookings.agreed()
        bookings.fold.clock.now = VISIT + minutes * MINUTE
        bookings.take("arrive", ent)
        row, settings = bookings.row(ent), bookings.fold.settings
        assert clocks.punctual(row, settings) is ok
        assert clocks.came_words(row, settings) == words

    def test_nothing_presses_before_the_worker_may_come(self, bookings: Bookings) -> None:
        ent = bookings.agreed()
        seen = []
        for minutes in (-60, -15, 8, 15, 16):
            bookings.fold.clock.now = VISIT + minutes * MINUTE
            seen.append(state(bookings, ent).shape)
        assert seen == [Shape.NONE, Shape.RING, Shape.TRIANGLE, Shape.TRIANGLE, Shape.SQUARE]

    def test_the_limits_are_settings(self) -> None:
        bookings = Bookings({"housekeeping.arrival_minutes": "30", "housekeeping.confirm_minutes": "20"})
        row = bookings.row(bookings.agreed())
        assert row["arrive_due_at"] == VISIT + 30 * MINUTE
        assert row["confirm_due_at"] == NINE + 20 * MINUTE


def test_the_slip_is_due_on_the_next_working_day(bookings: Bookings) -> None:
    ent = bookings.done()  # on a Friday
    assert bookings.row(ent)["act_by_at"] == at("2026-11-23", "0:00") + 24 * HOUR
    bookings.take("slip_back", ent, signature="self", tick="fair")
    assert "act_by_at" not in bookings.row(ent)


def test_hours_that_cannot_be_read_are_those_of_the_office(bookings: Bookings) -> None:
    broken: Layer = {"housekeeping_companies": {"jiajing": {"name": "佳净", "hours": "随时"}}}
    lists = Lists(lambda: (own_rows(RESOURCES / "catalogue"), ((Level.ESTATE, broken),)))
    hours = clocks.company_hours({"company": "jiajing"}, bookings.fold.settings, lists, bookings.fold.calendar)
    assert hours.of("2026-11-18") == ((510, 1080),)
