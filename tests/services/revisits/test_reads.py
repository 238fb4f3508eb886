"""The calls of the day: who is rung, in which order, and what a call writes for the revisit and its repair."""

import pytest

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.paths import RESOURCES
from desk.services.revisits.calling import Heard, answered, dialled, exempted, not_answered
from desk.services.revisits.due import Call, Group
from desk.services.revisits.grouping import BAD_NUMBER
from desk.services.revisits.reads import calls, done_today
from desk.services.revisits.record import CallCode, ExemptReason, FollowUp, Satisfaction
from desk.services.revisits.sources import RevisitSettings, load_revisit_settings
from desk.store.steps import StepRefused
from tests.world import World


@pytest.fixture(scope="module")
def table() -> RevisitSettings:
    return load_revisit_settings(RESOURCES / "catalogue")


def waiting(world: World, table: RevisitSettings, role: Role = Role.CLERK) -> list[Call]:
    actor = world.office.actor(world.database, world.scope, world.people[role].id)
    return calls(world.database, actor, world.scope, table, world.clock())


def heard(satisfaction: Satisfaction, follow_up: FollowUp | None = None, words: str = "") -> Heard:
    return Heard(CallCode.ANSWERED, (("修好了吗?", "yes"),), satisfaction, words, follow_up, 31)


class TestGroups:
    def test_due_from_the_third_day_and_pressing_on_the_last(self, world: World, table: RevisitSettings) -> None:
        world.slip_back()  # on the 18th: due 21st to 25th
        seen = []
        for day in ("2026-11-20", "2026-11-21", "2026-11-25", "2026-11-27"):
            world.clock.set(day, "9:40")
            seen.append(waiting(world, table)[0].group)
        assert seen == [Group.LATER, Group.NOW, Group.ENDING, Group.OVERDUE]

    def test_what_lies_far_ahead_is_not_shown(self, world: World, table: RevisitSettings) -> None:
        world.slip_back()
        world.clock.set("2026-11-10", "9:40")
        assert waiting(world, table) == []

    def test_a_promised_hour_waits_and_then_comes_first(self, world: World, table: RevisitSettings) -> None:
        first = world.slip_back(resident_id=world.resident)
        world.slip_back(where="3-2-1901", home_id=world.homes[2], reporter_phone="13911112222")
        world.clock.set("2026-11-21", "9:40")
        ring = next(one for one in waiting(world, table) if one.dues[0].about_id == first)
        later = at("2026-11-21", "15:00")
        world.take(Role.CLERK, "revisit.attempt", ring.id, call_code="later", next_call_at=later)
        assert [one.group for one in waiting(world, table)] == [Group.NOW, Group.APPOINTED]
        world.clock.set("2026-11-21", "15:01")
        assert [one.id == ring.id for one in waiting(world, table)] == [True, False]

    def test_after_dissatisfaction_the_supervisor_rings(self, world: World, table: RevisitSettings) -> None:
        order = world.slip_back()
        world.clock.set("2026-11-21", "9:40")
        due = waiting(world, table)[0].dues[0]
        world.changed(Role.CLERK, *answered(world.scope, due, heard(Satisfaction.BAD, FollowUp.CALL_BACK), "李敏"))
        assert world.row("work_order", order)["status"] == "slip_back"
        assert [one.group for one in waiting(world, table)] == [Group.BY_SUPERVISOR]
        assert [one.group for one in waiting(world, table, Role.SUPERVISOR)] == [Group.BY_SUPERVISOR]


