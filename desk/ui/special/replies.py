"""等答复: those who wanted to hear that it is done, rung one by one: Enter dials, Enter marks it done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.phones import mask
from desk.domain.words_of_time import clock_word, when
from desk.services.work_orders import co_reports, radar_words
from desk.services.work_orders.co_reports import Waiting
from desk.services.work_orders.record import Informed, Status
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.aloud import ReadAloud
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.labels import label, line
from desk.ui.kit.notice import Notice
from desk.ui.kit.rows import Heading, Line, Row, RowList
from desk.ui.special.reveal import reveal, spaced
from desk.ui.theme import theme

COLUMNS = {"state": 0, "where": 150, "urgent": 0, "note": 0, "who": 0, "clock": 150, "next": 0}
DIAL = "dial"
HOW = {"1": Informed.CALLED_BACK, "2": Informed.FACE}
LATER = "3"


class RepliesPane(QWidget):
    """`begin` with an order shows its people first. Nobody is marked who was not rung, but who stood at the desk."""

    closed = Signal()
    WIDTH = 760

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._waiting: Sequence[Waiting] = ()
        self._first = ""
        self._dialled = ""
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(look.px(24), look.px(10), look.px(24), look.px(11))
        self._title = label("等答复", "who")
        self._close = KeyButton("返回", "Esc")
        self._close.clicked.connect(self.closed)
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self._close)
        column.addLayout(head)
        column.addWidget(line())
        self.list = RowList(dict(COLUMNS), "等答复的人")
        self._notice = Notice()
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(self._notice)
        column.addWidget(self._body, 1)
        self.aloud = ReadAloud("念给业主听")
        self.aloud.setMinimumHeight(look.px(112))
        column.addWidget(self.aloud)
        column.addWidget(self._foot())
        self.list.row_chosen.connect(self._choose)
        self.list.step_wanted.connect(lambda _ent, _step: self._go_on())
        self.list.key_pressed.connect(self._key)
        counter.changed.connect(self._changed)

    def _foot(self) -> QWidget:
        look = theme()
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(12))
        row.setSpacing(look.px(12))
        self.number = label("", "clock")
        self.dial = KeyButton("拨号", "Enter", PRIMARY, "phone-outgoing")
        self.done = KeyButton("已答复", "Enter", PRIMARY, "check")
        self.face = KeyButton("当面告知", "2")
        self.later = KeyButton("没打通, 下一个", LATER)
        row.addWidget(self.number, 1)
        for button in (self.later, self.face, self.dial, self.done):
            row.addWidget(button)
        self.dial.clicked.connect(self._go_on)
        self.done.clicked.connect(self._go_on)
        self.face.clicked.connect(lambda: self._reply(Informed.FACE))
        self.later.clicked.connect(self._next)
        return foot

    # what the window asks

    def begin(self, order: str = "") -> None:
        self._first, self._dialled = order, ""

    def enter(self) -> None:
        self.refresh()
        self.list.setFocus()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", "选"), ("Enter", "拨号 / 已答复"), ("2", "当面告知"), (LATER, "没打通"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key != "Esc":
            return False
        self.closed.emit()
        return True

    # reading, showing

    def refresh(self) -> None:
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope
        counter.read(self, lambda: co_reports.waiting(database, actor, scope), self._show, self._failed)

    def _changed(self, changed: Changed) -> None:
        if self.isVisible() and changed.any_of("co_report", "work_order"):
            self.refresh()

    def _failed(self, error: Exception) -> None:
        told = error if isinstance(error, DeskError) else DeskError("等答复没有读出来", "请再试一次")
        self._notice.failed(told.message, told.advice)
        self._body.setCurrentWidget(self._notice)
        self._show_foot()

    def _show(self, found: list[Waiting]) -> None:
        first = self._first
        self._waiting = sorted(found, key=lambda one: one.order["id"] != first)
        self._first = first if any(one.order["id"] == first for one in found) else ""
        self.list.show_lines(lines(self._waiting, self._counter.now()))
        count = sum(len(one.reports) for one in found)
        self._title.setText(f"等答复 {count} 人" if count else "等答复")
        if count:
            self._body.setCurrentWidget(self.list)
        else:
            self._notice.empty("没有人在等答复", "修好以后, 要回电的同报人会列在这里")
            self._body.setCurrentWidget(self._notice)
        self._choose(self._chosen_id())

    def _chosen_id(self) -> str:
        one = self.list.chosen()
        return one.id if one is not None else ""

    def _chosen(self) -> tuple[Values, Values] | None:
        """The person under the key, and the order."""
        ent = self._chosen_id()
        pairs = ((one, waiting.order) for waiting in self._waiting for one in waiting.reports)
        return next((pair for pair in pairs if pair[0]["id"] == ent), None)

    def _choose(self, ent: str) -> None:
        if ent != self._dialled:
            self._dialled = ""
        self._show_foot()

    def _show_foot(self) -> None:
        pair = self._chosen()
        for button in (self.dial, self.done, self.face, self.later):
            button.setVisible(pair is not None)
        self.aloud.setVisible(pair is not None)
        self.number.setText("")
        if pair is None:
            return
        report, order = pair
        phone, dialled = str(report.get("reporter_phone") or ""), self._dialled == report["id"]
        self.number.setText(spaced(phone) if dialled else mask(phone) if phone else "没有留电话")
        self.dial.setVisible(bool(phone) and not dialled)
        self.done.setVisible(dialled)
        words = radar_words.reply(report, order, self._counter.estate_name, self._counter.now())
        self.aloud.show_sentence([(words, False)])

    # calling

    def _go_on(self) -> None:
        """Enter: the number is shown and dialled; Enter again: told."""
        pair = self._chosen()
        if pair is None:
            return
        report, _ = pair
        ent = str(report["id"])
        if self._dialled == ent:
            self._reply(Informed.CALLED_BACK)
        elif report.get("reporter_phone"):
            reveal(self._counter, self, ent, lambda: self._show_dialled(ent))
        else:
            self._counter.ways.said.emit("没有留电话: 见到人时按 2 当面告知")

    def _show_dialled(self, ent: str) -> None:
        if self._chosen_id() == ent:
            self._dialled = ent
            self._show_foot()

    def _key(self, _ent: str, event: QKeyEvent) -> None:
        key = event.text()
        if key == LATER:
            self._next()
        elif key == "2" or (key == "1" and self._dialled):
            self._reply(HOW[key])

    def _next(self) -> None:
        """Nobody answered: the person stays on the list, the next one is meant."""
        self.list.keyPressEvent(QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier))

    def _reply(self, how: Informed) -> None:
        pair = self._chosen()
        if pair is None:
            return
        report, _ = pair
        request = self._counter.request("co_report", "reply", {"replied_how": str(how)}, str(report["id"]))
        who = str(report.get("where") or report.get("reporter") or "")
        self._counter.take(self, [request], lambda _changed: self._counter.ways.said.emit(f"已答复 {who}"))


def lines(found: Sequence[Waiting], now: int) -> list[Line]:
    """Each order with its people under it."""
    made: list[Line] = []
    for one in found:
        order = one.order
        over = order.get("finished_at")
        state = f"{when(over, now)}完工" if over else Status.label_of(order.get("status"))
        made.append(Heading(f"{order.get('where', '')} {radar_words.matter(order)}", len(one.reports), aside=state))
        made += [_row(each, now) for each in one.reports]
    return made


def _row(report: Values, now: int) -> Row:
    phone = str(report.get("reporter_phone") or "")
    who = " ".join(part for part in (report.get("reporter"), report.get("reporter_relation")) if part) or "不在册"
    return Row(
        id=str(report["id"]),
        state="",
        where=str(report.get("where") or ""),
        what=f"{who}  {mask(phone) if phone else '没有留电话'}",
        clock=f"{when(report['reported_at'], now)} 来电" if report.get("reported_at") else "",
        next_step=DIAL,
        detail=str(report.get("matter") or f"{clock_word(report['reported_at'])} {report.get('taken_by', '')}受理"),
    )
