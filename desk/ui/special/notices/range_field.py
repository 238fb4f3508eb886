"""范围: buildings, units, homes and people by typing, with the homes counted at every step."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.notice_lists import Audience
from desk.domain.places import room_long
from desk.services.notices.audience import EVERYBODY, Tree, building_target, level_of
from desk.services.notices.choosing import everybody, targets_of, toggled
from desk.services.residents.lookup import Candidate, Means
from desk.ui.kit.choices import Choice, ChoiceBox, PickList
from desk.ui.kit.fields import TextField
from desk.ui.kit.labels import label, retone
from desk.ui.theme import theme

COLUMNS = 9
HINT = "楼栋 3、单元 3-2、房号 3-2-1801、姓名; 0 全小区; 空着回车下一项"


class _Line(TextField):
    """Backspace in the empty line takes the last choice away."""

    taken_back = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.taken_back.emit()
            return
        super().keyPressEvent(event)


class RangeField(QWidget):
    """`told` after every change; `asked` wants the people that typed words may mean."""

    told = Signal()
    finished = Signal()
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = Tree()
        self.audience = ""
        self.targets: tuple[str, ...] = ()
        self._found: dict[str, Candidate] = {}
        self._people: dict[str, str] = {}
        self._boxes: list[ChoiceBox] = []
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        self.line = _Line("范围", hint=HINT)
        self.count_label = label("0 户", "strong")
        row.addWidget(self.line, 1)
        row.addWidget(self.count_label)
        column.addLayout(row)
        self._holder = QWidget()
        self._grid = QGridLayout(self._holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(look.px(4))
        column.addWidget(self._holder)
        self.picks = PickList("可能是", 2)
        self.picks.hide()
        column.addWidget(self.picks)
        self.said = label("", "body", wrap=True)
        column.addWidget(self.said)
        self.setFocusProxy(self.line)
        self.line.finished.connect(self._enter)
        self.line.taken_back.connect(self._take_back)
        self.line.arrow.connect(self.picks.step)
        self.line.textEdited.connect(self._typed)
        self.picks.taken.connect(self._take_person)

    @property
    def homes(self) -> int:
        return self.tree.count(self.audience, self.targets) if self.audience else 0

    @property
    def words(self) -> str:
        return self.tree.words(self.audience, self.targets) if self.audience else ""

    @property
    def residents(self) -> dict[str, str]:
        """The people chosen here, each with the home they live in."""
        return self._people

    def use(self, tree: Tree) -> None:
        """The estate's buildings; what was chosen stays chosen."""
        self.tree = tree
        for box in self._boxes:
            box.hide()
            box.deleteLater()
        self._boxes = []
        for number, building in enumerate(tree.buildings):
            box = ChoiceBox(Choice(building, room_long(building, "", "")))
            box.pressed.connect(lambda value: self._toggle([building_target(value)]))
            self._grid.addWidget(box, number // COLUMNS, number % COLUMNS)
            self._boxes.append(box)
        self._show()

    def show_range(self, audience: str, targets: Sequence[str]) -> None:
        self.audience, self.targets = audience, tuple(targets)
        self.line.clear()
        self.picks.show_choices([])
        self._show()

    def show_found(self, found: Sequence[Candidate]) -> None:
        """The people and homes that were meant."""
        self._found = {_key(one): one for one in found if one.kind is not Means.PLACE}
        self.picks.show_choices(
            [Choice(key, one.name or one.room_long, one.room_short) for key, one in self._found.items()]
        )

    def _typed(self, text: str) -> None:
        plain = text.strip()
        known = not plain or everybody(plain) or targets_of(self.tree, plain)
        self._found = {}
        self.picks.show_choices([])
        if plain and not known:
            self.asked.emit(plain)

    def _enter(self) -> None:
        typed = self.line.text().strip()
        if not typed:
            self.finished.emit()
            return
        whole = everybody(typed)
        found = targets_of(self.tree, typed)
        if whole is not None:
            self.audience, self.targets = str(whole), ()
        elif found:
            self._toggle(found)
        elif not self.picks.take():
            self.said.setText(f"没有“{typed}”: 请写楼栋 3、单元 3-2 或房号 3-2-1801")
            retone(self.said, "bad")
            return
        self.line.clear()
        self._show()
        self.told.emit()

    def _toggle(self, more: Sequence[str]) -> None:
        self.targets = toggled(self.targets, list(more))
        self.audience = str(level_of(self.targets)) if self.targets else ""
        self._show()
        self.told.emit()

    def _take_person(self, key: str) -> None:
        one = self._found.get(key)
        if one is None:
            return
        if one.resident_id:
            self._people[one.resident_id] = one.home_id
            self.tree = Tree(self.tree.houses, {**self.tree.people, one.resident_id: one.home_id})
        self._toggle([key])
        self.line.clear()
        self.picks.show_choices([])

    def _take_back(self) -> None:
        if self.targets:
            self._toggle(self.targets[-1:])
        elif self.audience:
            self.audience = ""
            self._show()
            self.told.emit()

    def _show(self) -> None:
        whole = self.audience in EVERYBODY
        for box in self._boxes:
            box.set_chosen(whole or building_target(box.choice.value) in self.targets)
        self.count_label.setText(f"{self.homes:,} 户")
        self.count_label.setAccessibleName(f"发给 {self.homes} 户")
        level = Audience.label_of(self.audience) if self.audience else ""
        self.said.setText(f"{level}: {self.words}" if self.words and not whole else self.words or "还没有选")
        retone(self.said, "" if self.audience else "warn")


def _key(one: Candidate) -> str:
    return f"r/{one.resident_id}" if one.resident_id else f"h/{one.home_id}"
