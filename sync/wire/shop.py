"""What a shop says of fresh orders and hears of them, as JSON. Moments are ms UTC, weights grams, money fen.

An order is known by the shop's own number (`event`): it may come late, twice or after its change, and is one order.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from sync.wire.channel import PLAIN, Address, EventId, Moment, RecordId, Revision, Said, Who

MOST_ITEMS = 100
OrderNo = Annotated[str, Meta(pattern="^[0-9A-Za-z._-]{1,40}$", description="The shop's own number of the order")]
Word = Annotated[str, Meta(min_length=1, max_length=60, pattern=PLAIN)]
Short = Annotated[str, Meta(max_length=40, pattern=PLAIN)]
Number = Annotated[int, Meta(ge=1, le=9999, description="Of the item within its order")]
Amount = Annotated[int, Meta(ge=1, le=1_000_000, description="Grams, or pieces")]
Fen = Annotated[int, Meta(ge=0, le=100_000_000)]


class Item(Struct, frozen=True):
    """One line of an order; `price_fen` is what the whole line costs. `goods`: the office's word for its kind."""

    n: Number
    name: Word
    unit: Literal["g", "piece"]
    ordered: Amount
    price_fen: Fen
    goods: Short = ""
    spec: Short = ""


Items = Annotated[list[Item], Meta(min_length=1, max_length=MOST_ITEMS)]


class ShopOrder(Struct, frozen=True):
    """An instant order, or one for a window. One of `home` (its id) and `address` says where; `estate` is optional."""

    who: Who
    items: Items
    kind: Literal["instant", "window"] = "instant"
    address: Address = ""
    home: RecordId = ""
    estate: RecordId = ""
    window_from_at: Moment | None = None
    window_to_at: Moment | None = None
    note: Said = ""


class OrderEvent(Struct, frozen=True):
    """`event` is the shop's number of the order, `at` when the shop took it; a higher revision changes it."""

    event: OrderNo
    revision: Revision
    at: Moment
    data: ShopOrder


class Cancel(Struct, frozen=True):
    order: OrderNo
    reason: Literal["resident", "shop", "other"] = "resident"
    words: Said = ""


class CancelEvent(Struct, frozen=True):
    event: EventId
    revision: Revision
    at: Moment
    data: Cancel


class OnTheWay(Struct, frozen=True):
    """Packed, on the way, or at the gate: `what` happened at the event's `at`."""

    order: OrderNo
    what: Literal["packed", "on_the_way", "arrived"]
    deliverer: Short = ""
    eta_at: Moment | None = None


class NoticeEvent(Struct, frozen=True):
    event: EventId
    revision: Revision
    at: Moment
    data: OnTheWay


class ExchangeAnswer(Struct, frozen=True):
    """When the replacement of item `n` comes, or that it is at the gate."""

    order: OrderNo
    n: Number
    eta_at: Moment | None = None
    arrived: bool = False
    deliverer: Short = ""


class ExchangeEvent(Struct, frozen=True):
    event: EventId
    revision: Revision
    at: Moment
    data: ExchangeAnswer


class CompensationAnswer(Struct, frozen=True):
    """The shop agrees to pay so much for item `n`; `by` is who says it."""

    order: OrderNo
    n: Number
    amount_fen: Fen
    by: Word


class CompensationEvent(Struct, frozen=True):
    event: EventId
    revision: Revision
    at: Moment
    data: CompensationAnswer


class ItemTold(Struct, frozen=True):
    """What the inspection found of an item; `verdict` pass, exchange or reject; `fault` a word of ours."""

    n: int
    name: str
    ordered: int
    got: int | None = None
    temp: int | None = None
    verdict: str = ""
    fault: str = ""
    fault_label: str = ""


class ExchangeTold(Struct, frozen=True):
    n: int
    item: str
    turn: int
    state: str
    label: str
    fault: str = ""
    fault_label: str = ""
    choice: str = ""
    ordered: int = 0
    eta_at: int | None = None
    delivered_at: int | None = None


class CompensationTold(Struct, frozen=True):
    n: int
    item: str
    state: str
    label: str
    cause: str = ""
    amount_fen: int | None = None
    month: str = ""


class OrderTold(Struct, frozen=True):
    """How an order stands, for the shop. `unchecked`: `address` or `identity`, what a person has yet to look at."""

    event: str
    revision: int
    state: str
    label: str
    words: str
    estate: str
    desk_phone: str
    where: str
    unchecked: list[str]
    conclusion: str = ""
    arrived_at: int | None = None
    inspected_at: int | None = None
    delivered_at: int | None = None
    kind: str = ""
    window_from_at: int | None = None
    window_to_at: int | None = None
    items: list[ItemTold] = field(default_factory=list)
    exchanges: list[ExchangeTold] = field(default_factory=list)
    compensations: list[CompensationTold] = field(default_factory=list)


class ShopAnswer(Struct, frozen=True):
    event: str
    revision: int
    told: OrderTold


class ShopHeard(Struct, frozen=True):
    """A webhook to a shop. `id` is the same each time it is sent; of one order a lower `place` is older news.

    `kind`: taken, amended (by the desk), checked (whose it is), arrived, inspected, delivered, refused, cancelled,
    void, forwarded (`estate` says where to); exchange, exchange_inspected, exchange_delivered, exchange_dropped;
    compensation, compensation_settled; taken_back: the desk undid what it told, the order stands as it is told here.
    """

    id: str
    kind: str
    place: int
    at: int
    order: OrderTold


class MonthLine(Struct, frozen=True):
    """One figure of the month's statement, as on our paper: an order, a delivered exchange or a compensation."""

    kind: Literal["order", "exchange", "compensation"]
    event: str
    at: int
    n: int
    fen: int


class MonthTold(Struct, frozen=True):
    """The statement of a month: what is due to the shop is `goods_fen + exchanged_fen - compensated_fen`."""

    month: str
    orders: int
    goods_fen: int
    exchanged_fen: int
    compensated_fen: int
    due_fen: int
    lines: list[MonthLine]
