"""员工: staff and the roles they hold."""

from desk.domain.flow import master_data
from desk.domain.roles import Role
from desk.domain.service import Service
from desk.services.people.record import GRANT, STAFF
from desk.services.people.rules import may_grant

# The rules themselves write the first person (desk.store.bootstrap): nobody is there yet who might.
KEEPERS = frozenset({Role.MANAGER, Role.HEAD_OFFICE, Role.RULES})

SERVICE = Service("people", "员工", (master_data(STAFF, KEEPERS), master_data(GRANT, KEEPERS, rule=may_grant)))
