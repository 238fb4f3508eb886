"""The clocks of a delivery, in seconds: the whole, the shop's half, the estate's half, or the window it is wanted in.

Nothing is stored as late: it is computed from moments, stops, settings and now. A stop (业主不在, 业主要求晚送) takes
its time out of every clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.domain.calendar import MINUTE, SECOND, Pause, add_working, working_ms
from desk.domain.clocks import ClockState, Shape
from desk.domain.flow import Frozen
from desk.domain.settings import Settings
from desk.services.fresh_orders.record import OrderKind, OrderState

TOTAL, SHOP, ESTATE, WINDOW, EXCHANGE = "total", "shop", "estate", "window", "exchange"
LABELS = {TOTAL: "总", SHOP: "门店", ESTATE: "区", WINDOW: "预约", EXCHANGE: "换货"}
FROM_ACCEPTANCE = "验收"
GONE = frozenset({OrderState.REFUSED, OrderState.CANCELLED, OrderState.VOID})
LATE_SHOWN = "clock.warn_percent"
TERMS = ("fresh.total_minutes", "fresh.estate_minutes", "fresh.estate_from", "fresh.window_minutes")  # of a verdict


@dataclass(frozen=True, slots=True)
class OrderClocks:
    """How the three stand. A window order has no halves: they are blank, and `total` is its window's."""

    total: ClockState
    shop: ClockState
    estate: ClockState

    @property
    def worst(self) -> ClockState:
        """What a card shows large: the pressing one of the whole and the estate's part."""
        order = [Shape.SQUARE, Shape.TRIANGLE, Shape.RING]
        running = [one for one in (self.total, self.estate) if one.shape in order]
        return min(running, key=lambda one: (order.index(one.shape), one.left_ms), default=self.total)


def seconds_words(ms: int) -> str:
    """11:42; 1:02:03 behind the hour; -00:35 before it begins."""
    seconds = abs(ms) // SECOND
    hours, rest = divmod(seconds, 3600)
    minutes, last = divmod(rest, 60)
    shown = f"{hours}:{minutes:02d}:{last:02d}" if hours else f"{minutes:02d}:{last:02d}"
    return f"-{shown}" if ms < 0 and seconds else shown


def pauses_of(order: Frozen) -> list[Pause]:
    return [Pause(one["from_at"], one.get("to_at"), "") for one in order.get("stops") or ()]


def is_window(order: Frozen) -> bool:
    return order.get("kind") == OrderKind.WINDOW and order.get("window_from_at") is not None


def states(order: Frozen, settings: Settings, now: int) -> OrderClocks:
    """All three at a moment."""
    if is_window(order):
        return OrderClocks(_window(order, settings, now), _blank(SHOP), _blank(ESTATE))
    whole = settings.number("fresh.total_minutes") * MINUTE
    ours = settings.number("fresh.estate_minutes") * MINUTE
    delivered, arrived = order.get("delivered_at"), order.get("arrived_at")
    total = _state(TOTAL, order, order.get("placed_at"), whole, delivered, settings, now)
    shop = _state(SHOP, order, order.get("placed_at"), whole - ours, arrived, settings, now)
    estate = _state(ESTATE, order, estate_from(order, settings), ours, delivered, settings, now)
    return OrderClocks(total, shop, estate)


def estate_from(order: Frozen, settings: Settings) -> int | None:
    """When the estate's part begins: at arrival, or when the goods were accepted, as the office has it."""
    accepted = settings.text("fresh.estate_from").strip() == FROM_ACCEPTANCE
    found: int | None = order.get("inspected_at" if accepted else "arrived_at")
    return found


def _blank(name: str) -> ClockState:
    return ClockState(name, LABELS[name])


