"""What a call's outcome means: attempts, the next call, the end, and what a dissatisfied answer opens."""

from typing import Any

import pytest

from desk.domain.calendar import MINUTE, at
from desk.domain.roles import Role
from desk.services.revisits.record import CallCode, ExemptReason
from tests.services.folding import Fold
from tests.world import World

TALKED = {"answered", "family"}
ANSWERS = [{"question": "修好了吗?", "answer": "yes"}]


@pytest.fixture
def fold() -> Fold:
    return Fold()


def revisit(fold: Fold, **told: Any) -> str:
    return str(fold.revisit_of(fold.finished(**told))["id"])


def ring(fold: Fold, one: str, code: str = "no_answer", **more: Any) -> dict[str, Any]:
    fold.take("revisit.attempt", one, call_code=code, **more)
    return fold.row("revisit", one)


class TestAttempts:
    def test_each_is_kept_with_its_code_seconds_and_who(self, fold: Fold) -> None:
        one = revisit(fold)
        ring(fold, one, "no_answer", seconds=35)
        now = fold.clock.forward(hours=6)
        row = ring(fold, one, "busy")
        assert [(each["code"], each["seconds"]) for each in row["attempts"]] == [("no_answer", 35), ("busy", 0)]
        assert row["attempts"][1] == {"at": now, "code": "busy", "seconds": 0, "by": "the clerk"}
        assert row["call_code"] == "busy"

    def test_three_on_two_days_end_as_not_reached(self, fold: Fold) -> None:
        one = revisit(fold)
        assert ring(fold, one)["status"] == "waiting"
        assert ring(fold, one)["status"] == "waiting"
        now = fold.clock.forward(days=1)
        row = ring(fold, one)
        assert (row["status"], row["closed_at"], row["closed_source"]) == ("not_reached", now, "live")
        assert "next_call_at" not in row

    def test_three_on_one_day_do_not(self, fold: Fold) -> None:
        one = revisit(fold)
        assert [ring(fold, one)["status"] for _ in range(4)] == ["waiting"] * 4
        fold.clock.forward(days=1)
        assert ring(fold, one)["status"] == "not_reached"

    def test_two_on_two_days_do_not(self, fold: Fold) -> None:
        one = revisit(fold)
        ring(fold, one)
        fold.clock.forward(days=1)
        assert ring(fold, one)["status"] == "waiting"

    def test_a_day_is_a_day_of_china(self, fold: Fold) -> None:
        one = revisit(fold)
        fold.clock.set("2026-11-21", "23:59")
        ring(fold, one)
        ring(fold, one)
        fold.clock.set("2026-11-22", "0:01")
        assert ring(fold, one)["status"] == "not_reached"

    @pytest.mark.parametrize(
        ("settings", "rings"),
        [({"revisit.attempts": "2"}, 2), ({"revisit.attempts": "5"}, 5), ({"revisit.attempt_days": "4"}, 4)],
    )
    def test_how_often_and_on_how_many_days_are_settings(self, settings: dict[str, str], rings: int) -> None:
        fold = Fold(settings=settings)
        one = revisit(fold)
        states = []
        for _ in range(rings):
            states.append(ring(fold, one)["status"])
            fold.clock.forward(days=1)
        assert states == ["waiting"] * (rings - 1) + ["not_reached"]

    def test_a_refusal_ends_at_once_and_is_counted_apart(self, fold: Fold) -> None:
        row = ring(fold, revisit(fold), "refused")
        assert row["status"] == "refused"
        assert row["closed_at"] == fold.clock.now

    @pytest.mark.parametrize("code", CallCode, ids=str)
    def test_who_was_reached_is_asked_and_who_was_not_cannot_be_satisfied(self, fold: Fold, code: CallCode) -> None:
        one = revisit(fold)
        answer: dict[str, Any] = {"satisfaction": "good", "answers": ANSWERS, "call_code": str(code)}
        assert fold.refusal("revisit.attempt", one, call_code=str(code)) == ("talked" if code in TALKED else "")
        assert fold.refusal("revisit.answer", one, **answer) == ("" if code in TALKED else "talked")

    def test_an_earlier_calls_result_is_not_this_ones(self, fold: Fold) -> None:
        one = revisit(fold)
        ring(fold, one)
        assert fold.refusal("revisit.attempt", one) == "asks"


