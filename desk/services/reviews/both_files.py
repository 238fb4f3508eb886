"""What waits to be decided in the main file and in the complaints': for a reader what he may see, else a figure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk.domain.roles import Actor
from desk.domain.scopes import is_confidential
from desk.services.reviews import reads
from desk.services.reviews.reads import Waiting
from desk.store import left_inside

if TYPE_CHECKING:
    from desk.domain.service import Rulebook
    from desk.store.database import Database


def waiting(
    database: "Database", own: "Database | None", rules: "Rulebook", actor: Actor, scopes: Sequence[str]
) -> tuple[list[Waiting], int]:
    """Everything that this person may decide, and how many complaints there are beside it.

    `own`: the complaints' file, where it is open. `scopes`: that of the complaints among them.
    """
    plain = [scope for scope in scopes if not is_confidential(scope)]
    found = [one for scope in plain for one in reads.waiting(database, rules, actor, scope)]
    left, hidden = left_inside.known(database, own), 0
    for scope in (one for one in scopes if is_confidential(one)):
        mine = reads.waiting(own, rules, actor, scope) if own is not None else []
        found += mine
        hidden += max(left.to_decide(scope) - len(mine), 0)
    return found, hidden
