"""A page of the log into the desk's tables: all of it in one transaction, or nothing.

Applying sets what the verdicts say and asks no rule. Rules decide only what waits here still, as a forecast.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from time import monotonic
from typing import TYPE_CHECKING

from desk.domain.deciding import Is
from desk.domain.service import Rulebook
from desk.store import device, lane, pending, system_entries
from desk.store.fold import Fold, Key
from desk.store.logged import Arrived, Logged, is_alike, opened
from desk.store.pending import Forecasting, Pending
from desk.store.performing import Performing
from desk.store.steps import Changed, ContextOf
from sync.protocol.envelope import CHAIN_START, chain_next

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

# A long page is taken in piece by piece, in one transaction as long as nobody waits for the file.
PIECE = 500
LONGEST_S = 0.25  # its commit costs half as much again, and that is what somebody at the counter may have to wait
WAIT = "wait"  # the state of a pending op whose `after` the server does not know yet
NOTHING = Changed(frozenset(), (), ())
JOURNAL = """INSERT INTO journal (scope, seq, id, ent, op, body, pii, did, mac, chain)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
ADVANCE = """INSERT INTO sync_state (scope, seq, chain, keep_from) VALUES (?, ?, ?, ?) ON CONFLICT (scope)
             DO UPDATE SET seq=excluded.seq, chain=excluded.chain, keep_from=max(keep_from, excluded.keep_from)"""
FIRST = "SELECT pos, op, did, body IS NULL, pii IS NULL FROM outbox WHERE scope=? ORDER BY pos LIMIT ?"
COUNTED = "SELECT name, value FROM device WHERE name IN (?, ?)"
AGAIN = "UPDATE outbox SET state='pending', next_try=NULL WHERE scope=? AND state=?"


class BadPage(Exception):
    """What came is no continuation of this log: cut, altered, or of another history. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far the log of a scope was followed, and from where on it can be gone back."""

    seq: int = 0
    chain: bytes = CHAIN_START
    keep_from: int = 0


