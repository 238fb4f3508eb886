"""A confirmed import: what is stored, and the steps that write what the file says beyond it, some hundred at a time."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desk.domain.flow import Values
from desk.domain.places import room_short, sort_key
from desk.domain.roles import Actor
from desk.domain.service import Rulebook
from desk.services.residents.importing.compare import Existing, Planned, State
from desk.services.residents.importing.gather import KINDS
from desk.services.residents.importing.plan import ImportPlan
from desk.store.query import visible_to
from desk.store.rows import columns_of
from desk.store.steps import StepRequest

if TYPE_CHECKING:
    from desk.store.database import Database

AT_ONCE = 300  # steps of one transaction: half a second in which the counter waits


def existing(database: "Database", rules: Rulebook, actor: Actor, scope: str) -> Existing:
    """Everything of the estate that an import is compared with."""
    return Existing(**{kind: _live(database, rules, actor, scope, kind) for kind in KINDS})


def _live(database: "Database", rules: Rulebook, actor: Actor, scope: str, kind: str) -> list[Values]:
    where, given = visible_to(actor, scope)
    columns = columns_of(rules.known(kind).record)
    rows = database.read(columns.select(f"{where} AND status = 'active'"), given)
    return [columns.decode(row) for row in rows]


def parts(plan: ImportPlan) -> list[Sequence[Planned]]:
    """What is to be written, in order, one transaction after the other."""
    told = plan.to_write
    return [told[begin : begin + AT_ONCE] for begin in range(0, len(told), AT_ONCE)]


def not_allowed(plan: ImportPlan, rules: Rulebook, actor: Actor) -> str:
    """Which kind of record this person may not write; empty where all may be written."""
    for record in plan.to_write:
        flow = rules.known(record.kind)
        step = flow.step("add" if record.state is State.NEW else "edit")
        if step is None or not actor.may(step.by):
            return flow.record.label
    return ""


def requests(database: "Database", scope: str, part: Sequence[Planned]) -> list[StepRequest]:
    """The steps of one part. What is there already (a part written twice) is left out; what was voided comes back."""
    states = _states(database, scope, part)
    found: list[StepRequest] = []
    for record in part:
        state = states.get((record.kind, record.id))
        if record.state is State.CHANGED:
            values: Values = {name: told for name, (_, told) in record.changes.items()}
            was = {name: stored for name, (stored, _) in record.changes.items() if stored is not None}
            found.append(StepRequest(scope, record.kind, "edit", {**values, "was": was} if was else values, record.id))
            continue
        told = _told(record)
        if state is None:
            found.append(StepRequest(scope, record.kind, "add", told, record.id))
        elif state == "void":
            found.append(StepRequest(scope, record.kind, "restore", {}, record.id))
            found.append(StepRequest(scope, record.kind, "edit", told, record.id))
    return found


def _told(record: Planned) -> Values:
    """What a new record is stored with: what the file says, and how a home is called and sorted."""
    told = {name: value for name, value in record.values.items() if value not in (None, "", [])}
    numbers = tuple(str(told.get(name, "")) for name in ("building_no", "unit_no", "room_no"))
    if record.kind == "home":
        told |= {"room": room_short(*numbers), "sort_key": sort_key(*numbers)}
    elif record.kind == "unit":
        told["sort_key"] = sort_key(numbers[0], str(told["no"]))
    elif record.kind == "building":
        told["sort_key"] = sort_key(str(told["no"]))
    return told


def _states(database: "Database", scope: str, part: Sequence[Planned]) -> dict[tuple[str, str], Any]:
    states: dict[tuple[str, str], Any] = {}
    for kind in {record.kind for record in part}:
        ids = json.dumps([record.id for record in part if record.kind == kind])
        sql = f'SELECT id, status FROM "{kind}" WHERE scope = ? AND id IN (SELECT value FROM json_each(?))'
        states |= {(kind, str(row[0])): row[1] for row in database.read(sql, (scope, ids))}
    return states