class TestOneCall:
    def test_three_matters_of_one_person_are_one_call(self, world: World, table: RevisitSettings) -> None:
        for _ in range(3):
            world.slip_back(resident_id=world.resident)
        world.slip_back(where="3-2-1901", home_id=world.homes[2], reporter="赵宇", reporter_phone="13911112222")
        world.clock.set("2026-11-21", "9:40")
        found = waiting(world, table)
        assert sorted(len(one.dues) for one in found) == [1, 3]
        three = next(one for one in found if len(one.dues) == 3)
        assert (three.where_long, three.name, three.phones) == ("3栋2单元1801", "王秀英", ("13800006621",))

    def test_a_matter_not_yet_due_is_no_part_of_the_call(self, world: World, table: RevisitSettings) -> None:
        world.slip_back(resident_id=world.resident)
        world.clock.set("2026-11-20", "9:00")
        world.slip_back(resident_id=world.resident)
        world.clock.set("2026-11-21", "9:40")
        assert [(one.group, len(one.dues)) for one in waiting(world, table)] == [(Group.NOW, 1), (Group.LATER, 1)]

    def test_the_number_that_called_is_rung_before_the_others(self, world: World, table: RevisitSettings) -> None:
        world.slip_back(resident_id=world.resident, reporter_phone="0591-88016000")
        world.clock.set("2026-11-21", "9:40")
        assert waiting(world, table)[0].phones == ("0591-88016000", "13800006621")

    def test_one_unanswered_call_counts_for_all(self, world: World, table: RevisitSettings) -> None:
        world.slip_back(resident_id=world.resident)
        world.slip_back(resident_id=world.resident)
        world.clock.set("2026-11-21", "9:40")
        call = waiting(world, table)[0]
        world.changed(Role.CLERK, *_unanswered(world, call))
        again = waiting(world, table)[0]
        assert [len(due.attempts) for due in again.dues] == [1, 1]
        assert again.attempts[0].who == "李敏"


def _unanswered(world: World, call: Call, code: CallCode = CallCode.NO_ANSWER) -> list:  # type: ignore[type-arg]
    settings = world.office.settings(world.database, world.scope)
    return not_answered(world.scope, call.dues, code, 0, settings, "李敏", world.clock())


class TestEnds:
    def test_satisfied_closes_the_repair(self, world: World, table: RevisitSettings) -> None:
        order = world.slip_back()
        world.clock.set("2026-11-21", "9:40")
        due = waiting(world, table)[0].dues[0]
        world.changed(Role.CLERK, *answered(world.scope, due, heard(Satisfaction.FAIR), "李敏"))
        row = world.row("work_order", order)
        assert (row["status"], row["closed_by"], row["satisfaction"]) == ("closed", "revisit", "fair")
        kept = world.row("revisit", due.id)
        assert (kept["status"], kept["seconds"], kept["called_by"]) == ("answered", 31, "李敏")
        assert kept["answers"] == [{"question": "修好了吗?", "answer": "yes"}]

    def test_rework_opens_a_second_order_and_closes_the_first(self, world: World, table: RevisitSettings) -> None:
        old = world.slip_back(problem="11", problem_label="给排水·龙头漏水", urgency="urgent")
        world.clock.set("2026-11-21", "9:40")
        due = next(one for one in waiting(world, table)).dues[0]
        bad = heard(Satisfaction.BAD, FollowUp.REWORK, "还在滴")
        world.changed(Role.CLERK, *answered(world.scope, due, bad, "李敏"))
        before = world.row("work_order", old)
        assert (before["status"], before["closed_by"], before["satisfaction"]) == ("closed", "reworked", "bad")
        again = next(row for row in world.rows("work_order") if row.get("rework_of") == old)
        assert (again["status"], again["matter"], again["charge"]) == ("accepted", "返工: 还在滴", "free")
        same = ("home_id", "where", "problem", "urgency", "crew_id", "reporter", "reporter_phone")
        assert {name: again.get(name) for name in same} == {name: before.get(name) for name in same}
        assert again["rework_of_no"] == before["no"]
        assert world.row("revisit", due.id)["rework_id"] == again["id"]

    def test_nothing_is_written_when_a_part_is_refused(self, world: World, table: RevisitSettings) -> None:
        order = world.slip_back()
        world.clock.set("2026-11-21", "9:40")
        due = waiting(world, table)[0].dues[0]
        with pytest.raises(StepRefused, match="还没有选去向"):
            world.changed(Role.CLERK, *answered(world.scope, due, heard(Satisfaction.BAD), "李敏"))
        assert world.row("revisit", due.id)["status"] == "waiting"
        assert world.row("work_order", order)["status"] == "slip_back"

    def test_three_calls_on_two_days_end_as_not_reached(self, world: World, table: RevisitSettings) -> None:
        order = world.slip_back()
        for day, clock in (("2026-11-21", "9:40"), ("2026-11-21", "15:00"), ("2026-11-22", "9:40")):
            world.clock.set(day, clock)
            world.changed(Role.CLERK, *_unanswered(world, waiting(world, table)[0]))
        row = world.row("work_order", order)
        assert (row["status"], row["closed_by"]) == ("closed", "not_reached")
        assert waiting(world, table) == []

    def test_a_refusal_ends_at_once_and_apart(self, world: World, table: RevisitSettings) -> None:
        order = world.slip_back()
        world.clock.set("2026-11-21", "9:40")
        world.changed(Role.CLERK, *_unanswered(world, waiting(world, table)[0], CallCode.REFUSED))
        assert world.row("work_order", order)["closed_by"] == "refused"

    @pytest.mark.parametrize(
        ("code", "closed_by"), [(None, "revisit"), (CallCode.REFUSED, "refused")], ids=["answered", "refused"]
    )
    def test_a_call_before_the_slip_is_kept_and_the_slip_closes(
        self, world: World, table: RevisitSettings, code: CallCode | None, closed_by: str
    ) -> None:
        order = world.finished()
        world.clock.set("2026-11-21", "9:40")
        call = waiting(world, table)[0]
        requests = _unanswered(world, call, code) if code else answered(
            world.scope, call.dues[0], heard(Satisfaction.GOOD), "李敏")  # fmt: skip
        world.changed(Role.CLERK, *requests)
        assert world.row("work_order", order)["status"] == "finished"
        world.take(Role.CLERK, "work_order.sign", order, signature="self", tick="good")
        world.take(Role.CLERK, "work_order.slip_back", order)
        row = world.row("work_order", order)
        assert (row["status"], row["closed_by"]) == ("closed", closed_by)

    def test_the_days_figures(self, world: World, table: RevisitSettings) -> None:
        world.slip_back()
        world.slip_back(where="3-2-1901", home_id=world.homes[2], reporter_phone="13911112222")
        world.clock.set("2026-11-21", "9:40")
        first, second = waiting(world, table)
        world.changed(Role.CLERK, *dialled(world.scope, first.dues, "李敏"))
        world.changed(Role.CLERK, *dialled(world.scope, second.dues, "李敏"))
        world.changed(Role.CLERK, *answered(world.scope, first.dues[0], heard(Satisfaction.GOOD), "李敏"))
        actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
        done = done_today(world.database, actor, world.scope, world.clock())
        assert (done.answered, done.rung) == (1, 2)


