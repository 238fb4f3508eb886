"""What must hold of a desk's file at any moment (sync.md, I1 to I28, as far as one device without a wire has them)."""

from typing import Any

from desk.domain.deciding import Is
from desk.domain.service import Rulebook
from desk.store import log
from desk.store.database import Database
from desk.store.rows import columns_of
from sync.protocol.envelope import Envelope, digest, unpack

State = dict[str, Any]


def dump(database: Database, rules: Rulebook) -> State:
    """Every record with its newest op, as stored."""
    state: State = {}
    for record in rules.records:
        columns = columns_of(record)
        for row in database.read(columns.select("1=1", ("scope", "head", "head_eff", *columns.names))):
            state[f"{record.name} {row[3]}"] = row
    return state


def replay_equals_tables(database: Database, rules: Rulebook) -> None:
    """I4: the tables are what the verdicts alone make."""
    with database.trial() as connection:
        replayed = log.replay(connection, rules)
    stored = {}
    for record in rules.records:
        columns = columns_of(record)
        for row in database.read(columns.select("1=1")):
            values = columns.decode(row)
            stored[(record.name, values["id"])] = values
    assert stored.keys() == replayed.keys(), stored.keys() ^ replayed.keys()
    for key, values in stored.items():
        assert values == replayed[key], key


def outbox_is_whole(database: Database) -> list[Envelope]:
    """I1, I10: counters without gap, hashes of exact bytes, every `after` the op before, eff never earlier."""
    heads: list[Envelope] = []
    newest: dict[tuple[str, str], str] = {}
    eff: dict[tuple[str, str], int] = {}
    for n, ident, scope, ent, op, body, pii, did in database.read(
        "SELECT n, id, scope, ent, op, body, pii, did FROM outbox ORDER BY n"
    ):
        head, wire, verdict = Envelope.open(op), unpack(op), unpack(did)
        assert (head.n, head.id, head.scope, head.ent) == (n, ident, scope, ent)
        assert wire["body"] == digest(body)
        assert wire["pii"] == (digest(pii) if pii is not None else None)
        key = (head.kind.partition(".")[0], ent)
        assert head.after == newest.get(key), f"{head.kind} n={n}"
        assert verdict["is"] == Is.OK
        assert verdict["eff"] >= eff.get(key, 0)
        for one in (key, *((make["record"], make["id"]) for make in verdict.get("make", ()))):
            newest[one], eff[one] = head.id, verdict["eff"]
        heads.append(head)
    assert [head.n for head in heads] == list(range(1, len(heads) + 1)), "a number is missing or came twice"
    (counter,) = database.read("SELECT value FROM device WHERE name='counter'")[0]
    assert int(counter) == len(heads)
    for record, ent in newest:
        rows = database.read(f'SELECT head, head_eff FROM "{record}" WHERE id=?', (ent,))
        assert rows == [(newest[(record, ent)], eff[(record, ent)])]
    return heads


def nothing_private_outside(database: Database, canaries: set[str]) -> None:
    """No private value stands in a head, a body or a verdict: those cannot be erased."""
    for op, body, did in database.read("SELECT op, body, did FROM outbox"):
        for part in (op, body, did):
            text = part.decode()
            assert not any(canary in text for canary in canaries), text


def search_is_told(database: Database, rules: Rulebook) -> None:
    """Every entity with something to find is indexed or noted, and no note is of a record that does not exist."""
    noted = {(kind, ident) for kind, ident in database.read("SELECT kind, id FROM search_due")}
    done = {(kind, ident) for kind, ident in database.read("SELECT kind, id FROM search_doc")}
    known = {record.name for record in rules.records}
    assert {kind for kind, _ in noted} <= known
    for record in rules.records:
        searched = [f'"{field.name}" IS NOT NULL' for field in record.fields if field.searched]
        if searched:
            rows = database.read(f'SELECT id FROM "{record.name}" WHERE {" OR ".join(searched)}')
            assert {(record.name, row[0]) for row in rows} <= noted | done, record.name


def numbers_are_unique(*databases: Database) -> None:
    """I25: no printed number is given twice, on this desk or on one restored or cloned from it."""
    given: dict[str, str] = {}
    for database in databases:
        for ident, no in database.read("SELECT id, no FROM work_order"):
            assert given.setdefault(no, ident) == ident, no


def money_agrees(database: Database) -> int:
    """What every order received is what its live takings make up, owed sums left out; says how much came in, fen.

    Not of every hand: a rule sees one record, so it is the desk's panes that write both in one group.
    """
    came: dict[str, int] = {}
    for order, fen in database.read(
        "SELECT order_id, amount_fen FROM taking WHERE status = 'taken' AND payment <> 'on_account'"
    ):
        came[str(order)] = came.get(str(order), 0) + int(fen)
    received = {
        str(ident): int(fen)
        for ident, fen in database.read("SELECT id, received_fen FROM work_order WHERE received_fen <> 0")
    }
    assert came == received, {one: (came.get(one), received.get(one)) for one in came.keys() ^ received.keys()}
    return sum(came.values())


def all_of_them(database: Database, rules: Rulebook, canaries: set[str] | None = None) -> list[Envelope]:
    assert database.check() == []
    heads = outbox_is_whole(database)
    replay_equals_tables(database, rules)
    nothing_private_outside(database, canaries or set())
    search_is_told(database, rules)
    numbers_are_unique(database)
    return heads
