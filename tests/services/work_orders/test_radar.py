"""重复雷达: 催单, 同报, 返工 or new; by whom, where, what and when."""

from dataclasses import dataclass

import pytest

from desk.domain.calendar import MINUTE, add_days, at
from desk.domain.roles import Actor, Role
from desk.services.work_orders import radar, radar_words
from desk.services.work_orders.patterns import PatternKind
from desk.services.work_orders.radar import Asked, Duplicate, Found
from desk.store.query import NotVisible
from tests.world import World

TAP, LIFT, TRAPPED, OUT_OF_WATER = "11", "52", "51", "16"
WANG = "13800006621"


@dataclass
class Desk:
    """A small office, asked by its clerk."""

    world: World

    @property
    def clerk(self) -> Actor:
        world = self.world
        return world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)

    def look(self, **asked: object) -> Found:
        world = self.world
        settings = world.office.settings(world.database, world.scope)
        question = Asked(**asked)  # type: ignore[arg-type]
        return radar.look(world.database, self.clerk, world.scope, settings, question, world.clock.now)

    def verdict(self, **asked: object) -> Duplicate:
        return self.look(**asked).verdict

    def says(self, **asked: object) -> str:
        top = self.look(**asked).top
        assert top is not None
        return radar_words.say(top, self.world.clock.now, 30)

    def tap(self, **more: object) -> str:
        """The Wangs' tap."""
        told = {"problem": TAP, "problem_label": "给排水·龙头漏水", "resident_id": self.world.resident}
        return self.world.order(**(told | more))

    def lift(self, **more: object) -> str:
        """The lift of 3-2, reported by somebody nobody knows."""
        told = {"home_id": None, "place_id": self.world.place, "where": "3栋2单元电梯", "area": "public",
                "problem": LIFT, "problem_label": "电梯·停运/异响", "urgency": "urgent", "reporter_phone": "1",
                "matter": "电梯不动了"}  # fmt: skip
        return self.world.order(**(told | more))

    def finish(self, order: str) -> None:
        world = self.world
        world.take(Role.CLERK, "work_order.dispatch", order, crew_id=world.crew, crew="水电班")
        world.take(Role.CLERK, "work_order.finish", order, result="repaired")


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
def wang(desk: Desk) -> dict[str, str]:
    return {"home_id": desk.world.homes[0], "resident_id": desk.world.resident}


class TestUnfinished:
    def test_nothing_is_there(self, desk: Desk, wang: dict[str, str]) -> None:
        assert desk.look(**wang, problem=TAP) == radar.NOTHING
        assert desk.verdict(**wang) is Duplicate.NEW

    def test_the_same_person_urges(self, desk: Desk, wang: dict[str, str]) -> None:
        order = desk.tap()
        found = desk.look(**wang)
        assert found.verdict is Duplicate.URGE
        assert found.top is not None
        assert found.top.order["id"] == order

    def test_the_same_telephone_is_the_same_person(self, desk: Desk) -> None:
        desk.tap(resident_id=None, home_id=None, where="哪一户不知道")
        assert desk.verdict(phone=WANG) is Duplicate.URGE
        assert desk.verdict(phone="13900000000") is Duplicate.NEW

    def test_another_person_of_the_same_home_reports_too(self, desk: Desk) -> None:
        desk.tap()
        assert desk.verdict(home_id=desk.world.homes[0], phone="13900000000") is Duplicate.CO_REPORT
        assert desk.verdict(home_id=desk.world.homes[1], phone="13900000000") is Duplicate.NEW

    def test_another_trouble_of_the_same_home_is_new(self, desk: Desk, wang: dict[str, str]) -> None:
        desk.tap()
        assert desk.verdict(**wang, problem=TAP) is Duplicate.URGE
        assert desk.verdict(**wang, problem="24") is Duplicate.NEW
        assert desk.verdict(**wang, problem="14") is Duplicate.NEW, "a toilet is no tap"
        assert desk.verdict(**wang, problem="00") is Duplicate.URGE, "words that say nothing"

    def test_what_is_urgent_now_is_no_old_story(self, desk: Desk, wang: dict[str, str]) -> None:
        desk.tap()
        assert desk.verdict(**wang, problem=TAP, urgent=True) is Duplicate.NEW

    def test_a_void_or_finished_order_is_not_urged(self, desk: Desk, wang: dict[str, str]) -> None:
        order = desk.tap()
        desk.world.take(Role.CLERK, "work_order.void", order, void_reason="withdrawn")
        assert desk.verdict(**wang) is Duplicate.NEW
        desk.finish(desk.tap())
        assert desk.verdict(**wang) is Duplicate.NEW

    def test_an_enquiry_is_urged_by_who_asked_and_nobody_else(self, desk: Desk, wang: dict[str, str]) -> None:
        desk.tap(kind="enquiry", charge=None)
        assert desk.verdict(**wang) is Duplicate.URGE
        assert desk.verdict(home_id=desk.world.homes[0], phone="13900000000") is Duplicate.NEW

    def test_every_state_before_the_finish_counts(self, desk: Desk, wang: dict[str, str]) -> None:
        world, order = desk.world, desk.tap()
        for step, values in (
            ("dispatch", {"crew_id": world.crew, "crew": "水电班"}), ("arrive", {}), ("wait_parts", {}),
        ):  # fmt: skip
            world.take(Role.CLERK, f"work_order.{step}", order, **values)
            assert desk.verdict(**wang, problem=TAP) is Duplicate.URGE, step


