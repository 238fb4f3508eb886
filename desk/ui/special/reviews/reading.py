"""What the pane shows in one read: all that waits, the sides of one of them, what each choice leads to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.domain.deciding import MAIN
from desk.domain.money import fen_text
from desk.domain.roles import Actor
from desk.domain.scopes import is_confidential
from desk.domain.service import Rulebook
from desk.services.reviews import reads
from desk.services.reviews.both_files import waiting
from desk.services.reviews.lines import clock
from desk.services.reviews.reads import COMPLAINT, Review, Side, Waiting
from desk.services.reviews.requests import Outcome, requests_for
from desk.ui.kit.timeline import Happening
from sync.client import kept

if TYPE_CHECKING:
    from desk.store.database import Database


@dataclass(frozen=True, slots=True)
class Shown:
    """`outcomes` by side, read with it: what a digit leads to is named at once."""

    waiting: Sequence[Waiting] = ()
    review: Review | None = None
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)  # names of desks by the `dev` of their ops
    hidden: int = 0  # complaints that wait, and are for others to read

    @property
    def place(self) -> int:
        """Which of those that wait is shown, from 1."""
        ent = self.review.ent if self.review is not None else ""
        return next((number for number, one in enumerate(self.waiting, 1) if one.ent == ent), 0)


def read(
    database: "Database", own: "Database | None", rules: Rulebook, actor: Actor, scopes: Sequence[str], wanted: str,
    now: int,
) -> Shown:  # fmt: skip
    """`wanted` is an entity; the first that waits where it is none or has been decided."""
    found, hidden = waiting(database, own, rules, actor, scopes)
    if not found:
        return Shown(hidden=hidden)
    first = next((one for one in found if one.ent == wanted), found[0])
    file = own if own is not None and is_confidential(first.scope) else database
    review = reads.review(file, rules, actor, first.scope, first.record, first.ent, now, database)
    if review is None:
        return Shown(found, hidden=hidden)
    flow = rules.known(first.record)
    outcomes = {one.id: requests_for(flow, review, one.id, now) for one in review.sides}
    return Shown(found, review, outcomes, kept.device_names(database), hidden)


def title(review: Review, side: Side, places: Mapping[str, str]) -> str:
    """Whose line it is: 现在显示的 · 李敏 (本机), 另一边 · 前台2 张敏."""
    who = "、".join(dict.fromkeys(review.names.get(one.by, "") for one in side.lines if review.names.get(one.by)))
    desks = "、".join(dict.fromkeys(places[one.dev] for one in side.lines if one.dev in places))
    here = " (本机)" if side.here else ""
    whose = f"{desks} {who}".strip() or "没有再办"
    return f"{'现在显示的' if side.id == MAIN else '另一边'} · {whose}{here}"


def marks(side: Side, record: str = reads.ORDER) -> list[tuple[str, str]]:
    """What weighs: words and tone."""
    if record == COMPLAINT:
        return [("已答复业主", "good") if side.answered else ("还没有答复业主", "")]
    found = [("已签收", "good")] if side.signed else []
    if side.paid_fen:
        found.append((f"已收 {fen_text(side.paid_fen)}", "good"))
    if not found:
        found.append(("已有人上门", "warn") if side.fact else ("还没有人上门", ""))
    out = [one for one in side.slips if one.get("status") in ("out", "missing")]
    if out:
        found.append((f"派工单 {len(out)} 张在外", ""))
    return found


def steps(review: Review, side: Side, now: int) -> list[Happening]:
    """Oldest first, as it happened."""
    return [Happening(clock(one.at, now), one.words, "", review.names.get(one.by, "")) for one in side.lines]


def differences(review: Review, number: int) -> list[tuple[str, str]]:
    return [(label, words[number]) for label, words in review.differs]
