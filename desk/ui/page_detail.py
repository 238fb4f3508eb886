"""The right side of a page: a record's facts, its possible steps, what happened to it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.flow import Step, Values
from desk.domain.page import PageSpec
from desk.store import log, verdicts
from desk.store.log import Entry
from desk.store.query import one
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.field_words import words_of
from desk.ui.kit.buttons import PLAIN, PRIMARY, KeyButton
from desk.ui.kit.cards import Card
from desk.ui.kit.labels import FactGrid, label, line
from desk.ui.kit.notice import Notice
from desk.ui.kit.timeline import Happening, TimeLine
from desk.ui.kit.wrap import WrapRow
from desk.ui.page_layout import scrolled
from desk.ui.special.order_reads import names_of
from desk.ui.special.order_story import said_at
from desk.ui.special.step_taking import StepTaker
from desk.ui.theme import theme

if TYPE_CHECKING:
    from desk.domain.flow import Flow


class Detail(Card):
    """What the page asks of its right side."""

    taker: StepTaker

    def show_record(self, ent: str) -> None:
        """Another record; empty for none."""
        raise NotImplementedError

    def follow(self, changed: Changed) -> None:
        """Something was written: read anew if it is shown."""
        raise NotImplementedError

    def go_on(self) -> None:
        """Take the next step of what is shown."""

    def press(self, key: str) -> bool:
        return False


class RecordDetail(Detail):
    """Any record: the page's facts, buttons made from its FLOW, its history in plain words."""

    def __init__(self, counter: Counter, spec: PageSpec, page: QWidget) -> None:
        super().__init__(20)
        self._counter, self._spec = counter, spec
        self._flow: Flow = counter.rules.known(spec.record)
        self._ent = ""
        self._values: Values = {}
        self.taker = StepTaker(counter, page)
        self._title, self._badge = label("", "who"), label("")
        self._badge.setObjectName("badge")
        self._facts = FactGrid(2)
        self._steps = WrapRow()
        self._story = TimeLine()
        self._notice = Notice()
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(12))
        head = QHBoxLayout()
        head.setSpacing(theme().px(12))
        head.addWidget(self._title)
        head.addWidget(self._badge)
        head.addStretch()
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self._facts)
        for part in self.below_facts():
            column.addWidget(part)
        column.addWidget(self._steps)
        column.addWidget(label("经过", "heading"))
        column.addWidget(line())
        column.addWidget(scrolled(self._story), 1)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self._notice)
        self._stack.addWidget(shown)
        self.column.addWidget(holder)
        self._notice.empty("选中一行, 这里看详情")

    def show_record(self, ent: str) -> None:
        self._ent = ent
        if not ent:
            self._values = {}
            self._stack.setCurrentIndex(0)
            return
        counter, record = self._counter, self._flow.record
        database, actor, scope = counter.database, counter.actor, counter.scope

        def work() -> tuple[Values | None, list[Entry], dict[str, str]]:
            entries = log.history(database, ent)
            return one(database, actor, scope, record, ent), entries, names_of(database, entries)

        counter.read(self, work, lambda found: self._show(ent, *found))

    def follow(self, changed: Changed) -> None:
        if self._ent and any(ent == self._ent for _, ent in changed.touched):
            self.show_record(self._ent)

    def _show(self, ent: str, values: Values | None, entries: list[Entry], names: dict[str, str]) -> None:
        if ent != self._ent:
            return
        if values is None:
            self._notice.empty("这一条不在了", "按 F5 刷新")
            self._stack.setCurrentIndex(0)
            return
        self._values = values
        now, record = self._counter.now(), self._flow.record
        first = self._spec.columns[0]
        self._title.setText(words_of(record.field(first), values.get(first), now))
        self._badge.setText(self._flow.status.label_of(values.get("status")))
        self._facts.show_facts(self.facts_of(values, now))
        self.show_more(values, now)
        self._show_steps()
        beside = verdicts.notes(entries, self._flow, lambda who: names.get(who, "系统"), now)
        self._story.show_lines([self._line(entry, names, now, beside) for entry in reversed(entries)])
        self._stack.setCurrentIndex(1)

    def facts_of(self, values: Values, now: int) -> Iterable[tuple[str, str]]:
        """What is told of the record: the page's facts, by label."""
        record = self._flow.record
        return [(record.field(name).label, words_of(record.field(name), values.get(name), now))
                for name in self._spec.facts]  # fmt: skip

    def below_facts(self) -> Sequence[QWidget]:
        """What a page shows between the facts and the buttons."""
        return ()

    def show_more(self, values: Values, now: int) -> None:
        """Fill what a page has added."""

    def _line(self, entry: Entry, names: dict[str, str], now: int, beside: Mapping[str, str]) -> Happening:
        step = self._flow.step(entry.step)
        at = entry.values.get("happened_at") or entry.did.eff
        words = step.label if step else entry.head.kind
        note = beside.get(entry.head.id, "")
        return Happening(said_at(at, now), words, note, names.get(entry.head.by, ""), entry.pending)

    @property
    def values(self) -> Values:
        """What is shown, by field name."""
        return self._values

    def possible(self) -> list[Step]:
        status = self._values.get("status")
        return [step for step in self._flow.possible(status, self._counter.roles) if step.shown]

    def _show_steps(self) -> None:
        self._steps.clear()
        offered = [(step.name, self.words(step), self.key(step), step.icon) for step in self.possible()]
        for number, (name, words, key, icon) in enumerate((*offered, *self.extras())):
            button = KeyButton(words, key, PRIMARY if number == 0 and offered else PLAIN, icon)
            button.clicked.connect(lambda _=False, name=name: self.want(name))
            self._steps.add(button)

    def extras(self) -> Sequence[tuple[str, str, str, str]]:
        """What can be wanted beside the record's own steps: name, words, key, icon."""
        return ()

    def words(self, step: Step) -> str:
        """What a step's button says."""
        return step.label

    def key(self, step: Step) -> str:
        """What its keycap shows."""
        return step.key

    def want(self, name: str) -> None:
        self.taker.want(self._spec.record, self._values, name)

    def go_on(self) -> None:
        steps = self.possible()
        if steps:
            self.want(steps[0].name)
