"""What a night's line must say: true times in their order; what is no emergency waits for the morning."""

from desk.domain.calendar import MINUTE
from desk.domain.deciding import Context, happened
from desk.domain.flow import Frozen, Refusal, Values, Verdict
from desk.services.night_log.record import NightKind, NightState


def log(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Six kinds are run for at once; everything else is the morning's."""
    later = body.get("kind") == NightKind.OTHER
    return Verdict(to=NightState.MORNING if later else NightState.OPEN)


def end(before: Frozen, body: Frozen, context: Context) -> Verdict:
    at = happened(body, context)
    if at < int(before.get("heard_at") or 0):
        return Verdict(refusal=Refusal("order", "处理完的时间早于接报", "请核对纸上的两个时间", "ended_at"))
    return Verdict(_late(before, at, context) if rings(before) else {})


def rings(entry: Frozen) -> bool:
    """Somebody is shut in a lift and waits to be rung again."""
    return entry.get("kind") == NightKind.LIFT and entry.get("status") == NightState.OPEN


def rung_from(entry: Frozen) -> int:
    """From when the next call-back counts: the report, then each call."""
    return int(entry.get("called_back_at") or entry.get("heard_at") or 0)


def call_back(before: Frozen, body: Frozen, context: Context) -> Verdict:
    at = happened(body, context)
    if not rings(before):
        return Verdict(refusal=Refusal("lift", "这一件不是电梯困人", "只有困人的要定时回拨"))
    if at < rung_from(before):
        return Verdict(refusal=Refusal("order", "这个时间早于接报或上一次回拨", "请核对时间", "happened_at"))
    return Verdict({"call_backs": int(before.get("call_backs") or 0) + 1} | _late(before, at, context))


def _late(before: Frozen, at: int, context: Context) -> Values:
    limit = context.settings.number("lift.call_back_minutes") * MINUTE
    late = at - rung_from(before) > limit
    return {"call_backs_late": int(before.get("call_backs_late") or 0) + 1} if late else {}
