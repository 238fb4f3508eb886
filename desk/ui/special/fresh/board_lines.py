"""From the board's facts to what is shown: five piles in words, clocks in seconds; computed anew each second."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from desk.domain.clocks import ClockState, Shape
from desk.domain.settings import Settings
from desk.domain.values import Frozen
from desk.domain.words_of_time import clock_word
from desk.services.fresh_orders import clocks
from desk.services.fresh_orders.board import Board, Card
from desk.services.fresh_orders.board import Figures as DayFigures
from desk.services.fresh_orders.clocks import OrderClocks, seconds_words
from desk.services.fresh_orders.goods import Goods
from desk.services.fresh_orders.matching import is_unchecked
from desk.services.fresh_orders.moving import Moving
from desk.services.fresh_orders.record import ExchangeState, LateReason, OrderState, StopReason
from desk.services.reviews.marking import WORDS
from desk.ui.special.fresh.shown import CardShown, ClockShown, DoneShown, Pile
from desk.ui.special.fresh.subject import Subject

MINUTE_S = 60
WHERE_MOST = 10
DECIDE = "裁定"
# As short as a line of the day allows.
BRIEF = {str(LateReason.NO_COURIER): "无人送", str(LateReason.OWNER_LATER): "要求晚送", str(LateReason.PEAK): "高峰"}
DRAWN = {Shape.RING: "ring", Shape.TRIANGLE: "triangle", Shape.SQUARE: "square"}
TONES = {"triangle": "warn", "square": "bad"}
SAID = {clocks.TOTAL: "总", clocks.ESTATE: "小区", clocks.WINDOW: "预约", clocks.EXCHANGE: "换货", clocks.SHOP: "门店"}


def left_words(ms: int, long: bool = False) -> str:
    """还剩 8 分, 还剩 10 秒, 超 48 秒, 超 1 分 05; `long`: minutes with their seconds."""
    seconds = abs(ms) // 1000
    minutes, rest = divmod(seconds, MINUTE_S)
    word = "超" if ms < 0 else "还剩"
    if minutes >= MINUTE_S:
        hours, minutes = divmod(minutes, MINUTE_S)
        return f"{word} {hours} 小时 {minutes:02d} 分"
    if not minutes:
        return f"{word} {rest} 秒"
    return f"{word} {minutes} 分 {rest:02d}" if ms < 0 or long else f"{word} {minutes} 分"


def clock_shown(state: ClockState, long: bool = False, stopped: str = "") -> ClockShown | None:
    """None where no clock runs. `stopped`: why it stands."""
    shape = DRAWN.get(state.shape)
    if shape is None:
        return None
    name = SAID.get(state.name, state.label)
    limit = f" {state.limit_ms // 60_000} 分" if long and state.name in (clocks.TOTAL, clocks.ESTATE) else ""
    said = f"停表 · {stopped}" if state.paused and stopped else left_words(state.left_ms, long)
    return ClockShown(seconds_words(state.used_ms), f"{name}{limit} · {said}", shape, state.permille,
                      TONES.get(shape, ""))  # fmt: skip


def _clocks(found: OrderClocks, values: Frozen, long: bool = False) -> tuple[ClockShown, ...]:
    stops = values.get("stops") or ()
    why = StopReason.label_of(stops[-1].get("reason")) if stops and stops[-1].get("to_at") is None else ""
    shown = (clock_shown(found.total, long, why), clock_shown(found.estate, long, why))
    return tuple(one for one in shown if one is not None)


def clocks_of(subject: Subject, settings: Settings, now: int, long: bool = False) -> tuple[ClockShown, ...]:
    """Those of a sheet that is open."""
    reckon = clocks.states if subject.is_order else clocks.exchange_states
    return _clocks(reckon(subject.values, settings, now), subject.values, long)


def cold_words(order: Frozen, goods: Goods) -> str:
    """有冷鲜肉: what must not stand about."""
    kinds = [goods.kind(one.get("goods"), str(one.get("name") or "")) for one in order.get("items") or ()]
    cold = list(dict.fromkeys(kind.name for kind in kinds if kind.measured))
    return f"有{cold[0]}{'等' if len(cold) > 1 else ''}" if cold else ""


def tone_of(shown: Sequence[ClockShown]) -> str:
    tones = {one.tone for one in shown}
    return "bad" if "bad" in tones else "warn" if "warn" in tones else ""


class Seconds:
    """What the clocks say at `now`, asked of the cards in sight only."""

    def __init__(self, moving: Moving, now: int) -> None:
        self._moving, self.now = moving, now

    def of(self, ent: str) -> tuple[ClockShown, ...]:
        card, found = self._moving.card(ent), self._moving.clocks(ent, self.now)
        return _clocks(found, card.values) if card is not None and found is not None else ()


class Kept:
    """Cards made before: one is made anew where its row, a shape or what stands around it is another.

    The seconds are not among that: a card that is kept shows those of when it was made, `Seconds` those of now.
    """

    def __init__(self) -> None:
        self._made: dict[str, tuple[Frozen, tuple[object, ...], CardShown]] = {}

    def of(self, make: Callable[..., CardShown], card: Card, undecided: bool, *around: object) -> CardShown:
        """`undecided`: two desks saw it differently; which of both stands comes before its next step."""
        total, estate = card.clocks.total, card.clocks.estate
        told = (make, undecided, around, card.walk_count, card.held, card.unanswered, total.shape, total.paused,
                estate.shape)  # fmt: skip
        was = self._made.get(card.id)
        if was is not None and was[0] is card.values and was[1] == told:
            return was[2]
        made = make(card, *around)
        if undecided:
            made = replace(made, doubt=WORDS, action=DECIDE, key="Enter")
        self._made[card.id] = (card.values, told, made)
        return made


def piles(
    board: Board, cold: Callable[[str], str], guard: str, marked: Collection[str] = (), chosen: str = "",
    kept: Kept | None = None, undecided: Collection[str] = (),
) -> list[Pile]:  # fmt: skip
    """The four that run. `cold` gives an order's word by its id, `guard` who carried last; `marked` go in one walk."""
    keep, walk = kept or Kept(), tuple(marked)

    def of(make: Callable[..., CardShown], card: Card, *around: object) -> CardShown:
        return keep.of(make, card, card.id in undecided, *around)

    def lit(card: Card) -> str:
        return chosen if card.id == chosen else ""

    coming = [of(_coming, card, number == 0, lit(card)) for number, card in enumerate(board.on_the_way)]
    coming += [of(_exchange_coming, card, lit(card)) for card in board.waiting_exchanges]
    inspect = [
        of(_to_inspect, card, cold(card.id), number == 0, lit(card)) for number, card in enumerate(board.to_inspect)
    ]
    send = [
        of(_to_send, card, cold(card.id), guard, number == 0, lit(card), walk)
        for number, card in enumerate(board.to_hand_out)
    ]
    out = [of(_out, card, number == 0, lit(card)) for number, card in enumerate(board.out)]
    return [
        Pile("途中", len(coming), "门店还没到" if coming else "", tuple(coming), ("电话订单", ""), "+"),
        Pile("待验", len(inspect), "到货先扫袋签", tuple(inspect)),
        Pile("待送", len(send), f"这一趟 {len(marked)} 单" if marked else "秩序员来取", tuple(send)),
        Pile("配送中", len(out), _walk_words(board.out), tuple(out)),
    ]  # fmt: skip


