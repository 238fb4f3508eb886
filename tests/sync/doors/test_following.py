"""What a resident does about a report: looks, urges, calls it off, rates; each once."""

from sync.server.serving import Server
from tests.sync.doors.channel import Channel, kinds_of, orders_of, said
from tests.sync.doors.desk import take
from tests.world import World


def dispatched(channel: Channel, server: Server, world: World) -> str:
    said(channel.report())
    (order,) = orders_of(server, world.scope)
    world.clock.forward(minutes=5)
    told = {"crew_id": world.crew, "crew": "水电班", "technician": "张强", "charge": "free"}
    assert take(server, world, "dispatch", order["id"], **told) == "ok"
    return str(order["id"])


def finished(channel: Channel, server: Server, world: World) -> str:
    order = dispatched(channel, server, world)
    world.clock.forward(minutes=30)
    assert take(server, world, "finish", order, result="repaired") == "ok"
    return order


def test_how_it_stands(channel: Channel, server: Server, world: World) -> None:
    assert said(channel.send("GET", "/v1/channel/requests/r-1"), 404)["code"] == "unknown_event"
    dispatched(channel, server, world)
    told = channel.status()
    assert (told["state"], told["technician"], told["crew"]) == ("dispatched", "张强", "水电班")
    assert told["words"] == "张强 上门, 无偿"


def test_another_channel_sees_nothing_of_it(channel: Channel, server: Server, world: World) -> None:
    from tests.sync.doors.channel import made

    said(channel.report())
    other = made(server, world, (world.scope,))
    assert said(other.send("GET", "/v1/channel/requests/r-1"), 404)["code"] == "unknown_event"
    said(other.report())  # its own event of the same name
    assert len(orders_of(server, world.scope)) == 2


def test_an_urge_counts_once(channel: Channel, server: Server, world: World) -> None:
    said(channel.report())
    first = channel.follow("urge", words="怎么还不来")
    at = world.clock.now
    world.clock.forward(minutes=1)
    assert channel.follow("urge", words="怎么还不来", at=at).body == first.body
    (order,) = orders_of(server, world.scope)
    assert (order["urges"], order["remark"]) == (1, "怎么还不来")
    said(channel.follow("urge", id="second"))
    assert orders_of(server, world.scope)[0]["urges"] == 2


def test_called_off_while_nobody_was_sent(channel: Channel, server: Server, world: World) -> None:
    said(channel.report())
    told = said(channel.follow("cancel"))
    assert (told["state"], told["words"]) == ("void", "这一单已作废: 业主撤销")
    said(channel.follow("cancel", id="again"))
    assert kinds_of(server, world.scope) == ["intake ok", "void ok"]
    assert said(channel.follow("urge"), 409)["code"] == "over"


def test_called_off_after_a_clerk_looked_at_it_is_no_branch(channel: Channel, server: Server, world: World) -> None:
    said(channel.report(kind="appointment"))
    (order,) = orders_of(server, world.scope)
    assert take(server, world, "review", order["id"]) == "ok"
    assert said(channel.follow("cancel"))["state"] == "void"


def test_called_off_when_somebody_is_on_the_way_a_clerk_hears_of_it(
    channel: Channel, server: Server, world: World
) -> None:
    dispatched(channel, server, world)
    told = said(channel.follow("cancel", words="自己修好了"))
    assert told["state"] == "dispatched"
    (order,) = orders_of(server, world.scope)
    assert (order["cancel_asked"], order["remark"]) == (True, "自己修好了")


def test_rated_once_it_is_finished(channel: Channel, server: Server, world: World) -> None:
    dispatched(channel, server, world)
    assert said(channel.follow("rating", rating="good"), 409)["code"] == "unfinished"
    take(server, world, "finish", orders_of(server, world.scope)[0]["id"], result="repaired")
    assert channel.status()["words"] == "已完工, 请评价"
    told = said(channel.follow("rating", rating="bad", words="还在滴"))
    assert (told["rating"], told["words"]) == ("bad", "已完工, 谢谢您的评价")
    (order,) = orders_of(server, world.scope)
    assert (order["rating"], order["rating_words"], order["rated_at"]) == ("bad", "还在滴", world.clock.now)
    assert said(channel.follow("rating", id="x", rating="great"), 422)["title"] == "“评价”不在可选范围内"


def test_a_finished_report_is_not_changed_any_more(channel: Channel, server: Server, world: World) -> None:
    finished(channel, server, world)
    assert said(channel.report("r-1", 2, matter="还有阳台"), 409)["code"] == "over"


def test_a_revision_keeps_what_was_agreed_with_a_person(channel: Channel, server: Server, world: World) -> None:
    order = dispatched(channel, server, world)
    assert take(server, world, "amend", order, charge="paid", price_form="on_site", note="带梯子") == "ok"
    said(channel.report("r-1", 2, matter="阳台也漏", photos=["https://p.test/1"]))
    (row,) = orders_of(server, world.scope)
    assert (row["matter"], row["charge"], row["note"], row["status"]) == ("阳台也漏", "paid", "带梯子", "dispatched")
