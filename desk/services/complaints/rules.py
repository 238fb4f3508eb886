"""What the table of a complaint cannot say: who may lay a hand on it, two for an invalid one, what a call comes to."""

from collections.abc import Mapping, Sequence
from typing import Any

from desk.domain.calendar import add_days, day_of
from desk.domain.call_hours import in_minutes, parts_after
from desk.domain.clocks import desk_hours
from desk.domain.code import Code
from desk.domain.deciding import Context, happened, told_now, untold
from desk.domain.flow import Frozen, Refusal, Values, Verdict
from desk.domain.office_lists import CALLS, SOURCES
from desk.domain.roles import Role
from desk.domain.settings import Settings
from desk.services.complaints.due import due_at
from desk.services.complaints.listed import type_of
from desk.services.complaints.readers import ABOUT_YOU, JUDGES, OVER_ALL, SECONDS, named, refusal
from desk.services.complaints.record import (
    ComplaintCall,
    ComplaintChannel,
    ComplaintEnd,
    ComplaintKind,
    ComplaintState,
    Content,
    InvalidReason,
    Validity,
)

S = ComplaintState
SOURCE = "complaint"  # its row in the office's list of revisits
DAYS = (1, 3)  # where that list says nothing
BUSY_MINUTES = 20
LONGEST_REST = 15
TALKED = frozenset({ComplaintCall.ANSWERED, ComplaintCall.FAMILY})
ABOUT_HANDLER = Refusal("about", "不能交给被投诉的本人", "请换一位责任人", "handler_id")


def _no(code: str, message: str, advice: str, field: str | None = None) -> Verdict:
    return Verdict(refusal=Refusal(code, message, advice, field))


# received and corrected


