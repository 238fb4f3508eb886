"""The program's own notice types, read from its file."""

from pathlib import Path

from desk.domain.list_cells import join_words
from desk.domain.lists import YES, Cells, Layer
from desk.domain.notice_lists import NOTICES, Audience, ReviewMode
from desk.domain.rows import Row, read_rows
from desk.services.notices.types import FLAGS, NUMBERS


def own_rows(folder: Path) -> Layer:
    """The rows of notices.toml; DeskError names the file and the row."""
    file = read_rows(folder / "notices.toml")
    rows = dict(map(_row, file.rows("type", at_least=1)))
    file.done()
    return {NOTICES: rows}


def _row(row: Row) -> tuple[str, Cells]:
    code = row.text("code")
    cells = {"name": row.text("name"), "title": row.text("title"), "tips": row.text("tips", "")}
    cells |= {name: str(row.number(name, 0) or "") for name in NUMBERS}
    cells |= {name: YES if row.flag(name, False) else "" for name in FLAGS}
    cells["review"] = str(row.choice("review", ReviewMode))
    cells["audience"] = str(row.choice("audience", Audience)) if row.has("audience") else ""
    cells["problems"] = join_words(row.texts("problems", ()))
    row.done()
    return code, cells
