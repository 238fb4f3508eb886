"""投诉: piles and one complaint whole for those who handle them; for the counter the neutral lines alone."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.services.complaints.lines import InHand
from desk.services.complaints.page import PAGE
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.fields import HALF
from desk.ui.kit.labels import line
from desk.ui.kit.notice import Notice
from desk.ui.kit.rows import RowList
from desk.ui.page_export import BOOK_KEY
from desk.ui.page_layout import carded, stacked
from desk.ui.page_tabs import Tabs
from desk.ui.special.complaints.detail import PHOTOS_KEY, ComplaintDetail
from desk.ui.special.complaints.keeping import file_of, mend
from desk.ui.special.complaints.line_detail import LineDetail
from desk.ui.special.complaints.reading import DONE, IN_HAND, Read, Whole, reading, whole
from desk.ui.special.complaints.rows import complaint_rows, line_rows
from desk.ui.special.complaints.taking import Taking
from desk.ui.theme import theme

COLUMNS = {"state": 78, "where": 104, "urgent": 30, "note": 64, "who": 92, "clock": 124, "next": 0}
SHARES = (52, 48)
LINES = ((IN_HAND, "在办事项"), (DONE, "已办结"))
PILES = tuple((pile.name, pile.label) for pile in PAGE.piles)
EMPTY = {
    IN_HAND: ("没有在办事项", "业主来投诉、提建议或表扬, 按 + 登记"),
    DONE: ("还没有办结的事项", "答复、回访后归档的在这里"),
}
HANDLER_KEYS = (("↑↓", "换行"), ("← →", "换堆"), ("Enter", "下一步"), ("+", "登记"), (PHOTOS_KEY, "照片"),
                ("F8", "登记表"), (BOOK_KEY, "登记簿"))  # fmt: skip
STEP_KEYS, SHORT = ("F4", "F7"), {"答复业主": "答复"}
CLERK_KEYS = (("↑↓", "换行"), ("← →", "换堆"), ("Enter", "业主档案"), ("+", "登记投诉"))
COMPLAINT, LINE, WORDS = range(3)
SEEN = ("complaint", "in_hand", "attachment", "branch", "setting")
FILE = ("complaint", "")  # what is told as changed when the file itself is


class ComplaintsPage(QWidget):
    """Reads, shows, hands the keys on; `taking` takes the steps."""

    keys_changed = Signal()

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._counter = counter
        self._read: object = None
        self._wanted = ""
        self._handles = False
        self._seeking = self._turning = self._taken = False
        self._lines: dict[str, InHand] = {}
        self.tabs = Tabs("投诉的几堆", LINES)
        self.list = RowList(COLUMNS, "投诉", opens=False)
        self.detail, self.line = ComplaintDetail(counter, self), LineDetail()
        self.notice, self.aside = Notice(), Notice()
        self.taking = Taking(counter, self)
        self.receive = KeyButton("登记", "+", PRIMARY, "message-square-warning")
        look = theme()
        row = QHBoxLayout(self)
        pad, gap = look.size("page"), look.size("gap")
        row.setContentsMargins(pad, gap, pad, gap)
        row.setSpacing(gap)
        for card, share in ((self._left(), SHARES[0]), (self._right(), SHARES[1])):
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            row.addWidget(card, share)
        self._join()

    # laying out

    def _left(self) -> QFrame:
        look = theme()
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, look.px(6))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(look.px(10), 0, look.px(10), 0)
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(self.receive)
        column.addLayout(head)
        column.addWidget(line())
        holder, self._lists = stacked(self.list, self.notice)
        column.addWidget(holder, 1)
        return card

    def _right(self) -> QWidget:
        holder, self._sides = stacked(self.detail, self.line, carded(self.aside))
        self._sides.setCurrentIndex(WORDS)
        return holder

    def _join(self) -> None:
        counter = self._counter
        counter.changed.connect(self._on_changed)
        counter.person_changed.connect(self._turned)
        counter.estate_changed.connect(self._turned)
        counter.lists_changed.connect(self._reload_if_shown)
        self.tabs.chosen.connect(self._turn)
        self.list.row_chosen.connect(self._show)
        self.list.step_wanted.connect(lambda _ent, _step: self._go_on())
        self.list.key_pressed.connect(self._on_list_key)
        self.list.installEventFilter(self)
        self.receive.clicked.connect(lambda: counter.ways.complaint_wanted.emit(None))
        self.detail.step_wanted.connect(self._want)
        self.detail.print_wanted.connect(self._print)
        self.line.resident_wanted.connect(counter.ways.resident_wanted)
        self.taking.taken.connect(self._after_step)
        for signal in (self.taking.panels.opened, self.taking.panels.closed):
            signal.connect(self.keys_changed)
        self.taking.panels.closed.connect(self._settle)

    # Place

    @property
    def pile(self) -> str:
        return self.tabs.value

    @property
    def of_lines(self) -> bool:
        return self.pile in (IN_HAND, DONE)

    def enter(self) -> None:
        """Shown: read anew, and what a kill left undone between the two files is mended."""
        self._seeking = True
        self.reload()
        self._settle()
        mend(self._counter, self)

    def _settle(self) -> None:
        (self.list if self.list.rows.rowCount() else self.tabs).setFocus()

    def keys(self) -> Sequence[tuple[str, str]]:
        if self.taking.panels.is_open:
            return self.taking.panels.keys()
        if not self._handles or self.of_lines:
            return CLERK_KEYS
        named = {step.key: step.label for step in self.detail.steps if step.key in STEP_KEYS} if self._shown else {}
        steps = [(key, SHORT.get(words, words)) for key, words in named.items()]
        return (*HANDLER_KEYS[:4], *steps, *HANDLER_KEYS[4:])

    def press(self, key: str) -> bool:
        if self.taking.panels.is_open:
            return self.taking.panels.press(key)
        if key == "F5":
            self.reload()
            return True
        if key == BOOK_KEY and self._handles:
            self._counter.ways.register_wanted.emit("complaints")
            return True
        if key == "F8" and self._shown is not None:
            self._print("form")
            return True
        named = next((step.name for step in self.detail.steps if step.key == key), "") if self._shown else ""
        if named:
            self._want(named)
        return bool(named)

    @property
    def _shown(self) -> Whole | None:
        """The complaint at the right, where one stands there."""
        return self.detail.found if self._sides.currentIndex() == COMPLAINT else None

    def show_record(self, ent: str) -> None:
        """A complaint or a neutral line from elsewhere: its pile is turned to, also when the file opens only now."""
        self._wanted = ent
        self.reload()

    # reading

    def reload(self) -> None:
        counter = self._counter
        if not counter.roles:
            self._lists.setCurrentWidget(self.notice)
            self._sides.setCurrentIndex(WORDS)
            self.notice.refused("客服")
            self.aside.empty("")
            return
        if not self.list.rows.rowCount():
            self.notice.loading()
            self._lists.setCurrentWidget(self.notice)
        self._read = asked = object()
        pile = self.pile

        def done(found: Read) -> None:
            if asked is self._read:
                self._show_read(pile, found)

        counter.read(self, reading(counter, pile, self._wanted), done, self._failed)

    def _show_read(self, pile: str, found: Read) -> None:
        self._offer(found)
        if self._follow(found, pile) or self._seek(found, pile):
            return
        counter, now = self._counter, self._counter.now()
        settings, calendar = counter.settings(), counter.calendar
        self.tabs.show_counts({name: count for name, count in found.counts.items() if found.handles or name == IN_HAND})
        self._lines = {one.id: one for one in found.lines}
        if pile in (IN_HAND, DONE):
            rows = line_rows(found.lines, settings, calendar, now)
        else:
            rows = complaint_rows(found.complaints, settings, calendar, now)
        self.list.show_lines(rows)
        emptied = not rows and self.list.hasFocus()  # by the step just taken: the arrows turn to the next pile
        turning, self._turning = self._turning or self.tabs.hasFocus() or emptied, False
        if not rows:
            self._show_empty(pile)
        else:
            self._lists.setCurrentWidget(self.list)
        if turning and not self.taking.panels.is_open:
            self._settle()
        if not rows:
            return
        if found.wanted[1] == pile:
            self.list.choose(found.wanted[0])
            self._wanted = ""
        chosen = self.list.chosen()
        if chosen is not None:
            self._show(chosen.id)

    def _offer(self, found: Read) -> None:
        """The piles of the room for who reads any of it, the neutral ones for everybody."""
        if found.handles != self._handles or len(self.tabs._tabs) == 0:
            self._handles = found.handles
            self.tabs.offer([*PILES, LINES[0]] if found.handles else list(LINES))
            self.keys_changed.emit()

    def _follow(self, found: Read, pile: str) -> bool:
        """What was asked for lies elsewhere: whether that pile is being read now."""
        ent, where = found.wanted
        if not ent or where == pile:
            return False
        self.tabs.choose(where)
        if self.pile == where:
            return True
        self._wanted = ""  # a neutral line of a pile that this person does not have
        return False

    def _seek(self, found: Read, pile: str) -> bool:
        """Just entered: the first pile with work; whether another one is being read now."""
        seeking, self._seeking = self._seeking, False
        if not seeking or found.wanted[0] or not found.handles:
            return False
        first = next((name for name, _ in PILES if found.counts.get(name)), pile)
        if first == pile or (found.counts.get(pile) and pile not in (IN_HAND, DONE)):
            return False
        self.tabs.choose(first)
        return True

    def _show_empty(self, pile: str) -> None:
        words, advice = EMPTY.get(pile, (PAGE.empty, PAGE.first_step))
        self._lists.setCurrentWidget(self.notice)
        self.notice.empty(words, advice)
        self._sides.setCurrentIndex(WORDS)
        self.aside.show_notice("message-square-warning", "选中一行, 这里看详情", "")

    def _show(self, ent: str) -> None:
        if self.of_lines:
            one = self._lines.get(ent)
            if one is not None:
                self.line.show_line(one, self._counter.now())
                self._sides.setCurrentIndex(LINE)
            return

        def done(found: Whole | None) -> None:
            chosen = self.list.chosen()
            if found is None or chosen is None or chosen.id != ent or self.of_lines:
                return
            self._taken = False
            self.detail.show_whole(found)
            self._sides.setCurrentIndex(COMPLAINT)
            self.keys_changed.emit()

        self._counter.read(self, whole(self._counter, ent), done, self._failed)

    # keys and changes

    def _go_on(self) -> None:
        """Enter: the resident of a neutral line, the next step of a complaint."""
        if self.of_lines:
            chosen = self.list.chosen()
            one = self._lines.get(chosen.id) if chosen is not None else None
            if one is not None and one.resident_id:
                self._counter.ways.resident_wanted.emit(one.resident_id)
            return
        steps = self.detail.steps
        if self._shown is not None and steps:
            self._want(steps[0].name)

    def _want(self, name: str) -> None:
        if self._shown is not None and not self._taken:
            self.taking.want(self._shown, name)

    def _after_step(self) -> None:
        """The matter has gone on: the list follows it, and until it has, no step of how it stood before is opened."""
        self._taken = True
        self.reload()

    def _print(self, what: str) -> None:
        from desk.ui.special.complaints.papers import ComplaintPapers

        if self._shown is not None:
            file, scope = file_of(self._counter)
            ent = str(self._shown.values["id"])
            self._counter.ways.print_wanted.emit(ComplaintPapers(what=what, ent=ent, file=file, scope=scope))

    def _turn(self, _pile: str) -> None:
        """Another pile: its rows are other rows, and the keys go there."""
        self._turning = True
        self.keys_changed.emit()
        self.list.rows.replace(())
        self._sides.setCurrentIndex(WORDS)
        self.aside.show_notice("message-square-warning", "选中一行, 这里看详情", "")
        self.reload()

    def _on_list_key(self, _ent: str, event: QKeyEvent) -> None:
        sign = event.text().translate(HALF)
        if sign == "+":
            self.receive.click_or_say()
        elif sign == PHOTOS_KEY and self._shown is not None:
            self.detail.show_photos()
        elif self._shown is not None:
            named = next((step.name for step in self.detail.steps if step.key == sign), "")
            if named:
                self._want(named)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self.list:
            side = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if side is not None:
                self.tabs.step(side)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().translate(HALF) == "+" and not self.taking.panels.is_open:
            self.receive.click_or_say()
            return
        if event.matches(QKeySequence.StandardKey.Paste) and self._shown is not None:
            self.detail.paste()
            return
        super().keyPressEvent(event)

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        if not self.isVisible() or not changed.any_of(*SEEN):
            return
        if FILE in changed.touched:  # the room's own file was opened for this person, or closed behind him
            self._seeking = self.of_lines
        if FILE in changed.touched or (changed.ops and changed.any_of("complaint")):
            mend(self._counter, self)  # the neutral line follows what was done, or taken back, at this counter
        self.reload()

    def _reload_if_shown(self) -> None:
        if self.isVisible():
            self.reload()

    def _turned(self) -> None:
        """Another person or estate: nothing of the old one stays on the screen."""
        self.taking.panels.shut()
        self.list.rows.replace(())
        self._lines, self._wanted = {}, ""
        self.detail.found = None
        self._sides.setCurrentIndex(WORDS)
        self._handles = False
        self.tabs.offer(list(LINES))
        self.tabs.begin_with(IN_HAND)
        self.tabs.show_counts({})
        if self.isVisible():
            self.enter()

    def _failed(self, error: Exception) -> None:
        from desk.domain.errors import DeskError

        told = error if isinstance(error, DeskError) else DeskError("读不出来", "请再试一次")
        self._lists.setCurrentWidget(self.notice)
        self.notice.failed(told.message, told.advice)
