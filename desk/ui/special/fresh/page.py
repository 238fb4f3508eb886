"""生鲜 (F11): the board, the acceptance sheet, all orders; what a key on the board means."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from desk.domain import duty
from desk.domain.duty import Activity
from desk.domain.values import Values
from desk.domain.words_of_time import when
from desk.services.fresh_orders import reads
from desk.services.fresh_orders.board import Board, Card
from desk.services.fresh_orders.record import ExchangeState, OrderState
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.notice import Notice
from desk.ui.kit.panels import OnePanel
from desk.ui.special.fresh.acceptance import AcceptanceView
from desk.ui.special.fresh.board_lines import figure_words, piles
from desk.ui.special.fresh.board_reading import BoardRead
from desk.ui.special.fresh.board_view import BoardView
from desk.ui.special.fresh.papers import TicketPapers
from desk.ui.special.fresh.shown import Figures
from desk.ui.special.fresh.subject import EXCHANGE, ORDER
from desk.ui.special.fresh.watch import watch_of

if TYPE_CHECKING:
    from desk.ui.special.fresh.doing import Doing
    from desk.ui.special.fresh.orders import FreshOrders

BOARD_KEYS = (
    ("扫码枪", "直接打开验收"), ("Enter", "办"), ("空格", "接单·并趟"), ("F8", "交配送"), ("F6", "录签收"),
    ("+", "电话单"), ("/", "更多"), ("*", "全部订单"),
)  # fmt: skip
LIST_KEYS = (("↑↓", "换行"), ("←→", "换栏"), ("F5", "刷新"), ("Esc", "回看板"))
INSPECT = (OrderState.ARRIVED, OrderState.INSPECTING, ExchangeState.ARRIVED, ExchangeState.INSPECTING)
BOARD, SHEET, LIST, WORDS = range(4)


class FreshPage(QWidget):
    """`part` names what is shown, for the manual."""

    keys_changed = Signal()
    counts = Signal(object)

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._counter = counter
        self.watch = watch_of(counter)
        self._found: BoardRead | None = None
        self._marked: list[str] = []  # the walk that is being made up
        self.board = BoardView()
        self.sheet = AcceptanceView(counter)
        self.notice = Notice()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._orders: FreshOrders | None = None
        self._place = QWidget()  # the list stands here once it is wanted
        for one in (self.board, self.sheet, self._place, self.notice):
            self._stack.addWidget(one)
        column.addWidget(holder)
        self.panels = OnePanel(self)
        self._join()

    def _join(self) -> None:
        counter, board, watch = self._counter, self.board, self.watch
        watch.came.connect(self._came)
        watch.ticked.connect(self._tick)
        watch.failed.connect(self._failed)
        watch.bell.switched.connect(board.strip.show_sound)
        board.strip.show_sound(watch.bell.on)
        board.strip.sound.clicked.connect(watch.bell.switch)
        board.strip.more.clicked.connect(self._more)
        board.acted.connect(self._act)
        board.chosen_changed.connect(lambda _ent: self._show())
        board.strip.scan.finished.connect(self._scan)
        board.strip.scan.left.connect(board.settle)
        board.columns[0].more.clicked.connect(lambda: self.doing.telephone())
        board.columns[4].more.clicked.connect(lambda: self.show_orders())
        for one in board.lists:
            one.key_pressed.connect(self._key)
            one.installEventFilter(self)
        self.sheet.left.connect(self._back)
        self.sheet.keys_changed.connect(self.keys_changed)
        self.sheet.label_shot.connect(self.scan)
        self.panels.opened.connect(self.keys_changed)
        self.panels.closed.connect(self._panel_gone)
        counter.person_changed.connect(self._forget)
        counter.estate_changed.connect(self._forget)

    @cached_property
    def doing(self) -> "Doing":
        """What opens a panel or takes a step; made when it is first wanted."""
        from desk.ui.special.fresh.doing import Doing

        made = Doing(self._counter, self, self.panels)
        made.taken.connect(self._taken)
        made.sheet_wanted.connect(self.open_sheet)
        made.closed.connect(self._panel_gone)
        return made

    @property
    def part(self) -> str:
        return {SHEET: "acceptance", LIST: "orders"}.get(self._stack.currentIndex(), "")

    @property
    def orders(self) -> "FreshOrders":
        if self._orders is None:
            from desk.ui.special.fresh.orders import FreshOrders

            self._orders = FreshOrders(self._counter, self.doing)
            self._orders.keys_changed.connect(self.keys_changed)
            self._orders.back_wanted.connect(lambda: self._back(""))
            self._stack.insertWidget(LIST, self._orders)
            self._stack.removeWidget(self._place)
            self._place.deleteLater()
        return self._orders

    # Place

    def enter(self) -> None:
        self.watch.begin()
        if not self.watch.allowed:
            self.notice.refused("客服")
            self._stack.setCurrentIndex(WORDS)
            return
        if self._stack.currentIndex() == WORDS:
            self._stack.setCurrentIndex(BOARD)
        if self._found is None and self.watch.found is not None:
            self._came(self.watch.found)
        elif self._found is None:
            self.notice.loading()
            self._stack.setCurrentIndex(WORDS)
            self.watch.reload()
        self._settle()

    def _settle(self) -> None:
        shown = self._stack.currentWidget()
        if shown is self.sheet:
            self.sheet.enter()
        elif shown is self.board:
            if self.board.here is None:
                self.board.settle()
        elif self._orders is not None and shown is self._orders:
            self._orders.enter()

    def keys(self) -> Sequence[tuple[str, str]]:
        if self.panels.is_open:
            return self.panels.keys()
        part = self._stack.currentIndex()
        return self.sheet.keys() if part == SHEET else LIST_KEYS if part == LIST else BOARD_KEYS

    def press(self, key: str) -> bool:
        if self.panels.is_open:
            return self.panels.press(key)
        if "doing" in self.__dict__ and self.doing.press(key):
            return True
        part = self._stack.currentIndex()
        if part == SHEET:
            return self.sheet.press(key)
        if part == LIST and self._orders is not None:
            if self._orders.press(key):
                return True
            if key == "Esc":
                self._back("")
                return True
            return False
        return self._press_board(key) if part == BOARD else False

    def _press_board(self, key: str) -> bool:
        if key == "F8":
            self._hand_out()
        elif key == "F6":
            self._sign()
        elif key == "F5":
            self.watch.reload()
        elif key == "Esc" and self._marked:
            self._marked.clear()
            self._show()
        else:
            return False
        return True

    def show_record(self, ent: str) -> None:
        """An order from elsewhere: on the board where it still runs, else in the list."""
        card = self._found.card(ent) if self._found is not None else None
        if card is not None:
            self._back(ent)
        else:
            self.show_orders(ent)

    # the board

    @Slot(object)
    def _came(self, found: BoardRead | None) -> None:
        self._found = found
        if found is None:
            return
        if self._stack.currentIndex() == WORDS and self.watch.allowed:
            self._stack.setCurrentIndex(BOARD)
            if self.isVisible():
                self._show()
                self.board.settle()
        waiting = {card.id for card in found.board.to_hand_out}
        self._marked = [ent for ent in self._marked if ent in waiting]
        self._show()

    def _failed(self, error: Exception) -> None:
        if self._found is None:
            self.notice.failed("生鲜看板没有读出来", str(error))
            self._stack.setCurrentIndex(WORDS)
        else:
            self._counter.ways.refused.emit(error)

    @Slot(object, object)
    def _tick(self, board: Board, now: int) -> None:
        if not self.isVisible():
            return
        if self._stack.currentIndex() == BOARD:
            self._show_board(board, now)
        elif self._stack.currentIndex() == SHEET:
            self.sheet.tick(now)

    def _show(self) -> None:
        if self._found is not None:
            now = self._counter.now()
            self._show_board(self._found.at(now), now)

    def _show_board(self, board: Board, now: int) -> None:
        found = self._found
        if found is None:
            return
        chosen = self.board.here.chosen() if self.board.here is not None else None
        cold: Callable[[str], str] = lambda ent: found.cold.get(ent, "")  # noqa: E731
        shown = piles(
            board, found.done, found.settings, now, cold, found.last_guard, self._marked, chosen.id if chosen else ""
        )
        self.board.show_piles(shown)
        self.board.strip.show_figures(Figures(*self._acceptor(now), figure_words(board.figures)))

    def _acceptor(self, now: int) -> tuple[str, str]:
        """客服 李敏 · 至 11:30, 之后 班长 赵刚."""
        counter = self._counter
        on = duty.holders(counter.lists(), counter.calendar, Activity.ACCEPTANCE, now)
        after = duty.joined(turn.short for turn in on.then)
        if on.until_at is None:
            return "无人", on.words(now).removeprefix("无人 ") if on.then else "值班表里没有人验收"
        mine = any(turn.row.admits(counter.actor) and not turn.row.people for turn in on.now)
        who = duty.joined(turn.short for turn in on.now)
        until = when(on.until_at, now).removeprefix("今天 ")
        name = f" {counter.actor.name}" if mine and counter.actor.name not in who else ""
        return f"{who}{name}", f"至 {until}" + (f", 之后 {after}" if after else "")

    # keys on the board

    def _card(self, ent: str = "") -> Card | None:
        if not ent and self.board.here is not None:
            chosen = self.board.here.chosen()
            ent = chosen.id if chosen is not None else ""
        return self._found.card(ent) if self._found is not None and ent else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and watched in self.board.lists:
            self._show()
        return False

    def _key(self, event: QKeyEvent) -> None:
        sign = event.text()
        if event.key() == Qt.Key.Key_Space:
            self._space()
        elif sign in ("+", "＋"):
            self.doing.telephone()
        elif sign in ("*", "＊"):
            self.show_orders()
        elif sign in ("/", "／"):
            self._more()
        elif sign.isalnum():
            scan = self.board.strip.scan
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
            if card.id in self._marked:
                self._marked.remove(card.id)
            else:
                self._marked.append(card.id)
            self._show()

    def _act(self, ent: str) -> None:
        """Enter: the next step of this card."""
        card = self._card(ent)
        if card is None:
            self.show_orders(ent)
        elif card.rings:
            self._acknowledge(card)
        elif card.status == OrderState.PLACED:
            self._take(card, "arrive", "到货")
        elif card.status == ExchangeState.WAITING:
            self.doing.exchange(card.id)
        elif card.status in INSPECT or card.unanswered or card.held:
            self.open_sheet(card.record, card.id)
        elif card.status in (OrderState.ACCEPTED, ExchangeState.READY):
            self._hand_out()
        else:
            self._sign()

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

    def _more(self) -> None:
        card = self._card()
        if card is not None:
            self.doing.more(card.record, card.id)
            return
        chosen = self.board.here.chosen() if self.board.here is not None else None
        if chosen is not None:
            self.doing.more(ORDER, chosen.id)

    def _hand_out(self) -> None:
        """The walk that was made up, or the card at hand, or the first that waits."""
        found = self._found
        if found is None:
            return
        board = found.at(self._counter.now())
        card = self._card()
        wanted = list(self._marked)
        if not wanted and card is not None and card.status in (OrderState.ACCEPTED, ExchangeState.READY):
            wanted = [card.id]
        if not wanted:
            wanted = [one.id for one in board.to_hand_out if not one.unanswered and not one.held][:1]
        cards = [one for ent in wanted if (one := found.card(ent)) is not None]
        if not cards:
            self._counter.ways.warned.emit("没有验好等送的")
        elif any(one.unanswered or one.held for one in cards):
            self.open_sheet(cards[0].record, cards[0].id)
        else:
            self.doing.hand_out(cards, found.guards, found.last_guard)

    def _sign(self) -> None:
        found, card = self._found, self._card()
        if found is None:
            return
        out = found.at(self._counter.now()).out
        if card is None or card.status != OrderState.OUT:
            card = out[0] if out else None
        if card is None:
            self._counter.ways.warned.emit("没有在送的")
            return
        together = [one for one in out if one.walk == card.walk and card.walk] or [card]
        self.doing.sign([card, *(one for one in together if one.id != card.id)])

    # the gun

    def _scan(self) -> None:
        typed = self.board.strip.scan.text().strip()
        self.board.strip.scan.clear()
        if typed:
            self.scan(typed)
        else:
            self.board.settle()

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
            self._settle()
            return
        if len(live) > 1:
            self.doing.pick(live, self._go_to)
            return
        self._go_to((live or orders)[0])

    def _go_to(self, order: Values) -> None:
        ent, status = str(order["id"]), order.get("status")
        back = self._coming_back(ent)
        if status in (OrderState.PLACED, OrderState.ARRIVED, OrderState.INSPECTING, OrderState.ACCEPTED):
            self.open_sheet(ORDER, ent)
        elif back is not None:
            self.open_sheet(EXCHANGE, back.id)
        elif status == OrderState.OUT:
            self._back(ent)
            self._sign()
        else:
            self.show_orders(ent)

    def _coming_back(self, order_id: str) -> Card | None:
        """The exchange of this order that the bag holds."""
        cards = self._found.board.cards if self._found is not None else []
        here = (ExchangeState.WAITING, *INSPECT)
        return next(
            (one for one in cards if one.record == EXCHANGE and one.order_id == order_id and one.status in here), None
        )

    # other parts

    def open_sheet(self, record: str, ent: str) -> None:
        self.panels.shut()
        self._stack.setCurrentWidget(self.sheet)
        self.sheet.begin(record, ent)
        self.keys_changed.emit()

    def show_orders(self, ent: str = "") -> None:
        """All orders, past ones too; the one asked for is chosen."""
        self.panels.shut()
        orders = self.orders
        self._stack.setCurrentWidget(orders)
        orders.enter()
        if ent:
            orders.show_record(ent)
        self.keys_changed.emit()

    def _back(self, ent: str) -> None:
        self._stack.setCurrentWidget(self.board)
        self._show()
        if not (ent and self.board.choose(ent)):
            self.board.settle()
        self.keys_changed.emit()

    def _panel_gone(self) -> None:
        self._settle()
        self.keys_changed.emit()

    def _taken(self) -> None:
        self._marked.clear()

    def _forget(self) -> None:
        """Another person or estate: nothing of the one before stays."""
        self.panels.shut()
        self._marked.clear()
        self.sheet.forget()
        self._stack.setCurrentWidget(self.board)
        for one in self.board.lists:
            one.show_lines(())
