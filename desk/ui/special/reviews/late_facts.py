"""What happened on one side and is told only now: the question which fact it is, answered by a digit."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desk.domain.flow import Flow, Step
from desk.domain.roles import Role
from desk.services.reviews.reads import ORDER, Review, Side
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.labels import label
from desk.ui.theme import theme

# As they follow one another. A slip is returned once it is decided which side it belongs to (slip_back), and what the
# desk itself does on the telephone is no fact of a side.
FACTS = ("acknowledge", "arrive", "note_arrival", "nobody_home", "finish", "sign", "pay", "inform")
PAY = "pay"


def facts_for(flow: Flow, review: Review, side: Side, roles: frozenset[Role]) -> list[Step]:
    """What may be told of this side, by this person."""
    if review.record != ORDER:
        return []
    can = {step.name: step for step in flow.possible(side.values.get("status"), roles) if step.fact}
    return [can[name] for name in FACTS if name in can]


class LateFacts(QFrame):
    """`wanted` carries the name of the step."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aloud")
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(10), look.px(16), look.px(10))
        column.setSpacing(look.px(8))
        self.side = ""  # of which it asks
        self.question = label("", "title", wrap=True)
        self.facts = Choices("补记什么", columns=4, digit_goes_on=True)
        column.addWidget(self.question)
        column.addWidget(self.facts)
        self.facts.finished.connect(self._answer)
        self.hide()

    def ask(self, words: str, facts: Sequence[Step], side: str) -> None:
        self.side = side
        self.question.setText(words)
        self.facts.show_choices([Choice(one.name, one.label) for one in facts], "")
        self.show()
        self.facts.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(self) -> None:
        name = self.facts.value
        if name:
            self.wanted.emit(name)
