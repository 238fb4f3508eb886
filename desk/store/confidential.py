"""The complaints of a desk: a file of their own beside the main one, open only while one of their readers works.

`desk.complaints.db` has the schema of every desk file, and a random key that stands nowhere in clear. Readers are the
manager, the head office and whoever a complaint names as its handler. The scheme:

- Every person has a pair of keys on this desk, its private half under his secret (keyring.py). The file's key is
  wrapped to the public half of each reader. Signing in opens it; signing out, locking and a change of person close its
  connections and forget the key.
- The first manager (or head office) who signs in here makes the file. Somebody who became a reader later, or whose
  secret was set by another, gets his wrap as soon as any reader has the file open (at his sign-in, when he sets a
  secret, when he names a handler); or at his own sign-in through the server, to whose key the file's key is sealed as
  well (`ESCROW`): the server opens it for a reader of its own rows only, and reads all complaints anyway.
- What a clerk takes is sealed to the file's own pair, whose private half stands in it, and to the server's.
- A secret changed by its holder keeps his pair. One that another set, or that came with the server's pack, opens
  nothing: see above. If no reader of this desk knows his secret any more and there is no server, NOBODY can read this
  file again, we included. It is put aside then, unreadable, and a new one begins: whatever it held is lost.

Steps, search, log, undo, pending ops and the rounds with the server work on this file by the same code as on the main
one. Who decides stands in the main file: roles, settings, lists, calendar. A group of steps that touches both files
commits this one inside the transaction of the main one: killed between the two, a complaint stands here whose neutral
line is missing, and nothing is lost.
"""

from collections.abc import Callable
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, NamedTuple

from desk.domain.roles import Actor, Role
from desk.store import device, keyring, left_inside, schema, sealed_ops, unsealing
from desk.store.accounts import note
from desk.store.database import Database, new_key
from desk.store.query import READS_COMPLAINTS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.domain.deciding import Context
    from desk.domain.service import Rulebook
    from desk.store.fold import Key
    from desk.store.office import Office

SUFFIX = ".complaints.db"
BESIDE = ("", "-wal", "-shm")
PRIVATE = "complaints.private"  # in the file's own table `device`
ESCROW = "complaints.escrow"  # in the main file's: this file's key, sealed to the server
READERS = f"""SELECT g.staff_id FROM "grant" g JOIN staff s ON s.id = g.staff_id WHERE g.status = 'active'
              AND s.status = 'active' AND g.role IN ({", ".join(f"'{role}'" for role in sorted(READS_COMPLAINTS))})"""
NO_CLERK = """SELECT 1 FROM "grant" WHERE staff_id = ? AND status = 'active' AND role <> ? LIMIT 1"""
NAMED = "SELECT DISTINCT h.value FROM complaint c, json_each(c.handlers) h"
HAVE = "SELECT staff_id, file_key IS NOT NULL FROM keyring"
KEYS = "SELECT name, value FROM device WHERE name IN (?, ?)"
LARGEST_N = "SELECT COALESCE(MAX(n), 0) FROM outbox"


