"""Small choices that this PC remembers: a person's columns, a printer's paper. Never a person's data."""

import json
from typing import Any

from PySide6.QtCore import QObject

from desk.store import device
from desk.store.database import Database
from desk.ui.counter import Counter


def recall(database: Database, name: str) -> Any:
    """What was remembered under a name, or None; what cannot be read is as if it were not there."""
    rows = database.read("SELECT value FROM device WHERE name = ?", (name,))
    try:
        return json.loads(rows[0][0]) if rows else None
    except ValueError:
        return None


def remember(counter: Counter, owner: QObject, name: str, value: Any) -> None:
    """Keep it, on the lane of the writes."""
    text = json.dumps(value, ensure_ascii=False)

    def work() -> None:
        with counter.database.write() as connection:
            device.put(connection, name, text)

    counter.db.run(owner, work)