class TestAnEmergency:
    """Asked about on the first day, and again on days 3 to 7: the repair waits for the later call."""

    @pytest.fixture
    def order(self, world: World) -> str:
        order = world.slip_back(urgency="urgent", resident_id=world.resident)
        world.clock.set("2026-11-19", "9:40")
        return order

    def states(self, world: World) -> dict[str, str]:
        return {str(row["source"]): str(row["status"]) for row in world.rows("revisit")}

    def test_content_the_first_time_it_is_still_asked_again(
        self, world: World, table: RevisitSettings, order: str
    ) -> None:
        first, later = waiting(world, table)
        assert (first.group, later.group) == (Group.ENDING, Group.LATER)
        world.changed(Role.CLERK, *answered(world.scope, first.dues[0], heard(Satisfaction.GOOD), "李敏"))
        assert world.row("work_order", order)["status"] == "slip_back"
        world.clock.set("2026-11-21", "9:40")
        (second,) = waiting(world, table)
        world.changed(Role.CLERK, *answered(world.scope, second.dues[0], heard(Satisfaction.FAIR), "李敏"))
        row = world.row("work_order", order)
        assert (row["status"], row["satisfaction"], row["revisit_id"]) == ("closed", "fair", second.dues[0].id)

    @pytest.mark.parametrize(("way", "status"), [(FollowUp.REWORK, "closed"), (FollowUp.CALL_BACK, "slip_back")])
    def test_dissatisfied_the_first_time_nobody_asks_the_second(
        self, world: World, table: RevisitSettings, order: str, way: FollowUp, status: str
    ) -> None:
        first = waiting(world, table)[0]
        world.changed(Role.CLERK, *answered(world.scope, first.dues[0], heard(Satisfaction.BAD, way, "x"), "李敏"))
        assert self.states(world)["repair"] == "exempt"
        assert world.row("work_order", order)["status"] == status

    def test_a_refusal_ends_both(self, world: World, table: RevisitSettings, order: str) -> None:
        world.changed(Role.CLERK, *_unanswered(world, waiting(world, table)[0], CallCode.REFUSED))
        assert self.states(world) == {"urgent": "refused", "repair": "exempt"}
        assert world.row("work_order", order)["closed_by"] == "refused"

    def test_not_reached_is_asked_again(self, world: World, table: RevisitSettings, order: str) -> None:
        for day, clock in (("19", "9:40"), ("19", "14:40"), ("20", "9:40")):
            world.clock.set(f"2026-11-{day}", clock)
            world.changed(Role.CLERK, *_unanswered(world, waiting(world, table)[0]))
        assert self.states(world) == {"urgent": "not_reached", "repair": "waiting"}
        assert world.row("work_order", order)["status"] == "slip_back"

    def test_both_due_are_one_call(self, world: World, table: RevisitSettings, order: str) -> None:
        world.clock.set("2026-11-21", "9:40")
        (call,) = waiting(world, table)
        assert [str(due.source) for due in call.dues] == ["urgent", "repair"]
        assert call.dues[0].also == call.dues[1].id


