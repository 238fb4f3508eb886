"""积分: given by a signature for a platform's order, once; the row's id follows from the order, whoever signs again."""

from desk.domain.deciding import Context, derived_id
from desk.domain.flow import Frozen, Make
from desk.services.fresh_orders.record import OrderChannel

FEN = 100


def points_id(scope: str, order_id: str, n: int = 0) -> str:
    """The entry of an order (n 0), or of one item of it that came later in exchange."""
    return derived_id(scope, order_id, f"points-{n}")


def points_of(amount_fen: int, per_yuan: int) -> int:
    """Whole points for what was delivered; what does not make a yuan gives none."""
    return amount_fen // FEN * per_yuan


def due(order: Frozen, amount_fen: int, context: Context) -> bool:
    """Points are the platform's: for its orders, and where something was delivered."""
    rate = context.settings.number("fresh.points_per_yuan")
    return order.get("channel") == OrderChannel.PLATFORM and points_of(amount_fen, rate) > 0


def given(order: Frozen, n: int, amount_fen: int, at: int, context: Context) -> Make:
    """`order` is the order, or the exchange of its item `n`."""
    order_id = str(order.get("order_id") or order["id"])
    values = {
        "order_id": order_id,
        "order_no": order.get("order_no") or order.get("no"),
        "n": n or None,
        "home_id": order.get("home_id"),
        "resident_id": order.get("resident_id"),
        "amount_fen": amount_fen,
        "points": points_of(amount_fen, context.settings.number("fresh.points_per_yuan")),
        "given_at": at,
        "status": "given",
    }
    return Make("points_entry", points_id(context.scope, order_id, n), values)
