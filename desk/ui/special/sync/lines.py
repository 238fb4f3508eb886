"""The traffic as rows under headings: first what a person must do, then what goes on by itself. Pure."""

from dataclasses import replace

from desk.domain import pc_clock
from desk.domain.calendar import day_of
from desk.domain.words_of_time import clock_word, when
from desk.services.reviews.reads import COMPLAINT, ORDER, Waiting
from desk.ui.kit.rows import Heading, Line, Row
from desk.ui.special.sync.reading import Item, Traffic

REVIEW, OPEN, STOP = "review:", "open:", "stop:"
OPENS = {ORDER: "看这一单", COMPLAINT: "看这件投诉"}


def lines(found: Traffic, now: int, behind_ms: int = 0) -> list[Line]:
    """`behind_ms`: how far this PC's clock is behind the server's."""
    made: list[Line] = []
    if clock := pc_clock.words(behind_ms):
        made.append(Heading("电脑时间不对", 1, "warn", "triangle", pc_clock.COUNTS))
        made.append(_clock_row(clock, now, behind_ms))
    if found.decide:
        made.append(Heading("待裁定", len(found.decide), "bad", "square", "两台电脑记的不一样"))
        made += [_review_row(one, now) for one in found.decide]
    if found.hidden:
        made.append(Heading("待裁定的投诉", found.hidden, "bad", "square", "请责任人或项目经理登录处理"))
    for words, items, tone, aside in (
        ("同步停住", found.stopped, "bad", "要人来定怎么继续"),
        ("未生效", found.denied, "bad", "办了但没有算数"),
        ("单独存放", found.quarantined, "bad", "服务器不能入账"),
        ("需要升级", found.frozen, "warn", "更新程序后自动补上"),
        ("被代替的内容", found.gave_way, "", "两台电脑同时改了同一项"),
        ("服务器恢复过", found.rewound, "", "已自动补传"),
    ):
        if items:
            shape = {"bad": "square", "warn": "triangle"}.get(tone, "")
            made.append(Heading(words, len(items), tone, shape, aside))
            made += [_row(words, one, now) for one in items]
    if found.waiting:
        made.append(Heading("等着上传", found.total, aside=_rest(found)))
        made += [_waiting_row(one, now) for one in found.waiting]
    if found.sealed:
        made.append(Heading("投诉等着上传", found.sealed, aside="内容已封存, 连上服务器后自动上传"))
    if found.locked:
        made.append(Heading("投诉的办理等着上传", found.locked, aside="办理的人登录后自动上传"))
    if found.elsewhere:
        made.append(Heading("别的小区等着上传", found.elsewhere, aside="换到那个小区看是哪几笔"))
    return made


def _clock_row(words: str, now: int, behind_ms: int) -> Row:
    return Row(
        "clock", "", words.removeprefix("本机时间"), pc_clock.HOW, clock=f"应是 {clock_word(now + behind_ms)}",
        tone="warn", detail=f"{pc_clock.ADVICE}: {pc_clock.HOW}",
    )  # fmt: skip


def problems(found: Traffic) -> int:
    """How many things wait for a person."""
    return sum(map(len, (found.decide, found.stopped, found.denied, found.quarantined, found.frozen)))


def can_be_seen(found: Traffic) -> bool:
    """Whether something is shown that need not be shown again."""
    return bool(found.denied or found.quarantined or found.gave_way or found.rewound)


def _rest(found: Traffic) -> str:
    shown = len(found.waiting)
    return f"先显示 {shown} 步, 连上服务器后自动上传" if shown < found.total else "连上服务器后自动上传"


def _review_row(one: Waiting, now: int) -> Row:
    return Row(
        f"{REVIEW}{one.ent}", "待裁定", one.where, one.what, clock=f"{when(one.opened_at, now)} 发现", tone="bad",
        next_step="review", next_label="裁定", next_key="Enter", detail="两边的经过并排, 选一边, 没选的也不会删",
    )  # fmt: skip


def _row(group: str, one: Item, now: int) -> Row:
    what = " · ".join(part for part in (one.words, one.why) if part)
    detail = "; ".join(part for part in (one.why, one.advice) if part)  # whole, where the line had to be cut
    return _with_way(Row(
        f"{group}|{one.id}", "", one.where, what, who=one.who, clock=_at(one.at, now), detail=detail,
    ), one)  # fmt: skip


def _waiting_row(one: Item, now: int) -> Row:
    again = f"; 试了 {one.tries} 次, {clock_word(one.next_try)} 再试" if one.tries and one.next_try else ""
    detail = (one.why or "已存在本机, 不会丢") + again
    return _with_way(Row(
        f"out|{one.id}", "待上传", one.where, one.words, who=one.who, clock=_at(one.at, now),
        tone="warn" if one.why else "", detail=detail,
    ), one)  # fmt: skip


def _with_way(row: Row, one: Item) -> Row:
    if one.scope:
        return replace(row, next_step=f"{STOP}{one.scope}", next_label="看怎么办", next_key="Enter")
    if one.record not in OPENS or not one.ent:
        return row
    return replace(row, next_step=f"{OPEN}{one.record}:{one.ent}", next_label=OPENS[one.record], next_key="Enter")


def _at(at: int, now: int) -> str:
    if not at:
        return ""
    return clock_word(at) if day_of(at) == day_of(now) else when(at, now)
