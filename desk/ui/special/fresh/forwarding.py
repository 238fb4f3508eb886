"""转其他小区: which estate, why, and what the shop and the other desk will see; undone until the server has it."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.values import Frozen
from desk.services.fresh_orders.record import ForwardReason, OrderState
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field
from desk.ui.kit.labels import Elided, label
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.special.fresh.match_reading import Estate, other_estates
from desk.ui.special.step_taking import take_back
from desk.ui.theme import theme

ORDER = "fresh_order"


class ForwardPanel(PanelFrame):
    """Two digits and F9; `forwarded` once it is written."""

    forwarded = Signal(str)

    def __init__(self, counter: Counter, order: Frozen, parent: QWidget | None = None) -> None:
        super().__init__("转其他小区", parent=parent)
        self._counter, self._order = counter, order
        self._estates: list[Estate] = []
        self.about = Elided(f"{order.get('where') or ''} · 单 {str(order.get('no') or '')[-4:]}", "matter")
        self.head.insertWidget(1, self.about, 1)
        self.head.insertSpacing(1, theme().px(12))
        self.estate = Choices("转到", columns=2, digit_goes_on=True)
        self.reason = Choices("原因", columns=2, digit_goes_on=True)
        self.estate_field, self.reason_field = Field("转到哪个小区", self.estate), Field("为什么", self.reason)
        self.after = label("", "body", wrap=True)
        for part in (self.estate_field, self.reason_field, label("转走以后", "heading"), self.after):
            self.body.addWidget(part)
        self.body.addStretch()
        self.error = Elided("", "body", "bad")
        self.save_button = KeyButton("转其他小区", "F9", PRIMARY, "external-link")
        self.foot.addWidget(self.error, 1)
        self.foot.addWidget(self.save_button)
        self.reason.show_choices([Choice(str(one), one.label) for one in ForwardReason])
        self.estate.chosen.connect(lambda _name: self._say())
        self.estate.finished.connect(self.reason.setFocus)
        self.reason.finished.connect(self.save_button.setFocus)
        self.save_button.clicked.connect(self.save)

    def begin(self) -> None:
        counter = self._counter
        database, estate = counter.database, counter.estate_id
        counter.read(self, lambda: other_estates(database, estate), self._show, counter.ways.refused.emit)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("1-9", "选"), ("Enter", "下一项"), ("F9", "转其他小区"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key not in ("F9", "Ctrl+Return"):
            return False
        self.save_button.click_or_say()
        return True

    def _show(self, estates: list[Estate]) -> None:
        self._estates = estates
        only = estates[0].name if len(estates) == 1 else ""
        named = next((one.name for one in estates if one.name in str(self._order.get("where") or "")), only)
        self.estate.show_choices(
            [Choice(one.name, one.name, f"前台 {one.phone}" if one.phone else "") for one in estates], named
        )
        self.save_button.block("" if estates else "公司没有别的小区, 不能转: 不是本小区的请作废, 打电话给门店")
        self.save_button.blocked.connect(self.error.setText)
        self._say()
        QTimer.singleShot(0, self, (self.reason if named else self.estate).setFocus)

    def _say(self) -> None:
        """What the shop hears, what the other desk sees, where the goods are."""
        name, order = self.estate.value, self._order
        if not name:
            self.after.setText("先选小区。")
            return
        shop = str(order.get("shop") or "门店")
        heard = f"{shop}会自动收到“请送到{name}”" if order.get("partner") else f"请打电话告诉{shop}: 送到{name}"
        said = [f"本小区这一单作废, {heard}。", f"{name}的看板会响, 写着“转自”本小区; 时限照门店接单的时间算。"]
        if order.get("status") == OrderState.ARRIVED:
            said.insert(0, f"货已经在这里: 请送货人带到{name}。")
        said.append("半分钟内可以撤销; 那边收到以后不能撤销。")
        self.after.setText("\n".join(said))

    def save(self) -> None:
        for field, chosen, words in (
            (self.estate_field, self.estate, "还没有选转到哪个小区: 按数字选"),
            (self.reason_field, self.reason, "还没有选原因: 按数字选"),
        ):
            field.accept()
            if not chosen.value:
                field.refuse(words)
                return
        counter, ent = self._counter, str(self._order["id"])
        told = {"forwarded_to": self.estate.value, "forward_reason": self.reason.value}

        def done(changed: Changed) -> None:
            words = f"{self._order.get('where') or ''} 转{told['forwarded_to']}"
            counter.ways.undoable.emit(words, take_back(counter, ORDER, ent, changed.ops[-1]))
            self.forwarded.emit(ent)
            self.close_wanted.emit()

        request = counter.request(ORDER, "forward", told, ent)
        counter.take(self, [request], done, lambda error: self.error.setText(str(error)))
