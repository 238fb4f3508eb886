"""公告: piles above, the notices of the pile left, the one at hand right; + writes a new one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.calendar import MINUTE
from desk.domain.errors import DeskError
from desk.domain.flow import Frozen, Values
from desk.services.notices import reads
from desk.services.notices.phases import phase_of
from desk.services.notices.reads import Read
from desk.services.notices.types import type_of
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.fields import HALF
from desk.ui.kit.notice import Notice
from desk.ui.kit.rows import RowList
from desk.ui.page_tabs import Tabs
from desk.ui.special.notices.detail import NoticeDetail, Shown
from desk.ui.special.notices.doing import NoticeActs
from desk.ui.special.notices.lines import EMPTY, Pile, calling, lines, pile_of, piles
from desk.ui.theme import theme

COLUMNS = {"state": 92, "where": 128, "urgent": 1, "note": 68, "who": 0, "clock": 124, "next": 0}
SHARES = (52, 48)
FIRST = (Pile.TO_RESTORE, Pile.TO_REVIEW, Pile.RUNNING, Pile.DRAFT, Pile.SCHEDULED, Pile.OVER)
COUNTED = (Pile.DRAFT, Pile.TO_REVIEW, Pile.SCHEDULED, Pile.RUNNING, Pile.TO_RESTORE)


@dataclass(frozen=True, slots=True)
class Beside:
    """What belongs to the chosen notice: its chain and the calls about it."""

    chain: Sequence[Values]
    calls: Sequence[Values]
    also: Sequence[tuple[int, str]]


class NoticesPage(QWidget):
    counts = Signal(object)
    keys_changed = Signal()

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("公告")
        self._counter = counter
        self._read = Read({})
        self._wanted = ""
        self._begun = False  # the first pile with something to do was shown
        self._entered = False  # somebody has just come: a pile that is empty meanwhile is left
        look = theme()
        column = QVBoxLayout(self)
        pad, gap = look.size("page"), look.size("gap")
        column.setContentsMargins(pad, look.px(4), pad, gap)
        column.setSpacing(look.px(8))
        head = QHBoxLayout()
        self.tabs = Tabs("公告的几堆", [(str(one), one.label) for one in Pile])
        self.new_button = KeyButton("起草公告", "+", PRIMARY, "pencil")
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(self.new_button)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(gap)
        row.addWidget(self._left(), SHARES[0])
        row.addWidget(self._right(), SHARES[1])
        column.addLayout(row, 1)
        self.acts = NoticeActs(counter, self, lambda: self._read)
        self._minutes = QTimer(self)
        self._minutes.setInterval(MINUTE)
        self._join()

    def _left(self) -> QFrame:
        look = theme()
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, look.px(6), 1, look.px(6))
        holder = QWidget()
        self._lists = QStackedLayout(holder)
        self.list = RowList(COLUMNS, "公告")
        self.notice = Notice()
        self._lists.addWidget(self.list)
        self._lists.addWidget(self.notice)
        column.addWidget(holder)
        return card

    def _right(self) -> QWidget:
        holder, empty = QWidget(), QFrame()
        empty.setObjectName("card")
        self.aside = Notice()
        QVBoxLayout(empty).addWidget(self.aside)
        self._sides = QStackedLayout(holder)
        self.detail = NoticeDetail()
        self._sides.addWidget(self.detail)
        self._sides.addWidget(empty)
        return holder

    def _join(self) -> None:
        counter = self._counter
        self.tabs.chosen.connect(self._turn)
        self.new_button.clicked.connect(lambda: self.acts.open_form({}, {}))
        self.list.row_chosen.connect(self._show)
        self.list.step_wanted.connect(self.acts.want)
        self.acts.written.connect(self.show_record)
        self.acts.turned.connect(self.keys_changed)
        self.list.key_pressed.connect(self._on_key)
        self.list.installEventFilter(self)
        self.notice.step_wanted.connect(self.reload)
        self.detail.wanted.connect(self._act)
        self._minutes.timeout.connect(self._show_read)
        for panel in (self.acts.panel, self.acts.taker):
            panel.opened.connect(self.keys_changed)
            panel.closed.connect(self._settled)
        counter.changed.connect(self._on_changed)
        counter.person_changed.connect(self._turned)
        counter.estate_changed.connect(self._turned)
        counter.lists_changed.connect(self._turned)

    # Place

    @property
    def pile(self) -> Pile:
        return Pile.of(self.tabs.value) or Pile.RUNNING

    def enter(self) -> None:
        self._minutes.start()
        self._entered = True
        self.reload()
        if not self.acts.is_open:
            self._settle()

    def keys(self) -> Sequence[tuple[str, str]]:
        if self.acts.is_open:
            return self.acts.keys()
        chosen = self.list.chosen()
        more = [(act.key, act.words) for act in self.detail.acts] if chosen is not None else []
        return (("↑↓", "换一份"), ("← →", "换堆"), ("+", "起草"), *more)

    def press(self, key: str) -> bool:
        if self.acts.is_open:
            return self.acts.press(key)
        if key in ("F5", "Ctrl+E"):
            if key == "F5":
                self.reload()
            else:
                self._counter.ways.register_wanted.emit("notices")
            return True
        act = next((one for one in self.detail.acts if one.key == key), None)
        if act is not None and self.list.chosen() is not None:
            self.detail.buttons[act.name].click_or_say()
            return True
        return False

    def show_record(self, ent: str) -> None:
        """This notice, in whichever pile it stands; that of a call or a sign-up, where it is one."""
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope

        def found(notice: str) -> None:
            self._wanted = notice
            self.reload()

        counter.read(self, lambda: reads.notice_of(database, actor, scope, ent), found)

    def begin_notice(self, values: Frozen) -> None:
        """A new one with what is known already: five calls about one lift."""
        self.acts.open_form({}, values)

    # reading

    def reload(self) -> None:
        counter = self._counter
        if not counter.may("notice", "draft") and not counter.may("notice", "approve"):
            self._lists.setCurrentWidget(self.notice)
            self._sides.setCurrentIndex(1)
            self.notice.refused("客服")
            self.aside.empty("")
            return
        if not self._read.notices and not self.list.rows.rowCount():
            self.notice.loading()
            self._lists.setCurrentWidget(self.notice)
        database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
        counter.read(self, lambda: reads.read_page(database, actor, scope, now), self._take, self._failed)

    def _take(self, read: Read) -> None:
        self._read = read
        self._show_read()

    def _show_read(self) -> None:
        now = self._counter.now()
        found = piles(self._read.notices.values(), now)
        counted = {str(pile): len(found[pile]) for pile in COUNTED}
        self.tabs.show_counts(counted)
        self.counts.emit({"notices": calling(self._read.notices.values(), now)})
        wanted = self._read.notices.get(self._wanted)
        stale = self._entered and not found[self.pile]
        if wanted is not None or stale or not self._begun:
            first = next((pile for pile in FIRST if found[pile]), self.pile)
            self.tabs.begin_with(str(pile_of(phase_of(wanted, now)) if wanted is not None else first))
            self.tabs.update()
        self._begun, self._entered = True, False
        shown = lines(found[self.pile], self._read, now)
        self.list.show_lines(shown)
        if not shown:
            words, advice = EMPTY[self.pile]
            self.notice.empty(words, advice)
            self._lists.setCurrentWidget(self.notice)
            self._sides.setCurrentIndex(1)
            self.aside.show_notice("megaphone", "没有选中的公告", "停水停电进行时, 受理来电会显示要说的话")
            self.keys_changed.emit()
            return
        had = self._lists.currentWidget() is self.list
        self._lists.setCurrentWidget(self.list)
        if self._wanted and self.list.choose(self._wanted):
            self._wanted = ""
        if not had and not self.acts.is_open and self.isVisible():
            self._settle()
        chosen = self.list.chosen()
        if chosen is not None:
            self._show(chosen.id)

    def _show(self, ent: str) -> None:
        counter = self._counter
        notice = self._read.notices.get(ent)
        if notice is None:
            return
        database, actor, scope = counter.database, counter.actor, counter.scope

        def work() -> Beside:
            return Beside(
                reads.chain(database, actor, scope, ent),
                reads.calls_of(database, actor, scope, ent),
                reads.also_read(database, ent),
            )

        def done(beside: Beside) -> None:
            chosen = self.list.chosen()
            if chosen is not None and chosen.id == ent:
                self._show_detail(notice, beside)

        counter.read(self, work, done)

    def _show_detail(self, notice: Values, beside: Beside) -> None:
        counter = self._counter
        kind = type_of(counter.lists(), notice.get("kind"))
        readers = reads.may_read(self._read, notice, kind is not None and kind.review == "manager")
        people = self._read.people.get(str(notice["id"]), 0)
        shown = Shown(notice, kind, readers, beside.chain, beside.calls, people, beside.also)
        self.detail.show_notice(shown, counter.actor, counter.now())
        for button in self.detail.buttons.values():
            button.blocked.connect(counter.ways.warned)
        self._sides.setCurrentWidget(self.detail)
        self.keys_changed.emit()

    # keys and changes

    def _act(self, name: str) -> None:
        chosen = self.list.chosen()
        if chosen is not None:
            self.acts.want(chosen.id, name)

    def _on_key(self, ent: str, event: QKeyEvent) -> None:
        sign = event.text().translate(HALF)
        if sign == "+":
            self.new_button.click_or_say()
            return
        self.press(sign)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().translate(HALF) == "+":
            self.new_button.click_or_say()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self.list:
            side = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if side is not None:
                self.tabs.step(side)
                return True
        return super().eventFilter(watched, event)

    def _turn(self, _pile: str) -> None:
        """Other rows: nothing of them has changed."""
        self.list.rows.replace(())
        self._show_read()
        self._settle()

    def _settle(self) -> None:
        """The keys at the list, or at the piles where this one is empty."""
        (self.list if self.list.rows.rowCount() else self.tabs).setFocus(Qt.FocusReason.OtherFocusReason)

    def _settled(self) -> None:
        self._settle()
        self.keys_changed.emit()

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        if self.isVisible() and changed.any_of("notice", "notice_call", "sign_up"):
            self.reload()

    def _turned(self) -> None:
        self._read, self._begun = Read({}), False
        self.list.rows.replace(())
        if self.isVisible():
            self.reload()

    def _failed(self, error: Exception) -> None:
        told = error if isinstance(error, DeskError) else DeskError("读不出来", "请再试一次")
        self.notice.failed(told.message, told.advice)
        self._lists.setCurrentWidget(self.notice)
        if not isinstance(error, DeskError):
            self._counter.ways.refused.emit(error)
