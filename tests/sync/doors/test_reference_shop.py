"""The reference shop against the real server: orders once, answers to exchanges and claims, the month at the end."""

from collections.abc import Callable

import httpx
import pytest

from desk.services.fresh_orders.claims import compensation_id
from sync.reference_channel.caller import Caller
from sync.reference_channel.listener import Inbox, Listener
from sync.reference_channel.residents import SAMPLE, Person
from sync.reference_shop.__main__ import options, run
from sync.reference_shop.baskets import Baskets
from sync.reference_shop.trade import Trade, yuan
from sync.server.doors.working import run_due
from sync.server.serving import Server
from tests.sync.doors.channel import made
from tests.sync.doors.shop import delivered, done, inspected, rows
from tests.sync.doors.test_reference_channel import wire
from tests.world import World

WANG = Person("王秀英", "13800006621", "翠湖花园3-2-1801")


class Run:
    """One shop whose webhooks come straight from the server's worker."""

    def __init__(self, server: Server, world: World, down: list[bool] | None = None) -> None:
        self.server, self.world = server, world
        self.said: list[str] = []
        shop = made(server, world, (world.scope,), "shop")
        caller = Caller(wire(server, down), f"{shop.partner.id}.{shop.secret}", world.clock)
        self.trade = Trade(caller, Baskets(1, (WANG,)), world.clock, self.said.append, 60_000)
        self.inbox = Inbox(caller.partner, caller.secret, world.clock, self.trade.heard)
        self.shop = shop

    def work(self) -> None:
        """What the server tells, and what the shop says to it."""

        def take_in(request: httpx.Request) -> httpx.Response:
            header = request.headers["authorization"]
            return httpx.Response(self.inbox.take(request.url.path, header, request.content))

        with httpx.Client(transport=httpx.MockTransport(take_in)) as http:
            run_due(self.server, http, self.world.clock.now)
        self.trade.work()


@pytest.fixture
def one(server: Server, world: World) -> Run:
    return Run(server, world)


def found(order: dict[str, object], fault_of: int = 0) -> list[dict[str, object]]:
    """Every item as it should be, but for one that is rotten; the cold ones cold."""
    items = order["items"]
    assert isinstance(items, list)
    told = [
        {"n": item["n"], "got": item["ordered"], "temp": -180 if item["name"] == "速冻水饺" else 30} for item in items
    ]
    for row in told:
        if row["n"] == fault_of:
            row["fault"] = "rot"
    return told


def test_from_the_order_to_the_month_with_an_exchange_and_a_claim(one: Run, server: Server, world: World) -> None:
    one.trade.place()
    one.trade.work()
    (order,) = rows(server, "fresh_order")
    for _ in range(3):
        world.clock.forward(minutes=1)
        one.trade.work()
    assert not one.trade.waits
    ident = order["id"]
    inspected(server, world, ident, found(order, 1), choice="first_good", told_by="店长")
    one.work()
    (swap,) = rows(server, "exchange")
    assert swap["eta_at"] == world.clock.now + 15 * 60_000
    delivered(server, world, ident)
    one.work()
    assert one.trade.open == {order["no"]}, "an item is still to come"
    more = found(order)[0]
    for kind, told in (
        ("begin", {}), ("inspect", {"got": more["got"], "temp": more["temp"]}), ("hand_out", {"guard": "陈刚"}),
        ("sign", {"signature": "self"}),
    ):  # fmt: skip
        done(server, world, f"exchange.{kind}", swap["id"], **told)
    one.work()
    assert one.trade.open == set()
    item = order["items"][1]
    claim = compensation_id(world.scope, ident, item["n"])
    told = {"order_id": ident, "n": item["n"], "delivered_at": world.clock.now, "item": item["name"]}
    told |= {"order_no": order["no"], "partner": order["partner"], "shop": order["shop"], "price_fen": 700}
    done(server, world, "compensation.report", claim, **told)
    done(server, world, "compensation.check", claim, finding="wrong", cause="rot_inside", missed=True)
    one.work()
    (paid,) = rows(server, "compensation")
    assert (paid["status"], paid["amount_fen"], paid["shop_by"]) == ("agreed", item["price_fen"], "店长")
    done(server, world, "compensation.confirm", claim, confirmed_how="phone")
    one.trade.reconcile("2026-11")
    due = order["amount_fen"] - item["price_fen"]
    assert f"应结 {yuan(due)}" in one.said[-1]
    assert "不认得 0 件" in one.said[-2]


def test_an_answer_that_was_lost_is_asked_for_again(server: Server, world: World) -> None:
    one = Run(server, world, down=[True])
    one.trade.place()
    assert not one.trade.work()
    assert one.trade.work()
    assert len(rows(server, "fresh_order")) == 1
    assert "连不上服务器" in one.said[0]


def test_a_webhook_twice_is_answered_once(one: Run, server: Server, world: World) -> None:
    one.trade.place()
    one.trade.work()
    letter = {
        "kind": "inspected",
        "order": {
            "event": "TX9", "state": "accepted", "words": "已验收", "compensations": [],
            "exchanges": [{"n": 1, "turn": 1, "state": "waiting"}],
        },
    }  # fmt: skip
    one.trade.heard(letter)
    one.trade.heard(letter)
    one.trade.work()
    assert sum("没有办成 exchange" in words for words in one.said) == 1, "the server knows no such order"


def test_the_loop_sends_so_many_and_ends(one: Run, server: Server) -> None:
    moments = iter(range(1000))
    seconds: Callable[[], float] = lambda: float(next(moments))  # noqa: E731
    with Listener("127.0.0.1", 0, one.inbox) as listener:
        run(one.trade, listener, 2, 0.0, 6, seconds)
    assert len(rows(server, "fresh_order")) == 2


def test_the_same_seed_orders_the_same() -> None:
    first, second = Baskets(7), Baskets(7)
    assert [first.order(5) for _ in range(20)] == [second.order(5) for _ in range(20)]
    assert {Baskets(7).order(5)["data"]["who"]["name"]} == {SAMPLE[0].name}
    assert options(["--key", "a.b"]).count == 5
    assert (yuan(-5), yuan(1234)) == ("-¥0.05", "¥12.34")
