"""4.3: technicians, clerks and shops by the same moments, for whom they may be shown to."""

from typing import Any

import pytest

from desk.domain.calendar import DAY, HOUR, MINUTE, SECOND, at
from desk.domain.roles import Actor, Role
from desk.services.assessment.assess import period_of
from desk.services.assessment.clerks import CALLED, SHORT, TAKEN, Clerk, clerks, middle
from desk.services.assessment.clerks import behind as calls_behind
from desk.services.assessment.counting import Period, of_measure
from desk.services.assessment.shops import shops
from desk.services.assessment.technicians import OWN, technicians
from tests.services.assessment.conftest import ESTATE, Bench
from tests.services.assessment.test_fresh import fresh
from tests.services.assessment.test_repairs import order, revisit
from tests.world import World

T = at("2026-05-06", "10:00")
MANAGER = Actor("m", frozenset({Role.MANAGER}))
CLERK = Actor("c1", frozenset({Role.CLERK}))


def period(bench: Bench) -> Period:
    return period_of(bench.books, bench.scopes, bench.from_on, bench.until_on, bench.now)


def done(bench: Bench, **values: Any) -> str:
    return order(bench, **{"technician_id": "t1", "signature": "self", **values})


@pytest.mark.parametrize(
    ("values", "whole"),
    [
        ({}, "met"),
        ({"signature": "by_other"}, "met"),
        ({"signature": "unsigned"}, "missed"),
        ({"status": "void"}, "x:void"),
        ({"finished_at": None}, None),
    ],
)
def test_wholeness(bench: Bench, values: dict[str, Any], whole: str | None) -> None:
    ent = done(bench, **values)
    found = {one.id: one.verdict for one in of_measure(bench.books, period(bench), OWN[1], "technician_id", "t1")}
    assert found.get(ent) == whole
    assert of_measure(bench.books, period(bench), OWN[1], "technician_id", "t2") == []


def test_what_came_back_or_did_not_please_was_not_whole(bench: Bench) -> None:
    finished = T + 5 * HOUR
    again, late, bad, said = done(bench), done(bench), done(bench), done(bench, signature="unsigned")
    done(bench, rework_of=again, reported=finished + 30 * DAY, technician_id="t2")
    done(bench, rework_of=late, reported=finished + 30 * DAY + 1, technician_id="t2")
    revisit(bench, bad, finished, answered=T + 4 * DAY, satisfaction="bad")
    revisit(bench, said, finished, answered=T + 4 * DAY)
    found = {one.id: one.verdict for one in of_measure(bench.books, period(bench), OWN[1], "technician_id", "t1")}
    assert found == {again: "missed", late: "met", bad: "missed", said: "met"}


@pytest.mark.parametrize(
    ("money", "verdict"),
    [
        ({"charge": "free"}, None),
        ({"charge": "paid"}, None),  # the slip is not back
        ({"charge": "paid", "price_form": "list", "price_to_fen": 5000, "due_fen": 6000, "received_fen": 6000,
          "material_fen": 1000}, "met"),
        ({"charge": "paid", "due_fen": 3000, "received_fen": 3000}, "met"),
        ({"charge": "paid", "due_fen": 3000, "received_fen": 2000, "payment": "cash"}, "missed"),
        ({"charge": "paid", "due_fen": 3000, "received_fen": 0, "payment": "on_account"}, "met"),
        ({"charge": "free", "due_fen": 0, "received_fen": 2000}, "missed"),
        ({"charge": "paid", "price_form": "range", "price_to_fen": 5000, "due_fen": 6000, "received_fen": 6000},
         "missed"),
    ],
)  # fmt: skip
def test_charges(bench: Bench, money: dict[str, Any], verdict: str | None) -> None:
    ent = done(bench, **money)
    found = {one.id: one.verdict for one in of_measure(bench.books, period(bench), OWN[3], "technician_id", "t1")}
    assert found.get(ent) == verdict


def test_technicians_are_ranked_above_so_many_orders(bench: Bench) -> None:
    bench.settings["assessment.rank_orders"] = "2"
    for n in range(3):
        done(bench, technician_id="t1", signature="unsigned" if n else "self", paused_for="nobody_home")
        done(bench, technician_id="t2")
    done(bench, technician_id="t3")
    done(bench, technician_id=None)
    people = {one.id: one for one in technicians(bench.books, period(bench), MANAGER, ESTATE)}
    assert {who: one.rank for who, one in people.items()} == {"t1": 2, "t2": 1, "t3": 0}
    assert (people["t1"].orders, people["t1"].of("whole").met, people["t1"].of("not_at_home").missed) == (3, 1, 3)
    assert people["t2"].of("arrival").met == 3
    assert technicians(bench.books, period(bench), CLERK, ESTATE) == []


