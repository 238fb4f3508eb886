"""The course of a sample order from the call to the finish: told, dispatched, waited for, reached, repaired."""

import random
from collections.abc import Callable, Sequence

from desk.domain.calendar import DAY, HOUR, MINUTE, SECOND, Span, day_of, minute_of_day, start_of_day
from desk.sample.matters import Habits
from desk.sample.places import HOME, Reporter, Spot, Town
from desk.sample.story import Happened, OrderStory, Returned, Suspended
from desk.services.work_orders.catalogue import Catalogue, ChargeRule, CrewKind, Problem, WhoseArea
from desk.services.work_orders.record import (
    Channel,
    Charge,
    Informed,
    OrderKind,
    PriceForm,
    Result,
    ReturnReason,
    SuspendReason,
    Urgency,
    VoidReason,
)
from desk.services.work_orders.suggest import area_of, urgency_of

_OPENS, _CLOSES, _LAST_DISPATCH = 8 * 60, 17 * 60, 16 * 60 + 50
_NIGHT = (20 * 60, 8 * 60)


class Course:
    def __init__(
        self, town: Town, catalogue: Catalogue, habits: Habits, windows: Sequence[Span], dice: random.Random
    ) -> None:
        self._town = town
        self._catalogue = catalogue
        self._habits = habits
        self._windows = tuple(windows)
        self._dice = dice

    def story(self, key: str, spot: Spot, at: int, code: str, said: str, of: OrderStory | None = None) -> OrderStory:
        """A whole course with whatever goes wrong on the way; `of` is the order this one does again."""
        story = self._intake(key, spot, at, code, said, of)
        if of is None and self._happens("void"):
            reason = self._dice.choice(
                (VoidReason.DUPLICATE, VoidReason.WITHDRAWN, VoidReason.WITHDRAWN, VoidReason.TEST)
            )
            return story.but(void_at=story.taken_at + self._minutes(4, 40), void_reason=reason, reviewed_at=None,
                           kind=OrderKind.FAULT)  # fmt: skip
        if story.channel == Channel.TECHNICIAN:
            return self._told_afterwards(story)
        if self._goes_outside(story):
            return self._handed_out(story)
        story = self._agree_and_dispatch(story)
        story = self._before_arrival(story, spot)
        story = self._arrive_and_finish(story)
        if self._happens("urged", 1.15) and story.finished:
            span = max(story.finished.at - story.reported_at, 2 * MINUTE)
            last = story.finished.at - MINUTE
            urges = sorted(story.reported_at + self._dice.randrange(span) for _ in range(self._dice.choice((1, 1, 2))))
            story = story.but(urges=tuple(min(each, last) for each in urges))
        return story

    def plain(self, key: str, spot: Spot, at: int, code: str, said: str, technician: str = "") -> OrderStory:
        """A course in which nothing goes wrong, ended the same day."""
        story = self._intake(key, spot, at, code, said, None).but(kind=OrderKind.FAULT, channel=Channel.PHONE)
        story = story.but(urgency=Urgency.GENERAL, reviewed_at=None, late_entry=False, taken_at=at, forwarded_no="",
                        forwarded_due_at=None)  # fmt: skip
        begins, ends = self._window(at + 30 * MINUTE, 0)
        technician = technician or self._town.technician(story.crew)
        story = story.but(window_from_at=begins, window_to_at=ends, informed_at=at + MINUTE,
                        informed_how=Informed.ON_CALL, dispatched_at=at + 3 * MINUTE,
                        dispatched_by=story.taken_by, technician=technician)  # fmt: skip
        arrived, finished = begins + 8 * MINUTE, begins + 40 * MINUTE
        return story.but(from_slip=False, result=Result.REPAIRED,
                       arrived=Happened(arrived, arrived), finished=Happened(finished, finished))  # fmt: skip

    def led_to(self, state: str, key: str, spot: Spot, at: int, now: int, code: str, said: str) -> OrderStory:
        """The course of a story that must stand in `state` at `now`."""
        story = self._intake(key, spot, at, code, said, None)
        story = story.but(kind=OrderKind.FAULT, channel=Channel.PHONE, reviewed_at=None, late_entry=False, taken_at=at,
                        forwarded_no="", forwarded_due_at=None, from_slip=False)  # fmt: skip
        urgent = story.urgency == Urgency.URGENT
        begins, ends = (None, None) if urgent else self._window(at + 30 * MINUTE, 0)
        story = story.but(window_from_at=begins, window_to_at=ends)
        if state == "waiting":
            return story
        sent_at = at + 4 * MINUTE
        crew = story.crew if self._crew_kind(story.crew) != CrewKind.OUTSIDE else ""
        story = story.but(dispatched_at=sent_at, dispatched_by=story.taken_by,
                        technician=self._town.technician(crew))  # fmt: skip
        if state == "told_not":
            return story
        story = story.but(informed_at=at + MINUTE, informed_how=Informed.ON_CALL)
        if state == "returned":
            back = Returned(now - 12 * MINUTE, ReturnReason.NO_PARTS, None, story.technician)
            return story.but(returned=back)
        if state == "arrived":
            there = now - 11 * MINUTE
            return story.but(arrived=Happened(there, there))
        if state == "slip_out":
            there, done = now - 75 * MINUTE, now - 35 * MINUTE
            return story.but(arrived=Happened(there, there), finished=Happened(done, done), result=Result.REPAIRED)
        reasons = {
            "parts": SuspendReason.PARTS,
            "nobody_home": SuspendReason.NOBODY_HOME,
            "rescheduled": SuspendReason.RESCHEDULED,
        }
        if state in reasons:
            return story.but(suspends=(self._still_waiting(reasons[state], code, sent_at, now),))
        return story

    def _still_waiting(self, reason: SuspendReason, code: str, sent_at: int, now: int) -> Suspended:
        from_at = min(sent_at + 2 * HOUR, now - 20 * MINUTE)
        days = {SuspendReason.PARTS: 2, SuspendReason.NOBODY_HOME: 0, SuspendReason.RESCHEDULED: 3}[reason]
        until = now + days * DAY
        begins, ends = self._window(until, 0)
        note = self._waits_for(code) if reason == SuspendReason.PARTS else ""
        there = from_at - 15 * MINUTE if reason == SuspendReason.PARTS else None
        return Suspended(reason, from_at, None, day_of(until), note, there, begins, ends)

    def _intake(self, key: str, spot: Spot, at: int, code: str, said: str, of: OrderStory | None) -> OrderStory:
        problem = self._catalogue.problems[code]
        area = area_of(problem, spot.kind)
        urgency, _ = urgency_of(problem, said, self._catalogue)
        channel = self._channel(at, spot, urgency, of)
        if of and of.reporter:
            person = Reporter(of.reporter, of.reporter_name, of.reporter_phone, of.reporter_relation)
        else:
            person = self._town.patrol() if channel == Channel.PATROL else self._town.reporter(spot)
        by = self._town.at_the_desk(at)
        story = OrderStory(
            key=key,
            estate=self._town.estate,
            kind=OrderKind.APPOINTMENT if urgency == Urgency.PLANNED and self._dice.random() < 0.4 else OrderKind.FAULT,
            channel=channel,
            home=spot.home,
            place=spot.place,
            reporter=person.key,
            reporter_name=person.name,
            reporter_phone=person.phone,
            reporter_relation=person.relation,
            words=said,
            problem=code,
            urgency=urgency,
            area=area,
            related_home=self._town.above(spot) if problem.area == WhoseArea.TWO_HOMES and spot.home else None,
            reported_at=at,
            taken_at=at,
            taken_by=by,
            from_slip=self._happens("from_slip", 0.35 if urgency == Urgency.URGENT else 1.09),
            crew=self._crew(problem, at, urgency),
            rework_of=of.key if of else None,
        )
        if channel == Channel.FORWARDED:
            number = f"12345-{day_of(at).replace('-', '')}-{self._dice.randrange(10_000):04d}"
            story = story.but(forwarded_no=number, forwarded_due_at=at + 3 * DAY)
        if story.kind == OrderKind.APPOINTMENT:
            story = story.but(reviewed_at=self._in_office(at + self._minutes(8, 45)))
        return self._charged(story, problem, spot)

    def _charged(self, story: OrderStory, problem: Problem, spot: Spot) -> OrderStory:
        """What the tree says, unless the warranty of the building is over or the order is a rework."""
        if story.rework_of:
            return story.but(charge=Charge.FREE)
        charging = problem.charging(story.area)
        under_warranty = day_of(story.reported_at) <= self._town.warranty.get(spot.building, "")
        if charging.rule == ChargeRule.WARRANTY_FIRST and not under_warranty and spot.kind == HOME:
            later = [each for each in problem.charges if each.charge == Charge.PAID]
            if not later and problem.contractor:
                return story.but(charge=Charge.CONTRACTOR)
            if not later:
                return story.but(charge=Charge.PAID, price_form=PriceForm.ON_SITE)
            charging = later[0]
        known = charging.price_form in (PriceForm.LIST, PriceForm.RANGE)
        return story.but(
            charge=charging.charge,
            price_form=charging.price_form,
            price_from_fen=charging.low_fen if known else None,
            price_to_fen=charging.high_fen if known else None,
        )

    def _channel(self, at: int, spot: Spot, urgency: Urgency, of: OrderStory | None) -> Channel:
        minute = minute_of_day(at)
        if minute >= _NIGHT[0] or minute < _NIGHT[1]:
            return Channel.NIGHT
        if of:
            return Channel.PHONE
        if spot.home is None and minute < _CLOSES and self._dice.random() < 0.22:
            return Channel.PATROL
        shares = dict(self._habits.channels)
        if urgency == Urgency.URGENT or minute > 16 * 60 or spot.home is None:
            shares |= {"technician": 0, "counter": shares["counter"] // 3}
        return Channel.of(self._dice.choices(list(shares), list(shares.values()))[0]) or Channel.PHONE

    def _crew(self, problem: Problem, at: int, urgency: Urgency) -> str:
        if not problem.crews:
            return problem.contractor
        crew = problem.crews[0]
        if self._crew_kind(crew) == CrewKind.PERSON:
            return "general"
        dark = not _OPENS <= minute_of_day(at) < _CLOSES
        night_duty = urgency == Urgency.URGENT and dark and self._crew_kind(crew) == CrewKind.OWN
        return "engineering_duty" if night_duty else crew

    def _crew_kind(self, crew: str) -> CrewKind:
        return self._catalogue.crews[crew].kind

    def _goes_outside(self, story: OrderStory) -> bool:
        problem = self._catalogue.problems[story.problem]
        outside = bool(problem.contractor) and self._town.contractor(problem.contractor) != ""
        return outside and (story.charge == Charge.CONTRACTOR or self._crew_kind(story.crew) == CrewKind.OUTSIDE)

    def _handed_out(self, story: OrderStory) -> OrderStory:
        """The desk tells the company, the company tells the desk when it is done."""
        urgent = story.urgency == Urgency.URGENT
        told = story.reported_at + self._minutes(1, 4)
        handed_out = told if urgent else self._in_office(told)
        handed_out = max(handed_out, (story.reviewed_at or 0) + MINUTE)
        done = handed_out + self._minutes(40, 100) if urgent else handed_out + self._minutes(180, 60 * 30)
        done = done if urgent else self._in_office(done)
        code = self._catalogue.problems[story.problem].contractor
        return story.but(
            from_slip=False,
            informed_at=handed_out + MINUTE,
            informed_how=Informed.ON_CALL if handed_out == told else Informed.CALLED_BACK,
            handed_out_at=handed_out,
            contractor=self._town.contractor(code),
            finished=Happened(done, done + self._minutes(1, 5)),
            result=Result.REPAIRED,
        )

    def _told_afterwards(self, story: OrderStory) -> OrderStory:
        """The resident rang the technician; the desk hears of it when the work is done (补单)."""
        arrived = story.reported_at + self._minutes(8, 50)
        finished = arrived + self._minutes(15, 60)
        taken = finished + self._minutes(10, 60)
        return story.but(
            kind=OrderKind.FAULT,
            reviewed_at=None,
            late_entry=True,
            from_slip=True,
            taken_at=taken,
            taken_by=self._town.at_the_desk(taken),
            informed_at=taken,
            informed_how=Informed.FACE,
            dispatched_at=taken,
            dispatched_by=self._town.at_the_desk(taken),
            technician=self._town.technician(story.crew),
            arrived=Happened(arrived, taken),
            finished=Happened(finished, taken),
            result=Result.REPAIRED,
        )

    def _agree_and_dispatch(self, story: OrderStory) -> OrderStory:
        urgent = story.urgency == Urgency.URGENT
        on_call = self._happens("told_on_the_call")
        ready = story.reviewed_at or story.reported_at
        if urgent:
            sent = ready + self._minutes(1, 3)
            informed = ready + (MINUTE if on_call else self._minutes(3, 13))
        else:
            sent = self._in_office(
                ready + (self._minutes(10, 34) if self._dice.random() < 0.08 else self._minutes(2, 9))
            )
            informed = ready + MINUTE if on_call else self._in_office(ready + self._minutes(3, 13))
            ahead = (
                self._dice.randrange(3, 16) if story.urgency == Urgency.PLANNED else self._dice.choice((0, 0, 0, 1, 2))
            )
            begins, ends = self._window(max(sent, ready) + 25 * MINUTE, ahead)
            story = story.but(window_from_at=begins, window_to_at=ends)
        if self._happens("told_late"):
            on_call, informed = False, self._in_office(ready + self._minutes(17, 58))
        return story.but(
            informed_at=informed,
            informed_how=Informed.ON_CALL if on_call else Informed.CALLED_BACK,
            dispatched_at=sent,
            dispatched_by=self._town.at_the_desk(sent),
            technician=self._town.technician(story.crew),
        )

    def _before_arrival(self, story: OrderStory, spot: Spot) -> OrderStory:
        """Nobody home, parts to wait for, another day, or the slip given back: at most one of them."""
        start = story.window_from_at
        if start is None or story.window_to_at is None or self._crew_kind(story.crew) != CrewKind.OWN:
            return story
        # The rates are of all orders; only those that can go this way are thrown for.
        chance, rates = self._dice.random() * 100, self._habits.rates
        mishaps: list[tuple[str, float, Callable[[OrderStory, int], OrderStory]]] = [
            ("parts", 1.4, self._parts),
            ("rescheduled", 1.4, self._rescheduled),
            ("returned", 1.4, self._returned),
        ]
        if spot.home:
            mishaps.append(("nobody_home", 1.75, self._nobody_home))
        for rate, among, happen in mishaps:
            chance -= rates[rate] * among
            if chance < 0:
                return happen(story, start)
        return story

    def _nobody_home(self, story: OrderStory, start: int) -> OrderStory:
        from_at = start + self._minutes(5, 20)
        return self._suspended(
            story, SuspendReason.NOBODY_HOME, from_at, from_at + self._minutes(150, 60 * 26), "", None
        )

    def _parts(self, story: OrderStory, start: int) -> OrderStory:
        arrived = start + self._minutes(0, 18)
        note = self._waits_for(story.problem)
        to_at = arrived + self._minutes(20 * 60, 6 * 24 * 60)
        return self._suspended(story, SuspendReason.PARTS, arrived + self._minutes(8, 25), to_at, note, arrived)

    def _waits_for(self, code: str) -> str:
        """What is missing, by the materials of the matter, and where it comes from."""
        matter = next(each for each in self._habits.matters if each.problem == code)
        parts = [material.name for material in matter.materials] or self._habits.words["any_part"]
        return self._dice.choice(self._habits.words["parts_wait"]).replace("{part}", self._dice.choice(parts))

    def _rescheduled(self, story: OrderStory, start: int) -> OrderStory:
        from_at = max(start - self._minutes(20, 90), (story.dispatched_at or start) + MINUTE)
        from_at = max(from_at, (story.informed_at or start) + MINUTE)
        return self._suspended(
            story, SuspendReason.RESCHEDULED, from_at, from_at + self._minutes(20 * 60, 4 * 24 * 60), "", None
        )

    def _suspended(
        self, story: OrderStory, reason: SuspendReason, from_at: int, to_at: int, note: str, arrived: int | None
    ) -> OrderStory:
        to_at = self._in_office(to_at)
        begins, ends = self._window(to_at + 20 * MINUTE, 0)
        pause = Suspended(reason, from_at, to_at, day_of(to_at), note, arrived, begins, ends)
        return story.but(suspends=(*story.suspends, pause))

    def _returned(self, story: OrderStory, start: int) -> OrderStory:
        at = start + self._minutes(2, 25)
        again = self._in_office(at + self._minutes(5, 40))
        reason = self._dice.choice(
            (ReturnReason.NO_PARTS, ReturnReason.NO_SKILL, ReturnReason.NO_TIME, ReturnReason.ACCESS)
        )
        other = self._town.technician(story.crew, besides=story.technician)
        return story.but(returned=Returned(at, reason, again, other))

    def _arrive_and_finish(self, story: OrderStory) -> OrderStory:
        problem = self._catalogue.problems[story.problem]
        work = (problem.minutes or 40) * MINUTE * self._dice.randrange(50, 140) // 100
        begins, ends = story.window_from_at, story.window_to_at
        if story.suspends:
            begins, ends = story.suspends[-1].window_from_at, story.suspends[-1].window_to_at
        late = self._happens("arrived_late")
        if begins is None or ends is None:
            arrived = story.reported_at + (self._minutes(12, 35) if late else self._minutes(4, 10))
            arrived, overdue = max(arrived, (story.dispatched_at or 0) + MINUTE), story.reported_at + 4 * HOUR
        else:
            floor = story.suspends[-1].to_at if story.suspends else story.dispatched_at
            arrived = begins + (self._minutes(22, 85) if late else self._minutes(-4, 18))
            arrived, overdue = max(arrived, (floor or 0) + 2 * MINUTE), ends + 2 * HOUR
        if story.returned and story.returned.again_at:
            arrived = story.returned.again_at + self._minutes(15, 50)
        finished = arrived + work
        if self._happens("finished_late"):
            finished = max(finished, overdue + self._minutes(5, 100))
        live = not story.from_slip
        return story.but(
            informed_at=min(story.informed_at or arrived, finished - MINUTE),
            arrived=Happened(arrived, arrived + (self._dice.randrange(90) * SECOND if live else 0)),
            finished=Happened(finished, finished + (self._dice.randrange(90) * SECOND if live else 0)),
            result=Result.REPAIRED,
        )

    def _window(self, earliest: int, skip: int) -> tuple[int, int]:
        """The first visiting window that begins at `earliest` or later, `skip` windows further on."""
        midnight = start_of_day(day_of(earliest))
        while True:
            for begins, ends in self._windows:
                if midnight + begins * MINUTE >= earliest:
                    if not skip:
                        return midnight + begins * MINUTE, midnight + ends * MINUTE
                    skip -= 1
            midnight += DAY

    def _in_office(self, at: int) -> int:
        """The moment itself in office hours, else early the next morning of the office."""
        minute = minute_of_day(at)
        if _OPENS <= minute < _LAST_DISPATCH:
            return at
        day = start_of_day(day_of(at)) + (DAY if minute >= _LAST_DISPATCH else 0)
        return day + _OPENS * MINUTE + self._minutes(2, 24)

    def _minutes(self, least: int, most: int) -> int:
        return self._dice.randrange(least * 60, most * 60 + 1) * SECOND

    def _happens(self, rate: str, among: float = 1.0) -> bool:
        """Thrown for by rate; `among` makes up for the orders that are never asked."""
        return self._dice.random() * 100 < self._habits.rates[rate] * among
