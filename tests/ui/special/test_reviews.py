"""待裁定 on the real window: shown beside each other, decided by keys, with what follows named before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.roles import Role
from desk.ui.kit.rows import Row, RowList
from desk.ui.special.reviews import ReviewPane
from desk.ui.special.today import TodayPage
from desk.ui.theme import Theme
from tests.branches import TwoDesks, dispatched_twice, two_desks
from tests.ui.fit import cramped
from tests.ui.whole_desk import WholeDesk, end, settle, whole_desk
from tests.world import World


@pytest.fixture
def desks(world: World, built_world: World, tmp_path: Path) -> Iterator[TwoDesks]:
    with two_desks(world, built_world, tmp_path) as both:
        yield both


@pytest.fixture
def desk(look: Theme, dressed: QApplication, desks: TwoDesks) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, desks.here)
    yield made
    end(made)


def pane(desk: WholeDesk) -> ReviewPane:
    found = desk.frame.panel
    assert isinstance(found, ReviewPane), found
    return found


def test_two_keys_decide_for_the_side_that_was_paid(desk: WholeDesk, desks: TwoDesks) -> None:
    order = dispatched_twice(desks)
    desk.sign_in()
    desk.press("Ctrl+U")
    shown = pane(desk)
    assert shown.question.text() == "您 09:10 派工 王建国, 张敏 09:12 派工 李伟: 用哪个?"
    assert shown.sides.value == desks.branches()[0]["id"]
    assert "(王建国) 要收回" in shown.follows.text()
    desk.press("F9")
    row = desks.here.row("work_order", order)
    assert (row["technician"], row["received_fen"]) == ("李伟", 8000)
    assert sorted(one["status"] for one in desks.branches()) == ["dropped", "kept"]  # what stood until then, too
    assert desk.frame.panel is None  # nothing else waits


def test_a_digit_chooses_and_says_what_is_to_be_given_back(desk: WholeDesk, desks: TwoDesks) -> None:
    dispatched_twice(desks)
    desk.sign_in()
    desk.press("Ctrl+U", "1")
    assert "收的 ¥80.00 要退, 收据 0101 收回" in pane(desk).follows.text()
    desk.press("F9")
    assert [one["status"] for one in desks.here.rows("taking")] == ["refund_due"]


def test_where_nothing_weighs_a_person_must_choose_first(desk: WholeDesk, desks: TwoDesks) -> None:
    order = dispatched_twice(desks, paid_there=False)
    desk.sign_in()
    desk.press("Ctrl+U", "F9")
    assert desks.branches()[0]["status"] == "to_be_decided"
    assert pane(desk).sides.value == ""
    desk.press("2", "F9")
    assert desks.here.row("work_order", order)["technician"] == "李伟"


def test_one_after_the_other(desk: WholeDesk, desks: TwoDesks) -> None:
    first = dispatched_twice(desks)
    second = dispatched_twice(desks, where="3-2-1802", paid_there=False)
    desk.sign_in()
    desk.press("Ctrl+U")
    assert pane(desk).title.text() == "待裁定 1 / 2"
    desk.press("Down")
    assert pane(desk).where.text().startswith("3-2-1802")
    desk.press("Down", "F9")
    assert desks.here.row("work_order", first)["technician"] == "李伟"
    assert pane(desk).where.text().startswith("3-2-1802")  # the next one by itself
    desk.press("1", "F9")
    assert desks.here.row("work_order", second)["technician"] == "王建国"
    assert desk.frame.panel is None


def test_nothing_to_decide_is_said(desk: WholeDesk) -> None:
    desk.sign_in()
    desk.press("Ctrl+U")
    assert pane(desk).notice.isVisible()
    desk.press("F9", "Esc")
    assert desk.frame.panel is None


def test_who_may_not_decide_is_told_whom_to_ask(desk: WholeDesk, desks: TwoDesks) -> None:
    dispatched_twice(desks)
    desk.sign_in(Role.ACCOUNTANT)
    desk.press("Ctrl+U")
    assert desk.frame.panel is None
    assert "不能裁定" in desk.frame.toast.words


def test_another_desk_decides_while_one_looks(desk: WholeDesk, desks: TwoDesks) -> None:
    dispatched_twice(desks)
    desk.sign_in()
    desk.press("Ctrl+U")
    desks.there.take(Role.CLERK, "work_order.resolve", desks.branches()[0]["ent"], keep="main",
                     drop=[desks.branches()[0]["id"]])  # fmt: skip
    counter = desk.desk.counter
    assert counter is not None
    for changed in desks.cables_in():
        counter.changed.emit(changed)
    settle()
    assert pane(desk).notice.isVisible()


@pytest.mark.parametrize(("scale", "size"), [(1.0, (1366, 768)), (1.5, (1920, 1080))])
def test_every_word_has_room(desk: WholeDesk, desks: TwoDesks, scale: float, size: tuple[int, int]) -> None:
    dispatched_twice(desks, reporter="阿卜杜热合曼·买买提明江", where="翠湖花园国际社区三期高层组团 18-2-3201")
    desk.desk.looks.choose("light", round(scale * 100))
    desk.desk.window.resize(*size)
    settle()
    desk.desk.window.sign_in.begin()
    desk.sign_in()
    desk.press("Ctrl+U")
    assert cramped(desk.frame) == []


def shown_rows(desk: WholeDesk) -> dict[str, str]:
    """The state of each row of the list in front, by its room."""
    model = desk.frame.page.findChildren(RowList)[0].rows
    lines = [model.line(number) for number in range(model.rowCount())]
    return {one.where: one.state for one in lines if isinstance(one, Row)}


def test_today_says_so_in_a_red_band_and_on_the_row(desk: WholeDesk, desks: TwoDesks, qtbot: QtBot) -> None:
    order = dispatched_twice(desks, paid_there=False)
    desk.sign_in()
    today = desk.frame.page
    assert isinstance(today, TodayPage)
    qtbot.waitUntil(lambda: today.band.isVisible())
    assert today.band.title.text() == "待裁定 1"
    assert shown_rows(desk) == {"3-2-1801": "待裁定"}
    today.list.choose(order)
    desk.press("Enter")
    pane(desk)
    desk.press("1", "F9")
    qtbot.waitUntil(lambda: not today.band.isVisible())
    assert shown_rows(desk) == {"3-2-1801": "待告知"}


def test_the_order_shows_it_and_its_own_key_opens_it(desk: WholeDesk, desks: TwoDesks) -> None:
    dispatched_twice(desks, paid_there=False)
    second = dispatched_twice(desks, paid_there=False, where="3-2-1802")
    desk.sign_in()
    page = desk.go("work_orders")
    page.show_record(second)  # type: ignore[attr-defined]
    settle()
    detail = page.detail  # type: ignore[attr-defined]
    assert detail.heading.state.text() == "待裁定"
    assert detail.band.isVisible()
    assert set(shown_rows(desk).values()) == {"待裁定"}
    desk.press("Ctrl+U")
    assert pane(desk).where.text().startswith("3-2-1802")
    desk.press("2", "F9", "Esc")
    assert detail.heading.state.text() != "待裁定"
    assert not detail.band.isVisible()


def test_money_to_be_given_back_is_on_today_and_given_back_by_keys(
    desk: WholeDesk, desks: TwoDesks, qtbot: QtBot
) -> None:
    dispatched_twice(desks)
    desk.sign_in()
    desk.press("Ctrl+U", "1", "F9")
    today = desk.frame.page
    assert isinstance(today, TodayPage)
    qtbot.waitUntil(lambda: "待退款" in shown_rows(desk).values())
    taking = desks.here.rows("taking")[0]["id"]
    today.list.choose(f"refund:{taking}")
    desk.press("Enter")
    assert desk.frame.place == "takings"
    assert shown_rows(desk) == {"3-2-1801": "09:57"}
    desk.press("Enter")
    assert [(one["status"], one["void_reason"]) for one in desks.here.rows("taking")] == [("void", "refunded")]


def test_a_sum_that_stays_is_the_orders_again(desk: WholeDesk, desks: TwoDesks) -> None:
    order = dispatched_twice(desks)
    desk.sign_in()
    desk.press("Ctrl+U", "1", "F9")
    desk.go("takings")
    desk.press("*")
    assert [one["status"] for one in desks.here.rows("taking")] == ["taken"]
    assert desks.here.row("work_order", order)["received_fen"] == 8000
