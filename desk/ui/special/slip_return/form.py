"""The eight places of a slip as fields, in the order of the paper; Enter runs through, digits choose."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.code import Code
from desk.domain.deciding import HAPPENED
from desk.domain.errors import DeskError
from desk.domain.flow import Frozen
from desk.services.work_orders.record import Payment, Result, Signature, Tick, UnsignedReason
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField, MoneyField, TextField
from desk.ui.special.slip_return.returned import Returned, is_open, is_paid, materials_words, read_materials
from desk.ui.special.slip_return.slip_times import times, words_of
from desk.ui.theme import theme

T = TypeVar("T")
NOTHING = ("0", "0.00")
MANNERS = {"1": (True, True), "2": (False, True), "3": (True, False), "4": (False, False)}
MANNER_WORDS = (("1", "鞋套、清场都做到"), ("2", "没穿鞋套"), ("3", "没有清场"), ("4", "都没做到"))


def _codes(name: str, codes: type[Code], columns: int, zero: Code | None = None) -> Choices:
    choices = Choices(name, columns=columns, digit_goes_on=True)
    numbered = [code for code in codes if code is not zero]
    shown = [Choice(str(code), code.label) for code in numbered]
    if zero is not None:
        shown.append(Choice(str(zero), zero.label, digit="0"))
    choices.show_choices(shown)
    return choices


class SlipForm(QWidget):
    """`show_order` fills in what is known; `read` gives what the paper says. `finished` behind the last field."""

    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: Frozen = {}
        self._next_receipt = ""
        self._now = 0
        self.arrived = FigureField("到场时间", hint="1430")
        self.done = FigureField("完工时间", hint="1520")
        self.result = _codes("结果", Result, 2)
        self.why = TextField("未修复原因", hint="一句话, 好安排下次")
        self.materials = TextField("用料", hint="名称 数量 单价, 例如 阀芯 1 15、生料带 1 3")
        self.labour = MoneyField("人工费 (元)")
        self.due, self.received = MoneyField("应收 (元)"), MoneyField("实收 (元)")
        self.payment = _codes("收款方式", Payment, 3)
        self.receipt = FigureField("收据号")
        self.waived = TextField("免收批准人")
        self.signature = _codes("签字", Signature, 3)
        self.signed_for = TextField("代签关系", hint="例如 妻子、管家")
        self.unsigned = _codes("未签原因", UnsignedReason, 3)
        self.tick = _codes("业主勾选", Tick, 4, Tick.NONE)
        self.manner = Choices("服务规范", columns=2, digit_goes_on=True)
        self.manner.show_choices([Choice(value, words) for value, words in MANNER_WORDS])
        self.fields = {
            "arrived": Field("1 到场 (时分)", self.arrived), "done": Field("2 完工 (时分)", self.done),
            "result": Field("3 结果", self.result), "why": Field("未修复原因", self.why),
            "materials": Field("4 用料", self.materials), "labour": Field("人工费 (元)", self.labour),
            "due": Field("5 应收 (元)", self.due), "received": Field("实收 (元)", self.received),
            "receipt": Field("收据号", self.receipt), "payment": Field("收款方式", self.payment),
            "waived": Field("免收批准人", self.waived), "signature": Field("6 签字", self.signature),
            "signed_for": Field("代签关系", self.signed_for), "unsigned": Field("未签原因", self.unsigned),
            "tick": Field("7 业主勾选", self.tick), "manner": Field("8 服务规范", self.manner),
        }  # fmt: skip
        self._lay()
        for name, frame in self.fields.items():
            if name == "receipt":
                self.receipt.finished.connect(self._take_receipt)
            frame.field.finished.connect(self._after(name))  # type: ignore[attr-defined]
        for choices in (self.result, self.payment, self.signature):
            choices.chosen.connect(lambda _value: self._fit())
        self.materials.editingFinished.connect(self._sum)
        self.labour.editingFinished.connect(self._sum)
        self.due.editingFinished.connect(self._fill_received)

    def _lay(self) -> None:
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(24))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(look.px(10))
            row.addLayout(column, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(12))
        grid.setVerticalSpacing(look.px(10))
        for number, name in enumerate(("arrived", "done")):
            grid.addWidget(self.fields[name], 0, number, Qt.AlignmentFlag.AlignTop)
        left.addLayout(grid)
        left.addWidget(self.fields["result"])
        left.addWidget(self.fields["why"])
        left.addWidget(self.fields["materials"])
        money = QGridLayout()
        money.setHorizontalSpacing(look.px(12))
        for number, name in enumerate(("labour", "due", "received", "receipt")):
            money.addWidget(self.fields[name], 0, number, Qt.AlignmentFlag.AlignTop)
        left.addLayout(money)
        left.addWidget(self.fields["payment"])
        left.addWidget(self.fields["waived"])
        left.addStretch()
        for name in ("signature", "signed_for", "unsigned", "tick", "manner"):
            right.addWidget(self.fields[name])
        self.right = right
        right.addStretch()

    # what is known

    def show_order(self, order: Frozen, now: int) -> None:
        """Another slip: what the desk knows stands in the fields already."""
        self._order, self._now = order, now
        for frame in self.fields.values():
            frame.accept()
        for field, at in ((self.arrived, order.get("arrived_at")), (self.done, order.get("finished_at"))):
            field.setText(words_of(at))
        opened = is_open(order)
        for widget in (self.done, self.result):
            widget.setEnabled(opened)
        self.result.choose(str(order.get("result") or Result.REPAIRED), tell=False)
        self.why.setText("")
        self.materials.setText(materials_words(order.get("materials") or ()))
        self.labour.show_fen(order.get("labour_fen"))
        agreed = order.get("price_from_fen") if order.get("price_from_fen") == order.get("price_to_fen") else None
        due = order.get("due_fen") if order.get("due_fen") is not None else agreed
        self.due.show_fen(due)
        received = order.get("received_fen")
        self.received.show_fen(received if received is not None else due)
        self.payment.choose(str(order.get("payment") or ""), tell=False)
        self.receipt.setText(str(order.get("receipt_no") or ""))
        self.waived.setText(str(order.get("waived_by") or ""))
        self.signature.choose(str(order.get("signature") or ""), tell=False)
        self.signed_for.setText(str(order.get("signed_for") or ""))
        self.unsigned.choose(str(order.get("unsigned_reason") or ""), tell=False)
        self.tick.choose(str(order.get("tick") or ""), tell=False)
        manner = (order.get("shoe_covers"), order.get("left_clean"))
        self.manner.choose(next((key for key, told in MANNERS.items() if told == manner), ""), tell=False)
        self._fit()

    def offer_receipt(self, number: str) -> None:
        """The book's next number stands there in grey; Enter takes it, a number typed says otherwise."""
        self._next_receipt = number
        self.receipt.setPlaceholderText(number or "收据本上的号")

    def _take_receipt(self) -> None:
        if not self.receipt.text().strip() and (self.received.text().strip() or "0") not in NOTHING:
            self.receipt.setText(self._next_receipt)

    def _fit(self) -> None:
        """Only the fields that this slip can say something in."""
        paid, repaired = is_paid(self._order), self.result.value == Result.REPAIRED
        shown = {
            "why": self.result.value == Result.NOT_REPAIRED,
            "materials": repaired,
            "waived": paid and repaired and self.payment.value == Payment.WAIVED,
            "signed_for": self.signature.value == Signature.BY_OTHER,
            "unsigned": self.signature.value == Signature.UNSIGNED,
        } | {name: paid and repaired for name in ("labour", "due", "received", "payment", "receipt")}
        for name, visible in shown.items():
            self.fields[name].setVisible(visible)

    def _sum(self) -> None:
        """What is due follows from materials and labour where nobody wrote another sum."""
        try:
            _, material = read_materials(self.materials.text())
            labour = self.labour.fen()
        except DeskError:
            return
        if material is not None or labour is not None:
            self.due.show_fen((material or 0) + (labour or 0))
            self._fill_received()

    def _fill_received(self) -> None:
        if not self.received.isModified():
            self.received.setText(self.due.text())

    # going through

    def settle(self) -> None:
        self._go(next(iter(self.fields)), 0)

    def _after(self, name: str) -> Callable[[], None]:
        names = list(self.fields)

        def go() -> None:
            place = names.index(name) + 1
            if place < len(names):
                self._go(names[place], place)
            else:
                self.finished.emit()

        return go

    def _go(self, name: str, place: int) -> None:
        """The focus to this field, or the next one that can be filled."""
        names = list(self.fields)
        for one in names[place:]:
            frame = self.fields[one]
            if frame.isVisibleTo(self) and frame.field.isEnabled():
                frame.field.setFocus(Qt.FocusReason.TabFocusReason)
                if isinstance(frame.field, FigureField | TextField):
                    frame.field.selectAll()
                return
        self.finished.emit()

    # what it says

    def read(self) -> Returned:
        """Everything on the slip; a DeskError names the field (as in `fields`)."""
        for frame in self.fields.values():
            frame.accept()
        arrived, finished = times(self._order, self.arrived.text(), self.done.text(), self._now)
        result = self.result.value
        rows, material = self._in("materials", lambda: read_materials(self.materials.text()))
        shoes, clean = MANNERS.get(self.manner.value, (None, None))
        if not self.signature.value and result != Result.OUTSIDE:
            raise DeskError("还没有选签字", "1 本人, 2 代签, 3 未签", "signature")
        return Returned(
            arrived, finished, result, self.why.text().strip(), rows, material,
            self._in("labour", self.labour.fen), self._in("due", self.due.fen), self._in("received", self.received.fen),
            self.payment.value, self.receipt.text().strip(), self.waived.text().strip(),
            self.signature.value, self.signed_for.text().strip(), self.unsigned.value, self.tick.value, shoes, clean,
        )  # fmt: skip

    def refuse(self, error: DeskError) -> bool:
        """Beside the field it speaks of; False where the form has none."""
        name = error.field or ""
        if name == HAPPENED:
            name = "arrived" if "到场时间" in error.advice else "done"
        name = next((one for one, fields in OF_FIELD.items() if name in fields), name)
        if name not in self.fields or not self.fields[name].isVisibleTo(self):
            return False
        self.fields[name].refuse(error)
        return True

    def _in(self, name: str, read: Callable[[], T]) -> T:
        """What was typed, or the error of its field."""
        try:
            return read()
        except DeskError as error:
            raise DeskError(error.message, error.advice, name) from error


# Where the rules' field names stand on the form.
OF_FIELD: dict[str, Sequence[str]] = {
    "arrived": ("arrived_at",),
    "done": ("finished_at",),
    "why": ("not_repaired_why",),
    "received": ("received_fen",),
    "due": ("due_fen",),
    "labour": ("labour_fen",),
    "waived": ("waived_by",),
    "receipt": ("receipt_no",),
    "unsigned": ("unsigned_reason",),
}