class TestNextCall:
    @pytest.mark.parametrize(
        ("now", "day", "clock"),
        [
            ("8:00", 0, "9:30"),
            ("9:30", 0, "14:30"),
            ("11:00", 0, "14:30"),
            ("14:29", 0, "14:30"),
            ("16:00", 0, "18:30"),
            ("18:30", 1, "9:30"),
            ("23:00", 1, "9:30"),
        ],
    )
    def test_in_the_next_part_of_the_good_hours(self, fold: Fold, now: str, day: int, clock: str) -> None:
        one = revisit(fold)
        fold.clock.set("2026-11-23", now)
        assert ring(fold, one)["next_call_at"] == at(f"2026-11-{23 + day}", clock)

    def test_a_busy_line_in_twenty_minutes(self, fold: Fold) -> None:
        one = revisit(fold)
        fold.clock.set("2026-11-23", "10:00")
        assert ring(fold, one, "busy")["next_call_at"] == fold.clock.now + 20 * MINUTE

    def test_when_the_resident_says(self, fold: Fold) -> None:
        wanted = at("2026-11-24", "19:15")
        assert ring(fold, revisit(fold), "later", next_call_at=wanted)["next_call_at"] == wanted

    def test_the_good_hours_are_a_setting(self) -> None:
        fold = Fold(settings={"revisit.hours": "10:15-11:00"})
        one = revisit(fold)
        fold.clock.set("2026-11-23", "10:15")
        assert ring(fold, one)["next_call_at"] == at("2026-11-24", "10:15")


class TestAnswers:
    @pytest.mark.parametrize("satisfaction", ["good", "fair"])
    def test_content_it_is_done(self, fold: Fold, satisfaction: str) -> None:
        one = revisit(fold)
        ring(fold, one)
        fold.take("revisit.answer", one, satisfaction=satisfaction, answers=ANSWERS, seconds=48)
        row = fold.row("revisit", one)
        assert (row["status"], row["satisfaction"], row["call_code"]) == ("answered", satisfaction, "answered")
        assert (row["answered_at"], row["answered_source"]) == (fold.clock.now, "live")
        assert "next_call_at" not in row
        assert [each["code"] for each in row["attempts"]] == ["no_answer", "answered"]
        assert len([key for key in fold.state if key[0] == "revisit"]) == 1

    def test_family_counts_as_an_answer(self, fold: Fold) -> None:
        one = revisit(fold)
        fold.take("revisit.answer", one, satisfaction="good", answers=ANSWERS, call_code="family")
        assert fold.row("revisit", one)["call_code"] == "family"

    def test_dissatisfied_needs_a_way_on(self, fold: Fold) -> None:
        told: dict[str, Any] = {"satisfaction": "bad", "answers": ANSWERS}
        assert fold.refusal("revisit.answer", revisit(fold), **told) == "bad"

    @pytest.mark.parametrize(("way", "first"), [("call_back", "2026-11-23"), ("complaint", "2026-11-24")])
    def test_the_supervisor_calls_next(self, fold: Fold, way: str, first: str) -> None:
        one = revisit(fold)
        fold.clock.set("2026-11-23", "10:00")
        fold.take("revisit.answer", one, satisfaction="bad", answers=ANSWERS, follow_up=way, words="没修好")
        (again,) = [row for (record, ent), row in fold.state.items() if record == "revisit" and ent != one]
        assert (again["status"], again["source"]) == ("waiting", "rework")
        assert (again["due_from_on"], again["due_to_on"]) == (first, "2026-11-25")
        assert again["about_id"] == fold.row("revisit", one)["about_id"]
        assert "words" not in again, "private words stay where they were said"

    def test_a_rework_is_an_order_and_no_second_call(self, fold: Fold) -> None:
        one = revisit(fold)
        told: dict[str, Any] = {"satisfaction": "bad", "answers": ANSWERS, "follow_up": "rework", "rework_id": "w-2"}
        fold.take("revisit.answer", one, **told)
        assert fold.row("revisit", one)["rework_id"] == "w-2"
        assert len([key for key in fold.state if key[0] == "revisit"]) == 1


def asked(fold: Fold, **more: Any) -> str:
    one = revisit(fold)
    fold.take("revisit.answer", one, satisfaction="good", answers=ANSWERS, seconds=48, **more)
    return one


