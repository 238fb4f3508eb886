"""One sample order as a whole life in the office's words, and what of it is known at a given moment."""

from dataclasses import dataclass, replace
from typing import Any

from desk.services.work_orders.record import (
    Area,
    Channel,
    Charge,
    Informed,
    OrderKind,
    Payment,
    PriceForm,
    Result,
    ReturnReason,
    Satisfaction,
    Signature,
    SuspendReason,
    Tick,
    UnsignedReason,
    Urgency,
    VoidReason,
)


@dataclass(frozen=True, slots=True)
class Suspended:
    """A pause: the man may have been there before it, and a new window follows it. `to_at` None: still waiting."""

    reason: SuspendReason
    from_at: int
    to_at: int | None
    until_on: str
    note: str
    arrived_at: int | None
    window_from_at: int
    window_to_at: int


@dataclass(frozen=True, slots=True)
class Returned:
    """The man gave it back; `again_at` is when it was dispatched anew, to `technician`."""

    at: int
    reason: ReturnReason
    again_at: int | None
    technician: str


@dataclass(frozen=True, slots=True)
class Happened:
    """When it was, and when the desk wrote it down (from the slip: hours later)."""

    at: int
    recorded_at: int


@dataclass(frozen=True, slots=True)
class Material:
    name: str
    spec: str
    count: int
    price_fen: int


@dataclass(frozen=True, slots=True)
class SlipBack:
    """What the returned slip told: work, money, signature, tick."""

    at: int
    materials: tuple[Material, ...]
    material_fen: int
    labour_fen: int
    due_fen: int
    received_fen: int
    payment: Payment | None
    receipt_no: str
    waived_by: str
    signature: Signature
    signed_for: str
    signed_at: int | None
    unsigned_reason: UnsignedReason | None
    tick: Tick
    shoe_covers: bool
    left_clean: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A revisit call; `code` and `follow_up` are the words of the revisits' own codes, `by` a staff number."""

    at: int
    code: str
    seconds: int
    by: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the last call brought."""

    satisfaction: Satisfaction
    words: str
    follow_up: str


@dataclass(frozen=True)
class OrderStory:
    """Keys (`home`, `place`, `reporter`, staff numbers, crew codes) are those of the sample world and the catalogue.

    Moments are UTC milliseconds. A part that has not happened is None or empty. Revisit calls are told for every
    finished order; whoever writes the history leaves them out where the rules exempt it.
    """

    key: str
    estate: str
    kind: OrderKind
    channel: Channel
    home: str | None
    place: str | None
    reporter: str | None
    reporter_name: str
    reporter_phone: str
    reporter_relation: str
    words: str
    reported_at: int
    taken_at: int
    taken_by: str
    problem: str = ""
    urgency: Urgency = Urgency.GENERAL
    area: Area = Area.OWN
    related_home: str | None = None
    late_entry: bool = False
    from_slip: bool = False
    forwarded_no: str = ""
    forwarded_due_at: int | None = None
    answer_text: str = ""
    charge: Charge | None = None
    price_form: PriceForm | None = None
    price_from_fen: int | None = None
    price_to_fen: int | None = None
    window_from_at: int | None = None
    window_to_at: int | None = None
    reviewed_at: int | None = None
    informed_at: int | None = None
    informed_how: Informed | None = None
    dispatched_at: int | None = None
    dispatched_by: str = ""
    crew: str = ""
    technician: str = ""
    handed_out_at: int | None = None
    contractor: str = ""
    returned: Returned | None = None
    suspends: tuple[Suspended, ...] = ()
    urges: tuple[int, ...] = ()
    arrived: Happened | None = None
    finished: Happened | None = None
    result: Result | None = None
    slip: SlipBack | None = None
    calls: tuple[Call, ...] = ()
    answer: Answer | None = None
    rework_of: str | None = None
    void_at: int | None = None
    void_reason: VoidReason | None = None

    def but(self, **changes: Any) -> "OrderStory":
        """The same story with other facts; several times quicker than dataclasses.replace, and a year needs many."""
        return OrderStory(**(vars(self) | changes))

    @property
    def over(self) -> bool:
        """Nothing more will happen: answered, not reached, void or an enquiry."""
        ended = bool(self.calls) and (
            self.answer is not None or self.calls[-1].code == "refused" or len(self.calls) > 2
        )
        return ended or self.void_at is not None or self.kind == OrderKind.ENQUIRY


def known_at(story: OrderStory, now: int) -> OrderStory | None:
    """The story as the desk knows it at `now`: what is recorded later has not happened yet. None: not taken yet."""
    if story.taken_at > now:
        return None
    if story.over and max(story.void_at or 0, *(call.at for call in story.calls[-1:]), story.taken_at) <= now:
        return story
    known = story.but(
        reviewed_at=_past(story.reviewed_at, now),
        informed_at=_past(story.informed_at, now),
        dispatched_at=_past(story.dispatched_at, now),
        handed_out_at=_past(story.handed_out_at, now),
        void_at=_past(story.void_at, now),
        urges=tuple(at for at in story.urges if at <= now),
        suspends=tuple(replace(each, to_at=_past(each.to_at, now)) for each in story.suspends if each.from_at <= now),
        arrived=_written(story.arrived, now),
        finished=_written(story.finished, now),
        calls=tuple(call for call in story.calls if call.at <= now),
    )
    if story.returned:
        returned = replace(story.returned, again_at=_past(story.returned.again_at, now))
        known = known.but(returned=returned if returned.at <= now else None)
    if known.informed_at is None:
        known = known.but(informed_how=None)
    if known.dispatched_at is None:
        known = known.but(dispatched_by="", technician="")
    if known.finished is None:
        known = known.but(result=None)
    if story.slip and story.slip.at > now:
        known = known.but(slip=None)
    if len(known.calls) < len(story.calls):
        known = known.but(answer=None)
    if known.void_at is None:
        known = known.but(void_reason=None)
    return known


def _past(at: int | None, now: int) -> int | None:
    return at if at is not None and at <= now else None


def _written(fact: Happened | None, now: int) -> Happened | None:
    return fact if fact and fact.recorded_at <= now else None
