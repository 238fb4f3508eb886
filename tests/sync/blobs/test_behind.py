"""What a desk does when no step waits: new scopes whole, photos both ways, old entries, files written anew."""

from desk.services import rulebook
from desk.store import device, erasing
from desk.store.database import Database
from desk.store.search import Search
from sync.client.behind import Memory, look_after
from sync.client.session import Session
from sync.server.serving import Server
from tests.sync.blobs.conftest import attach
from tests.sync.direct import Direct, line
from tests.sync.estate import push_all
from tests.world import World

Line = tuple[Session, Direct]


def test_a_desk_with_nothing_has_everything_after_two_looks(
    world: World, server: Server, here: Line, empty: Database
) -> None:
    picture = attach(world, world.order())
    push_all(server, world)
    assert look_after(here[0], Memory()).sent == 1
    session, wire = line(server, empty, world.office, world.scope)
    memory = Memory()
    wire.cut_after = 700
    first = look_after(session, memory)
    assert first.fault is not None
    looked = look_after(session, memory)
    assert (looked.fetched, looked.fault, looked.retry_ms) == (1, None, None)
    assert {name for one in looked.changed for name, _ in one.touched} >= {"work_order", "attachment"}
    assert empty.read("SELECT sha256 FROM blob") == [(picture.sha256,)]
    assert look_after(session, memory).changed == ()


def test_a_photo_that_nobody_brought_yet_is_asked_for_later(
    world: World, server: Server, here: Line, empty: Database
) -> None:
    attach(world, world.order())
    push_all(server, world)
    session, _wire = line(server, empty, world.office, world.scope)
    memory = Memory()
    assert look_after(session, memory).retry_ms is not None
    look_after(here[0], Memory())
    world.clock.forward(minutes=2)
    assert look_after(session, memory).fetched == 1


def test_what_an_older_program_could_not_read_is_fetched_again(world: World, server: Server, empty: Database) -> None:
    world.slip_back()
    push_all(server, world)
    session, _wire = line(server, empty, world.office, world.scope)
    session.rules = rulebook()
    session.rules._flows.pop("revisit")
    look_after(session, Memory())
    assert empty.read("SELECT COUNT(*) FROM revisit") == [(0,)]
    look_after(session, Memory())
    assert empty.read("SELECT COUNT(*) FROM frozen") == [(1,)]
    session.rules = world.rules
    look_after(session, Memory())
    assert empty.read("SELECT COUNT(*) FROM frozen") == [(0,)]
    assert empty.read("SELECT COUNT(*) FROM revisit") == [(1,)]


def test_the_file_is_written_anew_at_the_start_or_at_night(world: World, here: Line) -> None:
    memory = Memory()
    look_after(here[0], memory)
    with world.database.write() as connection:
        device.put(connection, erasing.SCRUB, erasing.DUE)
    look_after(here[0], memory)
    assert erasing.scrub_due(world.database)  # clerks are at work
    world.clock.set("2026-11-19", "2:30")
    look_after(here[0], memory)
    assert erasing.scrub_due(world.database)  # seed 320029: search still has the name of whoever is to be forgotten
    Search(world.database, world.rules.records).index.catch_up()
    look_after(here[0], memory)
    assert not erasing.scrub_due(world.database)
