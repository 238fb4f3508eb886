"""The short form of the peak day: the same faults, exchanges, claims and retries, fewer of them."""

from pathlib import Path

from tests.simulation.peak_day.__main__ import play_day
from tests.simulation.peak_day.plan import MINUTE, drawn
from tests.world import World

SEED = 418  # a small day that has something of everything


def test_a_day_of_fresh_goods_comes_out_even(world: World, tmp_path: Path) -> None:
    """Sums to the fen, points once, no clock missed, statement = the sum of the orders."""
    play, count = play_day(world, tmp_path, 20, SEED, 8, 4 * MINUTE, 3)
    assert play.refused
    assert count.late
    assert play.rung
    assert any(one.swap for one in play.plan.orders)
    assert any(shop.compensated_fen for shop in count.shops.values())


def test_the_day_has_everything_in_it() -> None:
    """Nothing that the day is for is left out by chance."""
    orders = drawn(3000, 1, 240).orders
    assert drawn(3000, 1, 240).orders == orders
    for found in (
        [one for one in orders if one.cancelled], [one for one in orders if one.refused],
        [one for one in orders if one.phoned], [one for one in orders if one.late_first],
        [one for one in orders if one.lost and one.twice], [one for one in orders if one.stop],
        [one for one in orders if one.declined], [one for one in orders if one.swap and one.swap.fails],
        [one for one in orders if one.swap and one.swap.dropped], [one for one in orders if one.window],
        [one for one in orders if one.swap and one.swap.together], [one for one in orders if one.claim],
    ):  # fmt: skip
        assert len(found) >= 5
