"""起草公告: type, times, range, reason, expected end, advice, telephone and signature, and the poster beside them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Frozen, Values
from desk.services.notices.audience import Tree
from desk.services.notices.record import FoundBy, LateReason, UrgentReason, WrongPart
from desk.services.notices.types import NoticeType
from desk.services.notices.words import card_words, lead_words
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PLAIN, PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField, TextField, WordsField
from desk.ui.kit.labels import label, retone
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.special.intake import reading as people
from desk.ui.special.intake.photos import Photos
from desk.ui.special.notices import draft
from desk.ui.special.notices.poster_view import PosterView
from desk.ui.special.notices.range_field import RangeField
from desk.ui.special.notices.type_field import TypeField
from desk.ui.theme import theme

WHEN = "明天 900、11-23 0900"


@dataclass(frozen=True, slots=True)
class Start:
    """What the form begins with: the notice as it stands (`before`), values over it, the office's own."""

    types: Sequence[NoticeType]
    tree: Tree
    readers: Callable[[Frozen], Sequence[str]]
    before: Frozen
    values: Frozen
    phone: str = ""
    undersigned: str = ""


class NoticeForm(PanelFrame):
    """`wanted` carries the values, the step ("" for the draft alone) and what it asks; `put_by` what was begun."""

    wanted = Signal(object, str, object)
    put_by = Signal(object)
    turned = Signal()  # other keys: an emergency may go first
    WIDTH = 1220

    def __init__(self, counter: Counter, start: Start, parent: QWidget | None = None) -> None:
        title = "更正公告" if start.values.get("corrects_id") else "修改公告" if start.before else "起草公告"
        super().__init__(title, "存草稿", parent)
        self._counter, self._start = counter, start
        self._ready = False
        self._stood: dict[str, tuple[str, int]] = {}  # moments as they were shown: untouched they stay what they are
        self.fields: dict[str, Field] = {}
        self._order: list[str] = []
        row = QHBoxLayout()
        row.setSpacing(theme().px(20))
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, theme().px(8), 0)
        self._column.setSpacing(theme().px(8))
        self._lay()
        self._column.addStretch()
        row.addWidget(scrolled(inside), 62)
        self.poster = PosterView(counter)
        row.addWidget(self.poster, 38)
        self.body.addLayout(row, 1)
        self.told = label("", "strong", wrap=True)
        self.told.setAccessibleName("提前量、户数、复核人")
        self.first_button = KeyButton("紧急先发", "F4", PLAIN, "triangle-alert")
        self.submit_button = KeyButton("送复核", "F9", PRIMARY, "send")
        self.foot.addWidget(self.told, 1)
        self.foot.addWidget(self.first_button)
        self.foot.addWidget(self.submit_button)
        self._join()
        self._fill()

    def _lay(self) -> None:
        self.kind, self.range = TypeField(), RangeField()
        self.title_line = TextField("标题", hint="印在海报上的大字")
        self.found = Choices("谁发现", columns=4, digit_goes_on=True)
        self.found.show_choices([Choice(str(one), one.label) for one in FoundBy])
        self.wrong = Choices("哪里不对", columns=6, digit_goes_on=True)
        self.wrong.show_choices([Choice(str(one), one.label) for one in WrongPart])
        self.begins, self.ends = FigureField("从", WHEN), FigureField("到", "1700; 不知道就空着")
        self.expected = FigureField("预计恢复", "空着就是结束时间")
        self.reason = WordsField("原因", "例如 二次供水设备检修", 1)
        self.matter = WordsField("正文", "要告诉业主的话; Shift+Enter 换行", 3)
        self.tips = WordsField("温馨提示", "几条之间用；隔开", 2)
        self.phone, self.undersigned = TextField("联系电话", False), TextField("落款")
        self.outside = TextField("外单位", hint="例如 供电公司")
        self.received = FigureField("收文时间", "1030、11-22 1030")
        self.photos = Photos(self._counter)
        self.send_at = FigureField("定时发布", "空着就是复核通过马上发")
        self.limit, self.until = FigureField("名额", "空着不限"), FigureField("报名截止", WHEN)
        self.late = Choices("提前不足原因", columns=3, digit_goes_on=True)
        self.late.show_choices([Choice(str(one), one.label) for one in LateReason])
        self.urgent = Choices("先发原因", columns=3, digit_goes_on=True)
        self.urgent.show_choices([Choice(str(one), one.label) for one in UrgentReason])
        self._add("kind", "类型", self.kind)
        self._add("title", "标题", self.title_line)
        self._add("found_by", "谁发现的", self.found)
        self._add("wrong_part", "哪里不对", self.wrong)
        self._pair(("from_at", "时间 从", self.begins), ("to_at", "到", self.ends))
        self._add("audience", "范围", self.range)
        self._add("reason", "原因", self.reason)
        self._add("matter", "正文", self.matter)
        self._add("expected_at", "预计恢复", self.expected)
        self._pair(("sign_up_limit", "名额", self.limit), ("sign_up_until_at", "报名截止", self.until))
        self._add("tips", "温馨提示", self.tips)
        self._pair(("phone", "联系电话", self.phone), ("undersigned", "落款", self.undersigned))
        self._pair(("outside", "外单位", self.outside), ("received_at", "收文时间", self.received))
        self._column.addWidget(self.photos)
        self._add("send_at", "定时发布", self.send_at)
        self._add("late_reason", "提前不足, 为什么", self.late)
        self._add("urgent_reason", "为什么先发", self.urgent)

    def _made(self, name: str, words: str, widget: QWidget) -> Field:
        made = Field(words, widget)
        self.fields[name] = made
        self._order.append(name)
        on: Any = widget
        on.finished.connect(lambda: self._next(name))
        return made

    def _add(self, name: str, words: str, widget: QWidget) -> None:
        self._column.addWidget(self._made(name, words, widget))

    def _pair(self, *both: tuple[str, str, QWidget]) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme().px(12))
        for name, words, widget in both:
            row.addWidget(self._made(name, words, widget), 1)
        self._column.addLayout(row)

    def _join(self) -> None:
        for line in (self.title_line, self.begins, self.ends, self.expected, self.phone, self.undersigned, self.outside,
                     self.received, self.send_at, self.limit, self.until):  # fmt: skip
            line.textEdited.connect(self._tell)
        for words in (self.reason, self.matter, self.tips):
            words.textChanged.connect(self._tell)
        for choices in (self.late, self.urgent, self.found, self.wrong):
            choices.chosen.connect(self._tell)
        self.ends.textEdited.connect(self._moved)
        self.kind.chosen.connect(self._turn)
        self.range.told.connect(self._tell)
        self.range.asked.connect(self._ask_people)
        self.photos.told.connect(self._tell)
        self.submit_button.clicked.connect(lambda: self._want("submit"))
        self.first_button.clicked.connect(lambda: self._want("send_first"))
        for button in (self.submit_button, self.first_button):
            button.blocked.connect(self._counter.ways.warned)

    def _fill(self) -> None:
        start, now = self._start, self._counter.now()
        self.kind.offer(start.types)
        self.range.use(start.tree)
        values = {**start.before, **start.values}
        self._chain = {name: values[name] for name in ("corrects_id", "correction_no") if values.get(name)}
        self._photo = str(values.get("received_photo") or "")
        self.kind.show_type(str(values.get("kind") or ""))
        self._show_values({"phone": start.phone, "undersigned": start.undersigned, **values}, now)
        self._ready = True
        self._show_rows()
        self._tell()

    def _show_values(self, values: Frozen, now: int) -> None:
        for line, name in ((self.title_line, "title"), (self.reason, "reason"), (self.matter, "matter"),
                           (self.tips, "tips"), (self.phone, "phone"), (self.undersigned, "undersigned"),
                           (self.outside, "outside")):  # fmt: skip
            line.setText(str(values.get(name) or ""))
        for figure, name in ((self.begins, "from_at"), (self.ends, "to_at"), (self.expected, "expected_at"),
                             (self.received, "received_at"), (self.send_at, "send_at"),
                             (self.until, "sign_up_until_at")):  # fmt: skip
            figure.setText(draft.typed(values.get(name), now))
            if isinstance(values.get(name), int):
                self._stood[name] = (figure.text(), int(values[name]))
        self.limit.setText(str(values.get("sign_up_limit") or ""))
        for choices, name in ((self.late, "late_reason"), (self.found, "found_by"), (self.wrong, "wrong_part")):
            choices.choose(str(values.get(name) or ""), tell=False)
        self.range.show_range(str(values.get("audience") or ""), values.get("targets") or ())

    # Place

    def begin(self) -> None:
        first = "found_by" if self._chain else "from_at" if self.kind.value else "kind"
        self.fields[first].field.setFocus()

    def keys(self) -> Sequence[tuple[str, str]]:
        first = () if self.first_button.isHidden() else (("F4", "紧急先发"),)
        return (("Enter", "下一项"), ("F9", self.submit_button.text()), *first, ("Esc", "存草稿"))

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.submit_button.click_or_say()
        elif key == "F4":
            self.first_button.click_or_say()
        elif key == "Esc":
            self.leave()
        else:
            return False
        return True

    def leave(self) -> None:
        """What was begun is kept as a draft; what cannot be read stays to be put right."""
        if not self.kind.value:
            self.put_by.emit(None)
            return
        try:
            self.put_by.emit(self.values())
        except DeskError as error:
            self.refuse(error)

    # what follows from what was said

    @property
    def type(self) -> NoticeType | None:
        return next((one for one in self._start.types if one.code == self.kind.value), None)

    def _turn(self, code: str) -> None:
        """Another type brings its own title, range and advice; an emergency begins now."""
        kind = self.type
        if kind is None:
            return
        now = self._counter.now()
        brought = draft.brought(kind, now)
        self.title_line.setText(str(brought["title"]))
        self.tips.setText(str(brought["tips"]))
        if "audience" in brought and not self.range.audience:
            self.range.show_range(str(brought["audience"]), ())
        if "from_at" in brought and not self.begins.text():
            self.begins.setText(draft.typed(brought["from_at"], now))
        self._show_rows()
        self._tell()

    def _moved(self, _text: str) -> None:
        """Another end: what was expected of the old one is not true of it and is to be said anew, or follows it."""
        stood = self._stood.get("expected_at")
        if stood is not None and self.expected.text() == stood[0]:
            self.expected.clear()
            self._tell()

    def _show_rows(self) -> None:
        kind = self.type
        timed = kind is None or bool(kind.restores or kind.lead_hours or kind.within_minutes)
        activity, outside = kind is not None and kind.signs_up, kind is not None and kind.outside
        plain = kind is not None and not kind.restores
        shown = {
            "title": plain or (kind is not None and kind.code == "00"), "found_by": bool(self._chain),
            "wrong_part": bool(self._chain), "from_at": timed, "to_at": timed,
            "matter": plain, "reason": timed and not activity,
            "expected_at": kind is None or kind.restores, "sign_up_limit": activity, "sign_up_until_at": activity,
            "outside": outside or bool(self.received.text()), "received_at": outside or bool(self.received.text()),
            "send_at": kind is not None and not kind.urgent and not self._chain,
            "urgent_reason": kind is not None and (kind.urgent or bool(self._chain)),
        }  # fmt: skip
        for name, show in shown.items():
            self.fields[name].setVisible(show)
        self.photos.setVisible(shown["outside"])
        first = kind is not None and kind.urgent
        may_first = first or bool(self._chain)
        self.first_button.setVisible(may_first)
        self.first_button.set_kind(PRIMARY if first else PLAIN)
        self.submit_button.set_kind(PLAIN if first else PRIMARY)
        self.turned.emit()

    def _tell(self, *_said: object) -> None:
        """The line under the form and the poster beside it, after every word."""
        if not self._ready:
            return
        now = self._counter.now()
        values = self._as_far_as_it_goes()
        kind, readers = self.type, self._start.readers(values)
        tone = lead_words(kind, values, now)[1]
        self.fields["late_reason"].setVisible(tone == "bad" and kind is not None and not kind.urgent)
        self.told.setText(card_words(kind, values, self.range.homes, readers, now) if kind else "先选类型: 两位数字")
        retone(self.told, tone)
        self.submit_button.block("" if readers else "没有别的复核人: 请项目经理给一位同事开复核岗位")
        self.poster.show_notice(values)

    def _as_far_as_it_goes(self) -> Values:
        """What can be read while it is typed."""
        found: Values = {}
        for name, read in self._readers():
            try:
                found[name] = read()
            except DeskError:
                continue
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    def _readers(self) -> list[tuple[str, Callable[[], Any]]]:
        now, kind = self._counter.now(), self.type
        urgent = kind is not None and kind.urgent

        def moment(text: str, name: str, read: Callable[..., int | None], *more: int) -> int | None:
            stood = self._stood.get(name)
            return stood[1] if stood is not None and stood[0] == text else read(text, now, name, *more)

        def begins() -> int | None:
            return moment(self.begins.text(), "from_at", draft.near if urgent else draft.ahead)

        def behind(text: str, name: str) -> int | None:
            try:
                start = begins()
            except DeskError:
                start = None
            return moment(text, name, draft.ahead, start or now)

        def until() -> int | None:
            return behind(self.ends.text(), "to_at")

        return [
            ("kind", lambda: self.kind.value), ("kind_label", lambda: kind.name if kind else None),
            ("restores", lambda: kind.restores if kind else None),
            ("title", lambda: self.title_line.text().strip()), ("from_at", begins), ("to_at", until),
            ("expected_at", lambda: behind(self.expected.text(), "expected_at") or self._ends_by(until)),
            ("audience", lambda: self.range.audience), ("targets", lambda: list(self.range.targets)),
            ("range_words", lambda: self.range.words[:400]), ("homes", lambda: self.range.homes),
            ("reason", lambda: self.reason.text()), ("matter", lambda: self.matter.text()),
            ("tips", lambda: self.tips.text()), ("phone", lambda: self.phone.text().strip()),
            ("undersigned", lambda: self.undersigned.text().strip()), ("outside", lambda: self.outside.text().strip()),
            ("received_at", lambda: moment(self.received.text(), "received_at", draft.near)),
            ("received_photo", self._photo_of),
            ("send_at", lambda: moment(self.send_at.text(), "send_at", draft.ahead)),
            ("sign_up_limit", self._limit), ("late_reason", lambda: self.late.value),
            ("sign_up_until_at", lambda: moment(self.until.text(), "sign_up_until_at", draft.ahead)),
            ("found_by", lambda: self.found.value if self._chain else ""),
            ("wrong_part", lambda: self.wrong.value if self._chain else ""),
            *((name, lambda name=name: self._chain[name]) for name in self._chain),
        ]  # fmt: skip

    def _ends_by(self, until: Callable[[], int | None]) -> int | None:
        return until() if self.type is None or self.type.restores else None

    def _photo_of(self) -> str:
        photos = self.photos.taken
        return str(photos[0]["sha256"]) if photos else self._photo

    def _limit(self) -> int | None:
        text = self.limit.text().strip()
        if text and not text.isdigit():
            raise DeskError("名额要填整数", "不限名额就空着", "sign_up_limit")
        return int(text) if text else None

    # writing

    def values(self) -> Values:
        """Every field; a DeskError names the first that cannot be read."""
        found = {name: read() for name, read in self._readers()}
        return {name: value for name, value in found.items() if name in draft.NAMES}

    def _want(self, step: str) -> None:
        for field in self.fields.values():
            field.accept()
        try:
            values = self.values()
            if self._chain and not values.get("found_by"):
                raise DeskError("还没有选是谁发现的", "1 自己发现 2 业主发现 3 总部发现 4 情况有变", "found_by")
        except DeskError as error:
            self.refuse(error)
            return
        asked: Values = {}
        if step == "send_first":
            asked = {"urgent_reason": self.urgent.value or None}
        self.wanted.emit(values, step, asked)

    def refuse(self, error: DeskError) -> None:
        field = self.fields.get(error.field or "")
        if field is not None:
            field.show()
            field.refuse(error)
        else:
            self.told.setText(str(error))
            retone(self.told, "bad")

    def take_error(self, error: DeskError) -> bool:
        self.refuse(error)
        return True

    def _next(self, name: str) -> None:
        behind = self._order[self._order.index(name) + 1 :]
        after = next((one for one in behind if not self.fields[one].isHidden()), None)
        if after is None:
            self.submit_button.setFocus()
        else:
            self.fields[after].field.setFocus()

    def _ask_people(self, text: str) -> None:
        def done(found: Sequence[Any]) -> None:
            if self.range.line.text().strip() == text:
                self.range.show_found(found)

        self._counter.read(self, people.candidates(self._counter, text, ""), done)
