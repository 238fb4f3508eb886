"""Who may sign in on this desk: verifiers (argon2id) that never enter a log, failures slowed and journalled."""

from typing import TYPE_CHECKING, NamedTuple

from desk.domain.days import SECOND
from desk.domain.errors import DeskError
from desk.domain.roles import WITH_ACCOUNT, Role
from desk.store import device

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

FREE_TRIES = 3  # wrong secrets before waiting begins
FIRST_WAIT = 5 * SECOND
LONGEST_WAIT = 300 * SECOND
SHORTEST, LONGEST = 4, 64
UNTOLD = "secret."  # before a staff id in the table `device`
# About 30 ms and 19 MiB on an office PC (OWASP's first choice of argon2id parameters).
TIME_COST, MEMORY_KIB, PARALLELISM = 2, 19_456, 1

PEOPLE = """
SELECT s.id, s.name, s.staff_no, g.role, COALESCE(g.shift, ''), a.last_at
FROM staff s JOIN "grant" g ON g.staff_id = s.id JOIN account a ON a.staff_id = s.id
WHERE g.estate_id = ? AND g.status = 'active' AND s.status = 'active'
"""


class Person(NamedTuple):
    """One row of the sign-in page."""

    id: str
    name: str
    staff_no: str
    role: Role
    shift: str
    last_at: int | None


def people(database: "Database", estate_id: str) -> list[Person]:
    """Those who may sign in at this estate: clerks first, then by staff number; one row a person."""
    order = list(Role)
    found: dict[str, Person] = {}
    for staff_id, name, staff_no, word, shift, last_at in database.read(PEOPLE, (estate_id,)):
        role = Role.of(word)
        if role is None or role not in WITH_ACCOUNT:
            continue
        there = found.get(staff_id)
        if there is None or order.index(role) < order.index(there.role):
            found[staff_id] = Person(staff_id, name, staff_no, role, shift, last_at)
    return sorted(found.values(), key=lambda person: (order.index(person.role), person.staff_no))


def set_secret(connection: "Connection", staff_id: str, secret: str, by: str = "", at: int | None = None) -> None:
    """Give or change a person's secret. With the moment `at`, the server is to be told who (`by`) set it."""
    check_secret(secret)
    put_verifier(connection, staff_id, verifier(secret))
    if at is not None:
        to_be_told(connection, staff_id, by or staff_id, at)


def put_verifier(connection: "Connection", staff_id: str, stored: str) -> None:
    """A verifier as it is; earlier failures are forgotten where it is another one."""
    connection.exec_driver_sql(
        "INSERT INTO account (staff_id, verifier, failures, blocked_until) VALUES (?, ?, 0, 0) "
        "ON CONFLICT(staff_id) DO UPDATE SET verifier=excluded.verifier, failures=0, blocked_until=0 "
        "WHERE account.verifier<>excluded.verifier",
        (staff_id, stored),
    )


def to_be_told(connection: "Connection", staff_id: str, by: str, at: int) -> None:
    """The server has not heard of this person's verifier yet."""
    device.put(connection, f"{UNTOLD}{staff_id}", f"{at} {by}")


def untold(connection: "Connection") -> dict[str, tuple[str, int]]:
    """Whose verifiers the server has not heard of: by staff id, who set it and when."""
    rows = connection.exec_driver_sql("SELECT name, value FROM device WHERE name LIKE ?", (f"{UNTOLD}%",)).fetchall()
    told = ((str(name).removeprefix(UNTOLD), *str(value).split(" ")) for name, value in rows)
    return {staff: (by, int(at)) for staff, at, by in told}


def was_told(connection: "Connection", staff_id: str, stored: str | None) -> None:
    """The server was told this verifier; one that was set in the meantime is still to be told."""
    rows = connection.exec_driver_sql("SELECT verifier FROM account WHERE staff_id=?", (staff_id,)).fetchall()
    if not rows or rows[0][0] == stored:
        connection.exec_driver_sql("DELETE FROM device WHERE name=?", (f"{UNTOLD}{staff_id}",))


def verifier(secret: str) -> str:
    from argon2 import PasswordHasher

    return PasswordHasher(TIME_COST, MEMORY_KIB, PARALLELISM).hash(secret)


def check_secret(secret: str) -> None:
    if not SHORTEST <= len(secret) <= LONGEST:
        raise DeskError(f"密码要 {SHORTEST} 到 {LONGEST} 位", "柜台用 4-6 位数字就可以", "secret")
    if secret.isdigit() and (len(set(secret)) == 1 or secret in "01234567890" or secret in "09876543210"):
        raise DeskError("密码太容易猜", "不要用 1111、1234 这样的数字", "secret")


def sign_in(database: "Database", staff_id: str, secret: str, now: int, what: str = "sign_in") -> None:
    """Check a secret: reading only when it is right, so that the first screen need not wait for the writing engine;
    the caller journals it with `signed_in`. A wrong one is journalled at once and waits longer each time.

    The clock of the PC may jump: a wait never lasts longer than `LONGEST_WAIT` from now.
    """
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    rows = database.read("SELECT verifier, failures, blocked_until FROM account WHERE staff_id = ?", (staff_id,))
    if not rows:
        raise DeskError("这个人在本机还没有密码", "请项目经理在设置里给他设一个", "secret")
    stored, failures, blocked_until = str(rows[0][0]), int(rows[0][1]), int(rows[0][2])
    wait = min(blocked_until - now, LONGEST_WAIT)
    if wait > 0:
        raise DeskError(f"输错太多次, 请等 {-(-wait // SECOND)} 秒", "想不起来请找项目经理重设", "secret")
    try:
        PasswordHasher(TIME_COST, MEMORY_KIB, PARALLELISM).verify(stored, secret)
    except (VerificationError, InvalidHashError):
        pass
    else:
        return
    failures += 1
    wait = min(FIRST_WAIT * 2 ** (failures - FREE_TRIES), LONGEST_WAIT) if failures >= FREE_TRIES else 0
    _journal(database, staff_id, now, f"{what}_failed", failures, now + wait if wait else 0)
    left = f"; 请等 {wait // SECOND} 秒再试" if wait else ""
    raise DeskError("密码不对", f"请再输一次{left}", "secret")


def signed_in(database: "Database", staff_id: str, now: int, what: str = "sign_in") -> None:
    """Journal a sign-in or an unlock, and forget earlier failures."""
    _journal(database, staff_id, now, what, 0, 0)


def _journal(database: "Database", staff_id: str, now: int, what: str, failures: int, blocked_until: int) -> None:
    with database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE account SET failures=?, blocked_until=?, last_at=CASE WHEN ?=0 THEN ? ELSE last_at END "
            "WHERE staff_id=?",
            (failures, blocked_until, failures, now, staff_id),
        )
        note(connection, now, staff_id, what)


def note(connection: "Connection", now: int, by: str, what: str, about: str = "") -> None:
    """A line of the device's own log: sign-ins, failures, reveals. Ids only, never names or numbers."""
    connection.exec_driver_sql(
        "INSERT INTO device_log (at, by, what, about) VALUES (?, ?, ?, ?)", (now, by, what, about)
    )
