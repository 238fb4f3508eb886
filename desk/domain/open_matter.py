"""Something open in a room that calls for a hand: what Today and the hand-over book read of every room.

It is read on a screen turned to the public: no words of a complaint, no telephone number.
"""

from dataclasses import dataclass

from desk.domain.clocks import Shape
from desk.domain.code import Code


class OpenKind(Code):
    """Under which heading it is handed over (交接班记录)."""

    PARKED = "parked", "遗留问题"
    PROMISE = "promise", "答应的事"
    NIGHT = "night", "夜间值班"
    ORDER = "order", "未完报修"
    SLIP = "slip", "未返回派工单"
    DELIVERY = "delivery", "未配送生鲜"
    HOUSEKEEPING = "housekeeping", "家政"
    CALL = "call", "到期回访"
    NOTICE = "notice", "公告"
    COMPLAINT = "complaint", "未关闭投诉"
    MONEY = "money", "钱款"


class Rank(Code):
    """Urgency of action, in the order of Today's one list (Group of the repairs has the same words)."""

    NOW = "now", "马上"
    NEXT = "next", "接着办"
    AWAITED = "awaited", "等别人"
    LATER = "later", "未到时候"


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """One open thing. `record` and `id` name it; `page` is the place or panel it leads to, `step` what is next there.

    `due_at` with `since_at` draws the clock (ring, triangle from `warn_permille` on, square when over); without it
    none is drawn. `tone` "" | warn | bad colours what has no clock. `today`: whether it stands in Today's one list
    (rank LATER never does); it is handed over in any case. `pile`: the figure it counts for, by the room's own word.
    """

    kind: OpenKind
    record: str
    id: str
    what: str
    where: str = ""
    state: str = ""
    who: str = ""
    note: str = ""
    since_at: int = 0
    due_at: int | None = None
    due_label: str = ""
    warn_permille: int = 750
    rank: Rank = Rank.NEXT
    urgent: bool = False
    tone: str = ""
    page: str = ""
    step: str = "open"
    step_label: str = "打开"
    step_key: str = "Enter"
    pile: str = ""
    today: bool = True

    def permille(self, now: int) -> int:
        """Used share of the time allowed, 0 to 1000."""
        if self.due_at is None:
            return 0
        if now >= self.due_at:
            return 1000
        whole = self.due_at - self.since_at
        return max(0, min(1000, (now - self.since_at) * 1000 // whole)) if whole > 0 else 0

    def shape(self, now: int) -> Shape:
        if self.due_at is None:
            return Shape.NONE
        if now >= self.due_at:
            return Shape.SQUARE
        return Shape.TRIANGLE if self.permille(now) >= self.warn_permille else Shape.RING

    def rank_at(self, now: int) -> Rank:
        """What is late or nearly so is for now, whatever its room said."""
        late = self.shape(now) in (Shape.TRIANGLE, Shape.SQUARE) and self.rank is Rank.NEXT
        return Rank.NOW if late else self.rank

    def calls(self, now: int) -> bool:
        """Whether it wants somebody's hand now."""
        return self.today and self.rank_at(now) in (Rank.NOW, Rank.NEXT)

    def press(self, now: int) -> tuple[int, bool, int, str]:
        """What orders them: rank, emergencies first, the nearest clock, then the longest waiting."""
        order = list(Rank).index(self.rank_at(now))
        clock = self.due_at - now if self.due_at is not None else 10**12 + self.since_at
        return order, not self.urgent, clock, self.id
