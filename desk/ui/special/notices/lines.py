"""The piles of notices and their rows, as lines for the list. Pure."""

from collections.abc import Iterable

from desk.domain.clocks import Shape
from desk.domain.code import Code
from desk.domain.flow import Frozen, Values
from desk.services.notices.phases import Phase, phase_of
from desk.services.notices.reads import Read
from desk.services.notices.words import stands
from desk.ui.kit.row_model import Line, Row

P = Phase


class Pile(Code):
    DRAFT = "draft", "草稿"
    TO_REVIEW = "to_review", "待复核"
    SCHEDULED = "scheduled", "待发"
    RUNNING = "running", "进行中"
    TO_RESTORE = "to_restore", "待恢复"
    OVER = "over", "已结束"


PHASES = {
    Pile.DRAFT: (P.DRAFT,), Pile.TO_REVIEW: (P.TO_REVIEW,), Pile.SCHEDULED: (P.SCHEDULED,),
    Pile.RUNNING: (P.RUNNING, P.ANNOUNCED, P.TO_END), Pile.TO_RESTORE: (P.TO_RESTORE,),
    Pile.OVER: (P.OVER, P.RESTORED, P.CORRECTED, P.VOID),
}  # fmt: skip
EMPTY = {
    Pile.DRAFT: ("没有草稿", "按 + 起草一份公告"),
    Pile.TO_REVIEW: ("没有待复核的公告", "同事送来复核的在这里"),
    Pile.SCHEDULED: ("没有定时待发的公告", "复核通过、还没到时间的在这里"),
    Pile.RUNNING: ("现在没有进行中的公告", "按 + 起草一份公告"),
    Pile.TO_RESTORE: ("没有待恢复的公告", "到了预计恢复时间、还没登记恢复的在这里"),
    Pile.OVER: ("还没有结束的公告", ""),
}
NEXT = {
    P.DRAFT: ("edit", "修改"), P.TO_REVIEW: ("review", "复核"), P.SCHEDULED: ("print", "看海报"),
    P.ANNOUNCED: ("print", "看海报"), P.RUNNING: ("restore", "恢复"), P.TO_RESTORE: ("restore", "恢复"),
    P.TO_END: ("end", "结束"), P.RESTORED: ("print", "看海报"), P.CORRECTED: ("print", "看海报"),
    P.OVER: ("print", "看海报"), P.VOID: ("print", "看海报"),
}  # fmt: skip


CALLING = (P.DRAFT, P.TO_REVIEW, P.TO_RESTORE, P.TO_END)


def pile_of(phase: Phase) -> Pile:
    return next(pile for pile, phases in PHASES.items() if phase in phases)


def unread(notice: Frozen) -> bool:
    """Out before anybody read it a second time."""
    out = notice.get("status") in ("sent", "corrected", "restored", "ended")
    return out and bool(notice.get("urgent_reason")) and not notice.get("reviewed_at")


def calling(notices: Iterable[Values], now: int) -> int:
    """How many call for a hand: what the rail says, as Today counts them."""
    return sum(phase_of(one, now) in CALLING or unread(one) for one in notices)


def piles(notices: Iterable[Values], now: int) -> dict[Pile, list[Values]]:
    found: dict[Pile, list[Values]] = {pile: [] for pile in Pile}
    for notice in notices:
        found[pile_of(phase_of(notice, now))].append(notice)
    for pile, rows in found.items():
        if pile is Pile.OVER:
            rows.sort(key=lambda row: -int(row.get("sent_at") or 0))
        else:
            rows.sort(key=lambda row: int(row.get("from_at") or row.get("sent_at") or 0))
    return found


def next_step(notice: Frozen, now: int) -> tuple[str, str]:
    phase = phase_of(notice, now)
    if unread(notice) and phase is not P.TO_RESTORE:
        return "second_read", "补核"
    if phase is P.RUNNING and not notice.get("restores"):
        return "print", "看海报"
    return NEXT[phase]


def lines(notices: Iterable[Values], read: Read, now: int) -> list[Line]:
    return [_row(one, read, now) for one in notices]


def _row(one: Values, read: Read, now: int) -> Row:
    ent, phase = str(one["id"]), phase_of(one, now)
    step, words = next_step(one, now)
    due = one.get("restore_due_at") if phase is P.TO_RESTORE else one.get("second_due_at") if unread(one) else None
    shape = "" if not due else str(Shape.SQUARE if now >= int(due) else Shape.TRIANGLE)
    unknown, people, calls = (told.get(ent, 0) for told in (read.unknown, read.people, read.calls))
    beside = f"问过 {calls}" if calls else f"待核对 {unknown}" if unknown else f"报名 {people}" if people else ""
    chain = f"更正{one['correction_no']} · " if one.get("corrects_id") else ""
    hangs = phase in (P.TO_RESTORE, P.TO_END) or unread(one)
    tone = "bad" if shape == Shape.SQUARE else "warn" if hangs else ""
    return Row(
        ent, "未补核" if unread(one) else phase.label, str(one.get("title") or one.get("kind_label") or ""),
        f"{chain}{one.get('range_words') or ''}", note=beside, clock=stands(one, now), shape=shape, permille=1000,
        tone=tone, urgent=bool(one.get("urgent_reason")), next_step=step, next_label=words, next_key="Enter",
        detail=str(one.get("reason") or ""),
    )  # fmt: skip
