"""Today: what wants a hand, most urgent first; clocks that tick without reading; the next step by one key."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import HOUR, at
from desk.ui.kit.row_model import Heading, Row
from desk.ui.special.dispatch import DispatchPane
from desk.ui.special.today import TodayPage
from desk.ui.special.today_facts import Read, late, read, reckon, slips, slots, to_dispatch
from desk.ui.theme import Theme
from tests.ui.whole_desk import WholeDesk, end, settle, whole_desk
from tests.world import World

DAY = "2026-11-18"


@pytest.fixture
def desk(look: Theme, dressed: QApplication, world: World) -> Iterator[WholeDesk]:
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
    from desk.domain.roles import Role

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


def type_of_button(desk: WholeDesk) -> type:
    from desk.ui.kit.rail import RailButton

    return RailButton


@pytest.mark.parametrize(("width", "shown"), [(1366, True), (1100, False)])
def test_the_note_gives_way_before_the_matter_does(desk: WholeDesk, width: int, shown: bool) -> None:
    desk.world.order()
    desk.sign_in()
    desk.desk.window.resize(width, 768)
    settle()
    assert bool(page(desk)._columns["note"]) is shown
