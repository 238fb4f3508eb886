"""生鲜看板: what is on the way, waits, is out, and the figures of the day with both rates."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.domain.calendar import day_of, end_of_day, start_of_day
from desk.domain.flow import Frozen, Values
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.fresh_orders import clocks
from desk.services.fresh_orders.clocks import OrderClocks
from desk.services.fresh_orders.reads import LIVE, LIVE_EXCHANGE, TAIL, Known, rows_where
from desk.services.fresh_orders.record import (
    COMPENSATION,
    EXCHANGE,
    FRESH_ORDER,
    Choice,
    CompensationState,
    ExchangeState,
    OrderState,
)
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

TIMES = (
    "id", "status", "kind", "placed_at", "arrived_at", "inspected_at", "delivered_at", "stops", "window_from_at",
    "window_to_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """One order, or one exchange, on the board. `held`: an item is waited for before it may go up."""

    record: str
    id: str
    order_id: str
    no: str
    where: str
    shop: str
    kind: str
    status: str
    things: int
    clocks: OrderClocks
    guard: str = ""
    walk: str = ""
    walk_count: int = 0
    choice: str = ""
    held: bool = False
    unanswered: bool = False
    rings: bool = False
    inspector_id: str = ""
    values: Values = field(default_factory=dict)

    @property
    def tail(self) -> str:
        return self.no[-TAIL:]

    @property
    def press(self) -> tuple[bool, int, str]:
        """What orders a column: the least time left first."""
        shown = self.clocks.worst
        return (shown.due_at is None, shown.left_ms, self.id)


@dataclass(frozen=True, slots=True)
class Figures:
    """The day's: `orders` came in, `done` delivered, `late` of these. Rates in thousandths, None of nothing."""

    orders: int = 0
    done: int = 0
    late: int = 0
    on_time_permille: int | None = None
    estate_permille: int | None = None
    exchanges: int = 0
    compensations: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    on_the_way: list[Card]
    to_inspect: list[Card]
    to_hand_out: list[Card]
    out: list[Card]
    waiting_exchanges: list[Card]
    figures: Figures

    @property
    def cards(self) -> list[Card]:
        return [*self.on_the_way, *self.to_inspect, *self.to_hand_out, *self.out, *self.waiting_exchanges]

    @property
    def ringing(self) -> list[Card]:
        """New arrivals nobody has taken yet."""
        return [card for card in self.on_the_way if card.rings]


def board(
    database: "Database", actor: Actor, scope: str, settings: Settings, now: int, known: Known | None = None
) -> Board:  # fmt: skip
    marks, states = ", ".join("?" * len(LIVE)), ", ".join("?" * len(LIVE_EXCHANGE))
    orders = rows_where(database, actor, scope, FRESH_ORDER, f"status IN ({marks})", tuple(map(str, LIVE)), known)
    # An order that was cancelled takes its exchanges with it.
    wanted = (
        f"status IN ({states}) AND order_id NOT IN (SELECT id FROM fresh_order WHERE scope = ? AND status IN (?, ?))"
    )
    given = (*map(str, LIVE_EXCHANGE), scope, str(OrderState.CANCELLED), str(OrderState.VOID))
    exchanges = rows_where(database, actor, scope, EXCHANGE, wanted, given, known)
    figures = figures_of(database, actor, scope, settings, day_of(now), known or Known())
    return arranged(orders, exchanges, settings, now, figures)


def arranged(
    orders: Sequence[Values], exchanges: Sequence[Values], settings: Settings, now: int, figures: Figures
) -> Board:  # fmt: skip
    """The columns as they stand at `now`: computed anew each second from the same rows, without asking the file."""
    walks = Counter(str(one["walk"]) for one in (*orders, *exchanges) if one.get("walk") and one["status"] == "out")
    cards = [_order_card(one, exchanges, walks, settings, now) for one in orders]
    cards += [_exchange_card(one, walks, settings, now) for one in exchanges]

    def column(*wanted: str) -> list[Card]:
        return sorted((card for card in cards if card.status in wanted), key=lambda card: card.press)

    return Board(
        column(OrderState.PLACED),
        column(OrderState.ARRIVED, OrderState.INSPECTING),
        column(OrderState.ACCEPTED, ExchangeState.READY),
        column(OrderState.OUT),
        column(ExchangeState.WAITING),
        figures,
    )


