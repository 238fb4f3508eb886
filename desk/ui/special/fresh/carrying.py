"""谁送: several orders with one guard in one walk; a digit chooses, a name may be typed."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desk.services.fresh_orders.board import Card
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.labels import label
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.special.fresh.sheet_reading import Guard

MOST = 9


class CarryPanel(PanelFrame):
    """`wanted` carries the guard."""

    wanted = Signal(object)

    def __init__(
        self, cards: Sequence[Card], guards: Sequence[Guard], last: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__("交配送" if len(cards) == 1 else f"一趟配送 {len(cards)} 单", parent=parent)
        self._guards = {one.name: one for one in guards[:MOST]}
        for card in cards:
            self.body.addWidget(label(f"{card.where}   {card.tail}   {card.things} 样", "matter"))
        self.choices = Choices("谁送", columns=3, digit_goes_on=True)
        self.choices.show_choices([Choice(one, one) for one in self._guards], last)
        self.name = TextField("别人: 姓名")
        self.choices_field = Field("谁送", self.choices)
        self.name_field = Field("别人 (姓名)", self.name)
        self.body.addWidget(self.choices_field)
        self.body.addWidget(self.name_field)
        self.body.addStretch()
        self.foot.addStretch()
        self.save_button = KeyButton("交配送, 打签收单", "F8", PRIMARY, "send")
        self.save_button.clicked.connect(self.save)
        self.foot.addWidget(self.save_button)
        self.choices.finished.connect(self.save)
        self.name.finished.connect(self.save)

    def begin(self) -> None:
        QTimer.singleShot(0, self, self.choices.setFocus if self._guards else self.name.setFocus)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("1-9", "谁送"), ("F8", "交配送"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key not in ("F8", "F9", "Ctrl+Return"):
            return False
        self.save()
        return True

    def save(self) -> None:
        name = self.name.text().strip()
        if name:
            self.wanted.emit(self._guards.get(name, Guard("", name)))
        elif self.choices.value:
            self.wanted.emit(self._guards[self.choices.value])
        else:
            self.name_field.refuse("还没有选谁送: 按数字选, 或写姓名")
