"""Everything a server or a wire may answer: nothing is lost, nothing is done twice, and others are not kept back."""

from collections.abc import Mapping
from random import Random

import httpx
import pytest

from desk.domain.roles import Role
from desk.store.applying import place_of
from sync.client.outcomes import LONGEST_MS, What, backoff, fault_of, seconds_of
from sync.client.pushing import MOST_ALONE, due
from sync.client.rounds import round_of
from sync.wire.messages import Push
from tests.invariants import replay_equals_tables
from tests.sync.client.conftest import Joined
from tests.sync.client.joined import Desk, Spoil, decoded, outbox


def answering(
    status: int, body: bytes = b"", times: int = 1, path: str = "", headers: Mapping[str, str] | None = None
) -> Spoil:
    """Somebody answers so, so often; then the server itself does."""
    left = [times]

    def spoil(request: httpx.Request) -> httpx.Response | None:
        if left[0] and request.url.path.startswith(path):
            left[0] -= 1
            return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))
        return None

    return spoil


def held(desk: Desk) -> tuple[list[str], int, list[str]]:
    """What must not change by any answer that is no success."""
    return outbox(desk.world), place_of(desk.world.database, desk.world.scope).seq, desk.kinds()


@pytest.mark.parametrize("status", [400, 403, 404, 405, 408, 413, 418, 422, 425, 429, 500, 502, 503, 504, 599])
def test_no_status_deletes_anything_and_it_goes_on_afterwards(joined: Joined, status: int) -> None:
    one = joined.first
    one.world.order()
    before = held(one)
    one.wire.spoil = answering(status, b"<html>no</html>", times=100)
    outcome = one.round()
    assert outcome.fault is not None or status in (400, 413, 422, 500)
    assert held(one) == before
    assert outcome.retry_ms is not None
    one.wire.spoil = None
    one.world.clock.forward(minutes=2)
    assert one.round().pushed == 1
    assert one.waiting() == 0


def test_the_server_says_when_to_come_again(joined: Joined) -> None:
    joined.first.world.order()
    joined.first.wire.spoil = answering(503, times=9, headers={"retry-after": "17"})
    outcome = joined.first.round()
    assert outcome.retry_ms is not None
    assert 17_000 <= outcome.retry_ms < 18_000
    joined.first.wire.spoil = answering(429, b'{"code":"rate","retry_after":20}', times=9)
    outcome = joined.first.round()
    assert outcome.retry_ms is not None
    assert 20_000 <= outcome.retry_ms < 21_000


def test_failures_in_a_row_wait_ever_longer_and_one_success_ends_it(joined: Joined) -> None:
    one = joined.first
    one.wire.spoil = answering(502, times=1000)
    waits = [one.round().retry_ms or 0 for _ in range(12)]
    assert waits[0] <= 1_000 < waits[5] <= LONGEST_MS
    assert max(waits) <= LONGEST_MS
    one.wire.spoil = None
    assert one.round().retry_ms is None
    one.wire.spoil = answering(502, times=1000)
    assert (one.round().retry_ms or 0) <= 1_000


def test_desks_do_not_come_again_at_the_same_moment() -> None:
    assert len({backoff(Random(seed), 5) for seed in range(50)}) > 40
    assert len({backoff(Random(seed), 0, 5_000) for seed in range(50)}) > 40


def test_what_a_status_asks_for() -> None:
    assert fault_of(502, "", None).what is What.BUSY
    assert fault_of(451, "", None).what is What.REFUSED
    assert fault_of(503, "", -5).retry_ms == 0
    assert fault_of(503, "", 10**9).retry_ms == 600_000
    assert [seconds_of(text) for text in ("7", " 7 ", "Wed, 21 Oct 2026 07:28:00 GMT", "", None, "²", "-1")] == [
        7, 7, None, None, None, None, None,
    ]  # fmt: skip


def test_a_refused_token_is_asked_for_anew_once(joined: Joined) -> None:
    one = joined.first
    one.world.order()
    one.tokens[0] = "stale"
    heard: list[str] = []

    def renew() -> None:
        heard.append("forgot")
        one.tokens[0] = "good"

    one.session.forget_token = renew
    assert one.round().pushed == 1
    assert heard == ["forgot"]


def test_a_token_that_stays_refused_keeps_everything(joined: Joined) -> None:
    one = joined.first
    one.world.order()
    one.tokens[0] = "bad"
    before = held(one)
    outcome = one.round()
    assert outcome.fault is not None
    assert outcome.fault.what is What.TOKEN
    assert not outcome.is_reached
    assert one.wire.asked == ["/v1/ops", "/v1/ops"]
    assert held(one) == before


