"""The left end of the status line: it follows the counter's state of the traffic and what is written here."""

from PySide6.QtCore import QObject, QTimer, Slot

from desk.ui.counter import Counter
from desk.ui.kit.bars import StatusLine

CALM_MS = 250  # however many steps are written in it, the outbox is counted once


class SyncLine(QObject):
    """No timer of its own that runs: one shot behind a change, and the frame's minute for what only grows older."""

    def __init__(self, counter: Counter, status: StatusLine, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._status = counter, status
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(CALM_MS)
        self._soon.timeout.connect(self.count)
        counter.changed.connect(self._changed)
        counter.sync_changed.connect(self.show)

    @Slot()
    def count(self) -> None:
        """How much waits in both files, read on the db lane; in the complaints' also while it is locked."""
        from desk.store import left_inside, log

        database, own = self._counter.database, self._counter.confidential
        if self._counter.actor.id:
            self._counter.read(
                self, lambda: log.waiting(database) + left_inside.known(database, own).waiting, self._counted
            )

    def _counted(self, waiting: int) -> None:
        self._counter.tell_sync(self._counter.sync.with_waiting(waiting))
        self.show()

    @Slot()
    def show(self) -> None:
        """Say it as it stands now; the hours of being offline grow by themselves."""
        state = self._counter.sync
        self._status.show_sync(state.words(self._counter.now()), state.icon, state.colour)

    @Slot(object)
    def _changed(self, _changed: object) -> None:
        if not self._soon.isActive():
            self._soon.start()
