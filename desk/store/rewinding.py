"""Going back to the last place that server and desk have in common, when the server has lost what came behind it.

Nothing is lost by it: entries above that place, whoever made them, wait in the outbox again, in the log's order and
before everything that waited there already (sync.md, rule 4).
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import MINUTE
from desk.domain.errors import DeskError
from desk.domain.service import Rulebook
from desk.store import lane, log, pending, sealed_ops
from desk.store.applying import NOTHING, Place, place_in, place_of
from desk.store.fold import Fold, Key
from desk.store.pending import Forecasting
from desk.store.performing import Ice
from desk.store.steps import Changed, ContextOf
from desk.store.system_entries import note
from sync.protocol.envelope import CHAIN_START, Envelope, unpack

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

Mark = tuple[int, bytes]
NEAR = 32  # marks next to the head stand entry by entry
AGAIN_MS = 10 * MINUTE
REWIND, STOPPED, GOES_ON, AGREED = "rewind", "stopped", "goes_on", "agreed"
# Why a person is asked: only of the first he can say that it is right, the others are mended at the server.
TWICE, TOO_OLD, NOT_KEPT = "twice", "too_old", "not_kept"
LAST = f"""SELECT scope, what, detail FROM sync_note WHERE n IN
           (SELECT MAX(n) FROM sync_note WHERE what IN ('{REWIND}', '{STOPPED}', '{GOES_ON}') GROUP BY scope)"""
# A server that lost entries may have lost photos: it is asked about each of them again.
OFFER_AGAIN = """UPDATE blob SET state='kept' WHERE state='there'
                 AND sha256 IN (SELECT sha256 FROM attachment WHERE scope=?)"""
LAST_TIME = "SELECT COALESCE(MAX(n), 0) FROM sync_note WHERE scope=? AND what=?"
ABOVE = "SELECT seq, id, ent, op, body, pii, did, mac FROM journal WHERE scope=? AND seq>? ORDER BY seq"
BACK = """INSERT INTO outbox (pos, n, id, scope, ent, op, body, pii, did, state, tries, at, eff, mac)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?, ?)"""


class AskSomebody(DeskError):
    """What the server says cannot be a plain restore: a person has to look at it first. Nothing was changed."""

    def __init__(self, message: str, advice: str, kind: str) -> None:
        super().__init__(message, advice)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Rewound:
    """From where to where, and how many entries wait to be sent again."""

    changed: Changed
    before: int
    now: int
    moved: int


def marks(database: "Database", scope: str) -> list[Mark]:
    """Places of this history, the newest first: close together near the head, then ever further apart."""
    place = place_of(database, scope)
    wanted = set(_steps_back(place))
    found = [(place.seq, place.chain)] if place.seq else []
    wanted.discard(place.seq)
    rows: list[tuple[Any, ...]] = []
    for some in pending.parts(sorted(wanted)):
        sql = f"SELECT seq, chain FROM journal WHERE scope=? AND seq IN ({pending.marks(some)})"
        rows += database.read(sql, (scope, *some))
    return found + sorted(((int(seq), bytes(chain)) for seq, chain in rows), reverse=True)


def last_time(database: "Database", scope: str) -> int:
    """The number of the note of the last time that this scope went back; 0: never."""
    return int(database.read(LAST_TIME, (scope, REWIND))[0][0])


def _steps_back(place: Place) -> list[int]:
    seqs: list[int] = []
    back = 0
    while place.seq - back > max(place.keep_from, 0):
        seqs.append(place.seq - back)
        back += 1 if back < NEAR else back // 8
    return [*seqs, place.keep_from]


def rewind(
    database: "Database",
    rules: Rulebook,
    context_of: ContextOf,
    scope: str,
    common: int,
    now: int,
    *,
    chain: bytes | None = None,
    seen: int | None = None,
    agreed: bool = False,
) -> Rewound:
    """Back to entry `common`, of which the server has this chain too. Nothing happens where somebody else was first:
    another process, or the other line of this one, has gone back since `seen` (`last_time`).

    Raises AskSomebody where only a person can know; `agreed`: one has said yes.
    """
    try:
        with database.write() as connection:
            return _Rewinding(connection, rules, context_of, scope, now).run(common, chain, seen, agreed)
    except AskSomebody as refused:
        with database.write() as connection:
            _note_stop(connection, now, scope, common, refused)
        raise


class _Rewinding:
    def __init__(self, connection: "Connection", rules: Rulebook, context_of: ContextOf, scope: str, now: int) -> None:
        self._connection = connection
        self._rules = rules
        self._context_of = context_of
        self._scope = scope
        self._now = now

    def run(self, common: int, expected: bytes | None, seen: int | None, agreed: bool) -> Rewound:
        place = place_in(self._connection, self._scope)
        last = int(self._connection.exec_driver_sql(LAST_TIME, (self._scope, REWIND)).scalar_one())
        if common >= place.seq or seen not in (None, last):
            return Rewound(NOTHING, place.seq, place.seq, 0)
        self._refuse(place, common, agreed)
        chain = self._chain_at(common)
        if expected is not None and chain != expected:
            return Rewound(NOTHING, place.seq, place.seq, 0)
        above = self._connection.exec_driver_sql(ABOVE, (self._scope, common)).fetchall()
        changed = self._undo([str(row[1]) for row in above])
        self._move(above)
        self._connection.exec_driver_sql(
            "UPDATE sync_state SET seq=?, chain=? WHERE scope=?", (common, chain, self._scope)
        )
        self._connection.exec_driver_sql(OFFER_AGAIN, (self._scope,))
        sealed_ops.go_back(self._connection, self._scope, common)
        changed |= self._forecast()
        detail = {"from": place.seq, "to": common, "moved": len(above)}
        note(self._connection, self._now, self._scope, REWIND, None, detail)
        ents = tuple(dict.fromkeys(str(row[2]) for row in above))
        told = Changed(frozenset(changed), ents, tuple(str(row[1]) for row in above))
        return Rewound(told, place.seq, common, len(above))

    def _refuse(self, place: Place, common: int, agreed: bool) -> None:
        if common < place.keep_from:
            raise AskSomebody(
                "服务器上没有本机已有的记录, 可能换了服务器或数据被清空", "本机数据没有改动; 请联系管理员核对服务器",
                TOO_OLD,
            )  # fmt: skip
        sql = "SELECT at FROM sync_note WHERE scope=? AND what=? ORDER BY n DESC LIMIT 1"
        last = self._connection.exec_driver_sql(sql, (self._scope, REWIND)).scalar()
        if last is not None and abs(self._now - int(last)) < AGAIN_MS and not agreed:
            raise AskSomebody(
                "十分钟内服务器的记录第二次和本机不一致, 可能有两台服务器在同时工作",
                "本机数据没有改动; 请联系管理员, 确认后再继续",
                TWICE,
            )

    def _chain_at(self, common: int) -> bytes:
        if common == 0:
            return CHAIN_START
        sql = "SELECT chain FROM journal WHERE scope=? AND seq=?"
        chain = self._connection.exec_driver_sql(sql, (self._scope, common)).scalar()
        if chain is None:
            raise AskSomebody("本机没有保留那么早的记录, 不能自动核对", "本机数据没有改动; 请联系管理员", NOT_KEPT)
        return bytes(chain)

    def _undo(self, ids: Sequence[str]) -> set[Key]:
        """Forecasts first, then the log, the newest first."""
        waiting = pending.all_of(self._connection, self._scope)
        pending.undo(self._connection, self._rules, self._scope, waiting)
        changed = {key for one in waiting for key in one.keys}
        for op_id in reversed(ids):
            rows = self._connection.exec_driver_sql(
                "SELECT record, id FROM undo WHERE scope=? AND op_id=?", (self._scope, op_id)
            )
            changed.update((str(record), str(ent)) for record, ent in rows.fetchall())
            log.undo(self._connection, self._rules, self._scope, op_id)
        return changed

    def _move(self, above: Sequence[Sequence[Any]]) -> None:
        if not above:
            return
        first = self._connection.exec_driver_sql("SELECT MIN(pos) FROM outbox").scalar()
        begin = (1 if first is None else int(first)) - len(above)
        rows = [
            (pos, _number(op), ident, self._scope, ent, op, body, pii, did, *_moments(did), mac)
            for pos, (_seq, ident, ent, op, body, pii, did, mac) in zip(count(begin), above, strict=False)
        ]
        lowest = int(above[0][0])
        self._connection.exec_driver_sql("DELETE FROM journal WHERE scope=? AND seq>=?", (self._scope, lowest))
        self._connection.exec_driver_sql(
            "DELETE FROM frozen WHERE scope=? AND seq>=? AND id<>'*'", (self._scope, lowest)
        )
        self._connection.exec_driver_sql(BACK, rows)

    def _forecast(self) -> set[Key]:
        """Whatever waited for the server waits anew, and everything is decided again in its order."""
        self._connection.exec_driver_sql(
            "UPDATE outbox SET state='pending', next_try=NULL, tries=0 WHERE scope=?", (self._scope,)
        )
        fold = Fold(lane.reading(self._connection), self._rules, self._scope)
        frozen = frozenset(Ice(self._connection, self._scope).keys)
        again = Forecasting(self._connection, self._rules, self._context_of, fold, self._now, frozen)
        again.again(pending.all_of(self._connection, self._scope))
        return again.changed | lane.flush(fold, self._connection)


def _number(op: bytes) -> int:
    try:
        return Envelope.open(op).n
    except (ValueError, KeyError, TypeError):
        return 0


def _moments(did: bytes) -> tuple[int | None, int | None]:
    """When it was decided and when it counted: both stay as they were."""
    try:
        told = unpack(did)
        return int(told["at"]), int(told["eff"])
    except (ValueError, KeyError, TypeError):
        return None, None


def _note_stop(connection: "Connection", now: int, scope: str, common: int, why: AskSomebody) -> None:
    """Once for each time: it is asked again with every round."""
    seq = place_in(connection, scope).seq
    detail = {"common": common, "from": seq, "kind": why.kind, "why": why.message}
    last = {str(row[0]): (str(row[1]), json.loads(row[2] or "{}")) for row in connection.exec_driver_sql(LAST)}
    if last.get(scope) != (STOPPED, detail):
        note(connection, now, scope, STOPPED, None, detail)


def goes_on(database: "Database", scopes: Collection[str], now: int) -> None:
    """These are followed again: what was said of a stop is over, however it was put right."""
    over = [str(scope) for scope, what, _ in database.read(LAST) if what == STOPPED and scope in scopes]
    if over:
        with database.write() as connection:
            for scope in over:
                note(connection, now, scope, GOES_ON, None, {})


def agree(database: "Database", scope: str, by: str, now: int) -> None:
    """Who said that going back is right, and when."""
    with database.write() as connection:
        note(connection, now, scope, AGREED, None, {"by": by})
