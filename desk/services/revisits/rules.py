"""What a call's outcome means: when to ring again, when it ends, what a dissatisfied answer needs."""

from collections.abc import Mapping, Sequence
from typing import Any

from desk.domain.calendar import add_days, day_of
from desk.domain.deciding import Context, derived_id, told_now
from desk.domain.flow import Frozen, Make, Refusal, Values, Verdict
from desk.domain.list_codes import RevisitBy
from desk.domain.lists import YES, Cells
from desk.domain.office_lists import CALLS, SOURCES
from desk.domain.revisiting import REPAIR
from desk.domain.roles import Role
from desk.domain.sampling import drawn
from desk.domain.settings import Settings
from desk.services.revisits.hours import in_minutes, parts_after
from desk.services.revisits.record import (
    EXEMPT_BY_HAND,
    CallCode,
    CheckResult,
    ExemptReason,
    FollowUp,
    RevisitState,
    Satisfaction,
)

BUSY_MINUTES = 20  # where the office's list of call results says nothing else
BY_SUPERVISOR = (1, 2)  # days after a dissatisfied answer
# What a second call has in common with the first one: what was done, and where.
SAME = ("about", "about_id", "about_no", "subject", "done_by", "done_at", "paid", "home_id", "resident_id", "where")
JUDGES = frozenset({Role.SUPERVISOR, Role.MANAGER})
TALKED = frozenset({CallCode.ANSWERED, CallCode.FAMILY})
NO_REPAIR = Refusal("no_repair", "这件不是维修, 开不了返工单", "选 2 主管回电 或 3 转投诉", "follow_up")


def _with_attempt(before: Frozen, body: Frozen, context: Context) -> list[dict[str, object]]:
    attempt = {
        "at": context.now,
        "code": body.get("call_code") or str(CallCode.ANSWERED),
        "seconds": body.get("seconds") or 0,
        "by": context.actor.id,
    }
    return [*(before.get("attempts") or []), attempt]


def attempt(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """A call without an answer. Three on two days end as 未联系上; a refusal ends at once and is counted apart."""
    code = CallCode.of(body.get("call_code") or "")
    if code is None:
        return Verdict(refusal=Refusal("asks", "还没有选通话结果", "请选无人接、占线等", "call_code"))
    if code in TALKED:
        return Verdict(refusal=Refusal("talked", "接通了要填评价", "请按业主的话选评价", "satisfaction"))
    attempts = _with_attempt(before, body, context)
    decided: Values = {"attempts": attempts}
    end = ends(code, attempts, context.settings)
    if end is not None:
        return Verdict({**decided, **told_now("closed_at", context), "next_call_at": None}, to=end)
    wanted = body.get("next_call_at")
    if not wanted:
        decided["next_call_at"] = next_call(code, context)
    return Verdict(decided)


def ends(code: CallCode, attempts: Sequence[Mapping[str, Any]], settings: Settings) -> RevisitState | None:
    """What a call that brought no answer ends the revisit as; None while it is to be rung again.

    `attempts` hold this very call too.
    """
    if code is CallCode.REFUSED:
        return RevisitState.REFUSED
    days = {day_of(int(one["at"])) for one in attempts}
    enough = len(attempts) >= settings.number("revisit.attempts")
    return RevisitState.NOT_REACHED if enough and len(days) >= settings.number("revisit.attempt_days") else None


def next_call(code: CallCode, context: Context) -> int:
    """When to ring again: a busy line in 20 minutes, otherwise in the next part of the good hours."""
    if code is CallCode.BUSY:
        minutes = int((context.lists.every(CALLS).get(str(code)) or {}).get("minutes") or BUSY_MINUTES)
        return in_minutes(context.settings, context.calendar, context.now, minutes)
    return parts_after(context.settings, context.calendar, context.now, 1)[0]


def answer(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """An answer ends it. Dissatisfied needs a way on; a call by the supervisor is opened as the next revisit."""
    code = body.get("call_code") or str(CallCode.ANSWERED)
    if code not in TALKED:
        return Verdict(refusal=Refusal("talked", "没有接通, 不能填评价", "请按通话结果登记未接通", "call_code"))
    if _by_supervisor(before, context) and not context.actor.may(JUDGES):
        return Verdict(refusal=Refusal("role", "曾不满意的由主管回访", "请找客服主管或项目经理来打"))
    decided: Values = {"attempts": _with_attempt(before, body, context), "next_call_at": None, "call_code": code}
    if drawn(str(before["id"]), "check", context.settings.number("revisit.check_percent")):
        decided["check_drawn"] = True
    satisfaction = body.get("satisfaction")
    if not satisfaction and _source(before, context).get("rated", YES) == YES:
        return Verdict(refusal=Refusal("asks", "回访还缺“评价”", "请问业主满意、较满意还是不满意", "satisfaction"))
    if satisfaction != Satisfaction.BAD:
        return Verdict(decided)
    follow_up = body.get("follow_up")
    if not follow_up:
        return Verdict(
            refusal=Refusal("bad", "业主不满意, 还没有选去向", "选 1 返工、2 主管回电 或 3 转投诉", "follow_up")
        )
    if follow_up == FollowUp.REWORK:
        return Verdict(decided) if before.get("about") == REPAIR else Verdict(refusal=NO_REPAIR)
    first = 0 if follow_up == FollowUp.CALL_BACK else BY_SUPERVISOR[0]
    return Verdict(decided, (_again(before, context, "revisit-again", first),))


def _by_supervisor(before: Frozen, context: Context) -> bool:
    """Whether the office's list gives this source to the supervisor."""
    return _source(before, context).get("by") == RevisitBy.SUPERVISOR


def _source(before: Frozen, context: Context) -> Cells:
    return context.lists.every(SOURCES).get(str(before.get("source"))) or {}


def _again(before: Frozen, context: Context, fact: str, first: int) -> Make:
    """A call by the supervisor about the same matter."""
    today = day_of(context.now)
    values: Values = {name: before.get(name) for name in SAME}
    values |= {
        "source": "rework",
        "status": str(RevisitState.WAITING),
        "due_from_on": add_days(today, first),
        "due_to_on": add_days(today, BY_SUPERVISOR[1]),
    }
    return Make("revisit", derived_id(context.scope, str(before["id"]), fact), values)


def exempt(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """By hand only for the reasons a hand may give: 未抽中 is said by the sample alone."""
    if body.get("exempt_reason") not in EXEMPT_BY_HAND:
        return Verdict(refusal=Refusal("reason", "这个免访原因只由系统规则写", "请另选一个原因", "exempt_reason"))
    return Verdict({"next_call_at": None})


def supersede(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict({"exempt_reason": str(ExemptReason.SUPERSEDED), "next_call_at": None})


# What a second call must find for the first one to stand.
FOUND_WRONG = frozenset({CheckResult.DIFFERENT, CheckResult.NOT_CALLED})


def check(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The second call, by somebody else. What was written down wrongly, or never asked, is asked again."""
    attempts = before.get("attempts") or []
    if attempts and attempts[-1].get("by") == context.actor.id:
        return Verdict(refusal=Refusal("own", "自己打的回访不能自己抽查", "请另一位主管或项目经理来打"))
    if before.get("check_result") not in (None, CheckResult.NOT_REACHED):
        return Verdict(refusal=Refusal("checked", "这一次已经抽查过了", "请看抽查结果"))
    if body.get("check_result") not in FOUND_WRONG:
        return Verdict()
    return Verdict(make=(_again(before, context, "revisit-checked", 0),))
