"""Staff, and the roles they hold in an estate. Passwords are not here: no verifier ever enters a log."""

from dataclasses import dataclass

from desk.domain.field import Kind, RecordType, Scope, Sought, field
from desk.domain.flow import Life
from desk.domain.roles import Role, Shift


@dataclass
class Staff:
    name: str = field("姓名", required=True, searched=True, sought=Sought.NAME, width=8, limit=60)
    staff_no: str = field("工号", required=True, width=5, limit=20)
    phone: str = field("电话", private=True, width=12, limit=40)
    account: bool = field("可以登录", Kind.FLAG)
    skills: list[str] = field("技能", Kind.LIST, width=12)
    status: str = field("状态", Kind.CODE, code=Life)


@dataclass
class Grant:
    """A role in one estate; head office holds one in each."""

    staff_id: str = field("人员", Kind.REF, refers="staff", required=True, indexed=True)
    estate_id: str = field("小区", Kind.REF, refers="estate", required=True, indexed=True)
    role: str = field("岗位", Kind.CODE, code=Role, required=True, width=8)
    crew_id: str = field("班组", Kind.REF, refers="crew")
    shift: str = field("班次", Kind.CODE, code=Shift, width=5)
    status: str = field("状态", Kind.CODE, code=Life)


STAFF = RecordType("staff", "员工", Staff, Scope.COMPANY)
GRANT = RecordType("grant", "岗位", Grant, Scope.COMPANY)
