"""From an address and a folder to a server: the store opened, its schema made the newest, the parts joined."""

import time
from collections.abc import Mapping
from pathlib import Path

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.domain.service import Rulebook
from desk.services import rulebook
from desk.store.holidays import load_holidays
from sync.server import erasing, schema
from sync.server.asked import Guard, Route
from sync.server.own_secrets import Secrets, secrets_of
from sync.server.rates import Rates
from sync.server.routes import GUARDS, ROUTES
from sync.server.serving import Server
from sync.server.store import Clock, Store

FINGERPRINT = "secret"


def system_time() -> int:
    """UTC milliseconds."""
    return time.time_ns() // 1_000_000


def open_store(url: str | None, folder: Path, clock: Clock | None = None) -> Store:
    """PostgreSQL at `url`, or the encrypted file in `folder`. Without a clock the database's time counts."""
    if url is not None:
        from sync.server.postgres_store import PostgresStore

        return PostgresStore(url, clock)
    from sync.server.sqlite_store import SqliteStore, open_file

    return SqliteStore(open_file(folder), clock)


def build_server(
    folder: Path,
    url: str | None = None,
    clock: Clock | None = None,
    *,
    routes: tuple[Route, ...] | None = None,
    guards: Mapping[str, Guard] | None = None,
    rates: Rates | None = None,
    store: Store | None = None,
    rules: Rulebook | None = None,
    calendar: Calendar | None = None,
) -> Server:
    """Open the data, bring it to the newest schema and join the parts; DeskError where they do not belong together.

    Without a clock the system's time counts (and the database's for `keep_from`). What is not given is the real one.
    """
    opened = store or open_store(url, folder, clock)
    try:
        schema.prepare(opened)
        server = Server(
            opened,
            rules or rulebook(),
            calendar or Calendar(load_holidays()),
            _secrets(opened, folder),
            clock or system_time,
            folder,
            ROUTES if routes is None else routes,
            GUARDS if guards is None else guards,
            rates,
        )
        erasing.replay(server)  # a backup that was restored has again what was erased since
    except BaseException:
        opened.close()
        raise
    return server


def _secrets(store: Store, folder: Path) -> Secrets:
    """The folder's secret, which must be the one that this database was written with."""
    with store.session() as session:
        known = session.read("SELECT value FROM fact WHERE name = ?", (FINGERPRINT,))
        secrets = secrets_of(folder, fresh=not known)
        if not known:
            session.run("INSERT INTO fact (name, value) VALUES (?, ?)", (FINGERPRINT, secrets.fingerprint))
        elif known[0][0] != secrets.fingerprint:
            raise DeskError("密钥文件和数据库不是一套", "请把建立这个数据库时的密钥文件放回数据文件夹")
    return secrets
