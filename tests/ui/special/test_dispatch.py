"""Dispatch in two keys where the suggestion is right, in five or six where it is not; blocked with its reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.ui.special.dispatch.showing import FOREMAN
from desk.ui.theme import Theme
from tests.ui.prepared import again, prepared
from tests.ui.special.panel_desk import ENTER, ESC, F4, F8, F9, PanelDesk, panel_desk
from tests.world import World

TODAY = "2026-11-18"
WINDOW = {"window_from_at": at(TODAY, "14:00"), "window_to_at": at(TODAY, "16:00")}
RANGE = {"charge": "paid", "price_form": "range", "price_from_fen": 3000, "price_to_fen": 5000}


def hire(world: World, name: str, no: str, crew: str, shift: str = "day") -> str:
    made = world.changed(
        Role.HEAD_OFFICE,
        world.request("staff.add", name=name, staff_no=no),
        world.request(
            "grant.add", staff_id="@0", estate_id=world.scope[2:], role="technician", crew_id=crew, shift=shift
        ),
    )
    return made.ents[0]


@pytest.fixture(scope="module")
def staffed(built_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """水电班 with three people, another crew, a lift company."""

    def take(world: World) -> None:
        for no, name in enumerate(("李伟", "王建国", "孙磊"), start=51):
            hire(world, name, str(no), world.crew)
        world.take(Role.SUPERVISOR, "crew.add", name="综合班", sort_key="02")
        world.take(Role.SUPERVISOR, "crew.add", name="电梯维保", outside=True, phone="88010000", sort_key="03")

    return prepared(built_world, tmp_path_factory.mktemp("staffed"), take)


@pytest.fixture
def world(staffed: World, tmp_path: Path) -> Iterator[World]:
    world = again(staffed, tmp_path)
    yield world
    world.database.close()


@pytest.fixture
def desk(world: World, bare: Theme) -> Iterator[PanelDesk]:
    desk = panel_desk(world)
    yield desk
    desk.leave()


def wanted(desk: PanelDesk, ent: str) -> None:
    """F4 on the order: the first key."""
    desk.counter.ways.dispatch_wanted.emit(ent)
    desk.keys += 1


def slips(desk: PanelDesk) -> list[dict[str, object]]:
    return sorted(desk.world.rows("slip"), key=lambda row: (row["copy_no"], row["status"] != "void"))


def digit_of(desk: PanelDesk, name: str) -> str:
    return next(choice.digit for choice in desk.pane.form.people.choices if choice.words == name)


class TestKeys:
    def test_two_keys_where_the_suggestion_is_right(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        desk.press(F8)

        assert desk.keys == 2
        row = desk.world.row("work_order", order)
        assert (row["status"], row["crew"], row["technician"]) == ("dispatched", "水电班", "李伟")
        assert row["window_from_at"] == WINDOW["window_from_at"]
        assert row.get("informed_at") is None
        (slip,) = slips(desk)
        assert (slip["no"], slip["copy_no"], slip["status"], slip["technician"]) == (row["no"], 1, "unprinted", "李伟")
        assert desk.printed == [[order]]
        assert desk.said == [f"{row['no']} 已派工, 交 水电班 李伟"]
        assert desk.frame.panel is None

    def test_five_keys_in_full(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        desk.press("2", ENTER, "1", F8)
        assert desk.keys == 5
        row = desk.world.row("work_order", order)
        assert (row["technician"], row["informed_how"]) == ("王建国", "on_call")
        assert row["informed_at"] == row["dispatched_at"]

    def test_six_keys_with_a_price(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW, **RANGE)
        wanted(desk, order)
        desk.press("2", ENTER, ENTER, "1", F8)
        assert desk.keys == 6
        row = desk.world.row("work_order", order)
        assert (row["technician"], row["informed_how"]) == ("王建国", "on_call")
        assert (row["price_form"], row["price_from_fen"], row["price_to_fen"]) == ("range", 3000, 5000)

    def test_everything_is_one_group(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        before = desk.world.database.read("SELECT COUNT(*) FROM outbox")[0][0]
        wanted(desk, order)
        desk.press("1", ENTER, "1", F8)
        assert desk.world.database.read("SELECT COUNT(*) FROM outbox")[0][0] == before + 3

    def test_zero_leaves_the_man_to_the_foreman(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        desk.press("0", F8)
        row = desk.world.row("work_order", order)
        assert row["crew"] == "水电班"
        assert row.get("technician") is None
        assert FOREMAN in desk.said[0]

    @pytest.mark.parametrize("key", [F9, F4])
    def test_without_print_the_slip_waits_unprinted(self, desk: PanelDesk, key: object) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        desk.press(key)  # type: ignore[arg-type]
        assert desk.printed == []
        assert [slip["status"] for slip in slips(desk)] == ["unprinted"]

    def test_calling_back_later_leaves_the_reply_open(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        desk.press("2", ENTER, "2", F8)
        assert desk.world.row("work_order", order).get("informed_at") is None

    def test_escape_leaves_it_as_it_was(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        desk.press("2", ESC)
        assert desk.world.row("work_order", order)["status"] == "accepted"
        assert desk.frame.panel is None


class TestChoosing:
    def test_another_crew_brings_its_own_people(self, desk: PanelDesk) -> None:
        other = next(row["id"] for row in desk.world.rows("crew") if row["name"] == "综合班")
        hire(desk.world, "陈立", "60", other)
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        desk.press("/")
        place = [choice.words for choice in desk.pane.form.crews.choices].index("综合班")
        desk.press(desk.pane.form.crews.choices[place].digit)
        assert [choice.words for choice in desk.pane.form.people.choices] == ["陈立", FOREMAN]
        desk.press("1", F8)
        row = desk.world.row("work_order", order)
        assert (row["crew"], row["technician"]) == ("综合班", "陈立")

    def test_another_window(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        place = [choice.words for choice in desk.pane.form.times.choices].index("今天 16-18点")
        desk.press("1", desk.pane.form.times.choices[place].digit, F8)
        assert desk.world.row("work_order", order)["window_from_at"] == at(TODAY, "16:00")

    def test_load_and_duty_stand_beside_each(self, desk: PanelDesk) -> None:
        hire(desk.world, "夜里", "70", desk.world.crew, "night")
        wanted(desk, desk.world.order(problem="11", **WINDOW))
        desk.press("2", F8)
        wanted(desk, desk.world.order(problem="11", **WINDOW))
        shown = {choice.words: choice.aside for choice in desk.pane.form.people.choices}
        assert shown["王建国"] == "在岗 · 1 单"
        assert shown["李伟"] == "在岗 · 0 单"
        assert shown["夜里"] == "不当班 · 0 单"

    def test_an_outside_company_takes_it_over_without_a_slip(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="52", place_id=desk.world.place, where="3栋2单元电梯")
        wanted(desk, order)
        assert desk.pane.form.print.text() == "转外单位"
        desk.press(F8)
        row = desk.world.row("work_order", order)
        assert (row["status"], row["contractor"], row["charge"]) == ("handed_out", "电梯维保", "contractor")
        assert slips(desk) == []
        assert desk.printed == []

    def test_the_sentence_says_who_when_and_how_much(self, desk: PanelDesk) -> None:
        wanted(desk, desk.world.order(problem="11", **WINDOW, **RANGE))
        desk.press("2")
        said = desk.pane.form.aloud._sentence.accessibleName()
        assert said == "王秀英您好, 水电班王建国师傅今天下午2点到4点上门, 费用30到50元。"


class TestBlocked:
    def test_paid_work_without_a_price_form_is_blocked_with_the_words_of_the_rule(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", charge="paid", **WINDOW)
        wanted(desk, order)
        assert desk.pane.form.print.reason.startswith("有偿维修还没有约定价格")
        desk.press(F8)
        assert desk.world.row("work_order", order)["status"] == "accepted"
        assert desk.focus is desk.pane.form.price
        assert "价目表" in desk.pane.form.hint.text()

        desk.press("5")
        assert desk.pane.form.print.reason == ""
        desk.press(F8)
        row = desk.world.row("work_order", order)
        assert (row["status"], row["price_form"]) == ("dispatched", "on_site")

    def test_an_emergency_is_not_blocked_by_a_price(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="12", charge="paid", urgency="urgent")
        wanted(desk, order)
        assert desk.pane.form.times.choices[0].words == "马上"
        desk.press(F8)
        assert desk.world.row("work_order", order)["status"] == "dispatched"

    def test_an_amount_that_is_none_is_said_and_the_field_has_the_focus(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW, **RANGE)
        wanted(desk, order)
        desk.pane.form.low.setFocus()
        desk.pane.form.low.selectAll()
        desk.type("3x")
        assert desk.pane.form.print.reason
        desk.press(F8)
        assert desk.world.row("work_order", order)["status"] == "accepted"

    def test_amounts_the_wrong_way_round_are_refused_by_the_rule(self, desk: PanelDesk) -> None:
        wanted(desk, desk.world.order(problem="11", **WINDOW, **RANGE))
        desk.pane.form.high.setFocus()
        desk.pane.form.high.selectAll()
        desk.type("20")
        assert "上限低于下限" in desk.pane.form.print.reason

    def test_a_finished_order_says_why_it_cannot_go(self, desk: PanelDesk) -> None:
        order = desk.world.finished(problem="11")
        wanted(desk, order)
        assert "不能派工" in desk.pane.form.print.reason

    def test_whoever_may_not_dispatch_is_told_whom_to_ask(self, world: World, bare: Theme) -> None:
        order = world.order(problem="11", **WINDOW)
        desk = panel_desk(world, Role.ACCOUNTANT)
        wanted(desk, order)
        assert "请找" in desk.pane.form.print.reason
        desk.leave()

    def test_nobody_known_for_it_asks_for_the_crew(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="00", **WINDOW)
        wanted(desk, order)
        assert desk.focus is desk.pane.form.crews
        assert "还没有选班组" in desk.pane.form.print.reason
        desk.press(desk.pane.form.crews.choices[0].digit, F8)
        assert desk.world.row("work_order", order)["status"] == "dispatched"

    def test_an_order_that_is_not_there_is_said(self, desk: PanelDesk) -> None:
        wanted(desk, "01a1ec2a-f280-7035-9762-000000000000")
        assert not desk.pane.form.notice.isHidden()
        assert "找不到" in desk.pane.form.notice.accessibleName()


class TestAgain:
    def test_out_already_it_is_reassigned_and_the_unprinted_slip_is_void(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        desk.press("1", F9)
        wanted(desk, order)
        assert desk.pane.form.title.text() == "改派"
        desk.press(digit_of(desk, "王建国"), F8)
        row = desk.world.row("work_order", order)
        assert (row["status"], row["technician"]) == ("dispatched", "王建国")
        assert [(slip["status"], slip["technician"], slip["copy_no"]) for slip in slips(desk)] == [
            ("void", "李伟", 1),
            ("unprinted", "王建国", 1),
        ]

    def test_a_sheet_that_was_on_paper_makes_the_next_a_second_copy(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        desk.press("1", F9)
        desk.world.take(Role.CLERK, "slip.print", str(slips(desk)[0]["id"]))
        wanted(desk, order)
        desk.press(digit_of(desk, "王建国"), F8)
        assert [(slip["status"], slip["copy_no"]) for slip in slips(desk)] == [("out", 1), ("unprinted", 2)]

    def test_reassigned_to_the_foreman_nobody_is_named_any_more(self, desk: PanelDesk) -> None:
        order = desk.world.order(problem="11", **WINDOW)
        wanted(desk, order)
        desk.press("1", F9)
        wanted(desk, order)
        desk.press("0", F9)
        assert desk.world.row("work_order", order).get("technician") is None
