"""The person in front of a device: the device vouches for who it is, the server's own rows say what he may."""

from typing import TYPE_CHECKING, NamedTuple

from desk.domain.roles import Role
from sync.server.devices.statuses import DeviceStatus
from sync.server.problems import Problem

if TYPE_CHECKING:
    from sync.server.asked import Principal
    from sync.server.store import Session

HELD = """SELECT g.role, g.estate_id FROM "grant" g JOIN staff s ON s.scope = g.scope AND s.id = g.staff_id
          WHERE g.scope = ? AND g.staff_id = ? AND g.status = 'active' AND s.status = 'active'"""


class Held(NamedTuple):
    """Estates where a person holds anything, those he manages, and whether he is of the head office."""

    estates: frozenset[str]
    manages: frozenset[str]
    head_office: bool

    def may_manage(self, estates: frozenset[str]) -> bool:
        return self.head_office or (bool(estates) and estates <= self.manages)


def held(session: "Session", company: str, staff: str) -> Held:
    rows = [(str(role), str(estate)) for role, estate in session.read(HELD, (company, staff))]
    return Held(
        frozenset(estate for _, estate in rows),
        frozenset(estate for role, estate in rows if role == Role.MANAGER),
        any(role == Role.HEAD_OFFICE for role, _ in rows),
    )


def acting(session: "Session", who: "Principal", staff: str) -> Held:
    """What the person may who acts on this device; 403 where he does not work in any of its estates."""
    if who.status != DeviceStatus.ACTIVE:
        raise Problem(403, "draining", "这台电脑正在停用, 不能再做管理")
    found = held(session, who.company, staff)
    if who.pulls.isdisjoint(f"e/{estate}" for estate in found.estates):
        raise Problem(403, "role", "您在这台电脑的小区没有岗位")
    return found


def not_yours() -> Problem:
    return Problem(403, "role", "这件事由总部或该小区的项目经理办理")
