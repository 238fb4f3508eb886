"""Complaints on the server: steps that arrive sealed are opened in here, and a desk's file for a reader of it.

What was sealed stands in clear only in the log and the rows of its own scope, which none but granted devices pull; in
the quarantine it is sealed to this server's own key, and no line of our own log has any of it. A desk that sealed an op
does not follow that log: the estate's own says that it arrived (`sys.lodged`) or cannot (`sys.quarantined`).
"""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.deciding import Is
from desk.domain.scopes import complaints_of, estate_of, is_confidential, office_of
from desk.store import sealing
from desk.store.confidential import ESCROW
from desk.store.system_entries import LODGED, QUARANTINED
from sync.protocol.envelope import Envelope, digest, unpack
from sync.server.asked import Answer, Asked, Stages, Turn, told
from sync.server.devices.acting import Held, acting, not_yours
from sync.server.problems import malformed
from sync.wire.devices import KeyAnswer, KeyAsk
from sync.wire.messages import QUARANTINED as ASIDE
from sync.wire.messages import Sent

if TYPE_CHECKING:
    from sync.server.own_secrets import Secrets
    from sync.server.serving import Server
    from sync.server.store import Session

ENTRIES = "SELECT op, did FROM journal WHERE scope = ? AND ent = ?"
THERE = "SELECT 1 FROM journal WHERE scope = ? AND id = ?"
REASON = "SELECT reason FROM quarantine WHERE scope = ? AND id = ? AND hash = ?"
NAMED = "SELECT 1 FROM complaint WHERE scope = ? AND handlers LIKE ? LIMIT 1"


@dataclass(frozen=True, slots=True)
class Came:
    """A sealed op that the log of its scope, or the quarantine, has now."""

    id: str
    hash: str
    result: int


def public_key(secrets: "Secrets") -> str:
    """What desks seal to, as the pack tells it."""
    return sealing.text_of(sealing.public_of(secrets.complaints))


def opened(secrets: "Secrets", scope: str, sent: Sent) -> Sent:
    """A sealed op with its parts in clear; every other one as it is. Raises NotForUs."""
    if sent.body is None or not (is_confidential(scope) and sealing.is_sealed(sent.body)):
        return sent
    body, pii = sealing.parted(sealing.unseal(secrets.complaints, sent.body, sent.op))
    return Sent(sent.op, body, pii, sent.at, sent.eff, sent.mac)


def kept_aside(secrets: "Secrets", scope: str, data: bytes) -> bytes:
    """What the quarantine holds: of complaints nothing that could be read there."""
    own = sealing.public_of(secrets.complaints)
    return sealing.seal([own], data) if is_confidential(scope) else data


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
    from sync.server.log import Batch

    if some:
        office = office_of(scope)
        yield Turn(office, True)
        with server.store.session() as session:
            batch = Batch(server, session, office, session.lock(office))
            for one in some:
                name = QUARANTINED if one.result == ASIDE else LODGED
                if one.result == 0 or _is_said(session, office, one, name):
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


def stands(session: "Session", office: str, ident: str) -> bool:
    """Whether what was said before a restore still holds: the op is in the complaints' log."""
    return bool(session.read(THERE, (complaints_of(office), ident)))


def key(server: "Server", asked: Asked) -> Answer:
    """The key of a desk's complaints' file for one of its readers: it was sealed to us, it goes out sealed to him."""
    ask = asked.json(KeyAsk)
    with server.store.reading() as session:
        acts = acting(session, asked.who, ask.by)
        if not _reads(session, acts, ask.by, asked.who.pulls):
            raise not_yours()
    try:
        escrow, public = b64decode(ask.escrow, validate=True), b64decode(ask.public, validate=True)
        found = sealing.unseal(server.secrets.complaints, escrow, ESCROW.encode())
        wrapped = sealing.seal([public], found, ask.by.encode())
    except ValueError as error:
        raise malformed() from error
    return told(KeyAnswer(b64encode(wrapped).decode()))


def _reads(session: "Session", acts: Held, staff: str, pulls: frozenset[str]) -> bool:
    """The head office, a manager of an estate of this desk, and whoever a complaint names that the desk may pull."""
    if acts.head_office or any(estate_of(scope) in acts.manages for scope in pulls):
        return True
    return any(session.read(NAMED, (scope, f'%"{staff}"%')) for scope in pulls if is_confidential(scope))
