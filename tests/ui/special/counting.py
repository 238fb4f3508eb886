"""A person at a real counter with lanes that need no threads, a page in a window, and hands that count their keys."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import delete

from desk.domain.roles import Role
from desk.parts import own_catalogue
from desk.ui.counter import Counter
from desk.ui.kit.keys import KeyRouter
from desk.ui.tasks import InlineTasks
from desk.ui.theme import theme
from tests.world import World

SIZES = ((1366, 768), (1920, 1080))


def counter_at(world: World, role: Role = Role.CLERK) -> Counter:
    lanes = {"db": InlineTasks(), "work": InlineTasks()}
    counter = Counter(world.database, world.rules, world.steps, world.office, world.clock, dict(lanes), own_catalogue())
    for lane in lanes.values():
        lane.failed.connect(_stop)
        lane.setParent(counter)
    counter.sign_in(world.people[role].id, world.scope.partition("/")[2])
    return counter


def _stop(error: Exception) -> None:
    raise error


class Desk(QWidget):
    """A window around one page, with the keys of the real one: function keys first to the page, then to buttons."""

    def __init__(self, page: QWidget, size: tuple[int, int] = SIZES[0]) -> None:
        super().__init__()
        self.page = page
        self.said: list[str] = []
        self.refused: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self._router = _Router(self, page)
        self.resize(size[0] - theme().size("rail"), size[1] - theme().size("top") - theme().size("status"))

    def listen(self, counter: Counter) -> None:
        counter.ways.said.connect(self.said.append)
        counter.ways.warned.connect(self.said.append)
        counter.ways.refused.connect(lambda error: self.refused.append(str(error)))

    def open(self) -> None:
        self.show()
        self.activateWindow()
        assert QTest.qWaitForWindowActive(self, 3_000)
        self.page.enter()  # type: ignore[attr-defined]
        QApplication.processEvents()

    def gone(self) -> None:
        """Taken down for good: a window that stays alive would be dressed anew by every later test."""
        self.hide()
        delete(self)
        QApplication.processEvents()

    def press(self, *keys: Qt.Key | str) -> int:
        """Press keys where the focus is; says how many."""
        for key in keys:
            at = QApplication.focusWidget()
            assert at is not None, "nothing has the focus"
            if isinstance(key, str):
                QTest.keyClicks(at, key)
            else:
                QTest.keyClick(at, key)
        return len(keys)

    def picture(self, folder: Path, name: str) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.png"
        QApplication.processEvents()
        self.grab().save(str(path))
        return path


class _Router(KeyRouter):
    def __init__(self, window: QWidget, page: QWidget) -> None:
        super().__init__(window)
        self._page = page

    def press(self, key: str, around: QWidget) -> bool:
        if len(key) == 1 or key in ("Return", "Space"):
            return super().press(key, around)
        return bool(self._page.press(key)) or super().press(key, around)  # type: ignore[attr-defined]
