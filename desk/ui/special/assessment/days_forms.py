"""Days that do not count, and a complaint that nobody had written down: what is asked, and why one is void."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.calendar import at, day_of
from desk.domain.errors import DeskError
from desk.domain.values import Values
from desk.domain.words_of_time import parse_clock
from desk.services.assessment.record import FoundHow, MajeureCause
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField, TextField
from desk.ui.kit.form import Form
from desk.ui.special.register_days import day_typed
from desk.ui.theme import theme

WIDTH = 620


class MajeureForm(Form):
    """A cause by digit, from and to, a word."""

    def __init__(self, today: str, by: str, parent: QWidget | None = None) -> None:
        super().__init__("登记不可抗力", parent)
        self._today, self._by = today, by
        self.cause = Choices("原因", columns=3, digit_goes_on=True)
        self.cause.show_choices([Choice(str(one), one.label) for one in MajeureCause])
        self.add("cause", "原因", self.cause)
        self.since, self.until = FigureField("从哪天", "07-28"), FigureField("到哪天", "07-29")
        row = QHBoxLayout()
        row.setSpacing(theme().px(12))
        for name, words, field in (("from_on", "从哪天", self.since), ("to_on", "到哪天 (含当天)", self.until)):
            self.fields[name] = made = Field(words, field)
            row.addWidget(made, 1)
            self.join(field)
        self.column.addLayout(row)
        self.words = TextField("说明", hint="哪个台风, 哪里停电, 通知编号")
        self.add("words", "说明", self.words)
        self.end()

    def values(self) -> Values:
        if not self.cause.value:
            raise DeskError("还没有选原因", "按数字选", "cause")
        days = [_day(field, name, self._today) for name, field in (("from_on", self.since), ("to_on", self.until))]
        told: Values = {"cause": self.cause.value, "from_on": days[0], "to_on": days[1], "claimed_by": self._by}
        return told | ({"words": self.words.text().strip()} if self.words.text().strip() else {})


class UnrecordedForm(Form):
    """When it was made and how it came to light; not who, not what."""

    def __init__(self, now: int, by: str, parent: QWidget | None = None) -> None:
        super().__init__("查实漏登记", parent)
        self._now, self._by = now, by
        self.day, self.clock = FigureField("哪天投诉的", "11-03"), FigureField("几点", "930")
        row = QHBoxLayout()
        row.setSpacing(theme().px(12))
        for name, words, field in (("made_at", "哪天投诉的", self.day), ("clock", "几点 (不知道写 0)", self.clock)):
            self.fields[name] = made = Field(words, field)
            row.addWidget(made, 1)
            self.join(field)
        self.column.addLayout(row)
        self.how = Choices("怎样发现", columns=3, digit_goes_on=True)
        self.how.show_choices([Choice(str(one), one.label) for one in FoundHow])
        self.add("found_how", "怎样发现", self.how)
        self.source = TextField("来源编号", hint="12345 工单号, 录音编号; 不写姓名")
        self.add("source_no", "来源编号", self.source)
        self.end()

    def values(self) -> Values:
        day = _day(self.day, "made_at", day_of(self._now))
        typed = self.clock.text().strip() or "0"
        try:
            minute = 0 if typed == "0" else parse_clock(typed)
        except DeskError as error:
            raise DeskError(error.message, error.advice, "clock") from error
        if not self.how.value:
            raise DeskError("还没有选怎样发现的", "按数字选", "found_how")
        made = at(day, f"{minute // 60}:{minute % 60:02d}")
        told: Values = {"made_at": made, "found_how": self.how.value, "found_by": self._by}
        return told | ({"source_no": self.source.text().strip()} if self.source.text().strip() else {})


class WhyForm(Form):
    """Why something goes back or is void: one line, Enter."""

    def __init__(self, title: str, name: str, words: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._name, self._words = name, words
        self.why = TextField(words, hint=hint)
        self.add(name, words, self.why)
        self.end()

    def values(self) -> Values:
        if not self.why.text().strip():
            raise DeskError(f"还没有写{self._words}", "写一句就行", self._name)
        return {self._name: self.why.text().strip()}


def _day(field: FigureField, name: str, today: str) -> str:
    try:
        return day_typed(field.text(), today)
    except DeskError as error:
        raise DeskError(error.message, error.advice, name) from error
