"""班组与外单位: kept as records of the estate, shown and changed like the rows of any other list."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk.domain.flow import Values
from desk.domain.list_cells import words_of
from desk.domain.lists import OFF, YES, Cells, Lists
from desk.domain.office_lists import CREWS
from desk.domain.roles import Actor
from desk.services.settings.keeping import ACTIVE, Said, Words, row_key
from desk.store.query import visible_to
from desk.store.steps import Changed, StepRequest

if TYPE_CHECKING:
    from desk.store.database import Database


def said_crews(database: "Database", actor: Actor, scope: str, lists: Lists) -> Words:
    """By the code other lists name them by; one out of use stands under its name."""
    where, given = visible_to(actor, scope)
    columns = "id, name, trades, outside, phone, capacity, status"
    rows = database.read(f"SELECT {columns} FROM crew WHERE {where} ORDER BY sort_key, name, id", given)
    codes = {cells.get("name"): code for code, cells in lists.every(CREWS).items()}
    found: Words = {}
    for ent, name, trades, outside, phone, capacity, status in rows:
        cells: Cells = {
            "name": str(name),
            "trades": "、".join(json.loads(trades)) if trades else "",
            "outside": YES if outside else "",
            "phone": str(phone or ""),
            "capacity": str(capacity or ""),
            OFF: "" if status == ACTIVE else YES,
        }
        key = row_key(CREWS, str(codes.get(name, name)))
        found.setdefault(key, []).append(Said(str(ent), status == ACTIVE, "", cells))
    return found


def crew_steps(scope: str, cells: Cells, said: Sequence[Said]) -> list[StepRequest]:
    """What makes the crew so: added, changed, put out of use or taken up again."""
    values: Values = {
        "name": cells.get("name", ""),
        "trades": list(words_of(cells.get("trades", ""))),
        "outside": cells.get("outside") == YES,
        "phone": cells.get("phone", ""),
        "capacity": int(cells["capacity"]) if cells.get("capacity") else None,
    }
    if not said:
        return [
            StepRequest(scope, "crew", "add", {name: told for name, told in values.items() if told not in ("", None)})
        ]
    held = said[-1]
    off = cells.get(OFF) == YES
    steps = [] if held.active != off else [StepRequest(scope, "crew", "void" if off else "restore", {}, held.ent)]
    same = all(str(held.cells.get(name) or "") == str(cells.get(name) or "") for name in values)
    if off or same:
        return steps
    return [*steps, StepRequest(scope, "crew", "edit", values, held.ent)]


def crew_undo(request: StepRequest, changed: Changed, said: Sequence[Said]) -> StepRequest:
    ent = request.ent or changed.ents[-1]
    other = {"add": "void", "void": "restore", "restore": "void"}.get(request.step)
    if other is not None:
        return StepRequest(request.scope, "crew", other, {}, ent)
    (back,) = crew_steps(request.scope, said[-1].cells, [said[-1]._replace(cells={})])
    return back
