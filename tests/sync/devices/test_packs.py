"""Who may sign in: verifiers by signed packs, set here or there, brought back to a restored server."""

import pytest

from desk.domain.days import DAY, HOUR
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.domain.service import Rulebook
from desk.store import accounts
from sync.client import kept, office
from sync.client.calling import Refused, Unreachable
from sync.client.people import fetch_pack
from sync.wire.devices import GiveBack, SecretAsk
from sync.wire.signed import Purpose, Signed, new_seed, sign
from tests.sync.devices.desks import OTHER_PIN, PIN, VERIFIERS, Desk, Picture, emptied, offices
from tests.sync.devices.test_enrolment import code_for
from tests.world import Clock, World


@pytest.fixture
def both(first: Desk, second: Desk, world: World) -> tuple[Desk, Desk]:
    """Two desks of one estate that have said hello."""
    second.enrol(code_for(first, world), "前台2")
    second.greet()
    return first, second


def set_at_server(desk: Desk, staff: str) -> str:
    with desk.line.server.store.reading() as session:
        rows = session.read("SELECT verifier FROM account WHERE staff_id = ?", (staff,))
    return str(rows[0][0]) if rows else ""


def test_the_founders_people_can_sign_in_at_the_second_desk(both: tuple[Desk, Desk], world: World) -> None:
    _, second = both
    for actor in world.people.values():
        assert second.verifier(actor.id) == VERIFIERS[PIN]
    accounts.sign_in(second.database, world.people[Role.CLERK].id, PIN, second.clock.now)


def test_no_secret_and_no_verifier_is_in_any_log(both: tuple[Desk, Desk], rules: Rulebook) -> None:
    first, _ = both
    picture = Picture(first.line.server, rules)
    stored = repr([picture.of(name) for name in ("journal", "undo", "quarantine")])
    assert "argon2" not in stored
    assert PIN not in repr([one.request for one in first.line.said])
    for desk in both:
        assert "argon2" not in repr(desk.database.read("SELECT op, body, pii, did FROM outbox"))
    assert "argon2" in repr(picture.of("account"))


def test_a_new_secret_reaches_the_other_desk(both: tuple[Desk, Desk], world: World) -> None:
    first, second = both
    clerk = world.people[Role.CLERK].id
    first.set_secret(clerk, OTHER_PIN)
    first.greet()
    second.greet()
    assert second.verifier(clerk) == VERIFIERS[OTHER_PIN]
    with first.database.write() as connection:
        assert accounts.untold(connection) == {}


def test_a_secret_that_was_not_sent_yet_survives_the_pack(both: tuple[Desk, Desk], world: World) -> None:
    first, second = both
    clerk, butler = world.people[Role.CLERK].id, world.people[Role.BUTLER].id
    first.set_secret(butler, OTHER_PIN)
    first.greet()
    second.line.cut = lambda path: path == "/v1/secret"
    second.set_secret(clerk, OTHER_PIN)
    with pytest.raises(Unreachable):
        second.greet()
    fetched = kept.identity(second.database)
    assert fetched is not None
    fetch_pack(second.http, second.database, fetched, second.token)
    assert second.verifier(clerk) == VERIFIERS[OTHER_PIN]
    assert second.verifier(butler) == VERIFIERS[OTHER_PIN]
    second.line.cut = lambda _path: False
    second.greet()
    assert set_at_server(second, clerk) == VERIFIERS[OTHER_PIN]


@pytest.mark.parametrize("wrong", [0, 3 * DAY, -3 * DAY])
def test_the_later_secret_stays_whatever_the_clocks_say(both: tuple[Desk, Desk], world: World, wrong: int) -> None:
    """A desk comes back with a secret that was set two days ago; another desk set one yesterday."""
    first, second = both
    clerk = world.people[Role.CLERK].id
    second.clock.forward(ms=wrong)
    second.set_secret(clerk, OTHER_PIN, at=second.clock.now - 2 * DAY)
    first.set_secret(clerk, PIN, at=first.clock.now - DAY)
    with first.database.write() as connection:
        connection.exec_driver_sql("UPDATE account SET verifier = 'another' WHERE staff_id = ?", (clerk,))
    with first.line.server.store.session() as session:
        session.run("DELETE FROM account WHERE staff_id = ?", (clerk,))
    first.set_secret(clerk, PIN, at=first.clock.now - DAY)
    first.greet()
    second.greet()
    assert set_at_server(first, clerk) == VERIFIERS[PIN]
    assert second.verifier(clerk) == VERIFIERS[PIN]


