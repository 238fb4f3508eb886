"""One call, large: who and where, what was done and when, the words to say now, and what is heard."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.money import fen_text
from desk.domain.phones import mask
from desk.domain.words_of_time import moment
from desk.services.residents.record import ServiceLevel
from desk.services.revisits.due import Call, Due
from desk.services.revisits.record import Satisfaction
from desk.services.revisits.script import Said, Script
from desk.services.revisits.sources import RevisitSettings
from desk.services.work_orders.record import Charge
from desk.ui.kit.aloud import ReadAloud
from desk.ui.kit.buttons import PRIMARY, QUIET, KeyButton
from desk.ui.kit.labels import Elided, FactGrid, label
from desk.ui.kit.notice import Notice
from desk.ui.kit.timeline import Happening, TimeLine
from desk.ui.special.reveal import spaced
from desk.ui.special.revisits.call_rows import due_words
from desk.ui.special.revisits.hearing import Again, Asking, Results
from desk.ui.special.revisits.talk import Stage, Talk
from desk.ui.theme import theme


class CallPanel(QFrame):
    """Shows a call and its talk; the page decides and writes."""

    heard = Signal(str)  # a call result
    dial_wanted = Signal()
    ask_wanted = Signal()  # the resident is on the telephone already
    save_wanted = Signal()
    order_wanted = Signal(str)
    resident_wanted = Signal(str)

    def __init__(self, settings: RevisitSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._settings = settings
        self._call: Call | None = None
        self._script: Script | None = None
        self._talk = Talk()
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._head())
        self.aloud = ReadAloud("现在说")
        self.aloud.setMinimumHeight(look.px(112))
        aloud = self.aloud.layout()
        assert isinstance(aloud, QVBoxLayout)
        aloud.addStretch(1)
        column.addWidget(self.aloud)
        self.results = Results(list(settings.results.values()))
        self.again, self.asking = Again(), Asking()
        self.story = TimeLine()
        self._before = QWidget()
        before = QVBoxLayout(self._before)
        before.setContentsMargins(0, 0, 0, 0)
        before.setSpacing(look.px(8))
        before.addWidget(label("要问", "strong"))
        self._to_ask = label("", "matter", wrap=True)
        before.addWidget(self._to_ask)
        before.addSpacing(look.px(8))
        self._before_words = label("拨打记录", "strong")
        before.addWidget(self._before_words)
        before.addWidget(self.story)
        before.addStretch()
        self._pages = {
            Stage.READY: self._before, Stage.DIALLED: self.results, Stage.AGAIN: self.again, Stage.ASKING: self.asking,
        }  # fmt: skip
        column.addWidget(self._lay_stages(), 1)
        column.addWidget(self._foot())
        self.results.heard.connect(self.heard)
        self.again.accepted.connect(self.save_wanted)
        self.asking.reached.connect(self._say_for)

    def _head(self) -> QVBoxLayout:
        look = theme()
        head = QVBoxLayout()
        head.setContentsMargins(look.px(20), look.px(14), look.px(20), look.px(12))
        head.setSpacing(look.px(8))
        first = QHBoxLayout()
        first.setSpacing(look.px(10))
        self.where = label("", "who")
        self.name = Elided("", "heading")
        self.level = label("重点")
        self.level.setObjectName("badge-warn")
        self.phone = label("", "heading")
        self.phone.setAccessibleName("电话")
        first.addStrut(look.px(34))  # the number grows when it is dialled; nothing else moves
        first.addWidget(self.where)
        first.addWidget(self.name, 1)
        first.addWidget(self.level)
        first.addWidget(self.phone)
        head.addLayout(first)
        second = QHBoxLayout()
        self.due = label("")
        self.due.setObjectName("badge")
        self.best = Elided("", "quiet")
        self.others = label("", "quiet")
        second.addWidget(self.due)
        second.addWidget(self.best, 1)
        second.addWidget(self.others)
        head.addLayout(second)
        self.facts = FactGrid(2)
        head.addWidget(self.facts)
        return head

    def _lay_stages(self) -> QScrollArea:
        """One stage at a time; a small screen with large type scrolls."""
        look = theme()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.px(20), look.px(12), look.px(20), look.px(8))
        for page in self._pages.values():
            column.addWidget(page)
        self.stages = QScrollArea()
        self.stages.setWidgetResizable(True)
        self.stages.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.stages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stages.setWidget(inside)
        return self.stages

    def _foot(self) -> QFrame:
        look = theme()
        foot = QFrame()
        foot.setObjectName("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(look.px(20), look.px(10), look.px(20), look.px(10))
        row.setSpacing(look.px(8))
        self.see_order = KeyButton("看这一单", "", QUIET, "clipboard-check")
        self.see_order.clicked.connect(lambda: self.order_wanted.emit(self._due_at_hand.order_id))
        self.see_person = KeyButton("住户", "", QUIET, "user")
        self.see_person.clicked.connect(lambda: self.resident_wanted.emit(self._due_at_hand.resident_id))
        self.ask = KeyButton("对方来电, 直接问", "+")
        self.ask.clicked.connect(self.ask_wanted)
        self.dial = KeyButton("拨号", "Enter", PRIMARY, "phone-outgoing")
        self.dial.clicked.connect(self.dial_wanted)
        self.save = KeyButton("保存, 下一个", "F9", PRIMARY)
        self.save.clicked.connect(self.save_wanted)
        row.addWidget(self.see_order)
        row.addWidget(self.see_person)
        row.addStretch()
        for one in (self.ask, self.dial, self.save):
            row.addWidget(one)
        return foot

    @property
    def _due_at_hand(self) -> Due:
        assert self._call is not None  # without a call the panel is not shown
        return self._call.dues[0]

    # shown by the page

    def show_call(self, call: Call, talk: Talk, script: Script, now: int) -> None:
        """Everything of one call; the stage follows the talk. What is being answered is not laid anew."""
        going_on = talk is self._talk and talk.begun and self._call is not None
        self._call, self._talk, self._script = call, talk, script
        due = call.dues[0]
        self.where.setText(call.where_long or call.where)
        self.name.setText(" ".join(part for part in (call.name, call.relation) if part))
        self.level.setVisible(call.level == ServiceLevel.KEY)
        rest = f"这个电话问 {len(call.dues)} 件 · " if len(call.dues) > 1 else ""
        self.due.setText(f"{rest}{due.source.label} · {due_words(call, now)}")
        self.best.setText(f"方便通话: {call.best_hours}" if call.best_hours else call.note)
        self.facts.show_facts(_facts(due, now))
        self._show_story(call, now)
        numbered = [f"{number}  {one}" for number, one in enumerate(self.questions(), start=1)]
        self._to_ask.setText("\n".join([*numbered, f"{len(numbered) + 1}  评价"]))
        self.see_order.setEnabled(bool(due.order))
        self.see_person.setVisible(bool(due.resident_id))
        self.show_number()
        if not going_on:
            self.asking.show_talk(self.questions(), talk)
            self.show_stage()

    def questions(self) -> tuple[str, ...]:
        if self._call is None:
            return ()
        due = self._call.dues[0]
        source = self._settings.sources.get(str(due.source))
        return source.asked(due.paid) if source else ()

    def show_number(self) -> None:
        """Masked until it is dialled: dialling is the reveal."""
        call = self._call
        phones = call.phones if call else ()
        shown = self._talk.shown
        words = [spaced(one) if shown else mask(one) for one in phones]
        self.phone.setText(words[0] if words else "没有电话")
        self.phone.setProperty("type", "clock" if shown else "heading")
        self.phone.style().unpolish(self.phone)
        self.phone.style().polish(self.phone)
        self.others.setText("另 " + "、".join(words[1:]) if len(words) > 1 else "")

    def show_stage(self) -> None:
        stage = self._talk.stage
        for one, page in self._pages.items():
            page.setVisible(one is stage)
        self.dial.setVisible(stage is Stage.READY)
        self.ask.setVisible(stage is Stage.READY)
        self.save.setVisible(stage is not Stage.READY)
        self.save.setEnabled(stage in (Stage.ASKING, Stage.AGAIN))
        self.save.block("先按通话结果" if stage is Stage.DIALLED else "")
        self._say_for(self.questions()[0] if stage is Stage.ASKING and self.questions() else "")

    def focus_stage(self) -> None:
        """Put the keys where the conversation stands."""
        stage = self._talk.stage
        if stage is Stage.DIALLED:
            self.results.boxes.choose("", tell=False)
            self.results.boxes.setFocus()
        elif stage is Stage.AGAIN:
            self.again.when.setFocus()
        elif stage is Stage.ASKING:
            self.asking.go_on()

    def _show_story(self, call: Call, now: int) -> None:
        several = [Happening("", f"{due.subject} · {due.source.label}", due.order_no) for due in call.dues[1:]]
        lines = [
            Happening(moment(one.at, now), f"第 {number} 次: {one.code.label if one.code else ''}", "", one.who)
            for number, one in enumerate(call.attempts, start=1)
        ]
        self._before_words.setText("拨打记录" if lines else "还没有打过" if not several else "同一个电话还要问")
        self.story.show_lines([*reversed(lines), *several])

    def _say_for(self, reached: str) -> None:
        """The words of the moment: greeting and first question, a question, the rating, sorry or thanks."""
        call, script, talk = self._call, self._script, self._talk
        if call is None or script is None:
            return
        at = self.focusWidget()
        if reached and at is not None:
            self.stages.ensureWidgetVisible(at)
        self.aloud.show_sentence([(part.text, part.bold) for part in self._said(call, script, talk, reached)])

    def _said(self, call: Call, script: Script, talk: Talk, reached: str) -> Sequence[Said]:
        due, questions = call.dues[0], self.questions()
        opening = script.next_matter(call, due) if talk.following else script.opening(call, due)
        if reached == "rating":
            return script.rating()
        if reached in ("words", "follow_up"):
            bad = talk.satisfaction == Satisfaction.BAD
            return script.sorry() if bad else script.closing(call, due)
        if questions and reached == questions[0]:
            return [*opening, Said(reached)]
        return [Said(reached)] if reached else [*opening, Said(questions[0] if questions else "")]


def _facts(due: Due, now: int) -> list[tuple[str, str]]:
    order = due.order
    finished = order.get("finished_at")
    received = order.get("received_fen")
    charge = Charge.label_of(order.get("charge", ""))
    who = " · ".join(str(order[name]) for name in ("technician", "crew") if order.get(name))
    return [
        ("报修", str(order.get("matter") or "")),
        ("谁修的", who),
        ("类别", str(order.get("problem_label") or "")),
        ("完工", moment(finished, now) if finished else ""),
        ("收费", f"{charge} {fen_text(received)}" if received else charge),
        ("单号", due.order_no),
    ]


def beside(panel: CallPanel, aside: Notice) -> tuple[QFrame, QStackedLayout]:
    """The call, or in its place (index 1) a card with words."""
    holder, empty = QFrame(), QFrame()
    sides = QStackedLayout(holder)
    empty.setObjectName("card")
    QVBoxLayout(empty).addWidget(aside)
    for one in (panel, empty):
        sides.addWidget(one)
    sides.setCurrentIndex(1)
    return holder, sides