class Confidential:
    """The file and who may open it. One at a time has it open: the person at the counter."""

    def __init__(
        self, main: Database, rules: "Callable[[], Rulebook]", office: "Office", clock: Callable[[], int]
    ) -> None:
        self._main = main
        self._rules = rules
        self._office = office
        self._clock = clock
        self._key = b""
        self._private: tuple[str, bytes] | None = None  # of the person at the counter, who waits for the server
        self.database: Database | None = None
        self._turn = 0
        self.was_lost = False  # what stood here before cannot be read by anybody any more

    @property
    def path(self) -> Path:
        return self._main.path.with_suffix(SUFFIX)

    def at(self, key: bytes) -> Database:
        return Database(self.path, key)

    def context_of(self, _connection: "Connection", scope: str, actor: Actor, now: int) -> "Context":
        """What decides here stands in the main file."""
        return self._office.view(self._main.read, scope, actor, now)

    # opening and closing

    def open(self, staff_id: str, secret: str) -> "frozenset[Key] | None":
        """Open it for somebody whose secret was right; the rows that came in with it, None where it stays closed.

        DeskError in words where the file is damaged, or was one that nobody can open any more.
        """
        self.close()
        self.was_lost = False
        self._turn += 1
        if not self._has_business(staff_id):
            return None
        private = keyring.private_of(self._main, staff_id, secret)
        if private is None:
            with self._main.write() as connection:
                private = keyring.begin(connection, staff_id, secret)
        key = keyring.file_key(self._main, staff_id, private)
        if key is not None:
            return self._opened(key)
        if not self._is_reader(staff_id):
            self._private = (staff_id, private)  # a complaint that is not here yet may name him: the server knows
            return None
        if not self.path.exists():
            return self._begun(staff_id)
        if keyring.is_given(self._main) or self._escrow():
            self._private = (staff_id, private)
            return None
        self._put_aside(staff_id)
        return self._begun(staff_id)

    def _has_business(self, staff_id: str) -> bool:
        """Whether it is worth trying: of most people it is known that there is nothing for them here."""
        if self._is_reader(staff_id):
            return True
        given = {str(row[0]): bool(row[1]) for row in self._main.read(HAVE)}
        if staff_id in given:
            return given[staff_id] or bool(self._escrow())
        # Whoever answers for something has a pair before a complaint names him.
        return self.path.exists() or self._main.read(NO_CLERK, (staff_id, str(Role.CLERK))) != []

    def close(self) -> None:
        """Nothing of it can be read from here on; how much waits in it stays known."""
        try:
            self.note()
        finally:
            database, self.database, self._key, self._private = self.database, None, b"", None
            if database is not None:
                database.lock_up()

    def note(self) -> None:
        """What changed in it is told to the main file, in figures."""
        if self.database is not None:
            left_inside.note(self._main, self.database)

    def _begun(self, staff_id: str) -> "frozenset[Key]":
        """A new file; its key is wrapped before there is anything that it opens."""
        key = new_key()
        with self._main.write() as connection:
            keyring.take_from_all(connection)
            keyring.give(connection, key, frozenset({staff_id}))
            connection.exec_driver_sql("DELETE FROM device WHERE name=?", (ESCROW,))
        return self._opened(key)

    def _opened(self, key: bytes) -> "frozenset[Key]":
        database = self.at(key)
        if self.path.exists():
            schema.prepare(database)
        else:
            schema.make_like(database, self._main)
        private = self._pair(database)
        self.database, self._key = database, key
        self.admit()
        rules, now = self._rules(), self._clock()
        came = unsealing.open_here(self._main, database, private, rules, self.context_of, now)
        self.note()
        return frozenset(came)

    def _pair(self, database: Database) -> bytes:
        """The pair that clerks seal to; the public half stands where they find it."""
        from desk.store import sealing

        with database.write() as connection:
            text = connection.exec_driver_sql("SELECT value FROM device WHERE name=?", (PRIVATE,)).scalar()
            private = sealing.key_of(str(text)) if text else sealing.new_private()
            device.put(connection, PRIVATE, sealing.text_of(private))
            largest = int(connection.exec_driver_sql(LARGEST_N).scalar_one())
        with self._main.write() as connection:
            sealed_ops.keep_key(connection, sealed_ops.DESK, sealing.text_of(sealing.public_of(private)))
            if largest > int(device.get(connection, device.COUNTER)):  # killed before the main file had counted on
                device.put(connection, device.COUNTER, largest)
        return private

    def _put_aside(self, staff_id: str) -> None:
        """Nobody can open it, and nobody will: it is kept under another name all the same."""
        now = self._clock()
        self.was_lost = True
        for tail in BESIDE:
            path = self.path.with_name(self.path.name + tail)
            if path.exists():
                path.rename(path.with_name(f"{self.path.stem}.lost-{now}.db{tail}"))
        with self._main.write() as connection:
            note(connection, now, staff_id, "complaints_lost")

    def backup(self, target: Path) -> None:
        """A whole copy, under the same key: who may open it stands in the main file's backup. Nothing where none is."""
        if self.database is not None:
            self.database.backup(target)
            return
        for tail in BESIDE[:2]:  # nobody has it open: the bytes are the copy, with what a kill left beside them
            path = self.path.with_name(self.path.name + tail)
            if path.exists():
                copyfile(path, target.with_name(target.name + tail))

    # who may open it

    def _is_reader(self, staff_id: str) -> bool:
        return staff_id in {str(row[0]) for row in self._main.read(READERS)}

    def readers(self) -> frozenset[str]:
        """Who may have the file open, as far as this desk knows."""
        assert self.database is not None
        named = self.database.read(NAMED)
        return frozenset(str(row[0]) for row in (*self._main.read(READERS), *named))

    def admit(self) -> None:
        """Whoever became a reader gets the key, whoever is none any more loses it; the server gets it sealed."""
        from desk.store import sealing

        if self.database is None:
            return
        readers = self.readers()
        have = {str(row[0]): bool(row[1]) for row in self._main.read(HAVE)}
        told = {str(name): str(value) for name, value in self._main.read(KEYS, (sealed_ops.SERVER, ESCROW))}
        server = told.get(sealed_ops.SERVER)
        escrow = bytes.fromhex(told.get(ESCROW, ""))
        stale = server is not None and not sealing.is_for(sealing.key_of(server), escrow)
        if not stale and all((one in readers) == has for one, has in have.items()):
            return
        with self._main.write() as connection:
            keyring.give(connection, self._key, readers)
            if stale and server is not None:
                sealed = sealing.seal([sealing.key_of(server)], self._key, ESCROW.encode())
                device.put(connection, ESCROW, sealed.hex())

    def secret_set(self, staff_id: str, secret: str) -> None:
        """Somebody else has given this person his secret: with the file open he gets his wrap at once."""
        with self._main.write() as connection:
            keyring.forget(connection, staff_id)
            if self.database is not None and staff_id in self.readers():
                keyring.begin(connection, staff_id, secret)
        self.admit()

    def secret_changed(self, staff_id: str, old: str, new: str) -> None:
        """He has changed it himself: what he could open he still can."""
        with self._main.write() as connection:
            keyring.change(connection, self._main, staff_id, old, new)

    # through the server

    def _escrow(self) -> str:
        rows = self._main.read("SELECT value FROM device WHERE name = ?", (ESCROW,))
        return str(rows[0][0]) if rows else ""

    @property
    def asks(self) -> "Asking | None":
        """What to ask the server, where the person at the counter has no wrap of his own; once for each sign-in."""
        waits = self._private  # asked on the wire's lane, while the other one may close
        escrow = self._escrow() if waits is not None else ""
        if waits is None or not escrow:
            return None
        from desk.store import sealing

        staff_id, private = waits
        return Asking(staff_id, bytes.fromhex(escrow), sealing.public_of(private), self._turn)

    def answered(self, asking: "Asking", wrapped: bytes | None) -> "frozenset[Key] | None":
        """What the server gave: the file's key sealed to his pair; None where he may not. He may have left since."""
        if self._private is None or self._turn != asking.turn:
            return None
        (staff_id, private), self._private = self._private, None
        if wrapped is None:
            return None
        with self._main.write() as connection:
            keyring.put_wrap(connection, staff_id, wrapped)
        key = keyring.file_key(self._main, staff_id, private)
        return None if key is None else self._opened(key)


class Asking(NamedTuple):
    """A person without a wrap, the file's key as it was sealed to the server, and his public half; at which sign-in."""

    staff_id: str
    escrow: bytes
    public: bytes
    turn: int
