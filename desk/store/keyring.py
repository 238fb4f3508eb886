"""Each person's own pair of keys on this desk, its private half under what he signs in with.

Whoever may read complaints has the key of their file wrapped to his public half: for that nobody needs to know his
secret. The wrapping key comes from the secret by argon2id with a salt of its own, at the cost of a verifier: whoever
tries secrets out tries them on that one. A PIN of six digits is found in a night by somebody who has this PC's disk AND
its data key: what stands before him is the file of that key (keys.py), not the PIN.
"""

from typing import TYPE_CHECKING

from desk.store import sealing

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

SALT_BYTES = 16
ROW = "SELECT salt, private FROM keyring WHERE staff_id = ?"


def private_of(database: "Database", staff_id: str, secret: str) -> bytes | None:
    """A person's private key; None where he has none here, or has it under another secret."""
    from cryptography.exceptions import InvalidTag

    rows = database.read(ROW, (staff_id,))
    if not rows:
        return None
    salt, private = bytes(rows[0][0]), bytes(rows[0][1])
    try:
        return sealing.opened(wrapping_key(secret, salt), private, staff_id.encode())
    except InvalidTag:
        return None


def begin(connection: "Connection", staff_id: str, secret: str) -> bytes:
    """A new pair for a person; what was wrapped to his old one is lost to him. Gives the private half."""
    private = sealing.new_private()
    _put(connection, staff_id, secret, private)
    return private


def change(connection: "Connection", database: "Database", staff_id: str, old: str, new: str) -> None:
    """He has another secret now, and keeps his pair."""
    private = private_of(database, staff_id, old)
    if private is None:
        forget(connection, staff_id)
        return
    wrapped = connection.exec_driver_sql("SELECT file_key FROM keyring WHERE staff_id=?", (staff_id,)).scalar()
    _put(connection, staff_id, new, private, wrapped)


def forget(connection: "Connection", staff_id: str) -> None:
    """Somebody else has given him a new secret: nothing opens his pair any more."""
    connection.exec_driver_sql("DELETE FROM keyring WHERE staff_id=?", (staff_id,))


def file_key(database: "Database", staff_id: str, private: bytes) -> bytes | None:
    """The key of the complaints' file, where it was wrapped for this person."""
    rows = database.read("SELECT file_key FROM keyring WHERE staff_id = ? AND file_key IS NOT NULL", (staff_id,))
    if not rows:
        return None
    try:
        return sealing.unseal(private, bytes(rows[0][0]), staff_id.encode())
    except sealing.NotForUs:
        return None


def give(connection: "Connection", key: bytes, readers: frozenset[str]) -> None:
    """Wrap the file's key for these people, as far as they have a pair here, and take it from all others."""
    for staff_id, public, wrapped in connection.exec_driver_sql(
        "SELECT staff_id, public, file_key IS NOT NULL FROM keyring"
    ).fetchall():
        if (staff_id in readers) != bool(wrapped):
            sealed = sealing.seal([bytes(public)], key, str(staff_id).encode()) if staff_id in readers else None
            connection.exec_driver_sql("UPDATE keyring SET file_key=? WHERE staff_id=?", (sealed, staff_id))


def put_wrap(connection: "Connection", staff_id: str, wrapped: bytes) -> None:
    """One that was made elsewhere, for this person's pair."""
    connection.exec_driver_sql("UPDATE keyring SET file_key=? WHERE staff_id=?", (wrapped, staff_id))


def is_given(database: "Database") -> bool:
    """Whether anybody at all could open the file with his own secret."""
    return database.read("SELECT 1 FROM keyring WHERE file_key IS NOT NULL LIMIT 1") != []


def take_from_all(connection: "Connection") -> None:
    """The file is another one now."""
    connection.exec_driver_sql("UPDATE keyring SET file_key=NULL")


def wrapping_key(secret: str, salt: bytes) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    from desk.store.accounts import MEMORY_KIB, PARALLELISM, TIME_COST

    return hash_secret_raw(
        b"front desk complaints\n" + secret.encode(), salt, TIME_COST, MEMORY_KIB, PARALLELISM, sealing.KEY_BYTES,
        Type.ID,
    )  # fmt: skip


def _put(connection: "Connection", staff_id: str, secret: str, private: bytes, wrapped: bytes | None = None) -> None:
    from secrets import token_bytes

    salt = token_bytes(SALT_BYTES)
    closed = sealing.closed(wrapping_key(secret, salt), private, staff_id.encode())
    connection.exec_driver_sql(
        "INSERT INTO keyring (staff_id, salt, public, private, file_key) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT(staff_id) DO UPDATE SET salt=excluded.salt, public=excluded.public, private=excluded.private, "
        "file_key=excluded.file_key",
        (staff_id, salt, sealing.public_of(private), closed, wrapped),
    )
