"""What must hold (sync.md, I1 to I28), each under its number. `after_*` are cheap and looked at all the time."""

from collections.abc import Iterable, Mapping
from typing import Any

from desk.domain.deciding import Did, Is
from desk.domain.service import Rulebook
from desk.store import log
from desk.store.log import Entry, entry_of
from desk.store.rows import columns_of
from sync.protocol.envelope import CHAIN_START, Envelope, chain_next, unpack
from tests.simulation.net.ledger import Ledger, note_count, outbox_of
from tests.simulation.net.machines import Center, Desk

Rows = dict[tuple[str, str, str], tuple[Any, ...]]
JOURNAL = "SELECT scope, seq, op, body, pii, did, mac FROM journal WHERE scope=? AND seq>? ORDER BY seq"
MONEY = """SELECT o.id, COALESCE(o.received_fen, 0),
           COALESCE((SELECT SUM(t.amount_fen) FROM taking t WHERE t.order_id = o.id AND t.status = 'taken'
                     AND t.scope = o.scope), 0)
           FROM work_order o WHERE NOT EXISTS (SELECT 1 FROM branch b WHERE b.ent = o.id)"""
NUMBERED = (("work_order", "no"), ("slip", "no"), ("taking", "receipt_no"))


def rows_of(read: Any, rules: Rulebook, scopes: Iterable[str]) -> Rows:
    """Every record of these scopes as stored, with its newest op."""
    wanted = tuple(scopes)
    where = f"scope IN ({','.join('?' * len(wanted))})"
    found: Rows = {}
    for record in rules.records:
        columns = columns_of(record)
        for row in read(columns.select(where, ("scope", "head", "head_eff", *columns.names)), wanted):
            found[(record.name, row[0], row[3])] = tuple(row)
    return found


# while it goes on


def after_step(desk: Desk, ops: Iterable[str], ents: Iterable[str]) -> None:
    """I6, and I1 at its beginning: what was accepted is in the file and in what is shown."""
    waiting = outbox_of(desk)
    assert waiting.issuperset(ops), "I1: an accepted step is not in the outbox"
    done = set(ops)
    for ent in ents:
        shown = {entry.head.id for entry in log.history(desk.database, ent)}
        assert shown & done, "I6: a desk does not see its own pending step"


def after_round(desk: Desk, ledger: Ledger, centers: Iterable[Center]) -> None:
    """I1/I18, I3, I5, I9: cheap, after every exchange with a server, however it ended."""
    i18_only_the_log_confirms(desk, ledger)
    i3_prefix(desk, ledger, centers)
    i5_no_way_back(desk, ledger)
    i9_only_granted(desk)
    ledger.begin(desk)


def i18_only_the_log_confirms(desk: Desk, ledger: Ledger) -> None:
    """An outbox row is gone only where its own entry, or the log's word that it was put aside, has come."""
    gone = ledger.outboxes.get(desk.number, set()) - outbox_of(desk)
    if not gone:
        return
    marks = ",".join("?" * len(gone))
    there = {str(one) for (one,) in desk.read(f"SELECT id FROM journal WHERE id IN ({marks})", *gone)}
    there |= {str(one) for (one,) in desk.read("SELECT id FROM sync_note WHERE what='quarantined'")}
    assert gone <= there, f"I18: {len(gone - there)} steps left the outbox and are nowhere"


def i3_prefix(desk: Desk, ledger: Ledger, centers: Iterable[Center]) -> None:
    """The place where a desk stands was once a place of a server."""
    for scope, seq, chain in desk.read("SELECT scope, seq, chain FROM sync_state"):
        place = (str(scope), int(seq), bytes(chain))
        if seq == 0 or place in ledger.histories:
            continue
        for center in centers:
            ledger.learn(center)
        assert place in ledger.histories, f"I3: {scope} {seq} was never a place of a server's log"
        rows = desk.read("SELECT MAX(seq), COUNT(*) FROM journal WHERE scope=?", scope)
        assert rows[0][0] in (seq, None), "I3: the journal ends elsewhere than the cursor"


def i5_no_way_back(desk: Desk, ledger: Ledger) -> None:
    noted = note_count(desk) > ledger.notes.get(desk.number, 0)
    for scope, seq in desk.read("SELECT scope, seq FROM sync_state"):
        before = ledger.cursors.get((desk.number, str(scope)), 0)
        assert seq >= before or noted, f"I5: {scope} went from {before} back to {seq} and nobody was told"


