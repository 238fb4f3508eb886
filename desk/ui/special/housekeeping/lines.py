"""Bookings as rows of the list: under headings of whose turn it is, with the company's clock. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.domain.calendar import Calendar, day_of
from desk.domain.clocks import ClockState, Shape
from desk.domain.flow import Frozen, Values
from desk.domain.lists import Lists
from desk.domain.page import Pile
from desk.domain.settings import Settings
from desk.domain.words_of_time import clock_word, day_word, left, when
from desk.services.housekeeping import clocks, matters
from desk.services.housekeeping.flow import FLOW
from desk.services.housekeeping.record import BookingState
from desk.services.reviews.marking import MARK, WORDS
from desk.ui.kit.rows import Heading, Line, Row

S = BookingState
WHOLE = ("to_confirm", "to_agree", "agreed", "slip")
REVIEW = "review"  # no step of the booking: which of two lines stands
TONES = {Shape.SQUARE: "bad", Shape.TRIANGLE: "warn"}


@dataclass(frozen=True, slots=True)
class View:
    """What the lines depend on besides the bookings."""

    settings: Settings
    lists: Lists
    calendar: Calendar
    now: int

    def clock(self, values: Frozen) -> ClockState:
        return clocks.clock(values, self.settings, self.lists, self.calendar, self.now)


@dataclass(frozen=True, slots=True)
class _Section:
    words: str
    tone: str = ""
    shape: str = ""
    aside: str = ""


DECLINED = _Section("公司接不了", "warn", "triangle", "另派一家")
OVER = _Section("超时", "bad", "square", "打电话催公司")
SOON = _Section("将超", "warn", "triangle", "时限只剩四分之一")
WAITING = _Section("等公司", shape="ring", aside="只算公司上班时间")
MISSED = _Section("没做成, 重新约", "warn", "triangle", "公司和业主另约时间")
TODAY = _Section("今天上门", shape="ring", aside="前后 15 分钟内算准时")
AT_WORK = _Section("正在做")
COMING = _Section("以后上门")
BACK = _Section("等派工单交回")


def lines(pile: Pile, bookings: Iterable[Values], view: View) -> list[Line]:
    """The lines of a pile. Open piles are ordered by urgency, the others keep the order they come in."""
    if pile.name not in WHOLE:
        return [row_of(values, view) for values in bookings]
    seen = [(values, view.clock(values)) for values in bookings]
    ordered = [
        DECLINED, OVER, SOON, MISSED, AT_WORK, TODAY if pile.name == "agreed" else WAITING, COMING, BACK,
    ]  # fmt: skip
    found = [(_section(values, clock, view), values, clock) for values, clock in seen]
    found.sort(key=lambda one: (ordered.index(one[0]), one[2].due_at or 0, str(one[1]["id"])))
    made: list[Line] = []
    for section in ordered:
        inside = [row_of(values, view, clock) for one, values, clock in found if one is section]
        if inside:
            made += [Heading(section.words, len(inside), section.tone, section.shape, section.aside), *inside]
    return made


def day_words(bookings: Iterable[Frozen], view: View) -> tuple[str, int]:
    """今天上门 3 单, 公司超时 1 单; and how many are late."""
    seen = list(bookings)
    today = sum(
        day_of(int(one["visit_from_at"])) == day_of(view.now)
        for one in seen
        if one.get("visit_from_at") and matters.state_of(one) in (S.AGREED, S.ARRIVED)
    )
    late = sum(view.clock(one).shape is Shape.SQUARE for one in seen)
    words = f"今天上门 {today} 单" if today else "今天没有约好上门的"
    return (f"{words}, 公司超时 {late} 单: 打电话催" if late else words), late


def _section(values: Frozen, clock: ClockState, view: View) -> _Section:
    state = matters.state_of(values)
    if state is S.DECLINED:
        return DECLINED
    if clock.shape is Shape.SQUARE:
        return OVER
    if state is S.TO_AGREE:
        return MISSED
    if clock.shape is Shape.TRIANGLE:
        return SOON
    if state is S.ARRIVED:
        return AT_WORK
    if state is S.DONE:
        return BACK
    if state is S.AGREED:
        return TODAY if day_of(int(values.get("visit_from_at") or view.now)) == day_of(view.now) else COMING
    return WAITING


def row_of(values: Frozen, view: View, clock: ClockState | None = None) -> Row:
    """One booking as a row, with the step that goes on."""
    state = matters.state_of(values)
    clock = clock or view.clock(values)
    undecided = bool(values.get(MARK))
    step = FLOW.step(matters.NEXT.get(state, ""))
    # The company came on time or did not: worth more beside a finished booking than how often it was put off.
    note = matters.note(values) or clocks.came_words(values, view.settings).replace("准时", "")
    return Row(
        str(values["id"]),
        state=WORDS if undecided else matters.SHORT[state],
        where=str(values.get("where") or ""),
        what=str(values.get("work_label") or ""),
        note=note,
        who=str(values.get("worker") or values.get("company_label") or ""),
        clock=clock_words(values, clock, view.now),
        mark={S.ARRIVED: "arrived", S.DONE: "done", S.CLOSED: "done"}.get(state, ""),
        shape=str(clock.shape) if clock.shape in (Shape.RING, Shape.TRIANGLE, Shape.SQUARE) else "",
        permille=clock.permille,
        tone=TONES.get(clock.shape, ""),
        next_step=REVIEW if undecided else step.name if step else "",
        next_label="裁定" if undecided else step.label if step else "",
        next_key="Enter" if undecided or step else "",
        detail=_detail(values, state, view.now),
    )


def clock_words(values: Frozen, clock: ClockState, now: int) -> str:
    """确认还剩 17 分; 明天 14:00; the day on which it was over."""
    state = matters.state_of(values)
    if state in (S.CLOSED, S.CANCELLED):
        return when(int(values.get("closed_at") or values.get("booked_at") or now), now)
    visit = values.get("visit_from_at")
    if state is S.AGREED and visit and clock.shape is not Shape.SQUARE:
        at = int(visit)
        return f"{day_word(day_of(at), day_of(now))} {clock_word(at)}"
    if state is S.ARRIVED:
        return f"{clock_word(int(values['arrived_at']))} 到"
    if clock.shape is Shape.NONE:
        return ""
    if state is S.DONE and clock.shape is not Shape.SQUARE:
        done = int(values["finished_at"])
        return f"{clock_word(done) if day_of(done) == day_of(now) else day_of(done)[5:]} 做完"
    return clock.label + left(clock.left_ms)


def _detail(values: Frozen, state: BookingState, now: int) -> str:
    """What the open row says: what was wished or agreed, and whom to ring."""
    wished, visit = matters.wished_words(values, now), matters.visit_words(values, now)
    company = " ".join(str(values[name]) for name in ("company_label", "company_phone") if values.get(name))
    time = f"约 {visit}" if visit else f"希望 {wished}" if wished else "时间由公司约"
    if state in (S.DONE, S.ARRIVED, S.AGREED):
        return " · ".join(part for part in (time, str(values.get("worker") or ""), company) if part)
    return f"{company} · {time}" if company else time
