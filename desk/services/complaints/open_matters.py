"""未关闭投诉 for Today and the hand-over book: neutral words alone, for the screen is turned to the public."""

from typing import TYPE_CHECKING

from desk.domain.calendar import Calendar
from desk.domain.lists import Lists
from desk.domain.open_matter import OpenKind, OpenMatter, Rank
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.complaints.lines import HOUR, UNANSWERED, in_hand

if TYPE_CHECKING:
    from desk.store.database import Database

PAGE = "complaints"


def open_matters(
    database: "Database", actor: Actor, scope: str, settings: Settings, lists: Lists, calendar: Calendar, now: int
) -> list[OpenMatter]:
    """One for every line that is open; what is answered waits for its call and calls nobody at the counter."""
    usual = settings.number("complaint.answer_hours") * HOUR
    found = []
    for line in in_hand(database, actor, scope):
        waits = line.status in UNANSWERED
        due = line.due_at if waits else None
        found.append(
            OpenMatter(
                OpenKind.COMPLAINT, "in_hand", line.id, f"在办事项 {line.no}", line.room, state=line.state,
                who=line.receiver, since_at=min((due or now) - usual, now), due_at=due, due_label="答复",
                warn_permille=settings.number("clock.warn_percent") * 10,
                rank=Rank.NEXT if waits else Rank.AWAITED, page=PAGE, pile=PAGE, today=waits,
            )
        )  # fmt: skip
    return found
