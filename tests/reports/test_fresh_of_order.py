"""From a fresh order's record to the words of its papers."""

from typing import Any

import pytest

from desk.domain.calendar import at
from desk.services.fresh_orders.record import Fault
from reports.fresh.of_order import compensation_of, exchange_of, sheet_of
from reports.fresh.sheet import FreshSheet
from tests.reports.fresh_samples import OFFICE

DAY = "2026-11-22"
ITEMS = [
    {"n": 1, "name": "菠菜", "spec": "500 g", "unit": "g", "ordered": 500, "price_fen": 450},
    {"n": 2, "name": "前腿肉", "spec": "500 g", "unit": "g", "ordered": 500, "price_fen": 1890},
    {"n": 3, "name": "鸡蛋", "spec": "1 盒", "unit": "piece", "ordered": 1, "price_fen": 2380},
    {"n": 4, "name": "草莓", "spec": "500 g", "unit": "g", "ordered": 500, "price_fen": 2990},
]
PLACED: dict[str, Any] = {
    "no": "TX20261122008834", "kind": "instant", "shop": "淘鲜果", "where": "6-1-1203", "name": "王秀英",
    "phone": "13800006621", "items": ITEMS, "placed_at": at(DAY, "10:31"), "status": "placed",
}  # fmt: skip
INSPECTED = PLACED | {
    "status": "accepted", "arrived_at": at(DAY, "10:41"), "inspection_at": at(DAY, "10:42"),
    "inspected_at": at(DAY, "10:43"), "inspector": "李敏", "deliverer": "小周", "conclusion": "exchange",
    "address_matched": True, "kinds_matched": True, "choice": "first_good", "told_by": "小周",
    "told_shop_at": at(DAY, "10:44"),
    "inspected": [
        {"n": 1, "got": 492, "fault": None, "photos": [], "verdict": "pass"},
        {"n": 2, "got": 498, "temp": -185, "fault": None, "photos": [], "verdict": "pass"},
        {"n": 3, "got": 1, "fault": None, "photos": [], "verdict": "pass"},
        {"n": 4, "got": 505, "fault": "rot", "photos": ["a", "b"], "verdict": "reject"},
    ],
}  # fmt: skip


def sheet(order: dict[str, Any], **more: Any) -> FreshSheet:
    told: dict[str, Any] = {"printed_by": "李敏", "printed_at": at(DAY, "10:45"), "due_at": at(DAY, "10:51"), **more}
    return sheet_of(order, OFFICE, "6栋1单元1203", **told)


def test_before_the_inspection_all_cells_are_free() -> None:
    one = sheet(PLACED)
    assert (one.tail, one.due, one.phone, one.count) == ("8834", "10:51 前", "138 0000 6621", "4 样")
    assert all(line.goes and not line.got and not any(line.looks) for line in one.lines)
    assert [line.ordered for line in one.lines] == ["500 g", "500 g", "1 件", "500 g"]
    assert (one.conclusion.chosen, one.checked, one.faults) == ("", (False, False, False), "")


def test_after_it_every_look_is_marked() -> None:
    one = sheet(INSPECTED, post="客服")
    assert [line.verdict for line in one.lines] == ["✓", "✓", "✓", "拒收 腐烂"]
    assert one.lines[1].temperature == "-18.5 ℃"
    assert one.lines[3].looks == ("✓", "×", "✓", "×")
    assert [line.name for line in one.goes] == ["菠菜", "前腿肉", "鸡蛋"]
    assert (one.conclusion.chosen, one.checked) == ("换货", (True, True, False))
    assert one.faults == "4 草莓: 腐烂 (照片 2 张)"
    assert one.handling == "业主选择: 先送合格的; 告知门店 10:44 小周"


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_shows_somewhere(fault: Fault) -> None:
    rows = [*INSPECTED["inspected"][:3], {"n": 4, "got": 300, "fault": str(fault), "verdict": "exchange"}]
    line = sheet(INSPECTED | {"inspected": rows}).lines[3]
    assert fault.label in line.verdict
    assert not any(line.looks) if fault is Fault.MISSING else all(line.looks)


