"""The scripts of the counter, key by key: no telephone waits for a form."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.calendar import MINUTE, at
from desk.domain.roles import Role
from desk.ui.kit.labels import Elided
from desk.ui.theme import Theme
from tests.ui.prepared import again, prepared
from tests.ui.special.panel_desk import DOWN, ENTER, ESC, F2, F4, F9, PanelDesk, panel_desk
from tests.ui.typing_words import preedit
from tests.world import START, World

TODAY = "2026-11-18"


@pytest.fixture(scope="module")
def family(built_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """王秀英 and 王强 of 3-2-1801 ring from one number."""

    def take(world: World) -> None:
        phones = [{"number": "13800006621", "note": "家里"}]
        other = world.take(Role.CLERK, "resident.add", name="王强", phones=phones)
        world.take(Role.CLERK, "residence.add", resident_id=other, home_id=world.homes[0], relation="family")

    return prepared(built_world, tmp_path_factory.mktemp("family"), take)


@pytest.fixture
def world(family: World, tmp_path: Path) -> Iterator[World]:
    world = again(family, tmp_path)
    yield world
    world.database.close()


@pytest.fixture
def desk(world: World, bare: Theme) -> Iterator[PanelDesk]:
    desk = panel_desk(world)
    yield desk
    desk.leave()


def known_caller(desk: PanelDesk) -> None:
    desk.press(F2)
    desk.type("6621")
    desk.press(ENTER)


class TestKnownNumber:
    def test_nine_keys_besides_the_words(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.words("厨房水龙头一直滴水")
        desk.press(ENTER)
        desk.world.clock.forward(ms=38_000)
        desk.press("2", F9)

        assert desk.keys == 9
        (order,) = desk.orders()
        assert (order["reporter"], order["where"], order["home_id"]) == ("王秀英", "3-2-1801", desk.world.homes[0])
        assert (order["matter"], order["problem"], order["urgency"]) == ("厨房水龙头一直滴水", "11", "general")
        assert (order["area"], order["charge"], order["price_form"]) == ("own", "paid", "range")
        assert order["window_from_at"] == at(TODAY, "14:00")
        assert order["window_to_at"] == at(TODAY, "16:00")
        assert order["status"] == "accepted"
        assert (order["reported_at"], order["reported_source"]) == (START, "live")
        assert order["accepted_at"] == START + 38_000
        assert desk.said == [f"已受理 {order['no']}"]

    def test_the_sentence_to_read_stays_when_it_is_saved(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.words("厨房水龙头一直滴水")
        desk.press(ENTER, "2", F9)
        said = desk.card.form.aloud._sentence.accessibleName()
        assert said.startswith("3栋2单元1801 王秀英, 厨房水龙头一直滴水, 今天下午2点到4点")
        assert "138…6621" in said

    def test_another_person_on_the_same_telephone_is_one_arrow_away(self, desk: PanelDesk) -> None:
        desk.press(F2)
        desk.type("6621")
        desk.press(DOWN, ENTER)
        assert (desk.card.draft.reporter, desk.card.draft.reporter_relation) == ("王强", "家人")
        assert desk.card.form.who.line.text() == "3栋2单元1801   王强"

    def test_after_an_arrow_a_digit_chooses(self, desk: PanelDesk) -> None:
        desk.press(F2)
        desk.type("6621")
        desk.press(DOWN, "1")
        assert desk.card.draft.reporter == "王秀英"

    def test_the_clerk_may_go_on_with_enter_alone(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.words("厨房水龙头一直滴水")
        desk.press(ENTER, "2", ENTER)
        assert desk.focus is desk.card.form.save
        desk.press(ENTER)
        assert len(desk.orders()) == 1

    def test_dispatch_follows_on_the_same_card(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.words("厨房水龙头一直滴水")
        desk.press(ENTER, "2", F9)
        desk.press(F4)
        assert desk.pane.form.no.text() == desk.orders()[0]["no"]

    def test_save_and_dispatch_in_one_key(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.words("厨房水龙头一直滴水")
        desk.press(ENTER, "2", F4)
        assert desk.pane.form.matter.text() == "厨房水龙头一直滴水"

    def test_the_next_call_begins_with_f2(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.words("厨房水龙头一直滴水")
        desk.press(ENTER, "2", F9, F2)
        assert desk.card.draft.is_empty
        assert desk.focus is desk.card.form.who.line
        assert desk.parked() == []


class TestEmergency:
    def test_the_man_is_on_his_way_in_eight_keys(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.words("水管爆了, 到处跑水")
        assert desk.card.form.send.text() == "先派后补单"
        desk.press(ENTER, F4)

        assert desk.keys == 8
        (order,) = desk.orders()
        assert (order["status"], order["urgency"], order["crew"]) == ("dispatched", "urgent", "水电班")
        assert order.get("window_from_at") is None
        (slip,) = desk.world.rows("slip")
        assert (slip["order_id"], slip["no"], slip["status"]) == (order["id"], order["no"], "unprinted")
        assert "水电班" in desk.card.form.hint.text()
        assert order.get("informed_at") is None

    def test_then_one_key_says_that_the_caller_knows(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.words("水管爆了, 到处跑水")
        desk.press(ENTER, F4, "1")
        assert desk.orders()[0]["informed_how"] == "on_call"

    def test_without_a_crew_of_that_name_the_pane_asks(self, desk: PanelDesk) -> None:
        desk.world.take(Role.SUPERVISOR, "crew.void", desk.world.crew)
        known_caller(desk)
        desk.words("水管爆了, 到处跑水")
        desk.press(ENTER, F4)
        assert desk.orders()[0]["status"] == "accepted"
        assert desk.focus is desk.pane.form.crews


class TestOneKeyMore:
    def test_urging_takes_seven_keys_and_no_form(self, desk: PanelDesk) -> None:
        order = desk.world.order(resident_id=desk.world.resident, problem_label="给排水·龙头漏水")
        desk.world.clock.forward(minutes=30)
        known_caller(desk)
        desk.press("+")
        assert desk.keys == 7
        assert desk.world.row("work_order", order)["urges"] == 1
        assert "今天 09:00报修" in desk.card.form.aloud._sentence.accessibleName()
        assert len(desk.orders()) == 1
        desk.press(ESC)
        assert desk.parked() == []

    def test_nothing_to_urge_is_said(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.press("+")
        assert "没有在办的报修" in desk.card.form.hint.text()

    def test_an_enquiry_takes_three_keys(self, desk: PanelDesk) -> None:
        desk.press(F2, ".")
        desk.words("几点关门, 六点以后还能交费吗")
        desk.press(F9)
        assert desk.keys == 3
        (order,) = desk.orders()
        assert (order["kind"], order["status"], order["closed_by"]) == ("enquiry", "closed", "answered")
        assert order["answer"] == "已当场答复"

    def test_an_enquiry_that_is_answered_later_stays_open(self, desk: PanelDesk) -> None:
        desk.press(F2, ".")
        desk.words("停车费怎么算")
        desk.press(ENTER, ENTER, "2", F9)
        assert desk.orders()[0]["status"] == "accepted"

    def test_a_star_is_urgent_and_again_it_is_not(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.words("厨房水龙头一直滴水")
        desk.press(ENTER, "*")
        assert desk.card.form.strip.urgency.text() == "紧急"
        desk.press("*", "2", F9)
        assert desk.orders()[0]["urgency"] == "general"

    def test_a_slash_and_two_digits_are_another_problem(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.words("厨房水龙头一直滴水")
        desk.press(ENTER, "/", "2", "4")
        assert desk.card.form.strip.problem.text() == "电气·换灯"
        assert desk.focus is desk.card.form.times.boxes
        desk.press("2", F9)
        assert desk.orders()[0]["problem"] == "24"

    def test_escape_leaves_the_problem_as_it_was_and_the_card_open(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.words("厨房水龙头一直滴水")
        desk.press(ENTER, "/", "2", ESC)
        assert desk.card.form.strip.problem.text() == "给排水·龙头漏水"
        assert desk.focus is desk.card.form.times.boxes

    @pytest.mark.parametrize("sign", ["+", "*", "/", "."])
    def test_in_text_a_sign_is_text(self, desk: PanelDesk, sign: str) -> None:
        known_caller(desk)
        desk.words("门")
        desk.press(sign)
        assert desk.card.form.matter.text() == f"门{sign}"
        assert desk.orders() == []

    @pytest.mark.parametrize(("typed", "sign"), [("＊", "*"), ("／", "/")])
    def test_full_width_signs_of_the_input_method_are_the_same_keys(
        self, desk: PanelDesk, typed: str, sign: str
    ) -> None:
        known_caller(desk)
        desk.words(typed)
        assert desk.card.form.matter.text() == ""
        assert desk.card.form.strip.asking is (sign == "/")
        assert (desk.card.draft.urgency == "urgent") is (sign == "*")


class TestWhoAndWhere:
    @pytest.mark.parametrize(
        "typed",
        ["3-2-1801", "3.2.1801", "3 2 1801", "32 1801", "3栋2单元1801", "三栋二单元1801", "3－2－1801", "3。2。1801"],
    )
    def test_a_room_is_understood_in_every_form(self, desk: PanelDesk, typed: str) -> None:
        desk.press(F2)
        desk.words(typed)
        desk.press(ENTER)
        assert desk.card.draft.home_id == desk.world.homes[0]
        assert desk.focus is desk.card.form.matter

    def test_initials_work_while_the_input_method_composes(self, desk: PanelDesk) -> None:
        desk.press(F2)
        assert desk.focus is not None
        preedit(desk.focus, "w'x'y")
        assert [one.name for one in desk.card.form.who.found] == ["王秀英"]
        assert desk.card.form.who.line.text() == ""

    def test_a_public_place(self, desk: PanelDesk) -> None:
        desk.press(F2)
        desk.words("电梯")
        desk.press(ENTER)
        desk.words("里面一直响")
        desk.press(ENTER, "2", F9)
        (order,) = desk.orders()
        assert (order["place_id"], order["where"], order["area"]) == (desk.world.place, "3栋2单元电梯", "public")

    def test_typing_again_asks_anew_and_keeps_the_words(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.words("厨房水龙头一直滴水")
        desk.card.form.who.line.setFocus()
        desk.card.form.who.line.selectAll()
        desk.type("3-2-1901")
        assert desk.card.draft.resident_id == ""
        desk.press(ENTER)
        assert (desk.card.draft.where, desk.card.draft.reporter) == ("3-2-1901", "")
        assert desk.card.draft.matter == "厨房水龙头一直滴水"

    def test_the_caller_at_the_right_says_what_is_due(self, desk: PanelDesk) -> None:
        desk.world.slip_back(resident_id=desk.world.resident, problem_label="电气·换灯")
        desk.world.clock.forward(days=4)
        known_caller(desk)
        words = [one.text() for one in desk.card.form.side.findChildren(Elided)]
        assert "11-18 换灯" in words
        assert desk.card.form.side.revisit_button is not None


class TestTimes:
    def test_another_day_is_two_digits_more(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.words("厨房水龙头一直滴水")
        desk.press(ENTER, "6", "2", "3")
        assert desk.card.draft.window_from_at == at("2026-11-21", "14:00")
        assert desk.card.form.times.boxes.choices[5].words == "周六 14-16点"
        desk.press(F9)
        assert desk.orders()[0]["window_from_at"] == at("2026-11-21", "14:00")

    def test_escape_goes_back_to_the_six_boxes(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.words("厨房水龙头一直滴水")
        desk.press(ENTER, "2", "6", ESC)
        assert desk.focus is desk.card.form.times.boxes
        assert desk.card.form.times.boxes.value == "2"

    def test_the_boxes_show_how_much_the_crew_has(self, desk: PanelDesk) -> None:
        for minutes in (0, 1):
            desk.world.clock.set(TODAY, f"9:0{minutes}")
            desk.world.order(problem="11", window_from_at=at(TODAY, "14:00"), window_to_at=at(TODAY, "16:00"))
        known_caller(desk)
        desk.words("厨房水龙头一直滴水")
        desk.press(ENTER)
        assert desk.card.form.times.boxes.choices[1].aside == "水电班 2/6 单"

    def test_a_part_of_the_day_that_is_over_cannot_be_chosen(self, desk: PanelDesk) -> None:
        desk.world.clock.set(TODAY, "17:30")
        known_caller(desk)
        desk.words("厨房水龙头一直滴水")
        desk.press(ENTER, "2")
        assert desk.card.draft.window_from_at == 0
        assert desk.card.form.times.boxes.choices[1].aside == "没有时段了"

    def test_the_clock_of_the_call_runs(self, desk: PanelDesk) -> None:
        desk.press(F2)
        assert desk.card.form.clock.text() == "00:00"
        desk.world.clock.forward(ms=MINUTE + 5_000)
        desk.card._tick()
        assert desk.card.form.clock.text() == "01:05"