class TestComplaints:
    """Whoever asked for a complaint is not rung for a tap."""

    def test_other_matters_wait_for_a_judge(self, world: World, table: RevisitSettings) -> None:
        world.slip_back(resident_id=world.resident)
        world.clock.forward(hours=1)
        world.slip_back(resident_id=world.resident, problem_label="电气·换灯")
        world.slip_back(where="3-2-1901", home_id=world.homes[2], reporter_phone="13911112222")
        world.clock.set("2026-11-21", "9:40")
        mine = next(one for one in waiting(world, table) if len(one.dues) == 2)
        bad = heard(Satisfaction.BAD, FollowUp.COMPLAINT, "要个说法")
        world.changed(Role.CLERK, *answered(world.scope, mine.dues[0], bad, "李敏"))
        found = {one.where: one.group for one in waiting(world, table) if one.group is not Group.LATER}
        assert found == {"3-2-1801": Group.IN_COMPLAINT, "3-2-1901": Group.NOW}
        world.clock.set("2026-11-22", "9:40")
        groups = [one.group for one in waiting(world, table)]
        assert groups == [Group.NOW, Group.BY_SUPERVISOR, Group.IN_COMPLAINT]

    def test_after_the_supervisors_call_it_goes_on(self, world: World, table: RevisitSettings) -> None:
        world.slip_back(resident_id=world.resident)
        world.slip_back(resident_id=world.resident, problem_label="电气·换灯")
        world.clock.set("2026-11-21", "9:40")
        bad = heard(Satisfaction.BAD, FollowUp.COMPLAINT, "要个说法")
        world.changed(Role.CLERK, *answered(world.scope, waiting(world, table)[0].dues[0], bad, "李敏"))
        world.clock.set("2026-11-22", "9:40")
        judged = next(one for one in waiting(world, table) if one.group is Group.BY_SUPERVISOR)
        world.changed(Role.SUPERVISOR, *answered(world.scope, judged.dues[0], heard(Satisfaction.FAIR), "张敏"))
        assert [one.group for one in waiting(world, table)] == [Group.NOW]

    def test_a_call_back_asks_everything_at_once(self, world: World, table: RevisitSettings) -> None:
        """Without a complaint the supervisor's call is the one call, for the other matter too."""
        world.slip_back(resident_id=world.resident)
        world.slip_back(resident_id=world.resident, problem_label="电气·换灯")
        world.clock.set("2026-11-21", "9:40")
        bad = heard(Satisfaction.BAD, FollowUp.CALL_BACK, "没来")
        world.changed(Role.CLERK, *answered(world.scope, waiting(world, table)[0].dues[0], bad, "李敏"))
        (one,) = waiting(world, table)
        assert (one.group, len(one.dues)) == (Group.BY_SUPERVISOR, 2)


