"""One call, large: who and where, what was done and when, the words to say now, and what is heard."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk.domain.money import fen_text
from desk.domain.phones import mask
from desk.domain.words_of_time import moment
from desk.services.residents.record import ServiceLevel
from desk.services.revisits.best_hours import learnt_words
from desk.services.revisits.due import JUDGED, Call, Due, Group
from desk.services.revisits.record import CheckResult, FollowUp, RevisitSource, Satisfaction
from desk.services.revisits.script import Said, Script
from desk.services.revisits.sources import RevisitSettings, Source
from desk.services.work_orders.record import Charge
from desk.ui.kit.aloud import ReadAloud
from desk.ui.kit.buttons import PRIMARY, QUIET, KeyButton
from desk.ui.kit.labels import Elided, FactGrid, label
from desk.ui.kit.timeline import Happening, TimeLine
from desk.ui.special.reveal import spaced
from desk.ui.special.revisits.asked import Asked, asked_of, said
from desk.ui.special.revisits.call_rows import due_words
from desk.ui.special.revisits.hearing import Again, Asking, Results
from desk.ui.special.revisits.number_form import NumberForm
from desk.ui.special.revisits.talk import Stage, Talk
from desk.ui.theme import theme

BY_JUDGE = {
    Group.BY_SUPERVISOR: "曾不满意或返工的, 由主管回电",
    Group.IN_COMPLAINT: "有投诉在办, 先不为别的事打扰; 打不打由主管或经理定",
}


class CallPanel(QFrame):
    """Shows a call and its talk; the page decides and writes."""

    heard = Signal(str)  # a call result
    dial_wanted = Signal()
    ask_wanted = Signal()  # the resident is on the telephone already
    save_wanted = Signal()
    number_wanted = Signal()
    exempt_wanted = Signal()
    matter_wanted = Signal(str, str)  # record and id of what was done
    resident_wanted = Signal(str)

    def __init__(self, settings: RevisitSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._settings = settings
        self._over_fen = 0
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
        self._earlier = label("", "matter", wrap=True)
        before.addWidget(self._earlier)
        before.addWidget(label("要问", "strong"))
        self._to_ask = label("", "matter", wrap=True)
        before.addWidget(self._to_ask)
        before.addSpacing(look.px(8))
        self._before_words = label("拨打记录", "strong")
        before.addWidget(self._before_words)
        before.addWidget(self.story)
        before.addStretch()
        before.addWidget(self._instead())
        self.number = NumberForm()
        self._pages = {
            Stage.READY: self._before, Stage.DIALLED: self.results, Stage.AGAIN: self.again, Stage.ASKING: self.asking,
            Stage.EXEMPT: self.again, Stage.NUMBER: self.number,
        }  # fmt: skip
        column.addWidget(self._lay_stages(), 1)
        column.addWidget(self._foot())
        self.results.heard.connect(self.heard)
        self.again.accepted.connect(self.save_wanted)
        self.number.accepted.connect(self.save_wanted)
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
        self.why = label("", "strong", "warn", wrap=True)
        self.why.hide()
        head.addWidget(self.why)
        self.facts = FactGrid(2)
        head.addWidget(self.facts)
        return head

    def _lay_stages(self) -> QScrollArea:
        """One stage at a time; a small screen with large type scrolls."""
        look = theme()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.px(20), look.px(12), look.px(20), look.px(8))
        for page in dict.fromkeys(self._pages.values()):
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
        self.see_order.clicked.connect(self._see_matter)
        self.see_person = KeyButton("住户", "", QUIET, "user")
        self.see_person.clicked.connect(lambda: self.resident_wanted.emit(self._due_at_hand.resident_id))
        self.dial = KeyButton("拨号", "Enter", PRIMARY, "phone-outgoing")
        self.dial.clicked.connect(self.dial_wanted)
        self.save = KeyButton("保存, 下一个", "F9", PRIMARY)
        self.save.clicked.connect(self.save_wanted)
        row.addWidget(self.see_order)
        row.addWidget(self.see_person)
        row.addStretch()
        for one in (self.dial, self.save):
            row.addWidget(one)
        return foot

    def _instead(self) -> QWidget:
        """What may be done instead of dialling."""
        look = theme()
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        self.ask = KeyButton("对方来电, 直接问", "+")
        self.ask.clicked.connect(self.ask_wanted)
        self.new_number = KeyButton("新号码", "*")
        self.new_number.clicked.connect(self.number_wanted)
        self.exempt = KeyButton("免访", "-")
        self.exempt.clicked.connect(self.exempt_wanted)
        for one in (self.ask, self.new_number, self.exempt):
            row.addWidget(one)
        row.addStretch()
        return holder

    def _see_matter(self) -> None:
        self.matter_wanted.emit(self._due_at_hand.about, self._due_at_hand.about_id)

    @property
    def _due_at_hand(self) -> Due:
        assert self._call is not None  # without a call the panel is not shown
        return self._call.dues[0]

    # shown by the page

    def use(self, table: RevisitSettings, over_fen: int) -> None:
        """The questions and call results in force; from which amount on a repair is asked about as 有偿."""
        self._over_fen = over_fen
        if table.results != self._settings.results:
            self.results.show_results(list(table.results.values()))
        self._settings = table

    def show_call(self, call: Call, talk: Talk, script: Script, now: int, judge: bool = False) -> None:
        """Everything of one call; the stage follows the talk. What is being answered is not laid anew."""
        going_on = talk is self._talk and talk.begun and self._call is not None
        self._call, self._talk, self._script = call, talk, script
        due = call.dues[0]
        self.where.setText(call.where_long or call.where)
        self.name.setText(" ".join(part for part in (call.name, call.relation) if part))
        self.level.setVisible(call.level == ServiceLevel.KEY)
        rest = f"这个电话问 {len(call.dues)} 件 · " if len(call.dues) > 1 else ""
        self.due.setText(f"{rest}{due.source.label} · {due_words(call, now)}")
        learnt = learnt_words(call.learnt) if call.learnt is not None else ""
        stated = f"方便通话: {call.best_hours}" if call.best_hours else ""
        self.best.setText(" · ".join(part for part in (learnt, stated) if part) or call.note)
        self.facts.show_facts(_facts(due, now))
        self._show_story(call, now)
        self._show_may(call, judge)
        earlier = _earlier(due, judge, now)
        self._earlier.setText(earlier)
        self._earlier.setVisible(bool(earlier))
        numbered = [f"{number}  {said(one.questions)}" for number, one in enumerate(self.asked(), start=1)]
        rating = [f"{len(numbered) + 1}  评价"] if self.rated else []
        self._to_ask.setText("\n".join([*numbered, *rating]))
        self.see_order.setEnabled(bool(due.order) or not due.is_repair)
        self.see_person.setVisible(bool(due.resident_id))
        self.show_number()
        if not going_on:
            self.asking.follow_up.offer(due.is_repair)
            self.asking.rate(self.rated)
            self.asking.show_talk(self.asked(), talk)
            self.show_stage()

    def _show_may(self, call: Call, judge: bool) -> None:
        """Who may ring here, and what else there is to do; what one may not is said, not hidden."""
        why = "" if judge or call.group not in JUDGED else BY_JUDGE[call.group]
        for one in (self.dial, self.ask):
            one.block(why)
        if not why and not call.phones:
            self.dial.block("没有号码: 按 * 记一个新号码")
        self.new_number.block("" if call.resident_id else "报修人不在住户档案里, 请先在“业主”里登记")
        self.exempt.setVisible(judge)
        self.why.setText(BY_JUDGE[call.group] if call.group in JUDGED else "")
        self.why.setVisible(call.group in JUDGED)

    def _source(self, due: Due) -> Source | None:
        """What was paid is often known only when the slip is back: then the task has been opened long since."""
        much = due.source is RevisitSource.REPAIR and int(due.order.get("received_fen") or 0) > self._over_fen > 0
        return self._settings.sources.get(str(RevisitSource.PAID if much else due.source))

    def asked(self) -> list[Asked]:
        """The questions of the matter at hand, a key each."""
        due = self._call.dues[0] if self._call is not None else None
        return asked_of(self._source(due), due.paid) if due is not None else []

    @property
    def rated(self) -> bool:
        """Whether the matter at hand is asked a rating."""
        source = self._source(self._call.dues[0]) if self._call is not None else None
        return source is None or source.rated

    def questions(self) -> tuple[str, ...]:
        """The same one by one, in the order in which they are kept."""
        due = self._call.dues[0] if self._call is not None else None
        source = self._source(due) if due is not None else None
        return source.asked(due.paid) if source is not None and due is not None else ()

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
        for page in dict.fromkeys(self._pages.values()):
            page.setVisible(page is self._pages[stage])
        self.dial.setVisible(stage is Stage.READY)
        self.save.setVisible(stage is not Stage.READY)
        self.save.setEnabled(stage not in (Stage.READY, Stage.DIALLED))
        self.save.block("先按通话结果" if stage is Stage.DIALLED else "")
        self._say_for(said(self.asked()[0].questions) if stage is Stage.ASKING and self.asked() else "")

    def focus_stage(self) -> None:
        """Put the keys where the conversation stands."""
        stage = self._talk.stage
        if stage is Stage.DIALLED:
            self.results.boxes.choose("", tell=False)
            self.results.boxes.setFocus()
        elif stage in (Stage.AGAIN, Stage.EXEMPT):
            self.again.when.setFocus()
        elif stage is Stage.NUMBER:
            self.number.number.setFocus()
        elif stage is Stage.ASKING:
            self.asking.go_on()

    def _show_story(self, call: Call, now: int) -> None:
        several = [Happening("", f"{due.subject} · {due.source.label}", due.about_no) for due in call.dues[1:]]
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
        if talk.stage is Stage.NUMBER:
            who = call.salutation or call.name or "业主"
            return [Said("请问"), Said(who, True), Said("现在用哪个号码? 我先记下, 以后打这个")]
        due, questions = call.dues[0], [said(one.questions) for one in self.asked()]
        opening = script.next_matter(call, due) if talk.following else script.opening(call, due)
        if reached == "rating":
            return script.rating()
        if reached in ("words", "follow_up"):
            bad = talk.satisfaction == Satisfaction.BAD
            return script.sorry() if bad else script.closing(call, due)
        if questions and reached == questions[0]:
            return [*opening, Said(reached)]
        return [Said(reached)] if reached else [*opening, Said(questions[0] if questions else "")]


def _earlier(due: Due, judge: bool, now: int) -> str:
    """What the resident said the last time; of a complaint only for those who handle it."""
    told = due.earlier
    if not told:
        return ""
    follow_up = FollowUp.of(str(told.get("follow_up")))
    words = str(told.get("words") or "没有记原话")
    if follow_up is FollowUp.COMPLAINT and not judge:
        words = "转投诉的原话只给主管和经理看"
    way = f", {follow_up.label}" if follow_up else ""
    found = CheckResult.label_of(told.get("check_result", ""))
    note = str(told.get("check_note") or "")
    checked = f" 抽查: {found} {note}".rstrip() if found else ""
    return f"上次说: “{words}” ({told.get('called_by', '')} {moment(told['answered_at'], now)}{way}){checked}"


def _facts(due: Due, now: int) -> list[tuple[str, str]]:
    order = due.order
    if not due.is_repair:
        return [
            (due.source.label, due.subject),
            ("谁做的", due.done_by),
            ("办完", moment(due.done_at, now) if due.done_at else ""),
            ("收费", Charge.PAID.label if due.paid else ""),
            ("单号", due.about_no),
        ]
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
        ("单号", due.about_no),
    ]
