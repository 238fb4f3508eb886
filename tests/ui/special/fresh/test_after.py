"""What comes after: exchanges told and inspected again, claims step by step, past orders, a month of a shop."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from desk.domain.calendar import at
from desk.ui.special.fresh.papers import ClaimPapers, DeliveryPapers
from desk.ui.special.fresh.statement import StatementPapers, months_back
from tests.ui.fit import cramped
from tests.ui.special.fresh.hall import DAY, ENTER, ESC, F8, F9, RIGHT, Hall, accepted, delivered, guards, out
from tests.ui.tree import nameless
from tests.world import World

Sit = Callable[..., Hall]


def exchange(hall: Hall) -> dict[str, Any]:
    (found,) = hall.rows("exchange")
    return found


def claim(hall: Hall) -> dict[str, Any]:
    (found,) = hall.rows("compensation")
    return found


def test_the_shop_is_told_and_says_when(afternoon: World, sit: Sit) -> None:
    delivered(afternoon, faults={"n5": "rot"}, choice="first_good")
    hall = sit()
    assert hall.focus == "途中"
    hall.press(ENTER)
    hall.words("店长 何芳")
    hall.press(ENTER, *"1420", F9)
    row = exchange(hall)
    assert (row["told_by"], row["eta_at"]) == ("店长 何芳", at(DAY, "14:20"))
    card = hall.page.board.lists[0].lines()[0]
    assert "门店说 14:20 到" in card.spoken


def test_the_second_bag_is_inspected_like_the_first_and_may_fail_again(afternoon: World, sit: Sit) -> None:
    guards(afternoon, "陈刚")
    delivered(afternoon, faults={"n5": "rot"}, choice="first_good")
    hall = sit()
    hall.press(*"8834", ENTER)
    assert hall.focus == "草莓 实到"
    hall.press("-", "1", F9)
    assert (exchange(hall)["status"], exchange(hall)["turn"]) == ("waiting", 2)
    hall.press(*"8834", ENTER)
    hall.weigh(505)
    hall.press(F9, F8)
    row = exchange(hall)
    assert (row["status"], row["guard"]) == ("out", "陈刚")
    assert isinstance(hall.printed[-1], DeliveryPapers)


def test_all_together_goes_up_when_the_exchange_has_passed(afternoon: World, sit: Sit) -> None:
    guards(afternoon, "陈刚")
    order = accepted(afternoon, faults={"n5": "rot"}, choice="together")
    hall = sit()
    hall.page.hands._go_to({"id": exchange(hall)["order_id"], "status": "delivered"})
    hall.rest()
    hall.weigh(500)
    hall.press(F9, ESC)
    hall.page.board.choose(order)
    hall.press(F8)
    assert (hall.order(order)["status"], exchange(hall)["status"]) == ("out", "out")
    assert hall.order(order)["gathered"] == [5]


def test_an_item_left_at_the_door_is_exchanged_and_the_rest_signed(afternoon: World, sit: Sit) -> None:
    order = out(afternoon)
    hall = sit()
    hall.press("/")
    words = {one.choice.words: one.choice.digit for one in hall.page.panels.panel.list._boxes}  # type: ignore[union-attr]
    hall.press(words["当面不要"], "5", "8", "1")
    assert hall.order(order)["declined"] == [{"n": 5, "fault": "look", "choice": "first_good"}]
    assert (exchange(hall)["status"], bool(exchange(hall)["at_door"])) == ("waiting", True)
    assert hall.order(order)["status"] == "out"


def test_a_claim_from_the_words_to_the_month(afternoon: World, sit: Sit) -> None:
    order = delivered(afternoon)
    hall = sit()
    hall.page.doing.claim(order)
    hall.rest()
    hall.press(F9)
    assert "还没有选哪一样" in hall.page.panels.panel.fields["item"].error  # type: ignore[union-attr]
    hall.press("5")
    hall.words("切开里面是黑的")
    hall.press(F9)
    assert (claim(hall)["status"], claim(hall)["item"]) == ("reported", "草莓")
    hall.press("2", F9)
    assert "还没有选原因" in hall.page.panels.panel.fields["cause"].error  # type: ignore[union-attr]
    hall.press("1", "1")
    assert (claim(hall)["status"], claim(hall)["missed"]) == ("checked", True)
    hall.press(*"12.5", ENTER)
    hall.press(F9)
    assert "还没有写门店谁确认的" in hall.page.panels.panel.fields["shop_by"].error  # type: ignore[union-attr]
    hall.words("店长 何芳")
    hall.press(F9, "2")
    row = claim(hall)
    assert (row["status"], row["amount_fen"], row["month"], row["confirmed_how"]) == (
        "settled", 1250, "2026-11", "phone",
    )  # fmt: skip
    hall.press(F8)
    assert hall.printed == [ClaimPapers(record="compensation", ent=str(row["id"]))]
    assert "计入 11 月对账" in hall.said[-1]


def test_a_claim_with_nothing_wrong_is_explained(afternoon: World, sit: Sit) -> None:
    order = delivered(afternoon)
    hall = sit()
    hall.page.doing.claim(order, 3)
    hall.rest()
    hall.words("少了一个")
    hall.press(F9, "1")
    assert claim(hall)["status"] == "explained"


def test_a_claim_that_comes_too_late_says_who_decides(afternoon: World, sit: Sit) -> None:
    order = delivered(afternoon)
    afternoon.clock.forward(hours=25)
    hall = sit()
    hall.page.doing.claim(order, 5)
    hall.rest()
    hall.press(F9)
    assert hall.rows("compensation") == []
    assert "请客服主管或项目经理决定" in hall.page.panels.panel.error.text()  # type: ignore[union-attr]


def test_past_orders_with_their_sheet_and_story(afternoon: World, sit: Sit) -> None:
    order = delivered(afternoon, faults={"n5": "rot"}, choice="first_good")
    delivered(afternoon, "TX20261118-8700", "3-1-1502", 1330, late="shop_late")
    hall = sit()
    hall.press("*")
    hall.page.orders.show_record(order)
    hall.rest()
    shown = " ".join(one.text() for one in hall.page.orders.detail.findChildren(QLabel))
    for words in ("6-1-1203", "已签收", "草莓", "拒收 腐烂", "换货", "积分"):
        assert words in shown
    assert cramped(hall.page.orders) == []
    assert nameless(hall.page.orders) == []
    assert hall.page.part == "orders"
    hall.press(ESC)
    assert hall.page.part == ""


def test_a_shops_month_on_paper_and_as_a_workbook(
    afternoon: World, sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.ui.special.fresh.statement.documents", lambda: tmp_path)
    delivered(afternoon)
    hall = sit()
    hall.press("*", F8)
    panel: Any = hall.page.panels.panel
    assert panel.chosen.shop == "鲜丰翠湖店"
    hall.press(F9)
    assert (tmp_path / "生鲜对账单-鲜丰翠湖店-2026-11.xlsx").is_file()
    hall.press(F8)
    assert isinstance(hall.printed[-1], StatementPapers)
    hall.press("2")
    assert panel.print_button.reason == "这个月没有送达的订单"


def test_the_months_behind() -> None:
    assert months_back("2026-02-03") == ["2026-02", "2026-01", "2025-12", "2025-11"]


def test_a_claim_from_elsewhere_opens_over_its_order(afternoon: World, sit: Sit) -> None:
    order = delivered(afternoon)
    hall = sit()
    hall.page.doing.claim(order, 5)
    hall.rest()
    hall.press(F9, ESC)
    hall.page.show_record(str(claim(hall)["id"]))
    hall.rest()
    assert hall.page.part == "orders"
    assert hall.page.panels.is_open
    hall.press(ESC, RIGHT)
