"""When a person answers: learnt from answered calls, or as the card says."""

import pytest

from desk.domain.calendar import at
from desk.services.revisits.best_hours import best_hour, is_now, next_at, spans_of, stated, still_to_come


def rung(*told: tuple[str, str, str]) -> list[dict[str, object]]:
    return [{"at": at(day, clock), "code": code} for day, clock, code in told]


@pytest.mark.parametrize(
    ("told", "hour"),
    [
        ([], None),
        ([("11-01", "19:05", "answered")], None),  # once is no habit
        ([("11-01", "19:05", "answered"), ("11-09", "19:55", "family")], 19),
        ([("11-01", "19:05", "answered"), ("11-09", "18:55", "answered")], None),
        ([("11-01", "10:05", "no_answer"), ("11-01", "19:05", "answered"), ("11-09", "19:01", "answered")], 19),
        # answered twice and missed twice in the same hour says nothing
        (
            [("11-01", "15:00", "answered"), ("11-02", "15:00", "answered"), ("11-03", "15:00", "no_answer"),
             ("11-04", "15:00", "busy")],
            None,
        ),
        # of two habits the one that fails less, then the newer one
        (
            [("11-01", "10:00", "answered"), ("11-02", "10:00", "answered"), ("11-03", "10:00", "no_answer"),
             ("11-01", "19:00", "answered"), ("11-02", "19:00", "answered")],
            19,
        ),
        (
            [("11-01", "19:00", "answered"), ("11-02", "19:00", "answered"),
             ("11-03", "10:00", "answered"), ("11-04", "10:00", "answered")],
            10,
        ),
        ([("11-01", "10:00", "refused"), ("11-02", "10:00", "later")], None),
    ],
)  # fmt: skip
def test_the_hour_is_learnt(told: list[tuple[str, str, str]], hour: int | None) -> None:
    assert best_hour(rung(*((f"2026-{day}", clock, code) for day, clock, code in told))) == hour


def test_one_call_for_three_matters_counts_once() -> None:
    assert best_hour(rung(("2026-11-01", "19:00", "answered")) * 3) is None


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ()),
        ("晚上", ((1080, 1260),)),
        ("上午、晚上", ((540, 720), (1080, 1260))),
        ("19 点以后", ((1140, 1260),)),
        ("晚上 7 点后", ((1140, 1260),)),
        ("19:00-20:00", ((1140, 1200),)),
        ("周末", ()),
        ("22点后", ()),
    ],
)
def test_what_the_card_says(text: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert stated(text) == spans


def test_what_was_learnt_goes_before_the_card() -> None:
    assert spans_of(19, "上午") == ((1140, 1200),)
    assert spans_of(None, "上午") == ((540, 720),)


@pytest.mark.parametrize(
    ("clock", "now", "later"), [("18:59", False, True), ("19:00", True, False), ("20:00", False, False)]
)
def test_now_or_later_today(clock: str, now: bool, later: bool) -> None:
    moment = at("2026-11-21", clock)
    assert (is_now(((1140, 1200),), moment), still_to_come(((1140, 1200),), moment)) == (now, later)


def test_the_next_time_it_is_this_hour() -> None:
    assert next_at(19, at("2026-11-21", "18:00")) == at("2026-11-21", "19:00")
    assert next_at(19, at("2026-11-21", "19:00")) == at("2026-11-22", "19:00")
