"""生鲜 (F11): the board, the acceptance sheet, all orders; what a key on the board means."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from desk.domain import duty
from desk.domain.calendar import MINUTE
from desk.domain.duty import Activity
from desk.domain.words_of_time import when
from desk.services.fresh_orders.board import Board
from desk.services.fresh_orders.matching import is_unchecked
from desk.services.fresh_orders.record import ExchangeState, OrderState
from desk.ui.counter import Counter
from desk.ui.kit.notice import Notice
from desk.ui.kit.panels import OnePanel
from desk.ui.special.fresh.acceptance import AcceptanceView
from desk.ui.special.fresh.board_hands import BoardHands
from desk.ui.special.fresh.board_lines import Kept, Seconds, figure_words, piles
from desk.ui.special.fresh.board_reading import BoardRead
from desk.ui.special.fresh.board_view import BoardView
from desk.ui.special.fresh.sheet_reading import belonging
from desk.ui.special.fresh.shown import Figures
from desk.ui.special.fresh.watch import watch_of

if TYPE_CHECKING:
    from desk.ui.special.fresh.doing import Doing
    from desk.ui.special.fresh.orders import FreshOrders

BOARD_KEYS = (
    ("扫码枪", "直接打开验收"), ("Enter", "办"), ("空格", "接单·并趟"), ("F8", "交配送"), ("F6", "录签收"),
    ("+", "电话单"), ("-", "核对"), ("/", "更多"), ("*", "全部订单"),
)  # fmt: skip
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
        self._kept = Kept()
        self._shown: tuple[Board | None, str, tuple[str, ...]] = (None, "", ())  # of which board, what is lit, marked
        self._accepting = (0, "", "")  # of which minute, who, until when
        # Who is chosen, or where the keyboard stands, is shown after it is so: rows neither come nor go while a view
        # still tells of it, or hands over the focus.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show)
        self.board = BoardView()
        self.hands = BoardHands(counter, self.board, lambda: self.doing, self)
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
        board.strip.more.clicked.connect(lambda: self.hands.more())
        board.strip.match.clicked.connect(lambda: self.hands.match())
        board.acted.connect(self.hands.act)
        board.chosen_changed.connect(lambda _ent: self._soon.start())
        board.strip.scan.finished.connect(self.hands.scan_typed)
        board.strip.scan.left.connect(board.settle)
        board.columns[0].more.clicked.connect(lambda: self.doing.telephone())
        board.columns[4].more.clicked.connect(lambda: self.show_orders())
        for one in board.lists:
            one.key_pressed.connect(self.hands.press)
            one.installEventFilter(self)
        self.sheet.left.connect(self._back)
        self.sheet.each_wanted.connect(lambda subject: self.doing.each(subject, self.sheet.reload))
        self.sheet.keys_changed.connect(self.keys_changed)
        self.sheet.label_shot.connect(self.hands.scan)
        self.hands.sheet_wanted.connect(self.open_sheet)
        self.hands.orders_wanted.connect(self.show_orders)
        self.hands.board_wanted.connect(self._back)
        self.hands.marks_changed.connect(self._show)
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
        if self.hands.found is None and self.watch.found is not None:
            self._came(self.watch.found)
        elif self.hands.found is None:
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
        if part == LIST and self._orders is not None:
            return self._orders.keys()
        return self.sheet.keys() if part == SHEET else BOARD_KEYS

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
            self.hands.hand_out()
        elif key == "F6":
            self.hands.sign()
        elif key == "F5":
            self.watch.reload()
        elif key == "Esc" and self.hands.marked:
            self.hands.marked.clear()
            self._show()
        else:
            return False
        return True

    def show_record(self, ent: str) -> None:
        """An order, an exchange or a claim from elsewhere: on the board where it still runs, else in the list."""
        card = self.hands.found.card(ent) if self.hands.found is not None else None
        if card is not None:
            self._back(ent)
            return
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope
        counter.read(
            self, lambda: belonging(database, actor, scope, ent), self._show_whole, counter.ways.refused.emit
        )  # fmt: skip

    def _show_whole(self, found: tuple[str, int]) -> None:
        """The order it belongs to; a claim opens over it."""
        order, n = found
        self.show_orders(order)
        if n:
            self.doing.claim(order, n)

    # the board

    @Slot(object)
    def _came(self, found: BoardRead | None) -> None:
        self.hands.found = found
        self._accepting = (0, "", "")
        if found is None:
            return
        self.board.strip.show_unchecked(sum(is_unchecked(card.values) for card in found.board.cards))
        if self._stack.currentIndex() == WORDS and self.watch.allowed:
            self._stack.setCurrentIndex(BOARD)
            if self.isVisible():
                self._show()
                self.board.settle()
        waiting = {card.id for card in found.board.to_hand_out}
        self.hands.marked = [ent for ent in self.hands.marked if ent in waiting]
        self._show()

    def _failed(self, error: Exception) -> None:
        if self.hands.found is None:
            self.notice.failed("生鲜看板没有读出来", str(error))
            self._stack.setCurrentIndex(WORDS)
        else:
            self._counter.ways.refused.emit(error)

    @Slot(object)
    def _tick(self, now: int) -> None:
        if not self.isVisible():
            return
        if self._stack.currentIndex() == BOARD:
            self._show_board(now)
        elif self._stack.currentIndex() == SHEET:
            self.sheet.tick(now)

    def _show(self) -> None:
        self._show_board(self._counter.now())

    def _show_board(self, now: int) -> None:
        """Cards are made and laid where something other than the seconds is new; seconds are drawn in sight only."""
        found = self.hands.found
        if found is None:
            return
        chosen = self.board.here.chosen() if self.board.here is not None else None
        lit = chosen.id if chosen is not None else ""
        board, marked = found.moving.at(now), tuple(self.hands.marked)
        if self._shown[0] is not board or self._shown[1:] != (lit, marked):
            self._shown = (board, lit, marked)
            cold, kept = found.cold, self._kept
            shown = piles(board, lambda ent: cold.get(ent, ""), found.last_guard, marked, lit, kept, found.undecided)
            self.board.show_piles([*shown, found.done])
        self.board.beat(Seconds(found.moving, now))
        if now // MINUTE != self._accepting[0]:
            self._accepting = (now // MINUTE, *self._acceptor(now))
            self.board.strip.show_figures(Figures(*self._accepting[1:], figure_words(board.figures)))

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and watched in self.board.lists:
            self._soon.start()
        return False

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
        self.hands.marked.clear()

    def _forget(self) -> None:
        """Another person or estate: nothing of the one before stays."""
        self.panels.shut()
        self.hands.marked.clear()
        self.sheet.forget()
        self._stack.setCurrentWidget(self.board)
        self.board.forget()
        self._kept, self._shown = Kept(), (None, "", ())
