"""电梯困人 on the screen: its clock on Today, one key for the call-back, the alarm whatever page is open."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.calendar import MINUTE
from desk.domain.roles import Role
from desk.ui.kit.row_model import Row
from desk.ui.special.calls.lift_watch import lift_watch_of
from desk.ui.theme import Theme
from tests.ui.special.test_today import page, rows
from tests.ui.whole_desk import WholeDesk, end, settle, whole_desk
from tests.world import World


@pytest.fixture
def desk(bare: Theme, dressed: QApplication, world: World) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, world)
    yield made
    end(made)


def shut_in(world: World) -> str:
    ent = world.order(where="5栋电梯", matter="有人关在电梯里", problem="51", urgency="urgent")
    return world.take(Role.CLERK, "work_order.dispatch", ent, crew_id=world.crew, crew="水电班", charge="free")


def row(desk: WholeDesk, ent: str) -> Row:
    page(desk).refresh()
    settle()
    return next(one for one in rows(desk) if one.id == ent)


def test_it_rings_when_a_call_is_due_and_one_key_writes_it_down(desk: WholeDesk, qtbot: QtBot) -> None:
    world = desk.world
    other, ent = world.order(), shut_in(world)
    desk.sign_in()
    counter = desk.desk.counter
    assert counter is not None
    watch = lift_watch_of(counter)
    strokes: list[int] = []
    said: list[str] = []
    watch.rung.connect(lambda: strokes.append(world.clock.now))
    counter.ways.warned.connect(said.append)
    begun = world.clock.now
    qtbot.waitUntil(lambda: bool(watch.shut_in))
    assert [(one.id, one.due_at) for one in watch.shut_in] == [(ent, begun + 5 * MINUTE)]
    world.clock.forward(minutes=4)
    watch.tick()
    one = row(desk, ent)
    assert rows(desk)[0].id == ent
    assert (one.next_key, one.next_label, one.clock) == ("5", "已回拨", "回拨 还剩 1 分")
    assert not strokes
    world.clock.forward(minutes=1)
    watch.tick()
    assert len(strokes) == 1
    assert said == ["5栋电梯 电梯困人: 该回拨了。打过以后在“今日”里按 5"]
    for _ in range(2):
        world.clock.forward(ms=10_000)
        watch.tick()
    assert len(strokes) == 2, "every twenty seconds until somebody rings"
    assert len(said) == 1
    row(desk, ent)
    page(desk).list.choose(ent)
    page(desk).list.setFocus()
    QTest.keyClick(page(desk).list, Qt.Key.Key_5)
    settle()
    assert world.row("work_order", ent)["call_backs"] == 1
    assert watch.shut_in[0].due_at == world.clock.now + 5 * MINUTE
    watch.tick()
    assert len(strokes) == 2
    row(desk, ent)
    page(desk).list.choose(ent)
    QTest.keyClick(page(desk).list, Qt.Key.Key_6)
    settle()
    assert world.row("work_order", ent)["released_at"] == world.clock.now
    assert watch.shut_in == ()
    world.clock.forward(minutes=30)
    watch.tick()
    assert len(strokes) == 2
    assert "call_backs" not in world.row("work_order", other)


def test_the_night_s_line_rings_too(desk: WholeDesk) -> None:
    world = desk.world
    desk.sign_in()
    counter = desk.desk.counter
    assert counter is not None
    watch = lift_watch_of(counter)
    said: list[str] = []
    counter.ways.warned.connect(said.append)
    ent = world.take(Role.CLERK, "night_entry.log", kind="lift", where="3栋电梯")
    world.take(Role.CLERK, "night_entry.log", kind="leak", where="3栋")
    watch.reload()
    settle()
    assert [one.id for one in watch.shut_in] == [ent]
    world.clock.forward(minutes=5)
    watch.tick()
    assert said == ["3栋电梯 电梯困人: 该回拨了。打过以后在“夜间值班”里按 5"]
