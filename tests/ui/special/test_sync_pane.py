"""同步 on the real window: everything that concerns a person, with what to do; each kind made by real desks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.domain.roles import Role
from desk.store.applying import place_of
from desk.store.rewinding import AGREED, REWIND, STOPPED, AskSomebody, goes_on, rewind
from desk.store.system_entries import note
from desk.ui.kit.rows import Heading, Row
from desk.ui.special.reviews import ReviewPane
from desk.ui.special.sync import SyncPane
from desk.ui.sync_state import Mode, SyncState
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


def opened(desk: WholeDesk, role: Role = Role.CLERK) -> SyncPane:
    desk.sign_in(role)
    desk.press("Ctrl+Y")
    return pane(desk)


def pane(desk: WholeDesk) -> SyncPane:
    found = desk.frame.panel
    assert isinstance(found, SyncPane), found
    return found


def headings(shown: SyncPane) -> dict[str, int]:
    model = shown.list.rows
    lines = [model.line(number) for number in range(model.rowCount())]
    return {one.words: one.count for one in lines if isinstance(one, Heading)}


def rows(shown: SyncPane) -> list[Row]:
    model = shown.list.rows
    lines = [model.line(number) for number in range(model.rowCount())]
    return [one for one in lines if isinstance(one, Row)]


def test_where_all_is_well_it_says_so(desk: WholeDesk) -> None:
    shown = opened(desk)
    assert shown.notice.isVisible()
    desk.press("F5")
    assert desk.frame.toast.words == "单机使用, 还没有接入公司服务器"
    desk.press("Esc")
    assert desk.frame.panel is None


def test_what_waits_in_a_clerks_words(desk: WholeDesk, desks: TwoDesks) -> None:
    order = desks.here.order()
    desks.here.take(Role.CLERK, "work_order.urge", order)
    shown = opened(desk)
    assert headings(shown) == {"等着上传": 2}
    assert [(one.where, one.what, one.who, one.clock) for one in rows(shown)] == [
        ("3-2-1801", "受理 厨房水龙头一直滴水", "李敏", "09:00"), ("3-2-1801", "催单", "李敏", "09:00")
    ]  # fmt: skip
    desk.press("Enter")
    assert desk.frame.place == "work_orders"


def test_what_was_turned_away_says_why_and_goes_when_seen(desk: WholeDesk, desks: TwoDesks) -> None:
    order = desks.here.order()
    desks.cables_in()
    desks.there.take(Role.CLERK, "work_order.void", order, void_reason="withdrawn")
    desks.here.take(Role.CLERK, "work_order.urge", order)
    desks.cables_in(desks.there, desks.here)
    shown = opened(desk)
    assert headings(shown) == {"未生效": 1}
    assert rows(shown)[0].what == "催单 · 别的电脑先办了, 这一步接不上"
    assert rows(shown)[0].detail.startswith("别的电脑先办了, 这一步接不上; 请打开看")
    assert shown.problems == 1
    desk.press("F9")
    assert shown.notice.isVisible()


def test_the_other_desks_turned_away_steps_are_not_ours(desk: WholeDesk, desks: TwoDesks) -> None:
    order = desks.here.order()
    desks.cables_in()
    desks.here.take(Role.CLERK, "work_order.void", order, void_reason="withdrawn")
    desks.there.take(Role.CLERK, "work_order.urge", order)
    desks.cables_in()
    assert opened(desk).notice.isVisible()


def test_a_value_that_gave_way_can_be_read(desk: WholeDesk, desks: TwoDesks) -> None:
    """Also of a resident, whose page shows no history."""
    for world, name in ((desks.here, "王秀莹"), (desks.there, "王秀瑛")):
        world.take(Role.SUPERVISOR, "resident.edit", desks.here.resident, name=name)
        desks.here.clock.forward(minutes=5)
    desks.cables_in()
    shown = opened(desk)
    assert headings(shown) == {"被代替的内容": 1}
    assert rows(shown)[0].where == "王秀瑛"
    assert rows(shown)[0].detail == "姓名“王秀莹” 被另一台电脑后改的值代替"


def test_to_be_decided_is_first_and_one_key_away(desk: WholeDesk, desks: TwoDesks) -> None:
    dispatched_twice(desks)
    desks.here.order(where="3-2-1802")
    shown = opened(desk)
    assert list(headings(shown)) == ["待裁定", "等着上传"]
    desk.press("Enter")
    assert isinstance(desk.frame.panel, ReviewPane)
    desk.press("F9")
    assert list(headings(pane(desk))) == ["等着上传"]


def test_what_froze_asks_for_a_newer_program(desk: WholeDesk, desks: TwoDesks) -> None:
    order = desks.here.order()
    desks.cables_in()
    with desks.here.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO frozen VALUES (?, 'work_order', ?, 7, 'kind')", (desks.here.scope, order)
        )
    shown = opened(desk)
    assert headings(shown) == {"需要升级": 1}
    assert (rows(shown)[0].where, rows(shown)[0].detail[:5]) == ("3-2-1801", "新版程序写")
    desk.press("Enter", "+")
    assert desk.frame.place == "work_orders"
    assert desk.frame.toast.words.startswith("这份报修单需要升级 (新版程序写的), 现在不能在本机办: 请更新程序")
    assert "urges" not in desks.here.row("work_order", order)


def test_put_aside_and_stopped(desk: WholeDesk, desks: TwoDesks) -> None:
    here = desks.here
    order = here.order()
    desks.cables_in()
    told = {"kind": "work_order.urge", "ent": order, "by": here.people[Role.CLERK].id, "at": here.clock()}
    with here.database.write() as connection:
        note(connection, here.clock(), here.scope, "quarantined", "op-1", told)
        note(connection, here.clock(), here.scope, STOPPED, None, {"why": "可能换了服务器"})
    shown = opened(desk)
    assert list(headings(shown)) == ["同步停住", "单独存放"]
    assert [one.what.partition(" · ")[0] for one in rows(shown)] == ["同步停住了", "催单"]
    assert rows(shown)[0].detail.startswith("可能换了服务器; 本机照常录入")
    desk.press("F9")
    assert list(headings(shown)) == ["同步停住"]  # a person must still say how it goes on


def lost(desks: TwoDesks) -> int:
    """The server lost what came behind this place, twice within ten minutes: this desk has stopped. Says the place."""
    here = desks.here
    desks.cables_in()
    before = place_of(here.database, here.scope).seq
    here.order()
    there = desks.there
    there.order(where="3-2-1802")
    desks.cables_in()
    with here.database.write() as connection:
        note(connection, here.clock(), here.scope, REWIND, None, {"moved": 1})
    here.clock.forward(minutes=3)
    with pytest.raises(AskSomebody):
        rewind(here.database, here.rules, here.office.context, here.scope, before, here.clock())
    return before


def test_stopped_it_says_what_was_lost_and_who_may_agree(desk: WholeDesk, desks: TwoDesks) -> None:
    before = lost(desks)
    shown = opened(desk)
    assert headings(shown)["同步停住"] == 1
    desk.press("Enter")
    assert shown.card.isVisible()
    assert "第二次和本机不一致" in shown.card.why.text()
    places = f"翠湖花园: 本机收到第 {before + 2} 步, 服务器只认得到第 {before} 步; 少了 2 步, 今天 09:00 办的"
    assert shown.card.happened.text().startswith(places)
    assert f"本机退回到第 {before} 步, 把这 2 步重新传给服务器" in shown.card.then.text()
    assert shown.card.whose.text().startswith("请项目经理或总部")
    assert not shown.card.button.isVisible()
    desk.press("F9", "Esc")
    assert not shown.card.isVisible()
    assert desk.frame.panel is shown
    desk.press("Esc")
    assert desk.frame.panel is None


def test_a_manager_agrees_by_writing_how_many(desk: WholeDesk, desks: TwoDesks) -> None:
    """What stops until then is this scope alone; who agreed is written down."""
    here = desks.here
    before = lost(desks)
    shown = opened(desk, Role.MANAGER)
    counter = desk.desk.counter
    assert counter is not None
    agreed: list[str] = []
    counter.ways.agree_wanted.connect(agreed.append)
    desk.press("Enter")
    assert shown.card.button.isVisible()
    desk.press("F9")
    counter.sync_changed.emit()  # the outbox was counted meanwhile
    assert "照着写" in shown.card.field.error
    desk.press("3", "F9")
    assert agreed == []
    desk.press("Backspace", "2", "F9")
    assert agreed == [here.scope]
    rows_of = here.database.read("SELECT what, detail FROM sync_note ORDER BY n DESC LIMIT 1")
    assert rows_of == [(AGREED, f'{{"by": "{here.people[Role.MANAGER].id}"}}')]
    rewind(here.database, here.rules, here.office.context, here.scope, before, here.clock(), agreed=True)
    counter.sync_changed.emit()
    assert list(headings(shown)) == ["服务器恢复过", "等着上传"]


def test_what_no_agreeing_can_mend_says_what_the_administrator_does(desk: WholeDesk, desks: TwoDesks) -> None:
    here = desks.here
    desks.cables_in()
    with here.database.write() as connection:
        connection.exec_driver_sql("UPDATE sync_state SET keep_from=5 WHERE scope=?", (here.scope,))
    with pytest.raises(AskSomebody):
        rewind(here.database, here.rules, here.office.context, here.scope, 2, here.clock())
    shown = opened(desk, Role.HEAD_OFFICE)
    desk.press("Enter")
    assert shown.card.then.text().startswith("不能在本机继续: 请管理员核对服务器地址")
    assert not shown.card.button.isVisible()
    goes_on(here.database, [here.scope], here.clock())
    counter = desk.desk.counter
    assert counter is not None
    counter.sync_changed.emit()
    assert not shown.card.isVisible()
    assert "同步停住" not in headings(shown)


def test_it_follows_the_state(desk: WholeDesk, desks: TwoDesks) -> None:
    counter = desk.desk.counter
    assert counter is not None
    shown = opened(desk)
    state = SyncState(Mode.ONLINE, desks.here.clock())
    counter.tell_sync(state)
    assert shown.stands.text() == "已同步 09:00"
    asked: list[None] = []
    counter.ways.sync_now.connect(lambda: asked.append(None))
    desk.press("F5")
    assert len(asked) == 1
    counter.tell_sync(replace(state, problem="需要升级"))
    assert shown.stands.text() == "需要升级 · 已同步 09:00"


def test_a_click_on_the_status_line_opens_it(desk: WholeDesk) -> None:
    desk.sign_in()
    QTest.mouseClick(desk.frame.status._sync, Qt.MouseButton.LeftButton)
    pane(desk)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_word_has_room(desk: WholeDesk, desks: TwoDesks, scale: float) -> None:
    dispatched_twice(desks, reporter="阿卜杜热合曼·买买提明江")
    desk.desk.looks.choose("light", round(scale * 100))
    desk.desk.window.resize(round(1366 * scale), round(768 * scale))
    settle()
    desk.desk.window.sign_in.begin()
    opened(desk)
    assert cramped(desk.frame) == []
