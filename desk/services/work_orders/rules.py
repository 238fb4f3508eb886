"""What the table of a repair cannot say: prices before dispatch, pauses, the revisit that a finish opens."""

from typing import Any

from desk.domain import duty
from desk.domain.calendar import DAY, MINUTE, add_days, day_of, start_of_day
from desk.domain.clocks import due_moments, urge_escalation
from desk.domain.deciding import Context, happened, told_now, untold
from desk.domain.field import Source
from desk.domain.flow import Frozen, Refusal, Values, Verdict
from desk.domain.roles import Role
from desk.services.work_orders import calls_due, trapped
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
    VoidReason,
)

JUDGES = frozenset({Role.SUPERVISOR, Role.MANAGER})  # who may say that nobody need be asked


def _refuse(code: str, message: str, advice: str, field: str | None = None) -> Verdict:
    return Verdict(refusal=Refusal(code, message, advice, field))


def _now_told(before: Frozen, body: Frozen, name: str) -> Any:
    return body.get(name, before.get(name))


def intake(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Defaults of what nobody said; an answered enquiry is done at once."""
    wrong = _disagreed({}, body)
    if wrong:
        return Verdict(refusal=wrong)
    decided = told_now("accepted_at", context) | trapped.heard({}, body, context)
    if context.actor.id:
        decided["taken_by_id"] = context.actor.id
    if not body.get("late_entry"):
        # The card counts from the ring of the telephone: the clerk was there, nothing is remembered afterwards.
        decided["reported_source"] = str(Source.LIVE)
    for name, default in (
        ("kind", OrderKind.FAULT),
        ("channel", "phone"),
        ("urgency", Urgency.GENERAL),
        ("area", Area.OWN if body.get("home_id") else Area.PUBLIC),
    ):
        if not body.get(name):
            decided[name] = str(default)
    kind = body.get("kind")
    if kind == OrderKind.ENQUIRY and body.get("answer"):
        closing = {**told_now("closed_at", context), "closed_by": str(ClosedBy.ANSWERED)}
        return Verdict(decided | closing, to=Status.CLOSED)
    looked_at = kind == OrderKind.APPOINTMENT or bool(body.get("address_unchecked"))
    return Verdict(decided, to=Status.UNDER_REVIEW if looked_at else None)


def _disagreed(before: Frozen, body: Frozen) -> Refusal | None:
    """What cannot have been agreed: a window that ends before it begins, a price below nothing or below its start."""
    begin, end = _now_told(before, body, "window_from_at"), _now_told(before, body, "window_to_at")
    if begin is not None and (end is None or end <= begin):
        return Refusal("window", "预约时间的结束早于开始", "请重新选上门时间", "window_to_at")
    low, high = _now_told(before, body, "price_from_fen"), _now_told(before, body, "price_to_fen")
    if (low or 0) < 0 or (high or 0) < 0:
        return Refusal("negative", "金额不能是负数", "请核对金额", "price_from_fen")
    if low is not None and high is not None and high < low:
        return Refusal("price", "约定价的上限低于下限", "请核对价格", "price_to_fen")
    return None


def _unpriced(before: Frozen, body: Frozen) -> Refusal | None:
    """Paid work needs a price form before anybody goes; an emergency goes at once. Arrears never block."""
    paid = _now_told(before, body, "charge") == Charge.PAID and not _now_told(before, body, "price_form")
    if not paid or _now_told(before, body, "urgency") == Urgency.URGENT:
        return None
    return Refusal("price", "有偿维修还没有约定价格", "选价目表, 或选“现场报价, 业主签字后施工”", "price_form")


def _settled(before: Frozen, name: str) -> Values:
    """A flag that no longer holds."""
    return {name: False} if before.get(name) else {}


def review(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Somebody looked at it: the address too, where that was the question."""
    return Verdict(_settled(before, "address_unchecked"), refusal=_disagreed(before, body))


def inform(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Who was spoken with and is told when we come does not want it called off any more."""
    return Verdict(_settled(before, "cancel_asked"), refusal=_disagreed(before, body))


def confirm_identity(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict(_settled(before, "identity_unchecked"))


def ask_cancel(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Too late to be called off by a machine: somebody is on the way, and a clerk rings both."""
    return Verdict({"cancel_asked": True})


def amend(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Somebody who is already on the way has been told a price, or this is an emergency."""
    out = before.get("status") in (Status.DISPATCHED, Status.ACKNOWLEDGED, Status.ARRIVED)
    wrong = _disagreed(before, body) or (_unpriced(before, body) if out else None)
    return Verdict(trapped.heard(before, body, context), refusal=wrong)


# What the last visit told, and no longer holds when somebody goes again; the log keeps it.
VISIT_MOMENTS = ("acknowledged_at", "arrived_at", "finished_at", "signed_at", "handed_out_at")
VISIT = (
    "result", "not_repaired_why", "signature", "signed_for", "unsigned_reason", "tick", "shoe_covers", "left_clean",
    "return_reason", "contractor", "contractor_phone", "contractor_no",
)  # fmt: skip


PAUSED = ("suspend_reason", "suspended_until_on", "suspend_note", "parts_from", "call_again_at")


PERSONS = ("technician_id", "technician", "second_technician_id", "second_technician")


def _gone(before: Frozen, *names: str) -> Values:
    return {name: None for name in names if before.get(name) is not None}


def _paired(before: Frozen, body: Frozen) -> Refusal | None:
    """Work for two is not done by one man twice."""
    first, second = (_now_told(before, body, name) for name in ("technician_id", "second_technician_id"))
    if second and second == first:
        return Refusal("second", "两个人选成了同一个人", "请另选一个同去的人", "second_technician_id")
    return None


def dispatch(before: Frozen, body: Frozen, context: Context) -> Verdict:
    wrong = _unpriced(before, body) or _disagreed(before, body) or _paired(before, body)
    if not wrong and _now_told(before, body, "urgency") != Urgency.URGENT:
        wrong = duty.night_refusal(context, int(before.get("reported_at") or 0), happened(body, context))
    if wrong:
        return Verdict(refusal=wrong)
    decided: Values = {}
    if _now_told(before, body, "charge") == Charge.PAID and not _now_told(before, body, "price_form"):
        decided["price_form"] = str(PriceForm.ON_SITE)
    return Verdict(decided | untold(before, *VISIT_MOMENTS) | _gone(before, *VISIT))


def reassign(before: Frozen, body: Frozen, context: Context) -> Verdict:
    wrong = _disagreed(before, body) or _paired(before, body)
    return Verdict(untold(before, "arrived_at", "acknowledged_at"), refusal=wrong)


def recall(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict(
        untold(before, "dispatched_at", "acknowledged_at", "handed_out_at")
        | _gone(before, *PERSONS, "contractor", "contractor_phone", "contractor_no")
    )


def arrive(before: Frozen, body: Frozen, context: Context) -> Verdict:
    arrived, finished = happened(body, context), before.get("finished_at")
    if arrived < (before.get("reported_at") or 0):
        return _refuse("order", "到场早于报修时间", "请核对到场时间", "happened_at")
    if finished is not None and arrived > finished:
        return _refuse("order", "到场晚于完工时间", "请核对到场时间", "happened_at")
    return Verdict()


def _pause(before: Frozen, body: Frozen, reason: SuspendReason, until: str, context: Context) -> Verdict:
    """The clock stands from the moment that was told; the pause keeps the state it interrupted."""
    begin = happened(body, context)
    if begin < (before.get("reported_at") or 0):
        return _refuse("order", "挂起早于报修时间", "请核对时间", "happened_at")
    pause = {"from_at": begin, "to_at": None, "reason": str(reason), "state": str(before["status"])}
    pauses = [*(before.get("pauses") or []), pause]
    reasons = dict.fromkeys([*str(before.get("paused_for") or "").split(), str(reason)])
    paused = {"pauses": pauses, "paused_for": " ".join(reasons)}
    return Verdict({**paused, "suspend_reason": str(reason), "suspended_until_on": until})


def wait_parts(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """One key from the radio: what, who buys and until may be said now or later, but a day there always is."""
    until = body.get("suspended_until_on") or add_days(day_of(context.now), context.settings.number("order.parts_days"))
    return _pause(before, body, SuspendReason.PARTS, until, context)


def nobody_home(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Nobody home: note on the door, call again this evening, or tomorrow if the evening has begun."""
    again = body.get("call_again_at") or _next_evening(context)
    verdict = _pause(before, body, SuspendReason.NOBODY_HOME, body.get("suspended_until_on") or day_of(again), context)
    return verdict if verdict.refusal else Verdict({**verdict.set, "call_again_at": again})


def _next_evening(context: Context) -> int:
    """When people are at home again."""
    minutes = context.settings.hours("order.call_again")[0][0]
    today = start_of_day(day_of(context.now)) + minutes * MINUTE
    return today if context.now < today else today + DAY


def suspend(before: Frozen, body: Frozen, context: Context) -> Verdict:
    until = _now_told(before, body, "suspended_until_on")
    if until < day_of(context.now):
        return _refuse("past", "挂起到的日期已经过了", "请选今天或以后的日期", "suspended_until_on")
    reason = SuspendReason.of(_now_told(before, body, "suspend_reason")) or SuspendReason.OTHER
    return _pause(before, body, reason, until, context)


def put_off(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Left alone a while longer: the pause goes on, and its cap with it."""
    until, again = body.get("suspended_until_on"), body.get("call_again_at")
    if until is not None and until < day_of(context.now):
        return _refuse("past", "挂起到的日期已经过了", "请选今天或以后的日期", "suspended_until_on")
    if again is not None and again <= context.now:
        return _refuse("past", "再联系的时间已经过了", "请写以后的时间, 例如 1830", "call_again_at")
    if again is None or until is not None:
        return Verdict()
    return Verdict({"suspended_until_on": max(before.get("suspended_until_on") or "", day_of(again))})


def _ended(before: Frozen, end: int) -> Values:
    """The open pause ends: not before it began."""
    pauses = [
        {**pause, "to_at": max(end, pause["from_at"])} if pause["to_at"] is None else dict(pause)
        for pause in before.get("pauses") or []
    ]
    return {"pauses": pauses} if pauses else {}


def resume(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Back to where it was: to the crew that was out, or to those that still wait for a crew."""
    pauses = _ended(before, happened(body, context))
    was = (before.get("pauses") or [{}])[-1].get("state")
    gone = _gone(before, *PAUSED)
    to = Status.of(str(was)) if was in (Status.ACCEPTED, Status.RETURNED) else None
    return Verdict(
        {**pauses, **gone, **untold(before, "arrived_at", "acknowledged_at")},
        to=to,
        refusal=_disagreed(before, body),
    )


def hand_out(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The office's own clocks end here, and with them a pause."""
    charge = {} if body.get("charge") else {"charge": str(Charge.CONTRACTOR)}
    gone = _gone(before, *PAUSED)
    return Verdict({**charge, **_ended(before, happened(body, context)), **gone}, refusal=_disagreed(before, body))


def finish(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Repaired opens a revisit; anything else goes back to be dispatched again, or outside, and is not finished."""
    done_at = happened(body, context)
    if done_at < (before.get("arrived_at") or before.get("reported_at") or 0):
        return _refuse("order", "完工早于到场", "请核对完工时间", "happened_at")
    result = _now_told(before, body, "result")
    unfinished: Values = dict.fromkeys(("finished_at", "finished_recorded_at", "finished_source"))
    if result == Result.OUTSIDE:
        return Verdict(unfinished | told_now("handed_out_at", context), to=Status.HANDED_OUT)
    if result != Result.REPAIRED:
        if result == Result.NOT_REPAIRED and not body.get("not_repaired_why"):
            return _refuse("why", "还没有填未修复原因", "请写一句原因, 好安排下次", "not_repaired_why")
        return Verdict(unfinished | told_now("returned_at", context), to=Status.RETURNED)
    calls = calls_due.opened(before, context, done_at)
    return Verdict({"revisit_id": calls_due.waited_for(calls)}, calls)


def sign(before: Frozen, body: Frozen, context: Context) -> Verdict:
    signature = _now_told(before, body, "signature")
    if signature == Signature.BY_OTHER and not _now_told(before, body, "signed_for"):
        return _refuse("signed_for", "代签还没有写关系", "请写代签人是谁, 例如“妻子”“管家”", "signed_for")
    if signature == Signature.UNSIGNED and not _now_told(before, body, "unsigned_reason"):
        return _refuse("unsigned", "未签还没有选原因", "请选一个未签原因", "unsigned_reason")
    return Verdict()


def _money(before: Frozen, body: Frozen) -> Verdict:
    received, payment = _now_told(before, body, "received_fen"), _now_told(before, body, "payment")
    if any((body.get(name) or 0) < 0 for name in ("received_fen", "due_fen", "material_fen", "labour_fen")):
        return _refuse("negative", "金额不能是负数", "请核对金额", "received_fen")
    if received and not payment:
        return _refuse("payment", "收了钱还没有选收款方式", "选现金、扫码、刷卡、前台付或挂账", "payment")
    if payment == Payment.WAIVED and received:
        return _refuse("waived", "选了免收又填了实收", "免收时实收填 0, 或改选收款方式", "received_fen")
    if payment == Payment.WAIVED and not _now_told(before, body, "waived_by"):
        return _refuse("waived", "免收还没有写批准人", "请写批准免收的人", "waived_by")
    if payment and payment != Payment.WAIVED and received is None:
        return _refuse("received", "选了收款方式还没有填实收", "请填实收金额", "received_fen")
    return Verdict()


def pay(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return _money(before, body)


def slip_back(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The slip is in the hand: done if the call came before it or none is due, else the order waits for the call.

    Money written down now may draw a revisit that the sample had passed over; what was drawn stays drawn.
    """
    wrong = _money(before, body)
    if wrong.refusal:
        return wrong
    if not before.get("signature"):
        return _refuse("sign", "回单还没有登记签字", "选本人、代签或未签(要有原因)", "signature")
    if context.undecided:  # two sides of the order stand: closing it waits for the decision
        return Verdict()
    if before.get("closed_by"):
        return Verdict(told_now("closed_at", context), to=Status.CLOSED)
    if before.get("revisit_id"):
        return Verdict()
    calls = calls_due.opened({**before, **body}, context, before.get("finished_at") or context.now)
    if calls_due.waited_for(calls):
        return Verdict({"revisit_id": calls_due.waited_for(calls)}, calls)
    return Verdict({**told_now("closed_at", context), "closed_by": str(ClosedBy.EXEMPT)}, to=Status.CLOSED)


def close(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Through a revisit that did not fail, an exemption by somebody who may, or a resident who was not reached."""
    closed_by, satisfaction = _now_told(before, body, "closed_by"), _now_told(before, body, "satisfaction")
    if satisfaction == Satisfaction.BAD and closed_by != ClosedBy.REWORKED:
        return _refuse("bad", "业主不满意, 不能结单", "选返工、主管回电或转投诉", "closed_by")
    if closed_by == ClosedBy.REVISIT and not satisfaction:
        return _refuse("satisfaction", "结单还没有回访评价", "请先回访, 选满意或较满意", "satisfaction")
    if closed_by == ClosedBy.ANSWERED:
        return _refuse("closed_by", "报修单不能按“已答复”结单", "请先回访", "closed_by")
    if closed_by == ClosedBy.EXEMPT and not context.actor.may(JUDGES):
        return _refuse("role", "您的岗位不能免访结单", "请找客服主管或项目经理办理", "closed_by")
    if before.get("status") == Status.FINISHED:
        # The call came before the slip (a resident asked in passing): noted, and done when the slip is back.
        return Verdict(dict.fromkeys(("closed_at", "closed_recorded_at", "closed_source")), to=Status.FINISHED)
    return Verdict()


def reopen(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if before.get("finished_at") is None:
        return _refuse("finished", "这一单没有完工, 不用回访", "请另外受理一单", None)
    return Verdict(untold(before, "closed_at") | _gone(before, "closed_by", "satisfaction"))


def urge(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The second calls the foreman, the third the manager; one more calls anew whoever has answered already."""
    was, settings = before.get("urges") or 0, context.settings
    called, who = before.get("urge_called_at"), urge_escalation(was + 1, settings)
    answered = called is not None and (before.get("answered_at") or 0) >= called
    anew = who is not None and (who is not urge_escalation(was, settings) or answered)
    return Verdict({"urges": was + 1} | ({"urge_called_at": context.now} if anew else {}))


def join(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """One of many goes into the order that stands for all of them."""
    if body.get("parent_id") == before.get("id"):
        return _refuse("self", "不能并入自己", "请选另一张报修单作总单", "parent_id")
    return Verdict()


def forward(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Not ours: it ends here and says where it went."""
    return Verdict({"void_reason": str(VoidReason.WRONG_ESTATE)})


def remark(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """An earlier remark is no answer to this one's question."""
    return Verdict() if body.get("remark") else _refuse("asks", "还没有写要记的话", "请写一句再保存", "remark")


def dues(values: Frozen, context: Context) -> Values:
    return dict(due_moments(values, context.settings, context.calendar))
