"""Which days: presets by digit, or two dates; says so only when they can be asked for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.ui.kit.cards import Card
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import FigureField
from desk.ui.kit.labels import label
from desk.ui.special.analysis.asked import OWN, PRESETS, checked, days_of
from desk.ui.special.register_days import day_typed
from desk.ui.theme import theme


class DaysHead(Card):
    """`changed`: other days are asked for. Digits choose, `finished` is Enter: go to the chart."""

    changed = Signal()
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, parent)
        look = theme()
        self._today = ""
        self._days = ("", "")
        self.presets = Choices("哪些天", columns=len(PRESETS))
        self.presets.show_choices([Choice(word, words) for word, words in PRESETS.items()], "30")
        self.since, self.until = FigureField("从哪天", "11-01"), FigureField("到哪天", "11-30")
        self.wrong = label("", "body", "bad")
        self.wrong.hide()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        self._row.setSpacing(look.px(12))
        self._row.addWidget(self.presets, 1)
        own = QHBoxLayout()
        own.setSpacing(look.px(8))
        for field in (self.since, self.until):
            field.setFixedWidth(look.px(112))
        own.addWidget(self.since)
        own.addWidget(label("至", "quiet"))
        own.addWidget(self.until)
        own.addStretch()
        self._row.addLayout(own)
        self.column.addLayout(self._row)
        inside = QHBoxLayout()
        inside.setContentsMargins(look.px(12), 0, look.px(12), look.px(6))
        inside.addStretch()
        inside.addWidget(self.wrong)
        self.column.setSpacing(0)
        self.column.addLayout(inside)
        self.presets.chosen.connect(self._choose)
        self.presets.finished.connect(self._goes_on)
        self.since.textEdited.connect(lambda _text: self._own())
        self.until.textEdited.connect(lambda _text: self._own())
        self.since.finished.connect(lambda: _begin(self.until))
        self.until.finished.connect(self._typed)

    @property
    def days(self) -> tuple[str, str]:
        """From and until as they are asked for, both included."""
        return self._days

    def stand(self, narrow: bool) -> None:
        """The dates beside the presets, or below them."""
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def begin(self, today: str) -> bool:
        """A new day moves the presets; whether other days are asked for now."""
        before = self._days
        if today != self._today:
            self._today = today
            if self.presets.value != OWN:
                self._fill(self.presets.value)
        return self._days != before

    def press(self, digit: str) -> bool:
        """A digit pressed over the chart."""
        values = list(PRESETS)
        if not digit.isdigit() or not 1 <= int(digit) <= len(values):
            return False
        self.presets.choose(values[int(digit) - 1])
        if self.presets.value == OWN:
            self._goes_on()
        return True

    def _choose(self, word: str) -> None:
        if word != OWN and self._today:
            self._fill(word)
            self.changed.emit()

    def _fill(self, word: str) -> None:
        self._days = days_of(word, self._today)
        self.since.setText(self._days[0])
        self.until.setText(self._days[1])
        self._accept()

    def _goes_on(self) -> None:
        if self.presets.value == OWN:
            _begin(self.since)
        else:
            self.finished.emit()

    def _own(self) -> None:
        self._accept()
        if self.presets.value != OWN:
            self.presets.choose(OWN, tell=False)

    def _typed(self) -> None:
        """Enter in the second date."""
        days = []
        for field in (self.since, self.until):
            try:
                days.append(day_typed(field.text(), self._today))
            except DeskError as error:
                self._refuse(field, error)
                return
        try:
            found = checked(*days)
        except DeskError as error:
            self._refuse(self.since, error)
            return
        self._accept()
        self.since.setText(found[0])
        self.until.setText(found[1])
        if found != self._days:
            self._days = found
            self.changed.emit()
        self.finished.emit()

    def _refuse(self, field: FigureField, error: DeskError) -> None:
        self.wrong.setText(str(error))
        self.wrong.show()
        field.setAccessibleDescription(str(error))
        _begin(field)

    def _accept(self) -> None:
        self.wrong.hide()
        for field in (self.since, self.until):
            field.setAccessibleDescription("")


def _begin(field: FigureField) -> None:
    """What is typed takes the place of what stands there."""
    field.setFocus()
    field.selectAll()
