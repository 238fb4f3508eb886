"""What the head office, and a manager for his estates, do about devices and codes."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desk.domain.days import DAY
from desk.domain.scopes import is_confidential, office_of
from sync.server.asked import Answer, Asked, told
from sync.server.devices import codes
from sync.server.devices.acting import Held, acting, not_yours
from sync.server.devices.registered import (
    Grant,
    Registered,
    by_id,
    granted,
    in_force,
    put_grant,
    spelled,
)
from sync.server.devices.statuses import GONE_FOR_EVER, DeviceStatus, GrantStatus
from sync.server.problems import Problem
from sync.wire.devices import EVERY_ESTATE
from sync.wire.office import By, Code, CodeAsk, Codes, Device, Devices, Done, GrantAsk, Rename, Revoke, Withdraw

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

WEEK = 7 * DAY
MORE = "SELECT version, seen_at, waiting, cursors, retaken FROM server_device WHERE id = ?"
DEVS = "SELECT dev, seen_at FROM device_id WHERE device = ? ORDER BY dev"


def devices(server: "Server", asked: Asked) -> Answer:
    """`by` of the query is the person who looks. A manager sees the devices of his estates alone."""
    with server.store.reading() as session:
        acts = acting(session, asked.who, asked.query.get("by", ""))
        heads = {str(scope): int(seq) for scope, seq in session.read("SELECT scope, seq FROM head")}
        rows = session.read("SELECT id FROM server_device WHERE company = ? ORDER BY name, id", (asked.who.company,))
        found = [device for row in rows if (device := by_id(session, row[0])) is not None]
        listed = [_line(session, one, heads, asked.now) for one in found if _may(session, acts, one)]
    return told(Devices(listed))


def codes_open(server: "Server", asked: Asked) -> Answer:
    with server.store.reading() as session:
        acts = acting(session, asked.who, asked.query.get("by", ""))
        found = codes.open_codes(session, asked.who.company, asked.now)
    return told(
        Codes([
            Code(one.handle, one.name, one.grants, one.by, one.until_at, codes.TRIES - one.tries)
            for one in found
            if acts.may_manage(estates_of(one.grants))
        ])
    )  # fmt: skip


def make_code(server: "Server", asked: Asked) -> Answer:
    ask = asked.json(CodeAsk)
    with server.store.session() as session:
        acts = acting(session, asked.who, ask.by)
        if not acts.may_manage(estates_of(ask.scopes)):
            raise not_yours()
        _check_scopes(session, asked.who.company, ask.scopes)
        made = codes.make(server, session, asked.who.company, ask.scopes, ask.by, asked.now, name=ask.name)
    return told(Code(made.handle, ask.name, ask.scopes, ask.by, made.until_at, codes.TRIES, made.code))


def withdraw_code(server: "Server", asked: Asked) -> Answer:
    ask = asked.json(Withdraw)
    with server.store.session() as session:
        acts = acting(session, asked.who, ask.by)
        for one in codes.open_codes(session, asked.who.company, asked.now):
            if one.handle == ask.handle:
                if not acts.may_manage(estates_of(one.grants)):
                    raise not_yours()
                session.run("DELETE FROM enrolment WHERE handle = ?", (ask.handle,))
    return told(Done())


def revoke(server: "Server", asked: Asked) -> Answer:
    """For ever. The desk is told so, signed, and destroys its keys; a stolen one's pushes are put aside."""
    ask = asked.json(Revoke)
    with server.store.session() as session:
        device = _managed(session, asked, ask.by)
        status = DeviceStatus.STOLEN if ask.stolen else DeviceStatus.REVOKED
        if device.status not in GONE_FOR_EVER:
            _become(session, device, status, asked.now)
        elif ask.stolen and device.status == DeviceStatus.REVOKED:
            _become(session, device, status, device.since_at)
    return told(Done())


def drain(server: "Server", asked: Asked) -> Answer:
    """The desk is to be given up: for seven days it pushes what it has, and gets nothing more."""
    ask = asked.json(By)
    with server.store.session() as session:
        device = _managed(session, asked, ask.by)
        if device.status == DeviceStatus.ACTIVE:
            _become(session, device, DeviceStatus.DRAINING, asked.now)
    return told(Done())


