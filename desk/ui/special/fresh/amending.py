"""改单: what the resident or the shop changes before the goods come - items, amounts, where to, when."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.money import fen_text
from desk.domain.phones import mask
from desk.domain.values import Frozen, Values
from desk.domain.words_of_time import clock_word
from desk.services.fresh_orders.record import OrderKind
from desk.services.residents.lookup import Candidate
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.labels import Elided
from desk.ui.special.fresh.phone_items import changed_items, lines_of, words_of
from desk.ui.special.fresh.telephone import TelephonePanel
from desk.ui.theme import theme

ORDER = "fresh_order"


class AmendPanel(TelephonePanel):
    """The telephone order's own form, filled in; only what was changed is told."""

    def __init__(self, counter: Counter, order: Frozen, parent: QWidget | None = None) -> None:
        super().__init__(counter, parent)
        self._order = order
        self._before: list[dict[str, Any]] = [dict(one) for one in order.get("items") or ()]
        self.title.setText("改单")
        about = Elided(f"单 {str(order.get('no') or '')[-4:]} · {order.get('shop') or ''}", "matter")
        self.head.insertWidget(1, about, 1)
        self.head.insertSpacing(1, theme().px(12))
        for name in ("shop", "other", "no"):
            self.fields[name].hide()
        self.save_button.setText("改单")
        self.aloud.show()
        self.who.show_taken(f"{order.get('where') or ''} {order.get('name') or ''}".strip(), "")
        self.items.setText(lines_of(self._before))
        begins, ends = order.get("window_from_at"), order.get("window_to_at")
        self._when = f"{_figures(int(begins))}-{_figures(int(ends))}" if begins and ends else ""
        self.when.setText(self._when)
        self.name.setText(str(order.get("name") or ""))
        phone = str(order.get("phone") or "")
        self.phone.setPlaceholderText(f"不改就空着 ({mask(phone)})" if phone else "")
        self.items.finished.disconnect()
        self.items.finished.connect(self._to_when)
        self.phone.finished.disconnect()
        self.phone.finished.connect(self.save)
        self._say()

    def begin(self) -> None:
        QTimer.singleShot(0, self, self.items.setFocus)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Enter", "下一项"), ("Shift+Enter", "换行"), ("F9", "改单"), ("Esc", "返回"))

    def _to_when(self) -> None:
        try:
            changed_items(self._before, self.items.text())
        except DeskError as error:
            self.fields["items"].refuse(error)
            return
        self.fields["items"].accept()
        self.when.setFocus()

    def _taken(self, one: Candidate, typed: str) -> None:
        """Another home: the name on the order is the resident's own, unless somebody else lives there."""
        super()._taken(one, typed)
        self.phone.setPlaceholderText(f"用 {one.masked}" if one.masked else "")

    def _say(self) -> None:
        try:
            items = changed_items(self._before, self.items.text())
        except DeskError:
            self.aloud.hide()
            return
        money = sum(int(one.get("price_fen") or 0) for one in items)
        said = [(f"{self.name.text() or '您好'}, 改成", False), (words_of(items), True)]
        said += [(", 合计 ", False), (fen_text(money), True)] if money else []
        self.aloud.show_sentence([*said, (", 对吗?", False)])
        self.aloud.show()

    def values(self) -> Values:
        """What is other than before; DeskError where nothing is, or where it cannot be read."""
        items, order, told = changed_items(self._before, self.items.text()), self._order, Values()
        if items != self._before:
            told["items"] = items
        one = self._person
        if one is not None:
            told["where"] = one.room_short or one.room_long
            told |= {"home_id": one.home_id or None, "resident_id": one.resident_id or None}
            told |= {"address_unchecked": None, "identity_unchecked": None, "phone": one.phone or order.get("phone")}
        if self.when.text().strip() != self._when:
            window = self._window()
            told |= window or {"window_from_at": None, "window_to_at": None}
            told["kind"] = str(OrderKind.WINDOW if window else OrderKind.INSTANT)
        for name, field in (("name", self.name), ("phone", self.phone)):
            text = field.text().strip()
            if text and text != order.get(name):
                told[name] = text
        changed = {name: value for name, value in told.items() if value != order.get(name)}
        if not changed:
            raise DeskError("没有改什么", "改了哪一项再按 F9, 不改按 Esc", "items")
        return changed

    def save(self) -> None:
        values = self.checked()
        if values is None:
            return
        counter, order = self._counter, self._order
        request = counter.request(ORDER, "amend", values, str(order["id"]))

        def done(_changed: Changed) -> None:
            shop = "门店会自动收到" if order.get("partner") else f"请打电话告诉{order.get('shop') or '门店'}"
            counter.ways.said.emit(f"{values.get('where') or order.get('where') or ''} 已改单, {shop}")
            self.saved.emit(str(order["id"]))
            self.close_wanted.emit()

        counter.take(self, [request], done, self._refused)

    def _refused(self, error: Exception) -> None:
        """Arrived in the meantime: what is wrong with it then is told on the sheet."""
        self.error.setText(str(error))


def _figures(moment: int) -> str:
    return clock_word(moment).replace(":", "")
