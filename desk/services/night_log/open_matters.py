"""What the night leaves: lines that nobody has ended, sheets of paper not yet written down."""

from typing import TYPE_CHECKING

from desk.domain import lift
from desk.domain.calendar import HOUR, MINUTE, Calendar, add_days, start_of_day
from desk.domain.lists import Lists
from desk.domain.open_matter import OpenKind, OpenMatter, Rank
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.night_log import reads, rules
from desk.services.night_log.record import NightKind, NightState

if TYPE_CHECKING:
    from desk.store.database import Database

PAGE = "hand_over"
BY = 8 * HOUR + 30 * MINUTE  # 8:30 the next morning


def open_matters(
    database: "Database", actor: Actor, scope: str, settings: Settings, lists: Lists, calendar: Calendar, now: int
) -> list[OpenMatter]:
    found = []
    for one in reads.undone(database, actor, scope):
        morning, shut_in = one.get("status") == NightState.MORNING, rules.rings(one)
        since = rules.rung_from(one) if shut_in else int(one.get("heard_at") or now)
        due = lift.due_at(since, settings) if shut_in else None
        found.append(
            OpenMatter(
                OpenKind.NIGHT, "night_entry", str(one["id"]), NightKind.label_of(one.get("kind")).partition(",")[0],
                str(one.get("where") or ""), state="夜里留下" if morning else "夜里在办",
                who=str(one.get("heard_by") or ""), since_at=since, due_at=due, due_label="回拨" if shut_in else "",
                urgent=not morning,
                rank=Rank.NEXT if morning else Rank.NOW, tone="" if morning or shut_in else "bad", page=PAGE,
                step_label="转报修" if morning else "回拨" if shut_in else "处理",
            )
        )  # fmt: skip
    for one in reads.sheets_out(database, actor, scope):
        night = str(one["night_on"])
        due = start_of_day(add_days(night, 1)) + BY
        found.append(
            OpenMatter(
                OpenKind.NIGHT, "night_sheet", str(one["id"]), f"夜间记录纸 {one['no']}", state="待补录",
                who=str(one.get("watch") or ""), since_at=start_of_day(add_days(night, 1)), due_at=due,
                due_label="补录", page=PAGE, step_label="补录",
                rank=Rank.NEXT if now >= start_of_day(add_days(night, 1)) + 6 * HOUR else Rank.LATER,
            )
        )  # fmt: skip
    return found
