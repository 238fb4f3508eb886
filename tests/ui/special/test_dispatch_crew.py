"""Who goes and when in depth: full windows said, two men, the catalogue's prices, companies outside, told by digit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.ui.special.dispatch.reading import OTHER
from desk.ui.special.dispatch.showing import FOREMAN
from desk.ui.theme import Theme
from tests.ui.fit import SCALES, cramped
from tests.ui.prepared import again, prepared
from tests.ui.special.panel_desk import ENTER, F8, F9, PanelDesk, panel_desk
from tests.ui.special.test_dispatch import slips, wanted
from tests.ui.tree import nameless
from tests.world import World

TODAY = "2026-11-18"
WINDOW = {"window_from_at": at(TODAY, "14:00"), "window_to_at": at(TODAY, "16:00")}


def hire(world: World, name: str, no: str, *skills: str, shift: str = "day") -> str:
    made = world.changed(
        Role.HEAD_OFFICE,
        world.request("staff.add", name=name, staff_no=no, skills=list(skills)),
        world.request(
            "grant.add", staff_id="@0", estate_id=world.scope[2:], role="technician", crew_id=world.crew, shift=shift
        ),
    )
    return made.ents[0]


def fill(world: World, begin: str, end: str, count: int) -> None:
    """So many orders of 水电班 in a window."""
    for _ in range(count):
        order = world.order(window_from_at=at(TODAY, begin), window_to_at=at(TODAY, end))
        world.take(Role.CLERK, "work_order.dispatch", order, crew_id=world.crew, crew="水电班")


@pytest.fixture(scope="module")
def staffed(built_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    def take(world: World) -> None:
        hire(world, "李伟", "51", "electrician")
        hire(world, "王建国", "52", "electrician")
        hire(world, "孙磊", "53")
        world.take(Role.SUPERVISOR, "crew.add", name="电梯维保", outside=True, phone="88010000", sort_key="03")

    return prepared(built_world, tmp_path_factory.mktemp("staffed"), take)


@pytest.fixture
def world(staffed: World, tmp_path: Path) -> Iterator[World]:
    world = again(staffed, tmp_path)
    yield world
    world.database.close()


@pytest.fixture
def desk(world: World, look: Theme) -> Iterator[PanelDesk]:
    desk = panel_desk(world)
    yield desk
    desk.leave()


def times(desk: PanelDesk) -> list[tuple[str, str]]:
    return [(one.words, one.aside) for one in desk.pane.form.times.choices]


def digit(desk: PanelDesk, words: str, field: str = "times") -> str:
    form = desk.pane.form
    boxes = {"times": form.times, "people": form.people}[field]
    return next(one.digit for one in boxes.choices if one.words == words)


class TestWindows:
    def test_each_says_the_load_of_the_crew(self, desk: PanelDesk) -> None:
        fill(desk.world, "14:00", "16:00", 2)
        wanted(desk, desk.world.order(problem="11", **WINDOW))
        assert times(desk)[0] == ("今天 14-16点", "水电班 2/6 单")
        assert times(desk)[1] == ("今天 10:30", "水电班 0/6 单")

    def test_what_has_begun_is_not_offered(self, desk: PanelDesk) -> None:
        desk.world.clock.set(TODAY, "14:05")
        wanted(desk, desk.world.order(problem="11"))
        assert "今天 14-16点" not in [words for words, _ in times(desk)]
        assert times(desk)[0][0] == "今天 16-18点"

    def test_a_full_one_stands_last_says_so_and_is_chosen_by_a_person_only(self, desk: PanelDesk) -> None:
        fill(desk.world, "10:30", "12:00", 6)
        order = desk.world.order(problem="11")
        wanted(desk, order)
        assert times(desk)[-1] == ("今天 10:30", "已满 6/6 单")
        assert desk.pane.form.times.value == str(at(TODAY, "14:00"))  # 尽快: the next one with room
        assert "已满" not in desk.pane.form.hint.text()

        desk.press("1", digit(desk, "今天 10:30"))
        assert "今天 10:30 水电班已满 6/6 单, 再约就是第 7 单" in desk.pane.form.hint.text()
        desk.press(F9)
        assert desk.world.row("work_order", order)["window_from_at"] == at(TODAY, "10:30")
        assert "已满" in desk.said[-1]

    def test_the_capacity_of_a_crew_is_its_own(self, desk: PanelDesk) -> None:
        desk.world.take(Role.SUPERVISOR, "crew.edit", desk.world.crew, capacity=2)
        fill(desk.world, "10:30", "12:00", 2)
        wanted(desk, desk.world.order(problem="11"))
        assert times(desk)[-1] == ("今天 10:30", "已满 2/2 单")

    def test_where_all_the_near_ones_are_full_the_next_with_room_is_there(self, desk: PanelDesk) -> None:
        desk.world.take(Role.SUPERVISOR, "crew.edit", desk.world.crew, capacity=1)
        for begin, end in (("10:30", "12:00"), ("14:00", "16:00"), ("16:00", "18:00"), ("18:30", "20:00")):
            fill(desk.world, begin, end, 1)
        desk.world.take(Role.SUPERVISOR, "crew.edit", desk.world.crew, capacity=1)
        wanted(desk, desk.world.order(problem="11"))
        assert times(desk)[0] == ("明天 8:30", "水电班 0/1 单")
        assert [aside[:2] for _, aside in times(desk)[-4:]] == ["已满"] * 4

    def test_an_agreed_time_that_is_over_is_not_kept(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        desk.world.clock.set(TODAY, "16:05")
        wanted(desk, order)
        assert times(desk)[0][0] == "今晚 18:30"
        assert "和业主另约" in desk.pane.form.hint.text()

    def test_an_agreed_time_that_runs_is_kept_and_says_so(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        desk.world.clock.set(TODAY, "14:30")
        wanted(desk, order)
        assert times(desk)[0] == ("今天 14-16点", "已开始")


class TestTwo:
    def test_electric_work_suggests_a_second_man_in_two_keys(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="21", **WINDOW)
        wanted(desk, order)
        assert desk.pane.form.body.is_shown("second")
        desk.press(F8)
        assert desk.keys == 2
        row = desk.world.row("work_order", order)
        assert (row["technician"], row["second_technician"]) == ("李伟", "王建国")
        assert [slip["technician"] for slip in slips(desk)] == ["李伟、王建国"]
        assert desk.said[0].endswith("交 水电班 李伟、王建国")

    def test_the_second_is_never_the_first(self, desk: PanelDesk) -> None:
        wanted(desk, desk.world.order(problem="21", **WINDOW))
        desk.press(digit(desk, "王建国", "people"))
        assert "王建国" not in [one.words for one in desk.pane.form.second.choices]
        assert desk.pane.form.second.choices[0].words == "李伟"

    def test_one_may_go_alone_when_a_person_says_so(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="21", **WINDOW)
        wanted(desk, order)
        desk.press("1", "+", "0", F9)
        row = desk.world.row("work_order", order)
        assert row["technician"] == "李伟"
        assert row.get("second_technician") is None

    def test_plus_takes_one_along_for_any_work(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        assert not desk.pane.form.body.is_shown("second")
        desk.press("+", digit_of_second(desk, "孙磊"), F9)
        assert desk.world.row("work_order", order)["second_technician"] == "孙磊"

    def test_the_foreman_names_his_men_himself(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="21", **WINDOW)
        wanted(desk, order)
        desk.press("0", F9)
        row = desk.world.row("work_order", order)
        assert row.get("technician") is None
        assert row.get("second_technician") is None
        assert FOREMAN in desk.said[0]

    def test_who_lacks_the_skill_stands_behind_and_says_so(self, desk: PanelDesk) -> None:
        wanted(desk, desk.world.order(problem="21", **WINDOW))
        shown = [(one.words, one.aside) for one in desk.pane.form.people.choices]
        assert shown[2] == ("孙磊", "在岗 · 0 单 · 缺电工证(低压)")


def digit_of_second(desk: PanelDesk, name: str) -> str:
    others = sorted(["李伟", "王建国", "孙磊"], key=["李伟", "王建国", "孙磊"].index)[1:]
    return str(others.index(name) + 1)


class TestThreeSlips:
    def test_three_to_one_man_count_as_his_load(self, desk: PanelDesk) -> None:
        orders = [desk.world.order(problem="11", **WINDOW) for _ in range(3)]
        for order in orders:
            wanted(desk, order)
            desk.press(digit(desk, "王建国", "people"), F8)
        assert desk.keys == 9
        assert {desk.world.row("work_order", order)["technician"] for order in orders} == {"王建国"}
        wanted(desk, desk.world.order(problem="11", **WINDOW))
        loads = {one.words: one.aside for one in desk.pane.form.people.choices}
        assert loads["王建国"] == "在岗 · 3 单"


class TestPrices:
    def test_the_range_of_the_catalogue_is_one_digit(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", charge="paid", **WINDOW)
        wanted(desk, order)
        aside = {one.words: one.aside for one in desk.pane.form.price.choices}
        assert aside["区间"] == "30-50"
        desk.pane.form.price.setFocus()
        desk.press("4", F9)
        row = desk.world.row("work_order", order)
        assert (row["price_form"], row["price_from_fen"], row["price_to_fen"]) == ("range", 3000, 5000)

    def test_a_typed_price_is_not_overwritten(self, desk: PanelDesk) -> None:
        order = desk.world.order(
            problem="11", charge="paid", price_form="range", price_from_fen=2000, price_to_fen=2500
        )
        wanted(desk, order)
        desk.pane.form.price.setFocus()
        desk.press("4", F9)
        assert desk.world.row("work_order", order)["price_to_fen"] == 2500

    def test_warranty_is_a_digit(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", charge="paid", **WINDOW)
        wanted(desk, order)
        desk.pane.form.price.setFocus()
        desk.press("2", F9)
        assert desk.world.row("work_order", order)["charge"] == "warranty"


class TestTold:
    @pytest.mark.parametrize(("key", "how"), [("1", "on_call"), ("2", None), ("3", "face")])
    def test_by_digit(self, desk: PanelDesk, key: str, how: str | None) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        desk.press("1", ENTER, key, F8)
        assert desk.world.row("work_order", order).get("informed_how") == how

    def test_tools_are_suggested_and_can_be_changed(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        assert "生料带" in desk.pane.form.tools.text()
        desk.pane.form.tools.setFocus()
        desk.pane.form.tools.selectAll()
        desk.words("管钳")
        desk.press(F9)
        assert desk.world.row("work_order", order)["tools"] == "管钳"


class TestOutside:
    def lift(self, desk: PanelDesk, **values: Any) -> str:
        order = desk.world.order(problem="52", place_id=desk.world.place, where="3栋2单元电梯", **values)
        wanted(desk, order)
        return order

    def test_name_and_phone_are_known_and_the_number_is_asked(self, desk: PanelDesk) -> None:
        order = self.lift(desk)
        form = desk.pane.form
        assert (form.company.text(), form.company_phone.text()) == ("电梯维保", "88010000")
        assert not form.body.is_shown("people")
        assert desk.focus is form.company_no
        desk.type("E-7")
        desk.press(F8)
        row = desk.world.row("work_order", order)
        assert (row["status"], row["contractor_no"], row["contractor_phone"]) == ("handed_out", "E-7", "88010000")
        assert row["handed_out_at"] == desk.world.clock.now

    def test_a_company_that_is_in_no_list_is_written(self, desk: PanelDesk) -> None:
        order = self.lift(desk)
        desk.press("/", "0")
        assert desk.pane.form.crews.value == OTHER.id
        assert desk.pane.form.print.reason.startswith("还没有写外单位的名字")
        desk.press(F8)
        assert desk.focus is desk.pane.form.company
        desk.words("宏达防水")
        desk.press(F8)
        assert desk.world.row("work_order", order)["contractor"] == "宏达防水"

    def test_own_crews_and_companies_have_digits_of_their_own(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        desk.press("/")
        assert [one.words for one in desk.pane.form.crews.choices] == ["水电班"]
        desk.press("/")
        boxes = [(one.digit, one.words, one.aside) for one in desk.pane.form.crews.choices]
        assert boxes == [("1", "电梯维保", ""), ("0", "其他外单位", "")]
        desk.press("1", F8)
        assert desk.world.row("work_order", order)["contractor"] == "电梯维保"

    def test_a_company_names_its_own_time(self, desk: PanelDesk) -> None:
        order = self.lift(desk)
        assert desk.pane.form.times.value == ""
        assert desk.pane.form.aloud._sentence.accessibleName() == "王秀英您好, 电梯维保会联系您。"
        desk.pane.form.times.setFocus()
        desk.press(digit(desk, "今天 14-16点"), F8)
        assert desk.world.row("work_order", order)["window_from_at"] == at(TODAY, "14:00")

    def test_warranty_stays_warranty(self, desk: PanelDesk) -> None:
        order = self.lift(desk, charge="warranty")
        desk.press(F8)
        assert desk.world.row("work_order", order)["charge"] == "warranty"

    def test_the_resident_is_told_here_too(self, desk: PanelDesk) -> None:
        order = self.lift(desk)
        desk.pane.form.told.setFocus()
        desk.press("3", F8)
        assert desk.world.row("work_order", order)["informed_how"] == "face"


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("problem", ["21", "52"])
def test_words_have_room_at_every_scale(
    world: World, look: Theme, dressed: QApplication, scale: float, problem: str
) -> None:
    """Two men and a company outside, for a resident with the longest name."""
    look.wear(dressed, dark=False, scale=scale)
    hire(world, "阿卜杜热合曼·吐尔逊", "51", "electrician")
    hire(world, "欧阳建国", "52")
    world.take(Role.SUPERVISOR, "crew.add", name="电梯维保", outside=True, phone="029-88010000-802", sort_key="03")
    desk = panel_desk(world, Role.CLERK, (round(1366 * scale), round(768 * scale)))
    wanted(desk, world.order(problem=problem, reporter="阿卜杜热合曼·买买提明江", charge="paid", **WINDOW))
    QApplication.processEvents()
    assert nameless(desk.pane) == []
    assert cramped(desk.pane) == []
    desk.leave()
