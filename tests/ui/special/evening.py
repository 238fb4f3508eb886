"""The grid in a window at five past five, its slips, and hands whose keys are counted."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from desk.domain.flow import Values
from desk.domain.roles import Role
from desk.ui.special.slip_return import SlipGridPane
from desk.ui.special.slip_return.grid_row import GridRow
from tests import invariants
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.ui.special.order_hands import out
from tests.ui.typing_words import type_words
from tests.world import World

ENTER = Qt.Key.Key_Return
DAY = "2026-11-18"


class Evening:
    """The grid in a window at five past five; keys besides the gun and typed words are counted."""

    def __init__(self, world: World, size: tuple[int, int] = SIZES[0]) -> None:
        world.clock.set(DAY, "17:05")
        self.world = world
        self.counter = counter_at(world)
        self.pane = SlipGridPane(self.counter)
        self.desk = Desk(self.pane, size)
        self.desk.listen(self.counter)
        self.desk.open()
        QTest.qWait(1)
        self.keys = 0

    def scan(self, ent: str, tail: bool = False) -> None:
        """What a gun does: the number and Enter."""
        no = str(self.world.row("work_order", ent)["no"])
        self.desk.press(no[-4:] if tail else no, ENTER)
        QApplication.processEvents()

    def press(self, *keys: Any) -> None:
        self.keys += self.desk.press(*keys)
        QApplication.processEvents()

    def write(self, words: str) -> None:
        """Words from the paper; the input method's own keys are not the grid's."""
        field = QApplication.focusWidget()
        assert field is not None
        type_words(field, words)

    def row(self, number: int) -> GridRow:
        return self.pane.rows[number]

    def order(self, ent: str) -> Values:
        return self.world.row("work_order", ent)

    @property
    def focus(self) -> str:
        focus = QApplication.focusWidget()
        return focus.accessibleName() if focus is not None else ""

    def states(self) -> list[str]:
        return [row.state.name for row in self.pane.rows]

    def ctrl(self, key: Qt.Key) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, Qt.KeyboardModifier.ControlModifier)
        QApplication.processEvents()

    def leave(self) -> None:
        self.desk.close()
        delete(self.desk)


def printed(world: World, room: str = "3-2-1801", **values: Any) -> str:
    ent = out(world, room, **values)
    no = str(world.row("work_order", ent)["no"])
    slip = world.take(Role.CLERK, "slip.issue", order_id=ent, no=no, copy_no=1, crew="水电班")
    world.take(Role.CLERK, "slip.print", slip)
    return ent


def paid(world: World, **values: Any) -> str:
    told = {"charge": "paid", "price_form": "list", "price_from_fen": 3000, "price_to_fen": 3000, **values}
    return printed(world, **told)


def finished(world: World) -> str:
    """The radio said it all."""
    ent = printed(world)
    world.take(Role.CLERK, "work_order.arrive", ent)
    world.take(Role.CLERK, "work_order.finish", ent, result="repaired")
    return ent


def money_agrees(world: World) -> None:
    invariants.money_agrees(world.database)
