"""One order on two desks while the cables are out: facts post, one inspection stands, points are given once."""

import contextlib
import random
from collections.abc import Iterator
from typing import Any

import pytest

from desk.domain.calendar import add_days, day_of
from desk.domain.deciding import MAIN
from desk.domain.flow import Values
from desk.domain.roles import Actor, Role
from desk.services.fresh_orders.claims import compensation_id
from desk.services.fresh_orders.points import points_id
from desk.services.fresh_orders.rules import exchange_id, to_deliver
from desk.services.reviews import reads
from desk.services.reviews.requests import requests_for
from desk.store.steps import StepRefused
from tests.branches import TwoDesks, two_desks
from tests.services.fresh_orders.bench import ITEMS, ROTTEN, WEIGHED
from tests.world import World, copy_of

CLERK, OTHER = Role.CLERK, Role.SUPERVISOR
ALL = sum(item["price_fen"] for item in ITEMS)


@pytest.fixture(scope="module")
def desks(built_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoDesks]:
    """Made once: each test has an order of its own, on a day of its own."""
    folder = tmp_path_factory.mktemp("fresh")
    here = copy_of(built_world, folder / "here.db")
    try:
        with two_desks(here, built_world, folder) as both:
            yield both
    finally:
        here.database.close()


def arrived(desks: TwoDesks) -> str:
    """An order both desks know, its bag on the counter between them, at nine in the morning of the next day."""
    here = desks.here
    here.clock.set(add_days(day_of(here.clock()), 1), "9:00")
    order = here.take(
        CLERK, "fresh_order.receive", no="TX8834", shop="淘鲜果", where="3-2-1801", home_id=here.homes[0],
        resident_id=here.resident, channel="platform", items=ITEMS,
    )  # fmt: skip
    here.clock.forward(minutes=6)
    here.take(CLERK, "fresh_order.arrive", order)
    desks.cables_in()
    return order


def inspect(world: World, role: Role, order: str, told: list[dict[str, Any]], **values: Any) -> None:
    world.take(role, "fresh_order.begin", order)
    world.clock.forward(minutes=1)
    world.take(role, "fresh_order.inspect", order, inspected=told, **values)


def deliver(world: World, role: Role, order: str, **values: Any) -> None:
    world.take(role, "fresh_order.hand_out", order, guard="陈刚")
    world.clock.forward(minutes=3)
    world.take(role, "fresh_order.sign", order, **({"signature": "self", "tick": "good"} | values))


def seen(world: World, ent: str, record: str = "fresh_order") -> reads.Review:
    """The sides as they are put before a person."""
    person: Actor = world.office.actor(world.database, world.scope, world.people[OTHER].id)
    found = reads.review(world.database, world.rules, person, world.scope, record, ent, world.clock())
    assert found is not None
    return found


def decide(world: World, order: str, record: str = "fresh_order", branch: bool | None = None) -> str:
    """Take what is offered (None), or one side; says what was preselected."""
    found = seen(world, order, record)
    keep = found.preselected
    if branch is not None:
        keep = next(side.id for side in found.sides if side.id != MAIN) if branch else MAIN
    world.changed(OTHER, *requests_for(world.rules.known(record), found, keep).requests)
    return "main" if keep == MAIN else "branch" if keep else ""


def rows(world: World, record: str, **equal: Any) -> list[Values]:
    return [row for row in world.rows(record) if all(row.get(name) == value for name, value in equal.items())]


def branches(desks: TwoDesks, ent: str) -> list[Values]:
    return rows(desks.here, "branch", ent=ent)


def agree(desks: TwoDesks, record: str, ent: str) -> Values:
    """Both desks say the same; what they say."""
    here, there = desks.here.row(record, ent), desks.there.row(record, ent)
    assert here == there
    return here


def test_both_open_the_sheet_and_weigh_alike_it_is_one_inspection(desks: TwoDesks) -> None:
    order = arrived(desks)
    inspect(desks.here, CLERK, order, WEIGHED)
    inspect(desks.there, OTHER, order, WEIGHED)
    desks.cables_in()
    assert branches(desks, order) == []
    row = agree(desks, "fresh_order", order)
    assert (row["status"], row["conclusion"]) == ("accepted", "passed")
    assert row["inspector_id"] == desks.here.people[CLERK].id


