"""Photos go up behind their steps and come down at the other desk; always they are there or queued."""

import httpx
import pytest

from desk.domain.roles import Role
from desk.services.slips import files
from desk.store.rewinding import OFFER_AGAIN
from sync.client import blobs
from sync.client.blobs import Behind
from sync.client.outcomes import Fault
from sync.client.session import Session
from sync.server.serving import Server
from tests.sync.blobs.conftest import attach, follow
from tests.sync.blobs.photos import photo
from tests.sync.direct import Direct
from tests.world import World

Line = tuple[Session, Direct]


def states(world: World) -> list[str]:
    return [str(row[0]) for row in world.database.read("SELECT state FROM blob ORDER BY rowid")]


def named_too(world: World, scope: str, picture: files.Picture, later_ms: int = 0) -> None:
    """The same photo at another place, as its log says it."""
    with world.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO attachment (scope, id, about, about_id, kind, sha256, added_at, status) "
            "SELECT ?, id, about, about_id, kind, sha256, added_at + ?, status FROM attachment WHERE sha256=?",
            (scope, later_ms, picture.sha256),
        )


def brought(world: World, server: Server, here: Line, there: Line) -> files.Picture:
    """A photo that the server has, and of which the other desk knows."""
    picture = attach(world, world.order())
    follow(server, world, there[0])
    blobs.push_blobs(here[0])
    return picture


def test_a_photo_taken_here_is_seen_there(world: World, other: World, server: Server, here: Line, there: Line) -> None:
    picture = attach(world, world.order())
    follow(server, world, there[0])
    assert blobs.waiting(here[0]) == 1
    assert blobs.push_blobs(here[0]) == blobs.Moved(1, False)
    assert blobs.waiting(here[0]) == 0
    assert blobs.fetch_blobs(there[0], Behind()) == blobs.Moved(1, False)
    assert files.kept(other.database, picture.sha256).data == picture.data
    assert states(other) == ["there"]


def test_what_is_not_saved_is_not_sent_and_twice_is_once(world: World, server: Server, here: Line) -> None:
    files.keep(world.database, files.take_in(photo(9)))
    assert blobs.push_blobs(here[0]) == blobs.Moved(0, False)
    attach(world, world.order())
    blobs.push_blobs(here[0])
    assert blobs.push_blobs(here[0]).done == 0
    assert [method for method, _, _ in here[1].asked] == ["HEAD", "PUT"]
    attach(world, world.order())
    blobs.push_blobs(here[0])
    assert [method for method, _, _ in here[1].asked] == ["HEAD", "PUT", "HEAD"]
    with server.store.reading() as session:
        assert session.read("SELECT COUNT(*) FROM blob") == [(1,)]


def test_the_newest_come_first_and_a_few_at_a_time(
    world: World, other: World, server: Server, here: Line, there: Line
) -> None:
    order = world.order()
    taken = []
    for seed in range(4):
        world.clock.forward(minutes=1)
        taken.append(attach(world, order, seed))
    follow(server, world, there[0])
    assert blobs.push_blobs(here[0], most=3) == blobs.Moved(3, True)
    behind = Behind()
    assert blobs.fetch_blobs(there[0], behind, most=2).more
    assert [row[0] for row in other.database.read("SELECT sha256 FROM blob")] == [taken[2].sha256]
    assert len(behind.later) == 1  # the newest is not on the server yet
    assert blobs.fetch_blobs(there[0], behind, most=2) == blobs.Moved(2, False)
    blobs.push_blobs(here[0])
    assert blobs.fetch_blobs(there[0], behind).done == 0
    world.clock.forward(minutes=2)
    assert blobs.fetch_blobs(there[0], behind) == blobs.Moved(1, False)


def test_a_clock_that_was_ahead_puts_no_photo_off_for_days(
    world: World, server: Server, here: Line, there: Line
) -> None:
    """Seed 41275 of the simulation."""
    attach(world, world.order())
    follow(server, world, there[0])
    world.clock.forward(days=3)
    behind = Behind()
    assert blobs.fetch_blobs(there[0], behind).done == 0
    blobs.push_blobs(here[0])
    world.clock.forward(days=-3)
    assert blobs.fetch_blobs(there[0], behind) == blobs.Moved(1, False)


def test_a_cut_answer_or_an_altered_photo_stores_nothing(
    world: World, other: World, server: Server, here: Line, there: Line
) -> None:
    picture = attach(world, world.order())
    follow(server, world, there[0])
    blobs.push_blobs(here[0])
    there[1].cut_after = 300
    with pytest.raises(Fault):
        blobs.fetch_blobs(there[0], Behind())
    with server.store.session() as session:
        session.run("UPDATE blob SET data=? WHERE sha256=?", (picture.data[:-40], picture.sha256))
    with pytest.raises(Fault, match="another photo"):
        blobs.fetch_blobs(there[0], Behind())
    assert states(other) == []


