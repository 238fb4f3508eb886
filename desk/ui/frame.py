"""The frame around the work: rail, top bar, status line, pages in a stack, panels that slide over them."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QMetaObject, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk.ui import places
from desk.ui.around import Around
from desk.ui.counter import Counter
from desk.ui.kit.bars import StatusLine, TopBar
from desk.ui.kit.notice import Notice
from desk.ui.kit.rail import Rail
from desk.ui.kit.slide_over import SlideOver
from desk.ui.kit.toast import Toast
from desk.ui.looks import Looks
from desk.ui.ways import Place

if TYPE_CHECKING:
    from desk.store.steps import StepRequest
    from desk.ui.special.find import FindPanel

HOME, PAINT_MS = "today", 60
EMPTY: tuple[tuple[str, str], ...] = ()


class Frame(QWidget):
    """Made anew for another look, never for another person: pages are told who sits there by the counter."""

    locked = Signal()
    covered = Signal()
    stands = Signal()  # the first page has been read and shown

    def __init__(self, counter: Counter, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._looks = counter, looks
        self._pages: dict[str, QWidget] = {}
        self._panels: dict[str, SlideOver] = {}
        self._open: list[str] = []  # panels, the last one in front
        self._back: Callable[[], None] | None = None
        self._undo: StepRequest | None = None
        self._place = ""
        self._joined: list[QMetaObject.Connection] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail("", [room.rail for room in places.ROOMS])
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        row.addLayout(column, 1)
        self.top, self.status = TopBar(), StatusLine()
        self.area = QStackedWidget()
        column.addWidget(self.top)
        column.addWidget(self.area, 1)
        column.addWidget(self.status)
        self._refused = Notice()
        self._refused.refused("项目经理")
        self.area.addWidget(self._refused)
        self.toast = Toast(self)
        self.around = Around(counter, self.rail, self.top, self.status, self)
        self._standing = False
        self.top.search.installEventFilter(self)
        self._join()

    @cached_property
    def finder(self) -> "FindPanel":
        """Made when somebody first looks for something."""
        from desk.ui.special.find import FindPanel

        self.top.search.removeEventFilter(self)
        return FindPanel(self._counter, self.top.search, self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.top.search and event.type() == QEvent.Type.FocusIn:
            self.finder.begin()
        return False

    def _join(self) -> None:
        counter, ways = self._counter, self._counter.ways
        self.rail.chosen.connect(self.go)
        self.top.report_wanted.connect(lambda: ways.intake_wanted.emit(None))
        self.top.person_wanted.connect(self.locked)
        self.toast.undo_wanted.connect(self._take_back)
        # The office outlives a frame: what is joined to it here is parted in `leave`.
        for signal, slot in (
            (ways.page_wanted, self.go),
            (ways.order_wanted, lambda ent: self._on_page("work_orders", "show_record", ent)),
            (ways.matter_wanted, self._show_matter),
            (ways.step_wanted, lambda ent, step: self._on_page("work_orders", "show_step", ent, step)),
            (ways.revisit_wanted, lambda ent: self._on_page("revisits", "show_revisit", ent)),
            (ways.resident_wanted, lambda ent: self._on_page("residents", "show_resident", ent)),
            (ways.intake_wanted, lambda draft: self.slide("intake", draft)),
            (ways.dispatch_wanted, self._dispatch),
            (ways.replies_wanted, lambda order: self.slide("replies", order)),
            (ways.slip_return_wanted, lambda ent: self._return_slips("slip_return", ent)),
            (ways.missing_wanted, lambda: self.slide("missing")),
            (ways.payment_wanted, lambda ent: self.slide("payment", ent)),
            (ways.side_payment_wanted, partial(self.slide, "payment")),
            (ways.fresh_wanted, lambda ent: self._on_page("fresh_orders", "show_record", ent)),
            (ways.slip_grid_wanted, lambda: self._return_slips("slip_grid")),
            (ways.print_wanted, lambda ents: self.slide("preview", ents)),
            (ways.print_now, lambda ents: self.slide("preview", ents, True)),
            (ways.bind_wanted, partial(self.slide, "bind")),
            (ways.booking_wanted, partial(self.slide, "booking")),
            (self.status.sync_wanted, lambda: ways.sync_wanted.emit()),
            (ways.sync_wanted, lambda: self.slide("sync")),
            (ways.review_wanted, partial(self.slide, "review")),
            (ways.complaint_wanted, lambda draft: self.slide("complaint", draft)),
            (ways.register_wanted, partial(self.slide, "registers")),
            (ways.notice_wanted, lambda values: self._on_page("notices", "begin_notice", values)),
            (ways.parked_changed, self.around.parked.read),
            (ways.said, self.toast.say),
            (ways.warned, lambda words: self.toast.say(words, tone="warn")),
            (ways.undoable, self._offer_undo),
            (counter.person_changed, self.around.show_person),
            (counter.estate_changed, self.around.show_person),
        ):
            self._joined.append(signal.connect(slot))

    def _show_matter(self, record: str, ent: str) -> None:
        """A call back, a link: whatever it was about, its own room shows it."""
        keeper = places.keeper(record)
        if keeper is None:
            self._counter.ways.warned.emit("这件事在别的地方办, 这台电脑上看不了")
            return
        self._on_page(keeper.name, "show_record", ent)

    # pages

    @Slot(str)
    def go(self, name: str) -> None:
        """Show a place; 受理 is a panel over the page, not a page."""
        if name == "intake":
            self.rail.choose(self._place)
            self._counter.ways.intake_wanted.emit(None)
            return
        page = self._page(name)
        self._shut_all()
        self._place = name
        self.rail.choose(name)
        self.area.setCurrentWidget(page)
        if page is self._refused:
            self.status.show_keys(EMPTY)
            self._refused.setFocus()
            self._stand()
            return
        cast(Place, page).enter()
        self._show_keys()

    @Slot()
    def _stand(self) -> None:
        """The first page is shown: once it is painted, what stands around it is read, and the rest may come."""
        if not self._standing:
            self._standing = True
            QTimer.singleShot(PAINT_MS, self, self._settle)

    @Slot()
    def _settle(self) -> None:
        self.around.settle()
        self._watch_fresh()
        self._watch_lifts()
        self.stands.emit()

    def _watch_fresh(self) -> None:
        """New orders ring and are counted whatever page is open; they never take the focus."""
        from desk.ui.special.fresh.watch import watch_of

        watch = watch_of(self._counter)
        self._joined.append(watch.counts.connect(self._counted))
        watch.begin()

    def _watch_lifts(self) -> None:
        """Who is shut in a lift is rung again in time, whatever page is open."""
        from desk.ui.special.calls.lift_watch import lift_watch_of

        lift_watch_of(self._counter).reload()

    @property
    def place(self) -> str:
        return self._place

    @property
    def page(self) -> QWidget:
        return cast(QWidget, self.area.currentWidget())

    @property
    def panel(self) -> QWidget | None:
        """The panel in front, if any."""
        return self._panels[self._open[-1]].panel if self._open else None

    def _page(self, name: str) -> QWidget:
        room = places.room(name)
        assert room is not None, name
        if not places.may_enter(self._counter, room):
            return self._refused
        if name not in self._pages:
            page = places.make(room.made_by, self._counter)
            self._pages[name] = page
            self.area.addWidget(page)
            if hasattr(page, "keys_changed"):
                page.keys_changed.connect(self._show_keys)
            if hasattr(page, "counts"):
                page.counts.connect(self._counted)
            if hasattr(page, "complete"):
                page.complete.connect(self._stand)
            if hasattr(page, "show_looks"):
                page.show_looks(self._looks)
        return self._pages[name]

    def build_ahead(self) -> None:
        """The first page, before anybody is known: it shows nothing yet."""
        self._page(HOME)

    def _on_page(self, name: str, method: str, *arguments: Any) -> None:
        """Go to a page and have it show something; without an id the page itself is enough."""
        self.go(name)
        page = self.page
        if arguments[0] and page is not self._refused:
            getattr(page, method)(*arguments)

    @Slot(object)
    def _counted(self, counts: dict[str, int]) -> None:
        for name, count in counts.items():
            self.rail.show_count(name, count)

    # panels

    def slide(self, name: str, *arguments: Any) -> None:
        """Open a panel over whatever page is shown; an open one of the same name is put aside first."""
        if wrong := places.refusal(self._counter, name, *arguments[:1]):
            self.toast.say(wrong, tone="warn")
            return
        if name == "intake" and name in self._open and not cast(Place, self._panels[name].panel).press("Esc"):
            return
        over = self._panel(name)
        begin = getattr(over.panel, "begin", None)
        if begin is not None:
            begin(*arguments)
        if name in self._open:
            self._open.remove(name)
        self._open.append(name)
        over.open()
        self.top.raise_()
        cast(Place, over.panel).enter()
        self._show_keys()

    def _panel(self, name: str) -> SlideOver:
        if name not in self._panels:
            panel = places.make(places.PANELS[name], self._counter)
            over = SlideOver(panel, self.area, getattr(panel, "WIDTH", 900))
            over.close_wanted.connect(lambda: self._escape())
            if hasattr(panel, "closed"):
                panel.closed.connect(lambda: self.shut(name))
            if hasattr(panel, "keys_changed"):
                panel.keys_changed.connect(self._show_keys)
            self._panels[name] = over
        return self._panels[name]

    def shut(self, name: str) -> None:
        """Put a panel away and give the focus back to what lies behind it."""
        if name not in self._open:
            return
        self._open.remove(name)
        self._panels[name].shut()
        place, focus = self._front(), QApplication.focusWidget()
        if place is not None and (focus is None or not focus.isVisible()):
            place.enter()
        self._show_keys()

    def _shut_all(self) -> None:
        """Before another page comes: what was begun is parked or returned, never lost."""
        for name in reversed(list(self._open)):
            cast(Place, self._panels[name].panel).press("Esc")
            self.shut(name)

    def leave(self) -> None:
        """Before the frame goes: nothing begun is lost, and nothing said later reaches it."""
        self._shut_all()
        for joined in self._joined:
            QObject.disconnect(joined)
        self._joined.clear()
        if "finder" in self.__dict__:
            self.finder.shut()

    def _return_slips(self, name: str, *arguments: str) -> None:
        """One slip or the evening's grid: the other one goes away as it stands."""
        self.slide(name, *arguments)
        self.shut("slip_grid" if name == "slip_return" else "slip_return")

    def _dispatch(self, ent: str) -> None:
        self.slide("dispatch", ent) if ent else self.go("work_orders")

    def _explain(self) -> None:
        """F1: the manual, at the page of what lies in front, with its keys."""
        front = self._front()
        shown = [(self._open[-1], self.panel)] if self._open else []
        where = [name for place, page in (*shown, (self._place, self.page)) for name in _named(place, page)]
        self.slide("help", where, front.keys() if front is not None else EMPTY)

    # keys

    def _front(self) -> Place | None:
        if self.panel is not None:
            return cast(Place, self.panel)
        page = self.page
        return None if page is self._refused else cast(Place, page)

    def press_front(self, key: str) -> bool:
        """A key for what lies in front."""
        if "finder" in self.__dict__ and self.finder.is_open:
            return self.finder.press(key)
        front = self._front()
        return front is not None and front.press(key)

    def press_window(self, key: str) -> bool:
        """A key that nothing in front used."""
        ways = self._counter.ways
        acts: dict[str, Callable[[], object]] = {
            "F1": self._explain,
            "F2": lambda: self.go("intake"),
            "F3": lambda: self.finder.begin(),
            "Ctrl+K": lambda: self.finder.begin(),
            "F4": lambda: ways.dispatch_wanted.emit(""),
            "F6": lambda: ways.slip_return_wanted.emit(""),
            "F7": lambda: ways.revisit_wanted.emit(""),
            "F11": lambda: self.go("fresh_orders"),
            "F12": self.covered.emit,
            "Ctrl+Y": ways.sync_wanted.emit,
            "Ctrl+U": lambda: ways.review_wanted.emit(""),
            "Ctrl+L": self.locked.emit,
            "Ctrl+H": lambda: ways.booking_wanted.emit("", ""),
            "Ctrl+E": lambda: ways.register_wanted.emit(self._book()),
        }
        if key in acts:
            acts[key]()
            return True
        if key == "Esc":
            return self._escape()
        if key == "Ctrl+Z" and self.toast.can_undo:
            self._take_back()
            return True
        return self.around.parked.press(key)

    def _book(self) -> str:
        """The register of the place one is at."""
        return next((room.book for room in places.ROOMS if room.name == self._place), "")

    def _escape(self) -> bool:
        """Back one step: out of a panel, else to Today."""
        if self._open:
            name = self._open[-1]
            if not cast(Place, self._panels[name].panel).press("Esc"):
                self.shut(name)
            return True
        if self._place != HOME:
            self.go(HOME)
            return True
        return False

    @Slot()
    def _show_keys(self) -> None:
        front = self._front()
        self.status.show_keys(front.keys() if front is not None else EMPTY)

    # undo

    @Slot(str, object)
    def _offer_undo(self, words: str, request: "StepRequest") -> None:
        self._undo = request
        self.toast.say(words, undo=True)

    @Slot()
    def _take_back(self) -> None:
        request, self._undo = self._undo, None
        self.toast.hide()
        if request is not None:
            self._counter.take(self, [request], lambda _changed: self.toast.say("已撤销"))

    def begin(self) -> None:
        """Somebody has sat down: Today, unless work of the same person is still open."""
        if not self._place or self.page is self._refused:
            self.go(HOME)
        else:
            self._show_keys()


def _named(place: str, page: QWidget | None) -> list[str]:
    """A place as the manual knows it: the part of it that is shown first, where it has parts."""
    part = str(getattr(page, "part", ""))
    return [f"{place}/{part}", place] if part else [place]
