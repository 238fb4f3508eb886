"""暂存: the parked intakes in the top bar, read anew when one changes, their ages each minute."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desk.domain.calendar import MINUTE
from desk.domain.words_of_time import duration
from desk.ui.counter import Counter
from desk.ui.kit.bars import Parked, TopBar

if TYPE_CHECKING:
    from desk.store.parked import ParkedDraft

SHOWN = 3  # what fits at 1366 px; the rest is counted


class ParkedStrip(QObject):
    """Alt+1 is the one that waits longest."""

    def __init__(self, counter: Counter, top: TopBar, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._top = counter, top
        self._parked: list[ParkedDraft] = []
        top.parked_wanted.connect(self.resume)

    @Slot()
    def read(self) -> None:
        from desk.store import parked

        database, scope = self._counter.database, self._counter.scope
        self._counter.read(self, lambda: parked.all_parked(database, scope), self._arrived)

    def _arrived(self, found: "list[ParkedDraft]") -> None:
        self._parked = found
        self.show_ages()

    def show_ages(self) -> None:
        now, late = self._counter.now(), self._counter.settings().number("desk.parked_minutes") * MINUTE
        self._top.show_parked([chip_of(one, now, late) for one in self._parked], SHOWN)

    @Slot(str)
    def resume(self, ent: str) -> None:
        """Take one up again where it was left."""
        found = next((one for one in self._parked if one.id == ent), None)
        if found is not None:
            self._counter.ways.intake_wanted.emit(found)

    def press(self, key: str) -> bool:
        """`Alt+1` to `Alt+9`; whether there is such a one."""
        place = key.removeprefix("Alt+")
        if place == key or not place.isdigit() or not 0 < int(place) <= len(self._parked):
            return False
        self.resume(self._parked[int(place) - 1].id)
        return True


def chip_of(one: "ParkedDraft", now: int, late: int) -> Parked:
    where, _, what = one.title.partition(" ")
    promised = int(one.draft.get("call_back_at") or 0)
    if promised:
        left = promised - now
        return Parked(one.id, where, what, f"还有 {duration(left)}" if left > 0 else "该打了", left <= 0)
    age = now - one.at
    return Parked(one.id, where, what, duration(max(age, 0)), age >= late)
