"""登记收款: a sum at the counter on the last copy, or one that came on top; each with a receipt of its own."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.deciding import MAIN
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.money import fen_text
from desk.domain.words_of_time import moment
from desk.services.reviews import reads as reviews
from desk.services.takings import posting, reads
from desk.services.takings.posting import Told
from desk.services.takings.record import TakenHow, TakingState, TakingVoid
from desk.services.work_orders.record import WORK_ORDER, Payment
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField, MoneyField, TextField
from desk.ui.kit.labels import label, line, retone
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.special.reviews.reading import title
from desk.ui.special.slip_return.reading import Found, read_slip
from desk.ui.special.slip_return.returned import Purse, paid
from desk.ui.special.takings.papers import ReceiptPapers
from desk.ui.theme import theme
from sync.client import kept


def paying(
    scope: str, order: Values, purse: Purse, fen: int | None, payment: str, receipt: str, who: str
) -> list[StepRequest]:
    """One more sum for an order, in one group. What was agreed grows where more came (现场增项)."""
    had, due = posting.received(purse.takings), int(order.get("due_fen") or 0)
    more = fen or 0
    if payment == Payment.ON_ACCOUNT:
        due, more = max(due, had + more), 0
    told = Told(had + more, max(due, had + more), payment, receipt)
    values, takings = paid(scope, order, told, purse)
    if payment == Payment.WAIVED:
        if more:
            raise DeskError("选了免收又填了金额", "免收时金额填 0, 或改选收款方式", "received_fen")
        values = {"received_fen": had, "payment": payment, "waived_by": who}
    elif not takings:
        raise DeskError("没有要登记的金额", "请填这次收到多少", "received_fen")
    values["due_fen"] = told.due_fen
    known = {name: value for name, value in values.items() if value not in (None, "")}
    return [*takings, StepRequest(scope, "work_order", "pay", known, str(order["id"]))]


def _agreed(order: Values) -> int:
    """The price that was agreed before anybody went, where it was one sum."""
    low, high = order.get("price_from_fen"), order.get("price_to_fen")
    return int(low) if low is not None and low == high else 0


class PaymentPane(PanelFrame):
    """For one order, or for one side of it while two stand (`side`: a branch, or MAIN).

    `closed` when the sum is written down and its receipt, if wanted, is on its way to the printer.
    """

    closed = Signal()
    WIDTH = 620

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("登记收款", parent=parent)
        self._counter = counter
        self._wanted = self._side = ""
        self._found: Found | None = None
        self.where = label("", "who", wrap=True)
        self.stands = label("", "body", wrap=True)
        self.amount = MoneyField("这次收 (元)")
        self.payment = Choices("收款方式", columns=3, digit_goes_on=True)
        self.payment.show_choices([Choice(str(code), code.label) for code in Payment])
        self.receipt = FigureField("收据号")
        self.waived = TextField("免收批准人")
        self.fields = {
            "amount": Field("这次收 (元)", self.amount), "payment": Field("收款方式", self.payment),
            "receipt": Field("收据号", self.receipt), "waived": Field("免收批准人", self.waived),
        }  # fmt: skip
        self.told = label("", "body", wrap=True)
        self.print_button = KeyButton("收款并打印收据", "F8", icon="printer")
        self.save_button = KeyButton("登记收款", "F9", PRIMARY, "banknote")
        self._lay()
        self.close_wanted.connect(self.closed)
        self.amount.finished.connect(self.payment.setFocus)
        self.payment.chosen.connect(lambda _value: self._fit())
        self.payment.finished.connect(self._after_payment)
        self.receipt.finished.connect(self._take_number)
        self.waived.finished.connect(self.save_button.setFocus)
        self.save_button.clicked.connect(lambda: self.save(False))
        self.print_button.clicked.connect(lambda: self.save(True))

    def _lay(self) -> None:
        self.body.addWidget(self.where)
        self.body.addWidget(self.stands)
        self.body.addWidget(line())
        row = QHBoxLayout()
        row.setSpacing(theme().px(12))
        row.addWidget(self.fields["amount"])
        row.addWidget(self.fields["receipt"])
        self.body.addLayout(row)
        self.body.addWidget(self.fields["payment"])
        self.body.addWidget(self.fields["waived"])
        self.body.addStretch()
        self.foot.addWidget(self.told, 1)
        self.foot.addWidget(self.print_button)
        self.foot.addWidget(self.save_button)

    # Place

    def begin(self, ent: str = "", side: str = "") -> None:
        self._wanted, self._side = ent, side

    def enter(self) -> None:
        self._counter.read(self, self._reading(), self._show, self._failed)

    def _reading(self) -> Callable[[], Found | None]:
        """The order with its sums; of a side, as that side knows it and with what was taken on it alone."""
        counter, ent, side = self._counter, self._wanted, self._side
        database, rules, actor, scope, now = (
            counter.database,
            counter.rules,
            counter.actor,
            counter.scope,
            counter.now(),
        )

        def work() -> Found | None:
            found = read_slip(database, actor, scope, ent)
            if not side or found is None:
                return found
            one = reviews.review(database, rules, actor, scope, WORK_ORDER.name, ent, now)
            of = one.side(side) if one is not None else None
            if one is None or of is None:
                raise DeskError("这一单已经裁定过了", "请返回, 在这一单里登记收款")
            on = title(one, of, kept.device_names(database))
            values = {**of.values, "id": ent}
            return replace(found, values=values, takings=list(of.takings), on=f"补记到 {on}")

        return work

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Enter", "下一项"), ("1-6", "收款方式"), ("F9", "登记收款"), ("F8", "收款并打印收据"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        acts = {"F9": self.save_button.click_or_say, "Ctrl+Return": self.save_button.click_or_say,
                "F8": self.print_button.click_or_say, "Esc": self.closed.emit}  # fmt: skip
        if key not in acts:
            return False
        acts[key]()
        return True

    def _show(self, found: Found | None) -> None:
        if found is None:
            return
        self._found = found
        values, now = found.values, self._counter.now()
        self.where.setText(f"{found.address} {values.get('reporter') or ''} · {found.no}".strip())
        had, due = posting.received(found.takings), int(values.get("due_fen") or _agreed(values))
        told = [
            f"{moment(int(one['taken_at']), now)} {TakenHow.label_of(one.get('payment'))} "
            f"{fen_text(int(one['amount_fen']))} {one.get('receipt_no') or '无收据'}"
            + (f" (作废: {TakingVoid.label_of(one.get('void_reason'))})" if one["status"] == TakingState.VOID else "")
            for one in found.takings
        ]
        self.stands.setText(
            "\n".join([*filter(None, [found.on]), f"应收 {fen_text(due)}, 已收 {fen_text(had)}", *told])
        )
        for field in self.fields.values():
            field.accept()
        self.amount.show_fen(due - had if due > had else None)
        self.payment.choose("", tell=False)
        self.receipt.clear()
        self.receipt.setPlaceholderText(f"{found.next_receipt} Enter" if found.next_receipt else "收据本上的号")
        self.waived.clear()
        self._say("")
        self._fit()
        QTimer.singleShot(0, self.amount, self.amount.setFocus)

    def _fit(self) -> None:
        payment = self.payment.value
        self.fields["waived"].setVisible(payment == Payment.WAIVED)
        self.receipt.setEnabled(payment not in (Payment.WAIVED, Payment.ON_ACCOUNT))
        self.print_button.block("免收和挂账没有收据" if not self.receipt.isEnabled() else "")

    def _after_payment(self) -> None:
        if self.payment.value == Payment.WAIVED:
            self.amount.setText("0")
            self.waived.setFocus()
        elif self.receipt.isEnabled():
            self.receipt.setFocus()
        else:
            self.save_button.setFocus()

    def _take_number(self) -> None:
        if not self.receipt.text().strip() and self._found is not None:
            self.receipt.setText(self._found.next_receipt)
        self.save_button.setFocus()

    # writing down

    def save(self, printing: bool) -> None:
        """One group: the taking and the order. Without a number from the book the program's own is printed."""
        found = self._found
        if found is None:
            return
        try:
            fen, payment = self.amount.fen(), self.payment.value
        except DeskError as error:
            self._refuse(DeskError(error.message, error.advice, "received_fen"))
            return
        if not payment:
            self._refuse(DeskError("还没有选收款方式", "1 现金 2 扫码 3 刷卡 4 前台付 5 挂账 6 免收", "payment"))
            return
        counter, receipt, who = self._counter, self.receipt.text().strip(), self.waived.text().strip()
        database, actor, scope, read, side = counter.database, counter.actor, counter.scope, self._reading(), self._side
        line = side if side not in ("", MAIN) else None

        def work() -> list[StepRequest]:
            takings = (read() or found).takings
            purse = Purse(takings, reads.by_numbers(database, actor, scope, [receipt]), actor.name)
            wanted = paying(scope, found.values, purse, fen, payment, receipt, who)
            return [replace(one, line=line) if one.record == WORK_ORDER.name else one for one in wanted]

        def done(changed: Changed, wanted: list[StepRequest]) -> None:
            counter.ways.said.emit(f"{found.no} 已登记收款")
            new = [ent for one, ent in zip(wanted, changed.ents, strict=True) if one.step in ("take", "again")]
            self.closed.emit()
            if printing and new:
                counter.ways.print_wanted.emit(ReceiptPapers(ids=(new[0],)))

        counter.read(
            self, work, lambda wanted: counter.take(self, wanted, lambda changed: done(changed, wanted), self._failed),
            self._failed,
        )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._refuse(error)
        else:
            self._counter.ways.refused.emit(error)

    def _refuse(self, error: DeskError) -> None:
        name = {
            "received_fen": "amount", "amount_fen": "amount", "payment": "payment", "receipt_no": "receipt",
            "waived_by": "waived",
        }.get(error.field or "")  # fmt: skip
        if name is not None and self.fields[name].isVisible():
            self.fields[name].refuse(error)
        else:
            self._say(str(error), "bad")

    def _say(self, words: str, tone: str = "") -> None:
        self.told.setText(words)
        retone(self.told, tone)
