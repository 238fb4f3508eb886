"""Two desks decide one order differently while the cables are out: one decision counts, with all that hangs on it."""

import pytest

from desk.domain.deciding import MAIN
from desk.domain.roles import Actor, Role
from desk.services.reviews import reads
from desk.services.reviews.requests import requests_for
from tests.branches import TwoDesks, dispatched_twice
from tests.world import World


def decide(world: World, order: str, branch: bool, role: Role) -> None:
    person: Actor = world.office.actor(world.database, world.scope, world.people[role].id)
    found = reads.review(world.database, world.rules, person, world.scope, "work_order", order, world.clock())
    assert found is not None
    keep = next(side.id for side in found.sides if side.id != MAIN) if branch else MAIN
    world.changed(role, *requests_for(world.rules.known("work_order"), found, keep).requests)


@pytest.mark.parametrize("at_once", [100, 1])
def test_what_hangs_on_the_later_decision_falls_with_it(
    desks: TwoDesks, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """The side that was kept was paid: a decision that came too late makes none of it due to be given back. However
    little goes into one transaction: what was done together stays together.
    """
    monkeypatch.setattr("sync.server.log.MOST_OPS", at_once)
    here, there = desks.here, desks.there
    order = dispatched_twice(desks)
    desks.cables_in()
    decide(here, order, True, Role.CLERK)
    there.clock.forward(minutes=5)
    decide(there, order, False, Role.SUPERVISOR)
    desks.cables_in(here, there)
    for world in (here, there):
        assert world.row("work_order", order)["received_fen"] == 8000
        assert [one["status"] for one in world.rows("taking") if one["order_id"] == order] == ["taken"]
        assert {one["technician"]: one["status"] for one in world.rows("slip") if one["order_id"] == order} == {
            "王建国": "void", "李伟": "out",
        }  # fmt: skip
