"""When the sample year's orders come and what each is about: Mondays, peaks, rain, the first week of heating."""

import math
import random
from collections.abc import Iterator

from desk.domain.calendar import HOUR, SECOND, add_days, days_between, start_of_day, weekday
from desk.sample.matters import Matter, Pace

_MONDAY = 0


def rainy_days(pace: Pace, today: str, dice: random.Random) -> frozenset[str]:
    """Days that stand under rain, two by two as rain comes, more of them from May to October."""
    first = add_days(today, -pace.days)
    days = [add_days(first, count) for count in range(pace.days + 1)]
    weights = [3 if "05" <= day[5:7] <= "10" else 1 for day in days]
    wet: set[str] = set()
    while len(wet) < pace.rain_days:
        day = dice.choices(days, weights)[0]
        wet |= {day, add_days(day, 1)}
    return frozenset(wet)


def share(matter: Matter, estate: str, day: str, pace: Pace, wet: frozenset[str]) -> int:
    """The weight of a problem in an estate on a day."""
    weight = matter.shares[estate]
    if matter.problem in pace.rain_problems and (day in wet or add_days(day, -1) in wet):
        weight *= pace.rain_factor
    if matter.problem in pace.heating_problems:
        if not _within(day, pace.heating):
            return 0
        if first_week_of_heating(day, pace):
            weight *= pace.heating_factor
    if matter.problem in pace.cooling_problems and not _within(day, pace.cooling):
        return 0
    return weight


def first_week_of_heating(day: str, pace: Pace) -> bool:
    begins = f"{day[:4]}-{pace.heating[0]}"
    return begins <= day and days_between(begins, day) < pace.heating_first_days


def orders_of(
    estate: str, matters: tuple[Matter, ...], pace: Pace, today: str, thinning: float, dice: random.Random
) -> Iterator[tuple[int, Matter]]:
    """Moment and matter of every order of the year up to today's midnight, a day at a time.

    `thinning` leaves room for orders that come from others (reworks), so that the pace counts all of them.
    """
    wet = rainy_days(pace, today, dice)
    days = [add_days(today, count - pace.days) for count in range(pace.days + 1)]
    weights = {day: [share(matter, estate, day, pace, wet) for matter in matters] for day in days}
    monday = {day: pace.monday_percent / 100 if weekday(day) == _MONDAY else 1.0 for day in days}
    load = {day: sum(weights[day]) * monday[day] for day in days}
    per_weight = pace.per_day_tenths[estate] / 10 * thinning / (sum(load.values()) / len(days))
    for day in days:
        midnight = start_of_day(day)
        for _ in range(_poisson(load[day] * per_weight, dice)):
            hour = dice.choices(range(24), pace.hours)[0]
            at = midnight + hour * HOUR + dice.randrange(3600) * SECOND
            yield at, dice.choices(matters, weights[day])[0]


def _within(day: str, season: tuple[str, str]) -> bool:
    begins, ends = season
    return begins <= day[5:] <= ends if begins <= ends else day[5:] >= begins or day[5:] <= ends


def _poisson(mean: float, dice: random.Random) -> int:
    limit, product, count = math.exp(-mean), dice.random(), 0
    while product > limit:
        product *= dice.random()
        count += 1
    return count
