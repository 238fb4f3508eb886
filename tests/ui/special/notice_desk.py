"""The notices page in a window: a person at it, hands that count, and notices as others left them."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.ui.special.notices.form import NoticeForm
from desk.ui.special.notices.page import NoticesPage
from desk.ui.special.notices.review import ReviewPanel
from desk.ui.special.notices.sign_ups import SignUpPanel
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.ui.typing_words import type_words
from tests.world import World

ENTER, LEFT, RIGHT, UP, DOWN, F4, F8, F9, ESC, BACK = (
    Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_F4,
    Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_Escape, Qt.Key.Key_Backspace,
)  # fmt: skip
DAY = "2026-11-19"


class Board:
    """A person at the page."""

    def __init__(self, world: World, role: Role = Role.CLERK, size: tuple[int, int] = SIZES[0]) -> None:
        self.world = world
        estate = world.scope.partition("/")[2]
        if not world.row("estate", estate).get("desk_phone"):
            world.take(Role.HEAD_OFFICE, "estate.edit", estate, desk_phone="8801 6000")
        self.counter = counter_at(world, role)
        self.page = NoticesPage(self.counter)
        self.desk = Desk(self.page, size)
        self.desk.listen(self.counter)
        self.printed: list[Any] = []
        self.counter.ways.print_wanted.connect(self.printed.append)
        self.desk.open()
        QTest.qWait(1)

    def press(self, *keys: Any) -> int:
        count = self.desk.press(*keys)
        QApplication.processEvents()
        return count

    def words(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        type_words(focus, text)

    @property
    def form(self) -> NoticeForm:
        assert isinstance(self.page.acts.panel.panel, NoticeForm)
        return self.page.acts.panel.panel

    @property
    def review(self) -> ReviewPanel:
        assert isinstance(self.page.acts.panel.panel, ReviewPanel)
        return self.page.acts.panel.panel

    @property
    def sign_ups(self) -> SignUpPanel:
        assert isinstance(self.page.acts.panel.panel, SignUpPanel)
        return self.page.acts.panel.panel

    def turn(self, pile: str) -> None:
        self.page.tabs.choose(pile)
        QApplication.processEvents()

    def choose(self, ent: str) -> None:
        self.page.show_record(ent)
        QApplication.processEvents()
        self.page.list.setFocus()

    @property
    def rows(self) -> list[str]:
        model = self.page.list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def leave(self) -> None:
        self.desk.close()
        delete(self.desk)


def drafted(world: World, kind: str = "11", **values: Any) -> str:
    told = {
        "kind": kind, "title": "停水通知", "from_at": at(DAY, "11:00"), "to_at": at(DAY, "17:00"),
        "expected_at": at(DAY, "17:00"), "audience": "unit", "targets": ["u/3/2"], "homes": 3,
        "range_words": "3栋2单元", "reason": "二次供水设备检修", "tips": "请提前储水, 关好龙头; 来水初期请放水几分钟",
        "phone": "8801 6000", "undersigned": "翠湖花园物业服务中心", "writer": "李敏", **values,
    }  # fmt: skip
    told = {name: value for name, value in told.items() if value is not None}
    return world.take(Role.CLERK, "notice.draft", **told)


def submitted(world: World, kind: str = "11", **values: Any) -> str:
    ent = drafted(world, kind, **values)
    world.take(Role.CLERK, "notice.submit", ent)
    return ent


def sent(world: World, kind: str = "11", **values: Any) -> str:
    ent = submitted(world, kind, **values)
    world.take(Role.MANAGER if kind == "93" else Role.SUPERVISOR, "notice.approve", ent, reviewer="张敏")
    return ent
