"""F3 or Ctrl+K: the find box answers while one types; ↑↓ choose, Enter opens, Esc goes back to the work."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.calendar import day_of
from desk.services.residents.lookup import household
from desk.services.work_orders.drafting import Draft
from desk.ui.counter import Counter
from desk.ui.kit.fields import TextField
from desk.ui.kit.labels import label, line
from desk.ui.kit.rows import Heading, Line, Row, RowList
from desk.ui.special import find_reads
from desk.ui.special.find_reads import LABELS, Answer
from desk.ui.theme import theme

COLUMNS = {"state": 92, "where": 150, "urgent": 0, "note": 0, "who": 0, "clock": 84, "next": 0}
WIDTH, HEIGHT = 820, 460
TRY = "房号 3-2-1801 · 姓名或拼音首字母 · 电话后四位 · 单号后四位 · 报修内容里的字"


class FindPanel(QFrame):
    """Hangs under the find box and never takes the focus from it."""

    opened = Signal()

    def __init__(self, counter: Counter, field: TextField, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("card")
        self.setAccessibleName("查找结果")
        self._counter, self._field, self._over = counter, field, over
        self._back: QWidget | None = None
        self._asked = 0
        self._answers: dict[str, Answer] = {}
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, look.px(6), 1, look.px(6))
        column.setSpacing(0)
        self._words = label("", "quiet", wrap=True)
        self._words.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.list = RowList(COLUMNS, "查找结果", opens=False)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = QStackedWidget()
        self._body.addWidget(self._words)
        self._body.addWidget(self.list)
        column.addWidget(self._body, 1)
        column.addWidget(line())
        foot = label("↑↓ 选   Enter 打开   Esc 回到原处", "caption")
        foot.setContentsMargins(look.px(16), look.px(6), look.px(16), 0)
        column.addWidget(foot)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(look.px(24))
        shadow.setOffset(0, look.px(6))
        colour = look.colour("shade")
        colour.setAlpha(60)
        shadow.setColor(colour)
        self.setGraphicsEffect(shadow)
        self.hide()
        field.setMaxLength(find_reads.LONGEST)
        field.installEventFilter(self)
        field.textChanged.connect(self._ask)
        field.preedit.connect(self._ask)
        field.arrow.connect(self._step)
        field.finished.connect(self._take)
        self.list.clicked.connect(lambda _index: self._take())
        counter.person_changed.connect(self.shut)
        counter.estate_changed.connect(self.shut)

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    @property
    def said(self) -> str:
        return self._words.text() if self._body.currentWidget() is self._words else ""

    @Slot()
    def begin(self) -> None:
        """Put the cursor into the box; what was typed before is selected."""
        focus = QApplication.focusWidget()
        if focus is not self._field:
            self._back = focus
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self._open()

    @Slot()
    def shut(self) -> None:
        self.hide()
        self._field.clear()
        self._show([])

    def press(self, key: str) -> bool:
        """Esc goes back to where one was; the window's other keys put the box away first."""
        if key == "Esc":
            back = self._back
            self.shut()
            if back is not None:
                back.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._field.clearFocus()
            return True
        if key in ("F3", "Ctrl+K"):
            self._field.selectAll()
            return True
        if key.startswith("F"):
            self.shut()
        return False

    def _fit(self, lines: int) -> None:
        look = theme()
        width = min(look.px(WIDTH), self._over.width() - look.px(100))
        wanted = lines * look.size("row") + look.px(48) if lines else look.px(120)
        height = min(wanted, look.px(HEIGHT), self._over.height() - look.px(80))
        self.setGeometry(look.size("rail") + look.px(16), look.size("top") + look.px(4), width, height)

    def _open(self) -> None:
        self._fit(0)
        self._ask()
        self.show()
        self.raise_()

    @Slot()
    def _ask(self) -> None:
        typed = self._field.text() + self._field.composing
        self._asked += 1
        number = self._asked
        if not typed.strip():
            self._show([])
            return
        if self.isHidden():
            self._open()
            return
        counter = self._counter
        search, actor, scope, now = counter.search, counter.actor, counter.scope, counter.now()
        counter.read(
            self,
            lambda: find_reads.find(search, actor, scope, typed, now),
            lambda found: self._show(found) if number == self._asked else None,
            lambda error: self._say(str(error)),
        )

    def _show(self, found: list[Answer]) -> None:
        self._answers = {f"{one.kind}/{one.id}": one for one in found}
        lines: list[Line] = []
        for kind, inside in find_reads.groups(found).items():
            lines.append(Heading(LABELS[kind], len(inside)))
            lines += [_row(one) for one in inside]
        self.list.show_lines([])  # other words, other answers: none of them has "changed"
        self.list.show_lines(lines)
        self._fit(len(lines))
        if found:
            self._body.setCurrentWidget(self.list)
            self.list.setCurrentIndex(self.list.rows.index(1))
        elif self._field.text() or self._field.composing:
            self._say(f"没有找到“{self._field.text() or self._field.composing}”\n\n可以试试: {TRY}")
        else:
            self._say(f"可以输入: {TRY}")

    def _say(self, words: str) -> None:
        self._words.setText(words)
        self._body.setCurrentWidget(self._words)

    def _step(self, by: int) -> None:
        row = self.list.rows.first_row(self.list.currentIndex().row() + by, by)
        if row >= 0:
            self.list.setCurrentIndex(self.list.rows.index(row))

    @Slot()
    def _take(self) -> None:
        row = self.list.chosen()
        one = self._answers.get(row.id) if row is not None and self._body.currentWidget() is self.list else None
        if one is None:
            return
        self.shut()
        self._field.clearFocus()
        self.opened.emit()
        ways = self._counter.ways
        if one.kind == "work_order":
            ways.order_wanted.emit(one.id)
        elif one.kind == "fresh_order":
            ways.fresh_wanted.emit(one.id)
        elif one.kind == "resident":
            ways.resident_wanted.emit(one.id)
        elif one.kind == "housekeeping":
            ways.matter_wanted.emit(one.kind, one.id)
        elif one.kind == "home":
            self._open_home(one)
        else:
            ways.intake_wanted.emit(Draft(place_id=one.id, where=one.bold))

    def _open_home(self, one: Answer) -> None:
        """A home opens by who lives there; where nobody is known an intake for it begins."""
        counter = self._counter
        search, actor, scope, today = counter.search, counter.actor, counter.scope, day_of(counter.now())

        def arrived(resident: str) -> None:
            if resident:
                counter.ways.resident_wanted.emit(resident)
            else:
                counter.ways.intake_wanted.emit(Draft(home_id=one.id, where=one.bold))

        def work() -> str:
            found = household(search, actor, scope, one.id, today)
            return next((person.resident_id for person in found if person.resident_id), "")

        counter.read(self, work, arrived)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and event.type() == QEvent.Type.FocusIn and self.isHidden():
            self._open()
        if watched is self._field and event.type() == QEvent.Type.FocusOut and self.is_open:
            focus = QApplication.focusWidget()
            if focus is not None and not self.isAncestorOf(focus) and focus is not self._field:
                self.hide()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()


def _row(one: Answer) -> Row:
    return Row(f"{one.kind}/{one.id}", one.state or LABELS[one.kind], one.bold, one.words, clock=one.aside)
