"""What follows the repair in the sample year: the slip's way back, money and signature, and the revisit calls."""

import random
from collections.abc import Sequence
from dataclasses import replace

from desk.domain.calendar import DAY, MINUTE, SECOND, Span, add_days, day_of, minute_of_day, start_of_day
from desk.sample.matters import Habits, Matter
from desk.sample.places import Town
from desk.sample.story import Answer, Call, Happened, Material, OrderStory, SlipBack
from desk.services.work_orders.record import (
    Area,
    Charge,
    Payment,
    Satisfaction,
    Signature,
    Tick,
    UnsignedReason,
    Urgency,
)

_EVENING = 17 * 60
_UNANSWERED = {"no_answer": 68, "busy": 14, "later": 8, "cut": 4, "dead": 3, "wrong": 3}
_ATTEMPTS = 3


class Aftermath:
    REWORK_OF_BAD = 0.6
    REFUSED, FAMILY, SHORT = 0.01, 0.07, 0.05

    def __init__(self, town: Town, habits: Habits, call_hours: Sequence[Span], dice: random.Random) -> None:
        self._town = town
        self._habits = habits
        self._call_hours = tuple(call_hours)
        self._dice = dice
        self._receipts = 0

    def of(self, story: OrderStory, matter: Matter) -> OrderStory:
        """The story with its slip back and its revisit, where it was finished."""
        if story.finished is None:
            return story
        finished, slip = story.finished, self._slip(story, matter)
        story = story.but(slip=slip)
        if story.from_slip and not story.late_entry and story.arrived:
            # Entered from the paper, row by row, just before the slip is filed.
            story = story.but(
                arrived=Happened(story.arrived.at, slip.at - 20 * SECOND),
                finished=Happened(finished.at, slip.at - 10 * SECOND),
            )
        return self._revisited(story, slip.at)

    def _slip(self, story: OrderStory, matter: Matter) -> SlipBack:
        assert story.finished
        at = self._slip_back_at(story)
        materials = self._materials(matter)
        material_fen = sum(each.count * each.price_fen for each in materials)
        labour_fen = self._labour_fen(story)
        due_fen = labour_fen + material_fen if story.charge == Charge.PAID else 0
        payment, received_fen, waived_by = self._paid(due_fen)
        receipt_no = ""
        if received_fen:
            self._receipts += 1
            receipt_no = f"SJ{day_of(at)[2:4]}{self._receipts:05d}"
        slip = SlipBack(
            at=at,
            materials=materials,
            material_fen=material_fen,
            labour_fen=labour_fen,
            due_fen=due_fen,
            received_fen=received_fen,
            payment=payment,
            receipt_no=receipt_no,
            waived_by=waived_by,
            signature=Signature.SELF,
            signed_for="",
            signed_at=story.finished.at,
            unsigned_reason=None,
            tick=self._tick(),
            shoe_covers=story.home is not None and self._dice.random() < 0.93,
            left_clean=self._dice.random() < 0.95,
        )
        return self._signed(story, slip)

    def _signed(self, story: OrderStory, slip: SlipBack) -> SlipBack:
        dice, public = self._dice, story.area == Area.PUBLIC
        if self._happens("unsigned"):
            reasons = (
                (UnsignedReason.PUBLIC,)
                if public
                else (UnsignedReason.LEFT, UnsignedReason.FORGOTTEN, UnsignedReason.REFUSED)
            )
            return replace(slip, signature=Signature.UNSIGNED, signed_at=None, unsigned_reason=dice.choice(reasons),
                           tick=Tick.NONE)  # fmt: skip
        if public:
            who = dice.choice(("管家", "班长", "报修人"))
            return replace(slip, signature=Signature.BY_OTHER, signed_for=who)
        if self._happens("signed_by_other"):
            who = dice.choice(self._habits.words["relations"])
            return replace(slip, signature=Signature.BY_OTHER, signed_for=who)
        return slip

    def _slip_back_at(self, story: OrderStory) -> int:
        """At five with the others; what was finished later comes back next morning; a few lie about for days."""
        assert story.finished
        if story.late_entry:
            return story.taken_at + self._dice.randrange(60, 240) * SECOND
        if story.contractor:
            return story.finished.recorded_at + self._dice.randrange(60, 600) * SECOND
        midnight = start_of_day(day_of(story.finished.at))
        if minute_of_day(story.finished.at) < _EVENING - 5:
            at = midnight + _EVENING * MINUTE + self._dice.randrange(1, 45 * 60) * SECOND
        else:
            at = midnight + DAY + (8 * 60 + 5) * MINUTE + self._dice.randrange(45 * 60) * SECOND
        if self._happens("slip_days_late"):
            at += self._dice.randrange(1, 5) * DAY
        return at

    def _materials(self, matter: Matter) -> tuple[Material, ...]:
        if not matter.materials or self._dice.random() < 0.4:
            return ()
        chosen = self._dice.sample(matter.materials, min(len(matter.materials), self._dice.choice((1, 1, 1, 2))))
        return tuple(replace(each, count=self._dice.choice((1, 1, 1, 1, 2))) for each in chosen)

    def _labour_fen(self, story: OrderStory) -> int:
        if story.charge != Charge.PAID:
            return 0
        low, high = story.price_from_fen, story.price_to_fen
        if low is None or high is None:
            low, high = 5000, 26000
        return self._dice.randrange(low, high + 1, 500) if high > low else low

    def _paid(self, due_fen: int) -> tuple[Payment | None, int, str]:
        if not due_fen:
            return None, 0, ""
        if self._happens("waived"):
            return Payment.WAIVED, 0, self._town.name_of(self._town.holder("manager"))
        if self._happens("paid_on_account"):
            return Payment.ON_ACCOUNT, 0, ""
        forms = self._habits.payments
        return Payment.of(self._dice.choices(list(forms), list(forms.values()))[0]), due_fen, ""

    def _tick(self) -> Tick:
        return self._dice.choices((Tick.GOOD, Tick.FAIR, Tick.BAD, Tick.NONE), (70, 9, 2, 19))[0]

    def _revisited(self, story: OrderStory, slip_at: int) -> OrderStory:
        """Calls in good hours until somebody answers, three at most on at least two days."""
        assert story.finished
        calls: list[Call] = []
        at = self._good_hour(add_days(day_of(story.finished.at), self._first_day(story)), slip_at)
        while len(calls) < _ATTEMPTS:
            by = self._caller(story, at)
            if not self._happens("call_not_answered"):
                return self._answered(story, calls, at, by)
            code = self._dice.choices(list(_UNANSWERED), list(_UNANSWERED.values()))[0]
            calls.append(Call(at, code, self._dice.randrange(8, 40) if code == "cut" else 0, by))
            same_days = len({day_of(call.at) for call in calls}) < 2 and len(calls) == _ATTEMPTS - 1
            if code == "busy" and not same_days:
                at += 20 * MINUTE
            else:
                at = self._good_hour(
                    add_days(day_of(at), 1 if same_days or self._dice.random() < 0.5 else 0), at + 2 * 60 * MINUTE
                )
        return story.but(calls=tuple(calls))

    def _answered(self, story: OrderStory, calls: list[Call], at: int, by: str) -> OrderStory:
        dice, words = self._dice, self._habits.words
        if dice.random() < self.REFUSED:
            return story.but(calls=(*calls, Call(at, "refused", dice.randrange(5, 25), by)))
        code = "family" if dice.random() < self.FAMILY else "answered"
        seconds = dice.randrange(8, 20) if dice.random() < self.SHORT else dice.randrange(32, 165)
        good, fair = self._habits.rates["good"], self._habits.rates["fair"]
        satisfaction = dice.choices(
            (Satisfaction.GOOD, Satisfaction.FAIR, Satisfaction.BAD), (good, fair, 100 - good - fair)
        )[0]
        said = (
            dice.choice(words[satisfaction.value]) if satisfaction == Satisfaction.BAD or dice.random() < 0.45 else ""
        )
        follow_up = ""
        if satisfaction == Satisfaction.BAD:
            again = self.REWORK_OF_BAD if story.home and not story.contractor else 0.0
            follow_up = (
                "rework" if dice.random() < again else dice.choice(("call_back", "call_back", "call_back", "complaint"))
            )
        call = Call(at, code, seconds, by)
        return story.but(calls=(*calls, call), answer=Answer(satisfaction, said, follow_up))

    def _first_day(self, story: OrderStory) -> int:
        if story.rework_of:
            return self._dice.choice((1, 1, 2))
        if self._happens("revisit_late"):
            return self._dice.randrange(8, 11)
        if story.urgency == Urgency.URGENT:
            return self._dice.choice((3, 3, 4, 5))  # behind the early call that every emergency has
        return self._dice.choice((3, 3, 4, 4, 5, 6))

    def _caller(self, story: OrderStory, at: int) -> str:
        return self._town.holder("supervisor") if story.rework_of else self._town.at_the_desk(at)

    def _good_hour(self, day: str, after: int) -> int:
        """A moment of the good hours of `day`, or of the next day that has one after `after`."""
        while True:
            begins, ends = self._dice.choices(self._call_hours, range(len(self._call_hours), 0, -1))[0]
            at = start_of_day(day) + self._dice.randrange(begins * 60, ends * 60) * SECOND
            if at > after:
                return at
            if start_of_day(day) + self._call_hours[-1][0] * MINUTE <= after:
                day = add_days(day, 1)

    def _happens(self, rate: str) -> bool:
        return self._dice.random() * 100 < self._habits.rates[rate]
