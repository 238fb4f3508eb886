"""Snapshots for desks that begin: built once for a place in the log, kept sealed for a while, given in any piece."""

import re
from dataclasses import dataclass, field
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING

from sync.server.asked import BYTES, Answer, Asked, Route
from sync.server.problems import Problem, malformed
from sync.server.store import Place, heads_of
from sync.server.whole_scope import blocks_of
from sync.wire.sealed import SealedFile
from sync.wire.snapshots import SnapshotHead, Tag, squeezed

if TYPE_CHECKING:
    from sync.server.serving import Server

FRESH_MS = 10 * 60_000  # a desk that begins may start so far back: the rest of the log follows in its first pull
RESUMED_MS = 60 * 60_000  # and so long a cut download may go on with the same file
RANGE = re.compile(r"bytes=(\d{1,15})-(\d{1,15})?")
ERASED_SINCE = "SELECT 1 FROM erased WHERE scope = ? AND seq > ? LIMIT 1"
CHAIN = "SELECT chain FROM journal WHERE scope = ? AND seq = ?"


@dataclass(frozen=True, slots=True)
class Kept:
    """A built snapshot: the place it shows and its bytes. `tag` names the bytes."""

    place: Place
    tag: str
    file: SealedFile
    at: int


@dataclass
class Snapshots:
    """What this process has built, one a scope. A reader holds its file, so that a new one takes nothing from it."""

    _kept: dict[str, Kept] = field(default_factory=dict)
    _building: dict[str, Lock] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, server: "Server", scope: str, now: int, resumed: str | None) -> Kept:
        """The snapshot named `resumed`, or else one that is fresh enough; built where there is none."""
        with self._lock:
            building = self._building.setdefault(scope, Lock())
        with building:
            self.sweep(server, now)
            kept = self._kept.get(scope)
            if kept is not None and (kept.tag == resumed or now - kept.at < FRESH_MS):
                return kept
            kept = build(server, scope, now)
            with self._lock:
                self._kept[scope] = kept
            return kept

    def sweep(self, server: "Server", now: int) -> None:
        """Forget what is old, what shows something erased since, and what shows another history. Also said hourly."""
        with self._lock:
            kept = dict(self._kept)
        for scope, one in kept.items():
            if not 0 <= now - one.at < RESUMED_MS or not _stands(server, scope, one.place):
                with self._lock:
                    if self._kept.get(scope) is one:
                        del self._kept[scope]


def sweep(server: "Server") -> None:
    """Now and then: nothing old lies about."""
    server.snapshots.sweep(server, server.clock())


def _stands(server: "Server", scope: str, place: Place) -> bool:
    with server.store.reading() as session:
        head = heads_of(session, (scope,)).get(scope, Place())
        rows = session.read(CHAIN, (scope, place.seq))
        same = bytes(rows[0][0]) == place.chain if rows else place == Place() == head
        return same and not session.read(ERASED_SINCE, (scope, place.seq))


def build(server: "Server", scope: str, now: int) -> Kept:
    """Read the scope in one consistent view into a sealed file."""
    file, tag = SealedFile(), Tag()
    with server.store.reading() as session:
        stream = blocks_of(server, session, scope)
        head = next(stream)
        assert isinstance(head, SnapshotHead)
        for piece in squeezed(chain((head,), stream)):
            file.append(piece)
            tag.update(piece)
    return Kept(Place(head.seq, head.chain, head.keep_from), str(tag), file, now)


def snapshot(server: "Server", asked: Asked) -> Answer:
    """The whole file, or what follows the first so many bytes of the one that If-Range names."""
    scope = asked.params["scope"]
    if scope not in asked.who.pulls:
        raise Problem(403, "not_yours", "本机无权读取这个范围")
    if not server.store.heads((scope,)):
        raise Problem(404, "no_log", "服务器上还没有这个小区的记录")
    wanted, tag = asked.headers.get("range"), asked.headers.get("if-range")
    kept = server.snapshots.get(server, scope, asked.now, tag)
    size = kept.file.size
    headers = {"etag": kept.tag, "accept-ranges": "bytes", "cache-control": "no-store"}
    if wanted is None or tag != kept.tag:
        return Answer(200, kept.file.chunks(), BYTES, {**headers, "content-length": str(size)})
    match = RANGE.fullmatch(wanted)
    if match is None:
        raise malformed("只支持一段连续的范围")
    start = int(match[1])
    end = min(int(match[2]) + 1 if match[2] else size, size)
    if start >= end:
        return Answer(416, b"", BYTES, {**headers, "content-range": f"bytes */{size}"})
    told = {**headers, "content-range": f"bytes {start}-{end - 1}/{size}", "content-length": str(end - start)}
    return Answer(206, kept.file.chunks(start, end), BYTES, told)


ROUTES = (
    Route(
        "GET", "/v1/scopes/{scope}/snapshot", snapshot, "All of a scope as one file; Range goes on behind a cut", "log",
        gives=bytes, gives_media=BYTES, problems=(400, 403, 404, 416),
        headers={"range": "bytes=N-", "if-range": "the ETag of the file that was cut"},
    ),
)  # fmt: skip