def _order_card(
    order: Values, exchanges: Iterable[Frozen], walks: Counter[str], settings: Settings, now: int
) -> Card:  # fmt: skip
    walk, failed = str(order.get("walk") or ""), order.get("conclusion") in ("exchange", "refused")
    together = [one for one in order.get("choices") or () if one.get("choice") == Choice.TOGETHER]
    missing = {
        one["n"] for one in exchanges if one["order_id"] == order["id"] and one["status"] != ExchangeState.READY
    }  # fmt: skip
    return Card(
        "fresh_order", str(order["id"]), str(order["id"]), str(order.get("no") or ""), str(order.get("where") or ""),
        str(order.get("shop") or ""), str(order.get("kind") or ""), str(order["status"]),
        len(order.get("items") or ()), clocks.states(order, settings, now), str(order.get("guard") or ""), walk,
        walks[walk] if walk else 0, str(order.get("choice") or ""),
        held=any(one["n"] in missing for one in together),
        unanswered=failed and not order.get("choice") and order["status"] == OrderState.ACCEPTED,
        rings=order.get("acknowledged_at") is None and order["status"] == OrderState.PLACED,
        inspector_id=str(order.get("inspector_id") or ""), values=order,
    )  # fmt: skip


def _exchange_card(one: Values, walks: Counter[str], settings: Settings, now: int) -> Card:
    walk = str(one.get("walk") or "")
    return Card(
        "exchange", str(one["id"]), str(one["order_id"]), str(one.get("order_no") or ""), str(one.get("where") or ""),
        str(one.get("shop") or ""), "", str(one["status"]), 1, clocks.exchange_states(one, settings, now),
        str(one.get("guard") or ""), walk, walks[walk] if walk else 0, str(one.get("choice") or ""),
        inspector_id=str(one.get("inspector_id") or ""), values=one,
    )  # fmt: skip


def figures_of(
    database: "Database", actor: Actor, scope: str, settings: Settings, day: str, known: Known
) -> Figures:  # fmt: skip
    """Orders by when the shop got them, deliveries by when they were signed."""
    guard, parameters = visible_to(actor, scope)
    begin, end = start_of_day(day), end_of_day(day)
    wanted = "delivered_at >= ? AND delivered_at < ? AND status = 'delivered'"
    done = rows_where(database, actor, scope, FRESH_ORDER, wanted, (begin, end), known, TIMES)
    terms = "verdicts " + " ".join(settings.text(key) for key in clocks.TERMS)

    def counted(record: str, moment: str, without: tuple[str, ...]) -> int:
        marks = ", ".join("?" * len(without))
        asked = f"""SELECT COUNT(*) FROM {record} WHERE {guard} AND {moment} >= ? AND {moment} < ?
                    AND status NOT IN ({marks})"""
        return int(database.read(asked, [*parameters, begin, end, *without])[0][0])

    return summed(
        known.each(terms, done, lambda one: clocks.verdicts(one, settings)),
        counted("fresh_order", "placed_at", (str(OrderState.VOID), str(OrderState.CANCELLED))),
        counted(EXCHANGE.name, "opened_at", (str(ExchangeState.VOID),)),
        counted(COMPENSATION.name, "reported_at", (str(CompensationState.VOID), str(CompensationState.EXPLAINED))),
    )


def summed(
    verdicts: Sequence[tuple[bool | None, bool | None]], orders: int, exchanges: int, compensations: int
) -> Figures:  # fmt: skip
    ours = [ok for _whole, ok in verdicts if ok is not None]
    late = sum(ok is False for ok, _ours in verdicts)
    done = len(verdicts)
    return Figures(
        orders, done, late, _permille(done - late, done), _permille(sum(ours), len(ours)), exchanges,
        compensations,
    )  # fmt: skip


def _permille(part: int, whole: int) -> int | None:
    return part * 1000 // whole if whole else None
