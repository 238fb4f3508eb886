"""A shop's side of the door: one order however often it comes, changes before it arrives, answers to claims."""

from dataclasses import replace
from typing import Any

import pytest

from sync.server.doors.partners import secret_of
from sync.server.doors.working import read_logs
from sync.server.serving import Server
from tests.sync.doors.channel import Channel, Receiver, made, said
from tests.sync.doors.desk import take_kind
from tests.sync.doors.shop import BUYER, FINE, ITEMS, NO, ROTTEN, delivered, done, event, inspected, order, rows
from tests.sync.doors.test_telling import work
from tests.world import World

# Both databases are tried by the reference shop; here the rules of the door are.
pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)


@pytest.fixture
def shop(server: Server, world: World, elsewhere: str) -> Channel:
    return made(server, world, (world.scope, elsewhere), "shop")


FORWARDED = {"forwarded_to": "锦绣里", "forward_reason": "address"}


def taken_back(server: Server, world: World, ent: str) -> str:
    """撤销 of the newest step, by the same clerk; says the verdict."""
    world.clock.forward(ms=3_000)
    with server.store.reading() as session:
        ((head,),) = session.read("SELECT head FROM fresh_order WHERE id = ?", (ent,))
    return take_kind(server, world, "fresh_order.take_back", ent, op=str(head))


def only_of(server: Server, scope: str) -> dict[str, Any]:
    (one,) = rows(server, "fresh_order", scope)
    return one


def only(server: Server, record: str = "fresh_order") -> dict[str, Any]:
    (one,) = rows(server, record)
    return one


def test_an_order_reaches_the_desk_as_the_shop_took_it(shop: Channel, server: Server, world: World) -> None:
    told = said(order(shop, note="放门口", at=world.clock.now - 5_000))["told"]
    assert (told["state"], told["where"], told["estate"], told["unchecked"]) == ("placed", "3-2-1801", "翠湖花园", [])
    one = only(server)
    assert (one["no"], one["shop"], one["kind"], one["channel"]) == (NO, shop.partner.name, "instant", "platform")
    assert (one["home_id"], one["resident_id"]) == (world.homes[0], world.resident)
    assert one["placed_at"] == world.clock.now - 5_000
    assert one["amount_fen"] == 450 + 899 + 2380 + 2990
    assert [(item["name"], item["ordered"]) for item in one["items"]] == [
        (item["name"], item["ordered"]) for item in ITEMS
    ]


def test_retried_and_reordered_it_is_one_order(shop: Channel, server: Server, world: World) -> None:
    first = order(shop)
    assert order(shop).body == first.body
    more = [*ITEMS[:3], {**ITEMS[3], "ordered": 1000, "price_fen": 5980}]
    assert said(order(shop, revision=2, items=more))["told"]["items"][3]["ordered"] == 1000
    assert order(shop).body == first.body, "late, the first answer once more"
    assert said(order(shop, "TX2", 2))["told"]["state"] == "placed", "the change came before the order"
    assert said(order(shop, "TX2"), 409)["code"] == "old_revision"
    found = rows(server, "fresh_order")
    assert [(one["no"], one["amount_fen"]) for one in found] == [("TX2", 6719), (NO, 9709)]


def test_a_revision_that_changes_nothing_is_no_step_and_the_next_one_is(shop: Channel, server: Server) -> None:
    said(order(shop))
    said(order(shop, revision=2))
    assert said(order(shop, revision=3, items=ITEMS[:1]))["told"]["items"][0]["name"] == "菠菜"
    assert only(server)["amount_fen"] == 450


def test_another_content_under_the_same_number_is_refused(shop: Channel) -> None:
    said(order(shop))
    assert said(order(shop, items=ITEMS[:1]), 409)["code"] == "changed"


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"address": ""}, "缺少“地址”"),
    ({"items": []}, "商品"),
    ({"items": [ITEMS[0], ITEMS[0]]}, "同一个序号"),
    ({"kind": "window"}, "时段"),
    ({"window_from_at": 1, "window_to_at": 2}, "即时单没有时段"),
    ({"kind": "window", "window_from_at": 9, "window_to_at": 9}, "晚于开始"),
    ({"items": [{**ITEMS[0], "ordered": 0}]}, "超出范围"),
    ({"estate": "01890000-0000-7000-8000-00000000dead"}, "没有这个小区"),
    ({"home": "01890000-0000-7000-8000-00000000dead"}, "没有这个房屋"),
)


