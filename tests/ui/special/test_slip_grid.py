"""Five o'clock: forty slips by gun and Enter, keys counted; a wrong row blocks nothing, a saved one goes back."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import at
from desk.domain.flow import Values
from desk.domain.roles import Role
from desk.ui.special.slip_return.grid_row import State
from desk.ui.theme import Theme
from sync.protocol.envelope import Envelope
from tests.ui.fit import SCALES, cramped
from tests.ui.special.counting import SIZES
from tests.ui.special.evening import Evening, finished, money_agrees, paid, printed
from tests.ui.tree import nameless
from tests.world import World

ENTER, UP, DOWN, LEFT, F6, F9, ESC = (
    Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_F6, Qt.Key.Key_F9,
    Qt.Key.Key_Escape,
)  # fmt: skip
DAY = "2026-11-18"
TIMES = (*"1430", *"1520")  # hhmm goes on by itself
REST = (ENTER, "1", ENTER)  # signed by the owner, content, both kept


@pytest.fixture
def sit(look: Theme) -> Iterator[Any]:
    made: list[Evening] = []

    def seat(world: World, *told: Any) -> Evening:
        made.append(Evening(world, *told))
        return made[-1]

    yield seat
    for one in made:
        one.leave()


def test_a_free_slip_is_thirteen_keys_and_the_next_row_waits(world: World, sit: Any) -> None:
    ent = printed(world)
    one = sit(world)
    assert one.focus == "单号"
    one.scan(ent, tail=True)
    assert one.focus == "到场"
    one.press(*TIMES, ENTER, ENTER, *REST)  # repaired, no materials
    assert one.keys == 13
    row = one.order(ent)
    assert row["status"] == "slip_back"
    assert (row["arrived_at"], row["finished_at"]) == (at(DAY, "14:30"), at(DAY, "15:20"))
    assert (row["arrived_source"], row["signature"], row["tick"], row["shoe_covers"]) == ("slip", "self", "good", True)
    assert [slip["status"] for slip in world.rows("slip")] == ["back_signed"]
    assert one.states() == ["SAVED", "EMPTY"]
    assert one.row(0).mark.accessibleName() == "已回单"
    assert one.focus == "单号"
    assert one.row(1).number.hasFocus()


def test_what_is_written_is_one_group(world: World, sit: Any) -> None:
    ent = paid(world)
    before = world.database.read("SELECT MAX(n) FROM outbox")[0][0]
    one = sit(world)
    one.scan(ent)
    one.press(*TIMES, ENTER, ENTER, ENTER, "1")
    one.write("0012")
    one.press(ENTER, *REST)
    ops = world.database.read("SELECT op FROM outbox WHERE n > ? ORDER BY n", (before,))
    heads = [Envelope.open(op) for (op,) in ops]
    assert [head.kind for head in heads] == [
        "work_order.arrive", "work_order.finish", "work_order.sign", "work_order.slip_back", "taking.take",
        "slip.back_signed",
    ]  # fmt: skip
    assert len({head.grp for head in heads}) == 1
    money_agrees(world)


def test_live_marks_and_the_agreed_window_save_keys(world: World, sit: Any) -> None:
    known, agreed = finished(world), printed(world)
    one = sit(world)
    one.scan(known)
    assert one.focus == "用料·工时"
    one.press(ENTER, *REST)
    assert one.keys == 4
    one.scan(agreed)
    one.press(ENTER, ENTER, ENTER, ENTER, *REST)
    assert one.keys == 4 + 7
    row = one.order(agreed)
    assert (row["arrived_at"], row["finished_at"]) == (row["window_from_at"], row["window_to_at"])
    assert one.order(known)["arrived_source"] == "live"


def test_a_paid_slip_offers_what_is_due_and_the_books_next_leaf(world: World, sit: Any) -> None:
    first, second = paid(world), paid(world)
    one = sit(world)
    one.scan(first)
    one.press(*TIMES, ENTER, ENTER)
    assert one.focus == "实收"
    one.press(ENTER, "1")
    one.write("0099")
    one.press(ENTER, *REST)
    one.keys = 0
    one.scan(second)
    one.press(*TIMES, ENTER)
    one.write("阀芯 1 15、工30")
    one.press(ENTER)
    assert one.row(1).cells["due"].text() == "45"
    one.press(ENTER, "2")
    assert one.focus == "收据号"
    assert one.row(1).cells["receipt"].placeholderText() == "0100"
    one.press(ENTER, *REST)
    assert one.keys == 16
    row = one.order(second)
    assert (row["received_fen"], row["payment"], row["receipt_no"]) == (4500, "qr_code", "0100")
    assert (row["material_fen"], row["labour_fen"]) == (1500, 3000)
    sums = sorted((taking["receipt_no"], taking["amount_fen"]) for taking in world.rows("taking"))
    assert sums == [("0099", 3000), ("0100", 4500)]
    money_agrees(world)


def test_unsigned_with_its_reason_and_signed_by_another_with_the_relation_by_digit(world: World, sit: Any) -> None:
    unsigned, other, named = printed(world), printed(world), printed(world)
    one = sit(world)
    one.scan(unsigned)
    one.press(*TIMES, ENTER, ENTER, "3", "1", "0", ENTER)
    one.scan(other)
    one.press(*TIMES, ENTER, ENTER, "2", "1", "2", "4")
    one.scan(named)
    one.press(*TIMES, ENTER, ENTER, "2")
    one.write("楼下保姆")
    one.press(ENTER, "1", "1")
    rows = [one.order(ent) for ent in (unsigned, other, named)]
    assert [row["signature"] for row in rows] == ["unsigned", "by_other", "by_other"]
    assert rows[0]["unsigned_reason"] == "left"
    assert [row["signed_for"] for row in rows[1:]] == ["配偶", "楼下保姆"]
    assert (rows[1]["shoe_covers"], rows[1]["left_clean"], rows[0]["tick"]) == (False, False, "none")
    assert sorted(row["status"] for row in world.rows("slip")) == ["back_signed", "back_signed", "back_unsigned"]


def test_not_repaired_asks_why_and_outside_asks_nothing_more(world: World, sit: Any) -> None:
    why, outside = printed(world), printed(world)
    one = sit(world)
    one.scan(why)
    one.press(*TIMES, "2", ENTER)
    assert one.focus == "未修复原因"
    assert "还没有写未修复原因" in one.row(0).error.text()
    one.write("缺阀芯")
    one.press(ENTER, *REST)
    one.scan(outside)
    one.press(*TIMES, "4")
    assert [one.order(ent)["status"] for ent in (why, outside)] == ["returned", "handed_out"]
    assert one.order(why)["not_repaired_why"] == "缺阀芯"


def test_a_row_with_an_error_stays_red_and_the_others_go_on(world: World, sit: Any) -> None:
    used, clash, last = paid(world), paid(world), printed(world)
    one = sit(world)
    for ent, number in ((used, "0012"), (clash, "0012")):
        one.scan(ent)
        one.press(*TIMES, ENTER, ENTER, ENTER, "1")
        one.write(number)
        one.press(ENTER, *REST)
    assert one.states() == ["SAVED", "WRONG", "EMPTY"]
    assert "收据号 0012 已经用过: 11-18 3-2-1801 30元" in one.row(1).error.text()
    assert one.row(1).cells["receipt"].property("wrong") is True
    assert one.row(2).number.hasFocus()
    one.scan(last)
    one.press(*TIMES, ENTER, ENTER, *REST)
    assert one.states() == ["SAVED", "WRONG", "SAVED", "EMPTY"]
    assert one.order(clash)["status"] == "dispatched"
    one.press(UP)
    one.row(1).settle_on("receipt")
    one.write("0013")
    one.press(F9)
    assert one.order(clash)["receipt_no"] == "0013"
    money_agrees(world)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["1", "4", "6", "1", ENTER], "没有“1461”这个时间"),
        ([*"1430", *"1400", ENTER, ENTER, *REST], "完工早于到场"),
    ],
)
def test_what_cannot_be_is_said_in_the_row(world: World, sit: Any, keys: list[Any], words: str) -> None:
    ent = printed(world)
    one = sit(world)
    one.scan(ent)
    one.press(*keys)
    assert words in one.row(0).error.text()
    assert one.row(0).state is State.WRONG
    assert one.order(ent)["status"] == "dispatched"


def test_money_without_a_form_is_asked_and_waived_wants_a_name(world: World, sit: Any) -> None:
    ent = paid(world)
    one = sit(world)
    one.scan(ent)
    one.press(*TIMES, ENTER, ENTER, ENTER, ENTER)
    assert "收了钱还没有选方式" in one.row(0).error.text()
    one.press("6", ENTER)
    assert "免收还没有写批准人" in one.row(0).error.text()
    one.write("陈国平")
    one.press(ENTER, *REST)
    row = one.order(ent)
    assert (row["payment"], row["waived_by"], row["received_fen"]) == ("waived", "陈国平", 0)
    assert world.rows("taking") == []


def test_a_number_that_is_not_known_or_filed_already_is_said_and_the_row_is_used_again(world: World, sit: Any) -> None:
    ent, filed = printed(world), world.slip_back()
    one = sit(world)
    one.desk.press("9999", ENTER)
    assert "没有单号是“9999”的派工单" in one.row(0).error.text()
    one.scan(filed)
    assert "已经回过了" in one.row(0).error.text()
    one.scan(ent)
    assert one.row(0).error.isHidden()
    assert one.row(0).number.text() == one.order(ent)["no"]


def test_the_same_figures_of_two_slips_are_picked_in_the_row(world: World, sit: Any) -> None:
    first = printed(world)
    with world.database.write() as connection:
        connection.exec_driver_sql("UPDATE device SET value='W9' WHERE name='prefix'")
        connection.exec_driver_sql("UPDATE device SET value='0' WHERE name='numbers'")
    second = printed(world, "3-2-1901")
    one = sit(world)
    one.scan(first, tail=True)
    assert one.row(0).candidates.isVisible()
    one.press("1")
    taken = one.row(0).found.id
    one.press(*TIMES, ENTER, ENTER, *REST)
    one.scan(first, tail=True)
    one.press("1" if one.row(1).candidates.isVisible() else ENTER)
    assert {taken, one.row(1).found.id} == {first, second}


def test_one_slip_scanned_twice_stays_one_row(world: World, sit: Any) -> None:
    ent = printed(world)
    one = sit(world)
    one.scan(ent)
    one.press(*"1430", DOWN)
    one.scan(ent)
    assert "就在上面那一行" in one.pane.told.text()
    assert one.states() == ["OPEN", "EMPTY"]


def test_a_saved_row_is_taken_back_and_its_receipt_is_free_for_it_again(world: World, sit: Any) -> None:
    ent = paid(world)
    before, slips = one_order(world, ent), world.rows("slip")
    one = sit(world)
    one.scan(ent)
    one.press(*TIMES, ENTER, ENTER, ENTER, "1")
    one.write("0012")
    one.press(ENTER, *REST)
    one.ctrl(Qt.Key.Key_Z)
    assert one_order(world, ent) == before
    assert world.rows("slip") == slips
    assert [(row["status"], row["void_reason"]) for row in world.rows("taking")] == [("void", "undone")]
    money_agrees(world)
    assert one.states() == ["OPEN", "EMPTY"]
    assert one.row(0).cells["receipt"].text() == "0012"
    one.row(0).settle_on("received")
    one.press(*"40", F9)
    assert (one.order(ent)["received_fen"], one.order(ent)["receipt_no"]) == (4000, "0012")
    assert [(row["status"], row["amount_fen"]) for row in world.rows("taking")] == [("taken", 4000)]
    money_agrees(world)


def one_order(world: World, ent: str) -> Values:
    return {name: value for name, value in world.row("work_order", ent).items() if name != "revisit_id"}


def test_what_was_counted_is_not_taken_back(world: World, sit: Any) -> None:
    ent = paid(world)
    one = sit(world)
    one.scan(ent)
    one.press(*TIMES, ENTER, ENTER, ENTER, "1")
    one.write("0012")
    one.press(ENTER, *REST)
    now = world.clock.forward(minutes=1)
    world.take(
        Role.CLERK, "day_close.close", day_on=DAY, cash_fen=3000, counted_fen=3000, until_at=now
    )  # fmt: skip
    one.ctrl(Qt.Key.Key_Z)
    assert "已经日结, 不能整行撤销" in one.pane.told.text()
    assert one.order(ent)["status"] == "slip_back"


def test_unsaved_rows_outlive_a_power_cut(world: World, sit: Any) -> None:
    begun, red = printed(world), paid(world)
    one = sit(world)
    one.scan(red)
    one.press(*"1430", *"1400", ENTER, ENTER, ENTER, "1", "-", ENTER, *REST)
    assert one.states() == ["WRONG", "EMPTY"]
    one.scan(begun)
    one.press(*"1430", ESC)
    again = sit(world)
    assert again.states() == ["OPEN", "OPEN", "EMPTY"] or again.states() == ["OPEN", "OPEN"]
    assert [row.cells["arrived"].text() for row in again.pane.rows[:2]] == ["1430", "1430"]
    assert again.row(0).cells["payment"].value == "cash"
    assert again.row(0).cells["receipt"].text() == "-"


def test_forty_slips_with_their_keys_counted(world: World, sit: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """The day's mix (counter.md 5.8): 71 % of times from paper, 9 % unsigned, every fourth one paid."""
    free = [printed(world) for _ in range(21)]
    live = [finished(world) for _ in range(5)]
    money = [paid(world) for _ in range(10)]
    unsigned = [printed(world) for _ in range(4)]
    one = sit(world)
    counts: dict[str, int] = {}
    for kind, ents in (("无偿", free), ("已报到", live), ("有偿", money), ("未签", unsigned)):
        one.keys = 0
        for number, ent in enumerate(ents):
            one.scan(ent)
            if kind != "已报到":
                one.press(*TIMES, ENTER)
            one.press(ENTER)
            if kind == "有偿":
                one.press(ENTER, str(number % 3 + 1))
                if not number:
                    one.write("0101")  # the first leaf of the evening; the others follow by Enter
                one.press(ENTER)
            one.press(*(("3", "1", "0", ENTER) if kind == "未签" else REST))
        counts[kind] = one.keys
    total = sum(counts.values())
    with capsys.disabled():
        each = ", ".join(f"{kind} {counts[kind] / len(ents):g}" for kind, ents in
                         (("无偿", free), ("已报到", live), ("有偿", money), ("未签", unsigned)))  # fmt: skip
        print(f"\n40 slips: {total} keys, {total / 40:.1f} each ({each})")
    assert total / 40 <= 14
    assert one.states() == ["SAVED"] * 40 + ["EMPTY"]
    assert {row["status"] for row in world.rows("work_order")} <= {"slip_back", "closed"}
    assert sorted(row["receipt_no"] for row in world.rows("taking")) == [f"01{n:02d}" for n in range(1, 11)]
    money_agrees(world)


@pytest.mark.parametrize("size", SIZES)
def test_every_cell_has_a_name_and_room(world: World, sit: Any, size: tuple[int, int]) -> None:
    ent = paid(world, reporter="阿卜杜热合曼·买买提明江")
    one = sit(world, size)
    one.scan(ent)
    one.press(*"1430", *"1520")
    assert nameless(one.pane) == []
    assert cramped(one.pane) == []


@pytest.mark.parametrize("scale", SCALES[1:])
def test_cells_have_room_at_every_scale(world: World, sit: Any, look: Theme, scale: float) -> None:
    ent = paid(world)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look.wear(application, dark=False, scale=scale)
    one = sit(world, (round(1366 * scale), round(768 * scale)))
    one.scan(ent)
    assert cramped(one.pane) == []
