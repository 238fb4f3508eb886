"""当面不要: at the door, before the signature, an item goes back - exchanged, or no longer wanted."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.fresh_lists import FAULT_DIGITS
from desk.domain.values import Frozen
from desk.services.fresh_orders.record import Choice as Wish
from desk.services.fresh_orders.rules import to_deliver
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field
from desk.ui.kit.labels import Elided
from desk.ui.kit.slide_over import PanelFrame


class DeclinePanel(PanelFrame):
    """Digits in three rows: which item, why, what then."""

    declined = Signal()

    def __init__(self, counter: Counter, order: Frozen, parent: QWidget | None = None) -> None:
        super().__init__("当面不要", parent=parent)
        self._counter, self._order = counter, order
        going = {*to_deliver(order), *(order.get("gathered") or ())}
        self.item = Choices("哪一样", columns=3, digit_goes_on=True)
        self.why = Choices("为什么", columns=5, digit_goes_on=True)
        self.wish = Choices("业主要", columns=2, digit_goes_on=True)
        items = [one for one in order.get("items") or () if one["n"] in going]
        self.item.show_choices([Choice(str(one["n"]), str(one.get("name") or "")) for one in items])
        self.why.show_choices([Choice(str(fault), fault.label, digit=digit) for digit, fault in FAULT_DIGITS])
        self.wish.show_choices([Choice(str(Wish.FIRST_GOOD), "换一样再送"), Choice(str(Wish.DROP), "不要了")])
        self.fields = [Field("哪一样", self.item), Field("为什么", self.why), Field("业主要", self.wish)]
        for field in self.fields:
            self.body.addWidget(field)
        self.body.addStretch()
        self.error = Elided("", "body", "bad")
        self.save_button = KeyButton("记下, 其余照签", "F9", PRIMARY, "corner-up-left")
        self.foot.addWidget(self.error, 1)
        self.foot.addWidget(self.save_button)
        self.item.finished.connect(self.why.setFocus)
        self.why.finished.connect(self.wish.setFocus)
        self.wish.finished.connect(self.save)
        self.save_button.clicked.connect(self.save)

    def begin(self) -> None:
        QTimer.singleShot(0, self, self.item.setFocus)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("0-9", "选"), ("F9", "记下"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key not in ("F9", "Ctrl+Return"):
            return False
        self.save()
        return True

    def save(self) -> None:
        for field, choices, words in zip(
            self.fields, (self.item, self.why, self.wish), ("哪一样", "为什么", "业主要怎么办"), strict=True
        ):
            field.accept()
            if not choices.value:
                field.refuse(f"还没有选{words}: 按数字选")
                return
        told = {"n": int(self.item.value), "fault": self.why.value, "choice": self.wish.value}
        request = StepRequest(
            self._counter.scope, "fresh_order", "decline", {"declined": [told]}, str(self._order["id"])
        )  # fmt: skip

        def done(_changed: Changed) -> None:
            self._counter.ways.said.emit("当面不要已记下, 请告知门店")
            self.declined.emit()

        self._counter.take(self, [request], done, lambda error: self.error.setText(str(error)))
