"""What the two long parts of the settings share: tabs above a list, words that search it, one undo for one step."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.store.steps import StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.fields import TextField
from desk.ui.kit.rows import RowList
from desk.ui.page_tabs import Tabs


class SearchedSection(QWidget):
    """← → from the list turn the tabs; Esc in the search empties it first. The part itself makes the three pieces."""

    WHOLE = True  # fills the page by itself, with its own scroll

    tabs: Tabs
    list: RowList
    search: TextField

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter

    def press(self, key: str) -> bool:
        if key == "Esc" and self.search.text():
            self.search.clear()
            self.list.setFocus()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.tabs.step(step)

    def _tell(self, words: str, requests: Sequence[StepRequest], back: StepRequest) -> None:
        """One step can be called back at once; of several it is only said."""
        if len(requests) == 1:
            self._counter.ways.undoable.emit(words, back)
        else:
            self._counter.ways.said.emit(words)
