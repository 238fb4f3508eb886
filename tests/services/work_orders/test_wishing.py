"""What a digit means depends on the hour and on who still has room."""

import pytest

from desk.domain.calendar import MINUTE, add_days, at
from desk.paths import RESOURCES
from desk.services.work_orders.catalogue import Wish, load_catalogue
from desk.services.work_orders.reads import Window
from desk.services.work_orders.wishing import ahead, choices, full_words, load_words, offered, window_brief

TODAY = "2026-11-18"  # a Wednesday
SPANS = (("8:30", "10:30"), ("10:30", "12:00"), ("14:00", "16:00"), ("16:00", "18:00"), ("18:30", "20:00"))


@pytest.fixture(scope="module")
def wishes() -> tuple[Wish, ...]:
    return load_catalogue(RESOURCES / "catalogue").wishes


def week(taken: dict[tuple[int, str], int] | None = None) -> list[Window]:
    return [
        Window(at(add_days(TODAY, day), begin), at(add_days(TODAY, day), end), (taken or {}).get((day, begin), 0), 6)
        for day in range(3)
        for begin, end in SPANS
    ]


@pytest.mark.parametrize(
    ("clock", "digit", "words"),
    [
        ("9:00", "2", "今天 14-16点"),
        ("14:05", "2", "今天 16-18点"),
        ("9:00", "3", "今晚 18:30"),
        ("9:00", "4", "明天 8:30"),
        ("9:00", "5", "明天 14-16点"),
        ("9:00", "6", "另约…"),
    ],
)
def test_a_digit_is_a_window(wishes: tuple[Wish, ...], clock: str, digit: str, words: str) -> None:
    found = {one.wish.digit: one for one in choices(wishes, week(), at(TODAY, clock))}
    assert found[digit].words == words
    assert not found[digit].over


def test_as_soon_as_possible_is_the_next_window_with_room(wishes: tuple[Wish, ...]) -> None:
    found = choices(wishes, week({(0, "10:30"): 6}), at(TODAY, "9:00"))[0]
    assert found.window is not None
    assert found.window.from_at == at(TODAY, "14:00")


def test_a_window_that_has_begun_is_promised_to_nobody() -> None:
    assert ahead(week(), at(TODAY, "8:30"))[0].from_at == at(TODAY, "10:30")
    assert ahead(week(), at(TODAY, "8:29"))[0].from_at == at(TODAY, "8:30")


def test_a_part_of_the_day_that_has_gone_by_is_over(wishes: tuple[Wish, ...]) -> None:
    found = {one.wish.digit: one for one in choices(wishes, week(), at(TODAY, "17:00"))}
    assert found["2"].over
    assert found["2"].window is None
    assert not found["3"].over


def test_a_full_afternoon_moves_on_to_its_next_window_and_says_when_both_are_full(wishes: tuple[Wish, ...]) -> None:
    one_full = choices(wishes, week({(0, "14:00"): 6}), at(TODAY, "9:00"))[1]
    assert one_full.words == "今天 16-18点"
    assert not one_full.full
    both = choices(wishes, week({(0, "14:00"): 6, (0, "16:00"): 7}), at(TODAY, "9:00"))[1]
    assert both.words == "今天 14-16点"
    assert both.full


@pytest.mark.parametrize(
    ("day", "clock", "words"),
    [(3, "14:00", "周六 14-15点"), (1, "19:00", "明晚 19-20点"), (20, "8:30", "12-08 8:30")],
)
def test_later_days_are_said_as_people_do(day: int, clock: str, words: str) -> None:
    begin = at(add_days(TODAY, day), clock)
    length = 60 if clock != "8:30" else 120
    assert window_brief(Window(begin, begin + length * MINUTE, 0, 6), at(TODAY, "9:00")) == words


def test_full_windows_are_offered_last_and_never_alone() -> None:
    now = at(TODAY, "9:00")
    one_full = offered(week({(0, "10:30"): 6}), now, 4)
    assert [one.full for one in one_full] == [False, False, False, True]
    assert one_full[-1].from_at == at(TODAY, "10:30")
    all_full = week({(day, begin): 6 for day in range(2) for begin, _ in SPANS})
    found = offered(all_full, now, 4)
    assert found[0].from_at == at(add_days(TODAY, 2), "8:30")
    assert [one.full for one in found] == [False, True, True, True]


def test_a_load_is_said_and_a_full_one_says_which_order_it_would_be() -> None:
    begin, now = at(TODAY, "14:00"), at(TODAY, "9:00")
    some, full = Window(begin, begin + 120 * MINUTE, 3, 6), Window(begin, begin + 120 * MINUTE, 6, 6)
    assert load_words("水电班", some) == "水电班 3/6 单"
    assert load_words("水电班", full) == "已满 6/6 单"
    assert load_words("", some) == "已约 3 单"
    assert load_words("水电班", Window(begin, begin + 1, 0, 0)) == ""
    assert full_words("水电班", some, now) == ""
    assert full_words("水电班", full, now) == "今天 14-16点 水电班已满 6/6 单, 再约就是第 7 单"
