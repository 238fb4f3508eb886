"""Showing a telephone number is written down first: who, when, about whom; never the number itself."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desk.store.accounts import note
from desk.ui.counter import Counter


def reveal(counter: Counter, owner: QObject, about: str, show: Callable[[], None]) -> None:
    """Journal the reveal on this device, then `show`; `about` is an id."""
    database, by, now = counter.database, counter.actor.id, counter.now()

    def written() -> None:
        with database.write() as connection:
            note(connection, now, by, "reveal", about)

    counter.read(owner, written, lambda _: show())


def spaced(number: str) -> str:
    """138 0000 6621: as it is dialled by eye."""
    return f"{number[:3]} {number[3:7]} {number[7:]}" if len(number) == 11 and number.isdigit() else number
