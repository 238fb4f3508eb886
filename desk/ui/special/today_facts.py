"""Today's facts: read in one go, then reckoned anew each second without reading. Pure but for `read`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.calendar import DAY, MINUTE, Calendar, day_of, minute_of_day, start_of_day
from desk.domain.clocks import Shape
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.domain.values import Values
from desk.domain.words_of_time import clock_word, day_word, duration
from desk.services.reviews.marking import MARK, WORDS, marked
from desk.services.work_orders import matters, reads
from desk.services.work_orders.matters import Group, Mark, Matter, Next
from desk.services.work_orders.reads import Appointment, Numbers
from desk.services.work_orders.record import Status
from desk.store.query import visible_to
from desk.ui.kit.rows import Heading, Line, Row

if TYPE_CHECKING:
    from desk.store.database import Database

S = Status
TO_DISPATCH = frozenset({S.UNDER_REVIEW, S.ACCEPTED, S.RETURNED})
# The crews that have something to do today: how much fits into a window is theirs to say.
CREWS = """SELECT COUNT(DISTINCT w.crew_id) FROM work_order w JOIN crew c ON c.id = w.crew_id
           WHERE w.scope = ? AND w.window_from_at >= ? AND w.window_from_at < ? AND w.status <> 'void'
             AND COALESCE(c.outside, 0) = 0"""
# Bounded by when it was finished, which has an index: a slip that is older is no matter of a day.
SLIPS_BACK = """SELECT COUNT(*) FROM work_order
                WHERE scope = ? AND finished_at >= ? AND slip_back_at >= ? AND slip_back_at < ?"""
SLIP_DAYS = 60
COUNTS = """SELECT (SELECT COUNT(*) FROM work_order WHERE {w} AND status IN ({states})),
                   (SELECT COUNT(*) FROM revisit WHERE {w} AND status = 'waiting' AND due_from_on <= ?)"""
LATE = (Shape.SQUARE, Shape.TRIANGLE)
URGED = frozenset({S.DISPATCHED, S.ACKNOWLEDGED, S.ARRIVED, S.SUSPENDED, S.HANDED_OUT})
REVIEW = Next("review", "裁定", "Enter")
URGE, ANSWER = Next("urge", "催单", "+"), Next("answer_call", "登记答复", "*")
DONE = frozenset({S.FINISHED, S.SLIP_BACK, S.CLOSED})


@dataclass(frozen=True, slots=True)
class Read:
    """What the database said; all else follows from it and the time."""

    orders: tuple[Values, ...]
    numbers: Numbers
    appointments: tuple[Appointment, ...]
    crews: int
    slips_back: int
    settings: Settings
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Pile:
    """One card at the top: figure, caption, ring."""

    figure: str
    caption: str
    shape: str = "ring"
    permille: int = 0
    words: str = ""
    tone: str = ""
    caption_tone: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One visiting window of today with what was promised in it."""

    from_at: int
    to_at: int
    taken: int
    room: int
    over: bool
    done: int
    orders: tuple[Appointment, ...]

    @property
    def words(self) -> str:
        return f"{clock_word(self.from_at)}–{clock_word(self.to_at)}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the small card: words, count, a warning."""

    words: str
    count: int
    warning: str = ""


def read(database: "Database", actor: Actor, scope: str, settings: Settings, calendar: Calendar, now: int) -> Read:
    """Everything Today shows, on the db lane."""
    begin = start_of_day(day_of(now))
    return Read(
        tuple(marked(database, actor, scope, reads.at_work(database, actor, scope))),
        reads.numbers(database, actor, scope, now),
        tuple(reads.appointments(database, actor, scope, now)),
        int(database.read(CREWS, (scope, begin, begin + DAY))[0][0]),
        int(database.read(SLIPS_BACK, (scope, begin - SLIP_DAYS * DAY, begin, begin + DAY))[0][0]),
        settings,
        calendar,
    )


