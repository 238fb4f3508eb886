"""What a night's line must say: true times in their order; what is no emergency waits for the morning."""

from desk.domain.deciding import Context, happened
from desk.domain.flow import Frozen, Refusal, Verdict
from desk.services.night_log.record import NightKind, NightState


def log(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Six kinds are run for at once; everything else is the morning's."""
    later = body.get("kind") == NightKind.OTHER
    return Verdict(to=NightState.MORNING if later else NightState.OPEN)


def end(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if happened(body, context) < int(before.get("heard_at") or 0):
        return Verdict(refusal=Refusal("order", "处理完的时间早于接报", "请核对纸上的两个时间", "ended_at"))
    return Verdict()
