"""收款·日结: what came in today form by form, the cash counted, the crews' paper beside it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.calendar import add_days, day_of
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.money import fen_text
from desk.domain.words_of_time import day_word, weekday_word
from desk.services.takings import reads
from desk.services.takings.record import TakingVoid
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.buttons import QUIET, KeyButton
from desk.ui.kit.cards import Card
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.labels import label
from desk.ui.kit.notice import Notice
from desk.ui.kit.rows import RowList
from desk.ui.page_export import documents
from desk.ui.page_layout import scrolled
from desk.ui.special.takings.count_card import CountCard
from desk.ui.special.takings.crew_card import CrewCard
from desk.ui.special.takings.papers import DayPapers, ReceiptPapers
from desk.ui.special.takings.reading import Shown, lines, read
from desk.ui.special.takings.writing import counting, standing, voiding
from desk.ui.theme import theme

COLUMNS = {"state": 44, "where": 104, "urgent": 0, "note": 84, "who": 64, "clock": 84, "next": 0}
VOIDED_BY_HAND = (
    TakingVoid.WRONG_SUM,
    TakingVoid.WRONG_ORDER,
    TakingVoid.REFUNDED,
    TakingVoid.SPOILT,
    TakingVoid.OTHER,
)


class TakingsPage(QWidget):
    counts = Signal(object)

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("收款")
        self._counter = counter
        self._day = ""
        self._shown: Shown | None = None
        self._void = ""
        look = theme()
        column = QVBoxLayout(self)
        pad, gap = look.size("page"), look.size("gap")
        column.setContentsMargins(pad, gap, pad, gap)
        column.setSpacing(gap)
        self.warning = QWidget()
        strip = QHBoxLayout(self.warning)
        strip.setContentsMargins(0, 0, 0, 0)
        self.warned = label("", "body", "warn")
        self.catch_up = KeyButton("去日结", "", QUIET)
        strip.addWidget(self.warned)
        strip.addWidget(self.catch_up)
        strip.addStretch()
        column.addWidget(self.warning)
        row = QHBoxLayout()
        row.setSpacing(gap)
        row.addWidget(self._left(), 54)
        row.addWidget(self._right(), 46)
        column.addLayout(row, 1)
        self._join()

    def _left(self) -> Card:
        look = theme()
        card = Card(0)
        card.column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(look.px(15), look.px(9), look.px(10), look.px(9))
        head.setSpacing(look.px(8))
        self.title = label("收款", "heading")
        self.total = label("", "quiet")
        head.addWidget(self.title)
        head.addWidget(self.total)
        head.addStretch()
        self.earlier_button = KeyButton("前一天", "←", QUIET)
        self.later_button = KeyButton("后一天", "→", QUIET)
        self.export_button = KeyButton("存成 Excel", "", QUIET, "file-down")
        self.print_button = KeyButton("打印日结单", "F8", QUIET, "printer")
        for button in (self.earlier_button, self.later_button, self.export_button, self.print_button):
            head.addWidget(button)
        card.column.addLayout(head)
        self.strip = QWidget()
        inside = QVBoxLayout(self.strip)
        inside.setContentsMargins(look.px(15), 0, look.px(15), look.px(8))
        self.asked = label("", "body", wrap=True)
        self.reasons = Choices("作废原因", columns=3, digit_goes_on=True)
        self.reasons.show_choices([Choice(str(code), code.label) for code in VOIDED_BY_HAND])
        inside.addWidget(self.asked)
        inside.addWidget(self.reasons)
        self.strip.hide()
        card.column.addWidget(self.strip)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self.list = RowList(COLUMNS, "今天的收款")
        self.notice = Notice()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.notice)
        card.column.addWidget(holder, 1)
        return card

    def _right(self) -> QWidget:
        look = theme()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.size("gap"))
        self.count = CountCard()
        column.addWidget(self.count)
        self.crews = CrewCard()
        column.addWidget(self.crews)
        column.addStretch()
        return scrolled(inside)

    def _join(self) -> None:
        counter = self._counter
        self.list.step_wanted.connect(self._on_row)
        self.list.key_pressed.connect(self._on_key)
        self.reasons.chosen.connect(self._void_for)
        self.count.counted.connect(self.close_day)
        self.earlier_button.clicked.connect(lambda: self.show_day(add_days(self._day, -1)))
        self.later_button.clicked.connect(lambda: self.show_day(add_days(self._day, 1)))
        self.catch_up.clicked.connect(self._catch_up)
        self.print_button.clicked.connect(lambda: counter.ways.print_wanted.emit(DayPapers(day_on=self._day)))
        self.export_button.clicked.connect(self._export)
        counter.changed.connect(self._changed)
        counter.person_changed.connect(self._turned)
        counter.estate_changed.connect(self._turned)

    # Place

    def enter(self) -> None:
        self._day = day_of(self._counter.now())
        self.count.clear()
        self.reload()
        self._settle()

    def _settle(self) -> None:
        """On the list; where there is none the page itself takes the arrow keys."""
        shown = self.list if self._stack.currentWidget() is self.list else self
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", "换行"), ("←→", "换一天"), ("Enter", "打印收据"), ("*", "作废收据"), ("F8", "打印日结单"),
                ("F9", "点现金, 日结"), ("Ctrl+E", "登记簿"))  # fmt: skip

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            typed = self.count.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
            if typed:
                self.count.button.click_or_say()
            elif self.count.cash.isEnabled():
                self.count.settle()
            return True
        if key == "F8":
            self.print_button.click_or_say()
            return True
        if key == "F5":
            self.reload()
            return True
        if key == "Esc" and not self.strip.isHidden():
            self._ask_void("")
            return True
        if key == "Esc" and self.focusWidget() is not None and self.count.isAncestorOf(self.focusWidget()):
            self._settle()
            return True
        return False

    # the day

    def show_day(self, day_on: str) -> None:
        """Another day; never one that has not come."""
        if day_on > day_of(self._counter.now()):
            return
        self._day = day_on
        self.count.clear()
        self._ask_void("")
        self.reload()
        self._settle()

    def reload(self) -> None:
        counter, day_on = self._counter, self._day
        if not counter.roles or not day_on:
            self._show_notice(lambda: self.notice.refused("客服主管"))
            return
        database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
        settings = counter.settings()
        counter.read(self, lambda: read(database, actor, scope, day_on, now, settings), self._show, self._failed)

    def _show(self, shown: Shown) -> None:
        if shown.day.day_on != self._day:
            return
        now = self._counter.now()
        today = day_of(now)
        self._shown = shown
        self.title.setText(f"收款 {day_word(self._day, today)} {weekday_word(self._day)}")
        self.total.setText(f"实收 {fen_text(shown.day.sums.total_fen)}")
        self.later_button.setEnabled(self._day < today)
        found = lines(shown.day, now)
        self.list.show_lines(found)
        if found:
            self._stack.setCurrentWidget(self.list)
        else:
            self._show_notice(lambda: self.notice.empty("没有收款", "回单或登记收款后在这里"))
        self.count.show_day(shown, now, self._counter.may("day_close", "correct"))
        left = [one for one in shown.uncounted if one != self._day]
        self.warning.setVisible(bool(left))
        self.counts.emit({"takings": len(shown.uncounted)})  # the rail says how many days wait
        days = "、".join(day_word(one, today) for one in left)
        self.warned.setText(f"{days} 还没有日结")
        self.crews.show_crews(shown.crews)

    def _catch_up(self) -> None:
        if self._shown is not None and self._shown.uncounted:
            self.show_day(self._shown.uncounted[0])

    # steps

    def close_day(self) -> None:
        """日结 or its correction: the figures are read again at this moment, so that no sum lies between two counts."""
        counter, day_on = self._counter, self._day
        database, actor, scope = counter.database, counter.actor, counter.scope
        try:
            counted, why, note = self.count.read()
        except DeskError as error:
            self.count.refuse(DeskError(error.message, error.advice, error.field or "counted_fen"))
            return
        now, settings = counter.now(), counter.settings()

        def work() -> list[StepRequest]:
            shown = read(database, actor, scope, day_on, now, settings)
            told = {"counted_fen": counted, "note": note, "closed_by": actor.name, "difference": why}
            return counting(scope, shown, told)

        counter.read(self, work, lambda wanted: counter.take(self, wanted, self._closed, self._not_closed),
                     self._not_closed)  # fmt: skip

    def _closed(self, _changed: Changed) -> None:
        self.count.cash_field.accept()
        self.count.why_field.accept()
        self._counter.ways.said.emit(f"{day_word(self._day, day_of(self._counter.now()))}已日结, F8 打印日结单")
        self._settle()

    def _not_closed(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.reload()  # money may have come since: the card shows what it is compared with
            self.count.refuse(error)
        else:
            self._counter.ways.refused.emit(error)

    def _on_row(self, ent: str, step: str) -> None:
        day = self._shown.day if self._shown is not None else None
        taking = next((one for one in (*day.takings, *day.refunds) if one["id"] == ent), None) if day else None
        if taking is None:
            return
        if step in ("refund", "stand"):
            self._give_back(taking, step)
        elif step == "print":
            self._counter.ways.print_wanted.emit(ReceiptPapers(ids=(ent,)))
        elif step == "void":
            self._ask_void(ent)
        else:
            self._counter.ways.order_wanted.emit(str(taking["order_id"]))

    def _give_back(self, taking: Values, step: str) -> None:
        """The sum has gone back to who paid it, or a person says that it stays."""
        counter, ent = self._counter, str(taking["id"])
        words = f"{taking.get('where') or ''} {fen_text(int(taking['amount_fen']))}".strip()
        said = f"{words} 已退款" if step == "refund" else f"{words} 不用退"
        requests = [counter.request("taking", step, {}, ent)]
        order, database, actor, scope = str(taking["order_id"]), counter.database, counter.actor, counter.scope

        def work() -> list[StepRequest]:
            if step == "stand":
                requests.append(standing(scope, order, reads.of_order(database, actor, scope, order), ent))
            return requests

        def done(_changed: Changed) -> None:
            counter.ways.said.emit(said)

        counter.read(self, work, lambda wanted: counter.take(self, wanted, done), self._failed_step)

    def _on_key(self, ent: str, event: QKeyEvent) -> None:
        row = self.list.chosen()
        if event.text() in ("*", "＊") and row is not None and row.also_step:
            self._on_row(ent, row.also_step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.show_day(add_days(self._day, step))

    def _ask_void(self, ent: str) -> None:
        """Why this receipt is void; its number stays used."""
        taking = next((one for one in self._shown.day.takings if one["id"] == ent), None) if self._shown else None
        self._void = ent if taking is not None and taking.get("status") == "taken" else ""
        self.strip.setVisible(bool(self._void))
        if not self._void or taking is None:
            self._settle()
            return
        number = f"收据 {taking['receipt_no']}" if taking.get("receipt_no") else "这笔收款"
        self.asked.setText(f"作废{number} {fen_text(int(taking['amount_fen']))}: 为什么? 号码不再用")
        self.reasons.choose("", tell=False)
        self.reasons.setFocus(Qt.FocusReason.OtherFocusReason)

    def _void_for(self, reason: str) -> None:
        ent, counter = self._void, self._counter
        taking = next((one for one in self._shown.day.takings if one["id"] == ent), None) if self._shown else None
        if taking is None:
            return
        database, actor, scope = counter.database, counter.actor, counter.scope

        def work() -> list[StepRequest]:
            order = str(taking["order_id"])
            takings = reads.of_order(database, actor, scope, order)
            return voiding(scope, order, takings, ent, reason)

        def done(_changed: Changed) -> None:
            self._ask_void("")
            counter.ways.said.emit(f"已作废 {taking.get('receipt_no') or '这笔收款'}")

        counter.read(self, work, lambda wanted: counter.take(self, wanted, done, self._failed_step), self._failed_step)

    def _failed_step(self, error: Exception) -> None:
        self._ask_void("")
        self._counter.ways.refused.emit(error)

    # what else

    def _export(self) -> None:
        counter, day_on = self._counter, self._day
        database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
        settings = counter.settings()

        def work() -> Path:
            from desk.ui.papers import Where
            from reports.day_close.book import write_day

            told = DayPapers(day_on=day_on).read(Where(database, actor, scope, settings, now)).told
            assert told is not None
            path = documents() / f"日结单-{day_on}.xlsx"
            write_day(path, told)
            return path

        counter.work.run(self, work, lambda path: counter.ways.said.emit(f"已存到 {path}"), self._failed_step)

    def _changed(self, changed: Changed) -> None:
        if self.isVisible() and changed.any_of("taking", "day_close", "slip", "work_order"):
            self.reload()

    def _turned(self) -> None:
        self._shown = None
        if self.isVisible():
            self.enter()

    def _show_notice(self, say: object) -> None:
        if callable(say):
            say()
        self._stack.setCurrentWidget(self.notice)

    def _failed(self, error: Exception) -> None:
        told = error if isinstance(error, DeskError) else DeskError("读不出来", "请再试一次")
        self._show_notice(lambda: self.notice.failed(told.message, told.advice))
