"""A year of sample orders, each as a whole life, ending with a lively desk at `now`; same seed, same year."""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from desk.domain.calendar import DAY, HOUR, MINUTE, Span, add_days, day_of, start_of_day
from desk.sample.aftermath import Aftermath
from desk.sample.course import Course
from desk.sample.matters import Habits, Matter, TodayRow
from desk.sample.pace import orders_of
from desk.sample.places import Town
from desk.sample.story import OrderStory, known_at
from desk.services.work_orders.catalogue import Catalogue
from desk.services.work_orders.record import Channel, OrderKind

_SPARED_DAYS = 40  # homes of the lively end have no other order so near


def year_of_orders(
    world: Mapping[str, Sequence[Mapping[str, Any]]],
    catalogue: Catalogue,
    habits: Habits,
    seed: int,
    now: int,
    windows: Sequence[Span],
    call_hours: Sequence[Span],
) -> Iterator[OrderStory]:
    """Stories in the order they were taken, nothing in them later than `now`.

    `windows` and `call_hours` are the office's settings, in minutes of the day. A rework names the story it follows.
    """
    stories: list[OrderStory] = []
    for estate in habits.pace.per_day_tenths:
        dice = random.Random(f"{seed}/{estate}")
        year = _Year(Town(estate, world, dice), catalogue, habits, windows, call_hours, now, dice)
        stories += year.stories()
    known = [story for each in stories if (story := known_at(each, now))]
    known.sort(key=lambda story: (story.taken_at, story.key))
    numbers = {story.key: f"{story.estate}/{number:05d}" for number, story in enumerate(known, start=1)}
    for story in known:
        parent = numbers[story.rework_of] if story.rework_of else None
        yield story.but(key=numbers[story.key], rework_of=parent)


def recent(stories: Sequence[OrderStory], since: int) -> list[OrderStory]:
    """Those taken from the moment `since` on, and the earlier ones that they are reworks of."""
    kept: list[OrderStory] = []
    named: set[str] = set()
    for story in reversed(stories):
        if story.taken_at >= since or story.key in named:
            kept.append(story)
            if story.rework_of:
                named.add(story.rework_of)
    return kept[::-1]


class _Year:
    """One estate's year."""

    def __init__(
        self,
        town: Town,
        catalogue: Catalogue,
        habits: Habits,
        windows: Sequence[Span],
        call_hours: Sequence[Span],
        now: int,
        dice: random.Random,
    ) -> None:
        self._town = town
        self._habits = habits
        self._now = now
        self._dice = dice
        self._course = Course(town, catalogue, habits, windows, dice)
        self._aftermath = Aftermath(town, habits, call_hours, dice)
        lively = [row for row in habits.today if row.estate == town.estate]
        self._lively = [(row, town.named(row.at)) for row in lively]
        self._spared = frozenset(spot.home for _, spot in self._lively if spot.home)
        self._count = 0

    def stories(self) -> list[OrderStory]:
        rates, today = self._habits.rates, day_of(self._now)
        told: list[OrderStory] = []
        pace, thinning = self._habits.pace, 1 / (1 + rates["rework"] / 100)
        for at, matter in orders_of(self._town.estate, self._habits.matters, pace, today, thinning, self._dice):
            if at < self._now:
                story = self._one(at, matter)
                told.append(story)
                told += self._rework(story, matter)
        told += self._enquiries(len(told))
        told += [self._lively_story(row, index) for index, row in enumerate(row for row, _ in self._lively)]
        return told

    def _key(self) -> str:
        self._count += 1
        return f"{self._town.estate}/{self._count:06d}"

    def _one(self, at: int, matter: Matter) -> OrderStory:
        recent = self._now - at < _SPARED_DAYS * DAY
        spot = self._town.spot(matter.at, matter.problem == "62", self._spared if recent else frozenset())
        story = self._course.story(self._key(), spot, at, matter.problem, self._said(matter, public=spot.home is None))
        return self._aftermath.of(story, matter)

    def _said(self, matter: Matter, public: bool) -> str:
        words = self._habits.words
        said = self._dice.choice(matter.says)
        for slot in ("wet", "room", "since"):
            said = said.replace(f"{{{slot}}}", self._dice.choice(words[slot]))
        return said + self._dice.choice(words["public_tails" if public else "tails"])

    def _rework(self, story: OrderStory, matter: Matter) -> list[OrderStory]:
        """After a dissatisfied answer that chose it, or because the resident rings again: the same thing once more."""
        if story.finished is None or story.home is None or story.contractor:
            return []
        if story.answer and story.answer.follow_up == "rework":
            at = story.calls[-1].at + self._dice.randrange(2, 6) * MINUTE
        elif self._dice.random() < self._rework_without_call():
            at = _in_desk_hours(story.finished.at + self._dice.randrange(1, 20) * DAY, self._dice)
        else:
            return []
        spot = self._town.named(story.home.split("/", 1)[1])
        said = "上次修的又坏了: " + story.words
        again = self._course.story(self._key(), spot, at, matter.problem, said, of=story)
        return [self._aftermath.of(again, matter)]

    def _rework_without_call(self) -> float:
        """What the dissatisfied answers leave to be made up, so that reworks come to their rate."""
        rates = self._habits.rates
        bad = (100 - rates["good"] - rates["fair"]) / 100 * Aftermath.REWORK_OF_BAD
        return max(0.0, (rates["rework"] / 100 - bad * 0.72) * 2.6)

    def _enquiries(self, orders: int) -> Iterator[OrderStory]:
        words = self._habits.words
        for _ in range(orders * self._habits.rates["enquiry"] // 100):
            at = _in_desk_hours(self._now - self._dice.randrange(self._habits.pace.days) * DAY, self._dice)
            which = self._dice.randrange(len(words["enquiry"]))
            spot = self._town.spot(["home"], False, frozenset())
            person = self._town.reporter(spot)
            yield OrderStory(
                key=self._key(),
                estate=self._town.estate,
                kind=OrderKind.ENQUIRY,
                channel=Channel.PHONE,
                home=spot.home,
                place=None,
                reporter=person.key,
                reporter_name=person.name,
                reporter_phone=person.phone,
                reporter_relation=person.relation,
                words=words["enquiry"][which],
                reported_at=at,
                taken_at=at,
                taken_by=self._town.at_the_desk(at),
                answer_text=words["enquiry_answer"][which],
            )

    def _lively_story(self, row: TodayRow, index: int) -> OrderStory:
        """A story written down in the sample data, led exactly as far as its state says."""
        spot = self._lively[index][1]
        matter = next(each for each in self._habits.matters if each.problem == row.problem)
        if row.state == "done":
            at = (
                start_of_day(add_days(day_of(self._now), -row.done_days)) + 9 * HOUR + self._dice.randrange(40) * MINUTE
            )
            plain = self._course.plain(self._key(), spot, at, row.problem, row.says, row.technician)
            return self._aftermath.of(plain, matter).but(calls=(), answer=None)
        at = self._now - row.minutes * MINUTE
        return self._course.led_to(row.state, self._key(), spot, at, self._now, row.problem, row.says)


def _in_desk_hours(at: int, dice: random.Random) -> int:
    return start_of_day(day_of(at)) + dice.randrange(8 * 60 + 10, 16 * 60 + 50) * MINUTE
