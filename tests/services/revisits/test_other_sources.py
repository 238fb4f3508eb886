"""Calls back about what other rooms did: one call with the repairs of the same person, words and ways of their own."""

import pytest

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.paths import RESOURCES
from desk.services.revisits.calling import Heard, answered, not_answered
from desk.services.revisits.due import Call
from desk.services.revisits.past_calls import answered as past
from desk.services.revisits.reads import calls
from desk.services.revisits.record import CallCode, FollowUp, RevisitSource, Satisfaction
from desk.services.revisits.register import register
from desk.services.revisits.script import Script, Speaker
from desk.services.revisits.sources import RevisitSettings, load_revisit_settings
from desk.store.steps import StepRefused
from tests.world import World

VISIT = at("2026-11-18", "14:00")


@pytest.fixture(scope="module")
def table() -> RevisitSettings:
    return load_revisit_settings(RESOURCES / "catalogue")


def cleaned(world: World, **more: object) -> str:
    """A cleaning that was done on the 18th."""
    told = {
        "where": "3-2-1801", "home_id": world.homes[0], "resident_id": world.resident, "customer": "王秀英",
        "customer_phone": "13800006621", "work": "1", "company": "jiewanjia",
    }  # fmt: skip
    ent = world.take(Role.CLERK, "housekeeping.book", **(told | more))
    world.take(Role.CLERK, "housekeeping.agree", ent, visit_from_at=VISIT, agreed_by="company", worker="李阿姨")
    world.clock.now = VISIT
    world.take(Role.CLERK, "housekeeping.arrive", ent)
    world.clock.forward(hours=2)
    world.take(Role.CLERK, "housekeeping.finish", ent)
    return ent


def waiting(world: World, table: RevisitSettings, role: Role = Role.CLERK) -> list[Call]:
    actor = world.office.actor(world.database, world.scope, world.people[role].id)
    return calls(world.database, actor, world.scope, table, world.clock())


def heard(satisfaction: Satisfaction | None, follow_up: FollowUp | None = None) -> Heard:
    return Heard(CallCode.ANSWERED, (("准时吗?", "no"),), satisfaction, "", follow_up, 31)


def test_a_repair_and_a_cleaning_of_one_person_are_one_call(world: World, table: RevisitSettings) -> None:
    world.slip_back(resident_id=world.resident)
    cleaned(world)
    world.clock.set("2026-11-21", "9:40")
    (call,) = waiting(world, table)
    assert {due.source for due in call.dues} == {RevisitSource.REPAIR, RevisitSource.HOUSEKEEPING}
    assert (call.name, call.phones) == ("王秀英", ("13800006621",))
    due = next(one for one in call.dues if not one.is_repair)
    assert (due.subject, due.done_by, due.paid) == ("日常保洁", "洁万家家政 李阿姨", True)
    assert due.done_at == at("2026-11-18", "16:00")
    said = Script(table, Speaker("翠湖花园", "8801 6000", "03"), world.clock()).opening(call, due)
    assert "洁万家家政 李阿姨上门做的日常保洁" in "".join(part.text for part in said)


def test_who_is_not_on_file_is_known_by_the_booking(world: World, table: RevisitSettings) -> None:
    cleaned(world, resident_id=None, home_id=None, where="临时板房", customer="老周", customer_phone="13922223333")
    world.clock.set("2026-11-19", "9:40")
    (call,) = waiting(world, table)
    assert (call.name, call.phones, call.where) == ("老周", ("13922223333",), "临时板房")


def test_an_answer_ends_it_and_touches_no_repair(world: World, table: RevisitSettings) -> None:
    ent = cleaned(world)
    world.clock.set("2026-11-19", "9:40")
    due = waiting(world, table)[0].dues[0]
    requests = answered(world.scope, due, heard(Satisfaction.GOOD), "李敏")
    assert [(one.record, one.step) for one in requests] == [("revisit", "answer")]
    world.changed(Role.CLERK, *requests)
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    (one,) = past(world.database, actor, world.scope)
    assert (one.subject, one.name, one.values["about_id"]) == ("日常保洁", "王秀英", ent)
    (row,) = register(world.database, actor, world.scope, "2026-11-19", "2026-11-19")
    assert (row.subject, row.name, row.grade) == ("日常保洁", "王秀英", "A满意")


def test_a_cleaning_has_no_rework(world: World, table: RevisitSettings) -> None:
    cleaned(world)
    world.clock.set("2026-11-19", "9:40")
    due = waiting(world, table)[0].dues[0]
    told = {"satisfaction": "bad", "answers": [{"question": "准时吗?", "answer": "no"}], "follow_up": "rework"}
    refused = world.forecast(Role.CLERK, "revisit.answer", due.id, **told).refusal
    assert refused is not None
    assert refused.code == "no_repair"
    world.changed(Role.CLERK, *answered(world.scope, due, heard(Satisfaction.BAD, FollowUp.CALL_BACK), "李敏"))
    (again,) = waiting(world, table, Role.SUPERVISOR)
    assert (again.dues[0].source, again.dues[0].subject, again.dues[0].is_repair) == (
        RevisitSource.REWORK, "日常保洁", False,
    )  # fmt: skip


def test_nobody_picked_up(world: World, table: RevisitSettings) -> None:
    cleaned(world)
    settings = world.office.settings(world.database, world.scope)
    for day in ("2026-11-19", "2026-11-20", "2026-11-21"):
        world.clock.set(day, "9:40")
        dues = waiting(world, table)[0].dues
        requests = not_answered(world.scope, dues, CallCode.NO_ANSWER, 0, settings, "李敏", world.clock())
        assert {one.record for one in requests} == {"revisit"}
        world.changed(Role.CLERK, *requests)
    assert waiting(world, table) == []


@pytest.mark.parametrize(("source", "code"), [("activity", ""), ("housekeeping", "asks")])
def test_only_some_are_asked_without_a_rating(world: World, table: RevisitSettings, source: str, code: str) -> None:
    ent = cleaned(world)
    day = "2026-11-19"
    one = world.take(
        Role.SUPERVISOR, "revisit.open", about="housekeeping", about_id=ent, source=source, due_from_on=day,
        due_to_on=day, subject="中秋晚会",
    )  # fmt: skip
    world.clock.set(day, "9:40")
    due = next(due for call in waiting(world, table) for due in call.dues if due.id == one)
    requests = answered(world.scope, due, heard(None), "李敏")
    if code:
        with pytest.raises(StepRefused):
            world.changed(Role.CLERK, *requests)
        return
    world.changed(Role.CLERK, *requests)
    assert world.row("revisit", one)["status"] == "answered"
