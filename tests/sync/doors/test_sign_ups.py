"""Residents sign up through their channel: once, at the right estate, exactly as many as there are places."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from desk.domain.calendar import at
from desk.domain.deciding import derived_id
from desk.domain.roles import Role
from sync.server.doors import sign_ups
from sync.server.serving import Server
from tests.sync.doors.channel import AT_HOME, STRANGER, Channel, Receiver, made, said
from tests.sync.doors.desk import take_kind
from tests.sync.doors.test_reference_channel import Run
from tests.sync.estate import push_all, server_state
from tests.world import World

PATH = "/v1/channel/sign-ups"
ONE = pytest.mark.parametrize("server", ["sqlite"], indirect=True)  # nothing here hangs on the database
PARTY: dict[str, Any] = {
    "kind": "91", "title": "重阳节饺子宴", "from_at": at("2026-11-28", "09:00"), "to_at": at("2026-11-28", "11:00"),
    "expected_at": None, "audience": "all", "targets": None, "homes": 3, "range_words": "全小区", "reason": None,
    "matter": "一起包饺子", "sign_up_limit": 3, "sign_up_until_at": at("2026-11-26", "17:00"),
}  # fmt: skip


def party(world: World, server: Server, **values: Any) -> str:
    plain = {name: value for name, value in {**PARTY, **values}.items() if value is not None}
    ent = world.take(Role.CLERK, "notice.draft", **{"phone": "8801 6000", "undersigned": "物业", **plain})
    world.take(Role.CLERK, "notice.submit", ent)
    world.take(Role.SUPERVISOR, "notice.approve", ent, reviewer="张敏")
    push_all(server, world)
    return ent


def signs(channel: Channel, notice: str, event: str = "a-1", revision: int = 1, **more: Any) -> Any:
    plain = {"who": AT_HOME, "address": "翠湖花园3-2-1801", "people": 1}
    body = {"event": event, "revision": revision, "at": channel.world.clock.now, "notice": notice, **plain, **more}
    return channel.send("POST", PATH, body)


def rows(server: Server) -> list[dict[str, Any]]:
    return [dict(row) for (record, _), row in server_state(server).items() if record == "sign_up"]


@ONE
def test_who_is_known_has_a_place_at_the_right_desk(channel: Channel, server: Server, world: World) -> None:
    ent = party(world, server)
    found = said(signs(channel, ent, people=2))
    assert (found["state"], found["place"], found["people"], found["unchecked"]) == ("signed", 1, 2, [])
    assert found["words"] == "重阳节饺子宴已报名 2 人, 第 1 位, 11-28 09:00 见"
    (row,) = rows(server)
    assert (row["resident_id"], row["home_id"], row["where"], row["channel"]) == (
        world.resident, world.homes[0], "3-2-1801", "wechat",
    )  # fmt: skip
    assert row["id"] == derived_id(world.scope, ent, f"sign-up|{world.resident}"), "the same that a desk would make"
    again = signs(channel, ent, people=2)
    assert (said(again), len(rows(server))) == (found, 1)
    assert said(channel.send("GET", f"{PATH}/a-1"))["place"] == 1


@ONE
def test_over_the_limit_one_waits_and_then_nobody_is_taken(channel: Channel, server: Server, world: World) -> None:
    ent = party(world, server)
    world.take(Role.MANAGER, "setting.add", key="notice.waiting_most", value="1")
    push_all(server, world)
    said(signs(channel, ent, people=2))
    waits = said(signs(channel, ent, "a-2", who=STRANGER, people=2))
    assert (waits["state"], waits["place"]) == ("waiting", 1)
    assert "候补第 1 位" in waits["words"]
    full = said(signs(channel, ent, "a-3", who={"name": "孙立新", "phone": "13922223333"}, people=2), 409)
    assert (full["code"], full["title"]) == ("full", "名额 3 人已满, 候补也满了 (1 户)")
    said(signs(channel, ent, "a-4", who={"name": "李国富", "phone": "13922224444"}, people=1))
    body = {"id": "off-1", "at": world.clock.now}
    assert said(channel.send("POST", f"{PATH}/a-1/cancel", body))["state"] == "cancelled"
    assert said(channel.send("POST", f"{PATH}/a-1/cancel", body))["state"] == "cancelled", "once"
    assert said(channel.send("GET", f"{PATH}/a-2"))["state"] == "signed", "who waited has the place"
    back = said(signs(channel, ent, "a-1", 2, people=1))
    assert (back["state"], back["place"]) == ("waiting", 1), "who comes back stands behind the others"


@ONE
def test_who_is_not_known_there_is_looked_at_by_a_person(channel: Channel, server: Server, world: World) -> None:
    ent = party(world, server)
    found = said(signs(channel, ent, who=STRANGER, address="锦绣里9-2-101"))
    assert (found["state"], found["unchecked"], found["where"]) == ("signed", ["identity"], "锦绣里9-2-101")
    (row,) = rows(server)
    assert (row["identity_unchecked"], row.get("home_id"), row.get("resident_id")) == (True, None, None)
    known: dict[str, Any] = {"name": "𠮷田芳", "home_id": world.homes[0], "where": "3-2-1801"}
    assert take_kind(server, world, "sign_up.identify", row["id"], **known) == "ok"
    assert said(channel.send("GET", f"{PATH}/a-1"))["unchecked"] == []
    with server.store.session() as session:  # a restored server has forgotten what it answered
        session.run("DELETE FROM door_event")
    assert said(signs(channel, ent, who=STRANGER, address="锦绣里9-2-101"))["place"] == 1
    assert len(rows(server)) == 1


@ONE
def test_a_number_of_people_is_changed_as_far_as_there_is_room(channel: Channel, server: Server, world: World) -> None:
    ent = party(world, server)
    said(signs(channel, ent))
    said(signs(channel, ent, "a-2", who=STRANGER))
    assert said(signs(channel, ent, revision=2, people=2))["people"] == 2
    assert said(signs(channel, ent, revision=3, people=3), 409)["title"] == "名额只剩 0 人, 不够再加 1 人"
    assert said(signs(channel, ent, revision=3, people=1))["people"] == 1, "a refusal used up no revision"


@ONE
def test_a_resident_has_one_sign_up_whoever_wrote_it_down(channel: Channel, server: Server, world: World) -> None:
    ent = party(world, server)
    one = derived_id(world.scope, ent, f"sign-up|{world.resident}")
    values: dict[str, Any] = {
        "notice_id": ent,
        "name": "王秀英",
        "resident_id": world.resident,
        "people": 2,
        "taken_by": "李敏",
    }
    assert take_kind(server, world, "sign_up.sign", one, **values) == "ok"
    refused = said(signs(channel, ent), 409)
    assert (refused["code"], "2 人" in refused["title"]) == ("already", True)
    assert take_kind(server, world, "sign_up.cancel", one) == "ok"
    assert said(signs(channel, ent))["state"] == "signed"
    assert [row["status"] for row in rows(server)] == ["signed"]


@ONE
def test_what_takes_no_names_says_so(channel: Channel, server: Server, world: World) -> None:
    for values, code in (
        ({"kind": "01", "title": "通知", "sign_up_limit": None, "sign_up_until_at": None}, "no_sign_up"),
        ({"send_at": at("2026-11-19", "08:00")}, "not_out"),
        ({"sign_up_until_at": at("2026-11-18", "08:30")}, "closed"),
    ):
        assert said(signs(channel, party(world, server, **values), f"a-{code}"), 409)["code"] == code
    assert rows(server) == []


@ONE
def test_nothing_of_nothing_and_of_others(channel: Channel, server: Server, world: World, elsewhere: str) -> None:
    ent = party(world, server)
    nobody = "00000000-0000-0000-0000-000000000000"
    assert said(signs(channel, nobody), 404)["code"] == "no_notice"
    assert said(channel.send("GET", f"{PATH}/a-9"), 404)["code"] == "unknown_event"
    assert said(signs(made(server, world, (elsewhere,)), ent), 404)["code"] == "no_notice"
    assert said(signs(made(server, world, (world.scope,), "shop"), ent), 403)["code"] == "no_channel"
    said(signs(channel, ent))
    other = party(world, server, title="中秋灯谜")
    assert said(signs(channel, other, revision=2, people=2), 409)["code"] == "other_activity"


@ONE
def test_an_activity_that_was_corrected_keeps_its_names(channel: Channel, server: Server, world: World) -> None:
    wrong = party(world, server)
    said(signs(channel, wrong))
    right = party(world, server, corrects_id=wrong, correction_no=1, found_by="ourselves", wrong_part="time",
                  from_at=at("2026-11-28", "10:00"), sign_up_limit=1)  # fmt: skip
    kept = said(channel.send("GET", f"{PATH}/a-1"))
    assert (kept["state"], kept["from_at"], kept["notice"]) == ("signed", at("2026-11-28", "10:00"), right)
    assert said(signs(channel, right, "a-2", who=STRANGER))["state"] == "waiting", "by the new limit, on one list"
    assert said(signs(channel, right, "a-3"), 409)["code"] == "already"


def test_two_desks_and_the_channel_at_once_and_everybody_counts_alike(
    channel: Channel, server: Server, world: World
) -> None:
    """Three places. The desk here signs without the network, with the earliest clock; what the log says counts."""
    ent = party(world, server)
    early = {"happened_at": world.clock.now - 3_600_000}
    here = world.take(Role.CLERK, "sign_up.sign", notice_id=ent, name="李国富", people=2, **early)
    there = "0192cccc-0000-7000-8000-000000000001"
    assert take_kind(server, world, "sign_up.sign", there, notice_id=ent, name="孙立新", people=1) == "ok"
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _n: signs(channel, ent, people=2), range(8)))
    assert ({one.status for one in answers}, said(answers[0])["state"]) == ({200}, "signed")
    push_all(server, world)
    assert [row["status"] for row in rows(server)] == ["signed"] * 3, "every sign-up is a fact and stays"
    with server.store.reading() as session:
        seats = sign_ups.seats_of(session, sign_ups.activity_of(session, world.scope, ent))
    found = {str(one.values["name"]): one.waits for one in seats}
    assert found == {"孙立新": False, "王秀英": False, "李国富": True}
    assert sum(int(one.values["people"]) for one in seats if not one.waits) == 3
    assert [one.values["id"] for one in seats][-1] == here


@ONE
def test_the_reference_channel_signs_its_people_up(
    server: Server, channel: Channel, world: World, receiver: Receiver
) -> None:
    party(world, server)
    run = Run(server, channel, world)
    run.work()
    run.talk.sign_up()
    assert run.said[-1] == "报名 王秀英 1 人: 重阳节饺子宴已报名 1 人, 第 1 位, 11-28 09:00 见"
    assert [row["name"] for row in rows(server)] == ["王秀英"]
    assert not run.talk._to_sign_up
