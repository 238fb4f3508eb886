"""Rows 2.x: answered, on site and finished in time, rung back, content; what stood still and what cannot be true."""

from collections.abc import Callable

from desk.services.assessment.measures import (
    BAD,
    DONE,
    EXEMPT,
    GOOD,
    LATE,
    NOBODY,
    REFUSED,
    WAITING,
    Measure,
    Source,
    Terms,
    Whens,
    always,
    by_due,
)

GONE = "r.status = 'void' OR r.parent_id IS NOT NULL"
OUTSIDE = "COALESCE(r.contractor, '') <> '' OR r.status = 'handed_out'"
PLANNED = "(r.urgency = 'planned' OR r.kind = 'appointment') AND COALESCE(r.urgency, '') <> 'urgent'"
OVER = "r.finished_at IS NOT NULL OR r.closed_at IS NOT NULL"
# Moments that cannot be true beside one another; each takes the order out of the rate it makes doubtful.
TOLD_TOO_SOON = "r.informed_at < r.reported_at"
ARRIVED_WRONG = "r.arrived_at < r.reported_at OR r.finished_at < r.arrived_at"
FINISHED_WRONG = "r.finished_at < r.reported_at OR r.finished_at < r.arrived_at"


def _always(terms: Terms) -> Whens:
    return always(terms, "r.reported_at", GONE)


def _response(terms: Terms) -> Whens:
    """Whoever was never told was not told in time: what is not written down gains nothing."""
    due = by_due("r.informed_at", "r.response_due_at", OVER, terms)
    return [*_always(terms), ("r.response_due_at IS NULL", ""), (TOLD_TOO_SOON, "x:anomaly"), *due]


def _arrival(terms: Terms) -> Whens:
    due = by_due("r.arrived_at", "r.arrival_due_at", OVER, terms)
    none = [(PLANNED, ""), (OUTSIDE, "x:outside"), ("r.arrival_due_at IS NULL", ""), (ARRIVED_WRONG, "x:anomaly")]
    return [*_always(terms), *none, *due]


def _finish(terms: Terms) -> Whens:
    due = by_due("r.finished_at", "r.finish_due_at", "r.closed_at IS NOT NULL", terms)
    return [
        *_always(terms),
        (OUTSIDE, "x:outside"),
        ("r.finish_due_at IS NULL", ""),
        (FINISHED_WRONG, "x:anomaly"),
        *due,
    ]


def _anomaly(terms: Terms) -> Whens:
    return [*_always(terms), (f"{TOLD_TOO_SOON} OR {ARRIVED_WRONG} OR {FINISHED_WRONG}", "missed")]


def _by_slip(terms: Terms) -> Whens:
    """Of those who arrived: how many arrivals are known from the paper alone."""
    return [*_always(terms), ("r.arrived_at IS NULL", ""), ("r.arrived_source = 'slip'", "missed")]


def _rework(terms: Terms) -> Whens:
    """However it ended since: so long it was open."""
    long = f"COALESCE(r.closed_at, {terms.now}) - r.reported_at > {terms.rework_ms}"
    return [("r.rework_of IS NULL", ""), *_always(terms), (long, "missed")]


def _stood(left: str, *reasons: str) -> Callable[[Terms], Whens]:
    """Orders whose clocks stood still: they count, with that time taken out of their dues."""
    stood = " OR ".join(f"r.paused_for LIKE '%{reason}%'" for reason in reasons)

    def whens(terms: Terms) -> Whens:
        return [("r.paused_for IS NULL", ""), (GONE, ""), (stood, f"x:{left}")]

    return whens


def _off_hours(terms: Terms) -> Whens:
    """Reported when the desk was shut: the clock waited for it to open."""
    waited = f"r.response_due_at - r.reported_at > {terms.response_ms}"
    return [(GONE, ""), ("r.urgency = 'urgent'", ""), (waited, "x:off_hours")]


def _asked(terms: Terms) -> Whens:
    """Whether somebody spoke with the resident in time; more than one call asks about some orders."""
    return [
        ("r.finished_at IS NULL", ""),
        *always(terms, "r.finished_at", GONE),
        (f"COALESCE(a.came_to, {NOBODY}) = {NOBODY}", "missed"),  # to be asked about, and nobody was to ask
        (f"a.came_to = {EXEMPT}", "x:exempt"),
        (f"a.came_to = {DONE}", "met"),
        (f"a.came_to = {WAITING}", "x:pending"),
        (f"a.came_to = {LATE}", "missed"),
        (f"a.came_to = {REFUSED}", "x:refused_call"),
    ]


# What was answered: bad once stays bad. Where nobody answered, what was ticked on the slip.
CONTENT: Whens = [
    (f"a.said = {BAD}", "missed"),
    (f"a.said = {GOOD}", "met"),
    ("r.tick = 'good'", "met"),
    ("r.tick IN ('fair', 'bad')", "missed"),
]


def _content(terms: Terms) -> Whens:
    return [*always(terms, "r.finished_at", GONE), *CONTENT]


def _of(
    name: str, label: str, whens: Callable[[Terms], Whens], other: str = "met", at: str = "r.reported_at"
) -> Measure:
    return Measure(name, label, Source.ORDERS, "work_order", at, whens, other)


REPAIRS: tuple[Measure, ...] = (
    _of("orders", "报修单", _always),
    _of("response", "回复及时", _response, "x:pending"),
    _of("arrival", "到场及时", _arrival, "x:pending"),
    _of("finish", "完工及时", _finish, "x:pending"),
    _of("anomaly", "数据异常", _anomaly),
    _of("by_slip", "到场按单补录", _by_slip),
    _of("rework_open", "返工超期未结", _rework),
    _of("paused_owner", "业主原因停表", _stood("owner", "nobody_home", "rescheduled"), ""),
    _of("paused_parts", "等料停表", _stood("parts", "parts"), ""),
    _of("off_hours", "非工作时间停表", _off_hours, ""),
    _of("content", "报修满意", _content, "x:no_answer", "r.finished_at"),
    _of("asked", "回访", _asked, "x:not_reached", "r.finished_at"),
)
