"""What the office's lists say of works and companies, and what follows from what a resident says."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.calendar import Span
from desk.domain.day_cells import spans_of
from desk.domain.errors import DeskError
from desk.domain.housekeeping_lists import COMPANIES, OTHER_WORK, WORKS
from desk.domain.list_cells import sentences_of, words_of
from desk.domain.lists import Cells, Lists


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that can be booked; its code is the digit pressed for it."""

    code: str
    name: str
    words: tuple[str, ...]
    minutes: int
    price: str
    precautions: str


@dataclass(frozen=True, slots=True)
class Company:
    """`works` empty: all of them. `hours` and `confirm_minutes` empty or 0: as the office's settings say."""

    code: str
    name: str
    phone: str
    contact: str
    works: tuple[str, ...]
    hours: tuple[Span, ...]
    confirm_minutes: int

    def does(self, work: str) -> bool:
        return not self.works or work in self.works or work == OTHER_WORK


def works(lists: Lists) -> list[Work]:
    """Those in use, in the order of the list."""
    return [_work(code, cells) for code, cells in lists.rows(WORKS).items()]


def work_of(lists: Lists, code: object) -> Work | None:
    cells = lists.every(WORKS).get(str(code)) if code else None
    return _work(str(code), cells) if cells else None


def _work(code: str, cells: Cells) -> Work:
    return Work(
        code,
        cells.get("name") or code,
        words_of(cells.get("words", "")),
        int(cells.get("minutes") or 0),
        cells.get("price", ""),
        "; ".join(sentences_of(cells.get("precautions", ""))),
    )


def companies(lists: Lists, work: str = "") -> list[Company]:
    """Those in use, for one work those that do it."""
    found = [_company(code, cells) for code, cells in lists.rows(COMPANIES).items()]
    return [one for one in found if not work or one.does(work)]


def company_of(lists: Lists, code: object) -> Company | None:
    cells = lists.every(COMPANIES).get(str(code)) if code else None
    return _company(str(code), cells) if cells else None


def _company(code: str, cells: Cells) -> Company:
    try:
        hours = spans_of(cells.get("hours", ""))
    except DeskError:  # two desks wrote the row at once: the office's hours hold until somebody looks at it
        hours = ()
    return Company(
        code,
        cells.get("name") or code,
        cells.get("phone", ""),
        cells.get("contact", ""),
        words_of(cells.get("works", "")),
        hours,
        int(cells.get("confirm_minutes") or 0),
    )


def suggested(said: str, found: Sequence[Work]) -> Work | None:
    """The work whose longest word is among what was said; nothing where nobody named one."""
    hits = [
        (len(word), -place, work)
        for place, work in enumerate(found)
        for word in (work.name, *work.words)
        if word and word in said
    ]
    return max(hits, key=lambda hit: hit[:2])[2] if hits else None
