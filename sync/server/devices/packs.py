"""The pack: who may sign in on a device, signed and replaced whole, because no verifier ever enters a log.

It is signed together with a draw of the desk, so that nobody can show a desk an old one. And because it is signed,
a desk may give it back to a server that was restored: what each part said last (verifiers, revocations, grants,
reserved prefixes) is taken over where it is newer than what the restored database knows. Without this, a restore
would bring back yesterday's passwords and let a revoked device in again.
"""

from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from desk.domain.field import Scope
from desk.domain.scopes import estate_of, kind_of
from sync.server.asked import Answer, Asked, told
from sync.server.confidential import public_key
from sync.server.devices.keys import server_key, signed
from sync.server.devices.numbers import later, newest_letter
from sync.server.devices.registered import NO_KEY, Grant, Registered, by_id, granted, in_force, put_grant, spelled
from sync.server.devices.statuses import GONE_FOR_EVER, DeviceStatus, GrantStatus
from sync.server.problems import Problem
from sync.wire.devices import Account, Estate, GaveBack, GiveBack, Granted, Pack, PackAnswer, Peer, Role
from sync.wire.signed import Purpose, is_signed

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

ESTATES = "SELECT id, name FROM estate WHERE scope = ? ORDER BY id"
ROLES = """SELECT g.staff_id, g.estate_id, g.role FROM "grant" g JOIN staff s ON s.scope = g.scope AND s.id = g.staff_id
           WHERE g.scope = ? AND g.status = 'active' AND s.status = 'active'"""
ACCOUNTS = "SELECT staff_id, verifier, set_at FROM account ORDER BY staff_id"
PEERS = """SELECT d.id, d.name, d.status, d.since_at, d.prefix, COALESCE(p.letters, 'A') FROM server_device d
           LEFT JOIN prefix p ON p.prefix = d.prefix AND p.device = d.id WHERE d.company = ? ORDER BY d.id"""
DEVS = "SELECT device, dev FROM device_id ORDER BY dev"


def pack(server: "Server", asked: Asked) -> Answer:
    """`draw` of the query is signed with the pack."""
    if asked.who.status != DeviceStatus.ACTIVE:
        raise Problem(403, "draining", "这台电脑正在停用, 不再更新账号")
    draw = asked.query.get("draw", "")[:64]
    with server.store.reading() as session:
        device = by_id(session, asked.who.id)
        if device is None:
            raise Problem(401, "unknown_device", "服务器还不认识这台电脑")
        content = pack_of(session, device, asked.now)
    public = public_key(server.secrets)
    text = msgspec.json.encode(
        msgspec.structs.replace(content, draw=draw, made_at=asked.now, complaints_key=public)
    ).decode()
    return told(PackAnswer(etag_of(content), signed(server, Purpose.PACK, text)))


def pack_of(session: "Session", device: Registered, now: int) -> Pack:
    """Sorted throughout: the same content is the same text, and has the same etag."""
    grants = granted(session, device.id)
    found = spelled(session, device.company, in_force(device, grants, now))
    active = [scope for scope, status in found.items() if status == GrantStatus.ACTIVE]
    mine = {estate_of(scope) for scope in active if kind_of(scope) == Scope.ESTATE}
    estates = [Estate(ident, name or "") for ident, name in session.read(ESTATES, (device.company,)) if ident in mine]
    held = {Role(*row) for row in session.read(ROLES, (device.company,)) if row[1] in mine}
    roles = sorted(held, key=lambda role: (role.staff, role.estate, role.role))
    staff = {role.staff for role in roles}
    accounts = [Account(*row) for row in session.read(ACCOUNTS) if row[0] in staff]
    scopes = [Granted(*grant) for grant in grants]
    return Pack(device.company, device.id, scopes, accounts, roles, estates, peers(session, device.company))


def peers(session: "Session", company: str) -> list[Peer]:
    devs: dict[str, list[str]] = {}
    for device, dev in session.read(DEVS):
        devs.setdefault(device, []).append(dev)
    return [
        Peer(ident, name, status, since, prefix, letter, devs.get(ident, []))
        for ident, name, status, since, prefix, letter in session.read(PEERS, (company,))
    ]


def etag_of(content: Pack) -> str:
    return blake2b(msgspec.json.encode(content), digest_size=12).hexdigest()


def give_back(server: "Server", asked: Asked) -> Answer:
    """What a desk still has of our own packs. Only what is newer than ours is taken: replaying it changes nothing."""
    shown = asked.json(GiveBack).pack
    if not is_signed(server_key(server), Purpose.PACK, shown):
        raise Problem(403, "signature", "这份账号资料不是本服务器签发的")
    told_then = msgspec.json.decode(shown.text, type=Pack)
    if told_then.company != asked.who.company:
        raise Problem(409, "other_company", "这份账号资料是另一家公司的")
    with server.store.session() as session:
        taken = sum(_take_account(session, account) for account in told_then.accounts)
        taken += sum(_take_peer(session, told_then.company, peer) for peer in told_then.devices)
        taken += _take_grants(session, told_then)
    return told(GaveBack(taken))


def _take_account(session: "Session", account: Account) -> int:
    return session.run(
        'INSERT INTO account (staff_id, verifier, set_at, "by") VALUES (?, ?, ?, ?) ON CONFLICT (staff_id) DO UPDATE '
        'SET verifier = excluded.verifier, set_at = excluded.set_at, "by" = excluded."by" '
        "WHERE excluded.set_at > account.set_at",
        (account.staff, account.verifier, account.set_at, "pack"),
    )


def _take_peer(session: "Session", company: str, peer: Peer) -> int:
    """Its prefix and letter stay its own, and it stays revoked. Its key comes with its own certificate."""
    taken = session.run(
        "INSERT INTO prefix (prefix, device, letters) VALUES (?, ?, ?) ON CONFLICT (prefix) DO NOTHING",
        (peer.prefix, peer.id, peer.letter),
    )
    if later(peer.letter, newest_letter(session, peer.id)):
        taken += session.run("UPDATE prefix SET letters = ? WHERE device = ?", (peer.letter, peer.id))
    if peer.status not in GONE_FOR_EVER:
        return taken
    if by_id(session, peer.id) is None:
        return taken + session.run(
            "INSERT INTO server_device (id, company, name, key, certificate, status, since_at, prefix, "
            "retaken, version, waiting, cursors) VALUES (?, ?, ?, ?, '', ?, ?, ?, 1, '', 0, '')",
            (peer.id, company, peer.name, f"{NO_KEY}{peer.id}", peer.status, peer.since_at, peer.prefix),
        )
    return taken + session.run(
        "UPDATE server_device SET status = ?, since_at = ? WHERE id = ? AND status NOT IN ('revoked', 'stolen')",
        (peer.status, peer.since_at, peer.id),
    )


def _take_grants(session: "Session", content: Pack) -> int:
    mine = {grant.scope: grant.since_at for grant in granted(session, content.device)}
    newer = [one for one in content.scopes if one.since_at > mine.get(one.scope, -1)]
    for one in newer:
        put_grant(session, content.device, Grant(one.scope, one.status, one.since_at))
    return len(newer)
