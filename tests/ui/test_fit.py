"""Every word has room: each place and panel at 100 to 200 %, and at the smallest screen of the trade."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import HOUR
from desk.domain.roles import Role
from desk.ui.kit.row_delegate import RowDelegate
from desk.ui.places import PANELS, ROOMS
from desk.ui.theme import Theme
from tests.ui.fit import SCALES, cramped
from tests.ui.prepared import again, prepared
from tests.ui.whole_desk import WholeDesk, end, settle, whole_desk
from tests.world import World

SMALLEST = (1366, 768)  # at 100 %; larger letters need a larger screen
ROOMS_WITH_PAGE = [room.name for room in ROOMS if room.made_by]


@pytest.fixture(scope="module")
def busy(built_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    def take(world: World) -> None:
        now = world.clock.now
        world.order(urgency="urgent", where="5栋1单元地下二层水泵房", matter="地下二层水泵房跑水, 积水已到配电间门口")
        world.dispatched(window_from_at=now, window_to_at=now + 2 * HOUR)
        world.slip_back()

    return prepared(built_world, tmp_path_factory.mktemp("busy"), take)


@pytest.fixture
def desk(look: Theme, dressed: QApplication, busy: World, tmp_path: Path) -> Iterator[WholeDesk]:
    made = whole_desk(dressed, again(busy, tmp_path))
    yield made
    end(made)


def sized(desk: WholeDesk, scale: float) -> None:
    desk.desk.looks.choose("light", round(scale * 100))
    desk.desk.window.resize(round(SMALLEST[0] * scale), round(SMALLEST[1] * scale))
    settle()


@pytest.mark.parametrize("scale", SCALES)
def test_the_door(desk: WholeDesk, scale: float) -> None:
    sized(desk, scale)
    assert cramped(desk.desk.window) == []


@pytest.mark.parametrize("scale", SCALES)
def test_every_place(desk: WholeDesk, scale: float) -> None:
    sized(desk, scale)
    desk.desk.window.sign_in.begin()
    desk.sign_in(Role.MANAGER)
    wrong: dict[str, list[str]] = {}
    for room in ROOMS_WITH_PAGE:
        desk.go(room)
        if found := cramped(desk.desk.window):
            wrong[room] = found
    assert wrong == {}


@pytest.mark.parametrize("scale", SCALES)
def test_every_panel(desk: WholeDesk, scale: float) -> None:
    order = desk.world.order()
    sized(desk, scale)
    desk.desk.window.sign_in.begin()
    desk.sign_in(Role.MANAGER)
    begun = {
        "intake": (None,), "dispatch": (order,), "payment": (order,), "slip_return": ("",), "preview": ([],),
        "bind": ("", ""), "registers": ("repairs",),
    }  # fmt: skip
    wrong: dict[str, list[str]] = {}
    for panel in sorted(PANELS):
        desk.frame.slide(panel, *begun.get(panel, ()))
        settle()
        if found := cramped(desk.frame):
            wrong[panel] = found
        desk.press("Esc")
    assert wrong == {}


def test_every_part_of_the_settings(desk: WholeDesk) -> None:
    desk.sign_in(Role.MANAGER)
    page = desk.go("settings")
    for section in "12345678":
        page.choices.setFocus()  # type: ignore[attr-defined]
        desk.press(section)
        assert cramped(desk.desk.window) == [], section


@pytest.mark.parametrize(("percent", "size"), [(150, (1366, 768)), (200, (1920, 1080))])
def test_large_letters_on_a_small_screen_push_nothing_out(desk: WholeDesk, percent: int, size: tuple[int, int]) -> None:
    """What has no room is scrolled to: neither side of a list page may lie outside the window, nothing is squashed."""
    desk.desk.looks.choose("light", percent)
    desk.desk.window.resize(*size)
    settle()
    desk.desk.window.sign_in.begin()
    desk.sign_in(Role.MANAGER)
    for room in ("work_orders", "slips"):
        page = desk.go(room)
        detail = page.detail  # type: ignore[attr-defined]
        area = detail.parentWidget().parentWidget()
        assert area.mapTo(page, area.rect().topRight()).x() < page.width()
        assert detail.height() >= detail.minimumSizeHint().height()


def test_a_narrow_line_keeps_its_matter() -> None:
    columns = {"state": 44, "where": 116, "urgent": 0, "note": 52, "who": 84, "clock": 92, "next": 0}
    delegate = RowDelegate(columns, opens=False)
    wide, narrow = delegate.held(700), delegate.held(420)
    assert wide == columns
    assert (narrow["note"], narrow["who"], narrow["clock"]) == (0, 0, 92)


def test_the_focus_is_seen_where_a_panel_must_scroll(desk: WholeDesk) -> None:
    desk.desk.looks.choose("light", 150)
    desk.desk.window.resize(*SMALLEST)
    settle()
    desk.desk.window.sign_in.begin()
    desk.sign_in(Role.CLERK)
    desk.press("F2")
    form = desk.frame.panel.form  # type: ignore[union-attr]
    form.extras.chips["备注"].click()
    settle()
    note = form.extras.note
    assert note.hasFocus()
    assert note.visibleRegion().boundingRect().height() == note.height()
