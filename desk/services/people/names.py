"""The names of those who took steps, for histories on screen and paper."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.store.database import Database


def names_of(database: "Database", ids: Iterable[str]) -> dict[str, str]:
    """By staff id; whoever is not on this desk is left out."""
    wanted = sorted({one for one in ids if one})
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    rows = database.read(f"SELECT id, name FROM staff WHERE id IN ({marks})", wanted)
    return {str(ent): str(name) for ent, name in rows}
