"""What the table of a repair cannot say: prices before dispatch, pauses, the revisit that a finish opens."""

from typing import Any

from desk.domain.calendar import add_days, at, day_of
from desk.domain.clocks import due_moments
from desk.domain.deciding import Context, derived_id
from desk.domain.flow import Frozen, Make, Refusal, Values, Verdict
from desk.domain.sampling import drawn
from desk.services.work_orders.record import (
    Area,
    Charge,
    ClosedBy,
    OrderKind,
    Payment,
    PriceForm,
    Result,
    Satisfaction,
    Signature,
    Status,
    SuspendReason,
    Urgency,
)

EVENING = "18:30"


def _refuse(code: str, message: str, advice: str, field: str | None = None) -> Verdict:
    return Verdict(refusal=Refusal(code, message, advice, field))


def _now_told(before: Frozen, body: Frozen, name: str) -> Any:
    return body.get(name, before.get(name))


def intake(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Defaults of what nobody said; an answered enquiry is done at once."""
    decided: Values = {"accepted_at": context.now, "accepted_recorded_at": context.now, "accepted_source": "live"}
    for name, default in (
        ("kind", OrderKind.FAULT),
        ("channel", "phone"),
        ("urgency", Urgency.GENERAL),
        ("area", Area.OWN if body.get("home_id") else Area.PUBLIC),
    ):
        if not body.get(name):
            decided[name] = str(default)
    if body.get("window_from_at") and body.get("window_to_at", 0) <= body["window_from_at"]:
        return _refuse("window", "预约时间的结束早于开始", "请重新选上门时间", "window_to_at")
    kind = body.get("kind")
    if kind == OrderKind.ENQUIRY and body.get("answer"):
        closing = {"closed_at": context.now, "closed_by": str(ClosedBy.ANSWERED)}
        return Verdict(decided | closing, to=Status.CLOSED)
    return Verdict(decided, to=Status.UNDER_REVIEW if kind == OrderKind.APPOINTMENT else None)


def amend(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if _now_told(before, body, "window_from_at") and (_now_told(before, body, "window_to_at") or 0) <= _now_told(
        before, body, "window_from_at"
    ):
        return _refuse("window", "预约时间的结束早于开始", "请重新选上门时间", "window_to_at")
    return Verdict()


def dispatch(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Paid work needs a price form before anybody goes; an emergency goes at once. Arrears never block."""
    urgent = _now_told(before, body, "urgency") == Urgency.URGENT
    charge, form = _now_told(before, body, "charge"), _now_told(before, body, "price_form")
    decided: Values = {}
    if charge == Charge.PAID and not form:
        if not urgent:
            return _refuse("price", "有偿维修还没有约定价格", "选价目表, 或选“现场报价, 业主签字后施工”", "price_form")
        decided["price_form"] = str(PriceForm.ON_SITE)
    wrong = amend(before, body, context)
    if wrong.refusal:
        return wrong
    # A second visit is told anew; the log keeps the first.
    again = {name: None for name in ("arrived_at", "finished_at", "acknowledged_at", "result") if before.get(name)}
    return Verdict(decided | again)


def reassign(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict({name: None for name in ("arrived_at", "acknowledged_at") if before.get(name)})


def recall(before: Frozen, body: Frozen, context: Context) -> Verdict:
    gone = ("technician_id", "technician", "dispatched_at", "dispatched_recorded_at", "acknowledged_at")
    return Verdict({name: None for name in gone if before.get(name)})


def arrive(before: Frozen, body: Frozen, context: Context) -> Verdict:
    told = body.get("happened_at")
    if told is not None and told < (before.get("reported_at") or 0):
        return _refuse("order", "到场早于报修时间", "请核对到场时间", "happened_at")
    finished = before.get("finished_at")
    if told is not None and finished is not None and told > finished:
        return _refuse("order", "到场晚于完工时间", "请核对到场时间", "happened_at")
    return Verdict()


def _pause(before: Frozen, reason: SuspendReason, until: str, context: Context) -> Values:
    pauses = [*(before.get("pauses") or [])]
    pauses.append({"from_at": context.now, "to_at": None, "reason": str(reason)})
    return {"pauses": pauses, "suspend_reason": str(reason), "suspended_until_on": until}


def wait_parts(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """One key from the radio: what, who buys and until may be said now or later, but a day there always is."""
    until = body.get("suspended_until_on") or add_days(day_of(context.now), context.settings.number("order.parts_days"))
    return Verdict(_pause(before, SuspendReason.PARTS, until, context))


def nobody_home(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Nobody home: note on the door, call again this evening, or tomorrow if the evening has begun."""
    today = day_of(context.now)
    until = today if context.now < at(today, EVENING) else add_days(today, 1)
    return Verdict(_pause(before, SuspendReason.NOBODY_HOME, body.get("suspended_until_on") or until, context))


def suspend(before: Frozen, body: Frozen, context: Context) -> Verdict:
    until = body["suspended_until_on"]
    if until < day_of(context.now):
        return _refuse("past", "挂起到的日期已经过了", "请选今天或以后的日期", "suspended_until_on")
    return Verdict(_pause(before, SuspendReason.of(body["suspend_reason"]) or SuspendReason.OTHER, until, context))


def resume(before: Frozen, body: Frozen, context: Context) -> Verdict:
    pauses = [dict(pause) for pause in before.get("pauses") or []]
    for pause in pauses:
        if pause["to_at"] is None:
            pause["to_at"] = context.now
    gone = dict.fromkeys(("suspend_reason", "suspended_until_on", "suspend_note", "arrived_at", "acknowledged_at"))
    crewless = not before.get("crew_id")
    return Verdict(
        {"pauses": pauses, **{name: None for name in gone if before.get(name) is not None}},
        to=Status.ACCEPTED if crewless else None,
    )


def hand_out(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict({} if body.get("charge") else {"charge": str(Charge.CONTRACTOR)})


def finish(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Repaired opens a revisit; anything else goes back to be dispatched again, or outside."""
    done_at = body.get("happened_at") or context.now
    if done_at < (before.get("arrived_at") or before.get("reported_at") or 0):
        return _refuse("order", "完工早于到场", "请核对完工时间", "happened_at")
    result = body["result"]
    if result == Result.OUTSIDE:
        return Verdict(to=Status.HANDED_OUT)
    if result != Result.REPAIRED:
        if result == Result.NOT_REPAIRED and not body.get("not_repaired_why"):
            return _refuse("why", "还没有填未修复原因", "请写一句原因, 好安排下次", "not_repaired_why")
        return Verdict(to=Status.RETURNED)
    revisit = opened_revisit(before, context, done_at)
    return Verdict({"revisit_id": revisit.id}, (revisit,))


def opened_revisit(before: Frozen, context: Context, done_at: int) -> Make:
    """The revisit task of a finished repair: its source, its days, and whether the sample draws it."""
    ent, number = str(before["id"]), context.settings.number
    source, first, last, rate = _revisit_of(before, number)
    revisit = derived_id(context.scope, ent, "revisit")
    finished_on = day_of(done_at)
    values: Values = {
        "order_id": ent,
        "order_no": before.get("no"),
        "source": source,
        "home_id": before.get("home_id"),
        "resident_id": before.get("resident_id"),
        "where": before.get("where"),
        "due_from_on": add_days(finished_on, first),
        "due_to_on": add_days(finished_on, last),
        "status": "waiting",
    }
    if not drawn(ent, "revisit", rate):
        values |= {"status": "exempt", "exempt_reason": "not_sampled"}
    return Make("revisit", revisit, values)


def _revisit_of(before: Frozen, number: Any) -> tuple[str, int, int, int]:
    """Source, first and last day after the finish, rate in percent (counter.md 5.6)."""
    first, last = number("revisit.first_day"), number("revisit.last_day")
    if before.get("rework_of"):
        return "rework", number("revisit.rework_first_day"), number("revisit.rework_last_day"), 100
    if before.get("urgency") == Urgency.URGENT:
        return "urgent", number("revisit.urgent_first_day"), last, 100
    if (before.get("received_fen") or before.get("price_to_fen") or 0) > number("revisit.paid_over_yuan") * 100:
        return "paid", first, last, 100
    if before.get("area") == Area.PUBLIC:
        return "public", first, last, number("revisit.public_rate_percent")
    return "repair", first, last, number("revisit.rate_percent")


def sign(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if body["signature"] == Signature.BY_OTHER and not body.get("signed_for"):
        return _refuse("signed_for", "代签还没有写关系", "请写代签人是谁, 例如“妻子”“管家”", "signed_for")
    if body["signature"] == Signature.UNSIGNED and not body.get("unsigned_reason"):
        return _refuse("unsigned", "未签还没有选原因", "请选一个未签原因", "unsigned_reason")
    return Verdict()


def _money(before: Frozen, body: Frozen) -> Verdict:
    received, payment = _now_told(before, body, "received_fen"), _now_told(before, body, "payment")
    if any((body.get(name) or 0) < 0 for name in ("received_fen", "due_fen", "material_fen", "labour_fen")):
        return _refuse("negative", "金额不能是负数", "请核对金额", "received_fen")
    if received and not payment:
        return _refuse("payment", "收了钱还没有选收款方式", "选现金、扫码、刷卡、前台付或挂账", "payment")
    if payment == Payment.WAIVED and not _now_told(before, body, "waived_by"):
        return _refuse("waived", "免收还没有写批准人", "请写批准免收的人", "waived_by")
    if payment and payment != Payment.WAIVED and received is None:
        return _refuse("received", "选了收款方式还没有填实收", "请填实收金额", "received_fen")
    return Verdict()


def pay(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return _money(before, body)


def slip_back(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The slip is in the hand: an order whose revisit was not drawn is done, the others wait for the call."""
    wrong = _money(before, body)
    if wrong.refusal:
        return wrong
    if not before.get("signature"):
        return _refuse("sign", "回单还没有登记签字", "选本人、代签或未签(要有原因)", "signature")
    source, _first, _last, rate = _revisit_of({**before, **body}, context.settings.number)
    if drawn(str(before["id"]), "revisit", rate) or source == "rework":
        return Verdict()
    return Verdict({"closed_at": context.now, "closed_by": str(ClosedBy.EXEMPT)}, to=Status.CLOSED)


def close(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if body.get("satisfaction") == Satisfaction.BAD and body["closed_by"] != ClosedBy.REWORKED:
        return _refuse("bad", "业主不满意, 不能结单", "选返工、主管回电或转投诉", "closed_by")
    return Verdict()


def reopen(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict({"closed_at": None, "closed_by": None})


def urge(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict({"urges": (before.get("urges") or 0) + 1})


def remark(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict()


def dues(values: Frozen, context: Context) -> Values:
    return dict(due_moments(values, context.settings, context.calendar))
