"""What the page of money reads at once: the day's count, the crews' paper, days not counted, what stood before."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.deciding import Is
from desk.domain.flow import Values
from desk.domain.money import fen_text
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.domain.words_of_time import clock_word, moment
from desk.services.slips import overdue
from desk.services.slips.overdue import CrewLine
from desk.services.takings import reads
from desk.services.takings.reads import Day, earlier
from desk.services.takings.record import TakenHow, TakingState, TakingVoid
from desk.store import log
from desk.ui.kit.row_model import Heading, Line, Row

if TYPE_CHECKING:
    from desk.store.database import Database


@dataclass(frozen=True, slots=True)
class Before:
    """A count as it stood before it was corrected."""

    counted_fen: int
    difference: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Shown:
    day: Day
    crews: list[CrewLine]
    uncounted: list[str]
    before: list[Before]


def read(database: "Database", actor: Actor, scope: str, day_on: str, now: int, settings: Settings) -> Shown:
    day = reads.day(database, actor, scope, day_on, now)
    return Shown(
        day,
        overdue.reconcile(database, actor, scope, day_on, now, settings),
        reads.uncounted(database, actor, scope, now),
        _before(database, day) if day.close is not None else [],
    )


def _before(database: "Database", day: Day) -> list[Before]:
    """Every count but the one that stands, from the log, the newest first."""
    assert day.close is not None
    found: list[Before] = []
    values: Values = {}
    for entry in log.history(database, str(day.close["id"])):
        if entry.did.verdict is Is.DENIED:
            continue
        values = {**values, **entry.values, **entry.did.set}
        found.append(
            Before(
                int(values.get("counted_fen") or 0),
                str(values.get("difference") or ""),
                str(values.get("closed_by") or ""),
                entry.head.at,
            )
        )
    return found[-2::-1]


def lines(day: Day, now: int) -> list[Line]:
    """What is to be given back first; then form by form with its total. A void one stays in its place and says why."""
    found: list[Line] = []
    if day.refunds:
        found.append(Heading(TakingState.REFUND_DUE.label, len(day.refunds), aside=fen_text(day.refund_fen)))
        found += [_row(one, day, now) for one in day.refunds]
    above = {one["id"] for one in day.refunds}
    for how in TakenHow:
        takings = [one for one in day.takings if one.get("payment") == how]
        if not takings:
            continue
        alive = [one for one in takings if one.get("status") != TakingState.VOID and not earlier(one, day)]
        came = sum(int(one["amount_fen"]) for one in alive)
        found.append(Heading(how.label, len(alive), aside=fen_text(came)))
        found += [_row(one, day, now) for one in takings if one["id"] not in above]
    return found


def _row(one: Values, day: Day, now: int) -> Row:
    void = one.get("status") == TakingState.VOID
    printed = int(one.get("copies") or 0)
    words = f"{one.get('order_no') or ''} {one.get('what') or ''}".strip()
    if void:
        words = f"作废 {TakingVoid.label_of(one.get('void_reason'))} · {words}"
    if earlier(one, day):
        words = f"{moment(int(one['taken_at']), now)}收的, {words}"
    if one.get("status") == TakingState.REFUND_DUE:
        return _refund_row(one, now)
    owed = one.get("payment") == TakenHow.ON_ACCOUNT
    can = not void and not owed
    label = ("补打收据" if printed else "打印收据") if can else "看这一单"
    detail = f"交款人 {one.get('payer') or ''} · 收款人 {one.get('taken_by') or ''}"
    return Row(
        str(one["id"]), clock_word(int(one["taken_at"])), str(one.get("where") or ""), words,
        note=str(one.get("receipt_no") or ("" if owed else "无收据")), who=str(one.get("handed_by") or ""),
        clock=fen_text(int(one["amount_fen"])), tone="quiet" if void else "",
        next_step="print" if can else "order", next_label=label,
        next_key="Enter", detail=detail, also_step="" if void else "void", also_label="" if void else "作废收据",
        also_key="" if void else "*",
    )  # fmt: skip


def _refund_row(one: Values, now: int) -> Row:
    """Money of a side that a decision did not take: in the drawer until it is given back."""
    how = TakenHow.label_of(one.get("payment"))
    return Row(
        str(one["id"]), clock_word(int(one["taken_at"])), str(one.get("where") or ""),
        f"{how}收的, 裁定没采用, 要退",
        note=str(one.get("receipt_no") or "无收据"), who=str(one.get("handed_by") or ""),
        clock=fen_text(int(one["amount_fen"])), tone="warn", next_step="refund", next_label="已退款", next_key="Enter",
        detail=f"{one.get('order_no') or ''} · {moment(int(one['taken_at']), now)} {one.get('taken_by') or ''} 收"
        f" · 交款人 {one.get('payer') or '业主'} · 退钱时收回收据",
        also_step="stand", also_label="不用退", also_key="*",
    )  # fmt: skip
