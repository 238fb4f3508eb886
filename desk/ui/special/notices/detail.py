"""One notice at the right: how it stands, what can be done with which key, its facts, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.domain.words_of_time import moment
from desk.services.notices.flow import NOTICE_FLOW, SIGN_UP_FLOW
from desk.services.notices.phases import Phase, phase_of
from desk.services.notices.record import LateReason
from desk.services.notices.timely import misses
from desk.services.notices.types import NoticeType
from desk.services.notices.words import caller_words, card_words, lead_words
from desk.ui.kit.buttons import PLAIN, PRIMARY, KeyButton
from desk.ui.kit.labels import Elided, FactGrid, label, retone
from desk.ui.kit.timeline import TimeLine
from desk.ui.page_layout import scrolled
from desk.ui.special.notices.history import happenings
from desk.ui.special.notices.lines import next_step, unread
from desk.ui.theme import theme

COLUMNS = 4
P = Phase
OUT = (P.ANNOUNCED, P.RUNNING, P.TO_RESTORE, P.TO_END)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done: its key is a digit while the list has the focus."""

    name: str
    words: str
    key: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice with what stands beside it."""

    notice: Values
    kind: NoticeType | None
    readers: Sequence[str]
    chain: Sequence[Values]
    calls: Sequence[Values]
    people: int
    also: Sequence[tuple[int, str]] = ()


def acts_of(notice: Values, actor: Actor, now: int) -> list[Act]:
    """What this person may do with it now, the next step first."""
    phase, flow = phase_of(notice, now), NOTICE_FLOW
    first, words = next_step(notice, now)
    wanted = [Act(first, words, "F8" if first == "print" else "Enter")]
    if phase is P.DRAFT:
        wanted.append(Act("submit", "送复核", "F9"))
    if phase in OUT:
        begun = phase is not P.ANNOUNCED or not notice.get("signs_up")  # what is not held is called off
        ends = [Act("end", "结束", "9")] if begun else []
        wanted += [Act("restore", "恢复", "9")] if notice.get("restores") else ends
        wanted += [Act("correct", "更正", "7"), Act("post", "已张贴", "5")]
    if phase is P.CORRECTED:
        wanted.append(Act("post", "已张贴", "5"))
    if unread(notice):
        wanted.append(Act("second_read", "补核", "6"))
    if notice.get("signs_up") and phase in OUT:
        wanted.append(Act("sign_ups", "报名表", "4"))
    wanted += [Act("print", "打印海报", "F8"), Act("print_large", "A3 海报", "8")]
    if phase in (P.DRAFT, P.TO_REVIEW, P.SCHEDULED, *OUT):
        wanted.append(Act("void", "作废", "0"))
    steps = {"edit": "amend", "review": "approve", "correct": "draft"}
    found: list[Act] = []
    for one in wanted:
        step = flow.step(steps.get(one.name, one.name)) or SIGN_UP_FLOW.step("sign" if one.name == "sign_ups" else "")
        may = one.name in ("print", "print_large") or (step is not None and actor.may(step.by))
        if may and all(one.name != other.name for other in found):
            found.append(one)
    return found


class NoticeDetail(QWidget):
    """`wanted` carries the name of an act."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = QFrame()
        card.setObjectName("card")
        outer.addWidget(card)
        holder = QVBoxLayout(card)
        holder.setContentsMargins(1, 1, 1, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.px(18), look.px(12), look.px(18), look.px(12))
        column.setSpacing(look.px(8))
        self.title = Elided("", "who")
        self.stand = label("", "strong", wrap=True)
        self.early = label("", "body", wrap=True)
        self.missed = label("", "body", "bad", wrap=True)
        self._buttons = QGridLayout()
        self._buttons.setHorizontalSpacing(look.px(8))
        self._buttons.setVerticalSpacing(look.px(6))
        self.say = label("", "matter", wrap=True)
        self.facts = FactGrid(1)
        self.words = label("", "body", wrap=True)
        self.history = TimeLine()
        for one in (self.title, self.stand, self.early, self.missed):
            column.addWidget(one)
        column.addLayout(self._buttons)
        below: tuple[QWidget, ...] = (self.say, self.facts, self.words, self.history)
        for part in below:
            column.addWidget(part)
        column.addStretch()
        holder.addWidget(scrolled(inside))
        self.buttons: dict[str, KeyButton] = {}
        self.acts: list[Act] = []

    def show_notice(self, shown: Shown, actor: Actor, now: int) -> None:
        notice = shown.notice
        phase = phase_of(notice, now)
        correction = f" · 第 {notice['correction_no']} 次更正" if notice.get("corrects_id") else ""
        self.title.setText(f"{notice.get('title') or notice.get('kind_label') or '公告'}{correction}")
        self._show_stand(notice, phase, now)
        tone = lead_words(shown.kind, notice, now)[1]
        self.early.setText(card_words(shown.kind, notice, int(notice.get("homes") or 0), shown.readers, now)
                           if phase in (P.DRAFT, P.TO_REVIEW) else self._sent_words(shown, now))  # fmt: skip
        retone(self.early, tone)
        found = misses(notice, now)
        self.missed.setText("计入及时性: " + "、".join(one.label for one in found) if found else "")
        self.missed.setVisible(bool(found))
        self._show_acts(acts_of(notice, actor, now), notice, actor)
        speaks = phase in OUT and bool(notice.get("restores"))
        self.say.setText(f"对来电说: {caller_words(notice, now)}" if speaks else "")
        self.say.setVisible(speaks)
        self.facts.show_facts(_facts(shown, now))
        said = [str(notice.get(name) or "") for name in ("reason", "matter", "tips")]
        self.words.setText("\n".join(one for one in said if one))
        self.history.show_lines(happenings(notice, shown.chain, shown.calls, shown.also, now))

    def _show_stand(self, notice: Values, phase: Phase, now: int) -> None:
        words = phase.label
        if phase is P.SCHEDULED:
            words = f"待发 · {moment(int(notice['sent_at']), now)} 自动发布"
        elif unread(notice):
            words = f"{phase.label} · 还没有补核, {moment(int(notice['second_due_at']), now)} 前"
        elif phase is P.TO_RESTORE and notice.get("restore_due_at"):
            words = f"待恢复 · {moment(int(notice['restore_due_at']), now)} 前发恢复"
        self.stand.setText(words)
        retone(self.stand, "warn" if phase is P.TO_RESTORE or unread(notice) else "")

    @staticmethod
    def _sent_words(shown: Shown, now: int) -> str:
        notice = shown.notice
        parts = [lead_words(shown.kind, notice, now)[0], f"{int(notice.get('homes') or 0):,} 户"]
        if notice.get("late_reason"):
            parts.append(LateReason.label_of(notice["late_reason"]))
        delivered = sum(int(one.get("delivered") or 0) for one in notice.get("receipts") or ())
        parts += [f"送达 {delivered:,} 户"] if delivered else []
        parts += [f"来电问过 {len(shown.calls)}"] if shown.calls else []
        parts += [f"报名 {shown.people} 人"] if shown.people else []
        return " · ".join(part for part in parts if part)

    def _show_acts(self, acts: list[Act], notice: Values, actor: Actor) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.acts, self.buttons = acts, {}
        own = actor.id in (notice.get("writer_ids") or ())
        for number, act in enumerate(acts):
            button = KeyButton(act.words, act.key, PRIMARY if number == 0 else PLAIN)
            if own and act.name in ("review", "second_read"):
                button.block("自己写的公告不能自己复核: 请另一位同事登录后复核")
            button.clicked.connect(lambda _checked=False, name=act.name: self.wanted.emit(name))
            self._buttons.addWidget(button, number // COLUMNS, number % COLUMNS)
            self.buttons[act.name] = button
        self._buttons.setColumnStretch(COLUMNS, 1)


def _facts(shown: Shown, now: int) -> list[tuple[str, str]]:
    from reports.posters.of_notice import time_words

    notice = shown.notice
    expected, received = notice.get("expected_at"), notice.get("received_at")
    limit, until = notice.get("sign_up_limit"), notice.get("sign_up_until_at")
    signs = (f"{limit} 人" if limit else "不限", f"{moment(int(until), now)} 截止" if until else "")
    told = [
        ("类型", str(notice.get("kind_label") or "")),
        ("时间", time_words(notice)),
        ("范围", f"{notice.get('range_words') or ''} · {int(notice.get('homes') or 0):,} 户"),
        ("报名", " · ".join(one for one in signs if one) if notice.get("signs_up") else ""),
        ("预计恢复", moment(int(expected), now) if expected else ""),
        ("收文", " ".join(part for part in (str(notice.get("outside") or ""),
                                           moment(int(received), now) if received else "",
                                           "有照片" if notice.get("received_photo") else "") if part)),
        ("起草 · 复核", " · ".join(str(notice.get(name) or "—") for name in ("writer", "reviewer"))),
        ("落款", str(notice.get("undersigned") or "")),
        ("退回意见", str(notice.get("review_note") or "")),
    ]  # fmt: skip
    return [(name, words) for name, words in told if words]
