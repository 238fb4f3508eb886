"""decide gives the verdict, apply only sets it; neither asks a clock, and no clock turns a step away."""

from dataclasses import replace
from typing import Any

import pytest

from desk.domain.deciding import FUTURE_MS, Did, Is, Past, apply, decide, derived_id
from desk.domain.field import Source
from desk.domain.flow import Flow, Make, Refusal, Step, Verdict
from desk.domain.roles import Actor, Role
from tests.domain.toy import (
    BY,
    CLERK,
    ENT,
    ESTATE,
    FLOW,
    GUARD,
    NOW,
    PARCEL,
    State,
    context,
    here,
    order,
    verdict,
    why,
)  # fmt: skip

DAY = 86_400_000


def one_step(**facts: Any) -> Flow:
    """A flow of a single step from `here`, with a rule of the test's own."""
    return Flow(PARCEL, State, (Step("do", "办", frozenset({State.HERE}), State.OUT, BY, **facts),))


def test_a_step_sets_what_the_table_says() -> None:
    did = verdict("take_in", None, no="A1", note="轻放")
    assert did.verdict is Is.OK
    assert did.set == {
        "status": "here",
        "came_at": NOW,
        "came_recorded_at": NOW,
        "came_source": "live",
        "due_at": NOW + 1000,
    }
    assert apply(FLOW, None, order("take_in", no="A1", note="轻放"), did) == {
        "id": ENT,
        "no": "A1",
        "note": "轻放",
        **did.set,
    }


@pytest.mark.parametrize(
    ("step", "before", "values", "code"),
    [
        ("take_in", here(), {"no": "A1"}, "exists"),
        ("hand_out", None, {"taker": "王"}, "missing"),
        ("hand_out", here(status="out"), {"taker": "王"}, "state"),
        ("hand_out", here(status="stolen"), {"taker": "王"}, "state"),
        ("take_in", None, {}, "asks"),
        ("take_in", None, {"no": ""}, "asks"),
        ("take_in", None, {"no": " \t\n"}, "asks"),
        ("take_in", None, {"no": None}, "asks"),
        ("edit", here(), {"no": ""}, "asks"),
        ("edit", here(), {"no": None}, "asks"),
        ("hand_out", here(taker="王"), {"taker": ""}, "asks"),
        ("take_in", None, {"no": "A1", "count": 1.5}, "value"),
        ("take_in", None, {"no": "A1", "fragile": True}, "field"),
        ("take_in", None, {"no": "A1", "status": "out"}, "field"),
        ("take_in", None, {"no": "A1", "nothing": 1}, "field"),
        ("take_in", None, {"no": "A1", "s": "salt"}, "field"),
        ("take_in", None, {"no": "A1", "op": "x"}, "field"),
        ("take_in", None, {"no": "A1", "id": "x"}, "field"),
        ("edit", here(), {"no": "A2", "was": "A1"}, "field"),
        ("edit", here(), {"no": "A2", "was": {"taker": "王"}}, "field"),
        ("edit", here(), {"count": 2, "was": {"count": 1.5}}, "value"),
        ("hand_out", here(fee_fen=100), {"taker": "王"}, "fee"),
    ],
)
def test_refused_and_nothing_set(step: str, before: dict[str, Any] | None, values: dict[str, Any], code: str) -> None:
    did = verdict(step, before, **values)
    assert (did.verdict, why(did), did.set, did.make) == (Is.DENIED, code, {}, ())
    assert did.refusal is not None
    assert did.refusal.message
    assert did.refusal.advice
    assert apply(FLOW, before, order(step, **values), did) == before


@pytest.mark.parametrize(
    ("step", "before", "values"),
    [
        ("hand_out", here(taker="王"), {}),
        ("hand_out", here(), {"taker": "王", "note": None}),
        ("edit", here(), {"count": 0, "was": {"count": 1, "no": "A1"}}),
        ("edit", here(), {}),
        ("take_in", None, {"no": "A1", "happened_at": None}),
    ],
)
def test_taken(step: str, before: dict[str, Any] | None, values: dict[str, Any]) -> None:
    assert why(verdict(step, before, **values)) == ""


