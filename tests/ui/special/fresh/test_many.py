"""Many equal boxes: some opened, all where one is bad; several items that failed: one word for all, or each its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk.ui.special.fresh.each import EachPanel
from tests.services.fresh_orders.bench import ITEMS
from tests.ui.fit import cramped
from tests.ui.special.fresh.hall import ENTER, F8, F9, NO, Hall, accepted, arrived, guards
from tests.ui.tree import nameless
from tests.world import World

Sit = Callable[..., Hall]
APPLES: dict[str, Any] = {
    "n": 1, "name": "苹果", "goods": "fruit", "spec": "1 箱 5 kg", "unit": "piece", "ordered": 20, "price_fen": 99_900,
}  # fmt: skip


def test_twenty_boxes_of_which_three_are_bad(afternoon: World, sit: Sit, tmp_path: Path) -> None:
    guards(afternoon, "陈刚")
    order = arrived(afternoon, items=[APPLES, {**ITEMS[2], "n": 2}])
    hall = sit()
    hall.shoot(NO)
    hall.press(ENTER)
    row = hall.page.sheet.table.rows[1]
    assert "打开 4 件" in row.shown.spec
    hall.press("-", "1")
    assert hall.focus == "坏了几件"
    assert row.all_opened.text() == "一件不行, 20 件全部打开: 坏了"
    hall.press("-")
    assert hall.focus == "苹果 哪里不行", "another fault can still be told"
    hall.press("1", ENTER)
    assert "坏了几件还没有填" in row.error.text()
    assert cramped(hall.page.sheet) == []
    hall.picture(tmp_path, "boxes")
    hall.press("3", ENTER, ENTER, F9, "1", F8)
    found = hall.order(order)["inspected"][0]
    assert (found["opened"], found["spoiled"], found["again"], found["verdict"]) == (20, 3, 3, "reject")
    (exchange,) = hall.rows("exchange")
    assert (exchange["ordered"], exchange["price_fen"], hall.order(order)["status"]) == (3, 14_985, "out")
    assert hall.keys == 13


def test_a_clean_load_of_boxes_costs_no_key_more(afternoon: World, sit: Sit) -> None:
    order = arrived(afternoon, items=[APPLES])
    hall = sit()
    hall.shoot(NO)
    hall.press(ENTER, ENTER, F9)
    (found,) = hall.order(order)["inspected"]
    assert (found["opened"], found["verdict"], hall.keys) == (4, "pass", 4)


def test_fewer_boxes_than_ordered_are_a_part(afternoon: World, sit: Sit) -> None:
    order = arrived(afternoon, items=[APPLES])
    hall = sit()
    hall.shoot(NO)
    hall.press(ENTER)
    hall.weigh(18)
    hall.press(F9)
    (found,) = hall.order(order)["inspected"]
    assert (found["got"], found["again"], found["opened"]) == (18, 2, 4)


def test_one_word_for_all_that_failed_or_each_its_own(afternoon: World, sit: Sit, tmp_path: Path) -> None:
    bad = {"n1": "look", "n3": "packaging", "n5": "rot"}
    alike = accepted(afternoon, faults=bad)
    apart = accepted(afternoon, "TX20261118-8835", "2-2-802", faults=bad)
    hall = sit()
    hall.page.open_sheet("fresh_order", alike)
    hall.rest()
    assert hall.page.sheet.end.asked.text() == "3 样都"
    assert cramped(hall.page.sheet) == []
    hall.press("3")
    assert {one["choice"] for one in hall.order(alike)["choices"]} == {"drop"}
    hall.page.open_sheet("fresh_order", apart)
    hall.rest()
    hall.keys = 0
    hall.press("0")
    panel = hall.page.panels.panel
    assert isinstance(panel, EachPanel)
    assert (cramped(panel), nameless(panel)) == ([], [])
    hall.picture(tmp_path, "each")
    hall.press(ENTER, "3", F9)
    told = [(one["n"], one["choice"]) for one in hall.order(apart)["choices"]]
    assert told == [(1, "first_good"), (3, "drop"), (5, "first_good")]
    assert hall.keys == 4
    assert {one["n"] for one in hall.rows("exchange")} == {1, 5}
    said = hall.page.sheet.end.aloud._sentence.accessibleName()
    assert "菠菜、草莓换好马上补送; 鸡蛋就不要了, 门店退款; 其余两样" in said
