"""Calls due by today; Today has a pile of its own for them."""

from typing import TYPE_CHECKING

from desk.domain.calendar import MINUTE, Calendar, day_of, end_of_day, start_of_day
from desk.domain.lists import Lists
from desk.domain.open_matter import OpenKind, OpenMatter, Rank
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.revisits.record import RevisitSource
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

MOST = 200


def open_matters(
    database: "Database", actor: Actor, scope: str, settings: Settings, lists: Lists, calendar: Calendar, now: int
) -> list[OpenMatter]:
    where, given = visible_to(actor, scope)
    rows = database.read(
        f"""SELECT id, source, "where", due_from_on, due_to_on FROM revisit
            WHERE {where} AND status = 'waiting' AND due_from_on <= ? ORDER BY due_to_on, id LIMIT {MOST}""",
        [*given, day_of(now)],
    )
    return [
        OpenMatter(
            OpenKind.CALL, "revisit", str(ent), RevisitSource.label_of(source) or "回访", str(where_ or ""), "待回访",
            since_at=start_of_day(first), due_at=end_of_day(last) - MINUTE, due_label="回访",
            rank=Rank.NEXT, page="revisits", step_label="拨打", today=False,
        )
        for ent, source, where_, first, last in rows
    ]  # fmt: skip
