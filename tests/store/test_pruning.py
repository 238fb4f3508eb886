"""What a desk keeps: three years at the counter, 35 days at the head office, undo as long as the server says."""

import pytest

from desk.domain.calendar import DAY
from desk.domain.roles import Role
from desk.store import pruning
from tests.world import World


def logged(world: World) -> list[int]:
    """Everything that waits becomes a log, as if the server had answered; returns its seqs."""
    with world.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO journal (scope, seq, id, ent, op, body, pii, did, mac, chain)"
            " SELECT scope, pos, id, ent, op, body, pii, did, x'', x'' FROM outbox WHERE scope=?",
            (world.scope,),
        )
        connection.exec_driver_sql("DELETE FROM outbox WHERE scope=?", (world.scope,))
    return seqs(world)


def seqs(world: World) -> list[int]:
    return [
        int(r[0]) for r in world.database.read("SELECT seq FROM journal WHERE scope=? ORDER BY seq", (world.scope,))
    ]


def undone(world: World) -> set[int]:
    rows = world.database.read(
        "SELECT j.seq FROM undo u JOIN journal j ON j.id=u.op_id AND j.scope=u.scope WHERE u.scope=?", (world.scope,)
    )
    return {int(row[0]) for row in rows}


def kept_from(world: World, seq: int) -> None:
    with world.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM sync_state")
        connection.exec_driver_sql("INSERT INTO sync_state VALUES (?, ?, x'', ?)", (world.scope, seq, seq))


def test_undo_goes_with_keep_from_and_entries_with_their_age(world: World) -> None:
    order = world.order()
    world.clock.forward(days=40)
    world.take(Role.CLERK, "work_order.urge", order)
    everything = logged(world)
    kept_from(world, everything[-2])
    rows = world.rows("work_order")
    assert not pruning.prune(world.database, world.clock())
    assert undone(world) == {everything[-1]}
    assert seqs(world) == everything  # three years have not passed
    pruning.prune(world.database, world.clock(), pruning.HEAD_OFFICE_DAYS)
    assert seqs(world) == everything[-2:]  # the place of keep_from itself stays
    pruning.prune(world.database, world.clock() + 4 * 365 * DAY)
    assert seqs(world) == everything[-2:]
    assert world.rows("work_order") == rows


def test_what_can_be_taken_back_stays_however_old(world: World) -> None:
    world.order()
    everything = logged(world)
    kept_from(world, 0)
    pruning.prune(world.database, world.clock() + 9 * 365 * DAY, 1)
    assert (seqs(world), undone(world)) == (everything, set(everything))


def test_a_little_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        world.order()
    everything = logged(world)
    kept_from(world, everything[-1])
    monkeypatch.setattr(pruning, "AT_ONCE", 2)
    turns = 1
    while pruning.prune(world.database, world.clock() + DAY, 0, most=3):
        turns += 1
    assert turns > 2
    assert seqs(world) == everything[-1:]
    assert undone(world) == set()


def test_others_who_wait_keep_their_undo(world: World) -> None:
    world.order()
    everything = logged(world)
    kept_from(world, everything[-1])
    world.order()
    pruning.prune(world.database, world.clock() + DAY, 0)
    waiting = world.database.read("SELECT COUNT(*) FROM undo WHERE op_id IN (SELECT id FROM outbox)")
    assert waiting[0][0] > 0
