"""The office's lists as they are stored: company rows under estate rows, and the crews that slips go to."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desk.domain.duty_list import STAFF
from desk.domain.lists import OFF, YES, Cells, Layer, Level, Lists
from desk.domain.office_lists import CREWS

Read = Callable[[str, tuple[Any, ...]], Sequence[tuple[Any, ...]]]

# Should one code stand twice, the newest word counts, on every replica alike.
ROWS = "SELECT list_name, code, cells FROM list_row WHERE scope = ? AND status = 'active' ORDER BY head_eff, id"
CREW_ROWS = """SELECT name, trades, outside, phone, capacity FROM crew
               WHERE scope = ? AND status = 'active' ORDER BY sort_key, id"""
STAFF_ROWS = """SELECT s.id, s.name, s.staff_no, s.status, g.role, g.estate_id
                FROM staff s LEFT JOIN "grant" g ON g.staff_id = s.id AND g.status = 'active'
                WHERE s.scope = ? ORDER BY s.staff_no, s.id"""


def lists_in_force(read: Read, company: str, scope: str, own: Callable[[], Layer]) -> Lists:
    """Nothing is read before a list is asked for."""

    def layers() -> tuple[Layer, Sequence[tuple[Level, Layer]]]:
        estate_id = "" if scope == company else scope.partition("/")[2]
        base = {**own(), STAFF: _staff(read(STAFF_ROWS, (company,)), estate_id)}
        found = [(Level.COMPANY, _layer(read(ROWS, (company,))))]
        if scope != company:
            estate = _layer(read(ROWS, (scope,)))
            found.append((Level.ESTATE, {**estate, CREWS: _crews(read(CREW_ROWS, (scope,)), base)}))
        return base, found

    return Lists(layers)


def cells_of(stored: Any) -> Cells:
    """A row's cells as they are stored in its list field: [{name, value}]."""
    told = json.loads(stored) if isinstance(stored, str) else stored or ()
    return {str(one.get("name") or ""): str(one.get("value") or "") for one in told if isinstance(one, Mapping)}


def stored_cells(cells: Cells) -> list[dict[str, str]]:
    """The other way: what a step carries."""
    return [{"name": name, "value": value} for name, value in cells.items()]


def _layer(rows: Sequence[tuple[Any, ...]]) -> dict[str, dict[str, Cells]]:
    found: dict[str, dict[str, Cells]] = {}
    for name, code, cells in rows:
        found.setdefault(str(name), {})[str(code)] = cells_of(cells)
    return found


def _staff(rows: Sequence[tuple[Any, ...]], estate_id: str) -> dict[str, Cells]:
    """Who works here, by id, so that a row may name a person; who no longer does is known and not to be chosen.

    Two of one name are told apart by their number.
    """
    found: dict[str, dict[str, str]] = {}
    for ent, name, number, status, role, estate in rows:
        here = role and (not estate_id or estate == estate_id)
        cells = found.setdefault(str(ent), {"name": str(name), "staff_no": str(number or ""), "roles": "", OFF: YES})
        if here and status == "active":
            cells[OFF] = ""
            roles = cells["roles"].split("、") if cells["roles"] else []
            cells["roles"] = "、".join(dict.fromkeys([*roles, str(role)]))
    names = Counter(cells["name"] for cells in found.values())
    for cells in found.values():
        if names[cells["name"]] > 1:
            cells["name"] = f"{cells['name']}({cells['staff_no']})"
    return dict(found)


def _crews(rows: Sequence[tuple[Any, ...]], own: Layer) -> dict[str, Cells]:
    """The estate's crews; one the program knows stands under the code it has there."""
    codes = {cells.get("name", code): code for code, cells in own.get(CREWS, {}).items()}
    return {
        codes.get(str(name), str(name)): {
            "name": str(name),
            "trades": "、".join(one for one in json.loads(trades or "[]") if isinstance(one, str)),
            "outside": YES if outside else "",
            "phone": str(phone or ""),
            "capacity": str(capacity or ""),
        }
        for name, trades, outside, phone, capacity in rows
    }
