"""The manager's second call: dialled, one digit for what it found, written down."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.services.revisits import calling
from desk.services.revisits.past_calls import Past, PastGroup
from desk.services.revisits.record import CheckResult
from desk.services.revisits.rules import JUDGES
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.special.reveal import reveal
from desk.ui.special.revisits.past_panel import PastPanel

OWN = "自己打的回访不能自己抽查"
AGAIN = frozenset({CheckResult.DIFFERENT, CheckResult.NOT_CALLED})


class Checking(QObject):
    """The page gives it the rows of the pile and says which one is shown."""

    list_wanted = Signal()

    def __init__(self, counter: Counter, panel: PastPanel, owner: QWidget) -> None:
        super().__init__(owner)
        self._counter, self._panel, self._owner = counter, panel, owner
        self.rows: dict[str, tuple[PastGroup | None, Past]] = {}
        self.shown = ""
        self.begun = False
        self._saving = False
        panel.dial_wanted.connect(self.dial)
        panel.save_wanted.connect(self.save)
        panel.dial.blocked.connect(counter.ways.said)

    def show(self, ent: str) -> bool:
        """Turn to this row; False where there is none."""
        if ent not in self.rows:
            return False
        if ent == self.shown and self.begun:
            return True  # what is being written down is not laid anew
        self.shown, self.begun = ent, False
        why, one = self.rows[ent]
        self._panel.show_past(one, self._counter.actor, self._counter.now())
        self._panel.show_check(False, self._may(why), self._why_not(one))
        return True

    def forget(self) -> None:
        self.rows, self.shown, self.begun = {}, "", False

    def _may(self, why: PastGroup | None) -> bool:
        return why in (PastGroup.TO_CHECK, PastGroup.SHORT) and self._counter.actor.may(JUDGES)

    def _why_not(self, one: Past) -> str:
        return OWN if one.rung_by == self._counter.actor.id else ""

    def dial(self) -> None:
        """The number is shown, and that is written down."""
        why, one = self.rows.get(self.shown, (None, None))
        if one is None or self.begun or not self._may(why):
            return
        if reason := self._why_not(one):
            self._counter.ways.said.emit(f"{reason}, 请另一位主管或项目经理来打")
            return
        self.begun = True

        def show() -> None:
            self._panel.show_check(True, True)

        reveal(self._counter, self._owner, one.id, show)

    def save(self) -> None:
        result = CheckResult.of(self._panel.result.value)
        if not self.begun or self._saving:
            return
        if result is None:
            self._counter.ways.said.emit("还没有选抽查结果: 按 1 到 4")
            self._panel.result.setFocus()
            return
        _, one = self.rows[self.shown]
        counter = self._counter
        note = self._panel.note.text().strip()
        request = calling.checked(counter.scope, one.id, result, note, counter.actor.name)
        words = f"{one.values.get('where', '')} 抽查: {result.label}"
        words += ", 已请主管重打" if result in AGAIN else ""
        self._saving = True

        def done(changed: Changed) -> None:
            self._saving = self.begun = False
            counter.ways.said.emit(words)
            self.list_wanted.emit()

        def failed(error: Exception) -> None:
            self._saving = False
            counter.ways.refused.emit(error)

        counter.take(self._owner, [request], done, failed)

    def back(self) -> bool:
        """Esc: the number is hidden again."""
        if not self.begun:
            return False
        self.begun = False
        why, one = self.rows[self.shown]
        self._panel.show_check(False, self._may(why), self._why_not(one))
        self.list_wanted.emit()
        return True
