"""换货: inspected again as often as it comes, told to the shop, taken along or later, signed once; walks of bags."""

from typing import Any

import pytest

from desk.domain.calendar import MINUTE
from desk.domain.roles import WITH_ACCOUNT, Role
from desk.services.fresh_orders import points
from desk.services.fresh_orders.reads import Detail
from desk.services.fresh_orders.requests import Carrier, Signed, hand_out_requests, sign_requests, walk_requests
from tests.services.folding import SCOPE
from tests.services.fresh_orders.bench import ITEMS, ROTTEN, Bench


@pytest.fixture
def bench() -> Bench:
    return Bench()


def detail(bench: Bench, order: str) -> Detail:
    hangs = [one for one in bench.all("exchange") if one["order_id"] == order]
    return Detail(bench.order_row(order), sorted(hangs, key=lambda one: int(one["n"])))


def take_all(bench: Bench, requests: list[Any]) -> list[str]:
    """A group, one step after the other; says which."""
    for one in requests:
        bench.take(f"{one.record}.{one.step}", one.ent, **one.values)
    return [f"{one.record}.{one.step}" for one in requests]


def ready(bench: Bench, choice: str) -> tuple[str, str]:
    order = bench.inspected(ROTTEN, choice=choice)
    exchange = bench.exchange(order)
    bench.clock.forward(minutes=12)
    bench.take("exchange.arrive", exchange, deliverer="小周")
    bench.take("exchange.begin", exchange)
    bench.take("exchange.inspect", exchange, got=503)
    return order, exchange


def test_the_second_delivery_goes_up_by_itself_and_gives_its_own_points_once(bench: Bench) -> None:
    order, exchange = ready(bench, "first_good")
    assert take_all(bench, hand_out_requests(SCOPE, detail(bench, order), Carrier("陈刚"))) == ["fresh_order.hand_out"]
    take_all(bench, sign_requests(SCOPE, detail(bench, order), Signed()))
    bench.take("exchange.hand_out", exchange, guard="陈刚")
    bench.clock.forward(minutes=4)
    bench.take("exchange.sign", exchange, signature="self", tick="fair")
    entries = {one["id"]: one for one in bench.all("points_entry")}
    assert {(one.get("n"), one["amount_fen"]) for one in entries.values()} == {(None, 4727), (5, 2990)}
    assert set(entries) == {points.points_id(SCOPE, order), points.points_id(SCOPE, order, 5)}
    assert sum(one["amount_fen"] for one in entries.values()) == sum(item["price_fen"] for item in ITEMS)
    calls = [one for one in bench.all("revisit") if one["source"] == "exchange"]
    assert [(one["about_id"], one["subject"], one["status"]) for one in calls] == [(order, "草莓", "waiting")]


def test_together_it_goes_along_and_is_signed_with_the_bag(bench: Bench) -> None:
    order, exchange = ready(bench, "together")
    taken = take_all(bench, hand_out_requests(SCOPE, detail(bench, order), Carrier("陈刚", walk="walk-1")))
    assert taken == ["fresh_order.hand_out", "exchange.hand_out"]
    assert bench.order_row(order)["gathered"] == [5]
    bench.clock.forward(minutes=4)
    assert take_all(bench, sign_requests(SCOPE, detail(bench, order), Signed(tick="good"))) == [
        "exchange.sign", "fresh_order.sign",
    ]  # fmt: skip
    amounts = [one["amount_fen"] for one in bench.all("points_entry")]
    assert sum(amounts) == sum(item["price_fen"] for item in ITEMS)
    assert bench.row("exchange", exchange)["status"] == "delivered"


def test_what_went_along_may_be_declined_too(bench: Bench) -> None:
    order, exchange = ready(bench, "together")
    take_all(bench, hand_out_requests(SCOPE, detail(bench, order), Carrier("陈刚")))
    left = Signed(declined=[{"n": 5, "fault": "look", "choice": None}])
    assert take_all(bench, sign_requests(SCOPE, detail(bench, order), left)) == [
        "fresh_order.decline", "exchange.drop", "fresh_order.sign",
    ]  # fmt: skip
    assert bench.row("exchange", exchange)["status"] == "dropped"
    assert [one["amount_fen"] for one in bench.all("points_entry")] == [4727]


def test_declined_and_wanted_again_it_goes_back_to_the_shop(bench: Bench) -> None:
    order, exchange = ready(bench, "together")
    take_all(bench, hand_out_requests(SCOPE, detail(bench, order), Carrier("陈刚")))
    left = Signed(declined=[{"n": 5, "fault": "look", "choice": "first_good"}])
    assert take_all(bench, sign_requests(SCOPE, detail(bench, order), left)) == [
        "fresh_order.decline",
        "fresh_order.sign",
    ]
    row = bench.row("exchange", exchange)
    assert (row["status"], row["at_door"], row["reason"]) == ("waiting", True, "look")
    assert "arrived_at" not in row
    assert "got" not in row


