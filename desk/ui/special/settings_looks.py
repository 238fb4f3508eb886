"""外观 and 小区: chosen with digits, in force at once."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.store import this_pc
from desk.ui.counter import Counter
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.labels import label
from desk.ui.looks import DARK, LIGHT, SCALES, SYSTEM, Looks, largest
from desk.ui.theme import theme

MODES = ((LIGHT, "浅色", "白天柜台"), (DARK, "深色", "夜里值班"), (SYSTEM, "跟随系统", "电脑变它也变"))
MINE = """SELECT DISTINCT e.id, e.name FROM estate e JOIN "grant" g ON g.estate_id = e.id
          WHERE g.staff_id = ? AND g.status = 'active' AND e.status = 'active' ORDER BY e.rowid"""


class LooksSection(QWidget):
    """Light, dark or the system's; how large. Only for this PC."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks: Looks | None = None
        column = _column(self)
        column.addWidget(label("外观", "who"))
        column.addWidget(label("只改这台电脑, 马上就变", "quiet"))
        column.addWidget(label("明暗", "title"))
        self.mode = Choices("明暗", columns=3, tall=True)
        self.mode.show_choices([Choice(value, words, aside) for value, words, aside in MODES])
        column.addWidget(self.mode)
        column.addWidget(label("大小", "title"))
        self.scale = Choices("大小", columns=3)
        self.scale.show_choices([Choice(str(one), f"{one} %") for one in SCALES])
        column.addWidget(self.scale)
        self.room = label("", "quiet", wrap=True)
        column.addWidget(self.room)
        self.mode.chosen.connect(lambda value: self._looks.choose(mode=value) if self._looks else None)
        self.scale.chosen.connect(lambda value: self._looks.choose(percent=int(value)) if self._looks else None)
        self.mode.finished.connect(self.scale.setFocus)

    def join(self, looks: Looks) -> None:
        self._looks = looks

    def enter(self) -> None:
        size = self.screen().size()
        self.room.setText(
            f"站得远或眼睛累就选大一号; 这个屏幕到 {largest(size.width(), size.height())} % 为止都放得下, "
            "再大有的字和按钮会被裁掉"
        )
        if self._looks is not None:
            self.mode.choose(self._looks.mode, tell=False)
            self.scale.choose(str(self._looks.percent), tell=False)

    def begin(self) -> None:
        self.mode.setFocus()


class EstateSection(QWidget):
    """The estates where this person holds a role."""

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        column = _column(self)
        column.addWidget(label("小区", "who"))
        column.addWidget(label("只列出您有岗位的小区; 换了以后, 今日、报修、业主都是那个小区的", "quiet", wrap=True))
        self.estates = Choices("小区", columns=2, tall=True)
        column.addWidget(self.estates)
        self.estates.chosen.connect(self._choose)

    def enter(self) -> None:
        counter = self._counter
        database, person = counter.database, counter.actor.id
        counter.read(self, lambda: database.read(MINE, (person,)), self._show)

    def begin(self) -> None:
        self.estates.setFocus()

    def _show(self, rows: list[tuple[str, str]]) -> None:
        found = [Choice(str(ent), str(name), "现在" if ent == self._counter.estate_id else "") for ent, name in rows]
        self.estates.show_choices(found, self._counter.estate_id)

    def _choose(self, estate_id: str) -> None:
        counter = self._counter
        if estate_id == counter.estate_id:
            return
        counter.sign_in(counter.actor.id, estate_id)
        database = counter.database
        counter.db.run(self, lambda: this_pc.remember(database, {this_pc.ESTATE: estate_id}))
        counter.ways.said.emit(f"现在是{counter.estate_name}")
        self.enter()


def _column(section: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(section)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().px(12))
    return column
