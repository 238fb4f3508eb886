"""Who may make whom what: nobody lifts a person, or himself, into head office from below."""

from desk.domain.deciding import Context
from desk.domain.flow import Frozen, Refusal, Verdict
from desk.domain.roles import Role

ABOVE = frozenset({Role.HEAD_OFFICE, Role.RULES})


def may_grant(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """A manager gives the roles of an estate; that of head office is given, changed and restored by head office."""
    if Role.HEAD_OFFICE in (before.get("role"), body.get("role")) and not context.actor.may(ABOVE):
        return Verdict(refusal=Refusal("role", "总部岗位只能由总部授予", "请找总部办理", "role"))
    return Verdict()
