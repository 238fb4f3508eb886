"""The clocks of a delivery, to the second: both halves, windows, stops, shapes, bells."""

from typing import Any

import pytest

from desk.domain.calendar import MINUTE, SECOND, at
from desk.domain.clocks import Shape
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.services.fresh_orders import clocks
from desk.services.fresh_orders.record import OrderState

SETTINGS = Settings(facts=ALL_SETTINGS)
TEN = at("2026-11-18", "10:00")
WINDOW = {"kind": "window", "window_from_at": at("2026-11-18", "18:30"), "window_to_at": at("2026-11-18", "19:00")}


def clock(text: str) -> int:
    """mm:ss behind ten o'clock."""
    minutes, seconds = text.split(":")
    return TEN + int(minutes) * MINUTE + int(seconds) * SECOND


def order(**moments: Any) -> dict[str, Any]:
    told = {name: clock(value) if isinstance(value, str) and ":" in value else value for name, value in moments.items()}
    return {"id": "o", "kind": "instant", "status": "out", "placed_at": TEN, **told}


@pytest.mark.parametrize(
    ("now", "used", "shape"),
    [
        ("0:00", "00:00", Shape.RING), ("14:59", "14:59", Shape.RING), ("15:00", "15:00", Shape.TRIANGLE),
        ("20:00", "20:00", Shape.TRIANGLE), ("20:01", "20:01", Shape.SQUARE), ("61:05", "1:01:05", Shape.SQUARE),
    ],
)  # fmt: skip
def test_the_whole_runs_from_the_shops_receipt(now: str, used: str, shape: Shape) -> None:
    found = clocks.states(order(), SETTINGS, clock(now)).total
    assert (clocks.seconds_words(found.used_ms), found.shape) == (used, shape)
    assert (found.ok, found.limit_ms, found.due_at) == (None, 20 * MINUTE, clock("20:00"))


@pytest.mark.parametrize(
    ("now", "shop", "estate", "shapes"),
    [
        ("4:10", "04:10", "00:00", (Shape.RING, Shape.NONE)),
        ("7:30", "07:30", "00:00", (Shape.TRIANGLE, Shape.NONE)),
        ("9:00", "08:00", "01:00", (Shape.NONE, Shape.RING)),
        ("15:30", "08:00", "07:30", (Shape.NONE, Shape.TRIANGLE)),
        ("18:01", "08:00", "10:01", (Shape.NONE, Shape.SQUARE)),
    ],
)
def test_both_halves(now: str, shop: str, estate: str, shapes: tuple[Shape, Shape]) -> None:
    arrived = {"arrived_at": "8:00"} if clock(now) >= clock("8:00") else {}
    found = clocks.states(order(**arrived), SETTINGS, clock(now))
    assert (clocks.seconds_words(found.shop.used_ms), clocks.seconds_words(found.estate.used_ms)) == (shop, estate)
    assert (found.shop.shape, found.estate.shape) == shapes


@pytest.mark.parametrize(
    ("delivered", "whole", "ours"),
    [("18:00", True, True), ("18:01", True, False), ("20:00", True, False), ("20:01", False, False)],
)
def test_delivered(delivered: str, whole: bool, ours: bool) -> None:
    found = order(arrived_at="8:00", delivered_at=delivered, status="delivered")
    assert (clocks.on_time(found, SETTINGS), clocks.estate_on_time(found, SETTINGS)) == (whole, ours)
    later = clocks.states(found, SETTINGS, clock("99:00"))
    assert (later.total.shape, later.estate.shape) == (Shape.NONE, Shape.NONE)
    assert later.total.stopped_at == clock(delivered)


def test_a_late_shop_takes_nothing_from_the_estate() -> None:
    """4.2: the ten minutes start at arrival; the twenty stay against the shop."""
    found = order(arrived_at="15:00", delivered_at="24:59", status="delivered")
    assert clocks.on_time(found, SETTINGS) is False
    assert clocks.estate_on_time(found, SETTINGS) is True
    assert clocks.states(found, SETTINGS, clock("30:00")).shop.ok is False


@pytest.mark.parametrize(("word", "used"), [("到货", "10:00"), ("验收", "07:00")])
def test_where_the_estates_part_begins_is_a_setting(word: str, used: str) -> None:
    settings = Settings({"fresh.estate_from": word}, facts=ALL_SETTINGS)
    found = clocks.states(order(arrived_at="8:00", inspected_at="11:00"), settings, clock("18:00")).estate
    assert clocks.seconds_words(found.used_ms) == used


def test_until_it_was_accepted_no_part_of_the_estate_runs_where_it_begins_there() -> None:
    settings = Settings({"fresh.estate_from": "验收"}, facts=ALL_SETTINGS)
    assert clocks.states(order(arrived_at="8:00"), settings, clock("18:00")).estate.shape is Shape.NONE


@pytest.mark.parametrize(
    ("delivered", "ok"),
    [("18:19", False), ("18:20", True), ("18:45", True), ("19:10", True), ("19:11", False)],
)
def test_a_window_order_is_on_time_ten_minutes_before_and_after(delivered: str, ok: bool) -> None:
    found = order(**WINDOW, status="delivered", arrived_at="8:00")
    found["delivered_at"] = at("2026-11-18", delivered)
    assert clocks.on_time(found, SETTINGS) is ok
    assert clocks.estate_on_time(found, SETTINGS) is None


