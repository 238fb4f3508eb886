"""电梯困人: who is shut in is rung within five minutes, and every five minutes again, until he is out (counter.md 1.5).

What the assessment counts stands in the order: how often was rung, and how often later than was promised.
"""

from desk.domain.deciding import HAPPENED, Context, happened, told_now
from desk.domain.flow import Frozen, Refusal, Values, Verdict
from desk.domain.lift import late
from desk.domain.list_cells import words_of
from desk.domain.settings import Settings
from desk.services.work_orders.record import Informed

PROBLEMS = "lift.problems"


def is_trapped(values: Frozen) -> bool:
    """Somebody is still in there, as far as the desk knows."""
    over = any(values.get(name) is not None for name in ("released_at", "finished_at", "closed_at"))
    return values.get("call_back_from_at") is not None and not over and values.get("status") != "void"


def heard(before: Frozen, body: Frozen, context: Context) -> Values:
    """The clock begins with the report; another problem that is none of this ends it."""
    if "problem" not in body:
        return {}
    shut_in, running = body.get("problem") in problems(context.settings), before.get("call_back_from_at") is not None
    if shut_in is running:
        return {}
    return {"call_back_from_at": happened(body, context) if shut_in else None}


def problems(settings: Settings) -> tuple[str, ...]:
    """The codes of the repair tree that mean somebody is shut in."""
    return tuple(words_of(settings.text(PROBLEMS)))


def call_back(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Rung again: the next call is promised from now on. The first one is the answer to the report as well."""
    at = happened(body, context)
    wrong = _wrong(before, at)
    if wrong:
        return Verdict(refusal=wrong)
    decided: Values = {"call_back_from_at": at, "call_backs": int(before.get("call_backs") or 0) + 1}
    if before.get("informed_at") is None and body.get(HAPPENED) is None:
        decided |= {**told_now("informed_at", context), "informed_how": str(Informed.CALLED_BACK)}
    return Verdict(decided | late(before, int(before["call_back_from_at"]), at, context.settings))


def release(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Out: nobody need be rung any more. A call that was due before and never came counts as a late one."""
    at = happened(body, context)
    wrong = _wrong(before, at)
    if wrong:
        return Verdict(refusal=wrong)
    return Verdict(late(before, int(before["call_back_from_at"]), at, context.settings))


def _wrong(before: Frozen, at: int) -> Refusal | None:
    since = before.get("call_back_from_at")
    if since is None:
        return Refusal("lift", "这一单不是电梯困人", "是困人就先把问题改成困人")
    if before.get("released_at") is not None:
        return Refusal("released", "人已经出来了, 不用再回拨", "记错了就撤销“已解困”")
    if at < int(since):
        return Refusal("order", "这个时间早于接报或上一次回拨", "请核对时间", HAPPENED)
    return None
