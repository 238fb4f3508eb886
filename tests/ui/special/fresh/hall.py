"""The fresh page in a window at two in the afternoon, orders as the shop sends them, hands whose keys are counted."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import delete, isValid

from desk.domain.calendar import SECOND
from desk.domain.roles import Role
from desk.ui.special.fresh.page import FreshPage
from tests.services.fresh_orders.bench import ITEMS
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.ui.typing_words import type_words
from tests.world import World

ENTER, UP, DOWN, LEFT, RIGHT, SPACE = (
    Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space,
)  # fmt: skip
F6, F7, F8, F9, ESC = (
    Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_Escape,
)  # fmt: skip
DAY = "2026-11-18"
NO = "TX20261118-8834"


def shop_order(world: World, no: str = NO, where: str = "6-1-1203", ago_s: int = 0, **values: Any) -> str:
    """What the partner's door writes; so many seconds ago."""
    told = {
        "no": no, "shop": "鲜丰翠湖店", "where": where, "home_id": world.homes[0], "name": "王女士",
        "phone": "13800006621", "partner": "p-1", "items": ITEMS, "happened_at": world.clock.now - ago_s * SECOND,
    }  # fmt: skip
    return world.take(Role.CLERK, "fresh_order.receive", **(told | values))


def arrived(
    world: World, no: str = NO, where: str = "6-1-1203", ago_s: int = 702, here_s: int = 35, **values: Any
) -> str:
    order = shop_order(world, no, where, ago_s, **values)
    world.take(Role.CLERK, "fresh_order.acknowledge", order)
    return world.take(
        Role.CLERK, "fresh_order.arrive", order, deliverer="刘勇", happened_at=world.clock.now - here_s * SECOND
    )


def told(items: Sequence[dict[str, Any]] = ITEMS, **faults: str) -> list[dict[str, Any]]:
    """A sheet on which all is as ordered; `n5="rot"` is not."""
    rows = []
    for item in items:
        row: dict[str, Any] = {"n": item["n"], "got": item["ordered"]}
        if item["goods"] in ("meat",):
            row["temp"] = 40
        if fault := faults.get(f"n{item['n']}"):
            row["fault"] = fault
        rows.append(row)
    return rows


def accepted(
    world: World, no: str = NO, where: str = "6-1-1203", ago_s: int = 785, here_s: int = 260, **more: Any
) -> str:
    """Inspected, all good unless `faults` says otherwise; `choice` may come with it."""
    faults, choice = more.pop("faults", {}), more.pop("choice", None)
    order = arrived(world, no, where, ago_s, here_s, **more)
    now = world.clock.now
    world.take(Role.CLERK, "fresh_order.begin", order, happened_at=now - here_s * SECOND + 20 * SECOND)
    world.take(
        Role.CLERK, "fresh_order.inspect", order, inspected=told(more.get("items", ITEMS), **faults),
        happened_at=now - SECOND * 100, **({"choice": choice} if choice else {}),
    )  # fmt: skip
    return order


def out(world: World, no: str = NO, where: str = "6-1-1203", ago_s: int = 1011, here_s: int = 510, **more: Any) -> str:
    guard, walk = more.pop("guard", "陈刚"), more.pop("walk", "w-1")
    order = accepted(world, no, where, ago_s, here_s, **more)
    return world.take(
        Role.CLERK, "fresh_order.hand_out", order, guard=guard, walk=walk, happened_at=world.clock.now - 60 * SECOND
    )


def delivered(world: World, no: str = NO, where: str = "6-1-1203", took_s: int = 830, **more: Any) -> str:
    tick, reason = more.pop("tick", "good"), more.pop("late", None)
    order = out(world, no, where, took_s, min(took_s - 240, 590), **more)
    world.take(Role.CLERK, "fresh_order.sign", order, signature="self", tick=tick)
    if reason:
        world.take(Role.CLERK, "fresh_order.late", order, late_reason=reason)
    return order


def guards(world: World, *names: str) -> None:
    """Guards of the estate, as head office enters them."""
    for number, name in enumerate(names, 1):
        staff = world.take(Role.HEAD_OFFICE, "staff.add", name=name, staff_no=f"9{number:02d}", account=False)
        world.take(
            Role.HEAD_OFFICE, "grant.add", staff_id=staff, estate_id=world.scope.partition("/")[2], role="guard",
            shift="day",
        )  # fmt: skip


class Hall:
    """The page in a window; keys besides gun and weights are counted."""

    def __init__(self, world: World, role: Role = Role.CLERK, size: tuple[int, int] = SIZES[0]) -> None:
        self.world = world
        self.counter = counter_at(world, role)
        self.page = FreshPage(self.counter)
        self.desk = Desk(self.page, size)
        self.desk.listen(self.counter)
        self.printed: list[Any] = []
        for signal in (self.counter.ways.print_now, self.counter.ways.print_wanted):
            signal.connect(self.printed.append)
        self.desk.open()
        self.rest()
        self.keys = 0

    def rest(self) -> None:
        """Until what was asked for later has happened."""
        for _ in range(4):
            QApplication.processEvents()

    def press(self, *keys: Any) -> None:
        """Each is a key of the script."""
        for key in keys:
            self.keys += self.desk.press(key)
            self.rest()

    def shoot(self, label: str) -> None:
        """The gun: one key of the script, however many signs it sends."""
        self.desk.press(*label, ENTER)
        self.keys += 1
        self.rest()

    def weigh(self, grams: object) -> None:
        """Digits of a weight are not keys of the script; Enter behind them is."""
        self.desk.press(*str(grams))
        self.press(ENTER)

    def words(self, text: str) -> None:
        at = QApplication.focusWidget()
        assert at is not None
        type_words(at, text)
        self.rest()

    def order(self, ent: str) -> dict[str, Any]:
        return dict(self.world.row("fresh_order", ent))

    def rows(self, record: str) -> list[dict[str, Any]]:
        return [dict(one) for one in self.world.rows(record)]

    @property
    def focus(self) -> str:
        at = QApplication.focusWidget()
        return at.accessibleName() if at is not None else ""

    @property
    def said(self) -> list[str]:
        return self.desk.said

    def piles(self) -> list[list[str]]:
        return [[one.where for one in column.list.lines()] for column in self.page.board.columns]

    def pass_time(self, seconds: int) -> None:
        self.world.clock.forward(ms=seconds * SECOND)
        self.page.watch.tick()
        self.rest()

    def picture(self, folder: Path, name: str) -> Path:
        return self.desk.picture(folder, name)

    def leave(self) -> None:
        if not isValid(self.desk):
            return
        self.desk.close()
        delete(self.desk)
        delete(self.counter)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