@pytest.mark.parametrize(
    ("now", "shape"),
    [("10:00", Shape.NONE), ("18:20", Shape.RING), ("18:57", Shape.RING), ("18:58", Shape.TRIANGLE),
     ("19:10", Shape.TRIANGLE), ("19:11", Shape.SQUARE)],
)  # fmt: skip
def test_a_window_has_one_clock(now: str, shape: Shape) -> None:
    found = clocks.states(order(**WINDOW, status="placed"), SETTINGS, at("2026-11-18", now))
    assert (found.total.name, found.total.shape) == ("window", shape)
    assert (found.shop.shape, found.estate.shape) == (Shape.NONE, Shape.NONE)


def stop(begin: str, end: str | None) -> dict[str, Any]:
    return {
        "from_at": clock(begin),
        "to_at": clock(end) if end else None,
        "reason": "owner_absent",
        "call": "no_answer",
    }


@pytest.mark.parametrize(
    ("stops", "now", "total", "estate", "paused"),
    [
        ([stop("12:00", None)], "40:00", "12:00", "04:00", True),
        ([stop("12:00", "32:00")], "40:00", "20:00", "12:00", False),
        ([stop("12:00", "14:00"), stop("16:00", "18:00")], "20:00", "16:00", "08:00", False),
        ([stop("12:00", "14:00"), stop("13:00", "15:00")], "20:00", "17:00", "09:00", False),
        ([stop("6:00", "9:00")], "20:00", "17:00", "11:00", False),
    ],
)  # fmt: skip
def test_a_stop_stops_both(stops: list[dict[str, Any]], now: str, total: str, estate: str, paused: bool) -> None:
    found = clocks.states(order(arrived_at="8:00", stops=stops), SETTINGS, clock(now))
    assert clocks.seconds_words(found.total.used_ms) == total
    assert clocks.seconds_words(found.estate.used_ms) == estate
    assert found.total.paused is paused
    assert (found.total.due_at is None) is paused


def test_nobody_at_home_makes_nobody_late() -> None:
    found = order(arrived_at="8:00", stops=[stop("15:00", "55:00")], delivered_at="57:00", status="delivered")
    assert clocks.on_time(found, SETTINGS) is True
    assert clocks.estate_on_time(found, SETTINGS) is True


@pytest.mark.parametrize("state", [OrderState.REFUSED, OrderState.CANCELLED, OrderState.VOID])
def test_what_has_ended_otherwise_has_no_verdict(state: OrderState) -> None:
    found = order(arrived_at="8:00", status=str(state), closed_at="12:00")
    total = clocks.states(found, SETTINGS, clock("50:00")).total
    assert (total.shape, total.ok, clocks.seconds_words(total.used_ms)) == (Shape.NONE, None, "12:00")
    assert clocks.on_time(found, SETTINGS) is None


@pytest.mark.parametrize(
    ("since", "now", "rung"),
    [
        ("14:58", "14:59", []), ("14:59", "15:00", ["total"]), ("15:00", "15:01", []),
        ("15:59", "16:00", ["estate"]), ("14:00", "17:00", ["total", "estate"]), ("16:00", "16:01", []),
    ],
)  # fmt: skip
def test_a_bell_rings_once(since: str, now: str, rung: list[str]) -> None:
    """At 15:00 of the whole and at 8:00 of the estate's part."""
    found = bells([order(arrived_at="8:00")], since, now)
    assert found == [("o", name) for name in rung]


def bells(orders: list[dict[str, Any]], since: str, now: str) -> list[tuple[str, str]]:
    stand = [(one, clocks.states(one, SETTINGS, clock(now))) for one in orders]
    return clocks.bells(stand, SETTINGS, clock(since), clock(now))


def test_no_bell_for_what_is_delivered_or_stands() -> None:
    done = order(arrived_at="8:00", delivered_at="12:00", status="delivered")
    standing = order(arrived_at="8:00", stops=[stop("12:00", None)])
    assert bells([done, standing], "10:00", "30:00") == []


@pytest.mark.parametrize(
    ("exchange", "now", "shape", "used"),
    [
        ({}, "11:14", Shape.RING, "11:14"),
        ({}, "11:15", Shape.TRIANGLE, "11:15"),
        ({}, "15:01", Shape.SQUARE, "15:01"),
        ({"eta_at": clock("30:00")}, "15:01", Shape.RING, "15:01"),
        ({"failed": [{"at": clock("10:00")}]}, "15:01", Shape.RING, "05:01"),
        ({"delivered_at": clock("14:00")}, "40:00", Shape.NONE, "14:00"),
        ({"closed_at": clock("13:00")}, "40:00", Shape.NONE, "13:00"),
    ],
)
def test_an_exchange_runs_to_what_was_said(exchange: dict[str, Any], now: str, shape: Shape, used: str) -> None:
    found = clocks.exchange_states({"opened_at": TEN, **exchange}, SETTINGS, clock(now)).total
    assert (found.shape, clocks.seconds_words(found.used_ms)) == (shape, used)


@pytest.mark.parametrize(
    ("ms", "words"), [(0, "00:00"), (999, "00:00"), (61_000, "01:01"), (3_600_000, "1:00:00"), (-35_000, "-00:35")]
)
def test_in_seconds(ms: int, words: str) -> None:
    assert clocks.seconds_words(ms) == words


def test_the_card_shows_the_pressing_one() -> None:
    found = clocks.states(order(arrived_at="8:00"), SETTINGS, clock("15:30"))
    assert found.worst.name == "estate"
    assert clocks.states(order(arrived_at="15:00"), SETTINGS, clock("16:00")).worst.name == "total"
    done = clocks.states(order(arrived_at="8:00", delivered_at="12:00"), SETTINGS, clock("16:00"))
    assert done.worst.name == "total"
