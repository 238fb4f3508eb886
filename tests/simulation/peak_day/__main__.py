"""`python -m tests.simulation.peak_day --orders 3000`: the whole day, and what it came to."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from desk.domain.calendar import Calendar
from desk.store.holidays import load_holidays
from tests import world as worlds
from tests.simulation.peak_day.checking import check
from tests.simulation.peak_day.count import Count
from tests.simulation.peak_day.office import furnished
from tests.simulation.peak_day.plan import MINUTE, drawn
from tests.simulation.peak_day.play import Play
from tests.world import World

HOMES, SPOILS = 240, 4


def play_day(
    world: World, folder: Path, orders: int, seed: int, homes: int, talk_every: int = MINUTE, wild: int = 1
) -> tuple[Play, Count]:  # fmt: skip
    """One day from the first order to the check of everything. Of a hundred requests of the desk four go amiss."""
    plan = drawn(orders, seed, homes, wild)
    office = furnished(world, folder / "server", homes, SPOILS)
    try:
        play = Play(office, plan, talk_every)
        play.run()
        return play, check(play)
    finally:
        office.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.peak_day", description=__doc__)
    parser.add_argument("--orders", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        world = worlds.build(Path(folder) / "desk.db", Calendar(load_holidays()))
        began = time.perf_counter()
        play, count = play_day(world, Path(folder), told.orders, told.seed, HOMES)
        seconds = time.perf_counter() - began
        world.database.close()
    print(f"{told.orders} orders, {len(play.heard)} letters to the shops, {seconds:.0f} s")
    print(f"late {len(count.late)}, in the estate's part {len(count.estate_late)}, bells {sum(play.rung.values())}")
    print(f"points {sum(count.points.values())} in {len(count.points)} entries; refused at the door {play.refused}")
    for name, one in count.shops.items():
        sums = f"{one.goods_fen} + {one.exchanged_fen} - {one.compensated_fen} = {one.due_fen} fen"
        print(f"{name}: {one.orders} orders, {sums}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
