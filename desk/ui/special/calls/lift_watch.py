"""The eye on people shut in a lift: it rings when a call-back is due, whatever page is open, until one is made."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from desk.domain import lift
from desk.domain.calendar import SECOND
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.night_log import rules as night
from desk.services.night_log.record import NIGHT_ENTRY, NightKind, NightState
from desk.services.work_orders.flow import BEFORE_FINISH
from desk.store.query import visible_to
from desk.store.rows import columns_of
from desk.store.steps import Changed
from desk.ui.counter import Counter

if TYPE_CHECKING:
    from desk.store.database import Database

SEEN = ("work_order", "night_entry", "setting")
ALARM = "lift.alarm_seconds"
NIGHT_FIELDS = ("id", "where", "kind", "status", "heard_at", "called_back_at")


@dataclass(frozen=True, slots=True)
class ShutIn:
    """One lift with people in it. `page`: "" for a repair, else where the night's line stands."""

    id: str
    where: str
    due_at: int
    page: str = ""


class LiftWatch(QObject):
    """`rung` tells of every stroke, also where this PC has no speaker. It never takes the focus, and has no switch."""

    rung = Signal()

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._counter = counter
        self.shut_in: tuple[ShutIn, ...] = ()
        self._asked: object = None
        self._every = 0
        self._struck_at = 0
        self._told: set[tuple[str, int]] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND)
        self._timer.timeout.connect(self.tick)
        counter.changed.connect(self._changed)
        counter.person_changed.connect(self.reload)
        counter.estate_changed.connect(self.reload)

    @Slot()
    def reload(self) -> None:
        counter = self._counter
        self.shut_in = ()
        if not (counter.actor.id and counter.estate_id) or not counter.may("work_order", "call_back"):
            self._timer.stop()
            return
        database, actor, scope, office = counter.database, counter.actor, counter.scope, counter.office
        self._asked = asked = object()

        def work() -> tuple[tuple[ShutIn, ...], int]:
            settings = office.settings(database, scope)
            return shut_in(database, actor, scope, settings), settings.number(ALARM) * SECOND

        def done(found: tuple[tuple[ShutIn, ...], int]) -> None:
            if asked is self._asked:
                self._arrived(*found)

        counter.read(self, work, done)

    def _arrived(self, found: tuple[ShutIn, ...], every: int) -> None:
        self.shut_in, self._every = found, every
        if not found:
            self._timer.stop()
            self._told.clear()
        else:
            if not self._timer.isActive():
                self._timer.start()
            self.tick()

    @Slot()
    def tick(self) -> None:
        """A due call is said once and rung for again and again; the clock itself stands on Today."""
        now = self._counter.now()
        due = [one for one in self.shut_in if one.due_at <= now]
        if not due:
            return
        new = [one for one in due if (one.id, one.due_at) not in self._told]
        if new or not 0 <= now - self._struck_at < self._every:
            self._struck_at = now
            QApplication.beep()
            self.rung.emit()
        for one in new:
            self._told.add((one.id, one.due_at))
            where = "“夜间值班”里" if one.page else "“今日”里"
            self._counter.ways.warned.emit(f"{one.where} 电梯困人: 该回拨了。打过以后在{where}按 5")

    @Slot(object)
    def _changed(self, changed: Changed) -> None:
        if changed.any_of(*SEEN):
            self.reload()


def shut_in(database: "Database", actor: Actor, scope: str, settings: Settings) -> tuple[ShutIn, ...]:
    """Everybody who waits in a lift, the next to be rung first: repairs, and the lines of the night."""
    guard, parameters = visible_to(actor, scope)
    marks = ", ".join("?" * len(BEFORE_FINISH))
    orders = database.read(
        f"""SELECT id, "where", call_back_due_at FROM work_order
            WHERE {guard} AND status IN ({marks}) AND call_back_due_at IS NOT NULL AND released_at IS NULL""",
        [*parameters, *map(str, BEFORE_FINISH)],
    )
    found = [ShutIn(str(ent), str(where or ""), int(due)) for ent, where, due in orders]
    columns = columns_of(NIGHT_ENTRY)
    sql = columns.select(f"{guard} AND status = ? AND kind = ?", NIGHT_FIELDS)
    for row in database.read(sql, [*parameters, str(NightState.OPEN), str(NightKind.LIFT)]):
        one = columns.decode(row, NIGHT_FIELDS)
        due = lift.due_at(night.rung_from(one), settings)
        found.append(ShutIn(str(one["id"]), str(one.get("where") or ""), due, "hand_over"))
    return tuple(sorted(found, key=lambda one: (one.due_at, one.id)))


def lift_watch_of(counter: Counter) -> LiftWatch:
    """The one eye of this counter, made when it is first wanted."""
    found = counter.findChild(LiftWatch)
    return found if found is not None else LiftWatch(counter)
