"""业主逐样要什么: all alike to begin with, then the exceptions; each by its digit."""

from collections import Counter as Counted
from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.services.fresh_orders.choosing import failed
from desk.services.fresh_orders.judging import by_n
from desk.services.fresh_orders.record import Choice as Wish
from desk.services.fresh_orders.record import Fault
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field
from desk.ui.kit.labels import Elided
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.special.fresh.subject import ORDER, Subject
from desk.ui.theme import theme

WISHES = tuple(Choice(str(one), one.label) for one in Wish)


class EachPanel(PanelFrame):
    """What failed begins as 先送合格的; Enter keeps it, a digit says otherwise. `told` once it is written."""

    told = Signal()

    def __init__(self, counter: Counter, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__("业主要: 逐样定", parent=parent)
        self._counter, self._subject = counter, subject
        items = by_n(subject.items)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme().px(8), 0)
        column.setSpacing(theme().px(10))
        self.rows: dict[int, Choices] = {}
        for n, row in sorted(failed(subject.values).items()):
            name = str(items.get(n, {}).get("name") or n)
            choices = Choices(f"{name} 业主要", columns=3, digit_goes_on=True)
            choices.show_choices(WISHES, str(Wish.FIRST_GOOD))
            part = f" {row['again']} 件" if row.get("again") else ""
            column.addWidget(Field(f"{name}{part} · {Fault.label_of(row.get('fault'))}", choices))
            self.rows[n] = choices
        column.addStretch()
        self.body.addWidget(scrolled(inside), 1)
        self.error = Elided("", "body", "bad")
        self.save_button = KeyButton("记下业主的话", "F9", PRIMARY, "check")
        self.save_button.clicked.connect(self.save)
        self.foot.addWidget(self.error, 1)
        self.foot.addWidget(self.save_button)
        boxes = [*self.rows.values(), self.save_button]
        for place, choices in enumerate(self.rows.values()):
            choices.finished.connect(boxes[place + 1].setFocus)

    def begin(self) -> None:
        QTimer.singleShot(0, self, next(iter(self.rows.values())).setFocus)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("1 2 3", "业主要"), ("Enter", "就这样, 下一样"), ("F9", "记下"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key not in ("F9", "Ctrl+Return"):
            return False
        self.save()
        return True

    def save(self) -> None:
        wishes = {n: choices.value for n, choices in self.rows.items()}
        ((most, _count),) = Counted(wishes.values()).most_common(1)
        told: dict[str, object] = {"choice": most}
        if len(set(wishes.values())) > 1:
            told["choices"] = [{"n": n, "choice": wish} for n, wish in wishes.items()]
        request = StepRequest(self._counter.scope, ORDER, "choose", told, self._subject.id)

        def done(_changed: Changed) -> None:
            self.close_wanted.emit()
            self.told.emit()

        self._counter.take(self, [request], done, lambda error: self.error.setText(str(error)))
