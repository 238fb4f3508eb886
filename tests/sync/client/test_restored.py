"""A server that was restored from a backup, or lost: what any desk has pulled or accepted is in the log again."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from desk.domain.calendar import MINUTE
from desk.domain.roles import Role
from desk.store.applying import place_of
from desk.store.log import history
from sync.client.outcomes import What
from tests.invariants import dump, replay_equals_tables
from tests.sync.client.conftest import Joined
from tests.sync.client.joined import Desk, outbox


def quiet(*desks: Desk, most: int = 8) -> int:
    """Rounds in turn until nobody has anything to say; how many it took."""
    for count in range(1, most):
        outcomes = [desk.round() for desk in desks]
        assert all(one.fault is None for one in outcomes), [one.fault for one in outcomes]
        if not any(one.pulled or one.pushed or one.rewound for one in outcomes) and not any(
            desk.waiting() for desk in desks
        ):
            return count
    raise AssertionError("it does not come to rest")


def same(*desks: Desk) -> None:
    for one in desks:
        assert one.waiting() == 0
        replay_equals_tables(one.world.database, one.world.rules)
    first = dump(desks[0].world.database, desks[0].world.rules)
    for other in desks[1:]:
        assert dump(other.world.database, other.world.rules) == first
    places = {(place.seq, place.chain) for place in (place_of(one.world.database, one.world.scope) for one in desks)}
    assert len(places) == 1


def notes(desk: Desk) -> list[str]:
    return [str(row[0]) for row in desk.world.database.read("SELECT what FROM sync_note ORDER BY n")]


@pytest.fixture
def restored(joined: Joined, tmp_path: Path) -> Callable[[], None]:
    """Put the server back to where it stood when the test began."""
    joined.center.back_up(tmp_path / "backup.db")
    return lambda: joined.center.restore(tmp_path / "backup.db")


def test_what_the_server_lost_is_sent_again_and_numbers_stay(joined: Joined, restored: Callable[[], None]) -> None:
    one, two = joined.first, joined.second
    order = one.world.finished()
    mine = two.world.order(where="2-2-202")
    quiet(one, two)
    logged = one.kinds()
    row = one.world.row("work_order", order)
    restored()
    outcome = one.round()
    assert outcome.rewound == 5
    quiet(one, two)
    same(one, two)
    assert sorted(one.kinds()) == sorted(logged)
    assert one.world.row("work_order", order) == row
    assert two.world.row("work_order", mine)["where"] == "2-2-202"
    assert "rewind" in notes(one)


def test_foreign_entries_go_up_with_ones_own_though_their_desk_is_silent(
    joined: Joined, restored: Callable[[], None]
) -> None:
    """The desk that made them never comes back: their mac says that they were logged once."""
    one, two = joined.first, joined.second
    theirs = two.world.dispatched()
    quiet(one, two)
    one.world.take(Role.CLERK, "work_order.arrive", theirs)
    quiet(one)
    restored()
    quiet(one)
    third = joined.another()
    quiet(third)
    assert third.world.row("work_order", theirs) == one.world.row("work_order", theirs)
    assert [entry.step for entry in history(third.world.database, theirs)] == ["intake", "dispatch", "arrive"]
    same(one, third)


def test_what_somebody_did_before_his_dismissal_counts_behind_a_restore_too(
    joined: Joined, restored: Callable[[], None]
) -> None:
    """Its effect is of later than the dismissal, because another desk worked on the order: asked is when he did it."""
    one, two = joined.first, joined.second
    order = one.world.order()
    quiet(one, two)
    two.world.take(Role.CLERK, "work_order.amend", order, note="钥匙在门卫处")
    one.world.clock.forward(minutes=30)
    clerk = one.world.people[Role.CLERK].id
    (grant,) = [row["id"] for row in one.world.rows("grant") if row["staff_id"] == clerk]
    one.world.take(Role.HEAD_OFFICE, "grant.void", grant)
    one.world.take(Role.MANAGER, "work_order.amend", order, matter="厨房水管漏水")
    quiet(one)
    quiet(one, two)
    amended = one.world.row("work_order", order)
    assert {"note": "钥匙在门卫处", "matter": "厨房水管漏水"}.items() <= amended.items()
    restored()
    quiet(one, two)
    same(one, two)
    assert one.world.row("work_order", order) == amended


def test_both_lines_of_a_desk_find_that_the_server_was_restored(joined: Joined, restored: Callable[[], None]) -> None:
    """While one asks where they part, the other has gone back and sent all again: that is one time, not a second."""
    one, two = joined.first, joined.second
    one.world.finished()
    quiet(one, two)
    restored()
    inside: list[int] = []

    def meanwhile(request: httpx.Request) -> httpx.Response | None:
        if request.url.path == "/v1/common" and not inside:
            inside.append(1)
            answer = one.wire.handle_request(request)
            quiet(one)
            return answer
        return None

    one.wire.spoil = meanwhile
    outcome = one.round()
    assert (outcome.fault, outcome.asks, outcome.rewound) == (None, None, 0)
    assert notes(one).count("rewind") == 1
    quiet(one, two)
    same(one, two)
    replay_equals_tables(one.world.database, one.world.rules)


def test_new_work_stands_behind_what_was_there(joined: Joined, restored: Callable[[], None]) -> None:
    one, two = joined.first, joined.second
    order = two.world.dispatched()
    quiet(one, two)
    restored()
    one.world.take(Role.CLERK, "work_order.arrive", order)
    quiet(one, two)
    same(one, two)
    assert [entry.step for entry in history(one.world.database, order)] == ["intake", "dispatch", "arrive"]
    assert one.world.row("work_order", order)["status"] == "arrived"
    assert one.world.rows("branch") == []


def test_an_op_waits_for_what_only_another_desk_has(joined: Joined, restored: Callable[[], None]) -> None:
    """The server lost an order; a desk that has only heard of it through its own next step would come too early."""
    one, two = joined.first, joined.second
    order = one.world.order()
    quiet(one, two)
    restored()
    two.world.take(Role.CLERK, "work_order.dispatch", order, crew_id=two.world.crew, crew="水电班")
    # The second desk comes first, without the entry itself: as if its tail had been cut off.
    with two.world.database.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET pos=pos+100")
    outcome = two.round()
    assert outcome.fault is None
    quiet(one, two)
    same(one, two)
    assert one.world.row("work_order", order)["status"] == "dispatched"


def test_a_wait_is_put_off_and_taken_up_when_something_comes(joined: Joined) -> None:
    one, two = joined.first, joined.second
    order = one.world.order()
    (intake,) = outbox(one.world)
    quiet(two)
    rows = one.world.database.read("SELECT * FROM outbox")
    one.world.take(Role.CLERK, "work_order.remark", order, remark="先到")
    with one.world.database.write() as connection:  # another program holds back the first op for a moment
        connection.exec_driver_sql("DELETE FROM outbox WHERE id=?", (intake,))
    outcome = one.round()
    assert (outcome.pushed, one.waiting()) == (0, 1)
    assert one.world.database.read("SELECT state FROM outbox") == [("wait",)]
    assert outcome.retry_ms is not None
    with one.world.database.write() as connection:
        connection.exec_driver_sql(f"INSERT INTO outbox VALUES ({','.join('?' * len(rows[0]))})", rows[0])
    assert quiet(one) <= 3
    assert one.kinds()[-2:] == ["work_order.intake", "work_order.remark"]


def test_a_desk_that_only_sends_asks_whether_what_it_sent_is_still_there(
    joined: Joined, restored: Callable[[], None]
) -> None:
    """It is being given up and pulls no more: no page tells it that the server has lost its last steps."""
    one = joined.first
    order = one.world.order()
    quiet(one)
    one.session.scopes = lambda: {one.world.scope: "draining", one.world.company: "active"}
    joined.center.pulls["one"] = frozenset((one.world.company,))
    one.wire.asked.clear()
    one.round()
    assert one.wire.asked == ["/v1/common", "/v1/pull"], "one small question a round"
    restored()
    assert one.round().rewound == 1
    joined.second.round()
    assert joined.second.world.row("work_order", order)["status"] == "accepted"


def test_a_cursor_beyond_the_head_is_found_without_any_push(joined: Joined, restored: Callable[[], None]) -> None:
    one, two = joined.first, joined.second
    one.world.order()
    quiet(one, two)
    restored()
    outcome = two.round()
    assert (outcome.fault, outcome.rewound) == (None, 1)
    quiet(one, two)
    same(one, two)


def test_two_servers_at_once_ask_a_person(joined: Joined, restored: Callable[[], None]) -> None:
    """Two restores within ten minutes: the desk stops by itself, the rest of its work goes on."""
    one = joined.first
    one.world.order()
    quiet(one)
    restored()
    quiet(one)
    restored()
    outcome = one.round()
    assert outcome.asks is not None
    assert "第二次" in outcome.asks.message
    assert one.waiting() == 0
    one.world.take(Role.HEAD_OFFICE, "staff.add", name="新人", staff_no="77")
    outcome = one.round()
    assert outcome.asks is not None
    assert outcome.pushed == 1, "the company's scope is not the one in doubt"
    one.world.order()
    one.round()
    assert one.waiting() == 1
    one.session.agreed.add(one.world.scope)
    quiet(one)
    assert one.session.stopped == {}


def test_after_ten_minutes_it_goes_on_by_itself(joined: Joined, restored: Callable[[], None]) -> None:
    one = joined.first
    one.world.order()
    quiet(one)
    for _ in range(2):
        restored()
        quiet(one)
        one.world.clock.forward(ms=11 * MINUTE)


def test_a_server_with_nothing_at_all_gets_everything_back(joined: Joined) -> None:
    """A young company, whose desks still have the whole log: they build it up again."""
    one, two = joined.first, joined.second
    one.world.finished()
    quiet(one, two)
    center = joined.center
    with center.server.store.session() as session:
        for table in ("journal", "undo", "head", *(record.name for record in center.server.rules.records)):
            session.run(f'DELETE FROM "{table}"')
    logged = one.kinds()
    quiet(one, two)
    same(one, two)
    assert one.kinds() == logged


def test_the_common_place_is_asked_for_once_where_it_is_no_divergence(joined: Joined) -> None:
    """The 409 came from somebody else: the server knows the cursor after all."""
    one = joined.first
    one.world.order()
    calls: list[str] = []

    def once(request: object) -> object:
        import httpx

        assert isinstance(request, httpx.Request)
        calls.append(request.url.path)
        return httpx.Response(409, stream=httpx.ByteStream(b"")) if len(calls) == 1 else None

    one.wire.spoil = once  # type: ignore[assignment]
    outcome = one.round()
    assert (outcome.fault, outcome.rewound, one.waiting()) == (None, 0, 0)
    assert calls[:3] == ["/v1/ops", "/v1/common", "/v1/ops"]


def test_a_409_that_stays_is_no_reason_to_go_back(joined: Joined) -> None:
    import httpx

    one = joined.first
    one.world.order()
    before = dump(one.world.database, one.world.rules)

    def always(request: httpx.Request) -> httpx.Response | None:
        return httpx.Response(409, stream=httpx.ByteStream(b"")) if request.url.path == "/v1/ops" else None

    one.wire.spoil = always
    outcome = one.round()
    assert outcome.fault is not None
    assert outcome.fault.what is What.DIVERGED
    assert (one.waiting(), notes(one)) == (1, [])
    assert dump(one.world.database, one.world.rules) == before
