"""What the buttons of the page do, and where Enter leads: one place that joins them to panels and steps."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from desk.services.assessment.clerks import Clerk
from desk.services.assessment.shops import Shop
from desk.services.assessment.technicians import Technician
from desk.ui.counter import Counter
from desk.ui.drill_parts import Counted, Drill
from desk.ui.special.assessment import foot as feet
from desk.ui.special.assessment import offers as steps
from desk.ui.special.assessment.acts import Acts
from desk.ui.special.assessment.asked import RANKING, Asked
from desk.ui.special.assessment.figures import of_clerk, of_shop, of_technician
from desk.ui.special.assessment.panels import Panels
from desk.ui.special.assessment.people_tab import name_of
from desk.ui.special.assessment.reading import Read, Seen


@dataclass(frozen=True, slots=True)
class InFront:
    """What the page shows at the moment. `read` and `seen` are None where nothing is counted yet."""

    asked: Asked
    part: str
    word: str
    read: Read | None = None
    seen: Seen | None = None


class Doing(QObject):
    def __init__(self, counter: Counter, panels: Panels, acts: Acts, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._panels, self._acts = counter, panels, acts

    def press(self, name: str, front: InFront) -> None:
        """A button by its name; nothing for one that does not belong to what is shown."""
        act = {**self._anywhere(front), **self._on_papers(front), **self._on_sheet(front)}.get(name)
        if act is not None:
            act()

    def _anywhere(self, front: InFront) -> dict[str, Callable[[], object]]:
        panels, estate = self._panels, front.asked.estate
        return {
            feet.CHOOSE: lambda: panels.choose(front.asked, front.word),
            feet.CLAIM: lambda: panels.claim(estate),
            feet.FIND: lambda: panels.find(estate),
        }

    def _on_papers(self, front: InFront) -> dict[str, Callable[[], object]]:
        panels, read, several = self._panels, front.read, front.part == RANKING
        if read is None:
            return {}
        return {feet.EXPORT: lambda: panels.export(read, several), feet.PRINT: lambda: panels.look(read, several)}

    def _on_sheet(self, front: InFront) -> dict[str, Callable[[], object]]:
        panels, acts, asked, seen = self._panels, self._acts, front.asked, front.seen
        if seen is None:
            return {}
        estate = asked.estate
        found: dict[str, Callable[[], object]] = {
            feet.YEAR: lambda: panels.year(estate, asked, seen),
            feet.NOW: lambda: panels.since_frozen(estate, asked, seen),
            steps.FREEZE: lambda: acts.freeze(estate, asked.days, seen),
            steps.REFREEZE: lambda: acts.freeze(estate, asked.days, seen),
            steps.REVIEW: lambda: self._counter.ways.review_wanted.emit(""),
            steps.MARK: lambda: panels.marks(estate, seen),
            steps.BACK: lambda: panels.send_back(estate, seen),
        }
        own = (steps.SUBMIT, steps.CONFIRM, steps.LOCK, steps.VOID)
        return found | {step: partial(acts.take, estate, seen, step) for step in own}

    def drill_row(self, code: str, label: str, front: InFront) -> None:
        if front.read is not None and front.seen is not None:
            self._panels.drill_row(front.read, front.seen, code, label)

    def drill_person(self, one: Technician | Shop | Clerk, front: InFront) -> None:
        """Every figure of a technician, a shop, a clerk."""
        read, estate = front.read, front.asked.estate
        if read is None:
            return
        period, actor = read.of(estate), estate.actor(self._counter.actor)

        def figures() -> list[Counted]:
            if isinstance(one, Shop):
                return of_shop(one, period, actor)
            return of_clerk(one, period, actor) if isinstance(one, Clerk) else of_technician(one, period)

        words = f"{estate.name} {front.asked.days.words}"
        self._panels.drill(Drill(name_of(one), words, read.books, figures))
