"""Where a notice stands now: what was done with it, and what the clock says. Computed, never stored."""

from desk.domain.calendar import DAY
from desk.domain.code import Code
from desk.domain.flow import Frozen
from desk.services.notices.leads import ends_at
from desk.services.notices.record import NoticeState

SHOWN_DAYS = 7  # a notice that names no end is over after so many days


class Phase(Code):
    """The piles of the page. What is out and has not begun yet runs for the desk: people ring about it already."""

    DRAFT = "draft", "草稿"
    TO_REVIEW = "to_review", "待复核"
    SCHEDULED = "scheduled", "待发"
    ANNOUNCED = "announced", "已发·未开始"
    RUNNING = "running", "进行中"
    TO_RESTORE = "to_restore", "待恢复"
    TO_END = "to_end", "待结束"
    RESTORED = "restored", "已恢复"
    CORRECTED = "corrected", "已更正"
    OVER = "over", "已结束"
    VOID = "void", "作废"


P = Phase
STORED = {
    NoticeState.DRAFT: P.DRAFT, NoticeState.TO_REVIEW: P.TO_REVIEW, NoticeState.RESTORED: P.RESTORED,
    NoticeState.CORRECTED: P.CORRECTED, NoticeState.ENDED: P.OVER, NoticeState.VOID: P.VOID,
}  # fmt: skip
LIVE = frozenset({P.ANNOUNCED, P.RUNNING, P.TO_RESTORE})


def phase_of(notice: Frozen, now: int) -> Phase:
    state = NoticeState.of(str(notice.get("status") or "")) or NoticeState.VOID
    if state in STORED:
        return STORED[state]
    sent, begins = int(notice.get("sent_at") or 0), notice.get("from_at")
    if now < min(sent, int(notice.get("send_at") or 0)):  # a server's clock before ours sends nothing later
        return P.SCHEDULED
    if begins and now < int(begins):
        return P.ANNOUNCED
    end = ends_at(notice)
    if notice.get("restores"):
        return P.RUNNING if end is None or now < end else P.TO_RESTORE
    if now < (end or sent + SHOWN_DAYS * DAY):
        return P.RUNNING
    return P.TO_END if notice.get("signs_up") else P.OVER  # whoever ends an activity has those who came asked


def is_live(notice: Frozen, now: int) -> bool:
    """Whether somebody who rings may ask about it."""
    return phase_of(notice, now) in LIVE
