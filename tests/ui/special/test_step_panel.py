"""A panel made from a row of the FLOW: digits, days, words, money; wrong ones are said beside their field."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.ui.special.step_panel import StepPanel
from desk.ui.theme import Theme
from tests.ui.fit import SCALES, cramped
from tests.ui.special.order_hands import Hands, order, out
from tests.ui.tree import nameless
from tests.ui.typing_words import type_words
from tests.world import World

ENTER, F9, ESC = Qt.Key.Key_Return, Qt.Key.Key_F9, Qt.Key.Key_Escape


@pytest.fixture
def hands(world: World, look: Theme) -> Iterator[Hands]:
    out(world, "3-2-1801")
    hands = Hands(world)
    yield hands
    hands.leave()


def opened(hands: Hands, name: str) -> StepPanel:
    hands.detail.want(name)
    panel = hands.detail.taker.panel
    assert panel is not None
    QApplication.processEvents()
    return panel


def test_a_code_is_one_digit_and_the_step_is_taken(hands: Hands) -> None:
    ent = hands.body.chosen_id()
    panel = opened(hands, "return")
    assert (panel.title.text(), panel.about.text()) == ("退单", "3-2-1801")
    assert hands.press("1") == 1  # the only question: its digit answers and goes on
    assert hands.status(ent) == "returned"
    assert hands.world.row("work_order", ent)["return_reason"] == "no_parts"
    assert hands.detail.taker.panel is None
    assert QApplication.focusWidget() is hands.body.list


def test_what_is_asked_and_not_said_is_refused_beside_its_field(hands: Hands) -> None:
    ent = hands.body.chosen_id()
    panel = opened(hands, "suspend")
    hands.press(F9)
    assert "挂起原因" in panel.asks[0].frame.error
    hands.press("3")
    assert QApplication.focusWidget() is panel.asks[1].inside
    hands.press("x", F9)
    assert "看不懂日期" in panel.asks[1].frame.error
    hands.press(Qt.Key.Key_Backspace, "+", "5", ENTER)
    assert QApplication.focusWidget() is panel.asks[2].inside
    type_words(panel.asks[2].inside, "业主出差")
    hands.press(ENTER, *"1830", ENTER)
    row = hands.world.row("work_order", ent)
    assert (row["status"], row["suspend_reason"], row["suspended_until_on"]) == (
        "suspended",
        "rescheduled",
        "2026-11-23",
    )
    assert row["suspend_note"] == "业主出差"
    assert row["call_again_at"] == at("2026-11-18", "18:30")
    assert hands.undo[-1][0] == "3-2-1801 挂起"


def test_a_day_that_has_passed_is_refused_by_the_rules_at_its_field(hands: Hands) -> None:
    panel = opened(hands, "suspend")
    hands.press("1")
    hands.press(*"2026-11-01")
    hands.press(F9)
    assert "日期已经过了" in panel.asks[1].frame.error
    assert hands.detail.taker.panel is panel  # what was typed is still there


def test_esc_leaves_everything_as_it_was(hands: Hands) -> None:
    ent = hands.body.chosen_id()
    before = hands.world.row("work_order", ent)
    opened(hands, "void")
    hands.press(ESC)
    assert hands.detail.taker.panel is None
    assert hands.world.row("work_order", ent) == before


def test_money_is_read_as_people_write_it(hands: Hands) -> None:
    ent = hands.body.chosen_id()
    panel = opened(hands, "amend")
    names = [one.name for one in panel.asks]
    panel.asks[names.index("price_from_fen")].settle()
    hands.press(*"30.5", F9)
    assert hands.world.row("work_order", ent)["price_from_fen"] == 3050


def test_a_new_time_is_chosen_from_the_windows_and_a_number_is_never_shown(hands: Hands) -> None:
    ent = hands.body.chosen_id()
    panel = opened(hands, "amend")
    assert panel.asks[0].name == "window_from_at"
    phone = next(one for one in panel.asks if one.name == "reporter_phone")
    assert phone.read() == {}
    assert "6621" in phone.inside.placeholderText()  # type: ignore[attr-defined]
    before = hands.world.row("work_order", ent)
    hands.press("4", F9)
    after = hands.world.row("work_order", ent)
    assert after["window_from_at"] > before["window_from_at"]
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed <= {"window_from_at", "window_to_at", "arrival_due_at", "finish_due_at", "act_by_at"}


def test_informing_late_tells_when(world: World, look: Theme) -> None:
    ent = order(world, "3-2-1801")
    world.clock.forward(minutes=30)
    hands = Hands(world)
    hands.page.tabs.choose("to_dispatch")
    panel = opened(hands, "inform")
    assert panel.asks[-1].name == "happened_at"
    hands.press("1")
    panel.asks[-1].settle()
    hands.press(*"0910", F9)
    row = hands.world.row("work_order", ent)
    assert (row["informed_source"], row["informed_recorded_at"] - row["informed_at"]) == ("slip", 20 * 60_000)
    hands.leave()


def test_every_step_s_panel_has_names_and_room(hands: Hands, look: Theme) -> None:
    for step in hands.counter.rules.known("work_order").possible("dispatched", hands.counter.roles):
        if not step.shown or not (step.asks or step.takes) or step.name in ("dispatch", "reassign", "pay"):
            continue
        if step.name in ("arrive", "finish", "wait_parts", "nobody_home", "acknowledge", "urge"):
            continue
        panel = opened(hands, step.name)
        assert nameless(panel) == [], step.name
        assert cramped(panel) == [], step.name
        hands.detail.taker.shut()


@pytest.mark.parametrize("scale", SCALES)
def test_words_have_room_at_every_scale(world: World, look: Theme, scale: float) -> None:
    out(world, "3-2-1801")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look.wear(application, dark=False, scale=scale)
    hands = Hands(world, Role.CLERK, (round(1366 * scale), round(768 * scale)))
    QApplication.processEvents()
    assert cramped(hands.page) == []
    assert cramped(opened(hands, "suspend")) == []
    hands.leave()
