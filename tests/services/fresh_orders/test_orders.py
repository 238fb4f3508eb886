"""The life of an order: what is taken, accepted, chosen, handed out, signed, declined, stopped; points once."""

from typing import Any

import pytest

from desk.domain.calendar import MINUTE, at
from desk.domain.roles import Role
from desk.services.fresh_orders import points
from desk.services.fresh_orders.record import OrderState
from tests.services.folding import SCOPE, Refused
from tests.services.fresh_orders.bench import DAY, ITEMS, ROTTEN, WEIGHED, Bench


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_clean_order_from_the_shop_to_the_door(bench: Bench) -> None:
    order = bench.signed()
    row = bench.order_row(order)
    assert (row["status"], row["conclusion"], row["kind"], row["channel"]) == (
        "delivered", "passed", "instant", "platform",
    )  # fmt: skip
    assert row["amount_fen"] == sum(item["price_fen"] for item in ITEMS)
    assert [row[name] for name in ("address_matched", "kinds_matched", "quantity_matched")] == [True] * 3
    assert row["inspector_id"] == "the clerk"
    assert "choice" not in row
    assert bench.all("exchange") == []
    (call,) = bench.all("revisit")
    assert (call["about"], call["about_id"], call["source"], call["subject"]) == (
        "fresh_order", order, "fresh", "菠菜、西红柿等",
    )  # fmt: skip
    assert (call["due_from_on"], call["due_to_on"]) == (DAY, "2026-11-19")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"items": []}, "asks"),
        ({"items": [{**ITEMS[0], "n": 0}]}, "items"),
        ({"items": [ITEMS[0], ITEMS[0]]}, "items"),
        ({"items": [{**ITEMS[0], "unit": "斤"}]}, "items"),
        ({"items": [{**ITEMS[0], "name": " "}]}, "items"),
        ({"items": [{**ITEMS[0], "ordered": 0}]}, "items"),
        ({"items": [{**ITEMS[0], "price_fen": -1}]}, "items"),
        ({"items": ["菠菜"]}, "items"),
        ({"kind": "window"}, "window"),
        ({"window_from_at": at(DAY, "18:30")}, "window"),
        ({"window_from_at": at(DAY, "19:00"), "window_to_at": at(DAY, "18:30")}, "window"),
        ({"shop": ""}, "asks"),
    ],
)
def test_what_cannot_be_an_order(bench: Bench, values: dict[str, Any], code: str) -> None:
    told = {"no": "1", "shop": "淘鲜果", "where": "6-1-1203", "items": ITEMS}
    assert bench.refusal("fresh_order.receive", by=Role.RULES, **(told | values)) == code


def test_by_telephone_it_is_no_platforms_order_and_gives_no_points(bench: Bench) -> None:
    order = bench.take(
        "fresh_order.receive", no="W3A-0001", shop="淘鲜果", where="6-1-1203", home_id="h-1", items=ITEMS,
        window_from_at=at(DAY, "18:30"), window_to_at=at(DAY, "19:00"), name="王女士", phone="13800006621",
    )  # fmt: skip
    assert (bench.order_row(order)["channel"], bench.order_row(order)["kind"]) == ("phone", "window")
    bench.take("fresh_order.begin", order)
    bench.take("fresh_order.inspect", order, inspected=WEIGHED)
    bench.take("fresh_order.hand_out", order, guard="陈刚")
    bench.take("fresh_order.sign", order, signature="self")
    assert bench.all("points_entry") == []


def test_it_rings_until_the_first_has_taken_it(bench: Bench) -> None:
    order = bench.placed()
    bench.take("fresh_order.acknowledge", order)
    first = bench.order_row(order)["acknowledged_at"]
    bench.clock.forward(minutes=1)
    bench.take("fresh_order.acknowledge", order, by=Role.SQUAD_LEADER)
    assert bench.order_row(order)["acknowledged_at"] == first


