"""A scope's snapshot fetched: bytes that came are kept when the line is cut, and the next try goes on behind them."""

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from desk.store.indexes import make
from sync.client.loading import Loaded, load
from sync.client.outcomes import Fault, What
from sync.client.raw import answered
from sync.client.session import Session
from sync.wire.paths import scope_in_path
from sync.wire.sealed import SealedFile
from sync.wire.snapshots import History, Tag
from sync.wire.squeezing import Broken

Progress = Callable[[int, int], None]
WHOLE, PART = 200, 206
NO_LOG = "no_log"


@dataclass
class Download:
    """What came so far. It lives as long as this object: a desk that ends begins again."""

    scope: str
    file: SealedFile = field(default_factory=SealedFile)
    tag: str = ""
    total: int = 0
    came: Tag = field(default_factory=Tag)

    @property
    def whole(self) -> bool:
        return bool(self.tag) and self.file.size == self.total

    def begin_anew(self, tag: str = "", total: int = 0) -> None:
        self.file.close()
        self.file, self.tag, self.total, self.came = SealedFile(), tag, total, Tag()

    def append(self, chunk: bytes) -> None:
        self.file.append(chunk)
        self.came.update(chunk)


def fetch(session: Session, download: Download, progress: Progress | None = None) -> None:
    """Fetch what is missing. Raises Fault; the same call later goes on where this one ended.

    `progress` is told bytes that came and bytes in all.
    """
    headers = {}
    if download.file.size:
        headers = {"range": f"bytes={download.file.size}-", "if-range": download.tag}
    path = f"/v1/scopes/{scope_in_path(download.scope)}/snapshot"
    with answered(session, "GET", path, (WHOLE, PART), headers) as answer:
        tag, length = answer.headers.get("etag", ""), int(answer.headers.get("content-length", "0"))
        if answer.status_code == WHOLE:
            download.begin_anew(tag, length)
        elif tag != download.tag:
            raise Fault(What.UNREACHABLE, "another file goes on")
        for chunk in answer.iter_raw():
            download.append(chunk)
            if progress is not None:
                progress(download.file.size, download.total)
    if not download.whole:
        raise Fault(What.UNREACHABLE, "the end is missing")
    if str(download.came) != download.tag:
        download.begin_anew()
        raise Fault(What.UNREACHABLE, "it is not what was sent")


def begin(
    session: Session,
    download: Download,
    fetched: Progress | None = None,
    loaded: Progress | None = None,
    *,
    instead: bool = False,
) -> Loaded:
    """Fetch and load: the desk stands where the server stood. Raises Fault. Search catches up by itself behind it.

    What this desk follows already stays as it is, unless the snapshot is to stand `instead`.
    """
    try:
        if not download.whole:
            fetch(session, download, fetched)
    except Fault as fault:
        if fault.code != NO_LOG:
            raise
        return Loaded(download.scope, 0, 0, 0)  # nothing was ever written there
    database, rules = session.database, session.rules
    try:
        done = load(
            database,
            rules,
            session.context_of,
            download.scope,
            download.file.chunks(),
            session.clock(),
            loaded,
            instead=instead,
        )
    except Broken as error:
        download.begin_anew()
        raise Fault(What.UNREACHABLE, str(error)) from error
    make(database, rules.records)
    return done


def history(session: Session, scope: str, ent: str, before: int | None = None) -> History:
    """Entries of one entity that this desk does not keep: those before a seq, or the newest. Raises Fault."""
    asked = {"ent": ent} | ({} if before is None else {"before": str(before)})
    with answered(session, "GET", f"/v1/scopes/{scope_in_path(scope)}/history", (200,), query=asked) as answer:
        body = answer.read()
    try:
        return msgspec.msgpack.decode(body, type=History)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Fault(What.UNREACHABLE, "no answer of ours") from error
