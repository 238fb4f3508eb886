"""A booking in few words: whose turn it is, what is next, and whether the company is to answer for something. Pure."""

from desk.domain.code import Code
from desk.domain.flow import Frozen
from desk.domain.settings import Settings
from desk.domain.words_of_time import moment, moment_aloud, window, window_aloud
from desk.services.housekeeping.record import (
    AgainReason,
    AgreedBy,
    BookingState,
    CancelReason,
    DeclineReason,
    Missed,
    Signature,
    Tick,
    Trouble,
)

S = BookingState
SHORT = {
    S.BOOKED: "待确认",
    S.DECLINED: "待改派",
    S.CONFIRMED: "待约定",
    S.AGREED: "已约定",
    S.TO_AGREE: "待改约",
    S.ARRIVED: "已到场",
    S.DONE: "待回单",
    S.CLOSED: "已结",
    S.CANCELLED: "已取消",
}
# The step that goes on from each state.
NEXT = {
    S.BOOKED: "confirm",
    S.DECLINED: "reassign",
    S.CONFIRMED: "agree",
    S.AGREED: "arrive",
    S.TO_AGREE: "agree",
    S.ARRIVED: "finish",
    S.DONE: "slip_back",
}


def state_of(values: Frozen) -> BookingState:
    return BookingState.of(str(values.get("status"))) or S.BOOKED


def wished_words(values: Frozen, now: int) -> str:
    """周六 14:00-18:00; a moment alone where no end was said."""
    return _span(values.get("wished_from_at"), values.get("wished_to_at"), now)


def visit_words(values: Frozen, now: int) -> str:
    return _span(values.get("visit_from_at"), values.get("visit_to_at"), now)


def _span(begin: object, end: object, now: int) -> str:
    if not isinstance(begin, int):
        return ""
    return window(begin, end, now) if isinstance(end, int) else moment(begin, now)


def note(values: Frozen) -> str:
    """What a row says beside its state: 公司没到 2 次, 催过 1 次, 改约 2 次."""
    parts = []
    if values.get("missed"):
        parts.append(Missed.label_of(values["missed"]))
    if values.get("urges") and state_of(values) in (S.BOOKED, S.CONFIRMED, S.TO_AGREE):
        parts.append(f"催过 {values['urges']} 次")
    if values.get("again"):
        parts.append(f"改约 {values['again']} 次")
    return " · ".join(parts[:2])


def complaint_hint(values: Frozen, settings: Settings) -> str:
    """Why the resident may want to complain: said beside the booking, never written anywhere. Empty: no reason."""
    if values.get("trouble"):
        return f"登记了问题: {Trouble.label_of(values['trouble'])}"
    if values.get("tick") == Tick.BAD:
        return "业主在单子上勾了不满意"
    missed = int(values.get("no_shows") or 0)
    if missed >= settings.number("housekeeping.no_shows") and values.get("status") != S.CANCELLED:
        return f"约好了公司没到, 已经 {missed} 次"
    return ""


def step_words(step: str, told: Frozen, now: int) -> str:
    """What one step of the history said: `told` are its values and what it decided. No number, no private word."""
    if step in ("book", "reassign"):
        return str(told.get("company_label") or "")
    if step in ("agree", "again"):
        visit = told.get("visit_from_at")
        when = moment(int(visit), now) if visit else ""
        by, why = AgreedBy.label_of(told.get("agreed_by")), AgainReason.label_of(told.get("again_reason"))
        return " · ".join(part for part in (when, str(told.get("worker") or ""), why or by) if part)
    if step == "slip_back":
        signature, tick = Signature.label_of(told.get("signature")), Tick.label_of(told.get("tick"))
        return " · ".join(part for part in (signature, tick) if part)
    codes: dict[str, tuple[str, type[Code]]] = {
        "decline": ("decline_reason", DeclineReason), "cancel": ("cancel_reason", CancelReason),
        "trouble": ("trouble", Trouble),
    }  # fmt: skip
    if step in codes:
        name, code = codes[step]
        return code.label_of(told.get(name))
    return str(told.get("worker") or "")


def read_back(values: Frozen, now: int) -> str:
    """The sentence that repeats a booking to the resident: the company rings, not the desk."""
    begin, end = values.get("wished_from_at"), values.get("wished_to_at")
    wished = "" if not begin else window_aloud(begin, end, now) if end else moment_aloud(begin, now)
    parts = [
        str(values.get("where") or ""),
        str(values.get("customer") or ""),
        str(values.get("work_label") or ""),
        f"希望{wished}上门" if wished else "时间由家政公司和您约",
        str(values.get("price") or ""),
    ]
    company = str(values.get("company_label") or "家政公司")
    return f"{', '.join(part for part in parts if part)}, {company}会打电话和您约时间, 对吗?"