def test_a_pc_that_is_slower_than_the_order_is_old_is_told_to_look_at_its_clock(bench: Bench) -> None:
    order, placed = bench.placed(), bench.clock.now
    bench._past.clear()  # it came whole: no step of it is known here to stand behind
    bench.clock.now = placed - 3 * MINUTE

    def advice(kind: str, **values: Any) -> str:
        refusal = bench.decide(kind, order, Role.CLERK, values)[1].refusal
        assert refusal is not None
        assert refusal.code == "order"
        return refusal.advice

    for kind in ("fresh_order.begin", "fresh_order.arrive"):
        assert "看电脑右下角的时间" in advice(kind, deliverer="小周")
    # A time off the paper that was late enough: this clock cut it short. One that was not is a slip of the pen.
    assert "看电脑右下角的时间" in advice("fresh_order.begin", deliverer="小周", happened_at=placed + MINUTE)
    assert advice("fresh_order.begin", deliverer="小周", happened_at=placed - 5 * MINUTE) == "请核对时间"
    bench.clock.now = placed
    bench.take("fresh_order.begin", order, deliverer="小周")


def test_a_bag_scanned_on_the_way_has_arrived(bench: Bench) -> None:
    order = bench.placed()
    bench.clock.forward(minutes=9)
    bench.take("fresh_order.begin", order, deliverer="小周")
    row = bench.order_row(order)
    assert row["status"] == OrderState.INSPECTING
    assert row["arrived_at"] == row["inspection_at"] == bench.clock.now
    assert row["arrived_source"] == "live"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (WEIGHED[:3], "got"),
        ([*WEIGHED, {"n": 9, "got": 1}], "items"),
        ([{**one, "temp": None} for one in WEIGHED], "temp"),
        ("none of it", "value"),
    ],
)
def test_a_sheet_that_is_not_whole(bench: Bench, told: Any, code: str) -> None:
    order = bench.begun()
    assert bench.refusal("fresh_order.inspect", order, inspected=told) == code


def test_nobody_judges_but_the_rules(bench: Bench) -> None:
    """A verdict that was sent along is not believed."""
    told = [{**one, "verdict": "pass", "tolerance": 999} for one in [{"n": 1, "got": 300}, *WEIGHED[1:]]]
    order = bench.inspected(told)
    first = bench.order_row(order)["inspected"][0]
    assert (first["verdict"], first["fault"], first["tolerance"]) == ("exchange", "short", 20)


def test_what_failed_asks_the_resident_before_anything_goes_up(bench: Bench) -> None:
    order = bench.inspected(ROTTEN)
    assert bench.order_row(order)["conclusion"] == "exchange"
    assert bench.refusal("fresh_order.hand_out", order, guard="陈刚") == "choice"
    bench.take("fresh_order.choose", order, choice="first_good", told_by="店长")
    row = bench.order_row(order)
    assert row["choices"] == [{"n": 5, "choice": "first_good"}]
    assert row["told_shop_at"] == bench.clock.now
    exchange = bench.row("exchange", bench.exchange(order))
    told = {
        "status": "waiting", "item": "草莓", "reason": "rot", "turn": 1, "choice": "first_good", "told_by": "店长",
        "price_fen": 2990,
    }  # fmt: skip
    assert {name: exchange[name] for name in told} == told
    bench.take("fresh_order.hand_out", order, guard="陈刚")
    assert bench.refusal("fresh_order.choose", order, choice="drop") == "state"


def test_the_choice_may_come_with_the_sheet_and_is_made_once(bench: Bench) -> None:
    order = bench.inspected(ROTTEN, choice="together")
    assert bench.row("exchange", bench.exchange(order))["choice"] == "together"
    assert bench.refusal("fresh_order.choose", order, choice="drop") == "chosen"
    bench.take("fresh_order.choose", order, choice="first_good")
    row = bench.order_row(order)
    assert (row["choice"], row["choices"]) == ("first_good", [{"n": 5, "choice": "first_good"}])
    assert bench.refusal("fresh_order.choose", order, choice="together") == "chosen"


def test_a_choice_for_a_whole_sheet_is_forgotten(bench: Bench) -> None:
    order = bench.inspected(WEIGHED, choice="drop")
    assert "choice" not in bench.order_row(order)
    assert bench.refusal("fresh_order.choose", order, choice="drop") == "choice"


def test_item_by_item(bench: Bench) -> None:
    told = [{"n": 1, "got": 300}, *WEIGHED[1:4], ROTTEN[4]]
    order = bench.inspected(told, choice="first_good", choices=[{"n": 1, "choice": "drop"}])
    assert bench.order_row(order)["choices"] == [{"n": 1, "choice": "drop"}, {"n": 5, "choice": "first_good"}]
    assert [one["n"] for one in bench.all("exchange")] == [5]
    other = bench.begun()
    wrong: dict[str, Any] = {"inspected": told, "choice": "drop", "choices": [{"n": 2, "choice": "drop"}]}
    assert bench.refusal("fresh_order.inspect", other, **wrong) == "choice"
    wrong["choices"] = [{"n": 1, "choice": "give me two"}]
    assert bench.refusal("fresh_order.inspect", other, **wrong) == "choice"


