"""What the assessment counts of a notice (counter.md 4: 1.1, 1.2, 4.2): corrections, and what was late."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.flow import Frozen
from desk.services.notices.record import FoundBy, LateReason, NoticeState


class Missed(Code):
    LEAD = "lead", "提前量不足"
    FORWARD = "forward", "收文后没有及时转发"
    RESTORE = "restore", "恢复后没有及时发恢复"
    SECOND = "second", "紧急公告没有按时补核"


class Excluded(Code):
    """Late, and yet not counted: each is a list with a count on the sheet."""

    TOLD_LATE = "told_late", "上级通知晚"
    URGENT = "urgent", "紧急公告"


def went_out(notice: Frozen, now: int) -> bool:
    """Whether residents have been told it; one called off or corrected before its hour never was."""
    sent = notice.get("sent_at")
    if not sent or int(sent) > now or int(notice.get("corrected_at") or sent) < int(sent):
        return False
    return notice.get("status") not in (NoticeState.DRAFT, NoticeState.TO_REVIEW)


def excluded(notice: Frozen, now: int) -> Excluded | None:
    """Why a lead that was too short does not count: told too late by others (with the hour and picture of their paper,
    and passed on at once), or an emergency that was read a second time in time."""
    if notice.get("urgent_reason"):
        return None if _second_missed(notice, now) else Excluded.URGENT
    lead, forward, sent = (notice.get(name) for name in ("lead_due_at", "forward_due_at", "sent_at"))
    received = notice.get("received_at")
    late = notice.get("late_reason") in (LateReason.TOLD_LATE, LateReason.CONTRACTOR_LATE)
    proven = bool(late and received and notice.get("received_photo"))
    if proven and lead and forward and sent and int(forward) >= int(lead) and int(sent) <= int(forward):
        return Excluded.TOLD_LATE
    return None


def lead_missed(notice: Frozen) -> bool:
    due, sent = notice.get("lead_due_at"), notice.get("sent_at")
    return bool(due and sent and int(sent) > int(due))


def misses(notice: Frozen, now: int) -> tuple[Missed, ...]:
    """What counts against the desk. A notice that never went out missed nothing."""
    if not went_out(notice, now):
        return ()
    found: list[Missed] = []
    if lead_missed(notice) and excluded(notice, now) is None:
        found.append(Missed.LEAD)
    due = notice.get("forward_due_at")
    if due and int(notice["sent_at"]) > int(due):
        found.append(Missed.FORWARD)
    if _restore_missed(notice, now):
        found.append(Missed.RESTORE)
    if _second_missed(notice, now):
        found.append(Missed.SECOND)
    return tuple(found)


def _restore_missed(notice: Frozen, now: int) -> bool:
    """By the hour it was written down: told so late, the residents heard of it so late."""
    due = notice.get("restore_due_at")
    if not due or notice.get("status") not in (NoticeState.SENT, NoticeState.RESTORED):
        return False
    return int(notice.get("restored_recorded_at") or now) > int(due)


def _second_missed(notice: Frozen, now: int) -> bool:
    due = notice.get("second_due_at")
    return bool(due) and int(notice.get("reviewed_at") or now) > int(due or 0)


@dataclass(frozen=True, slots=True)
class Tally:
    """One period of an estate: out, corrections by who found them, late by what, and what was left out why."""

    out: int
    planned: int
    ours: tuple[str, ...]
    by_others: tuple[str, ...]
    changed: tuple[str, ...]
    missed: dict[Missed, tuple[str, ...]]
    left_out: dict[Excluded, tuple[str, ...]]


def tally(notices: Iterable[Frozen], now: int) -> Tally:
    """Ids behind every number, so that a sheet can show them."""
    out = [one for one in notices if went_out(one, now)]
    corrections = [one for one in out if one.get("corrects_id")]

    def found(*by: FoundBy) -> tuple[str, ...]:
        return tuple(str(one["id"]) for one in corrections if one.get("found_by") in by)

    missed = {kind: tuple(str(one["id"]) for one in out if kind in misses(one, now)) for kind in Missed}
    late = [one for one in out if lead_missed(one)]
    left = {why: tuple(str(one["id"]) for one in late if excluded(one, now) is why) for why in Excluded}
    return Tally(
        len(out) - len(corrections),
        sum(bool(one.get("lead_due_at")) for one in out),
        found(FoundBy.OURSELVES),
        found(FoundBy.RESIDENT, FoundBy.HEAD_OFFICE),
        found(FoundBy.NO_FAULT),
        missed,
        left,
    )
