"""Days whose money was not counted, and sums to give back, as the next shift takes them over."""

from typing import TYPE_CHECKING

from desk.domain.calendar import Calendar, end_of_day
from desk.domain.lists import Lists
from desk.domain.money import fen_text
from desk.domain.open_matter import OpenKind, OpenMatter, Rank
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.takings import reads

if TYPE_CHECKING:
    from desk.store.database import Database


def open_matters(
    database: "Database", actor: Actor, scope: str, settings: Settings, lists: Lists, calendar: Calendar, now: int
) -> list[OpenMatter]:
    days = [
        OpenMatter(
            OpenKind.MONEY, "day_close", f"day:{day}", f"{day} 还没有日结", state="待日结", since_at=end_of_day(day),
            rank=Rank.NEXT, tone="warn", page="takings", step_label="日结", today=False,
        )
        for day in reads.uncounted(database, actor, scope, now)
    ]  # fmt: skip
    refunds = [
        OpenMatter(
            OpenKind.MONEY, "taking", str(one["id"]), f"待退款 {fen_text(int(one['amount_fen']))}",
            str(one.get("where") or ""), "待退款", since_at=int(one.get("taken_at") or now), rank=Rank.NEXT,
            page="takings", step_label="退款", today=False,
        )
        for one in reads.refunds_due(database, actor, scope)
    ]  # fmt: skip
    return days + refunds