def test_an_answer_cut_at_any_byte_changes_nothing(joined: Joined) -> None:
    one, two = joined.first, joined.second
    one.world.finished()
    one.round()
    answers: list[tuple[str, dict[str, str], bytes]] = []
    two.wire.heard = answers
    fresh = held(two)
    dice = Random(3)
    with_everything = two.round()
    assert with_everything.pulled > 0
    _path, headers, body = answers[0]
    third = joined.another()
    assert held(third)[1] == fresh[1]
    for cut in sorted(dice.sample(range(len(body)), 40)):
        third.wire.spoil = answering(200, body[:cut], headers=headers)
        outcome = third.round()
        assert outcome.fault is not None
        assert outcome.fault.what is What.UNREACHABLE, cut
        assert held(third) == fresh
    third.wire.spoil = None
    assert third.round().pulled == with_everything.pulled


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"<html>welcome to the hotel</html>", "text/html"),
        (b"", "application/msgpack"),
        (b"\x00\x00\x00\x01", "application/msgpack"),
        (b"\xff" * 100, "application/msgpack"),
    ],
)
def test_somebody_elses_answer_is_none(joined: Joined, body: bytes, media: str) -> None:
    one = joined.first
    one.world.order()
    before = held(one)
    one.wire.spoil = answering(200, body, times=2, headers={"content-type": media})
    outcome = one.round()
    assert outcome.fault is not None
    assert outcome.fault.what is What.UNREACHABLE
    assert held(one) == before


def test_an_answer_lost_after_the_server_has_done_it_does_it_once(joined: Joined) -> None:
    one = joined.first
    one.world.dispatched()

    def lose(request: httpx.Request) -> httpx.Response | None:
        one.wire.spoil = None
        one.wire.handle_request(request)
        raise httpx.ReadError("lost")

    one.wire.spoil = lose
    assert one.round().fault is not None
    assert one.waiting() == 2
    outcome = one.round()
    assert (outcome.pushed, one.waiting()) == (2, 0)
    assert one.kinds()[-2:] == ["work_order.intake", "work_order.dispatch"]
    replay_equals_tables(one.world.database, one.world.rules)


def test_too_much_at_once_is_halved_until_it_passes_and_grows_again(joined: Joined) -> None:
    one = joined.first
    for room in range(12):
        one.world.order(where=f"1-1-{room}")
    sizes: list[int] = []

    def small(request: httpx.Request) -> httpx.Response | None:
        if request.url.path == "/v1/ops":
            sizes.append(len(decoded(request, Push).ops))
            if sizes[-1] > 3:
                return httpx.Response(413, stream=httpx.ByteStream(b""))
        return None

    one.wire.spoil = small
    assert one.round().pushed == 12
    assert one.waiting() == 0
    assert sizes[:3] == [12, 6, 3]
    one.wire.spoil = None
    for room in range(12):
        one.world.order(where=f"1-2-{room}")
    one.wire.asked.clear()
    one.round()
    assert one.waiting() == 0
    assert one.wire.asked.count("/v1/ops") < 4


@pytest.mark.parametrize("status", [400, 413, 500])
def test_one_op_to_blame_keeps_back_only_its_own_entity(joined: Joined, status: int) -> None:
    """I19: found by halving, put off with what stands behind it, all others are sent."""
    one = joined.first
    orders = [one.world.order(where=f"1-1-{room}") for room in range(9)]
    one.world.take(Role.CLERK, "work_order.remark", orders[4], remark="后面的")
    poison = outbox(one.world)[4]
    behind = outbox(one.world)[-1]

    def choke(request: httpx.Request) -> httpx.Response | None:
        if request.url.path == "/v1/ops" and any(poison.encode() in op.op for op in decoded(request, Push).ops):
            return httpx.Response(status, stream=httpx.ByteStream(b""))
        return None

    one.wire.spoil = choke
    outcome = one.round()
    assert outbox(one.world) == [poison, behind]
    assert outcome.pushed == 8
    assert outcome.retry_ms is not None
    assert 0 < outcome.retry_ms <= 1_000
    one.wire.asked.clear()
    one.round()
    assert "/v1/ops" not in one.wire.asked, "it is put off"
    one.world.clock.forward(minutes=-60 * 24)
    assert [row.pos for row in due(one.session, one.world.scope)], "a clock that went back keeps nothing for ever"
    one.wire.spoil = None
    one.round()
    assert one.waiting() == 0


