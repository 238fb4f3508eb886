"""One room per service of the office, in menu order."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.domain.service import Rulebook, Service

SERVICES = (
    "work_orders",
    "revisits",
    "slips",
    "takings",
    "residents",
    "estates",
    "people",
    "settings",
    "reviews",
    "device_lines",
)


def rulebook() -> "Rulebook":
    """Every service's flows, read from its folder."""
    from desk.domain.service import Rulebook

    return Rulebook(tuple(_load(name) for name in SERVICES))


def _load(name: str) -> "Service":
    from desk.domain.service import Service

    service = import_module(f"desk.services.{name}").SERVICE
    assert isinstance(service, Service)
    return service
