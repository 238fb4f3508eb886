"""未接通: what is offered after a call without an answer - when to ring again, or that it ends here."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.calendar import Calendar, day_of
from desk.domain.settings import Settings
from desk.domain.words_of_time import moment
from desk.services.revisits import calling
from desk.services.revisits.best_hours import learnt_words, next_at
from desk.services.revisits.due import Call
from desk.services.revisits.hours import in_minutes, parts_after
from desk.services.revisits.record import CallCode, RevisitState
from desk.services.revisits.sources import Next, RevisitSettings
from desk.ui.kit.choices import Choice

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Offer:
    """`value` is what Enter accepts: a moment in ms, OTHER, or nothing where the revisit ends."""

    words: str
    advice: str
    choices: Sequence[Choice]
    value: str


def offer(
    settings: Settings, calendar: Calendar, table: RevisitSettings, call: Call, code: CallCode, now: int
) -> Offer:
    due = max(call.dues, key=lambda one: len(one.attempts))
    end = calling.ending(due, code, settings, now)
    number = len(due.attempts) + 1
    if end is RevisitState.REFUSED:
        return Offer("业主不愿回访", "记下后这一单结掉, 单独统计; 按 Enter", [Choice("", "记为拒访")], "")
    if end is not None:
        words = f"已打满 {number} 次, 记为未联系上"
        return Offer(words, "这一单结掉, 单独统计; 按 Enter", [Choice("", "记为未联系上")], "")
    result = table.results[code]
    times = parts_after(settings, calendar, now, 3)
    if result.next is Next.MINUTES:
        times = [in_minutes(settings, calendar, now, result.minutes), *times]
    best = next_at(call.learnt, now) if call.learnt is not None else 0
    if best and day_of(best) == day_of(now) and result.next is not Next.MINUTES:
        times = [best, *times]
    elif best:
        times = [*times[:2], best]  # tomorrow's best hour is offered, today's next part goes before it
    times = list(dict.fromkeys(times))[:3]
    choices = [
        Choice(str(one), moment(one, now), learnt_words(call.learnt) if call.learnt is not None and one == best else "")
        for one in times
    ]
    choices.append(Choice(OTHER, "另约", "业主说的时间"))
    check = result.next is Next.CHECK_PHONE
    advice = "这一单转到“核对电话”; 问到新号码按 * 先记下" if check else "Enter 接受, 数字改时间"
    most = settings.number("revisit.attempts")
    of = f", 共 {most} 次" if number <= most else ""
    return Offer(f"{code.label} · 第 {number} 次{of}", advice, choices, str(times[0]))
