"""设置: what differs between companies and estates."""

from desk.domain.flow import master_data
from desk.domain.roles import Role
from desk.domain.service import Service
from desk.services.settings.record import LIST_ROW, SETTING
from desk.services.settings.rules import can_stand, listed

KEEPERS = frozenset({Role.MANAGER, Role.HEAD_OFFICE})

SERVICE = Service(
    "settings", "设置", (master_data(SETTING, KEEPERS, rule=can_stand), master_data(LIST_ROW, KEEPERS, rule=listed))
)
