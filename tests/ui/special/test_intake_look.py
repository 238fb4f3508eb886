"""Intake and dispatch at every size: every word has room, every control a name; the card opens at once."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desk.domain.roles import Role
from desk.paths import RESOURCES
from desk.ui.special.intake import IntakeCard
from desk.ui.theme import Theme
from tests.ui.fit import SCALES, cramped
from tests.ui.special.counting import SIZES, counter_at
from tests.ui.special.panel_desk import DOWN, ENTER, ESC, F2, F4, F9, PanelDesk, panel_desk
from tests.ui.special.slow_lane import LaterTasks
from tests.ui.tree import nameless
from tests.world import World

LONG_NAME = "欧阳上官司马诸葛慕容皇甫"
OPEN_MS = 50
LAYERS = 4  # a longer sentence is handed from layout to layout by posted events


@pytest.fixture
def crowded(world: World) -> World:
    """Long names, a person with everything due, an order that is open."""
    resident = world.take(
        Role.CLERK, "resident.add", name=LONG_NAME, salutation="欧阳先生", level="key", best_hours="上午十点以后",
        phones=[{"number": "13800006621", "note": "本人"}], note="耳背, 说话请大声一些; 门铃坏了请敲门",
    )  # fmt: skip
    world.take(Role.CLERK, "residence.add", resident_id=resident, home_id=world.homes[2], relation="tenant",
               from_on="2019-05-01")  # fmt: skip
    world.slip_back(resident_id=resident, home_id=world.homes[2], problem_label="电气·换灯")
    world.clock.set("2026-11-22", "9:00")
    world.order(resident_id=resident, home_id=world.homes[2], problem="11", problem_label="给排水·水管爆裂/跑水")
    return world


def stages(desk: PanelDesk) -> Iterator[tuple[str, QWidget]]:
    """The card as it looks on the way through a call, and the pane behind it."""
    desk.press(F2)
    yield "empty", desk.card
    desk.type("6621")
    yield "typed", desk.card
    place = next(n for n, one in enumerate(desk.card.form.who.found) if one.name == LONG_NAME)
    for _ in range(place):
        desk.press(DOWN)
    desk.press(ENTER)
    desk.words("厨房水龙头一直滴水, 关了总阀也不行, 楼下邻居说他家天花板也开始渗水了")
    desk.press(ENTER, "2")
    yield "timed", desk.card
    desk.press("/")
    yield "code", desk.card
    desk.press("1", ESC)
    desk.press("6")
    yield "another day", desk.card
    desk.press("2", "3", F9)
    yield "saved", desk.card
    desk.press(F4)
    yield "dispatch", desk.pane


@pytest.mark.parametrize("scale", SCALES)
def test_every_word_has_room_and_every_control_a_name(
    crowded: World, look: Theme, dressed: QApplication, scale: float
) -> None:
    Theme(RESOURCES, scale=scale).apply(dressed)
    size = tuple(round(side * max(1.0, scale)) for side in SIZES[0])
    desk = panel_desk(crowded, size=(size[0], size[1]))
    for stage, shown in stages(desk):
        for _ in range(LAYERS):
            QApplication.processEvents()
        assert cramped(shown) == [], stage
        assert nameless(shown) == [], stage
    desk.leave()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dark", [False, True])
def test_pictures(
    crowded: World, look: Theme, dressed: QApplication, dark: bool, size: tuple[int, int], tmp_path: Path
) -> None:
    """Nothing lies over anything else: the field of who shows the whole name and the words beside it end in it."""
    Theme(RESOURCES, dark).apply(dressed)
    desk = panel_desk(crowded, size=size)
    for stage, shown in stages(desk):
        desk.picture(tmp_path / f"{stage}.png")
        assert (tmp_path / f"{stage}.png").stat().st_size > 10_000
        if stage == "timed":
            line = desk.card.form.who.line
            words = line.fontMetrics().horizontalAdvance(line.text())
            beside = line._beside
            assert words < line.width() - 2 * 14
            assert beside.isHidden() or beside.x() > words + 14
            assert desk.card.form.hint.isVisible()
        if stage in ("timed", "dispatch"):
            form: Any = shown.form  # type: ignore[attr-defined]
            assert form.aloud.geometry().bottom() <= form.height()
    desk.leave()


def test_the_card_opens_without_waiting_for_the_disk(world: World, look: Theme) -> None:
    counter = counter_at(world)
    lane = LaterTasks()
    counter.db = counter.work = lane
    card = IntakeCard(counter)
    card.show()
    spent = []
    for _ in range(5):
        begun = time.perf_counter()
        card.begin()
        spent.append((time.perf_counter() - begun) * 1000)
    assert min(spent) < OPEN_MS
    card.deleteLater()
