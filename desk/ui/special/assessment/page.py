"""年度考核: an estate's sheet, the ranking, people and shops; every figure leads to its records, every step by keys."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.cards import Card
from desk.ui.kit.notice import Notice, Progress
from desk.ui.kit.panels import OnePanel
from desk.ui.page_tabs import Tabs
from desk.ui.special.assessment import foot as feet
from desk.ui.special.assessment import memory, reading
from desk.ui.special.assessment.acts import Acts
from desk.ui.special.assessment.asked import CLERKS, CREW, DAYS, RANKING, SHEET, SHOPS, Asked, Days, Estate, estates_of
from desk.ui.special.assessment.days_tab import DaysTab, Special, read_special
from desk.ui.special.assessment.doing import Doing, InFront
from desk.ui.special.assessment.foot import Foot
from desk.ui.special.assessment.head_card import WhoseFace
from desk.ui.special.assessment.offers import beside_words, offers, undecided_words
from desk.ui.special.assessment.panels import Panels
from desk.ui.special.assessment.people_tab import PeopleTab
from desk.ui.special.assessment.ranking_tab import RankingTab
from desk.ui.special.assessment.reading import Desk, People, Read, Seen
from desk.ui.special.assessment.sheet_tab import SheetTab
from desk.ui.special.assessment.working import Working
from desk.ui.theme import theme

PEOPLE = (CREW, SHOPS, CLERKS)
OWN_RECORDS = ("assessment", "force_majeure", "unrecorded")


class AssessmentPage(QWidget):
    keys_changed = Signal()

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("年度考核")
        self._counter = counter
        self._asked: Asked | None = None
        self._word = memory.Held().word
        self._read: Read | None = None
        self._stale = False
        self.tabs = Tabs("年度考核", [(SHEET, "考核表")])
        self.whose = WhoseFace()
        self.whose.hide()
        self.progress = Progress()
        self.notice = Notice()
        self.sheet, self.ranking, self.days = SheetTab(), RankingTab(), DaysTab()
        self.people = {part: PeopleTab(part) for part in PEOPLE}
        self.foot = Foot()
        self.over = OnePanel(self)
        self.working = Working(counter, self.progress, self)
        self.acts = Acts(counter, self.working, self)
        self.panels = Panels(counter, self.over, self.working, self.acts, self)
        self.doing = Doing(counter, self.panels, self.acts, self)
        self._lay()
        self._join()

    def _lay(self) -> None:
        look = theme()
        column = QVBoxLayout(self)
        pad = look.size("page")
        column.setContentsMargins(pad, look.px(2), pad, look.px(8))
        column.setSpacing(look.px(6))
        above = QHBoxLayout()
        above.addWidget(self.tabs)
        above.addStretch()
        above.addWidget(self.whose)
        column.addLayout(above)
        column.addWidget(self.progress)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._shown: dict[str, QWidget] = {SHEET: self.sheet}
        self._stack.addWidget(self.sheet)
        for part, one in ((RANKING, self.ranking), *self.people.items(), (DAYS, self.days), ("", self.notice)):
            card = Card(0)
            card.column.setContentsMargins(1, 1, 1, 1)
            card.column.addWidget(one)
            self._stack.addWidget(card)
            self._shown[part] = card
        column.addWidget(holder, 1)
        column.addWidget(self.foot)

    def _join(self) -> None:
        counter = self._counter
        self.tabs.chosen.connect(self._turn)
        self.sheet.sideways.connect(self.tabs.step)
        self.ranking.sideways.connect(self.tabs.step)
        self.sheet.entered.connect(self._drill_row)
        for whose in (self.whose, self.sheet.head.whose):
            whose.pressed.connect(lambda: self._press(feet.CHOOSE))
        self.ranking.entered.connect(self._show_estate)
        for part, one in self.people.items():
            one.entered.connect(partial(self._drill_person, part))
            one.sideways.connect(self.tabs.step)
        self.days.step_wanted.connect(self._special)
        self.foot.pressed.connect(self._press)
        self.foot.blocked.connect(counter.ways.warned)
        self.notice.step_wanted.connect(self.reload)
        self.working.stopped.connect(self._stopped)
        self.over.opened.connect(self.keys_changed)
        self.over.closed.connect(self._closed)
        self.panels.chosen.connect(self._chosen)
        counter.changed.connect(self._changed)
        counter.person_changed.connect(self._person_changed)

    # Place

    @property
    def part(self) -> str:  # the manual's name for it too
        return self.tabs.value

    def enter(self) -> None:
        if self._stale or self._asked is None:
            self.begin()
        else:
            self._settle()

    def showEvent(self, event: QShowEvent) -> None:
        """Behind the lock another person may have sat down."""
        super().showEvent(event)
        if self._stale:
            QTimer.singleShot(0, self, self.enter)

    def keys(self) -> Sequence[tuple[str, str]]:
        if self.over.is_open:
            return self.over.keys()
        papers = (("F8", "打印"), ("Ctrl+E", "导出")) if self.foot.shown(feet.EXPORT) else ()
        opens = "看考核表" if self.part == RANKING else "下一步" if self.part == DAYS else "看记录"
        pages = () if self.tabs.isHidden() else (("←→", "换一页"),)
        return (*pages, ("↑↓", "换行"), ("Enter", opens), ("*", "期间·小区"), ("F5", "再算"),
                *papers)  # fmt: skip

    def press(self, key: str) -> bool:
        if self.over.is_open:
            return self.over.press(key)
        if key == "F5":
            self.reload()
        elif key == "Esc" and self.working.busy:
            self.working.stop()
        else:
            return False
        return True

    def begin(self) -> None:
        """Who sits here, what may be seen, what was looked at last."""
        counter = self._counter
        database, person = counter.database, counter.actor.id
        self._stale = False
        if not person:
            self._say_refused()
            return
        counter.read(
            self, lambda: (estates_of(database, person), memory.held(database, person)), self._begun, self._failed
        )

    def _begun(self, told: tuple[tuple[Estate, ...], memory.Held]) -> None:
        estates, held = told
        counter = self._counter
        here = next((one for one in estates if one.scope == counter.scope), None)
        if here is None:
            self._say_refused()
            return
        self._word = held.word
        self._ask(Asked(held.at(day_of(counter.now())), here, estates), held.part)

    def _ask(self, asked: Asked, part: str = "") -> None:
        self._asked, self._read = asked, None
        self.tabs.offer(asked.parts)
        offered = [one for one, _ in asked.parts]
        self.tabs.setVisible(len(offered) > 1)
        self.tabs.begin_with(part if part in offered else offered[0])
        self.tabs.updateGeometry()
        self.tabs.update()
        self.reload()

    def _chosen(self, values: Values) -> None:
        assert self._asked is not None
        self._word = str(values["word"])
        days = Days(str(values["from_on"]), str(values["until_on"]))
        estate = next(one for one in self._asked.estates if one.scope == values["scope"])
        self._ask(replace(self._asked, days=days, estate=estate), self.part)
        self._keep()

    def _show_estate(self, scope: str) -> None:
        """From the ranking to a sheet."""
        if self._asked is not None and self._read is not None:
            estate = next(one for one in self._asked.estates if one.scope == scope)
            self._asked = replace(self._asked, estate=estate)
            self._read = replace(self._read, asked=self._asked)
            self.tabs.offer(self._asked.parts)
            self.tabs.choose(SHEET)

    def _turn(self, part: str) -> None:
        self._keep()
        self._show_part()

    def _keep(self) -> None:
        if self._asked is not None:
            memory.keep(self._counter, self, self._word, self.part, self._asked.days)

    # reading

    def reload(self) -> None:
        """Counted anew at this moment."""
        self._read = None
        self._stale = False
        if self._asked is None:
            self.begin()
        else:
            self._show_part()

    def _show_part(self) -> None:
        asked = self._asked
        if asked is None:
            return
        if self.part == DAYS:
            self._read_days(asked)
            return
        needed = reading.needed(asked, self.part)
        held = self._read
        if held is None or any(one.scope not in held.seen for one in needed):
            self._wait()
            desk = Desk.of(self._counter)
            self.working.run(
                "正在计算考核", lambda told: reading.read(desk, asked, needed, told), self._have_read, self._failed
            )
        elif self.part in PEOPLE:
            desk, part = Desk.of(self._counter), self.part
            self._wait()
            done = partial(self._show_people, part)
            self.working.run("正在计算", lambda _: reading.people(desk, held, part), done, self._failed)
        else:
            self._show(held)

    def _have_read(self, found: Read) -> None:
        self._read = replace(found, seen={**(self._read.seen if self._read is not None else {}), **found.seen})
        self._show_part()

    def _show(self, read: Read) -> None:
        counter, asked = self._counter, read.asked
        if self.part == RANKING:
            self.ranking.show_report(read.report(asked.ranked, counter.actor.name, counter.now()), asked.estate.scope)
        else:
            self.sheet.show_seen(read, read.seen[asked.estate.scope], reading.place(read), counter.now())
        self._bring(self.part)

    def _show_people(self, part: str, found: People) -> None:
        alone = part == CLERKS and self._asked is not None and not self._asked.estate.sees_all_clerks
        self.people[part].show_people(found, alone)
        self._bring(part)

    def _read_days(self, asked: Asked) -> None:
        desk, year = Desk.of(self._counter), asked.days.from_on[:4]

        def show(found: Special) -> None:
            if self.part == DAYS and self._asked is asked:
                actor = asked.estate.actor(self._counter.actor)
                self.days.show_special(found, actor, self._counter.now(), year)
                self._bring(DAYS)

        self._counter.read(self, lambda: read_special(desk, asked.estate, year), show, self._failed)

    # what is shown

    def _bring(self, part: str) -> None:
        if part == self.part:
            self._show_foot()
            self._stack.setCurrentWidget(self._shown[part])
            self._settle()

    @property
    def seen(self) -> Seen | None:
        """The sheet in front."""
        if self._read is None or self._asked is None or self.part != SHEET:
            return None
        return self._read.seen.get(self._asked.estate.scope)

    def _show_foot(self) -> None:
        asked, seen = self._asked, self.seen
        assert asked is not None
        actor = asked.estate.actor(self._counter.actor)
        always = feet.always_for(self.part, seen, actor)
        offered = offers(seen, actor, asked.days, self._counter.now()) if seen is not None else []
        self.foot.show_buttons(always, offered)
        if seen is not None:
            self.foot.say(beside_words(seen), undecided_words(seen))
        else:
            self.foot.say("")
        self.whose.setVisible(self.part not in (SHEET, RANKING))
        self.whose.show_whose(asked.estate.name, asked.days.words)
        self.keys_changed.emit()

    def _wait(self) -> None:
        self.notice.loading()
        self._stack.setCurrentWidget(self._shown[""])
        self.foot.show_buttons([feet.CHOOSE], [])
        self.foot.say("")

    def _settle(self) -> None:
        if self.over.is_open or not self.isVisible():
            return
        front = {SHEET: self.sheet.in_focus, RANKING: self.ranking.grid, DAYS: self.days.in_focus}
        front |= {part: one.in_focus for part, one in self.people.items()}
        front[self.part].setFocus(Qt.FocusReason.OtherFocusReason)

    def _stopped(self) -> None:
        if self._stack.currentWidget() is self._shown[""]:
            self.notice.show_notice("pause", "停下了, 没有算完", "按 F5 再算, 按 * 换短一点的日子", "再算一次", "F5")
            self.setFocus()

    def _failed(self, error: Exception) -> None:
        told = error if isinstance(error, DeskError) else DeskError("算不出来", "请再试一次")
        self.notice.failed(told.message, told.advice)
        self._stack.setCurrentWidget(self._shown[""])

    def _say_refused(self) -> None:
        self._asked = self._read = None
        self.working.drop()
        self.tabs.hide()
        self.foot.show_buttons([], [])
        self.foot.say("")
        self.notice.refused("项目经理")
        self._stack.setCurrentWidget(self._shown[""])

    def _front(self) -> InFront | None:
        if self._asked is None:
            return None
        return InFront(self._asked, self.part, self._word, self._read, self.seen)

    def _press(self, name: str) -> None:
        if (front := self._front()) is not None:
            self.doing.press(name, front)

    def _drill_row(self, code: str, label: str) -> None:
        if (front := self._front()) is not None:
            self.doing.drill_row(code, label, front)

    def _drill_person(self, part: str, row: int) -> None:
        if (front := self._front()) is not None:
            self.doing.drill_person(self.people[part].found[row], front)

    def _special(self, record: str, ent: str, step: str) -> None:
        if self._asked is not None:
            self.panels.special_step(self._asked.estate, record, ent, step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← → from a list without its own."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.tabs.step(step)

    def show_record(self, ent: str) -> None:
        """A special day or a frozen sheet from elsewhere: its tab."""
        if self._asked is not None and self._asked.estate.sees(DAYS):
            self.tabs.choose(DAYS)
            self.days.list.choose(ent)

    def _closed(self) -> None:
        self.keys_changed.emit()
        if self._stale and self._asked is not None and self.isVisible():
            self.reload()

    def _changed(self, changed: Changed) -> None:
        sealed = self._counter.confidential is None
        opened = self._read is not None and (self._read.books.complaints is None) != sealed
        if not changed.any_of(*OWN_RECORDS) and not (opened and changed.any_of("complaint")):
            return
        if self.isVisible() and not self.over.is_open and not self.working.busy:
            self.reload()
        else:
            self._stale = True

    def _person_changed(self) -> None:
        """Nothing of one person's figures stays for the next one."""
        self._stale = False
        self.over.shut()
        self.working.drop()
        self._asked = self._read = None
        for one in self.people.values():
            one.show_people(())
        self._stale = True
        if self.isVisible():
            self.begin()