def counts(database: "Database", actor: Actor, scope: str, now: int) -> dict[str, int]:
    """The rail's figures of repairs and calls alone: the same that `Read` gives, for who looks at another page."""
    where, w = visible_to(actor, scope)
    states = sorted(map(str, TO_DISPATCH))
    sql = COUNTS.format(w=where, states=",".join("?" * len(states)))
    waiting, calls = database.read(sql, [*w, *states, *w, day_of(now)])[0]
    return {"work_orders": int(waiting), "revisits": int(calls)}


def reckon(found: Read, now: int) -> list[Matter]:
    return matters.today(found.orders, found.settings, found.calendar, now)


def lines(found: Read, today: Sequence[Matter], now: int, others: Sequence[tuple[Group, int, Row]] = ()) -> list[Line]:
    """The one list: by urgency of action. What waits for its window is not here, it stands among the promises.

    `others` are the rows of other rooms, each with its group and what orders it there.
    """
    by_id = {values["id"]: values for values in found.orders}
    made: list[Line] = []
    for group in (Group.NOW, Group.NEXT, Group.PARTS_LONG, Group.AWAITED):
        inside = [(one.press, row(one, by_id[one.id], now)) for one in today if one.group is group]
        inside += [(press, other) for where, press, other in others if where is group]
        if inside:
            made.append(Heading(_heading(group, found.settings), len(inside)))
            made += [one for _press, one in sorted(inside, key=lambda pair: (pair[0], pair[1].id))]
    return made


def _heading(group: Group, settings: Settings) -> str:
    if group is Group.PARTS_LONG:
        return f"等料超{settings.number('order.parts_long_days')}天"
    return group.label


def row(one: Matter, values: Values, now: int) -> Row:
    shown = str(one.shape) if one.shape in (Shape.RING, *LATE) else ""
    also, waits = _also(one), bool(values.get(MARK))
    after = REVIEW if waits else one.next
    mark = "" if one.mark is Mark.NONE else str(one.mark)
    return Row(
        id=one.id,
        state=WORDS if waits else one.state,
        where=one.where,
        what=one.what,
        note=one.note,
        who=one.who,
        clock=one.clock_words,
        # Late, the clock's own shape says more than the state's: the state has its words beside it.
        mark="" if one.shape in LATE else mark,
        shape=shown,
        permille=one.permille,
        tone={Shape.SQUARE: "bad", Shape.TRIANGLE: "warn"}.get(one.shape, ""),
        next_step=after.step if after else "",
        next_label=after.label if after else "",
        next_key=after.key if after else "",
        detail=_detail(one, values, now),
        also_step=also.step if also else "",
        also_label=also.label if also else "",
        also_key=also.key if also else "",
    )


def _also(one: Matter) -> Next | None:
    """The second button of the open row: the answer of whom it calls on before one more urge."""
    if one.calls_above:
        return ANSWER
    return URGE if one.status in URGED else None


def _detail(one: Matter, values: Values, now: int) -> str:
    """Whom it calls on, who said it, when, and what else was said."""
    parts = [one.note] if one.call is not None or one.status == S.SUSPENDED else []
    if values.get("reported_at"):
        at = values["reported_at"]
        day = day_word(day_of(at), day_of(now)).replace("今天", "")
        who = str(values.get("reporter") or "").strip()
        parts.append(" ".join(part for part in (who, day, clock_word(at), "报修") if part))
    if values.get("problem_label"):
        parts.append(str(values["problem_label"]))
    if values.get("note"):
        parts.append(" ".join(str(values["note"]).split()))
    return " · ".join(parts)


def to_dispatch(found: Read, today: Sequence[Matter], now: int) -> Pile:
    """待派: how many, and the one that waits longest."""
    waiting = [one for one in today if one.status in TO_DISPATCH]
    if not waiting:
        return Pile("0", "都派出去了")
    by_id = {values["id"]: values for values in found.orders}
    oldest = min(waiting, key=lambda one: by_id[one.id].get("reported_at") or now)
    worst = max(waiting, key=lambda one: (_rank(one), one.permille))
    since = now - (by_id[oldest.id].get("reported_at") or now)
    shape = str(worst.shape) if worst.shape in LATE else "ring"
    return Pile(str(len(waiting)), f"最久 {duration(since)} · {oldest.where}", shape, worst.permille)


