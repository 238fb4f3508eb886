"""What arrived sealed is said in the estate's log: that it is logged, or that it cannot be; once for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.deciding import Is
from desk.domain.scopes import is_confidential, office_of
from desk.store import sealing
from desk.store.system_entries import LODGED, QUARANTINED
from sync.protocol.envelope import Envelope, digest, unpack
from sync.server.asked import Answer, Stages, Turn
from sync.server.log import Batch
from sync.wire.messages import QUARANTINED as ASIDE
from sync.wire.messages import WAIT, Sent

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

ENTRIES = "SELECT op, did FROM journal WHERE scope = ? AND ent = ?"
REASON = "SELECT reason FROM quarantine WHERE scope = ? AND id = ? AND hash = ?"


@dataclass(frozen=True, slots=True)
class Came:
    """A sealed op that the log of its scope, or the quarantine, has now."""

    id: str
    hash: str
    result: int


def came(scope: str, ops: Sequence[Sent], results: Sequence[int]) -> list[Came]:
    """Those of a push that were sealed."""
    if not is_confidential(scope):
        return []
    pairs = [(one.op, result) for one, result in zip(ops, results, strict=True) if sealing.is_sealed(one.body)]
    found = []
    for op, result in pairs:
        try:
            found.append(Came(Envelope.open(op).id, digest(op), result))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def say(server: "Server", scope: str, some: Sequence[Came]) -> Stages:
    """In the estate's log, once for each: the desk that sealed it lets it go by that alone."""
    if some:
        office = office_of(scope)
        yield Turn(office, True)
        with server.store.session() as session:
            batch = Batch(server, session, office, session.lock(office))
            for one in some:
                name = QUARANTINED if one.result == ASIDE else LODGED
                if one.result == WAIT or _is_said(session, office, one, name):
                    continue
                values = {"id": one.id, "hash": one.hash}
                if name == QUARANTINED:
                    rows = session.read(REASON, (scope, one.id, one.hash))
                    values["reason"] = str(rows[0][0]) if rows else "sealed"
                batch.system(name.partition(".")[2], one.id, values, {})
            batch.write()
    return Answer()


def _is_said(session: "Session", office: str, one: Came, name: str) -> bool:
    for op, did in session.read(ENTRIES, (office, one.id)):
        if Envelope.open(bytes(op)).kind == name and unpack(bytes(did)).get("is") == Is.OK:
            return True
    return False
