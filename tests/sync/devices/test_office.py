"""The head office and managers: who may see and do what; draining, revoking, stolen desks, grants."""

from pathlib import Path

import msgspec
import pytest

from desk.domain.days import DAY
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.domain.service import Rulebook
from desk.store import keys
from desk.store.database import Database
from sync.client import kept, office
from sync.client.calling import ProblemBody, Refused
from sync.client.greeting import ForeignServer
from sync.client.kept import Identity, identity
from sync.client.tokens import Revoked, destroy, heed, is_revoked
from sync.wire.devices import EVERY_ESTATE, Revocation
from sync.wire.office import CodeAsk, GrantAsk, Revoke
from sync.wire.signed import Purpose, Signed, new_seed, sign
from tests.sync.devices.desks import Desk, Picture, offices
from tests.sync.devices.test_enrolment import code_for
from tests.sync.devices.test_tokens import pull
from tests.world import Clock, World


@pytest.fixture
def me(first: Desk, second: Desk, world: World) -> Identity:
    """Who the second desk is: taken in for the first estate, greeted."""
    second.enrol(code_for(first, world), "前台2")
    second.greet()
    found = identity(second.database)
    assert found is not None
    return found


def head(world: World) -> str:
    return world.people[Role.HEAD_OFFICE].id


def test_the_page_of_devices(first: Desk, second: Desk, me: Identity, world: World, clock: Clock) -> None:
    clock.forward(minutes=7)
    world.take(Role.SUPERVISOR, "building.add", no="8", name="8栋")
    listed = {one.name: one for one in office.devices(first.http, first.token, head(world))}
    assert set(listed) == {"前台1", "前台2"}
    line = listed["前台2"]
    assert (line.id, line.status, line.version, line.waiting, line.copies) == (me.device, "active", "0.1.0", 0, 1)
    assert line.seen_at == clock.now - 7 * 60_000
    assert line.scopes == [(world.scope, "active"), (world.company, "active")]
    assert line.behind == sum(seq for _, seq in first.read_heads()), "it has pulled nothing yet"
    assert line.prefix == second.kept("prefix")
    assert line.devs == [second.kept("id")]
    assert listed["前台1"].waiting > 0, "its outbox is as it was: only the log confirms"


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.ACCOUNTANT])
def test_others_see_and_do_nothing(first: Desk, me: Identity, world: World, role: Role) -> None:
    by = world.people[role].id
    assert office.devices(first.http, first.token, by) == []
    assert office.open_codes(first.http, first.token, by) == []
    for refused in (
        lambda: office.make_code(first.http, first.token, by, [world.scope]),
        lambda: office.revoke(first.http, first.token, by, me.device),
        lambda: office.drain(first.http, first.token, by, me.device),
        lambda: office.grant(first.http, first.token, by, me.device, world.scope, "gone"),
        lambda: office.rename(first.http, first.token, by, me.device, "我的"),
    ):
        with pytest.raises(Refused, match="总部或该小区的项目经理"):
            refused()


def test_a_manager_does_it_for_his_estates(first: Desk, me: Identity, world: World) -> None:
    by = world.people[Role.MANAGER].id
    assert [one.id for one in office.devices(first.http, first.token, by)] == [me.device], "not the head office's desk"
    office.rename(first.http, first.token, by, me.device, "东门前台")
    assert office.make_code(first.http, first.token, by, [world.scope]).code
    for scopes in ([EVERY_ESTATE], [world.scope, EVERY_ESTATE]):
        with pytest.raises(Refused, match="总部或该小区的项目经理"):
            office.make_code(first.http, first.token, by, scopes)
    with pytest.raises(Refused, match="总部或该小区的项目经理"):
        office.grant(first.http, first.token, by, me.device, EVERY_ESTATE, "active")
    first_device = identity(first.database)
    assert first_device is not None
    with pytest.raises(Refused, match="总部或该小区的项目经理"):
        office.revoke(first.http, first.token, by, first_device.device)


def test_nobody_acts_for_a_person_unknown_here(first: Desk, world: World) -> None:
    for by in ("nobody", world.resident, ""):
        assert first.ask("GET", f"/v1/devices?by={by}")[0] == 403
    assert first.ask("POST", "/v1/codes", CodeAsk("nobody", [world.scope]))[1]["code"] == "role"


def test_a_dismissed_person_does_nothing_more(first: Desk, me: Identity, world: World) -> None:
    manager = world.people[Role.MANAGER].id
    world.take(Role.HEAD_OFFICE, "staff.void", manager)
    first.push(world.company)
    assert first.ask("GET", f"/v1/devices?by={manager}")[0] == 403