def _state(
    name: str, order: Frozen, start: int | None, limit: int, stopped: int | None, settings: Settings, now: int
) -> ClockState:
    if start is None:
        return _blank(name)
    pauses = pauses_of(order) if name != SHOP else []
    over = order.get("closed_at") if order.get("status") in GONE else None
    ended = stopped if stopped is not None else over
    until = now if ended is None else ended
    used = working_ms(start, until, None, pauses) if pauses else max(0, until - start)
    due = add_working(start, limit, None, pauses) if pauses else start + limit
    shape = Shape.NONE
    if ended is None and now >= start:
        shape = _shape(used, limit, settings)
    standing = ended is None and any(one.to_at is None for one in pauses)
    ok = None if stopped is None else used <= limit
    return ClockState(name, LABELS[name], due, used, limit, shape, stopped, ok, standing)


def _shape(used: int, limit: int, settings: Settings) -> Shape:
    if used > limit:
        return Shape.SQUARE
    return Shape.TRIANGLE if used * 100 >= limit * settings.number(LATE_SHOWN) else Shape.RING


def _window(order: Frozen, settings: Settings, now: int) -> ClockState:
    """By its window, so many minutes before and after: too early is not on time either."""
    spare = settings.number("fresh.window_minutes") * MINUTE
    start = int(order["window_from_at"]) - spare
    limit = int(order["window_to_at"]) + spare - start
    found = _state(WINDOW, order, start, limit, order.get("delivered_at"), settings, now)
    early = found.stopped_at is not None and found.stopped_at < start
    if not early:
        return found
    return ClockState(WINDOW, LABELS[WINDOW], found.due_at, found.used_ms, limit, Shape.NONE, found.stopped_at, False)


def exchange_states(exchange: Frozen, settings: Settings, now: int) -> OrderClocks:
    """An exchange runs to when the shop said it would be back, else to what the resident is told on the telephone."""
    failed = exchange.get("failed") or ()
    start = int(failed[-1]["at"] if failed else exchange.get("opened_at") or now)
    eta = exchange.get("eta_at")
    limit = int(eta) - start if eta and eta > start else settings.number("fresh.exchange_minutes") * MINUTE
    ended = exchange.get("delivered_at") or exchange.get("closed_at")
    used = working_ms(start, int(ended or now))
    shape = Shape.NONE if ended or now < start else _shape(used, limit, settings)
    found = ClockState(EXCHANGE, LABELS[EXCHANGE], start + limit, used, limit, shape, exchange.get("delivered_at"))
    return OrderClocks(found, _blank(SHOP), _blank(ESTATE))


def verdicts(order: Frozen, settings: Settings) -> tuple[bool | None, bool | None]:
    """Whether it came in the whole time (or its window), and in the estate's part; None until it is delivered.

    A window order has no part of the estate's.
    """
    found = states(order, settings, int(order.get("delivered_at") or 0))
    return found.total.ok, found.estate.ok


def on_time(order: Frozen, settings: Settings) -> bool | None:
    return verdicts(order, settings)[0]


def estate_on_time(order: Frozen, settings: Settings) -> bool | None:
    return verdicts(order, settings)[1]


def bells(
    orders: Iterable[tuple[Frozen, OrderClocks]], settings: Settings, since: int, now: int
) -> list[tuple[str, str]]:  # fmt: skip
    """(order, clock) of every clock that came to its bell after `since` and until `now`.

    `orders` with their clocks at `now`: asked each second of all that are open, and nearly none is at its bell.
    """
    at = {TOTAL: settings.number("fresh.total_bell_minutes"), ESTATE: settings.number("fresh.estate_bell_minutes")}
    rung = []
    for order, found in orders:
        for name, clock in ((TOTAL, found.total), (ESTATE, found.estate)):
            bell = at[name] * MINUTE
            if clock.name != name or clock.shape is Shape.NONE or not 0 <= clock.used_ms - bell < now - since:
                continue
            before = states(order, settings, since)
            if (before.total if name == TOTAL else before.estate).used_ms < bell:
                rung.append((str(order["id"]), name))
    return rung
