"""The desk itself: what is built when, and who is joined to whom."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from desk.app.opening import Clock, Opening, today
from desk.app.surroundings import join_wire, watch_camera
from desk.paths import RESOURCES
from desk.sample import pins
from desk.store import accounts, front, this_pc
from desk.store.database import Database
from desk.ui.looks import Looks
from desk.ui.special.door import door_of, facts_of, notes_of
from desk.ui.special.sign_in import SignInPage
from desk.ui.theme import Theme
from desk.ui.window import Window

if TYPE_CHECKING:
    from desk.app.wire import Wire
    from desk.parts import Parts
    from desk.store.front import Figures, Front
    from desk.ui.confidential import ConfidentialFile
    from desk.ui.counter import Counter
    from desk.ui.crash import CrashReporter
    from desk.ui.frame import Frame
    from desk.ui.function_keys import FunctionKeys
    from desk.ui.messages import Messages
    from desk.ui.special.lock import IdleWatch
    from desk.ui.tasks import Tasks, Token

Lanes = Callable[[], "dict[str, Tasks]"]
NOBODY_YET = 10  # minutes, before an estate's own setting is known


class Desk(QObject):
    """One window on one data folder. What is imported late is joined late; `joined` and `entered` tell."""

    joined = Signal()
    entered = Signal()

    def __init__(self, application: QApplication, folder: Path, clock: Clock, lanes: Lanes, sample: bool) -> None:
        super().__init__()
        self.folder, self.clock = folder, clock
        self._make_lanes = lanes
        self.database: Database | None = None
        self.counter: Counter | None = None
        self.frame: Frame | None = None
        self.own_file: ConfidentialFile | None = None
        self.keys: FunctionKeys | None = None
        self.idle: IdleWatch | None = None
        self.reporter: CrashReporter | None = None
        self.messages: Messages | None = None
        self.wire: Wire | None = None
        self.estate_id = ""
        self._waiting = ""  # who was let in before everything was joined
        self._stands = False
        self._later: list[Callable[[], None]] = []
        self.looks = Looks(application, Theme(RESOURCES), self._keep, self)
        self.looks.changed.connect(self._renew)
        self.window = Window(clock)
        self.window.closing.connect(self._closing)
        self._join_door(self.window.sign_in)
        self.opening = Opening(self.window, folder, clock, lambda name: self.lanes[name], sample, self)
        self.opening.opened.connect(self._opened)
        self.opening.founded.connect(self._founded)

    @cached_property
    def lanes(self) -> "dict[str, Tasks]":
        """Made when the first work is given: the first paint needs none."""
        return self._make_lanes()

    @cached_property
    def _stop(self) -> "Token":
        """Ends what goes on behind the work when the program ends; it is taken up again by the next one."""
        from desk.ui.tasks import Token

        return Token()

    # the door

    @Slot(object)
    def _opened(self, database: Database) -> None:
        """The data can be read: dress as this PC remembers, and show the door."""
        self.database = database
        self.looks.recall(this_pc.remembered(database))
        if not self.show_door():
            self.opening.found(database)
        elif self.window.was_painted:
            self.join()

    @Slot()
    def _founded(self) -> None:
        self.show_door()
        self.join()

    def show_door(self) -> bool:
        """Fill and show the sign-in page; False where no office was founded yet."""
        assert self.database is not None
        found = front.front(self.database, self.estate_id)
        if found is None:
            return False
        page = self.window.sign_in
        self._fill_door(page, found, found.last_here)
        self.window.show_page(page)
        page.begin()
        return True

    def _fill_door(self, page: SignInPage, found: "Front", chosen: str) -> None:
        assert self.database is not None
        self.estate_id = found.estate_id
        page.show_door(door_of(found, pins.is_sample(self.database), lock=page is self.window.lock_page), chosen)
        if self.counter is not None:
            self._count()

    def _count(self) -> None:
        """What waits behind the door is counted once the page stands."""
        from desk.domain.calendar import DAY, start_of_day

        database, estate, begin = self.database, self.estate_id, start_of_day(today(self.clock))
        page = self._door()

        def show(found: "Figures") -> None:
            state = self.counter.sync if self.counter is not None else None
            page.show_facts(facts_of(found), notes_of(found, state, self.clock()))

        if database is not None and estate:
            self.lanes["db"].run(page, lambda: front.figures(database, estate, begin, begin + DAY), show)

    # joining the rest

    @Slot()
    def join(self) -> None:
        """Import and build what the work needs, off the GUI thread; called once the first page is painted."""
        self._report_crashes()
        if self.counter is not None or self.database is None or not self.estate_id:
            return
        database = self.database

        def work() -> "Parts":
            from desk import parts

            found = parts.gather(database)
            import desk.ui.frame
            import desk.ui.special.today  # noqa: F401

            return found

        self.lanes["work"].run(self, work, self._join)

    def _report_crashes(self) -> None:
        from desk.ui.crash import CrashReporter
        from desk.ui.messages import Messages

        if self.reporter is None:
            self.reporter = CrashReporter(self.folder, self.clock, parent=self)
            self.messages = Messages(self._tell, self.reporter, self)
            for lane in self.lanes.values():
                lane.failed.connect(self.messages.show)

    def _join(self, found: "Parts") -> None:
        from desk.ui.confidential import ConfidentialFile
        from desk.ui.counter import Counter
        from desk.ui.function_keys import FunctionKeys
        from desk.ui.special.lock import IdleWatch

        if self.counter is not None or self.database is None or self.messages is None:
            return
        self.counter = counter = Counter(
            self.database,
            lambda: found.rules,
            lambda: found.steps(self.clock),
            found.office,
            self.clock,
            self.lanes,
            lambda: found.catalogue,
            self,
        )
        self.own_file = counter.own_file = ConfidentialFile(counter, lambda: found.confidential(self.clock))
        self.window.closing.connect(self.own_file.close)
        counter.ways.refused.connect(self.messages.show)
        counter.changed.connect(self._catch_up)
        self.keys = FunctionKeys(self.window, self._front_key, self._window_key)
        self.idle = IdleWatch(self.clock, self._lock_minutes, self)
        self.keys.touched.connect(self.idle.touch)
        self.idle.idle.connect(self.lock)
        self.joined.emit()
        self._count()
        if self._waiting:
            self.enter(self._waiting)
        else:
            QTimer.singleShot(0, self, self._build_ahead)

    @Slot()
    def _build_ahead(self) -> None:
        """While somebody types a PIN the frame and its first page are built: Enter then only has to read."""
        if self.frame is None:
            self._make_frame().build_ahead()

    @Slot()
    def _catch_up(self) -> None:
        """Search follows behind the commits, on a lane of its own: after a snapshot it has work for a minute."""
        if self.counter is not None:
            index, stop = self.counter.search.index, self._stop
            lane = self.lanes.get("search") or self.lanes["db"]
            lane.run(self, lambda: index.catch_up(lambda _done, _total: stop.check()))

    # who sits there

    def _join_door(self, page: SignInPage) -> None:
        page.tried.connect(self._try)
        page.estate_wanted.connect(self._other_estate)

    def _door(self) -> SignInPage:
        locked = self.window.lock_page if self.window.is_locked else None
        return locked or self.window.sign_in

    def _other_estate(self, estate_id: str) -> None:
        self.estate_id = estate_id
        self._keep({this_pc.ESTATE: estate_id})
        self.show_door()

    def _try(self, staff_id: str, secret: str) -> None:
        """Check a secret on the db lane; a wrong one is said on the page that asked."""
        page, database, now = self._door(), self.database, self.clock()
        assert database is not None
        page.wait()
        what = "unlock" if self.window.is_locked else "sign_in"

        def right(_result: None) -> None:
            if self.counter is None:
                self._waiting = staff_id
                page.wait("正在打开…")
                self.join()
            else:
                self.enter(staff_id)
            self._when_it_stands(lambda: self._admitted(database, staff_id, secret, what))

        self.lanes["db"].run(self, lambda: accounts.sign_in(database, staff_id, secret, now, what), right, page.refuse)

    def enter(self, staff_id: str) -> None:
        """The secret was right: put the person at the counter and show the work."""
        assert self.counter is not None
        self._waiting = ""
        same = self.counter.actor.id == staff_id
        self._door().free()
        if not same:
            self.counter.sign_in(staff_id, self.counter.estate_id if self.window.is_locked else self.estate_id)
        frame = self.frame or self._make_frame()
        self.window.show_page(frame)
        self.window.unlock()
        if self.idle is not None:
            self.idle.touch()
        if not same:
            frame.begin()
        self.entered.emit()

    def _when_it_stands(self, then: Callable[[], None]) -> None:
        """Once Today is read: writing brings an engine that costs more than the page."""
        if self._stands:
            then()
        else:
            self._later.append(then)

    def _admitted(self, database: Database, staff_id: str, secret: str, what: str) -> None:
        """What is written about it, and the file that only he may open."""
        now = self.clock()
        self.lanes["db"].run(self, lambda: accounts.signed_in(database, staff_id, now, what))
        if self.own_file is not None:
            self.own_file.open(staff_id, secret)

    @Slot()
    def _today_stands(self) -> None:
        """Today is on the screen: now everything else may be imported, and what has waited is written."""
        database = self.database
        if self._stands or database is None:
            return
        self._stands = True

        def warm() -> None:
            from desk import parts
            from desk.ui import plain_imports

            parts.warm(database)
            plain_imports.done()

        self.lanes["work"].run(self, warm)
        self._catch_up()  # what came with a snapshot, or was left at the last end
        watch_camera(self)
        join_wire(self)
        for then in self._later:
            then()
        self._later.clear()

    def _make_frame(self) -> "Frame":
        from desk.ui.frame import Frame
        from desk.ui.kit.in_sight import InSight

        assert self.counter is not None
        self.frame = frame = Frame(self.counter, self.looks)
        InSight(frame)
        frame.locked.connect(self.lock)
        frame.stands.connect(self._today_stands)
        frame.covered.connect(lambda: self.window.cover(self.counter.estate_name if self.counter else ""))
        return frame

    @Slot()
    def lock(self) -> None:
        """Cover the work until the same person, or another, says a secret."""
        counter = self.counter
        if counter is None or not counter.actor.id or self.window.is_locked or self.database is None:
            return
        if self.own_file is not None:
            self.own_file.close()
        fresh = self.window.lock_page is None
        page = self.window.lock()
        if fresh:
            self._join_door(page)
        found = front.front(self.database, counter.estate_id)
        if found is not None:
            self._fill_door(page, found, counter.actor.id)
            page.begin()

    def _lock_minutes(self) -> int:
        counter = self.counter
        if counter is None or not counter.estate_id:
            return NOBODY_YET
        return counter.settings().number("desk.lock_minutes")

    # keys and words

    def _working(self) -> "Frame | None":
        """The frame, while nothing hides it."""
        return self.frame if self.window.page is self.frame and not self.window.is_hidden else None

    def _front_key(self, key: str) -> bool:
        frame = self._working()
        return frame is not None and frame.press_front(key)

    def _window_key(self, key: str) -> bool:
        frame = self._working()
        return frame is not None and frame.press_window(key)

    def _tell(self, words: str, tone: str) -> None:
        frame = self._working()
        if frame is not None:
            frame.toast.say(words, tone=tone)
        else:
            self._door().card.tell(words, wrong=True)

    # looks, and the end

    def _keep(self, values: Mapping[str, str]) -> None:
        database = self.database
        if database is not None:
            self.lanes["db"].run(self, lambda: this_pc.remember(database, values))

    @Slot()
    def _renew(self) -> None:
        """Another look: everything that was measured is made anew, at the same place."""
        self.window.renew()
        self._join_door(self.window.sign_in)
        if self.frame is None:
            if self.database is not None:
                self.show_door()
            return
        old, place = self.frame, self.frame.place
        old.leave()
        frame = self._make_frame()
        if self.window.page is old:
            self.window.show_page(frame)
        self.window.drop_page(old)
        if place:
            frame.go(place)
        elif self.database is not None:
            self.show_door()

    @Slot()
    def _closing(self) -> None:
        if self.frame is not None:
            self.frame.leave()

    def close(self) -> None:
        """Write what still waits, end the lanes, then the file."""
        for then in self._later:
            then()
        self._later.clear()
        if self.wire is not None:
            self.wire.end()
        self._stop.cancel()
        for lane in self.lanes.values():
            lane.wait()
        if self.reporter is not None:
            self.reporter.uninstall()
        if self.database is not None:
            self.database.close()
