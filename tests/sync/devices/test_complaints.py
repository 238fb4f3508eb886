"""Complaints over the wire: sealed by a clerk, read where they are granted, told to nobody else."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.domain.scopes import complaints_of
from desk.domain.service import Rulebook
from desk.store import erasing_plan, keyring, log, sealed_ops
from desk.store.office import Office
from sync.client import complaints, kept, office, pushing
from sync.client.calling import Refused
from sync.client.pushing import Due
from sync.client.rounds import pull, push, round_of
from sync.client.session import Session
from sync.server.confidential import public_key
from sync.server.serving import Server
from sync.wire.squeezing import GZIP, ZSTD, Broken, expand
from tests.confidential import CANARY, PINS, WORDS, Safe, holds, says
from tests.sync.devices.desks import Desk, Line, Picture
from tests.sync.devices.test_enrolment import code_for
from tests.sync.devices.test_joining import session_of
from tests.world import World, own_lists

# What the database does not touch is tested on one of them.
ON_A_FILE = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


class Pair:
    """The head office's desk, where complaints are read, and one where a clerk takes them. Both are taken in."""

    def __init__(self, first: Desk, second: Desk, world: World, rules: Rulebook, calendar: Calendar) -> None:
        second.enrol(code_for(first, world), "前台2")
        second.greet()
        first.greet()
        whose = Office(world.company, calendar, own_lists)
        self.desks = first, second
        self.lines = session_of(first, rules, whose), session_of(second, rules, whose)
        self.safes = Safe(world), Safe(at(world, second, whose))
        self.own = complaints.Own(), complaints.Own()
        self.scope = complaints_of(world.scope)
        for _ in range(2):
            self.settle()

    def settle(self) -> None:
        for line, own, safe in zip(self.lines, self.own, self.safes, strict=True):
            for _ in range(3):
                assert round_of(line).fault is None
                assert own.round(line, safe.file).fault is None

    def read_on_first(self) -> list[tuple[object, ...]]:
        """The head office signs in, and may have them here."""
        first = self.desks[0]
        safe = self.safes[0]
        assert safe.sign_in(Role.HEAD_OFFICE) is not None
        complaints.ask_grants(self.lines[0], safe.world.people[Role.HEAD_OFFICE].id)
        first.greet()
        self.settle()
        assert safe.file.database is not None
        return safe.rows(safe.file.database)


def at(world: World, desk: Desk, whose: Office) -> World:
    """The same office as it is known at another desk."""
    return World(
        desk.database, world.rules, world.clock, whose, world.scope, world.people, world.crew, world.homes,
        world.resident, world.place,
    )  # fmt: skip


@pytest.fixture
def pair(first: Desk, second: Desk, world: World, rules: Rulebook, calendar: Calendar) -> Pair:
    return Pair(first, second, world, rules, calendar)


def heard(line: Line) -> bytes:
    """All that went over the line, both ways, expanded."""
    found = []
    for one in line.said:
        for data in (one.request, one.answer):
            found.append(data)
            for coding in (ZSTD, GZIP):
                try:
                    found.append(b"".join(expand((data,), coding)))
                except Broken:
                    continue
    return b"\n".join(found)


def test_what_a_clerk_sealed_is_logged_confirmed_and_read_where_it_is_granted(pair: Pair, server: Server) -> None:
    safe = pair.safes[1]
    safe.sign_in(Role.CLERK)
    ent = safe.complain(Role.CLERK)
    database = pair.desks[1].database
    assert database.read("SELECT state FROM sealed") == [("pending",)]
    pair.settle()
    assert database.read("SELECT state FROM sealed") == [("lodged",)]
    assert log.waiting(database) == 0
    with server.store.reading() as session:
        assert session.read("SELECT id, status FROM complaint") == [(ent, "received")]
    assert CANARY in str(pair.read_on_first()[0][0])
    assert says(pair.safes[0].world.database, *WORDS) == []