def i9_only_granted(desk: Desk) -> None:
    for (scope,) in desk.read("SELECT DISTINCT scope FROM sync_state"):
        own = {f"d/{one}" for one in desk.known} if str(scope).startswith("d/") else set()
        assert scope in desk.all_scopes or own, f"I9: {scope} is on desk {desk.number}"


# at rest


def i4_agree(desk: Desk, center: Center, rules: Rulebook) -> None:
    """Tables and journals of a desk are those of the server, byte for byte."""
    scopes = desk.all_scopes
    read = center.database.read
    for scope in scopes:
        kept = desk.read("SELECT COALESCE(MIN(seq), 1) FROM journal WHERE scope=?", scope)[0][0]
        ours = desk.read(JOURNAL, scope, kept - 1)
        theirs = read(JOURNAL, (scope, kept - 1))
        assert ours == theirs, f"I4: the journal of {scope} on desk {desk.number} is another one"
    frozen = {(str(r), str(s), str(i)) for r, s, i in desk.read("SELECT record, scope, id FROM frozen")}
    here, there = rows_of(desk.database.read, rules, scopes), rows_of(read, rules, scopes)
    for key in here.keys() | there.keys():
        if key not in frozen and (key[0], key[1], "*") not in frozen:
            assert here.get(key) == there.get(key), f"I4: {key} {_unlike(here.get(key), there.get(key))}"


def _unlike(one: Any, other: Any) -> str:
    if one is None or other is None:
        return f"desk {one is not None} server {other is not None}"
    return str([(a, b) for a, b in zip(one, other, strict=True) if a != b])


def entries_of(center: Center, scope: str) -> list[tuple[int, bytes, Entry]]:
    rows = center.database.read(
        "SELECT seq, chain, op, body, pii, did FROM journal WHERE scope=? ORDER BY seq", (scope,)
    )
    return [(seq, bytes(chain), entry_of(op, body, pii, did, False)) for seq, chain, op, body, pii, did in rows]


def i2_chain(center: Center, scope: str) -> None:
    """I2, I3: no gap, no op twice, the chain is computed from what is there."""
    chain = CHAIN_START
    seen: set[str] = set()
    rows = center.database.read("SELECT seq, id, op, did, chain FROM journal WHERE scope=? ORDER BY seq", (scope,))
    for number, (seq, ident, op, did, stored) in enumerate(rows, 1):
        assert seq == number, f"I3: {scope} has no entry {number}"
        assert ident not in seen, "I2: an op is in the log twice"
        seen.add(ident)
        chain = chain_next(chain, seq, op, did)
        assert chain == stored, f"I3: the chain of {scope} is wrong at {seq}"
    twice = center.database.read("SELECT id FROM quarantine WHERE scope=? AND reason='same_id'", (scope,))
    assert not twice, f"I12: {twice} are ids of two entries each"
    head = center.database.read("SELECT seq, chain FROM head WHERE scope=?", (scope,))
    assert head == [(len(rows), chain)] or not (head or rows), "I3: the head is elsewhere"


def i4_replay(
    center: Center, rules: Rulebook, scopes: Iterable[str], emptied: Mapping[tuple[str, str], set[str]]
) -> None:
    """The server's tables are what a replay of `did` makes. `emptied`: fields that an erasure took out."""
    entries = (entry for scope in scopes for _, _, entry in entries_of(center, scope))
    replayed = log.replayed(entries, rules)
    for record in rules.records:
        columns = columns_of(record)
        for row in center.database.read(columns.select("1=1")):
            values = columns.decode(row)
            key = (record.name, str(values["id"]))
            said = replayed.pop(key, None)
            if said is not None and key in emptied:
                values, said = ({k: v for k, v in one.items() if k not in emptied[key]} for one in (values, said))
            assert values == said, f"I4: {key} is not what the log says"
    assert not replayed, f"I4: the log makes {list(replayed)[:3]}, and they are not there"


def known_to(center: Center) -> set[str]:
    """Steps that are in the log, or of which the log says that they were put aside."""
    there = {str(one) for (one,) in center.database.read("SELECT id FROM journal")}
    for op, body in center.database.read(
        "SELECT op, body FROM journal WHERE INSTR(op, CAST('sys.quarantined' AS BLOB))"
    ):
        if Envelope.open(op).kind == "sys.quarantined":
            there.add(str(unpack(body)["id"]))
    return there