@pytest.mark.parametrize("actor", [GUARD, Actor("x", frozenset()), Actor("m", frozenset({Role.MANAGER}))])
def test_who_may_not(actor: Actor) -> None:
    did = verdict("hand_out", here(), context(NOW, actor), taker="王")
    assert why(did) == "role"
    assert did.refusal is not None
    assert did.refusal.message == "您的岗位不能取件"
    assert did.refusal.advice == "请找客服办理"


def test_the_role_is_asked_before_anything_is_told_of_the_record() -> None:
    assert why(verdict("hand_out", None, context(NOW, GUARD))) == "role"
    assert why(verdict("hand_out", here(status="out"), context(NOW, GUARD))) == "role"


@pytest.mark.parametrize("scope", ["o/1", "d/1", "", ESTATE.removeprefix("e/"), "estate/1"])
def test_a_record_lives_in_its_own_kind_of_scope(scope: str) -> None:
    assert why(verdict("take_in", None, context(scope=scope), no="A1")) == "scope"


def test_a_kind_this_program_does_not_know_is_neither_taken_nor_denied() -> None:
    assert verdict("teleport", here()).verdict is Is.UNKNOWN
    assert decide(None, None, order("take_in"), context()).verdict is Is.UNKNOWN
    assert apply(FLOW, here(), order("teleport"), verdict("teleport", here())) == here()


class TestMoments:
    """When it happened, when that was written down, and how it is known."""

    def test_told_afterwards(self) -> None:
        did = verdict("take_in", None, no="A1", happened_at=NOW - DAY)
        assert (did.set["came_at"], did.set["came_recorded_at"]) == (NOW - DAY, NOW)
        assert did.set["came_source"] == Source.SLIP
        assert (did.at, did.eff) == (NOW, NOW)

    @pytest.mark.parametrize("ahead", [1, FUTURE_MS])
    def test_watches_differ_by_minutes_but_nothing_stands_in_the_future(self, ahead: int) -> None:
        did = verdict("take_in", None, no="A1", happened_at=NOW + ahead)
        assert why(did) == ""
        assert did.set["came_at"] == NOW

    @pytest.mark.parametrize("told", [NOW + FUTURE_MS + 1, NOW + DAY, "9:00", 1.5, True, -1])
    def test_the_future_is_refused(self, told: Any) -> None:
        did = verdict("take_in", None, no="A1", happened_at=told)
        assert why(did) == "future"

    @pytest.mark.parametrize("days", [-3, 0, 3])
    def test_a_verdict_given_later_says_the_same(self, days: int) -> None:
        """The server decides when the op arrives, by a clock of its own: only did.at may differ."""
        desk = decide(FLOW, None, order("take_in", no="A1", happened_at=NOW - 60_000), context())
        server = decide(FLOW, None, order("take_in", no="A1", happened_at=NOW - 60_000), context(NOW + days * DAY))
        assert server.at == NOW + days * DAY
        assert why(server) == ""
        if days >= 0:
            assert server.set == desk.set
            assert server.eff == desk.eff

    @pytest.mark.parametrize(
        ("at", "now", "previous", "eff"),
        [
            (NOW, NOW, 0, NOW),
            (NOW - DAY, NOW, 0, NOW - DAY),
            (NOW + DAY, NOW, 0, NOW),
            (NOW, NOW, NOW + 5, NOW + 5),
            (NOW - 3 * DAY, NOW - 3 * DAY, NOW, NOW),
            (NOW, NOW, NOW, NOW),
        ],
    )
    def test_eff_is_never_earlier_than_the_one_before(self, at: int, now: int, previous: int, eff: int) -> None:
        past = Past("op", "parcel.take_in", "c-1", previous)
        did = decide(FLOW, here(), order("hand_out", at, taker="王"), context(now, CLERK, past))
        assert (did.at, did.eff, did.set["taken_at"]) == (now, eff, eff)

    @pytest.mark.parametrize(("offset", "eff"), [(-60_000, NOW - 60_000), (60_000, NOW + 60_000), (2 * DAY, NOW + DAY)])
    def test_a_desk_whose_clock_goes_wrong_is_put_right_by_what_the_server_knows_of_it(
        self, offset: int, eff: int
    ) -> None:
        told = replace(context(NOW + DAY), offset=offset)
        did = decide(FLOW, here(), order("hand_out", NOW, taker="王"), told)
        assert (did.eff, did.set["taken_at"]) == (eff, eff)

    def test_the_rule_sees_the_moment_of_the_step(self) -> None:
        seen: list[int] = []

        def rule(before: Any, body: Any, ctx: Any) -> Verdict:
            seen.append(ctx.now)
            return Verdict()

        past = Past("op", "parcel.take_in", "c-1", NOW)
        decide(one_step(rule=rule), here(), order("do", NOW - DAY), context(NOW - DAY, CLERK, past))
        decide(one_step(rule=rule), here(), order("do", NOW), context(NOW + DAY))
        assert seen == [NOW, NOW]


