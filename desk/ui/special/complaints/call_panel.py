"""回访 of an answered complaint, inside its room: the number, the words to say, what came of it, the questions."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.phones import mask
from desk.domain.words_of_time import moment
from desk.services.complaints.record import ComplaintCall, ComplaintEnd, Content
from desk.services.complaints.rules import TALKED
from desk.services.revisits.asked_time import asked_time
from desk.services.revisits.script import Answer, answer_words
from desk.services.revisits.sources import CallResult
from desk.ui.kit.aloud import ReadAloud
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, TextField, WordsField
from desk.ui.kit.labels import label
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.special.reveal import spaced
from desk.ui.special.revisits.hearing import ANSWERS, Results
from desk.ui.theme import theme

OTHER = "other"


class CallPanel(PanelFrame):
    """Three parts, one after the other: dial, what came of it, then the questions or when to ring again.

    `dialled`: the number is wanted, to be written down before it is shown. `wanted`: the step and its values.
    """

    dialled = Signal()
    wanted = Signal(str, object)

    def __init__(
        self, values: Values, questions: Sequence[str], results: Sequence[CallResult], times: Sequence[int], now: int,
        attempts: int,
    ) -> None:  # fmt: skip
        super().__init__("投诉回访")
        self._values, self._questions, self._times, self._now = values, questions, times, now
        self._attempts = attempts
        self._code: ComplaintCall | None = None
        self._began = 0
        look = theme()
        self.phone = label(mask(str(values.get("phone") or "")) or "没有电话", "clock")
        self.body.addWidget(label(f"{values.get('where') or ''} {values.get('who') or ''}".strip(), "who", wrap=True))
        self.body.addWidget(self.phone)
        self.aloud = ReadAloud("现在说")
        self.aloud.show_sentence(_opening(values))
        self.body.addWidget(self.aloud)
        self.dial = KeyButton("拨号", "Enter", PRIMARY, "phone-outgoing")
        self.results = Results(results)
        self.asking, self.rows = QWidget(), [self._question(one) for one in questions]
        grid = QGridLayout(self.asking)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(look.px(8))
        grid.setColumnStretch(0, 1)
        for number, (question, boxes) in enumerate(zip(questions, self.rows, strict=True)):
            grid.addWidget(label(question, "matter", wrap=True), number, 0)
            grid.addWidget(boxes, number, 1)
            boxes.finished.connect(partial(self._next_question, number + 1))
        self.rating = Choices("评价", columns=3, digit_goes_on=True)
        self.rating.show_choices([Choice(str(one), one.label) for one in Content])
        self.rating_field = Field("评价", self.rating)
        self.words = WordsField("业主原话", "业主怎么说的就怎么记 (可不填)", 2)
        grid.addWidget(self.rating_field, len(questions), 0, 1, 2)
        grid.addWidget(Field("业主原话", self.words), len(questions) + 1, 0, 1, 2)
        self.again = Choices("下次拨打", columns=3, tall=True, digit_goes_on=True)
        self.clock = TextField("几点再打", hint="1615、明天上午9点、半小时后")
        self.clock_field = Field("几点再打", self.clock)
        self.told = label("", "strong", wrap=True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(2, 2, 8, 2)
        for one in (self.dial, self.results, self.told, self.again, self.clock_field, self.asking):
            column.addWidget(one)
        column.addStretch()
        self.body.addWidget(scrolled(inside), 1)
        self.save_button = KeyButton("保存", "F9", PRIMARY, "check")
        self.foot.addStretch()
        self.foot.addWidget(self.save_button)
        self.dial.clicked.connect(self._dial)
        self.results.heard.connect(self.hear)
        self.rating.finished.connect(self.words.setFocus)
        self.words.finished.connect(self.save)
        self.again.finished.connect(self._after_again)
        self.clock.finished.connect(self.save)
        self.save_button.clicked.connect(self.save)
        self._show_part(self.dial)

    def _question(self, question: str) -> Choices:
        boxes = Choices(question, columns=2, digit_goes_on=True)
        yes, no = answer_words(question)
        boxes.show_choices([Choice(str(Answer.YES), yes), Choice(str(Answer.NO), no)])
        boxes.setFixedWidth(theme().px(ANSWERS))
        return boxes

    def _show_part(self, *parts: QWidget) -> None:
        for one in (self.dial, self.results, self.told, self.again, self.clock_field, self.asking):
            one.setVisible(one in parts)
        self.save_button.setVisible(self.asking in parts or self.again in parts or self.told in parts)

    def begin(self) -> None:
        QTimer.singleShot(0, self.dial, self.dial.setFocus)

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.save()
            return True
        return False

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Enter", "拨号"), ("1-9", "通话结果"), ("1 2 3", "回答"), ("F9", "保存"), ("Esc", "返回"))

    # the call

    def _dial(self) -> None:
        if not self._values.get("phone"):
            self._show_part(self.dial, self.told)
            self.told.setText("没有号码: 先在“改内容”里补上电话")
            return
        self.dialled.emit()

    def show_number(self, now: int) -> None:
        """It is written down that it was shown."""
        self.phone.setText(spaced(str(self._values["phone"])))
        self._began = now
        self._show_part(self.results)
        self.results.boxes.setFocus()

    def hear(self, code: str) -> None:
        self._code = ComplaintCall.of(code)
        if self._code in TALKED:
            self._show_part(self.asking)
            self._next_question(0)
            return
        self._show_again()

    def _show_again(self) -> None:
        from desk.services.complaints.record import ComplaintCall as Call

        end = self.ending(self._code) if self._code is not None else None
        if end is not None:
            self._show_part(self.told)
            self.told.setText(f"{end.label.removeprefix('已结·')}: 记下后归档, 单独统计。按 F9")
            self.save_button.setFocus()
            return
        shown = [Choice(str(one), moment(one, self._now)) for one in self._times]
        self.again.show_choices([*shown, Choice(OTHER, "另约", "业主说的时间")], shown[0].value if shown else OTHER)
        self._show_part(self.told, self.again)
        self.told.setText(f"{Call.label_of(self._code)} · 第 {self._attempts + 1} 次")
        self.again.setFocus()

    def ending(self, code: ComplaintCall) -> ComplaintEnd | None:
        """Given by the page, which knows the settings."""
        return None

    def _after_again(self) -> None:
        if self.again.value == OTHER:
            self._show_part(self.told, self.again, self.clock_field)
            self.clock.setFocus()
        else:
            self.save_button.setFocus()

    def _next_question(self, number: int) -> None:
        (self.rows[number] if number < len(self.rows) else self.rating).setFocus()

    # saving

    def save(self) -> None:
        if self._code is None:
            return
        values: Values = {"call_code": str(self._code)}
        if self._code not in TALKED:
            self._save_attempt(values)
            return
        self.rating_field.accept()
        if not self.rating.value:
            self.rating_field.refuse(DeskError("还没有评价", "按 1 满意、2 较满意 或 3 不满意"))
            return
        answers = [
            {"question": question, "answer": boxes.value}
            for question, boxes in zip(self._questions, self.rows, strict=True)
            if boxes.value
        ]
        if len(answers) < len(self._questions):
            self.rating_field.refuse(DeskError("还有问题没有问", "每个问题按 1 或 2"))
            self._next_question(next(n for n, boxes in enumerate(self.rows) if not boxes.value))
            return
        values |= {"satisfaction": self.rating.value, "answers": answers}
        if self.words.text():
            values["revisit_words"] = self.words.text()
        self.wanted.emit("revisit", values)

    def _save_attempt(self, values: Values) -> None:
        if not self.again.isHidden():
            try:
                at = asked_time(self.clock.text(), self._now) if self.again.value == OTHER else int(self.again.value)
            except DeskError as error:
                self.clock_field.refuse(error)
                return
            values["next_call_at"] = at
        self.wanted.emit("attempt", values)

    def seconds(self, now: int) -> int:
        """How long the talk took: from the dialled number on."""
        return max(0, (now - self._began) // 1000) if self._began else 0

    def refuse(self, error: DeskError) -> None:
        self.rating_field.refuse(error)


def _opening(values: Values) -> list[tuple[str, bool]]:
    who = str(values.get("who") or "")[:1]
    day = str(values.get("type_label") or "")
    return [
        (f"{who}先生/女士, 您好, " if who else "您好, ", False), ("物业投诉回访", True), (", 您反映的", False),
        (day or "事情", True), (", 我们已经答复您了, 想请您说说: ", False),
    ]  # fmt: skip
