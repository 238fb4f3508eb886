"""Enrolment codes: eight characters that a person reads to another, good for one desk and a quarter of an hour.

A code is a handle of three characters, by which its row is found and wrong tries are counted, and five that only a
keyed hash knows: five tries of 28 million, then the code is dead. Guessing at handles is counted for all together.
"""

import json
import secrets
from typing import TYPE_CHECKING, NamedTuple

from desk.domain.days import MINUTE
from desk.domain.text import fold
from desk.store.device import ALPHABET
from sync.server.devices import limits
from sync.server.devices.keys import mac, same
from sync.server.devices.registered import company_of
from sync.server.problems import Problem
from sync.wire.devices import EVERY_ESTATE

if TYPE_CHECKING:
    from sync.server.serving import Server
    from sync.server.store import Session

CODE_MS = 15 * MINUTE
KEPT_MS = 7 * 24 * 60 * MINUTE  # for so long a used code still answers the desk that used it
HANDLE, SECRET = 3, 5
TRIES = 5
ALL_TRIES, ALL_WINDOW = 50, 15 * MINUTE
CODE = 'SELECT handle, hash, company, name, scopes, "by", until_at, tries, used_by FROM enrolment'


class EnrolmentCode(NamedTuple):
    """A row of `enrolment`. `company` is empty for the first code of an empty server."""

    handle: str
    hash: str
    company: str
    name: str
    scopes: str
    by: str
    until_at: int
    tries: int
    used_by: str | None

    @property
    def grants(self) -> list[str]:
        return [str(scope) for scope in json.loads(self.scopes)]


class Made(NamedTuple):
    """A new code as it is shown, once."""

    code: str
    handle: str
    until_at: int


def make(
    server: "Server", session: "Session", company: str, scopes: list[str], by: str, now: int, *,
    name: str = "",
) -> Made:  # fmt: skip
    session.run("DELETE FROM enrolment WHERE until_at < ?", (now - KEPT_MS,))
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(HANDLE + SECRET))
        row = (
            code[:HANDLE], _hash(server, code), company, name, json.dumps(scopes), by, now,
            now + CODE_MS,
        )  # fmt: skip
        if session.run(
            'INSERT INTO enrolment (handle, hash, company, name, scopes, "by", made_at, until_at, tries) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (handle) DO NOTHING",
            row,
        ):
            return Made(shown(code), code[:HANDLE], now + CODE_MS)


def first_code(server: "Server") -> str | None:
    """For the console of an empty server: with it the first desk brings its company. None when there is a device."""
    with server.store.session() as session:
        if session.read("SELECT 1 FROM server_device LIMIT 1"):
            return None
        company = company_of(session) or ""
        return make(server, session, company, [EVERY_ESTATE], "", server.clock()).code


def shown(code: str) -> str:
    """As it is read out: "K7Q2-M4XP"."""
    return f"{code[:4]}-{code[4:]}".upper()


def plain(typed: str) -> str:
    """As it was meant: whatever case, separators and full-width signs it was typed with."""
    return "".join(letter for letter in fold(typed) if letter.isalnum())


def redeem(server: "Server", session: "Session", typed: str, device: str | None, now: int) -> EnrolmentCode | Problem:
    """The code's row, or why not. A wrong try is counted: the caller lets this transaction commit before it raises.

    `device` has enrolled before: the code it used stays good for it, because the answer may have been lost.
    """
    limits.check(session, "enrol", now, ALL_WINDOW, ALL_TRIES)
    code = plain(typed)
    rows = session.read(f"{CODE} WHERE handle = ?", (code[:HANDLE],))
    row = EnrolmentCode(*rows[0]) if rows else None
    if row is None or row.tries >= TRIES or not same(row.hash, _hash(server, code)):
        limits.count(session, "enrol", now, ALL_WINDOW)
        if row is not None:
            session.run("UPDATE enrolment SET tries = tries + 1 WHERE handle = ?", (row.handle,))
        return Problem(403, "code", "接入码不对, 请核对后再输; 输错 5 次要换一个新码")
    if row.used_by is not None and row.used_by == device:
        return row
    if row.used_by is not None:
        return used()
    if not 0 < row.until_at - now <= CODE_MS:
        return Problem(403, "code_old", "这个接入码已过期, 请总部再发一个")
    return row


def spend(session: "Session", handle: str, device: str) -> None:
    """Of two desks that use one code at the same moment, one comes too late."""
    spent = "UPDATE enrolment SET used_by = ? WHERE handle = ? AND used_by IS NULL"
    if not session.run(spent, (device, handle)):
        raise used()


def used() -> Problem:
    return Problem(403, "code_used", "这个接入码已经用过, 请总部再发一个")


def open_codes(session: "Session", company: str, now: int) -> list[EnrolmentCode]:
    return [
        EnrolmentCode(*row)
        for row in session.read(
            f"{CODE} WHERE company = ? AND until_at > ? AND used_by IS NULL AND tries < ? ORDER BY until_at, handle",
            (company, now, TRIES),
        )
    ]


def _hash(server: "Server", code: str) -> str:
    return mac(server, "code", code)
