"""业主: a list that is searched by name, telephone tail or room, and the card of the person at hand."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.services.residents.card import ResidentCard, card
from desk.services.residents.listing import Listed, listed
from desk.services.residents.lookup import Candidate, Means, candidates, homes_of
from desk.services.work_orders.drafting import Draft
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.fields import TextField
from desk.ui.kit.labels import label
from desk.ui.kit.notice import Notice
from desk.ui.kit.rows import RowList
from desk.ui.special.residents.erasure_reading import state
from desk.ui.special.residents.keeping import Keeping
from desk.ui.special.residents.people_rows import key, lines
from desk.ui.special.residents.resident_panel import ResidentPanel
from desk.ui.special.reveal import reveal
from desk.ui.theme import theme

COLUMNS = {"state": 44, "where": 112, "urgent": 0, "note": 0, "who": 44, "clock": 112, "next": 0}
KEYS = (("↑↓", "换人"), ("Enter", "拨号"), ("F2", "新报修"), ("F4", "修改"), ("+", "加电话"), ("Ctrl+N", "新增"))
MOST = 60
CARD = "这里会写出房屋、同住、在办和最近的报修"
SEEN = ("resident", "residence", "home", "work_order", "revisit")


class ResidentsPage(QWidget):
    """Telephones are masked; dialling shows one and is written down."""

    keys_changed = Signal()

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._counter = counter
        self._people: list[Candidate] = []
        self._next: tuple[str, str] | None = None
        self._reading = False
        self._shown: Candidate | None = None
        self._card: ResidentCard | None = None
        look = theme()
        row = QHBoxLayout(self)
        pad, gap = look.size("page"), look.size("gap")
        row.setContentsMargins(pad, gap, pad, gap)
        row.setSpacing(gap)
        self.search = TextField("找住户", hint="姓名、拼音首字母、电话尾号、房号")
        self.list = RowList(COLUMNS, "住户", opens=False)
        self.panel, self.notice, self.aside = ResidentPanel(), Notice(), Notice()
        self.keeping = Keeping(counter, self)
        row.addWidget(self._left(), 45)
        row.addWidget(self._right(), 55)
        self._join()

    def _left(self) -> QFrame:
        look = theme()
        frame = QFrame()
        frame.setObjectName("card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 0, 1, look.px(6))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(look.px(15), look.px(9), look.px(12), look.px(9))
        head.setSpacing(look.px(8))
        head.addWidget(label("业主", "heading"))
        head.addStretch()
        self.add_button = KeyButton("新增住户", "Ctrl+N", icon="plus")
        self.add_button.clicked.connect(lambda: self.keeping.open_new(None))
        self.import_button = KeyButton("从 Excel 导入", "", icon="upload")
        self.import_button.clicked.connect(lambda: self.keeping.open_import())
        self.export_button = KeyButton("导出", "", icon="file-down")
        self.export_button.setAccessibleName("导出业主名单")
        self.export_button.clicked.connect(lambda: self.keeping.export())
        head.addWidget(self.add_button)
        head.addWidget(self.export_button)
        head.addWidget(self.import_button)
        column.addLayout(head)
        search = QHBoxLayout()
        search.setContentsMargins(look.px(15), 0, look.px(12), look.px(9))
        search.addWidget(self.search)
        column.addLayout(search)
        holder = QWidget()
        self._lists = QStackedLayout(holder)
        self._lists.addWidget(self.list)
        self._lists.addWidget(self.notice)
        column.addWidget(holder, 1)
        return frame

    def _right(self) -> QWidget:
        holder = QFrame()
        self._sides = QStackedLayout(holder)
        self._sides.addWidget(self.panel)
        empty = QFrame()
        empty.setObjectName("card")
        QVBoxLayout(empty).addWidget(self.aside)
        self._sides.addWidget(empty)
        self._sides.setCurrentIndex(1)
        return holder

    def _join(self) -> None:
        counter, panel = self._counter, self.panel
        counter.changed.connect(self._on_changed)
        counter.person_changed.connect(self._forget)
        counter.estate_changed.connect(self._forget)
        self.search.textChanged.connect(lambda text: self._look())
        self.search.preedit.connect(lambda text: self._look())
        self.search.finished.connect(self.list.setFocus)
        self.search.arrow.connect(lambda by: self.list.setFocus())
        self.list.row_chosen.connect(self._choose)
        self.list.step_wanted.connect(lambda ent, step: self._dial(0))
        self.list.more_wanted.connect(self._more)
        self.list.key_pressed.connect(self._on_list_key)
        self.notice.step_wanted.connect(lambda: self.keeping.open_import())
        self.keeping.made.connect(self.show_resident)
        self.keeping.closed.connect(self.list.setFocus)
        self.keeping.closed.connect(self.keys_changed)
        self.keeping.opened.connect(self.keys_changed)
        panel.dial_wanted.connect(self._dial)
        panel.order_wanted.connect(counter.ways.order_wanted)
        panel.revisit_wanted.connect(counter.ways.revisit_wanted)
        panel.person_wanted.connect(lambda resident, home: self.show_resident(resident, home))
        panel.edit_wanted.connect(lambda: self._with_person(self.keeping.open_edit))
        panel.erase_wanted.connect(lambda: self._with_person(self.keeping.open_erasure))
        panel.phone_wanted.connect(lambda: self._with_person(self.keeping.open_phone))
        panel.move_in_wanted.connect(self._move_in)
        panel.move_out_wanted.connect(self._move_out)
        panel.report_wanted.connect(self._report)
        panel.booking_wanted.connect(self._book)

    # Place

    def enter(self) -> None:
        """Shown: read anew, the focus where a name is typed."""
        self.reload()
        if not self.keeping.is_open:
            self.search.setFocus()
            self.search.selectAll()

    def keys(self) -> Sequence[tuple[str, str]]:
        return self.keeping.keys() if self.keeping.is_open else KEYS

    def press(self, name: str) -> bool:
        if self.keeping.is_open:
            return self.keeping.press(name)
        if name == "Esc" and self.search.text():
            self.search.clear()
            return True
        if name == "F2" and self._shown is not None:
            self._report()
            return True
        if name == "Ctrl+H" and self._shown is not None:
            self._book()
            return True
        return False

    def show_resident(self, resident_id: str, home_id: str = "") -> None:
        """The card of a person, wherever the list stands."""
        counter = self._counter
        search, actor, scope, today = counter.search, counter.actor, counter.scope, day_of(counter.now())

        def show(found: Sequence[Candidate]) -> None:
            one = next((line for line in found if line.home_id == home_id), found[0] if found else None)
            if one is None:
                counter.ways.refused.emit(DeskError("本小区没有这位住户", "可能在别的小区: 到设置里换小区再找"))
                return
            if not self.list.choose(key(one)):
                self._show(one)

        counter.read(self, lambda: homes_of(search, actor, scope, resident_id, today), show, self._failed)

    # reading

    def reload(self) -> None:
        if not self._counter.may("resident", "edit"):
            self._lists.setCurrentWidget(self.notice)
            self._sides.setCurrentIndex(1)
            self.notice.refused("客服或管家")
            self.aside.empty("")
            for one in (self.search, self.add_button, self.import_button):
                one.setEnabled(False)
            self.export_button.hide()
            return
        for one in (self.search, self.add_button, self.import_button):
            one.setEnabled(True)
        self.export_button.setVisible(self.keeping.may_export)
        self._look()
        if self._shown is not None:
            self._show(self._shown)

    def _look(self) -> None:
        """What is typed decides; initials count before the input method has committed them."""
        counter = self._counter
        typed = f"{self.search.text()}{self.search.composing}".strip()
        search, actor, scope, today = counter.search, counter.actor, counter.scope, day_of(counter.now())
        if typed:
            self._next = None
            counter.read(
                self,
                lambda: candidates(search, actor, scope, typed, today, limit=MOST),
                partial(self._found, typed),
                self._failed,
            )
        else:
            counter.read(self, lambda: listed(search, actor, scope, today), self._list, self._failed)

    def _list(self, found: Listed) -> None:
        if self.search.text():
            return
        self._next = found.next
        self._fill(list(found.people))
        if not found.people:
            self.notice.empty("还没有业主档案", "可以先导入公司现有的业主名单", "从 Excel 导入")

    def _found(self, typed: str, found: list[Candidate]) -> None:
        if f"{self.search.text()}{self.search.composing}".strip() != typed:
            return
        self.list.show_lines([])  # other people are no change of these: nothing glows
        self._fill([one for one in found if one.kind is not Means.PLACE])
        if not self._people:
            self._shown = self._card = None  # nobody is acted on who is not in the list
            self._sides.setCurrentIndex(1)
            self.aside.show_notice("users", "住户卡", CARD)
            self.notice.show_notice("search", f"没有找到“{typed}”", "再输长一点, 或按 Ctrl+N 新增住户")

    def _more(self) -> None:
        """The next page, once at a time."""
        if self._next is None or self._reading:
            return
        self._reading = True
        counter, after = self._counter, self._next
        search, actor, scope, today = counter.search, counter.actor, counter.scope, day_of(counter.now())

        def more(found: Listed) -> None:
            self._reading = False
            if self.search.text() or self._next != after:
                return
            self._next = found.next
            self._fill([*self._people, *found.people])

        counter.read(self, lambda: listed(search, actor, scope, today, after), more, self._failed)

    def _fill(self, people: list[Candidate]) -> None:
        self._people = people
        self._lists.setCurrentWidget(self.list if people else self.notice)
        self.list.show_lines(lines(people))
        if not people and self._shown is None:
            self._sides.setCurrentIndex(1)
            self.aside.show_notice("users", "住户卡", CARD)

    def _choose(self, ent: str) -> None:
        one = next((person for person in self._people if key(person) == ent), None)
        if one is not None:
            self._show(one)

    def _show(self, one: Candidate) -> None:
        self._shown = one
        counter = self._counter
        search, actor, scope, now = counter.search, counter.actor, counter.scope, counter.now()
        today = day_of(now)

        def work() -> tuple[ResidentCard, tuple[str, str]]:
            found = card(search, actor, scope, today, resident_id=one.resident_id, home_id=one.home_id)
            return found, state(search.database, found.person) if found.person else ("", "")

        def show(found: tuple[ResidentCard, tuple[str, str]]) -> None:
            if self._shown is not one:
                return
            self._card, erased = found
            self._sides.setCurrentIndex(0)
            self.panel.show_card(self._card, one.room_long, one.relation_label, counter.roles, today, now, erased)

        counter.read(self, work, show, self._failed)

    @property
    def _person(self) -> Values | None:
        return self._card.person if self._card else None

    # steps

    def _dial(self, place: int) -> None:
        """The reveal: written down on this device, then shown."""
        person = self._person
        phones = list((person or {}).get("phones") or ())
        if person is None or place >= len(phones):
            return
        numbers = [str(one.get("number", "")) for one in phones]
        notes = [str(one.get("note", "")) for one in phones]
        one = self._shown

        def show() -> None:
            if self._shown is one:
                self.panel.show_numbers(numbers, notes, place)

        reveal(self._counter, self, str(person["id"]), show)

    def _book(self) -> None:
        """家政 for the person on the card."""
        if self._shown is not None:
            self._counter.ways.booking_wanted.emit(self._shown.resident_id, self._shown.home_id)

    def _report(self) -> None:
        """F2 here: an intake for the person on the card."""
        one, person = self._shown, self._person or {}
        if one is None:
            return
        phones = list(person.get("phones") or ())
        draft = Draft(
            typed_who=one.room_short or one.name,
            home_id=one.home_id,
            where=one.room_short,
            where_aloud=one.room_long,
            resident_id=one.resident_id,
            reporter=one.name,
            salutation=str(person.get("salutation", "")),
            reporter_phone=str(phones[0].get("number", "")) if phones else "",
            reporter_relation=one.relation_label,
            began_at=self._counter.now(),
        )
        self._counter.ways.intake_wanted.emit(draft)

    def _with_person(self, use: Callable[[Values], None]) -> None:
        if self._person is not None:
            use(self._person)

    def _move_in(self) -> None:
        """One more home; for a home nobody is known in, the person."""
        if self._person is None:
            self.keeping.open_new(self._shown)
        else:
            self.keeping.open_move_in(self._person)

    def _move_out(self) -> None:
        if self._person is not None and self._card is not None:
            self.keeping.open_move_out(self._person, self._card.homes)

    def _on_list_key(self, ent: str, event: QKeyEvent) -> None:
        if event.text() == "+":
            self._with_person(self.keeping.open_phone)

    # changes

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.press("Esc"):
            return
        super().keyPressEvent(event)

    @Slot(object)
    def _on_changed(self, changed: Changed) -> None:
        if self.isVisible() and changed.any_of(*SEEN):
            self.reload()

    def _forget(self) -> None:
        self._shown = self._card = None
        self._people = []
        self.keeping.shut()
        if self.isVisible():
            self.reload()

    def _failed(self, error: Exception) -> None:
        self._reading = False
        self._counter.ways.refused.emit(error)
