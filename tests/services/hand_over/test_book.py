"""A shift handed over: made from what is open, counted, signed by two; what was promised stays until it is done."""

import pytest

from desk.domain.calendar import DAY, HOUR, at
from desk.domain.duty_list import OBJECTS
from desk.domain.errors import DeskError
from desk.domain.lists import Lists
from desk.domain.open_matter import OpenKind, OpenMatter, Rank
from desk.domain.roles import Role
from desk.services import open_matters
from desk.services.hand_over import drafting, reads
from desk.services.hand_over.record import HandOverState
from desk.store import parked
from desk.store.steps import StepRefused
from tests.world import World

R = Role
EVENING = at("2026-11-18", "17:00")
RADIO = {"code": "对讲机", "name": "对讲机", "unit": "部", "expected": 2}


def lists(world: World) -> Lists:
    return world.office.lists(world.database, world.scope)


def matters(world: World) -> list[OpenMatter]:
    actor = world.office.actor(world.database, world.scope, world.people[R.CLERK].id)
    settings = world.office.settings(world.database, world.scope)
    now, calendar = world.clock.now, world.office.calendar
    return open_matters(world.database, actor, world.scope, settings, lists(world), calendar, now)


def give(world: World, role: Role = R.CLERK, counted: int = 2, ent: str | None = None, **values: object) -> str:
    told = {"shift": "早班", "next_shift": "夜班", "objects": [{**RADIO, "counted": counted}], "lines": [], **values}
    return world.take(role, "hand_over.give_again" if ent else "hand_over.give", ent, **told)


class TestShifts:
    @pytest.mark.parametrize(("clock", "names"), [
        ("16:40", ("早班", "夜班")), ("17:20", ("早班", "夜班")), ("7:50", ("夜班", "早班")),
        ("8:30", ("夜班", "早班")), ("0:10", ("早班", "夜班")),
    ])  # fmt: skip
    def test_the_one_that_ends_nearest(self, world: World, clock: str, names: tuple[str, str]) -> None:
        found = drafting.shifts(lists(world), world.office.calendar, at("2026-11-18", clock))
        assert (found.name, found.next_name) == names

    def test_without_a_table_there_is_a_hand_over_all_the_same(self, world: World) -> None:
        assert drafting.shifts(Lists(), world.office.calendar, EVENING).name == "交班"


class TestLines:
    def test_they_are_made_from_what_is_open_in_every_room(self, world: World) -> None:
        world.dispatched()
        world.slip_back(where="3-2-1802")
        world.take(R.CLERK, "promise.promise", what="今晚回电", whom="王阿姨", where="3-2-1801",
                   due_at=world.clock.now + HOUR)  # fmt: skip
        world.clock.forward(days=3)
        kinds = {one.kind for one in matters(world)}
        assert {OpenKind.ORDER, OpenKind.PROMISE, OpenKind.CALL} <= kinds
        told = drafting.lines(matters(world), [], world.clock.now)
        assert [str(kind) for kind in drafting.by_kind(told)] == [str(one) for one in OpenKind if one in kinds]

    def test_a_parked_intake_is_left_over(self, world: World) -> None:
        parked.park(world.database, world.scope, world.people[R.CLERK].id, world.clock.now, "6-1-302 漏水", {"a": 1})
        told = drafting.lines([], parked.all_parked(world.database, world.scope), world.clock.now)
        assert [(one["kind"], one["where"], one["what"]) for one in told] == [("parked", "6-1-302", "漏水")]

    def test_no_shift_goes_while_nobody_said_what_becomes_of_them(self, world: World) -> None:
        found = drafting.shifts(lists(world), world.office.calendar, EVENING)
        with pytest.raises(DeskError, match="还有 2 张暂存的受理") as raised:
            drafting.giving(world.scope, found, [], [], "", undecided=2)
        assert "留给下一班" in raised.value.advice

    def test_a_long_list_is_counted_and_its_hand_over_never_among_it(self) -> None:
        many = [OpenMatter(OpenKind.ORDER, "work_order", str(n), "灯", since_at=n) for n in range(200)]
        waiting = OpenMatter(OpenKind.PARKED, "hand_over", "x", "早班交班等人接")
        told = drafting.lines([*many, waiting], [], 0)
        assert len(told) == drafting.MOST
        assert told[-1]["what"] == "还有 81 件, 在各页上"

    def test_what_everybody_may_read_is_written_and_no_more(self, world: World) -> None:
        order = world.dispatched(reporter_phone="13800006621")
        (line,) = [one for one in drafting.lines(matters(world), [], world.clock.now) if one["kind"] == "order"]
        assert (line["id"], line["where"]) == (order, "3-2-1801")
        assert "13800006621" not in str(line)


class TestObjects:
    def test_the_programs_own_and_what_must_be_counted(self, world: World) -> None:
        objects = reads.objects(lists(world))
        assert "对讲机" in {one.name for one in objects}
        assert {one.code for one in objects} == set(lists(world).rows(OBJECTS))
        with pytest.raises(DeskError, match="还没有点数"):
            drafting.counted(objects, {})
        counts: dict[str, int | None] = {one.code: one.expected for one in objects}
        assert drafting.short_words(drafting.counted(objects, counts)) == ""
        short = drafting.counted(objects, {**counts, "对讲机": 1})
        assert drafting.short_words(short) == "对讲机 应 2 部 实 1 部"


