"""A screen reader walks the whole window: every place, every panel, the door, the lock; nothing is met in silence."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import HOUR
from desk.domain.roles import Role
from desk.ui.places import PANELS, ROOMS
from desk.ui.theme import Theme
from tests.ui.prepared import again, prepared
from tests.ui.tree import controls, nameless
from tests.ui.whole_desk import WholeDesk, end, settle, whole_desk
from tests.world import World


@pytest.fixture(scope="module")
def busy(built_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    def take(world: World) -> None:
        now = world.clock.now
        world.order(urgency="urgent")
        world.dispatched(window_from_at=now, window_to_at=now + 2 * HOUR)
        world.slip_back()

    return prepared(built_world, tmp_path_factory.mktemp("busy"), take)


@pytest.fixture
def desk(look: Theme, dressed: QApplication, busy: World, tmp_path: Path) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, again(busy, tmp_path))
    yield made
    end(made)


def walk(desk: WholeDesk) -> list[str]:
    settle()
    assert len(list(controls(desk.desk.window))) > 1
    return nameless(desk.desk.window)


def test_the_door(desk: WholeDesk) -> None:
    assert walk(desk) == []


def test_every_place(desk: WholeDesk) -> None:
    desk.sign_in(Role.MANAGER)
    for room in [room.name for room in ROOMS if room.made_by]:
        page = desk.go(room)
        assert walk(desk) == [], room
        for section in "12345" if room == "settings" else "":
            page.choices.setFocus()  # type: ignore[attr-defined]
            desk.press(section)
            assert walk(desk) == [], section


def test_every_panel(desk: WholeDesk) -> None:
    order = desk.world.order()
    desk.sign_in(Role.MANAGER)
    begun = {
        "intake": (None,), "dispatch": (order,), "payment": (order,), "slip_return": ("",), "preview": ([],),
        "bind": ("", ""), "registers": ("repairs",),
    }  # fmt: skip
    for panel in sorted(PANELS):
        desk.frame.slide(panel, *begun.get(panel, ()))
        assert desk.frame.panel is not None, panel
        assert walk(desk) == [], panel
        desk.press("Esc")


def test_find_the_cover_and_the_lock(desk: WholeDesk) -> None:
    desk.sign_in()
    desk.press("F3", *"3-2")
    assert walk(desk) == []
    desk.press("Esc", "Ctrl+L")
    assert walk(desk) == []


def test_the_list_tells_state_room_and_clock(desk: WholeDesk) -> None:
    desk.sign_in()
    model = desk.frame.page.list.model()  # type: ignore[attr-defined]
    spoken = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert any("紧急待派" in one and "3-2-1801" in one and "到场" in one for one in spoken)
