"""今日: four piles, one list of what wants a hand, the promises of the day. Clocks tick without reading."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.calendar import MINUTE, SECOND
from desk.domain.scopes import complaints_of
from desk.domain.values import Values
from desk.services.work_orders.matters import Matter
from desk.services.work_orders.record import Status
from desk.store.query import NotVisible
from desk.ui.counter import Counter
from desk.ui.kit.band import Band
from desk.ui.kit.cards import PileCard
from desk.ui.kit.labels import label, line
from desk.ui.kit.notice import Notice
from desk.ui.kit.rows import RowList
from desk.ui.special import today_facts
from desk.ui.special.today_facts import Read
from desk.ui.special.today_figures import FiguresCard, show_pile
from desk.ui.special.today_keys import FORM_KEYS, KEYS, ROW_KEYS
from desk.ui.special.today_plan import PlanCard
from desk.ui.theme import theme

if TYPE_CHECKING:
    from desk.store.steps import Changed
    from desk.ui.special.step_taking import StepTaker
    from desk.ui.special.today_more import More, Rooms

# Widths in px of the design; where there is little room, the matter keeps its own before the note does.
NARROW, WIDE = 900, 1_200
ROOMY = {"note": 232}
TIGHT = {"where": 104, "note": 0, "clock": 156, "next": 104}
COLUMNS = {"state": 84, "where": 132, "urgent": 0, "note": 152, "who": 72, "clock": 170, "next": 112}
ORDER = "work_order"
MORE_MS = 120  # after the first look is painted
SEEN = ("work_order", "co_report", "revisit", "slip", "setting", "crew", "branch", "taking")


class TodayPage(QWidget):
    """The first page of the day. `counts` tells the rail what waits where."""

    counts = Signal(object)  # {place name: count}
    keys_changed = Signal()
    complete = Signal()  # everything has been read and shown once

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._counter = counter
        self._read: Read | None = None
        self._more: More | None = None
        self._owed: set[str] | None = None  # what `_read_more` has to read again: records, None for everything
        self._uncounted: set[str] = set()  # changed while another page was shown, not yet counted
        self._behind = False  # another page was shown since this one was read
        self._matters: Sequence[Matter] = ()
        self._read_at = 0
        look = theme()
        grid = QGridLayout(self)
        pad, gap = look.size("page"), look.size("gap")
        grid.setContentsMargins(pad, gap, pad, gap)
        grid.setSpacing(gap)
        self.band = Band("裁定", "Ctrl+U")
        grid.addWidget(self.band, 0, 0, 1, 4)
        self.to_dispatch, self.late = PileCard("待派"), PileCard("超时 · 将超")
        self.revisits, self.slips = PileCard("今日回访", "F7"), PileCard("待回单", "F6")
        self.fresh = PileCard("生鲜", "F11")
        self.fresh.hide()
        for column, pile in enumerate((self.to_dispatch, self.late, self.revisits, self.slips, self.fresh)):
            pile.setFixedHeight(look.px(88))
            grid.addWidget(pile, 1, min(column, 3))  # fresh goods stand where the slips would
            grid.setColumnStretch(min(column, 3), 1)
        grid.addWidget(self._act_card(), 2, 0, 2, 3)
        self._promises = PlanCard()
        self.plan = self._promises.plan
        grid.addWidget(self._promises, 2, 3)
        self._small = FiguresCard()
        grid.addWidget(self._small, 3, 3)
        grid.setRowStretch(2, 1)
        self._join()

    def _act_card(self) -> QWidget:
        look = theme()
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 0, 1, look.px(6))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(look.px(15), look.px(9), look.px(15), look.px(9))
        head.setSpacing(look.px(8))
        head.addWidget(label("要你动手", "heading"))
        self._beside = label("最急在上", "quiet")
        head.addWidget(self._beside)
        head.addStretch()
        head.addWidget(label("↑↓ 选 · Enter 办", "quiet"))
        column.addLayout(head)
        column.addWidget(line())
        self._columns = dict(COLUMNS)
        self.list = RowList(self._columns, "要你动手")
        self._notice = Notice()
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(self._notice)
        column.addWidget(self._body, 1)
        return card

    def _join(self) -> None:
        ways = self._counter.ways
        self.list.step_wanted.connect(self._take)
        self.list.key_pressed.connect(self._key)
        self.band.wanted.connect(lambda: ways.review_wanted.emit(""))
        self.plan.order_wanted.connect(ways.order_wanted)
        self.to_dispatch.pressed.connect(lambda: ways.page_wanted.emit("work_orders"))
        self.late.pressed.connect(self._to_late)
        self.revisits.pressed.connect(lambda: ways.page_wanted.emit("revisits"))
        self.slips.pressed.connect(lambda: ways.slip_return_wanted.emit(""))
        self.fresh.pressed.connect(lambda: ways.page_wanted.emit("fresh_orders"))
        self._notice.step_wanted.connect(self._first_step)
        self._counter.changed.connect(self._changed)
        self._counter.estate_changed.connect(self._forget)
        self._counter.person_changed.connect(self._forget)
        self._ticks = QTimer(self)
        self._ticks.timeout.connect(self.tick)
        self._ticks.start(SECOND)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The list is laid out after this: three of the grid's four columns are its.
        width = event.size().width() * 3 // 4
        other = TIGHT if width < theme().px(NARROW) else ROOMY if width > theme().px(WIDE) else {}
        self._columns.update(COLUMNS | other)
        self.list.viewport().update()

    # Place

    def enter(self) -> None:
        """Read where another page was shown since; behind a panel every change was heard."""
        if self._behind or self._read is None or not 0 <= self._counter.now() - self._read_at < MINUTE:
            self.refresh()
        self.list.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._behind = self._behind or not event.spontaneous()

    def showEvent(self, event: QShowEvent) -> None:
        """Shown without being entered: behind the lock, behind the cover."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._catch_up)

    @Slot()
    def _catch_up(self) -> None:
        if self._behind and self.isVisible():
            self.refresh()

    def keys(self) -> Sequence[tuple[str, str]]:
        asking = "taker" in self.__dict__ and self.taker.spoken is not None
        return FORM_KEYS if asking else KEYS

    def press(self, key: str) -> bool:
        """F4 on the chosen row; the other keys belong to the window."""
        one = self._chosen()
        if key != "F4" or one is None or one.next is None or one.next.step != "dispatch":
            return False
        self._counter.ways.dispatch_wanted.emit(one.id)
        return True

    # reading

    @Slot()
    def refresh(self) -> None:
        """All of it, anew."""
        self._owed = None
        self._read_facts()

    def _read_facts(self) -> None:
        counter = self._counter
        if not counter.actor.id or not counter.estate_id:
            return
        self._behind = self._behind and not self.isVisible()
        actor, scope, now = counter.actor, counter.scope, counter.now()
        if self._read is None:
            self._say_loading()
        database, calendar = counter.database, counter.calendar

        def work() -> Read:
            return today_facts.read(database, actor, scope, counter.settings(), calendar, now)

        counter.read(self, work, lambda found: self._arrived(found, scope, actor.id), self._failed)

    def _arrived(self, found: Read, scope: str, actor: str) -> None:
        if (scope, actor) != (self._counter.scope, self._counter.actor.id):
            return  # the person or the estate has changed while it was read
        first = self._read is None
        self._read, self._read_at = found, self._counter.now()
        self._show()
        if first:
            self.complete.emit()
        QTimer.singleShot(MORE_MS if first else 0, self, self._read_more)

    @Slot()
    def _read_more(self) -> None:
        """What the first look does not need."""
        from desk.ui.special import today_more

        counter = self._counter
        database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
        if not actor.id or self._read is None:
            return
        owed, self._owed = self._owed, set()

        def done(found: "More") -> None:
            if self._read is not None and (scope, actor.id) == (counter.scope, counter.actor.id):
                on_top = self._more is None and self.list.currentIndex().row() == self.list.rows.first_row()
                if owed is not None and self._more is None:
                    return  # of somebody who has gone since: all is being read
                self._more = found if self._more is None else found.with_rooms({**self._more.rooms, **found.rooms})
                self.band.show_words(*found.band())
                if not self.isVisible():  # left meanwhile: what the facts count may have been told anew since
                    self.counts.emit(self._more.counts(counter.now()))
                    return
                self._show()
                if on_top:  # nobody has chosen yet: what came may press more
                    self.list.setCurrentIndex(self.list.rows.index(self.list.rows.first_row()))

        own, scopes = counter.confidential, (scope, counter.office.company, complaints_of(scope))

        def work() -> "More":
            settings, lists = counter.settings(), counter.lists()
            rules, calendar = counter.rules, counter.calendar
            return today_more.read(database, own, rules, actor, scopes, settings, lists, calendar, now, owed)

        counter.read(self, work, done)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, NotVisible):
            self._notice.refused("项目经理")
        else:
            self._notice.failed("今日没有读出来", str(error))
        self._body.setCurrentWidget(self._notice)

    @Slot(object)
    def _changed(self, changed: "Changed") -> None:
        """Only what was touched is read, and while another page is shown only what the rail counts."""
        records = {record for record, _ in changed.touched}
        if not changed.any_of(*SEEN, *(self._more.records if self._more is not None else ())):
            return
        if not self.isVisible():
            self._uncounted |= records
            QTimer.singleShot(0, self, self._count)
            return
        if self._owed is not None:
            self._owed |= records
        if self._more is None or changed.any_of(*SEEN):
            self._read_facts()
        else:
            self._read_more()

    @Slot()
    def _count(self) -> None:
        """The rail's figures while another page is shown."""
        touched, self._uncounted = self._uncounted, set()
        if touched and self._read is not None and self._counter.actor.id:
            from desk.ui.special.today_more import count

            count(self._counter, self, touched if self._more is not None else (), self._counted)

    def _counted(self, counts: dict[str, int], rooms: "Rooms") -> None:
        if self._more is not None:
            self._more = self._more.with_rooms(rooms)
            counts = counts | self._more.counts(self._counter.now())
        self.counts.emit(counts)

    @Slot()
    def _forget(self) -> None:
        """Another person or estate: nothing of the one before stays on the screen."""
        self._read = self._more = self._owed = None
        self._uncounted.clear()
        self.band.show_words("", "")
        self.list.show_lines([])
        if self.isVisible():
            self.refresh()

    # showing

    @Slot()
    def tick(self) -> None:
        """The clocks go on; once a minute everything is read anew."""
        if self._read is None or not self.isVisible():
            return
        if self._counter.now() - self._read_at >= MINUTE:
            self.refresh()
        else:
            self._show()

    def _show(self) -> None:
        found, now = self._read, self._counter.now()
        assert found is not None
        self._matters = today_facts.reckon(found, now)
        more = self._more
        shown = today_facts.lines(found, self._matters, now, more.rows(now) if more is not None else ())
        self.list.show_lines(shown if more is None else more.placed(shown, now))
        if self.list.rows.rowCount():
            self._body.setCurrentWidget(self.list)
        else:
            self._notice.empty("现在没有要你动手的", "电话来了按 F2", "新报修", "F2")
            self._body.setCurrentWidget(self._notice)
        piles = {
            self.to_dispatch: today_facts.to_dispatch(found, self._matters, now),
            self.late: today_facts.late(self._matters),
            self.revisits: today_facts.revisits(found, now),
            self.slips: today_facts.slips(found, now),
        }
        if more is not None:
            piles[self.fresh] = more.fresh_pile(now)
            self.slips.setVisible(not more.fresh)
            self.fresh.setVisible(more.fresh)
        for card, pile in piles.items():
            show_pile(card, pile)
        self._promises.show_plan(today_facts.slots(found, now), now)
        figures = today_facts.figures(found, self._matters, now)
        self._small.show_figures(figures if more is None else figures + more.figures(piles[self.slips]))
        waiting = sum(Status.of(one.status) in today_facts.TO_DISPATCH for one in self._matters)
        others = more.counts(now) if more is not None else {}
        self.counts.emit({"work_orders": waiting, "revisits": found.numbers.revisits_due, **others})

    def _say_loading(self) -> None:
        if not self.list.rows.rowCount():
            self._notice.loading()
            self._body.setCurrentWidget(self._notice)

    def _first_step(self) -> None:
        if self._read is None:
            self.refresh()
        else:
            self._counter.ways.intake_wanted.emit(None)

    # acting

    @cached_property
    def taker(self) -> "StepTaker":
        """Made when the first step is taken: what asks and writes is not needed for the first look."""
        from desk.ui.special.step_taking import StepTaker

        made = StepTaker(self._counter, self)
        made.closed.connect(self.list.setFocus)
        made.closed.connect(self.keys_changed)
        made.opened.connect(self.keys_changed)
        return made

    def _chosen(self) -> Matter | None:
        row = self.list.chosen()
        return next((one for one in self._matters if row is not None and one.id == row.id), None)

    def _values(self, ent: str) -> Values:
        assert self._read is not None
        return next(values for values in self._read.orders if values["id"] == ent)

    def _take(self, ent: str, step: str) -> None:
        """The next step of a row: at once where nothing is asked, else where it is asked."""
        if self._more is not None and self._more.take(self._counter, self, ent, opened=True):
            return
        if step == "review":
            self._counter.ways.review_wanted.emit(ent)
        elif step == "revisit":
            self._counter.ways.revisit_wanted.emit("")
        elif step:
            self.taker.want(ORDER, self._values(ent), step)
        else:
            self._counter.ways.order_wanted.emit(ent)

    def _key(self, ent: str, event: QKeyEvent) -> None:
        """Radio keys on the chosen row; a key its state does not know does nothing."""
        if self._more is not None and self._more.take(self._counter, self, ent, opened=False):
            return
        key = "Space" if event.key() == Qt.Key.Key_Space else event.text()
        values = self._values(ent)
        flow = self._counter.rules.known(ORDER)
        possible = {step.name for step in flow.possible(values.get("status"), self._counter.roles)}
        name = next((one for one in ROW_KEYS.get(key, ()) if one in possible), "")
        if name:
            self.taker.want(ORDER, values, name)

    def _to_late(self) -> None:
        late = next((one for one in self._matters if one.shape in today_facts.LATE), None)
        if late is not None:
            self.list.choose(late.id)
        self.list.setFocus()
