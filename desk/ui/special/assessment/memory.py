"""Which days and which tab a person looked at last on this PC."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk.ui.counter import Counter
from desk.ui.remembered import recall, remember
from desk.ui.special.assessment.asked import OWN, THIS_YEAR, Days, days_of

if TYPE_CHECKING:
    from desk.store.database import Database


@dataclass(frozen=True, slots=True)
class Held:
    """`days` only where they were written out: a word means other days tomorrow."""

    word: str = THIS_YEAR
    part: str = ""
    days: Days | None = None

    def at(self, today: str) -> Days:
        return self.days or days_of(self.word, today)


def held(database: "Database", person: str) -> Held:
    told = recall(database, _name(person))
    if not isinstance(told, dict):
        return Held()
    word, days = str(told.get("word") or THIS_YEAR), None
    if word == OWN and told.get("from_on") and told.get("until_on"):
        days = Days(str(told["from_on"]), str(told["until_on"]))
    return Held(word, str(told.get("part") or ""), days)


def keep(counter: Counter, owner: QObject, word: str, part: str, days: Days) -> None:
    told = {"word": word, "part": part, "from_on": days.from_on, "until_on": days.until_on}
    remember(counter, owner, _name(counter.actor.id), told)


def _name(person: str) -> str:
    return f"assessment:{person}"
