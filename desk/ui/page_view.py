"""A list with its detail, made from a PageSpec: piles as tabs, filters, columns, export; both sides follow changes."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.page import PageSpec, Pile
from desk.store.query import one as one_record
from desk.store.steps import Changed
from desk.ui import page_reads
from desk.ui.counter import Counter
from desk.ui.kit.buttons import QUIET, KeyButton
from desk.ui.kit.cards import Card
from desk.ui.kit.labels import line
from desk.ui.kit.notice import Notice
from desk.ui.page_body import ListBody, TableBody
from desk.ui.page_detail import Detail, RecordDetail
from desk.ui.page_export import BOOK_KEY, ExportStrip, Shown
from desk.ui.page_filters import Filter, FilterBar
from desk.ui.page_layout import scrolled
from desk.ui.page_tabs import Tabs
from desk.ui.remembered import recall, remember
from desk.ui.theme import theme

SHARES = (52, 48)
NARROWEST = (400, 380)
FORM_KEYS = (("Enter", "下一项"), ("F9", "保存"), ("Esc", "返回"))


class PageView(QWidget):
    """Left the list, right the detail. A hand-made page overrides `make_body`, `make_detail` and what it adds.

    `BOOK` names the register that can be made of what the page shows.
    """

    BOOK = ""

    keys_changed = Signal()

    def __init__(self, counter: Counter, spec: PageSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.counter, self.spec = counter, spec
        self.record = counter.rules.known(spec.record).record
        self._person = ""
        self._wanted = ""  # a record to be shown as soon as its pile is read
        self._seeking = False  # just entered: an empty pile gives way to the first that holds something
        self.tabs = Tabs(spec.label, [(pile.name, pile.label) for pile in spec.piles])
        self.filters = FilterBar()
        self.body = self.make_body()
        self.notice = Notice()
        self.export = ExportStrip(counter, spec)
        self.export.offer_book(self.BOOK)
        self.detail = self.make_detail()
        self._lay()
        self._join()

    def make_body(self) -> ListBody:
        return TableBody(self.counter, self.spec)

    def make_detail(self) -> Detail:
        return RecordDetail(self.counter, self.spec, self)

    def above_list(self) -> QWidget | None:
        """What stands between the filters and the list, also where the list is empty."""
        return None

    def head_buttons(self) -> Sequence[KeyButton]:
        """What a page adds beside its filters."""
        return ()

    # Place

    def enter(self) -> None:
        """Shown: read anew, the focus on the list."""
        self._recall_columns()
        self._seeking = True
        self.reload()
        self.body.settle()

    def keys(self) -> Sequence[tuple[str, str]]:
        return FORM_KEYS if self.detail.taker.spoken is not None else self.list_keys()

    def list_keys(self) -> Sequence[tuple[str, str]]:
        """The keys of the status line while no form lies over the page."""
        return (("↑↓", "换行"), ("←→", "换栏"), ("F5", "刷新"))

    def press(self, key: str) -> bool:
        """A function key of this page; whether it was used."""
        if key == "F5":
            self.reload()
            return True
        if key == BOOK_KEY and self.BOOK:
            self.counter.ways.register_wanted.emit(self.BOOK)
            return True
        if key == "Esc" and not self.export.isHidden():
            self.export.shut()
            return True
        return self.detail.press(key)

    # the list

    @property
    def pile(self) -> Pile:
        return page_reads.pile_of(self.spec, self.tabs.value)

    def reload(self) -> None:
        """Filters, counts and rows of the pile at hand."""
        if not self.counter.roles:
            self._show_notice(lambda: self.notice.refused("客服主管"))
            return
        counter, record, spec, pile = self.counter, self.record, self.spec, self.pile
        database, actor, scope = counter.database, counter.actor, counter.scope
        counter.read(
            self,
            lambda: page_reads.filters(database, actor, scope, record, spec, pile),
            partial(self._show_filters, pile.name),
            self._failed,
        )
        self._count()
        self._load()

    def show_record(self, ent: str) -> None:
        """Show a record from elsewhere: its pile, its row if it is near, its detail in any case."""
        self._seeking = False
        counter, record = self.counter, self.record
        database, actor, scope = counter.database, counter.actor, counter.scope
        counter.read(self, lambda: one_record(database, actor, scope, record, ent), self._turn_to, self._failed)

    def _turn_to(self, values: Values | None) -> None:
        if values is None:
            self.counter.ways.refused.emit(DeskError("本小区没有这一条", "可能在别的小区: 到设置里换小区再找"))
            return
        status = str(values.get("status") or "")
        pile = next((one for one in self.spec.piles if status in one.states), self.spec.piles[-1])
        self._wanted = str(values["id"])
        self.filters.clear()
        if pile.name == self.tabs.value:
            self._load()
        else:
            self.tabs.choose(pile.name)
        self.detail.show_record(str(values["id"]))

    def _load(self) -> None:
        query = page_reads.query_of(
            self.counter.scope, self.record, self.pile, self.filters.chosen, self.counter.now()
        )  # fmt: skip
        if self._stack.currentWidget() is self.notice:
            self.notice.loading()
        self.body.load(self.pile, query)

    def _count(self) -> None:
        counter, record, spec = self.counter, self.record, self.spec
        database, actor, scope = counter.database, counter.actor, counter.scope
        counter.read(
            self,
            lambda: page_reads.counts(database, actor, scope, record, spec),
            self._counted,
            self._failed,
        )

    def _counted(self, counts: dict[str, int]) -> None:
        """Where the pile at hand is empty the page opens at the first one with work; never later, under the hand."""
        self.tabs.show_counts(counts)
        seeking, self._seeking = self._seeking, False
        if seeking and not self.filters.chosen and counts.get(self.tabs.value) == 0:
            self.tabs.choose(next((name for name, count in counts.items() if count), self.tabs.value))

    def _show_filters(self, pile: str, filters: tuple[Filter, ...]) -> None:
        if pile == self.tabs.value:
            self.filters.show_filters(filters)

    def _loaded(self, rows: int, complete: bool) -> None:
        self.filters.show_total(self.total_words(rows, complete))
        if not rows:
            filtered = bool(self.filters.chosen)
            words = "筛选后没有" if filtered else self.spec.empty
            advice = "取消一个筛选再看" if filtered else self.spec.first_step
            self._show_notice(lambda: self.notice.empty(words, advice))
            self.detail.show_record("")
            return
        had_focus = self.notice.isAncestorOf(self.focusWidget()) if self.focusWidget() else True
        self._stack.setCurrentWidget(self.body)
        if had_focus and self.isVisible() and not self._typing():
            self.body.settle()
        if self._wanted:
            self.body.choose(self._wanted)
            self._wanted = ""

    def total_words(self, rows: int, complete: bool) -> str:
        return f"共 {rows} 条" if complete else f"已显示 {rows} 条, 往下还有"

    def _typing(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and focus is not self and not self.body.isAncestorOf(focus) and focus.isVisible()

    def _show_notice(self, say: object) -> None:
        if callable(say):
            say()
        self._stack.setCurrentWidget(self.notice)

    def _failed(self, error: Exception) -> None:
        told = error if isinstance(error, DeskError) else DeskError("读不出来", "请再试一次")
        self._show_notice(lambda: self.notice.failed(told.message, told.advice))

    # changes

    def on_changed(self, changed: Changed) -> None:
        """Something was written: what is on the screen follows, what is hidden is read when it is entered."""
        if not changed.any_of(self.spec.record, *self.follows()):
            return
        if not self.isVisible():
            return
        self._count()
        self.body.refresh()
        self.detail.follow(changed)

    def follows(self) -> tuple[str, ...]:
        """Other records whose changes show here."""
        return ()

    def _turned(self) -> None:
        """Another person or estate: nothing of the old one stays on the screen."""
        self.filters.clear()
        self.detail.show_record("")
        if self.isVisible():
            self.enter()

    # columns and export

    def _open_columns(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = self.body.shown_columns()
        for name, words in self.body.columns():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(name in shown)
            action.toggled.connect(partial(self._choose_column, name))
        menu.popup(self.columns_button.mapToGlobal(QPoint(0, self.columns_button.height())))

    def _choose_column(self, name: str, on: bool) -> None:
        shown = set(self.body.shown_columns())
        names = [one for one, _ in self.body.columns() if (one in shown and one != name) or (one == name and on)]
        self.body.show_columns(names)
        remember(self.counter, self, self._columns_key(), names)

    def _columns_key(self) -> str:
        return f"columns/{self.spec.name}/{self.counter.actor.id}"

    def _recall_columns(self) -> None:
        if self._person != self.counter.actor.id:
            self._person = self.counter.actor.id
            names = recall(self.counter.database, self._columns_key())
            if isinstance(names, list):
                self.body.show_columns([str(name) for name in names])

    def _open_export(self) -> None:
        query = page_reads.query_of(
            self.counter.scope, self.record, self.pile, self.filters.chosen, self.counter.now()
        )  # fmt: skip
        self.export.open(Shown(query, f"{self.spec.label}-{self.pile.label}"))

    # laying out

    def _lay(self) -> None:
        look = theme()
        row = QHBoxLayout(self)
        pad, gap = look.size("page"), look.size("gap")
        row.setContentsMargins(pad, gap, pad, gap)
        row.setSpacing(gap)
        left = Card(0)
        left.column.setSpacing(0)
        self.columns_button = KeyButton("列", "", QUIET, "columns-3")
        self.export_button = KeyButton("导出", "", QUIET, "file-down")
        head = QHBoxLayout()
        head.setContentsMargins(look.px(10), 0, look.px(8), 0)
        head.setSpacing(0)
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(self.columns_button)
        head.addWidget(self.export_button)
        left.column.addLayout(head)
        left.column.addWidget(line())
        beside = QHBoxLayout()  # the tabs of seven piles leave no room for more than 列 and 导出
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.filters, 1)
        for button in self.head_buttons():
            beside.addWidget(button)
        left.column.addLayout(beside)
        # Above the list: passing words come up at its foot, and must not cover what is being typed.
        left.column.addWidget(self.export)
        left.column.addWidget(line())
        above = self.above_list()
        if above is not None:
            left.column.addWidget(above)
            left.column.addWidget(line())
        under = QWidget()
        column = QVBoxLayout(under)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.body, 1)
        self._list = under
        holder = QWidget()
        self._stack = _Stack(holder, under, self.body)
        self._stack.addWidget(under)
        self._stack.addWidget(self.notice)
        left.column.addWidget(holder, 1)
        right = scrolled(self.detail)  # larger letters on a small screen: what has no room is scrolled to
        right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        for card, share, least in ((left, SHARES[0], NARROWEST[0]), (right, SHARES[1], NARROWEST[1])):
            # The window's width is shared out; neither side may push the other away with what it holds.
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            card.setMinimumWidth(look.px(least))
            row.addWidget(card, share)

    def _join(self) -> None:
        self.tabs.chosen.connect(lambda _name: self.reload())
        self.filters.changed.connect(self._load)
        self.body.chosen.connect(self.detail.show_record)
        self.body.loaded.connect(self._loaded)
        self.body.failed.connect(self._failed)
        self.body.sideways.connect(self.tabs.step)
        self.body.entered.connect(lambda _ent: self.detail.go_on())
        self.notice.step_wanted.connect(self.reload)
        self.export.closed.connect(self.body.settle)
        self.detail.taker.closed.connect(self.body.settle)
        self.detail.taker.closed.connect(self.keys_changed)
        self.detail.taker.opened.connect(self.keys_changed)
        self.columns_button.clicked.connect(self._open_columns)
        self.export_button.clicked.connect(self._open_export)
        self.counter.changed.connect(self.on_changed)
        self.counter.person_changed.connect(self._turned)
        self.counter.estate_changed.connect(self._turned)


class _Stack(QStackedLayout):
    """List or notice; asked for the body it shows the widget that holds it."""

    def __init__(self, parent: QWidget, holder: QWidget, body: QWidget) -> None:
        super().__init__(parent)
        self._holder, self._body = holder, body

    def setCurrentWidget(self, widget: QWidget) -> None:
        super().setCurrentWidget(self._holder if widget is self._body else widget)
