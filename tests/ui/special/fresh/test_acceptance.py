"""验收 by keys, exactly as the counter's script has them; what is typed amiss, who may not, what is kept."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from desk.domain.roles import Role
from desk.ui.special.fresh.papers import DeliveryPapers
from tests.services.fresh_orders.bench import ITEMS
from tests.ui.special.fresh.hall import DAY, DOWN, ENTER, ESC, F8, F9, NO, UP, Hall, accepted, arrived, guards
from tests.world import World

Sit = Callable[..., Hall]


def four_good(hall: Hall) -> None:
    """The first four of the example."""
    hall.weigh(492)
    hall.weigh(1012)
    hall.press(ENTER)
    hall.weigh(498)
    hall.weigh(4)


def test_five_items_with_one_rotten_in_twelve_keys_and_weights(afternoon: World, sit: Sit) -> None:
    guards(afternoon, "刘洋", "陈刚")
    order = arrived(afternoon)
    hall = sit()
    hall.shoot(NO)
    hall.press(ENTER)
    four_good(hall)
    hall.press("-", "1")
    hall.press(F9)
    assert hall.order(order)["conclusion"] == "exchange"
    hall.press("1")
    assert [one["choice"] for one in hall.rows("exchange")] == ["first_good"]
    hall.press(F8)
    assert hall.keys == 12
    row = hall.order(order)
    assert (row["status"], row["guard"]) == ("out", "刘洋")
    assert [one["verdict"] for one in row["inspected"]] == ["pass"] * 4 + ["reject"]
    assert hall.printed == [DeliveryPapers(ids=(order,))]
    assert hall.focus == "配送中"


def test_a_clean_order_in_nine_keys_and_weights(afternoon: World, sit: Sit) -> None:
    guards(afternoon, "陈刚")
    items = [one for one in ITEMS if one["goods"] != "meat"]
    order = arrived(afternoon, items=[*items, {**ITEMS[0], "n": 6, "name": "生菜"}])
    hall = sit()
    hall.shoot(NO)
    hall.press(ENTER)
    for grams in (500, 1000):
        hall.weigh(grams)
    hall.press(ENTER)
    for grams in (500, 500):
        hall.weigh(grams)
    hall.press(F9, F8)
    assert hall.keys == 9
    assert (hall.order(order)["status"], hall.order(order)["conclusion"]) == ("out", "passed")


def test_the_top_row_and_enter_are_as_good_as_the_gun(afternoon: World, sit: Sit) -> None:
    order = arrived(afternoon)
    hall = sit()
    assert hall.focus == "待验"
    hall.press(ENTER)
    assert hall.order(order)["status"] == "inspecting"
    assert hall.focus == "核对 地址 种类 数量"


def test_the_last_four_typed_by_hand_open_it_too(afternoon: World, sit: Sit) -> None:
    order = arrived(afternoon)
    arrived(afternoon, "TX20261118-8835", "2-2-802")
    hall = sit()
    hall.press(*"8834", ENTER)
    assert hall.page.sheet.subject is not None
    assert hall.page.sheet.subject.id == order


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "菠菜还没有称"),
        ("12x", "菠菜的实重看不懂“12x”"),
        ("0.4925", "菠菜的实重看不懂“0.4925”"),
        ("999999", "菠菜的实重看不懂“999999”"),
    ],
)
def test_what_is_no_weight_is_said_beside_it(afternoon: World, sit: Sit, typed: str, words: str) -> None:
    arrived(afternoon)
    hall = sit()
    hall.shoot(NO)
    hall.press(ENTER)
    hall.desk.press(*typed)
    hall.press(ENTER)
    row = hall.page.sheet.table.rows[1]
    assert words in row.error.text()
    assert hall.focus == "菠菜 实到"
    row.got.clear()
    hall.weigh(492)
    assert row.shown.verdict == "pass"
    assert not row.error.text()


def test_kilograms_and_full_width_figures_are_read(afternoon: World, sit: Sit) -> None:
    arrived(afternoon)
    hall = sit()
    hall.shoot(NO)
    hall.press(ENTER)
    hall.weigh("0.492")
    hall.words("１０１２")
    hall.press(ENTER)
    draft = hall.page.sheet._draft
    assert draft is not None
    assert [draft.looked[n].got for n in (1, 2)] == [492, 1012]


def test_short_weight_is_an_exchange_by_the_table_and_can_be_corrected(afternoon: World, sit: Sit) -> None:
    arrived(afternoon)
    hall = sit()
    hall.shoot(NO)
    hall.press(ENTER)
    hall.weigh(479)
    row = hall.page.sheet.table.rows[1]
    assert (row.shown.verdict, row.shown.diff, row.shown.fault) == ("exchange", "−21", "6")
    assert hall.focus == "菠菜 哪里不行"
    hall.desk.press("\b")
    hall.rest()
    assert hall.focus == "菠菜 实到"
    row.got.clear()
    hall.weigh(480)
    assert row.shown.verdict == "pass"
    assert hall.focus == "西红柿 实到"


def test_meat_too_warm_is_refused_at_once(afternoon: World, sit: Sit) -> None:
    arrived(afternoon)
    hall = sit()
    hall.shoot(NO)
    hall.press(ENTER)
    hall.weigh(500)
    hall.weigh(1000)
    hall.press(ENTER)
    hall.weigh(500)
    assert hall.focus == "前腿肉 温度"
    hall.press(ENTER)
    assert "前腿肉要量温度" in hall.page.sheet.table.rows[4].error.text()
    hall.weigh(12)
    row = hall.page.sheet.table.rows[4]
    assert (row.shown.verdict, row.shown.fault) == ("reject", "0")


def test_f9_before_all_was_seen_goes_to_what_lacks(afternoon: World, sit: Sit) -> None:
    order = arrived(afternoon)
    hall = sit()
    hall.shoot(NO)
    hall.press(F9)
    assert "地址、种类、数量还没有核对" in hall.page.sheet.end.error.text()
    hall.press(ENTER)
    hall.weigh(492)
    hall.press(F9)
    assert hall.focus == "西红柿 实到"
    assert "西红柿还没有称" in hall.page.sheet.end.error.text()
    assert hall.order(order)["status"] == "inspecting"


def test_esc_parks_what_was_typed_and_it_is_there_again(afternoon: World, sit: Sit) -> None:
    arrived(afternoon)
    hall = sit()
    hall.shoot(NO)
    hall.press(ENTER)
    hall.weigh(492)
    hall.weigh(1012)
    hall.press(ESC)
    assert hall.focus == "待验"
    hall.leave()
    again = Hall(afternoon)
    again.press(ENTER)
    assert again.page.sheet.table.rows[2].shown.got == "1,012"
    assert again.page.sheet.head.checks.complete
    assert again.focus == "鸡蛋 实到"
    again.leave()


def test_arrows_go_back_to_correct(afternoon: World, sit: Sit) -> None:
    arrived(afternoon)
    hall = sit()
    hall.shoot(NO)
    hall.press(ENTER)
    hall.weigh(492)
    hall.press(UP)
    assert hall.focus == "菠菜 实到"
    hall.weigh(485)
    assert hall.page.sheet.table.rows[1].shown.diff == "−15"
    hall.press(UP, UP)
    assert hall.focus == "核对 地址 种类 数量"
    hall.press(DOWN)
    assert hall.focus == "西红柿 实到"


def test_another_bag_shot_into_a_weight_opens_that_one(afternoon: World, sit: Sit) -> None:
    first = arrived(afternoon)
    second = arrived(afternoon, "TX20261118-8835", "2-2-802")
    hall = sit()
    hall.shoot(NO)
    hall.press(ENTER)
    hall.weigh(492)
    hall.shoot("TX20261118-8835")
    assert hall.page.sheet.subject is not None
    assert hall.page.sheet.subject.id == second
    hall.press(ESC)
    hall.shoot(NO)
    assert hall.page.sheet.subject.id == first
    assert hall.page.sheet.table.rows[1].shown.got == "492"


def test_the_wrong_address_is_refused_as_a_whole(afternoon: World, sit: Sit) -> None:
    order = arrived(afternoon)
    hall = sit()
    hall.shoot(NO)
    hall.press("1", ENTER, F9)
    row = hall.order(order)
    assert (row["status"], row["refuse_reason"]) == ("refused", "wrong_address")
    assert hall.focus == "待验"


def test_who_may_not_accept_hears_who_can(afternoon: World, sit: Sit) -> None:
    order = arrived(afternoon)
    hall = sit(Role.SQUAD_LEADER)
    hall.shoot(NO)
    assert hall.order(order)["status"] == "arrived"
    assert "现在由客服 验收 (至 17:00)" in hall.said[-1]
    afternoon.clock.set(DAY, "17:11")
    hall.shoot(NO)
    assert hall.order(order)["status"] == "inspecting"


def test_a_clerk_after_five_hears_that_the_leader_accepts(afternoon: World, sit: Sit) -> None:
    order = arrived(afternoon)
    hall = sit()
    afternoon.clock.set(DAY, "17:11")
    hall.shoot(NO)
    assert hall.order(order)["status"] == "arrived"
    assert "现在由秩序维护班长 验收 (至 22:00)" in hall.said[-1]


def picture(colour: int) -> QImage:
    made = QImage(64, 48, QImage.Format.Format_RGB32)
    made.fill(colour)
    return made


def test_photos_go_to_what_failed_and_with_the_order(afternoon: World, sit: Sit) -> None:
    order = arrived(afternoon)
    hall = sit()
    hall.shoot(NO)
    QGuiApplication.clipboard().setImage(picture(0xAA2222))
    hall.press(ENTER)
    assert hall.page.sheet.side.drop.take_clipboard()
    assert "先按 - 选哪里不行" in hall.said[-1]
    four_good(hall)
    hall.press("-", "1")
    assert hall.page.sheet.side.drop.take_clipboard()
    hall.rest()
    assert hall.page.sheet.side.slots.count == 1
    hall.press(F9)
    (kept,) = hall.rows("attachment")
    assert (kept["about"], kept["about_id"]) == ("fresh_order", order)
    assert hall.order(order)["inspected"][4]["photos"] == [kept["sha256"]]


def test_all_together_waits_and_may_still_go_first(afternoon: World, sit: Sit) -> None:
    guards(afternoon, "陈刚")
    order = accepted(afternoon, faults={"n5": "rot"})
    hall = sit()
    hall.shoot(NO)
    assert hall.page.sheet.end.choices.hasFocus()
    assert "草莓" in hall.page.sheet.end.aloud._sentence.accessibleName()
    hall.press("2")
    assert "等换货" in hall.page.sheet.end.go_on.text()
    assert "等齐一起送" in hall.page.sheet.end.go_on.reason
    QTest.keyClick(hall.page.sheet.end.also, ENTER)
    hall.rest()
    assert hall.order(order)["choice"] == "first_good"
    hall.press(F8)
    assert hall.order(order)["status"] == "out"


def test_the_number_is_shown_by_dialling_and_that_is_written_down(afternoon: World, sit: Sit) -> None:
    accepted(afternoon, faults={"n5": "rot"})
    hall = sit()
    hall.shoot(NO)
    phone = hall.page.sheet.head.phone
    assert phone.text() == "138****6621"
    hall.press("*")
    assert phone.text() == "138 0000 6621"


def test_nobody_carries_it_before_a_guard_is_chosen(afternoon: World, sit: Sit) -> None:
    order = accepted(afternoon)
    hall = sit()
    hall.press(F8)
    assert hall.focus == "别人: 姓名"
    hall.words("陈刚")
    hall.press(F8)
    assert hall.order(order)["guard"] == "陈刚"


def test_another_guard_by_his_digit(afternoon: World, sit: Sit) -> None:
    guards(afternoon, "刘洋", "陈刚")
    order = accepted(afternoon)
    hall = sit()
    hall.shoot(NO)
    hall.press("2", F8)
    assert hall.order(order)["guard"] == "陈刚"


def test_nothing_of_one_person_stays_for_the_next(afternoon: World, sit: Sit) -> None:
    arrived(afternoon)
    hall = sit()
    hall.shoot(NO)
    hall.press(ENTER)
    hall.weigh(492)
    hall.counter.sign_in(afternoon.people[Role.SUPERVISOR].id, hall.counter.estate_id)
    assert hall.page.sheet.subject is None
    assert hall.page.part == ""