class TestCheck:
    """The second call, by somebody else: what was written down wrongly is asked again."""

    def test_a_sample_is_drawn_without_chance(self) -> None:
        fold = Fold(settings={"revisit.check_percent": "20"})
        drawn = [bool(fold.row("revisit", asked(fold)).get("check_drawn")) for _ in range(200)]
        assert 25 <= sum(drawn) <= 55

    @pytest.mark.parametrize(("percent", "share"), [("0", 0), ("100", 30)])
    def test_how_many_is_a_setting(self, percent: str, share: int) -> None:
        fold = Fold(settings={"revisit.check_percent": percent})
        assert sum(bool(fold.row("revisit", asked(fold)).get("check_drawn")) for _ in range(30)) == share

    @pytest.mark.parametrize(
        ("role", "code"), [(Role.MANAGER, ""), (Role.SUPERVISOR, ""), (Role.CLERK, "role"), (Role.SQUAD_LEADER, "role")]
    )
    def test_by_supervisor_or_manager(self, fold: Fold, role: Role, code: str) -> None:
        assert fold.refusal("revisit.check", asked(fold), by=role, check_result="same") == code

    def test_nobody_checks_his_own_call(self, fold: Fold) -> None:
        one = revisit(fold)
        fold.take("revisit.answer", one, by=Role.SUPERVISOR, satisfaction="good", answers=ANSWERS)
        assert fold.refusal("revisit.check", one, by=Role.SUPERVISOR, check_result="same") == "own"
        assert fold.refusal("revisit.check", one, by=Role.MANAGER, check_result="same") == ""

    def test_only_what_was_answered_is_checked(self, fold: Fold) -> None:
        assert fold.refusal("revisit.check", revisit(fold), by=Role.MANAGER, check_result="same") == "state"

    @pytest.mark.parametrize(
        ("result", "again"), [("same", 0), ("not_reached", 0), ("different", 1), ("not_called", 1)]
    )
    def test_what_it_finds(self, fold: Fold, result: str, again: int) -> None:
        one = asked(fold)
        now = fold.clock.forward(hours=3)
        fold.take("revisit.check", one, by=Role.MANAGER, check_result=result, checked_by="吴明", check_note="x")
        row = fold.row("revisit", one)
        assert (row["status"], row["check_result"], row["checked_at"], row["satisfaction"]) == (
            "answered", result, now, "good",
        )  # fmt: skip
        opened = [v for (r, ent), v in fold.state.items() if r == "revisit" and ent != one]
        assert [(v["source"], v["status"], v["due_from_on"]) for v in opened] == [
            ("rework", "waiting", "2026-11-18")
        ] * again

    def test_once_is_enough_unless_nobody_was_reached(self, fold: Fold) -> None:
        one = asked(fold)
        fold.take("revisit.check", one, by=Role.MANAGER, check_result="not_reached")
        fold.take("revisit.check", one, by=Role.MANAGER, check_result="different")
        assert fold.refusal("revisit.check", one, by=Role.MANAGER, check_result="not_called") == "checked"


class TestExempt:
    @pytest.mark.parametrize("reason", ExemptReason, ids=str)
    def test_a_hand_gives_only_a_hands_reasons(self, fold: Fold, reason: ExemptReason) -> None:
        code = "reason" if reason in ("not_sampled", "superseded") else ""
        assert fold.refusal("revisit.exempt", revisit(fold), by=Role.MANAGER, exempt_reason=str(reason)) == code

    def test_the_second_call_of_an_emergency_may_fall_away(self, fold: Fold) -> None:
        one = revisit(fold, urgency="urgent")
        fold.take("revisit.supersede", one)
        row = fold.row("revisit", one)
        assert (row["status"], row["exempt_reason"]) == ("exempt", "superseded")


class TestBySupervisor:
    """返工/曾不满意 is asked about by the supervisor, because the office's list says so."""

    def rework(self, world: World) -> str:
        order = world.slip_back(rework_of=world.slip_back())
        return next(str(row["id"]) for row in world.rows("revisit") if row["about_id"] == order)

    def test_a_clerk_does_not_answer_for_it(self, world: World) -> None:
        one = self.rework(world)
        refused = world.forecast(Role.CLERK, "revisit.answer", one, satisfaction="good", answers=ANSWERS).refusal
        assert refused is not None
        assert refused.code == "role"
        world.take(Role.SUPERVISOR, "revisit.answer", one, satisfaction="good", answers=ANSWERS)
        assert world.row("revisit", one)["status"] == "answered"

    def test_the_list_may_say_otherwise(self, world: World) -> None:
        cells = [
            {"name": "name", "value": "返工"},
            {"name": "questions", "value": "好了吗?"},
            {"name": "by", "value": ""},
        ]
        world.take(Role.MANAGER, "list_row.add", list_name="revisit_sources", code="rework", cells=cells)
        one = self.rework(world)
        assert world.forecast(Role.CLERK, "revisit.answer", one, satisfaction="good", answers=ANSWERS).refusal is None

    def test_a_busy_lines_minutes_are_the_lists(self, world: World) -> None:
        cells = [{"name": name, "value": value} for name, value in
                 (("digit", "3"), ("name", "占线"), ("next", "minutes"), ("minutes", "45"))]  # fmt: skip
        world.take(Role.MANAGER, "list_row.add", list_name="revisit_calls", code="busy", cells=cells)
        world.slip_back()
        one = str(world.rows("revisit")[0]["id"])
        world.clock.set("2026-11-23", "10:00")
        world.take(Role.CLERK, "revisit.attempt", one, call_code="busy")
        assert world.row("revisit", one)["next_call_at"] == at("2026-11-23", "10:45")
