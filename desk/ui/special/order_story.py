"""经过 of one repair: the log in a clerk's words, and the clock's own moments between them."""

from desk.domain.calendar import MINUTE, day_of
from desk.domain.flow import Flow
from desk.domain.words_of_time import clock_word, moment
from desk.services.work_orders.record import Status
from desk.services.work_orders.story import Line, story
from desk.ui.counter import Counter
from desk.ui.kit.timeline import Happening, TimeLine
from desk.ui.special.order_lines import View
from desk.ui.special.order_reads import OrderFacts

OUT = (Status.DISPATCHED, Status.ACKNOWLEDGED)


class OrderStory(TimeLine):
    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self._counter = counter

    def show_story(self, found: OrderFacts, flow: Flow, view: View) -> None:
        self.show_lines(lines_of(found, flow, view))


def lines_of(found: OrderFacts, flow: Flow, view: View) -> list[Happening]:
    """Newest first."""
    told = [
        (line.at, Happening(said_at(line.at, view.now), line.words, _beside(line), line.who, line.pending))
        for line in story(found.entries, flow, lambda who: found.names.get(who, "系统"), view.now)
    ]
    begin = found.values.get("window_from_at")
    if begin is not None and begin <= view.now and found.values.get("status") in OUT:
        minutes = view.settings.number("clock.arrival_minutes")
        opened = Happening(said_at(begin, view.now), "时段开始, 到场计时", f"{minutes} 分内到场, 或另约时间", "自动")
        place = next((number for number, (at, _) in enumerate(told) if at <= begin), len(told))
        told.insert(place, (begin, opened))
    return [one for _, one in told]


def _beside(line: Line) -> str:
    return "、".join(part for part in (line.detail, line.note) if part)


def said_at(at: int, now: int) -> str:
    """13:04 today, 昨天 13:04, 11-18 13:04 before."""
    return clock_word(at) if day_of(at) == day_of(now) and abs(now - at) < 24 * 60 * MINUTE else moment(at, now)
