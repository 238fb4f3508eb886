"""抽检: how many of many boxes are opened, all where one is bad; the good ones go up and the sums are exact."""

from typing import Any

import pytest

from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.services.fresh_orders.record import GoodsVerdict
from desk.services.fresh_orders.sampling import boxes_of, share_fen
from desk.services.fresh_orders.statement import delivered_fen
from tests.services.fresh_orders.bench import Bench

APPLES: dict[str, Any] = {"n": 1, "name": "苹果", "goods": "fruit", "unit": "piece", "ordered": 20, "price_fen": 99_901}
MILK: dict[str, Any] = {"n": 2, "name": "鸡蛋", "goods": "egg", "unit": "piece", "ordered": 4, "price_fen": 5_000}
GOOD: dict[str, Any] = {"n": 2}


@pytest.fixture
def bench() -> Bench:
    return Bench()


def sheet(bench: Bench, told: dict[str, Any], **more: Any) -> str:
    order = bench.begun(items=[APPLES, MILK])
    return bench.take("fresh_order.inspect", order, inspected=[{"n": 1, **told}, GOOD], **more)


def wrong(bench: Bench, told: dict[str, Any]) -> str:
    order = bench.begun(items=[APPLES, MILK])
    return bench.refusal("fresh_order.inspect", order, inspected=[{"n": 1, **told}, GOOD])


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({}, "opened"),
        ({"opened": 3}, "opened"),
        ({"opened": True}, "opened"),
        ({"opened": 21}, "opened"),
        ({"opened": 4, "fault": "rot"}, "opened"),
        ({"opened": 20, "fault": "rot"}, "spoiled"),
        ({"opened": 20, "fault": "rot", "spoiled": 21}, "spoiled"),
    ],
)
def test_what_is_still_to_be_opened(bench: Bench, told: dict[str, Any], code: str) -> None:
    assert wrong(bench, told) == code


def test_four_of_twenty_are_enough_where_nothing_is_wrong(bench: Bench) -> None:
    row = bench.order_row(sheet(bench, {"opened": 4}))
    assert [(one["verdict"], one.get("opened")) for one in row["inspected"]] == [("pass", 4), ("pass", None)]


def test_boxes_from_two_on_and_of_pieces_many() -> None:
    settings = Settings(facts=ALL_SETTINGS)
    some = {"unit": "piece", "ordered": 9}
    assert [boxes_of(one, settings) for one in (
        some, {**some, "ordered": 10}, {**some, "spec": "1 箱 5 kg"}, {**some, "spec": "1 箱", "ordered": 1},
        {**APPLES, "unit": "g"},
    )] == [0, 10, 9, 0, 0]  # fmt: skip


def test_from_how_many_on_is_the_offices_word() -> None:
    bench = Bench({"fresh.sample_from": "30"})
    assert bench.order_row(sheet(bench, {}))["conclusion"] == "passed"


@pytest.mark.parametrize(
    ("told", "again"),
    [({"opened": 20, "fault": "rot", "spoiled": 3}, 3), ({"got": 18, "opened": 4}, 2),
     ({"got": 19, "opened": 19, "fault": "packaging", "spoiled": 2}, 3)],
)  # fmt: skip
def test_the_good_boxes_go_up_and_the_others_come_again_to_the_fen(
    bench: Bench, told: dict[str, Any], again: int
) -> None:  # fmt: skip
    order = sheet(bench, told, choice="first_good")
    row = bench.order_row(order)
    assert (row["conclusion"], row["inspected"][0]["again"]) == ("exchange", again)
    (exchange,) = bench.all("exchange")
    assert (exchange["ordered"], exchange["price_fen"]) == (again, share_fen(APPLES, row["inspected"][0]))
    bench.take("fresh_order.hand_out", order, guard="陈刚")
    assert bench.refusal("fresh_order.decline", order, declined=[{"n": 1, "choice": "drop"}]) == "declined"
    bench.take("fresh_order.sign", order, signature="self")
    assert delivered_fen(bench.order_row(order)) + exchange["price_fen"] == 99_901 + 5_000
    (points,) = bench.all("points_entry")
    assert points["amount_fen"] == delivered_fen(bench.order_row(order))
    swap = exchange["id"]
    for step, values in (("begin", {}), ("inspect", {"got": again}), ("hand_out", {"guard": "陈刚"}),
                         ("sign", {"signature": "self"})):  # fmt: skip
        bench.take(f"exchange.{step}", swap, **values)
    assert sum(one["amount_fen"] for one in bench.all("points_entry")) == 99_901 + 5_000


def test_all_of_them_bad_is_the_whole_item(bench: Bench) -> None:
    row = bench.order_row(sheet(bench, {"opened": 20, "fault": "rot", "spoiled": 20}))
    assert (row["inspected"][0]["verdict"], row["inspected"][0].get("again")) == (str(GoodsVerdict.REJECT), None)


def test_only_the_good_part_is_wanted(bench: Bench) -> None:
    order = bench.begun(items=[APPLES])
    told = [{"n": 1, "opened": 20, "fault": "rot", "spoiled": 5}]
    bench.take("fresh_order.inspect", order, inspected=told, choice="drop")
    row = bench.order_row(order)
    assert (row["status"], delivered_fen(row), bench.all("exchange")) == ("accepted", 99_901 - 24_975, [])
