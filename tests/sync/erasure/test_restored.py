"""A backup has again what was erased since. The register takes it out at the start, and nobody brings it back."""

import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from desk.domain.roles import Role
from desk.store import erasing
from sync.client.session import Session
from sync.protocol.envelope import Envelope, unpack
from sync.server import erasing as on_server
from sync.server.offices import reading
from sync.server.routes import WORKERS
from sync.server.serving import Server
from tests.postgres import Postgres
from tests.sync.direct import line
from tests.sync.erasure.conftest import served
from tests.sync.erasure.test_erasure import CANARY, PHONE, desk_texts, erase, everything, follow, texts, told
from tests.world import World


class Backup:
    """Yesterday's state of a server that is closed meanwhile."""

    def __init__(self, request: pytest.FixtureRequest, url: str | None, folder: Path) -> None:
        self._url, self._folder = url, folder / "server"
        if url is None:
            shutil.copyfile(self._folder / "server.db", folder / "yesterday.db")
            self._copy: object = folder / "yesterday.db"
        else:
            cluster: Postgres = request.getfixturevalue("postgres")
            name = cluster.new_database(unquote(urlsplit(url).path.strip("/")))
            self._copy = cluster.url(name)

    def restored(self) -> str | None:
        """The address to serve from now on."""
        if self._url is not None:
            return str(self._copy)
        for name in ("server.db-wal", "server.db-shm"):
            (self._folder / name).unlink(missing_ok=True)
        shutil.copyfile(str(self._copy), self._folder / "server.db")
        return None


def test_a_restored_server_forgets_again_and_desks_do_not_remind_it(
    request: pytest.FixtureRequest, url: str | None, tmp_path: Path, world: World, other: World
) -> None:
    first = served(url, tmp_path, world)
    here, there = lines(first, world, other)
    early = world.order(reporter=CANARY, reporter_phone=PHONE)
    follow(here, there)
    first.close()
    backup = Backup(request, url, tmp_path)
    between = served(url, tmp_path, world)
    here, there = lines(between, world, other)
    late = told(world)  # nothing of this is in the backup, and the other desk has it whole
    follow(here, there)
    erase(world, everything(world, early))
    erase(world, everything(world, late))
    follow(here)
    assert CANARY not in texts(between)
    assert CANARY in desk_texts(other)
    between.close()

    again = served(backup.restored(), tmp_path, world)
    try:
        assert CANARY not in texts(again)
        assert PHONE not in texts(again)
        here, there = lines(again, world, other)
        follow(there, here, there)
        assert CANARY not in texts(again)
        assert CANARY not in desk_texts(world)
        assert CANARY not in desk_texts(other)
        for order in (early, late):
            rows = [one.row("work_order", order) for one in (world, other)]
            assert rows[0] == rows[1]
            assert rows[0]["status"] == "accepted"
        other.take(Role.CLERK, "work_order.dispatch", late, crew_id=other.crew, crew="水电班")
        follow(there, here)
        assert world.row("work_order", late)["status"] == "dispatched"
    finally:
        again.close()


def lines(server: Server, world: World, other: World) -> tuple[Session, Session]:
    scopes = (world.company, world.scope)
    return line(server, world.database, world.office, *scopes)[0], line(server, other.database, other.office, *scopes)[
        0
    ]


def test_a_line_that_a_power_cut_broke_is_no_erasure(tmp_path: Path) -> None:
    register = on_server.Register(tmp_path)
    register.path.write_bytes(b'{"scope":"e/1","id":"a","ops":[]}\n{"scope":"e/1","id":"b","o')
    assert [one["id"] for one in register.all()] == ["a"]


def test_replayed_twice_there_is_nothing_to_do(world: World, server: Server, here: Session) -> None:
    order = told(world)
    follow(here)
    erase(world, everything(world, order))
    follow(here)
    assert on_server.replay(server) == 0


def test_a_database_put_back_under_a_server_that_goes_on_forgets_too(
    world: World, server: Server, here: Session
) -> None:
    order = told(world)
    follow(here)
    with server.store.reading() as session:
        said = session.read("SELECT pii, scope, id FROM journal WHERE pii IS NOT NULL")
    erase(world, everything(world, order))
    follow(here)
    with server.store.session() as session:
        session.many("UPDATE journal SET pii = ? WHERE scope = ? AND id = ?", said)
    assert CANARY in texts(server)
    (work,) = (one.work for one in WORKERS if one.name == "erased")
    work(server)
    assert CANARY not in texts(server)


def begun(world: World, server: Server, order: str) -> None:
    """Asked for, and as far as the register; the transaction was undone."""
    wanted = everything(world, order)
    asked = erase(world, wanted)
    with server.store.reading() as session:
        found = erasing.find(reading(session), server.rules, world.scope, wanted)
    server.erased.add(world.scope, asked, wanted, found)


def test_what_was_begun_and_not_committed_is_said_whole_when_it_is_asked_again(
    world: World, other: World, server: Server, here: Session, there: Session
) -> None:
    """The register is written before the log commits. What it did alone is found nowhere when the asking comes again,
    and desks do only what the log says (simulation, seed 5826).
    """
    order = told(world)
    follow(here, there)
    begun(world, server, order)
    assert on_server.replay(server) == 1
    assert CANARY in desk_texts(other)
    follow(here, there)
    with server.store.reading() as session:
        rows = session.read("SELECT op, body FROM journal WHERE scope = ? ORDER BY seq", (world.scope,))
    done = [unpack(bytes(body)) for op, body in rows if Envelope.open(bytes(op)).kind == erasing.DONE]
    assert [(record, ent) for one in done for record, ent, _ in erasing.Found.of(one).places] == [("work_order", order)]
    assert CANARY not in desk_texts(other)
    assert other.row("work_order", order) == world.row("work_order", order)


def test_what_was_said_since_an_erasure_was_begun_and_not_committed_stays(
    world: World, other: World, server: Server, here: Session, there: Session
) -> None:
    """The register knows of it, the log does not yet: what it names holds something that nobody asked to erase."""
    order = told(world)
    follow(here, there)
    begun(world, server, order)
    other.take(Role.CLERK, "work_order.amend", order, reporter="王小明", was={"reporter": CANARY})
    follow(there)
    assert on_server.replay(server) == 1
    follow(there, here, there)
    for desk in (world, other):
        row = desk.row("work_order", order)
        assert (row["reporter"], "reporter_phone" in row) == ("王小明", False)
    with server.store.reading() as session:
        rows = session.read("SELECT reporter, reporter_phone FROM work_order WHERE id = ?", (order,))
    assert [tuple(row) for row in rows] == [("王小明", None)]
