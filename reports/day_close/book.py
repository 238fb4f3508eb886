"""日结单 as a workbook: the same tables on one sheet, amounts as numbers, ready to be printed."""

from pathlib import Path

from reports.day_close.of_day import DayPaper, paper_of
from reports.tables_book import write_tables

WIDTHS = (14, 14, 14, 18, 10, 14, 13, 12, 22)


def write_day(path: Path, told: DayPaper) -> None:
    """Writes the file whole; a DeskError where it cannot be written."""
    write_tables(path, paper_of(told), told.day.day_on, WIDTHS)
