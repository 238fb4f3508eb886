"""A lane as slow as the test wants it: what a hand does while the disk is still at work."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from desk.ui.tasks import InlineTasks


class LaterTasks(InlineTasks):
    """A lane whose work is done when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[tuple[Any, ...]] = []

    def run(self, owner: QObject, work: Callable[[], Any], done: Any = None, failed: Any = None) -> None:
        self.waiting.append((owner, work, done, failed))

    def answer(self) -> None:
        while self.waiting:
            super().run(*self.waiting.pop(0))
