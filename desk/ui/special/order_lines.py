"""The repair list's lines: orders of one pile as rows under headings of urgency. Pure: values in, lines out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from desk.domain.calendar import DAY, Calendar, add_days, day_of
from desk.domain.clocks import Shape
from desk.domain.flow import Frozen
from desk.domain.settings import Settings
from desk.domain.words_of_time import clock_word, day_word, moment, when, window
from desk.services.reviews.marking import MARK, WORDS
from desk.services.work_orders.matters import ASKED, Group, Matter, matter, waits_long_for_parts, wakes
from desk.services.work_orders.record import ClosedBy, Status, SuspendReason
from desk.ui.kit.rows import Heading, Line, Row

S = Status
CLOCKED = ("to_dispatch", "out", "suspended")
LEADER = "班长分"
REVIEW = "review"  # no step of the order: which of two lines stands


@dataclass(frozen=True, slots=True)
class View:
    """What the lines depend on besides the orders."""

    settings: Settings
    calendar: Calendar
    now: int


@dataclass(frozen=True, slots=True)
class _Section:
    words: str
    tone: str = ""
    shape: str = ""
    aside: str = ""


OVER = _Section("超时", "bad", "square", "先打给工程班长")
SOON = _Section("将超", "warn", "triangle", "时限只剩四分之一")
RETURNED = _Section("退单", "warn", "triangle", "先改派")
INSIDE = _Section("时段内", shape="ring")
LATER = _Section("未到时段", shape="ring", aside="时段开始才计时")
WAITING = _Section("等派工", shape="ring", aside="最急在上")
DUE = _Section("今天该恢复", "warn", "triangle", "打电话问一声")
PARTS = _Section("等料太久", "warn", "triangle", "问采购和班长")
RESTING = _Section("等着", aside="到日子会提醒")
ABROAD = _Section("外单位在办", aside="完工按 9 回到待回单")
ABROAD_LONG = _Section("转出太久", "warn", "triangle", "打电话问一声")
TODAY = _Section("今天完工", aside="17:00 收单")
BEFORE = _Section("以前完工", "warn", "triangle", "单子还没有交回")
CALL = _Section("该回访了", aside="F7 打电话")
EARLY = _Section("还没到回访日")


def lines(pile: str, orders: Iterable[Frozen], view: View) -> list[Line]:
    """The lines of a pile. Piles with clocks are ordered by urgency, the others keep the order they come in."""
    if pile == "all":
        return [row_of(values, view) for values in orders]
    rows = [(_section(pile, values, one, view), one, row_of(values, view, one)) for values, one in _seen(orders, view)]
    if pile in CLOCKED:
        rows.sort(key=lambda found: (_rank(found[0]), found[1].press, found[1].id))
    else:
        rows.sort(key=lambda found: _rank(found[0]))
    made: list[Line] = []
    for section in dict.fromkeys(found[0] for found in rows):
        inside = [(one, row) for found, one, row in rows if found is section]
        made.append(Heading(section.words, len(inside), section.tone, section.shape, section.aside))
        made += [row for _, row in inside]
    return made


def row_of(values: Frozen, view: View, one: Matter | None = None) -> Row:
    """One order as a row."""
    one = one or matter(values, view.settings, view.calendar, view.now)
    return Row(
        id=one.id,
        state=WORDS if values.get(MARK) else state_words(values, one),
        where=one.where,
        what=one.what,
        note=one.note,
        who=who_words(values),
        clock=_clock(values, one, view),
        mark="done" if one.status in (S.FINISHED, S.SLIP_BACK, S.CLOSED) else str(one.mark).replace("none", ""),
        shape=str(one.shape) if one.shape in (Shape.RING, Shape.TRIANGLE, Shape.SQUARE) else "",
        permille=one.permille,
        tone={Shape.SQUARE: "bad", Shape.TRIANGLE: "warn"}.get(one.shape, ""),
        urgent=one.urgent,
        next_step=REVIEW if values.get(MARK) else one.next.step if one.next else "",
    )


def state_words(values: Frozen, one: Matter) -> str:
    """The state as the list's narrow column says it."""
    if values.get("cancel_asked"):
        return "要撤销"
    if one.status in (S.ACCEPTED, S.UNDER_REVIEW) and any(values.get(name) for name in ASKED):
        return "待核对"
    if one.status == S.SUSPENDED:
        return SuspendReason.label_of(values.get("suspend_reason")) or one.state
    if one.status == S.FINISHED:
        return "待回单"
    if one.status == S.RETURNED:
        return "退单"
    if one.status == S.HANDED_OUT:
        return "转外单位"
    if one.status == S.CLOSED:
        return ClosedBy.label_of(values.get("closed_by")).replace("已结·", "") or "已结"
    return one.state


