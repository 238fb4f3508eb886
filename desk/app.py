"""The only place that builds objects and joins them: paint the sign-in page first, then import the rest."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication

from desk.domain.days import wall
from desk.domain.errors import DeskError
from desk.paths import RESOURCES, sample_folder
from desk.sample import pins
from desk.store import accounts, front, keys, schema, this_pc
from desk.store.database import Database
from desk.ui.looks import Looks
from desk.ui.special.door import door_of, facts_of, notes_of
from desk.ui.special.sign_in import SignInPage
from desk.ui.theme import Theme, load_fonts
from desk.ui.window import Window

if TYPE_CHECKING:
    from PySide6.QtCore import QLockFile

    from desk.parts import Parts
    from desk.store.front import Figures, Front
    from desk.ui.counter import Counter
    from desk.ui.crash import CrashReporter
    from desk.ui.frame import Frame
    from desk.ui.function_keys import FunctionKeys
    from desk.ui.messages import Messages
    from desk.ui.special.lock import IdleWatch
    from desk.ui.tasks import Tasks

Clock = Callable[[], int]
Lanes = Callable[[], "dict[str, Tasks]"]
DATA, LOCK = "desk.db", "desk.lock"
TAKEN = DeskError("这份数据已经在另一个窗口打开了", "请用那个窗口; 找不到它就重新启动电脑")
NOBODY_YET = 10  # minutes, before an estate's own setting is known


def wall_clock() -> int:
    """UTC milliseconds."""
    return time.time_ns() // 1_000_000


class Desk(QObject):
    """One window on one data folder. What is imported late is joined late; `joined` and `entered` tell."""

    joined = Signal()
    entered = Signal()

    def __init__(self, application: QApplication, folder: Path, clock: Clock, lanes: Lanes, sample: bool) -> None:
        super().__init__()
        self.folder, self.clock, self.sample = folder, clock, sample
        self._make_lanes = lanes
        self.database: Database | None = None
        self.counter: Counter | None = None
        self.frame: Frame | None = None
        self.keys: FunctionKeys | None = None
        self.idle: IdleWatch | None = None
        self.reporter: CrashReporter | None = None
        self.messages: Messages | None = None
        self.estate_id = ""
        self._waiting = ""  # who was let in before everything was joined
        self._stands = False
        self._later: list[Callable[[], None]] = []
        self.looks = Looks(application, Theme(RESOURCES), self._keep, self)
        self.looks.changed.connect(self._renew)
        self.window = Window(clock)
        self.window.closing.connect(self._closing)
        self._join_door(self.window.sign_in)

    @cached_property
    def lanes(self) -> "dict[str, Tasks]":
        """Made when the first work is given: the first paint needs none."""
        return self._make_lanes()

    # opening the data

    def open(self, database: Database | None = None) -> None:
        """Show the first page that fits the data: sign-in, founding, or progress while it is made ready."""
        try:
            self.database = database or Database(self.folder / DATA, keys.key_for(self.folder))
            if not self.database.path.exists() or schema.version(self.database) != schema.NEWEST:
                self._prepare(old=False)
            elif self.sample and pins.is_stale(self.database, self._today()):
                self._prepare(old=True)
            else:
                self._opened()
        except DeskError as error:
            self.refuse(error)

    def _today(self) -> str:
        now = wall(self.clock())
        return f"{now.tm_year:04d}-{now.tm_mon:02d}-{now.tm_mday:02d}"

    def refuse(self, error: DeskError) -> None:
        """A page that says why this data cannot be opened."""
        from desk.ui.special.opening import RefusedPage

        page = RefusedPage()
        page.show_error(error)
        page.closed.connect(self.window.close)
        self.window.show_page(page)

    def _prepare(self, old: bool) -> None:
        """Make the data ready on the work lane; a sample of yesterday is kept where the person will not wait."""
        from desk.ui.special.opening import PreparingPage
        from desk.ui.tasks import Token

        page, token = PreparingPage(), Token()
        page.begin(self.sample, old)
        page.cancelled.connect(token.cancel)
        self.window.show_page(page)
        work = self.lanes["work"]
        told = work.report(page, page.advance)
        folder, clock, sample = self.folder, self.clock, self.sample

        def make() -> Database:
            from desk import parts

            return parts.make_data(folder, DATA, clock(), sample, told, token)

        def made(database: Database | None) -> None:
            self.database = database or Database(folder / DATA, keys.key_for(folder))
            if database is None and not old:
                self.window.close()
                return
            self._opened()
            self.window.drop_page(page)
            self.join()

        if self.database is not None:
            self.database.close()
            self.database = None
        work.run(self, parts_or_none(make), made, self.refuse)

    def _opened(self) -> None:
        """The data can be read: dress as this PC remembers, and show the door."""
        assert self.database is not None
        self.looks.recall(this_pc.remembered(self.database))
        if not self.show_door():
            self._first_run()

    def show_door(self) -> bool:
        """Fill and show the sign-in page; False where no office was founded yet."""
        assert self.database is not None
        found = front.front(self.database, self.estate_id)
        if found is None:
            return False
        page = self.window.sign_in
        self._fill_door(page, found, _last_here(found))
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

        database, estate, begin = self.database, self.estate_id, start_of_day(self._today())
        page = self._door()

        def show(found: "Figures") -> None:
            page.show_facts(facts_of(found), notes_of(found))

        if database is not None and estate:
            self.lanes["db"].run(page, lambda: front.figures(database, estate, begin, begin + DAY), show)

    def _first_run(self) -> None:
        from desk.ui.special.opening import FirstRunPage

        page = FirstRunPage()
        self.window.show_page(page)
        page.begin()

        def found(told: dict[str, str]) -> None:
            database, clock = self.database, self.clock
            assert database is not None

            def work() -> None:
                from desk import parts

                parts.found_office(database, clock, told)

            def done(_result: None) -> None:
                self.show_door()
                self.window.drop_page(page)
                self.join()

            self.lanes["db"].run(self, work, done, page.refuse)

        page.founded.connect(found)

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

    @Slot()
    def _catch_up(self) -> None:
        """Search follows behind the commits, on the lane of the writes."""
        if self.counter is not None:
            self.lanes["db"].run(self, self.counter.search.index.catch_up)

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
            self._when_it_stands(lambda: accounts.signed_in(database, staff_id, now, what))

        self.lanes["db"].run(self, lambda: accounts.sign_in(database, staff_id, secret, now, what), right, page.refuse)

    def enter(self, staff_id: str) -> None:
        """The secret was right: put the person at the counter and show the work."""
        assert self.counter is not None
        self._waiting = ""
        same = self.counter.actor.id == staff_id
        self._door().free()
        if not same:
            self.counter.sign_in(staff_id, self.counter.estate_id if self.window.is_locked else self.estate_id)
        if self.frame is None:
            self._make_frame()
        assert self.frame is not None
        self.window.show_page(self.frame)
        self.window.unlock()
        if self.idle is not None:
            self.idle.touch()
        if not same:
            self.frame.begin()
        self.entered.emit()

    def _when_it_stands(self, work: Callable[[], None]) -> None:
        """Write on the db lane once Today is read: writing brings an engine that costs more than the page."""
        if self._stands:
            self.lanes["db"].run(self, work)
        else:
            self._later.append(work)

    @Slot()
    def _today_stands(self) -> None:
        """Today is on the screen: now everything else may be imported, and what has waited is written."""
        database = self.database
        if self._stands or database is None:
            return
        self._stands = True

        def warm() -> None:
            from desk import parts

            parts.warm(database)

        self.lanes["work"].run(self, warm)
        for work in self._later:
            self.lanes["db"].run(self, work)
        self._later.clear()

    def _make_frame(self) -> None:
        from desk.ui.frame import Frame

        assert self.counter is not None
        self.frame = Frame(self.counter, self.looks)
        self.frame.locked.connect(self.lock)
        self.frame.stands.connect(self._today_stands)
        self.frame.covered.connect(lambda: self.window.cover(self.counter.estate_name if self.counter else ""))

    @Slot()
    def lock(self) -> None:
        """Cover the work until the same person, or another, says a secret."""
        counter = self.counter
        if counter is None or not counter.actor.id or self.window.is_locked or self.database is None:
            return
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
        if self.frame is not None:
            self.frame.toast.say(words, tone=tone)
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
        self._make_frame()
        self.window.show_page(self.frame)
        self.window.drop_page(old)
        self.frame.go(place)

    @Slot()
    def _closing(self) -> None:
        if self.frame is not None:
            self.frame.leave()

    def close(self) -> None:
        """Write what still waits, end the lanes, then the file."""
        for work in self._later:
            self.lanes["db"].run(self, work)
        self._later.clear()
        for lane in self.lanes.values():
            lane.wait()
        if self.reporter is not None:
            self.reporter.uninstall()
        if self.database is not None:
            self.database.close()


def parts_or_none(make: Callable[[], Database]) -> Callable[[], Database | None]:
    """Work that the person may stop: stopped, it gives None instead of saying nothing at all."""
    from desk.ui.tasks import Cancelled

    def work() -> Database | None:
        try:
            return make()
        except Cancelled:
            return None

    return work


def _last_here(found: "Front") -> str:
    """Whoever signed in last on this PC is chosen beforehand."""
    return max(found.people, key=lambda one: one.last_at or 0).id if found.people else ""


def make_application() -> QApplication:
    """The one application, in our fonts. Wheels carry no fcitx plugin: its ibus front end is asked instead (Linux)."""
    if os.environ.get("QT_IM_MODULE", "").startswith("fcitx"):
        os.environ["QT_IM_MODULE"] = "ibus"
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("物业前台")
    application.setStyle("Fusion")
    load_fonts(RESOURCES)
    return application


def claim(folder: Path) -> "QLockFile | None":
    """The folder's lock for as long as the result lives; None while another desk holds it."""
    from PySide6.QtCore import QLockFile

    folder.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(folder / LOCK))
    lock.setStaleLockTime(0)
    return lock if lock.tryLock(100) else None


