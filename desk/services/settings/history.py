"""Who changed which setting or row, when, from what to what: read from the log."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from desk.domain.deciding import Is
from desk.domain.lists import Cells, Level, Lists
from desk.domain.office_lists import list_facts
from desk.domain.roles import Actor
from desk.services.settings.keeping import FACTS
from desk.store import log
from desk.store.listed import cells_of
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

GONE = "不再单设"
MOST = 200
IN_VAIN = (Is.DENIED, Is.UNKNOWN)


class Change(NamedTuple):
    """One change; `what` names the setting or the row, `words` say from what to what."""

    at: int
    who: str
    level: Level
    what: str
    words: str


class _Held(NamedTuple):
    ent: str
    record: str
    level: Level
    key: str
    list_name: str


def of_setting(database: "Database", actor: Actor, company: str, scope: str, key: str) -> list[Change]:
    """The newest first, the company's changes among them."""
    return _changes(database, _settings(database, actor, company, scope, key), Lists())


def of_row(
    database: "Database", actor: Actor, company: str, scope: str, name: str, code: str, lists: Lists
) -> list[Change]:
    held = [one for one in _rows(database, actor, company, scope, name) if one.key == code]
    return _changes(database, held, lists)


def everything(database: "Database", actor: Actor, company: str, scope: str, lists: Lists) -> list[Change]:
    """Whatever was changed here or in the company, the newest first."""
    held = [*_settings(database, actor, company, scope), *_rows(database, actor, company, scope)]
    return _changes(database, held, lists)[:MOST]


def _scopes(company: str, scope: str) -> list[tuple[Level, str]]:
    return [(Level.COMPANY, company)] + ([(Level.ESTATE, scope)] if scope != company else [])


def _settings(database: "Database", actor: Actor, company: str, scope: str, key: str = "") -> list[_Held]:
    found = []
    for level, one in _scopes(company, scope):
        where, given = visible_to(actor, one)
        rows = database.read(f"SELECT id, key FROM setting WHERE {where} AND (? = '' OR key = ?)", [*given, key, key])
        found += [_Held(str(ent), "setting", level, str(named), "") for ent, named in rows]
    return found


def _rows(database: "Database", actor: Actor, company: str, scope: str, name: str = "") -> list[_Held]:
    found = []
    for level, one in _scopes(company, scope):
        where, given = visible_to(actor, one)
        rows = database.read(
            f"SELECT id, list_name, code FROM list_row WHERE {where} AND (? = '' OR list_name = ?)",
            [*given, name, name],
        )
        found += [_Held(str(ent), "list_row", level, str(code), str(listed)) for ent, listed, code in rows]
    return found


def _changes(database: "Database", held: Iterable[_Held], lists: Lists) -> list[Change]:
    names = {str(ent): str(name) for ent, name in database.read("SELECT id, name FROM staff")}
    found: list[Change] = []
    for one in held:
        found += _setting_changes(database, one, names) if one.record == "setting" else _row_changes(
            database, one, names, lists
        )  # fmt: skip
    return sorted(found, key=lambda change: change.at, reverse=True)


def _setting_changes(database: "Database", one: _Held, names: Mapping[str, str]) -> list[Change]:
    fact = FACTS.get(one.key)
    label, unit = (fact.label, fact.unit) if fact else (one.key, "")
    before = ""
    found = []
    for entry in log.history(database, one.ent):
        now = "" if entry.step == "void" else str(entry.values.get("value") or before)
        if entry.step == "void":
            words = f"{before}{unit} → {GONE}"
        else:
            old = f"{before}{unit}" if before and entry.step == "edit" else f"默认 {fact.default}{unit}" if fact else ""
            words = f"{old} → {now}{unit}"
        if entry.did.verdict in IN_VAIN:
            words, now = f"{words} ({entry.did.verdict.label})", before
        found.append(Change(entry.head.at, names.get(entry.head.by, "系统"), one.level, label, words))
        before = now or before
    return found


def _row_changes(database: "Database", one: _Held, names: Mapping[str, str], lists: Lists) -> list[Change]:
    facts = list_facts(one.list_name)
    below = lists.below(one.level, one.list_name, one.key)
    before: Cells = below or {}
    title = facts.label if facts else one.list_name
    found = []
    for entry in log.history(database, one.ent):
        now = cells_of(entry.values.get("cells")) if entry.values.get("cells") else before
        if entry.step == "void":
            words = GONE
        elif entry.step == "restore":
            words = "恢复使用"
        elif entry.step == "add" and below is None:
            words = "新增"
        else:
            words = _differences(one.list_name, before, now, lists) or "没有变化"
        what = f"{title}·{now.get('name') or one.key}"
        if entry.did.verdict in IN_VAIN:
            words, now = f"{words} ({entry.did.verdict.label})", before
        found.append(Change(entry.head.at, names.get(entry.head.by, "系统"), one.level, what, words))
        before = now
    return found


def _differences(name: str, before: Cells, now: Cells, lists: Lists) -> str:
    facts = list_facts(name)
    if facts is None:
        return "已改"
    parts = []
    for column in facts.all_columns:
        old, new = before.get(column.name, ""), now.get(column.name, "")
        if old != new:
            parts.append(f"{column.label} {column.shown(old, lists) or '空'} → {column.shown(new, lists) or '空'}")
    return "; ".join(parts)
