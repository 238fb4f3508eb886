"""Rows 1.x, 3.x, 4.x and 5: notices, fresh goods, complaints, homes that use the platform."""

from collections.abc import Callable

from desk.services.assessment.measures import Measure, Source, Terms, Whens, always
from desk.services.assessment.measures_of_repairs import CONTENT

# fresh goods

GONE = "r.status IN ('void', 'cancelled')"
WINDOW = "r.kind = 'window' AND r.window_from_at IS NOT NULL"
WRONG = "r.delivered_at < r.placed_at OR r.delivered_at < r.arrived_at"
OURS = "(CASE WHEN p.accepted = 1 THEN r.inspected_at ELSE r.arrived_at END)"
NOBODY = "r.delivered_at IS NULL"


def _left(terms: Terms) -> Whens:
    return [*always(terms, "r.placed_at", GONE), ("r.status = 'refused'", "x:refused")]


def _fresh(terms: Terms) -> Whens:
    return [*_left(terms), (WRONG, "x:anomaly")]


def _stood(start: str, terms: Terms) -> str:
    """How long the clocks of an order stood between a start and its end; a stop that is open lasts until then."""
    if terms.postgres:
        one, rows, least, most = "(s ->> '{}')::bigint", "json_array_elements(r.stops::json) s", "LEAST", "GREATEST"
    else:
        one, rows, least, most = "json_extract(s.value, '$.{}')", "json_each(r.stops) s", "MIN", "MAX"
    ended = f"COALESCE(r.delivered_at, {terms.now})"
    begin, end = (one.format(name) for name in ("from_at", "to_at"))
    last, first = f"{least}(COALESCE({end}, {ended}), {ended})", f"{most}({begin}, {start})"
    return f"COALESCE((SELECT SUM({most}(0, {last} - {first})) FROM {rows}), 0)"


def _within(start: str, limit: str, terms: Terms, more: Whens, only: str = "1 = 1") -> Whens:
    """Delivered in so long; late by nothing but a stop is left out (capped), late beside it is late."""
    stood = _stood(start, terms)
    return [
        (f"{only} AND r.delivered_at - {start} <= {limit}", "met"),
        (f"{only} AND {NOBODY} AND {terms.now} - {start} - {stood} <= {limit}", "x:pending"),
        (f"{only} AND r.stops IS NOT NULL AND r.delivered_at - {start} - {stood} <= {limit}", "x:absent"),
        *more,
    ]


def _total(terms: Terms) -> Whens:
    """Instant by the whole time, the shop's own lateness against the shop; an appointed one by its window."""
    begin, long = "(r.window_from_at - p.spare_ms)", "(r.window_to_at - r.window_from_at + 2 * p.spare_ms)"
    early = (f"{WINDOW} AND r.delivered_at < {begin}", "missed")
    appointed = _within(begin, long, terms, [(WINDOW, "missed")], WINDOW)
    kept = f"r.delivered_at - {OURS} - {_stood(OURS, terms)} <= p.ours_ms"
    shop = [(f"r.arrived_at - r.placed_at > p.total_ms - p.ours_ms AND {kept}", "x:shop_late")]
    return [*_fresh(terms), early, *appointed, *_within("r.placed_at", "p.total_ms", terms, shop)]


def _estate(terms: Terms) -> Whens:
    """The estate's part of an instant order, from the arrival or from the acceptance as the office has it."""
    none = [
        (WINDOW, ""),
        (f"{OURS} IS NULL AND {NOBODY}", ""),
        (f"{OURS} IS NULL", "missed"),  # delivered, and nobody wrote down when our part began
        (f"r.delivered_at < {OURS}", "x:anomaly"),
    ]
    return [*_left(terms), *none, *_within(OURS, "p.ours_ms", terms, [])]


def _fresh_content(terms: Terms) -> Whens:
    return [*_left(terms), (NOBODY, ""), *CONTENT]


