"""What a desk keeps of its server, in the table `device` of its encrypted file. None of it is ever sent but as said."""

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from desk.domain.scopes import is_confidential
from desk.store import device
from sync.wire.devices import EVERY_ESTATE, Pack
from sync.wire.signed import Signed, to_bytes

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

KEY = "server.private"  # the device's Ed25519 seed, base64url: it never leaves this file
URL, SERVER_KEY, DEVICE, COMPANY = "server.url", "server.key", "server.device", "server.company"
CERTIFICATE, CERTIFICATE_SIGNATURE = "server.certificate", "server.certificate_signature"
MARK, DRAW, SCOPES = "server.mark", "server.draw", "server.scopes"
PACK, PACK_SIGNATURE, ETAG = "server.pack", "server.pack_signature", "server.pack_etag"
MOST = "SELECT name, value FROM device WHERE name <> 'server.pack'"
SEALED, GONE = "sealed", "gone"
ONE = "SELECT value FROM device WHERE name = ?"


class Identity(NamedTuple):
    """Who this desk is to its server."""

    device: str
    company: str
    url: str
    server_key: str
    certificate: Signed
    seed: bytes


def identity(database: "Database") -> Identity | None:
    """None until the desk is enrolled."""
    told = values(database)
    if DEVICE not in told or KEY not in told:
        return None
    certificate = Signed(told[CERTIFICATE], told[CERTIFICATE_SIGNATURE])
    return Identity(told[DEVICE], told[COMPANY], told[URL], told[SERVER_KEY], certificate, to_bytes(told[KEY]))


def values(database: "Database") -> dict[str, str]:
    """The table `device` at one moment, the device's own id and counters with it, but for the long pack."""
    return {str(name): str(value) for name, value in database.read(MOST)}


def put(connection: "Connection", told: dict[str, str]) -> None:
    for name, value in told.items():
        device.put(connection, name, value)


def value(connection: "Connection", name: str) -> str | None:
    """As it stands inside this transaction."""
    rows = connection.exec_driver_sql("SELECT value FROM device WHERE name=?", (name,)).fetchall()
    return str(rows[0][0]) if rows else None


def drop(connection: "Connection", name: str) -> None:
    connection.exec_driver_sql("DELETE FROM device WHERE name=?", (name,))


def scopes(database: "Database") -> dict[str, str]:
    """The scopes of the last hello that the main file follows, and whether each is active, draining or gone.

    Into complaints it only hands in what is sealed, whoever sits here.
    """
    found = _scopes(database)
    return {scope: SEALED if is_confidential(scope) and found[scope] != GONE else found[scope] for scope in found}


def confidential_scopes(database: "Database") -> dict[str, str]:
    """Those that the complaints' file follows; `database` is the main one."""
    return {scope: status for scope, status in _scopes(database).items() if is_confidential(scope) and status != SEALED}


def _scopes(database: "Database") -> dict[str, str]:
    rows = database.read(ONE, (SCOPES,))
    return msgspec.json.decode(str(rows[0][0]), type=dict[str, str]) if rows else {}


def pack(database: "Database") -> Pack | None:
    """The pack in force on this desk."""
    text = pack_text(database)
    return msgspec.json.decode(text, type=Pack) if text else None


def is_head_office(database: "Database") -> bool:
    """Whether this desk follows every estate there is."""
    known = pack(database)
    return known is not None and any(one.scope == EVERY_ESTATE and one.status == "active" for one in known.scopes)


def pack_text(database: "Database") -> str:
    """The pack as it was signed; empty where there is none yet."""
    rows = database.read(ONE, (PACK,))
    return str(rows[0][0]) if rows else ""


def device_names(database: "Database") -> dict[str, str]:
    """Names of desks by the `dev` of their ops, for "前台2 10:32 已派王师傅"."""
    known = pack(database)
    return {dev: peer.name for peer in known.devices for dev in peer.devs} if known else {}
