"""The assessment from its source to a file, as the command makes it: frozen sheets where there are, else counted."""

import argparse
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from desk.paths import RESOURCES, sample_folder
from desk.services.assessment.assess import assess, period_of
from desk.services.assessment.freezing import thawed
from desk.services.assessment.record import Standing
from desk.services.assessment.scoring import Limits
from reports.assessment.behind import Evidence, records_of
from reports.assessment.entries import Entry, Report
from reports.assessment.paper import render_assessment
from reports.assessment.workbook import write_assessment
from reports.assessment.workbook_evidence import Behind
from reports.fonts import PaperFonts
from reports.source import Estate, Source, of_desk, of_server
from reports.workbook import whole_file

PAPER = ".pdf"


@dataclass(frozen=True, slots=True)
class Made:
    """What was written, for the last line: how many estates and records of evidence, who has no total for complaints
    that nobody could read."""

    estates: int
    frozen: int
    records: int
    sealed: tuple[str, ...]


def make(options: argparse.Namespace, from_on: str, until_on: str, now: int) -> Made:
    """Writes the file `options.out`; raises a DeskError."""
    with _source(options, now) as source:
        return _make(source, options, from_on, until_on, now)


def _source(options: argparse.Namespace, now: int) -> AbstractContextManager[Source]:
    if options.database:
        return of_server(options.database, now)
    return of_desk(options.data or sample_folder(), options.staff)


def _make(source: Source, options: argparse.Namespace, from_on: str, until_on: str, now: int) -> Made:
    estates = source.chosen(options.estate)
    entries = _entries(source, estates, from_on, until_on, now, recount=options.recount)
    limits = Limits.of(source.books.settings)
    report = Report(estates[0].company, from_on, until_on, entries, limits, source.made_by, now)
    scopes = [one.scope for one in estates]
    behind = None
    if not options.no_evidence:
        behind = Behind(source.books, period_of(source.books, scopes, from_on, until_on, now), source.reader)
    if options.out.suffix.lower() == PAPER:
        records = _paper(source, report, behind, options.out)
    else:
        records = write_assessment(options.out, report, behind)
    sealed = (one for one in entries if any(row.standing is Standing.SEALED for row in one.sheet.rows))
    frozen = sum(one.state is not None for one in entries)
    return Made(len(entries), frozen, records, tuple(one.sheet.estate for one in sealed))


def _entries(
    source: Source, estates: Sequence[Estate], from_on: str, until_on: str, now: int, *, recount: bool
) -> list[Entry]:
    """The frozen sheet of an estate where there is one; the others are counted together."""
    found: dict[str, Entry] = {}
    for one in [] if recount else estates:
        values = source.frozen(one.scope, from_on, until_on)
        if values is not None:
            found[one.scope] = Entry.frozen(values, one.scope, one.name)
    rest = [one.scope for one in estates if one.scope not in found]
    if rest:
        counted = assess(source.books, rest, from_on, until_on, now)
        found |= {scope: Entry(counted[scope]) for scope in rest}
    return [found[one.scope] for one in estates]


def _paper(source: Source, report: Report, behind: Behind | None, out: Path) -> int:
    """With the year before, where that was frozen. How many records it names."""
    before = {}
    for one in report.entries:
        scope, name = one.sheet.scope, one.sheet.estate
        values = source.frozen_before(scope, report.from_on, report.until_on)
        if values is not None:
            before[scope] = thawed(values, scope, name)
    named = 0
    read = records_of(behind.books, behind.period) if behind is not None else None

    def counted(entry: Entry) -> Sequence[Evidence]:
        nonlocal named
        assert read is not None
        found = read(entry)
        named += sum(len(one.lines) for one in found)
        return found

    fonts = PaperFonts.load(RESOURCES / "fonts")
    pdf = render_assessment(fonts, report, before=before, records=counted if read is not None else None)
    with whole_file(out) as unfinished:
        unfinished.write_bytes(pdf)
    return named
