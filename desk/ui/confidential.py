"""The complaints' file and the person at the counter: opened with his secret, closed with him."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from desk.store.confidential import Confidential
    from desk.store.database import Database
    from desk.ui.counter import Counter

LOST = DeskError(
    "原来的投诉资料打不开了",
    "能看投诉的人密码都被重设过, 又没有接服务器, 谁也读不出来; 旧文件还在数据文件夹里, 从现在起另开一份",
)


class ConfidentialFile(QObject):
    """All of it happens on the `db` lane in its order; what may be seen here ends at once.

    `opened` tells the line to the server that there is something to do.
    """

    opened = Signal()

    def __init__(self, counter: "Counter", file: "Confidential | Callable[[], Confidential]") -> None:
        super().__init__(counter)
        self._file = file
        self._is_shown = False
        self._whose = ""
        counter.person_changed.connect(self._person_changed)

    @cached_property
    def file(self) -> "Confidential":
        """Made when somebody is let in: Today stands before it is wanted."""
        return self._file() if callable(self._file) else self._file

    @property
    def _counter(self) -> "Counter":
        """Asked for and not kept: each would hold the other when both have gone."""
        return cast("Counter", self.parent())

    @property
    def database(self) -> "Database | None":
        """None: this person reads no complaints, or has not been let in yet."""
        return self.file.database if self._is_shown else None

    def open(self, staff_id: str, secret: str) -> None:
        """His secret was right; whether he is a reader shows now."""
        self._let_in(staff_id, lambda: self.file.open(staff_id, secret))

    def answered(self, staff_id: str, work: Callable[[], object]) -> None:
        """The server had something to say about him."""
        self._let_in(staff_id, work)

    def _let_in(self, staff_id: str, work: Callable[[], object]) -> None:
        def done(_rows: object) -> None:
            if self._counter.actor.id != staff_id:
                self.close()
                return
            self._whose, self._is_shown = staff_id, self.file.database is not None
            if self._is_shown:
                self._tell()
            self.opened.emit()
            if self.file.was_lost:
                self._counter.ways.refused.emit(LOST)

        self._counter.db.run(self, work, done, self._counter.ways.refused.emit)

    @Slot()
    def _person_changed(self) -> None:
        """The same person may turn to another estate."""
        if self._counter.actor.id != self._whose:
            self.close()

    @Slot()
    def close(self) -> None:
        """Nothing of it is shown from here on; its key goes as soon as the lane comes to it."""
        was, self._is_shown = self._is_shown, False
        if "file" in self.__dict__:
            self._counter.db.run(self, self.file.close)
        if was:
            self._tell()

    def _tell(self) -> None:
        from desk.store.steps import Changed

        self._counter.changed.emit(Changed(frozenset({("complaint", "")}), (), ()))
