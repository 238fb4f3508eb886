"""Intake and dispatch as panels over an empty page, with the window's own keys, and hands that count theirs."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.roles import Role
from desk.ui.counter import Counter
from desk.ui.function_keys import FunctionKeys
from desk.ui.kit.bars import StatusLine, TopBar
from desk.ui.kit.rail import Rail
from desk.ui.kit.slide_over import SlideOver
from desk.ui.places import ROOMS
from desk.ui.special.dispatch import DispatchPane
from desk.ui.special.intake import IntakeCard
from tests.ui.special.counting import SIZES, counter_at
from tests.ui.typing_words import type_words
from tests.world import World

ENTER, UP, DOWN, LEFT, RIGHT = (Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
F2, F4, F7, F8, F9, ESC = (
    Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_Escape,
)  # fmt: skip
Key = Qt.Key | str


class Frame(QWidget):
    """Rail, bars, an empty page and the two panels, joined by the ways as the window joins them."""

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self.setObjectName("ground")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Rail("翠", [room.rail for room in ROOMS]))
        column = QVBoxLayout()
        column.setSpacing(0)
        row.addLayout(column, 1)
        self.area, self.status, top = QWidget(), StatusLine(), TopBar()
        top.report_wanted.connect(lambda: counter.ways.intake_wanted.emit(None))
        for one in (top, self.area, self.status):
            column.addWidget(one, 1 if one is self.area else 0)
        self._open: list[SlideOver] = []
        self._panels: dict[type[QWidget], SlideOver] = {}
        for made in (IntakeCard(counter), DispatchPane(counter)):
            over = SlideOver(made, self.area, made.WIDTH)
            made.closed.connect(partial(self._shut, over))
            self._panels[type(made)] = over
        counter.ways.intake_wanted.connect(partial(self._slide, IntakeCard))
        counter.ways.dispatch_wanted.connect(partial(self._slide, DispatchPane))

    @property
    def panel(self) -> QWidget | None:
        return self._open[-1].panel if self._open else None

    def _slide(self, kind: type[QWidget], start: object) -> None:
        over = self._panels[kind]
        over.panel.begin(start)  # type: ignore[attr-defined]
        self._open = [*(one for one in self._open if one is not over), over]
        over.open()
        over.panel.enter()  # type: ignore[attr-defined]
        self.status.show_keys(over.panel.keys())  # type: ignore[attr-defined]

    def _shut(self, over: SlideOver) -> None:
        self._open = [one for one in self._open if one is not over]
        over.shut()

    def press_front(self, key: str) -> bool:
        return self.panel is not None and bool(self.panel.press(key))  # type: ignore[attr-defined]


@dataclass
class PanelDesk:
    """`said` are the words that passed, `printed` the orders whose slips were asked for."""

    world: World
    counter: Counter
    frame: Frame
    said: list[str] = field(default_factory=list)
    printed: list[list[str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    keys: int = 0

    @property
    def card(self) -> IntakeCard:
        found = self.frame.panel
        assert isinstance(found, IntakeCard), found
        return found

    @property
    def pane(self) -> DispatchPane:
        found = self.frame.panel
        assert isinstance(found, DispatchPane), found
        return found

    @property
    def focus(self) -> QWidget | None:
        return QApplication.focusWidget()

    def press(self, *keys: Key) -> None:
        """Press keys where the focus is, each counted."""
        for key in keys:
            at = QApplication.focusWidget() or self.frame
            QTest.keyClicks(at, key) if isinstance(key, str) else QTest.keyClick(at, key)
            self.keys += 1

    def type(self, text: str) -> None:
        """A number or a room: every sign is a key."""
        self.press(*text)

    def words(self, text: str) -> None:
        """Words of the caller: no keys of the script."""
        at = QApplication.focusWidget()
        assert at is not None
        type_words(at, text)

    def orders(self) -> list[dict[str, Any]]:
        return sorted(self.world.rows("work_order"), key=lambda row: str(row["no"]))

    def parked(self) -> list[tuple[str, str]]:
        return [
            (str(row[0]), str(row[1])) for row in self.world.database.read("SELECT id, title FROM parked ORDER BY at")
        ]

    def leave(self) -> None:
        """Everything goes: a window that stays is dressed again by every later test."""
        self.frame.close()
        self.frame.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def picture(self, path: Path) -> None:
        QApplication.processEvents()
        self.frame.grab().save(str(path))


def panel_desk(world: World, role: Role = Role.CLERK, size: tuple[int, int] = SIZES[0]) -> PanelDesk:
    """A person of this role in front of the frame, with nothing open."""
    counter = counter_at(world, role)
    frame = Frame(counter)
    FunctionKeys(frame, frame.press_front, lambda _key: False)
    desk = PanelDesk(world, counter, frame)
    ways = counter.ways
    ways.print_now.connect(desk.printed.append)
    ways.said.connect(desk.said.append)
    ways.warned.connect(desk.said.append)
    ways.refused.connect(lambda error: desk.refused.append(str(error)))
    frame.resize(*size)
    frame.show()
    frame.activateWindow()
    QApplication.processEvents()
    return desk
