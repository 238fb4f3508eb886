"""Appending to a scope's log: every op decided once, in log order, under the scope's lock (sync.md)."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import msgspec

from desk.domain.conflicts import settle
from desk.domain.deciding import LEFT, Context, Did, Is, Order
from desk.domain.flow import RESOLVE, Flow, Refusal
from desk.domain.roles import Actor, Role
from desk.domain.scopes import office_of
from desk.store.erasing import ASKED, DONE
from desk.store.fold import Fold
from desk.store.sealing import NotForUs
from sync.protocol.envelope import Envelope, chain_next, digest, pack, uuid7
from sync.server import confidential, erasing
from sync.server.asked import Behind
from sync.server.offered import Offered, Unloggable, id_of, mac_of, open_op
from sync.server.offices import CONFIGURES, View, held_at, reading
from sync.server.store import Place, Row, Session, is_of_database
from sync.wire.messages import QUARANTINED, WAIT, Sent

if TYPE_CHECKING:
    from sync.server.serving import Server

MOST_OPS, MOST_SECONDS = 100, 0.05  # of one transaction while others wait
ALONE_OPS, ALONE_SECONDS = 500, 0.2  # while nobody does: every page that it touches is sealed once
SYSTEM = "sys"
SERVER = "server"  # the device of the server's own ops
RULES = Actor("", frozenset({Role.RULES}))
JOURNAL = ("scope", "seq", "id", "ent", "op", "body", "pii", "did", "mac", "chain")
HEAD = 'UPDATE "head" SET seq = ?, chain = ?, config_seq = CASE WHEN ? > 0 THEN ? ELSE config_seq END WHERE scope = ?'
_WIRE = msgspec.json.Encoder()  # the same bytes as `pack`, in an eighth of the time
log = logging.getLogger("sync.log")


@dataclass(frozen=True, slots=True)
class Pusher:
    """Whose ops these are: all ids its device has had, how far its clock is behind ours, whether it is distrusted."""

    device: str
    devices: frozenset[str]
    offset: int = 0
    stolen: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """What cannot be part of the log, and why; `id` where it could be read."""

    sent: Sent
    id: str | None
    reason: str


def opened(server: "Server", scope: str, ops: Sequence[Sent], pusher: Pusher) -> list[Offered | Refused]:
    """Read ops before anybody's lock is held."""

    def one(sent: Sent) -> Offered | Refused:
        try:
            found = open_op(confidential.opened(server.secrets, scope, sent), scope, pusher.devices, server.secrets.mac)
        except Unloggable as why:
            return Refused(sent, why.id, why.reason)
        except NotForUs:
            return Refused(sent, id_of(sent), "sealed")
        return Refused(sent, found.id, "stolen") if pusher.stolen and found.again is None else found

    return [one(sent) for sent in ops]


