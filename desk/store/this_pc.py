"""What this PC remembers for itself: its looks, the estate last chosen, the camera's folder. Never sent."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.store.database import Database

# Names in the table `device`, apart from those the device counts by.
MODE, SCALE, ESTATE, CAMERA = "pc.mode", "pc.scale", "pc.estate", "pc.camera"
REMEMBERED = "SELECT name, value FROM device WHERE name LIKE 'pc.%'"


def remembered(database: "Database") -> dict[str, str]:
    """Everything remembered, by name; a plain read that the first screen can afford."""
    return {str(name): str(value) for name, value in database.read(REMEMBERED)}


def remember(database: "Database", values: Mapping[str, str]) -> None:
    """Keep these for the next start."""
    from desk.store import device

    with database.write() as connection:
        for name, value in values.items():
            device.put(connection, name, value)
