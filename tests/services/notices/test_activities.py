"""An activity: whose turn it is follows from the log, who comes is ticked off, and who came is asked how it was."""

import json
from typing import Any

import pytest

from desk.domain.calendar import HOUR, at
from desk.domain.lists import Lists
from desk.domain.roles import Role
from desk.paths import RESOURCES
from desk.services.notices import reads, turns
from desk.services.notices.own_rows import own_rows
from desk.services.notices.phases import Phase, phase_of
from desk.services.notices.turns import seats
from desk.services.revisits.own_rows import own_rows as calls_list
from desk.services.revisits.reads import who_asked
from sync.protocol.envelope import Envelope, pack
from tests.services.notices.writing import ACTIVITY, Desk
from tests.world import World

PARTY: dict[str, Any] = {
    "title": "重阳节包饺子", "from_at": at("2026-11-27", "09:00"), "to_at": at("2026-11-27", "11:00"),
    "expected_at": None, "audience": "all", "targets": None, "reason": None, "matter": "一起包饺子",
    "sign_up_limit": 3, "sign_up_until_at": at("2026-11-26", "17:00"),
}  # fmt: skip
ONE, TWO, THREE = (f"0192cccc-0000-7000-8000-00000000000{n}" for n in (1, 2, 3))


def row(ident: str, signed: int = 0, people: int = 1, status: str = "signed") -> dict[str, Any]:
    return {"id": ident, "signed_up_at": signed, "people": people, "status": status, "where": f"3-2-{ident[-1]}"}


def logged(place: int, ent: str, step: str = "sign", outcome: str = "ok", waits: int = 0) -> tuple[Any, ...]:
    head = Envelope(f"0192dddd-0000-7000-8000-{place:012d}", "e/x", "k7q2", place, f"sign_up.{step}", ent, "", 0, None)
    return waits, place, head.seal({}, {}, bytes(16)).op, pack({"is": outcome, "at": 0, "eff": 0})


def test_places_are_given_in_the_order_of_the_log_whatever_the_clocks_say() -> None:
    rows = [row(ONE, signed=900), row(TWO, signed=100), row(THREE, signed=500)]
    order = turns.turns_in([logged(7, ONE), logged(9, TWO), logged(1, THREE, waits=1)])
    found = [(one.values["id"], one.place, one.waits) for one in seats(rows, 2, order)]
    assert found == [(ONE, 1, False), (TWO, 2, False), (THREE, 1, True)]


def test_who_called_off_and_came_back_stands_behind_the_others() -> None:
    told = [logged(1, ONE), logged(2, TWO), logged(3, ONE, "cancel"), logged(4, ONE, "again")]
    assert turns.turns_in(told) == {ONE: (0, 4), TWO: (0, 2)}


def test_what_was_turned_away_or_is_one_with_another_has_no_turn_of_its_own() -> None:
    told = [logged(1, ONE), logged(2, ONE, outcome="merged"), logged(3, TWO, outcome="denied")]
    assert turns.turns_in(told) == {ONE: (0, 1)}


def test_those_who_came_are_asked_and_where_nobody_was_ticked_all_that_had_a_place() -> None:
    came, signed = row(ONE, status="came"), row(TWO)
    assert [one["id"] for one in reads.to_ask(seats([came, signed], 0))] == [ONE]
    assert [one["id"] for one in reads.to_ask(seats([signed, row(THREE)], 1))] == [TWO]
    assert reads.to_ask(seats([signed], 0)) == [{"id": TWO, "where": "3-2-2"}]
    crowd = [row(f"0192cccc-0000-7000-8000-{n:012d}") for n in range(130)]
    assert len(reads.to_ask(seats(crowd, 0))) == 100


def test_an_activity_that_is_over_waits_to_be_ended(desk: Desk) -> None:
    ent = desk.sent(ACTIVITY, **PARTY)
    assert phase_of(desk.row(ent), PARTY["to_at"] - 1) is Phase.RUNNING
    assert phase_of(desk.row(ent), PARTY["to_at"]) is Phase.TO_END


def test_ended_it_has_its_calls_sampled_and_dated_from_its_end(desk: Desk) -> None:
    ent = desk.sent(ACTIVITY, **PARTY)
    own = (calls_list(RESOURCES / "catalogue"), own_rows(RESOURCES / "catalogue"))
    desk.fold.lists = Lists(lambda: ({**own[0], **own[1]}, ()))
    desk.fold.clock.set("2026-11-28", "09:00")
    told = [{"id": f"0192cccc-0000-7000-8000-{n:012d}", "where": "3-2-1801", "home_id": ONE} for n in range(60)]
    desk.fold.take("notice.end", ent, attended=[*told, told[0]])
    calls = [row for (record, _), row in desk.fold.state.items() if record == "revisit"]
    assert len(calls) == 60, "named twice is asked once"
    assert {call["status"] for call in calls} == {"waiting", "exempt"}
    assert sum(call["status"] == "waiting" for call in calls) < 20, "one in ten"
    assert {(call["due_from_on"], call["source"], call["where"]) for call in calls} == {
        ("2026-11-28", "activity", "3-2-1801")
    }


