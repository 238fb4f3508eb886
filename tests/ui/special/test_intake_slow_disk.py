"""A hand faster than the disk: no key is lost, no call is shown under another one, nothing is written twice."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.ui.theme import Theme
from tests.ui.special.panel_desk import ENTER, ESC, F2, F4, F9, PanelDesk, panel_desk
from tests.ui.special.slow_lane import LaterTasks
from tests.world import World

TODAY = "2026-11-18"


@dataclass
class Slow:
    desk: PanelDesk
    lane: LaterTasks


@pytest.fixture
def slow(world: World, look: Theme) -> Iterator[Slow]:
    desk = panel_desk(world)
    lane = LaterTasks()
    desk.counter.db = lane
    yield Slow(desk, lane)
    lane.answer()
    desk.leave()


def a_call(slow: Slow, words: str = "龙头漏水") -> None:
    slow.desk.press(F2)
    slow.desk.type("6621")
    slow.desk.press(ENTER)
    slow.lane.answer()
    slow.desk.words(words)
    slow.desk.press(ENTER)
    slow.lane.answer()
    slow.desk.press("2")


def test_enter_before_the_list_has_come_takes_its_first_line(slow: Slow) -> None:
    slow.desk.press(F2)
    slow.desk.type("6621")
    slow.desk.press(ENTER)
    assert slow.desk.card.draft.resident_id == ""
    slow.lane.answer()
    assert slow.desk.card.draft.resident_id == slow.desk.world.resident
    assert slow.desk.focus is slow.desk.card.form.matter


def test_plus_before_the_card_of_the_caller_has_come_urges_when_it_comes(slow: Slow) -> None:
    order = slow.desk.world.order(resident_id=slow.desk.world.resident)
    slow.desk.press(F2)
    slow.desk.type("6621")
    slow.lane.answer()
    slow.desk.press(ENTER, "+")
    slow.lane.answer()
    assert slow.desk.world.row("work_order", order)["urges"] == 1


def test_an_answer_about_the_last_call_is_not_shown_in_this_one(slow: Slow) -> None:
    slow.desk.press(F2)
    slow.desk.type("6621")
    slow.desk.press(F2)
    slow.lane.answer()
    assert slow.desk.card.form.who.found == ()
    assert slow.desk.card.form.who.line.text() == ""


def test_the_next_call_may_begin_while_the_last_is_being_written(slow: Slow) -> None:
    a_call(slow)
    slow.desk.press(F9, F2)
    slow.desk.words("停车")
    slow.lane.answer()
    assert [order["matter"] for order in slow.desk.orders()] == ["龙头漏水"]
    assert slow.desk.card.draft.typed_who == "停车"
    assert slow.desk.card.form.title.text() == "新报修"
    assert slow.desk.parked() == []
    assert slow.desk.said == [f"已受理 {slow.desk.orders()[0]['no']}"]


def test_what_was_refused_under_the_next_call_is_parked_and_said(slow: Slow) -> None:
    a_call(slow)
    clerk = slow.desk.world.people[Role.CLERK].id
    (grant,) = [row for row in slow.desk.world.rows("grant") if row["staff_id"] == clerk]
    slow.desk.world.take(Role.HEAD_OFFICE, "grant.void", grant["id"])
    slow.desk.press(F9, F2)
    slow.lane.answer()
    assert slow.desk.orders() == []
    assert [title for _, title in slow.desk.parked()] == ["3-2-1801 龙头漏水"]
    assert "已暂存" in slow.desk.refused[0]


def test_escape_while_it_is_being_written_does_not_park_it_too(slow: Slow) -> None:
    a_call(slow)
    slow.desk.press(F9, ESC)
    slow.lane.answer()
    assert len(slow.desk.orders()) == 1
    assert slow.desk.parked() == []


def test_two_presses_before_the_disk_answers_write_once(slow: Slow) -> None:
    a_call(slow)
    slow.desk.press(F9, F9, F4)
    slow.lane.answer()
    assert len(slow.desk.orders()) == 1


def test_print_pressed_before_the_pane_has_read_is_not_lost(slow: Slow) -> None:
    order = slow.desk.world.order(problem="11", window_from_at=at(TODAY, "14:00"), window_to_at=at(TODAY, "16:00"))
    slow.desk.counter.ways.dispatch_wanted.emit(order)
    slow.desk.press(F9)
    slow.lane.answer()
    assert slow.desk.world.row("work_order", order)["status"] == "dispatched"