def _unsheeted(terms: Terms) -> Whens:
    out = "r.out_at IS NULL AND r.delivered_at IS NULL"
    bare = "r.inspected_at IS NULL OR COALESCE(r.inspected, '[]') = '[]'"
    return [*always(terms, "r.placed_at", GONE), (out, ""), (bare, "missed")]


def _claims(terms: Terms) -> Whens:
    return [
        *always(terms, "r.reported_at"),
        ("r.finding = 'nothing'", "x:explained"),
        ("r.finding IS NULL", "x:pending"),
        ("r.missed = 1", "missed"),
    ]


# notices

OTHERS_PAPER = "r.late_reason IN ('told_late', 'contractor_late') AND r.received_at IS NOT NULL"
PROVEN = f"{OTHERS_PAPER} AND COALESCE(r.received_photo, '') <> ''"
TOLD_LATE = f"{PROVEN} AND r.forward_due_at >= r.lead_due_at AND r.sent_at <= r.forward_due_at"


def _notices(terms: Terms) -> Whens:
    return always(terms, "r.sent_at")


def _own_error(terms: Terms) -> Whens:
    ours = "r.corrects_id IS NOT NULL AND COALESCE(r.found_by, 'ourselves') = 'ourselves'"
    return [*_notices(terms), (ours, "missed"), ("r.corrects_id IS NOT NULL", "")]


def _by_others(terms: Terms) -> Whens:
    return [
        *_notices(terms),
        ("r.corrects_id IS NOT NULL AND r.found_by IN ('resident', 'head_office')", "missed"),
        ("r.corrects_id IS NOT NULL", ""),
    ]


def _lead(terms: Terms) -> Whens:
    """An emergency is left out where a second person read it in time, and counts where nobody did."""
    first = "r.urgent_reason IS NOT NULL"
    return [
        *_notices(terms),
        (f"{first} AND r.reviewed_at <= r.second_due_at", "x:urgent"),
        (f"{first} AND r.reviewed_at IS NULL AND r.second_due_at >= {terms.now}", "x:pending"),
        (first, "missed"),
        ("r.lead_due_at IS NULL", ""),
        ("r.sent_at <= r.lead_due_at", "met"),
        (TOLD_LATE, "x:told_late"),
    ]


def _forward(terms: Terms) -> Whens:
    return [*_notices(terms), ("r.forward_due_at IS NULL", ""), ("r.sent_at > r.forward_due_at", "missed")]


def _restore(terms: Terms) -> Whens:
    """By the hour at which it was written down: residents heard of it no sooner."""
    return [
        *_notices(terms),
        ("r.restore_due_at IS NULL OR r.status NOT IN ('sent', 'restored')", ""),
        (f"COALESCE(r.restored_recorded_at, {terms.now}) > r.restore_due_at", "missed"),
        ("r.restored_recorded_at IS NULL", "x:pending"),
    ]


# complaints: of their file nothing but these verdicts is read

VALID = "COALESCE(r.validity, 'valid') <> 'invalid'"
GRAVE = "(r.channel = 'forwarded' OR r.serious = 1)"


def _valid(terms: Terms) -> Whens:
    """Until it is judged it counts as valid."""
    return [
        *always(terms, "r.received_at", "1 = 0"),
        ("r.validity = 'invalid'", "x:invalid"),
        ("r.validity = 'partial'", "half"),
    ]


def _grave(terms: Terms) -> Whens:
    return [*always(terms, "r.received_at", "1 = 0"), (f"{VALID} AND {GRAVE}", "missed")]


def _late_answer(terms: Terms) -> Whens:
    due = "COALESCE(r.first_due_at, r.due_at)"
    answered = "COALESCE(r.first_answered_at, r.answered_at)"
    return [
        *always(terms, "r.received_at", "1 = 0"),
        (f"{due} IS NULL", ""),
        (f"{answered} <= {due}", "met"),
        (f"{answered} > {due}", "missed"),
        (f"COALESCE(r.withdrawn_at, r.closed_at) <= {due}", "x:withdrawn"),
        (f"COALESCE(r.withdrawn_at, r.closed_at) > {due}", "missed"),
        (f"{due} < {terms.now}", "missed"),
    ]


