"""Where this desk's complaints stand, who answers for what, and the neutral lines that follow what was written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk.domain.lists import Lists
from desk.domain.scopes import complaints_of
from desk.services.complaints import reads
from desk.services.complaints.line import line_id, repairs
from desk.services.complaints.naming import receiver_words, titled
from desk.services.complaints.receivers import Person, everybody, people
from desk.services.complaints.record import IN_HAND
from desk.store.query import some
from desk.store.steps import StepRequest

if TYPE_CHECKING:
    from desk.store.database import Database
    from desk.ui.counter import Counter

PHONES = "SELECT id, phone FROM staff WHERE phone IS NOT NULL"


def file_of(counter: "Counter") -> "tuple[Database, str]":
    """The file of the complaints, where the person at the counter has it open, and their scope."""
    return counter.confidential or counter.database, complaints_of(counter.scope)


@dataclass(frozen=True)
class Staff:
    """Who works here: all, those with an account, and the office's own numbers."""

    all: tuple[Person, ...]
    handlers: tuple[Person, ...]
    phones: dict[str, str]

    def by_id(self, ent: str) -> Person | None:
        return next((one for one in self.all if one.id == ent), None)

    def receiver(self, ent: str, name: str = "") -> str:
        """李主管 802."""
        one = self.by_id(ent)
        return receiver_words(one.name, one.roles, self.phones.get(ent, "")) if one is not None else name

    def titled(self, ent: str, name: str = "") -> str:
        one = self.by_id(ent)
        return titled(one.name, one.roles) if one is not None else name


def staff(database: "Database", lists: Lists) -> Staff:
    phones = {str(ent): str(phone) for ent, phone in database.read(PHONES)}
    return Staff(tuple(everybody(lists)), tuple(people(lists)), phones)


def left_behind(counter: "Counter") -> "Callable[[], Sequence[StepRequest]]":
    """What the neutral lines still lack, of all complaints this person may read; work for the db lane."""
    database, scope = file_of(counter)
    main, actor, estate, lists = counter.database, counter.actor, counter.scope, counter.lists()

    def work() -> Sequence[StepRequest]:
        found = reads.still_open(database, actor, scope)
        if not found:
            return ()
        known = staff(main, lists)
        receivers = {
            str(one["id"]): known.receiver(str(one.get("handler_id") or ""), str(one.get("handler") or ""))
            for one in found
        }
        ids = [line_id(scope, str(one["id"])) for one in found]
        return repairs(scope, found, some(main, actor, estate, IN_HAND, ids), receivers)

    return work


def mend(counter: "Counter", owner: QObject) -> None:
    """Bring the neutral lines to where their complaints are; nothing is taken where they stand there already."""

    def take(steps: Sequence[StepRequest]) -> None:
        if steps:
            counter.take(owner, steps)

    counter.read(owner, left_behind(counter), take)
