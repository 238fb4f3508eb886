"""Back to the common place: nothing is lost, the order stays, and some cases are left to a person."""

import json
from collections.abc import Iterator
from itertools import pairwise

import pytest

from desk.domain.calendar import MINUTE
from desk.domain.roles import Role
from desk.store.applying import Place, apply_page, place_of
from desk.store.rewinding import AskSomebody, Rewound, marks, rewind
from sync.protocol.envelope import CHAIN_START, unpack
from tests.invariants import dump, replay_equals_tables
from tests.store.entries import apply, done_by, forecast, frozen, give, journal, outbox, page, said
from tests.world import World


@pytest.fixture
def founded(world: World) -> Iterator[World]:
    """Everything logged, company and estate."""
    give(world, done_by(world, world.company), world.company)
    give(world, done_by(world))
    yield world
    assert world.database.check() == []


def back(world: World, common: int, agreed: bool = False) -> Rewound:
    office = world.office
    return rewind(world.database, world.rules, office.context, world.scope, common, world.clock(), agreed=agreed)


def head(world: World) -> int:
    return place_of(world.database, world.scope).seq


def told(world: World) -> list[tuple[str, dict[str, object]]]:
    rows = world.database.read("SELECT what, detail FROM sync_note ORDER BY n")
    return [(str(what), json.loads(detail)) for what, detail in rows]


def test_entries_above_wait_again_in_their_order_before_all_new_work(founded: World) -> None:
    begin = head(founded)
    order = founded.dispatched()
    entries = done_by(founded)
    give(founded, entries)
    logged = [str(unpack(entry.op)["id"]) for entry in entries]
    founded.take(Role.CLERK, "work_order.arrive", order)
    fresh = outbox(founded)
    before = founded.row("work_order", order)
    rewound = back(founded, begin)
    assert (rewound.before, rewound.now, rewound.moved) == (begin + 2, begin, 2)
    assert outbox(founded) == [*logged, *fresh]
    assert head(founded) == begin
    assert founded.row("work_order", order) == before, "what people see is the same as before"
    assert [forecast(founded, one) for one in outbox(founded)] == ["ok"] * 3
    assert told(founded) == [("rewind", {"from": begin + 2, "to": begin, "moved": 2})]
    replay_equals_tables(founded.database, founded.rules)


def test_they_keep_their_moments_their_bytes_and_their_mac(founded: World) -> None:
    begin = head(founded)
    founded.order()
    (entry,) = done_by(founded)
    give(founded, [entry])
    founded.clock.forward(days=1)
    back(founded, begin)
    did = unpack(entry.did)
    rows = founded.database.read("SELECT op, body, pii, mac, at, eff FROM outbox")
    assert rows == [(entry.op, entry.body, entry.pii, entry.mac, did["at"], did["eff"])]
    again = unpack(founded.database.read("SELECT did FROM outbox")[0][0])
    assert (again["at"], again["eff"], again["set"]) == (did["at"], did["eff"], did["set"])


def test_the_log_comes_again_and_all_is_as_it_was(founded: World) -> None:
    begin = head(founded)
    order = founded.finished()
    entries = done_by(founded)
    give(founded, entries)
    before = dump(founded.database, founded.rules)
    place = place_of(founded.database, founded.scope)
    back(founded, begin)
    applied = give(founded, entries)
    assert (applied.confirmed, outbox(founded)) == (len(entries), [])
    assert dump(founded.database, founded.rules) == before
    assert place_of(founded.database, founded.scope) == place
    assert founded.row("work_order", order)["status"] == "finished"


def test_a_company_is_rewound_to_its_very_beginning(founded: World) -> None:
    """Its first steps were taken by the rules themselves, while nobody was there who could permit them."""
    before = dump(founded.database, founded.rules)
    rewound = rewind(founded.database, founded.rules, founded.office.context, founded.company, 0, 0)
    assert rewound.moved > 5
    assert place_of(founded.database, founded.company) == Place()
    verdicts = {unpack(row[0])["is"] for row in founded.database.read("SELECT did FROM outbox")}
    assert verdicts == {"ok"}
    assert dump(founded.database, founded.rules) == before


def test_of_two_processes_one_goes_back(founded: World) -> None:
    begin = head(founded)
    founded.order()
    give(founded, done_by(founded))
    assert back(founded, begin).moved == 1
    assert back(founded, begin).moved == 0
    assert back(founded, begin + 5).moved == 0
    assert len(told(founded)) == 1