def test_all_left_with_the_guard_needs_no_signature(bench: Bench) -> None:
    order = bench.out()
    left = Signed(declined=[{"n": n, "fault": None} for n in range(1, 6)])
    assert take_all(bench, sign_requests(SCOPE, detail(bench, order), left)) == ["fresh_order.decline"]
    assert bench.order_row(order)["status"] == "refused"


def test_who_does_not_want_it_any_more_gets_the_rest(bench: Bench) -> None:
    order = bench.inspected(ROTTEN, choice="together")
    bench.take("exchange.drop", bench.exchange(order))
    take_all(bench, hand_out_requests(SCOPE, detail(bench, order), Carrier("陈刚")))
    assert bench.order_row(order)["status"] == "out"


def test_it_may_fail_again_and_waits_anew(bench: Bench) -> None:
    order = bench.inspected(ROTTEN, choice="first_good", told_by="店长")
    exchange = bench.exchange(order)
    bench.take("exchange.promise", exchange, by=Role.RULES, eta_at=bench.clock.now + 15 * MINUTE)
    bench.take("exchange.begin", exchange)
    assert bench.refusal("exchange.inspect", exchange) == "got"
    bench.take("exchange.inspect", exchange, got=470)
    row = bench.row("exchange", exchange)
    assert (row["status"], row["turn"], row["reason"]) == ("waiting", 2, "short")
    assert row["failed"] == [
        {"turn": 1, "at": bench.clock.now, "got": 470, "temp": None, "fault": "short", "verdict": "exchange"}
    ]
    for name in ("arrived_at", "inspection_at", "inspected_at", "got", "verdict", "eta_at", "told_shop_at"):
        assert name not in row, name
    bench.take("exchange.tell_shop", exchange, told_by="小周", eta_at=bench.clock.now + 10 * MINUTE)
    bench.clock.forward(minutes=10)
    bench.take("exchange.begin", exchange)
    bench.take("exchange.inspect", exchange, got=500)
    row = bench.row("exchange", exchange)
    assert (row["status"], row["turn"], row["verdict"], len(row["failed"])) == ("ready", 2, "pass", 1)


def test_a_red_line_is_one_the_second_time_too(bench: Bench) -> None:
    order = bench.inspected(ROTTEN, choice="first_good")
    exchange = bench.exchange(order)
    bench.take("exchange.begin", exchange)
    bench.take("exchange.inspect", exchange, fault="rot", photos=["cd34"])
    assert bench.row("exchange", exchange)["failed"][0]["verdict"] == "reject"


def test_pieces_nobody_counted_otherwise_are_all_there(bench: Bench) -> None:
    broken = [{"n": 3, "fault": "packaging"}, *[one for one in ROTTEN[:4] if one["n"] != 3], {"n": 5, "got": 500}]
    order = bench.inspected(broken, choice="first_good")
    exchange = bench.exchange(order, 3)
    bench.take("exchange.begin", exchange)
    bench.take("exchange.inspect", exchange)
    assert bench.row("exchange", exchange)["got"] == 1


def test_six_bags_in_one_walk_with_the_times_from_the_sheet(bench: Bench) -> None:
    orders = [bench.inspected() for _ in range(3)]
    details = [detail(bench, order) for order in orders]
    take_all(bench, walk_requests(SCOPE, details, Carrier("陈刚", walk="walk-1")))
    bench.clock.forward(minutes=30)
    for number, order in enumerate(orders):
        signed = Signed(at=bench.clock.now - (25 - 5 * number) * MINUTE, tick="good")
        take_all(bench, sign_requests(SCOPE, detail(bench, order), signed))
    rows = [bench.order_row(order) for order in orders]
    assert [row["delivered_at"] - bench.clock.now for row in rows] == [-25 * MINUTE, -20 * MINUTE, -15 * MINUTE]
    assert {(row["walk"], row["guard"], row["delivered_source"]) for row in rows} == {("walk-1", "陈刚", "slip")}


def test_only_a_judge_voids_an_exchange(bench: Bench) -> None:
    order = bench.inspected(ROTTEN, choice="first_good")
    exchange = bench.exchange(order)
    assert bench.refusal("exchange.void", exchange) == "role"
    bench.take("exchange.void", exchange, by=Role.SUPERVISOR)
    assert bench.refusal("exchange.begin", exchange) == "state"


def test_nobody_opens_one_behind_the_signature(bench: Bench) -> None:
    order = bench.signed()
    told: dict[str, Any] = {"order_id": order, "n": 5, "reason": "look"}
    for role in WITH_ACCOUNT:
        assert bench.refusal("exchange.open", bench.exchange(order), by=role, **told) == "role"
    assert bench.refusal("fresh_order.choose", order, choice="first_good") == "state"
    assert bench.refusal("exchange.open", bench.exchange(order), by=Role.RULES, **(told | {"n": 0})) == "items"
