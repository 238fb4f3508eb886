"""The assessment of 200 estates over a million orders: `python -m tests.benchmarks.assessment [--folder DIR]`.

Figures, workbook and paper, each in a process of its own, beside floors of the same run: a bare COUNT with the same
WHERE, the same cells written by openpyxl, the same words drawn by reportlab. Bars: figures 10 s, both documents 60 s,
memory 500 MB. The office is generated once; `--folder` keeps it for the next time (some 3 GB, three minutes).
"""

import argparse
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desk.domain.calendar import Calendar, at, start_of_day
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.scopes import complaints_of
from desk.domain.settings import Settings
from desk.paths import RESOURCES
from desk.sample.many_estates import tell_million
from desk.sample.many_places import Size
from desk.services.assessment.assess import Assessed, assess, period_of
from desk.services.assessment.books import Books
from desk.services.assessment.scoring import Limits
from desk.services.work_orders.catalogue import load_catalogue
from desk.store import schema
from desk.store.database import Database
from desk.store.holidays import load_holidays
from reports.assessment.behind import records_of
from reports.assessment.entries import Entry, Report
from reports.assessment.paper import render_assessment
from reports.assessment.workbook import write_assessment
from reports.assessment.workbook_evidence import Behind
from reports.fonts import PaperFonts
from tests.services.assessment.sheets import LISTS
from tests.world import KEY

COMPANY = "o/0e9e8a52-6f0b-4a1e-9d53-0d7a3a6fbb10"
FROM_ON, UNTIL_ON, NOW = "2026-01-01", "2026-12-31", at("2026-12-31", "23:59")
FIGURES_S, DOCUMENTS_S, MEMORY_MB = 10, 60, 500
SETTINGS = Settings(facts=ALL_SETTINGS)
STAGES = ("build", "floor", "figures", "workbook", "cells", "paper", "words")
# What an assessment has to look at: every record of the year, by the moment that puts it there.
_SPAN = "{0} >= :1 AND {0} < :2"
COUNTED = {
    "work_order": f"kind <> 'enquiry' AND ({_SPAN.format('reported_at')} OR {_SPAN.format('finished_at')})",
    "revisit": _SPAN.format("done_at"),
    "fresh_order": _SPAN.format("placed_at"),
    "notice": _SPAN.format("sent_at"),
    "compensation": _SPAN.format("reported_at"),
    "housekeeping": _SPAN.format("booked_at"),
    "home": "status = 'active'",
}


@dataclass(frozen=True)
class Office:
    folder: Path

    @property
    def main(self) -> Database:
        return Database(self.folder / "desk.db", KEY)

    @property
    def beside(self) -> Database:
        return Database(self.folder / "complaints.db", KEY)

    def books(self) -> Books:
        return Books(self.main.read, COMPANY, SETTINGS, LISTS, lambda _scope: SETTINGS, self.beside.read)

    def scopes(self) -> list[str]:
        return [f"e/{row[0]}" for row in self.main.read("SELECT id FROM estate ORDER BY id")]

    def sheets(self, books: Books) -> dict[str, Assessed]:
        return assess(books, self.scopes(), FROM_ON, UNTIL_ON, NOW)

    def report(self, books: Books) -> Report:
        entries = [Entry(one) for one in self.sheets(books).values()]
        return Report("安和物业", FROM_ON, UNTIL_ON, entries, Limits.of(SETTINGS), "王敏", NOW)


