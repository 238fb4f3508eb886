"""A page of the log on a desk: all of it or nothing, forecasts give way and come again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desk.domain.deciding import Did, Is
from desk.domain.roles import Role
from desk.store import applying, pending
from desk.store.applying import BadPage, Incoming, apply_all, check, place_of
from desk.store.database import Database
from desk.store.pending import touched
from sync.protocol.envelope import CHAIN_START, Envelope, digest, pack, unpack
from tests.invariants import dump, replay_equals_tables, search_is_told
from tests.store.entries import Entry, apply, done_by, forecast, give, journal, outbox, page, said
from tests.world import World, copy_of

if TYPE_CHECKING:
    from sqlalchemy import Connection


@pytest.fixture
def other(built_world: World, tmp_path: Path) -> Iterator[World]:
    """Another desk, founded alike."""
    world = copy_of(built_world, tmp_path / "other.db")
    yield world
    world.database.close()


@pytest.fixture
def founded(world: World, other: World) -> tuple[World, World, int]:
    """Two desks to which the log has given all there is; and how many ops that was."""
    entries = done_by(world)
    give(world, entries)
    give(other, entries)
    assert outbox(world) == outbox(other) == []
    return world, other, 0


def test_a_page_makes_the_same_rows_as_the_desk_that_did_it(founded: tuple[World, World, int]) -> None:
    mine, theirs, _ = founded
    order = theirs.finished()
    entries = done_by(theirs)
    applied = give(mine, entries)
    assert applied.done
    assert mine.row("work_order", order) == theirs.row("work_order", order)
    assert mine.rows("revisit") == theirs.rows("revisit")
    assert ("work_order", order) in applied.changed.touched
    assert applied.changed.ops == tuple(Envelope.open(entry.op).id for entry in entries)
    assert place_of(mine.database, mine.scope) == applied.place
    replay_equals_tables(mine.database, mine.rules)
    search_is_told(mine.database, mine.rules)


def test_own_ops_leave_the_outbox_with_their_entries_and_count_once(founded: tuple[World, World, int]) -> None:
    mine, _, _ = founded
    order = mine.finished()
    before = mine.row("work_order", order)
    entries = done_by(mine)
    applied = give(mine, entries[:1])
    assert (applied.confirmed, len(outbox(mine))) == (1, len(entries) - 1)
    applied = give(mine, entries[1:])
    assert (applied.confirmed, outbox(mine)) == (len(entries) - 1, [])
    assert mine.row("work_order", order) == before
    replay_equals_tables(mine.database, mine.rules)


def test_the_verdict_of_the_log_stands_not_the_forecast(founded: tuple[World, World, int]) -> None:
    mine, _, _ = founded
    order = mine.dispatched()
    intake, dispatch = done_by(mine)
    give(mine, [intake, replace(dispatch, did=pack(Did(Is.DENIED, mine.clock(), mine.clock()).wire()))])
    assert mine.row("work_order", order)["status"] == "accepted"
    assert outbox(mine) == []
    replay_equals_tables(mine.database, mine.rules)


def test_a_page_that_somebody_else_applied_changes_nothing(founded: tuple[World, World, int]) -> None:
    mine, theirs, _ = founded
    theirs.order()
    incoming = page(mine, done_by(theirs))
    assert apply(mine, incoming).done
    before = dump(mine.database, mine.rules), journal(mine)
    again = apply(mine, incoming)
    assert (again.done, again.changed.touched, again.place.seq) == (False, frozenset(), incoming.next)
    assert (dump(mine.database, mine.rules), journal(mine)) == before


@pytest.mark.parametrize("wrong", ["gap", "verdict", "chain", "short", "cursor"])
def test_what_is_no_continuation_is_refused_whole(founded: tuple[World, World, int], wrong: str) -> None:
    mine, theirs, _ = founded
    theirs.finished()
    good = page(mine, done_by(theirs))
    entries = [entry for entry in good.entries if isinstance(entry, Entry)]
    bad: dict[str, Incoming] = {
        "gap": replace(good, entries=[entries[0], *entries[2:]]),
        "verdict": replace(good, entries=[replace(entries[0], did=entries[0].did + b" "), *entries[1:]]),
        "chain": replace(good, next_chain=CHAIN_START),
        "short": replace(good, entries=entries[:-1]),
        "cursor": replace(good, chain=bytes(31) + b"x"),
    }
    before = dump(mine.database, mine.rules), journal(mine)
    with pytest.raises(BadPage):
        apply(mine, bad[wrong])
    assert (dump(mine.database, mine.rules), journal(mine)) == before
    assert apply(mine, good).done


@pytest.fixture
def each_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody always waits for the file."""
    monkeypatch.setattr(Database, "is_wanted", True)


