"""Ended revisits as lines of the list: by the day on which they ended, or by why they are looked at again."""

from collections.abc import Sequence
from itertools import groupby

from desk.domain.calendar import day_of
from desk.domain.roles import Actor
from desk.domain.words_of_time import clock_word, day_word, when
from desk.services.revisits.past_calls import Past, PastGroup, may_see_seconds
from desk.services.revisits.record import CheckResult, ExemptReason, RevisitState, Satisfaction
from desk.ui.kit.rows import Heading, Line, Row

ASIDE = {
    PastGroup.TO_CHECK: "抽中的, 再打一次核对",
    PastGroup.SHORT: "只给主管和经理看, 不排名",
    PastGroup.CHECKED: "最近 30 天",
}


def lines(found: Sequence[tuple[PastGroup | None, Past]], actor: Actor, now: int) -> list[Line]:
    made: list[Line] = []
    if all(one.values.get("status") != RevisitState.ANSWERED for _, one in found):
        # Of those who were not asked it matters why, not when.
        order = [str(state) for state in RevisitState]
        found = sorted(found, key=lambda pair: order.index(str(pair[1].values.get("status"))))
    for heading, members in groupby(found, key=lambda pair: _heading(pair, now)):
        rows = [_row(one, why, actor, now) for why, one in members]
        words, aside = heading
        made += [Heading(words, len(rows), aside=aside), *rows]
    return made


def _heading(pair: tuple[PastGroup | None, Past], now: int) -> tuple[str, str]:
    why, one = pair
    if one.values.get("status") != RevisitState.ANSWERED:
        return outcome(one), "单独统计"
    return (why.label, ASIDE[why]) if why is not None else (day_word(day_of(one.ended_at), day_of(now)), "")


def _row(one: Past, why: PastGroup | None, actor: Actor, now: int) -> Row:
    seconds = one.values.get("seconds")
    answered = one.values.get("status") == RevisitState.ANSWERED
    shown = seconds is not None and answered and may_see_seconds(one, actor)
    found = CheckResult.label_of(one.values.get("check_result", ""))
    return Row(
        one.id,
        state=found if why is PastGroup.CHECKED else outcome(one),
        where=str(one.values.get("where") or "—"),
        what=one.subject,
        note=f"{seconds} 秒" if shown else "",
        who=str(one.values.get("called_by") or (one.attempts[-1].who if one.attempts else "")),
        clock=clock_word(one.ended_at) if answered and why is None else when(one.ended_at, now),
        tone="warn" if one.values.get("satisfaction") == Satisfaction.BAD else "",
        next_step="check" if why not in (None, PastGroup.CHECKED) else "",
    )


def outcome(one: Past) -> str:
    """满意, 拒访, 免访: what came of it, in few words."""
    if one.values.get("status") == RevisitState.ANSWERED:
        return Satisfaction.label_of(one.values.get("satisfaction", ""))
    return RevisitState.label_of(one.values.get("status", ""))


def why_not(one: Past) -> str:
    """Why nobody was asked, in a whole sentence."""
    status = one.values.get("status")
    if status == RevisitState.EXEMPT:
        return f"免访: {ExemptReason.label_of(one.values.get('exempt_reason', ''))}"
    if status == RevisitState.REFUSED:
        return "业主不愿回访, 单独统计"
    days = len({day_of(each.at) for each in one.attempts})
    return f"打了 {len(one.attempts)} 次, 分在 {days} 天, 都没有联系上"