def test_what_is_wrong_is_said_in_words(shop: Channel, server: Server) -> None:
    for told, words in WRONG:
        assert words in said(order(shop, **told), 422)["title"]
    assert rows(server, "fresh_order") == []
    said(order(shop))  # and the number is free for the right order


def test_an_unknown_address_goes_to_the_reception_and_a_stranger_is_looked_at(shop: Channel, server: Server) -> None:
    assert said(order(shop, address="阳光城9-1-101"))["told"]["unchecked"] == ["identity", "address"]
    stranger = {"name": "𠮷田芳", "phone": "13911112222"}
    assert said(order(shop, "TX2", who=stranger))["told"]["unchecked"] == ["identity"]
    assert [bool(one.get("resident_id")) for one in rows(server, "fresh_order")] == [False, False]


def test_an_order_of_the_other_estate_lies_there(shop: Channel, server: Server, elsewhere: str) -> None:
    said(order(shop, address="锦绣里9-2-101"))
    assert rows(server, "fresh_order", elsewhere)[0]["where"] == "9-2-101"


def test_an_order_of_another_estate_is_passed_on_and_the_shop_goes_on_with_it(
    shop: Channel, server: Server, world: World, elsewhere: str, receiver: Receiver
) -> None:  # fmt: skip
    said(order(shop, address="阳光城8-8-101"))  # nobody knows that name: it lies at the reception
    here = only(server)
    assert here["address_unchecked"]
    placed = here["placed_at"]
    world.clock.forward(minutes=2)
    done(server, world, "fresh_order.forward", here["id"], **FORWARDED)
    work(server, receiver, world)
    assert receiver.kinds == [], "as long as it can be taken back nobody hears of it"
    world.clock.forward(ms=30_000)
    work(server, receiver, world)
    (there,) = [one for one in rows(server, "fresh_order", elsewhere) if one.get("from_estate")]
    assert (there["no"], there["from_estate"], there["placed_at"]) == (here["no"], "翠湖花园", placed)
    assert (receiver.kinds, receiver.heard[-1]["order"]["estate"]) == (["forwarded"], "锦绣里")
    read_logs(server, world.clock.now)
    assert len(rows(server, "fresh_order", elsewhere)) == 1, "read again, it is the same order"
    assert said(event(shop, "cancel", "c-1", {"order": here["no"]}))["told"]["state"] == "cancelled"
    assert rows(server, "fresh_order", elsewhere)[0]["status"] == "cancelled"


def test_taken_back_before_it_is_passed_on_it_stays_here(
    shop: Channel, server: Server, world: World, elsewhere: str, receiver: Receiver
) -> None:  # fmt: skip
    said(order(shop))
    here = only(server)
    done(server, world, "fresh_order.forward", here["id"], **FORWARDED)
    taken_back(server, world, here["id"])
    world.clock.forward(minutes=1)
    work(server, receiver, world)
    assert rows(server, "fresh_order", elsewhere) == []
    assert (only(server)["status"], only(server).get("remark")) == ("placed", None)
    done(server, world, "fresh_order.forward", here["id"], **FORWARDED)
    world.clock.forward(minutes=1)
    work(server, receiver, world)
    assert only_of(server, world.scope)["remark"] == "锦绣里前台已收到, 不能撤销了"
    assert "take_back" in taken_back(server, world, here["id"])
    assert len(rows(server, "fresh_order", elsewhere)) == 1


def test_the_desks_change_and_what_it_takes_back_are_heard_at_once(
    shop: Channel, server: Server, world: World, receiver: Receiver
) -> None:
    said(order(shop, address="阳光城8-8-101"))
    here = only(server)["id"]
    done(server, world, "fresh_order.match", here, where="3-2-1801", home_id=world.homes[0])
    done(server, world, "fresh_order.amend", here, items=ITEMS[:2])
    done(server, world, "fresh_order.arrive", here)
    taken_back(server, world, here)
    work(server, receiver, world)
    assert receiver.kinds == ["checked", "amended", "arrived", "taken_back"]
    told = receiver.heard[-1]["order"]
    assert (told["state"], told["unchecked"], [one["name"] for one in told["items"]]) == (
        "placed", [], ["菠菜", "西红柿"],
    )  # fmt: skip


def test_an_estate_that_nobody_knows_is_said_on_the_order(shop: Channel, server: Server, world: World) -> None:
    said(order(shop))
    done(server, world, "fresh_order.forward", only(server)["id"], forwarded_to="阳光城", forward_reason="address")
    world.clock.forward(ms=30_000)
    read_logs(server, world.clock.now)
    assert "没有叫“阳光城”的小区" in only(server)["remark"]


