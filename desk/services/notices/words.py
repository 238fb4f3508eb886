"""What is said of a notice: how early it is, the words for a caller, how it stands."""

from collections.abc import Sequence

from desk.domain.calendar import HOUR, MINUTE, day_of
from desk.domain.flow import Frozen
from desk.domain.words_of_time import clock_word, day_aloud, duration, moment
from desk.services.notices.leads import lead_due
from desk.services.notices.phases import Phase, phase_of
from desk.services.notices.types import NoticeType

P = Phase


def about(notice: Frozen) -> str:
    """停水: what its title says without being a title."""
    title = str(notice.get("title") or notice.get("kind_label") or "通知")
    return title.removesuffix("通知").removesuffix("提示").removesuffix("告知") or title


def lead_words(kind: NoticeType | None, notice: Frozen, now: int) -> tuple[str, str]:
    """提前 26 小时 (要求 24), and its tone: good, warn, or bad where it is too late."""
    begins = notice.get("from_at")
    if kind is None or not begins:
        return "", ""
    goes = int(notice.get("sent_at") or max(now, int(notice.get("send_at") or 0)))
    before = int(begins) - goes
    early = f"提前 {before // HOUR} 小时" if before >= HOUR else f"提前 {before // MINUTE} 分钟" if before > 0 else ""
    due = lead_due(kind, notice)
    if kind.within_minutes:
        after = max(0, -before) // MINUTE
        late = due is not None and goes > due
        said = f"开始后 {after} 分钟发 (要求 {kind.within_minutes} 分钟内)"
        return said, "bad" if late else "good"
    if due is None:
        return early or f"已开始 {duration(-before)}", ""
    if goes > due:
        return f"{early or '已经开始'} (要求 {kind.lead_hours}): 晚了 {duration(goes - due)}", "bad"
    if kind.advised_hours and before < kind.advised_hours * HOUR:
        return f"{early} (要求 {kind.lead_hours}, 建议 {kind.advised_hours})", "warn"
    return f"{early} (要求 {kind.lead_hours})", "good"


def card_words(kind: NoticeType | None, notice: Frozen, homes: int, readers: Sequence[str], now: int) -> str:
    """提前 26 小时 (要求 24) · 312 户 · 复核人: 张敏."""
    lead = lead_words(kind, notice, now)[0]
    who = f"复核人: {'、'.join(readers[:3])}" if readers else "没有别的复核人在岗"
    return " · ".join(part for part in (lead, f"{homes:,} 户", who) if part)


def caller_words(notice: Frozen, now: int) -> str:
    """What to say to somebody who rings from an affected home."""
    what, where = about(notice), str(notice.get("range_words") or "")
    reason = str(notice.get("reason") or "")
    why = f"因为{reason.removeprefix('因')}, " if reason else ""
    ends = notice.get("expected_at") or notice.get("to_at")
    until = f", 预计{_aloud(int(ends), now)}恢复" if ends else ", 几点恢复还没有定"
    phase = phase_of(notice, now)
    tip = str(notice.get("tips") or "").replace("；", ";").partition(";")[0].strip()
    advice = f" {tip}。" if tip else ""
    if phase is P.ANNOUNCED:
        return f"{why}{where}{_aloud(int(notice['from_at']), now)}开始{what}{until}。{advice}"
    if phase is P.TO_RESTORE:
        return f"{where}{what}原定{_aloud(int(ends or now), now)}恢复, 我马上问现场, 问清楚给您回电话。"
    began = f"{_aloud(int(notice['from_at']), now)}开始{what}" if notice.get("from_at") else f"正在{what}"
    return f"{why}{where}{began}{until}, 恢复了马上通知。{advice}"


def _aloud(at: int, now: int) -> str:
    """今天 17:00: the day only where it is another."""
    day, today = day_of(at), day_of(now)
    return f" {clock_word(at)} " if day == today else f"{day_aloud(day, today)} {clock_word(at)} "


def stands(notice: Frozen, now: int) -> str:
    """The clock of a row: 今天 11:00 起; 还有多久; 待恢复 已过 20 分."""
    phase, begins = phase_of(notice, now), notice.get("from_at")
    ends = notice.get("expected_at") or notice.get("to_at")
    if phase is P.SCHEDULED:
        return f"{moment(int(notice['sent_at']), now)} 发"
    if phase is P.RESTORED:
        return f"{moment(int(notice['restored_at']), now)} 恢复"
    if phase in (P.RUNNING, P.TO_RESTORE) and ends:
        return f"到 {moment(int(ends), now)}"
    return f"{moment(int(begins), now)} 起" if begins else ""


def undersigned_of(estate: str) -> str:
    """翠湖花园物业服务中心: who signs, where the office says nothing else."""
    return f"{estate}物业服务中心" if estate else ""
