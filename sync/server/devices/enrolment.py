"""A desk is taken in: its key is certified, its scopes granted, its prefix and the ids of its ops reserved.

Everything in the answer follows from the rows that the first answer made, so a desk whose answer was lost asks again
with the same key and gets the same (a used code stays good for the device that used it).

A desk that worked before it was enrolled has ops in its outbox under an id it drew itself. Those bytes are sealed and
nobody serialises them again; so enrolment gives the device an id of its own (`device`), and the ids inside ops (`dev`)
are only claimed for it: the present one and those it had before. None of them changes by being enrolled.
"""

import secrets
from typing import TYPE_CHECKING

import msgspec

from desk.domain.roles import Role
from desk.store.device import ALPHABET
from sync.server.asked import Answer, Asked, told
from sync.server.devices import codes
from sync.server.devices.keys import server_key, signed
from sync.server.devices.numbers import claim, newest_letter, reserve, saw_letter
from sync.server.devices.registered import (
    Certificate,
    Grant,
    Registered,
    add,
    by_key,
    company_of,
    granted,
    other_company,
    put_grant,
    revoked,
)
from sync.server.devices.statuses import GONE_FOR_EVER, DeviceStatus, GrantStatus
from sync.server.offices import FOUNDED
from sync.server.problems import Problem
from sync.wire.devices import EnrolAsk, Enrolled
from sync.wire.enrolment import proof_text
from sync.wire.signed import Purpose, Signed, is_key, is_signed

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

ID_LETTERS = 12


def enrol(server: "Server", asked: Asked) -> Answer:
    ask = asked.json(EnrolAsk)
    if not is_key(ask.key) or not is_signed(ask.key, Purpose.ENROL, Signed(proof_text(ask), ask.proof)):
        raise Problem(401, "signature", "这台电脑的签名不对")
    with server.store.session() as session:
        outcome = _enrol(server, session, ask, asked.now)
    if isinstance(outcome, Problem):  # raised only now: the wrong try was counted
        raise outcome
    return told(outcome)


def _enrol(server: "Server", session: "Session", ask: EnrolAsk, now: int) -> Enrolled | Problem:
    known = by_key(session, ask.key)
    if known is not None and known.status in GONE_FOR_EVER:
        raise revoked(server, known)
    code = codes.redeem(server, session, ask.code, known.id if known else None, now)
    if isinstance(code, Problem):
        return code
    if known is not None and code.used_by == known.id:
        return _answer(server, session, known, now)
    device = _take_in(server, session, ask, code, known, now)
    codes.spend(session, code.handle, device.id)
    return _answer(server, session, device, now)


def _take_in(
    server: "Server", session: "Session", ask: EnrolAsk, code: codes.EnrolmentCode, known: Registered | None, now: int
) -> Registered:
    company = _company(session, ask, code, known)
    device_id = known.id if known else "".join(secrets.choice(ALPHABET) for _ in range(ID_LETTERS))
    for dev in (ask.dev, *ask.formerly):
        claim(session, device_id, dev, ask.letter)
    prefix = reserve(session, device_id, ask.prefix, ask.letter)
    saw_letter(session, device_id, ask.letter)
    for scope in code.grants:
        put_grant(session, device_id, Grant(scope, str(GrantStatus.ACTIVE), now))
    name = code.name or ask.name
    certificate = Certificate(
        device_id, ask.key, company, name, prefix, ask.letter, ask.dev,
        [grant.scope for grant in granted(session, device_id) if grant.status == GrantStatus.ACTIVE],
        now,
    )  # fmt: skip
    text = msgspec.json.encode(certificate).decode()
    row = Registered(
        device_id, company, name, ask.key, text, str(DeviceStatus.ACTIVE), now, prefix
    )  # fmt: skip
    if known is None:
        add(session, row)
    else:  # the same key with another code: more estates, and an end to draining
        session.run(
            "UPDATE server_device SET certificate = ?, status = ?, since_at = ? WHERE id = ?",
            (text, row.status, now, device_id),
        )
    return row


def _company(session: "Session", ask: EnrolAsk, code: codes.EnrolmentCode, known: Registered | None) -> str:
    """The company this desk joins; the first desk of an empty server defines it."""
    here = company_of(session) or code.company
    if not here and (ask.company is None or not ask.company.startswith("o/")):
        raise Problem(409, "no_company", "服务器上还没有公司资料, 请先在这台电脑上建好公司和小区再接入")
    if here and ask.company not in (None, here):
        raise other_company()
    if ask.founded and known is None and session.read(FOUNDED, (here, str(Role.HEAD_OFFICE))):
        # Its first ops were taken by the rules, which nobody but the first desk of a company may do.
        raise Problem(409, "founded", "公司资料已由另一台电脑建好, 这台电脑要用空的数据接入")
    return here or str(ask.company)


def _answer(server: "Server", session: "Session", device: Registered, now: int) -> Enrolled:
    return Enrolled(
        device.id,
        device.company,
        signed(server, Purpose.CERTIFICATE, device.certificate),
        server_key(server),
        device.prefix,
        newest_letter(session, device.id),
        now,
    )
