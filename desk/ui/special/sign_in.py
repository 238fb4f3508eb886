"""The first page, and the lock: who sits down, with which secret. It shows plain data and asks by signals."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.calendar import day_of, minute_of_day
from desk.domain.errors import DeskError
from desk.domain.words_of_time import weekday_word
from desk.ui.kit.buttons import QUIET, KeyButton
from desk.ui.kit.labels import label
from desk.ui.kit.sign_in_card import Person, SignInCard
from desk.ui.theme import theme

WHO_RESETS = "请找项目经理或总部: 他们在 设置 › 人员 里给您重设"


@dataclass(frozen=True, slots=True)
class Door:
    """What the page shows. `staff` are the ids of `persons`, place by place; facts are (words, value), notes
    (icon, words), `others` the estates one may change to as (id, name)."""

    estate_id: str
    estate: str
    staff: tuple[str, ...]
    persons: tuple[Person, ...]
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    foot: str = ""
    sample: str = ""


class SignInPage(QWidget):
    """The card in the middle of the ground. `tried(staff id, secret)`: the caller answers by `refuse` or leaves."""

    tried = Signal(str, str)
    estate_wanted = Signal(str)

    def __init__(self, clock: Callable[[], int], lock: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ground")
        self._clock, self._lock = clock, lock
        self._door = Door("", "", (), ())
        self.card = SignInCard()
        self._sample, self._foot = label("", "strong"), label("", "quiet")
        self._others = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setSpacing(theme().px(10))
        column.addStretch(1)
        column.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        for one in (self._sample, self._foot):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(one)
        column.addLayout(self._others)
        column.addStretch(1)
        self.card.submitted.connect(self._submitted)
        self.card.forgotten.connect(lambda _index: self.card.tell(WHO_RESETS))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(1_000)
        self.tick()

    @property
    def door(self) -> Door:
        return self._door

    def show_door(self, door: Door, staff_id: str = "") -> None:
        """Show an estate's people; `staff_id` is chosen beforehand where it is among them."""
        self._door = door
        self.card.show_office(f"{door.estate} · 前台")
        index = door.staff.index(staff_id) if staff_id in door.staff else 0
        self.card.show_persons(door.persons, index)
        self.card.show_facts(door.facts)
        self.card.show_notes(door.notes)
        self._sample.setText(door.sample)
        self._sample.setVisible(bool(door.sample))
        self._foot.setText(door.foot)
        while (item := self._others.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if not door.others:
            return
        self._others.addStretch()
        for ent, name in door.others:
            button = KeyButton(f"换到{name}", kind=QUIET, icon="building-2")
            button.clicked.connect(lambda _checked=False, ent=ent: self.estate_wanted.emit(ent))
            self._others.addWidget(button)
        self._others.addStretch()

    def begin(self) -> None:
        """An empty secret, the focus where the next key is expected: at the lock that is the secret."""
        self.card.begin()
        if self._lock:
            self.card.secret.setFocus()

    def wait(self, words: str = "") -> None:
        self.card.wait(True)
        self.card.tell(words)

    def refuse(self, error: DeskError) -> None:
        self.card.wait(False)
        self.card.refuse(str(error))

    def free(self) -> None:
        """The person is in: nothing of the secret stays on the page."""
        self.card.wait(False)
        self.card.secret.clear()
        self.card.tell("")

    def tick(self) -> None:
        now = self._clock()
        minute, day = minute_of_day(now), day_of(now)
        date = f"{int(day[:4])}年{int(day[5:7])}月{int(day[8:])}日 {weekday_word(day)}"
        self.card.show_time(f"{minute // 60:02d}:{minute % 60:02d}", date)

    def _submitted(self, index: int, secret: str) -> None:
        self.tried.emit(self._door.staff[index], secret)