def test_a_photo_that_a_restored_server_lost_is_brought_again(world: World, server: Server, here: Line) -> None:
    attach(world, world.order())
    blobs.push_blobs(here[0])
    assert blobs.audit(here[0]) == 0
    with server.store.session() as session:
        session.run("DELETE FROM blob")
    assert blobs.audit(here[0]) == 1
    assert blobs.waiting(here[0]) == 1
    blobs.push_blobs(here[0])
    with server.store.reading() as session:
        assert session.read("SELECT COUNT(*) FROM blob") == [(1,)]


def test_a_rewind_offers_every_photo_again(world: World, server: Server, here: Line) -> None:
    attach(world, world.order())
    blobs.push_blobs(here[0])
    with world.database.write() as connection:
        connection.exec_driver_sql(OFFER_AGAIN, (world.scope,))
    blobs.push_blobs(here[0])
    assert [method for method, _, _ in here[1].asked] == ["HEAD", "PUT", "HEAD"]


def test_what_the_server_will_not_have_is_said_and_not_lost(world: World, server: Server, here: Line) -> None:
    order = world.order()
    raw = files.Picture("image/jpeg", photo(3))  # not looked into: the camera still speaks
    files.keep(world.database, raw)
    world.take(Role.CLERK, "attachment.add", **raw.values(order, files.FileKind.PHOTO))
    assert blobs.push_blobs(here[0]) == blobs.Moved(1, False, (raw.sha256,))
    assert states(world) == ["refused"]
    assert blobs.push_blobs(here[0]).done == 0


class Portal(httpx.BaseTransport):
    """Somebody on the way who says this to HEAD and turns away what is sent."""

    def __init__(self, status: int) -> None:
        self.status = status

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        status = self.status if request.method == "HEAD" else 415
        return httpx.Response(status, stream=httpx.ByteStream(b"<html>"))


def test_only_the_server_itself_takes_a_photo_or_refuses_it(world: World, server: Server, here: Line) -> None:
    """Seed 300007 of the simulation: a network that asks to be signed in to answers everything with success."""
    attach(world, world.order())
    real = here[0].http
    for status in (200, 404):
        here[0].http = httpx.Client(transport=Portal(status), base_url="http://server")
        with pytest.raises(Fault):
            blobs.push_blobs(here[0])
        assert states(world) == ["kept"]
    here[0].http = real
    assert blobs.push_blobs(here[0]) == blobs.Moved(1, False)


def test_a_photo_of_two_estates_is_sent_to_both_before_it_leaves_the_queue(
    world: World, server: Server, here: Line
) -> None:
    """Seed 400097 of the simulation: the second of its places was one more than a call sends."""
    order = world.order()
    pictures = [attach(world, order, seed) for seed in range(2)]
    named_too(world, "e/other", pictures[0])
    here[0].scopes = lambda: {world.scope: "active", "e/other": "active"}
    assert blobs.push_blobs(here[0], most=1) == blobs.Moved(0, True)  # this server knows nothing of the other estate
    assert states(world) == ["kept", "kept"]
    assert blobs.push_blobs(here[0], most=1) == blobs.Moved(1, False)  # and keeps the next one from nothing
    assert states(world) == ["kept", "there"]
    here[0].hope_again()
    here[0].scopes = lambda: {world.scope: "active"}  # as a hello says it
    assert blobs.push_blobs(here[0]) == blobs.Moved(1, False)
    assert states(world) == ["there", "there"]


def test_what_may_not_be_fetched_any_more_keeps_nothing_else_waiting(
    world: World, other: World, server: Server, here: Line, there: Line
) -> None:
    """Seed 20735 of the simulation: a desk that is being given up, and has not been told yet."""
    picture = brought(world, server, here, there)
    named_too(other, "e/other", picture, later_ms=1)
    there[0].scopes = lambda: {world.scope: "active", "e/other": "active"}
    assert blobs.fetch_blobs(there[0], Behind(), most=1) == blobs.Moved(0, True)
    assert there[0].pulled() == [world.scope]
    assert blobs.fetch_blobs(there[0], Behind()) == blobs.Moved(1, False)


def test_the_same_photo_of_another_estate_is_brought_where_it_was_lost(
    world: World, other: World, server: Server, here: Line, there: Line
) -> None:
    """Seed 21023 of the simulation: an older file was put back where it was taken, its bytes came from elsewhere."""
    picture = brought(world, server, here, there)
    named_too(other, other.company, picture)
    there[0].scopes = lambda: {other.scope: "active", other.company: "active"}
    for _ in range(2):
        blobs.fetch_blobs(there[0], Behind())  # the company's is not there
    assert states(other) == ["kept"]
    assert blobs.push_blobs(there[0]) == blobs.Moved(1, False)
    with server.store.reading() as session:
        assert session.read("SELECT scope FROM blob ORDER BY scope") == sorted([(other.scope,), (other.company,)])


def test_where_a_desk_may_bring_nothing_it_has_nothing_waiting(
    world: World, other: World, server: Server, here: Line, there: Line
) -> None:
    picture = brought(world, server, here, there)
    named_too(other, "e/other", picture)
    blobs.fetch_blobs(there[0], Behind())
    assert states(other) == ["there"]
    assert blobs.waiting(there[0]) == 0
