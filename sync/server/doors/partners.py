"""Partners: who they are, which estates they reach, and the secrets that they sign with."""

import json
import secrets
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from desk.domain.days import DAY
from sync.server.doors.statuses import PartnerKind, PartnerStatus
from sync.server.problems import Problem
from sync.server.store import insert
from sync.wire.signed import to_text

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

KEY_BYTES, ID_BYTES = 9, 6
PREFIXES = {str(PartnerKind.CHANNEL): "ch", str(PartnerKind.SHOP): "sh", str(PartnerKind.COMPANY): "co"}
OLD_KEY_MS = DAY  # so long an old key goes on beside a new one
NAMES = (
    "id", "company", "name", "kind", "status", "estates", "reception", "webhook", "key", "old_key", "old_until_at",
    "per_minute", "made_at",
)  # fmt: skip
PARTNER = f"SELECT {', '.join(NAMES)} FROM partner"
UPDATE = """UPDATE partner SET name = ?, status = ?, estates = ?, reception = ?, webhook = ?, key = ?, old_key = ?,
            old_until_at = ?, per_minute = ? WHERE id = ?"""


class Partner(NamedTuple):
    """A row of `partner`. `estates` are ids of estates, `reception` is one of them."""

    id: str
    company: str
    name: str
    kind: str
    status: str
    estates: tuple[str, ...]
    reception: str
    webhook: str
    key: str
    old_key: str
    old_until_at: int
    per_minute: int
    made_at: int

    @property
    def scopes(self) -> tuple[str, ...]:
        return tuple(f"e/{estate}" for estate in self.estates)

    @property
    def is_open(self) -> bool:
        return self.status == PartnerStatus.ACTIVE


def by_id(session: "Session", ident: str) -> Partner | None:
    rows = session.read(f"{PARTNER} WHERE id = ?", (ident,))
    return _of(rows[0]) if rows else None


def all_of(session: "Session", company: str) -> list[Partner]:
    return [_of(row) for row in session.read(f"{PARTNER} WHERE company = ? ORDER BY name, id", (company,))]


def _of(row: tuple[object, ...]) -> Partner:
    told = dict(zip(NAMES, row, strict=True))
    told["estates"] = tuple(json.loads(str(told["estates"])))
    return Partner(**told)  # type: ignore[arg-type]


def make(
    session: "Session", company: str, name: str, kind: str, estates: tuple[str, ...], now: int, *,
    reception: str = "", webhook: str = "", per_minute: int = 600,
) -> Partner:  # fmt: skip
    """A new partner of these estates; 409 where the company has no such estate."""
    check_estates(session, company, estates, reception)
    prefix = PREFIXES[kind]
    made = Partner(
        f"{prefix}_{secrets.token_hex(ID_BYTES)}", company, name, kind, str(PartnerStatus.ACTIVE), estates,
        reception or estates[0], webhook, _new_key(), "", 0, per_minute, now,
    )  # fmt: skip
    row = made._asdict() | {"estates": json.dumps(estates)}
    session.run(insert("partner", NAMES), tuple(row.values()))
    return made


def put(session: "Session", one: Partner) -> None:
    session.run(
        UPDATE,
        (
            one.name, one.status, json.dumps(one.estates), one.reception, one.webhook, one.key, one.old_key,
            one.old_until_at, one.per_minute, one.id,
        ),
    )  # fmt: skip


def with_new_key(one: Partner, now: int) -> Partner:
    """The old one goes on for a day, so that nothing is lost while the partner changes it."""
    return one._replace(key=_new_key(), old_key=one.key, old_until_at=now + OLD_KEY_MS)


def key_of(server: "Server", one: Partner) -> str:
    """What a partner is given: its id and its secret as one text."""
    return f"{one.id}.{secret_of(server, one)}"


def secret_of(server: "Server", one: Partner) -> str:
    """Derived, never stored: whoever has the database alone can sign nothing."""
    return _secret(server, one.id, one.key)


def secrets_in_force(server: "Server", one: Partner, now: int) -> list[str]:
    keys = [one.key] + ([one.old_key] if one.old_key and now < one.old_until_at else [])
    return [_secret(server, one.id, key) for key in keys]


def _secret(server: "Server", ident: str, key: str) -> str:
    return to_text(blake2b(f"{ident}\n{key}".encode(), key=server.secrets.key("partner"), digest_size=32).digest())


def _new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


def check_estates(session: "Session", company: str, estates: tuple[str, ...], reception: str) -> None:
    known = {str(row[0]) for row in session.read("SELECT id FROM estate WHERE scope = ?", (company,))}
    if not estates or not known.issuperset(estates):
        raise Problem(409, "no_estate", "服务器上还没有这个小区")
    if reception and reception not in estates:
        raise Problem(409, "reception", "接收小区要在这个渠道的小区里")