class TestPlaces:
    def test_the_running_fault_of_the_own_unit_needs_no_word(self, desk: Desk, wang: dict[str, str]) -> None:
        order = desk.lift()
        found = desk.look(**wang)
        assert found.verdict is Duplicate.CO_REPORT
        assert found.top is not None
        assert found.top.order["id"] == order

    def test_the_place_itself_and_its_kin(self, desk: Desk) -> None:
        desk.lift()
        place = desk.world.place
        assert desk.verdict(place_id=place, problem=LIFT) is Duplicate.CO_REPORT
        assert desk.verdict(place_id=place, problem="53") is Duplicate.CO_REPORT, "its buttons are dark"
        assert desk.verdict(place_id=place, problem="84") is Duplicate.NEW, "dirt in the lift is another matter"

    def test_somebody_is_caught_in_the_lift_that_stands(self, desk: Desk) -> None:
        desk.lift()
        assert desk.verdict(place_id=desk.world.place, problem=TRAPPED, urgent=True) is Duplicate.NEW

    def test_a_whole_at_the_riser_is_no_tap_of_the_home(self, desk: Desk, wang: dict[str, str]) -> None:
        world = desk.world
        riser = world.take(
            Role.SUPERVISOR, "place.add", name="3栋2单元水管井", kind="riser", building_no="3", unit_no="2"
        )
        desk.lift(place_id=riser, where="3栋2单元", problem="13", problem_label="给排水·下水堵塞", urgency="general")
        assert desk.verdict(**wang, problem="13") is Duplicate.CO_REPORT
        assert desk.verdict(**wang, problem=TAP) is Duplicate.NEW
        assert "3栋2单元下水堵塞已于" in desk.says(**wang, problem="13")

    def test_words_of_another_trouble_leave_the_lift_alone(self, desk: Desk, wang: dict[str, str]) -> None:
        desk.lift()
        assert desk.verdict(**wang, problem=TAP) is Duplicate.NEW

    def test_another_unit_is_another_place(self, desk: Desk) -> None:
        world = desk.world
        desk.lift()
        far = world.take(Role.SUPERVISOR, "home.add", building_no="3", unit_no="1", room_no="101", room="3-1-101")
        assert desk.verdict(home_id=far) is Duplicate.NEW

    def test_who_is_on_the_list_urges_the_next_time(self, desk: Desk, wang: dict[str, str]) -> None:
        order = desk.lift()
        desk.world.take(Role.CLERK, "co_report.join", order_id=order, **wang, wants_reply=True)
        found = desk.look(**wang)
        assert found.verdict is Duplicate.URGE
        assert found.top is not None
        assert found.top.reports == 1

    def test_who_was_written_down_by_mistake_is_not(self, desk: Desk, wang: dict[str, str]) -> None:
        order = desk.lift()
        one = desk.world.take(Role.CLERK, "co_report.join", order_id=order, **wang)
        desk.world.take(Role.CLERK, "co_report.void", one)
        found = desk.look(**wang)
        assert (found.verdict, found.hits[0].reports) == (Duplicate.CO_REPORT, 0)

    def test_no_water_in_the_whole_unit(self, desk: Desk) -> None:
        desk.tap(problem=OUT_OF_WATER, area="public")
        near, phone = desk.world.homes[1], "13900000000"
        assert desk.verdict(home_id=near, phone=phone, problem=OUT_OF_WATER, urgent=False) is Duplicate.CO_REPORT
        assert desk.verdict(home_id=near, phone=phone, problem=TAP) is Duplicate.NEW

    def test_what_many_ring_about_stands_above_the_own_tap(self, desk: Desk, wang: dict[str, str]) -> None:
        tap, lift = desk.tap(), desk.lift()
        assert [hit.order["id"] for hit in desk.look(**wang).hits] == [tap, lift]
        desk.world.take(Role.CLERK, "co_report.join", order_id=lift, home_id=desk.world.homes[1])
        assert [hit.order["id"] for hit in desk.look(**wang).hits] == [lift, tap]
        desk.world.clock.forward(minutes=31)
        assert [hit.order["id"] for hit in desk.look(**wang).hits] == [tap, lift], "by then the rush is over"