def who_words(values: Frozen) -> str:
    """Who goes: the man, or that the foreman picks him, or the company outside."""
    if values.get("status") == S.HANDED_OUT:
        return str(values.get("contractor") or "")
    if values.get("technician"):
        return str(values["technician"]) + ("+1" if values.get("second_technician") else "")
    return LEADER if values.get("crew") and values.get("dispatched_at") else str(values.get("crew") or "")


def _seen(orders: Iterable[Frozen], view: View) -> list[tuple[Frozen, Matter]]:
    return [(values, matter(values, view.settings, view.calendar, view.now)) for values in orders]


def _section(pile: str, values: Frozen, one: Matter, view: View) -> _Section:
    return _SECTIONS[pile](values, one, view) if pile in _SECTIONS else INSIDE


def _out(values: Frozen, one: Matter, view: View) -> _Section:
    if one.shape is Shape.SQUARE:
        return OVER
    if one.shape is Shape.TRIANGLE:
        return SOON
    return LATER if one.group is Group.LATER else INSIDE


def _to_dispatch(values: Frozen, one: Matter, view: View) -> _Section:
    if one.status == S.RETURNED and one.shape is not Shape.SQUARE:
        return RETURNED
    found = _out(values, one, view)
    return found if found in (OVER, SOON) else WAITING


def _suspended(values: Frozen, one: Matter, view: View) -> _Section:
    if wakes(values, view.now):
        return DUE
    return PARTS if waits_long_for_parts(values, view.settings, view.now) else RESTING


def _outside(values: Frozen, one: Matter, view: View) -> _Section:
    since = values.get("handed_out_at")
    long = view.settings.number("order.outside_days") * DAY
    return ABROAD_LONG if since is not None and view.now - since > long else ABROAD


def _slip_due(values: Frozen, one: Matter, view: View) -> _Section:
    return TODAY if day_of(values.get("finished_at") or view.now) == day_of(view.now) else BEFORE


def _revisit_due(values: Frozen, one: Matter, view: View) -> _Section:
    finished, first = values.get("finished_at"), view.settings.number("revisit.first_day")
    ripe = finished is None or add_days(day_of(finished), first) <= day_of(view.now)
    return CALL if ripe else EARLY


_SECTIONS: dict[str, Callable[[Frozen, Matter, View], _Section]] = {
    "out": _out,
    "to_dispatch": _to_dispatch,
    "suspended": _suspended,
    "outside": _outside,
    "slip_due": _slip_due,
    "revisit_due": _revisit_due,
}
_ORDER: Sequence[_Section] = (
    OVER, RETURNED, SOON, DUE, PARTS, BEFORE, CALL, ABROAD_LONG, INSIDE, WAITING, TODAY, LATER, RESTING, ABROAD, EARLY,
)  # fmt: skip


def _rank(section: _Section) -> int:
    return _ORDER.index(section)


def _clock(values: Frozen, one: Matter, view: View) -> str:
    """The clock of the last column: its name and what is left, the day it waits for, or when it was done."""
    if one.status == S.SUSPENDED and values.get("call_again_at"):
        return f"再打 {_day_and_clock(values['call_again_at'], view.now)}"
    if one.status == S.SUSPENDED and values.get("suspended_until_on"):
        return f"到 {day_word(values['suspended_until_on'], day_of(view.now))}"
    if one.status == S.HANDED_OUT and values.get("handed_out_at"):
        return f"转出 {_day_and_clock(values['handed_out_at'], view.now)}"
    if one.status in (S.FINISHED, S.SLIP_BACK, S.CLOSED) and values.get("finished_at"):
        return f"完工 {_day_and_clock(values['finished_at'], view.now)}"
    if one.status in (S.CLOSED, S.VOID):
        return f"受理 {when(values.get('reported_at') or view.now, view.now)}"
    begin, end = values.get("window_from_at"), values.get("window_to_at")
    if one.group is Group.LATER and begin and end:
        today = day_of(begin) == day_of(view.now)
        return "到场 " + (window(begin, end, view.now).removeprefix("今天 ") if today else moment(begin, view.now))
    return one.clock_words


def _day_and_clock(at: int, now: int) -> str:
    return clock_word(at) if day_of(at) == day_of(now) else f"{day_word(day_of(at), day_of(now))} {clock_word(at)}"