class Batch:
    """One transaction's worth of a scope's log."""

    def __init__(self, server: "Server", session: Session, scope: str, place: Place) -> None:
        self._server = server
        self._session = session
        self.scope = scope
        self.seq, self.chain = place.seq, place.chain
        self._begun = place.seq
        self._fold = Fold(reading(session), server.rules, scope, ("journal",))
        self._rows: list[Row] = []
        self._here: dict[str, tuple[int, bytes]] = {}  # seq and op by id
        self._aside: set[str] = set()  # ids that this batch put beside the log
        self._emptied: set[str] = set()  # ids of this batch that an erasure behind them in it has emptied
        self._config = 0
        self._verdicts = Counter[Is]()
        self._fallen: set[str] = set()  # groups whose decision between two sides came too late: what hangs on it falls
        config = session.read('SELECT config_seq FROM "head" WHERE scope = ?', (office_of(scope),))
        self._view: View = server.offices.view(session, scope, int(config[0][0]) if config else 0)
        self._begun_at = monotonic()

    def append(self, ops: Sequence[Offered | Refused], pusher: Pusher, is_wanted: Behind | None) -> list[int]:
        """Log as many of these as one transaction should hold, in their order; a result for each that was looked at.

        What was done together is not taken apart: what hangs on a decision falls with it.
        """
        results: list[int] = []
        known, looked_at = _Known({}, set()), 0
        for place, one in enumerate(ops):
            if place and not _is_together(ops[place - 1], one) and self._is_enough(place, is_wanted):
                break
            if place == looked_at:
                some = [two for two in ops[place : place + MOST_OPS] if isinstance(two, Offered)]
                known, looked_at = self._known(some), place + MOST_OPS
                self._fold.prefetch((two.head.kind.partition(".")[0], two.head.ent) for two in some)
            results.append(self._one(one, pusher, known))
        # Not what was there before, nor what is emptied already: what was said since on the same row is no part of it.
        fresh = [ident for ident in self._here if ident not in self._emptied]
        gone = erasing.erased_among(self._session, self.scope, fresh)
        if gone.ops:
            self._flush()
            erasing.erase_again(self._server, self._session, self.scope, gone)
            self._fold = Fold(reading(self._session), self._server.rules, self.scope, ("journal",))
        return results

    def _is_enough(self, count: int, is_wanted: Behind | None) -> bool:
        """Whether others should have their turn after so many ops."""
        spent = monotonic() - self._begun_at
        if count < MOST_OPS and spent < MOST_SECONDS:
            return False
        return count >= ALONE_OPS or spent >= ALONE_SECONDS or is_wanted is None or is_wanted()

    def write(self) -> None:
        """Everything of the batch at once: entries, rows, before-images, the scope's new head."""
        if self.seq == self._begun:
            return
        self._flush()
        self._session.run(HEAD, (self.seq, self.chain, self._config, self._config, self.scope))
        for verdict, count in self._verdicts.items():
            self._server.meters.count("ops_total", count, verdict=str(verdict))
        self._session.notify(self.scope)

    def _flush(self) -> None:
        self._fold.flush(self._session)
        self._session.copy("journal", JOURNAL, self._rows)
        self._rows = []

    # one op

    def _known(self, offered: Sequence[Offered]) -> "_Known":
        wanted = dict.fromkeys([one.id for one in offered] + [one.head.after for one in offered if one.head.after])
        ids = [ident for ident in wanted if ident not in self._here]
        found: dict[str, tuple[int, bytes]] = {}
        aside: set[str] = set()
        if ids:
            marks = ",".join("?" * len(ids))
            rows = self._session.read(
                f"SELECT id, seq, op FROM journal WHERE scope = ? AND id IN ({marks})", (self.scope, *ids)
            )
            found = {str(ident): (int(seq), bytes(op)) for ident, seq, op in rows}
            aside = {
                str(row[0])
                for row in self._session.read(
                    f"SELECT id FROM quarantine WHERE scope = ? AND id IN ({marks})", (self.scope, *ids)
                )
            }
        return _Known(found, aside)

    def _one(self, one: Offered | Refused, pusher: Pusher, known: "_Known") -> int:
        if isinstance(one, Refused):
            return self._quarantine(one, pusher)
        there = self._here.get(one.id) or known.ops.get(one.id)
        if there is not None:
            if there[1] == one.sent.op:
                return there[0]
            log.error("same id, other op", extra={"scope": self.scope, "op": one.id, "device": pusher.device})
            return self._quarantine(Refused(one.sent, one.id, "same_id"), pusher)
        after = one.head.after
        if after is not None and not any(after in some for some in (self._here, known.ops, known.aside, self._aside)):
            return WAIT
        return self.enter(one, pusher.offset)

    def enter_own(self, offered: Sequence[Offered]) -> list[int]:
        """The server's own ops, by the rules themselves; what is logged already keeps its entry."""
        known = self._known(offered)
        seqs: list[int] = []
        for one in offered:
            there = self._here.get(one.id) or known.ops.get(one.id)
            seqs.append(there[0] if there else self.enter(one, by=RULES))
        return seqs

    def enter(self, one: Offered, offset: int = 0, by: Actor | None = None) -> int:
        """Decide one op and make it the next entry; returns its seq."""
        did = self._decide(one, offset, by)
        seq = self._entry(one.head, one.sent, did)
        if one.head.kind in (ASKED, DONE) and did.verdict is Is.OK:
            self._erase(one, seq)
        return seq

    def _erase(self, one: Offered, seq: int) -> None:
        """What names a person goes from everything in here, and an entry says to all where it stood."""
        self._flush()
        about = one.id if one.head.kind == ASKED else str(one.values.get("of") or one.id)
        told = erasing.erase(self._server, self._session, self.scope, about, one.values, seq)
        self._emptied.update(self._here.keys() & {str(ident) for ident in one.values.get("ops") or ()})
        self._fold = Fold(reading(self._session), self._server.rules, self.scope, ("journal",))
        for values in told if one.head.kind == ASKED else ():
            self.system(DONE.partition(".")[2], one.id, values, {})

    def _decide(self, one: Offered, offset: int, by: Actor | None) -> Did:
        flow, record, step = self._server.rules.of_kind(one.head.kind)
        now, at = self._server.clock(), one.head.at
        if one.again is not None:  # decided before a restore: when it was and when it counted stay as they were
            now, at, offset = max(one.again), one.again[1], 0
        done_at = min(one.head.at + offset, at if one.again else now)
        if record == SYSTEM:  # only the server's own, come back after a restore, and what the head office may ask
            asks = one.head.kind == ASKED and self._may_ask(one, now)
            refusal = None if asks or one.again is not None else Refusal("role", "")
            if step == "lodged" and not confidential.stands(self._session, self.scope, str(one.values.get("id"))):
                refusal = Refusal("lost", "")  # a restore has lost the op itself: its desk sends it again
            if refusal is None and step == "quarantined":
                self._put_aside(one)
            return Did(Is.DENIED if refusal else Is.OK, now, min(at, now), refusal=refusal)
        if one.head.grp is not None and one.head.grp in self._fallen:
            return Did(Is.DENIED, now, min(at, now), refusal=Refusal("group", ""))
        order = Order(record, step, one.head.ent, one.values, at, one.id)
        base = self._view.of(reading(self._session), one.head.by, now, offset)
        base = base if by is None else replace(base, actor=by)
        if flow is None:
            return settle(None, None, order, base)
        try:
            context = self._fold.context(base, order, one.head.after, one.head.base)
            if not one.is_whole:
                order = replace(order, values=erasing.completed(flow, step, one.values))
            did = self._settled(flow, order, context, done_at)
        except Exception as error:  # said without its words: they may hold what somebody typed
            if is_of_database(error):  # the op is not to blame, and comes again
                raise
            where = {"scope": self.scope, "kind": one.head.kind, "op": one.id, "error": type(error).__name__}
            log.error("a rule failed", extra=where)
            return Did(Is.DENIED, now, min(at, now), refusal=Refusal("fault", ""))
        self._fold.perform(flow, order, did, one.head.by, one.head.after)
        if step == RESOLVE and did.verdict is Is.DENIED and one.head.grp is not None:
            self._fallen.add(one.head.grp)
        return did

    def _settled(self, flow: Flow, order: Order, context: Context, done_at: int) -> Did:
        """The verdict; what somebody did while he might, and was dismissed before it arrived, counts and says so.

        `done_at`: asked is when he did it. When it takes effect may be later, behind what others did to the same thing
        since: of what was done at one stroke a part would count, and a part would not.
        """
        before = self._fold.values((order.record, order.ent))
        did = settle(flow, before, order, context)
        if did.verdict is not Is.DENIED or did.refusal is None or did.refusal.code != "role":
            return did
        actor = held_at(reading(self._session), self.scope, context.actor.id, done_at)
        if actor.roles <= context.actor.roles:
            return did
        then = settle(flow, before, order, replace(context, actor=actor))
        return did if then.verdict is Is.DENIED else replace(then, refusal=Refusal(LEFT, ""))

    def _may_ask(self, one: Offered, now: int) -> bool:
        return erasing.may(self._view.of(reading(self._session), one.head.by, now, 0).actor)

    def _entry(self, head: Envelope, sent: Sent, did: Did) -> int:
        wire = _WIRE.encode(did.wire())
        self.seq += 1
        self.chain = chain_next(self.chain, self.seq, sent.op, wire)
        mac = mac_of(self._server.secrets.mac, sent.op, did.at, did.eff)
        self._rows.append(
            (self.scope, self.seq, head.id, head.ent, sent.op, sent.body, sent.pii, wire, mac, self.chain)
        )
        self._here[head.id] = (self.seq, sent.op)
        self._verdicts[did.verdict] += 1
        if head.kind.partition(".")[0] in CONFIGURES and did.verdict is Is.OK:
            self._config = self.seq
            self._fold.flush(self._session)
            self._view = self._server.offices.fresh(self._session, self.scope)
        return self.seq

    # the server's own entries

    def system(self, name: str, ent: str, values: Mapping[str, object], private: Mapping[str, object]) -> int:
        """An entry of the server itself, `sys.<name>`: it binds everybody and changes no record by a rule."""
        now = self._server.clock()
        ident = uuid7(now)  # its own in every history: what a restore lost and desks bring again is another entry
        head = Envelope(ident, self.scope, SERVER, self.seq + 1, f"{SYSTEM}.{name}", ent, "", now)
        sealed = head.seal(values, private)
        return self._entry(head, Sent(sealed.op, sealed.body, sealed.pii), Did(Is.OK, now, now))

    def _put_aside(self, one: Offered) -> None:
        """The word that an op stands beside the log has outlived the database: what was done on that op need not wait.

        Its bytes are only in what was lost.
        """
        ident, hashed = str(one.values.get("id")), str(one.values.get("hash"))
        self._aside.add(ident)
        self._session.run(
            "INSERT INTO quarantine (scope, id, hash, reason, at, dev, data) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (scope, id, hash) DO NOTHING",
            (self.scope, ident, hashed, str(one.values.get("reason")), one.head.at, "", b""),
        )

    def _quarantine(self, one: "Refused", pusher: Pusher) -> int:
        """Keep what cannot be logged beside the log, and say so in it: once."""
        hashed = digest(one.sent.op)
        ident = one.id or str(uuid5(UUID(int=0), hashed))
        self._aside.add(ident)
        if self._session.read(
            "SELECT 1 FROM quarantine WHERE scope = ? AND id = ? AND hash = ?", (self.scope, ident, hashed)
        ):
            return QUARANTINED
        now = self._server.clock()
        data = pack({"op": one.sent.op.hex(), "body": _hex(one.sent.body), "pii": _hex(one.sent.pii)})
        data = confidential.kept_aside(self._server.secrets, self.scope, data)
        self._session.run(
            "INSERT INTO quarantine (scope, id, hash, reason, at, dev, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self.scope, ident, hashed, one.reason, now, pusher.device, data),
        )
        log.warning("quarantined", extra={"scope": self.scope, "reason": one.reason, "device": pusher.device})
        self.system("quarantined", ident, {"id": ident, "hash": hashed, "reason": one.reason}, {})
        return QUARANTINED


