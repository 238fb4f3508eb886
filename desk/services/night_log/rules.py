"""What a night's line must say: true times in their order; what is no emergency waits for the morning."""

from desk.domain.deciding import Context, happened
from desk.domain.flow import Frozen, Refusal, Verdict
from desk.domain.lift import late
from desk.services.night_log.record import NightKind, NightState


def log(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Six kinds are run for at once; everything else is the morning's."""
    later = body.get("kind") == NightKind.OTHER
    return Verdict(to=NightState.MORNING if later else NightState.OPEN)


def end(before: Frozen, body: Frozen, context: Context) -> Verdict:
    at = happened(body, context)
    if at < int(before.get("heard_at") or 0):
        return Verdict(refusal=Refusal("order", "处理完的时间早于接报", "请核对纸上的两个时间", "ended_at"))
    return Verdict(late(before, rung_from(before), at, context.settings) if rings(before) else {})


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
    rung = {"call_backs": int(before.get("call_backs") or 0) + 1}
    return Verdict(rung | late(before, rung_from(before), at, context.settings))
