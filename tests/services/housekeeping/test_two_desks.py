"""One booking on two desks while the cables are out: facts post, two agreed times are put before a person."""

from collections.abc import Iterator

import pytest

from desk.domain.calendar import HOUR, add_days, at, day_of
from desk.domain.revisiting import revisit_id
from desk.domain.roles import Role
from desk.services.reviews import reads
from desk.services.reviews.requests import requests_for
from tests.branches import TwoDesks, two_desks
from tests.world import World, copy_of

CLERK, OTHER = Role.CLERK, Role.SUPERVISOR


@pytest.fixture(scope="module")
def desks(built_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoDesks]:
    """Made once: each test has a booking of its own, on a day of its own."""
    folder = tmp_path_factory.mktemp("housekeeping")
    here = copy_of(built_world, folder / "here.db")
    try:
        with two_desks(here, built_world, folder) as both:
            yield both
    finally:
        here.database.close()


def booked(desks: TwoDesks) -> str:
    """A booking that both desks know, at nine of the next day."""
    here = desks.here
    here.clock.set(add_days(day_of(here.clock()), 1), "9:00")
    ent = here.take(
        CLERK, "housekeeping.book", where="3-2-1801", home_id=here.homes[0], customer="王秀英",
        customer_phone="13800006621", work="1", company="jiewanjia",
    )  # fmt: skip
    desks.cables_in()
    return ent


def agree(world: World, role: Role, ent: str, clock: str) -> None:
    when = at(day_of(world.clock()), clock)
    world.take(role, "housekeeping.agree", ent, visit_from_at=when, agreed_by="company", worker="李阿姨")


def open_branches(desks: TwoDesks, ent: str) -> int:
    return sum(row["ent"] == ent and row["status"] == "to_be_decided" for row in desks.here.rows("branch"))


def test_the_server_knows_works_and_companies_too(desks: TwoDesks) -> None:
    ent = booked(desks)
    assert desks.there.row("housekeeping", ent)["company_label"] == "洁万家家政"
    assert desks.there.row("housekeeping", ent)["confirm_due_at"] == desks.here.clock() + HOUR


def test_both_heard_that_it_was_confirmed(desks: TwoDesks) -> None:
    ent = booked(desks)
    desks.here.take(CLERK, "housekeeping.confirm", ent)
    desks.there.take(OTHER, "housekeeping.confirm", ent)
    desks.cables_in()
    assert open_branches(desks, ent) == 0
    assert [one.row("housekeeping", ent)["status"] for one in (desks.here, desks.there)] == ["confirmed"] * 2


def test_two_times_are_for_a_person(desks: TwoDesks) -> None:
    ent = booked(desks)
    agree(desks.here, CLERK, ent, "14:00")
    agree(desks.there, OTHER, ent, "16:00")
    desks.cables_in()
    assert open_branches(desks, ent) == 1
    here = desks.here
    person = here.office.actor(here.database, here.scope, here.people[OTHER].id)
    found = reads.review(here.database, here.rules, person, here.scope, "housekeeping", ent, here.clock())
    assert found is not None
    keep = next(side.id for side in found.sides if side.id != "main")
    here.changed(OTHER, *requests_for(here.rules.known("housekeeping"), found, keep).requests)
    desks.cables_in()
    assert open_branches(desks, ent) == 0
    day = day_of(here.clock())
    assert [one.row("housekeeping", ent)["visit_from_at"] for one in (desks.here, desks.there)] == [
        at(day, "16:00")
    ] * 2


def test_done_on_both_is_asked_about_once(desks: TwoDesks) -> None:
    ent = booked(desks)
    agree(desks.here, CLERK, ent, "10:00")
    desks.cables_in()
    desks.here.clock.set(day_of(desks.here.clock()), "12:00")
    desks.here.take(CLERK, "housekeeping.finish", ent)
    desks.there.take(OTHER, "housekeeping.finish", ent)
    desks.cables_in()
    found = [row for row in desks.here.rows("revisit") if row["about_id"] == ent]
    assert [row["id"] for row in found] == [revisit_id(desks.here.scope, ent)]
    assert open_branches(desks, ent) == 0


def test_one_heard_he_came_and_the_other_that_he_did_not(desks: TwoDesks) -> None:
    ent = booked(desks)
    agree(desks.here, CLERK, ent, "10:00")
    desks.cables_in()
    desks.here.clock.set(day_of(desks.here.clock()), "10:20")
    desks.here.take(CLERK, "housekeeping.arrive", ent)
    desks.there.take(OTHER, "housekeeping.no_show", ent)
    desks.cables_in()
    assert open_branches(desks, ent) == 1, "nobody decides that but a person"
    assert desks.there.row("housekeeping", ent)["arrived_at"], "the fact stands"
