"""Notice types as an office keeps them."""

from dataclasses import dataclass

from desk.domain.list_cells import words_of
from desk.domain.lists import YES, Cells, Lists
from desk.domain.notice_lists import NOTICES, Audience, ReviewMode


@dataclass(frozen=True, slots=True)
class NoticeType:
    """Hours and minutes are 0 where the type asks for none; `problems` are codes of the repair tree."""

    code: str
    name: str
    title: str
    lead_hours: int = 0
    advised_hours: int = 0
    over_hours: int = 0
    within_minutes: int = 0
    review: ReviewMode = ReviewMode.SECOND_READER
    audience: Audience | None = None
    outside: bool = False
    restores: bool = False
    signs_up: bool = False
    tips: str = ""
    problems: tuple[str, ...] = ()

    @property
    def urgent(self) -> bool:
        return self.review is ReviewMode.SEND_FIRST


NUMBERS = ("lead_hours", "advised_hours", "over_hours", "within_minutes")
FLAGS = ("outside", "restores", "signs_up")


def type_of(lists: Lists, code: object) -> NoticeType | None:
    """A type, out of use or not; None for one that nobody knows."""
    cells = lists.every(NOTICES).get(str(code or ""))
    return read(str(code), cells) if cells else None


def types_in_use(lists: Lists) -> tuple[NoticeType, ...]:
    return tuple(read(code, cells) for code, cells in lists.rows(NOTICES).items())


def for_problem(lists: Lists, problem: str) -> NoticeType | None:
    """The type of notice that is for those who report this; of the emergency ones first."""
    found = [one for one in types_in_use(lists) if problem in one.problems]
    return min(found, key=lambda one: not one.urgent, default=None)


def read(code: str, cells: Cells) -> NoticeType:
    def hours(name: str) -> int:
        return int(cells.get(name) or 0)

    return NoticeType(
        code,
        cells.get("name", code),
        cells.get("title", ""),
        hours("lead_hours"),
        hours("advised_hours"),
        hours("over_hours"),
        hours("within_minutes"),
        ReviewMode.of(cells.get("review", "")) or ReviewMode.SECOND_READER,
        Audience.of(cells.get("audience", "")),
        cells.get("outside") == YES,
        cells.get("restores") == YES,
        cells.get("signs_up") == YES,
        cells.get("tips", ""),
        words_of(cells.get("problems", "")),
    )
