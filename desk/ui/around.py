"""What stands around the page: who sits there and who is on duty, the time, parked intakes, the traffic's state."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from desk.domain import pc_clock
from desk.domain.calendar import MINUTE, SECOND, day_of
from desk.domain.roles import Role
from desk.domain.words_of_time import clock_word, weekday_word
from desk.ui.counter import Counter
from desk.ui.kit.bars import StatusLine, TopBar
from desk.ui.kit.rail import Rail
from desk.ui.parked_strip import ParkedStrip
from desk.ui.sync_line import SyncLine

if TYPE_CHECKING:
    from desk.domain.duty import Holders
    from desk.store.steps import Changed


class Around(QObject):
    """It says the post and the clock at once, all that is read only once the first page stands (`settle`)."""

    def __init__(self, counter: Counter, rail: Rail, top: TopBar, status: StatusLine, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._rail, self._top = counter, rail, top
        self._stands = False
        self._shift = ""
        self._duty = ("", "")
        self.parked = ParkedStrip(counter, top, self)
        self._sync = SyncLine(counter, status, self)
        counter.changed.connect(self._hear)
        counter.sync_changed.connect(self.show_duty)
        self._seconds, self._minutes = QTimer(self), QTimer(self)
        for timer, slot, every in ((self._seconds, self.second, SECOND), (self._minutes, self.minute, MINUTE)):
            timer.timeout.connect(slot)
            timer.start(every)
        self.show_person()
        self.second()

    @Slot()
    def settle(self) -> None:
        """The first page is painted: what is read may be read."""
        self._stands = True
        self.show_person()

    @Slot()
    def show_person(self) -> None:
        counter = self._counter
        self._shift, self._duty = "", ("", "")
        self.show_duty()
        self._say_person()
        self._rail.show_mark(counter.estate_name)
        if counter.actor.id and self._stands:
            self.parked.read()
            self._sync.count()
            self.read_duty()

    def _say_person(self) -> None:
        """早班 李敏; the post where the person is not of the shift."""
        counter = self._counter
        post = self._shift or next((role.label for role in Role if role in counter.roles), "")
        self._top.show_person(f"{post} {counter.actor.name}".strip() or "未登录")

    @Slot()
    def second(self) -> None:
        now = self._counter.now()
        self._top.show_time(weekday_word(day_of(now)), clock_word(now))

    @Slot()
    def minute(self) -> None:
        if self._counter.actor.id and self._stands:
            self.parked.show_ages()
            self._sync.count()
            self.read_duty()

    @Slot(object)
    def _hear(self, changed: "Changed") -> None:
        if self._stands and changed.any_of("list_row", "setting", "grant", "staff"):
            self.read_duty()

    def read_duty(self) -> None:
        """Which shift this person is of, who accepts now and until when: on the db lane, once a minute."""
        counter = self._counter
        if not counter.actor.id or not counter.estate_id or not counter.roles:
            return
        actor, now = counter.actor, counter.now()

        def work() -> "tuple[str, Holders]":
            from desk.domain.duty import Activity, holders, on_duty

            lists = counter.lists()
            shifts = [
                turn.row.name
                for activity in (Activity.DESK, Activity.NIGHT)
                for turn in on_duty(lists, counter.calendar, activity, now)
                if turn.row.admits(actor)
            ]
            return next(iter(shifts), ""), holders(lists, counter.calendar, Activity.ACCEPTANCE, now)

        def done(found: "tuple[str, Holders]") -> None:
            if counter.actor.id != actor.id:
                return
            self._shift = found[0]
            self._say_person()
            who = "、".join(dict.fromkeys(turn.short for turn in found[1].now)) or "无人"
            self._duty = f"验收: {who}", f"生鲜验收: {found[1].words(now)}"
            self.show_duty()

        counter.read(self, work, done)

    @Slot()
    def show_duty(self) -> None:
        """Who accepts by this PC's clock; where that is wrong, it stands beside."""
        words, more = self._duty
        clock = self._counter.sync.clock
        if words and clock:
            short = clock.removeprefix("本机")
            self._top.show_duty(f"{words} · {short}", f"{more} (按本机时间; {clock}, {pc_clock.ADVICE})", "warn")
        else:
            self._top.show_duty(words, more)