class TestRework:
    @pytest.fixture
    def mended(self, desk: Desk) -> str:
        """Reported on the 10th of November, finished on the 18th at 23:50."""
        world = desk.world
        world.clock.set("2026-11-10", "9:00")
        order = desk.tap()
        world.clock.set("2026-11-18", "23:50")
        desk.finish(order)
        return order

    @pytest.mark.parametrize(
        ("day", "clock", "verdict"),
        [
            ("2026-11-19", "8:00", Duplicate.REWORK),
            ("2026-12-18", "0:00", Duplicate.REWORK),
            ("2026-12-18", "23:59", Duplicate.REWORK),  # exactly 30 days, to its last minute
            ("2026-12-19", "0:00", Duplicate.NEW),
        ],
    )
    def test_by_the_day_it_was_finished(
        self, desk: Desk, wang: dict[str, str], mended: str, day: str, clock: str, verdict: Duplicate
    ) -> None:
        desk.world.clock.set(day, clock)
        assert desk.verdict(**wang, problem=TAP) is verdict

    def test_the_promise_is_a_setting(self, desk: Desk, wang: dict[str, str], mended: str) -> None:
        world = desk.world
        world.take(Role.MANAGER, "setting.add", key="order.rework_days", value="7")
        world.clock.set("2026-11-25", "9:00")
        assert desk.verdict(**wang, problem=TAP) is Duplicate.REWORK
        world.clock.set("2026-11-26", "9:00")
        assert desk.verdict(**wang, problem=TAP) is Duplicate.NEW

    def test_only_the_same_problem_of_the_same_home(self, desk: Desk, wang: dict[str, str], mended: str) -> None:
        assert desk.verdict(**wang) is Duplicate.NEW
        assert desk.verdict(**wang, problem="14") is Duplicate.NEW
        assert desk.verdict(home_id=desk.world.homes[1], problem=TAP) is Duplicate.NEW
        assert desk.verdict(home_id=desk.world.homes[0], phone="13900000000", problem=TAP) is Duplicate.REWORK

    def test_what_is_open_goes_before_what_was_mended(self, desk: Desk, wang: dict[str, str], mended: str) -> None:
        desk.tap(rework_of=mended)
        assert desk.verdict(**wang, problem=TAP) is Duplicate.URGE

    def test_the_last_repair_is_meant(self, desk: Desk, wang: dict[str, str], mended: str) -> None:
        desk.world.clock.forward(days=1)
        again = desk.tap()
        desk.finish(again)
        found = desk.look(**wang, problem=TAP)
        assert found.top is not None
        assert found.top.order["id"] == again

    def test_not_repaired_is_not_finished(self, desk: Desk, wang: dict[str, str]) -> None:
        world, order = desk.world, desk.tap()
        world.take(Role.CLERK, "work_order.dispatch", order, crew_id=world.crew, crew="水电班")
        world.take(Role.CLERK, "work_order.finish", order, result="not_repaired", not_repaired_why="没有配件")
        assert desk.verdict(**wang, problem=TAP) is Duplicate.URGE

    def test_it_is_said_aloud(self, desk: Desk, wang: dict[str, str], mended: str) -> None:
        desk.world.clock.set("2026-11-20", "9:00")
        assert desk.says(**wang, problem=TAP) == (
            "龙头漏水 11-18 水电班修过, 完工 30 天内再坏算返工, 不收您的钱。我们马上安排。"
        )