def start(application: QApplication, folder: Path, sample: bool, clock: Clock = wall_clock) -> Desk:
    """The desk, its window to be shown by the caller; the rest is imported once that is painted."""

    def lanes() -> "dict[str, Tasks]":
        from desk.ui.tasks import Tasks

        return {"db": Tasks(1), "work": Tasks(2)}

    desk = Desk(application, folder, clock, lanes, sample)
    desk.open()
    desk.window.painted.connect(desk.join)
    return desk


def compose(
    application: QApplication, database: Database, clock: Clock, lanes: "dict[str, Tasks]", sample: bool = False
) -> Desk:
    """A whole desk on a prepared database, joined at once and not shown: for tests and the tour."""
    desk = Desk(application, database.path.parent, clock, lambda: lanes, sample)
    desk.open(database)
    desk.join()
    return desk


def run(data: Path | None) -> int:
    """Open the desk on a data folder, or on sample data; returns when the window is closed."""
    application = make_application()
    folder = data or sample_folder()
    lock = claim(folder)
    if lock is None:
        print(str(TAKEN), file=sys.stderr)
        second = Desk(application, folder, wall_clock, dict, False)
        second.refuse(TAKEN)
        second.window.fit()
        application.exec()
        return 3
    desk = start(application, folder, sample=data is None)
    desk.joined.connect(lambda: desk.reporter.install() if desk.reporter else None)
    desk.window.fit()
    code = application.exec()
    desk.close()
    lock.unlock()
    return code
