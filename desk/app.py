"""The only place that builds objects and joins them: paint the sign-in page first, then import the rest."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.paths import RESOURCES, sample_folder
from desk.sample import pins
from desk.store import accounts, front, keys, schema, this_pc
from desk.store.database import Database
from desk.ui.crash import CrashReporter
from desk.ui.looks import Looks
from desk.ui.messages import Messages
from desk.ui.special.door import door_of
from desk.ui.special.opening import FirstRunPage, PreparingPage, RefusedPage
from desk.ui.special.sign_in import SignInPage
from desk.ui.tasks import Tasks, Token
from desk.ui.theme import Theme, load_fonts
from desk.ui.window import Window

if TYPE_CHECKING:
    from desk.parts import Parts
    from desk.ui.counter import Counter
    from desk.ui.frame import Frame

Clock = Callable[[], int]
DATA, LOCK = "desk.db", "desk.lock"
TAKEN = DeskError("这份数据已经在另一个窗口打开了", "请用那个窗口; 找不到它就重新启动电脑")


def wall_clock() -> int:
    """UTC milliseconds."""
    return time.time_ns() // 1_000_000


class Desk(QObject):
    """One window on one data folder. What is imported late is joined late; `joined` and `entered` tell."""

    joined = Signal()
    entered = Signal()

    def __init__(
        self, application: QApplication, folder: Path, clock: Clock, lanes: dict[str, Tasks], sample: bool
    ) -> None:
        super().__init__()
        self.folder, self.clock, self.lanes, self.sample = folder, clock, lanes, sample
        self.looks = Looks(application, Theme(RESOURCES), self)
        self.looks.recall({})
        self.window = Window(clock)
        self.reporter = CrashReporter(folder, clock, parent=self)
        self.messages = Messages(self._tell, self.reporter, self)
        for lane in lanes.values():
            lane.failed.connect(self.messages.show)
        self.database: Database | None = None
        self.counter: Counter | None = None
        self.frame: Frame | None = None
        self.estate_id = ""
        self._waiting = ""  # who was let in before everything was joined
        self._token = Token()
        self._join_door(self.window.sign_in)
        self.window.closing.connect(self._closing)
        self.looks.changed.connect(self._renew)

    # opening the data

    def open(self, database: Database | None = None) -> None:
        """Show the first page that fits the data: sign-in, founding, or progress while it is made ready."""
        try:
            self.database = database or Database(self.folder / DATA, keys.key_for(self.folder))
            if not self.database.path.exists() or schema.version(self.database) != schema.NEWEST:
                self._prepare()
            elif self.sample and pins.is_stale(self.database, day_of(self.clock())):
                self._prepare(old=True)
            else:
                self._opened()
        except DeskError as error:
            self.refuse(error)

    def refuse(self, error: DeskError) -> None:
        """A page that says why this data cannot be opened."""
        page = RefusedPage()
        page.show_error(error)
        page.closed.connect(self.window.close)
        self.window.show_page(page)

    def _prepare(self, old: bool = False) -> None:
        """Make the data ready on the work lane; a sample of yesterday is kept where the person will not wait."""
        page = PreparingPage()
        if self.sample:
            stop = "先用昨天的" if old else "退出"
            page.begin("正在准备示例数据", "两个小区, 一年的报修; 第一次约半分钟", stop)
        else:
            page.begin("正在准备数据", "第一次打开或程序更新后要几秒钟")
        page.cancelled.connect(self._token.cancel)
        self.window.show_page(page)
        work = self.lanes["work"]
        told = work.report(page, page.advance)
        folder, clock, token, sample = self.folder, self.clock, self._token, self.sample

        def make() -> Database:
            from desk import parts

            return parts.make_data(folder, DATA, clock(), sample, told, token)

        def made(database: Database) -> None:
            self.database = database
            self.window.drop_page(page)
            self._opened()

        def failed(error: DeskError) -> None:
            self.window.drop_page(page)
            self._opened() if token.cancelled and old else self.refuse(error)

        if self.database is not None:
            self.database.close()
        work.run(self, make, made, failed)

    def _opened(self) -> None:
        assert self.database is not None
        self.looks.recall(this_pc.remembered(self.database))
        self.looks.keep = lambda values: self._keep(values)
        self.window.renew()
        self._join_door(self.window.sign_in)
        if not self.show_door():
            self._first_run()

    def show_door(self) -> bool:
        """Fill and show the sign-in page; False where no office was founded yet."""
        assert self.database is not None
        found = front.front(self.database, self.clock(), self.estate_id)
        if found is None:
            return False
        self.estate_id = found.estate.id
        page = self.window.sign_in
        page.show_door(door_of(found, pins.is_sample(self.database)), self._last_here(found))
        self.window.privacy.show_office(found.estate.name)
        self.window.show_page(page)
        page.begin()
        return True

    @staticmethod
    def _last_here(found: front.Front) -> str:
        """Whoever signed in last on this PC is chosen beforehand."""
        return max(found.people, key=lambda one: one.last_at or 0).id if found.people else ""

    def _first_run(self) -> None:
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

            self.lanes["db"].run(self, work, done, page.refuse)

        page.founded.connect(found)

    # joining the rest

    @Slot()
    def join(self) -> None:
        """Import and build what the work needs, off the GUI thread; called once the first page is painted."""
        if self.counter is not None or self.database is None:
            return
        database = self.database

        def work() -> "Parts":
            from desk import parts

            return parts.gather(database)

        self.lanes["work"].run(self, work, self._join)

    def _join(self, found: "Parts") -> None:
        from desk.ui.counter import Counter
        from desk.ui.function_keys import FunctionKeys
        from desk.ui.special.lock import IdleWatch

        if self.counter is not None or self.database is None:
            return
        steps = found.steps(self.clock)
        self.counter = counter = Counter(
            self.database, found.rules, steps, found.office, self.clock, self.lanes, found.catalogue, self
        )
        counter.ways.refused.connect(self.messages.show)
        counter.changed.connect(self._catch_up)
        self.keys = FunctionKeys(self.window, self._front_key, self._window_key)
        self.idle = IdleWatch(self.clock, self._lock_minutes, self)
        self.keys.touched.connect(self.idle.touch)
        self.idle.idle.connect(self.lock)
        self.joined.emit()
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
            self.lanes["db"].run(self, lambda: accounts.signed_in(database, staff_id, now, what))

        self.lanes["db"].run(self, lambda: accounts.sign_in(database, staff_id, secret, now, what), right, page.refuse)

    def _door(self) -> SignInPage:
        locked = self.window.lock_page if self.window.is_locked else None
        return locked or self.window.sign_in

    def enter(self, staff_id: str) -> None:
        """The secret was right: put the person at the counter and show the work."""
        assert self.counter is not None
        self._waiting = ""
        same = self.counter.actor.id == staff_id
        self._door().free()
        if not same or not self.window.is_locked:
            self.counter.sign_in(staff_id, self.estate_id)
        if self.frame is None:
            self._make_frame()
        assert self.frame is not None
        self.window.show_page(self.frame)
        self.window.unlock()
        self.idle.touch()
        if not same:
            self.frame.begin()
        self.entered.emit()

    def _make_frame(self) -> None:
        from desk.ui.frame import Frame

        assert self.counter is not None
        self.frame = Frame(self.counter)
        self.frame.locked.connect(self.lock)
        self.frame.covered.connect(self.window.privacy.cover)

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
        found = front.front(self.database, self.clock(), counter.estate_id)
        if found is not None:
            page.show_door(door_of(found, pins.is_sample(self.database), lock=True), counter.actor.id)
            page.begin()

    def _lock_minutes(self) -> int:
        assert self.counter is not None
        return self.counter.settings().number("desk.lock_minutes") if self.counter.estate_id else 10

    # keys and words

    def _front_key(self, key: str) -> bool:
        working = self.frame is not None and self.window.page is self.frame and not self.window.is_hidden
        return working and self.frame is not None and self.frame.press_front(key)

    def _window_key(self, key: str) -> bool:
        working = self.frame is not None and self.window.page is self.frame and not self.window.is_hidden
        return working and self.frame is not None and self.frame.press_window(key)

    def _tell(self, words: str, tone: str) -> None:
        if self.frame is not None:
            self.frame.toast.say(words, tone=tone)
        else:
            self._door().card.refuse(words)

    # looks, and the end

    def _keep(self, values: "dict[str, str] | object") -> None:
        database = self.database
        if database is not None and isinstance(values, dict):
            self.lanes["db"].run(self, lambda: this_pc.remember(database, values))

    @Slot()
    def _renew(self) -> None:
        """Another look: everything that was measured is made anew, at the same place."""
        self.window.renew()
        self._join_door(self.window.sign_in)
        if self.frame is not None:
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
        """End the lanes, then the file."""
        for lane in self.lanes.values():
            lane.wait()
        if self.database is not None:
            self.database.close()


def prepare_environment() -> None:
    """Before the application is made: wheels carry no fcitx plugin, its ibus front end speaks to it (Linux)."""
    if os.environ.get("QT_IM_MODULE", "").startswith("fcitx"):
        os.environ["QT_IM_MODULE"] = "ibus"
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)


def make_application() -> QApplication:
    prepare_environment()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("物业前台")
    application.setStyle("Fusion")
    load_fonts(RESOURCES)
    return application


def claim(folder: Path) -> QLockFile | None:
    """The folder's lock for as long as the result lives; None while another desk holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(folder / LOCK))
    lock.setStaleLockTime(0)
    return lock if lock.tryLock(100) else None


def start(application: QApplication, folder: Path, sample: bool, clock: Clock = wall_clock) -> Desk:
    """The desk with its window shown; the rest is imported once that is painted."""
    lanes = {"db": Tasks(1), "work": Tasks(2)}
    desk = Desk(application, folder, clock, lanes, sample)
    desk.window.painted.connect(desk.join)
    desk.open()
    desk.reporter.install()
    return desk


def compose(
    application: QApplication, database: Database, clock: Clock, lanes: dict[str, Tasks], sample: bool = False
) -> Desk:
    """A whole desk on a prepared database, joined at once and not shown: for tests and the tour."""
    desk = Desk(application, database.path.parent, clock, lanes, sample)
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
        lanes = {"db": Tasks(1), "work": Tasks(1)}
        refused = Desk(application, folder, wall_clock, lanes, False)
        refused.refuse(TAKEN)
        refused.window.fit()
        application.exec()
        return 3
    desk = start(application, folder, sample=data is None)
    desk.window.fit()
    code = application.exec()
    desk.close()
    lock.unlock()
    return code
