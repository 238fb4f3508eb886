"""What the book itself keeps open: promises, and a hand-over that nobody has taken."""

from typing import TYPE_CHECKING

from desk.domain.calendar import Calendar
from desk.domain.lists import Lists
from desk.domain.open_matter import OpenKind, OpenMatter, Rank
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.hand_over import reads
from desk.services.hand_over.record import HandOverState

if TYPE_CHECKING:
    from desk.store.database import Database

PAGE = "hand_over"
SOON_MS = 60 * 60_000  # before its time a promise calls for a hand


def open_matters(
    database: "Database", actor: Actor, scope: str, settings: Settings, lists: Lists, calendar: Calendar, now: int
) -> list[OpenMatter]:
    found = [
        OpenMatter(
            OpenKind.PROMISE, "promise", str(one["id"]), str(one.get("what") or ""), str(one.get("where") or ""),
            state="答应的事", who=str(one.get("whom") or ""), since_at=int(one.get("promised_at") or one["due_at"]),
            due_at=int(one["due_at"]), due_label="答应", page=PAGE, step_label="去办",
            rank=Rank.NEXT if int(one["due_at"]) - now <= SOON_MS else Rank.LATER,
        )
        for one in reads.promises(database, actor, scope)
    ]  # fmt: skip
    left = reads.waiting(database, actor, scope)
    if left is not None:
        back = left.get("status") == HandOverState.RETURNED
        found.append(
            OpenMatter(
                OpenKind.PARKED, "hand_over", str(left["id"]), f"{left.get('shift') or ''}交班"
                + ("被退回" if back else "等人接"), state="退回重交" if back else "待接班",
                since_at=int(left.get("given_at") or now), tone="warn" if back else "", page=PAGE,
                step_label="重交" if back else "接班",
            )
        )  # fmt: skip
    return found
