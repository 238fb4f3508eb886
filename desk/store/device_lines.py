"""The PC's own log on its way to the server: each line becomes a step in the scope `d/<device>`, once."""

from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from desk.domain.roles import Actor, Role
from desk.store import device
from desk.store.steps import StepRequest

if TYPE_CHECKING:
    from desk.store.database import Database
    from desk.store.steps import Steps

SENT = "lines_sent"  # of the table `device`: up to which line they are in the outbox
MOST = 200
LINES = 'SELECT n, at, "by", what, about FROM device_log WHERE n > ? ORDER BY n LIMIT ?'
KNOWN = "SELECT name, value FROM device WHERE name IN (?, ?)"


def gather(database: "Database", steps: "Steps") -> int:
    """Put the lines written since into the outbox; says how many. Killed anywhere: none is lost, none comes twice."""
    told = {str(name): str(value) for name, value in database.read(KNOWN, (device.ID, SENT))}
    own, done = told[device.ID], int(told.get(SENT, "0"))
    lines = database.read(LINES, (done, MOST))
    for n, at, by, what, about in lines:
        # The id follows from the line: where a kill came between the step and the mark below, it is there already.
        ent = str(uuid5(NAMESPACE_OID, f"{own}|{n}"))
        values = {"what": what, "noted_at": at} | ({"about": about} if about else {})
        if not database.read("SELECT 1 FROM device_line WHERE id = ?", (ent,)):
            steps.take(
                Actor(by or "", frozenset({Role.RULES})), StepRequest(f"d/{own}", "device_line", "note", values, ent)
            )
    if lines:
        with database.write() as connection:
            device.put(connection, SENT, lines[-1][0])
    return len(lines)