def _repeat(terms: Terms) -> Whens:
    """The same matter once more; linked to an earlier one, unless it is none of ours."""
    linked = "r.repeat_of IS NOT NULL OR r.repeat_of_no IS NOT NULL"
    ours = f"{VALID} OR r.invalid_reason = 'merged'"
    return [*always(terms, "r.received_at", "1 = 0"), (f"({linked}) AND ({ours})", "missed")]


def _unjudged(terms: Terms) -> Whens:
    return [*always(terms, "r.received_at", "1 = 0"), ("r.validity IS NULL", "missed")]


def _unrecorded(terms: Terms) -> Whens:
    return [("r.status = 'void'", "x:void")]


# homes


def _uses(terms: Terms) -> Whens:
    """At least one trace in the period through the residents' own channel: order, rating, delivery, booking."""
    asked = f"(channel = 'wechat' OR partner IS NOT NULL) AND {terms.within('reported_at')}"
    traces = {
        "work_order": f"(({asked}) OR (rating IS NOT NULL AND {terms.within('rated_at')}))",
        "fresh_order": f"channel = 'platform' AND {terms.within('placed_at')}",
        "housekeeping": f"channel = 'wechat' AND {terms.within('booked_at')}",
    }
    # Not by the index of homes: it would fetch every row of a year for itself.
    homes = " UNION ALL ".join(
        f"SELECT home_id FROM {record} WHERE status <> 'void' AND {by}{terms.here('scope')}"
        for record, by in traces.items()
    )
    return [(f"r.id IN ({homes})", "met")]


def _bound(terms: Terms) -> Whens:
    return [(f"r.bound_at < {terms.until_at}", "met")]


def _of(source: Source, at: str, name: str, label: str, whens: Callable[[Terms], Whens], other: str = "met") -> Measure:
    return Measure(name, label, source, source.value, at, whens, other)


S = Source
OTHERS: tuple[Measure, ...] = (
    _of(S.NOTICES, "r.sent_at", "own_error", "责任更正", _own_error),
    _of(S.NOTICES, "r.sent_at", "found_by_others", "他人发现的错误", _by_others),
    _of(S.NOTICES, "r.sent_at", "notice_lead", "提前量", _lead, "missed"),
    _of(S.NOTICES, "r.sent_at", "notice_forward", "收文转发", _forward),
    _of(S.NOTICES, "r.sent_at", "notice_restore", "恢复公告", _restore),
    _of(S.FRESH, "r.placed_at", "fresh_orders", "生鲜订单", _fresh),
    _of(S.FRESH, "r.placed_at", "fresh_total", "规定时间送达", _total, "missed"),
    _of(S.FRESH, "r.placed_at", "fresh_estate", "小区一段送达", _estate, "missed"),
    _of(S.FRESH, "r.placed_at", "fresh_content", "生鲜满意", _fresh_content, "x:no_answer"),
    _of(S.FRESH, "r.placed_at", "unsheeted", "无验收表送出", _unsheeted),
    _of(S.CLAIMS, "r.reported_at", "missed", "漏检赔偿", _claims),
    _of(S.COMPLAINTS, "r.received_at", "valid", "有效投诉", _valid, "missed"),
    _of(S.COMPLAINTS, "r.received_at", "grave", "重大/上级转办", _grave),
    _of(S.COMPLAINTS, "r.received_at", "late_answer", "答复及时", _late_answer, "x:pending"),
    _of(S.COMPLAINTS, "r.received_at", "repeat", "重复投诉", _repeat),
    _of(S.COMPLAINTS, "r.received_at", "unjudged", "未判定", _unjudged),
    _of(S.UNRECORDED, "r.made_at", "unrecorded", "漏登记", _unrecorded, "missed"),
    _of(S.HOMES, "", "uses", "使用过平台的户", _uses, "missed"),
    _of(S.HOMES, "", "bound", "绑定的户", _bound, "missed"),
)
