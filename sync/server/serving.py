"""The server's parts gathered: data, rules, calendar, lists, secrets. Two servers in one process share nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desk.domain.calendar import Calendar
from desk.domain.service import Rulebook
from desk.parts import own_lists
from desk.paths import RESOURCES
from desk.services.work_orders.catalogue import load_catalogue
from sync.server.asked import Asked, Guard, Principal, Route
from sync.server.blobs.opening import Opening
from sync.server.erasing import Register
from sync.server.meters import Meters
from sync.server.offices import Offices
from sync.server.own_secrets import Secrets
from sync.server.rates import Rates
from sync.server.recent import Recent
from sync.server.snapshot import Snapshots
from sync.server.store import Clock, Store

if TYPE_CHECKING:
    from ssl import SSLContext

    from desk.domain.lists import Layer
    from desk.services.work_orders.catalogue import Catalogue


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
    def erased(self) -> Register:
        """What was erased, outside the database."""
        return Register(self.folder)

    @cached_property
    def trusted(self) -> "SSLContext":
        """Whose word counts where we call: read once, it takes 50 ms."""
        import httpx

        return httpx.create_ssl_context()

    @cached_property
    def offices(self) -> "Offices":
        """What is in force in each scope, kept while it is."""
        return Offices(self.calendar, self.own_lists)

    def again(self, asked: Asked) -> Principal:
        """Who asks, proven anew: after a long wait it may be another answer."""
        return self.guards[asked.who.kind](self, replace(asked, now=self.clock()))

    def close(self) -> None:
        self.store.close()
