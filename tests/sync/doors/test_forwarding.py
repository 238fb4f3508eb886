"""转其他小区: the report is taken in where it belongs, and what comes of it stands on the order it came from."""

from typing import Any

from sync.server.doors.working import run_due
from sync.server.serving import Server
from tests.sync.doors.channel import STRANGER, Channel, Receiver, kinds_of, orders_of, said
from tests.sync.doors.desk import take
from tests.sync.estate import push_all
from tests.world import World


def work(server: Server, world: World, receiver: Receiver | None = None) -> None:
    with (receiver or Receiver()).client() as http:
        run_due(server, http, world.clock.now)


def passed_on(server: Server, world: World, to: str = "锦绣里", **told: Any) -> str:
    """An order of the first desk that turns out to be another estate's."""
    order = world.order(home_id=None, where="锦绣里9-2-101", **told)
    push_all(server, world)
    world.clock.forward(minutes=5)
    assert take(server, world, "forward", order, forwarded_to=to) == "ok"
    return order


def test_it_is_taken_in_where_it_belongs(server: Server, world: World, elsewhere: str) -> None:
    order = passed_on(server, world)
    reported = next(one for one in orders_of(server, world.scope) if one["id"] == order)
    world.clock.forward(minutes=5)
    work(server, world)
    (there,) = orders_of(server, elsewhere)
    assert (there["status"], there["where"], there["from_estate"]) == ("accepted", "9-2-101", "翠湖花园")
    assert (there["matter"], there["reporter"]) == (reported["matter"], reported["reporter"])
    assert (there["reported_at"], there["forwarded_no"]) == (reported["reported_at"], reported["no"])
    assert there["home_id"]


def test_once_however_often_the_log_is_read(server: Server, world: World, elsewhere: str) -> None:
    passed_on(server, world)
    work(server, world)
    with server.store.session() as session:
        session.run('DELETE FROM "cursor"')
        session.run("DELETE FROM door_link")
    work(server, world)
    assert kinds_of(server, elsewhere) == ["intake ok"]


def test_what_comes_of_it_is_told_back(server: Server, world: World, elsewhere: str) -> None:
    order = passed_on(server, world)
    work(server, world)
    (there,) = orders_of(server, elsewhere)
    take(server, world, "inform", there["id"], elsewhere, informed_how="called_back")
    take(server, world, "dispatch", there["id"], elsewhere, crew_id=world.crew, crew="综合班", charge="free")
    work(server, world)
    assert kinds_of(server, world.scope)[-2:] == ["remark ok", "remark ok"]
    mine = next(one for one in orders_of(server, world.scope) if one["id"] == order)
    assert mine["remark"] == f"锦绣里 {there['no']} 已告知业主\n锦绣里 {there['no']} 已派工 综合班"
    with server.store.session() as session:
        session.run('DELETE FROM "cursor"')
    work(server, world)
    assert kinds_of(server, world.scope).count("remark ok") == 2


def test_an_estate_that_nobody_knows_is_said_so(server: Server, world: World, elsewhere: str) -> None:
    order = passed_on(server, world, to="阳光城")
    work(server, world)
    mine = next(one for one in orders_of(server, world.scope) if one["id"] == order)
    assert mine["remark"] == "没有转出去: 服务器上没有叫“阳光城”的小区, 请打电话转告"
    assert orders_of(server, elsewhere) == []


def test_an_address_that_fits_nowhere_is_looked_at_there(server: Server, world: World, elsewhere: str) -> None:
    order = world.order(home_id=None, where="锦绣里幼儿园旁")
    push_all(server, world)
    take(server, world, "forward", order, forwarded_to="锦绣里")
    work(server, world)
    (there,) = orders_of(server, elsewhere)
    assert (there["status"], there["address_unchecked"]) == ("under_review", True)


def test_a_residents_report_goes_on_in_the_other_estate(
    channel: Channel, server: Server, world: World, elsewhere: str, receiver: Receiver
) -> None:
    said(channel.report(who=STRANGER, address="幸福路9-2-101"))
    (order,) = orders_of(server, elsewhere)  # the only such home; the name before it is to be looked at
    assert order["address_unchecked"] is True
    take(server, world, "forward", order["id"], elsewhere, forwarded_to="翠湖花园")
    assert said(channel.follow("urge"), 409)["code"] == "moving"
    work(server, world, receiver)
    told = channel.status()
    assert (told["estate"], told["state"]) == ("翠湖花园", "under_review")
    said(channel.follow("urge", id="u-2"))
    (there,) = orders_of(server, world.scope)
    assert there["urges"] == 1
    take(server, world, "review", there["id"])
    work(server, world, receiver)
    assert receiver.kinds == ["forwarded", "accepted"]
    assert receiver.heard[0]["place"] < receiver.heard[1]["place"]
