"""The sheets as a workbook or on paper, made on the work lane from what the page has read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desk.paths import RESOURCES
from desk.services.assessment import reads
from desk.services.assessment.assess import Assessed
from desk.services.assessment.freezing import thawed
from desk.ui.special.assessment import reading
from desk.ui.special.assessment.asked import Estate
from desk.ui.special.assessment.reading import Desk, Progress, Read
from desk.ui.special.save_pdf import write
from desk.ui.tasks import Cancelled

if TYPE_CHECKING:
    from reports.assessment.entries import Report

XLSX, PDF = "xlsx", "pdf"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which estates' sheets; `path` None: only to be looked at."""

    read: Read
    estates: Sequence[Estate]
    kind: str = PDF
    path: Path | None = None

    def report(self, desk: Desk) -> "Report":
        return self.read.report(self.estates, desk.person.name, desk.now)


@dataclass(frozen=True, slots=True)
class Made:
    pdf: bytes = b""
    records: int = 0


def whole(desk: Desk, wanted: Wanted, told: Progress) -> Wanted:
    """With the sheets that the page has not counted yet."""
    if all(one.scope in wanted.read.seen for one in wanted.estates):
        return wanted
    return replace(wanted, read=reading.read(desk, wanted.read.asked, wanted.estates, told))


def make(desk: Desk, wanted: Wanted, told: Progress, stopped: Callable[[], bool]) -> Made:
    """Written whole or not at all; raises Cancelled."""
    from reports import workbook

    wanted = whole(desk, wanted, told)
    try:
        return _book(desk, wanted, told, stopped) if wanted.kind == XLSX else _paper(desk, wanted, told, stopped)
    except workbook.Cancelled:
        raise Cancelled from None


def _book(desk: Desk, wanted: Wanted, told: Progress, stopped: Callable[[], bool]) -> Made:
    from reports.assessment.workbook import write_assessment
    from reports.assessment.workbook_evidence import Behind

    assert wanted.path is not None
    period = replace(wanted.read.period, scopes=tuple(one.scope for one in wanted.estates))
    behind = Behind(wanted.read.books, period, desk.person.id)
    count = write_assessment(wanted.path, wanted.report(desk), behind, progress=told, cancelled=stopped)
    return Made(records=count)


def _paper(desk: Desk, wanted: Wanted, told: Progress, stopped: Callable[[], bool]) -> Made:
    from reports.assessment.behind import records_of
    from reports.assessment.paper import render_assessment
    from reports.fonts import PaperFonts

    period = replace(wanted.read.period, scopes=tuple(one.scope for one in wanted.estates))
    pdf = render_assessment(
        PaperFonts.load(RESOURCES / "fonts"), wanted.report(desk), before=_before(desk, wanted),
        records=records_of(wanted.read.books, period), progress=told, cancelled=stopped,
    )  # fmt: skip
    if wanted.path is not None:
        write(wanted.path, pdf)
    return Made(pdf)


def _before(desk: Desk, wanted: Wanted) -> dict[str, Assessed]:
    """The same days a year ago, where they were frozen."""
    days, found = wanted.read.asked.days, dict[str, Assessed]()
    for one in wanted.estates:
        sheets = reads.frozen_sheets(desk.database, one.actor(desk.person), one.scope)
        held = reads.holding(sheets, reads.year_before(days.from_on), reads.year_before(days.until_on))
        if held is not None:
            found[one.scope] = thawed(held, one.scope, one.name)
    return found