@pytest.mark.parametrize("kept", ["signed", "other"])
def test_two_inspect_one_signs(desks: TwoDesks, kept: str) -> None:
    """The strawberries were rotten to one and good to the other, who had them carried up and signed."""
    here, there = desks.here, desks.there
    order = arrived(desks)
    inspect(here, CLERK, order, ROTTEN, choice="first_good")
    inspect(there, OTHER, order, WEIGHED)
    deliver(there, OTHER, order)
    desks.cables_in()
    assert len(branches(desks, order)) == 1
    assert agree(desks, "fresh_order", order)["status"] == "accepted"
    assert rows(here, "points_entry", order_id=order) == [], "they wait until somebody has decided"
    (branch,) = branches(desks, order)
    assert branch["fact"] is True
    assert branch["sets"]["delivered_at"] == here.clock()
    assert branch["sets"]["signature"] == "self"
    exchange = exchange_id(here.scope, order, 5)
    assert here.row("exchange", exchange)["status"] == "waiting"
    found = seen(here, order)
    assert [[line.step for line in side.lines] for side in found.sides] == [
        ["inspect"], ["inspect", "hand_out", "sign"],
    ]  # fmt: skip
    assert found.sides[0].lines[0].words.startswith("完成验收 先送合格的 第5样腐烂")
    assert found.sides[1].lines[0].words.endswith("492、1012、498、505 g")
    assert found.common[-1].step == "begin"
    assert ("结论", ("换货", "合格")) in found.differs
    if kept == "signed":
        assert decide(here, order) == "branch", "the one signed is preselected"
    else:
        decide(here, order, branch=False)
    desks.cables_in()
    row = agree(desks, "fresh_order", order)
    points = rows(here, "points_entry", order_id=order, status="given")
    if kept == "signed":
        assert (row["status"], row["conclusion"]) == ("delivered", "passed")
        assert [(one["id"], one["amount_fen"]) for one in points] == [(points_id(here.scope, order), ALL)]
        assert agree(desks, "exchange", exchange)["status"] == "void"
        return
    assert (row["status"], row["conclusion"]) == ("accepted", "exchange")
    assert points == []
    deliver(here, CLERK, order)
    desks.cables_in()
    points = rows(there, "points_entry", order_id=order, status="given")
    assert [(one["id"], one["amount_fen"]) for one in points] == [(points_id(here.scope, order), ALL - 2990)]


@pytest.mark.parametrize("tick", ["good", "bad"])
def test_signed_on_both_gives_points_once(desks: TwoDesks, tick: str) -> None:
    here, there = desks.here, desks.there
    order = arrived(desks)
    inspect(here, CLERK, order, WEIGHED)
    here.take(CLERK, "fresh_order.hand_out", order, guard="陈刚")
    desks.cables_in()
    at = here.clock.forward(minutes=4)
    here.take(CLERK, "fresh_order.sign", order, signature="self", tick="good", happened_at=at)
    there.take(OTHER, "fresh_order.sign", order, signature="self", tick=tick, happened_at=at)
    desks.cables_in()
    assert len(branches(desks, order)) == (0 if tick == "good" else 1)
    if tick == "bad":
        decide(here, order, branch=True)
        desks.cables_in()
        assert agree(desks, "fresh_order", order)["tick"] == "bad"
    for world in (here, there):
        assert [one["amount_fen"] for one in rows(world, "points_entry", order_id=order, status="given")] == [ALL]
        assert len(rows(world, "revisit", about_id=order)) == 1


def test_two_guards_for_one_bag_are_for_a_person(desks: TwoDesks) -> None:
    here, there = desks.here, desks.there
    order = arrived(desks)
    inspect(here, CLERK, order, WEIGHED)
    desks.cables_in()
    here.take(CLERK, "fresh_order.hand_out", order, guard="陈刚")
    there.take(OTHER, "fresh_order.hand_out", order, guard="刘洋")
    desks.cables_in()
    assert len(branches(desks, order)) == 1
    assert agree(desks, "fresh_order", order)["guard"] == "陈刚"
    decide(here, order, branch=True)
    desks.cables_in()
    assert agree(desks, "fresh_order", order)["guard"] == "刘洋"


def test_the_shop_cancels_what_was_carried_up_meanwhile(desks: TwoDesks) -> None:
    """A fact posts under its branch; the signature is what is offered to stand."""
    here, there = desks.here, desks.there
    order = arrived(desks)
    inspect(there, OTHER, order, WEIGHED)
    deliver(there, OTHER, order)
    here.take(CLERK, "fresh_order.cancel", order, cancel_reason="shop")
    desks.cables_in()
    assert agree(desks, "fresh_order", order)["status"] == "cancelled"
    assert decide(there, order) == "branch"
    desks.cables_in()
    assert agree(desks, "fresh_order", order)["status"] == "delivered"
    assert [one["amount_fen"] for one in rows(here, "points_entry", order_id=order, status="given")] == [ALL]


def test_an_exchange_inspected_and_signed_on_both_counts_once(desks: TwoDesks) -> None:
    here, there = desks.here, desks.there
    order = arrived(desks)
    inspect(here, CLERK, order, ROTTEN, choice="first_good")
    deliver(here, CLERK, order)
    desks.cables_in()
    exchange = exchange_id(here.scope, order, 5)
    for world, role in ((here, CLERK), (there, OTHER)):
        world.take(role, "exchange.begin", exchange)
        world.take(role, "exchange.inspect", exchange, got=503)
        world.take(role, "exchange.hand_out", exchange, guard="陈刚")
        world.take(role, "exchange.sign", exchange, signature="self", tick="good")
    desks.cables_in()
    assert agree(desks, "exchange", exchange)["status"] == "delivered"
    amounts = sorted(one["amount_fen"] for one in rows(there, "points_entry", order_id=order, status="given"))
    assert amounts == sorted([2990, ALL - 2990])


