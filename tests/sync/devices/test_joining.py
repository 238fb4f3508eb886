"""From a code to work at the counter: taken in, greeted, all data there, people signing in, steps that arrive."""

from random import Random

import pytest

from desk.domain.calendar import Calendar
from desk.domain.deciding import LEFT, Is
from desk.domain.roles import Actor, Role
from desk.domain.service import Rulebook
from desk.store import accounts, log, verdicts
from desk.store.office import Office
from desk.store.steps import StepRequest, Steps
from sync.client import kept, office
from sync.client.rounds import round_of
from sync.client.session import Outcome, Session
from sync.client.tokens import Revoked, heed, token
from tests.sync.devices.desks import PIN, Desk
from tests.sync.devices.test_enrolment import code_for
from tests.world import Clock, World, own_lists


def session_of(desk: Desk, rules: Rulebook, whose: Office) -> Session:
    """The real client's line, as a desk joins it to who the desk is."""
    database, bearer = desk.database, desk.bearer
    return Session(
        database, rules, whose.context, desk.http, lambda: token(desk.http, database, bearer, desk.clock.now),
        bearer.forget, lambda: kept.scopes(database), desk.clock, Random(7), lambda told: heed(database, told),
    )  # fmt: skip


def settle(desk: Desk, session: Session) -> None:
    for _ in range(4):
        outcome: Outcome = round_of(session)
        assert outcome.fault is None
    assert log.waiting(desk.database) == 0


@pytest.fixture
def lines(first: Desk, second: Desk, world: World, rules: Rulebook, calendar: Calendar) -> tuple[Session, Session]:
    """Both desks have said hello and everything that the first one did is on the second."""
    second.enrol(code_for(first, world), "前台2")
    second.greet()
    whose = Office(world.company, calendar, own_lists)
    found = session_of(first, rules, whose), session_of(second, rules, whose)
    settle(first, found[0])
    settle(second, found[1])
    return found


def building(desk: Desk, session: Session, world: World, no: str) -> str:
    """A step taken at this desk."""
    steps = Steps(desk.database, session.rules, desk.clock, session.context_of)
    request = StepRequest(world.scope, "building", "add", {"no": no, "name": f"{no}栋"})
    return steps.take(Actor(world.people[Role.SUPERVISOR].id, frozenset()), request).ents[0]


def test_the_second_desk_works(lines: tuple[Session, Session], first: Desk, second: Desk, world: World) -> None:
    clerk = world.people[Role.CLERK].id
    estate = world.scope.partition("/")[2]
    assert clerk in {person.id for person in accounts.people(second.database, estate)}
    accounts.sign_in(second.database, clerk, PIN, second.clock.now)
    made = building(second, lines[1], world, "9")
    settle(second, lines[1])
    settle(first, lines[0])
    assert world.row("building", made)["name"] == "9栋"
    first.greet()
    (op,) = first.database.read("SELECT op FROM journal WHERE ent = ?", (made,))
    assert kept.device_names(first.database)[log.Envelope.open(bytes(op[0])).dev] == "前台2"
    assert [kept.is_head_office(desk.database) for desk in (first, second)] == [True, False]


def test_a_restored_desk_goes_on_under_a_new_id(
    lines: tuple[Session, Session], first: Desk, second: Desk, world: World
) -> None:
    """What the lost file had sent comes back from the log, what waits in the old one is taken."""
    building(second, lines[1], world, "7")
    backup = second.database.path.with_name("monday.db")
    second.database.backup(backup)
    settle(second, lines[1])
    building(second, lines[1], world, "8")
    settle(second, lines[1])
    second.take_over(backup)
    lines[1].database = second.database
    again = session_of(second, lines[1].rules, Office(world.company, Calendar(), own_lists))
    assert second.greet().renewed
    building(second, again, world, "9")
    settle(second, again)
    settle(first, lines[0])
    for desk in (first, second):
        names = {row[0] for row in desk.database.read("SELECT name FROM building")}
        assert names >= {"7栋", "8栋", "9栋"}


