"""What a list of records is opened with: the figures somebody pressed on, and how the list of each is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from desk.services.assessment.books import Books
from desk.services.assessment.counting import Case

Cases = Callable[[Books], Sequence[Case]]


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure. `record` is the table of the ids in its list; `measure` decides which moments are shown of each.

    `was`: what a frozen sheet says, where it says it; `aside` in words, of a cap for instance. `with_reasons`: its
    records were left out, each for a reason of its own.
    """

    label: str
    count: int
    record: str
    cases: Cases
    measure: str = ""
    aside: str = ""
    was: int | None = None
    with_reasons: bool = False

    @property
    def words(self) -> str:
        return f"{self.label} {self.count:,}" if self.count >= 0 else self.label


@dataclass(frozen=True)
class Drill:
    """What was pressed. `figures` is read on the lane; `first` is the label of the one shown first.

    `estates`: names by scope, where a list may hold records of several.
    """

    title: str
    words: str
    books: Books
    figures: Callable[[], Sequence[Counted]]
    first: str = ""
    is_frozen: bool = False
    unit: str = "条"
    estates: Mapping[str, str] = field(default_factory=dict)
