"""Who works here: the roles of the office and what a person holds."""

from typing import NamedTuple

from desk.domain.code import Code


class Role(Code):
    """The roles of mission.md; the last four have no account and never sign in."""

    CLERK = "clerk", "客服"
    SUPERVISOR = "supervisor", "客服主管"
    SQUAD_LEADER = "squad_leader", "秩序维护班长"
    FOREMAN = "foreman", "工程班长"
    BUTLER = "butler", "管家"
    MANAGER = "manager", "项目经理"
    ACCOUNTANT = "accountant", "财务"
    HEAD_OFFICE = "head_office", "总部"
    GUARD = "guard", "秩序维护员"
    TECHNICIAN = "technician", "维修工"
    RULES = "rules", "系统规则"


R = Role
WITH_ACCOUNT = frozenset(
    {R.CLERK, R.SUPERVISOR, R.SQUAD_LEADER, R.FOREMAN, R.BUTLER, R.MANAGER, R.ACCOUNTANT, R.HEAD_OFFICE}
)
# Everybody who may sit at the counter and do its daily work: at night that is the squad leader.
COUNTER = frozenset({R.CLERK, R.SUPERVISOR, R.SQUAD_LEADER, R.MANAGER})
LEADERS = frozenset({R.SUPERVISOR, R.FOREMAN, R.MANAGER})
EVERYBODY = WITH_ACCOUNT


class Shift(Code):
    """When a person is on duty. It stands here because the first screen names it."""

    DAY = "day", "白班"
    LUNCH = "lunch", "午间"
    NIGHT = "night", "夜班"
    OFF = "off", "休息"


class Actor(NamedTuple):
    """The person an op speaks for, with the roles held in the op's scope.

    A named tuple, like what else the first screen needs: making a dataclass costs a millisecond or two each.
    """

    id: str
    roles: frozenset[Role]
    name: str = ""
    staff_no: str = ""

    def may(self, by: frozenset[Role]) -> bool:
        return not self.roles.isdisjoint(by)
