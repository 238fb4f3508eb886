"""小区: estates, buildings, units, homes, public places, crews."""

from desk.domain.flow import master_data
from desk.domain.roles import Role
from desk.domain.service import Service
from desk.services.estates.record import BUILDING, CREW, ESTATE, HOME, PLACE, UNIT

# The rules themselves found the first estate (desk.store.bootstrap): nobody is there yet who might.
FOUNDERS = frozenset({Role.HEAD_OFFICE, Role.RULES})
KEEPERS = frozenset({Role.SUPERVISOR, Role.MANAGER}) | FOUNDERS

SERVICE = Service(
    "estates",
    "小区",
    (
        master_data(ESTATE, FOUNDERS),
        master_data(BUILDING, KEEPERS),
        master_data(UNIT, KEEPERS),
        master_data(HOME, KEEPERS | {Role.BUTLER}),
        master_data(PLACE, KEEPERS),
        master_data(CREW, KEEPERS | {Role.FOREMAN}),
    ),
)
