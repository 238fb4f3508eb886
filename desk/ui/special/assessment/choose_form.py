"""Which days, which estate: digits, or days written out."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.values import Values
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField
from desk.ui.kit.form import Form
from desk.ui.special.assessment.asked import OWN, PERIODS, Days, Estate, days_of
from desk.ui.special.register_days import day_typed
from desk.ui.theme import theme

WIDTH = 620
MOST = 9  # estates that have a digit; more of them are chosen in the ranking
LONGEST = 366


class ChooseForm(Form):
    """`saved` carries {"word", "from_on", "until_on", "scope"}."""

    def __init__(
        self, today: str, word: str, days: Days, estate: Estate, estates: Sequence[Estate],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("期间和小区", parent)
        self._today, self._estate = today, estate
        self.periods = Choices("哪段日子", columns=3, digit_goes_on=True)
        told = (
            (one, words, "" if one == OWN else _short(days_of(one, today), today)) for one, words in PERIODS.items()
        )
        self.periods.show_choices([Choice(*one) for one in told], word)
        self.add("word", "哪段日子", self.periods)
        row = QHBoxLayout()
        row.setSpacing(theme().px(12))
        self.since, self.until = FigureField("从哪天", "01-01"), FigureField("到哪天", "12-31")
        for name, words, field in (("from_on", "从哪天", self.since), ("until_on", "到哪天 (含当天)", self.until)):
            made = Field(words, field)
            self.fields[name] = made
            row.addWidget(made, 1)
            self.join(field)
        self.column.addLayout(row)
        self.since.setText(days.from_on)
        self.until.setText(days.until_on)
        self.estates = Choices("小区", columns=2, digit_goes_on=True)
        self._several = 1 < len(estates) <= MOST
        if self._several:
            self.estates.show_choices([Choice(one.scope, one.name) for one in estates], estate.scope)
            self.add("scope", "小区", self.estates)
        self.end()
        self.save_button.set_words("看这段", "F9")
        self.periods.chosen.connect(self._choose)
        # A period with a digit has its days: Enter and the digit go straight on.
        self.periods.finished.disconnect()
        self.periods.finished.connect(self._after)
        for field in (self.since, self.until):
            field.textEdited.connect(lambda _text: self.periods.choose(OWN, tell=False))

    def _choose(self, word: str) -> None:
        if word != OWN:
            days = days_of(word, self._today)
            self.since.setText(days.from_on)
            self.until.setText(days.until_on)

    def _after(self) -> None:
        if self.periods.value == OWN:
            self.since.setFocus()
            self.since.selectAll()
        elif self._several:
            self.estates.setFocus()
        else:
            self.save()

    def values(self) -> Values:
        days = []
        for name, field in (("from_on", self.since), ("until_on", self.until)):
            try:
                days.append(day_typed(field.text(), self._today))
            except DeskError as error:
                raise DeskError(error.message, error.advice, name) from error
        if days[1] < days[0]:
            raise DeskError("结束早于开始", "请核对日期", "until_on")
        if int(days[1][:4]) - int(days[0][:4]) > 1:
            raise DeskError("一次最多看一年", "请分开看", "until_on")
        scope = self.estates.value if self._several else self._estate.scope
        return {"word": self.periods.value or OWN, "from_on": days[0], "until_on": days[1], "scope": scope}


def _short(days: Days, today: str) -> str:
    """第 4 季度, 10 月; with its year where that is another one."""
    return days.words.removeprefix(f"{today[:4]} 年").strip() or days.words
