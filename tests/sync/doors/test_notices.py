"""Notices to the residents' channel and its receipts back; what waits for its hour goes at its hour or not at all."""

from typing import Any

import pytest

from desk.domain.calendar import at
from desk.domain.roles import Role
from sync.server.serving import Server
from tests.sync.doors.channel import Channel, Receiver, made, said
from tests.sync.doors.test_reference_channel import Run
from tests.sync.doors.test_telling import work
from tests.sync.estate import push_all
from tests.world import World


def published(world: World, **values: Any) -> str:
    told = {
        "kind": "11", "title": "停水通知", "from_at": at("2026-11-19", "11:00"), "to_at": at("2026-11-19", "17:00"),
        "expected_at": at("2026-11-19", "17:00"), "audience": "building", "targets": ["u/3/2"], "homes": 3,
        "range_words": "3栋2单元", "reason": "水箱检修", "phone": "8801 6000", "undersigned": "翠湖花园物业", **values,
    }  # fmt: skip
    ent = world.take(Role.CLERK, "notice.draft", **told)
    world.take(Role.CLERK, "notice.submit", ent)
    world.take(Role.SUPERVISOR, "notice.approve", ent, reviewer="张敏")
    return ent


def told(server: Server, receiver: Receiver, world: World) -> list[str]:
    push_all(server, world)
    work(server, receiver, world)
    return receiver.kinds


def receipt(channel: Channel, ent: str, delivered: int, revision: int = 1, status: int = 200) -> dict[str, Any]:
    body = {
        "event": "n-1", "revision": revision, "at": channel.world.clock.now, "notice": ent, "delivered": delivered,
        "failed": 1,
    }  # fmt: skip
    return said(channel.send("POST", "/v1/partner/notice_receipt", body), status)


def receipts(server: Server, ent: str) -> list[dict[str, Any]]:
    from tests.sync.estate import server_state

    found: Any = server_state(server)[("notice", ent)].get("receipts")
    return list(found or [])


def test_out_restored_and_how_many_got_it(server: Server, channel: Channel, world: World, receiver: Receiver) -> None:
    ent = published(world)
    assert told(server, receiver, world) == ["notice_published"]
    notice = receiver.heard[0]["notice"]
    assert (notice["title"], notice["range"], notice["everybody"]) == ("停水通知", "3栋2单元", False)
    assert notice["homes"] == sorted(world.homes)
    assert receiver.is_signed_by(channel.secret)
    receipt(channel, ent, 2)
    receipt(channel, ent, 2)
    receipt(channel, ent, 3, revision=2)
    assert [(one["name"], one["delivered"], one["failed"]) for one in receipts(server, ent)] == [("微信小程序", 3, 1)]
    world.clock.set("2026-11-19", "16:30")
    world.take(Role.CLERK, "notice.restore", ent)
    assert told(server, receiver, world) == ["notice_published", "notice_restored"]
    assert receiver.heard[1]["notice"]["restored_at"] == world.clock.now


def test_what_waits_for_its_hour(server: Server, channel: Channel, world: World, receiver: Receiver) -> None:
    published(world, send_at=at("2026-11-18", "10:00"))
    assert told(server, receiver, world) == []
    world.clock.set("2026-11-18", "10:00")
    assert told(server, receiver, world) == ["notice_published"]


def test_called_off_before_its_hour_nobody_hears_of_it(
    server: Server, channel: Channel, world: World, receiver: Receiver
) -> None:
    ent = published(world, send_at=at("2026-11-18", "10:00"))
    told(server, receiver, world)
    world.take(Role.CLERK, "notice.void", ent, void_reason="cancelled")
    world.clock.set("2026-11-18", "10:30")
    assert told(server, receiver, world) == []


def test_called_off_after_it_went_out(server: Server, channel: Channel, world: World, receiver: Receiver) -> None:
    ent = published(world)
    told(server, receiver, world)
    world.take(Role.CLERK, "notice.void", ent, void_reason="cancelled")
    assert told(server, receiver, world) == ["notice_published", "notice_void"]


def test_a_correction_names_what_it_corrects(
    server: Server, channel: Channel, world: World, receiver: Receiver
) -> None:
    wrong = published(world)
    told(server, receiver, world)
    right = published(world, corrects_id=wrong, correction_no=1, found_by="ourselves", wrong_part="time")
    assert told(server, receiver, world) == ["notice_published", "notice_corrected"]
    assert receiver.heard[1]["notice"]["corrects"] == wrong
    assert receiver.heard[1]["notice"]["id"] == right


def test_only_channels_of_the_estate_hear_of_it(
    server: Server, elsewhere: str, world: World, receiver: Receiver
) -> None:
    made(server, world, (elsewhere,))
    made(server, world, (world.scope,), "shop")
    published(world)
    assert told(server, receiver, world) == []


@pytest.mark.parametrize("ent", ["00000000-0000-0000-0000-000000000000"])
def test_a_receipt_of_nothing_is_refused(server: Server, channel: Channel, ent: str) -> None:
    assert receipt(channel, ent, 1, status=404)["code"] == "no_notice"


def test_a_receipt_before_its_hour_is_refused(server: Server, channel: Channel, world: World) -> None:
    ent = published(world, send_at=at("2026-11-18", "10:00"))
    push_all(server, world)
    assert receipt(channel, ent, 1, status=409)["code"] == "not_out"


def test_a_shop_says_nothing_about_notices(server: Server, world: World) -> None:
    shop = made(server, world, (world.scope,), "shop")
    push_all(server, world)
    assert receipt(shop, world.homes[0], 1, status=403)["code"] == "not_yours"


def test_the_reference_channel_answers_with_receipts(server: Server, channel: Channel, world: World) -> None:
    ent = published(world)
    push_all(server, world)
    run = Run(server, channel, world)
    run.work()
    run.talk.acknowledge()
    assert run.said[-2:] == ["公告 停水通知: 3栋2单元", "回执: 送达 3 户, 未送达 0 户"]
    assert [one["delivered"] for one in receipts(server, ent)] == [3]