def grant(server: "Server", asked: Asked) -> Answer:
    """A scope given to a device, or taken: `draining` lets it push what it has for seven days."""
    ask = asked.json(GrantAsk)
    with server.store.session() as session:
        device = _at_his_own(session, asked, ask) or _managed(session, asked, ask.by, frozenset({ask.scope}))
        _check_scopes(session, asked.who.company, [ask.scope])
        there = {one.scope: one for one in granted(session, device.id)}.get(ask.scope)
        if there is None or there.status != ask.status:
            since = max(asked.now, there.since_at + 1) if there else asked.now  # later, whatever the clock says
            put_grant(session, device.id, Grant(ask.scope, ask.status, since))
    return told(Done())


def rename(server: "Server", asked: Asked) -> Answer:
    ask = asked.json(Rename)
    with server.store.session() as session:
        device = _managed(session, asked, ask.by)
        session.run("UPDATE server_device SET name = ? WHERE id = ?", (ask.name, device.id))
    return told(Done())


def keep(server: "Server", asked: Asked) -> Answer:
    """Somebody looked at a device that a restored server took up again, and it is ours."""
    ask = asked.json(By)
    with server.store.session() as session:
        device = _managed(session, asked, ask.by)
        session.run("UPDATE server_device SET retaken = 0 WHERE id = ?", (device.id,))
    return told(Done())


def estates_of(scopes: list[str]) -> frozenset[str]:
    """The estates a list of scopes reaches; `*` for all of them, which no manager manages."""
    return frozenset(scope.split("/")[1] for scope in scopes)


def _check_scopes(session: "Session", company: str, scopes: list[str]) -> None:
    known = {f"e/{row[0]}" for row in session.read("SELECT id FROM estate WHERE scope = ?", (company,))}
    for scope in scopes:
        if scope != EVERY_ESTATE and office_of("/".join(scope.split("/")[:2])) not in known:
            raise Problem(409, "no_estate", "服务器上还没有这个小区")


def _managed(session: "Session", asked: Asked, by: str, scopes: frozenset[str] = frozenset()) -> Registered:
    """The device of the path, where this person may manage it."""
    acts = acting(session, asked.who, by)
    device = by_id(session, asked.params["device"])
    if device is None or device.company != asked.who.company:
        raise Problem(404, "no_device", "没有这台电脑")
    if not _may(session, acts, device) or (scopes and not acts.may_manage(estates_of(list(scopes)))):
        raise not_yours()
    return device


def _at_his_own(session: "Session", asked: Asked, ask: GrantAsk) -> Registered | None:
    """The PC that asks, where the manager of an estate wants its complaints there: also one that serves every estate,
    which he does not manage otherwise.
    """
    mine = asked.params["device"] == asked.who.id and ask.status == GrantStatus.ACTIVE
    if not (mine and is_confidential(ask.scope) and office_of(ask.scope) in asked.who.pulls):
        return None
    if not acting(session, asked.who, ask.by).may_manage(estates_of([ask.scope])):
        return None
    return by_id(session, asked.who.id)


def _may(session: "Session", acts: Held, device: Registered) -> bool:
    return acts.may_manage(estates_of([one.scope for one in granted(session, device.id)]))


def _become(session: "Session", device: Registered, status: DeviceStatus, since_at: int) -> None:
    session.run("UPDATE server_device SET status = ?, since_at = ? WHERE id = ?", (str(status), since_at, device.id))


def _line(session: "Session", device: Registered, heads: Mapping[str, int], now: int) -> Device:
    version, seen_at, waiting, cursors, retaken = session.read(MORE, (device.id,))[0]
    found = spelled(session, device.company, in_force(device, granted(session, device.id), now))
    at: dict[str, int] = json.loads(cursors) if cursors else {}
    behind = sum(max(heads.get(scope, 0) - at.get(scope, 0), 0) for scope in found) if cursors else None
    ids = session.read(DEVS, (device.id,))
    return Device(
        device.id, device.name, device.status, device.since_at, device.prefix, version, seen_at, waiting, behind,
        sum(1 for _, seen in ids if seen is not None and seen > now - WEEK), bool(retaken),
        sorted((scope, str(status)) for scope, status in found.items()), [str(dev) for dev, _ in ids],
    )  # fmt: skip
