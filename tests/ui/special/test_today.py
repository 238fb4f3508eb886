"""Today: what wants a hand, most urgent first; clocks that tick without reading; the next step by one key."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desk.domain.calendar import HOUR, at
from desk.domain.roles import Role
from desk.ui.kit.row_model import Heading, Row
from desk.ui.special.dispatch import DispatchPane
from desk.ui.special.today import TodayPage
from desk.ui.special.today_facts import TO_DISPATCH, Read, counts, late, read, reckon, slips, slots, to_dispatch
from desk.ui.special.today_more import More
from desk.ui.theme import Theme
from tests.ui.whole_desk import WholeDesk, end, settle, whole_desk
from tests.world import World

DAY = "2026-11-18"


@pytest.fixture
def desk(bare: Theme, dressed: QApplication, world: World) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, world)
    yield made
    end(made)


def page(desk: WholeDesk) -> TodayPage:
    found = desk.frame.page
    assert isinstance(found, TodayPage)
    return found


def rows(desk: WholeDesk) -> list[Row]:
    model = page(desk).list.rows
    found = [model.line(number) for number in range(model.rowCount())]
    return [one for one in found if isinstance(one, Row)]


def headings(desk: WholeDesk) -> list[str]:
    model = page(desk).list.rows
    found = [model.line(number) for number in range(model.rowCount())]
    return [one.words for one in found if isinstance(one, Heading)]


def window(world: World, begin: str, end: str) -> dict[str, int]:
    return {"window_from_at": at(DAY, begin), "window_to_at": at(DAY, end)}


def facts(world: World) -> Read:
    clerk = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    settings = world.office.settings(world.database, world.scope)
    return read(world.database, clerk, world.scope, settings, world.office.calendar, world.clock.now)


def test_the_most_urgent_stands_on_top_and_groups_have_headings(desk: WholeDesk) -> None:
    world = desk.world
    calm = world.order(matter="换灯")
    out = world.dispatched(matter="龙头", **window(world, "8:30", "10:30"))
    urgent = world.order(matter="跑水", urgency="urgent")
    desk.sign_in()
    assert rows(desk)[0].id == urgent
    assert {one.id for one in rows(desk)[1:3]} == {calm, out}  # sent and not told: that is to be done as well
    assert rows(desk)[0].state == "紧急待派"
    assert headings(desk)[:2] == ["马上", "接着办"]
    assert out in [one.id for one in rows(desk)]


def test_an_empty_day_says_so_and_offers_the_first_step(desk: WholeDesk) -> None:
    desk.sign_in()
    assert not page(desk).list.isVisible()
    assert "现在没有要你动手的" in page(desk)._notice.accessibleName()


def test_clocks_tick_without_reading_and_a_minute_reads_anew(desk: WholeDesk) -> None:
    order = desk.world.order()
    desk.sign_in()
    before = next(one for one in rows(desk) if one.id == order)
    with desk.world.database.write() as connection:  # behind the page's back: a reading would show it
        connection.exec_driver_sql("UPDATE work_order SET matter = '改了' WHERE id = ?", (order,))
    desk.world.clock.forward(ms=30_000)
    page(desk).tick()
    after = next(one for one in rows(desk) if one.id == order)
    assert after.clock != before.clock or after.permille != before.permille
    assert after.what == before.what
    desk.world.clock.forward(ms=31_000)
    page(desk).tick()
    assert next(one for one in rows(desk) if one.id == order).what == "改了"


def test_a_clock_that_runs_out_changes_shape_by_itself(desk: WholeDesk) -> None:
    order = desk.world.order()
    desk.sign_in()
    seen = []
    for _ in range(4):
        page(desk).tick()
        seen.append(next(one for one in rows(desk) if one.id == order).shape)
        desk.world.clock.forward(minutes=5)
    assert seen[0] == "ring"
    assert "triangle" in seen or "square" in seen
    page(desk).tick()
    last = next(one for one in rows(desk) if one.id == order)
    assert (last.shape, last.tone) == ("square", "bad")
    assert "超时" in last.clock


def test_what_others_write_appears_and_the_choice_stays(desk: WholeDesk) -> None:
    first, second = desk.world.order(matter="甲"), desk.world.order(matter="乙")
    desk.sign_in()
    desk.press("Down")
    chosen = page(desk).list.chosen()
    assert chosen is not None
    counter = desk.desk.counter
    assert counter is not None
    counter.take(page(desk), [counter.request("work_order", "urge", {}, second)])
    again = page(desk).list.chosen()
    assert again is not None
    assert again.id == chosen.id
    assert {first, second} <= {one.id for one in rows(desk)}
    assert "催过 1 次" in next(one for one in rows(desk) if one.id == second).note


def test_enter_and_f4_open_the_next_step(desk: WholeDesk) -> None:
    desk.world.order()
    desk.sign_in()
    for key in ("Enter", "F4"):
        desk.press(key)
        assert isinstance(desk.frame.panel, DispatchPane)
        desk.press("Esc")
        assert desk.frame.panel is None


@pytest.mark.parametrize(("key", "state"), [("Space", "arrived"), ("8", "suspended"), ("7", "suspended")])
def test_radio_words_are_one_key(desk: WholeDesk, key: str, state: str) -> None:
    order = desk.world.dispatched(**window(desk.world, "8:30", "10:30"))
    desk.sign_in()
    desk.press(key)
    assert desk.world.row("work_order", order)["status"] == state


def test_a_key_that_the_state_does_not_know_does_nothing(desk: WholeDesk) -> None:
    order = desk.world.order()
    desk.sign_in()
    desk.press("Space", "9", "8", "7")
    assert desk.world.row("work_order", order)["status"] == "accepted"
    desk.press("+")
    assert desk.world.row("work_order", order)["urges"] == 1


def test_the_piles_say_what_the_database_holds(world: World) -> None:
    for _ in range(2):
        world.order()
    world.finished()
    found, now = facts(world), world.clock.now
    today = reckon(found, now)
    assert to_dispatch(found, today, now).figure == "2"
    assert slips(found, now).figure == "1"
    assert late(today).figure == "2"
    later = now + 6 * HOUR
    assert late(reckon(found, later)).shape == "square"


def test_the_day_has_its_windows_with_what_was_promised(world: World) -> None:
    promised = world.dispatched(**window(world, "14:00", "16:00"))
    done = world.finished(**window(world, "8:30", "10:30"))
    world.clock.set(DAY, "11:00")
    found = facts(world)
    day = {one.words: one for one in slots(found, world.clock.now)}
    assert [one.id for one in day["14:00–16:00"].orders] == [promised]
    assert day["14:00–16:00"].room == 6
    past = day["08:30–10:30"]
    assert (past.over, past.done, [one.id for one in past.orders]) == (True, 1, [done])
    assert not day["10:30–12:00"].over


def test_the_line_of_now_stands_before_the_window_that_has_not_ended(desk: WholeDesk) -> None:
    world = desk.world
    promised = world.dispatched(**window(world, "14:00", "16:00"))
    desk.sign_in()
    plan = page(desk).plan
    assert plan.orders == (promised,)
    kinds = [line.kind for line in plan._lines]
    assert kinds.index("now") == 0
    world.clock.set(DAY, "13:00")
    page(desk).tick()
    slots_before = [line.slot for line in plan._lines[: [line.kind for line in plan._lines].index("now")]]
    assert all(slot is None or slot.over for slot in slots_before)
    settle()


def test_the_rail_counts_what_waits(desk: WholeDesk) -> None:
    desk.world.order()
    desk.sign_in()
    assert any(one.accessibleName() == "报修 1" for one in desk.frame.rail.findChildren(type_of_button(desk)))


def type_of_button(desk: WholeDesk) -> type[QWidget]:
    from desk.ui.kit.rail import RailButton

    return RailButton


@pytest.mark.parametrize(("width", "shown"), [(1366, True), (1100, False)])
def test_the_note_gives_way_before_the_matter_does(desk: WholeDesk, width: int, shown: bool) -> None:
    desk.world.order()
    desk.sign_in()
    desk.desk.window.resize(width, 768)
    settle()
    assert bool(page(desk)._columns["note"]) is shown


def rail(desk: WholeDesk, words: str) -> str:
    buttons = desk.frame.rail.findChildren(type_of_button(desk))
    return next(str(one.accessibleName()) for one in buttons if str(one.accessibleName()).startswith(words))


def write(desk: WholeDesk, kind: str, /, **values: object) -> None:
    """As a page does it: told to every other."""
    counter, (record, step) = desk.desk.counter, kind.split(".")
    assert counter is not None
    counter.take(desk.frame, [counter.request(record, step, values)])
    settle()


def settled(desk: WholeDesk) -> tuple[TodayPage, Read, More]:
    """Today with everything read."""
    desk.sign_in()
    shown = page(desk)
    shown._read_more()
    settle()
    assert shown._read is not None
    assert shown._more is not None
    return shown, shown._read, shown._more


def promised(world: World, whom: str) -> dict[str, object]:
    return {"what": "今晚回电", "whom": whom, "where": "3-2-1802", "due_at": world.clock.now + HOUR}


def new_order(world: World) -> dict[str, object]:
    return {"where": "3-2-1801", "home_id": world.homes[0], "matter": "换灯", "charge": "free", "reporter": "王秀英"}


def test_behind_another_page_nothing_is_read_but_what_the_rail_counts(desk: WholeDesk) -> None:
    world = desk.world
    world.order()
    shown, read_before, _more = settled(desk)
    desk.go("residents")
    world.take(Role.CLERK, "promise.promise", **promised(world, "王阿姨"))  # nobody is told of it
    write(desk, "work_order.intake", **new_order(world))
    assert rail(desk, "报修") == "报修 2"
    assert rail(desk, "交接") == "交接", "a room that nothing touched is not read"
    write(desk, "promise.promise", **promised(world, "李阿姨"))
    assert rail(desk, "交接") == "交接 2"
    assert shown._read is read_before
    desk.go("today")
    assert "换灯" in [one.what for one in rows(desk)]
    assert [one.state for one in rows(desk)].count("答应的事") == 2
    assert (rail(desk, "报修"), rail(desk, "交接")) == ("报修 2", "交接 2")
    assert shown._read is not read_before


def test_what_comes_late_behind_another_page_counts_nothing_back(desk: WholeDesk) -> None:
    desk.world.order()
    desk.sign_in()
    shown = page(desk)
    assert shown._more is None, "Today's second reading is still to come"
    desk.go("residents")
    write(desk, "work_order.intake", **new_order(desk.world))
    write(desk, "promise.promise", **promised(desk.world, "李阿姨"))
    shown._read_more()
    assert (rail(desk, "报修"), rail(desk, "交接")) == ("报修 2", "交接 1")


def test_what_was_written_behind_the_cover_is_there_when_it_goes(desk: WholeDesk) -> None:
    world = desk.world
    settled(desk)
    desk.press("F12")
    assert not page(desk).isVisible()
    write(desk, "work_order.intake", **new_order(world))
    desk.press("F12")
    assert page(desk).isVisible()
    assert "换灯" in [one.what for one in rows(desk)]


def test_in_sight_a_change_reads_the_room_it_touched_alone(desk: WholeDesk) -> None:
    world = desk.world
    shown, read_before, _more = settled(desk)
    world.take(Role.CLERK, "promise.promise", **promised(world, "王阿姨"))  # nobody is told of it
    write(desk, "work_order.intake", **new_order(world))
    assert "换灯" in [one.what for one in rows(desk)]
    assert "答应的事" not in [one.state for one in rows(desk)], "a room that nothing touched is not read"
    read_then = shown._read
    assert read_then is not read_before
    write(desk, "promise.promise", **promised(world, "李阿姨"))
    assert [one.state for one in rows(desk)].count("答应的事") == 2
    assert shown._read is read_then, "no order was touched"
    known = shown._more
    shown.refresh()
    settle()
    assert shown._more == known, "as if all had been read"


def test_a_panel_that_goes_away_reads_nothing_again(desk: WholeDesk) -> None:
    shown, read_before, _more = settled(desk)
    desk.press("F2", "Esc")
    assert desk.frame.panel is None
    assert shown._read is read_before
    desk.world.clock.forward(ms=61_000)
    desk.press("F2", "Esc")
    assert shown._read is not read_before


def test_the_rail_counts_behind_a_page_as_today_does(world: World) -> None:
    for _ in range(2):
        world.order()
    world.dispatched()
    world.finished()
    clerk = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    found, now = facts(world), world.clock.now
    waiting = sum(one.status in TO_DISPATCH for one in reckon(found, now))
    assert counts(world.database, clerk, world.scope, now) == {
        "work_orders": waiting, "revisits": found.numbers.revisits_due,
    }  # fmt: skip
    assert waiting == 2