def test_after_the_arrival_it_is_neither_changed_nor_called_off(
    shop: Channel, server: Server, world: World
) -> None:  # fmt: skip
    said(order(shop))
    done(server, world, "fresh_order.arrive", only(server)["id"])
    assert "待验" in said(order(shop, revision=2, items=ITEMS[:2]), 409)["title"]
    assert said(event(shop, "cancel", "c-1", {"order": NO}), 409)["code"] == "over"
    assert only(server)["amount_fen"] == 6719


def test_called_off_in_time_once(shop: Channel, server: Server) -> None:
    said(order(shop))
    for _ in range(2):
        told = said(event(shop, "cancel", "c-1", {"order": NO, "reason": "shop", "words": "草莓卖完"}))["told"]
        assert told["state"] == "cancelled"
    assert said(event(shop, "cancel", "c-2", {"order": NO}))["told"]["state"] == "cancelled"
    assert only(server)["cancel_reason"] == "shop"
    assert said(event(shop, "notice", "n-1", {"order": NO, "what": "packed"}), 409)["code"] == "over"


def test_how_far_it_is_starts_no_clock_of_the_estate(shop: Channel, server: Server, world: World) -> None:
    said(order(shop))
    eta = world.clock.now + 600_000
    said(event(shop, "notice", "n-1", {"order": NO, "what": "packed", "eta_at": eta}))
    world.clock.forward(minutes=5)
    for _ in range(2):
        said(event(shop, "notice", "n-2", {"order": NO, "what": "on_the_way", "deliverer": "小周", "eta_at": eta + 5}))
    said(event(shop, "notice", "n-3", {"order": NO, "what": "arrived"}))
    one = only(server)
    assert (one["status"], one["promised_at"], one["packed_at"]) == ("placed", eta + 5, world.clock.now - 300_000)
    assert one.get("arrived_at") is None


def test_what_follows_an_order_may_come_before_it(shop: Channel) -> None:
    early = {"order": NO, "what": "packed"}
    assert said(event(shop, "notice", "n-1", early, at=7), 404)["code"] == "unknown_event"
    said(order(shop))
    assert said(event(shop, "notice", "n-1", early, at=7))["told"]["state"] == "placed"


def test_from_the_order_to_the_points_with_an_exchange(
    shop: Channel, server: Server, world: World, receiver: Receiver
) -> None:  # fmt: skip
    said(order(shop))
    ent = only(server)["id"]
    done(server, world, "fresh_order.acknowledge", ent)
    inspected(server, world, ent, ROTTEN, choice="first_good", told_by="小周")
    work(server, receiver, world)
    assert receiver.kinds == ["taken", "arrived", "inspected"]
    found = receiver.heard[2]["order"]
    assert [item["verdict"] for item in found["items"]] == ["pass", "pass", "pass", "reject"]
    assert "草莓 腐烂" in found["words"]
    assert [(one["n"], one["state"]) for one in found["exchanges"]] == [(4, "waiting")]
    eta = world.clock.now + 900_000
    answer = said(event(shop, "exchange", "x-1", {"order": NO, "n": 4, "eta_at": eta}))["told"]
    assert answer["exchanges"][0]["eta_at"] == eta
    delivered(server, world, ent)
    swap = only(server, "exchange")
    for kind, more in (
        ("begin", {}), ("inspect", {"got": 500}), ("hand_out", {"guard": "陈刚"}), ("sign", {"signature": "self"}),
    ):  # fmt: skip
        done(server, world, f"exchange.{kind}", swap["id"], **more)
    work(server, receiver, world)
    assert receiver.kinds[3:] == ["delivered", "exchange_inspected", "exchange_delivered"]
    points = rows(server, "points_entry")
    assert sum(one["amount_fen"] for one in points) == 6719
    assert len(points) == 2, "one for what went first, one for what came again"
    month = said(reconciled(shop, "2026-11"))["statement"]
    assert (month["goods_fen"], month["exchanged_fen"], month["due_fen"]) == (3729, 2990, 6719)


def reconciled(shop: Channel, month: str = "", *events: dict[str, Any]) -> Any:
    return shop.send("POST", "/v1/partner/reconcile", {"events": list(events), "month": month})


