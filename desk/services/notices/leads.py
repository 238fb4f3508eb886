"""How long before a notice is owed, and by when it is to be passed on, read a second time, restored."""

from desk.domain.calendar import HOUR, MINUTE
from desk.domain.deciding import Context
from desk.domain.flow import Frozen, Values
from desk.domain.settings import Settings
from desk.services.notices.types import NoticeType, type_of


def lead_due(kind: NoticeType | None, values: Frozen) -> int | None:
    """The latest moment to be out: so long before it begins, or so soon after it began. A correction owes none."""
    begins = values.get("from_at")
    if kind is None or not begins or values.get("corrects_id"):
        return None
    if kind.within_minutes:
        return int(begins) + kind.within_minutes * MINUTE
    ends = values.get("to_at") or values.get("expected_at")
    short = bool(kind.over_hours and ends and int(ends) - int(begins) <= kind.over_hours * HOUR)
    return None if not kind.lead_hours or short else int(begins) - kind.lead_hours * HOUR


def forward_due(values: Frozen, settings: Settings) -> int | None:
    """What others announce is passed on so soon after their paper came."""
    received = values.get("received_at")
    if not received or values.get("corrects_id"):
        return None
    return int(received) + settings.number("notice.forward_minutes") * MINUTE


def ends_at(values: Frozen) -> int | None:
    """When it should be over, as far as it was said."""
    found = values.get("expected_at") or values.get("to_at")
    return int(found) if found else None


def dues(values: Frozen, context: Context) -> Values:
    """What was owed when it went out stays owed, whatever the office changes in its list afterwards."""
    settings, sent = context.settings, values.get("sent_at")
    if sent:
        out: Values = {name: values.get(name) for name in ("lead_due_at", "forward_due_at")}
    else:
        kind = type_of(context.lists, values.get("kind"))
        out = {"lead_due_at": lead_due(kind, values), "forward_due_at": forward_due(values, settings)}
    first = bool(sent and values.get("urgent_reason"))
    out["second_due_at"] = int(sent or 0) + settings.number("notice.second_hours") * HOUR if first else None
    over = values.get("restored_at") or ends_at(values)
    restores = bool(sent and values.get("restores") and over)
    out["restore_due_at"] = int(over or 0) + settings.number("notice.restore_minutes") * MINUTE if restores else None
    return out
