"""Repairs that are not finished, as the next shift takes them over; Today draws them with keys of their own."""

from typing import TYPE_CHECKING

from desk.domain.calendar import Calendar
from desk.domain.lists import Lists
from desk.domain.open_matter import OpenKind, OpenMatter, Rank
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.work_orders import matters, reads
from desk.services.work_orders.matters import OUTSIDE_TODAY, Group

if TYPE_CHECKING:
    from desk.store.database import Database

RANKS = {Group.NOW: Rank.NOW, Group.NEXT: Rank.NEXT, Group.PARTS_LONG: Rank.NEXT, Group.AWAITED: Rank.AWAITED}


def open_matters(
    database: "Database", actor: Actor, scope: str, settings: Settings, lists: Lists, calendar: Calendar, now: int
) -> list[OpenMatter]:
    found = []
    for values in reads.at_work(database, actor, scope):
        if values.get("status") in OUTSIDE_TODAY:
            continue
        one = matters.matter(values, settings, calendar, now)
        found.append(
            OpenMatter(
                OpenKind.ORDER, "work_order", one.id, one.what, one.where, one.state, one.who, one.note,
                since_at=int(values.get("reported_at") or now), rank=RANKS.get(one.group, Rank.LATER),
                urgent=one.urgent, page="work_orders", step_label=one.next.label if one.next else "打开", today=False,
            )
        )  # fmt: skip
    return found
