"""The token a desk works with: fetched for a signed nonce, kept in memory only, fetched again when it is refused."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import msgspec

from desk.domain.errors import DeskError
from desk.store import device, keys
from sync.client import kept
from sync.client.calling import ProblemBody, Refused, call
from sync.client.kept import Identity, identity
from sync.wire.devices import NonceAnswer, NonceAsk, Revocation, TokenAnswer, TokenAsk
from sync.wire.signed import Purpose, Signed, is_signed, sign

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx

    from desk.store.database import Database

T = TypeVar("T")
MARGIN_MS = 60_000  # a token this near its end is not used any more
TRIES = 2  # a nonce may have died in a jump of the server's clock


class NotEnrolled(DeskError):
    def __init__(self) -> None:
        super().__init__("这台电脑还没有接入服务器", "请用总部给的接入码接入")


class Revoked(DeskError):
    """The company's own server says, signed, that this desk is to destroy its keys: call `destroy`."""

    def __init__(self) -> None:
        super().__init__("这台电脑已被总部停用", "数据不能再打开; 请联系总部")


@dataclass
class Bearer:
    """The token in memory. `got_at` by this desk's clock, which may jump: outside its span a token is fetched anew."""

    text: str = ""
    got_at: int = 0
    lasts_ms: int = 0

    def is_good(self, now: int) -> bool:
        return bool(self.text) and 0 <= now - self.got_at < self.lasts_ms - MARGIN_MS

    def forget(self) -> None:
        """After a 401: the server knows better."""
        self.text = ""


def token(http: "httpx.Client", database: "Database", bearer: Bearer, now: int) -> str:
    """The token of now. Raises Revoked, NotEnrolled, Refused, Unreachable."""
    if not bearer.is_good(now):
        me = identity(database)
        if me is None:
            raise NotEnrolled
        answer = _fetched(http, me)
        bearer.text, bearer.got_at, bearer.lasts_ms = answer.token, now, answer.lasts_ms
    return bearer.text


def with_token(
    http: "httpx.Client", database: "Database", bearer: Bearer, now: int, work: "Callable[[str], T]"
) -> T:  # fmt: skip
    """Do this with a token; once more with a new one where the server says 401 (its clock may have moved)."""
    try:
        return work(token(http, database, bearer, now))
    except Refused as refused:
        me = identity(database)
        if me is not None and is_revoked(me, refused.statement):
            raise Revoked from refused
        if refused.status != 401:
            raise
    bearer.forget()
    return work(token(http, database, bearer, now))


def _fetched(http: "httpx.Client", me: Identity) -> TokenAnswer:
    """The certificate goes along only where the server has forgotten this desk: it was restored."""
    certificate: Signed | None = None
    for left in reversed(range(TRIES + 1)):
        nonce = call(http, "POST", "/v1/nonce", NonceAnswer, NonceAsk(me.device)).nonce
        ask = TokenAsk(me.device, nonce, sign(me.seed, Purpose.TOKEN, nonce).signature, certificate)
        try:
            return call(http, "POST", "/v1/token", TokenAnswer, ask)
        except Refused as refused:
            if is_revoked(me, refused.statement):
                raise Revoked from refused
            if refused.code not in ("nonce", "unknown_device") or not left:
                raise
            if refused.code == "unknown_device":
                certificate = me.certificate
    raise AssertionError("the last try answers or raises")


def is_revoked(me: Identity, statement: Signed | None) -> bool:
    """Only our own server's signed word about this very desk counts: whoever else says so destroys nothing."""
    if statement is None or not is_signed(me.server_key, Purpose.REVOKED, statement):
        return False
    return msgspec.json.decode(statement.text, type=Revocation).device == me.device


def heed(database: "Database", told: ProblemBody) -> None:
    """Raise Revoked where a 401 says so, signed: the `refused` of a session."""
    me = identity(database)
    if me is not None and is_revoked(me, told.statement):
        raise Revoked


def destroy(database: "Database", folder: "Path") -> None:
    """What a revoked desk does: its private key and everybody's verifiers go, then the key of the file itself.

    What was not sent is lost with it: that is what stopping a desk means, and why draining is the usual way.
    """
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
        connection.exec_driver_sql("DELETE FROM account")
        for name in (kept.KEY, kept.PACK, kept.PACK_SIGNATURE, kept.CERTIFICATE):
            kept.drop(connection, name)
        device.put(connection, "revoked", "1")
    database.close()
    keys.destroy(folder)
