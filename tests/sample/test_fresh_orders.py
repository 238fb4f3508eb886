"""Deliveries in the sample: the board as the counter's page draws it, a year behind it, nothing later than now."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from desk.domain.calendar import Calendar, at, day_of
from desk.domain.lists import Lists
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.paths import RESOURCES
from desk.sample.founding import Founded, found
from desk.sample.fresh_orders import tell_fresh_orders
from desk.sample.world import World, build_world
from desk.services import rulebook
from desk.services.fresh_orders import clocks
from desk.services.fresh_orders.board import Figures, arranged
from desk.services.fresh_orders.clocks import seconds_words
from desk.services.work_orders.catalogue import load_catalogue
from desk.store.bulk import Chronicle
from tests.world import own_lists

SETTINGS = Settings(facts=ALL_SETTINGS)
NOON = at("2026-11-20", "14:02")


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(7, "2026-11-20", RESOURCES / "sample")


def told(world: Mapping[str, Any], now: int, calendar: Calendar) -> Chronicle:
    chronicle = Chronicle(rulebook(), calendar, SETTINGS, seed=1)
    founded: Founded = found(chronicle, world, load_catalogue(RESOURCES / "catalogue"), at("2025-10-01", "8:00"))
    rows = own_lists()
    tell_fresh_orders(chronicle, founded, world, Lists(lambda: (rows, ())), now, 7)
    return chronicle


@pytest.fixture(scope="module")
def noon(world: World, calendar: Calendar) -> Chronicle:
    return told(world, NOON, calendar)


def test_the_board_is_the_one_of_the_counter(noon: Chronicle) -> None:
    """counter.md 3.4: two on the way, one to inspect, one to hand out, three out in one walk and nearly late."""
    open_now = [one for one in noon.find("fresh_order") if one["status"] not in ("delivered", "cancelled", "refused")]
    found = arranged(open_now, [], SETTINGS, NOON, Figures())
    assert [len(part) for part in (found.on_the_way, found.to_inspect, found.to_hand_out, found.out)] == [2, 1, 1, 3]
    shown = {
        card.status: (seconds_words(card.clocks.total.used_ms), seconds_words(card.clocks.estate.used_ms))
        for card in reversed(found.cards)
    }
    assert shown == {
        "placed": ("04:10", "00:00"), "arrived": ("11:42", "00:35"), "accepted": ("13:05", "04:20"),
        "out": ("16:51", "08:30"),
    }  # fmt: skip
    assert {(card.guard, card.walk_count) for card in found.out} == {("陈刚", 3)}
    assert len(found.ringing) == 1
    assert any(card.kind == "window" for card in found.on_the_way)


def test_today_46_are_done_and_two_were_late(noon: Chronicle) -> None:
    today = [one for one in noon.find("fresh_order") if day_of(one.get("delivered_at") or 0) == "2026-11-20"]
    assert len(today) == 46
    assert sum(clocks.on_time(one, SETTINGS) is False for one in today) == 2


def test_a_year_as_the_assessment_knows_it(noon: Chronicle) -> None:
    done = [one for one in noon.find("fresh_order") if one["status"] == "delivered"]
    assert 250 < len(done) < 400
    on_time = sum(clocks.on_time(one, SETTINGS) is True for one in done) / len(done)
    assert 0.92 < on_time < 0.98
    assert {one["late_reason"] for one in done if clocks.on_time(one, SETTINGS) is False and one.get("late_reason")}
    assert noon.find("exchange")
    assert noon.find("compensation")
    assert {one["status"] for one in noon.find("compensation")} == {"settled"}


def test_points_of_every_delivery_once(noon: Chronicle) -> None:
    done = {one["id"]: one for one in noon.find("fresh_order") if one["status"] == "delivered"}
    entries = Counter(one["order_id"] for one in noon.find("points_entry") if one.get("n") is None)
    assert set(entries.values()) == {1}
    assert set(entries) <= set(done)


def later_than(chronicle: Chronicle, now: int) -> list[Any]:
    rows = [one for record in ("fresh_order", "exchange", "compensation") for one in chronicle.find(record)]
    told = [(name, moment) for one in rows for name, moment in one.items() if moment and name.endswith("_at")]
    return [one for one in told if one[1] > now and not one[0].startswith("window_")]


def test_nothing_is_told_that_has_not_happened(noon: Chronicle, world: World, calendar: Calendar) -> None:
    assert later_than(noon, NOON) == []
    night = at("2026-11-20", "3:30")
    chronicle = told(world, night, calendar)
    assert later_than(chronicle, night) == []
    assert {one["status"] for one in chronicle.find("fresh_order")} <= {"delivered", "cancelled"}, "nobody accepts now"
