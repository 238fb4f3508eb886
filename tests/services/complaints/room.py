"""A complaint in memory, with the people of an office: what the tests of the room begin with."""

from typing import Any

from desk.domain.duty_list import STAFF
from desk.domain.lists import Lists
from desk.domain.roles import Actor, Role
from desk.paths import RESOURCES
from desk.services.complaints.own_rows import own_rows
from tests.services.folding import Fold

WHO = {
    "clerk": ("李敏", Role.CLERK),
    "supervisor": ("张敏", Role.SUPERVISOR),
    "leader": ("赵刚", Role.SQUAD_LEADER),
    "foreman": ("孙国强", Role.FOREMAN),
    "butler": ("周婷", Role.BUTLER),
    "manager": ("吴明", Role.MANAGER),
    "accountant": ("郑洁", Role.ACCOUNTANT),
    "head": ("王总", Role.HEAD_OFFICE),
    "plumber": ("王建国", Role.TECHNICIAN),
}
PEOPLE = {name: Actor(name, frozenset({role}), said) for name, (said, role) in WHO.items()}
CLERK, SUPERVISOR, FOREMAN, BUTLER = PEOPLE["clerk"], PEOPLE["supervisor"], PEOPLE["foreman"], PEOPLE["butler"]
MANAGER, HEAD = PEOPLE["manager"], PEOPLE["head"]


def lists() -> Lists:
    """The program's own rows, and who works here."""
    staff = {name: {"name": said, "roles": str(role)} for name, (said, role) in WHO.items()}
    return Lists(lambda: ({**own_rows(RESOURCES / "catalogue"), STAFF: staff}, ()))


def fold(**settings: str) -> Fold:
    return Fold(settings=settings, lists=lists())


def received(of: Fold, **told: Any) -> str:
    """A repair that came too late, for the foreman, taken in by the clerk."""
    values = {
        "kind": "complaint",
        "type": "02",
        "want": "put_right",
        "content": "水龙头修了三次还漏",
        "handler_id": "foreman",
        "handler": "孙国强",
        "no": "W1A-T0001",
        **told,
    }
    given = {name: value for name, value in values.items() if value is not None}
    return of.take("complaint.receive", by=CLERK, **given)


def judged(of: Fold, **told: Any) -> str:
    one = received(of, **told)
    return of.take("complaint.judge", one, by=MANAGER, validity="valid")


def assigned(of: Fold, **told: Any) -> str:
    one = judged(of, **told)
    return of.take(
        "complaint.assign", one, by=MANAGER, handler_id="foreman", handler="孙国强", deputy_id="butler", deputy="周婷"
    )


def answered(of: Fold, **told: Any) -> str:
    one = assigned(of, **told)
    of.take("complaint.act", one, by=FOREMAN, measures="换了整个阀芯")
    return of.take("complaint.answer", one, by=FOREMAN, answer="已换新, 道歉", answered_how="phone")


def in_state(of: Fold, state: str) -> str:
    """A complaint as far as this state, with the foreman named (and the butler from the assignment on)."""
    if state == "received":
        return received(of)
    if state == "to_sign":
        one = received(of)
        return of.take("complaint.judge", one, by=MANAGER, validity="invalid", invalid_reason="not_so")
    if state == "judged":
        return judged(of)
    if state == "assigned":
        return assigned(of)
    if state == "acted":
        return of.take("complaint.act", assigned(of), by=FOREMAN, measures="换了整个阀芯")
    if state == "answered":
        return answered(of)
    assert state == "closed"
    return of.take(
        "complaint.revisit",
        answered(of),
        by=FOREMAN,
        satisfaction="good",
        answers=[{"question": "答复清楚吗?", "answer": "yes"}],
    )
