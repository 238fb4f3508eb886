"""How search stands to the rows: it follows them by notes, or is built anew and needs none of what was there before."""

from typing import TYPE_CHECKING

from desk.store import device

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.store.database import Database

FEW, MANY = 1_000, 20_000  # notes: from so many on building is quicker, where few are found so far or in any case
NAME = "search"
ANEW, BUILDING, READY = "anew", "building", "ready"  # a build is due, it has read what there is, it is done


def begin_anew(connection: "Connection", coming: int) -> bool:
    """So many entities are about to come, together: where building is quicker than to follow, it is due, and said so.

    What the build will read by itself needs no notes until it begins. Steps of the counter are noted all the same:
    they are found by their notes until then.
    """
    if coming > MANY:
        device.put(connection, NAME, ANEW)
    return coming > MANY


def is_anew(connection: "Connection") -> bool:
    """Whether a build will read whatever is written in this transaction."""
    sql = "SELECT 1 FROM device WHERE name=? AND value=?"
    return connection.exec_driver_sql(sql, (NAME, ANEW)).fetchone() is not None


def is_unfinished(database: "Database") -> bool:
    """Whether a build is due, or was broken off: then it must run from its start."""
    return database.read("SELECT 1 FROM device WHERE name=? AND value IN (?, ?)", (NAME, ANEW, BUILDING)) != []
