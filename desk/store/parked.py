"""暂存: intakes that were put aside on this PC, each kept as it was said; several at a time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sync.protocol.envelope import uuid7

if TYPE_CHECKING:
    from desk.store.database import Database


@dataclass(frozen=True, slots=True)
class ParkedDraft:
    """`title` is what the strip shows, `draft` what was said so far (by name), `at` when it was first put aside."""

    id: str
    by: str
    at: int
    title: str
    draft: Mapping[str, Any] = field(repr=False)


def park(
    database: "Database", scope: str, by: str, at: int, title: str, draft: Mapping[str, Any], ent: str = ""
) -> str:
    """Put a draft aside, or put one that was taken up (`ent`) back with what was added; says its id.

    Its age goes on from the first time: a caller does not wait less because somebody looked at the card.
    """
    kept = ent or uuid7(at)
    with database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO parked (id, scope, by, at, title, draft) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET by=excluded.by, title=excluded.title, draft=excluded.draft",
            (kept, scope, by, at, title, json.dumps(dict(draft), ensure_ascii=False)),
        )
    return kept


def all_parked(database: "Database", scope: str) -> list[ParkedDraft]:
    """Every draft put aside in this estate, the longest waiting first: Alt+1 is the oldest."""
    rows = database.read("SELECT id, by, at, title, draft FROM parked WHERE scope = ? ORDER BY at, id", (scope,))
    return [_draft(row) for row in rows]


def resume(database: "Database", scope: str, ent: str) -> ParkedDraft | None:
    """Take a draft up again. It stays kept until `discard`, so that a power cut in between loses nothing."""
    rows = database.read("SELECT id, by, at, title, draft FROM parked WHERE scope = ? AND id = ?", (scope, ent))
    return _draft(rows[0]) if rows else None


def discard(database: "Database", scope: str, ent: str) -> None:
    """The draft has become an order, or nothing is left to say in it."""
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM parked WHERE scope = ? AND id = ?", (scope, ent))


def _draft(row: tuple[Any, ...]) -> ParkedDraft:
    ent, by, at, title, draft = row
    return ParkedDraft(ent, by, at, title, json.loads(draft))
