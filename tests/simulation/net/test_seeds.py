"""The short form: every fault alone and mixed ones, by fixed seeds; long: `python -m tests.simulation.net`."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.roles import Role
from tests.simulation.dying import scratch
from tests.simulation.net import events, office, poison
from tests.simulation.net.running import run_seed, run_seeds, words
from tests.simulation.net.sim import Shape, Sim

MIXED = range(318, 336)  # in which every verdict comes about
ORDER = {"where": "3-2-1801", "matter": "漏水", "reporter": "王秀英", "charge": "free"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[office.Template]:
    with scratch() as name:
        (Path(name) / "template").mkdir()
        yield office.build(Path(name) / "template")


def test_each_fault_alone(template: office.Template) -> None:
    for number, fault in enumerate(events.ALL):
        shape = Shape(2 + number % 2, 1, frozenset({fault}), 24)
        result = run_seed(template, template.folder.parent, 50_000 + number, shape)
        assert result.why is None, f"{fault} {shape}\n{words(result)}"


def test_mixed_faults(template: office.Template) -> None:
    verdicts: Counter[str] = Counter()
    restores = 0
    for result in run_seeds(template, template.folder.parent, MIXED):
        assert result.why is None, words(result)
        verdicts += result.verdicts
        restores += result.restores
    assert {"ok", "contested", "denied", "merged", "unknown"} <= verdicts.keys(), "an office in which little happens"
    assert restores > len(MIXED) // 10


def alone(template: office.Template, folder: Path, desks: int) -> Sim:
    folder.mkdir()
    return Sim(template, folder, 1, Shape(desks, 1, frozenset(), 0))


def test_a_disk_that_refuses_turns_away_no_op(template: office.Template) -> None:
    """Seed 10243: an I/O error while an op was decided became its verdict, for ever."""
    sim = alone(template, template.folder.parent / "disk", 1)
    desk = sim.desks[0]
    for statement in range(1, 46):
        world = desk.worlds[sim.template.sites[0].scope]
        sim.take(desk, world, (world.people[Role.CLERK], [world.request("work_order.intake", **ORDER)]))
        sim.center.database.plug.arm(statement, "io")
        sim.round(desk)
    events.peace(sim)
    sim.close()


def test_the_word_that_an_op_was_put_aside_outlives_a_restore(template: office.Template) -> None:
    """Seeds 10 and 157: what was done on a quarantined op waited for ever behind a restored server."""
    sim = alone(template, template.folder.parent / "aside", 2)
    backup = sim.new_file("backup")
    sim.center.copy_to(backup)
    desk = sim.desks[0]
    for number in range(8):
        poison.put(random.Random(number), desk, sim.template.sites[0].scope)
        sim.ledger.accept(desk)
        sim.round(desk)
    assert sim.center.database.read("SELECT COUNT(*) FROM quarantine")[0][0] > 1
    sim.backup = backup
    events.put_back(sim)
    events.peace(sim)
    sim.close()


def test_a_seed_is_the_whole_run(template: office.Template) -> None:
    """A failing seed can be looked at again: same seed, same trace."""
    first, again = (run_seed(template, template.folder.parent, 7) for _ in range(2))
    assert first.trace == again.trace
    assert first.verdicts == again.verdicts
