"""The kinds of complaints that the program brings itself, as rows of the office's list."""

from pathlib import Path

from desk.domain.complaint_lists import TYPES, Receiver
from desk.domain.lists import YES, Cells, Layer
from desk.domain.rows import Row, read_rows


def own_rows(folder: Path) -> Layer:
    """The program's own, from complaints.toml; DeskError names the row that is wrong."""
    file = read_rows(folder / "complaints.toml")
    rows = {code: cells for code, cells in map(_cells, file.rows("type", at_least=1))}
    file.done()
    return {TYPES: rows}


def _cells(row: Row) -> tuple[str, Cells]:
    code = row.text("code")
    cells = {
        "name": row.text("name"),
        "receiver": str(row.choice("receiver", Receiver)),
        "beside": str(row.choice("beside", Receiver)) if row.has("beside") else "",
        "urgent": YES if row.flag("urgent", False) else "",
        "urgent_when": row.text("urgent_when", ""),
        "criteria": row.text("criteria", ""),
        "hours": str(row.number("hours", 0) or ""),
        "forwarded": YES if row.flag("forwarded", False) else "",
    }
    row.done()
    return code, cells
