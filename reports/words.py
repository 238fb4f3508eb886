"""Moments and amounts in the words of paper, which is read on any day: UTC ms and fen in, Chinese out."""

from desk.domain.calendar import day_of, end_of_day
from desk.domain.money import fen_text
from desk.domain.words_of_time import clock_word, full_moment, weekday_word


def moment(at: int | None) -> str:
    """`2026-11-20 13:02`; nothing for a moment that has not come."""
    return "" if at is None else full_moment(at)


def clock(at: int | None, beside: int) -> str:
    """`13:04`, with the day before it where that is not the day of `beside`, which is printed too."""
    if at is None:
        return ""
    day, other = day_of(at), day_of(beside)
    if day == other:
        return clock_word(at)
    return full_moment(at) if day[:4] != other[:4] else f"{day[5:]} {clock_word(at)}"


def window(from_at: int | None, to_at: int | None) -> str:
    """`11-20 周五 14:00 至 16:00`; without an end 起, without a start 前."""
    if from_at is None:
        return "" if to_at is None else f"{_day_and_clock(to_at)} 前"
    if to_at is None:
        return f"{_day_and_clock(from_at)} 起"
    midnight = end_of_day(day_of(from_at))
    if to_at > midnight:
        return f"{_day_and_clock(from_at)} 至 {_day_and_clock(to_at)}"
    return f"{_day_and_clock(from_at)} 至 {'24:00' if to_at == midnight else clock_word(to_at)}"


def price(low_fen: int | None, high_fen: int | None) -> str:
    """`¥30.00-50.00`, or the one amount that is known."""
    if low_fen is None or high_fen is None or low_fen == high_fen:
        known = high_fen if low_fen is None else low_fen
        return "" if known is None else fen_text(known)
    return f"{fen_text(low_fen)}-{fen_text(high_fen).removeprefix('¥')}"


def _day_and_clock(at: int) -> str:
    day = day_of(at)
    return f"{day[5:]} {weekday_word(day)} {clock_word(at)}"
