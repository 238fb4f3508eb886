"""A shop as it calls the server: its order of five items, and what the desk does with it."""

from typing import Any

from desk.services.fresh_orders.record import COMPENSATION, EXCHANGE, FRESH_ORDER, POINTS_ENTRY
from desk.store.rows import columns_of
from sync.server.asked import Answer
from sync.server.serving import Server
from tests.sync.doors.channel import Channel
from tests.sync.doors.desk import take_kind
from tests.world import World

BUYER = {"name": "王秀英", "phone": "13800006621"}
ITEMS: list[dict[str, Any]] = [
    {"n": 1, "name": "菠菜", "spec": "500 g", "unit": "g", "ordered": 500, "price_fen": 450},
    {"n": 2, "name": "西红柿", "spec": "1000 g", "unit": "g", "ordered": 1000, "price_fen": 899},
    {"n": 3, "name": "鸡蛋", "spec": "1 盒", "unit": "piece", "ordered": 1, "price_fen": 2380},
    {"n": 4, "name": "草莓", "spec": "500 g", "unit": "g", "ordered": 500, "price_fen": 2990},
]
FINE: list[dict[str, Any]] = [{"n": 1, "got": 492}, {"n": 2, "got": 1012}, {"n": 3}, {"n": 4, "got": 505}]
ROTTEN: list[dict[str, Any]] = [*FINE[:3], {"n": 4, "got": 505, "fault": "rot"}]
NO = "TX20261122008834"
RECORDS = {"fresh_order": FRESH_ORDER, "exchange": EXCHANGE, "compensation": COMPENSATION, "points_entry": POINTS_ENTRY}


def event(shop: Channel, kind: str, ident: str, data: Any, revision: int = 1, at: int = 0) -> Answer:
    told = {"event": ident, "revision": revision, "at": at or shop.world.clock.now, "data": data}
    return shop.send("POST", f"/v1/partner/{kind}", told)


def order(shop: Channel, no: str = NO, revision: int = 1, at: int = 0, **told: Any) -> Answer:
    plain = {"who": BUYER, "items": ITEMS, "address": "翠湖花园3-2-1801"}
    return event(shop, "order", no, {**plain, **told}, revision, at)


def rows(server: Server, record: str, scope: str = "") -> list[dict[str, Any]]:
    """The rows of a record, by number or item."""
    columns = columns_of(RECORDS[record])
    with server.store.reading() as session:
        found = [columns.decode(row) for row in session.read(columns.select("scope = ? OR ? = ''"), (scope, scope))]
    return sorted(found, key=lambda one: (str(one.get("no") or one.get("order_no") or ""), int(one.get("n") or 0)))


def inspected(server: Server, world: World, ent: str, found: list[dict[str, Any]], **more: Any) -> None:
    """Arrived and inspected, a minute each."""
    world.clock.forward(minutes=8)
    done(server, world, "fresh_order.arrive", ent, deliverer="小周")
    done(server, world, "fresh_order.begin", ent)
    world.clock.forward(minutes=1)
    done(server, world, "fresh_order.inspect", ent, inspected=found, **more)


def delivered(server: Server, world: World, ent: str) -> None:
    done(server, world, "fresh_order.hand_out", ent, guard="陈刚")
    world.clock.forward(minutes=4)
    done(server, world, "fresh_order.sign", ent, signature="self", tick="good")


def done(server: Server, world: World, kind: str, ent: str, **values: Any) -> None:
    verdict = take_kind(server, world, kind, ent, **values)
    assert verdict == "ok", f"{kind}: {verdict}"
