"""A long outbox, question by question: what an answer brought is taken in while the server decides what comes next."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest

from desk.domain.roles import Role
from desk.store.applying import Checked, Incoming, Place, place_of
from sync.client import pushing
from sync.client.outcomes import What
from sync.client.pushing import Due
from sync.client.session import Outcome, Session
from sync.wire.messages import Page, Push, Sent
from tests.invariants import replay_equals_tables
from tests.sync.client.conftest import Joined
from tests.sync.client.joined import Desk, decoded

OPS = "/v1/ops"
Take = Callable[[Session, Checked, Outcome], bool]


@pytest.fixture
def full(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with nine steps to send, two in its first question and never more than four."""
    monkeypatch.setattr(pushing, "FIRST_OPS", 2)
    monkeypatch.setattr(pushing, "MOST_OPS", 4)
    for room in range(9):
        joined.first.world.order(where=f"1-1-{room}")
    joined.first.wire.asked.clear()
    return joined.first


def test_a_page_waits_until_the_next_question_is_on_its_way(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Take = pushing.take_in
    asked_by_then: list[int] = []

    def take_in(session: Session, page: Checked, outcome: Outcome) -> bool:
        asked_by_then.append(full.wire.asked.count(OPS))
        return real(session, page, outcome)

    monkeypatch.setattr(pushing, "take_in", take_in)
    pushed: list[tuple[int, int]] = []

    def note(request: httpx.Request) -> None:
        if request.url.path == OPS:
            push = decoded(request, Push)
            pushed.append((push.seq, len(push.ops)))

    full.wire.spoil = note
    before = place_of(full.world.database, full.world.scope).seq
    assert full.round().pushed == 9
    assert full.waiting() == 0
    assert pushed == [(before, 2), (before + 2, 4), (before + 6, 3)]
    assert asked_by_then == [2, 3, 3], "the first two behind the next question, the last at once"
    assert full.kinds()[-9:] == ["work_order.intake"] * 9
    replay_equals_tables(full.world.database, full.world.rules)


def test_what_was_sent_is_not_brought_back(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    real = pushing.incoming
    came: list[Page] = []

    def incoming(place: Place, page: Page, sent: Mapping[int, Due]) -> Incoming:
        came.append(page)
        return real(place, page, sent)

    monkeypatch.setattr(pushing, "incoming", incoming)
    assert full.round().pushed == 9
    assert [one.op for page in came for one in page.entries] == [b""] * 9
    assert full.kinds()[-9:] == ["work_order.intake"] * 9
    replay_equals_tables(full.world.database, full.world.rules)


@pytest.mark.parametrize("is_read", [True, False])
def test_a_page_is_taken_in_though_the_line_goes_with_the_next_question(
    full: Desk, monkeypatch: pytest.MonkeyPatch, is_read: bool
) -> None:
    real = full.wire.handle_request

    def breaking(request: httpx.Request) -> httpx.Response:
        if full.wire.asked.count(OPS) == 1:
            if is_read:
                request.read()
            raise httpx.WriteError("gone")
        return real(request)

    monkeypatch.setattr(full.wire, "handle_request", breaking)
    outcome = full.round()
    assert outcome.fault is not None
    assert outcome.fault.what is What.UNREACHABLE
    assert (outcome.pushed, full.waiting()) == (2, 7)
    assert full.session.batch[full.world.scope] == 2, "on a bad line few at once"
    monkeypatch.undo()
    assert full.round().pushed == 7
    replay_equals_tables(full.world.database, full.world.rules)


def test_another_program_takes_the_page_in_first(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes on one file: whoever comes second finds the place taken and goes on from there."""
    real: Take = pushing.take_in
    calls: list[Any] = []

    def take_in(session: Session, page: Checked, outcome: Outcome) -> bool:
        calls.append(page.page.seq)
        if len(calls) == 1:
            assert real(session, page, Outcome())
        return real(session, page, outcome)

    monkeypatch.setattr(pushing, "take_in", take_in)
    assert full.round().fault is None
    assert full.waiting() == 0
    assert full.kinds()[-9:] == ["work_order.intake"] * 9
    replay_equals_tables(full.world.database, full.world.rules)


def test_a_desk_that_only_sends_hands_in_a_long_outbox(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own entries do not come back: a step goes though the one before it on the same order is sent and not heard
    of, and stood in another question.
    """
    monkeypatch.setattr(pushing, "FIRST_OPS", 1)
    monkeypatch.setattr(pushing, "MOST_OPS", 1)
    one = joined.first
    one.session.scopes = lambda: {one.world.scope: "draining", one.world.company: "active"}
    joined.center.pulls["one"] = frozenset((one.world.company,))
    one.world.finished()
    count = one.waiting()
    assert count > 2
    assert one.round().fault is None
    assert joined.second.round().pulled == count


@pytest.mark.parametrize("is_too_large", [False, True])
def test_what_was_done_together_goes_together_where_it_can(
    joined: Joined, monkeypatch: pytest.MonkeyPatch, is_too_large: bool
) -> None:
    monkeypatch.setattr(pushing, "FIRST_OPS", 2)
    monkeypatch.setattr(pushing, "MOST_OPS", 2)
    one = joined.first
    one.world.order()
    told = {"where": "1-1-101", "reporter": "王秀英", "matter": "灯不亮", "charge": "free"}
    one.world.changed(Role.CLERK, *(one.world.request("work_order.intake", **told) for _ in range(3)))
    one.world.order()
    pushed: list[int] = []

    def note(request: httpx.Request) -> httpx.Response | None:
        if request.url.path != OPS:
            return None
        pushed.append(len(decoded(request, Push).ops))
        return httpx.Response(413, stream=httpx.ByteStream(b"")) if is_too_large and pushed[-1] > 1 else None

    one.wire.spoil = note
    assert one.round().pushed == 5
    assert pushed == ([4, 1, 3, 1, 2, 1, 2, 1, 1] if is_too_large else [4, 1])


def test_an_op_that_cannot_be_read_keeps_nobody_back(full: Desk) -> None:
    """It came back from a log; where a question ends it is asked whether it belongs to the one before."""
    some = pushing.due(full.session, full.world.scope)
    damaged = pushing.Due(99, 0, Sent(b"{", None, None))
    assert not damaged.is_with(some[0], 100)
    assert not some[0].is_with(damaged, 100)


def test_what_stands_behind_a_put_off_step_is_found_by_its_entity(full: Desk) -> None:
    """Thousands may wait, nearly all of one scope."""
    scope = full.world.scope
    plan = full.world.database.read(f"EXPLAIN QUERY PLAN {pushing.DUE}", (scope, pushing.BEFORE_ALL, 1, 1, 1, 1, 500))
    assert any("ix_outbox_ent (ent=?" in str(row[3]) for row in plan)
