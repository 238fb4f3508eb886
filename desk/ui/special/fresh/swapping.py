"""换货 of one item: why (known), told the shop (who), when it comes again; then it is inspected like the first."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.fresh_lists import Fault
from desk.domain.values import Values
from desk.domain.words_of_time import clock_word, moment
from desk.services.fresh_orders.record import EXCHANGE, Choice, ExchangeState
from desk.store.query import one
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PLAIN, PRIMARY, KeyButton
from desk.ui.kit.fields import Field, FigureField, TextField
from desk.ui.kit.labels import Elided, FactGrid
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.special.told_times import moment_ahead


class SwapPanel(PanelFrame):
    """Reads its exchange itself; `sheet_wanted` when it has come."""

    sheet_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, counter: Counter, ent: str, parent: QWidget | None = None) -> None:
        super().__init__("换货", parent=parent)
        self._counter, self._ent = counter, ent
        self._values: Values = {}
        self.facts = FactGrid(1)
        self.told_by = TextField("门店已告知谁", hint="例如 店长 何芳")
        self.eta = FigureField("预计再送达", "1420; 门店没说就空着")
        self.told_field, self.eta_field = Field("门店已告知 (谁接的电话)", self.told_by), Field("预计再送达", self.eta)
        for part in (self.facts, self.told_field, self.eta_field):
            self.body.addWidget(part)
        self.body.addStretch()
        self.error = Elided("", "body", "bad")
        self.print_button = KeyButton("换货单", "F8", PLAIN, "printer")
        self.come_button = KeyButton("到了, 验收", "F7", PLAIN, "clipboard-check")
        self.save_button = KeyButton("记下", "F9", PRIMARY, "check")
        self.foot.addWidget(self.error, 1)
        for button in (self.print_button, self.come_button, self.save_button):
            self.foot.addWidget(button)
        self.told_by.finished.connect(self.eta.setFocus)
        self.eta.finished.connect(self.save)
        self.print_button.clicked.connect(self.print_wanted)
        self.come_button.clicked.connect(self.sheet_wanted)
        self.save_button.clicked.connect(self.save)

    def begin(self) -> None:
        counter = self._counter
        database, actor, scope, ent = counter.database, counter.actor, counter.scope, self._ent
        counter.read(
            self, lambda: one(database, actor, scope, EXCHANGE, ent), self._show, counter.ways.refused.emit
        )  # fmt: skip

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Enter", "下一项"), ("F9", "记下"), ("F7", "到了, 验收"), ("F8", "换货单"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        buttons = {"F9": self.save_button, "Ctrl+Return": self.save_button, "F8": self.print_button,
                   "F7": self.come_button}  # fmt: skip
        if key not in buttons:
            return False
        buttons[key].click_or_say()
        return True

    def _show(self, values: Values | None) -> None:
        if values is None:
            self.error.setText("这一笔换货不在了")
            return
        self._values, now = values, self._counter.now()
        self.title.setText(f"换货 {values.get('item') or ''}")
        told, eta = values.get("told_shop_at"), values.get("eta_at")
        failed = values.get("failed") or ()
        reason = Fault.label_of(values.get("reason")) if values.get("reason") else ""
        tail = str(values.get("order_no") or "")[-4:]
        self.facts.show_facts((
            ("哪一单", "  ".join((str(values.get("where") or ""), tail, str(values.get("shop") or "")))),
            ("不合格", reason + (f", 已退 {len(failed)} 次" if failed else "")),
            ("业主选择", Choice.label_of(values.get("choice")) if values.get("choice") else ""),
            ("现在", ExchangeState.label_of(values.get("status"))),
            ("告知门店", f"{moment(int(told), now)} {values.get('told_by') or ''}".strip() if told else "还没有"),
            ("再送达", moment(int(eta), now) if eta else "门店还没说"),
        ))  # fmt: skip
        self.told_by.setText(str(values.get("told_by") or ""))
        self.eta.setText(clock_word(int(eta)).replace(":", "") if eta else "")
        waiting = values.get("status") == ExchangeState.WAITING
        reason = "" if waiting else "换货已经到了, 不用再告知"
        self.save_button.block(reason)
        QTimer.singleShot(0, self, (self.eta if self.told_by.text() else self.told_by).setFocus)

    def save(self) -> None:
        self.told_field.accept()
        self.eta_field.accept()
        body: Values = {}
        if self.eta.text().strip():
            try:
                body["eta_at"] = moment_ahead(self.eta.text(), self._counter.now())
            except DeskError as error:
                self.eta_field.refuse(error)
                return
        who = self.told_by.text().strip()
        if not who and not body:
            self.told_field.refuse("还没有写告知了谁: 写门店接电话的人")
            return
        step = "tell_shop" if who else "promise"
        body |= {"told_by": who} if who else {}
        request = StepRequest(self._counter.scope, "exchange", step, body, self._ent)

        def done(_changed: Changed) -> None:
            self._counter.ways.said.emit(f"{self._values.get('where') or ''} 换货已告知门店")
            self.close_wanted.emit()

        self._counter.take(self, [request], done, self._refused)

    def _refused(self, error: Exception) -> None:
        self.error.setText(str(error))
