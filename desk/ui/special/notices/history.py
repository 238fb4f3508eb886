"""经过 of a notice, newest first: who wrote it, who read it, when it went out, how many heard of it. Pure."""

from collections.abc import Sequence

from desk.domain.flow import Frozen, Values
from desk.domain.words_of_time import moment
from desk.services.notices.record import FoundBy, LateReason, NoticeVoid, UrgentReason, WrongPart
from desk.ui.kit.timeline import Happening


def happenings(
    notice: Frozen, chain: Sequence[Values], calls: Sequence[Values], also: Sequence[tuple[int, str]], now: int
) -> list[Happening]:  # fmt: skip
    told: list[tuple[int, Happening]] = []

    def add(at: object, words: str, detail: str = "", who: object = "") -> None:
        if isinstance(at, int) and at:
            told.append((at, Happening(moment(at, now), words, detail, str(who or ""))))

    add(notice.get("submitted_at"), "送复核", _late(notice), notice.get("writer"))
    if notice.get("urgent_reason"):
        why = UrgentReason.label_of(notice["urgent_reason"])
        add(notice.get("approved_at"), "紧急先发", why, notice.get("writer"))
        add(notice.get("reviewed_at"), "补核", str(notice.get("review_note") or ""), notice.get("reviewer"))
    else:
        add(notice.get("reviewed_at"), "复核通过", _scheduled(notice, now), notice.get("reviewer"))
    for at, who in also:
        add(at, "同时也复核了", "以先到的一位为准", who)
    add(notice.get("posted_at"), "已张贴", str(notice.get("posted_where") or ""))
    for one in notice.get("receipts") or ():
        failed = f", 未送达 {one['failed']} 户" if one.get("failed") else ""
        add(one.get("at"), f"{one.get('name') or '渠道'}送达 {one.get('delivered')} 户{failed}")
    if calls:
        rooms = "、".join(dict.fromkeys(str(one.get("where") or "") for one in calls[:12] if one.get("where")))
        add(calls[0].get("called_at"), f"来电问过 {len(calls)} 次", rooms)
    add(notice.get("restored_at"), "恢复", str(notice.get("restored_words") or ""))
    add(notice.get("ended_at"), "结束")
    if notice.get("void_reason"):
        newest = max((at for at, _ in told), default=now)
        add(newest, "作废", NoticeVoid.label_of(notice["void_reason"]))
    for one in chain:
        if one.get("corrects_id") and one["id"] != notice["id"]:
            add(one.get("sent_at") or one.get("submitted_at"), f"第 {one.get('correction_no')} 次更正", _fault(one))
    if notice.get("corrects_id"):
        add(notice.get("sent_at"), "这是更正", _fault(notice))
    told.reverse()  # of one moment what was done later stands above
    return [one for _, one in sorted(told, key=lambda pair: -pair[0])]


def _late(notice: Frozen) -> str:
    return f"提前不足: {LateReason.label_of(notice['late_reason'])}" if notice.get("late_reason") else ""


def _scheduled(notice: Frozen, now: int) -> str:
    sent, read = notice.get("sent_at"), notice.get("reviewed_at")
    return f"定于 {moment(int(sent), now)} 发" if sent and read and sent > read else ""


def _fault(notice: Frozen) -> str:
    part, found = WrongPart.label_of(notice.get("wrong_part")), FoundBy.label_of(notice.get("found_by"))
    return " · ".join(word for word in (part, found) if word)
