"""What a server keeps and to whom it gives it: by content, by hash, through a reference that can be seen."""

import hashlib
import zlib

import pytest

from desk.domain.roles import Role
from sync.client.blobs import push_blobs
from sync.client.session import Session
from sync.server.blobs import opening
from sync.server.handling import handle
from sync.server.problems import Busy
from sync.server.serving import Server
from sync.wire.paths import scope_in_path
from tests.sync.blobs.conftest import attach
from tests.sync.blobs.photos import photo, plain
from tests.sync.direct import Direct, everybody
from tests.sync.estate import push_all
from tests.world import World

Line = tuple[Session, Direct]


def ask(server: Server, world: World, method: str, data: bytes, name: str | None = None) -> int:
    sha256 = name or hashlib.sha256(data).hexdigest()
    path = f"/v1/scopes/{scope_in_path(world.scope)}/blobs/{sha256}"
    return handle(server, method, path, {}, {}, data if method == "PUT" else b"").status


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    rows = zlib.compress(bytes(100_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


WRONG = {
    "exif": photo(),
    "png with exif": photo(kind="PNG"),
    "too wide": plain(size=(2_100, 10)),
    "a comment": plain(comment=b"smuggled"),
    "something behind the end": plain() + b"PK\x03\x04",
    "cut": plain()[:-500] + b"\xff\xd9",
    "a program": b"MZ" + bytes(500),
    "only a head": b"\xff\xd8\xff\xe0" + bytes(50),
    "a bomb": bomb(30_000, 30_000),
    "no pdf": b"%PDF-1.7\nnothing",
}


@pytest.mark.parametrize("name", list(WRONG))
def test_what_a_desk_could_not_have_made_is_refused(world: World, server: Server, name: str) -> None:
    if name == "cut":  # jpeg readers mend it: what matters is that it is opened at all
        assert ask(server, world, "PUT", WRONG[name]) in (204, 415)
        return
    assert ask(server, world, "PUT", WRONG[name]) == 415
    with server.store.reading() as session:
        assert session.read("SELECT COUNT(*) FROM blob") == [(0,)]


def test_jpeg_and_png_are_kept_as_they_came(world: World, server: Server) -> None:
    for data in (plain(), plain(kind="PNG"), plain(size=(2_048, 2_048))):
        assert [ask(server, world, method, data) for method in ("HEAD", "PUT", "PUT", "HEAD")] == [404, 204, 204, 200]
    with server.store.reading() as session:
        kept = session.read("SELECT sha256, data FROM blob")
    assert all(hashlib.sha256(data).hexdigest() == sha256 for sha256, data in kept)


def test_a_cut_body_stores_nothing(world: World, server: Server) -> None:
    whole = plain()
    sha256 = hashlib.sha256(whole).hexdigest()
    for end in (0, 1, len(whole) // 2, len(whole) - 1):
        assert ask(server, world, "PUT", whole[:end], sha256) == 400
    assert ask(server, world, "HEAD", whole) == 404
    assert ask(server, world, "PUT", whole, "../../etc") == 404
    assert ask(server, world, "PUT", bytes(10 * 1024 * 1024 + 1)) == 413


def test_bytes_are_read_only_through_a_reference_that_stands(world: World, server: Server, here: Line) -> None:
    picture = attach(world, world.order())
    push_blobs(here[0])
    assert ask(server, world, "GET", picture.data) == 404  # the step is not in the log yet
    push_all(server, world)
    assert ask(server, world, "GET", picture.data) == 200
    world.clock.forward(minutes=1)
    attachment = world.rows("attachment")[0]["id"]
    world.take(Role.SUPERVISOR, "attachment.void", attachment)
    push_all(server, world)
    assert ask(server, world, "GET", picture.data) == 404


def test_who_may_not_read_or_write_a_scope_gets_nothing(world: World, server: Server, here: Line) -> None:
    picture = attach(world, world.order())
    push_blobs(here[0])
    push_all(server, world)
    server.guards = everybody(world.scope, pulls=frozenset())  # draining: it may bring, not read
    assert [ask(server, world, method, picture.data) for method in ("HEAD", "PUT", "GET")] == [200, 204, 403]
    server.guards = everybody("e/other")
    assert [ask(server, world, method, picture.data) for method in ("HEAD", "PUT", "GET")] == [403, 403, 403]


def test_few_are_opened_at_once(world: World) -> None:
    doors = opening.Opening(at_once=0, wait_s=0.01)
    with pytest.raises(Busy):
        doors.media_of(plain())