def test_together_waits_for_all(bench: Bench) -> None:
    order = bench.inspected(ROTTEN, choice="together")
    with pytest.raises(Refused, match="等齐一起送, 草莓还没有换到"):
        bench.take("fresh_order.hand_out", order, guard="陈刚")
    bench.take("fresh_order.hand_out", order, guard="陈刚", gathered=[5])
    assert bench.order_row(order)["status"] == OrderState.OUT


ALL_BAD = [{"n": n, "fault": "wrong"} for n in range(1, 6)]


def test_all_failed_and_nothing_wanted_is_the_end(bench: Bench) -> None:
    order = bench.inspected(ALL_BAD, choice="drop")
    row = bench.order_row(order)
    assert (row["status"], row["conclusion"], row["refuse_reason"]) == ("refused", "refused", "all_failed")
    assert row["closed_at"] == bench.clock.now


def test_all_failed_and_wanted_again_waits_with_nothing_to_carry(bench: Bench) -> None:
    order = bench.inspected(ALL_BAD, choice="first_good")
    assert len(bench.all("exchange")) == 5
    assert bench.refusal("fresh_order.hand_out", order, guard="陈刚") == "nothing"


@pytest.mark.parametrize("state", ["arrived", "begun", "inspected", "out"])
def test_a_whole_order_is_refused(bench: Bench, state: str) -> None:
    order = getattr(bench, state)()
    bench.take("fresh_order.refuse", order, refuse_reason="wrong_address", told_by="店长")
    row = bench.order_row(order)
    assert (row["status"], row["conclusion"], row["refuse_reason"]) == ("refused", "refused", "wrong_address")
    assert row["told_shop_at"] == bench.clock.now


# at the door


def test_an_item_is_declined_before_the_signature_and_nothing_after_it(bench: Bench) -> None:
    order = bench.out()
    bench.take("fresh_order.decline", order, declined=[{"n": 1, "fault": "look", "choice": "first_good"}])
    exchange = bench.row("exchange", bench.exchange(order, 1))
    assert (exchange["at_door"], exchange["reason"], exchange["status"]) == (True, "look", "waiting")
    bench.take("fresh_order.sign", order, signature="self")
    amount = sum(item["price_fen"] for item in ITEMS[1:])
    assert [one["amount_fen"] for one in bench.all("points_entry")] == [amount]
    assert bench.refusal("fresh_order.decline", order, declined=[{"n": 2}]) == "state"
    assert bench.refusal("fresh_order.refuse", order, refuse_reason="resident") == "state"


def test_all_declined_is_a_refused_order(bench: Bench) -> None:
    order = bench.out()
    bench.take("fresh_order.decline", order, declined=[{"n": 1, "fault": None}])
    assert bench.order_row(order)["status"] == OrderState.OUT
    bench.take("fresh_order.decline", order, declined=[{"n": n} for n in range(2, 6)])
    row = bench.order_row(order)
    assert (row["status"], row["refuse_reason"], len(row["declined"])) == ("refused", "resident", 5)
    assert bench.all("points_entry") == []


@pytest.mark.parametrize(
    ("declined", "code"),
    [
        ([{"n": 9}], "declined"),
        ([{"n": 5}], "declined"),
        ([{"n": 1, "fault": "taste"}], "fault"),
        (["all"], "declined"),
    ],
)
def test_only_what_is_at_the_door_can_be_declined(bench: Bench, declined: Any, code: str) -> None:
    order = bench.out(ROTTEN, choice="first_good")
    assert bench.refusal("fresh_order.decline", order, declined=declined) == code


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "asks"), ({"signature": "by_other"}, "signed_for"), ({"signature": "unsigned"}, "unsigned"),
        ({"signature": "by_other", "signed_for": "邻居"}, ""),
        ({"signature": "unsigned", "unsigned_reason": "left_at_door"}, ""),
        ({"signature": "self", "happened_at": at(DAY, "10:05")}, "order"),
    ],
)  # fmt: skip
def test_signatures(bench: Bench, values: dict[str, Any], code: str) -> None:
    assert bench.refusal("fresh_order.sign", bench.out(), **values) == code


