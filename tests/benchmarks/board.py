"""The delivery board on a peak day: `python -m tests.benchmarks.board --orders 3000 --open 150`.

Each second every clock of the board moves on: that, and a new arrival, must fit into a frame. Bar: p99 <= 16 ms for
a second of the clocks, painted. The floor is Qt alone: the same window with as many plain rows, painted once.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QListWidget

from desk.domain.calendar import MINUTE, SECOND, Calendar, at
from desk.domain.roles import Role
from desk.paths import RESOURCES
from desk.services import rulebook
from desk.store.holidays import load_holidays
from desk.store.rows import columns_of
from desk.ui.theme import Theme, load_fonts
from tests import world as worlds
from tests.services.fresh_orders.bench import ITEMS
from tests.ui.special.counting import SIZES
from tests.ui.special.fresh.hall import Hall
from tests.world import World

BAR_MS = 16.0
TODAY, NOW = "2026-11-18", at("2026-11-18", "17:40")
FRAMES = 120
STATES = (("placed", 3), ("arrived", 2), ("accepted", 2), ("out", 5))


def fill(world: World, count: int, still_open: int, dice: random.Random) -> None:
    """A peak day: most is delivered, the rest lies in the four columns. Rows as the rules leave them."""
    columns = columns_of(rulebook().known("fresh_order").record)
    states = [name for name, share in STATES for _ in range(share)]
    rows = []
    for number in range(count):
        done = number >= still_open
        placed = NOW - (dice.randrange(30, 540) * MINUTE if done else dice.randrange(30, 1_300) * SECOND)
        status = "delivered" if done else dice.choice(states)
        values = {
            "id": _id(number), "no": f"TX20261118-{number:05d}", "shop": "鲜丰翠湖店", "kind": "instant",
            "where": f"{dice.randint(1, 18)}-{dice.randint(1, 2)}-{dice.randint(1, 20)}02", "status": status,
            "items": ITEMS, "placed_at": placed, "acknowledged_at": placed + 20 * SECOND,
            "home_id": world.homes[0], "name": "王女士", "phone": "13800006621",
        }  # fmt: skip
        if status != "placed":
            values |= {"arrived_at": placed + 300 * SECOND}
        if status in ("accepted", "out", "delivered"):
            values |= {"inspected_at": placed + 420 * SECOND, "conclusion": "passed"}
        if status in ("out", "delivered"):
            values |= {"out_at": placed + 480 * SECOND, "guard": "陈刚", "walk": f"w-{number // 4}"}
        if done:
            values |= {"delivered_at": placed + dice.randrange(500, 1_300) * SECOND}
        stored = columns.encode(values)
        rows.append((world.scope, "", placed, *(stored.get(name) for name in columns.names)))
    names = ", ".join(f'"{name}"' for name in ("scope", "head", "head_eff", *columns.names))
    marks = ", ".join("?" * (len(columns.names) + 3))
    with world.database.write() as connection:
        connection.exec_driver_sql(f"INSERT INTO fresh_order ({names}) VALUES ({marks})", rows)


def _id(number: int) -> str:
    return f"0193f0aa-0000-7000-8000-{number:012d}"


def times(act: Callable[[], object], count: int = FRAMES) -> list[float]:
    """Milliseconds of each turn, painting included."""
    found = []
    for _ in range(count):
        begun = time.perf_counter()
        act()
        QApplication.processEvents()
        found.append((time.perf_counter() - begun) * 1000)
    return sorted(found)


def said(name: str, found: list[float]) -> float:
    p99 = found[int(len(found) * 0.99) - 1]
    print(f"{name:28} median {statistics.median(found):6.1f} ms, p99 {p99:6.1f}, worst {found[-1]:6.1f}")
    return p99


def floor(rows: int, application: QApplication) -> list[float]:
    plain = QListWidget()
    plain.addItems([f"订单 {number}" for number in range(rows)])
    plain.resize(*SIZES[0])
    plain.show()
    application.processEvents()
    return times(plain.viewport().repaint)


def measure(count: int, still_open: int) -> float:
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    load_fonts(RESOURCES)
    Theme(RESOURCES).apply(application)
    with tempfile.TemporaryDirectory() as made:
        world = worlds.build(Path(made) / "desk.db", Calendar(load_holidays()))
        world.clock.now = NOW
        fill(world, count, still_open, random.Random(7))
        hall = Hall(world, Role.CLERK)
        hall.rest()
        watch, page = hall.page.watch, hall.page
        assert page.hands.found is not None
        assert len(page.hands.found.board.cards) == still_open
        said("floor: plain rows painted", floor(still_open, application))

        def second() -> None:
            world.clock.now += SECOND
            watch.tick()

        p99 = said(f"a second, {still_open} open", times(second))
        said("the file read anew", times(watch.reload, 20))
        hall.leave()
        world.database.close()
    return p99


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=3_000)
    parser.add_argument("--open", type=int, default=150)
    given = parser.parse_args()
    p99 = measure(given.orders, given.open)
    print(f"bar {BAR_MS:.0f} ms: {'kept' if p99 <= BAR_MS else 'MISSED'}")
    return 0 if p99 <= BAR_MS else 1


if __name__ == "__main__":
    sys.exit(main())
