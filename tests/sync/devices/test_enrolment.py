"""Enrolment: by a code, once, the same answer for the same key; prefixes and ids belong to one device."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.domain.service import Rulebook
from desk.store import device
from desk.store.database import Database
from sync.client import office
from sync.client.calling import Refused, Unreachable
from sync.client.enrolling import has_founded, meet
from sync.client.kept import KEY as PRIVATE
from sync.client.kept import identity
from sync.server.devices.codes import CODE_MS, first_code
from sync.server.serving import Server
from sync.wire.devices import EVERY_ESTATE, EnrolAsk
from sync.wire.enrolment import proof_text
from sync.wire.signed import Purpose, fingerprint, is_signed, new_seed, public_key, sign
from tests.sync.devices.desks import VERSION, Desk, Line, Picture, founding_desk, offices
from tests.world import KEY, Clock, World


def code_for(desk: Desk, world: World, scopes: list[str] | None = None) -> str:
    """A code that the head office makes at this desk."""
    by = world.people[Role.HEAD_OFFICE].id
    return office.make_code(desk.http, desk.token, by, scopes or [world.scope]).code


def test_the_first_desk_brings_its_company(world: World, line: Line) -> None:
    desk = founding_desk(world, line)
    before = desk.database.read("SELECT id, op FROM outbox ORDER BY n")
    dev = desk.kept(device.ID)
    code = first_code(line.server)
    assert code is not None
    me = desk.enrol(f" {code.lower().replace('-', ' ')} ")
    assert me.company == world.company
    assert is_signed(me.server_key, Purpose.CERTIFICATE, me.certificate)
    assert desk.kept(device.ID) == dev, "ops are sealed: the id inside them stays"
    assert desk.database.read("SELECT id, op FROM outbox ORDER BY n") == before
    assert first_code(line.server) is None, "there is a desk now that makes codes"
    assert has_founded(desk.database, world.company)
    status, results = desk.push(world.company)
    assert status == 200
    assert min(results) > 0
    status, results = desk.push(world.scope)
    assert status == 200
    assert min(results) > 0
    greeting = desk.greet()
    assert offices(greeting.scopes) == {world.company: "active", world.scope: "active"}


def test_the_private_key_is_never_sent(world: World, line: Line) -> None:
    desk = founding_desk(world, line)
    desk.enrol(str(first_code(line.server)))
    desk.greet()
    private = desk.kept(PRIVATE).encode()
    assert private
    assert all(private not in one.request for one in line.said)


def test_a_lost_answer_is_asked_for_again(first: Desk, second: Desk, world: World, rules: Rulebook) -> None:
    code = code_for(first, world)
    second.line.lose = lambda path: path == "/v1/enrol"
    with pytest.raises(Unreachable):
        second.enrol(code)
    before = Picture(second.line.server, rules)
    assert identity(second.database) is None
    second.line.lose = lambda _path: False
    me = second.enrol(code)
    assert Picture(second.line.server, rules).equals(before), "asking again changes nothing"
    assert second.enrol(code) == me
    first_answer, second_answer = [one.answer for one in second.line.said if one.path == "/v1/enrol"][-2:]
    assert first_answer == second_answer


def test_a_used_code_is_good_for_nobody_else(first: Desk, second: Desk, world: World) -> None:
    code = code_for(first, world)
    second.enrol(code)
    with second.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM device WHERE name = ?", (PRIVATE,))
    with pytest.raises(Refused) as refused:
        second.enrol(code)
    assert refused.value.code == "code_used"


@pytest.mark.parametrize("late", [CODE_MS, -CODE_MS])
def test_a_code_lives_a_quarter_of_an_hour(first: Desk, second: Desk, world: World, clock: Clock, late: int) -> None:
    code = code_for(first, world)
    clock.forward(ms=late if late > 0 else late - 1)
    with pytest.raises(Refused) as refused:
        second.enrol(code)
    assert refused.value.code == "code_old"


def test_five_wrong_tries_end_a_code(first: Desk, second: Desk, world: World) -> None:
    code = code_for(first, world)
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    for _ in range(5):
        with pytest.raises(Refused, match="接入码不对"):
            second.enrol(wrong)
    with pytest.raises(Refused, match="接入码不对"):
        second.enrol(code)
    assert second.enrol(code_for(first, world)).company == world.company


def test_guessing_is_slowed_for_all(first: Desk, second: Desk, world: World, clock: Clock) -> None:
    for _ in range(50):
        with pytest.raises(Refused, match="接入码不对"):
            second.enrol("22222222")
    code = code_for(first, world)
    with pytest.raises(Refused) as refused:
        second.enrol(code)
    assert (refused.value.status, refused.value.retry_after) == (429, 15 * 60)
    clock.forward(minutes=15)
    first.clock.forward(minutes=15)
    assert second.enrol(code_for(first, world)).company == world.company


def test_only_hashes_of_codes_are_stored(first: Desk, world: World, rules: Rulebook) -> None:
    code = code_for(first, world)
    stored = repr(Picture(first.line.server, rules).of("enrolment")).lower()
    assert code.replace("-", "").lower() not in stored
    assert code[3:].replace("-", "").lower() not in stored


def test_a_prefix_belongs_to_one_desk_for_ever(first: Desk, second: Desk, world: World) -> None:
    with second.database.write() as connection:
        device.put(connection, device.PREFIX, first.kept(device.PREFIX))
    second.enrol(code_for(first, world))
    assert second.kept(device.PREFIX) != first.kept(device.PREFIX)
    assert second.number().startswith(f"{second.kept(device.PREFIX)}A-")


def test_a_prefix_somebody_printed_under_is_nobody_elses(first: Desk, second: Desk, world: World) -> None:
    """Numbers in the log, of a desk that no list of devices knows: a sample, or before a restore."""
    with first.database.write() as connection:
        device.put(connection, device.PREFIX, "Q7")
    world.order()
    first.push(world.scope)
    with second.database.write() as connection:
        device.put(connection, device.PREFIX, "Q7")
    second.enrol(code_for(first, world))
    assert second.kept(device.PREFIX) == "Q8"


def test_a_prefix_that_went_to_another_meanwhile_is_changed(
    first: Desk, second: Desk, world: World, rules: Rulebook, empty_file: Path, tmp_path: Path
) -> None:
    """Enrolled after the backup; the restored server, asked by nobody yet, gave the same prefix to a third desk."""
    code = code_for(first, world)
    with second.database.write() as connection:
        device.put(connection, device.PREFIX, "Q7")
    path = tmp_path / "third.db"
    second.database.backup(path)
    third = Desk(Database(path, KEY), first.line, Clock())
    with third.database.write() as connection:
        device.put(connection, device.ID, "thirdone")
    backup = Picture(first.line.server, rules)
    second.enrol(code)
    second.greet()
    backup.restore(first.line.server)
    third.enrol(code)
    second.bearer.forget()
    second.greet()
    assert (third.kept(device.PREFIX), second.kept(device.PREFIX)) == ("Q7", "Q1")
    assert third.number() != second.number()
    third.database.close()


def test_an_id_of_ops_belongs_to_one_desk(first: Desk, second: Desk, world: World) -> None:
    with second.database.write() as connection:
        device.put(connection, device.ID, first.kept(device.ID))
    with pytest.raises(Refused) as refused:
        second.enrol(code_for(first, world))
    assert refused.value.code == "id_taken"


def test_ops_of_a_former_id_are_accepted(world: World, line: Line) -> None:
    """A desk restored before it was ever enrolled has ops of two ids in its outbox."""
    desk = founding_desk(world, line)
    with desk.database.write() as connection:
        device.new_incarnation(connection)
    world.take(Role.SUPERVISOR, "building.add", no="9", name="9栋")
    desk.enrol(str(first_code(line.server)))
    for scope in (world.company, world.scope):
        status, results = desk.push(scope)
        assert status == 200
        assert min(results) > 0
    assert not desk.greet().renewed


def test_a_desk_of_another_company_stays_out(first: Desk, second: Desk, world: World, rules: Rulebook) -> None:
    from desk.store import bootstrap

    bootstrap.found(second.database, rules, Clock(), company="别家物业", estate="别处", name="李总", staff_no="1")
    with pytest.raises(Refused) as refused:
        second.enrol(code_for(first, world))
    assert refused.value.code == "other_company"
    assert identity(second.database) is None


def test_a_second_founding_of_the_same_company_is_refused_before_it_loses_work(
    first: Desk, second: Desk, world: World, rules: Rulebook
) -> None:
    from desk.store import bootstrap

    bootstrap.found(
        second.database, rules, Clock(), company="安和物业服务有限公司", estate="新小区", name="李总", staff_no="1"
    )
    with pytest.raises(Refused) as refused:
        second.enrol(code_for(first, world))
    assert refused.value.code == "founded"


def test_an_empty_desk_cannot_be_the_first(second: Desk, server: Server) -> None:
    with pytest.raises(Refused) as refused:
        second.enrol(str(first_code(server)))
    assert refused.value.code == "no_company"


def test_a_further_code_brings_further_estates(first: Desk, second: Desk, world: World) -> None:
    estate = world.take(Role.HEAD_OFFICE, "estate.add", name="碧水苑")
    first.push(world.company)
    me = second.enrol(code_for(first, world))
    assert offices(second.greet().scopes) == {world.company: "active", world.scope: "active"}
    again = second.enrol(code_for(first, world, [f"e/{estate}"]))
    assert again.device == me.device
    assert offices(second.greet().scopes) == {world.company: "active", world.scope: "active", f"e/{estate}": "active"}


def test_the_head_offices_own_desks_reach_estates_to_come(first: Desk, second: Desk, world: World) -> None:
    second.enrol(code_for(first, world, [EVERY_ESTATE]))
    estate = world.take(Role.HEAD_OFFICE, "estate.add", name="碧水苑")
    first.push(world.company)
    assert second.greet().scopes[f"e/{estate}"] == "active"


def test_the_wizard_shows_which_server_answers(line: Line, second: Desk) -> None:
    met = meet(second.http, VERSION, second.clock.now)
    assert met.fingerprint == fingerprint(met.server_key)
    assert met.known is None


def test_another_server_than_the_one_shown_is_refused(world: World, line: Line) -> None:
    from sync.client.enrolling import enrol

    desk = founding_desk(world, line)
    with pytest.raises(DeskError, match="不是刚才那台"):
        enrol(desk.http, desk.database, str(first_code(line.server)), "前台", 0, server_key=public_key(new_seed()))
    assert identity(desk.database) is None


def test_somebody_elses_key_cannot_be_enrolled(second: Desk, server: Server) -> None:
    ask = EnrolAsk(str(first_code(server)), public_key(new_seed()), "前台", "k7q2k7q2", "W1", "A", "", company="o/1")
    forged = msgspec.structs.replace(ask, proof=sign(new_seed(), Purpose.ENROL, proof_text(ask)).signature)
    status, told = second.ask("POST", "/v1/enrol", forged, token="")
    assert (status, told["code"]) == (401, "signature")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"code":1}', b'{"code":"x","key":"' + b"a" * 43 + b'","name":"\\u0000"}', b"\xff"]
)
def test_nonsense_is_answered_400(second: Desk, body: bytes) -> None:
    assert second.ask("POST", "/v1/enrol", body, token="")[0] == 400


def test_many_desks_with_one_code_at_once(first: Desk, world: World, empty_file: Path, tmp_path: Path) -> None:
    """One of them is taken in, whichever server process they reach."""
    code = code_for(first, world)
    desks = []
    for number in range(4):
        path = tmp_path / f"desk{number}.db"
        path.write_bytes(empty_file.read_bytes())
        desks.append(Desk(Database(path, KEY), first.line, Clock()))
        with desks[-1].database.write() as connection:
            device.put(connection, device.ID, f"desk{number}")

    def try_it(desk: Desk) -> str:
        try:
            desk.enrol(code)
        except Refused as refused:
            return refused.code
        return "in"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(try_it, desks))
    assert outcomes == ["code_used"] * 3 + ["in"]
    for desk in desks:
        desk.database.close()
