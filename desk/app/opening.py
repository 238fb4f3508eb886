"""From a folder to a door: data opened, made ready or founded, or a word why it cannot be."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk.domain.days import wall
from desk.domain.errors import DeskError
from desk.sample import pins
from desk.store import keys, schema
from desk.store.database import Database
from desk.ui.window import Window

if TYPE_CHECKING:
    from desk.ui.tasks import Tasks

Clock = Callable[[], int]
Lane = Callable[[str], "Tasks"]
DATA = "desk.db"


def today(clock: Clock) -> str:
    """The ISO day, without the calendar."""
    now = wall(clock())
    return f"{now.tm_year:04d}-{now.tm_mon:02d}-{now.tm_mday:02d}"


class Opening(QObject):
    """Shows what fits the data until it can be read: `opened` carries the database, `founded` says it has an office."""

    opened = Signal(object)
    founded = Signal()

    def __init__(self, window: Window, folder: Path, clock: Clock, lane: Lane, sample: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._folder, self._clock, self._lane, self._sample = window, folder, clock, lane, sample
        self.many = False  # the sample of many estates: it takes minutes, so yesterday's is as good

    def open(self, given: Database | None = None) -> None:
        """Open the data of the folder, or the database given."""
        try:
            database = given or Database(self._folder / DATA, keys.key_for(self._folder))
            if not database.path.exists() or schema.version(database) != schema.NEWEST:
                self._prepare(database, old=False)
            elif self._sample and not self.many and pins.is_stale(database, today(self._clock)):
                self._prepare(database, old=True)
            else:
                self.opened.emit(database)
        except DeskError as error:
            self.refuse(error)

    def refuse(self, error: DeskError) -> None:
        """A page that says why this data cannot be opened."""
        from desk.ui.special.opening import RefusedPage

        page = RefusedPage()
        page.show_error(error)
        page.closed.connect(self._window.close)
        self._window.show_page(page)

    def _prepare(self, database: Database, old: bool) -> None:
        """Make the data ready on the work lane; a sample of yesterday is kept where the person will not wait."""
        from desk.ui.special.opening import PreparingPage
        from desk.ui.tasks import Token

        page, token = PreparingPage(), Token()
        page.begin(self._sample, old, self.many)
        page.cancelled.connect(token.cancel)
        self._window.show_page(page)
        work = self._lane("work")
        told = work.report(page, page.advance)
        folder, clock, sample, many = self._folder, self._clock, self._sample, self.many

        def make() -> Database:
            from desk import parts

            return parts.make_data(folder, DATA, clock(), sample, told, token, many)

        def made(ready: Database | None) -> None:
            if ready is None and not old:
                self._window.close()
                return
            self.opened.emit(ready or Database(folder / DATA, keys.key_for(folder)))
            self._window.drop_page(page)

        database.close()
        work.run(self, or_none(make), made, self.refuse)

    def found(self, database: Database) -> None:
        """The page that asks for the first company, estate and person."""
        from desk.ui.special.join_form import Hands
        from desk.ui.special.opening import FirstRunPage

        page, clock = FirstRunPage(), self._clock
        page.join.hands = Hands(self._lane("work"), database, clock)
        self._window.show_page(page)
        page.begin()
        if url := joined_to(database):
            page.resume(url)

        def asked(told: dict[str, str]) -> None:
            def work() -> None:
                from desk import parts

                parts.found_office(database, clock, told)

            def done(_result: None) -> None:
                self.founded.emit()
                self._window.drop_page(page)

            self._lane("db").run(self, work, done, page.refuse)

        def joined() -> None:
            self.founded.emit()
            self._window.drop_page(page)

        page.founded.connect(asked)
        page.joined.connect(joined)


def joined_to(database: Database) -> str:
    """The server that this folder was taken in by; empty where it was not."""
    rows = database.read("SELECT value FROM device WHERE name = 'server.url'")
    return str(rows[0][0]) if rows else ""


def or_none(make: Callable[[], Database]) -> Callable[[], Database | None]:
    """Work that the person may stop: stopped, it gives None instead of saying nothing at all."""
    from desk.ui.tasks import Cancelled

    def work() -> Database | None:
        try:
            return make()
        except Cancelled:
            return None

    return work
