"""Where an assessment is read from: the file (or the server's database), the complaints' where it may, the rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import MINUTE
from desk.domain.lists import Lists
from desk.domain.settings import Settings

if TYPE_CHECKING:
    from desk.store.database import Database
    from desk.store.office import Office

Row = Sequence[Any]
Read = Callable[[str, Sequence[Any]], Sequence[Row]]
FROM_ACCEPTANCE = "验收"
# Works through items and returns what came of each, in their order; several at a time where there are threads for it.
AtOnce = Callable[[Callable[[Any], Any], Sequence[Any]], list[Any]]


def one_by_one(work: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
    return [work(one) for one in items]


@dataclass(frozen=True)
class Books:
    """`complaints` is None where their file is not open. Rules are the company's: all estates are measured alike.

    What an estate has promised otherwise (its minutes for a delivery) is its own: `settings_of` a scope.
    """

    read: Read
    company: str
    settings: Settings
    lists: Lists
    settings_of: Callable[[str], Settings]
    complaints: Read | None = None
    postgres: bool = False
    at_once: AtOnce = one_by_one

    @classmethod
    def of_desk(
        cls, database: "Database", office: "Office", complaints: "Database | None", at_once: AtOnce = one_by_one
    ) -> "Books":
        """A desk's own file, and the complaints' if the person at the counter has it open.

        Each thread reads on its own connection: half of a year's figures is deciphering, which two can do at once.
        """
        return cls(
            database.read,
            office.company,
            office.settings(database, office.company),
            office.lists(database, office.company),
            lambda scope: office.settings(database, scope),
            complaints.read if complaints is not None else None,
            at_once=at_once,
        )


@dataclass(frozen=True, slots=True)
class Promise:
    """What a scope promised of a delivery, in ms."""

    scope: str
    total_ms: int
    ours_ms: int
    spare_ms: int
    accepted: bool

    @classmethod
    def of(cls, scope: str, settings: Settings) -> "Promise":
        whole, ours, spare = (
            settings.number(f"fresh.{name}_minutes") * MINUTE for name in ("total", "estate", "window")
        )
        return cls(scope, whole, ours, spare, settings.text("fresh.estate_from").strip() == FROM_ACCEPTANCE)