def test_what_was_gathered_goes_and_what_was_declined_does_not() -> None:
    one = sheet(INSPECTED | {"gathered": [4], "declined": [{"n": 1, "fault": "look"}]})
    assert [line.number for line in one.goes] == [2, 3, 4]
    assert "1 菠菜: 业主当面不要 色泽/手感" in one.faults


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"signature": "self"}, "王秀英 本人"),
        ({"signature": "by_other", "signed_for": "妻子"}, "代签 (妻子)"),
        ({"signature": "unsigned", "unsigned_reason": "left_at_door"}, "未签: 放门口"),
        ({}, ""),
    ],
)
def test_who_signed(told: dict[str, str], words: str) -> None:
    assert sheet(INSPECTED | told).signer == words


def test_the_tick_and_a_window() -> None:
    window = {"kind": "window", "window_from_at": at(DAY, "18:30"), "window_to_at": at(DAY, "19:00")}
    one = sheet(INSPECTED | window | {"tick": "fair"})
    assert (one.satisfaction.chosen, one.due) == ("一般", "11-22 周日 18:30 至 19:00")
    assert sheet(INSPECTED | {"tick": "none"}).satisfaction.chosen == ""


def test_an_exchange_and_a_compensation_in_words() -> None:
    one = sheet(INSPECTED)
    swap = {
        "n": 4, "item": "草莓", "spec": "500 g", "unit": "g", "ordered": 500, "reason": "rot", "status": "waiting",
        "opened_at": at(DAY, "10:43"), "choice": "first_good", "eta_at": at(DAY, "10:58"),
    }  # fmt: skip
    claim = exchange_of(INSPECTED, swap, one)
    assert (claim.title, claim.reason, claim.got, claim.replacement) == ("生鲜换货单", "腐烂", "505 g", "约 10:58 到")
    assert (claim.told_shop, claim.choice.chosen, claim.state) == ("10:44 小周", "先送合格的", "等门店")
    paid = {
        "n": 4, "item": "草莓", "reported_at": at(DAY, "19:20"), "checked_at": at(DAY, "19:30"), "cause": "rot_inside",
        "missed": False, "amount_fen": 1500, "shop_by": "小周", "resident_agreed_at": at(DAY, "19:40"),
        "confirmed_how": "phone", "month": "2026-11", "status": "settled", "words": "下面霉了",
    }  # fmt: skip
    claim = compensation_of(INSPECTED, paid, one)
    assert (claim.title, claim.missed.chosen, claim.agreed) == ("生鲜赔偿单", "否", "2026-11-22 19:40 电话")
    assert (claim.cause, claim.got, claim.amount_fen) == ("内部腐烂", "505 g", 1500)
    assert compensation_of(INSPECTED, {"n": 4, "status": "reported"}, one).missed.chosen == ""


def test_of_many_boxes_the_receipt_says_how_many_go() -> None:
    rows = [*INSPECTED["inspected"][:2], {"n": 3, "got": 20, "fault": "rot", "verdict": "reject", "again": 3,
             "opened": 20}]  # fmt: skip
    boxes = [*ITEMS[:2], {**ITEMS[2], "ordered": 20}]
    whole = sheet(INSPECTED | {"items": boxes, "inspected": rows})
    assert whole.faults == "3 鸡蛋: 20 件打开 20 件; 3 鸡蛋: 腐烂"
    line = whole.lines[2]
    assert (line.goes, line.carried, line.verdict) == (True, "17 件", "拒收 3 件 腐烂")
    line = sheet(INSPECTED | {"items": boxes, "inspected": rows, "gathered": [3]}).lines[2]
    assert (line.goes, line.carried) == (True, "")