class TestSigning:
    def test_two_sign_and_the_times_are_kept(self, world: World) -> None:
        world.clock.now = EVENING
        ent = give(world, lines=[{"kind": "order", "what": "漏水"}], note="大门对讲修了一半")
        row = world.row("hand_over", ent)
        assert (row["status"], row["giver_id"], row["open_count"], row["short"]) == (
            "waiting", world.people[R.CLERK].id, 1, 0,
        )  # fmt: skip
        world.clock.forward(minutes=6)
        world.take(R.SQUAD_LEADER, "hand_over.take", ent)
        row = world.row("hand_over", ent)
        assert (row["status"], row["taker_id"]) == ("taken", world.people[R.SQUAD_LEADER].id)
        assert row["taken_at"] - row["given_at"] == 6 * 60_000

    def test_nobody_takes_over_from_himself(self, world: World) -> None:
        ent = give(world)
        with pytest.raises(StepRefused, match="同一个人"):
            world.take(R.CLERK, "hand_over.take", ent)

    def test_what_does_not_agree_is_counted_by_the_rules(self, world: World) -> None:
        assert world.row("hand_over", give(world, counted=1))["short"] == 1

    @pytest.mark.parametrize("count", [None, -1, "2", True])
    def test_a_thing_that_was_not_counted_is_refused(self, world: World, count: object) -> None:
        with pytest.raises(StepRefused, match="对讲机还没有点数"):
            give(world, objects=[{**RADIO, "counted": count}])

    def test_a_refused_one_comes_back_and_is_given_again(self, world: World) -> None:
        ent = give(world, counted=1)
        with pytest.raises(StepRefused, match="不能自己退回"):
            world.take(R.CLERK, "hand_over.send_back", ent, return_reason="objects")
        world.take(R.SQUAD_LEADER, "hand_over.send_back", ent, return_reason="objects", answer="少一部对讲机")
        assert world.row("hand_over", ent)["status"] == "returned"
        with pytest.raises(StepRefused, match="只在“待接班”时"):
            world.take(R.SQUAD_LEADER, "hand_over.take", ent)
        give(world, ent=ent)
        world.take(R.SQUAD_LEADER, "hand_over.take", ent)
        assert (world.row("hand_over", ent)["status"], world.row("hand_over", ent)["short"]) == ("taken", 0)

    def test_only_who_gave_it_withdraws_it(self, world: World) -> None:
        ent = give(world)
        with pytest.raises(StepRefused, match="别人交的班"):
            world.take(R.SUPERVISOR, "hand_over.withdraw", ent)
        world.take(R.CLERK, "hand_over.withdraw", ent)
        assert world.row("hand_over", ent)["status"] == "void"

    @pytest.mark.parametrize("role", [R.ACCOUNTANT, R.HEAD_OFFICE])
    def test_who_does_not_work_at_the_counter_does_not_sign(self, world: World, role: Role) -> None:
        with pytest.raises(StepRefused, match="岗位不能"):
            give(world, role=role)

    def test_one_that_nobody_took_is_open(self, world: World) -> None:
        give(world)
        (found,) = [one for one in matters(world) if one.record == "hand_over"]
        assert (found.what, found.step_label) == ("早班交班等人接", "接班")
        actor = world.office.actor(world.database, world.scope, world.people[R.CLERK].id)
        found_row = reads.waiting(world.database, actor, world.scope)
        assert found_row is not None
        assert found_row["status"] == HandOverState.WAITING


class TestPromises:
    def promise(self, world: World, hours: int = 3) -> str:
        return world.take(R.CLERK, "promise.promise", what="今晚回电", whom="王阿姨", where="3-2-1801",
                          due_at=world.clock.now + hours * HOUR, promised_by="李敏")  # fmt: skip

    def open(self, world: World) -> list[OpenMatter]:
        return [one for one in matters(world) if one.kind is OpenKind.PROMISE]

    def test_it_stays_until_it_is_kept(self, world: World) -> None:
        ent = self.promise(world)
        assert [one.rank for one in self.open(world)] == [Rank.LATER], "not before its time comes near"
        world.clock.forward(hours=2, minutes=30)
        (one,) = self.open(world)
        assert (one.rank_at(world.clock.now), one.what, one.who) == (Rank.NOW, "今晚回电", "王阿姨")
        world.clock.forward(days=2)
        assert len(self.open(world)) == 1, "a promise does not run out"
        world.take(R.SQUAD_LEADER, "promise.keep", ent, kept_by="赵刚")
        assert self.open(world) == []

    def test_it_cannot_be_made_for_the_past_nor_put_off_to_it(self, world: World) -> None:
        with pytest.raises(StepRefused, match="已经过了"):
            self.promise(world, hours=-1)
        ent = self.promise(world)
        with pytest.raises(StepRefused, match="已经过了"):
            world.take(R.CLERK, "promise.put_off", ent, due_at=world.clock.now - DAY)
        world.take(R.CLERK, "promise.put_off", ent, due_at=world.clock.now + DAY)
        assert world.row("promise", ent)["due_at"] == world.clock.now + DAY

    def test_dropping_one_needs_a_reason(self, world: World) -> None:
        ent = self.promise(world)
        with pytest.raises(StepRefused, match="不办原因"):
            world.take(R.CLERK, "promise.drop", ent)
        world.take(R.CLERK, "promise.drop", ent, drop_reason="withdrawn")
        assert self.open(world) == []

    def test_who_it_was_and_what_are_private(self, world: World) -> None:
        flow = world.rules.known("promise")
        assert {"what", "whom"} <= flow.record.private
        assert {"lines", "note", "answer"} <= world.rules.known("hand_over").record.private