def late(today: Sequence[Matter]) -> Pile:
    """超时 · 将超: only what somebody can still save or explain."""
    over = sum(one.shape is Shape.SQUARE for one in today)
    soon = sum(one.shape is Shape.TRIANGLE for one in today)
    if not over + soon:
        return Pile("0", "都在时限内")
    caption = "   ".join(part for part in (f"■ 超时 {over}" if over else "", f"▲ 将超 {soon}" if soon else "") if part)
    tone = "bad" if over else "warn"
    return Pile(str(over + soon), caption, "square" if over else "triangle", 1000 if over else 800, "", tone, tone)


def revisits(found: Read, now: int) -> Pile:
    """今日回访: due today, and how far one has come."""
    due, done, late = found.numbers.revisits_due, found.numbers.revisits_done_today, found.numbers.revisits_overdue
    total = due + done
    words = f"{done}/{total}" if total else ""
    if late:
        caption, tone = f"▲ 过期 {late} · 已访 {done}", "warn"
    else:
        caption, tone = f"已访 {done} · {_calling(found.settings, now)}" if total else "今天没有到期的", ""
    return Pile(str(due), caption, "ring", 1000 * done // total if total else 0, words, "", tone)


def slips(found: Read, now: int) -> Pile:
    """待回单: sheets that are out, and those from earlier days."""
    due, before, back = found.numbers.slips_due, found.numbers.slips_due_from_before, found.slips_back
    total = due + back
    at = found.settings.hours("order.slip_due")[0][0]
    collect = f"{at // 60}:{at % 60:02d} 收单"
    caption = f"▲ 往日缺 {before} · {collect}" if before else f"今天已回 {back} · {collect}"
    words = f"{back}/{total}" if total else ""
    return Pile(str(due), caption, "ring", 1000 * back // total if total else 0, words, "", "warn" if before else "")


def slots(found: Read, now: int) -> list[Slot]:
    """Today's windows in order, those agreed outside of them too."""
    begin = start_of_day(day_of(now))
    kept: dict[tuple[int, int], list[Appointment]] = {}
    for first, last in found.settings.hours("order.windows"):
        kept[(begin + first * MINUTE, begin + last * MINUTE)] = []
    for one in found.appointments:
        kept.setdefault((one.from_at, one.to_at), []).append(one)
    room = found.settings.number("order.capacity") * max(1, found.crews)
    made = []
    for (first, last), orders in sorted(kept.items()):
        done = sum(one.status in DONE for one in orders)
        made.append(Slot(first, last, len(orders), room, last <= now, done, tuple(orders)))
    return made


def figures(found: Read, today: Sequence[Matter], now: int) -> list[Figure]:
    numbers, days = found.numbers, found.settings.number("order.parts_long_days")
    untold = [one for one in today if one.untold]
    late = sum(one.shape is Shape.SQUARE for one in untold)
    long = [values for values in found.orders if matters.waits_long_for_parts(values, found.settings, now)]
    return [
        Figure("待告知", len(untold), f"▲ {late} 件超时" if late else ""),
        Figure("等料", numbers.waiting_parts, f"▲ {len(long)} 件超 {days} 天" if long else ""),
        Figure("转外单位", numbers.outside),
        Figure("今天完工", numbers.finished_today),
    ]


def _rank(one: Matter) -> int:
    return LATE[::-1].index(one.shape) + 1 if one.shape in LATE else 0


def _calling(settings: Settings, now: int) -> str:
    """Whether it is a good hour to call, else when the next begins."""
    minute = minute_of_day(now)
    for first, last in settings.hours("revisit.hours"):
        if first <= minute < last:
            return "现在宜拨"
        if minute < first:
            return f"{first // 60}:{first % 60:02d} 起宜拨"
    return "明天再拨"
