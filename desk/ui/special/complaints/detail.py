"""One complaint for those who may read it: who, what, what is wanted, the clock, the next step, the whole past."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.flow import Flow, Step, Values
from desk.domain.phones import mask
from desk.domain.roles import Role
from desk.domain.words_of_time import moment
from desk.services.complaints import due
from desk.services.complaints.flow import FLOW
from desk.services.complaints.record import (
    COMPLAINT,
    ComplaintChannel,
    ComplaintKind,
    ComplaintState,
    Content,
    Settled,
    Want,
)
from desk.services.complaints.story import story
from desk.ui.counter import Counter
from desk.ui.kit.band import Band
from desk.ui.kit.buttons import PLAIN, PRIMARY, QUIET, KeyButton
from desk.ui.kit.cards import Card
from desk.ui.kit.labels import Elided, FactGrid, label, line, retone
from desk.ui.kit.shapes import ClockRing
from desk.ui.kit.timeline import Happening, TimeLine
from desk.ui.page_layout import clear, scrolled
from desk.ui.page_tabs import Tabs
from desk.ui.special.complaints.keeping import file_of
from desk.ui.special.complaints.reading import Whole
from desk.ui.special.complaints.rows import TONES, validity_words
from desk.ui.special.order_files import OrderFiles
from desk.ui.special.order_story import said_at
from desk.ui.theme import theme

S = ComplaintState
TABS = (("story", "经过"), ("photos", "照片"))
PHOTOS_KEY = "/"
# Steps that a call takes, and such as stand behind "更多".
IN_A_CALL = frozenset({"dial", "attempt"})
SELDOM = ("amend", "link", "withdraw", "rejudge", "close", "remark")
DONE_ALREADY = frozenset({(str(S.ASSIGNED), "assign"), (str(S.ACTED), "assign"), (str(S.ACTED), "act")})
OF_LIGHT = frozenset({"settle", "amend", "remark", "link"})


def offered(values: Values, roles: frozenset[Role], flow: Flow = FLOW) -> list[Step]:
    """The steps that make sense on it now, the next one first."""
    light = values.get("kind") != ComplaintKind.COMPLAINT
    withdrawn = values.get("withdrawn_at") is not None
    found = []
    for step in flow.possible(values.get("status"), roles):
        name = step.name
        if not step.shown or name in IN_A_CALL or (light and name not in OF_LIGHT) or (not light and name == "settle"):
            continue
        if (name == "withdraw" and withdrawn) or (name == "close" and not withdrawn):
            continue
        found.append(step)
    return sorted(found, key=lambda step: is_seldom(step.name, values.get("status")))


def is_seldom(name: str, status: object) -> bool:
    """Whether it stands in the second row: what was done once is done again only now and then."""
    return name in SELDOM or (str(status), name) in DONE_ALREADY


class ComplaintDetail(Card):
    """Shows; the page takes the steps."""

    step_wanted = Signal(str)
    print_wanted = Signal(str)  # form or story
    resident_wanted = Signal(str)

    def __init__(self, counter: Counter, page: QWidget) -> None:
        """`page`: over which the large picture slides."""
        super().__init__(0)
        self._counter = counter
        self.found: Whole | None = None
        look = theme()
        self.column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(look.px(20), look.px(14), look.px(20), look.px(12))
        head.setSpacing(look.px(8))
        first = QHBoxLayout()
        first.setSpacing(look.px(10))
        self.where, self.who = label("", "who"), Elided("", "heading")
        self.level = label("重点")
        self.level.setObjectName("badge-warn")
        self.badge = label("")
        self.badge.setObjectName("badge")
        self.ring, self.clock = ClockRing(9), label("", "strong")
        for left in (self.where, self.level):
            first.addWidget(left)
        first.addWidget(self.who, 1)
        for right in (self.badge, self.ring, self.clock):
            first.addWidget(right)
        head.addLayout(first)
        self.hints = label("", "strong", "warn", wrap=True)
        self.band = Band("裁定", "Ctrl+U")
        self.band.wanted.connect(self._review)
        head.addWidget(self.hints)
        head.addWidget(self.band)
        self.column.addLayout(head)
        self.column.addWidget(line())
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(look.px(20), look.px(12), look.px(20), look.px(12))
        column.setSpacing(look.px(10))
        self.facts = FactGrid(2)
        self.content = label("", "matter", wrap=True)
        self.said = label("", "body", wrap=True)
        column.addWidget(self.content)
        column.addWidget(self.facts)
        column.addWidget(self.said)
        self.tabs = Tabs("经过和照片", TABS)
        tabs, row = QVBoxLayout(), QHBoxLayout()
        tabs.setSpacing(0)
        row.addWidget(self.tabs)
        row.addStretch()
        tabs.addLayout(row)
        tabs.addWidget(line())
        column.addLayout(tabs)
        self.story = TimeLine()
        self.files = OrderFiles(counter, page, COMPLAINT.name, lambda: file_of(counter))
        self.files.hide()
        column.addWidget(self.story)
        column.addWidget(self.files, 1)
        column.addStretch()
        self._area = scrolled(inside)
        self.column.addWidget(self._area, 1)
        self.tabs.chosen.connect(self._turn)
        self.column.addWidget(line())
        foot = QVBoxLayout()
        foot.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(10))
        foot.setSpacing(look.px(6))
        self._steps, self._more = QHBoxLayout(), QHBoxLayout()
        for row in (self._steps, self._more):
            row.setSpacing(look.px(8))
            foot.addLayout(row)
        self.column.addLayout(foot)

    def show_whole(self, found: Whole) -> None:
        self.found = found
        values, counter, now = found.values, self._counter, self._counter.now()
        self.where.setText(str(values.get("where") or values.get("no") or ""))
        self.who.setText(f"{values.get('who') or ''} {_phone(values)}".strip())
        self.level.setVisible(found.level == "key")
        self.badge.setText(str(S.label_of(values.get("status"))))
        self._show_clock(values, now)
        self._show_hints(found)
        kind = ComplaintKind.label_of(values.get("kind"))
        self.content.setText(f"{kind}: {values.get('content') or ''}")
        self.facts.show_facts(_facts(found, now))
        self.said.setText("\n".join(_said(values)))
        self.said.setVisible(bool(self.said.text()))
        told = story(found.entries, lambda who: found.names.get(who, "系统"), now)
        self.story.show_lines(
            [
                Happening(said_at(one.at, now), one.words, "、".join(p for p in (one.detail, one.note) if p), one.who,
                          one.pending)
                for one in reversed(told)
            ]
        )  # fmt: skip
        self.band.show_words("待裁定" if found.undecided else "", "两台电脑记的不一样, 这里先照现在的一边显示")
        self.files.show_files(str(values["id"]), found.files, found.marks)
        self.tabs.show_counts({"photos": len(found.files)} if found.files else {})
        self._show_steps(offered(values, counter.roles))

    def show_photos(self) -> None:
        """One key turns to the photos, where more can be put in, and back."""
        self.tabs.choose("story" if self.tabs.value == "photos" else "photos")
        if self.tabs.value == "photos":
            self.files.drop.button.setFocus()

    def paste(self) -> None:
        """A picture on the clipboard is put in; it is seen where it then stands."""
        if self.files.drop.take_clipboard():
            self.tabs.choose("photos")

    def _turn(self, name: str) -> None:
        self.story.setVisible(name == "story")
        self.files.setVisible(name == "photos")
        QTimer.singleShot(0, self.tabs, lambda: self._area.ensureWidgetVisible(self.tabs))

    def _review(self) -> None:
        if self.found is not None:
            self._counter.ways.review_wanted.emit(str(self.found.values["id"]))

    def _show_clock(self, values: Values, now: int) -> None:
        stood = due.clock(values, self._counter.settings(), self._counter.calendar, now)
        shown = stood.shape != "none" and values.get("due_at") is not None
        self.ring.setVisible(shown)
        self.clock.setVisible(shown)
        if shown:
            self.ring.show_clock(str(stood.shape), stood.permille, "")
            self.clock.setText(stood.words)
            retone(self.clock, TONES.get(str(stood.shape), ""))

    def _show_hints(self, found: Whole) -> None:
        values, hints = found.values, []
        if values.get("withdrawn_at"):
            hints.append("业主已撤诉: 判定不变, 可以归档")
        if values.get("reopened"):
            hints.append(f"答复后业主不满意, 第 {int(values['reopened']) + 1} 次处理")
        if found.repeats:
            hints.append(f"同一事项又投诉了 {found.repeats} 次")
        if values.get("repeat_of_no"):
            hints.append(f"与 {values['repeat_of_no']} 是同一事项")
        elif found.earlier and values.get("status") == S.RECEIVED:
            one = found.earlier[0]
            hints.append(f"这一户 {moment(one.received_at, self._counter.now())} 投诉过{one.type_label} {one.no}, "
                         "是同一件就并案")  # fmt: skip
        self.hints.setText("\n".join(hints))
        self.hints.setVisible(bool(hints))

    def _show_steps(self, steps: Sequence[Step]) -> None:
        clear(self._steps)
        clear(self._more)
        status = self.found.values.get("status") if self.found is not None else None
        primary = [step for step in steps if not is_seldom(step.name, status)]
        for number, step in enumerate(primary):
            button = KeyButton(step.label, step.key, PRIMARY if number == 0 else PLAIN, step.icon)
            button.clicked.connect(lambda _=False, name=step.name: self.step_wanted.emit(name))
            self._steps.addWidget(button)
        self._steps.addStretch()
        for step in steps:
            if step not in primary:
                button = KeyButton(step.label, "" if step.key == "Enter" else step.key, QUIET)
                button.clicked.connect(lambda _=False, name=step.name: self.step_wanted.emit(name))
                self._more.addWidget(button)
        self._more.addStretch()
        photos = KeyButton("照片", PHOTOS_KEY, QUIET)
        photos.clicked.connect(self.show_photos)
        self._more.addWidget(photos)
        for words, key, what in (("登记表", "F8", "form"), ("事项经过", "", "story")):
            button = KeyButton(words, key, QUIET)
            button.clicked.connect(lambda _=False, what=what: self.print_wanted.emit(what))
            self._more.addWidget(button)

    @property
    def steps(self) -> list[Step]:
        return offered(self.found.values, self._counter.roles) if self.found is not None else []


def _phone(values: Values) -> str:
    phone = str(values.get("phone") or "")
    return mask(phone) if phone else ""


def _facts(found: Whole, now: int) -> list[tuple[str, str]]:
    values = found.values
    forwarded = values.get("forwarded_no")
    channel = ComplaintChannel.label_of(values.get("channel"))
    pairs = [
        ("编号", str(values.get("no") or "")),
        ("类型", str(values.get("type_label") or "")),
        ("要求", Want.label_of(values.get("want")) if values.get("want") else ""),
        ("紧急", "是" if values.get("urgent") else ""),
        ("渠道", f"{channel} {forwarded or ''}".strip()),
        ("对方期限", moment(int(values["forwarded_due_at"]), now) if values.get("forwarded_due_at") else ""),
        ("被投诉", str(values.get("about") or "")),
        ("接待人", str(values.get("taken_by") or "")),
        ("责任人", str(values.get("handler") or "未指派")),
        ("代办人", str(values.get("deputy") or "")),
        ("答复时限", f"{moment(int(values['due_at']), now)} 前" if values.get("due_at") else ""),
        ("判定", validity_words(values)),
        ("判定人", "、".join(str(values[name]) for name in ("judged_by", "second") if values.get(name))),
        ("判定要点", found.kind.criteria if found.kind is not None and not values.get("judged_at") else ""),
        ("回访", _days(values)),
        ("方便通话", found.best_hours if values.get("status") == S.ANSWERED else ""),
        ("结果", Settled.label_of(values.get("settled")) if values.get("settled") else ""),
        ("回访评价", Content.label_of(values.get("satisfaction")) if values.get("satisfaction") else ""),
    ]
    return [(name, value) for name, value in pairs if value]


def _days(values: Values) -> str:
    if values.get("status") != S.ANSWERED:
        return ""
    return f"{str(values.get('revisit_from_on') or '')[5:]} 到 {str(values.get('revisit_to_on') or '')[5:]}"


def _said(values: Values) -> list[str]:
    pairs = (("措施", "measures"), ("答复", "answer"), ("业主原话", "revisit_words"), ("判定说明", "judge_note"),
             ("内部备注", "remark"))  # fmt: skip
    return [f"{words}: {values[name]}" for words, name in pairs if values.get(name)]
