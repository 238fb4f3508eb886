"""待裁定 on the real window: shown beside each other, decided by keys, with what follows named before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.roles import Role
from desk.services.reviews.lines import clock
from desk.ui.kit.rows import Row, RowList
from desk.ui.special.reviews import ReviewPane
from desk.ui.special.takings.payment import PaymentPane
from desk.ui.special.today import TodayPage
from desk.ui.theme import Theme
from tests.branches import TwoDesks, dispatched_twice, two_desks
from tests.ui.fit import cramped
from tests.ui.whole_desk import WholeDesk, end, settle, whole_desk
from tests.world import World


@pytest.fixture
def desks(world: World, built_world: World, prepared_server: Path, tmp_path: Path) -> Iterator[TwoDesks]:
    with two_desks(world, built_world, tmp_path, prepared_server) as both:
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


def tell(desk: WholeDesk, side: str, words: str) -> None:
    """+ on a side, and the digit of the fact with these words."""
    desk.press(side, "+")
    late = pane(desk).late
    assert late.isVisible()
    desk.press(next(one.digit or str(n + 1) for n, one in enumerate(late.facts.choices) if one.words == words))


def lines_of(desk: WholeDesk, number: int) -> list[str]:
    review = pane(desk)._shown.review
    assert review is not None
    return [f"{clock(one.at, desk.world.clock())} {one.words}" for one in review.sides[number].lines]


def test_what_happened_is_told_late_on_its_own_side(desk: WholeDesk, desks: TwoDesks) -> None:
    """The other desk's man went, finished and had it signed; nobody told that desk, he tells this one."""
    order = dispatched_twice(desks, paid_there=False)
    before = desks.here.row("work_order", order)
    desk.sign_in()
    desk.press("Ctrl+U")
    tell(desk, "2", "到场")
    desk.press(*"920", "F9")
    tell(desk, "2", "完工")
    desk.press(*"930", "Enter", "1", "F9")
    assert lines_of(desk, 1) == ["09:12 派工 李伟", "09:20 到场", "09:30 完工 已修复"]
    tell(desk, "2", "签收")
    desk.press("Enter", "1", "F9")
    assert "已签收" in pane(desk).sides.cards[1].accessibleName()
    assert desks.here.row("work_order", order) == before, "the main line has nothing of it"
    (branch,) = desks.branches()
    assert (branch["steps"], branch["fact"]) == (["dispatch", "arrive", "finish", "sign"], True)
    desks.cables_in()
    assert desks.there.rows("branch") == desks.branches(), "the server says the same"
    desk.press("2", "F9")
    row = desks.here.row("work_order", order)
    assert (row["technician"], row["signature"], row["status"]) == ("李伟", "self", "finished")
    assert clock(int(row["arrived_at"]), desks.here.clock()) == "09:20"
    desks.cables_in()
    assert desks.there.row("work_order", order) == row


def test_what_happened_on_the_line_that_stands_is_told_there(desk: WholeDesk, desks: TwoDesks) -> None:
    order = dispatched_twice(desks, paid_there=False)
    desk.sign_in()
    desk.press("Ctrl+U")
    tell(desk, "1", "到场")
    desk.press("F9")
    assert desks.here.row("work_order", order)["status"] == "arrived"
    assert desks.branches()[0]["steps"] == ["dispatch"]
    desk.press("Ctrl+Z")
    assert desks.here.row("work_order", order)["status"] == "dispatched"


@pytest.mark.parametrize(("side", "number"), [("1", 0), ("2", 1)])
def test_a_sum_is_told_on_the_side_that_took_it(
    desk: WholeDesk, desks: TwoDesks, side: str, number: int, qtbot: QtBot
) -> None:
    """By the counter's own form; each side knows only its own sums."""
    order = dispatched_twice(desks, paid_there=False)
    desk.sign_in()
    desk.press("Ctrl+U")
    tell(desk, side, "登记收款")
    form = desk.frame.panel
    assert isinstance(form, PaymentPane)
    qtbot.waitUntil(form.amount.hasFocus)
    assert form.stands.text().endswith("应收 ¥0.00, 已收 ¥0.00")
    assert form.stands.text().startswith(("补记到 现在显示的 · 李敏 (本机)", "补记到 另一边 · 张敏")[number])
    desk.press(*"80", "Enter", "1", *"0101", "F9")
    assert "已收 ¥80.00" in pane(desk).sides.cards[number].accessibleName()
    assert "已收" not in pane(desk).sides.cards[1 - number].accessibleName()
    assert desks.here.row("work_order", order).get("received_fen") == (8000 if side == "1" else None)
    desks.cables_in()
    assert len(desks.there.rows("taking")) == 1
    desk.press(side, "F9")
    desks.cables_in()
    for one in (desks.here, desks.there):
        assert one.row("work_order", order)["received_fen"] == 8000
        assert [taking["status"] for taking in one.rows("taking")] == ["taken"]


def test_a_sum_of_the_side_that_is_not_taken_falls_due(desk: WholeDesk, desks: TwoDesks, qtbot: QtBot) -> None:
    order = dispatched_twice(desks, paid_there=False)
    desk.sign_in()
    desk.press("Ctrl+U")
    tell(desk, "2", "登记收款")
    form = desk.frame.panel
    assert isinstance(form, PaymentPane)
    qtbot.waitUntil(form.amount.hasFocus)
    desk.press(*"80", "Enter", "1", *"0101", "F9", "1")
    assert "收的 ¥80.00 要退, 收据 0101 收回" in pane(desk).follows.text()
    desk.press("F9")
    desks.cables_in()
    assert [taking["status"] for taking in desks.there.rows("taking")] == ["refund_due"]
    assert not desks.there.row("work_order", order).get("received_fen")


def test_a_side_is_chosen_first_and_esc_goes_back_one_by_one(desk: WholeDesk, desks: TwoDesks) -> None:
    dispatched_twice(desks, paid_there=False)
    desk.sign_in()
    desk.press("Ctrl+U", "+")
    assert desk.frame.toast.words == "先按 1-2 选补记到哪一边"
    tell(desk, "2", "到场")
    assert pane(desk).taker.panel is not None
    desk.press("Esc")
    assert pane(desk).taker.panel is None
    desk.press("+")
    assert pane(desk).late.question.text().startswith("补记到 另一边")
    desk.press("F9")
    assert desk.frame.toast.words == "先按数字选补记什么, 或按 Esc 返回"
    desk.press("Esc")
    assert not pane(desk).late.isVisible()
    desk.press("Esc")
    assert desk.frame.panel is None
    assert desks.branches()[0]["steps"] == ["dispatch"]


def test_a_time_before_the_report_is_said_beside_its_field(desk: WholeDesk, desks: TwoDesks) -> None:
    dispatched_twice(desks, paid_there=False)
    desk.sign_in()
    desk.press("Ctrl+U")
    tell(desk, "2", "到场")
    desk.press(*"2530", "F9")
    panel = pane(desk).taker.panel
    assert panel is not None
    assert "时间" in panel.asks[0].frame.error
    assert desks.branches()[0]["steps"] == ["dispatch"]


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
