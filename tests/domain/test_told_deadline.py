"""12345's deadline: a clock that nothing pauses, told and never decided."""

from desk.domain.clocks import Shape, due_moments
from tests.domain.test_clocks import CALENDAR, DEFAULTS, clock, order, paused, t


def test_a_deadline_that_others_set_stands_whatever_happens() -> None:
    """12345: not moved by a pause, a contractor or the night, and it stays what was told."""
    told = order(forwarded_due_at=t("17:00"))
    for values in (
        told,
        {**told, "status": "handed_out", "contractor": "燃气公司"},
        {**told, **paused("parts", t("10:00"))},
    ):
        found = clock("forwarded", values, t("16:59"))
        assert (found.due_at, found.shape, found.ok) == (t("17:00"), Shape.TRIANGLE, None)
        assert clock("forwarded", values, t("17:01")).shape is Shape.SQUARE
    assert clock("forwarded", {**told, "finished_at": t("16:00")}, t("18:00")).ok is True
    assert clock("forwarded", {**told, "finished_at": t("17:30")}, t("18:00")).ok is False
    assert clock("forwarded", {**told, "status": "void"}, t("18:00")).shape is Shape.NONE
    assert clock("forwarded", order(), t("18:00")).due_at is None


def test_a_told_deadline_is_never_decided_but_is_acted_by() -> None:
    told = order(forwarded_due_at=t("09:05"))
    dues = due_moments(told, DEFAULTS, CALENDAR)
    assert "forwarded_due_at" not in dues
    assert dues["act_by_at"] == t("09:05")
