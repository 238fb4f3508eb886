"""The first page, and the lock: who sits down, with which secret. It shows plain data and asks by signals."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.days import wall
from desk.domain.errors import DeskError
from desk.ui.kit.buttons import QUIET, KeyButton
from desk.ui.kit.labels import label
from desk.ui.kit.person_picker import Person
from desk.ui.kit.sign_in_card import SignInCard
from desk.ui.theme import theme

Pairs = tuple[tuple[str, str], ...]
WHO_RESETS = "请找项目经理或总部: 他们在 设置 › 人员 里给您重设"


class Door(NamedTuple):
    """Who may come in. `staff` are the ids of `persons`, place by place; `others` the other estates as (id, name)."""

    estate_id: str
    estate: str
    staff: tuple[str, ...]
    persons: tuple[Person, ...]
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
        if lock:
            self.card.show_title("已锁屏", "办了一半的都还在", "继续")
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

    def show_facts(self, facts: Pairs, notes: Pairs) -> None:
        """What waits behind the door, as soon as it has been counted: (words, value), (icon, words)."""
        self.card.show_facts(facts)
        self.card.show_notes(notes)

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
        now = wall(self._clock())
        date = f"{now.tm_year}年{now.tm_mon}月{now.tm_mday}日 周{'一二三四五六日'[now.tm_wday]}"
        self.card.show_time(f"{now.tm_hour:02d}:{now.tm_min:02d}", date)

    def _submitted(self, index: int, secret: str) -> None:
        self.tried.emit(self._door.staff[index], secret)