class TestPatterns:
    def three(self, desk: Desk, count: int = 3) -> list[str]:
        homes, rooms = desk.world.homes, ("3-2-1801", "3-2-1802", "3-2-1901")
        return [
            desk.tap(home_id=homes[n], where=rooms[n], problem="13", problem_label="给排水·下水堵塞", resident_id=None)
            for n in range(count)
        ]

    def kinds(self, desk: Desk, **asked: object) -> list[PatternKind]:
        return [one.kind for one in desk.look(**asked).patterns]

    def test_the_call_that_makes_three_shows_it(self, desk: Desk) -> None:
        self.three(desk, 1)
        last = {"home_id": desk.world.homes[2], "problem": "13"}
        assert self.kinds(desk, **last) == []
        desk.tap(home_id=desk.world.homes[1], problem="13")
        assert self.kinds(desk, **last) == [PatternKind.UNIT]

    def test_of_one_problem_in_seven_days(self, desk: Desk) -> None:
        self.three(desk, 2)
        last = {"home_id": desk.world.homes[2], "problem": "13"}
        assert self.kinds(desk, **(last | {"problem": "14"})) == []
        desk.world.clock.forward(days=7)
        assert self.kinds(desk, **last) == [PatternKind.UNIT], "exactly seven days"
        desk.world.clock.forward(ms=1)
        assert self.kinds(desk, **last) == []

    def test_a_void_one_does_not_count(self, desk: Desk) -> None:
        first, _ = self.three(desk, 2)
        desk.world.take(Role.CLERK, "work_order.void", first, void_reason="test")
        assert self.kinds(desk, home_id=desk.world.homes[2], problem="13") == []

    def test_three_of_one_home_in_ninety_days(self, desk: Desk, wang: dict[str, str]) -> None:
        for problem in (TAP, "24"):
            desk.finish(desk.tap(problem=problem))
        assert self.kinds(desk, **wang, problem="31") == [PatternKind.HOME]
        desk.world.clock.forward(days=90, minutes=1)
        assert self.kinds(desk, **wang, problem="31") == []

    def test_five_reports_of_one_place_in_half_an_hour(self, desk: Desk) -> None:
        world, lift = desk.world, desk.lift()
        for number in range(3):
            world.take(Role.CLERK, "co_report.join", order_id=lift, where=f"3-2-{number}")
        assert self.kinds(desk, place_id=world.place) == [PatternKind.CROWD], "this call is the fifth"
        world.clock.forward(minutes=30)
        assert self.kinds(desk, place_id=world.place) == [PatternKind.CROWD]
        world.clock.forward(ms=1)
        assert self.kinds(desk, place_id=world.place) == []

    def test_it_is_one_estate_s_own(self, desk: Desk) -> None:
        world = desk.world
        settings = world.office.settings(world.database, world.scope)
        stranger, asked = Actor("nobody", frozenset()), Asked(home_id=world.homes[0])
        with pytest.raises(NotVisible):
            radar.look(world.database, stranger, world.scope, settings, asked, world.clock.now)

    def test_another_estate_is_another_world(self, desk: Desk, wang: dict[str, str]) -> None:
        world = desk.world
        desk.tap()
        settings = world.office.settings(world.database, world.scope)
        other = "e/11111111-1111-1111-1111-111111111111"
        asked = Asked(home_id=wang["home_id"], resident_id=wang["resident_id"], phone=WANG)
        found = radar.look(world.database, desk.clerk, other, settings, asked, world.clock.now)
        assert found == radar.NOTHING


def test_the_words_of_a_running_lift(desk: Desk) -> None:
    """电梯已于 08:12 报修, 维保 08:40 到, 预计 10:00 恢复."""
    order = {"place_id": "1", "where": "3栋2单元电梯", "status": "arrived", "reported_at": at("2026-11-20", "8:12"),
             "crew": "电梯维保", "arrived_at": at("2026-11-20", "8:40"),
             "finish_due_at": at("2026-11-20", "10:00")}  # fmt: skip
    now = at("2026-11-20", "9:00")
    assert radar_words.stands(order, now) == "3栋2单元电梯已于 08:12 报修, 电梯维保 08:40 到, 预计 10:00 恢复"
    assert radar_words.stands(order, at("2026-11-20", "10:00")).endswith("到, 正在修"), "no promise that is over"
    waiting = {**order, "status": "accepted", "arrived_at": None, "crew": None}
    assert radar_words.stands(waiting, now) == "3栋2单元电梯已于 08:12 报修, 正在派人"
    parts = {**order, "status": "suspended", "suspend_reason": "parts", "suspended_until_on": add_days("2026-11-20", 1)}
    assert radar_words.stands(parts, now) == "3栋2单元电梯已于 08:12 报修, 现在等料, 明天前后恢复"


def test_minutes_are_of_the_setting(desk: Desk) -> None:
    world = desk.world
    world.take(Role.MANAGER, "setting.add", key="order.group_calls", value="2")
    lift = desk.lift()
    assert [one.kind for one in desk.look(place_id=world.place).patterns] == [PatternKind.CROWD]
    world.clock.forward(ms=30 * MINUTE + 1)
    assert desk.look(place_id=world.place).patterns == ()
    assert desk.look(place_id=world.place).hits[0].order["id"] == lift
