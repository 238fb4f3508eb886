"""Random people, random steps, a clock that lies: replay, undo, hashes and privacy hold after every one of them."""

from pathlib import Path

import pytest

from desk.domain.deciding import Order
from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.store import lane, log
from desk.store.fold import Fold
from desk.store.steps import StepRequest
from sync.protocol import envelope
from tests.invariants import all_of_them, dump
from tests.simulation.dying import Seeded
from tests.simulation.hand import CANARY, Hand
from tests.world import World, copy_of

STEPS = 60


@pytest.mark.parametrize("seed", range(16))
def test_a_random_day(built_world: World, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "secrets", Seeded(seed))
    world = copy_of(built_world, tmp_path / "day.db")
    hand = Hand(world, seed)
    accepted = refused = 0
    for _ in range(STEPS):
        actor, requests = hand.next()
        before = len(world.database.read("SELECT 1 FROM outbox"))
        ops, words = taken(world, actor, requests)
        assert len(world.database.read("SELECT 1 FROM outbox")) == before + ops
        assert ops in (0, len(requests))
        assert bool(words) != bool(ops), "refused in words, or taken"
        accepted, refused = accepted + bool(ops), refused + bool(words)
        hand.move_the_clock()
    assert accepted > STEPS / 4, f"a day on which hardly anything was done proves little ({accepted})"
    assert refused > 0
    all_of_them(world.database, world.rules, {CANARY})
    after = dump(world.database, world.rules)
    undo_to_the_start(world)
    again(world)
    assert dump(world.database, world.rules) == after
    world.database.close()


def taken(world: World, actor: Actor, requests: list[StepRequest]) -> tuple[int, str]:
    """How many ops were written, or the words of the refusal."""
    try:
        return len(world.steps.take(actor, *requests).ops), ""
    except DeskError as error:
        return 0, error.message and error.advice


def undo_to_the_start(world: World) -> None:
    with world.database.write() as connection:
        for op, scope in connection.exec_driver_sql("SELECT id, scope FROM outbox ORDER BY n DESC").fetchall():
            log.undo(connection, world.rules, scope, op)
    assert dump(world.database, world.rules) == {}
    assert world.database.read("SELECT COUNT(*) FROM undo") == [(0,)]


def again(world: World) -> None:
    """Apply every entry of the log once more: no rule is asked, the verdicts are enough."""
    with world.database.write() as connection:
        for entry in list(log.everything(connection)):
            head = entry.head
            fold = Fold(lane.reading(connection), world.rules, head.scope)
            order = Order(entry.record, entry.step, head.ent, entry.values, head.at, head.id)
            fold.perform(world.rules.known(entry.record), order, entry.did, head.by)
            lane.flush(fold, connection)
