"""The criteria that the program brings itself, as rows of the office's list."""

from pathlib import Path

from desk.domain.assessment_lists import CRITERIA
from desk.domain.list_cells import join_sentences
from desk.domain.lists import Cells, Layer
from desk.domain.rows import Row, read_rows


def own_rows(folder: Path) -> Layer:
    """The rows of assessment.toml; DeskError names the file and the row."""
    file = read_rows(folder / "assessment.toml")
    found = dict(map(_criterion, file.rows("criterion", at_least=1)))
    file.done()
    return {CRITERIA: found}


def _criterion(row: Row) -> tuple[str, Cells]:
    code = row.text("code")
    cells = {
        "item": row.text("item"),
        "name": row.text("name"),
        "says": row.text("says"),
        "marks": str(row.number("marks")),
        "target": str(row.number("target", 0) or ""),
        "every": str(row.number("every", 0) or ""),
        "cost": row.text("cost", ""),
        "at_least": row.text("at_least", ""),
        "each": join_sentences(row.texts("each", ())),
        "bands": join_sentences(row.texts("bands", ())),
    }
    row.done()
    return code, cells
