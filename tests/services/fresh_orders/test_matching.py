"""待核对, 改单, 转其他小区: whose it is before it goes up, changes before it arrives, undone until it is passed on."""

from typing import Any

import pytest

from desk.domain.calendar import at
from desk.domain.roles import Role
from tests.services.folding import Refused
from tests.services.fresh_orders.bench import DAY, ITEMS, WEIGHED, Bench

STRANGE: dict[str, Any] = {
    "where": "翠湖6栋1203", "home_id": None, "resident_id": None, "address_unchecked": True, "identity_unchecked": True,
}  # fmt: skip


@pytest.fixture
def bench() -> Bench:
    return Bench()


def inspected(bench: Bench) -> str:
    order = bench.begun(**STRANGE)
    return bench.take("fresh_order.inspect", order, inspected=WEIGHED)


def test_it_goes_up_only_once_somebody_has_found_whose_it_is(bench: Bench) -> None:
    order = inspected(bench)
    with pytest.raises(Refused) as refused:
        bench.take("fresh_order.hand_out", order, guard="陈刚")
    assert (refused.value.code, "翠湖6栋1203" in refused.value.refusal.message) == ("unchecked", True)
    bench.take("fresh_order.match", order, where="6-1-1203", home_id="h-1", resident_id="r-1")
    row = bench.order_row(order)
    assert (row["where"], row["home_id"], row["resident_id"]) == ("6-1-1203", "h-1", "r-1")
    assert not row.get("address_unchecked")
    assert not row.get("identity_unchecked")
    bench.take("fresh_order.hand_out", order, guard="陈刚")


def test_as_the_shop_wrote_it_is_an_answer_too(bench: Bench) -> None:
    order = bench.placed(**STRANGE)
    bench.take("fresh_order.match", order, where="南门岗亭")
    row = bench.order_row(order)
    assert (row["where"], row.get("home_id"), row.get("address_unchecked")) == ("南门岗亭", None, None)


def test_it_is_undone_and_not_done_twice(bench: Bench) -> None:
    order = bench.placed(**STRANGE)
    bench.take("fresh_order.match", order, where="6-1-1203", home_id="h-1")
    assert bench.refusal("fresh_order.match", order, where="6-1-1203") == "checked"
    bench.take_back(order, record="fresh_order")
    row = bench.order_row(order)
    assert (row["where"], row["address_unchecked"], row.get("home_id")) == ("翠湖6栋1203", True, None)
    known = bench.placed()
    assert bench.refusal("fresh_order.match", known, where="6-1-1203") == "checked"


def test_the_person_alone_keeps_nothing_from_going_up(bench: Bench) -> None:
    order = bench.begun(resident_id=None, identity_unchecked=True)
    bench.take("fresh_order.inspect", order, inspected=WEIGHED)
    bench.take("fresh_order.hand_out", order, guard="陈刚")


def test_changed_before_it_arrives_and_not_after(bench: Bench) -> None:
    order = bench.placed()
    more = [*ITEMS[:2], {**ITEMS[2], "ordered": 2, "price_fen": 3160}]
    window: dict[str, Any] = {"window_from_at": at(DAY, "18:30"), "window_to_at": at(DAY, "19:00")}
    bench.take("fresh_order.amend", order, items=more, where="6-1-1204", home_id="h-2", kind="window", **window)
    row = bench.order_row(order)
    assert (row["amount_fen"], row["where"], row["kind"]) == (450 + 798 + 3160, "6-1-1204", "window")
    assert bench.refusal("fresh_order.amend", order, items=[{**ITEMS[0], "n": 0}]) == "items"
    bench.take("fresh_order.arrive", order)
    with pytest.raises(Refused) as refused:
        bench.take("fresh_order.amend", order, items=ITEMS)
    assert refused.value.refusal.message == "现在是“待验”, 不能改单"


def test_to_another_estate_with_a_reason_and_back(bench: Bench) -> None:
    order = bench.placed(**STRANGE)
    assert bench.refusal("fresh_order.forward", order, forwarded_to="锦绣里") == "asks"
    bench.take("fresh_order.forward", order, forwarded_to="锦绣里", forward_reason="address")
    row = bench.order_row(order)
    assert (row["status"], row["void_reason"], row["forward_reason"]) == ("void", "wrong_estate", "address")
    bench.take_back(order, record="fresh_order")
    row = bench.order_row(order)
    assert (row["status"], row.get("forwarded_to"), row["address_unchecked"]) == ("placed", None, True)


def test_what_the_server_has_passed_on_stays(bench: Bench) -> None:
    order = bench.placed(**STRANGE)
    bench.take("fresh_order.forward", order, forwarded_to="锦绣里", forward_reason="address")
    sent = bench._past[("fresh_order", order)].op_id
    bench.take("fresh_order.remark", order, by=Role.RULES, remark="锦绣里前台已收到, 不能撤销了")
    assert bench.refusal("fresh_order.take_back", order, op=sent) == "take_back"
