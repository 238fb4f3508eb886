"""The complaints' file and the server: rounds of its own while it is open, its key for a reader, the scopes it follows.

`main` is the session of the desk's main file: address, token and scopes are the same. What fails here keeps back
nothing there.
"""

from base64 import b64decode, b64encode
from random import Random
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.scopes import complaints_of, estate_of
from desk.store.query import READS_COMPLAINTS
from desk.store.thawing import thaw
from sync.client import kept, office, rounds
from sync.client.behind import Memory, look_after
from sync.client.calling import Refused, Unreachable, call
from sync.client.session import ACTIVE, Outcome, Session
from sync.wire.devices import KeyAnswer, KeyAsk

if TYPE_CHECKING:
    from desk.store.confidential import Asking, Confidential

AGAIN_MS = 30_000  # who reads complaints sees new ones after so long at the latest
READS = f"""SELECT g.estate_id, g.role FROM "grant" g JOIN staff s ON s.id = g.staff_id WHERE g.staff_id = ?
            AND g.status = 'active' AND s.status = 'active'
            AND g.role IN ({", ".join(f"'{role}'" for role in sorted(READS_COMPLAINTS))})"""


class Own:
    """What one line remembers of the file from round to round; it begins anew with each opening."""

    def __init__(self) -> None:
        self._session: Session | None = None
        self._memory = Memory()

    def hope_again(self) -> None:
        """What was refused or in doubt may be right by now."""
        if self._session is not None:
            self._session.hope_again()

    def agree(self, scope: str) -> None:
        if self._session is not None:
            self._session.agreed.add(scope)

    def round(self, main: Session, file: "Confidential") -> Outcome:
        """Send and ask once, where the file is open; whoever closes it meanwhile ends it, and that is no fault."""
        database = file.database
        if database is None:
            self._session = None
            return Outcome()
        if self._session is None or self._session.database is not database:
            self._session, self._memory = session_of(main, file), Memory()
            for scope in self._session.scopes():  # what an older program could not apply
                thaw(database, main.rules, file.context_of, scope, main.clock())
        try:
            outcome = rounds.round_of(self._session)
            if outcome.fault is None and outcome.retry_ms is None:
                looked = look_after(self._session, self._memory)
                outcome.changed += looked.changed
                outcome.retry_ms = looked.retry_ms
        except DeskError:
            if file.database is database:
                raise
            return Outcome()
        outcome.retry_ms = AGAIN_MS if outcome.retry_ms is None else min(outcome.retry_ms, AGAIN_MS)
        return outcome


def session_of(main: Session, file: "Confidential") -> Session:
    """The same line, for the other file."""
    assert file.database is not None
    return Session(
        file.database, main.rules, file.context_of, main.http, main.token, main.forget_token,
        lambda: kept.confidential_scopes(main.database), main.clock, Random(), main.refused,
    )  # fmt: skip


def ask_grants(main: Session, staff_id: str) -> bool:
    """A manager or the head office works here: what they may read may come to this desk. Whether anything is new."""
    me = kept.identity(main.database)
    have, known = kept.confidential_scopes(main.database), kept.scopes(main.database)
    rows = main.database.read(READS, (staff_id,))
    everywhere = any(role == "head_office" for _, role in rows)
    mine = {str(estate) for estate, _ in rows}
    new = False
    for scope, status in known.items():
        own, estate = complaints_of(scope), estate_of(scope)
        is_estate = status == ACTIVE and estate and scope != own
        if me is None or not is_estate or own in have or not (everywhere or estate in mine):
            continue
        try:
            office.grant(main.http, main.token(), staff_id, me.device, own, ACTIVE)
        except (Refused, Unreachable):  # it is asked at his next sign-in again
            continue
        new = True
    return new


def ask_key(main: Session, asking: "Asking") -> bytes | None:
    """The file's key for this reader, sealed to him; None where the server says that he is none. Raises Unreachable."""
    ask = KeyAsk(asking.staff_id, b64encode(asking.escrow).decode(), b64encode(asking.public).decode())
    try:
        answer = call(main.http, "POST", "/v1/complaints/key", KeyAnswer, ask, token=main.token())
    except Refused:
        return None
    return b64decode(answer.wrapped)
