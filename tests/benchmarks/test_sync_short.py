"""The programs that measure desk, server and fleet run, and what arrives is what was sent; no speed is asserted."""

from pathlib import Path

from tests.benchmarks import fleet, sync
from tests.benchmarks.fleet import Size
from tests.benchmarks.sync import Ours, Plan, Theirs
from tests.benchmarks.sync_peers.pouch import Delays, Moved
from tests.postgres import Postgres

TINY = Plan(records=120, steps=60, samples=3, clerk_steps=3, rounds=1)


def test_a_log_reaches_a_desk_entry_by_entry_and_as_a_snapshot(tmp_path: Path) -> None:
    ours = Ours()
    sync.pulled(TINY, tmp_path / "pull", None, ours, Theirs(), None)
    assert all(len(rates) == 1 and rates[0] > 0 for rates in (ours.pull, ours.search, ours.snapshot, ours.indexed))
    assert ours.wire > 100
    assert min(ours.pull_floor, ours.snapshot_floor) > 0


def test_steps_reach_the_log_and_another_desk(postgres: Postgres, tmp_path: Path) -> None:
    ours = Ours()
    sync.pushed(TINY, tmp_path / "push", postgres, ours, Theirs(), None)
    assert all(len(rates) == 1 and rates[0] > 0 for rates in (ours.push, ours.taken))
    assert len(ours.arrived) == TINY.samples
    assert len(ours.clerk_wire) == TINY.clerk_steps


def test_a_report_says_which_bars_are_missed() -> None:
    rates = [1_000.0]
    ours = Ours(
        pull=rates, pull_indexed=rates, search=rates, snapshot=rates, indexed=rates, push=rates, taken=rates,
        arrived=[5.0], from_stored=[5.0], clerk_local=[5.0], clerk_wire=[500.0],
    )  # fmt: skip
    said: list[str] = []
    theirs = Theirs(Moved(1, [100.0]), Moved(1, [900.0]), Moved(1, [900.0]), Delays((6.0,), (6.0,)))
    assert not sync.report(TINY, ours, theirs, said.append)
    assert [line.rsplit(maxsplit=1)[1] for line in said if " x (" in line] == [
        "ok",
        "ok",
        "MISSED",
        "ok",
        "ok",
        "MISSED",
    ]


def test_a_small_fleet_holds_every_step_once() -> None:
    found = fleet.measured(Size(6, 2, 10, 1.5, log=100), None)
    assert found.complete
    assert found.rss > 0


def test_two_servers_on_one_database_serve_one_estate(postgres: Postgres) -> None:
    found = fleet.measured(Size(6, 1, 10, 1.5, servers=2), postgres)
    assert found.complete
    assert found.database_per_step >= 0


def test_rounds_are_compared_each_with_the_peers_before_it() -> None:
    assert sync.paired([80.0, 10.0, 40.0], [20.0, 5.0, 10.0]) == 4, "a slow minute slows both"
    assert sync.paired([80.0], []) is None
