"""收款·日结: form by form with totals, the count and why it differs, corrections, days not counted, keys only."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from desk.domain.calendar import at
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.services.takings.receipts import receipt_id
from desk.ui.special.takings.count_card import notes_sum
from desk.ui.special.takings.page import TakingsPage
from desk.ui.special.takings.papers import DayPapers, ReceiptPapers
from desk.ui.theme import Theme
from tests.ui.fit import SCALES, cramped
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.ui.tree import nameless
from tests.world import World

ENTER, LEFT, RIGHT, DOWN, F8, F9 = (
    Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_F8, Qt.Key.Key_F9,
)  # fmt: skip
DAY = "2026-11-18"


class Till:
    """The page in a window at ten past five."""

    def __init__(self, world: World, role: Role = Role.CLERK, size: tuple[int, int] = SIZES[0]) -> None:
        self.world = world
        self.counter = counter_at(world, role)
        self.page = TakingsPage(self.counter)
        self.desk = Desk(self.page, size)
        self.desk.listen(self.counter)
        self.printed: list[Any] = []
        self.counter.ways.print_wanted.connect(self.printed.append)
        self.desk.open()
        QTest.qWait(1)

    def press(self, *keys: Any) -> None:
        self.desk.press(*keys)
        QApplication.processEvents()

    @property
    def rows(self) -> list[str]:
        model = self.page.list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def leave(self) -> None:
        self.desk.close()
        delete(self.desk)


@pytest.fixture
def sit(look: Theme) -> Iterator[Any]:
    made: list[Till] = []

    def seat(world: World, *told: Any) -> Till:
        made.append(Till(world, *told))
        return made[-1]

    yield seat
    for one in made:
        one.leave()


def paid(world: World, number: str, fen: int = 3000, payment: str = "cash") -> str:
    """A returned slip with its money; says the taking."""
    order = world.finished(charge="paid", price_form="list")
    world.take(Role.CLERK, "work_order.sign", order, signature="self")
    world.take(Role.CLERK, "work_order.slip_back", order, due_fen=fen, received_fen=fen, payment=payment,
               receipt_no=number)  # fmt: skip
    no = world.row("work_order", order)["no"]
    return world.take(
        Role.CLERK, "taking.take", receipt_id(world.scope, number), order_id=order, order_no=no, where="3-2-1801",
        amount_fen=fen, payment=payment, receipt_no=number, taken_by="李敏",
    )  # fmt: skip


def evening(world: World) -> list[str]:
    world.clock.set(DAY, "9:00")
    found = [paid(world, "0001"), paid(world, "0002", 4550), paid(world, "0003", 2000, "qr_code")]
    world.clock.set(DAY, "17:10")
    return found


def closes(world: World) -> list[dict[str, Any]]:
    return world.rows("day_close")


def test_the_list_stands_form_by_form_with_its_totals(world: World, sit: Any) -> None:
    evening(world)
    one = sit(world)
    assert one.rows[0] == "现金 2"
    assert one.rows[3] == "扫码 1"
    assert one.page.total.text() == "实收 ¥95.50"
    assert one.page.count.expected.text() == "¥75.50"
    assert "0002" in one.rows[2]


def test_a_count_that_is_right_is_closed_with_four_keys_and_its_sum(world: World, sit: Any) -> None:
    evening(world)
    one = sit(world)
    one.press(F9, *"75.5")
    assert one.page.count.gap.text() == "相符"
    one.press(F9)
    (row,) = closes(world)
    assert (row["day_on"], row["cash_fen"], row["counted_fen"], row["qr_code_fen"], row["receipts"]) == (
        DAY, 7550, 7550, 2000, 3,
    )  # fmt: skip
    assert (row["until_at"], row["closed_by"], row["status"]) == (at(DAY, "17:10") + 1, "李敏", "closed")
    assert "difference" not in row
    assert "已日结 17:10 李敏" in one.page.count.state.text()
    assert not one.page.count.button.isVisible()
    assert one.desk.said[-1] == "今天已日结, F8 打印日结单"
    one.press(F8)
    assert one.printed == [DayPapers(day_on=DAY)]


def test_a_difference_asks_why(world: World, sit: Any) -> None:
    evening(world)
    one = sit(world)
    one.press(F9, *"70", F9)
    assert "还没有选原因" in one.page.count.why_field.error
    assert one.page.count.gap.text() == "少 ¥5.50"
    assert closes(world) == []
    one.press("2", F9)
    assert (closes(world)[0]["difference"], closes(world)[0]["counted_fen"]) == ("late", 7000)


def test_notes_and_coins_are_summed(world: World, sit: Any) -> None:
    evening(world)
    one = sit(world)
    one.press(F9)
    QTest.mouseClick(one.page.count.notes_button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    one.press(ENTER, "1", ENTER, "1", ENTER, ENTER, "1", ENTER, ENTER, "1", ENTER, ENTER)
    assert one.page.count.cash.text() == "75.50"
    assert one.page.count.note.hasFocus()


@pytest.mark.parametrize(("counts", "fen"), [({}, None), ({10_000: "1", 50: " 3 "}, 10_150), ({10: "0"}, 0)])
def test_what_so_many_notes_make(counts: dict[int, str], fen: int | None) -> None:
    assert notes_sum(counts) == fen


def test_half_a_note_is_none() -> None:
    with pytest.raises(DeskError, match="张数"):
        notes_sum({10_000: "1.5"})


def test_what_comes_after_the_count_is_the_next_days(world: World, sit: Any) -> None:
    evening(world)
    one = sit(world)
    one.press(F9, *"75.5", F9)
    world.clock.set(DAY, "18:00")
    late = paid(world, "0004", 1000)
    assert world.row("taking", late)["taken_at"] > closes(world)[0]["until_at"]
    one.page.reload()
    assert one.page.count.expected.text() == "¥75.50"
    world.clock.set("2026-11-19", "17:10")
    paid(world, "0005", 2000)
    world.clock.set("2026-11-19", "19:30")
    one.page.enter()
    assert one.page.count.expected.text() == "¥30.00"
    assert one.page.warning.isHidden()
    one.press(F9, *"30", F9)
    assert [row["cash_fen"] for row in sorted(closes(world), key=lambda row: str(row["day_on"]))] == [7550, 3000]


def test_money_that_came_while_one_counted_is_compared_too(world: World, sit: Any) -> None:
    evening(world)
    one = sit(world)
    one.press(F9, *"75.5")
    world.clock.forward(minutes=1)
    paid(world, "0004", 1000)  # another window of this desk
    one.press(F9)
    assert "还没有选原因" in one.page.count.why_field.error
    assert one.page.count.expected.text() == "¥85.50"
    assert closes(world) == []


def test_yesterday_that_was_not_counted_says_so_and_is_counted_first(world: World, sit: Any) -> None:
    evening(world)
    world.clock.set("2026-11-19", "8:30")
    today = paid(world, "0009", 500)
    assert today
    one = sit(world)
    assert one.page.warned.text() == "昨天 还没有日结"
    assert one.page.count.expected.text() == "¥80.50"
    QTest.mouseClick(one.page.catch_up, Qt.MouseButton.LeftButton)
    assert one.page.count.expected.text() == "¥75.50"
    one.press(F9, *"75.5", F9)
    assert (closes(world)[0]["day_on"], closes(world)[0]["until_at"]) == (DAY, at("2026-11-19", "0:00"))
    one.page.enter()
    assert one.page.warning.isHidden()
    assert one.page.count.expected.text() == "¥5.00"


def test_a_day_behind_a_later_count_is_not_counted_again(world: World, sit: Any) -> None:
    evening(world)
    world.clock.set("2026-11-19", "17:10")
    one = sit(world)
    assert one.rows[0] == "现金 2"  # yesterday's, too
    world.take(Role.CLERK, "day_close.close", day_on="2026-11-19", cash_fen=7550, counted_fen=7550,
               until_at=world.clock())  # fmt: skip
    one.press(LEFT)
    assert "已经算在 2026-11-19 的日结里" in one.page.notice.accessibleName()
    one.press(RIGHT)
    assert one.page.count.expected.text() == "¥75.50"


def test_a_clerk_cannot_correct_and_a_supervisor_sees_what_stood_before(world: World, sit: Any) -> None:
    evening(world)
    clerk = sit(world)
    clerk.press(F9, *"70", F9, "1", F9)
    assert not clerk.page.count.cash.isEnabled()
    world.clock.forward(hours=1)
    chief = sit(world, Role.SUPERVISOR)
    assert chief.page.count.button.text() == "更正日结"
    chief.press(F9, *"75.5", F9)
    (row,) = closes(world)
    assert (row["counted_fen"], row["status"]) == (7550, "corrected")
    assert "difference" not in row
    assert chief.page.count.before.text() == "更正前: 实点 ¥70.00 (找零差) 今天 17:10 李敏"


def test_a_void_receipt_leaves_the_count_and_the_order(world: World, sit: Any) -> None:
    first, _, _ = evening(world)
    one = sit(world)
    one.press("*")
    assert "作废收据 0001 ¥30.00" in one.page.asked.text()
    one.press("4")
    taking = world.row("taking", first)
    assert (taking["status"], taking["void_reason"]) == ("void", "spoilt")
    assert world.row("work_order", taking["order_id"])["received_fen"] == 0
    assert one.page.count.expected.text() == "¥45.50"
    assert "作废 收据写坏" in one.rows[1]
    assert one.page.list.hasFocus()


def test_enter_prints_the_receipt(world: World, sit: Any) -> None:
    first, _, _ = evening(world)
    one = sit(world)
    one.press(ENTER)
    assert one.printed == [ReceiptPapers(ids=(first,))]


def test_the_workbook_of_the_day_is_saved(
    world: World, sit: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening(world)
    monkeypatch.setattr("desk.ui.special.takings.page.documents", lambda: tmp_path)
    one = sit(world)
    QTest.mouseClick(one.page.export_button, Qt.MouseButton.LeftButton)
    assert (tmp_path / f"日结单-{DAY}.xlsx").stat().st_size > 4_000
    assert one.desk.said[-1].startswith("已存到")


@pytest.mark.parametrize("size", SIZES)
def test_every_control_has_a_name_and_room(world: World, sit: Any, size: tuple[int, int]) -> None:
    evening(world)
    one = sit(world, Role.CLERK, size)
    one.press(F9, *"70")
    assert nameless(one.page) == []
    assert cramped(one.page) == []


@pytest.mark.parametrize("scale", SCALES[1:])
def test_words_have_room_at_every_scale(world: World, sit: Any, look: Theme, scale: float) -> None:
    evening(world)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look.wear(application, dark=False, scale=scale)
    one = sit(world, Role.CLERK, (round(1366 * scale), round(768 * scale)))
    one.press(F9, *"70")
    assert cramped(one.page) == []
