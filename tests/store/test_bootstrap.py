"""Founding an office: the first person is in the log like everybody later."""

import pytest

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.domain.service import Rulebook
from desk.store import bootstrap, log
from desk.store.database import Database
from tests.world import Clock, World


def test_the_first_ops_found_estate_person_and_grant(database: Database, rules: Rulebook, clock: Clock) -> None:
    founded = bootstrap.found(database, rules, clock, company="安和物业", estate="翠湖花园", name="王总", staff_no="01")
    with database.write() as connection:
        entries = list(log.everything(connection))
        replayed = log.replay(connection, rules)
    assert [entry.head.kind for entry in entries] == ["estate.add", "staff.add", "grant.add"]
    assert {entry.head.scope for entry in entries} == {founded.company} == {bootstrap.company_scope("安和物业")}
    assert len({entry.head.grp for entry in entries}) == 1
    assert replayed[("staff", founded.head_office)]["name"] == "王总"
    assert ("estate", founded.estate.removeprefix("e/")) in replayed
    assert bootstrap.company_of(database) == founded.company


def test_an_office_is_founded_once(world: World) -> None:
    with pytest.raises(DeskError, match="已经有公司了"):
        bootstrap.found(
            world.database, world.rules, world.clock, company="另一家", estate="甲", name="乙", staff_no="9"
        )


def test_a_new_file_belongs_to_nobody(database: Database) -> None:
    assert bootstrap.company_of(database) is None


def test_everybody_of_the_world_holds_exactly_their_role(world: World) -> None:
    for role, person in world.people.items():
        assert world.office.actor(world.database, world.scope, person.id).roles == {role}
        elsewhere = world.office.actor(world.database, "e/00000000-0000-0000-0000-000000000000", person.id)
        assert elsewhere.roles == frozenset()


def test_who_left_or_lost_the_grant_holds_nothing(world: World) -> None:
    clerk, butler = world.people[Role.CLERK], world.people[Role.BUTLER]
    grant = next(row for row in world.rows("grant") if row["staff_id"] == clerk.id)
    world.take(Role.HEAD_OFFICE, "grant.void", grant["id"])
    world.take(Role.HEAD_OFFICE, "staff.void", butler.id)
    for person in (clerk, butler):
        assert world.office.actor(world.database, world.scope, person.id).roles == frozenset()