@pytest.mark.parametrize(
    "wrong", [["x"], [{"id": "x"}], [{"id": ONE, "where": 7}], [{"id": ONE, "where": "x" * 81}], [{}]]
)
def test_a_list_that_is_none_is_turned_away(desk: Desk, wrong: list[Any]) -> None:
    ent = desk.sent(ACTIVITY, **PARTY)
    desk.fold.clock.forward(hours=240)
    assert desk.fold.refusal("notice.end", ent, attended=wrong) == "attended"


def test_what_has_not_begun_is_called_off_and_not_ended(desk: Desk) -> None:
    ent = desk.sent(ACTIVITY, **PARTY)
    assert desk.fold.refusal("notice.end", ent, attended=[{"id": ONE}]) == "early"
    desk.fold.take("notice.void", ent, void_reason="cancelled")


def test_nobody_is_asked_about_what_nobody_signs_up_for(desk: Desk) -> None:
    ent = desk.sent("01", from_at=None, to_at=None, expected_at=None, matter="电梯已换新", reason=None)
    desk.fold.clock.forward(hours=48)
    assert desk.fold.refusal("notice.end", ent, attended=[{"id": ONE}]) == "attended"
    desk.fold.take("notice.end", ent)


def test_an_unknown_one_is_identified_once(desk: Desk) -> None:
    ent = desk.sent(ACTIVITY, **PARTY)
    told = {
        "notice_id": ent,
        "name": "𠮷田芳",
        "where": "翠湖花园 3 栋",
        "identity_unchecked": True,
        "channel": "wechat",
    }
    one = desk.fold.take("sign_up.sign", by=Role.RULES, **told)
    desk.fold.take("sign_up.identify", one, name="𠮷田芳", resident_id="r-1", home_id="h-1", where="3-2-1801")
    signed = desk.fold.row("sign_up", one)
    assert (signed["where"], signed.get("identity_unchecked"), signed["resident_id"]) == ("3-2-1801", None, "r-1")
    assert desk.fold.refusal("sign_up.identify", one, name="李四") == "known"


def test_another_number_of_people_keeps_its_turn(desk: Desk) -> None:
    ent = desk.sent(ACTIVITY, **PARTY)
    one = desk.fold.take("sign_up.sign", notice_id=ent, name="王秀英", closes_at=PARTY["sign_up_until_at"])
    desk.fold.take("sign_up.change", one, people=3)
    assert desk.fold.row("sign_up", one)["people"] == 3
    assert desk.fold.refusal("sign_up.change", one, people=0) == "people"
    desk.fold.clock.set("2026-11-26", "17:01")
    assert desk.fold.refusal("sign_up.change", one, people=1) == "closed"


def test_an_end_that_moves_takes_the_expected_end_with_it(desk: Desk) -> None:
    ent = desk.draft()
    desk.fold.take("notice.amend", ent, to_at=at("2026-11-19", "20:00"))
    assert desk.row(ent)["expected_at"] == at("2026-11-19", "20:00")
    desk.fold.take("notice.amend", ent, expected_at=at("2026-11-19", "21:00"))
    desk.fold.take("notice.amend", ent, to_at=at("2026-11-19", "22:00"))
    assert desk.row(ent)["expected_at"] == at("2026-11-19", "21:00"), "said for itself it stays as it was said"


def test_in_the_file_the_log_says_whose_turn_it_is_and_the_call_finds_whom_to_ring(world: World) -> None:
    told = {**PARTY, "kind": ACTIVITY, "audience": "all", "range_words": "全小区", "phone": "1", "undersigned": "物业"}
    told = {name: value for name, value in told.items() if value is not None}
    ent = world.take(Role.CLERK, "notice.draft", **told)
    world.take(Role.CLERK, "notice.submit", ent)
    world.take(Role.SUPERVISOR, "notice.approve", ent, reviewer="张敏")
    early = {"happened_at": world.clock.now - HOUR}
    first = world.take(Role.CLERK, "sign_up.sign", notice_id=ent, name="王秀英", people=2, phone="13800006621")
    late = world.take(Role.CLERK, "sign_up.sign", notice_id=ent, name="李国富", people=2, **early)
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    notice = world.row("notice", ent)
    _, found = reads.seats_of(world.database, actor, world.scope, notice)
    assert [(one.values["id"], one.waits) for one in found] == [(first, False), (late, True)]
    world.clock.set("2026-11-27", "18:00")
    world.take(Role.CLERK, "notice.end", ent, attended=reads.to_ask(found))
    (call,) = world.rows("revisit")
    assert (call["about"], call["about_id"], json.dumps(call, ensure_ascii=False).find("王秀英")) == (
        "sign_up",
        first,
        -1,
    )
    people = who_asked(world.database, actor, world.scope, [("sign_up", first)])
    assert "王秀英" in str(people[first])
    assert reads.notice_of(world.database, actor, world.scope, first) == ent
