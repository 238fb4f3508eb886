"""A panel that asks what a step needs, made from its row of the FLOW table; Enter goes on, F9 takes the step."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desk.domain.deciding import HAPPENED
from desk.domain.errors import DeskError
from desk.domain.field import RecordType
from desk.domain.flow import Step, Values
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.labels import Elided, label
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.special.step_fields import Told, asks_of
from desk.ui.theme import theme

# Rewritten by their own screens: who and where come from the intake, the problem from the catalogue. The name of a kind
# follows its code.
ELSEWHERE = frozenset({
    "where", "related_where", "reporter_relation", "problem", "problem_label", "crew", "technician", "price_form",
    "identity_unchecked", "address_unchecked", "attended", "type_label",
})  # fmt: skip
MANY = 4  # steps that take more than this leave out what belongs to other screens


class StepPanel(PanelFrame):
    """`wanted` carries the values of a step that can be read; what is wrong is said beside its field.

    `late`: it was not told when it happened, so when it was comes first.
    """

    wanted = Signal(object)

    def __init__(
        self, record: RecordType, step: Step, told: Told, about: str, late: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(f"补记 {step.label}" if late else step.label, parent=parent)
        self.about = Elided(about, "matter")  # a long address must not push 返回 out
        self.head.insertWidget(1, self.about, 1)
        self.head.insertSpacing(1, theme().px(12))
        self._step, self._told = step, told
        self.asks = [one for one in asks_of(record, step, told) if not _elsewhere(step, one.name, late)]
        if late:
            self.asks.sort(key=lambda one: one.name != HAPPENED)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(4, 4, 8, 4)
        for ask in self.asks:
            column.addWidget(ask)
        column.addStretch()
        self.body.addWidget(scrolled(inside), 1)
        self._error = label("", "body", "bad", wrap=True)
        self._error.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.save_button = KeyButton(step.label, "F9", PRIMARY, step.icon)
        self.save_button.clicked.connect(self.save)
        self.foot.addWidget(self._error, 1)
        self.foot.addWidget(self.save_button)
        for number, ask in enumerate(self.asks):
            ask.finished.connect(self._after(number))

    def enter(self) -> None:
        """The focus where work begins: in the first field."""
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        (self.asks[0].settle if self.asks else self.save_button.setFocus)()

    def _after(self, number: int) -> Callable[[], None]:
        if number + 1 < len(self.asks):
            return self.asks[number + 1].settle
        return self.save

    def save(self) -> None:
        """Read every field and ask for the step; the first one that cannot be read gets the focus."""
        self._error.setText("")
        values: Values = {}
        for ask in self.asks:
            ask.frame.accept()
            try:
                values |= ask.read()
            except DeskError as error:
                ask.frame.refuse(error)
                return
        self.wanted.emit(self._changed(values))

    def _changed(self, values: dict[str, Any]) -> Values:
        before = self._told.values
        asked = set(self._step.asks)
        return {
            name: value
            for name, value in values.items()
            if (name in asked and value is not None) or (value != before.get(name) and name not in asked)
        }

    def refuse(self, error: DeskError) -> None:
        """Beside the field it speaks of, else at the foot."""
        ask = next((one for one in self.asks if one.covers(error.field)), None)
        if ask is not None:
            ask.frame.refuse(error)
        else:
            self._error.setText(str(error))

    def take_error(self, error: DeskError) -> bool:
        self.refuse(error)
        return True


def _elsewhere(step: Step, name: str, late: bool) -> bool:
    return name in ELSEWHERE and name not in step.asks and (late or len(step.takes) > MANY)
