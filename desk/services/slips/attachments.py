"""Who puts files where: those of a complaint stand in its own scope, where any post may handle one; nowhere else."""

from desk.domain.deciding import Context
from desk.domain.flow import Frozen, Refusal, Verdict
from desk.domain.roles import COUNTER, Role
from desk.domain.scopes import is_confidential

COMPLAINT = "complaint"
BY = COUNTER | {Role.FOREMAN}  # in an estate's own scope; who reads complaints is said by name and not by post
NOT_YOURS = Refusal("post", "您的岗位不能附上或拿掉照片", "请找客服办理")
ELSEWHERE = Refusal("scope", "投诉的照片只能附在投诉里", "请由责任人登录后, 在这件投诉里附上", "about")


def may(roles: frozenset[Role], scope: str) -> bool:
    """Whether these posts may put files at records of this scope."""
    return is_confidential(scope) or not BY.isdisjoint(roles)


def add(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if is_confidential(context.scope) != (body.get("about") == COMPLAINT):
        return Verdict(refusal=ELSEWHERE)
    return touch(before, body, context)


def touch(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Whoever takes a file off, or puts it back, is one who may put it there."""
    return Verdict() if may(context.actor.roles, context.scope) else Verdict(refusal=NOT_YOURS)
