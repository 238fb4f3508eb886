"""The head of a repair: room, who, state, promise, and the clock that presses with its ring."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desk.domain.calendar import DAY
from desk.domain.clocks import ClockState, Shape, states, worst
from desk.domain.flow import Values
from desk.domain.words_of_time import clock_word, duration, moment, stopwatch, window
from desk.services.residents.record import Relation
from desk.services.work_orders.matters import ASKED
from desk.services.work_orders.record import ClosedBy, Status, SuspendReason
from desk.ui.kit.labels import Elided, label, retone
from desk.ui.kit.shapes import ClockRing
from desk.ui.special.order_lines import LEADER, View
from desk.ui.theme import theme

S = Status
SIGNS = {S.DISPATCHED: "○ ", S.ACKNOWLEDGED: "◉ ", S.ARRIVED: "● ", S.FINISHED: "✓ ", S.SLIP_BACK: "✓ ", S.CLOSED: "✓ "}
TONES = {Shape.SQUARE: "bad", Shape.TRIANGLE: "warn"}


class OrderHead(QWidget):
    """`show_order` for another order, `tick` each second for its clock."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self._values: Values = {}
        self._view: View | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(12))
        left = QVBoxLayout()
        left.setSpacing(look.px(8))
        self.room = label("", "clock", wrap=True)
        self.name = label("", "room", wrap=True)
        self.relation = label("", "quiet")
        first = QHBoxLayout()
        first.setSpacing(look.px(10))
        for one, share in ((self.room, 0), (self.name, 0), (self.relation, 0)):
            first.addWidget(one, share, Qt.AlignmentFlag.AlignBottom)
        first.addStretch(1)
        self.state = QLabel()
        self.state.setObjectName("badge")
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.unchecked = QLabel()
        self.unchecked.setObjectName("badge-warn")
        self.unchecked.setTextFormat(Qt.TextFormat.PlainText)
        self.promise = QLabel()
        self.promise.setTextFormat(Qt.TextFormat.RichText)
        self.who = Elided("")
        second = QHBoxLayout()
        second.setSpacing(look.px(12))
        second.addWidget(self.state)
        second.addWidget(self.unchecked)
        second.addWidget(self.promise)
        second.addWidget(self.who, 1)
        left.addLayout(first)
        left.addLayout(second)
        row.addLayout(left, 1)
        self.ring = ClockRing(14)
        self.left = label("", "clock")
        self.due = label("", "caption")
        clock = QVBoxLayout()
        clock.setSpacing(0)
        clock.addWidget(self.left)
        clock.addWidget(self.due)
        self._clock = QWidget()
        inside = QHBoxLayout(self._clock)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.ring)
        inside.addLayout(clock)
        self._clock.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignTop)

    def show_order(self, values: Values, address: str, view: View) -> None:
        self._values, self._view = values, view
        self.room.setText(address)
        name = str(values.get("reporter") or "")
        self.name.setText(name)
        # A short name keeps to its line; a long one wraps instead of being cut.
        self.name.setWordWrap(len(name) > 8)
        self.room.setWordWrap(len(address) > 12)
        self.relation.setText(Relation.label_of(values.get("reporter_relation")))
        status = S.of(str(values.get("status"))) or S.VOID
        self.state.setText(SIGNS.get(status, "") + state_words(values, status))
        self.unchecked.setText(" · ".join(words for name, words in ASKED.items() if values.get(name)))
        self.unchecked.setVisible(bool(self.unchecked.text()))
        self.promise.setText(promise_words(values, view.now))
        self.promise.setVisible(bool(self.promise.text()))
        self.who.setText(" · ".join(part for part in (_person(values), values.get("crew") or "") if part))
        self.tick(view.now)

    def tick(self, now: int) -> None:
        """The clock as it stands at this moment."""
        if self._view is None:
            return
        found = worst(states(self._values, self._view.settings, self._view.calendar, now))
        self._clock.setVisible(found is not None)
        if found is None:
            return
        big, small, tone = clock_words(found, self._values, now)
        self.left.setText(big)
        retone(self.left, tone)
        self.due.setText(small)
        ring = "ring" if found.shape not in (Shape.SQUARE, Shape.TRIANGLE) else str(found.shape)
        self.ring.show_clock(ring, found.permille if found.shape is not Shape.UNREPORTED else 0)


def state_words(values: Values, status: Status) -> str:
    """The state in the clerk's mouth (counter.md 2.2)."""
    if status is S.SUSPENDED:
        return f"挂起·{SuspendReason.label_of(values.get('suspend_reason'))}"
    if status is S.CLOSED:
        return ClosedBy.label_of(values.get("closed_by")) or status.label
    return status.label


def promise_words(values: Values, now: int) -> str:
    begin, end = values.get("window_from_at"), values.get("window_to_at")
    if not begin or not end:
        return ""
    ink = theme().colour("ink").name()
    return f'时段 <b style="color:{ink}">{window(begin, end, now).removeprefix("今天 ")}</b>'


def clock_words(found: ClockState, values: Values, now: int) -> tuple[str, str, str]:
    """What stands large, what stands under it, and the tone."""
    tone = TONES.get(found.shape, "")
    if found.shape is Shape.UNREPORTED:
        end = values.get("window_to_at")
        return "未报到", f"时段到 {clock_word(end)}" if end else "还没有人说到", ""
    big = stopwatch(found.left_ms).removeprefix("-") if abs(found.left_ms) < DAY else duration(found.left_ms)
    word = "还剩" if found.left_ms >= 0 else "超时"
    due = f" · {_due(found.due_at, now)}前" if found.due_at else ""
    pause = " · 暂停" if found.paused else ""
    return big, f"{found.label}{word}{due}{pause}", tone


def _due(at: int, now: int) -> str:
    return moment(at, now).removeprefix("今天 ") + " "


def _person(values: Values) -> str:
    if values.get("status") == S.HANDED_OUT:
        return str(values.get("contractor") or "")
    if values.get("technician"):
        return str(values["technician"])
    return LEADER + "派" if values.get("crew") and values.get("dispatched_at") else ""
