"""One room per service of the office, in menu order."""

from collections.abc import Collection, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.domain.calendar import Calendar
    from desk.domain.lists import Layer, Lists
    from desk.domain.open_matter import OpenMatter
    from desk.domain.roles import Actor
    from desk.domain.service import Rulebook, Service
    from desk.domain.settings import Settings
    from desk.store.database import Database

SERVICES = (
    "work_orders",
    "revisits",
    "slips",
    "takings",
    "fresh_orders",
    "housekeeping",
    "notices",
    "complaints",
    "residents",
    "estates",
    "people",
    "settings",
    "reviews",
    "device_lines",
    "hand_over",
    "night_log",
    "assessment",
)


def rulebook() -> "Rulebook":
    """Every service's flows, read from its folder."""
    from desk.domain.service import Rulebook

    return Rulebook(tuple(_load(name) for name in SERVICES))


def own_rows(folder: Path) -> "Layer":
    """The rows that rooms bring for the office's lists: `own_rows(folder)` of each room that has that module."""
    found: Layer = {}
    for room in _rooms_with("own_rows"):
        found = {**found, **room.own_rows(folder)}
    return found


def open_matters(
    database: "Database", actor: "Actor", scope: str, settings: "Settings", lists: "Lists", calendar: "Calendar",
    now: int, but: Collection[str] = (),
) -> "list[OpenMatter]":  # fmt: skip
    """What is open in every room that tells (`open_matters` with these arguments) `but` those, in no order."""
    rooms = [name for name in SERVICES if name not in but]
    found = open_by_room(database, actor, scope, settings, lists, calendar, now, rooms)
    return [one for matters in found.values() for one in matters]


def open_by_room(
    database: "Database", actor: "Actor", scope: str, settings: "Settings", lists: "Lists", calendar: "Calendar",
    now: int, rooms: Collection[str],
) -> "dict[str, tuple[OpenMatter, ...]]":  # fmt: skip
    """The same of these rooms alone, each by its name. What a room tells follows from its own records (and settings,
    lists, names of homes): whoever has read it once reads it again only where one of those was changed."""
    return {
        room.__name__.split(".")[-2]: tuple(
            room.open_matters(database, actor, scope, settings, lists, calendar, now)
        )
        for room in _rooms_with("open_matters", rooms)
    }  # fmt: skip


def _rooms_with(part: str, rooms: Collection[str] = SERVICES) -> Iterator[ModuleType]:
    for name in SERVICES:
        if name in rooms and find_spec(f"desk.services.{name}.{part}") is not None:
            yield import_module(f"desk.services.{name}.{part}")


def _load(name: str) -> "Service":
    from desk.domain.service import Service

    service = import_module(f"desk.services.{name}").SERVICE
    assert isinstance(service, Service)
    return service
