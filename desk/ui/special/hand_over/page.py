"""交接: what this shift leaves, counted and signed by two; the night's log; earlier hand-overs."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from desk.domain.open_matter import OpenMatter
from desk.services.hand_over import reads
from desk.store.query import NotVisible
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import QUIET, KeyButton
from desk.ui.kit.cards import Card
from desk.ui.kit.notice import Notice
from desk.ui.kit.panels import OnePanel
from desk.ui.kit.rows import Heading, Line, RowList
from desk.ui.page_layout import scrolled
from desk.ui.page_tabs import Tabs
from desk.ui.special.hand_over.night_part import NightPart
from desk.ui.special.hand_over.papers import HandOverPapers
from desk.ui.special.hand_over.past_card import PastCard
from desk.ui.special.hand_over.promises import PromisePart
from desk.ui.special.hand_over.reading import (
    PARKED,
    Shown,
    night_lines,
    open_lines,
    past_lines,
    read,
    told_lines,
)
from desk.ui.special.hand_over.sign_card import SignCard
from desk.ui.special.hand_over.sign_part import SignPart
from desk.ui.theme import theme

NOW, NIGHT, PAST = "now", "night", "past"
TABS = ((NOW, "交班"), (NIGHT, "夜间值班"), (PAST, "以前的交接"))
COLUMNS = {"state": 76, "where": 104, "urgent": 0, "note": 0, "who": 72, "clock": 150, "next": 0}
RECORDS = ("hand_over", "promise", "night_entry", "night_sheet", "list_row")
EMPTY = {
    NOW: ("没有要交代的", "事情都办完了, 点过物品就可以交班"),
    NIGHT: ("这一夜还没有记录", "有事按 F4 记一件, 或 F8 打印记录纸"),
    PAST: ("还没有交接过班", "第一次交班以后在这里"),
}


class HandOverPage(QWidget):
    counts = Signal(object)
    keys_changed = Signal()

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("交接")
        self._counter = counter
        self._shown: Shown | None = None
        self._left_over: frozenset[str] = frozenset()  # the parked intakes that the next shift gets
        self._wanted = ""
        look = theme()
        row = QHBoxLayout(self)
        pad, gap = look.size("page"), look.size("gap")
        row.setContentsMargins(pad, gap, pad, gap)
        row.setSpacing(gap)
        row.addWidget(self._left(), 52)
        holder = QWidget()
        self._right = QStackedLayout(holder)
        self.sign, self.night, self.past = SignCard(), NightPart(counter, self), PastCard()
        for part in (self.sign, self.night.card, self.past):
            self._right.addWidget(scrolled(part))
        row.addWidget(holder, 48)
        self.panels = OnePanel(self)
        self.promises = PromisePart(counter, self.panels, self)
        self.signing = SignPart(counter, self.sign, self)
        self._join()

    def _left(self) -> Card:
        look = theme()
        card = Card(0)
        card.column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(look.px(8), look.px(4), look.px(10), look.px(4))
        self.tabs = Tabs("交接", TABS)
        head.addWidget(self.tabs)
        head.addStretch()
        self.new_button = KeyButton("答应的事", "Ctrl+N", QUIET)
        self.print_button = KeyButton("打印", "F8", QUIET, "printer")
        for button in (self.new_button, self.print_button):
            head.addWidget(button)
        card.column.addLayout(head)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self.list = RowList(COLUMNS, "交接事项")
        self.notice = Notice()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.notice)
        card.column.addWidget(holder, 1)
        return card

    def _join(self) -> None:
        counter = self._counter
        self.list.step_wanted.connect(self._on_row)
        self.list.key_pressed.connect(self._on_key)
        self.list.row_chosen.connect(self._on_chosen)
        self.tabs.chosen.connect(lambda _tab: self._turn())
        self.new_button.clicked.connect(self._new)
        self.print_button.clicked.connect(self._print)
        self.signing.done.connect(self._signed)
        self.signing.stale.connect(self.reload)
        self.notice.step_wanted.connect(self.reload)
        self.panels.opened.connect(self.keys_changed)
        self.panels.closed.connect(self.keys_changed)
        counter.changed.connect(self._changed)
        counter.ways.parked_changed.connect(lambda: self.reload() if self.isVisible() else None)
        counter.person_changed.connect(self._turned)
        counter.estate_changed.connect(self._turned)

    # Place

    def enter(self) -> None:
        self.reload()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> Sequence[tuple[str, str]]:
        if self.panels.is_open:
            return self.panels.keys()
        if self.tabs.value == NIGHT:
            return self.night.KEYS
        if self.tabs.value == PAST:
            return (("↑↓", "换行"), ("←→", "换一张"), ("F8", "打印"), ("Ctrl+E", "登记簿"), ("Esc", "返回"))
        return (("↑↓", "换行"), ("Enter", "打开"), ("空格", "办到了"), ("*", "留给下班·不用办"), ("Ctrl+N", "答应的事"),
                ("F9", "点物品, 签字"), ("F8", "打印"), ("←→", "换一张"))  # fmt: skip

    def press(self, key: str) -> bool:
        if self.panels.is_open:
            return self.panels.press(key)
        focus = self.focusWidget()
        signing_now = focus is not None and self.sign.isAncestorOf(focus)
        if key in ("F9", "Ctrl+Return") and self.tabs.value == NOW:
            self.signing.sign() if signing_now else self.sign.settle()
        elif key == "F8":
            self._print()
        elif key == "F5":
            self.reload()
        elif key == "Esc" and signing_now:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    def show_record(self, ent: str) -> None:
        """A promise, a line of the night, a sheet, a hand-over."""
        self._wanted = ent
        self.reload()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← → from the list change the tab."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.tabs.step(step)

    # reading

    def reload(self) -> None:
        counter = self._counter
        if not counter.roles or not counter.estate_id:
            self._say(lambda: self.notice.refused("客服主管"))
            return
        if self._shown is None:
            self._say(self.notice.loading)
        database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
        calendar = counter.calendar
        counter.read(
            self,
            lambda: read(database, actor, scope, counter.settings(), counter.lists(), calendar, now),
            lambda shown: self._arrived(shown, actor.id, scope),
            self._failed,
        )

    def _arrived(self, shown: Shown, actor: str, scope: str) -> None:
        if (actor, scope) != (self._counter.actor.id, self._counter.scope):
            return
        self._shown = shown
        self._left_over &= {one.id for one in shown.parked}
        self._look_for()
        self._show()

    def _look_for(self) -> None:
        """The record that another page asked for: its tab first."""
        wanted, self._wanted = self._wanted, ""
        if not wanted or self._shown is None:
            return
        of_night = {str(one["id"]) for one in (*self._shown.entries, *self._shown.undone, *self._shown.sheets)}
        self.tabs.choose(NIGHT if wanted in of_night else NOW)
        self._show()
        _ = self.list.choose(wanted) or self.list.choose(f"night:{wanted}") or self.list.choose(f"sheet:{wanted}")

    def _is_given(self) -> bool:
        return self._shown is not None and self._shown.is_given

    def _turn(self) -> None:
        self.list.show_lines([])
        self._show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.keys_changed.emit()

    def _lines(self, shown: Shown, now: int) -> list[Line]:
        if self.tabs.value == NIGHT:
            return night_lines(shown, now)
        if self.tabs.value == PAST:
            return past_lines(shown, now)
        if self._is_given() and shown.waiting is not None:
            return told_lines(reads.dicts(shown.waiting.get("lines")), now)
        return open_lines(shown, self._left_over, now)

    def _show(self) -> None:
        shown, counter = self._shown, self._counter
        if shown is None:
            return
        now, tab = counter.now(), self.tabs.value
        found = self._lines(shown, now)
        self.list.show_lines(found)
        if any(not isinstance(one, Heading) for one in found):
            self._stack.setCurrentWidget(self.list)
        else:
            self._say(lambda: self.notice.empty(*EMPTY[tab]))
        self._right.setCurrentIndex((NOW, NIGHT, PAST).index(tab))
        self.sign.show_book(shown, counter.actor.id, now)
        self.signing.show_book(shown, self._all_left())
        self.night.show_night(shown, now)
        self._on_chosen(self._chosen())
        pressing = sum(one.calls(now) for one in self._own())
        left = len(shown.sheets) and sum(one.get("status") == "out" for one in shown.sheets)
        self.tabs.show_counts({NOW: len(shown.matters), NIGHT: len(shown.entries) + len(shown.undone) + int(left)})
        self.new_button.setText("记一件" if tab == NIGHT else "答应的事")
        self.new_button.setVisible(tab != PAST)
        self.new_button.updateGeometry()
        self.counts.emit({"hand_over": pressing})

    def _own(self) -> list[OpenMatter]:
        return [one for one in self._shown.matters if one.page == "hand_over"] if self._shown else []

    def _chosen(self) -> str:
        row = self.list.chosen()
        return row.id if row is not None else ""

    def _on_chosen(self, ent: str) -> None:
        if self.tabs.value == PAST and self._shown is not None:
            one = next((each for each in self._shown.past if each["id"] == ent), None)
            self.past.show_past(one, self._shown, self._counter.now())

    def _say(self, say: Callable[[], None]) -> None:
        say()
        self._stack.setCurrentWidget(self.notice)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, NotVisible):
            self._say(lambda: self.notice.refused("客服主管"))
        else:
            self._say(lambda: self.notice.failed("交接没有读出来", "请再试一次; 还不行请找项目经理"))

    def _changed(self, changed: Changed) -> None:
        if self.isVisible() and (changed.any_of(*RECORDS) or not self._is_given()):
            self.reload()

    def _turned(self) -> None:
        """Another person or estate: nothing of the one before stays on the screen."""
        self._shown, self._left_over = None, frozenset()
        self.panels.shut()
        self.sign.clear()
        self.list.show_lines([])
        if self.isVisible():
            self.enter()

    # rows

    def _on_row(self, ent: str, step: str) -> None:
        shown = self._shown
        if shown is None:
            return
        if self.tabs.value == NIGHT:
            self.night.take(ent, step)
        elif self.tabs.value == PAST:
            self._print()
        elif step == "resume":
            self._open_told("parked", ent.removeprefix(PARKED))
        elif step == "leave":
            self._leave(ent.removeprefix(PARKED))
        elif step == "told":
            self._open_told(*ent.split(":", 1))
        else:
            self._open(next((one for one in shown.matters if one.id == ent), None), step)

    def _open_told(self, record: str, ent: str) -> None:
        """A line by record and id: a parked call is taken up where it is still parked, else its room shows it."""
        shown, ways = self._shown, self._counter.ways
        draft = next((one for one in shown.parked if one.id == ent), None) if shown is not None else None
        if draft is not None:
            ways.intake_wanted.emit(draft)
        elif record == "parked":
            ways.said.emit("这件已经办了, 不在暂存里")
        else:
            ways.matter_wanted.emit(record, ent)

    def _open(self, one: OpenMatter | None, step: str) -> None:
        if one is None:
            return
        if one.record == "promise":
            self.promises.take(one, step)
        elif one.page == "hand_over":
            self.show_record(one.id)
        elif one.record in ("day_close", "taking", "slip"):
            self._counter.ways.page_wanted.emit(one.page)
        else:
            self._counter.ways.matter_wanted.emit(one.record, one.id)

    def _on_key(self, ent: str, event: QKeyEvent) -> None:
        row = self.list.chosen()
        signs = {" ": "Space", "＊": "*"}
        key = signs.get(event.text(), event.text())
        if row is None:
            return
        if key == row.next_key:
            self._on_row(ent, row.next_step)
        elif key == row.also_key and row.also_step:
            self._on_row(ent, row.also_step)

    # acting

    def _new(self) -> None:
        if self.tabs.value == NIGHT:
            self.night.begin("")
        elif self.tabs.value == NOW:
            self.promises.begin()

    def _all_left(self) -> bool:
        return self._shown is not None and {one.id for one in self._shown.parked} == self._left_over

    def _leave(self, ent: str) -> None:
        """A parked intake goes to the next shift as a matter left over, or not after all; the strip keeps it."""
        self._left_over = self._left_over ^ {ent}
        self._show()

    def _signed(self) -> None:
        self._left_over = frozenset()

    def _print(self) -> None:
        ways = self._counter.ways
        if self.tabs.value == NIGHT:
            self.night.print_sheet()
            return
        shown = self._shown
        chosen = self._chosen() if self.tabs.value == PAST else ""
        newest = str(shown.past[0]["id"]) if shown is not None and shown.past else ""
        if chosen or newest:
            ways.print_wanted.emit(HandOverPapers(ent=chosen or newest))
        else:
            ways.said.emit("还没有交接班记录可打印: 先签字")
