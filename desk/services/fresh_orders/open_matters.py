"""Deliveries, exchanges and claims that call for a hand: for Today and for the next shift."""

from typing import TYPE_CHECKING

from desk.domain.calendar import Calendar
from desk.domain.clocks import Shape
from desk.domain.lists import Lists
from desk.domain.open_matter import OpenKind, OpenMatter, Rank
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.fresh_orders.board import Card, board
from desk.services.fresh_orders.matching import is_unchecked
from desk.services.fresh_orders.reads import rows_where
from desk.services.fresh_orders.record import COMPENSATION, CompensationState, ExchangeState, OrderState

if TYPE_CHECKING:
    from desk.store.database import Database

PAGE = "fresh_orders"
ACT = {  # what is next, and its key, by state
    OrderState.PLACED: ("acknowledge", "接单", "Space"),
    OrderState.ARRIVED: ("begin", "验收", "Enter"),
    OrderState.INSPECTING: ("begin", "接着验收", "Enter"),
    OrderState.ACCEPTED: ("hand_out", "交配送", "F8"),
    OrderState.OUT: ("sign", "签收", "9"),
}
CLAIM = {
    CompensationState.REPORTED: ("check", "再核验"),
    CompensationState.CHECKED: ("agree", "与门店商定"),
    CompensationState.AGREED: ("confirm", "业主确认"),
}


def open_matters(
    database: "Database", actor: Actor, scope: str, settings: Settings, lists: Lists, calendar: Calendar, now: int
) -> list[OpenMatter]:
    found = [_of_card(card, now) for card in board(database, actor, scope, settings, now).cards]
    marks = ", ".join(f"'{state}'" for state in CLAIM)
    for one in rows_where(database, actor, scope, COMPENSATION, f"status IN ({marks}) ORDER BY reported_at, id", ()):
        state = CompensationState.of(str(one["status"])) or CompensationState.REPORTED
        step, label = CLAIM[state]
        found.append(
            OpenMatter(
                OpenKind.DELIVERY, "compensation", str(one["id"]), f"赔偿 {one.get('item') or ''}".strip(),
                str(one.get("where") or ""), state.label, who=str(one.get("shop") or ""),
                since_at=int(one.get("reported_at") or now), rank=Rank.NEXT, page=PAGE, step=step, step_label=label,
                pile="compensation",
            )
        )  # fmt: skip
    return found


def _of_card(card: Card, now: int) -> OpenMatter:
    clock, exchange = card.clocks.worst, card.record == "exchange"
    step, label, key = ACT.get(OrderState.of(card.status) or OrderState.OUT, ("open", "打开", "Enter"))
    if exchange:
        step, label, key = "open", "打开", "Enter"
    elif is_unchecked(card.values) and not card.rings:
        step, label, key = "match", "核对", "-"
    elif card.unanswered:
        step, label, key = "choose", "问业主", "Enter"
    running = clock.shape is not Shape.NONE
    what = f"{card.values.get('item') or ''} 换货" if exchange else f"生鲜 {card.tail} {card.things} 样"
    state = (ExchangeState if exchange else OrderState).label_of(card.status)
    return OpenMatter(
        OpenKind.DELIVERY, card.record, card.id, what, card.where, state, who=card.guard or card.shop,
        note=_note(card),
        since_at=now - clock.used_ms if running else int(card.values.get("placed_at") or now),
        due_at=clock.due_at if running and not clock.paused else None, due_label=clock.label if running else "",
        rank=_rank(card), page=PAGE, step=step, step_label=label, step_key=key, pile=_pile(card),
    )  # fmt: skip


def _note(card: Card) -> str:
    if is_unchecked(card.values):
        return "地址待核对" if card.values.get("address_unchecked") else "收货人待核对"
    return "等业主选择" if card.unanswered else "等换货" if card.held else ""


def _rank(card: Card) -> Rank:
    """Who must move: the desk where a bag waits for it, the shop or the guard otherwise."""
    if card.clocks.worst.name == "window" and card.status == OrderState.PLACED and not card.rings:
        return Rank.AWAITED
    if (
        card.rings
        or is_unchecked(card.values)
        or card.status in (OrderState.ARRIVED, OrderState.INSPECTING, OrderState.ACCEPTED, "ready")
    ):
        return Rank.AWAITED if card.held else Rank.NEXT
    return Rank.AWAITED


def _pile(card: Card) -> str:
    piles = {OrderState.PLACED: "on_the_way", OrderState.ARRIVED: "to_inspect", OrderState.INSPECTING: "to_inspect",
             OrderState.ACCEPTED: "to_hand_out", OrderState.OUT: "out"}  # fmt: skip
    return piles.get(OrderState.of(card.status) or OrderState.VOID, "exchange")
