"""Sheets that are out: handed over to the next shift; Today has a pile of its own for them."""

from typing import TYPE_CHECKING

from desk.domain.calendar import Calendar, day_of
from desk.domain.lists import Lists
from desk.domain.open_matter import OpenKind, OpenMatter, Rank
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.slips import overdue
from desk.services.slips.record import SlipState

if TYPE_CHECKING:
    from desk.store.database import Database


def open_matters(
    database: "Database", actor: Actor, scope: str, settings: Settings, lists: Lists, calendar: Calendar, now: int
) -> list[OpenMatter]:
    today = day_of(now)
    sheets = overdue.away(database, actor, scope)
    late = {one.id for one in overdue.missing(sheets, today)}
    return [
        OpenMatter(
            OpenKind.SLIP, "slip", one.id, one.what or "报修", one.where, state=f"单 {one.no[-4:]}",
            who=one.technician or one.crew, note="缺单" if one.status == SlipState.MISSING else "",
            since_at=one.out_at, rank=Rank.NOW if one.id in late else Rank.AWAITED,
            tone="warn" if one.id in late else "", page="slips", today=False,
        )
        for one in sheets
    ]  # fmt: skip
