"""Hello, once at each start and once an hour: which server this is, what this file is, what may be pulled and pushed.

In this order, each part safe to be lost and done again: is it our server; a token; the new id of a restored or copied
file; the mark; our last pack to a server that was restored to before it; new secrets; the newest pack.
"""

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from desk.domain.errors import DeskError
from desk.store import device, log
from sync.client import kept
from sync.client.calling import Refused, call
from sync.client.enrolling import meet
from sync.client.kept import Identity, identity
from sync.client.people import fetch_pack, give_back, send_secrets
from sync.client.tokens import Bearer, NotEnrolled, with_token
from sync.wire.devices import PROTOCOL, AgainAnswer, AgainAsk, Copy, HelloAnswer, HelloAsk, Known

if TYPE_CHECKING:
    import httpx

    from desk.store.database import Database

CURSORS = "SELECT scope, seq FROM sync_state ORDER BY scope"


class ForeignServer(DeskError):
    """Another server answers at our address: nothing is pushed to it and nothing pulled (sync.md, rule 4)."""

    def __init__(self) -> None:
        super().__init__("这不是原来接入的服务器", "没有上传也没有下载任何内容, 请联系总部或管理员")


class Greeting(NamedTuple):
    """`offset`: how far this desk's clock is behind the server's, ms. `renewed`: this file took a new id."""

    offset: int
    must_upgrade: bool
    scopes: dict[str, str]
    renewed: bool
    refused_secrets: tuple[str, ...]


def greet(http: "httpx.Client", database: "Database", bearer: Bearer, version: str, now: int) -> Greeting:
    """Raises ForeignServer, Revoked, NotEnrolled, Refused, Unreachable; whatever was done until then is kept."""
    me = identity(database)
    if me is None:
        raise NotEnrolled
    met = meet(http, version, now)
    if met.server_key != me.server_key:
        raise ForeignServer
    return with_token(http, database, bearer, now, lambda told: _greet(http, database, me, told, met, version, now))


def _greet(
    http: "httpx.Client", database: "Database", me: Identity, told: str, met: HelloAnswer, version: str, now: int
) -> Greeting:  # fmt: skip
    renewed = _tell_new_id(http, database, told)
    try:
        known = _hello(http, database, me, told, version, now)
    except Refused as refused:
        if refused.code != "copied":
            raise
        with database.write() as connection:
            device.new_incarnation(connection)
        renewed = _tell_new_id(http, database, told)
        known = _hello(http, database, me, told, version, now)
    if known.behind:
        give_back(http, database, told)
    secrets = send_secrets(http, database, told, now)
    if known.behind or any(secrets) or known.pack != kept.values(database).get(kept.ETAG):
        _renew_pack(http, database, me, told)
    return Greeting(met.now - now, met.oldest > PROTOCOL, dict(known.scopes), renewed, secrets.refused)


def _hello(
    http: "httpx.Client", database: "Database", me: Identity, told: str, version: str, now: int
) -> Known:  # fmt: skip
    with database.write() as connection:
        if not kept.value(connection, kept.DRAW):  # an earlier hello has no answer yet: this one is the same again
            kept.put(connection, {kept.DRAW: device.drawn_id()})
    shown = _copy(database)
    cursors = [(str(scope), int(seq)) for scope, seq in database.read(CURSORS)]
    waiting = log.waiting(database)
    ask = HelloAsk(PROTOCOL, version, now, shown, cursors, waiting)
    known = call(http, "POST", "/v1/hello", HelloAnswer, ask, token=told).known
    if known is None:
        raise DeskError("服务器的回答不完整", "稍后会自动再试")
    with database.write() as connection:
        kept.put(connection, {kept.SCOPES: msgspec.json.encode(dict(known.scopes)).decode()})
        if device.get(connection, device.PREFIX) != known.prefix:  # a restored server gave ours to another meanwhile
            device.put(connection, device.PREFIX, known.prefix)
        if kept.value(connection, kept.MARK) == shown.mark:  # another process of this file may have been here first
            kept.put(connection, {kept.MARK: known.mark, kept.DRAW: ""})
    return known


def _copy(database: "Database") -> Copy:
    """All from one moment: a counter read after the mark could be another process's."""
    told = kept.values(database)
    return Copy(
        told[device.ID], told[device.INCARNATION], told.get(kept.MARK, ""), told.get(kept.DRAW, ""),
        int(told[device.COUNTER]), told.get(device.FORMERLY, "").split(),
    )  # fmt: skip


def _tell_new_id(http: "httpx.Client", database: "Database", told: str) -> bool:
    """A file that was restored here, or was told that it is a copy, says the new id of its ops; True if it did.

    The id and the letter were drawn and committed before (`new_incarnation`), so an answer that was lost is asked for
    again. The server may give a later letter: two restores of one backup draw the same.
    """
    was = kept.values(database).get(device.WAS)
    if was is None:
        return False
    shown = _copy(database)
    answer = call(
        http,
        "POST",
        "/v1/device/again",
        AgainAnswer,
        AgainAsk(shown.dev, shown.letter, was, shown.formerly),
        token=told,
    )
    with database.write() as connection:
        if device.get(connection, device.ID) == answer.dev and kept.value(connection, device.WAS) == was:
            device.put(connection, device.INCARNATION, answer.letter)
            kept.put(connection, {kept.MARK: "", kept.DRAW: ""})
            kept.drop(connection, device.WAS)
    return True


def _renew_pack(http: "httpx.Client", database: "Database", me: Identity, told: str) -> None:
    try:
        fetch_pack(http, database, me, told)
    except Refused as refused:
        if refused.code != "draining":  # such a desk keeps the accounts it has until it is done
            raise
