"""A resident's report is one order at the right desk, however it was written and however often it came."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from desk.domain.days import HOUR
from sync.server.doors import ops
from sync.server.serving import Server
from tests.sync.doors.channel import AT_HOME, STRANGER, Channel, kinds_of, orders_of, said
from tests.sync.doors.desk import take
from tests.world import World


def test_a_report_is_an_order_at_the_right_desk(channel: Channel, server: Server, world: World) -> None:
    told = said(channel.report())
    (order,) = orders_of(server, world.scope)
    assert (order["status"], order["channel"], order["where"]) == ("accepted", "wechat", "3-2-1801")
    assert (order["resident_id"], order["home_id"], order["reporter_relation"]) == (
        world.resident, world.homes[0], "owner",
    )  # fmt: skip
    assert (order["partner"], order["partner_event"]) == (channel.partner.id, "r-1")
    assert order["problem_label"], "what follows from the words is suggested as it is to a clerk"
    assert not order.get("identity_unchecked")
    assert (told["no"], told["state"], told["unchecked"]) == (order["no"], "accepted", [])
    assert told["estate"] == "翠湖花园"


def test_the_same_report_again_is_the_same_answer(channel: Channel, server: Server, world: World) -> None:
    first = channel.report()
    world.clock.forward(minutes=3)
    ask = channel.ask()
    again = channel.send("POST", "/v1/channel/requests", {**ask, "at": world.clock.now - 180_000})
    assert (again.status, again.body) == (200, first.body)
    assert kinds_of(server, world.scope) == ["intake ok"]


def test_other_words_under_the_same_revision_are_refused(channel: Channel) -> None:
    said(channel.report())
    assert said(channel.report(matter="换了话"), 409)["code"] == "changed"


def test_a_revision_changes_what_the_resident_said(channel: Channel, server: Server, world: World) -> None:
    said(channel.report())
    begin = world.clock.now + 3 * HOUR
    said(channel.report("r-1", 2, matter="卫生间灯不亮", wanted_from_at=begin, wanted_to_at=begin + HOUR))
    (order,) = orders_of(server, world.scope)
    assert (order["matter"], order["window_from_at"]) == ("卫生间灯不亮", begin)
    assert kinds_of(server, world.scope) == ["intake ok", "amend ok"]
    assert said(channel.report("r-1", 1, matter="旧的"), 409)["code"] == "changed"


def test_an_older_revision_that_comes_late_is_void(channel: Channel) -> None:
    said(channel.report("r-1", 2))
    assert said(channel.report("r-1", 1), 409)["code"] == "old_revision"


def test_who_is_not_known_there_is_to_be_checked(channel: Channel, server: Server, world: World) -> None:
    told = said(channel.report(who=STRANGER))
    (order,) = orders_of(server, world.scope)
    assert (order["identity_unchecked"], order["reporter"], order["status"]) == (True, "𠮷田芳", "accepted")
    assert "resident_id" not in order
    assert told["unchecked"] == ["identity"]


def test_whom_a_clerk_confirmed_is_known_the_next_time(channel: Channel, server: Server, world: World) -> None:
    said(channel.report(who=STRANGER))
    (order,) = orders_of(server, world.scope)
    confirmed = {"reporter": "𠮷田芳", "resident_id": world.resident}
    assert take(server, world, "confirm_identity", order["id"], **confirmed) == "ok"
    assert said(channel.report("r-2", who=STRANGER))["unchecked"] == []
    # A revision of the first one does not undo what the clerk found out.
    assert said(channel.report("r-1", 2, who=STRANGER, matter="改了"))["unchecked"] == []
    assert said(channel.report("r-3", who=STRANGER, address="翠湖花园3-2-1901"))["unchecked"] == ["identity"]


@pytest.mark.parametrize(
    ("address", "estate", "sure"),
    [
        ("翠湖花园3-2-1801", "翠湖花园", True),
        ("翠湖花园 3栋2单元1901室", "翠湖花园", True),
        ("锦绣里3栋2单元1801", "锦绣里", True),
        ("9-2-101", "锦绣里", True),  # there is only one such home
        ("3栋2单元电梯", "翠湖花园", True),
        ("3-2-1802", "翠湖花园", True),
        ("翠湖花园8-1-101", "翠湖花园", False),  # the estate is named, the home is not there
        ("锦绣里门口", "翠湖花园", False),  # no room at all: somebody must read it
        ("阳光城3-2-1901", "翠湖花园", False),  # a name that nobody has
        ("幸福路8号", "翠湖花园", False),
    ],
)
def test_the_estate_an_address_means(
    channel: Channel, server: Server, world: World, elsewhere: str, address: str, estate: str, sure: bool
) -> None:
    told = said(channel.report(who=STRANGER, address=address))
    assert (told["estate"], "address" not in told["unchecked"]) == (estate, sure)
    assert told["state"] == ("accepted" if sure else "under_review")


def test_of_two_homes_the_telephone_says_which(channel: Channel, world: World) -> None:
    assert said(channel.report("r-1", address="3-2-1801"))["estate"] == "翠湖花园"
    told = said(channel.report("r-2", address="3-2-1801", who=STRANGER))
    assert told["unchecked"] == ["identity", "address"]
    assert told["words"] == "已收到, 客服会先电话和您核对"


def test_a_home_by_its_id_and_one_that_is_not_there(channel: Channel, world: World) -> None:
    told = said(channel.report("r-1", address="", home=world.homes[1]))
    assert (told["where"], told["unchecked"]) == ("3-2-1802", ["identity"])
    unknown = "0192aaaa-0000-7000-8000-000000000001"
    assert said(channel.report("r-2", address="", home=unknown), 422)["code"] == "home"
    assert said(channel.report("r-3", estate=unknown), 422)["code"] == "estate"


def test_an_appointment_is_looked_at_first(channel: Channel) -> None:
    assert said(channel.report(kind="appointment"))["state"] == "under_review"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"matter": "漏\x00水"}, "“报修内容”里有不能用的字符"),
        ({"matter": "漏" * 501}, "“报修内容”太长, 最多 500 个字"),
        ({"matter": ""}, "“报修内容”是空的或太短"),
        ({"matter": 7}, "“报修内容”的类型不对"),
        ({"who": {"name": "王\x07", "phone": "13800006621"}}, "“姓名”里有不能用的字符"),
        ({"who": {"name": "王", "phone": "打我手机"}}, "“电话”里有不能用的字符"),
        ({"who": {"name": "王"}}, "缺少“电话”"),
        ({"kind": "praise"}, "“种类”不在可选范围内"),
        ({"revision": 0}, "“版次”的数超出范围"),
        ({"revision": "1"}, "“版次”的类型不对"),
        ({"at": 2**53}, "“时间”的数超出范围"),
        ({"at": 5}, "“时间”已经过去 30 天以上, 请核对"),
        ({"photos": ["https://p.test/1"] * 10}, "“照片”太长, 最多 9 个"),
        ({"photos": ["file:///etc/passwd"]}, "“照片”里有不能用的字符"),
        ({"wanted_from_at": 5}, "“希望上门时间”要有开始和结束, 结束要晚于开始"),
        ({"address": ""}, "缺少“地址”或“房屋编号”"),
    ],
)
def test_what_is_wrong_is_said_in_words(
    channel: Channel, server: Server, world: World, wrong: dict[str, Any], words: str
) -> None:
    told = said(channel.report(**wrong), 422)
    assert (told["code"], told["title"]) == ("field", words)
    assert kinds_of(server, world.scope) == []


def test_half_a_surrogate_and_no_json_at_all(channel: Channel) -> None:
    body = json.dumps(channel.ask()).replace("王秀英", "王").encode()
    assert said(channel.send("POST", "/v1/channel/requests", body[:-9]), 400)["code"] == "malformed"
    lone = json.dumps(channel.ask(matter="?")).replace('"?"', '"\\ud842"').encode()
    assert said(channel.send("POST", "/v1/channel/requests", lone), 400)["title"] == "请求不是正确的 JSON (UTF-8)"


def test_the_same_report_at_the_same_moment_is_one(channel: Channel, server: Server, world: World) -> None:
    body = json.dumps(channel.ask()).encode()
    proofs = [channel.proof("POST", "/v1/channel/requests", body) for _ in range(4)]
    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(lambda proof: channel.raw("POST", "/v1/channel/requests", body, proof), proofs))
    assert {(answer.status, answer.body) for answer in answers} == {(200, answers[0].body)}
    assert kinds_of(server, world.scope) == ["intake ok"]


def test_a_number_is_not_given_twice(channel: Channel, server: Server, world: World) -> None:
    first = said(channel.report("r-1"))["no"]
    assert first.startswith("WX1118-")
    (order,) = orders_of(server, world.scope)
    with server.store.session() as session:
        assert ops.number_of(server, session, "2026-11-18", order["id"]) == first, "its own again"
        session.run("UPDATE door_number SET ent = 'another'")
        assert ops.number_of(server, session, "2026-11-18", order["id"]) != first


def test_photos_stand_in_the_note(channel: Channel, server: Server, world: World) -> None:
    said(channel.report(photos=["https://p.test/a.jpg", "https://p.test/b.jpg"]))
    (order,) = orders_of(server, world.scope)
    assert order["note"] == "住户照片 https://p.test/a.jpg\n住户照片 https://p.test/b.jpg"
    assert AT_HOME["name"] == order["reporter"]