@pytest.mark.usefixtures("each_alone")
def test_a_long_page_comes_in_pieces_that_are_pages_themselves(founded: tuple[World, World, int]) -> None:
    mine, theirs, _ = founded
    theirs.finished()
    incoming = page(mine, done_by(theirs))
    count = -(-len(incoming.entries) // 2)
    pieces = apply_all(mine.database, mine.rules, mine.office.context, incoming, mine.clock(), piece=2)
    assert next(pieces).place.seq == incoming.seq + 2
    assert not apply(mine, incoming).done, "half of it is there: the whole is no continuation any more"
    assert [one.done for one in pieces] == [True] * (count - 1)
    assert place_of(mine.database, mine.scope).chain == incoming.next_chain


@pytest.mark.usefixtures("each_alone")
def test_a_pieces_page_ends_where_another_process_goes_on(founded: tuple[World, World, int]) -> None:
    mine, theirs, _ = founded
    theirs.finished()
    incoming = page(mine, done_by(theirs))
    pieces = apply_all(mine.database, mine.rules, mine.office.context, incoming, mine.clock(), piece=2)
    assert next(pieces).done
    assert apply(mine, check(mine.rules, incoming).part(2, 2).page).done
    assert [one.done for one in pieces] == [False]


@pytest.mark.parametrize(("waited_for", "longest", "commits"), [(False, 60, 1), (True, 60, 4), (False, 0, 4)])
def test_pieces_share_a_transaction_until_somebody_waits_or_it_gets_long(
    founded: tuple[World, World, int], monkeypatch: pytest.MonkeyPatch, waited_for: bool, longest: int, commits: int
) -> None:
    mine, theirs, _ = founded
    order = theirs.order()
    give(mine, done_by(theirs))
    monkeypatch.setattr(Database, "is_wanted", waited_for)
    monkeypatch.setattr(applying, "LONGEST_S", longest)
    counted: list[str] = []
    follow = Database.follow

    @contextmanager
    def counting(database: Database, meanwhile: None) -> Iterator["Connection"]:
        with follow(database, meanwhile) as connection:
            yield connection
        counted.append("commit")

    monkeypatch.setattr(Database, "follow", counting)
    incoming = page(mine, [said(mine, "work_order.remark", order, {"remark": str(n)}) for n in range(20)])
    pieces = list(apply_all(mine.database, mine.rules, mine.office.context, incoming, 0, piece=5))
    assert [len(one.changed.ops) for one in pieces] == [5, 5, 5, 5]
    assert len(counted) == commits


def test_an_empty_page_only_moves_keep_from(founded: tuple[World, World, int]) -> None:
    mine, _, _ = founded
    head = place_of(mine.database, mine.scope)
    applied = apply(mine, page(mine, [], keep_from=3))
    assert applied.done
    assert place_of(mine.database, mine.scope) == replace(head, keep_from=3)
    apply(mine, page(mine, [], keep_from=1))
    assert place_of(mine.database, mine.scope).keep_from == 3, "what was pruned does not come back"


def test_what_nobody_goes_back_behind_leaves_no_image(founded: tuple[World, World, int]) -> None:
    mine, theirs, _ = founded
    theirs.dispatched()
    new = done_by(theirs)
    head = place_of(mine.database, mine.scope).seq
    apply(mine, page(mine, new, keep_from=head + 1))
    kept = "SELECT j.seq FROM undo u JOIN journal j ON j.id=u.op_id WHERE j.scope=? AND j.seq>? ORDER BY 1"
    assert {seq for (seq,) in mine.database.read(kept, (mine.scope, head))} == {head + 2}
    replay_equals_tables(mine.database, mine.rules)


# forecasts


def test_what_waits_stands_on_what_came(founded: tuple[World, World, int]) -> None:
    mine, theirs, _ = founded
    order = theirs.order()
    give(mine, done_by(theirs))
    give(theirs, done_by(theirs))
    mine.take(Role.CLERK, "work_order.amend", order, note="我这边记的")
    theirs.take(Role.CLERK, "work_order.dispatch", order, crew_id=theirs.crew, crew="水电班")
    applied = give(mine, done_by(theirs))
    row = mine.row("work_order", order)
    assert (row["note"], row["status"]) == ("我这边记的", "dispatched")
    assert ("work_order", order) in applied.changed.touched
    (waits,) = outbox(mine)
    assert forecast(mine, waits) == "ok"
    assert mine.database.read("SELECT head FROM work_order WHERE id=?", (order,)) == [(waits,)]


def test_what_cannot_stand_beside_it_becomes_a_branch_and_shows(founded: tuple[World, World, int]) -> None:
    mine, theirs, _ = founded
    order = theirs.dispatched()
    give(mine, done_by(theirs))
    give(theirs, done_by(theirs))
    mine.take(Role.CLERK, "work_order.arrive", order)
    theirs.take(Role.CLERK, "work_order.void", order, void_reason="duplicate")
    give(mine, done_by(theirs))
    assert mine.row("work_order", order)["status"] == "void"
    (waits,) = outbox(mine)
    assert forecast(mine, waits) == "contested"
    (branch,) = mine.rows("branch")
    assert (branch["ops"], branch["steps"]) == ([waits], ["arrive"])


def test_the_forecast_of_another_entity_is_left_alone(founded: tuple[World, World, int]) -> None:
    mine, theirs, _ = founded
    mine.order(where="1-1-101")
    (waits,) = outbox(mine)
    before = mine.database.read("SELECT rowid, before FROM undo WHERE op_id=?", (waits,))
    theirs.order(where="2-2-202")
    give(mine, done_by(theirs))
    assert mine.database.read("SELECT rowid, before FROM undo WHERE op_id=?", (waits,)) == before


def test_what_stands_on_a_forecast_gives_way_with_it(founded: tuple[World, World, int]) -> None:
    mine, theirs, _ = founded
    order = theirs.dispatched()
    give(mine, done_by(theirs))
    give(theirs, done_by(theirs))
    mine.take(Role.CLERK, "work_order.arrive", order)
    mine.take(Role.CLERK, "work_order.finish", order, result="repaired")
    revisit = str(mine.row("work_order", order)["revisit_id"])
    mine.clock.forward(days=3)
    mine.take(Role.CLERK, "revisit.attempt", revisit, call_code="no_answer")
    theirs.take(Role.CLERK, "work_order.void", order, void_reason="duplicate")
    give(mine, done_by(theirs))
    assert mine.row("work_order", order)["status"] == "void"
    arrive, finish, attempt = outbox(mine)
    assert [forecast(mine, one) for one in (arrive, finish, attempt)] == ["contested", "contested", "denied"]
    assert mine.rows("revisit") == [], "opened by a finish that does not stand"
    assert [branch["steps"] for branch in mine.rows("branch")] == [["arrive", "finish"]]


def test_a_denied_forecast_is_tried_again_when_its_entity_changes(founded: tuple[World, World, int]) -> None:
    mine, theirs, _ = founded
    order = theirs.order()
    give(mine, done_by(theirs))
    mine.take(Role.CLERK, "work_order.amend", order, note="以后再说")
    (waits,) = outbox(mine)
    entry = done_by(theirs)[0]
    ident = Envelope.open(entry.op).ent
    void = said(mine, "work_order.void", ident, {}, {"set": {"status": "void"}})
    give(mine, [void])
    assert forecast(mine, waits) == "denied"
    back = said(mine, "work_order.amend", ident, {}, {"set": {"status": "accepted"}})
    give(mine, [back])
    assert forecast(mine, waits) == "ok"
    assert mine.row("work_order", order)["note"] == "以后再说"


def test_seeking_finds_what_looking_through_all_finds(
    founded: tuple[World, World, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, _, _ = founded
    orders = [mine.finished(where=f"1-1-{room}") for room in range(101, 107)]
    keys = {("work_order", orders[1]), ("work_order", orders[4])}
    named = {outbox(mine)[0]}
    with mine.database.trial() as connection:
        whole = touched(connection, mine.scope, keys, named)
        monkeypatch.setattr(pending, "FEW", 0)
        sought = touched(connection, mine.scope, keys, named)
        assert sought == whole
        assert [one.pos for one in whole] == sorted(one.pos for one in whole)
        assert {key for one in whole for key in one.keys} >= keys
        assert touched(connection, "e/none", keys, named) == []


def test_an_op_that_only_others_before_it_stand_on_stays(founded: tuple[World, World, int]) -> None:
    mine, _, _ = founded
    order = mine.order()
    mine.take(Role.CLERK, "work_order.amend", order, note="一")
    intake, edit = outbox(mine)
    with mine.database.trial() as connection:
        assert [one.id for one in touched(connection, mine.scope, set(), {edit})] == [edit]
        assert [one.id for one in touched(connection, mine.scope, set(), {intake})] == [intake, edit]


def test_what_waited_for_another_op_is_due_again(founded: tuple[World, World, int]) -> None:
    mine, theirs, _ = founded
    mine.order()
    with mine.database.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state='wait', next_try=99 WHERE scope=?", (mine.scope,))
    theirs.order()
    give(mine, [])
    assert mine.database.read("SELECT next_try FROM outbox WHERE scope=?", (mine.scope,)) == [(99,)]
    give(mine, done_by(theirs))
    assert mine.database.read("SELECT state, next_try FROM outbox WHERE scope=?", (mine.scope,)) == [("pending", None)]


def test_what_a_role_allows_is_asked_anew_when_roles_came(founded: tuple[World, World, int]) -> None:
    """The company's page takes the clerk's role away; the next page of the estate decides what waits by that."""
    mine, theirs, _ = founded
    company = done_by(mine, mine.company)
    give(mine, company, mine.company)
    order = theirs.order()
    give(mine, done_by(theirs))
    mine.take(Role.CLERK, "work_order.amend", order, note="记一笔")
    (grant,) = mine.database.read("SELECT id FROM 'grant' WHERE staff_id=?", (mine.people[Role.CLERK].id,))[0]
    gone = said(mine, "grant.void", grant, {}, {"set": {"status": "void"}})
    give(mine, [gone], mine.company)
    give(mine, [said(mine, "work_order.amend", order, {"remark": "别人改的"})])
    assert forecast(mine, outbox(mine)[0]) == "denied"


# the server's own entries


def quarantined(world: World, ident: str, hashed: str) -> Entry:
    return said(world, "sys.quarantined", ident, {"id": ident, "hash": hashed, "reason": "hash"})


def test_an_op_put_aside_leaves_with_a_note_and_its_forecast(founded: tuple[World, World, int]) -> None:
    mine, _, _ = founded
    order = mine.order()
    mine.take(Role.CLERK, "work_order.amend", order, note="以后再说")
    intake, edit = outbox(mine)
    (entry, _) = done_by(mine)
    applied = give(mine, [quarantined(mine, intake, digest(entry.op))])
    assert outbox(mine) == [edit]
    assert mine.rows("work_order") == []
    assert ("work_order", order) in applied.changed.touched
    ((what, about, detail),) = mine.database.read("SELECT what, id, detail FROM sync_note")
    told = json.loads(detail)
    assert (what, about, told["kind"], told["reason"]) == ("quarantined", intake, "work_order.intake", "hash")
    assert "王秀英" not in detail


def test_another_op_of_the_same_id_put_aside_leaves_ours(founded: tuple[World, World, int]) -> None:
    mine, _, _ = founded
    order = mine.order()
    (intake,) = outbox(mine)
    give(mine, [quarantined(mine, intake, digest(b"another"))])
    assert outbox(mine) == [intake]
    assert mine.row("work_order", order)["status"] == "accepted"


def test_the_log_has_another_op_of_our_id(founded: tuple[World, World, int]) -> None:
    """Ours stays until the server has put it aside; the rows are those of the log."""
    mine, _, _ = founded
    order = mine.order()
    (ours,) = done_by(mine)
    (intake,) = outbox(mine)
    home = mine.homes[0]
    give(mine, [said(mine, "home.edit", home, {"room": "3-2-9999"}, id=intake)])
    assert (outbox(mine), forecast(mine, intake)) == ([intake], "denied")
    assert all(row["id"] != order for row in mine.rows("work_order"))
    give(mine, [said(mine, "home.edit", home, {})])
    assert mine.row("home", home)["room"] == "3-2-9999", "the log's op was not undone as if it were ours"
    give(mine, [quarantined(mine, intake, digest(ours.op))])
    assert outbox(mine) == []
    assert mine.row("home", home)["room"] == "3-2-9999"
    replay_equals_tables(mine.database, mine.rules)


def test_a_verdict_of_the_server_keeps_what_is_in_its_envelope(founded: tuple[World, World, int]) -> None:
    """Exact bytes: what the journal keeps is what came."""
    mine, theirs, _ = founded
    theirs.order()
    (entry,) = done_by(theirs)
    give(mine, [entry])
    stored = mine.database.read("SELECT op, body, pii, did, mac FROM journal ORDER BY seq DESC LIMIT 1")[0]
    assert stored == (entry.op, entry.body, entry.pii, entry.did, entry.mac)
    assert unpack(entry.op)["pii"] == digest(entry.pii or b"")
