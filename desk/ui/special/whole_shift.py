"""A shift's paper in one job: every order whose crew has no slip in its hands, from the repair list or the ledger."""

from PySide6.QtCore import QObject

from desk.services.slips import ledger
from desk.ui.counter import Counter

ALL_KEY = "Ctrl+P"


def print_shift(counter: Counter, owner: QObject, crew: str = "") -> None:
    """The longest waiting first; of one crew, where one is chosen."""
    database, actor, scope = counter.database, counter.actor, counter.scope

    def found(ids: list[str]) -> None:
        if ids:
            counter.ways.print_wanted.emit(ids)
        else:
            counter.ways.warned.emit("没有未打印的派工单")

    counter.read(owner, lambda: ledger.to_print(database, actor, scope, crew), found)