@ON_A_FILE
def test_the_asking_line_may_hear_first_that_it_has_arrived(
    pair: Pair, second: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told as soon as the log has it; the sending line reads its answer a moment later."""
    real = pushing._put_off

    def late(line: Session, some: Sequence[Due], *told: Any) -> None:
        if some:
            assert pull(line).fault is None
            assert second.database.read("SELECT state FROM sealed") == [("lodged",)]
        real(line, some, *told)

    monkeypatch.setattr(pushing, "_put_off", late)
    pair.safes[1].sign_in(Role.CLERK)
    pair.safes[1].complain(Role.CLERK)
    assert push(pair.lines[1]).fault is None
    assert second.database.read("SELECT state FROM sealed") == [("lodged",)]
    assert log.waiting(second.database) == 0


@ON_A_FILE
def test_the_other_desk_hears_and_keeps_nothing_of_it(
    pair: Pair, second: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    pair.read_on_first()
    pair.safes[0].complain(Role.HEAD_OFFICE)
    safe = pair.safes[1]
    safe.sign_in(Role.CLERK)
    safe.complain(Role.CLERK)
    own = Line(second.line.server)
    second.line, second.http._transport = own, own
    for _ in range(2):
        pair.settle()
        second.greet()
    assert len(own.said) > 4
    told = heard(own)
    for word in WORDS:
        assert word.encode() not in told
        assert ascii(word)[1:-1].encode() not in told
    assert says(second.database, *WORDS) == []
    assert not any(word in caplog.text for word in WORDS)
    for table in ("journal", "sync_state", "undo", "outbox"):
        assert second.database.read(f"SELECT 1 FROM {table} WHERE scope=?", (pair.scope,)) == []
    second.database.close()
    assert [one for one in holds(tmp_path, *WORDS) if one[0].startswith("second")] == []


@ON_A_FILE
def test_a_desk_without_a_grant_may_not_ask(pair: Pair, second: Desk) -> None:
    assert kept.scopes(second.database)[pair.scope] == "sealed"
    assert kept.confidential_scopes(second.database) == {}
    session = pair.lines[1]
    greedy = Session(
        session.database, session.rules, session.context_of, session.http, session.token, session.forget_token,
        lambda: {pair.scope: "active"}, session.clock,
    )  # fmt: skip
    pair.safes[1].sign_in(Role.CLERK)
    pair.safes[1].complain(Role.CLERK)
    pair.settle()
    assert round_of(greedy).pulled == 0
    assert greedy.not_ours == {pair.scope}
    path = pair.scope.replace("/", ".")
    assert second.ask("GET", f"/v1/scopes/{path}/snapshot")[0] == 403
    assert second.ask("GET", f"/v1/scopes/{path}/history?ent=x")[0] == 403
    with pytest.raises(Refused):
        office.grant(second.http, second.token, pair.safes[1].world.people[Role.CLERK].id,
                     kept.values(second.database)[kept.DEVICE], pair.scope, "active")  # fmt: skip


def test_a_manager_has_them_at_his_own_desk_also_where_that_serves_every_estate(
    first: Desk, second: Desk, world: World, pair: Pair, server: Server
) -> None:
    manager, clerk = (world.people[role].id for role in (Role.MANAGER, Role.CLERK))
    here = kept.values(first.database)[kept.DEVICE]
    with server.store.reading() as session:
        assert ("e/*",) in session.read("SELECT scope FROM device_grant WHERE device = ?", (here,))
    office.grant(first.http, first.token, manager, here, pair.scope, "active")
    for desk, by in ((first, clerk), (second, manager)):  # nobody else, and not from another PC
        with pytest.raises(Refused):
            office.grant(desk.http, desk.token, by, here, pair.scope, "active")


@ON_A_FILE
def test_what_cannot_be_opened_is_put_aside_and_the_desk_is_told(pair: Pair, server: Server, second: Desk) -> None:
    safe = pair.safes[1]
    safe.sign_in(Role.CLERK)
    safe.complain(Role.CLERK)
    with second.database.write() as connection:
        connection.exec_driver_sql("UPDATE sealed SET body = CAST(substr(body, 1, 200) || zeroblob(60) AS BLOB)")
    pair.settle()
    assert second.database.read("SELECT 1 FROM sealed") == []
    assert second.database.read("SELECT what FROM sync_note WHERE what='quarantined'")
    with server.store.reading() as session:
        ((reason, data),) = session.read("SELECT reason, data FROM quarantine")
        assert session.read("SELECT 1 FROM complaint") == []
    assert reason == "sealed"
    assert bytes(data)[:4] == b"FDS1"


def test_a_server_that_was_put_back_gets_it_again(pair: Pair, server: Server, second: Desk, rules: Rulebook) -> None:
    """The clerk's desk alone has it: no other had fetched it."""
    before = Picture(server, rules)
    safe = pair.safes[1]
    safe.sign_in(Role.CLERK)
    ent = safe.complain(Role.CLERK)
    pair.settle()
    assert second.database.read("SELECT state FROM sealed") == [("lodged",)]
    before.restore(server)
    for _ in range(3):
        pair.settle()
    with server.store.reading() as session:
        assert [row[0] for row in session.read("SELECT id FROM complaint")] == [ent]
    assert second.database.read("SELECT state FROM sealed") == [("lodged",)]
    assert log.waiting(second.database) == 0


@ON_A_FILE
def test_a_reader_with_a_new_secret_gets_the_key_through_the_server(pair: Pair, first: Desk) -> None:
    pair.read_on_first()
    safe = pair.safes[0]
    safe.complain(Role.HEAD_OFFICE)
    head = safe.world.people[Role.HEAD_OFFICE].id
    safe.file.close()
    assert safe.file.open(head, "998877") is None
    asking = safe.file.asks
    assert asking is not None
    safe.file.answered(asking, complaints.ask_key(pair.lines[0], asking))
    assert safe.file.database is not None
    assert CANARY in str(safe.rows(safe.file.database)[0][0])
    safe.file.close()
    clerk = safe.world.people[Role.CLERK].id
    with first.database.write() as connection:
        private = keyring.begin(connection, clerk, PINS[Role.CLERK])
    assert private
    safe.file.open(clerk, PINS[Role.CLERK])
    asking = safe.file.asks
    assert asking is not None
    assert complaints.ask_key(pair.lines[0], asking) is None
    assert safe.file.answered(asking, None) is None
    assert safe.file.database is None


@ON_A_FILE
def test_two_ways_to_the_log_are_one_op(pair: Pair, server: Server, first: Desk) -> None:
    """The clerk's desk hands it in sealed, a reader at the same PC has opened it in his file: it is logged once."""
    pair.read_on_first()
    safe = pair.safes[0]
    safe.sign_in(Role.CLERK)
    safe.complain(Role.CLERK)
    assert safe.sign_in(Role.HEAD_OFFICE) is not None
    assert len(safe.rows(safe.file.database)) == 1  # type: ignore[arg-type]
    for _ in range(3):
        pair.settle()
    own = safe.file.database
    assert own is not None
    assert own.read("SELECT 1 FROM outbox") == []
    assert first.database.read("SELECT state FROM sealed") == [("lodged",)]
    with server.store.reading() as session:
        assert session.read("SELECT COUNT(*) FROM journal WHERE scope=?", (pair.scope,)) == [(1,)]


@ON_A_FILE
def test_the_key_to_seal_to_is_the_servers(pair: Pair, server: Server, second: Desk) -> None:
    assert second.kept(sealed_ops.SERVER) == public_key(server.secrets)


@ON_A_FILE
def test_it_cannot_be_taken_back_on_the_way(pair: Pair) -> None:
    safe = pair.safes[1]
    safe.sign_in(Role.CLERK)
    ent = safe.complain(Role.CLERK)
    pair.settle()
    with pytest.raises(DeskError, match="只有处理人"):
        safe.steps.take(safe.world.people[Role.CLERK], safe.world.request("complaint.remark", ent, remark="补充"))


def test_what_is_erased_is_erased_in_complaints_too(
    pair: Pair, server: Server, first: Desk, second: Desk, rules: Rulebook, tmp_path: Path
) -> None:
    """Asked for in the reader's file; gone there, on the server, and from what waits sealed nobody gets it back."""
    world = pair.safes[0].world
    pair.read_on_first()
    safe = pair.safes[1]
    safe.sign_in(Role.CLERK)
    safe.complain(Role.CLERK, resident_id=world.resident, content=f"{CANARY}, 王秀英 13800006621")
    pair.settle()
    pair.settle()
    own = pair.safes[0].file.database
    assert own is not None
    wanted = erasing_plan.beside(own, first.database, rules, world.scope, [("resident", world.resident)])
    assert len(wanted.ops) == 1
    head = world.office.actor(first.database, world.scope, world.people[Role.HEAD_OFFICE].id)
    erasing_plan.ask_all(own, head, pair.scope, wanted, "本人要求", first.clock.now, first.database)
    pair.settle()
    pair.settle()
    assert pair.safes[0].rows(own)[0][:3] == (None, None, None)
    assert says(own, *WORDS) == []
    with server.store.reading() as session:
        for table in ("journal", "complaint", "undo", "quarantine"):
            assert CANARY not in str(session.read(f'SELECT * FROM "{table}"'))
    assert says(second.database, *WORDS) == []