@dataclass(frozen=True, slots=True)
class Incoming:
    """Entries behind the cursor (seq, chain), leading to (next, next_chain)."""

    scope: str
    seq: int
    chain: bytes
    entries: Sequence[Arrived]
    next: int
    next_chain: bytes
    keep_from: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A page whose chain was computed and whose entries were opened. `chains` has the chain behind each of them."""

    page: Incoming
    chains: Sequence[bytes]
    logged: Sequence[Logged]

    def part(self, start: int, count: int) -> "Checked":
        """A smaller page: so many entries from this one on."""
        page = self.page
        end = start + count
        some, chains = page.entries[start:end], self.chains[start:end]
        if not some:
            return self
        before = (page.seq, page.chain) if start == 0 else (page.entries[start - 1].seq, self.chains[start - 1])
        own = replace(page, seq=before[0], chain=before[1], entries=some, next=some[-1].seq, next_chain=chains[-1])
        return Checked(own, chains, self.logged[start:end])


@dataclass(frozen=True, slots=True)
class Applied:
    """`done` False: another process was here first, nothing happened. `confirmed`: own ops that are logged now."""

    done: bool
    place: Place
    changed: Changed = NOTHING
    confirmed: int = 0


def place_of(database: "Database", scope: str) -> Place:
    rows = database.read("SELECT seq, chain, keep_from FROM sync_state WHERE scope=?", (scope,))
    return Place(int(rows[0][0]), bytes(rows[0][1]), int(rows[0][2])) if rows else Place()


def check(rules: Rulebook, page: Incoming) -> Checked:
    """Compute the chain, open the entries: all that needs no transaction. Raises BadPage."""
    seq, chain = page.seq, page.chain
    chains: list[bytes] = []
    for entry in page.entries:
        seq += 1
        if entry.seq != seq:
            raise BadPage("entries are not consecutive")
        chain = chain_next(chain, seq, entry.op, entry.did)
        chains.append(chain)
    if (seq, chain) != (page.next, page.next_chain):
        raise BadPage("the chain is another one")
    return Checked(page, chains, [opened(rules, entry) for entry in page.entries])


def apply_page(
    database: "Database", rules: Rulebook, context_of: ContextOf, page: Incoming | Checked, now: int
) -> Applied:
    """The whole page in one transaction. Raises BadPage; DeskError where the disk refuses."""
    checked = page if isinstance(page, Checked) else check(rules, page)
    with database.follow() as connection:
        return Application(connection, rules, context_of, checked, now).run()


def apply_all(
    database: "Database",
    rules: Rulebook,
    context_of: ContextOf,
    page: Incoming | Checked,
    now: int,
    piece: int | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> Iterator[Applied]:
    """A long page in pieces, each of them a page of its own; ends where another process was first.

    They are told of when they are committed: several together, unless somebody else wants to write. `meanwhile` is
    called while the last of them is committed.
    """
    checked = page if isinstance(page, Checked) else check(rules, page)
    count, start, total = piece or PIECE, 0, len(checked.page.entries)

    def at_the_end() -> None:
        if meanwhile is not None and start >= total:
            meanwhile()

    while True:
        some: list[Applied] = []
        with database.follow(meanwhile and at_the_end) as connection:
            begun = monotonic()
            while True:
                some.append(Application(connection, rules, context_of, checked.part(start, count), now).run())
                start += count
                if not some[-1].done or start >= total or database.is_wanted or monotonic() - begun > LONGEST_S:
                    break
        yield from some
        if not some[-1].done or start >= total:
            return


def place_in(connection: "Connection", scope: str) -> Place:
    """The same inside a transaction."""
    sql = "SELECT seq, chain, keep_from FROM sync_state WHERE scope=?"
    row = connection.exec_driver_sql(sql, (scope,)).fetchone()
    return Place(int(row[0]), bytes(row[1]), int(row[2])) if row else Place()


class Application:
    """One page on its way in, inside one transaction."""

    def __init__(
        self, connection: "Connection", rules: Rulebook, context_of: ContextOf, checked: Checked, now: int
    ) -> None:
        self._connection = connection
        self._rules = rules
        self._context_of = context_of
        self._page, self._chains, self._logged = checked.page, checked.chains, checked.logged
        self._scope = checked.page.scope
        self._now = now

    def run(self) -> Applied:
        page = self._page
        place = place_in(self._connection, self._scope)
        if (place.seq, place.chain) != (page.seq, page.chain):
            return Applied(False, place)
        performing = Performing(self._connection, self._rules, self._scope, self._now, min(page.keep_from, page.next))
        logged = self._logged
        foretold = [] if performing.ice.keys else self._foretold(logged)
        if foretold:
            return self._confirm(place, logged, foretold)
        waiting = self._take_off(logged)
        performing.changed.update(key for one in waiting for key in one.keys)
        start = 0
        for is_system, group in groupby(logged, lambda one: one.is_system):
            some = list(group)
            self._store(some, start)
            start += len(some)
            if is_system:
                for one in some:
                    performing.obey(one)
            else:
                performing.perform(some)
        reached = self._advance(place)
        if self._has_another_life(logged):
            device.new_incarnation(self._connection)
        confirmed = self._let_go(logged, waiting)
        changed = performing.changed | self._forecast(logged, waiting, performing.ice.keys)
        ents = tuple(dict.fromkeys(one.ent for one in logged if one.ent))
        return Applied(True, reached, Changed(frozenset(changed), ents, tuple(one.id for one in logged)), confirmed)

    # what comes as it was forecast

    def _foretold(self, logged: Sequence[Logged]) -> list[int]:
        """Where a page stands in the outbox that is just what waits there first, each with the verdict forecast here.

        Nobody else was at work then: the rows, and what would undo them, stand already as the log has them.
        """
        rows = self._connection.exec_driver_sql(FIRST, (self._scope, len(logged))).fetchall()
        if len(rows) < len(logged):
            return []
        for (_, op, did, *gone), one, entry in zip(rows, logged, self._page.entries, strict=True):
            if gone != [entry.body is None, entry.pii is None]:  # erased since: what it said must not stand
                return []
            if op != one.op or one.why is not None or not one.keys or one.did.verdict is not Is.OK:
                return []
            if not is_alike(did, entry.did):
                return []
        return [int(row[0]) for row in rows]

    def _confirm(self, place: Place, logged: Sequence[Logged], foretold: Sequence[int]) -> Applied:
        self._store(logged, 0)
        reached = self._advance(place)
        self._connection.exec_driver_sql("DELETE FROM outbox WHERE pos=?", [(pos,) for pos in foretold])
        touched = frozenset(key for one in logged for key in one.keys)
        ents = tuple(dict.fromkeys(one.ent for one in logged))
        return Applied(True, reached, Changed(touched, ents, tuple(one.id for one in logged)), len(foretold))

    # before: forecasts give way

    def _take_off(self, logged: Sequence[Logged]) -> list[Pending]:
        """Undo the forecasts that stand on what the page is about, or that it confirms."""
        if not pending.is_any(self._connection, self._scope):
            return []
        keys = {key for one in logged for key in one.keys}
        ids = {one.id for one in logged} | system_entries.put_aside(logged)
        if system_entries.empties_rows(logged):  # which rows, it says only when it is obeyed
            found = pending.all_of(self._connection, self._scope)
        else:
            found = pending.touched(self._connection, self._scope, keys, ids)
        pending.undo(self._connection, self._rules, self._scope, found)
        return found

    def _store(self, some: Sequence[Logged], start: int) -> None:
        entries, chains = self._page.entries, self._chains
        # Bytes take the driver three times as long as a bytearray.
        rows = [
            (
                self._scope, e.seq, one.id, one.ent, bytearray(e.op), _bound(e.body), _bound(e.pii), bytearray(e.did),
                _bound(e.mac), bytearray(chains[k]),
            )
            for k, (one, e) in enumerate(zip(some, entries[start : start + len(some)], strict=True), start)
        ]  # fmt: skip
        lane.plain(self._connection).executemany(JOURNAL, rows)

    # behind: state, outbox, forecasts

    def _advance(self, place: Place) -> Place:
        page = self._page
        keep_from = max(place.keep_from, min(page.keep_from, page.next))
        self._connection.exec_driver_sql(ADVANCE, (self._scope, page.next, page.next_chain, keep_from))
        if page.entries:  # what a pending op waits for may be among them
            self._connection.exec_driver_sql(AGAIN, (self._scope, WAIT))
        return Place(page.next, page.next_chain, keep_from)

    def _has_another_life(self, logged: Sequence[Logged]) -> bool:
        """Whether the log has a later op of this very file than the file itself: it was put back to where it stood
        before, and a copy of what it was by then has sent what it had done. Their numbers must not meet.
        """
        rows = self._connection.exec_driver_sql(COUNTED, (device.ID, device.COUNTER)).fetchall()
        told = {str(name): str(value) for name, value in rows}
        mine, count = told.get(device.ID), int(told.get(device.COUNTER, 0))
        return any(one.dev == mine and one.n > count for one in logged)

    def _let_go(self, logged: Sequence[Logged], waiting: Sequence[Pending]) -> int:
        """Own entries have arrived: only that, or the word that an op was put aside, empties the outbox."""
        ops = {one.id: one.op for one in logged}
        gone = 0
        for one in waiting:
            if one.id in ops:
                row = (one.pos, ops[one.id])
                gone += self._connection.exec_driver_sql("DELETE FROM outbox WHERE pos=? AND op=?", row).rowcount
        return gone

    def _forecast(self, logged: Sequence[Logged], waiting: Sequence[Pending], frozen: set[Key]) -> set[Key]:
        """What still waits is decided again. An op whose id the log gave to another one has no forecast."""
        if not waiting:
            return set()
        fold = Fold(lane.reading(self._connection), self._rules, self._scope)
        again = Forecasting(self._connection, self._rules, self._context_of, fold, self._now, frozenset(frozen))
        again.again(waiting, {one.id for one in logged})
        return again.changed | lane.flush(fold, self._connection)


def _bound(part: bytes | None) -> bytearray | None:
    return None if part is None else bytearray(part)
