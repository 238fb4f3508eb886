"""The whole real desk on a small office: signed in by keys, lanes without threads, the clock movable."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desk import app
from desk.domain.roles import Role
from desk.ui.frame import Frame
from desk.ui.tasks import InlineTasks
from tests.world import World

PIN = "2580"
CONTROL, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier,
)  # fmt: skip
NAMED = {
    "Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "Space": Qt.Key.Key_Space, "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down, "Backspace": Qt.Key.Key_Backspace,
    **{f"F{number}": Qt.Key(Qt.Key.Key_F1.value + number - 1) for number in range(1, 13)},
}  # fmt: skip


@dataclass
class WholeDesk:
    """`world` is the office, `desk` the program on it; keys go to whatever has the focus."""

    world: World
    desk: app.Desk

    @property
    def frame(self) -> Frame:
        assert self.desk.frame is not None
        return self.desk.frame

    def press(self, *keys: str) -> None:
        """`F2`, `Enter`, `3`, `Ctrl+K`, `Alt+1`: each to the widget in focus, as a keyboard sends them."""
        for key in keys:
            modifier, name = NONE, key
            for word, one in (("Ctrl+", CONTROL), ("Alt+", ALT)):
                if key.startswith(word):
                    modifier, name = one, key[len(word) :]
            target = QApplication.focusWidget() or self.desk.window
            QTest.keyClick(target, NAMED.get(name, name), modifier)
            settle()

    def sign_in(self, role: Role = Role.CLERK) -> None:
        """By the keys a person presses: the digit, the PIN, Enter."""
        page = self.desk.window.sign_in
        place = page.door.staff.index(self.world.people[role].id) + 1
        self.press(str(place), *PIN, "Enter")

    def go(self, name: str) -> QWidget:
        self.frame.go(name)
        settle()
        return self.frame.page


def settle() -> None:
    """Until events are quiet, also the late deaths of widgets."""
    for _ in range(3):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def give_pins(world: World) -> None:
    with world.database.write() as connection:
        secret = _verifier()
        connection.exec_driver_sql(
            "INSERT INTO account (staff_id, verifier, failures, blocked_until) VALUES (?, ?, 0, 0)",
            [(one.id, secret) for one in world.people.values()],
        )


@cache
def _verifier() -> str:
    """The PIN as it is stored, at a cost that is soon paid: what it costs to guess is tested at the accounts."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PIN)


def whole_desk(application: QApplication, world: World, size: Sequence[int] = (1366, 768)) -> WholeDesk:
    """Everybody of the office has the same PIN; nobody has sat down yet."""
    give_pins(world)
    lanes = {"db": InlineTasks(), "work": InlineTasks()}
    desk = app.compose(application, world.database, world.clock, dict(lanes))
    for lane in lanes.values():
        lane.setParent(desk)
        lane.failed.connect(_stop)
    desk.window.resize(*size)
    desk.window.show()
    desk.window.activateWindow()
    assert QTest.qWaitForWindowActive(desk.window, 3_000)
    desk.window.sign_in.begin()
    settle()
    return WholeDesk(world, desk)


def end(one: WholeDesk) -> None:
    """Close it as a person does, and let nothing of it live on."""
    one.desk.window.close()
    one.desk.close()
    one.desk.window.deleteLater()
    one.desk.deleteLater()
    settle()


def _stop(error: Exception) -> None:
    raise error
