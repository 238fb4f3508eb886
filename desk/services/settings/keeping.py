"""What an office has said of its settings and lists, at which level, and the steps that say it otherwise."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from desk.domain.errors import DeskError
from desk.domain.lists import Cells, Level, ListFacts, Lists, check_row
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Actor
from desk.domain.settings import Setting, Settings
from desk.store.listed import cells_of, stored_cells
from desk.store.query import visible_to
from desk.store.steps import Changed, StepRequest

if TYPE_CHECKING:
    from desk.store.database import Database

ACTIVE = "active"
FACTS: Mapping[str, Setting] = {fact.key: fact for fact in ALL_SETTINGS}


class Said(NamedTuple):
    """One stored word: of a setting its text, of a list's row its cells."""

    ent: str
    active: bool
    text: str
    cells: Cells


Words = dict[str, list[Said]]  # by key of the setting, or by "list/code"; the newest last


def row_key(name: str, code: str) -> str:
    return f"{name}/{code}"


def said_settings(database: "Database", actor: Actor, scope: str) -> Words:
    where, given = visible_to(actor, scope)
    rows = database.read(f"SELECT id, key, value, status FROM setting WHERE {where} ORDER BY head_eff, id", given)
    found: Words = {}
    for ent, key, value, status in rows:
        found.setdefault(str(key), []).append(Said(str(ent), status == ACTIVE, str(value), {}))
    return found


def said_rows(database: "Database", actor: Actor, scope: str) -> Words:
    where, given = visible_to(actor, scope)
    rows = database.read(
        f"SELECT id, list_name, code, cells, status FROM list_row WHERE {where} ORDER BY head_eff, id", given
    )
    found: Words = {}
    for ent, name, code, cells, status in rows:
        held = Said(str(ent), status == ACTIVE, "", cells_of(cells))
        found.setdefault(row_key(str(name), str(code)), []).append(held)
    return found


def newest(words: Sequence[Said]) -> Said | None:
    """The word that counts, if one does."""
    return next((one for one in reversed(words) if one.active), None)


def texts(words: Words) -> dict[str, str]:
    """A layer of settings as they stand."""
    return {key: held.text for key, said in words.items() if (held := newest(said)) is not None}


def check_setting(fact: Setting, text: str, company: Mapping[str, str], estate: Mapping[str, str] | None) -> Settings:
    """The settings as they would be (`estate` None: the company's own are written); DeskError where they cannot be."""
    if estate is None:
        return Settings({**company, fact.key: text}, facts=ALL_SETTINGS)
    return Settings(company, {**estate, fact.key: text}, facts=ALL_SETTINGS)


def setting_steps(scope: str, key: str, text: str | None, said: Sequence[Said]) -> list[StepRequest]:
    """None: no word of this level's own any more. Nothing where nothing changes."""
    if text is None:
        return _voided(scope, "setting", said)
    held = newest(said)
    if held is None:
        return [StepRequest(scope, "setting", "add", {"key": key, "value": text})]
    return [] if held.text == text else [StepRequest(scope, "setting", "edit", {"value": text}, held.ent)]


def row_steps(scope: str, name: str, code: str, cells: Cells | None, said: Sequence[Said]) -> list[StepRequest]:
    """The same for a row of a list."""
    if cells is None:
        return _voided(scope, "list_row", said)
    held = newest(said)
    told = {"cells": stored_cells(cells)}
    if held is None:
        return [StepRequest(scope, "list_row", "add", {"list_name": name, "code": code, **told})]
    return [] if dict(held.cells) == dict(cells) else [StepRequest(scope, "list_row", "edit", told, held.ent)]


def _voided(scope: str, record: str, said: Sequence[Said]) -> list[StepRequest]:
    return [StepRequest(scope, record, "void", {}, one.ent) for one in said if one.active]


def undo_of(request: StepRequest, changed: Changed, said: Sequence[Said]) -> StepRequest:
    """What takes one such step back."""
    ent = request.ent or changed.ents[-1]
    if request.step == "add":
        return StepRequest(request.scope, request.record, "void", {}, ent)
    if request.step == "void":
        return StepRequest(request.scope, request.record, "restore", {}, ent)
    held = next(one for one in said if one.ent == ent)
    values = {"value": held.text} if request.record == "setting" else {"cells": stored_cells(held.cells)}
    return StepRequest(request.scope, request.record, "edit", values, ent)


def typed_row(facts: ListFacts, code: str, typed: Mapping[str, str], level: Level, lists: Lists) -> tuple[str, Cells]:
    """A row as it is stored, checked beside the others as they would be; DeskError names the column.

    `code` empty: a new row, its code in `typed["code"]` or made from its name. A column nobody typed stays as it is.
    """
    there = lists.every(facts.name).get(code, {}) if code else {}
    cells = {one.name: str(there.get(one.name, "")) for one in facts.all_columns}
    for column in facts.all_columns:
        if column.name in typed:
            cells[column.name] = column.stored(typed[column.name], lists)
    known = code or facts.code_of(typed.get("code", ""), cells)
    if not code and known in lists.every(facts.name):
        raise DeskError(f"“{known}”已经有了", "请改那一行, 或换一个", "code" if facts.key else "name")
    check_row(facts, known, cells, lists.with_row(level, facts.name, known, cells))
    return known, cells
