"""The server's parts gathered: data, rules, calendar, lists, secrets. Two servers in one process share nothing."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.domain.service import Rulebook
from desk.parts import own_lists
from desk.paths import RESOURCES
from desk.services import rulebook
from desk.services.work_orders.catalogue import load_catalogue
from desk.store.holidays import load_holidays
from sync.server import schema
from sync.server.asked import Asked, Guard, Principal, Route
from sync.server.blobs.opening import Opening
from sync.server.meters import Meters
from sync.server.offices import Offices
from sync.server.own_secrets import Secrets, secrets_of
from sync.server.rates import Rates
from sync.server.recent import Recent
from sync.server.snapshot import Snapshots
from sync.server.store import Clock, Store, open_store

if TYPE_CHECKING:
    from desk.domain.lists import Layer
    from desk.services.work_orders.catalogue import Catalogue

FINGERPRINT = "secret"


@dataclass
class Server:
    """What every endpoint is given. `rates` None: nobody is held back (the simulation's clocks stand still)."""

    store: Store
    rules: Rulebook
    calendar: Calendar
    secrets: Secrets
    clock: Clock
    folder: Path
    routes: tuple[Route, ...]
    guards: Mapping[str, Guard]
    rates: Rates | None = None
    meters: Meters = field(default_factory=Meters)
    snapshots: Snapshots = field(default_factory=Snapshots)
    opening: Opening = field(default_factory=Opening)
    recent: Recent = field(default_factory=Recent)

    @cached_property
    def catalogue(self) -> "Catalogue":
        """The tree of problems that the program brings itself."""
        return load_catalogue(RESOURCES / "catalogue")

    @cached_property
    def own_lists(self) -> "Layer":
        """The rows of the office's lists that the program brings itself."""
        return own_lists(self.catalogue)

    @cached_property
    def offices(self) -> "Offices":
        """What is in force in each scope, kept while it is."""
        return Offices(self.calendar, self.own_lists)

    def again(self, asked: Asked) -> Principal:
        """Who asks, proven anew: after a long wait it may be another answer."""
        return self.guards[asked.who.kind](self, replace(asked, now=self.clock()))

    def close(self) -> None:
        self.store.close()


def system_time() -> int:
    """UTC milliseconds."""
    return time.time_ns() // 1_000_000


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
    from sync.server.routes import GUARDS, ROUTES

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
