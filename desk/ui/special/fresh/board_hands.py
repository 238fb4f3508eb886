"""What a key on the board means: the gun, the next step of a card, a walk made up, signatures typed."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from desk.domain.values import Values
from desk.services.fresh_orders import reads
from desk.services.fresh_orders.board import Card
from desk.services.fresh_orders.matching import is_unchecked
from desk.services.fresh_orders.record import ExchangeState, OrderState
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.special.fresh.board_reading import BoardRead
from desk.ui.special.fresh.board_view import BoardView
from desk.ui.special.fresh.papers import TicketPapers
from desk.ui.special.fresh.subject import EXCHANGE, ORDER

if TYPE_CHECKING:
    from desk.ui.special.fresh.doing import Doing

INSPECT = (OrderState.ARRIVED, OrderState.INSPECTING, ExchangeState.ARRIVED, ExchangeState.INSPECTING)


class BoardHands(QObject):
    """`found` is what the board was made of, `marked` the cards of the walk that is being made up."""

    sheet_wanted = Signal(str, str)
    orders_wanted = Signal(str)
    board_wanted = Signal(str)
    marks_changed = Signal()

    def __init__(self, counter: Counter, board: BoardView, doing: "Callable[[], Doing]", parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._board, self._doing = counter, board, doing
        self.found: BoardRead | None = None
        self.marked: list[str] = []

    def _card(self, ent: str = "") -> Card | None:
        if not ent and self._board.here is not None:
            chosen = self._board.here.chosen()
            ent = chosen.id if chosen is not None else ""
        return self.found.card(ent) if self.found is not None and ent else None

    def press(self, event: QKeyEvent) -> None:
        sign = event.text()
        if event.key() == Qt.Key.Key_Space:
            self._space()
        elif sign in ("+", "＋"):
            self._doing().telephone()
        elif sign in ("*", "＊"):
            self.orders_wanted.emit("")
        elif sign in ("/", "／"):
            self.more()
        elif sign in ("-", "－", "—"):
            self.match()
        elif sign.isalnum():
            scan = self._board.strip.scan
            scan.setText(sign)
            scan.setFocus(Qt.FocusReason.OtherFocusReason)
            scan.setCursorPosition(len(sign))

    def _space(self) -> None:
        card = self._card()
        if card is None:
            return
        if card.rings:
            self._acknowledge(card)
        elif card.status in (OrderState.ACCEPTED, ExchangeState.READY) and not card.unanswered and not card.held:
            if card.id in self.marked:
                self.marked.remove(card.id)
            else:
                self.marked.append(card.id)
            self.marks_changed.emit()

    def act(self, ent: str) -> None:
        """Enter: the next step of this card; where two sides of it stand, which of both."""
        card = self._card(ent)
        if self.found is not None and ent in self.found.undecided:
            self._counter.ways.review_wanted.emit(ent)
        elif card is None:
            self.orders_wanted.emit(ent)
        elif card.rings:
            self._acknowledge(card)
        elif card.status == OrderState.PLACED:
            self._take(card, "arrive", "到货")
        elif card.status == ExchangeState.WAITING:
            self._doing().exchange(card.id)
        elif card.status in INSPECT or card.unanswered or card.held:
            self.sheet_wanted.emit(card.record, card.id)
        elif card.status in (OrderState.ACCEPTED, ExchangeState.READY):
            self.hand_out()
        else:
            self.sign()

    def _acknowledge(self, card: Card) -> None:
        """接单: it stops ringing and asks for its ticket."""

        def done(_changed: Changed) -> None:
            self._counter.ways.said.emit(f"{card.where} 已接单")
            self._counter.ways.print_now.emit(TicketPapers(ids=(card.id,)))

        steps = [StepRequest(self._counter.scope, ORDER, name, {}, card.id) for name in ("acknowledge", "ticket")]
        self._counter.take(self, steps, done)

    def _take(self, card: Card, step: str, words: str) -> None:
        request = StepRequest(self._counter.scope, card.record, step, {}, card.id)
        self._counter.take(self, [request], lambda _c: self._counter.ways.said.emit(f"{card.where} {words}"))

    def match(self) -> None:
        """待核对: the card at hand, else the first that waits for it."""
        card, found = self._card(), self.found
        waiting = [one for one in (found.board.cards if found is not None else []) if is_unchecked(one.values)]
        if card is not None and is_unchecked(card.values):
            self._doing().match(card.id)
        elif waiting:
            self._doing().match(waiting[0].id)
        else:
            self._counter.ways.warned.emit("没有待核对的")

    def more(self) -> None:
        card = self._card()
        if card is not None:
            self._doing().more(card.record, card.id)
            return
        chosen = self._board.here.chosen() if self._board.here is not None else None
        if chosen is not None:
            self._doing().more(ORDER, chosen.id)

    def hand_out(self) -> None:
        """The walk that was made up, or the card at hand, or the first that waits."""
        found = self.found
        if found is None:
            return
        board = found.at(self._counter.now())
        card = self._card()
        wanted = list(self.marked)
        if not wanted and card is not None and card.status in (OrderState.ACCEPTED, ExchangeState.READY):
            wanted = [card.id]
        if not wanted:
            wanted = [one.id for one in board.to_hand_out if not one.unanswered and not one.held][:1]
        cards = [one for ent in wanted if (one := found.card(ent)) is not None]
        if not cards:
            self._counter.ways.warned.emit("没有验好等送的")
        elif any(one.unanswered or one.held for one in cards):
            self.sheet_wanted.emit(cards[0].record, cards[0].id)
        else:
            self._doing().hand_out(cards, found.guards, found.last_guard)

    def sign(self) -> None:
        found, card = self.found, self._card()
        if found is None:
            return
        out = found.at(self._counter.now()).out
        if card is None or card.status != OrderState.OUT:
            card = out[0] if out else None
        if card is None:
            self._counter.ways.warned.emit("没有在送的")
            return
        together = [one for one in out if one.walk == card.walk and card.walk] or [card]
        self._doing().sign([card, *(one for one in together if one.id != card.id)])

    # the gun

    def scan_typed(self) -> None:
        typed = self._board.strip.scan.text().strip()
        self._board.strip.scan.clear()
        if typed:
            self.scan(typed)
        else:
            self._board.settle()

    def scan(self, typed: str) -> None:
        """A bag's label, or the last four of a number: straight to what is to be done with it."""
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope

        def work() -> list[Values]:
            return reads.by_number(database, actor, scope, typed)

        counter.read(self, work, partial(self._shot, typed), counter.ways.refused.emit)

    def _shot(self, typed: str, orders: list[Values]) -> None:
        live = [one for one in orders if one.get("status") in reads.LIVE]
        if not orders:
            self._counter.ways.warned.emit(f"没有单号是“{typed}”的订单: 请核对袋签, 电话单按 +")
            self._board.settle()
            return
        if len(live) > 1:
            self._doing().pick(live, self._go_to)
            return
        self._go_to((live or orders)[0])

    def _go_to(self, order: Values) -> None:
        ent, status = str(order["id"]), order.get("status")
        back = self._coming_back(ent)
        if status in (OrderState.PLACED, OrderState.ARRIVED, OrderState.INSPECTING, OrderState.ACCEPTED):
            self.sheet_wanted.emit(ORDER, ent)
        elif back is not None:
            self.sheet_wanted.emit(EXCHANGE, back.id)
        elif status == OrderState.OUT:
            self.board_wanted.emit(ent)
            self.sign()
        else:
            self.orders_wanted.emit(ent)

    def _coming_back(self, order_id: str) -> Card | None:
        """The exchange of this order that the bag holds."""
        cards = self.found.board.cards if self.found is not None else []
        here = (ExchangeState.WAITING, *INSPECT)
        return next(
            (one for one in cards if one.record == EXCHANGE and one.order_id == order_id and one.status in here), None
        )
