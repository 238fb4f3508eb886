"""Promises on the page of the hand-over: written down, kept, dropped for a reason."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.open_matter import OpenMatter
from desk.domain.taking_back import NAME as TAKE_BACK
from desk.domain.values import Values
from desk.services.hand_over.record import DropReason
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.form import Form
from desk.ui.kit.panels import OnePanel
from desk.ui.special.hand_over.promise_form import WIDTH, PromiseForm


class DropForm(Form):
    """Why it need not be done any more: a digit, F9."""

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(f"不用办了: {what}", parent)
        self.reasons = Choices("为什么", columns=2, digit_goes_on=True)
        self.reasons.show_choices([Choice(str(one), one.label) for one in DropReason])
        self.add("drop_reason", "为什么", self.reasons)
        self.end()

    def values(self) -> Values:
        if not self.reasons.value:
            raise DeskError("还没有选原因", "按数字选", "drop_reason")
        return {"drop_reason": self.reasons.value}


class PromisePart(QObject):
    """The steps of a promise; each may be taken back for a while."""

    def __init__(self, counter: Counter, panels: OnePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._panels = counter, panels

    def begin(self) -> None:
        form = PromiseForm(self._counter.now(), self._counter.actor.name)
        form.saved.connect(lambda values: self._promise(form, values))
        self._panels.open(form, WIDTH)

    def _promise(self, form: PromiseForm, values: Values) -> None:
        request = self._counter.request("promise", "promise", dict(values))

        def done(_changed: Changed) -> None:
            self._panels.shut()
            self._counter.ways.said.emit("记下了, 办到前一直在")

        self._counter.take(form, [request], done, lambda error: _refuse(form, error))

    def take(self, one: OpenMatter, step: str) -> None:
        """Kept at once; dropped once the reason is said."""
        if step == "keep":
            self._take(one, "keep", {"kept_by": self._counter.actor.name}, f"办到了: {one.what}")
            return
        form = DropForm(one.what)
        form.saved.connect(lambda values: self._take(one, "drop", dict(values), f"不用办了: {one.what}"))
        self._panels.open(form, WIDTH)

    def _take(self, one: OpenMatter, step: str, values: Values, words: str) -> None:
        counter = self._counter

        def done(changed: Changed) -> None:
            self._panels.shut()
            back = StepRequest(counter.scope, "promise", TAKE_BACK, {"op": changed.ops[0]}, one.id)
            counter.ways.undoable.emit(words, back)

        counter.take(self, [counter.request("promise", step, dict(values), one.id)], done, counter.ways.refused.emit)


def _refuse(form: Form, error: Exception) -> None:
    form.take_error(error if isinstance(error, DeskError) else DeskError(str(error)))
