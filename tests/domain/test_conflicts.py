"""What two desks did at once: each case of sync.md's Conflicts, settled and applied in memory by the real rules."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from desk.domain.calendar import Calendar
from desk.domain.conflicts import settle
from desk.domain.deciding import Context, Did, Is, Order
from desk.domain.field import Kind, Merge
from desk.domain.flow import Values
from desk.domain.lists import NOTHING, Lists
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Actor, Role
from desk.domain.settings import Settings
from desk.services import rulebook
from desk.store import tables
from desk.store.fold import Fold, Row
from sync.protocol.envelope import Envelope, pack
from tests.services.folding import NINE, SCOPE

RULES = rulebook()
MINUTE = 60_000
CREW = {"crew_id": "0192aaaa-0000-7000-8000-00000000000c", "crew": "水电班", "charge": "free"}
RETURNED = {"return_reason": "no_time"}
OTHER_CREW = {**CREW, "crew": "综合班"}


@dataclass
class Line:
    """A log in memory: ops are settled in the order in which they arrive, each with what its clerk had seen."""

    connection: sqlite3.Connection
    now: int = NINE
    made: int = 0
    seq: int = 0
    by: Role = Role.CLERK
    scope: str = SCOPE
    lists: Lists = NOTHING
    apart: bool = False  # every role is another person
    dids: dict[str, Did] = field(default_factory=dict)

    def op(
        self,
        kind: str,
        ent: str,
        after: str | None,
        /,
        at: int | None = None,
        by: Role | None = None,
        base: str | None = None,
        **values: Any,
    ) -> str:
        """One op into the log; says its id."""
        self.made += 1
        self.now += MINUTE
        ident = f"0192bbbb-0000-7000-8000-{self.made:012d}"
        flow, record, step = RULES.of_kind(kind)
        order = Order(record, step, ent, values, self.now if at is None else at, ident)
        if flow is None:
            return self._unknown(order)
        fold = Fold(self._read, RULES, self.scope, ("journal",))
        person = list(Role).index(by or self.by) if self.apart else 1
        actor = Actor(f"0192cccc-0000-7000-8000-{person:012d}", frozenset({by or self.by}))
        view = Context(self.now, self.scope, actor, Settings(facts=ALL_SETTINGS), Calendar(), lists=self.lists)
        context = fold.context(view, order, after, base)
        did = self.dids[ident] = settle(flow, fold.values((record, ent)), order, context)
        fold.perform(flow, order, did, actor.id, after)
        fold.flush(self)
        sealed = Envelope(ident, self.scope, "d", self.made, kind, ent, actor.id, order.at, after, base=base).seal(
            values, {}
        )
        self.seq += 1
        self.copy(
            "journal",
            ("scope", "seq", "id", "ent", "op", "body", "pii", "did", "chain"),
            [(self.scope, self.seq, ident, ent, sealed.op, sealed.body, sealed.pii, pack(did.wire()), b"")],
        )
        return ident

    def _unknown(self, order: Order) -> str:
        nobody = Context(self.now, self.scope, Actor("", frozenset()), Settings(facts=ALL_SETTINGS), Calendar())
        self.dids[order.op_id] = settle(None, None, order, nobody)
        return order.op_id

    def verdict(self, ident: str) -> str:
        return str(self.dids[ident].verdict)

    def row(self, record: str, ent: str) -> Values:
        return Fold(self._read, RULES, self.scope, ("journal",)).values((record, ent)) or {}

    def branches(self, ent: str) -> tuple[Values, ...]:
        return Fold(self._read, RULES, self.scope, ("journal",)).branches(ent)

    def _read(self, sql: str, parameters: Sequence[Any]) -> Sequence[Row]:
        return self.connection.execute(sql, parameters).fetchall()

    def many(self, sql: str, rows: Sequence[Row]) -> None:
        self.connection.executemany(sql, rows)

    def copy(self, table: str, names: Sequence[str], rows: Sequence[Row]) -> None:
        quoted = ", ".join(f'"{name}"' for name in names)
        self.connection.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({",".join("?" * len(names))})', rows)


@pytest.fixture(scope="module")
def schema() -> list[str]:
    import sqlalchemy as sa
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateTable

    metadata = sa.MetaData()
    tables.record_tables(metadata, RULES.records)
    tables.journal_tables(metadata)
    return [str(CreateTable(table).compile(dialect=sqlite.dialect())) for table in metadata.sorted_tables]


@pytest.fixture
def line(schema: list[str]) -> Iterator[Line]:
    connection = sqlite3.connect(":memory:")
    for statement in schema:
        connection.execute(statement)
    yield Line(connection)
    connection.close()


ORDER = "0192dddd-0000-7000-8000-000000000001"


@pytest.fixture
def taken(line: Line) -> str:
    """An order that everybody knows; its op."""
    values = {"where": "3-2-1801", "matter": "漏水", "charge": "free", "no": "W1A-0001", "price_from_fen": 100}
    return line.op("work_order.intake", ORDER, None, **values)


def test_nothing_is_contested_where_nobody_else_was(line: Line, taken: str) -> None:
    first = line.op("work_order.dispatch", ORDER, taken, **CREW)
    second = line.op("work_order.arrive", ORDER, first)
    assert (line.verdict(first), line.verdict(second)) == ("ok", "ok")


def test_a_second_move_is_a_branch_and_what_follows_it_stays_there(line: Line, taken: str) -> None:
    line.op("work_order.dispatch", ORDER, taken, **CREW)
    other = line.op("work_order.dispatch", ORDER, taken, **OTHER_CREW)
    arrived = line.op("work_order.arrive", ORDER, other)
    assert line.verdict(other) == line.verdict(arrived) == "contested"
    assert line.row("work_order", ORDER)["crew"] == "水电班"
    (branch,) = line.branches(ORDER)
    assert branch["ops"] == [other, arrived]
    assert branch["sets"]["crew"] == "综合班"
    assert branch["sets"]["arrived_at"] == line.dids[arrived].eff


def test_the_main_line_goes_on_but_does_not_end(line: Line, taken: str) -> None:
    first = line.op("work_order.dispatch", ORDER, taken, **CREW)
    line.op("work_order.dispatch", ORDER, taken, **OTHER_CREW)
    arrived = line.op("work_order.arrive", ORDER, first)
    void = line.op("work_order.void", ORDER, arrived, void_reason="other")
    assert line.verdict(arrived) == "ok"
    did = line.dids[void]
    assert did.verdict is Is.DENIED
    assert did.refusal is not None
    assert did.refusal.code == "branch"


def finished_branch(line: Line, taken: str) -> tuple[str, str]:
    """Main dispatched; a branch dispatched to others, finished and signed. Says main's op and the branch's id."""
    main = line.op("work_order.dispatch", ORDER, taken, **CREW)
    other = line.op("work_order.dispatch", ORDER, taken, **OTHER_CREW)
    arrived = line.op("work_order.arrive", ORDER, other)
    done = line.op("work_order.finish", ORDER, arrived, result="repaired")
    line.op("work_order.sign", ORDER, done, signature="self", tick="good")
    return main, str(line.branches(ORDER)[0]["id"])


def test_keeping_the_branch_replays_it_and_drops_the_main_line(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    resolved = line.op("work_order.resolve", ORDER, main, keep=branch, drop=[])
    order = line.row("work_order", ORDER)
    assert line.verdict(resolved) == "ok"
    assert (order["crew"], order["status"], order["signature"]) == ("综合班", "finished", "self")
    assert order["revisit_id"]
    assert line.row("revisit", order["revisit_id"])["status"] == "waiting"
    kept, dropped = line.branches(ORDER)
    assert (kept["status"], dropped["status"], dropped["ops"]) == ("kept", "dropped", [main])
    more = line.op("work_order.slip_back", ORDER, resolved)
    assert line.verdict(more) == "ok"


def test_what_was_done_behind_an_own_step_that_still_waited_is_dropped_too(line: Line, taken: str) -> None:
    """The branch stands on a remark that came into the log behind the other desk's dispatch."""
    main = line.op("work_order.dispatch", ORDER, taken, **CREW, tools="人字梯")
    noted = line.op("work_order.remark", ORDER, taken, remark="业主下午在家")
    other = line.op("work_order.dispatch", ORDER, noted, base=taken, **OTHER_CREW)
    line.op("work_order.arrive", ORDER, other, base=taken)
    (branch,) = line.branches(ORDER)
    line.op("work_order.resolve", ORDER, main, keep=str(branch["id"]), drop=[])
    order = line.row("work_order", ORDER)
    assert (order["crew"], order["status"], order["remark"]) == ("综合班", "arrived", "业主下午在家")
    assert order.get("tools") is None, "said on the side that went"
    assert [one["ops"] for one in line.branches(ORDER) if one["status"] == "dropped"] == [[main]]


