"""绑定: a slip that was printed blank and written by hand is given its order; the gun reads the number of either."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.services.slips import ledger
from desk.services.slips.ledger import Candidate
from desk.services.slips.record import SLIP, SlipState
from desk.services.work_orders.find import number_in
from desk.services.work_orders.record import WORK_ORDER, Status
from desk.store.query import one, some
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, PickList
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.labels import label, retone
from desk.ui.kit.slide_over import PanelFrame

SLIP_FIELD, ORDER_FIELD = "空白派工单号", "报修单号"
FROM_ORDER = ("crew", "technician")


def binding(scope: str, slip: Values, order: Values, sheets: Sequence[Values]) -> list[StepRequest]:
    """The sheet's order, and no second paper for it: what was issued and never came out of the printer is void."""
    values = {"order_id": order["id"], **{name: order[name] for name in FROM_ORDER if order.get(name)}}
    jammed = [str(one["id"]) for one in sheets if one.get("status") == SlipState.UNPRINTED]
    note = {"missing_note": f"没有出纸, 用空白单 {slip['no']}"}
    return [
        StepRequest(scope, "slip", "bind", values, str(slip["id"])),
        *(StepRequest(scope, "slip", "void", note, ent) for ent in jammed),
    ]


class BindSlipPane(PanelFrame):
    """Two numbers, one of them known when it opens; F9 binds."""

    closed = Signal()
    WIDTH = 720

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("绑定空白派工单", parent=parent)
        self._counter = counter
        self._slip: Values | None = None
        self._order: Values | None = None
        self._wanted = ("", "")
        self.slip = TextField(SLIP_FIELD, words=False, hint="扫码, 或输入 K 后面的数字, 按 Enter", main=True)
        self.order = TextField(ORDER_FIELD, words=False, hint="扫码, 或输入尾号 4 位, 按 Enter", main=True)
        self.slip_field, self.order_field = Field(SLIP_FIELD, self.slip), Field(ORDER_FIELD, self.order)
        self.slip_list, self.order_list = PickList("可能的空白派工单"), PickList("可能的报修单")
        self.slip_told, self.order_told = label("", "body", wrap=True), label("", "title", wrap=True)
        self.told = label("", "body", wrap=True)
        self.bind_button = KeyButton("绑定", "F9", PRIMARY, "paperclip")
        for part in (
            self.slip_field, self.slip_list, self.slip_told, self.order_field, self.order_list, self.order_told,
        ):  # fmt: skip
            self.body.addWidget(part)
        for hidden in (self.slip_list, self.order_list):
            hidden.hide()
        self.body.addStretch()
        self.foot.addWidget(self.told, 1)
        self.foot.addWidget(self.bind_button)
        for number, found, typed in (
            (self.slip, self.slip_list, self._look_for_slip),
            (self.order, self.order_list, self._look_for_order),
        ):
            number.finished.connect(partial(self._entered, found, typed))
            number.arrow.connect(found.step)
            number.textEdited.connect(partial(self._typing, number))
            number.installEventFilter(self)
        self.slip_list.taken.connect(self._take_slip)
        self.order_list.taken.connect(self._take_order)
        self.close_wanted.connect(self.closed)
        self.bind_button.clicked.connect(self._bind)
        self.bind_button.blocked.connect(lambda reason: self._say(reason, "warn"))

    # Place

    def begin(self, slip: str, order: str) -> None:
        self._wanted = (slip, order)
        self._slip = self._order = None

    def enter(self) -> None:
        slip, order = self._wanted
        for number, frame in ((self.slip, self.slip_field), (self.order, self.order_field)):
            number.setText("")
            frame.accept()
        self._say("")
        self._show()
        if slip:
            self._take_slip(slip)
        if order:
            self._take_order(order)
        QTimer.singleShot(0, self, self._settle)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Enter", "下一项"), ("F9", "绑定"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.bind_button.click_or_say()
        elif key == "Esc":
            self.closed.emit()
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While candidates stand there, a digit takes one."""
        lists = {self.slip: self.slip_list, self.order: self.order_list}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, TextField):
            found = lists.get(watched)
            if found is not None and found.isVisible() and event.text().isdigit() and event.text() != "0":
                return found.take_place(int(event.text()))
        return super().eventFilter(watched, event)

    # finding

    def _entered(self, found: PickList, look: Callable[[], None]) -> None:
        if not (found.isVisible() and found.take()):
            look()

    def _typing(self, number: TextField, _text: str) -> None:
        """Another number: what was found by the last one is forgotten."""
        self._say("")
        if number is self.slip:
            self._slip = None
            self.slip_list.hide()
            self.slip_field.accept()
        else:
            self._order = None
            self.order_list.hide()
            self.order_field.accept()
        self._show()

    def _look_for_slip(self) -> None:
        typed, counter = self.slip.text().strip(), self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope
        number = number_in(typed) or typed

        def found(rows: list[Values]) -> None:
            if not rows:
                self.slip_field.refuse(f"抽屉里没有号码是“{typed}”的空白派工单, 请核对; 用过的已经绑定")
                self.slip.selectAll()
            elif len(rows) == 1:
                self._show_slip(rows[0])
            else:
                self.slip_list.show_choices([Choice(str(row["id"]), str(row["no"])) for row in rows])

        if not typed:
            self.slip_field.refuse("请扫空白派工单上的码, 或输入号码")
            return
        counter.read(self, lambda: ledger.blanks(database, actor, scope, number), found, self._failed)

    def _look_for_order(self) -> None:
        typed, counter = self.order.text().strip(), self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope
        number = number_in(typed) or typed

        def found(rows: list[Candidate]) -> None:
            if not rows:
                self.order_field.refuse(f"没有单号是“{typed}”的报修单, 请核对; 还没有登记的先按 F2 补单")
                self.order.selectAll()
            elif len(rows) == 1:
                self._take_order(rows[0].id)
            else:
                self.order_list.show_choices(
                    [Choice(row.id, f"{row.no}  {row.where}", row.what, Status.label_of(row.status)) for row in rows]
                )

        if not typed:
            self.order_field.refuse("请输入报修单号的最后四位")
            return
        counter.read(self, lambda: ledger.find(database, actor, scope, number), found, self._failed)

    def _take_slip(self, ent: str) -> None:
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope
        counter.read(self, lambda: some(database, actor, scope, SLIP, [ent]).get(ent), self._show_slip, self._failed)

    def _take_order(self, ent: str) -> None:
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope
        counter.read(self, lambda: one(database, actor, scope, WORK_ORDER, ent), self._show_order, self._failed)

    def _show_slip(self, values: Values | None) -> None:
        self._slip = values
        self.slip_list.hide()
        self.slip.setText(str(values.get("no") or "") if values else "")
        self._show()
        self._settle()

    def _show_order(self, values: Values | None) -> None:
        self._order = values
        self.order_list.hide()
        self.order.setText(str(values.get("no") or "") if values else "")
        self._show()
        self._settle()

    def _show(self) -> None:
        """What is known, and what is still to be told."""
        slip, order = self._slip, self._order
        self.slip_told.setText(f"空白单 {slip['no']}: 在抽屉里, 可以绑定" if slip else "")
        self.slip_told.setVisible(slip is not None)
        told = ""
        if order:
            parts = (order.get("where"), order.get("matter"), order.get("technician") or order.get("crew"))
            told = "  ".join(str(part) for part in parts if part) + f"  {Status.label_of(order.get('status'))}"
        self.order_told.setText(told)
        self.order_told.setVisible(bool(told))
        missing = "还不知道是哪张空白派工单" if slip is None else "还不知道是哪张报修单" if order is None else ""
        self.bind_button.block(missing)

    def _settle(self) -> None:
        """Where the next key belongs: the number that is missing, or the button."""
        if self._slip is None:
            self.slip.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._order is None:
            self.order.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.bind_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # binding

    def _bind(self) -> None:
        counter, slip, order = self._counter, self._slip, self._order
        if slip is None or order is None:
            return
        database, actor, scope = counter.database, counter.actor, counter.scope
        words = f"空白单 {slip['no']} 已绑定 {order.get('no')} {order.get('where') or ''}".strip()

        def done(_changed: Changed) -> None:
            counter.ways.said.emit(words)
            self.closed.emit()

        counter.read(
            self, lambda: binding(scope, slip, order, ledger.of_order(database, actor, scope, str(order["id"]))),
            lambda wanted: counter.take(self, wanted, done, self._failed), self._failed,
        )  # fmt: skip

    def _failed(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._say(str(error), "bad")
        else:
            self._counter.ways.refused.emit(error)

    def _say(self, words: str, tone: str = "") -> None:
        self.told.setText(words)
        retone(self.told, tone)
