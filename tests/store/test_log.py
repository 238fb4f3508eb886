"""Undo puts back exactly what was there; replay of the verdicts makes the tables again."""

from typing import Any

import pytest

from desk.domain.roles import Role
from desk.store import log
from desk.store.steps import StepRefused
from tests.invariants import dump, replay_equals_tables
from tests.world import World


def undo_all(world: World) -> None:
    with world.database.write() as connection:
        ops = connection.exec_driver_sql("SELECT id, scope FROM outbox ORDER BY n DESC").fetchall()
        for op, scope in ops:
            log.undo(connection, world.rules, scope, op)


def test_a_replay_makes_the_tables(world: World) -> None:
    world.slip_back()
    order = world.dispatched(charge="paid", price_form="list")
    world.take(Role.CLERK, "work_order.wait_parts", order)
    world.take(Role.CLERK, "work_order.take_back", order, op=world.last_op())
    replay_equals_tables(world.database, world.rules)


def test_a_table_that_was_altered_by_hand_is_no_replay(world: World) -> None:
    order = world.order()
    with world.database.write() as connection:
        connection.exec_driver_sql("UPDATE work_order SET crew='别的班' WHERE id=?", (order,))
    try:
        replay_equals_tables(world.database, world.rules)
    except AssertionError:
        return
    raise AssertionError("a forged row passed")


def test_undo_backwards_to_the_start_leaves_nothing(world: World) -> None:
    world.slip_back()
    world.take(Role.MANAGER, "revisit.exempt", world.rows("revisit")[0]["id"], exempt_reason="no_phone")
    undo_all(world)
    for record in world.rules.records:
        assert world.rows(record.name) == [], record.name
    assert world.database.read("SELECT * FROM undo") == []


def test_each_undo_gives_the_state_before_it(world: World) -> None:
    states: list[dict[str, Any]] = []
    order = world.order()
    kinds: list[tuple[str, dict[str, Any]]] = [
        ("dispatch", {"crew_id": world.crew, "crew": "水电班", "precautions": "先打电话"}),
        ("arrive", {}),
        ("wait_parts", {"suspend_note": "阀芯"}),
        ("resume", {}),
        ("finish", {"result": "repaired"}),
        ("sign", {"signature": "self", "shoe_covers": True}),
        ("slip_back", {"materials": [{"name": "阀芯", "count": 1}], "received_fen": 3000, "payment": "cash"}),
        ("close", {"closed_by": "not_reached"}),
    ]
    for step, values in kinds:
        states.append(dump(world.database, world.rules))
        world.clock.forward(minutes=7)
        world.take(Role.CLERK, f"work_order.{step}", order, **values)
    for before in reversed(states):
        with world.database.write() as connection:
            (op,) = connection.exec_driver_sql("SELECT id FROM outbox ORDER BY n DESC LIMIT 1").one()
            log.undo(connection, world.rules, world.scope, op)
            connection.exec_driver_sql("DELETE FROM outbox WHERE id=?", (op,))
        assert dump(world.database, world.rules) == before


def test_search_hears_of_an_undo(world: World) -> None:
    order = world.order()
    with world.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM search_due")
        log.undo(connection, world.rules, world.scope, world.last_op())
    assert world.database.read("SELECT kind, id FROM search_due") == [("work_order", order)]


def test_how_much_waits_to_be_sent(world: World) -> None:
    before = log.waiting(world.database)
    world.order()
    assert log.waiting(world.database) == before + 1


def test_a_group_is_taken_back_op_by_op_the_newest_first(world: World) -> None:
    order = world.dispatched()
    before = world.row("work_order", order)
    for kind, values in (
        ("work_order.arrive", {}),
        ("work_order.finish", {"result": "repaired"}),
        ("work_order.sign", {"signature": "self", "tick": "good"}),
        ("work_order.slip_back", {}),
    ):
        world.take(Role.CLERK, kind, order, **values)
    ops = [str(row[0]) for row in world.database.read("SELECT id FROM outbox ORDER BY n DESC LIMIT 4")]
    world.changed(Role.CLERK, *(world.request("work_order.take_back", order, op=op) for op in ops))
    assert world.row("work_order", order) == before
    assert [row["status"] for row in world.rows("revisit")] == ["void"]
    replay_equals_tables(world.database, world.rules)


def test_an_op_is_taken_back_once_and_only_in_its_turn(world: World) -> None:
    order = world.dispatched()
    world.take(Role.CLERK, "work_order.acknowledge", order)
    first = world.last_op()
    world.take(Role.CLERK, "work_order.arrive", order)
    second = world.last_op()
    with pytest.raises(StepRefused):
        world.take(Role.CLERK, "work_order.take_back", order, op=first)
    world.take(Role.CLERK, "work_order.take_back", order, op=second)
    with pytest.raises(StepRefused):
        world.take(Role.CLERK, "work_order.take_back", order, op=second)
    world.take(Role.CLERK, "work_order.take_back", order, op=first)
    assert world.row("work_order", order)["status"] == "dispatched"