def done_pile(
    figures: DayFigures, done: Sequence[Frozen], settings: Settings, undecided: Collection[str] = ()
) -> Pile:  # fmt: skip
    """What was delivered today stands still: made once for every read, not every second."""
    lines = tuple(done_line(one, settings, one["id"] in undecided) for one in done)
    late = f"晚 {figures.late}" if figures.late else ""
    return Pile("今日送完", figures.done, late, lines, _foot(figures, done, settings), "*")


def _about(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _coming(card: Card, first: bool, chosen: str) -> CardShown:
    things = f"{card.things} 样"
    shown = _clocks(card.clocks, card.values)
    icon = words = aside = ""
    if not shown and clocks.is_window(card.values):
        begins = int(card.values["window_from_at"])
        icon, words, aside = "calendar-clock", f"预约 {clock_word(begins)}", "到时段才计时"
    action, key = ("接单", "Space") if card.rings else ("到货", "Enter")
    if is_unchecked(card.values) and not card.rings:
        action, key = "核对是哪一家", "-"
    offered = first or card.rings or card.id == chosen
    return CardShown(
        card.id, _where(card), card.tail, _about(_doubt(card), things, card.shop), shown, icon, words, aside,
        tone_of(shown), action if offered else "", key, ringing=card.rings,
    )  # fmt: skip


def _exchange_coming(card: Card, chosen: str) -> CardShown:
    told, eta = card.values.get("told_shop_at"), card.values.get("eta_at")
    if eta:
        words = f"门店说 {clock_word(int(eta))} 到"
    else:
        words = f"{clock_word(int(told))} 已告知门店" if told else "还没有告知门店"
    action, key = ("换货到, 验收", "Enter") if told or eta else ("已告知门店", "Enter")
    about = f"换货 1 样: {card.values.get('item') or ''}"
    return CardShown(
        card.id, card.where, card.tail, about, (), "repeat", words, action=action if card.id == chosen else "", key=key
    )  # fmt: skip


def _who(card: Card, cold: str = "") -> str:
    if card.record == "exchange":
        return f"换货 1 样: {card.values.get('item') or ''}"
    return _about(_doubt(card), str(card.values.get("name") or ""), f"{card.things} 样", cold)


def _where(card: Card) -> str:
    """A room; of an address that somebody wrote its end, where the room stands."""
    long = card.values.get("address_unchecked") and len(card.where) > WHERE_MOST
    return f"…{card.where[1 - WHERE_MOST :]}" if long else card.where


def _doubt(card: Card) -> str:
    if not is_unchecked(card.values):
        return f"转自{card.values['from_estate']}" if card.values.get("from_estate") else ""
    return "地址待核对" if card.values.get("address_unchecked") else "收货人待核对"


def _to_inspect(card: Card, cold: str, first: bool, chosen: str) -> CardShown:
    shown = _clocks(card.clocks, card.values)
    begun = card.status in (OrderState.INSPECTING, ExchangeState.INSPECTING)
    action = ("接着验" if begun else "验收") if first or card.id == chosen else ""
    return CardShown(card.id, _where(card), card.tail, _who(card, cold), shown, tone=tone_of(shown), action=action,
                     key="Enter")  # fmt: skip


def _to_send(card: Card, cold: str, guard: str, first: bool, chosen: str, marked: Collection[str]) -> CardShown:
    shown = _clocks(card.clocks, card.values)
    action, key = "", ""
    if card.unanswered:
        action, key = "问业主", "Enter"
    elif card.values.get("address_unchecked"):
        action, key = "核对是哪一家", "-"
    elif card.held:
        action, key = ("等换货", "Enter") if card.id == chosen else ("", "")
    elif card.id in marked:
        action, key = f"{len(marked)} 单交 {guard or '…'}", "F8"
    elif marked and card.id == chosen:
        action, key = "并入同一趟", "Space"
    elif first or card.id == chosen:
        action, key = f"交 {guard}" if guard else "交配送", "F8"
    elif not marked:
        action, key = "并入同一趟", "Space"
    who = _who(card, cold) + (" · 等齐一起送" if card.held else "")
    return CardShown(card.id, _where(card), card.tail, who, shown, tone=tone_of(shown), action=action, key=key,
                     marked=card.id in marked)  # fmt: skip


def _out(card: Card, first: bool, chosen: str) -> CardShown:
    shown = _clocks(card.clocks, card.values)
    who = _about(_who(card), card.guard if card.walk_count < 2 else f"{card.guard} 一趟 {card.walk_count} 单")
    action = "录签收时间" if first or card.id == chosen else ""
    return CardShown(card.id, card.where, card.tail, who, shown, tone=tone_of(shown), action=action, key="F6")


def _walk_words(out: Iterable[Card]) -> str:
    gone = [card for card in out if card.values.get("out_at")]
    if not gone:
        return ""
    last = max(gone, key=lambda card: int(card.values["out_at"]))
    return f"{last.guard} 一趟 · {clock_word(int(last.values['out_at']))} 出门"


def done_line(order: Frozen, settings: Settings, undecided: bool = False) -> DoneShown:
    """How long it took, or why it was late; neither is sure while two sides of it stand."""
    found = clocks.states(order, settings, int(order.get("delivered_at") or 0)).total
    late = found.ok is False
    swapped = sum(one.get("choice") in ("first_good", "together") for one in order.get("choices") or ())
    reason = str(order.get("late_reason") or "")
    aside = BRIEF.get(reason, LateReason.label_of(reason)) if reason else ""
    if not aside:
        aside = "没记原因" if late else f"换 {swapped} 样" if swapped else ""
    took = WORDS if undecided else seconds_words(found.used_ms)
    return DoneShown(str(order["id"]), str(order.get("where") or ""), took, aside, late, undecided)


def _foot(figures: DayFigures, done: Sequence[Frozen], settings: Settings) -> tuple[str, str]:
    more = figures.done - len(done)
    silent = sum(not one.get("late_reason") and clocks.on_time(one, settings) is False for one in done)
    said = f"{silent} 单没记原因" if silent else "原因都已记" if figures.late else ""
    return (f"其余 {more} 单" if more > 0 else "全部订单" if done else "", said)


def figure_words(found: DayFigures) -> tuple[tuple[str, str], ...]:
    def rate(permille: int | None) -> str:
        return "—" if permille is None else f"{permille // 10}.{permille % 10}%"

    return (
        (str(found.done), "今日送完"), (rate(found.on_time_permille), "20 分达标"),
        (rate(found.estate_permille), "10 分达标"), (str(found.exchanges), "换货"), (str(found.compensations), "赔偿"),
    )  # fmt: skip
