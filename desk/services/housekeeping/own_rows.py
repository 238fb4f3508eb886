"""The works and companies that the program brings itself, as rows of the office's lists."""

from pathlib import Path

from desk.domain.housekeeping_lists import COMPANIES, WORKS
from desk.domain.list_cells import join_sentences, join_words
from desk.domain.lists import Cells, Layer
from desk.domain.rows import Row, read_rows


def own_rows(folder: Path) -> Layer:
    """The rows of housekeeping.toml; DeskError names the file and the row."""
    file = read_rows(folder / "housekeeping.toml")
    works = dict(map(_work, file.rows("work", at_least=1)))
    companies = dict(map(_company, file.rows("company")))
    file.done()
    return {WORKS: works, COMPANIES: companies}


def _work(row: Row) -> tuple[str, Cells]:
    code = row.text("code")
    cells = {
        "name": row.text("name"),
        "words": join_words(row.texts("words")),
        "minutes": str(row.number("minutes", 0) or ""),
        "price": row.text("price"),
        "precautions": join_sentences(row.texts("precautions", ())),
    }
    row.done()
    return code, cells


def _company(row: Row) -> tuple[str, Cells]:
    code = row.text("code")
    cells = {
        "name": row.text("name"),
        "phone": row.text("phone"),
        "contact": row.text("contact", ""),
        "works": join_words(row.texts("works", ())),
        "hours": row.text("hours", ""),
        "confirm_minutes": str(row.number("confirm_minutes", 0) or ""),
    }
    row.done()
    return code, cells