@dataclass(frozen=True, slots=True)
class _Known:
    ops: Mapping[str, tuple[int, bytes]]
    aside: set[str]


def _is_together(before: Offered | Refused, one: Offered | Refused) -> bool:
    """Whether both were done at one stroke."""
    if not (isinstance(before, Offered) and isinstance(one, Offered)):
        return False
    return one.head.grp is not None and one.head.grp == before.head.grp


def _hex(part: bytes | None) -> str | None:
    return None if part is None else part.hex()


def append(
    server: "Server",
    session: Session,
    scope: str,
    ops: Sequence[Offered | Refused],
    pusher: Pusher,
    is_wanted: Behind | None = None,
) -> list[int]:
    """Lock the scope and log what fits one transaction; results of those looked at, in their order.

    `is_wanted`: whether somebody waits for this scope by now; None: take it that somebody does.
    """
    batch = Batch(server, session, scope, session.lock(scope))
    results = batch.append(ops, pusher, is_wanted)
    batch.write()
    return results


def enter(
    server: "Server", session: Session, scope: str, ops: Iterable[tuple[Envelope, Sent, Mapping[str, object]]]
) -> list[int]:
    """Log ops that the server itself makes (doors, workers), by the rules. One that is there already stays as it is."""
    batch = Batch(server, session, scope, session.lock(scope))
    seqs = batch.enter_own([Offered(sent, head, dict(values)) for head, sent, values in ops])
    batch.write()
    return seqs
