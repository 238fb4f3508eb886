"""业主: residents and what ties them to homes."""

from desk.domain.flow import master_data
from desk.domain.page import PageSpec, Pile
from desk.domain.roles import COUNTER, Role
from desk.domain.service import Service
from desk.services.residents.record import RESIDENCE, RESIDENT

KEEPERS = COUNTER | {Role.BUTLER, Role.HEAD_OFFICE, Role.RULES}

PAGE = PageSpec(
    name="residents",
    label="业主",
    icon="users",
    record="resident",
    piles=(Pile("active", "在住", ("active",), "id", counted=False), Pile("void", "已停用", ("void",), "id", False)),
    columns=("name", "phones", "level", "best_hours"),
    filters=("level",),
    facts=("phones", "level", "birthday_on", "best_hours", "note"),
    export=("name", "phones", "level", "birthday_on", "best_hours", "note"),
    empty="还没有业主档案",
    first_step="从 Excel 导入业主名单",
)

SERVICE = Service("residents", "业主", (master_data(RESIDENT, KEEPERS), master_data(RESIDENCE, KEEPERS)), (PAGE,))
