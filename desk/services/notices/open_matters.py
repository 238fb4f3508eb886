"""What notices call for a hand: to be read, to be sent, to be restored; and those that run, for the hand-over."""

from typing import TYPE_CHECKING

from desk.domain.calendar import Calendar
from desk.domain.flow import Frozen
from desk.domain.lists import Lists
from desk.domain.open_matter import OpenKind, OpenMatter, Rank
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.notices.leads import lead_due
from desk.services.notices.phases import Phase, phase_of
from desk.services.notices.reads import read_open
from desk.services.notices.types import type_of
from desk.services.notices.words import stands

if TYPE_CHECKING:
    from desk.store.database import Database

P = Phase
NEXT = {
    P.DRAFT: ("送复核", Rank.NEXT), P.TO_REVIEW: ("复核", Rank.NEXT), P.SCHEDULED: ("", Rank.LATER),
    P.ANNOUNCED: ("", Rank.LATER), P.RUNNING: ("", Rank.AWAITED), P.TO_RESTORE: ("恢复", Rank.NOW),
    P.TO_END: ("结束", Rank.NEXT),
}  # fmt: skip


def open_matters(
    database: "Database", actor: Actor, scope: str, settings: Settings, lists: Lists, calendar: Calendar, now: int
) -> list[OpenMatter]:
    found = [_matter(row, lists, now) for row in read_open(database, actor, scope)]
    return [one for one in found if one is not None]


def _matter(row: Frozen, lists: Lists, now: int) -> OpenMatter | None:
    phase = phase_of(row, now)
    if phase not in NEXT:
        return None
    words, rank = NEXT[phase]
    unread = bool(row.get("second_due_at")) and not row.get("reviewed_at")
    due, label = _due(row, phase, unread, lists)
    if unread and phase is not P.TO_RESTORE:
        words, rank = "补核", Rank.NEXT
    title = str(row.get("title") or row.get("kind_label") or "公告")
    return OpenMatter(
        OpenKind.NOTICE, "notice", str(row["id"]), title, where=str(row.get("range_words") or ""),
        state=phase.label, who=str(row.get("writer") or ""), note=stands(row, now),
        since_at=int(row.get("sent_at") or row.get("submitted_at") or now), due_at=due, due_label=label, rank=rank,
        tone="warn" if phase is P.TO_RESTORE else "", page="notices", step_label=words or "打开",
        pile="notices_running" if phase in (P.ANNOUNCED, P.RUNNING, P.TO_RESTORE) else "notices",
        today=phase is not P.RUNNING or unread,
    )  # fmt: skip


def _due(row: Frozen, phase: Phase, unread: bool, lists: Lists) -> tuple[int | None, str]:
    """The clock it runs against: out in time, restored in time, read in time."""
    if phase in (P.DRAFT, P.TO_REVIEW):
        dues = (row.get("forward_due_at"), lead_due(type_of(lists, row.get("kind")), row))
        known = [int(one) for one in dues if one]
        return (min(known), "最晚发布") if known else (None, "")
    if phase is P.TO_RESTORE and row.get("restore_due_at"):
        return int(row["restore_due_at"]), "发恢复"
    if unread and row.get("second_due_at"):
        return int(row["second_due_at"]), "补核"
    return None, ""