class TestBestHours:
    def two(self, world: World) -> None:
        world.slip_back(where="3-2-1702", home_id=world.homes[2], reporter_phone="13911112222")
        world.slip_back(resident_id=world.resident)

    def test_whose_hour_it_is_comes_first_and_whose_is_later_waits(self, world: World, table: RevisitSettings) -> None:
        self.two(world)
        world.take(Role.SUPERVISOR, "resident.edit", world.resident, best_hours="晚上")
        seen = []
        for clock in ("9:40", "18:40"):
            world.clock.set("2026-11-21", clock)
            seen.append([one.where for one in waiting(world, table)])
        assert seen == [["3-2-1702", "3-2-1801"], ["3-2-1801", "3-2-1702"]]

    def test_learnt_from_the_calls_that_were_answered(self, world: World, table: RevisitSettings) -> None:
        for day in ("02", "09"):
            world.clock.set(f"2026-11-{day}", "9:00")
            world.slip_back(resident_id=world.resident)
            world.clock.set(f"2026-11-{int(day) + 3:02d}", "19:10")
            (call,) = waiting(world, table)
            assert call.learnt is None
            world.changed(Role.CLERK, *answered(world.scope, call.dues[0], heard(Satisfaction.GOOD), "李敏"))
        world.clock.set("2026-11-18", "9:00")
        world.slip_back(resident_id=world.resident)
        world.clock.set("2026-11-21", "9:40")
        assert [(one.learnt, one.best) for one in waiting(world, table)] == [(19, ((1140, 1200),))]


class TestNumbersToCheck:
    def test_a_dead_number_is_checked_until_the_card_was_worked_on(self, world: World, table: RevisitSettings) -> None:
        world.slip_back(resident_id=world.resident)
        world.clock.set("2026-11-21", "9:40")
        world.changed(Role.CLERK, *_unanswered(world, waiting(world, table)[0], CallCode.DEAD))
        assert [one.group for one in waiting(world, table)] == [Group.CHECK_PHONE]
        world.clock.forward(minutes=5)
        phones = [{"number": "13700001234", "note": "新号"}, {"number": "13800006621", "note": BAD_NUMBER}]
        world.take(Role.CLERK, "resident.edit", world.resident, phones=phones)
        (call,) = waiting(world, table)
        assert (call.group, call.phones) == (Group.NOW, ("13700001234",))

    def test_nobody_without_a_number_is_in_the_way_of_the_calls(self, world: World, table: RevisitSettings) -> None:
        world.slip_back(home_id=world.homes[2], where="3-2-1901", reporter_phone=None)
        world.clock.set("2026-11-21", "9:40")
        assert [(one.group, one.phones) for one in waiting(world, table)] == [(Group.CHECK_PHONE, ())]

    def test_a_wrong_number_goes_before_an_appointed_hour(self, world: World, table: RevisitSettings) -> None:
        world.slip_back()
        world.clock.set("2026-11-21", "9:40")
        world.changed(Role.CLERK, *_unanswered(world, waiting(world, table)[0], CallCode.WRONG))
        assert [one.group for one in waiting(world, table)] == [Group.CHECK_PHONE]


class TestNobodyIsAsked:
    def test_by_somebody_who_may_and_the_repair_is_done(self, world: World, table: RevisitSettings) -> None:
        order = world.slip_back()
        world.clock.set("2026-11-21", "9:40")
        dues = waiting(world, table)[0].dues
        with pytest.raises(StepRefused):
            world.changed(Role.CLERK, *exempted(world.scope, dues, ExemptReason.ASKED_NOT_TO))
        world.changed(Role.SUPERVISOR, *exempted(world.scope, dues, ExemptReason.ASKED_NOT_TO))
        row = world.row("work_order", order)
        assert (row["status"], row["closed_by"]) == ("closed", "exempt")
        assert world.row("revisit", dues[0].id)["exempt_reason"] == "asked_not_to"

    def test_of_an_emergency_the_second_call_stays(self, world: World, table: RevisitSettings) -> None:
        order = world.slip_back(urgency="urgent")
        world.clock.set("2026-11-19", "9:40")
        first = waiting(world, table)[0]
        world.changed(Role.SUPERVISOR, *exempted(world.scope, first.dues, ExemptReason.OTHER))
        assert world.row("work_order", order)["status"] == "slip_back"
        assert [one.group for one in waiting(world, table)] == [Group.LATER]
