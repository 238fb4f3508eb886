"""Nothing said is lost: parked calls, unknown callers, addresses that are not ours, refusals beside the field."""

from collections.abc import Iterator

import pytest

from desk.domain.roles import Role
from desk.services.work_orders.drafting import Draft
from desk.store import parked
from desk.ui.theme import Theme
from tests.ui.special.panel_desk import ENTER, ESC, F2, F9, PanelDesk, panel_desk
from tests.world import World


@pytest.fixture
def desk(world: World, bare: Theme) -> Iterator[PanelDesk]:
    desk = panel_desk(world)
    yield desk
    desk.leave()


def known_caller(desk: PanelDesk, words: str = "厨房水龙头一直滴水") -> None:
    desk.press(F2)
    desk.type("6621")
    desk.press(ENTER)
    desk.words(words)


def take_up(desk: PanelDesk, number: int = 0) -> None:
    """As the strip does."""
    found = parked.all_parked(desk.world.database, desk.world.scope)[number]
    desk.counter.ways.intake_wanted.emit(found)


class TestParking:
    def test_escape_parks_and_taking_up_goes_on_where_it_was(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.press(ENTER, "2", ESC)
        assert desk.frame.panel is None
        assert [title for _, title in desk.parked()] == ["3-2-1801 厨房水龙头一"]

        desk.world.clock.forward(minutes=4)
        take_up(desk)
        form = desk.card.form
        assert form.who.line.text() == "3栋2单元1801   王秀英"
        assert form.matter.text() == "厨房水龙头一直滴水"
        assert form.times.boxes.value == "2"
        assert form.clock.text() == "04:00"
        desk.press(F9)
        (order,) = desk.orders()
        assert order["reporter"] == "王秀英"
        assert desk.parked() == []

    def test_the_box_that_names_the_time_is_shown_again_and_not_as_soon_as_possible(self, desk: PanelDesk) -> None:
        desk.world.clock.set("2026-11-18", "13:00")
        known_caller(desk)
        desk.press(ENTER, "2", ESC)
        take_up(desk)
        assert desk.card.form.times.boxes.value == "2"

    def test_f2_in_a_call_parks_it_and_begins_the_next(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.press(F2)
        assert desk.card.draft.is_empty
        assert desk.focus is desk.card.form.who.line
        desk.words("停车场")
        desk.press(F2)
        assert [title for _, title in desk.parked()] == ["3-2-1801 厨房水龙头一", "停车场"]

    def test_a_call_that_said_nothing_leaves_nothing(self, desk: PanelDesk) -> None:
        desk.press(F2, ESC)
        assert desk.parked() == []
        desk.press(F2, F2, ESC)
        assert desk.parked() == []

    def test_another_call_between_parks_the_first_again_with_what_was_added(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.press(ESC)
        take_up(desk)
        desk.press("2")
        take_up(desk)
        assert len(desk.parked()) == 1
        assert desk.card.draft.window_from_at > 0

    def test_a_stale_strip_does_not_bring_old_words_back(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.press(ESC)
        old = parked.all_parked(desk.world.database, desk.world.scope)[0]
        desk.counter.ways.intake_wanted.emit(old)
        desk.press("3", ESC)
        desk.counter.ways.intake_wanted.emit(old)
        assert desk.card.form.times.boxes.value == "3"

    def test_a_draft_from_another_page_is_a_start(self, desk: PanelDesk) -> None:
        start = Draft(home_id=desk.world.homes[0], where="3-2-1801", where_aloud="3栋2单元1801")
        desk.counter.ways.intake_wanted.emit(start)
        assert desk.card.form.who.line.text() == "3栋2单元1801"
        assert desk.focus is desk.card.form.matter

    def test_everything_said_survives(self, desk: PanelDesk) -> None:
        known_caller(desk)
        form = desk.card.form
        form.extras.chips["备注"].click()
        desk.words("家里有狗")
        form.extras.chips["转办编号"].click()
        desk.words("12345-88")
        form.extras.chips["关联房屋"].click()
        desk.words("3-2-1901")
        desk.press(ESC)
        take_up(desk)
        desk.press(F9)
        (order,) = desk.orders()
        assert (order["note"], order["forwarded_no"], order["related_where"]) == ("家里有狗", "12345-88", "3-2-1901")
        assert order["related_home_id"] == desk.world.homes[2]

    def test_a_number_alone_is_kept_to_ring_back(self, desk: PanelDesk) -> None:
        desk.press(F2)
        desk.type("13912345678")
        desk.press(ENTER, ESC)
        assert [title for _, title in desk.parked()] == ["尾号5678"]
        take_up(desk)
        assert desk.card.draft.reporter_phone == "13912345678"


class TestUnknownCallers:
    def test_a_room_without_anybody_thirteen_keys(self, desk: PanelDesk) -> None:
        """Room typed, words, time, name: the person comes into the book with the order."""
        desk.press(F2)
        desk.type("3-2-1802")
        desk.press(ENTER)
        desk.words("换个灯泡")
        desk.press(ENTER, "2")
        assert desk.focus is desk.card.form.caller.name
        desk.words("赵大姐")
        desk.press(F9)

        assert desk.keys == 13
        (order,) = desk.orders()
        (person,) = [row for row in desk.world.rows("resident") if row["name"] == "赵大姐"]
        (lives,) = [row for row in desk.world.rows("residence") if row["resident_id"] == person["id"]]
        assert (order["resident_id"], order["reporter"], order["home_id"]) == (
            person["id"], "赵大姐", desk.world.homes[1],
        )  # fmt: skip
        assert (lives["home_id"], lives["relation"]) == (desk.world.homes[1], "family")

    def test_the_number_goes_with_the_name(self, desk: PanelDesk) -> None:
        desk.press(F2)
        desk.type("3-2-1802")
        desk.press(ENTER)
        desk.words("换个灯泡")
        desk.press(ENTER, "2")
        desk.words("赵大姐")
        desk.press(ENTER)
        desk.type("13912345678")
        desk.press(F9)
        (person,) = [row for row in desk.world.rows("resident") if row["name"] == "赵大姐"]
        assert person["phones"] == [{"number": "13912345678", "note": "来电"}]
        assert desk.orders()[0]["reporter_phone"] == "13912345678"

    def test_who_is_not_to_be_kept_is_only_on_the_order(self, desk: PanelDesk) -> None:
        desk.press(F2)
        desk.type("3-2-1802")
        desk.press(ENTER)
        desk.words("换个灯泡")
        desk.press(ENTER, "2")
        desk.words("装修师傅")
        desk.card.form.caller.keep.click()
        desk.press(F9)
        assert [row["name"] for row in desk.world.rows("resident")] == ["王秀英"]
        assert desk.orders()[0]["reporter"] == "装修师傅"

    def test_a_new_number_is_kept_and_then_the_home_is_asked_for(self, desk: PanelDesk) -> None:
        desk.press(F2)
        desk.type("13912345678")
        desk.press(ENTER)
        assert "139****5678" in desk.card.form.who._note.text()
        assert desk.focus is desk.card.form.who.line
        desk.type("3-2-1801")
        desk.press(ENTER)
        assert desk.card.form.phone_note.text() == "新号码, 保存时一并记到业主档案"
        desk.words("龙头漏水")
        desk.press(ENTER, "2", F9)
        phones = desk.world.row("resident", desk.world.resident)["phones"]
        assert [one["number"] for one in phones] == ["13800006621", "13912345678"]
        assert desk.orders()[0]["reporter_phone"] == "13912345678"

    def test_another_person_to_ring_is_on_the_order_and_not_in_the_book(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.card.form.extras.chips["其他联系人"].click()
        desk.words("保姆小周")
        desk.card.form.caller.phone.setFocus()
        desk.card.form.caller.phone.selectAll()
        desk.type("13712345678")
        desk.press(F9)
        (order,) = desk.orders()
        assert (order["reporter"], order["reporter_phone"], order["resident_id"]) == (
            "保姆小周", "13712345678", desk.world.resident,
        )  # fmt: skip
        assert len(desk.world.row("resident", desk.world.resident)["phones"]) == 1
        assert "保姆小周" in desk.card.form.aloud._sentence.accessibleName()

    def test_an_address_that_is_not_ours_is_kept_as_it_was_said(self, desk: PanelDesk) -> None:
        desk.press(F2)
        desk.type("30-9-101")
        desk.press(ENTER)
        assert "没有这个房号" in desk.card.form.who._note.text()
        desk.words("停水了")
        desk.press(F9)
        (order,) = desk.orders()
        assert order["where"] == "30-9-101"
        assert "home_id" not in order
        assert len(desk.world.rows("resident")) == 1

    def test_a_tail_nobody_has_is_said_beside_the_field(self, desk: PanelDesk) -> None:
        desk.press(F2)
        desk.type("9999")
        desk.press(ENTER)
        assert "9999" in desk.card.form.who.field.error
        assert desk.focus is desk.card.form.who.line


class TestRefusals:
    def test_without_a_place_it_is_not_saved_and_the_field_says_so(self, desk: PanelDesk) -> None:
        desk.press(F2, ENTER)
        desk.words("漏水")
        desk.press(F9)
        assert "还没有地址" in desk.card.form.who.field.error
        assert desk.focus is desk.card.form.who.line
        assert desk.orders() == []

    def test_without_words_it_is_not_saved(self, desk: PanelDesk) -> None:
        known_caller(desk, "漏")
        desk.card.form.matter.setText("")
        desk.press(F9)
        assert "还没有报修内容" in desk.card.form.matter_field.error
        assert desk.focus is desk.card.form.matter

    def test_words_that_are_too_long_are_refused_beside_them_and_stay(self, desk: PanelDesk) -> None:
        known_caller(desk, "漏" * 501)
        desk.press(F9)
        assert desk.card.form.matter_field.error
        assert len(desk.card.form.matter.text()) == 501
        assert desk.orders() == []
        desk.card.form.matter.setText("漏水")
        assert not desk.card.form.matter_field.error
        desk.press(F9)
        assert len(desk.orders()) == 1

    def test_a_refused_step_leaves_the_card_as_it_is(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.press(ENTER, "2")
        clerk = desk.world.people[Role.CLERK].id
        (grant,) = [row for row in desk.world.rows("grant") if row["staff_id"] == clerk]
        desk.world.take(Role.HEAD_OFFICE, "grant.void", grant["id"])
        desk.press(F9)
        assert "不能受理" in desk.card.form.hint.text()
        assert desk.orders() == []
        desk.world.take(Role.HEAD_OFFICE, "grant.restore", grant["id"])
        desk.press(F9)
        assert desk.orders()[0]["matter"] == "厨房水龙头一直滴水"

    def test_a_new_person_whose_order_is_refused_is_not_in_the_book_either(self, desk: PanelDesk) -> None:
        desk.press(F2)
        desk.type("3-2-1802")
        desk.press(ENTER)
        desk.words("漏" * 501)
        desk.press(ENTER, "2")
        desk.words("赵大姐")
        desk.press(F9)
        assert [row["name"] for row in desk.world.rows("resident")] == ["王秀英"]

    def test_two_quick_presses_save_once(self, desk: PanelDesk) -> None:
        known_caller(desk)
        desk.press(ENTER, "2", F9, F9)
        assert len(desk.orders()) == 1