def test_a_claim_on_both_desks_is_one_and_two_sums_are_for_a_person(desks: TwoDesks) -> None:
    here, there = desks.here, desks.there
    order = arrived(desks)
    inspect(here, CLERK, order, WEIGHED)
    deliver(here, CLERK, order)
    desks.cables_in()
    told = {"order_id": order, "n": 5, "delivered_at": here.row("fresh_order", order)["delivered_at"], "shop": "淘鲜果"}
    claim = compensation_id(here.scope, order, 5)
    for world, role in ((here, CLERK), (there, OTHER)):
        world.take(role, "compensation.report", claim, **told)
    desks.cables_in()
    assert branches(desks, claim) == []
    here.take(CLERK, "compensation.check", claim, finding="wrong", cause="rot_inside", missed=False)
    desks.cables_in()
    for world, role, fen in ((here, CLERK, 2990), (there, OTHER, 1500)):
        world.take(role, "compensation.agree", claim, amount_fen=fen, shop_by="店长")
    desks.cables_in()
    assert len(branches(desks, claim)) == 1
    decide(here, claim, "compensation", branch=True)
    desks.cables_in()
    row = agree(desks, "compensation", claim)
    assert (row["status"], row["amount_fen"]) == ("agreed", 1500)


def test_whose_turn_it_was_is_asked_again_by_the_server(desks: TwoDesks) -> None:
    """The desk's own clock stood at eleven; who may accept is decided by the moments the log takes."""
    here, there = desks.here, desks.there
    order = arrived(desks)
    here.clock.set(day_of(here.clock()), "11:38")
    there.take(OTHER, "fresh_order.begin", order)
    here.clock.set(day_of(here.clock()), "12:30")
    there.take(OTHER, "fresh_order.inspect", order, inspected=WEIGHED)
    desks.cables_in()
    assert agree(desks, "fresh_order", order)["status"] == "accepted"


HANDS: tuple[tuple[int, str, dict[str, Any]], ...] = (
    (9, "begin", {}), (9, "inspect", {"inspected": WEIGHED}), (3, "inspect", {"inspected": ROTTEN}),
    (6, "inspect", {"inspected": ROTTEN, "choice": "first_good"}), (3, "choose", {"choice": "drop"}),
    (3, "choose", {"choice": "first_good"}), (9, "hand_out", {"guard": "陈刚"}), (6, "hand_out", {"guard": "刘洋"}),
    (9, "sign", {"signature": "self", "tick": "good"}), (6, "sign", {"signature": "self", "tick": "fair"}),
    (2, "decline", {"declined": [{"n": 1, "fault": "look", "choice": None}]}), (2, "resume", {}),
    (2, "stop", {"stop_reason": "owner_absent", "owner_call": "no_answer"}),
    (1, "cancel", {"cancel_reason": "shop"}), (1, "refuse", {"refuse_reason": "resident"}),
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_whatever_two_desks_do_to_one_order_its_points_are_given_once(desks: TwoDesks, seed: int) -> None:
    """Both hands go on with whatever their desk lets them; cables in now and then; then somebody decides."""
    dice = random.Random(f"fresh/{seed}")
    order = arrived(desks)
    for _ in range(40):
        world, role = dice.choice(((desks.here, CLERK), (desks.there, OTHER)))
        _often, step, values = dice.choices(HANDS, [often for often, _step, _values in HANDS])[0]
        world.clock.forward(ms=20_000)
        with contextlib.suppress(StepRefused):
            world.take(role, f"fresh_order.{step}", order, **values)
        if dice.random() < 0.15:
            desks.cables_in()
    desks.cables_in()
    while rows(desks.here, "branch", ent=order, status="to_be_decided"):
        decide(desks.here, order, branch=dice.random() < 0.5)
        desks.cables_in()
    row = agree(desks, "fresh_order", order)
    given = [one for one in rows(desks.there, "points_entry", order_id=order, status="given")]
    up = [item["price_fen"] for item in ITEMS if item["n"] in to_deliver(row)]
    if row["status"] == "delivered" and sum(up) >= 100:
        assert [(one["id"], one["amount_fen"]) for one in given] == [(points_id(desks.here.scope, order), sum(up))]
    else:
        assert given == []
    calls = rows(desks.here, "revisit", about_id=order)
    assert len(calls) <= 1
    assert row["status"] != "delivered" or [one["status"] for one in calls] != ["void"]
