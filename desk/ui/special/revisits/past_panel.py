"""An ended revisit: what was said, by whom, in how many seconds; and for those who check it, the second call."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.domain.phones import mask
from desk.domain.roles import Actor
from desk.domain.words_of_time import moment
from desk.services.revisits.past_calls import Past, may_read_words, may_see_seconds
from desk.services.revisits.record import CallCode, CheckResult, FollowUp, RevisitSource, RevisitState, Satisfaction
from desk.services.revisits.script import answer_words
from desk.ui.kit.buttons import PRIMARY, QUIET, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import WordsField
from desk.ui.kit.labels import Elided, FactGrid, label, line
from desk.ui.kit.timeline import Happening, TimeLine
from desk.ui.page_layout import scrolled
from desk.ui.special.reveal import spaced
from desk.ui.special.revisits.past_rows import outcome, why_not
from desk.ui.theme import theme

TONES = {Satisfaction.GOOD: "good", Satisfaction.FAIR: "text", Satisfaction.BAD: "warn"}
ASIDE = {
    CheckResult.SAME: "回访属实",
    CheckResult.DIFFERENT: "由主管重打",
    CheckResult.NOT_CALLED: "由主管重打",
    CheckResult.NOT_REACHED: "下次再打",
}


class PastPanel(QFrame):
    """Read only, but for the check: the number is shown by dialling it, the result is one digit."""

    dial_wanted = Signal()
    save_wanted = Signal()
    matter_wanted = Signal(str, str)  # record and id of what was done
    resident_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._past: Past | None = None
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(line())
        inside = QWidget()
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(look.px(20), look.px(14), look.px(20), look.px(10))
        self._body.setSpacing(look.px(10))
        self.rating = label("", "title")
        self.words = label("", "matter", wrap=True)
        self.answers = FactGrid(1)
        self.facts = FactGrid(2)
        self.story = TimeLine()
        self._body.addWidget(self.rating)
        self._body.addWidget(self.words)
        self._body.addWidget(self.answers)
        self._body.addWidget(self.facts)
        self._body.addWidget(self._check())
        self._called = label("拨打记录", "strong")
        self._body.addWidget(self._called)
        self._body.addWidget(self.story)
        self._body.addStretch()
        column.addWidget(scrolled(inside), 1)
        column.addWidget(self._foot())

    def _head(self) -> QVBoxLayout:
        look = theme()
        head = QVBoxLayout()
        head.setContentsMargins(look.px(20), look.px(14), look.px(20), look.px(12))
        head.setSpacing(look.px(8))
        row = QHBoxLayout()
        row.setSpacing(look.px(10))
        row.addStrut(look.px(34))
        self.where, self.name = label("", "who"), Elided("", "heading")
        self.phone = label("", "heading")
        self.phone.setAccessibleName("电话")
        row.addWidget(self.where)
        row.addWidget(self.name, 1)
        row.addWidget(self.phone)
        head.addLayout(row)
        self.about = Elided("", "body")
        head.addWidget(self.about)
        return head

    def _check(self) -> QWidget:
        look = theme()
        self.check = QWidget()
        self.check.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self.check)
        column.setContentsMargins(0, look.px(6), 0, look.px(6))
        column.setSpacing(look.px(8))
        column.addWidget(label("再打一次核对: 业主说的和上面写的一样吗?", "strong"))
        self.result = Choices("抽查结果", columns=2, digit_goes_on=True)
        self.result.show_choices([Choice(str(one), one.label, ASIDE[one]) for one in CheckResult])
        self.note = WordsField("抽查说明", "哪里不一样 (可不填)", rows=1)
        self.result.finished.connect(self.note.setFocus)
        column.addWidget(self.result)
        column.addWidget(self.note)
        return self.check

    def _foot(self) -> QFrame:
        look = theme()
        foot = QFrame()
        foot.setObjectName("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(look.px(20), look.px(10), look.px(20), look.px(10))
        row.setSpacing(look.px(8))
        self.see_order = KeyButton("看这一单", "", QUIET, "clipboard-check")
        self.see_order.clicked.connect(self._see_order)
        self.see_person = KeyButton("住户", "", QUIET, "user")
        self.see_person.clicked.connect(self._see_person)
        self.dial = KeyButton("拨号核对", "Enter", PRIMARY, "phone-outgoing")
        self.dial.clicked.connect(self.dial_wanted)
        self.save = KeyButton("保存抽查", "F9", PRIMARY)
        self.save.clicked.connect(self.save_wanted)
        row.addWidget(self.see_order)
        row.addWidget(self.see_person)
        row.addStretch()
        row.addWidget(self.dial)
        row.addWidget(self.save)
        return foot

    # shown by the page

    def show_past(self, one: Past, actor: Actor, now: int) -> None:
        """Another ended revisit; nothing is being checked."""
        self._past = one
        values, order = one.values, one.order
        self.where.setText(str(values.get("where") or ""))
        self.name.setText(" ".join(part for part in (one.name, str(order.get("reporter_relation") or "")) if part))
        source = RevisitSource.label_of(values.get("source", ""))
        done = f"{moment(one.done_at, now)}{'完工' if one.is_repair else '办完'}" if one.done_at else ""
        parts = (source, one.subject, one.done_by, done)
        self.about.setText(" · ".join(part for part in parts if part))
        answered = values.get("status") == RevisitState.ANSWERED
        self.rating.setText(outcome(one) if answered else why_not(one))
        said = str(values.get("words") or "")
        if not may_read_words(one, actor):
            self.words.setText("转投诉的原话只给主管和经理看")
        else:
            self.words.setText(f"“{said}”" if said else "业主没有多说")
        self.words.setVisible(answered)
        self.answers.show_facts([(each["question"], _answer(each)) for each in one.answers])
        self.answers.setVisible(bool(one.answers))
        self.facts.show_facts(_facts(one, actor, now))
        self.story.show_lines(
            [
                Happening(moment(each.at, now), each.code.label if each.code else "", "", each.who)
                for each in reversed(one.attempts)
            ]
        )
        self._called.setText("拨打记录" if one.attempts else "没有打过")
        self.see_order.setEnabled(bool(order) or not one.is_repair)
        self.see_person.setVisible(bool(values.get("resident_id")))
        self.show_check(False)

    def show_check(self, begun: bool, may: bool = False, why: str = "") -> None:
        """`may`: the second call is this person's to make; `begun`: it has been dialled."""
        self.check.setVisible(begun)
        self.dial.setVisible(may and not begun)
        self.dial.block(why)
        self.save.setVisible(begun)
        self.show_number(begun)
        if begun:
            self.result.choose("", tell=False)
            self.note.setPlainText("")
            self.result.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_number(self, shown: bool) -> None:
        """Masked until it is dialled."""
        phones = self._past.phones if self._past else ()
        self.phone.setText((spaced(phones[0]) if shown else mask(phones[0])) if phones else "")

    def _see_order(self) -> None:
        if self._past is not None:
            self.matter_wanted.emit(str(self._past.values["about"]), str(self._past.values["about_id"]))

    def _see_person(self) -> None:
        if self._past is not None:
            self.resident_wanted.emit(str(self._past.values.get("resident_id") or ""))


def _answer(each: Mapping[str, str]) -> str:
    yes, no = answer_words(each["question"])
    return yes if each.get("answer") == "yes" else no


def _facts(one: Past, actor: Actor, now: int) -> list[tuple[str, str]]:
    values = one.values
    seconds = values.get("seconds")
    answered = values.get("status") == RevisitState.ANSWERED
    facts = [
        ("单号", str(values.get("about_no") or "")),
        ("回访人", str(values.get("called_by") or (one.attempts[-1].who if one.attempts else ""))),
        ("时间", moment(one.ended_at, now) if one.ended_at else ""),
        ("通话结果", CallCode.label_of(values.get("call_code", ""))),
    ]
    if seconds is not None and answered and may_see_seconds(one, actor):
        facts.append(("通话", f"{seconds} 秒"))
    if values.get("follow_up"):
        facts.append(("去向", FollowUp.label_of(values["follow_up"])))
    if values.get("check_result"):
        by = f" · {values.get('checked_by', '')} {moment(values['checked_at'], now)}"
        facts.append(("抽查", CheckResult.label_of(values["check_result"]) + by))
    if values.get("check_note"):
        facts.append(("抽查说明", str(values["check_note"])))
    return facts