def receive(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Taken in by anybody at the counter; it is read from then on by the one it goes to, and not by who wrote it."""
    wrong = _wrong_content(body, context)
    if wrong is not None:
        return Verdict(refusal=wrong)
    start = happened(body, context)
    decided: Values = {
        "handlers": named(body.get("handler_id"), body.get("deputy_id")),
        "due_at": due_at(body, start, context.settings, context.calendar, context.lists),
    }
    if not body.get("channel"):
        decided["channel"] = str(ComplaintChannel.PHONE)
    return Verdict(decided)


def amend(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """What was written down wrongly. The promise moves only with what it was made of."""
    stop = refusal(context.actor, before)
    both = {**before, **body}
    wrong = stop or _wrong_content(both, context)
    if wrong is not None:
        return Verdict(refusal=wrong)
    own = type_of(body.get("type"), context.lists)
    decided: Values = {"type_label": own.name} if own is not None else {}
    if before.get("answered_at") is None:
        start = int(before.get("reopened_at") or before.get("received_at") or context.now)
        decided["due_at"] = due_at(both, start, context.settings, context.calendar, context.lists)
    return Verdict(decided)


def _wrong_content(values: Frozen, context: Context) -> Refusal | None:
    kind = values.get("kind")
    if kind == ComplaintKind.COMPLAINT and not values.get("type"):
        return Refusal("asks", "还没有选投诉类型", "请选一类, 说不清的选 00 其他", "type")
    if kind == ComplaintKind.COMPLAINT and not values.get("want"):
        return Refusal("asks", "还没有问业主要什么", "请选 1 道歉、2 整改、3 赔偿 或 4 说明", "want")
    own = type_of(values.get("type"), context.lists)
    forwarded = values.get("channel") == ComplaintChannel.FORWARDED
    if own is not None and own.forwarded and not forwarded:
        return Refusal("forwarded", f"“{own.name}”要写对方的编号和期限", "渠道请选 12345/街道/媒体转办", "channel")
    if forwarded and not values.get("forwarded_no"):
        return Refusal("forwarded", "转办的事项还没有写对方编号", "请填 12345 或街道给的编号", "forwarded_no")
    if forwarded and not values.get("forwarded_due_at"):
        return Refusal("forwarded", "转办的事项还没有写对方期限", "请填对方要求的办结时间", "forwarded_due_at")
    return _wrong_people(values)


def _wrong_people(values: Frozen) -> Refusal | None:
    about, handler, deputy = (values.get(name) for name in ("about_id", "handler_id", "deputy_id"))
    if about and about in (handler, deputy):
        return ABOUT_HANDLER
    if handler and handler == deputy:
        return Refusal("deputy", "责任人和代办人是同一个人", "请换一位代办人, 或把代办人空着", "deputy_id")
    return None


def link(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The same matter once more: linked to the earlier one, and counted."""
    stop = refusal(context.actor, before)
    if stop is not None:
        return Verdict(refusal=stop)
    if body.get("repeat_of") == before.get("id") or body.get("repeat_of_no") == before.get("no"):
        return _no("repeat", "不能和自己并案", "请选较早的那一件", "repeat_of_no")
    return Verdict()


def touch(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """What any reader may do and nobody else."""
    return Verdict(refusal=refusal(context.actor, before))


# judged


def judge(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Valid is said by whoever reads it; partial by those who answer for others; invalid only with a second person."""
    stop = refusal(context.actor, before)
    if stop is not None:
        return Verdict(refusal=stop)
    if before.get("kind") != ComplaintKind.COMPLAINT:
        return _no("kind", "建议和表扬不用判定", "请直接办结")
    if before.get("serious") and body.get("serious") is False and not context.actor.may(frozenset({Role.HEAD_OFFICE})):
        return _no("serious", "定了重大的投诉, 只有总部能取消", "请总部改判", "serious")
    validity = body.get("validity")
    if validity == Validity.VALID:
        return Verdict(_judged(before, context), to=_after_judging(before))
    if not context.actor.may(JUDGES):
        return _no("role", "部分有效和无效要由客服主管或项目经理判定", "您可以判“有效”, 或请他们判定", "validity")
    if validity == Validity.PARTIAL:
        return Verdict(_judged(before, context), to=_after_judging(before))
    return _propose(before, body, context)


def _propose(before: Frozen, body: Frozen, context: Context) -> Verdict:
    reason = body.get("invalid_reason")
    if not reason:
        return _no("asks", "判无效还没有选原因", "请从五个原因里选一个", "invalid_reason")
    if reason == InvalidReason.WITHDRAWN and before.get("withdrawn_at") is None:
        return _no("withdrawn", "业主还没有撤诉", "请先登记撤诉, 或另选一个原因", "invalid_reason")
    if reason == InvalidReason.WITHDRAWN and before.get("validity") in (Validity.VALID, Validity.PARTIAL):
        return _no("valid", "撤诉不改变已判的有效", "有效的投诉撤诉后照样算一件, 直接归档就行", "invalid_reason")
    if reason == InvalidReason.MERGED and not (before.get("repeat_of") or before.get("repeat_of_no")):
        return _no("merged", "还没有说并到哪一件", "请先用“并案”连到较早的那一件", "invalid_reason")
    # Until a second person signs, what was judged before stands.
    decided = {
        "validity": before.get("validity"),
        "proposed_by_id": context.actor.id,
        "proposed_by_manager": context.actor.may(OVER_ALL),
        "handlers": named(*(before.get("handlers") or ()), context.actor.id),
        **told_now("proposed_at", context),
    }
    return Verdict(decided, to=S.TO_SIGN)


def countersign(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The second of two, one of them the manager. He has read it to sign, so he is a reader from now on."""
    actor = context.actor
    if actor.id == before.get("about_id"):
        return Verdict(refusal=ABOUT_YOU)
    if actor.id == before.get("proposed_by_id"):
        return _no("second", "判无效要两个人, 不能由同一个人签两次", "请另一位主管或项目经理用自己的工号签字")
    if not before.get("proposed_by_manager") and not actor.may(OVER_ALL):
        return _no("manager", "判无效的两个人里要有项目经理", "请项目经理签字")
    decided = {
        "validity": str(Validity.INVALID),
        "judged_by_id": before.get("proposed_by_id"),
        "second_id": actor.id,
        "handlers": named(*(before.get("handlers") or ()), actor.id),
        **told_now("judged_at", context),
    }
    return Verdict(decided, to=_after_judging(before))


def decline(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The second one does not agree: as it was before somebody called it invalid."""
    actor = context.actor
    if actor.id == before.get("about_id"):
        return Verdict(refusal=ABOUT_YOU)
    decided: Values = {"proposed_by_id": None, "proposed_by_manager": None, "invalid_reason": None}
    to = _after_judging(before) if before.get("judged_at") is not None else S.RECEIVED
    return Verdict({**decided, **untold(before, "proposed_at")}, to=to)


def _judged(before: Frozen, context: Context) -> Values:
    return {
        "judged_by_id": context.actor.id,
        "second_id": None,
        "second": None,
        "invalid_reason": None,
        "handlers": named(*(before.get("handlers") or ()), context.actor.id),
        **told_now("judged_at", context),
    }


def _after_judging(before: Frozen) -> Code:
    """Judged anew in the middle of the work: the work stays as far as it was."""
    if before.get("assigned_at") is None:
        return S.JUDGED
    return S.ASSIGNED if before.get("acted_at") is None else S.ACTED


# assigned, answered


def assign(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """To one who answers for it, with a deputy. Who had it before reads on only where he judged."""
    stop = refusal(context.actor, before) or _wrong_people({**before, "deputy_id": None, **body})
    if stop is not None:
        return Verdict(refusal=stop)
    signed = (before.get("judged_by_id"), before.get("second_id"))
    decided: Values = {"handlers": named(body.get("handler_id"), body.get("deputy_id"), *signed)}
    if "deputy_id" not in body:
        decided |= {"deputy_id": None, "deputy": None}
    return Verdict(decided)


def answer(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """What was said to the person stops the clock; the call back follows in a day to three."""
    stop = refusal(context.actor, before)
    if stop is not None:
        return Verdict(refusal=stop)
    said = happened(body, context)
    first, last = _days(context)
    decided: Values = {
        "revisit_from_on": add_days(day_of(said), first),
        "revisit_to_on": _last_day(add_days(day_of(said), last), context),
        "attempts": [],
        "next_call_at": None,
    }
    if before.get("first_answered_at") is None:
        decided |= {"first_answered_at": said, "first_due_at": before.get("due_at")}
    return Verdict(decided)


def _days(context: Context) -> tuple[int, int]:
    cells = context.lists.every(SOURCES).get(SOURCE) or {}
    first, last = cells.get("from_day", ""), cells.get("to_day", "")
    return (int(first), int(last)) if first and last else DAYS


def _last_day(day: str, context: Context) -> str:
    """A day on which nobody is at the desk is nobody's last day."""
    hours = desk_hours(context.settings, context.calendar)
    return next((one for n in range(LONGEST_REST) if hours.of(one := add_days(day, n))), day)


# rung back


def attempt(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """A call without an answer: three on two days end as 未联系上, a refusal at once; each is counted apart."""
    stop = refusal(context.actor, before)
    if stop is not None:
        return Verdict(refusal=stop)
    code = ComplaintCall.of(body.get("call_code") or "")
    if code is None:
        return _no("asks", "还没有选通话结果", "请选无人接、占线等", "call_code")
    if code in TALKED:
        return _no("talked", "接通了要填评价", "请按业主的话选评价", "satisfaction")
    attempts = _with_attempt(before, body, context)
    end = ends(code, attempts, context.settings)
    if end is not None:
        over = {"attempts": attempts, "next_call_at": None, "closed_by": str(end), **told_now("closed_at", context)}
        return Verdict(over, to=S.CLOSED)
    wanted = {} if body.get("next_call_at") else {"next_call_at": next_call(code, context)}
    return Verdict({"attempts": attempts, **wanted})


def ends(code: ComplaintCall, attempts: Sequence[Mapping[str, Any]], settings: Settings) -> ComplaintEnd | None:
    """What a call that brought no answer ends the matter as; None while it is to be rung again."""
    if code is ComplaintCall.REFUSED:
        return ComplaintEnd.REFUSED
    days = {day_of(int(one["at"])) for one in attempts}
    enough = len(attempts) >= settings.number("revisit.attempts")
    return ComplaintEnd.NOT_REACHED if enough and len(days) >= settings.number("revisit.attempt_days") else None


def next_call(code: ComplaintCall, context: Context) -> int:
    """When to ring again: a busy line in 20 minutes, otherwise in the next part of the good hours."""
    if code is ComplaintCall.BUSY:
        minutes = int((context.lists.every(CALLS).get(str(code)) or {}).get("minutes") or BUSY_MINUTES)
        return in_minutes(context.settings, context.calendar, context.now, minutes)
    return parts_after(context.settings, context.calendar, context.now, 1)[0]


def revisit(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """A talk ends it, unless the person is not content: then it is worked on again, with a new time to answer by."""
    stop = refusal(context.actor, before)
    if stop is not None:
        return Verdict(refusal=stop)
    code = body.get("call_code") or str(ComplaintCall.ANSWERED)
    if code not in TALKED:
        return _no("talked", "没有接通, 不能填评价", "请按通话结果登记未接通", "call_code")
    decided: Values = {"attempts": _with_attempt(before, body, context), "next_call_at": None, "call_code": code}
    if body["satisfaction"] != Content.BAD:
        end = {"closed_by": str(ComplaintEnd.REVISIT), **told_now("closed_at", context)}
        return Verdict({**decided, **end}, to=S.CLOSED)
    told = {**before, "channel": None}  # the date of the street office is kept or missed by the first answer
    again: Values = {
        "reopened": int(before.get("reopened") or 0) + 1,
        "reopened_at": context.now,
        "due_at": due_at(told, context.now, context.settings, context.calendar, context.lists),
        **untold(before, "acted_at", "answered_at"),
    }
    return Verdict({**decided, **again}, to=S.ASSIGNED)


def _with_attempt(before: Frozen, body: Frozen, context: Context) -> list[dict[str, object]]:
    one = {
        "at": context.now,
        "code": body.get("call_code") or str(ComplaintCall.ANSWERED),
        "seconds": body.get("seconds") or 0,
        "by": context.actor.id,
    }
    return [*(before.get("attempts") or []), one]


# ended


def withdraw(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The person takes it back. What was judged stays judged."""
    stop = refusal(context.actor, before)
    if stop is not None:
        return Verdict(refusal=stop)
    if before.get("withdrawn_at") is not None:
        return _no("withdrawn", "已经登记过撤诉", "请看经过")
    return Verdict()


def close(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """By hand only what was withdrawn, and not before it was judged."""
    stop = refusal(context.actor, before)
    if stop is not None:
        return Verdict(refusal=stop)
    if before.get("withdrawn_at") is None:
        return _no("open", "业主没有撤诉, 要答复并回访后才能归档", "请先答复, 第 1-3 天回访")
    return Verdict({"closed_by": str(ComplaintEnd.WITHDRAWN), "next_call_at": None})


def settle(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Suggestions and praise end here; a complaint does not."""
    stop = refusal(context.actor, before)
    if stop is not None:
        return Verdict(refusal=stop)
    if before.get("kind") == ComplaintKind.COMPLAINT:
        return _no("kind", "投诉要判定、答复、回访, 不能直接办结", "请先判定")
    return Verdict({"closed_by": str(ComplaintEnd.SETTLED)})


assert SECONDS >= JUDGES, "who judges may sign"
