"""录签收: the lines of one walk as they stand on the sheet that came back; times, ticks, signatures, late reasons."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.words_of_time import clock_word
from desk.services.fresh_orders import clocks
from desk.services.fresh_orders.board import Card
from desk.services.fresh_orders.record import LateReason, Signature, Tick, UnsignedReason
from desk.services.fresh_orders.requests import Signed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.fields import FigureField, TextField
from desk.ui.kit.labels import Elided, label
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.special.fresh.digit_cell import DigitCell
from desk.ui.special.told_times import moment_near
from desk.ui.theme import theme

TICKS = {"1": (str(Tick.GOOD), "满意"), "2": (str(Tick.FAIR), "一般"), "3": (str(Tick.BAD), "不满意"),
         "0": (str(Tick.NONE), "未勾")}  # fmt: skip
SIGNS = {str(n): (str(one), one.label) for n, one in enumerate(Signature, 1)}
LATE = {str(n): (str(one), one.label) for n, one in enumerate(LateReason, 1)}
WHY_NOT = {str(n): (str(one), one.label) for n, one in enumerate(UnsignedReason, 1)}
TIME, TICK, SIGN, WHOM, REASON = 72, 84, 84, 132, 116
FULL = 4


class SignLine(QFrame):
    """One door. An empty time: this one is not back yet."""

    ready = Signal()
    stepped = Signal(int)
    focused = Signal(str)

    def __init__(self, counter: Counter, card: Card, single: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("item")
        self.card = card
        self._counter, self._single = counter, single
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(4), 0, look.px(4))
        column.setSpacing(look.px(2))
        row = QHBoxLayout()
        row.setSpacing(look.px(6))
        about = QVBoxLayout()
        about.setSpacing(0)
        out = card.values.get("out_at")
        self.where = Elided(f"{card.where}   {card.tail}", "room")
        self.about = Elided(
            f"{card.things} 样 · {card.guard}" + (f" {clock_word(int(out))} 出门" if out else ""), "caption"
        )
        about.addWidget(self.where)
        about.addWidget(self.about)
        row.addLayout(about, 1)
        self.time = FigureField(f"{card.where} 送达时间", "hhmm")
        self.time.setProperty("cell", True)
        self.time.setFixedWidth(look.px(TIME))
        if single:
            self.time.setPlaceholderText(clock_word(counter.now()))
        self.tick = DigitCell(f"{card.where} 勾选", TICKS, TICK)
        self.signature = DigitCell(f"{card.where} 签字", SIGNS, SIGN, str(Signature.SELF))
        self.whom = TextField(f"{card.where} 谁代签", hint="例如 妻子")
        self.why = DigitCell(f"{card.where} 未签原因", WHY_NOT, WHOM, str(UnsignedReason.LEFT_AT_DOOR))
        self.late = DigitCell(f"{card.where} 迟到原因", LATE, REASON)
        self.late.setPlaceholderText("迟到原因")
        self.whom.setProperty("cell", True)
        self.whom.setFixedWidth(look.px(WHOM))
        self._gap = QWidget()
        self._gap.setFixedWidth(look.px(WHOM))
        cells: list[Any] = [self.time, self.tick, self.signature, self.whom, self.why, self.late]
        self._cells = cells
        for cell in (self.time, self.tick, self.signature, self.whom, self.why, self._gap, self.late):
            row.addWidget(cell)
        column.addLayout(row)
        self.error = label("", "body", "bad", wrap=True)
        self.error.hide()
        column.addWidget(self.error)
        for number, one in enumerate(self._cells):
            one.finished.connect(partial(self._after, number))
            one.arrow.connect(self.stepped)
            one.installEventFilter(self)
        self.time.textEdited.connect(self._typed)
        self.signature.chosen.connect(self._fit)
        self.late.show_value(str(card.values.get("late_reason") or ""))
        self._fit()

    def _typed(self, text: str) -> None:
        if len(text) == FULL and text.isdigit():
            self._after(0)

    def _fit(self) -> None:
        by_other, unsigned = self.signature.value == Signature.BY_OTHER, self.signature.value == Signature.UNSIGNED
        self.whom.setVisible(by_other)
        self.why.setVisible(unsigned)
        self._gap.setVisible(not by_other and not unsigned)
        self.late.setEnabled(self.is_late)
        self.late.setPlaceholderText("迟到原因" if self.is_late else "准时" if self.delivered_at else "")

    # what it says

    @property
    def filled(self) -> bool:
        return bool(self.time.text().strip())

    @property
    def delivered_at(self) -> int | None:
        text = self.time.text().strip()
        if not text:
            return None
        now = self._counter.now()
        try:
            return moment_near(text, now, now, int(self.card.values.get("out_at") or 0))
        except DeskError:
            return None

    @property
    def is_late(self) -> bool:
        at = self.delivered_at
        if at is None or self.card.record != "fresh_order":
            return False
        found = clocks.states({**self.card.values, "delivered_at": at}, self._counter.settings(), at)
        return found.total.ok is False or found.estate.ok is False

    def told(self) -> tuple[Signed, str]:
        """The line and why it was late; a DeskError where it cannot be read."""
        now, text = self._counter.now(), self.time.text().strip()
        out = int(self.card.values.get("out_at") or 0)
        at = moment_near(text, now, now, out)
        if at < out - out % 60_000:
            raise DeskError(f"{self.card.where} 送达早于出门 {clock_word(out)}", "请核对纸上的时间")
        signature = self.signature.value
        if signature == Signature.BY_OTHER and not self.whom.text().strip():
            raise DeskError("代签还没有写关系", "请写代签人是谁, 例如“妻子”“邻居”")
        if self.is_late and not self.late.value:
            raise DeskError(
                f"{self.card.where} 晚了, 还没有选迟到原因", "按数字选: " + self.late.accessibleDescription()
            )
        signed = Signed(
            max(at, out), signature, self.tick.value or str(Tick.NONE),
            self.whom.text().strip() if signature == Signature.BY_OTHER else "",
            self.why.value if signature == Signature.UNSIGNED else "",
        )  # fmt: skip
        changed = self.late.value != (self.card.values.get("late_reason") or "")
        return signed, self.late.value if self.is_late and changed else ""

    # going through

    def settle(self) -> None:
        self.time.setFocus(Qt.FocusReason.OtherFocusReason)
        self.time.selectAll()

    def _after(self, number: int) -> None:
        self.refuse("")
        if number == 0:
            if not self.filled and self._single:
                self.time.setText(clock_word(self._counter.now()).replace(":", ""))
            if not self.filled:
                self.ready.emit()
                return
            if self.delivered_at is None:
                self.refuse(f"看不懂时间“{self.time.text()}”: 写四位数, 例如 1402")
                self.settle()
                return
        self._fit()
        for cell in self._cells[number + 1 :]:
            if cell.isVisibleTo(self) and cell.isEnabled():
                cell.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.ready.emit()

    def refuse(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            hint = watched.hint if isinstance(watched, DigitCell) else "送达时间: 四位数, 例如 1402; 还没回来的空着"
            self.focused.emit(hint)
        return super().eventFilter(watched, event)


class SignPanel(PanelFrame):
    """`wanted` carries {card id: (Signed, late reason)} of the lines that were filled in."""

    wanted = Signal(object)
    exchange_wanted = Signal(str, str)

    def __init__(self, counter: Counter, cards: Sequence[Card], parent: QWidget | None = None) -> None:
        guard = cards[0].guard
        super().__init__("录签收时间" if len(cards) == 1 else f"{guard} 一趟 {len(cards)} 单", parent=parent)
        look = theme()
        self.lines = [SignLine(counter, card, len(cards) == 1) for card in cards]
        self.body.setSpacing(look.px(4))
        self.body.addLayout(_heads())
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for number, one in enumerate(self.lines):
            column.addWidget(one)
            one.ready.connect(partial(self._next, number))
            one.stepped.connect(partial(self._step, number))
            one.focused.connect(self._show_hint)
        column.addStretch()
        self.body.addWidget(scrolled(inside), 1)
        self.hint = label("", "body", wrap=True)
        self.body.addWidget(self.hint)
        self.error = Elided("", "body", "bad")
        self.foot.addWidget(self.error, 1)
        self.save_button = KeyButton("保存签收", "F9", PRIMARY, "signature")
        self.save_button.clicked.connect(self.save)
        self.foot.addWidget(self.save_button)

    def begin(self) -> None:
        QTimer.singleShot(0, self.lines[0], self.lines[0].settle)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Enter", "下一格"), ("0-9", "选"), ("↑↓", "换行"), ("F9", "保存签收"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key not in ("F9", "Ctrl+Return"):
            return False
        self.save()
        return True

    def _show_hint(self, words: str) -> None:
        self.hint.setText(words)

    def _next(self, number: int) -> None:
        if number + 1 < len(self.lines):
            self.lines[number + 1].settle()
        else:
            self.save_button.setFocus()

    def _step(self, number: int, by: int) -> None:
        to = number + by
        if 0 <= to < len(self.lines):
            self.lines[to].settle()

    def save(self) -> None:
        told = {}
        for one in self.lines:
            if not one.filled:
                continue
            try:
                told[one.card.id] = one.told()
            except DeskError as error:
                one.refuse(str(error))
                late = one.is_late and not one.late.value
                (one.late if late else one.time).setFocus()
                return
        if not told:
            self.lines[0].refuse("还没有填送达时间: 四位数, 例如 1402")
            self.lines[0].settle()
            return
        self.wanted.emit(told)

    def refuse(self, error: Exception) -> None:
        self.error.setText(str(error))


def _heads() -> QHBoxLayout:
    look = theme()
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.px(6))
    row.addWidget(label("楼栋房号", "caption"), 1)
    for words, width in (("送达", TIME), ("勾选", TICK), ("签字", SIGN), ("代签·未签", WHOM), ("迟到原因", REASON)):
        one = label(words, "caption")
        one.setFixedWidth(look.px(width))
        row.addWidget(one)
    return row
