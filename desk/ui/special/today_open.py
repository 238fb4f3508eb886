"""What other rooms leave open, on Today: their rows in the one list, the pile of fresh goods, the rail's counts."""

from collections.abc import Iterable, Sequence

from desk.domain.clocks import Shape
from desk.domain.open_matter import OpenMatter, Rank
from desk.domain.words_of_time import left, stopwatch
from desk.services.work_orders.matters import Group
from desk.ui import places
from desk.ui.counter import Counter
from desk.ui.kit.row_model import Row
from desk.ui.special.today_facts import LATE, Figure, Pile

OPEN = "open:"  # before record and id of a row that another room leads to
DRAWN = ("work_orders", "slips", "revisits", "takings")  # rooms whose open things Today draws itself
FRESH = "fresh_orders"
COUNTED = (FRESH, "housekeeping", "notices", "complaints", "hand_over")
# The piles of the delivery board, those that wait for the desk first.
PILES = {"to_inspect": "待验", "to_hand_out": "待送", "on_the_way": "在途", "out": "配送中", "exchange": "换货"}
COUNTS_SHOWN, WHERE_MOST = 2, 9  # what the card has room for; of an address as the shop wrote it its end
RUNNING = "notices_running"
GROUPS = {Rank.NOW: Group.NOW, Rank.NEXT: Group.NEXT, Rank.AWAITED: Group.AWAITED}
URGENT_MS, WAITING_MS = -(10**12), 10**9  # as the repairs are ordered: emergencies first, what has no clock behind


def rows(matters: Iterable[OpenMatter], now: int) -> list[tuple[Group, int, Row]]:
    """Where each stands in the one list, and what orders it there."""
    found = []
    for one in matters:
        group = GROUPS.get(one.rank_at(now))
        if one.today and group is not None:
            found.append((group, _press(one, now), _row(one, now)))
    return found


def _press(one: OpenMatter, now: int) -> int:
    urgent = URGENT_MS if one.urgent else 0
    return urgent + (one.due_at - now if one.due_at is not None else WAITING_MS - max(0, now - one.since_at))


def _row(one: OpenMatter, now: int) -> Row:
    shape = one.shape(now)
    clock = f"{one.due_label} {left(one.due_at - now)}".strip() if one.due_at is not None else ""
    return Row(
        id=f"{OPEN}{one.record}:{one.id}", state=one.state, where=one.where, what=one.what, note=one.note, who=one.who,
        clock=clock, shape=str(shape) if shape in (Shape.RING, *LATE) else "", permille=one.permille(now),
        tone={Shape.SQUARE: "bad", Shape.TRIANGLE: "warn"}.get(shape, one.tone), urgent=one.urgent, next_step="open",
        next_label=one.step_label, next_key="Enter", detail=one.note,
    )  # fmt: skip


def open_one(counter: Counter, ent: str, matters: Sequence[OpenMatter]) -> None:
    """The room that keeps it shows it; a room that shows no single ones is shown itself."""
    record, _, one = ent.removeprefix(OPEN).partition(":")
    found = next((each for each in matters if (each.record, each.id) == (record, one)), None)
    if places.keeper(record) is not None:
        counter.ways.matter_wanted.emit(record, one)
    elif found is not None and places.room(found.page) is not None:
        counter.ways.page_wanted.emit(found.page)


def fresh_pile(matters: Iterable[OpenMatter], now: int) -> Pile:
    """生鲜 1 待验 2 在途, before them the most pressing with its seconds: it is never cut off."""
    board = [one for one in matters if one.page == FRESH and one.pile in PILES]
    if not board:
        return Pile("0", "没有在途的")
    told = [f"{words} {count}" for pile, words in PILES.items() if (count := sum(one.pile == pile for one in board))]
    told = told[:COUNTS_SHOWN]
    first = min(board, key=lambda one: one.press(now))
    shape = first.shape(now)
    tone = {Shape.SQUARE: "bad", Shape.TRIANGLE: "warn"}.get(shape, "")
    if first.due_at is not None:
        over = now > first.due_at
        told.insert(0, f"{first.where[-WHERE_MOST:]} {'超 ' if over else ''}{stopwatch(abs(first.due_at - now))}")
    shown = str(shape) if shape in LATE else "ring"
    return Pile(str(len(board)), " · ".join(told), shown, first.permille(now), "", "bad" if tone == "bad" else "", tone)


def counts(matters: Iterable[OpenMatter], now: int) -> dict[str, int]:
    """For the rail: how much of each room calls for a hand; nought is said too, so that a figure goes away."""
    found = {room.name: 0 for room in places.ROOMS if room.name in COUNTED}
    for one in matters:
        if one.page in found and one.calls(now):
            found[one.page] += 1
    return found


def figures(matters: Iterable[OpenMatter], slips: Pile | None) -> list[Figure]:
    """待回单 where the fresh goods have its pile, notices that run."""
    running = sum(one.pile == RUNNING for one in matters)
    found = [Figure("待回单", int(slips.figure), slips.caption if slips.caption_tone else "")] if slips else []
    return [*found, Figure("公告进行中", running)] if running else found
