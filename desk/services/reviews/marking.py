"""Which rows of a list wait to be decided. Today reads it before any rule is wanted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk.domain.roles import Actor
from desk.domain.values import Values
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

MARK = "undecided"
WORDS = "待裁定"
OPEN = "to_be_decided"


def undecided(database: "Database", actor: Actor, scope: str) -> frozenset[str]:
    """The ids of what waits; nearly always none."""
    where, parameters = visible_to(actor, scope, "branch")
    rows = database.read(f"SELECT DISTINCT ent FROM branch WHERE {where} AND status = ?", [*parameters, OPEN])
    return frozenset(str(row[0]) for row in rows)


def marked(database: "Database", actor: Actor, scope: str, rows: Sequence[Values]) -> list[Values]:
    """The same rows, each with the mark where it waits."""
    waits = undecided(database, actor, scope)
    return [{**one, MARK: True} if one.get("id") in waits else one for one in rows]