def test_where_every_op_is_to_blame_the_server_is(joined: Joined) -> None:
    one = joined.first
    for room in range(MOST_ALONE + 5):
        one.world.order(where=f"1-1-{room}")
    one.wire.spoil = answering(500, times=10_000, path="/v1/ops")
    outcome = one.round()
    assert outcome.fault is not None
    assert one.wire.asked.count("/v1/ops") < 20
    assert one.waiting() == MOST_ALONE + 5


@pytest.mark.parametrize("status", [403, 409, 500])
def test_a_scope_in_trouble_does_not_keep_back_the_others(joined: Joined, status: int) -> None:
    one = joined.first
    one.world.take(Role.HEAD_OFFICE, "staff.add", name="新人", staff_no="77")
    one.world.order()

    def company(request: httpx.Request) -> httpx.Response | None:
        mine = request.url.path == "/v1/ops" and decoded(request, Push).scope == one.world.company
        return httpx.Response(status, stream=httpx.ByteStream(b"")) if mine else None

    one.wire.spoil = company
    outcome = one.round()
    assert outcome.retry_ms is not None
    assert one.kinds()[-1] == "work_order.intake"
    assert one.waiting() == 1


def test_an_old_program_still_sends_and_asks_for_an_upgrade(joined: Joined) -> None:
    one = joined.first
    one.world.order()
    one.wire.spoil = answering(426, times=10, path="/v1/pull")
    outcome = one.round()
    assert one.waiting() == 0
    assert outcome.fault is not None
    assert outcome.fault.what is What.UPGRADE
    assert (outcome.retry_ms or 0) >= 600_000


def test_another_program_of_the_same_desk_does_its_round_in_between(joined: Joined) -> None:
    """The page that comes is of a place that is past: it is dropped, and all is well."""
    one = joined.first
    one.world.finished()
    inside: list[int] = []

    def meanwhile(request: httpx.Request) -> httpx.Response | None:
        if request.url.path == "/v1/ops" and not inside:
            inside.append(1)
            answer = one.wire.handle_request(request)
            round_of(one.session)
            return answer
        return None

    one.wire.spoil = meanwhile
    outcome = one.round()
    assert (outcome.fault, one.waiting()) == (None, 0)
    assert one.kinds().count("work_order.finish") == 1
    replay_equals_tables(one.world.database, one.world.rules)


def test_more_than_an_answer_holds_is_pulled(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.server.pushing.PAGE", 15)
    one, two = joined.first, joined.second
    for room in range(10):
        one.world.dispatched(where=f"1-1-{room}")
    two.world.order(where="9-9-909")
    assert one.round().pushed == 20
    outcome = two.round()
    assert (outcome.pushed, two.waiting()) == (1, 0)
    assert "/v1/pull" in two.wire.asked
    one.round()
    assert one.kinds() == two.kinds()


def test_what_may_only_be_pushed_is_not_pulled_and_kept(joined: Joined) -> None:
    """A desk that is being retired: its ops go up; that they are logged it does not hear any more."""
    one = joined.first
    one.session.scopes = lambda: {one.world.scope: "draining", one.world.company: "active"}
    joined.center.pulls["one"] = frozenset((one.world.company,))
    one.world.order()
    outcome = one.round()
    assert (outcome.fault, one.waiting()) == (None, 1)
    one.wire.asked.clear()
    one.round()
    assert one.wire.asked == ["/v1/pull"], "not over and over"
    assert joined.second.round().pulled == 1


def test_a_scope_that_is_taken_away_is_left_alone(joined: Joined) -> None:
    one = joined.first
    joined.center.pulls["one"] = frozenset((one.world.company,))
    assert one.round().fault is None
    assert one.session.not_ours == {one.world.scope}
    one.session.scopes = lambda: {one.world.scope: "gone", one.world.company: "active"}
    one.world.order()
    one.wire.asked.clear()
    assert one.round().fault is None
    assert one.wire.asked == ["/v1/pull"]
    assert one.waiting() == 1


def test_the_companys_steps_go_before_those_they_permit(joined: Joined) -> None:
    one = joined.first
    one.world.order()
    one.world.take(Role.HEAD_OFFICE, "staff.add", name="新人", staff_no="77")
    scopes: list[str] = []

    def note(request: httpx.Request) -> None:
        if request.url.path == "/v1/ops":
            scopes.append(decoded(request, Push).scope[0])

    one.wire.spoil = note
    one.round()
    assert scopes == ["o", "e"]