def test_a_draining_desk_sends_and_gets_nothing(
    lines: tuple[Session, Session], first: Desk, second: Desk, world: World
) -> None:
    me = kept.identity(second.database)
    assert me is not None
    made = building(second, lines[1], world, "9")
    office.drain(first.http, first.token, world.people[Role.HEAD_OFFICE].id, me.device)
    second.greet()
    later = building(first, lines[0], world, "10")
    settle(first, lines[0])
    assert round_of(lines[1]).fault is None
    settle(first, lines[0])
    assert world.row("building", made)["name"] == "9栋"
    assert second.database.read("SELECT 1 FROM building WHERE id = ?", (later,)) == []


def test_a_revoked_desk_stops_in_the_middle(
    lines: tuple[Session, Session], first: Desk, second: Desk, world: World
) -> None:
    me = kept.identity(second.database)
    assert me is not None
    building(second, lines[1], world, "9")
    office.revoke(first.http, first.token, world.people[Role.HEAD_OFFICE].id, me.device)
    with pytest.raises(Revoked):
        round_of(lines[1])
    assert log.waiting(second.database) == 1, "no status code removes what waits"


def test_what_he_did_counts_though_others_were_at_work_on_it_since_his_dismissal(
    lines: tuple[Session, Session], first: Desk, second: Desk, world: World, clock: Clock
) -> None:
    """Seed 17455 of the simulation: of money taken at one stroke the receipt counted, and the order knew nothing."""
    supervisor = world.people[Role.SUPERVISOR].id
    made = building(second, lines[1], world, "9")
    settle(second, lines[1])
    settle(first, lines[0])
    steps = Steps(second.database, lines[1].rules, second.clock, lines[1].context_of)
    steps.take(
        Actor(supervisor, frozenset()),
        StepRequest(world.scope, "building", "edit", {"handed_over_on": "2016-05-01"}, made),
    )
    for each in (clock, first.clock, second.clock, world.clock):
        each.forward(hours=2)
    (grant,) = [row["id"] for row in world.rows("grant") if row["staff_id"] == supervisor]
    world.take(Role.HEAD_OFFICE, "grant.void", grant)
    world.take(Role.MANAGER, "building.edit", made, name="九栋")
    settle(first, lines[0])
    settle(second, lines[1])
    settle(first, lines[0])
    did = log.history(first.database, made)[-1].did
    assert did.refusal is not None
    assert (did.verdict, did.refusal.code) == (Is.OK, LEFT)
    assert {"name": "九栋", "handed_over_on": "2016-05-01"}.items() <= world.row("building", made).items()


def test_steps_of_somebody_dismissed_since_count_and_say_so(
    lines: tuple[Session, Session], first: Desk, second: Desk, world: World, clock: Clock
) -> None:
    """Taken without a network while he worked here; a step taken after his dismissal is turned away."""
    supervisor = world.people[Role.SUPERVISOR].id
    made = building(second, lines[1], world, "9")
    for each in (clock, first.clock, second.clock, world.clock):
        each.forward(hours=2)
    (grant,) = [row["id"] for row in world.rows("grant") if row["staff_id"] == supervisor]
    world.take(Role.HEAD_OFFICE, "grant.void", grant)
    settle(first, lines[0])
    for each in (clock, first.clock, second.clock, world.clock):
        each.forward(hours=2)
    late = building(second, lines[1], world, "10")
    settle(second, lines[1])
    settle(first, lines[0])
    did, turned_away = (log.history(first.database, ent)[0].did for ent in (made, late))
    assert (did.verdict, turned_away.verdict) == (Is.OK, Is.DENIED)
    assert did.refusal is not None
    assert did.refusal.code == LEFT
    assert world.row("building", made)["name"] == "9栋"
    entries = log.history(first.database, made)
    told = verdicts.notes(entries, world.rules.known("building"), lambda _id: "张敏", world.clock.now)
    assert "上传前已离岗" in told[entries[0].head.id]
