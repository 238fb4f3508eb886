"""What must hold when the day is over: against the count by hand, between desk and server, between paper and log."""

from typing import Any

from desk.services.fresh_orders import clocks, statement
from tests.simulation.peak_day.count import Count, counted, rings, state
from tests.simulation.peak_day.plan import DAY, Order
from tests.simulation.peak_day.play import TICK, Play
from tests.sync.doors.channel import said
from tests.sync.estate import desk_state, server_state

RECORDS = ("fresh_order", "exchange", "compensation", "points_entry")
MONTH = DAY[:7]


def check(play: Play) -> Count:
    """All of it; says what was counted."""
    count = counted(play.plan)
    desk = {key: row for key, row in desk_state(play.world).items() if key[0] in RECORDS}
    server = {key: row for key, row in server_state(play.office.server).items() if key[0] in RECORDS}
    assert desk == server, "the desk and the server say the same"
    orders = {str(row["no"]): row for key, row in desk.items() if key[0] == "fresh_order"}
    assert len(orders) == len(play.plan.orders) == sum(key[0] == "fresh_order" for key in desk), "one order each"
    _states(count, orders)
    _money(play, count)
    _points(count, [row for key, row in desk.items() if key[0] == "points_entry"])
    _clocks(play, count, orders)
    _letters(play)
    return count


def _states(count: Count, orders: dict[str, dict[str, Any]]) -> None:
    found = {no: str(row["status"]) for no, row in orders.items()}
    wrong = {no: (found[no], wanted) for no, wanted in count.states.items() if found[no] != wanted}
    assert not wrong, wrong


def _money(play: Play, count: Count) -> None:
    """The desk's statement, the door's, and the sum of the orders: all of them the count by hand."""
    world = play.world
    months = statement.month(world.database, play.reader, world.scope, MONTH, play.settings)
    for name, wanted in count.shops.items():
        mine = [one for one in months if one.shop == name]
        found = [
            sum(getattr(one, what) for one in mine) for what in ("orders_fen", "exchanges_fen", "compensation_fen")
        ]
        assert found == [wanted.goods_fen, wanted.exchanged_fen, wanted.compensated_fen], name
        assert sum(one.net_fen for one in mine) == wanted.due_fen
        assert sum(len(one.orders) for one in mine) == wanted.orders
        assert sum(line.amount_fen for one in mine for line in one.orders) == wanted.goods_fen
    for shop in play.office.shops:
        told = said(shop.send("POST", "/v1/partner/reconcile", {"events": [], "month": MONTH}))["statement"]
        wanted_fen = sum(one.net_fen for one in months if one.partner == shop.partner.id)
        assert told["due_fen"] == wanted_fen
        signs = {"order": 1, "exchange": 1, "compensation": -1}
        assert sum(signs[one["kind"]] * one["fen"] for one in told["lines"]) == wanted_fen


def _points(count: Count, rows: list[dict[str, Any]]) -> None:
    found = {(str(row["order_no"]), int(row.get("n") or 0)): int(row["points"]) for row in rows}
    assert len(rows) == len(found), "no order has points twice"
    assert found == count.points


def _clocks(play: Play, count: Count, orders: dict[str, dict[str, Any]]) -> None:
    """Late is who is late, and no bell was missed, none rang twice."""
    late = {no for no, row in orders.items() if clocks.on_time(row, play.settings) is False}
    estate = {no for no, row in orders.items() if clocks.estate_on_time(row, play.settings) is False}
    assert late == count.late
    assert estate == count.estate_late
    assert not [key for key, times in play.rung.items() if times > 1]
    for one in play.plan.orders:
        if state(one) == "delivered" and one.window is None:
            _bells(play, one)


def _bells(play: Play, one: Order) -> None:
    for name, begun in ((clocks.TOTAL, one.placed), (clocks.ESTATE, one.arrived)):
        must, may = rings(one, begun, TICK)
        rang = bool(play.rung[(play.ent(one), name)])
        assert rang or not must, f"{one.no}: the {name} clock did not ring"
        assert may or not rang, f"{one.no}: the {name} clock rang and had no reason"


def _letters(play: Play) -> None:
    """Every platform's order was told to its shop to the end, and nothing lies undelivered."""
    with play.office.server.store.reading() as session:
        assert session.read("SELECT DISTINCT state FROM webhook") in ([("sent",)], [])
    told = {letter["order"]["event"]: letter["kind"] for letter in play.heard}
    ended = {letter["order"]["event"] for letter in play.heard if letter["kind"] in ("delivered", "refused")}
    for one in play.plan.orders:
        if not one.phoned and not one.cancelled:
            assert one.no in ended, f"{one.no}: the shop heard only {told.get(one.no)}"