def test_setting_one_twice_changes_nothing(
    both: tuple[Desk, Desk], world: World, rules: Rulebook, clock: Clock
) -> None:
    first, _ = both
    clerk = world.people[Role.CLERK].id
    ask = SecretAsk(clerk, VERIFIERS[OTHER_PIN], clerk, first.clock.now, first.clock.now)
    assert first.ask("POST", "/v1/secret", ask) == (200, {"kept": False})
    before = Picture(first.line.server, rules)
    clock.forward(minutes=1)
    assert first.ask("POST", "/v1/secret", ask) == (200, {"kept": False})
    assert Picture(first.line.server, rules).equals(before)


@pytest.mark.parametrize(
    ("by", "staff", "allowed"),
    [
        (Role.CLERK, Role.CLERK, True),
        (Role.MANAGER, Role.CLERK, True),
        (Role.HEAD_OFFICE, Role.MANAGER, True),
        (Role.CLERK, Role.BUTLER, False),
        (Role.SUPERVISOR, Role.CLERK, False),
        (Role.MANAGER, Role.HEAD_OFFICE, False),
    ],
)
def test_who_may_set_whose(both: tuple[Desk, Desk], world: World, by: Role, staff: Role, allowed: bool) -> None:
    _, second = both
    person, actor = world.people[staff].id, world.people[by].id
    second.set_secret(person, OTHER_PIN, actor)
    refused = second.greet().refused_secrets
    assert refused == (() if allowed else (person,))
    assert set_at_server(second, person) == VERIFIERS[OTHER_PIN if allowed else PIN]
    assert second.verifier(person) == VERIFIERS[OTHER_PIN if allowed else PIN], "a refused one goes here too"


def test_a_person_whose_role_has_not_arrived_waits(first: Desk, world: World) -> None:
    made = world.changed(
        Role.HEAD_OFFICE,
        world.request("staff.add", name="新人", staff_no="99", account=True),
        world.request("grant.add", staff_id="@0", estate_id=world.scope.partition("/")[2], role=str(Role.CLERK)),
    )
    staff = made.ents[0]
    first.set_secret(staff, PIN, world.people[Role.HEAD_OFFICE].id)
    first.greet()
    assert set_at_server(first, staff) == ""
    assert first.verifier(staff) == VERIFIERS[PIN]
    first.push(world.company)
    first.greet()
    assert set_at_server(first, staff) == VERIFIERS[PIN]


@pytest.mark.parametrize(
    "verifier",
    ["", PIN, "$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$" + "a" * 43, "$argon2i$x", VERIFIERS[PIN] + "\n"],
    ids=["nothing", "the secret itself", "too dear", "another kind", "with a line's end"],
)
def test_only_verifiers_are_taken(first: Desk, world: World, verifier: str) -> None:
    clerk = world.people[Role.CLERK].id
    assert first.ask("POST", "/v1/secret", SecretAsk(clerk, verifier, clerk, 0, 0))[0] == 422


def test_a_dismissed_person_leaves_the_pack(both: tuple[Desk, Desk], world: World) -> None:
    first, second = both
    clerk = world.people[Role.CLERK].id
    (grant,) = [row["id"] for row in world.rows("grant") if row["staff_id"] == clerk]
    world.take(Role.HEAD_OFFICE, "grant.void", grant)
    first.push(world.company)
    second.greet()
    assert second.verifier(clerk) is None
    first.greet()
    assert first.verifier(clerk) is None


def test_a_pack_shown_again_or_signed_by_another_is_refused(both: tuple[Desk, Desk]) -> None:
    _, second = both
    me = kept.identity(second.database)
    assert me is not None
    old = next(one.answer for one in reversed(second.line.said) if one.path == "/v1/pack")
    second.line.instead = lambda path: old if path == "/v1/pack" else None
    with pytest.raises(DeskError, match="不是给这台电脑的"):
        fetch_pack(second.http, second.database, me, second.token)
    second.line.instead = lambda _path: None
    with pytest.raises(DeskError, match="签名不对"):
        fetch_pack(second.http, second.database, me._replace(server_key=me.server_key[::-1]), second.token)


def test_names_of_desks_come_with_the_pack(both: tuple[Desk, Desk]) -> None:
    first, second = both
    first.greet()
    assert kept.device_names(first.database)[second.kept("id")] == "前台2"
    assert kept.device_names(second.database)[first.kept("id")] == "前台1"


def test_a_pack_is_fetched_only_when_something_changed(both: tuple[Desk, Desk], world: World) -> None:
    first, _ = both
    first.greet()
    fetched = first.line.paths().count("/v1/pack")
    first.clock.forward(ms=HOUR)
    first.greet()
    assert first.line.paths().count("/v1/pack") == fetched


