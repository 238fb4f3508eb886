"""A resident's own report on the repair list: 待核对身份 is seen, and settled by keys."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk.domain.roles import Actor, Role
from desk.ui.special.step_panel import StepPanel
from desk.ui.theme import Theme
from tests.ui.fit import cramped
from tests.ui.special.order_hands import Hands
from tests.ui.tree import nameless
from tests.ui.typing_words import type_words
from tests.world import World

RULES = Actor("", frozenset({Role.RULES}))
LONG = "阿卜杜热合曼·买买提明江"


def reported(world: World, **told: Any) -> str:
    """What a channel brings: somebody whom nobody knows there."""
    plain = {"where": "3-2-1801", "home_id": world.homes[0], "reporter": LONG, "reporter_phone": "13911112222",
             "matter": "卫生间下水道堵了", "channel": "wechat", "partner": "ch_1", "partner_event": "r-1",
             "identity_unchecked": True}  # fmt: skip
    return world.steps.take(RULES, world.request("work_order.intake", **{**plain, **told})).ents[0]


@pytest.fixture(params=[0, 1], ids=["1366", "1920"])
def hands(world: World, look: Theme, request: pytest.FixtureRequest) -> Iterator[Hands]:
    from tests.ui.special.counting import SIZES

    reported(world)
    reported(world, where="幸福路8号", home_id=None, address_unchecked=True)
    found = Hands(world, Role.CLERK, SIZES[request.param])
    yield found
    found.leave()


def show(hands: Hands, ent: str) -> None:
    hands.page.show_record(ent)
    QApplication.processEvents()


def ids(world: World) -> dict[str, str]:
    return {str(row["where"]): str(row["id"]) for row in world.rows("work_order")}


def test_it_is_seen_in_the_list_and_on_the_order(hands: Hands, world: World) -> None:
    show(hands, ids(world)["3-2-1801"])
    detail = hands.detail
    assert {hands.row(where).state for where in hands.lines if where[0] != "#"} == {"待核对"}
    assert detail.heading.unchecked.text() == "待核对身份"
    assert "核对身份" in hands.buttons()
    show(hands, ids(world)["幸福路8号"])
    assert detail.heading.unchecked.text() == "待核对身份 · 待核对地址"
    assert not nameless(hands.page)
    assert not cramped(hands.page)


def test_f9_asks_who_it_was_and_f9_saves_it(hands: Hands, world: World) -> None:
    ent = ids(world)["3-2-1801"]
    show(hands, ent)
    hands.press(Qt.Key.Key_F9)
    panel = hands.page.detail.taker.panel
    assert isinstance(panel, StepPanel)
    assert [ask.name for ask in panel.asks] == ["reporter", "reporter_phone"]
    field = panel.asks[0].inside
    field.setText("")  # type: ignore[attr-defined]
    field.setFocus()
    type_words(QApplication.focusWidget(), "王秀英")
    hands.press(Qt.Key.Key_F9)
    row = world.row("work_order", ent)
    assert (row["identity_unchecked"], row["reporter"]) == (False, "王秀英")
    show(hands, ent)
    assert not hands.page.detail.heading.unchecked.isVisible()
    assert "核对身份" not in hands.buttons()
    hands.press(Qt.Key.Key_F9)
    assert hands.page.detail.taker.panel is None