def test_another_history_below_is_not_gone_back_to(founded: World) -> None:
    """Another process has followed another log meanwhile: the common place was of the old one."""
    begin = head(founded)
    founded.order()
    give(founded, done_by(founded))
    rewound = rewind(founded.database, founded.rules, founded.office.context, founded.scope, begin, 0, chain=bytes(32))
    assert (rewound.moved, head(founded)) == (0, begin + 1)


def test_below_what_is_kept_a_person_is_asked(founded: World) -> None:
    founded.order()
    apply(founded, page(founded, done_by(founded), keep_from=head(founded)))
    keep = place_of(founded.database, founded.scope).keep_from
    before = dump(founded.database, founded.rules), journal(founded), head(founded)
    for _ in range(2):
        with pytest.raises(AskSomebody, match="没有本机已有的记录"):
            back(founded, keep - 1)
    assert (dump(founded.database, founded.rules), journal(founded), head(founded)) == before
    assert [what for what, _ in told(founded)] == ["stopped"], "said once, however often it is tried"
    assert back(founded, keep).moved == 1


@pytest.mark.parametrize(("later", "asks"), [(9 * MINUTE, True), (-9 * MINUTE, True), (11 * MINUTE, False)])
def test_a_second_time_within_ten_minutes_asks_a_person(founded: World, later: int, asks: bool) -> None:
    begin = head(founded)
    founded.order()
    entries = done_by(founded)
    give(founded, entries)
    back(founded, begin)
    give(founded, entries)
    founded.clock.forward(ms=later)
    if asks:
        with pytest.raises(AskSomebody, match="第二次"):
            back(founded, begin)
        assert head(founded) == begin + 1
    assert back(founded, begin, agreed=asks).moved == 1


def test_what_stood_frozen_is_frozen_again_when_it_comes_again(founded: World) -> None:
    order = founded.order()
    give(founded, done_by(founded))
    begin = head(founded)
    entries = [
        said(founded, "work_order.polish", order, {"note": "亮"}),
        said(founded, "work_order.remark", order, {"remark": "后"}),
    ]
    give(founded, entries)
    assert frozen(founded) != {}
    back(founded, begin)
    assert frozen(founded) == {}
    give(founded, entries)
    assert set(frozen(founded)) == {("work_order", order)}


def test_what_waited_long_is_due_at_once(founded: World) -> None:
    begin = head(founded)
    founded.order()
    give(founded, done_by(founded))
    founded.order()
    with founded.database.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state='wait', next_try=999, tries=4")
    back(founded, begin)
    assert founded.database.read("SELECT DISTINCT state, next_try, tries FROM outbox") == [("pending", None, 0)]


def test_unreadable_entries_wait_again_too(founded: World) -> None:
    begin = head(founded)
    broken = said(founded, "work_order.remark", "x", {})
    give(founded, [type(broken)(0, b"not json", None, None, b"neither")])
    assert back(founded, begin).moved == 1
    assert founded.database.read("SELECT n, op, at, eff FROM outbox") == [(0, b"not json", None, None)]


def test_marks_are_close_near_the_head_and_reach_back_to_what_is_kept(founded: World) -> None:
    order = founded.order()
    give(founded, done_by(founded))
    give(founded, [said(founded, "work_order.remark", order, {"remark": str(n)}) for n in range(300)])
    found = marks(founded.database, founded.scope)
    seqs = [seq for seq, _ in found]
    assert seqs[:32] == list(range(head(founded), head(founded) - 32, -1))
    assert seqs == sorted(seqs, reverse=True)
    assert 40 < len(seqs) < 80
    assert max(high - low for high, low in pairwise(seqs)) < 45
    for seq, chain in found:
        stored = founded.database.read("SELECT chain FROM journal WHERE scope=? AND seq=?", (founded.scope, seq))
        assert stored == [(chain,)]
    apply_page(founded.database, founded.rules, founded.office.context, page(founded, [], keep_from=200), 0)
    assert min(seq for seq, _ in marks(founded.database, founded.scope)) == 200


def test_a_scope_without_a_log_has_no_marks(world: World) -> None:
    assert marks(world.database, world.scope) == []
    assert place_of(world.database, world.scope) == Place(0, CHAIN_START, 0)
