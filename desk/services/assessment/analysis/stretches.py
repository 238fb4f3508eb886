"""The days of a period as stretches of one length: days, weeks or months, so that a chart has a readable number."""

from dataclasses import dataclass

from desk.domain.calendar import DAY, add_days, days_between, start_of_day, weekday
from desk.domain.days import OFFSET
from desk.domain.words_of_time import weekday_word

MOST_DAYS, MOST_WEEKS = 31, 26
FEW_DAYS = 14  # of shares: those of a day are made of too few cases to say anything
# Which day a moment lies on, in China, as a number; portable SQL over a column of moments.
DAY_NUMBER = f"(({{at}} + {OFFSET}) / {DAY})"


@dataclass(frozen=True, slots=True)
class Stretch:
    """From and to, both days included; `label` stands under an axis, `words` say it whole."""

    label: str
    words: str
    from_on: str
    until_on: str

    @property
    def from_at(self) -> int:
        return start_of_day(self.from_on)

    @property
    def until_at(self) -> int:
        return start_of_day(self.until_on) + DAY

    @property
    def numbers(self) -> range:
        """The numbers of its days, as DAY_NUMBER counts."""
        return range((self.from_at + OFFSET) // DAY, (self.until_at + OFFSET) // DAY)


def stretches(from_on: str, until_on: str, most_days: int = MOST_DAYS) -> tuple[Stretch, ...]:
    """A month by its days, half a year by weeks from Monday, more by months; the first and last may be cut short."""
    days = days_between(from_on, until_on) + 1
    if days <= most_days:
        every = [add_days(from_on, n) for n in range(days)]
        return tuple(Stretch(day[5:], f"{day[5:]} {weekday_word(day)}", day, day) for day in every)
    by_weeks = days <= 7 * MOST_WEEKS
    found, begin = [], from_on
    while begin <= until_on:
        end = min(add_days(begin, 6 - weekday(begin)) if by_weeks else _month_end(begin), until_on)
        found.append(_week(begin, end) if by_weeks else _month(begin, end, from_on))
        begin = add_days(end, 1)
    return tuple(found)


def _week(begin: str, end: str) -> Stretch:
    return Stretch(begin[5:], f"{begin[5:]} 至 {end[5:]}", begin, end)


def _month(begin: str, end: str, first: str) -> Stretch:
    """The year stands under January and under the first of them."""
    month = f"{int(begin[5:7])}月"
    label = f"{begin[2:4]}年{month}" if month == "1月" or begin == first else month
    cut = "" if begin.endswith("-01") and end == _month_end(begin) else f" ({int(begin[8:])}-{int(end[8:])} 日)"
    return Stretch(label, f"{begin[:4]} 年 {int(begin[5:7])} 月{cut}", begin, end)


def _month_end(day: str) -> str:
    later = add_days(f"{day[:7]}-01", 31)
    return add_days(f"{later[:7]}-01", -1)
