"""The repair page in a window, with orders in every state a clerk meets, and readers of what can be seen."""

from typing import Any

from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from desk.domain.calendar import HOUR, MINUTE, at
from desk.domain.roles import Role
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.rows import Heading, Row
from desk.ui.special.order_detail import OrderDetail
from desk.ui.special.order_list import OrderBody
from desk.ui.special.orders import OrdersPage
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.world import World

NINE = at("2026-11-18", "9:00")


def order(world: World, room: str, **values: Any) -> str:
    """An order in the window from nine to eleven, taken in now."""
    known = {"where": room, "window_from_at": NINE, "window_to_at": NINE + 2 * HOUR, "matter": f"{room} 的龙头滴水"}
    return world.order(**{**known, **values})


def out(world: World, room: str, technician: str | None = "王建国", **values: Any) -> str:
    """Sent out and told."""
    ent = order(world, room, **values)
    sent: dict[str, Any] = {"crew_id": world.crew, "crew": "水电班"}
    if technician:
        sent["technician"] = technician
    world.take(Role.CLERK, "work_order.dispatch", ent, **sent)
    world.take(Role.CLERK, "work_order.inform", ent, informed_how="on_call")
    return ent


class Hands:
    """The page of a person of this role; `words` as the list says them."""

    def __init__(self, world: World, role: Role = Role.CLERK, size: tuple[int, int] = SIZES[0]) -> None:
        self.world = world
        self.counter = counter_at(world, role)
        self.page = OrdersPage(self.counter)
        self.desk = Desk(self.page, size)
        self.desk.listen(self.counter)
        self.undo: list[tuple[str, Any]] = []
        self.counter.ways.undoable.connect(lambda words, request: self.undo.append((words, request)))
        self.desk.open()
        self.press = self.desk.press

    def leave(self) -> None:
        """The window goes, and with it what listens to every key."""
        self.desk.close()
        delete(self.desk)

    @property
    def body(self) -> OrderBody:
        assert isinstance(self.page.body, OrderBody)
        return self.page.body

    @property
    def detail(self) -> OrderDetail:
        assert isinstance(self.page.detail, OrderDetail)
        return self.page.detail

    @property
    def lines(self) -> list[str]:
        model = self.body.list.rows
        found = (model.line(number) for number in range(model.rowCount()))
        return [f"# {one.words} {one.count}" if isinstance(one, Heading) else one.where for one in found if one]

    def row(self, where: str) -> Row:
        model = self.body.list.rows
        found = (model.line(number) for number in range(model.rowCount()))
        return next(one for one in found if isinstance(one, Row) and one.where == where)

    @property
    def chosen(self) -> str:
        one = self.body.list.chosen()
        return one.where if one else ""

    def buttons(self) -> list[str]:
        """The steps that can be seen, in their order."""
        QApplication.processEvents()
        found = self.detail.buttons.findChildren(KeyButton)
        return [one.text() for one in found if one.isVisible()]

    def button(self, words: str) -> KeyButton:
        return next(one for one in self.page.findChildren(KeyButton) if one.isVisible() and one.text() == words)

    def status(self, ent: str) -> str:
        return str(self.world.row("work_order", ent)["status"])


def minutes(count: int) -> int:
    return count * MINUTE
