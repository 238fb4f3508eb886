"""Calls as lines of the list: grouped by how they press, one row a call."""

from collections.abc import Iterable, Sequence

from desk.domain.calendar import day_of, days_between
from desk.domain.words_of_time import clock_word, day_word, moment
from desk.services.revisits.due import JUDGED, MAY_RING, Call, Group
from desk.services.revisits.record import RevisitSource
from desk.ui.kit.rows import Heading, Line, Row

SHORT = {
    RevisitSource.REPAIR: "维修",
    RevisitSource.URGENT: "紧急",
    RevisitSource.PUBLIC: "公共",
    RevisitSource.REWORK: "返工",
    RevisitSource.PAID: "有偿",
    RevisitSource.HOUSEKEEPING: "家政",
    RevisitSource.FRESH: "生鲜",
    RevisitSource.EXCHANGE: "换赔",
    RevisitSource.ACTIVITY: "活动",
}
AT_ONCE = MAY_RING | JUDGED | {Group.CHECK_PHONE}  # nobody waits for a promised hour there
TONES = {Group.OVERDUE: "warn", Group.ENDING: "warn"}
SHAPES = {Group.OVERDUE: "triangle", Group.ENDING: "triangle"}
ASIDE = {
    Group.OVERDUE: "过了期限, 先打这些",
    Group.ENDING: "今天不打就过期",
    Group.NOW: "一个人几件事, 一个电话问完",
    Group.APPOINTED: "到时间再打",
    Group.BY_SUPERVISOR: "曾不满意, 由主管回电",
    Group.IN_COMPLAINT: "先不打, 由主管定",
    Group.CHECK_PHONE: "空号、打错或没有号码",
    Group.LATER: "还没到该问的日子",
}


def lines(calls: Sequence[Call], now: int) -> list[Line]:
    found: list[Line] = []
    for group in Group:
        members = [one for one in calls if one.group is group]
        if members:
            found.append(Heading(group.label, len(members), TONES.get(group, ""), SHAPES.get(group, ""), ASIDE[group]))
            found += [row(one, now) for one in members]
    return found


def row(call: Call, now: int) -> Row:
    several = len(call.dues) > 1
    rung = len(call.attempts)
    pressing = call.group in (Group.OVERDUE, Group.ENDING)
    return Row(
        call.id,
        state=SHORT[call.dues[0].source],
        where=call.where or "—",
        what="、".join(dict.fromkeys(due.subject for due in call.dues)),
        note=f"第 {rung + 1} 次" if rung else f"{call.learnt} 点接" if call.learnt is not None else "",
        who=f"{len(call.dues)} 件" if several else call.salutation or call.name,
        clock=due_words(call, now),
        shape=SHAPES.get(call.group, "ring"),
        permille=_elapsed(call, now),
        tone="warn" if pressing else "",
        next_step="dial",
    )


def due_words(call: Call, now: int) -> str:
    """约 18:30; 今天止; 11-25 止; 过期 2 天; 11-24 起."""
    today = day_of(now)
    if call.group is Group.APPOINTED or (call.group in JUDGED and call.next_call_at > now):
        at = call.next_call_at
        return f"约 {clock_word(at)}" if day_of(at) == today else f"约 {moment(at, now)}"
    if call.group is Group.LATER:
        return f"{day_word(min(due.due_from_on for due in call.dues), today)}起"
    over = days_between(call.due_to_on, today)
    return f"过期 {over} 天" if over > 0 else f"{day_word(call.due_to_on, today)}止"


def _elapsed(call: Call, now: int) -> int:
    today = day_of(now)
    first = min(due.due_from_on for due in call.dues)
    whole = days_between(first, call.due_to_on) + 1
    return max(0, min(1000, 1000 * (days_between(first, today) + 1) // max(whole, 1)))


def next_call(calls: Iterable[Call], done: Call) -> str:
    """The call below this one that may be made now, else the first such; empty where there is none."""
    may = [one.id for one in calls if one.group in AT_ONCE or one.id == done.id]
    if done.id not in may:
        return ""
    place = may.index(done.id)
    return next(iter([*may[place + 1 :], *may[:place]]), "")
