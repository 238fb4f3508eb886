"""The program's own rows of the duty table and of the things handed over, read from resources."""

from pathlib import Path

from desk.domain import day_cells, list_cells
from desk.domain.duty_list import DUTY, OBJECTS, Activity
from desk.domain.lists import Cells, Layer
from desk.domain.roles import Role
from desk.domain.rows import Row, read_rows


def own_rows(folder: Path) -> Layer:
    """By list and code; DeskError where the file is wrong."""
    rows = read_rows(folder / "duty.toml")
    duty = [_duty(row) for row in rows.rows("duty", at_least=1)]
    objects = [_object(row) for row in rows.rows("object", at_least=1)]
    rows.done()
    return {DUTY: {cells["name"]: cells for cells in duty}, OBJECTS: {cells["name"]: cells for cells in objects}}


def _duty(row: Row) -> Cells:
    roles = [role for word in row.texts("roles") if (role := Role.of(word)) is not None]
    cells = {
        "name": row.text("name"),
        "activity": str(row.choice("activity", Activity)),
        "roles": list_cells.join_words(roles),
        "days": day_cells.days_text(row.text("days")),
        "hours": day_cells.spans_text(row.text("hours")),
        "people": "",
        "deputies": "",
        "from_on": "",
        "to_on": "",
    }
    row.done()
    return cells


def _object(row: Row) -> Cells:
    cells = {"name": row.text("name"), "count": str(row.number("count")), "unit": row.text("unit"), "place": ""}
    row.done()
    return cells
