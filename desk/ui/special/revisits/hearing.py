"""The right hand of a call: what came of it, the questions, the rating, the words, where it goes from here."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.services.revisits.record import Satisfaction
from desk.services.revisits.sources import CallResult
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, TextField, WordsField
from desk.ui.kit.labels import label
from desk.ui.special.revisits.asked import Asked, said
from desk.ui.special.revisits.follow_up import FollowUpChoices
from desk.ui.special.revisits.talk import Talk
from desk.ui.theme import theme

ANSWERS = 236  # px of the two boxes beside a question
WIDEST = 760  # px: further apart, question and boxes are no longer read as one line


class Results(QWidget):
    """通话结果: nine boxes, pressed by their digit."""

    heard = Signal(str)

    def __init__(self, results: Sequence[CallResult]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label("通话结果", "strong"))
        self.boxes = Choices("通话结果", columns=3, digit_goes_on=True)
        self.show_results(results)
        self.boxes.finished.connect(self._pressed)
        column.addWidget(self.boxes)
        column.addStretch()

    def show_results(self, results: Sequence[CallResult]) -> None:
        ordered = sorted(results, key=lambda one: one.digit)
        self.boxes.show_choices([Choice(str(one.code), one.name, digit=one.digit) for one in ordered])

    def _pressed(self) -> None:
        if self.boxes.value:
            self.heard.emit(self.boxes.value)


class Again(QWidget):
    """未接通: when to ring again, or that it ends here. Enter accepts."""

    accepted = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(8))
        self.words = label("", "title", wrap=True)
        self.advice = label("", "quiet", wrap=True)
        self.when = Choices("下次拨打", columns=3, tall=True)
        self.clock = TextField("几点再打", hint="1615、明天上午9点、周三 1900、半小时后")
        self._clock_field = Field("几点再打", self.clock)
        self.when.finished.connect(self._on_when)
        self.when.chosen.connect(lambda value: self._clock_field.setVisible(value == "other"))
        self.clock.finished.connect(self.accepted)
        for one in (self.words, self.advice, self.when, self._clock_field):
            column.addWidget(one)
        column.addStretch()

    def show_again(self, words: str, advice: str, choices: Sequence[Choice], value: str) -> None:
        self.words.setText(words)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self.when.setVisible(True)
        self.when.show_choices(choices, value)
        self._clock_field.setVisible(False)
        self._clock_field.accept()
        self.clock.clear()

    def refuse(self, why: DeskError) -> None:
        self._clock_field.refuse(why)

    def _on_when(self) -> None:
        if self.when.value == "other":
            self.clock.setFocus()
        else:
            self.accepted.emit()


class Asking(QWidget):
    """The questions with their boxes, one digit each, then rating, words and 去向. `reached` tells where it stands."""

    reached = Signal(str)  # question text, or rating | words | follow_up

    def __init__(self) -> None:
        super().__init__()
        look = theme()
        self._talk = Talk()
        self._rated = True
        self._rows: list[Choices] = []
        self.setMaximumWidth(look.px(WIDEST))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(look.px(8))
        self._grid.setHorizontalSpacing(look.px(12))
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        self.rating = Choices("评价", columns=3, digit_goes_on=True)
        self.rating.show_choices([Choice(str(one), one.label) for one in Satisfaction])
        self.words = WordsField("业主原话", "业主怎么说的就怎么记 (可不填)", rows=2)
        self.follow_up = FollowUpChoices(self.words)
        self._error = QLabel()
        self._error.setObjectName("error")
        self._error.hide()
        self._follow_row = self._row("去向", self.follow_up)
        self._rating_row = self._row("评价", self.rating)
        for one in (self._rating_row, self._row("原话", self.words), self._follow_row, self._error):
            column.addWidget(one)
        column.addStretch()
        self.rating.chosen.connect(self._on_rating)
        self.rating.finished.connect(self._after_rating)
        self.words.textChanged.connect(self._on_words)
        self.words.finished.connect(self._after_words)
        self.follow_up.chosen.connect(self._on_follow_up)
        for one, name in ((self.rating, "rating"), (self.words, "words"), (self.follow_up, "follow_up")):
            one.installEventFilter(self)
            one.setProperty("reached", name)

    def _row(self, words: str, field: QWidget) -> QWidget:
        row = QWidget()
        row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(12))
        named = label(words, "strong")
        named.setFixedWidth(theme().px(40))
        line.addWidget(named)
        line.addWidget(field, 1)
        return row

    def show_talk(self, questions: Sequence[Asked], talk: Talk) -> None:
        """The questions of one matter, with what was answered so far."""
        self._talk = talk
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = []
        # Two questions in one breath take two lines of boxes: the words give one of theirs.
        self.words.setFixedHeight(theme().px(40 if any(len(one.questions) > 1 for one in questions) else 62))
        for number, asked in enumerate(questions):
            question = said(asked.questions)
            boxes = Choices(question, columns=2, digit_goes_on=True)
            boxes.show_choices(asked.choices(), asked.value(talk.answers))
            boxes.setFixedWidth(theme().px(ANSWERS))
            boxes.setProperty("reached", question)
            boxes.installEventFilter(self)
            boxes.chosen.connect(partial(self._on_answer, asked))
            boxes.finished.connect(partial(self.go_to, number + 1))
            figure = label(str(number + 1), "quiet")
            self._grid.addWidget(figure, number, 0)
            self._grid.addWidget(label(question, "matter", wrap=True), number, 1)
            self._grid.addWidget(boxes, number, 2)
            self._rows.append(boxes)
            boxes.show()
        self.rating.choose(talk.satisfaction, tell=False)
        self.words.blockSignals(True)
        self.words.setText(talk.words)
        self.words.blockSignals(False)
        self.follow_up.choose(talk.follow_up, tell=False)
        self._follow_row.setVisible(talk.satisfaction == Satisfaction.BAD)
        self.accept()

    def rate(self, rated: bool) -> None:
        """Some matters are asked about without a rating: then the words follow the last question."""
        self._rated = rated
        self._rating_row.setVisible(rated)

    def go_to(self, number: int) -> None:
        """Put the focus on a question by its number, behind the last one on the rating or the words."""
        behind = self.rating if self._rated else self.words
        (self._rows[number] if number < len(self._rows) else behind).setFocus()

    def go_on(self) -> None:
        """Where the conversation stands: the first question without an answer."""
        number = next((n for n, row in enumerate(self._rows) if not row.value), len(self._rows))
        self.go_to(number)

    def refuse(self, words: str, at: Choices) -> None:
        self._error.setText(words)
        self._error.show()
        at.setAccessibleDescription(words)
        at.setFocus()

    def accept(self) -> None:
        self._error.hide()

    def _on_answer(self, asked: Asked, value: str) -> None:
        self._talk.answers |= asked.answers(value)

    def _on_rating(self, value: str) -> None:
        self._talk.satisfaction = value
        bad = value == Satisfaction.BAD
        self._follow_row.setVisible(bad)
        if not bad:
            self._talk.follow_up = ""
            self.follow_up.choose("", tell=False)
        self.accept()

    def _after_rating(self) -> None:
        if not self.rating.value:
            self.refuse("还没有评价: 按 1 满意、2 较满意 或 3 不满意", self.rating)
        elif self.rating.value == Satisfaction.BAD:
            self.follow_up.setFocus()
        else:
            self.words.setFocus()

    def _after_words(self) -> None:
        if not self._follow_row.isHidden():
            self.follow_up.setFocus()
        else:
            self.focusNextChild()

    def _on_words(self) -> None:
        self._talk.words = self.words.text()

    def _on_follow_up(self, value: str) -> None:
        self._talk.follow_up = value
        self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.reached.emit(str(watched.property("reached")))
        return super().eventFilter(watched, event)
