"""Who this device is: its id, its op counter, its numbers."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
ID, COUNTER, PREFIX, INCARNATION, NUMBERS = "id", "counter", "prefix", "incarnation", "numbers"
BLANKS, RECEIPTS = "blanks", "receipts"
FORMERLY = "formerly"  # ids that earlier ops of this file carry
WAS = "was"  # the id before this one, until the server has been told of the new one
BLANK_LETTER = "K"  # no order number has a letter behind its dash


def enrol_locally(connection: "Connection", prefix: str | None = None) -> None:
    """A new database draws its own id and number prefix; enrolment will reserve the prefix for the company."""
    from secrets import randbelow

    drawn = drawn_id()
    letter = prefix or "W" + str(randbelow(9) + 1)
    for name, value in ((ID, drawn), (COUNTER, "0"), (PREFIX, letter), (INCARNATION, "A"), (NUMBERS, "0")):
        connection.exec_driver_sql("INSERT OR IGNORE INTO device (name, value) VALUES (?, ?)", (name, value))


def get(connection: "Connection", name: str) -> str:
    return str(connection.exec_driver_sql("SELECT value FROM device WHERE name=?", (name,)).scalar_one())


def put(connection: "Connection", name: str, value: Any) -> None:
    connection.exec_driver_sql(
        "INSERT INTO device (name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value=excluded.value",
        (name, str(value)),
    )


def advance(connection: "Connection", name: str) -> int:
    """Count one up, in the caller's transaction, and say the new count."""
    count = int(get(connection, name)) + 1
    put(connection, name, count)
    return count


def new_incarnation(connection: "Connection") -> str:
    """After a restore or a clone: a new device id and the next letter, so that no number is given twice.

    The op counter goes on: ops of the old id may still wait in the outbox, which is kept in its order.
    """
    letter, was = following(get(connection, INCARNATION)), get(connection, ID)
    put(connection, INCARNATION, letter)
    put(connection, ID, drawn_id())
    put(connection, WAS, was)
    put(connection, FORMERLY, " ".join((*formerly(connection), was)))
    return letter


def following(letter: str) -> str:
    """The incarnation behind this one: A, B ... Z, ZA."""
    return letter[:-1] + chr(ord(letter[-1]) + 1) if letter[-1] < "Z" else letter + "A"


def drawn_id() -> str:
    """Eight letters that no other device draws."""
    from secrets import choice  # the first screen does not pay for its hashes

    return "".join(choice(ALPHABET) for _ in range(8))


def formerly(connection: "Connection") -> tuple[str, ...]:
    """The ids this file had before; ops under them may still wait in the outbox, and nobody seals an op again."""
    rows = connection.exec_driver_sql("SELECT value FROM device WHERE name=?", (FORMERLY,)).fetchall()
    return tuple(str(rows[0][0]).split()) if rows else ()


def next_number(connection: "Connection") -> str:
    """A printed number, unique in the company: prefix, incarnation letter, counter."""
    count = advance(connection, NUMBERS)
    return f"{get(connection, PREFIX)}{get(connection, INCARNATION)}-{count:04d}"


def next_receipt(connection: "Connection") -> str:
    """The number of a receipt that the program prints: SW1A-0001, a count of its own that never repeats."""
    connection.exec_driver_sql("INSERT OR IGNORE INTO device (name, value) VALUES (?, '0')", (RECEIPTS,))
    count = advance(connection, RECEIPTS)
    return f"S{get(connection, PREFIX)}{get(connection, INCARNATION)}-{count:04d}"


def next_blank(connection: "Connection") -> str:
    """The number of a sheet printed before there is an order: W1A-K0001, a count of its own that never repeats."""
    connection.exec_driver_sql("INSERT OR IGNORE INTO device (name, value) VALUES (?, '0')", (BLANKS,))
    return _blank_no(get(connection, PREFIX), get(connection, INCARNATION), advance(connection, BLANKS))


def coming_blanks(database: "Database", count: int) -> list[str]:
    """The numbers that the next sheets will have: to be looked at, not yet given."""
    told = {str(name): str(value) for name, value in database.read("SELECT name, value FROM device")}
    begun = int(told.get(BLANKS, "0"))
    return [_blank_no(told[PREFIX], told[INCARNATION], begun + one) for one in range(1, count + 1)]


def _blank_no(prefix: str, incarnation: str, count: int) -> str:
    return f"{prefix}{incarnation}-{BLANK_LETTER}{count:04d}"
