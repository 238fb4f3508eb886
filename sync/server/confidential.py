"""Complaints on the server: steps that arrive sealed are opened in here, and a desk's file for a reader of it.

What was sealed stands in clear only in the log and the rows of its own scope, which none but granted devices pull; in
the quarantine it is sealed to this server's own key, and no line of our own log has any of it. A desk that sealed an op
does not follow that log: the estate's own says that it arrived (`sys.lodged`) or cannot (`sys.quarantined`).
"""

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from desk.domain.scopes import complaints_of, estate_of, is_confidential
from desk.store import sealing
from desk.store.confidential import ESCROW
from sync.server.asked import Answer, Asked, told
from sync.server.devices.acting import Held, acting, not_yours
from sync.server.problems import malformed
from sync.wire.devices import KeyAnswer, KeyAsk
from sync.wire.messages import Sent

if TYPE_CHECKING:
    from sync.server.own_secrets import Secrets
    from sync.server.serving import Server
    from sync.server.store import Session

THERE = "SELECT 1 FROM journal WHERE scope = ? AND id = ?"
NAMED = "SELECT 1 FROM complaint WHERE scope = ? AND handlers LIKE ? LIMIT 1"


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