def test_a_restored_server_gets_newer_secrets_back(
    both: tuple[Desk, Desk], world: World, rules: Rulebook, clock: Clock
) -> None:
    """Yesterday's backup holds yesterday's password; the desks' packs know today's."""
    first, second = both
    clerk = world.people[Role.CLERK].id
    backup = Picture(first.line.server, rules)
    clock.forward(hours=5)
    for desk in both:
        desk.clock.forward(hours=5)
    first.set_secret(clerk, OTHER_PIN)
    first.greet()
    second.greet()
    backup.restore(first.line.server)
    assert set_at_server(first, clerk) == VERIFIERS[PIN]
    second.greet()
    assert set_at_server(first, clerk) == VERIFIERS[OTHER_PIN]
    assert second.verifier(clerk) == VERIFIERS[OTHER_PIN]
    first.greet()
    assert first.verifier(clerk) == VERIFIERS[OTHER_PIN]


def test_giving_back_twice_or_something_old_changes_nothing(
    both: tuple[Desk, Desk], world: World, rules: Rulebook, clock: Clock
) -> None:
    first, _ = both
    told = kept.values(first.database)
    old = GiveBack(Signed(kept.pack_text(first.database), told[kept.PACK_SIGNATURE]))
    clock.forward(hours=1)
    first.clock.forward(hours=1)
    first.set_secret(world.people[Role.CLERK].id, OTHER_PIN)
    first.greet()
    before = Picture(first.line.server, rules)
    for _ in range(2):
        assert first.ask("POST", "/v1/pack", old) == (200, {"taken": 0})
    assert Picture(first.line.server, rules).equals(before)
    forged = GiveBack(sign(new_seed(), Purpose.PACK, old.pack.text))
    assert first.ask("POST", "/v1/pack", forged)[0] == 403


def test_an_emptied_server_locks_nobody_out(both: tuple[Desk, Desk], world: World, rules: Rulebook) -> None:
    first, second = both
    emptied(first.line.server, rules)
    for desk in both:
        desk.greet()
    for actor in world.people.values():
        assert first.verifier(actor.id) == VERIFIERS[PIN]
    first.push(world.company)
    second.greet()
    for actor in world.people.values():
        assert second.verifier(actor.id) == VERIFIERS[PIN]


def test_what_was_revoked_stays_revoked_after_a_restore(both: tuple[Desk, Desk], world: World, rules: Rulebook) -> None:
    first, second = both
    backup = Picture(first.line.server, rules)
    stolen = kept.identity(second.database)
    assert stolen is not None
    office.revoke(first.http, first.token, world.people[Role.HEAD_OFFICE].id, stolen.device, stolen=True)
    first.greet()
    backup.restore(first.line.server)
    first.greet()
    with pytest.raises(DeskError, match="停用"):
        second.greet()


def test_a_device_forgotten_and_revoked_does_not_come_back(
    first: Desk, second: Desk, world: World, rules: Rulebook
) -> None:
    """Taken in and revoked after the backup: the restored server learns of it from another desk's pack."""
    code = code_for(first, world)
    backup = Picture(first.line.server, rules)
    me = second.enrol(code)
    second.greet()
    office.revoke(first.http, first.token, world.people[Role.HEAD_OFFICE].id, me.device)
    first.greet()
    backup.restore(first.line.server)
    first.greet()
    second.bearer.forget()
    with pytest.raises(DeskError, match="停用"):
        second.greet()


def test_prefixes_of_forgotten_devices_stay_theirs(first: Desk, second: Desk, world: World, rules: Rulebook) -> None:
    code = code_for(first, world)
    backup = Picture(first.line.server, rules)
    second.enrol(code)
    first.greet()
    backup.restore(first.line.server)
    first.greet()
    with first.line.server.store.reading() as session:
        taken = {row[0] for row in session.read("SELECT prefix FROM prefix")}
    assert second.kept("prefix") in taken


def test_no_pack_for_a_desk_that_is_being_given_up(both: tuple[Desk, Desk], world: World) -> None:
    first, second = both
    me = kept.identity(second.database)
    assert me is not None
    office.drain(first.http, first.token, world.people[Role.HEAD_OFFICE].id, me.device)
    with pytest.raises(Refused) as refused:
        fetch_pack(second.http, second.database, me, second.token)
    assert refused.value.code == "draining"
    assert offices(second.greet().scopes) == {world.company: "draining", world.scope: "draining"}
