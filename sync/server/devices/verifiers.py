"""A new secret of a staff member: only its verifier comes here, and it enters no log, neither ours nor the scopes'.

Two desks may set one in the same hour, or one of them days late: the one that was set later stays, by the desks'
clocks corrected to ours. Who may: he himself, the head office, or the manager of an estate in which he works.
"""

import re
from typing import TYPE_CHECKING

from sync.server.asked import Answer, Asked, told
from sync.server.devices.acting import acting, held, not_yours
from sync.server.problems import Problem
from sync.wire.devices import SecretAnswer, SecretAsk

if TYPE_CHECKING:
    from sync.server.asked import Principal
    from sync.server.serving import Server
    from sync.server.store import Session

ARGON = re.compile(r"\$argon2id\$v=19\$m=(\d{4,6}),t=([1-9]),p=([1-8])\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{22,86}")
STORE = """INSERT INTO account (staff_id, verifier, set_at, "by") VALUES (?, ?, ?, ?) ON CONFLICT (staff_id) DO UPDATE
           SET verifier = excluded.verifier, set_at = excluded.set_at, "by" = excluded."by"
           WHERE excluded.set_at >= account.set_at AND excluded.verifier <> account.verifier"""
MOST_KIB = 262_144  # a desk must be able to check it


def secret(server: "Server", asked: Asked) -> Answer:
    ask = asked.json(SecretAsk)
    matched = ARGON.fullmatch(ask.verifier)
    if matched is None or int(matched.group(1)) > MOST_KIB:
        raise Problem(422, "verifier", "密码的格式不对, 请更新程序")
    set_at = min(ask.at + asked.now - ask.sent_at, asked.now)
    with server.store.session() as session:
        _check(session, asked.who, ask)
        session.run(STORE, (ask.staff, ask.verifier, set_at, ask.by))
        there = session.read("SELECT verifier FROM account WHERE staff_id = ?", (ask.staff,))
    return told(SecretAnswer(kept=there[0][0] != ask.verifier))


def _check(session: "Session", who: "Principal", ask: SecretAsk) -> None:
    theirs = held(session, who.company, ask.staff)
    if not theirs.estates:  # his rows are still in some desk's outbox, or he has left
        raise Problem(409, "wait", "这个人的岗位还没有传到服务器, 传到后会自动再试")
    acts = acting(session, who, ask.by)
    if ask.by == ask.staff or acts.head_office:
        return
    if theirs.head_office or acts.manages.isdisjoint(theirs.estates):
        raise not_yours()
