"""回访: piles above, the calls of the pile left, the call at hand right; a number key for everything that is heard."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.words_of_time import moment
from desk.paths import RESOURCES
from desk.services.revisits.due import Call
from desk.services.revisits.hours import is_good, parts_after
from desk.services.revisits.rules import JUDGES
from desk.services.revisits.sources import load_revisit_settings
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.fields import HALF
from desk.ui.kit.labels import Elided, label
from desk.ui.kit.notice import Notice
from desk.ui.kit.rows import RowList
from desk.ui.page_export import BOOK_KEY
from desk.ui.page_layout import carded, stacked
from desk.ui.page_tabs import Tabs
from desk.ui.special.revisits.call_panel import CallPanel
from desk.ui.special.revisits.call_rows import lines
from desk.ui.special.revisits.checking import Checking
from desk.ui.special.revisits.past_panel import PastPanel
from desk.ui.special.revisits.past_rows import lines as past_lines
from desk.ui.special.revisits.piles import EMPTY, ENDED, GROUPS, Pile, counts, pile_of
from desk.ui.special.revisits.reading import Read, reading
from desk.ui.special.revisits.talk import Talk
from desk.ui.special.revisits.talking import Talking
from desk.ui.theme import theme

COLUMNS = {"state": 60, "where": 112, "urgent": 0, "note": 52, "who": 84, "clock": 92, "next": 0}
SHARES = (45, 55)
MORE = 100  # ended revisits read at a time
KEYS = (
    ("↑↓", "换人"),
    ("← →", "换堆"),
    ("Enter", "拨号"),
    ("1-9", "通话结果"),
    ("1 2 3", "回答"),
    ("F9", "保存, 下一个"),
    ("Esc", "退一步"),
    (BOOK_KEY, "登记簿"),
)
CALL, PAST, WORDS = range(3)  # what stands at the right


class RevisitsPage(QWidget):
    """Reads, shows, hands the keys on; the conversation is `talking`, the manager's second call `checking`."""

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._counter = counter
        self._own = load_revisit_settings(RESOURCES / "catalogue")
        self._most = MORE
        self._read: object = None
        self._turned = False
        self._all: list[Call] = []  # of every pile
        look = theme()
        self.tabs = Tabs("回访的几堆", self._offered())
        self.list = RowList(COLUMNS, "要打的回访", opens=False)
        self.panel, self.past = CallPanel(self._own), PastPanel()
        self.talking = Talking(counter, self.panel, self._own, self)
        self.checking = Checking(counter, self.past, self)
        self.notice, self.aside = Notice(), Notice()
        column = QVBoxLayout(self)
        pad, gap = look.size("page"), look.size("gap")
        column.setContentsMargins(pad, look.px(4), pad, gap)
        column.setSpacing(look.px(8))
        column.addLayout(self._head())
        row = QHBoxLayout()
        row.setSpacing(gap)
        row.addWidget(self._left(), SHARES[0])
        row.addWidget(self._right(), SHARES[1])
        column.addLayout(row, 1)
        self._join()

    # laying out

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme().px(12))
        self.done = Elided("", "quiet")
        self.done.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.tabs)
        row.addWidget(self.done, 1)
        return row

    def _left(self) -> QFrame:
        look = theme()
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, look.px(6), 1, look.px(6))
        column.setSpacing(0)
        self.hint = label("", wrap=True)
        self.hint.setObjectName("badge")
        self.hint.hide()
        said = QHBoxLayout()
        said.setContentsMargins(look.px(11), 0, look.px(11), look.px(6))
        said.addWidget(self.hint)
        column.addLayout(said)
        holder, self._lists = stacked(self.list, self.notice)
        column.addWidget(holder, 1)
        return card

    def _right(self) -> QWidget:
        holder, self._sides = stacked(self.panel, self.past, carded(self.aside))
        self._sides.setCurrentIndex(WORDS)
        return holder

    def _join(self) -> None:
        counter = self._counter
        counter.changed.connect(self._on_changed)
        counter.person_changed.connect(self._on_person)
        counter.estate_changed.connect(self._on_person)
        counter.lists_changed.connect(self._on_lists)
        self.tabs.chosen.connect(self._turn)
        self.list.row_chosen.connect(self._show)
        self.list.step_wanted.connect(lambda ent, step: self._go_on())
        self.list.key_pressed.connect(self._on_list_key)
        self.list.more_wanted.connect(self._more)
        self.list.installEventFilter(self)
        for side in (self.talking, self.checking):
            side.list_wanted.connect(self._to_list)
        self.talking.reload_wanted.connect(self.reload)
        for panel in (self.panel, self.past):
            panel.matter_wanted.connect(counter.ways.matter_wanted)
            panel.resident_wanted.connect(counter.ways.resident_wanted)

    # Place

    @property
    def pile(self) -> Pile:
        return Pile.of(self.tabs.value) or Pile.TODAY

    def enter(self) -> None:
        """Shown: read anew; the focus where the conversation stands, else on the list."""
        self.reload()
        self._settle()
        if self.pile not in ENDED and self.talking.begun:
            self.panel.focus_stage()

    def _settle(self) -> None:
        """The keys at the list, or at the piles where this one is empty."""
        (self.list if self.list.rows.rowCount() else self.tabs).setFocus()

    def keys(self) -> Sequence[tuple[str, str]]:
        return KEYS

    def press(self, key: str) -> bool:
        side = self.checking if self.pile in ENDED else self.talking
        if key == BOOK_KEY:
            self._counter.ways.register_wanted.emit("revisits")
            return True
        if key in ("F9", "Ctrl+Return"):
            begun = side.begun
            if begun:
                side.save()
            return begun
        return side.back() if key == "Esc" else False

    def save(self) -> None:
        self.press("F9")

    def show_revisit(self, ent: str) -> None:
        """The call of this revisit, in whichever pile it stands; without one the first call of the list."""
        self.talking.wanted = ent
        if ent and self.pile in ENDED:
            self.tabs.choose(str(Pile.TODAY))
        else:
            self._choose_wanted()

    # reading

    def _offered(self) -> list[tuple[str, str]]:
        """What is checked is no list for everybody."""
        judge = self._counter.actor.may(JUDGES)
        return [(str(one), one.label) for one in Pile if judge or one is not Pile.CHECK]

    def reload(self) -> None:
        counter = self._counter
        if not counter.may("revisit", "dial"):
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

        counter.read(self, reading(counter, self._own, pile, self._most), done, self._failed)

    def _show_read(self, pile: Pile, found: Read) -> None:
        now, talking = self._counter.now(), self.talking
        talking.table, talking.desk_phone = found.table, found.desk_phone
        talking.over_fen = self._counter.settings().number("revisit.paid_over_yuan") * 100
        self._all = found.calls
        to_check = {str(Pile.CHECK): found.to_check} if self._counter.actor.may(JUDGES) else {}
        self.tabs.show_counts(counts(found.calls) | to_check)
        done = found.done
        self.done.setText(f"今天已拨 {done.rung} · 问到 {done.answered}" if done.rung or done.answered else "")
        self._show_hours(now)
        if pile in ENDED:
            self.checking.rows = {one.id: (why, one) for why, one in found.past}
            shown = past_lines(found.past, self._counter.actor, now)
        else:
            here = [one for one in found.calls if one.group in GROUPS[pile]]
            talking.calls = {one.id: one for one in here}
            shown = lines(here, now)
        self.list.show_lines(shown)
        if not shown:
            self._show_empty(pile)
        else:
            self._lists.setCurrentWidget(self.list)
        if self._turned or self.tabs.hasFocus():
            self._turned = False
            self._settle()
        self._choose_wanted()
        talking.wanted = ""
        chosen = self.list.chosen()
        if shown and chosen is not None:
            self._show(chosen.id)

    def _show_empty(self, pile: Pile) -> None:
        words, advice = EMPTY[pile]
        self._lists.setCurrentWidget(self.notice)
        self.talking.shown = self.checking.shown = ""
        self.notice.empty(words, advice)
        self._sides.setCurrentIndex(WORDS)
        if pile is Pile.TODAY:
            self.aside.show_notice("headphones", "打完了", "这里会写出打给谁、哪天哪件事、怎么说")
        else:
            self.aside.show_notice("headphones", "没有选中的", "")

    def _choose_wanted(self) -> None:
        """Turn to the call that was asked for, also where it stands in another pile."""
        wanted = self.talking.wanted
        call = next((one for one in self._all if any(due.id == wanted for due in one.dues)), None) if wanted else None
        if call is None:
            return
        if pile_of(call.group) is not self.pile:
            self.tabs.choose(str(pile_of(call.group)))
            return
        self.talking.wanted = ""
        self.list.choose(call.id)
        self._show(call.id)
        if self.talking.begun:
            self.panel.focus_stage()

    def _show_hours(self, now: int) -> None:
        settings, calendar = self._counter.settings(), self._counter.calendar
        good = is_good(settings, calendar, now) or self.pile in ENDED
        self.hint.setVisible(not good)
        if not good:
            after = moment(parts_after(settings, calendar, now, 1)[0], now)
            self.hint.setText(f"现在不在回访时间 ({settings.text('revisit.hours')}), {after} 起再打")

    def _show(self, ent: str) -> None:
        ended = self.pile in ENDED
        if (self.checking if ended else self.talking).show(ent):
            self._sides.setCurrentIndex(PAST if ended else CALL)

    def _talk(self) -> Talk:
        return self.talking.talk

    # keys and changes

    def _turn(self, _pile: str) -> None:
        """Another pile: its rows are other rows, and the keys go there."""
        self._turned = True
        self._most = MORE
        self.list.rows.replace(())
        self.talking.calls, self.checking.rows = {}, {}
        self.talking.shown = self.checking.shown = ""
        self.checking.begun = False
        self.list.setAccessibleName("要打的回访" if self.pile not in ENDED else self.pile.label)
        self.reload()

    def _more(self) -> None:
        """The foot of a long list: what lies further back."""
        if self.pile in ENDED and len(self.checking.rows) >= self._most:
            self._most += MORE
            self.reload()

    def _go_on(self) -> None:
        (self.checking if self.pile in ENDED else self.talking).dial()

    def _to_list(self) -> None:
        self._settle()
        chosen = self.list.chosen()
        if chosen is not None:
            self._show(chosen.id)

    def _on_list_key(self, ent: str, event: QKeyEvent) -> None:
        if self.pile in ENDED:
            return
        keys = {"+": self.talking.ask_now, "*": self.talking.open_number, "-": self.talking.open_exempt}
        if (wanted := keys.get(event.text().translate(HALF))) is not None:
            wanted()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self.list:
            side = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if side is not None:
                self.tabs.step(side)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Function keys that nobody nearer used, where no window routes them."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        name = {Qt.Key.Key_F9: "F9", Qt.Key.Key_Escape: "Esc"}.get(Qt.Key(event.key()), "")
        if not self.press("Ctrl+Return" if control and enter else name):
            super().keyPressEvent(event)

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        if self.isVisible() and changed.any_of("revisit", "work_order", "resident", "setting"):
            self.reload()

    def _on_lists(self) -> None:
        if self.isVisible():
            self.reload()

    def _on_person(self) -> None:
        self.talking.forget()
        self.checking.forget()
        self.list.rows.replace(())
        self._all = []
        self.tabs.offer(self._offered())
        self.tabs.begin_with(str(Pile.TODAY))
        self.tabs.show_counts({})
        if self.isVisible():
            self.reload()

    def _failed(self, error: Exception) -> None:
        self.talking.fail(error)
