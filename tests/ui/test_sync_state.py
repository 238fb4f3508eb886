"""The traffic in a few words: what waits, since when nobody answers, what a person must settle."""

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.calendar import at
from desk.ui.kit.rows import Heading, Row
from desk.ui.special.sync import SyncPane
from desk.ui.sync_state import Mode, SyncState
from desk.ui.theme import Theme
from tests.ui.whole_desk import WholeDesk, end, whole_desk
from tests.world import World

DAY = "2026-11-18"
NOW = at(DAY, "14:30")
ON, OFF = Mode.ONLINE, Mode.OFFLINE


@pytest.mark.parametrize(
    ("state", "words", "colour"),
    [
        (SyncState(), "单机 · 待上传 0", "quiet"),
        (SyncState(waiting=3), "单机 · 待上传 3", "quiet"),
        (SyncState(ON), "正在连接", "good"),
        (SyncState(ON, at(DAY, "14:02")), "已同步 14:02", "good"),
        (SyncState(ON, at("2026-11-17", "14:02")), "已同步 昨天 14:02", "good"),
        (SyncState(ON, at(DAY, "14:02"), 3), "待上传 3 · 已同步 14:02", "text"),
        (SyncState(ON, progress=40), "正在接收 40%", "text"),
        (SyncState(OFF, offline_since=NOW - 30_000), "离线 · 待上传 0", "warn"),
        (SyncState(OFF, offline_since=at(DAY, "14:18"), waiting=2), "离线 12 分 · 待上传 2", "warn"),
        (SyncState(OFF, offline_since=at(DAY, "13:05")), "离线 1 小时 · 待上传 0", "warn"),
        (SyncState(OFF, offline_since=at("2026-11-16", "13:05")), "离线 2 天 · 待上传 0", "warn"),
        (SyncState(OFF, offline_since=NOW + 60_000), "离线 · 待上传 0", "warn"),  # a clock that went back
        (SyncState(ON, NOW, problem="需要升级"), "需要升级 · 已同步 14:30", "bad"),
        (SyncState(ON, NOW, behind_ms=119_999), "已同步 14:30", "good"),
        (SyncState(ON, NOW, behind_ms=180_000), "本机时间慢 3 分, 请校准电脑时间 · 已同步 14:30", "warn"),
        (SyncState(OFF, behind_ms=-3_900_000), "本机时间快 1 小时 05 分, 请校准电脑时间 · 离线 · 待上传 0", "warn"),
    ],
)
def test_the_words_of_a_state(state: SyncState, words: str, colour: str) -> None:
    assert (state.words(NOW), state.colour) == (words, colour)
    assert state.icon


@pytest.fixture
def desk(look: Theme, dressed: QApplication, world: World) -> WholeDesk:
    return whole_desk(dressed, world)


def test_the_line_follows_what_is_told_and_what_is_written(desk: WholeDesk, qtbot: QtBot) -> None:
    desk.sign_in()
    counter, line = desk.desk.counter, desk.frame.status._sync
    assert counter is not None
    begun = desk.world.database.read("SELECT COUNT(*) FROM outbox")[0][0]
    qtbot.waitUntil(lambda: line.text() == f"单机 · 待上传 {begun}")
    told: list[None] = []
    counter.sync_changed.connect(lambda: told.append(None))
    state = SyncState(ON, desk.world.clock(), begun)
    counter.tell_sync(state)
    counter.tell_sync(state)
    assert len(told) == 1
    assert line.text() == f"待上传 {begun} · 已同步 09:00"
    changed = desk.world.changed
    for _ in range(5):
        counter.changed.emit(changed(next(iter(desk.world.people)), desk.world.request("crew.add", name="综合班")))
    qtbot.waitUntil(lambda: line.text() == f"待上传 {begun + 5} · 已同步 09:00")
    assert len(told) == 2  # five steps, one count
    end(desk)


def test_offline_grows_older_with_the_minutes(desk: WholeDesk) -> None:
    desk.sign_in()
    QTest.qWait(120)  # what stands around the page comes once that is painted
    counter, line = desk.desk.counter, desk.frame.status._sync
    assert counter is not None
    counter.tell_sync(SyncState(OFF, offline_since=desk.world.clock()))
    assert line.text().startswith("离线 · ")
    desk.world.clock.forward(hours=3)
    desk.frame.around.minute()
    assert line.text().startswith("离线 3 小时 · ")
    end(desk)


def test_a_wrong_clock_is_said_in_the_line_beside_the_duty_and_on_the_page_until_a_right_hello(
    desk: WholeDesk, qtbot: QtBot
) -> None:
    desk.sign_in()
    counter, frame = desk.desk.counter, desk.frame
    assert counter is not None
    qtbot.waitUntil(lambda: frame.top._duty.text().startswith("验收: "))
    right, told = frame.top._duty.text(), SyncState(ON, desk.world.clock(), behind_ms=180_000)
    counter.tell_sync(told)
    assert frame.status._sync.text().startswith("本机时间慢 3 分, 请校准电脑时间 · ")
    assert frame.top._duty.text() == f"{right} · 时间慢 3 分"
    assert "本机时间慢 3 分" in frame.top._duty.accessibleName()
    desk.press("Ctrl+Y")
    pane = frame.panel
    assert isinstance(pane, SyncPane)
    lines = [pane.list.rows.line(number) for number in range(pane.list.rows.rowCount())]
    assert lines[0] == Heading("电脑时间不对", 1, "warn", "triangle", "办的事照服务器的时间算, 不会丢; 调好按 F5")
    assert isinstance(lines[1], Row)
    assert (lines[1].where, lines[1].clock) == ("慢 3 分", "应是 09:03")
    assert "请校准电脑时间" in lines[1].detail
    frame.around.minute()  # read anew, it still stands beside
    assert frame.top._duty.text().endswith("时间慢 3 分")
    counter.tell_sync(replace(told, behind_ms=0))
    assert "时间" not in frame.status._sync.text()
    assert frame.top._duty.text() == right
    assert not any(isinstance(one, Heading) and "时间" in one.words for one in map(
        pane.list.rows.line, range(pane.list.rows.rowCount())
    ))  # fmt: skip
    end(desk)