def i1_nothing_lost(ledger: Ledger, desks: Iterable[Desk], center: Center) -> None:
    """I1, I12: every accepted step is in the log, in an outbox, or put aside with the log's word."""
    there = known_to(center)
    for desk in desks:
        there |= outbox_of(desk)
    lost = ledger.accepted.keys() - ledger.gone - there
    assert not lost, f"I1: {len(lost)} accepted steps are nowhere: {[(one, ledger.accepted[one]) for one in lost][:3]}"
    for desk in desks:
        for (one,) in desk.read("SELECT id FROM journal"):
            assert one in there, "I12: what a desk has pulled is not in the log"


def i7_losers_reachable(desk: Desk) -> None:
    """A value that gave way is in the entity's history; a contested step is on its branch."""
    branches: set[str] = set()
    for (ops,) in desk.read("SELECT ops FROM branch"):
        branches |= set(ops if isinstance(ops, list) else unpack(b'{"v":' + ops.encode() + b"}")["v"])
    frozen = {str(one) for (one,) in desk.read("SELECT id FROM frozen")}
    for ident, ent, did in desk.read("SELECT id, ent, did FROM journal"):
        verdict = Did.of(unpack(did))
        if frozen and not frozen.isdisjoint((ent, *(make.id for make in verdict.make))):
            continue  # it stands still until a newer program comes
        if verdict.verdict is Is.CONTESTED:
            assert ident in branches, "I7: a contested step is on no branch"
        for loser in verdict.lost.values():
            rows = desk.read("SELECT ent FROM journal WHERE id=?", loser)
            assert rows == [(ent,)], "I7: a value that gave way is not in the history of its thing"


def i10_order(center: Center, ledger: Ledger) -> None:
    """I10, I22: a device's steps on one thing in its order; nothing before what it was done on."""
    newest: dict[tuple[str, str], int] = {}
    place: dict[str, tuple[str, int]] = {}
    for scope, seq, op in center.database.read("SELECT scope, seq, op FROM journal ORDER BY scope, seq"):
        try:
            head = Envelope.open(op)
        except (KeyError, ValueError, TypeError):
            continue
        place[head.id] = (scope, seq)
        if head.after is not None and head.after in place:
            assert place[head.after] < (scope, seq), "I22: decided before what it was done on"
        if head.dev == "server" or head.id in ledger.doubtful:
            continue
        key = (head.dev, head.ent)
        assert head.n > newest.get(key, 0), f"I10: {head.kind} n={head.n} comes after n={newest[key]}"
        newest[key] = head.n
    for (op,) in center.database.read("SELECT op FROM journal"):
        head = Envelope.open(op)
        if head.after is not None and head.after not in place:
            aside = center.database.read("SELECT 1 FROM quarantine WHERE id=?", (head.after,))
            assert aside, "I22: decided, and what it was done on is not in the log"


def i17_void_stays(center: Center, rules: Rulebook, scopes: Iterable[str]) -> None:
    """What is void comes back by a step whose table says so, or by a decision of a person."""
    for scope in scopes:
        status: dict[tuple[str, str], object] = {}
        for _, _, entry in entries_of(center, scope):
            if entry.did.verdict is not Is.OK:
                continue
            key = (entry.record, entry.head.ent)
            flow = rules.flow(entry.record)
            step = flow.step(entry.step) if flow else None
            new = entry.did.set.get("status")
            if status.get(key) == "void" and new not in (None, "void") and step is not None:
                free = "void" in step.frm or entry.step in ("resolve", "take_back")
                assert free, f"I17: {entry.head.kind} brought back what was void"
            if new is not None:
                status[key] = new
            for make in entry.did.make:
                if "status" in make.values:
                    status[(make.record, make.id)] = make.values["status"]


def i23_money(center: Center) -> None:
    """What orders say they received is what was taken for them, wherever no side waits or was dropped."""
    for order, says, taken in center.database.read(MONEY):
        assert says == taken, f"I23: order {order} says {says}, taken were {taken}"


def i25_numbers(center: Center, ledger: Ledger) -> None:
    for record, name in NUMBERED:
        rows = center.database.read(f'SELECT "{name}", id FROM "{record}" WHERE "{name}" IS NOT NULL')
        for number, ident in rows:
            if record == "slip" or not number or ident in ledger.doubtful:
                continue  # a slip carries its order's number; what two copies printed before a hello may meet
            known = ledger.numbers.setdefault(f"{record} {number}", ident)
            assert known == ident, f"I25: {number} was given twice"
