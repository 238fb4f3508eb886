"""The devices that were taken in: their rows, what they may pull and push, and how a restored server gets them back."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from desk.domain.scopes import complaints_of, is_confidential, office_of
from sync.server.devices.keys import server_key, signed
from sync.server.devices.numbers import claim, reserve
from sync.server.devices.statuses import DRAINING_MS, DeviceStatus, GrantStatus
from sync.server.problems import Busy, Problem
from sync.wire.devices import EVERY_ESTATE, Revocation
from sync.wire.signed import Purpose, Signed, is_signed

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

DEVICE = "SELECT id, company, name, key, certificate, status, since_at, prefix FROM server_device"
NO_KEY = "?"  # before the id, in place of a key that a restored server has forgotten


class Registered(NamedTuple):
    """A row of `server_device`."""

    id: str
    company: str
    name: str
    key: str
    certificate: str
    status: str
    since_at: int
    prefix: str


class Grant(NamedTuple):
    scope: str
    status: str
    since_at: int


class Reach(NamedTuple):
    pulls: frozenset[str]
    pushes: frozenset[str]


class Certificate(Struct, frozen=True):
    """What the server signs at enrolment; with it a restored server takes the device up again (I26)."""

    device: str
    key: str
    company: str
    name: str
    prefix: str
    letter: str
    dev: str
    scopes: list[str]
    at: int


class Revoked(Problem):
    """401 with the server's signed word: nothing less makes a desk destroy its keys, whoever answers in our name."""

    def __init__(self, statement: Signed) -> None:
        super().__init__(401, "revoked", "这台电脑已被总部停用")
        self.statement = statement

    def body(self) -> bytes:
        told = {"code": self.code, "title": self.title, "retry_after": None, "statement": self.statement}
        return msgspec.json.encode(told)


def revoked(server: "Server", device: Registered) -> Revoked:
    text = msgspec.json.encode(Revocation(device.id, device.since_at)).decode()
    return Revoked(signed(server, Purpose.REVOKED, text))


def by_id(session: "Session", device: str) -> Registered | None:
    rows = session.read(f"{DEVICE} WHERE id = ?", (device,))
    return Registered(*rows[0]) if rows else None


def by_key(session: "Session", key: str) -> Registered | None:
    rows = session.read(f"{DEVICE} WHERE key = ?", (key,))
    return Registered(*rows[0]) if rows else None


def company_of(session: "Session") -> str | None:
    """A server serves one company: that of its first device, or of a log that is older than all its devices."""
    rows = session.read("SELECT company FROM server_device ORDER BY id LIMIT 1") or session.read(
        "SELECT scope FROM head WHERE scope LIKE 'o/%' ORDER BY scope LIMIT 1"
    )
    return str(rows[0][0]) if rows else None


def granted(session: "Session", device: str) -> list[Grant]:
    rows = session.read("SELECT scope, status, since_at FROM device_grant WHERE device = ? ORDER BY scope", (device,))
    return [Grant(*row) for row in rows]


def put_grant(session: "Session", device: str, grant: Grant) -> None:
    session.run(
        "INSERT INTO device_grant (device, scope, status, since_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (device, scope) DO UPDATE SET status = excluded.status, since_at = excluded.since_at",
        (device, *grant),
    )


def is_over(device: Registered, now: int) -> bool:
    """Whether a device that is being given up has had its seven days."""
    return device.status == DeviceStatus.DRAINING and now >= device.since_at + DRAINING_MS


def in_force(device: Registered, grants: Iterable[Grant], now: int) -> dict[str, GrantStatus]:
    """Each scope as it is now: draining ends by itself, and a device that drains has nothing better than draining."""
    found: dict[str, GrantStatus] = {device.company: GrantStatus.ACTIVE}
    for grant in grants:
        over = grant.status == GrantStatus.DRAINING and now >= grant.since_at + DRAINING_MS
        found[grant.scope] = GrantStatus.GONE if over else GrantStatus.of(grant.status) or GrantStatus.GONE
    if device.status == DeviceStatus.ACTIVE:
        return found
    kept = GrantStatus.GONE if is_over(device, now) else GrantStatus.DRAINING
    return {scope: kept if status != GrantStatus.GONE else status for scope, status in found.items()}


def spelled(session: "Session", company: str, found: Mapping[str, GrantStatus]) -> dict[str, GrantStatus]:
    """`e/*` as the estates that are there; what is said of one estate itself counts before it."""
    every = found.get(EVERY_ESTATE)
    named = {scope: status for scope, status in found.items() if scope != EVERY_ESTATE}
    if every is None:
        return named
    estates = session.read("SELECT id FROM estate WHERE scope = ?", (company,))
    return {f"e/{row[0]}": every for row in estates} | named


def beside(found: Mapping[str, GrantStatus]) -> dict[str, GrantStatus]:
    """With the complaints of each estate: read where they are granted and the estate is, else only handed in sealed."""
    every = dict(found)
    for scope, status in found.items():
        if is_confidential(scope):
            estate = found.get(office_of(scope), GrantStatus.GONE)
            every[scope] = status if estate == GrantStatus.ACTIVE else estate
    for scope, status in found.items():
        own = complaints_of(scope)
        if scope == office_of(own) and status != GrantStatus.GONE and every.get(own) in (None, GrantStatus.GONE):
            every[own] = GrantStatus.SEALED
    return every


def scopes_of(session: "Session", device: Registered, grants: Iterable[Grant], now: int) -> Reach:
    """What this device may pull and push now; its ops of a scope that is gone stay in its outbox."""
    found = beside(spelled(session, device.company, in_force(device, grants, now)))
    pushes = frozenset(scope for scope, status in found.items() if status != GrantStatus.GONE)
    return Reach(frozenset(scope for scope in pushes if found[scope] == GrantStatus.ACTIVE), pushes)


def certified(server: "Server", shown: Signed) -> Certificate | None:
    """What a certificate of this very server says; None for any other."""
    if not is_signed(server_key(server), Purpose.CERTIFICATE, shown):
        return None
    return msgspec.json.decode(shown.text, type=Certificate)


def retake(server: "Server", session: "Session", shown: Signed, device: str) -> Registered | None:
    """A device whose enrolment this (restored) server has forgotten, from the certificate it gave it.

    Marked `retaken`, so that the head office sees it: had it been revoked after the backup too, only the packs of
    the other desks still know (see `packs`).
    """
    told = certified(server, shown)
    if told is None or told.device != device:
        return None
    company = company_of(session)
    if company is not None and company != told.company:
        raise other_company()
    if by_key(session, told.key) is not None:
        return None
    prefix = reserve(session, told.device, told.prefix, told.letter, known=True)
    row = Registered(
        told.device, told.company, told.name, told.key, shown.text, str(DeviceStatus.ACTIVE), told.at, prefix,
    )  # fmt: skip
    add(session, row, retaken=True)
    for scope in told.scopes:
        put_grant(session, told.device, Grant(scope, str(GrantStatus.ACTIVE), told.at))
    claim(session, told.device, told.dev, told.letter)
    return row


def add(session: "Session", row: Registered, retaken: bool = False) -> None:
    """Busy where another request for the same key came first: asked again, it has its answer."""
    added = session.run(
        "INSERT INTO server_device (id, company, name, key, certificate, status, since_at, prefix, retaken, "
        "version, waiting, cursors) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, '') ON CONFLICT DO NOTHING",
        (*row, int(retaken)),
    )
    if not added:
        raise Busy


def other_company() -> Problem:
    return Problem(409, "other_company", "这台服务器是另一家公司的")