class TestRules:
    """A rule may move elsewhere, refuse, set and open; what it may not is a bug and not a verdict."""

    def test_another_state_than_the_tables(self) -> None:
        flow = one_step(rule=lambda before, body, ctx: Verdict(to=State.GONE))
        assert decide(flow, here(), order("do"), context()).set["status"] == "gone"

    def test_a_refusal_carries_its_words_but_not_onto_the_wire(self) -> None:
        flow = one_step(rule=lambda before, body, ctx: Verdict({"count": 1}, refusal=Refusal("no", "不行", "等等")))
        did = decide(flow, here(), order("do"), context())
        assert (did.verdict, did.set) == (Is.DENIED, {})
        assert did.wire()["why"] == {"code": "no", "field": None}
        assert Did.of(did.wire()).refusal == Refusal("no", "")

    def test_what_the_rule_decided_stands_before_what_was_told(self) -> None:
        flow = one_step(takes=("count",), rule=lambda before, body, ctx: Verdict({"count": body["count"] + 1}))
        did = decide(flow, here(), order("do", count=2), context())
        after = apply(flow, here(), order("do", count=2), did)
        assert after is not None
        assert after["count"] == 3

    @pytest.mark.parametrize("decided", [{"taker": "王"}, {"note": ""}, {"nothing": 1}])
    def test_deciding_a_private_or_unknown_field_is_a_bug(self, decided: dict[str, Any]) -> None:
        flow = one_step(rule=lambda before, body, ctx: Verdict(decided))
        with pytest.raises(AssertionError, match="decides the field"):
            decide(flow, here(), order("do"), context())

    def test_opening_what_the_table_does_not_declare_is_a_bug(self) -> None:
        flow = one_step(rule=lambda before, body, ctx: Verdict({}, (Make("receipt", "1", {}),)))
        with pytest.raises(AssertionError, match="undeclared"):
            decide(flow, here(), order("do"), context())

    def test_a_rule_beats_the_told_moment(self) -> None:
        flow = one_step(moment="taken_at", rule=lambda before, body, ctx: Verdict({"taken_at": None}))
        assert decide(flow, here(), order("do"), context()).set["taken_at"] is None


def test_dues_follow_every_step_and_only_changes_are_said() -> None:
    assert verdict("hand_out", here(due_at=NOW + 995), taker="王").set["due_at"] is None
    assert "due_at" not in verdict("edit", here(due_at=NOW + 995), count=2).set
    assert verdict("edit", here(due_at=1), count=2).set["due_at"] == NOW + 995


def test_the_wire_says_it_all() -> None:
    did = verdict("hand_out", here(), taker="王")
    again = Did.of(did.wire())
    assert again == did
    assert again.make[0].record == "receipt"
    denied = verdict("hand_out", here(fee_fen=1), taker="王")
    assert Did.of(denied.wire()).verdict is Is.DENIED
    assert Did.of({"is": "quantum", "at": 1, "eff": 1}).verdict is Is.UNKNOWN


def test_derived_ids_depend_on_scope_parent_fact_and_turn_alone() -> None:
    one = derived_id(ESTATE, ENT, "revisit")
    assert one == derived_id(ESTATE, ENT, "revisit", 0)
    others = {
        derived_id("e/other", ENT, "revisit"),
        derived_id(ESTATE, one, "revisit"),
        derived_id(ESTATE, ENT, "points"),
        derived_id(ESTATE, ENT, "revisit", 1),
    }
    assert len(others | {one}) == 5
