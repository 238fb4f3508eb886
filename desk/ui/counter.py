"""What every page works with: the database behind lanes, the person at the counter, the signal of what changed."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desk.domain.calendar import Calendar
from desk.domain.roles import Actor, Role
from desk.domain.settings import Settings
from desk.store.database import Database
from desk.store.office import Office
from desk.ui.sync_state import SyncState
from desk.ui.tasks import Tasks
from desk.ui.ways import Ways

if TYPE_CHECKING:
    from desk.domain.lists import Lists
    from desk.domain.service import Rulebook
    from desk.services.work_orders.catalogue import Catalogue
    from desk.store.search import Search
    from desk.store.steps import Changed, StepRequest, Steps
    from desk.ui.confidential import ConfidentialFile
    from desk.ui.special.camera import CameraFolder

T = TypeVar("T")
NOBODY = Actor("", frozenset())


class Counter(QObject):
    """One desk at work. Pages read on the `db` lane, long work goes to `work`; writes return what changed.

    `changed` carries a `Changed` and tells every open page; `person_changed` and `estate_changed` tell who and where,
    `lists_changed` that catalogue and questions are to be asked for again, `sync_changed` that `sync` is another.
    Rules, steps and catalogue may be given as functions that make them: Today stands before they are wanted.
    """

    changed = Signal(object)
    person_changed = Signal()
    estate_changed = Signal()
    lists_changed = Signal()
    sync_changed = Signal()

    def __init__(
        self,
        database: Database,
        rules: "Rulebook | Callable[[], Rulebook]",
        steps: "Steps | Callable[[], Steps]",
        office: Office,
        clock: Callable[[], int],
        lanes: dict[str, Tasks],
        catalogue: "Catalogue | Callable[[], Catalogue]",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.database = database
        self._rules = rules
        self._steps = steps
        self._catalogue = catalogue
        self.office = office
        self.clock = clock
        self.db = lanes["db"]
        self.work = lanes["work"]
        self.ways = Ways(self)
        self.actor = NOBODY
        self.estate_id = ""
        self.estate_name = ""
        self.sync = SyncState()
        self.own_file: ConfidentialFile | None = None
        self._listed: dict[str, Any] = {}  # what was read of the office's lists, until one changes
        self.changed.connect(self._hear)
        self.estate_changed.connect(self._forget_lists)

    @cached_property
    def rules(self) -> "Rulebook":
        return self._rules() if callable(self._rules) else self._rules

    @cached_property
    def steps(self) -> "Steps":
        return self._steps() if callable(self._steps) else self._steps

    @property
    def catalogue(self) -> "Catalogue":
        """The program's own with the rows of the company and of the estate at hand."""
        if "catalogue" not in self._listed:
            from desk.services.work_orders.listed import merged

            self._listed["catalogue"] = merged(self._own_catalogue, self.lists())
        found: Catalogue = self._listed["catalogue"]
        return found

    @cached_property
    def _own_catalogue(self) -> "Catalogue":
        return self._catalogue() if callable(self._catalogue) else self._catalogue

    def lists(self) -> "Lists":
        """The office's lists in force in the estate at hand."""
        return self.office.lists(self.database, self.scope if self.estate_id else self.office.company)

    def tell_sync(self, state: SyncState) -> None:
        """How this desk stands to the server; told to the screens where it is another."""
        if state != self.sync:
            self.sync = state
            self.sync_changed.emit()

    def _hear(self, changed: "Changed") -> None:
        if changed.any_of("list_row", "crew"):
            self._forget_lists()

    def _forget_lists(self) -> None:
        self._listed.clear()
        self.lists_changed.emit()

    @cached_property
    def search(self) -> "Search":
        from desk.store.search import Search

        return Search(self.database, self.rules.records)

    @cached_property
    def camera(self) -> "CameraFolder":
        """The document camera's folder; watched once Today stands."""
        from desk.ui.special.camera import CameraFolder

        return CameraFolder(self)

    @property
    def confidential(self) -> Database | None:
        """The complaints' file, while somebody sits here who reads it."""
        return self.own_file.database if self.own_file is not None else None

    @property
    def scope(self) -> str:
        return f"e/{self.estate_id}"

    @property
    def calendar(self) -> Calendar:
        return self.office.calendar

    def now(self) -> int:
        return self.clock()

    def settings(self) -> Settings:
        return self.office.settings(self.database, self.scope)

    def may(self, record: str, step: str) -> bool:
        """Whether the person at the counter may take this step at all."""
        row = self.rules.known(record).step(step)
        return row is not None and self.actor.may(row.by)

    @property
    def roles(self) -> frozenset[Role]:
        return self.actor.roles

    def sign_in(self, staff_id: str, estate_id: str) -> None:
        """Put a person at the counter; the secret was checked by the caller."""
        self.choose_estate(estate_id)
        self.actor = self.office.actor(self.database, self.scope, staff_id)
        self.person_changed.emit()

    def sign_out(self) -> None:
        self.actor = NOBODY
        self.person_changed.emit()

    def choose_estate(self, estate_id: str) -> None:
        if estate_id == self.estate_id:
            return
        rows = self.database.read("SELECT name FROM estate WHERE id = ?", (estate_id,))
        self.estate_id, self.estate_name = estate_id, str(rows[0][0]) if rows else ""
        self.estate_changed.emit()

    def read(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Read on the db lane, hand the result to `done` on the GUI thread; dropped when `owner` has died."""
        self.db.run(owner, work, done, failed)

    def take(
        self,
        owner: QObject,
        requests: "Sequence[StepRequest]",
        done: "Callable[[Changed], None] | None" = None,
        failed: Callable[[Exception], None] | None = None,
        by: Actor | None = None,
    ) -> None:
        """Take steps in one transaction on the db lane; `changed` is emitted before `done`.

        What was written is told to every page even if the panel that asked has been closed since. `by`: somebody else
        who has signed for it at this counter just now.
        """
        actor = by or self.actor

        def work() -> "Changed":
            return self.steps.take(actor, *requests)

        def landed(changed: "Changed") -> None:
            self.changed.emit(changed)
            if done is not None and isValid(owner):
                done(changed)

        def refused(error: Exception) -> None:
            if failed is not None and isValid(owner):
                failed(error)
            else:
                self.ways.refused.emit(error)

        self.db.run(self, work, landed, refused if failed is not None else None)

    def request(
        self, record: str, step: str, values: dict[str, Any] | None = None, ent: str | None = None
    ) -> "StepRequest":
        """A step in the estate at hand."""
        from desk.store.steps import StepRequest

        return StepRequest(self.scope, record, step, values or {}, ent)