# the clocks


def test_nobody_at_home_stops_the_clock_from_the_call_until_the_signature(bench: Bench) -> None:
    order = bench.out()
    bench.clock.forward(minutes=3)
    call = bench.clock.now
    asked: dict[str, Any] = {"stop_reason": "owner_absent", "owner_call": "no_answer", "absence": "again_later"}
    assert bench.refusal("fresh_order.stop", order, stop_reason="owner_absent") == "asks"
    bench.take("fresh_order.stop", order, **asked)
    assert bench.refusal("fresh_order.stop", order, **asked) == "stopped"
    row = bench.order_row(order)
    assert row["stops"] == [{"from_at": call, "to_at": None, "reason": "owner_absent", "call": "no_answer"}]
    assert row["late_reason"] == "owner_absent"
    bench.clock.forward(minutes=40)
    bench.take("fresh_order.sign", order, signature="self")
    assert bench.order_row(order)["stops"][0]["to_at"] == bench.clock.now


def test_taken_back_it_waits_at_the_counter_and_runs_again_when_it_goes_up(bench: Bench) -> None:
    order = bench.out()
    bench.take("fresh_order.stop", order, stop_reason="owner_later", owner_call="answered", absence="taken_back")
    assert bench.order_row(order)["status"] == OrderState.ACCEPTED
    bench.clock.forward(minutes=50)
    bench.take("fresh_order.hand_out", order, guard="陈刚")
    assert bench.order_row(order)["stops"][0]["to_at"] == bench.clock.now
    assert bench.refusal("fresh_order.resume", order) == "running"


def test_a_stop_is_no_older_than_the_arrival_and_ends_by_hand_too(bench: Bench) -> None:
    order = bench.inspected()
    asked: dict[str, Any] = {"stop_reason": "owner_later", "owner_call": "answered"}
    assert bench.refusal("fresh_order.stop", order, **asked, happened_at=at(DAY, "10:01")) == "order"
    bench.take("fresh_order.late", order, late_reason="no_courier")
    bench.take("fresh_order.stop", order, **asked)
    bench.clock.forward(minutes=4)
    bench.take("fresh_order.resume", order)
    row = bench.order_row(order)
    assert row["stops"][0]["to_at"] - row["stops"][0]["from_at"] == 4 * MINUTE
    assert row["late_reason"] == "no_courier", "what somebody said of it stands"


# points


def test_points_are_given_once_whatever_is_taken_back_and_signed_again(bench: Bench) -> None:
    order = bench.signed()
    (entry,) = bench.all("points_entry")
    assert entry["points"] == sum(item["price_fen"] for item in ITEMS) // 100
    assert entry["id"] == points.points_id(SCOPE, order)
    bench.take_back(order, record="fresh_order")
    assert [one["status"] for one in bench.all("points_entry")] == ["void"]
    bench.take("fresh_order.sign", order, signature="by_other", signed_for="妻子")
    (again,) = bench.all("points_entry")
    assert (again["id"], again["status"], again["points"]) == (entry["id"], "given", entry["points"])
    assert bench.refusal("fresh_order.sign", order, signature="self") == "state"


@pytest.mark.parametrize(
    ("fen", "rate", "given"), [(99, 1, 0), (100, 1, 1), (10_099, 1, 100), (10_099, 3, 300), (5, 0, 0)]
)
def test_points_are_whole_yuan(fen: int, rate: int, given: int) -> None:
    assert points.points_of(fen, rate) == given


def test_an_office_may_give_no_points() -> None:
    bench = Bench({"fresh.points_per_yuan": "0"})
    bench.signed()
    assert bench.all("points_entry") == []


def test_sampled_calls_are_five_of_a_hundred(bench: Bench) -> None:
    """The rate is the office's list; what was not drawn says so."""
    for number in range(60):
        order = bench.placed(no=f"TX{number:04d}", items=ITEMS[2:3])
        bench.take("fresh_order.begin", order)
        bench.take("fresh_order.inspect", order, inspected=[{"n": 3}])
        bench.take("fresh_order.hand_out", order, guard="陈刚")
        bench.take("fresh_order.sign", order, signature="self")
    calls = bench.all("revisit")
    waiting = [one for one in calls if one["status"] == "waiting"]
    assert len(calls) == 60
    assert 0 < len(waiting) < 12
    assert {one["exempt_reason"] for one in calls if one["status"] == "exempt"} == {"not_sampled"}
