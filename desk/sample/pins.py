"""What the first screen must know of sample data: its PINs, and whether it may be made anew. No other imports."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.store.database import Database

BUILT_ON = "sample_built_on"  # a row of the table `device`; only sample data has it
BUILT = "SELECT value FROM device WHERE name = ?"


def sample_pin(staff_no: str) -> str:
    """The PIN of a sample person: shown on the sign-in page of sample data only."""
    return f"26{staff_no.zfill(2)[-2:]}"


def is_sample(database: "Database") -> bool:
    return bool(database.read(BUILT, (BUILT_ON,)))


def is_stale(database: "Database", today: str) -> bool:
    """Whether this sample is of an earlier day and nobody has entered anything: then it may be made anew."""
    built = database.read(BUILT, (BUILT_ON,))
    if not built or str(built[0][0]) == today:
        return False
    return not database.read("SELECT 1 FROM outbox LIMIT 1")
