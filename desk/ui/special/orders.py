"""报修: the repair list. Radio words are one key on a row, at once, and can be taken back."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desk.domain.flow import Values
from desk.services.work_orders.page import PAGE
from desk.services.work_orders.record import Status
from desk.store.query import one
from desk.ui.counter import Counter
from desk.ui.page_body import ListBody
from desk.ui.page_detail import Detail
from desk.ui.page_export import BOOK_KEY
from desk.ui.page_view import PageView
from desk.ui.special.order_detail import OrderDetail
from desk.ui.special.order_lines import CLOCKED
from desk.ui.special.order_list import WHOLE, OrderBody
from desk.ui.special.step_taking import ORDER
from desk.ui.special.whole_shift import ALL_KEY, print_shift

FIRST = "out"


class OrdersPage(PageView):
    BOOK = "repairs"

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(counter, PAGE, parent)
        self._flow = counter.rules.known(ORDER)
        assert isinstance(self.body, OrderBody)
        self.body.radio.connect(self._radio)
        self.tabs.begin_with(FIRST)

    def make_body(self) -> ListBody:
        return OrderBody(self.counter, self.spec)

    def make_detail(self) -> Detail:
        return OrderDetail(self.counter, self)

    def total_words(self, rows: int, complete: bool) -> str:
        urgent = ", 最急在上" if self.pile.name in CLOCKED and rows > 1 else ""
        return f"共 {rows} 单{urgent}" if complete else f"已显示 {rows} 单"

    def follows(self) -> tuple[str, ...]:
        return ("slip", "attachment", "revisit", "branch")

    def list_keys(self) -> Sequence[tuple[str, str]]:
        return (
            ("F2", "新报修"), ("F4", "派工"), ("F6", "回单"), ("F8", "打印"), (ALL_KEY, "全部打印"),
            (BOOK_KEY, "登记簿"), ("↑↓", "换行"), ("←→", "换栏"), ("空格", "到场"), ("9", "完工"), ("8", "等料"),
            ("7", "未遇"), ("+", "催单"),
        )  # fmt: skip

    def press(self, key: str) -> bool:
        if super().press(key):
            return True
        if key == ALL_KEY:
            print_shift(self.counter, self)
            return True
        if key == "F6":
            self.counter.ways.slip_return_wanted.emit("")
            return True
        return False

    def show_step(self, ent: str, name: str) -> None:
        """Show an order and take a step on it, asked for from another page."""
        self.show_record(ent)
        counter, record = self.counter, self.record
        database, actor, scope = counter.database, counter.actor, counter.scope

        def found(values: Values | None) -> None:
            if values is not None:
                self._radio(values, name)

        counter.read(self, lambda: one(database, actor, scope, record, ent), found)

    def _radio(self, values: Values, name: str) -> None:
        if name == WHOLE:
            assert isinstance(self.detail, OrderDetail)
            self.detail.make_whole()
            return
        step = self._flow.step(name)
        if step is None:
            return
        if values.get("status") not in step.frm:
            now = Status.label_of(values.get("status"))
            self.counter.ways.warned.emit(f"{values.get('where', '')} 现在是“{now}”, 不能{step.label}")
            return
        self.detail.taker.want(ORDER, values, name)