class Stopwatch:
    """What a piece of work costs this process."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def words(self) -> str:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        return f"{cpu:6.1f} s CPU  {wall:6.1f} s wall  {peak:4d} MB peak"


def build(folder: Path, size: Size) -> str:
    main, beside = Database(folder / "desk.db", KEY), Database(folder / "complaints.db", KEY)
    schema.prepare(main)
    schema.make_like(beside, main)
    watch = Stopwatch()
    catalogue = load_catalogue(RESOURCES / "catalogue")
    tell_million(main, beside, COMPANY, catalogue, SETTINGS, Calendar(load_holidays()), NOW, 7, size)
    megabytes = (folder / "desk.db").stat().st_size >> 20
    return f"{watch.words()}  {size.orders:,} orders in {size.estates} estates, {megabytes:,} MB"


def floor(office: Office) -> str:
    """Bare SQL: how many records of each kind, estate by estate."""
    main, beside, watch, count = office.main, office.beside, Stopwatch(), 0
    scopes, begin = office.scopes(), start_of_day(FROM_ON)

    def told(scopes: list[str], where: str) -> str:
        span = where.replace(":1", str(begin)).replace(":2", str(NOW))
        return f"scope IN ({', '.join('?' * len(scopes))}) AND {span} GROUP BY scope"

    for record, where in COUNTED.items():
        rows = main.read(f"SELECT scope, COUNT(*) FROM {record} WHERE {told(scopes, where)}", scopes)
        count += sum(int(row[1]) for row in rows)
    own = [complaints_of(scope) for scope in scopes]
    sql = f"SELECT scope, COUNT(*) FROM complaint WHERE {told(own, _SPAN.format('received_at'))}"
    count += sum(int(row[1]) for row in beside.read(sql, own))
    return f"{watch.words()}  {count:,} records counted"


def figures(office: Office) -> str:
    watch = Stopwatch()
    found = office.sheets(office.books())
    totals = sorted(one.total or 0 for one in found.values())
    return f"{watch.words()}  {len(found)} sheets, {totals[0] / 10} to {totals[-1] / 10} marks"


def workbook(office: Office) -> str:
    """From the figures to the file, with the records behind them as far as a workbook takes them."""
    books = office.books()
    report = office.report(books)
    watch = Stopwatch()
    behind = Behind(books, period_of(books, office.scopes(), FROM_ON, UNTIL_ON, NOW))
    count = write_assessment(office.folder / "report.xlsx", report, behind)
    size = (office.folder / "report.xlsx").stat().st_size >> 10
    return f"{watch.words()}  {len(report.entries)} estates, {count:,} records of evidence, {size:,} KB"


def cells(office: Office) -> str:
    """The same values in the same cells, by openpyxl's own shortest way."""
    from openpyxl import Workbook, load_workbook

    read = load_workbook(office.folder / "report.xlsx", read_only=True)
    values = {}
    for sheet in read.worksheets:
        sheet.reset_dimensions()
        values[sheet.title] = list(sheet.iter_rows(values_only=True))
    watch = Stopwatch()
    book = Workbook(write_only=True)
    for title, rows in values.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(office.folder / "floor.xlsx")
    return f"{watch.words()}  {sum(len(row) for rows in values.values() for row in rows):,} cells"


def paper(office: Office) -> str:
    books = office.books()
    report = office.report(books)
    watch = Stopwatch()
    fonts = PaperFonts.load(RESOURCES / "fonts")
    behind = records_of(books, period_of(books, office.scopes(), FROM_ON, UNTIL_ON, NOW))
    pdf = render_assessment(fonts, report, records=behind)
    (office.folder / "report.pdf").write_bytes(pdf)
    return f"{watch.words()}  {pdf.count(b'/Type /Page ') or pdf.count(b'/Page'):,} pages, {len(pdf) >> 10:,} KB"


def words(office: Office) -> str:
    """Every row's words drawn by reportlab alone, a page an estate: no lines, no fitting, no charts."""
    from reportlab.pdfgen.canvas import Canvas

    report = office.report(office.books())
    PaperFonts.load(RESOURCES / "fonts")
    watch, count = Stopwatch(), 0
    canvas = Canvas(io.BytesIO())
    for entry in report.entries:
        canvas.setFont("WuyeSansSC-Regular", 7)
        told = [
            word
            for row in entry.sheet.rows
            for word in (row.content, row.method, row.actual, row.standard, str(row.score), row.remark, row.finding)
        ]
        for number, word in enumerate(told):
            canvas.drawString(20, 820 - number * 7, word)
        canvas.showPage()
        count += len(told)
    canvas.save()
    return f"{watch.words()}  {count:,} strings"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--estates", type=int, default=200)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="kept; an office that stands there is used again")
    parser.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    size = Size(options.estates, options.orders)
    if options.stage is not None:
        work: dict[str, Callable[[Office], str]] = {
            "floor": floor, "figures": figures, "workbook": workbook, "cells": cells, "paper": paper, "words": words,
            "build": lambda office: build(office.folder, size),
        }  # fmt: skip
        print(work[options.stage](Office(options.folder)))
        return
    print(f"load {os.getloadavg()[0]:.1f}; bars: figures {FIGURES_S} s, both documents {DOCUMENTS_S} s, {MEMORY_MB} MB")
    with tempfile.TemporaryDirectory() as passing:
        folder = options.folder or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        built = (folder / "desk.db").exists()
        for stage in STAGES[1:] if built else STAGES:
            told = ("--estates", str(size.estates), "--orders", str(size.orders), "--folder", str(folder))
            run = (sys.executable, "-m", "tests.benchmarks.assessment", *told, "--stage", stage)
            print(f"{stage:9}", subprocess.run(run, check=True, capture_output=True, text=True).stdout.strip())


if __name__ == "__main__":
    main()
