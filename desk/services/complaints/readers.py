"""Who reads a complaint, and who may sign for what: by name and post, never who is complained about."""

from collections.abc import Iterable

from desk.domain.flow import Frozen, Refusal
from desk.domain.roles import WITH_ACCOUNT, Actor, Role

OVER_ALL = frozenset({Role.MANAGER, Role.HEAD_OFFICE})
JUDGES = OVER_ALL | {Role.SUPERVISOR}
# Who may be asked to sign as the second: whoever answers for something in the office, and no clerk.
SECONDS = WITH_ACCOUNT - {Role.CLERK}

NOT_YOURS = Refusal("reader", "这件事项不归您处理", "请转责任人或项目经理")
ABOUT_YOU = Refusal("about", "这件投诉说的是您本人, 不能由您经手", "请转项目经理或总部")


def may_read(actor: Actor, complaint: Frozen) -> bool:
    """The named handlers, the manager and head office; never the person it is about."""
    if not actor.id or actor.id == complaint.get("about_id"):
        return False
    return actor.id in (complaint.get("handlers") or ()) or actor.may(OVER_ALL)


def refusal(actor: Actor, complaint: Frozen) -> Refusal | None:
    """Why this person may not lay a hand on it."""
    if actor.id and actor.id == complaint.get("about_id"):
        return ABOUT_YOU
    return None if may_read(actor, complaint) else NOT_YOURS


def named(*people: object) -> list[str]:
    """The list of readers, each once, in order."""
    return list(dict.fromkeys(str(one) for one in people if one))


def seen_by(actor: Actor, complaints: Iterable[Frozen]) -> list[Frozen]:
    """Those of them that this person may read."""
    return [one for one in complaints if may_read(actor, one)]
