"""全部订单: past ones too, by shop, kind and lateness, with their sheet, what came of it, and what happened."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk.services.fresh_orders.page import PAGE
from desk.ui.counter import Counter
from desk.ui.kit.buttons import QUIET, KeyButton
from desk.ui.page_detail import Detail
from desk.ui.page_view import PageView
from desk.ui.special.fresh.order_detail import FreshDetail

if TYPE_CHECKING:
    from desk.ui.special.fresh.doing import Doing


class FreshOrders(PageView):
    """The list behind the board; `back_wanted` leads to it again."""

    back_wanted = Signal()

    def __init__(self, counter: Counter, doing: "Doing", parent: QWidget | None = None) -> None:
        self._doing = doing
        super().__init__(counter, PAGE, parent)

    def make_detail(self) -> Detail:
        return FreshDetail(self.counter, self._doing)

    def head_buttons(self) -> Sequence[KeyButton]:
        statement, back = KeyButton("门店对账单", "F8", QUIET, "receipt"), KeyButton("回看板", "Esc", QUIET)
        statement.clicked.connect(self._doing.statement)
        back.clicked.connect(self.back_wanted)
        return (statement, back)

    def follows(self) -> tuple[str, ...]:
        return ("exchange", "compensation", "points_entry")

    def list_keys(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", "换行"), ("←→", "换栏"), ("Enter", "办"), ("F8", "对账单"), ("Esc", "回看板"))

    def press(self, key: str) -> bool:
        if key == "F8":
            self._doing.statement()
            return True
        return super().press(key)