def test_a_step_that_is_one_with_another_stays_when_the_branch_behind_it_stands(line: Line, taken: str) -> None:
    """Both sent the same man; one wrote that he was there and done, the other called him back."""
    line.op("work_order.dispatch", ORDER, taken, **CREW)
    mine = line.op("work_order.dispatch", ORDER, taken, **CREW)
    main = line.op("work_order.recall", ORDER, mine)
    arrived = line.op("work_order.arrive", ORDER, mine, base=taken)
    assert (line.verdict(mine), line.verdict(arrived)) == ("merged", "contested")
    (branch,) = line.branches(ORDER)
    line.op("work_order.resolve", ORDER, main, keep=str(branch["id"]), drop=[])
    order = line.row("work_order", ORDER)
    assert (order["crew"], order["status"]) == ("水电班", "arrived")
    assert order["dispatched_at"]


def test_who_was_on_the_kept_branch_goes_on_as_if_nothing_was(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    last = line.branches(ORDER)[0]["ops"][-1]
    line.op("work_order.resolve", ORDER, main, keep=branch, drop=[])
    late = line.op("work_order.slip_back", ORDER, last)
    assert line.verdict(late) == "ok"
    assert line.row("work_order", ORDER)["status"] == "slip_back"


def test_who_was_on_a_dropped_branch_opens_a_new_one(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    last = line.branches(ORDER)[0]["ops"][-1]
    line.op("work_order.resolve", ORDER, main, keep="main", drop=[branch])
    assert line.row("work_order", ORDER)["status"] == "dispatched"
    late = line.op("work_order.slip_back", ORDER, last, received_fen=3000, payment="cash", due_fen=3000)
    assert line.verdict(late) == "contested"
    first, second = line.branches(ORDER)
    assert (first["status"], second["status"]) == ("dropped", "to_be_decided")
    assert second["sets"]["received_fen"] == 3000
    assert second["sets"]["signature"] == "self"


def test_keeping_main_leaves_those_on_it_undisturbed(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    line.op("work_order.resolve", ORDER, main, keep="main", drop=[branch])
    assert line.verdict(line.op("work_order.arrive", ORDER, main)) == "ok"


def test_two_decisions_the_second_is_told_so(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    line.op("work_order.resolve", ORDER, main, keep="main", drop=[branch])
    did = line.dids[line.op("work_order.resolve", ORDER, main, keep=branch, drop=[])]
    assert did.refusal is not None
    assert (did.verdict, did.refusal.code) == (Is.DENIED, "resolved")
    assert line.row("work_order", ORDER)["crew"] == "水电班"


def test_who_may_not_decide(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    did = line.dids[line.op("work_order.resolve", ORDER, main, by=Role.ACCOUNTANT, keep=branch, drop=[])]
    assert did.verdict is Is.DENIED


def test_a_fact_posts_where_the_order_is_gone_already(line: Line, taken: str) -> None:
    main = line.op("work_order.dispatch", ORDER, taken, **CREW)
    line.op("work_order.void", ORDER, main, void_reason="other")
    paid = line.op("work_order.pay", ORDER, main, received_fen=5000, payment="cash")
    assert line.verdict(paid) == "contested"
    (branch,) = line.branches(ORDER)
    assert branch["sets"]["received_fen"] == 5000
    assert branch["fact"]


def test_the_same_move_twice_is_one(line: Line, taken: str) -> None:
    first = line.op("work_order.dispatch", ORDER, taken, **CREW)
    second = line.op("work_order.dispatch", ORDER, taken, **CREW)
    assert (line.verdict(second), line.dids[second].vs) == ("merged", first)
    assert line.branches(ORDER) == ()
    assert line.verdict(line.op("work_order.arrive", ORDER, second)) == "ok"


def test_the_later_of_two_words_stands_and_the_other_is_named(line: Line, taken: str) -> None:
    line.now = NINE + 60 * MINUTE
    line.op("work_order.amend", ORDER, taken, at=NINE + 50 * MINUTE, where="5-1-301")
    early = line.op("work_order.amend", ORDER, taken, at=NINE + 10 * MINUTE, where="7-1-101", reporter_relation="owner")
    did = line.dids[early]
    assert did.verdict is Is.OK
    assert did.lost == {"where": early}
    order = line.row("work_order", ORDER)
    assert order["where"] == "5-1-301"
    assert order["reporter_relation"] == "owner"


def test_two_amounts_are_for_a_person(line: Line, taken: str) -> None:
    line.op("work_order.amend", ORDER, taken, price_form="list", price_from_fen=200)
    other = line.op("work_order.amend", ORDER, taken, price_form="list", price_from_fen=300)
    assert line.verdict(other) == "contested"
    assert line.row("work_order", ORDER)["price_from_fen"] == 200
    assert line.branches(ORDER)[0]["sets"]["price_from_fen"] == 300


def test_sums_of_two_desks_add_up(line: Line, taken: str) -> None:
    main = line.op("work_order.dispatch", ORDER, taken, **CREW)
    line.op("work_order.pay", ORDER, main, received_fen=3000, payment="cash")
    line.op("work_order.pay", ORDER, main, received_fen=5000, payment="cash")
    assert line.row("work_order", ORDER)["received_fen"] == 8000


def test_the_same_sum_twice_is_twice_the_sum(line: Line, taken: str) -> None:
    main = line.op("work_order.dispatch", ORDER, taken, **CREW)
    line.op("work_order.pay", ORDER, main, received_fen=3000, payment="cash")
    line.op("work_order.pay", ORDER, main, received_fen=3000, payment="cash")
    assert line.row("work_order", ORDER)["received_fen"] == 6000


def test_the_same_sum_twice_is_not_one_where_the_order_is_void_by_then(line: Line, taken: str) -> None:
    """Both took the second half; the order of the one who was quicker was voided before the other's came (seed 1905)."""
    main = line.op("work_order.return", ORDER, line.op("work_order.dispatch", ORDER, taken, **CREW), **RETURNED)
    half = line.op("work_order.pay", ORDER, main, received_fen=7000, payment="cash", was={"received_fen": 0})
    rest = line.op("work_order.pay", ORDER, half, received_fen=16_000, payment="cash", was={"received_fen": 7000})
    line.op("work_order.void", ORDER, rest, void_reason="other")
    other = line.op("work_order.pay", ORDER, half, received_fen=16_000, payment="cash", was={"received_fen": 7000})
    assert line.verdict(other) == "contested"
    assert line.branches(ORDER)[0]["sets"]["received_fen"] == 16_000


def test_a_sum_counts_from_what_its_clerk_saw(line: Line, taken: str) -> None:
    """His remark was logged behind the other desk's money, of which he knew nothing when he took his own (seed 84)."""
    main = line.op("work_order.dispatch", ORDER, taken, **CREW)
    line.op("work_order.pay", ORDER, main, received_fen=7000, payment="cash", was={"received_fen": 0})
    remark = line.op("work_order.remark", ORDER, main, remark="先付一半")
    line.op("work_order.pay", ORDER, remark, received_fen=6000, payment="cash", was={"received_fen": 0})
    assert line.row("work_order", ORDER)["received_fen"] == 13_000


def test_every_merge_word_is_handled() -> None:
    """A record whose field says how it merges is merged so: the table of this file and the enum agree."""
    assert {str(one) for one in Merge} == {"later", "strict", "both", "sum"}
    strict = [f for record in RULES.records for f in record.fields if f.merge is Merge.STRICT]
    assert all(field.kind not in (Kind.WORDS, Kind.LIST, Kind.FLAG) for field in strict)


def test_an_unknown_kind_is_said_so(line: Line, taken: str) -> None:
    assert line.verdict(line.op("hologram.shine", ORDER, None)) == "unknown"


def test_a_step_of_nobody_s_is_denied_even_on_a_branch(line: Line, taken: str) -> None:
    line.op("work_order.dispatch", ORDER, taken, **CREW)
    denied = line.op("work_order.dispatch", ORDER, taken, by=Role.ACCOUNTANT, **OTHER_CREW)
    assert line.verdict(denied) == "denied"
    assert line.branches(ORDER) == ()


def test_what_was_made_on_an_own_step_that_still_waited_did_not_know_of_others(line: Line, taken: str) -> None:
    """The log says Q R P X: X stands on P, but its clerk never saw R."""
    line.op("work_order.dispatch", ORDER, taken, **CREW)  # R
    mine = line.op("work_order.remark", ORDER, taken, remark="业主在家")  # P
    blind = line.op("work_order.dispatch", ORDER, mine, base=taken, **OTHER_CREW)  # X
    assert (line.verdict(mine), line.verdict(blind)) == ("ok", "contested")


def test_its_own_steps_before_it_are_no_rivals(line: Line, taken: str) -> None:
    mine = line.op("work_order.dispatch", ORDER, taken, **CREW)
    arrived = line.op("work_order.arrive", ORDER, mine, base=taken)
    done = line.op("work_order.finish", ORDER, arrived, base=taken, result="repaired")
    assert [line.verdict(one) for one in (mine, arrived, done)] == ["ok"] * 3


def test_the_moments_of_a_branch_are_its_own(line: Line, taken: str) -> None:
    """The other desk's work was logged first and is later: what was done at ten past nine stays ten past nine."""
    line.now = NINE + 60 * MINUTE
    first = line.op("work_order.dispatch", ORDER, taken, at=NINE + 20 * MINUTE, **CREW)
    line.op("work_order.arrive", ORDER, first, at=NINE + 50 * MINUTE)
    other = line.op("work_order.dispatch", ORDER, taken, at=NINE + 10 * MINUTE, **OTHER_CREW)
    assert line.dids[other].eff == NINE + 10 * MINUTE
    arrived = line.op("work_order.arrive", ORDER, other, at=NINE + 5 * MINUTE)
    assert line.dids[arrived].eff == NINE + 10 * MINUTE


def test_only_the_money_of_the_kept_side_counts(line: Line, taken: str) -> None:
    main = line.op("work_order.dispatch", ORDER, taken, **CREW)
    other = line.op("work_order.dispatch", ORDER, taken, **OTHER_CREW)
    line.op("work_order.pay", ORDER, other, received_fen=8000, payment="cash")
    paid = line.op("work_order.pay", ORDER, main, received_fen=5000, payment="cash")
    branch = str(line.branches(ORDER)[0]["id"])
    line.op("work_order.resolve", ORDER, paid, keep=branch, drop=[])
    assert line.row("work_order", ORDER)["received_fen"] == 8000


def test_money_taken_in_passing_on_the_side_that_goes_goes_too(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    paid = line.op("work_order.pay", ORDER, main, received_fen=5000, payment="cash")
    line.op("work_order.resolve", ORDER, paid, keep=branch, drop=[])
    assert not line.row("work_order", ORDER).get("received_fen")


def test_money_of_the_side_that_goes_goes_with_it(line: Line, taken: str) -> None:
    main, branch = finished_branch(line, taken)
    done = line.op("work_order.finish", ORDER, main, result="repaired")
    signed = line.op("work_order.sign", ORDER, done, signature="self", tick="good")
    back = line.op("work_order.slip_back", ORDER, signed, received_fen=3000, payment="cash", due_fen=3000)
    line.op("work_order.resolve", ORDER, back, keep=branch, drop=[])
    assert not line.row("work_order", ORDER).get("received_fen")
