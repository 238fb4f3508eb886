"""The yearly assessment as a workbook: cover, ranking, a sheet per estate with live formulas, charts, evidence."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from reports.assessment import evidence, words
from reports.assessment.entries import Report
from reports.assessment.workbook_cover import NAME, write_contents, write_cover
from reports.assessment.workbook_evidence import Behind, Written, write_evidence
from reports.assessment.workbook_file import write_file
from reports.assessment.workbook_form import Placed, write_form
from reports.assessment.workbook_parts import Book
from reports.assessment.workbook_ranking import write_by_row, write_charts, write_ranking
from reports.workbook import Cancelled, whole_file

ESTATE_WORK = 100  # of the progress: an estate's sheet weighs as much as so many rows of evidence
FILE_WORK = 10  # and an estate again when the file is written
LISTED = 40  # estates that the cover names, on one page
Told = Callable[[int, int], None]


def write_assessment(
    path: Path,
    report: Report,
    behind: Behind | None = None,
    *,
    progress: Told = lambda done, of: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Writes the file whole or not at all; how many records of evidence it holds. Raises Cancelled or a DeskError.

    `behind` None: without evidence. More than `evidence.MOST` records are left out too, and the cover says so.
    `progress(done, of)` in parts of the whole work. Of a report without estates there is nothing to write.
    """
    if not report.entries:
        raise ValueError("no estate")
    work = _Work(report, behind, progress, cancelled)
    with closing(Book()) as book:
        return _write(path, book, report, behind, work)


def _write(path: Path, book: Book, report: Report, behind: Behind | None, work: "_Work") -> int:
    cover = book.book.worksheets[0]
    cover.title = book.free_name(NAME)
    line, contents = write_cover(book, report, cover), list[tuple[str, str]]()
    _beside_one_another(book, report, contents, work)
    found = [] if behind is None or work.too_many else _evidence(book, report, behind, work)
    contents += [(one.name, f"依据 {one.count:,} 条") for one in found]
    write_contents(book, cover, line, contents, work.asides)
    with whole_file(path) as unfinished:
        work.done(0)
        write_file(unfinished, book.book, book.values, {one.name: one.spooled for one in found})
    work.done(work.of)
    return sum(one.count for one in found)


class _Work:
    """How far it is, and whether to go on."""

    def __init__(self, report: Report, behind: Behind | None, progress: Told, cancelled: Callable[[], bool]) -> None:
        self.expected = evidence.expected(report)
        self.too_many = self.expected > evidence.MOST
        count = len(report.entries)
        rows = 0 if behind is None or self.too_many else self.expected
        self.of = count * (ESTATE_WORK + FILE_WORK) + rows
        self._so_far, self._progress, self._cancelled = 0, progress, cancelled
        self.asides: list[str] = []
        if behind is not None and self.too_many:
            said = f"依据名单约 {self.expected:,} 条, 太多, 没有放进本册; 请按小区另出, 或在考核页上点开看."
            self.asides.append(said)

    def done(self, more: int) -> None:
        if self._cancelled():
            raise Cancelled
        self._so_far = min(self.of, self._so_far + more)
        self._progress(self._so_far, self.of)


def _beside_one_another(
    book: Book, report: Report, contents: list[tuple[str, str]], work: _Work
) -> None:  # fmt: skip
    """The sheets of the estates in their order of rank, and before them, of several, ranking and charts."""
    placed: dict[str, Placed] = {}
    for one in report.ranking:
        work.done(ESTATE_WORK)
        placed[one.entry.sheet.scope] = write_form(book, report, one.entry)
    if len(report.entries) > 1:
        ranking = write_ranking(book, report, placed)
        by_row, share = write_by_row(book, report, placed)
        charts = write_charts(book, report, ranking, by_row, share)
        _to_front(book, [ranking, by_row, charts])
        contents += [(one.title, "全部小区") for one in (ranking, by_row, charts)]
    if len(report.entries) > LISTED:
        work.asides.append(f"各小区的表在“{words.RANKING}”里点小区名打开.")
        return
    for one in report.ranking:
        place = f"第 {one.place} 名" if one.place and len(report.entries) > 1 else words.state_words(one.entry)
        contents.append((placed[one.entry.sheet.scope].name, place))


def _to_front(book: Book, sheets: list[Worksheet]) -> None:
    """Behind the cover."""
    for place, one in enumerate(sheets, 1):
        book.book.move_sheet(one, place - book.book.sheetnames.index(one.title))


def _evidence(book: Book, report: Report, behind: Behind, work: _Work) -> list[Written]:
    """Estates in the order of their sheets; empty lists have no sheet."""
    scopes = [one.entry.sheet.scope for one in report.ranking]
    behind = replace(behind, period=replace(behind.period, scopes=tuple(scopes)))
    frozen = any(one.state is not None for one in report.entries)
    found = []
    for one in evidence.sheets(report):
        written = write_evidence(book, behind, one, frozen, work.done)
        found += [written] if written is not None else []
    return found
