"""看板: five piles in seconds, shapes by time; it rings for what nobody has taken and never takes the focus."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from desk.domain.roles import Role
from desk.ui.special.fresh.cards import CardModel
from desk.ui.special.fresh.papers import DeliveryPapers, TicketPapers, WalkPapers
from desk.ui.special.fresh.shown import CardShown
from desk.ui.theme import Theme
from tests.services.fresh_orders.bench import ITEMS
from tests.ui.fit import cramped
from tests.ui.special.fresh.hall import (
    DAY,
    ENTER,
    ESC,
    F6,
    F8,
    F9,
    LEFT,
    RIGHT,
    SPACE,
    Hall,
    accepted,
    arrived,
    delivered,
    guards,
    out,
    shop_order,
)  # fmt: skip
from tests.ui.tree import nameless
from tests.world import World

Sit = Callable[..., Hall]


def card(hall: Hall, column: int, row: int = 0) -> CardShown:
    one = hall.page.board.lists[column].lines()[row]
    assert isinstance(one, CardShown)
    return one


def test_five_piles_with_their_seconds_and_next_steps(afternoon: World, sit: Sit) -> None:
    guards(afternoon, "陈刚")
    shop_order(afternoon, "TX-8836", "1-1-502", 250)
    arrived(afternoon, "TX-8834", "6-1-1203", 702, 35)
    out(afternoon, "TX-8829", "5-2-301", 1011, 510)
    accepted(afternoon, "TX-8831", "2-1-801", 920, 370)
    delivered(afternoon, "TX-8700", "3-1-1502", 830)
    delivered(afternoon, "TX-8701", "9-1-1801", 1330, late="shop_late")
    hall = sit()
    assert hall.piles()[:4] == [["1-1-502"], ["6-1-1203"], ["2-1-801"], ["5-2-301"]]
    assert sorted(hall.piles()[4]) == ["3-1-1502", "9-1-1801"]
    waiting, sent, gone = card(hall, 1), card(hall, 2), card(hall, 3)
    assert [one.figures for one in waiting.clocks] == ["11:42", "00:35"]
    assert [one.words for one in waiting.clocks] == ["总 · 还剩 8 分", "小区 · 还剩 9 分"]
    assert waiting.about == "王女士 · 5 样 · 有冷鲜肉"
    assert (waiting.action, waiting.key) == ("验收", "Enter")
    assert [one.shape for one in sent.clocks] == ["triangle", "ring"]
    assert (sent.tone, sent.action, sent.key) == ("warn", "交 陈刚", "F8")
    assert [one.shape for one in gone.clocks] == ["triangle", "triangle"]
    assert (gone.action, gone.key) == ("录签收时间", "F6")
    late = next(one for one in hall.page.board.lists[4].lines() if one.where == "9-1-1801")
    assert (late.late, late.aside, late.took) == (True, "门店迟到", "22:10")  # type: ignore[union-attr]
    figures = [label.text() for label, _words in hall.page.board.strip._shown]
    assert figures == ["2", "50.0%", "100.0%", "0", "0"]
    assert hall.page.board.strip.acceptor.text() == "客服 李敏"
    assert "至 17:00, 之后" in hall.page.board.strip.until.text()


def test_the_ring_fills_then_triangle_then_square(afternoon: World, sit: Sit) -> None:
    arrived(afternoon, ago_s=880, here_s=20)
    hall = sit()
    assert card(hall, 1).clocks[0].shape == "ring"
    hall.pass_time(20)
    assert (card(hall, 1).clocks[0].shape, card(hall, 1).clocks[0].figures) == ("triangle", "15:00")
    hall.pass_time(301)
    assert (card(hall, 1).clocks[0].shape, card(hall, 1).clocks[0].words) == ("square", "总 · 超 1 秒")
    assert card(hall, 1).tone == "bad"


def test_it_rings_until_somebody_takes_it_and_asks_for_a_ticket(afternoon: World, sit: Sit) -> None:
    hall = sit()
    strokes: list[int] = []
    hall.page.watch.bell.rung.connect(lambda: strokes.append(1))
    order = shop_order(afternoon, "TX-8836", "1-1-502")
    hall.page.watch.reload()
    assert strokes == [1]
    assert card(hall, 0).ringing
    hall.press(SPACE)
    assert hall.order(order)["acknowledged_at"]
    assert not hall.page.watch.bell.ringing
    assert hall.printed == [TicketPapers(ids=(order,))]
    assert hall.said[-1] == "1-1-502 已接单"


def test_a_new_arrival_never_takes_the_focus(afternoon: World, sit: Sit) -> None:
    arrived(afternoon, "TX-8834", "6-1-1203")
    second = arrived(afternoon, "TX-8835", "2-2-802", 300, 10)
    hall = sit()
    hall.page.board.choose(second)
    before = QApplication.focusWidget()
    shop_order(afternoon, "TX-8836", "1-1-502")
    arrived(afternoon, "TX-8840", "1-1-101", 1000, 500)
    hall.page.watch.reload()
    hall.rest()
    assert QApplication.focusWidget() is before
    chosen = hall.page.board.lists[1].chosen()
    assert chosen is not None
    assert chosen.id == second


def test_it_does_not_take_the_focus_from_a_weight(afternoon: World, sit: Sit) -> None:
    arrived(afternoon)
    hall = sit()
    hall.press(ENTER, ENTER)
    hall.desk.press(*"49")
    shop_order(afternoon, "TX-8836", "1-1-502")
    hall.page.watch.reload()
    hall.pass_time(1)
    assert hall.focus == "菠菜 实到"
    hall.weigh(2)
    assert hall.page.sheet.table.rows[1].shown.got == "492"


def test_the_bell_at_fifteen_and_at_eight_minutes_and_off(afternoon: World, sit: Sit) -> None:
    arrived(afternoon, ago_s=890, here_s=30)
    hall = sit()
    strokes: list[int] = []
    hall.page.watch.bell.rung.connect(lambda: strokes.append(1))
    hall.pass_time(5)
    assert strokes == []
    hall.pass_time(5)
    assert strokes == [1]
    hall.pass_time(5)
    assert len(strokes) == 1
    hall.pass_time(440)
    assert strokes == [1, 1]
    hall.page.board.strip.sound.click()
    assert hall.page.board.strip.sound.text() == "声音 关"
    shop_order(afternoon, "TX-8836", "1-1-502")
    hall.page.watch.reload()
    assert strokes == [1, 1]
    hall.leave()
    again = Hall(afternoon)
    assert again.page.board.strip.sound.text() == "声音 关"
    again.leave()


def test_one_walk_with_three_and_the_times_typed_once(afternoon: World, sit: Sit) -> None:
    guards(afternoon, "刘洋", "陈刚")
    orders = [accepted(afternoon, f"TX-883{n}", f"2-1-80{n}", 700 - n * 30, 250 - n * 20) for n in range(3)]
    hall = sit()
    hall.press(SPACE)
    hall.page.board.lists[2].choose(orders[1])
    hall.press(SPACE)
    hall.page.board.lists[2].choose(orders[2])
    hall.press(SPACE)
    assert card(hall, 2).action == "3 单交 刘洋"
    hall.press(F8)
    rows = [hall.order(one) for one in orders]
    assert {one["status"] for one in rows} == {"out"}
    assert len({one["walk"] for one in rows}) == 1
    assert {one["guard"] for one in rows} == {"刘洋"}
    (papers,) = hall.printed
    assert isinstance(papers, WalkPapers)
    assert set(papers.ids) == set(orders)
    hall.pass_time(420)
    hall.press(F6)
    hall.press(*"1405", "1", ENTER)
    hall.press(*"1407", "2", "2")
    hall.words("妻子")
    hall.press(ENTER)
    hall.press(*"1408", ENTER, "1", F9)
    rows = [hall.order(one) for one in orders]
    assert {one["status"] for one in rows} == {"delivered"}
    ticks = sorted((one["tick"], one["signature"], one.get("signed_for") or "") for one in rows)
    assert ticks == [("fair", "by_other", "妻子"), ("good", "self", ""), ("none", "self", "")]
    assert hall.said[-1] == "3 单已签收"


def test_a_late_one_asks_why_before_it_is_saved(afternoon: World, sit: Sit) -> None:
    order = out(afternoon, ago_s=1190, here_s=500)
    hall = sit()
    hall.pass_time(120)
    hall.press(F6, ENTER, "1", ENTER)
    assert hall.focus == "6-1-1203 迟到原因"
    hall.press(F9)
    assert "还没有选迟到原因" in hall.page.panels.panel.lines[0].error.text()  # type: ignore[union-attr]
    hall.press("1", F9)
    row = hall.order(order)
    assert (row["status"], row["late_reason"], row["tick"]) == ("delivered", "no_courier", "good")


def test_times_that_cannot_be_are_said_in_words(afternoon: World, sit: Sit) -> None:
    order = out(afternoon)
    hall = sit()
    hall.press(F6, *"2599")
    assert "看不懂时间“2599”" in hall.page.panels.panel.lines[0].error.text()  # type: ignore[union-attr]
    hall.press(ESC)
    assert hall.order(order)["status"] == "out"
    assert hall.focus == "配送中"


def test_nobody_at_home_stops_the_clock_by_a_call(afternoon: World, sit: Sit) -> None:
    order = out(afternoon)
    hall = sit()
    hall.press("/")
    words = {box.choice.words: box.choice.digit for box in hall.page.panels.panel.list._boxes}  # type: ignore[union-attr]
    hall.press(words["业主不在/晚送"], "1", "1", "1", F9)
    row = hall.order(order)
    assert (row["stop_reason"], row["owner_call"], row["absence"]) == ("owner_absent", "answered", "received_for")
    before = card(hall, 3).clocks[0].figures
    hall.pass_time(60)
    assert card(hall, 3).clocks[0].figures == before
    assert "停表 · 业主不在" in card(hall, 3).clocks[0].words


def test_sideways_goes_over_empty_piles(afternoon: World, sit: Sit) -> None:
    shop_order(afternoon, "TX-8836", "1-1-502")
    out(afternoon)
    hall = sit()
    assert hall.focus == "配送中"
    hall.press(LEFT)
    assert hall.focus == "途中"
    hall.press(RIGHT)
    assert hall.focus == "配送中"


def test_numbers_nobody_knows_and_numbers_of_two(afternoon: World, sit: Sit) -> None:
    first = arrived(afternoon, "AX-1234", "1-1-101")
    arrived(afternoon, "BX-1234", "1-1-102")
    hall = sit()
    hall.press(*"9999", ENTER)
    assert "没有单号是“9999”的订单" in hall.said[-1]
    assert hall.focus == "待验"
    hall.press(*"1234", ENTER)
    assert "是哪一单" in hall.focus
    places = [box.choice.words for box in hall.page.panels.panel.list._boxes]  # type: ignore[union-attr]
    hall.press(str(places.index("1-1-101") + 1))
    assert hall.page.sheet.subject is not None
    assert hall.page.sheet.subject.id == first


def test_an_empty_board_and_who_may_not_see_it(afternoon: World, sit: Sit) -> None:
    hall = sit()
    assert hall.page.board.columns[1].empty.isVisible()
    assert hall.focus == "待验"
    other = sit(Role.ACCOUNTANT)
    assert "您的岗位看不到这里" in other.page.notice.accessibleName()


@pytest.mark.parametrize("dark", [False, True])
def test_every_word_has_room_and_every_control_a_name(afternoon: World, sit: Sit, look: Any, dark: bool) -> None:
    guards(afternoon, "陈刚")
    shop_order(afternoon, "TX-8836", "1-1-502")
    arrived(afternoon, name="阿卜杜热合曼·买买提明江", where="翠湖花园国际社区三期高层组团5-2-1203")
    accepted(afternoon, "TX-8831", "2-1-801", faults={"n5": "rot"})
    hall = sit()
    assert cramped(hall.page) == []
    assert nameless(hall.page) == []
    hall.press(ENTER, ENTER)
    assert cramped(hall.page.sheet) == []
    assert nameless(hall.page.sheet) == []


def test_a_telephone_order_in_the_order_of_speech(afternoon: World, sit: Sit) -> None:
    arrived(afternoon)
    hall = sit()
    hall.press("+")
    hall.press(*"3-2-1801", ENTER)
    hall.words("菠菜 500 4.5、鸡蛋 2盒 15.8")
    panel = hall.page.panels.panel
    assert "菠菜 500 克, 鸡蛋 2盒" in panel.aloud._sentence.accessibleName()  # type: ignore[union-attr]
    hall.press(F9)
    order = next(one for one in hall.rows("fresh_order") if one["channel"] == "phone")
    assert (order["where"], order["shop"], order["amount_fen"]) == ("3-2-1801", "鲜丰翠湖店", 2030)
    assert [(one["name"], one["unit"], one["ordered"]) for one in order["items"]] == [
        ("菠菜", "g", 500), ("鸡蛋", "piece", 2),
    ]  # fmt: skip
    assert order["acknowledged_at"]
    assert not hall.page.watch.bell.ringing


def test_papers_of_the_day_are_laid_out(afternoon: World, sit: Sit) -> None:
    from desk.paths import RESOURCES
    from desk.ui.papers import Where
    from desk.ui.special.fresh.papers import SheetPapers
    from reports.fonts import PaperFonts

    first = out(afternoon, "TX-1", items=ITEMS)
    hall = sit()
    counter = hall.counter
    at = Where(counter.database, counter.actor, counter.scope, counter.settings(), counter.now())
    fonts = PaperFonts.load(RESOURCES / "fonts")
    for kind in (TicketPapers, DeliveryPapers, SheetPapers):
        papers = kind(ids=(first,)).read(at)
        assert papers.render(fonts, None, counter.now()).startswith(b"%PDF")  # type: ignore[arg-type]
    walk = WalkPapers(ids=(first,), guard="陈刚").read(at)
    assert walk.render(fonts, None, counter.now()).startswith(b"%PDF")  # type: ignore[arg-type]
    assert DAY


def test_seconds_drawn_one_by_one_are_what_a_whole_painting_shows(afternoon: World, sit: Sit) -> None:
    """Only the figures are drawn anew each second; cards that turn change places without a reset."""
    for number in range(6):
        arrived(afternoon, f"TX-88{number}0", f"6-1-12{number}3", 880 - 45 * number, 35 + 70 * number)
        out(afternoon, f"TX-87{number}0", f"5-2-30{number}", 1_170 - 31 * number, 510, walk=f"w-{number}")
    hall = sit()
    column = hall.page.board.lists[1]
    column.choose_row(2)
    chosen, resets = column.chosen(), []
    column.model().modelReset.connect(lambda: resets.append(1))
    QAbstractItemModelTester(column.model(), QAbstractItemModelTester.FailureReportingMode.Fatal, column)
    orders = set()
    for second in range(16):
        hall.pass_time(1 if second % 2 else 29)
        orders.add(tuple(hall.piles()[1]))
        screen = hall.desk.screen().grabWindow(hall.desk.winId()).toImage()
        whole = hall.desk.grab().toImage()
        assert screen.convertToFormat(whole.format()) == whole, second
    assert len(orders) > 1
    assert not resets
    kept = column.chosen()
    assert chosen is not None
    assert kept is not None
    assert kept.id == chosen.id


def test_rows_come_go_and_move_without_a_reset(look: Theme) -> None:
    model = CardModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    dice = random.Random(5)
    for _ in range(50):
        ids = dice.sample("abcdefghijkl", dice.randrange(12))
        model.replace([CardShown(one, one, dice.choice("12"), "") for one in ids])
        assert [model.index(row).data() for row in range(model.rowCount())] == [
            line.spoken for row in range(len(ids)) if (line := model.line(row)) is not None
        ]
        assert [line.id for row in range(len(ids)) if (line := model.line(row)) is not None] == ids
    assert not resets
    model.replace([CardShown(str(number), "", "", "") for number in range(40)])
    assert resets == [1]


def test_large_text_folds_columns_to_their_counts_and_the_keyboard_opens_them(
    look: Theme, afternoon: World, sit: Sit
) -> None:
    look.wear(QApplication.instance(), scale=2.0)  # type: ignore[arg-type]
    shop_order(afternoon, "TX-8836", "1-1-502", 250)
    arrived(afternoon, "TX-8834", "14-1-1203", 702, 35)
    accepted(afternoon, "TX-8831", "2-1-801", 920, 370)
    out(afternoon, "TX-8829", "5-2-301", 1011, 510)
    hall = sit(size=(1920, 1080))
    columns = hall.page.board.columns

    def opened() -> list[int]:
        return [n for n, column in enumerate(columns) if not column.folded]

    assert opened() == [1, 2, 3]
    assert (columns[0].thin_count.text(), columns[0].bell.isVisibleTo(columns[0])) == ("1", True)
    hall.press(LEFT)
    assert opened() == [0, 1, 2]
    assert hall.focus == "途中"
    for _ in range(3):
        hall.press(RIGHT)
    assert hall.focus == "配送中"
    assert opened() == [1, 2, 3]
    hall.desk.resize(1366, 768)
    hall.rest()
    assert hall.focus == "配送中"
    assert 3 in opened()
    face = QFontMetrics(look.font("matter", bold=True))
    for number in opened():
        for _row, clocks in columns[number].list._in_sight():
            for figures, *_rest in clocks:
                assert figures.width() - look.px(26) >= face.horizontalAdvance("00:00")