def test_codes_are_listed_without_themselves_and_taken_back(first: Desk, second: Desk, world: World) -> None:
    made = office.make_code(first.http, first.token, head(world), [world.scope], "前台3")
    (listed,) = office.open_codes(first.http, first.token, head(world))
    assert (listed.handle, listed.name, listed.tries_left, listed.code) == (made.handle, "前台3", 5, "")
    office.withdraw_code(first.http, first.token, head(world), made.handle)
    assert office.open_codes(first.http, first.token, head(world)) == []
    with pytest.raises(Refused, match="接入码不对"):
        second.enrol(made.code)
    office.withdraw_code(first.http, first.token, head(world), made.handle)


def test_the_name_on_the_code_is_the_desks(first: Desk, second: Desk, world: World) -> None:
    second.enrol(office.make_code(first.http, first.token, head(world), [world.scope], "西门前台").code, "PC-7")
    names = {one.name for one in office.devices(first.http, first.token, head(world))}
    assert names == {"前台1", "西门前台"}


def test_codes_and_grants_for_estates_that_are_there(first: Desk, me: Identity, world: World) -> None:
    for scope in ("e/nowhere", "o/1", "d/1"):
        assert first.ask("POST", "/v1/codes", CodeAsk(head(world), [scope]))[0] == 409
        ask = GrantAsk(head(world), scope, "active")
        assert first.ask("POST", f"/v1/devices/{me.device}/grant", ask)[0] == 409
    assert first.ask("POST", "/v1/codes", b'{"by":"x","scopes":[]}')[0] == 400
    wrong = {"by": head(world), "scope": world.scope, "status": "forever"}
    assert first.ask("POST", f"/v1/devices/{me.device}/grant", wrong)[0] == 400
    assert first.ask("POST", "/v1/devices/nobody/revoke", Revoke(head(world)))[0] == 404


def test_a_scope_drains_for_seven_days(first: Desk, second: Desk, me: Identity, world: World, clock: Clock) -> None:
    """I9: nothing is pulled any more; what was done before still arrives."""
    assert pull(second, world.scope) == 200
    office.grant(first.http, first.token, head(world), me.device, world.scope, "draining")
    assert offices(second.greet().scopes) == {world.company: "active", world.scope: "draining"}
    assert second.push(world.scope)[0] == 200
    clock.forward(ms=7 * DAY - 1)
    assert second.greet().scopes[world.scope] == "draining"
    clock.forward(ms=2)
    assert second.greet().scopes[world.scope] == "gone"
    assert second.push(world.scope)[0] == 403
    first.greet()
    office.grant(first.http, first.token, head(world), me.device, world.scope, "active")
    assert second.greet().scopes[world.scope] == "active"


def test_a_scope_taken_at_once(first: Desk, second: Desk, me: Identity, world: World) -> None:
    office.grant(first.http, first.token, head(world), me.device, world.scope, "gone")
    assert second.push(world.scope)[0] == 403
    assert offices(second.greet().scopes) == {world.company: "active", world.scope: "gone"}


def test_one_estate_is_taken_from_a_desk_of_all(first: Desk, second: Desk, world: World) -> None:
    second.enrol(code_for(first, world, [EVERY_ESTATE]))
    me = second.greet() and identity(second.database)
    assert me is not None
    office.grant(first.http, first.token, head(world), me.device, world.scope, "gone")
    assert offices(second.greet().scopes) == {world.company: "active", world.scope: "gone"}


def test_a_desk_is_given_up_in_seven_days(first: Desk, second: Desk, me: Identity, world: World, clock: Clock) -> None:
    office.drain(first.http, first.token, head(world), me.device)
    assert second.push(world.scope)[0] == 200
    assert second.ask("GET", f"/v1/devices?by={head(world)}")[1]["code"] == "draining"
    clock.forward(days=7)
    assert set(offices(second.greet().scopes).values()) == {"gone"}
    assert second.push(world.scope)[0] == 403
    second.enrol(code_for(first, world) if first.greet() else "")
    assert second.greet().scopes[world.scope] == "active", "a new code takes it in again"


