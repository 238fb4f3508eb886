"""The month from the records to a file: what the window and the command line share."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desk.domain.roles import Actor
from desk.paths import RESOURCES, sample_folder
from desk.services.assessment.assess import period_of
from desk.services.assessment.books import Books
from desk.services.assessment.criteria import criteria_in_force
from desk.services.assessment.months import days_of, months_of
from desk.services.assessment.technicians import Technician, technicians
from reports.fonts import PaperFonts
from reports.monthly.definition import TREND, Entry, Report
from reports.monthly.paper import render_analysis
from reports.monthly.workbook import write_analysis
from reports.source import Estate, of_desk, of_server
from reports.workbook import Cancelled, whole_file

PAPER = ".pdf"
COUNTING = 9  # of ten parts of the work: the file is the tenth
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A month of some estates, for whom: `actor_of` a scope."""

    estates: Sequence[Estate]
    month: str
    actor_of: Callable[[str], Actor]
    made_by: str


@dataclass(frozen=True, slots=True)
class Made:
    """What was written, for the last line of a command."""

    estates: int
    complaints_closed: bool


def report_of(
    books: Books,
    asked: Asked,
    now: int,
    told: Told = lambda done, of: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Report:
    """Counted now. Raises Cancelled; the scopes were guarded before."""

    def progress(done: int, of: int) -> None:
        if stopped():
            raise Cancelled
        told(done, of)

    scopes = [one.scope for one in asked.estates]
    found = months_of(books, scopes, asked.month, TREND, now, progress)
    entries = tuple(
        Entry(
            one.scope,
            one.name,
            {month: told[one.scope] for month, told in found.items()},
            _people(books, asked, one, now),
        )
        for one in asked.estates
    )
    return Report(
        asked.estates[0].company,
        asked.month,
        entries,
        {one.code: one.target for one in criteria_in_force(books.lists) if one.target},
        books.settings.number("order.rework_days"),
        asked.made_by,
        now,
    )


def _people(books: Books, asked: Asked, estate: Estate, now: int) -> list[Technician]:
    """Nobody's for who may not see them."""
    period = period_of(books, [estate.scope], *days_of(asked.month), now)
    return technicians(books, period, asked.actor_of(estate.scope), estate.scope)


def write(
    out: Path, report: Report, fonts: Callable[[], PaperFonts], told: Told = lambda done, of: None,
    stopped: Callable[[], bool] = lambda: False,
) -> None:  # fmt: skip
    """By the file's ending; whole or not at all. Raises Cancelled or a DeskError."""
    if out.suffix.lower() != PAPER:
        write_analysis(out, report, progress=told, cancelled=stopped)
        return
    pdf = render_analysis(fonts(), report, progress=told, cancelled=stopped)
    with whole_file(out) as unfinished:
        unfinished.write_bytes(pdf)


def make(options: argparse.Namespace, month: str, now: int) -> Made:
    """Writes the file `options.out`; raises a DeskError."""
    folder = options.data or sample_folder()
    found = of_server(options.database, now) if options.database else of_desk(folder, options.staff)
    with found as source:
        estates = source.chosen(options.estate)
        report = report_of(source.books, Asked(estates, month, source.actor_of, source.made_by), now)
    write(options.out, report, lambda: PaperFonts.load(RESOURCES / "fonts"))
    return Made(len(estates), report.complaints_closed)
