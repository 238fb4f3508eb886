"""缺单表: the sheets that should be back, crew by crew, with whom each calls on; what became of one is written down."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.domain.settings import Settings
from desk.domain.words_of_time import when
from desk.services.slips import overdue
from desk.services.slips.overdue import Sheet
from desk.services.slips.record import SlipState
from desk.services.work_orders.record import Status
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, QUIET, KeyButton
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.labels import label
from desk.ui.kit.notice import Notice
from desk.ui.kit.row_model import Heading, Line, Row
from desk.ui.kit.rows import RowList
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.special.takings.papers import MissingPapers
from desk.ui.theme import theme

COLUMNS = {"state": 60, "where": 116, "urgent": 0, "note": 120, "who": 72, "clock": 92, "next": 0}
KEY = "Ctrl+M"


def lines(sheets: Sequence[Sheet], settings: Settings, now: int) -> list[Line]:
    """Crew by crew, the longest out first; three days are the foreman's, seven the manager's."""
    today = day_of(now)
    found: list[Line] = []
    for crew, of_crew in overdue.by_crew(sheets).items():
        found.append(Heading(crew, len(of_crew)))
        found += [_row(one, settings, today, now) for one in of_crew]
    return found


def _row(one: Sheet, settings: Settings, today: str, now: int) -> Row:
    who = overdue.calls_on(one, today, settings)
    marked = one.status == SlipState.MISSING
    state = f"找{who.label}" if who is not None else "找班组"
    return Row(
        one.id, f"{one.days_out(today)} 天", one.where, f"{one.no} {one.what}".strip(),
        note=one.note or ("缺单" if marked else Status.label_of(one.order_status)), who=one.technician, clock=state,
        tone="bad" if who is Role.MANAGER else "warn" if who is not None else "",
        next_step="back" if marked else "missing", next_label="找到了, 回单" if marked else "记缺单",
        next_key="Enter", detail=f"{when(one.out_at, now)}派出", also_step="order", also_label="看这一单", also_key="*",
    )  # fmt: skip


class MissingPane(PanelFrame):
    """For the morning: printed for the foremen, answered when they come back."""

    closed = Signal()
    WIDTH = 940

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("缺单表", parent=parent)
        self._counter = counter
        self._sheets: dict[str, Sheet] = {}
        self._asked = ""
        self.said = label("", "body")
        self.head.insertWidget(2, self.said)
        self.head.insertSpacing(3, theme().px(16))
        self.note = TextField("缺单说明", hint="例如 师傅说丢了, 明天补签")
        self.note_field = Field("", self.note)
        self.note_field.hide()
        self.list = RowList(COLUMNS, "没回来的派工单")
        self.notice = Notice()
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.notice)
        self.body.addWidget(self.note_field)
        self.body.addWidget(holder, 1)
        self.print_button = KeyButton("打印缺单表", "F8", PRIMARY, "printer")
        self.foot.addStretch()
        self.foot.addWidget(self.print_button)
        self.close_wanted.connect(self.closed)
        self.print_button.clicked.connect(lambda: counter.ways.print_wanted.emit(MissingPapers()))
        self.print_button.blocked.connect(counter.ways.said)
        self.list.step_wanted.connect(self._on_row)
        self.list.key_pressed.connect(self._on_key)
        self.note.finished.connect(self._mark)
        counter.changed.connect(self._changed)

    # Place

    def enter(self) -> None:
        self._ask("")
        self._read()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", "换行"), ("Enter", "记缺单"), ("F6", "回单"), ("*", "看这一单"), ("F8", "打印"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key == "F8":
            self.print_button.click_or_say()
        elif key == "F6" and self.list.chosen() is not None:
            row = self.list.chosen()
            assert row is not None
            self._on_row(row.id, "back")
        elif key == "F9" and not self.note_field.isHidden():
            self._mark()
        elif key == "Esc" and not self.note_field.isHidden():
            self._ask("")
        elif key == "Esc":
            self.closed.emit()
        else:
            return False
        return True

    def _read(self) -> None:
        counter = self._counter
        database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
        settings = counter.settings()

        def show(sheets: list[Sheet]) -> None:
            self._sheets = {one.id: one for one in sheets}
            late = [overdue.calls_on(one, day_of(now), settings) for one in sheets]
            self.said.setText(
                f"{len(sheets)} 张 · 找{Role.FOREMAN.label} {late.count(Role.FOREMAN)}"
                f" · 找{Role.MANAGER.label} {late.count(Role.MANAGER)}"
            )
            self.list.show_lines(lines(sheets, settings, now))
            self.print_button.block("" if sheets else "没有缺单")
            self._stack.setCurrentWidget(self.list if sheets else self.notice)
            if not sheets:
                self.notice.empty("没有缺单", "昨天该回的派工单都回来了")
            if self.note_field.isHidden():
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)

        counter.read(
            self, lambda: overdue.missing(overdue.away(database, actor, scope), day_of(now)), show, self._failed
        )

    def _on_key(self, ent: str, event: QKeyEvent) -> None:
        if event.text() == "*":
            self._on_row(ent, "order")

    def _on_row(self, ent: str, step: str) -> None:
        sheet = self._sheets.get(ent)
        if sheet is None:
            return
        if step == "missing":
            self._ask(ent)
        elif step == "back":
            self._counter.ways.slip_return_wanted.emit(sheet.order_id)
        else:
            self._counter.ways.order_wanted.emit(sheet.order_id)

    def _ask(self, ent: str) -> None:
        self._asked = ent
        self.note_field.setVisible(bool(ent))
        self.note_field.accept()
        self.note.clear()
        (self.note if ent else self.list).setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self) -> None:
        """缺单 with what is known of it; found again it simply comes back."""
        counter, sheet = self._counter, self._sheets.get(self._asked)
        if sheet is None:
            return
        request = counter.request("slip", "missing", {"missing_note": self.note.text().strip()}, sheet.id)

        def done(_changed: Changed) -> None:
            self._ask("")
            counter.ways.said.emit(f"{sheet.no} 已记缺单")

        counter.take(self, [request], done, lambda error: self._refused(error))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.note_field.refuse(error)
        else:
            self._counter.ways.refused.emit(error)

    def _changed(self, changed: Changed) -> None:
        if self.isVisible() and changed.any_of("slip", "work_order"):
            self._read()

    def _failed(self, error: Exception) -> None:
        told = error if isinstance(error, DeskError) else DeskError("读不出来", "请再试一次")
        self.notice.failed(told.message, told.advice)
        self._stack.setCurrentWidget(self.notice)


class MissingButton(KeyButton):
    """How many sheets should be back, wherever that is to be seen; opens the list."""

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("缺单表", KEY, QUIET, "triangle-alert", parent)
        self._counter = counter
        self.clicked.connect(lambda: counter.ways.missing_wanted.emit())
        counter.changed.connect(self._changed)

    def count(self) -> None:
        counter = self._counter
        if not counter.roles:
            return
        database, actor, scope, today = counter.database, counter.actor, counter.scope, day_of(counter.now())

        def show(sheets: list[Sheet]) -> None:
            words = f"缺单表 {len(sheets)}"
            if self.text() != words:
                self.setText(words)
                self.setAccessibleName(f"{words} {KEY}")
                self.updateGeometry()

        counter.read(self, lambda: overdue.missing(overdue.away(database, actor, scope), today), show)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.count()

    def _changed(self, changed: Changed) -> None:
        if self.isVisible() and changed.any_of("slip", "work_order"):
            self.count()