def test_a_clerk_sees_herself_and_the_manager_sees_all(bench: Bench) -> None:
    for seconds, who in ((40, "c1"), (60, "c1"), (80, "c1"), (30, "c2")):
        order(bench, taken_by_id=who, reported_recorded_at=T + seconds * SECOND, accepted_at=T,
              dispatched_at=T + 5 * MINUTE)  # fmt: skip
    order(bench, taken_by_id="c1", late_entry=True, reported_recorded_at=T + 9 * HOUR)
    for n, seconds in enumerate((19, 20, 300)):
        revisit(bench, f"o{n}", answered=T + 4 * DAY, seconds=seconds, attempts=[{"at": T, "by": "c1"}])
    mine = Clerk("c1", "", 4, 60 * SECOND, 5 * MINUTE, 3, 1)
    assert clerks(bench.books, period(bench), CLERK, ESTATE) == [mine]
    everybody = clerks(bench.books, period(bench), MANAGER, ESTATE)
    assert [one.id for one in everybody] == ["c1", "c2"]
    assert everybody[0] == mine
    for figure, number in ((TAKEN, 4), (CALLED, 3), (SHORT, 1)):  # each leads to as many, to nobody else's clerk
        for asking, whose, count in ((MANAGER, "c1", number), (CLERK, "c1", number), (CLERK, "c2", 0)):
            found = calls_behind(bench.books, period(bench), asking, ESTATE, whose, figure)
            assert len(found) == count, (figure, asking.id, whose)


def test_the_middle_of_times() -> None:
    assert middle([]) is None
    assert middle([None, -5, 2 * DAY]) is None
    assert middle([3, 1, None, 2]) == 2
    assert middle([4, 1, 2, 3]) == 2


def test_shops(bench: Bench) -> None:
    first = fresh(bench, shop="淘鲜果")
    fresh(bench, shop="淘鲜果", arrived_at=T + 8 * HOUR + 11 * MINUTE, delivered_at=None)
    fresh(bench, shop="淘鲜果", status="cancelled")
    fresh(bench, shop="老菜园", kind="window", window_from_at=T + 9 * HOUR, window_to_at=T + 10 * HOUR)
    for reason, minutes in (("short", 12), ("rot", 20)):
        bench.add("exchange", order_id=first, shop="淘鲜果", reason=reason, status="delivered", opened_at=T + 9 * HOUR,
                  told_shop_at=T + 9 * HOUR, arrived_at=T + 9 * HOUR + minutes * MINUTE)  # fmt: skip
    bench.add("compensation", shop="老菜园", status="settled", resident_agreed_at=T + DAY, amount_fen=1250)
    bench.add("compensation", shop="老菜园", status="agreed", amount_fen=999)
    new, old = shops(bench.books, period(bench), MANAGER, ESTATE)
    assert (new.name, new.orders, new.in_time.met, new.in_time.missed) == ("淘鲜果", 2, 1, 1)
    assert (new.exchanged, new.short, new.reasons) == (1, 1, {"short": 1, "rot": 1})
    assert new.again_ms == 12 * MINUTE
    assert (old.in_time.met, old.compensations, old.compensation_fen) == (1, 1, 1250)
    assert shops(bench.books, period(bench), CLERK, ESTATE) == []


def test_steps_keep_what_is_counted(world: World) -> None:
    """Who took it in, and for what it was ever suspended, though it goes on since."""
    ent = world.dispatched()
    assert world.row("work_order", ent)["taken_by_id"] == world.people[Role.CLERK].id
    world.take(Role.CLERK, "work_order.nobody_home", ent)
    world.take(Role.CLERK, "work_order.resume", ent)
    world.take(Role.CLERK, "work_order.wait_parts", ent)
    world.take(Role.CLERK, "work_order.resume", ent)
    world.take(Role.CLERK, "work_order.nobody_home", ent)
    assert world.row("work_order", ent)["paused_for"] == "nobody_home parts"
