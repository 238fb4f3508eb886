"""小区: estates, buildings, units, homes, public places, crews."""

from desk.domain.flow import master_data
from desk.domain.roles import Role
from desk.domain.service import Service
from desk.services.estates.record import BUILDING, CREW, ESTATE, HOME, PLACE, UNIT

KEEPERS = frozenset({Role.SUPERVISOR, Role.MANAGER, Role.HEAD_OFFICE})

SERVICE = Service(
    "estates",
    "小区",
    (
        master_data(ESTATE, frozenset({Role.HEAD_OFFICE})),
        master_data(BUILDING, KEEPERS),
        master_data(UNIT, KEEPERS),
        master_data(HOME, KEEPERS | {Role.BUTLER}),
        master_data(PLACE, KEEPERS),
        master_data(CREW, KEEPERS | {Role.FOREMAN}),
    ),
)
