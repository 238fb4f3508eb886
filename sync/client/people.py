"""Who may sign in here: the signed pack of the server, and the secrets that were set here and are still to be told."""

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from desk.domain.errors import DeskError
from desk.store import accounts, device, sealed_ops
from sync.client import kept
from sync.client.calling import Refused, call
from sync.client.kept import Identity
from sync.wire.devices import GaveBack, GiveBack, Pack, PackAnswer, SecretAnswer, SecretAsk
from sync.wire.signed import Purpose, Signed, is_signed

if TYPE_CHECKING:
    import httpx
    from sqlalchemy import Connection

    from desk.store.database import Database

WORKING = """SELECT g.staff_id FROM "grant" g JOIN staff s ON s.id = g.staff_id
             WHERE g.status = 'active' AND s.status = 'active'"""
WAITS = frozenset({"wait"})
NEVER = frozenset({"role", "verifier", "malformed"})


def fetch_pack(http: "httpx.Client", database: "Database", me: Identity, token: str) -> Pack:
    """Fetch, check and take over the newest pack. The draw in it proves that it is not an old one shown again."""
    draw = device.drawn_id()
    answer = call(http, "GET", "/v1/pack", PackAnswer, token=token, query={"draw": draw})
    if not is_signed(me.server_key, Purpose.PACK, answer.pack):
        raise DeskError("账号资料的签名不对, 没有采用", "请联系管理员检查服务器")
    content = msgspec.json.decode(answer.pack.text, type=Pack)
    if (content.draw, content.device, content.company) != (draw, me.device, me.company):
        raise DeskError("账号资料不是给这台电脑的, 没有采用", "请联系管理员检查服务器")
    with database.write() as connection:
        apply_pack(connection, content)
        kept.put(
            connection,
            {kept.PACK: answer.pack.text, kept.PACK_SIGNATURE: answer.pack.signature, kept.ETAG: answer.etag},
        )
    return content


def apply_pack(connection: "Connection", content: Pack) -> None:
    """Verifiers as the pack says. A secret set here that the server has not heard of yet stays.

    Somebody who is not in the pack loses his account here only when he holds no role by the log either: a server
    that was restored, or has not been told of its people yet, locks nobody out.
    """
    if content.complaints_key:
        sealed_ops.keep_key(connection, sealed_ops.SERVER, content.complaints_key)
    untold = set(accounts.untold(connection))
    for account in content.accounts:
        if account.staff not in untold:
            accounts.put_verifier(connection, account.staff, account.verifier)
    working = {str(row[0]) for row in connection.exec_driver_sql(WORKING)}
    packed = {account.staff for account in content.accounts}
    for (staff,) in connection.exec_driver_sql("SELECT staff_id FROM account").fetchall():
        if staff not in packed | working | untold:
            connection.exec_driver_sql("DELETE FROM account WHERE staff_id=?", (staff,))


def give_back(http: "httpx.Client", database: "Database", token: str) -> int:
    """A restored server has forgotten what this desk's last pack still says; says how much it took."""
    text, signature = kept.pack_text(database), kept.values(database).get(kept.PACK_SIGNATURE)
    if not text or signature is None:
        return 0
    shown = GiveBack(Signed(text, signature))
    return call(http, "POST", "/v1/pack", GaveBack, shown, token=token).taken


class Told(NamedTuple):
    """Whose verifiers the server took (or has a newer one of), and whose it refused: their old ones come back."""

    told: tuple[str, ...]
    refused: tuple[str, ...]


def send_secrets(http: "httpx.Client", database: "Database", token: str, now: int) -> Told:
    """Tell the server the verifiers that were set here.

    A person whose role has not arrived at the server yet waits for the next time.
    """
    with database.trial() as connection:
        waiting = accounts.untold(connection)
    told: list[str] = []
    refused: list[str] = []
    for staff, (by, at) in waiting.items():
        rows = database.read("SELECT verifier FROM account WHERE staff_id = ?", (staff,))
        verifier = str(rows[0][0]) if rows else None
        if verifier is not None:
            try:
                call(http, "POST", "/v1/secret", SecretAnswer, SecretAsk(staff, verifier, by, at, now), token=token)
                told.append(staff)
            except Refused as problem:
                if problem.code in NEVER:
                    refused.append(staff)
                elif problem.code in WAITS:
                    continue
                else:
                    raise
        with database.write() as connection:
            accounts.was_told(connection, staff, verifier)
    return Told(tuple(told), tuple(refused))
