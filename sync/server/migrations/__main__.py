"""`python -m sync.server.migrations`: while nothing is released, the first migration is made again from the facts."""

import tempfile
from pathlib import Path

from desk.services import rulebook
from desk.store.database import Database, new_key
from sync.server.schema import MIGRATIONS, NEWEST, draft


def remake() -> Path:
    """The one migration of an empty database, in the place of the one before."""
    versions = MIGRATIONS / "versions"
    versions.mkdir(exist_ok=True)
    for old in versions.glob(f"{NEWEST}_*.py"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "empty.db", new_key())
        with database.write() as connection:
            draft(connection, rulebook().records, "the first schema", NEWEST)
        database.close()
    (made,) = versions.glob(f"{NEWEST}_*.py")
    return made


if __name__ == "__main__":
    print(remake())