def test_a_revoked_desk_is_told_so_and_destroys_its_keys(
    first: Desk, second: Desk, me: Identity, world: World, tmp_path: Path
) -> None:
    office.revoke(first.http, first.token, head(world), me.device)
    status, told = second.ask("POST", "/v1/pull", b"")
    assert (status, told["code"]) == (401, "revoked")
    assert is_revoked(me, Signed(told["statement"]["text"], told["statement"]["signature"]))
    said = ProblemBody("revoked", statement=Signed(told["statement"]["text"], told["statement"]["signature"]))
    with pytest.raises(Revoked):
        heed(second.database, said)
    heed(first.database, said)
    with pytest.raises(Revoked):
        second.greet()
    second.bearer.forget()
    with pytest.raises(Revoked):
        second.greet()
    folder = tmp_path / "data"
    folder.mkdir()
    key = keys.key_for(folder)
    path = second.database.path
    destroy(second.database, folder)
    assert not (folder / "desk.key").exists()
    with pytest.raises(DeskError, match="已被总部停用"):
        keys.key_for(folder)
    assert key not in b"".join(one.read_bytes() for one in folder.iterdir())
    left = Database(path, bytes(range(32)))
    assert kept.values(left).get(kept.KEY) is None
    assert left.read("SELECT COUNT(*) FROM account") == [(0,)]
    left.close()


def test_revoking_is_for_ever_and_asking_twice_changes_nothing(
    first: Desk, second: Desk, me: Identity, world: World, rules: Rulebook, clock: Clock
) -> None:
    office.revoke(first.http, first.token, head(world), me.device)
    before = Picture(first.line.server, rules)
    clock.forward(minutes=1)
    office.revoke(first.http, first.token, head(world), me.device)
    office.drain(first.http, first.token, head(world), me.device)
    assert Picture(first.line.server, rules).equals(before)
    with pytest.raises(Refused) as refused:
        second.enrol(code_for(first, world))
    assert refused.value.code == "revoked"


def test_only_the_companys_own_server_can_say_revoked(me: Identity) -> None:
    """Whoever answers in its name, without its key, destroys nothing."""
    text = msgspec.json.encode(Revocation(me.device, 1)).decode()
    assert not is_revoked(me, None)
    assert not is_revoked(me, sign(new_seed(), Purpose.REVOKED, text))
    assert not is_revoked(me, Signed(text, "?"))
    assert not is_revoked(me, Signed(text, me.certificate.signature))


def test_a_stolen_desks_pushes_are_put_aside(first: Desk, second: Desk, me: Identity, world: World) -> None:
    """A thief's program does not stop at being told: for what is left of its token, what it sends is kept apart."""
    world.take(Role.SUPERVISOR, "building.add", no="8", name="8栋")
    row = first.database.read("SELECT op, body, pii FROM outbox ORDER BY n DESC LIMIT 1")[0]
    thief = second.token
    office.revoke(first.http, first.token, head(world), me.device, stolen=True)
    with second.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO outbox (n, pos, id, scope, ent, op, body, pii, did, state, tries) "
            "VALUES (1, 1, 'x', ?, 'x', ?, ?, ?, x'7b7d', 'pending', 0)",
            (world.scope, *row),
        )
    second.bearer.text = thief
    assert second.push(world.scope) == (200, [-1])
    assert second.ask("GET", "/v1/pack", token=thief)[1]["code"] == "revoked"
    second.bearer.forget()
    with pytest.raises(Revoked):
        second.greet()


def test_another_server_at_the_same_address_is_left_alone(
    first: Desk, second: Desk, me: Identity, tmp_path: Path, rules: Rulebook, clock: Clock
) -> None:
    from sync.server.building import build_server

    ours, other = first.line.server, build_server(tmp_path / "other", None, clock, rules=rules)
    first.line.server = other
    said = len(first.line.said)
    with pytest.raises(ForeignServer):
        second.greet()
    assert first.line.paths()[said:] == ["/v1/hello"], "nothing but a greeting was said to it"
    first.line.server = ours
    other.close()
    assert second.greet().scopes


def test_every_endpoint_asks_for_a_token(first: Desk) -> None:
    for route in first.line.server.routes:
        if route.tag == "devices" and route.auth == "device":
            path = route.path.replace("{device}", "x")
            assert first.ask(route.method, path, b"{}", token="")[0] == 401, path


def test_every_endpoint_refuses_nonsense(first: Desk) -> None:
    for route in first.line.server.routes:
        if route.tag == "devices" and route.takes is not None:
            path = route.path.replace("{device}", "x")
            for body in (b"", b"nul", b"[1]", b'{"by":5}', '{"by":"\ud800"}'.encode("utf-8", "surrogatepass")):
                assert first.ask(route.method, path, body)[0] == 400, (path, body)