def claimed(shop: Channel, server: Server, world: World) -> str:
    """A delivered order with rot found inside, inspected again and found wrong."""
    said(order(shop))
    ent = only(server)["id"]
    inspected(server, world, ent, FINE)
    delivered(server, world, ent)
    told = {"order_id": ent, "n": 4, "delivered_at": world.clock.now, "item": "草莓", "order_no": NO}
    told |= {"partner": shop.partner.id, "shop": shop.partner.name, "words": "下面一层霉了", "price_fen": 2990}
    from desk.services.fresh_orders.claims import compensation_id

    ident = compensation_id(world.scope, ent, 4)
    world.clock.forward(hours=3)
    done(server, world, "compensation.report", ident, **told)
    done(server, world, "compensation.check", ident, finding="wrong", cause="rot_inside", missed=False)
    return ident


def test_the_shop_agrees_to_a_compensation_and_it_is_in_the_statement(
    shop: Channel, server: Server, world: World, receiver: Receiver
) -> None:  # fmt: skip
    ident = claimed(shop, server, world)
    pays = {"order": NO, "n": 4, "amount_fen": 1500, "by": "小周"}
    for _ in range(2):
        told = said(event(shop, "compensation", "k-1", pays))["told"]
        assert (told["compensations"][0]["state"], told["compensations"][0]["amount_fen"]) == ("agreed", 1500)
    assert said(event(shop, "compensation", "k-2", {**pays, "amount_fen": 1000}), 409)["code"] == "amount"
    done(server, world, "compensation.confirm", ident, confirmed_how="phone")
    assert said(event(shop, "compensation", "k-3", pays))["told"]["compensations"][0]["state"] == "settled"
    month = said(reconciled(shop, "2026-11"))["statement"]
    assert (month["goods_fen"], month["compensated_fen"], month["due_fen"]) == (6719, 1500, 5219)
    assert [(one["kind"], one["event"], one["fen"]) for one in month["lines"]] == [
        ("order", NO, 6719), ("compensation", NO, 1500),
    ]  # fmt: skip
    work(server, receiver, world)
    assert receiver.kinds[-2:] == ["compensation", "compensation_settled"]


def test_nothing_to_answer(shop: Channel, server: Server) -> None:
    said(order(shop))
    assert said(event(shop, "exchange", "x-1", {"order": NO, "n": 4}), 409)["code"] == "no_exchange"
    pays = {"order": NO, "n": 4, "amount_fen": 1, "by": "小周"}
    assert said(event(shop, "compensation", "k-1", pays), 409)["code"] == "no_compensation"


def test_other_partners_neither_send_nor_see(shop: Channel, channel: Channel, server: Server, world: World) -> None:
    said(order(shop))
    other = made(server, world, (world.scope,), "shop")
    assert said(order(channel), 403)["code"] == "not_yours"
    assert said(reconciled(channel, "2026-11"), 403)["code"] == "not_yours"
    assert said(other.send("GET", f"/v1/partner/orders/{NO}"), 404)["code"] == "unknown_event"
    assert said(shop.send("GET", f"/v1/partner/orders/{NO}"))["state"] == "placed"
    assert said(event(other, "cancel", "c-1", {"order": NO}), 404)["code"] == "unknown_event"
    said(order(other))
    assert len(rows(server, "fresh_order")) == 2, "two shops may use the same number"


def test_after_a_restore_the_shop_sends_again_and_it_is_the_same_order(
    shop: Channel, server: Server, world: World, receiver: Receiver
) -> None:  # fmt: skip
    said(order(shop))
    ent = only(server)["id"]
    inspected(server, world, ent, FINE)
    with server.store.session() as session:
        for table in ("webhook", "door_order", "door_event", '"cursor"'):
            session.run(f"DELETE FROM {table}")
    known = {"kind": "order", "event": NO, "revision": 1}
    assert said(reconciled(shop, "", known))["unknown"] == [known]
    at = world.clock.now - 9 * 60_000
    assert said(order(shop, at=at))["told"]["state"] == "accepted"
    delivered(server, world, ent)
    work(server, receiver, world)
    assert receiver.kinds == ["arrived", "inspected", "delivered"]
    assert len(rows(server, "points_entry")) == 1


def test_a_new_key_signs_as_the_old_one_did(shop: Channel, server: Server) -> None:
    from sync.server.doors import partners

    said(order(shop))
    with server.store.session() as session:
        changed = partners.with_new_key(shop.partner, shop.world.clock.now)
        partners.put(session, changed)
    again = replace(shop, partner=changed, secret=secret_of(server, changed))
    assert said(order(again))["told"]["event"] == NO
    assert BUYER["name"] == only(server)["name"]
