"""The card's questions to the db lane; an answer that belongs to an earlier call or question is passed over."""

from PySide6.QtCore import QObject, Signal

from desk.services.residents.lookup import Candidate
from desk.services.work_orders.drafting import Draft
from desk.services.work_orders.radar import NOTHING, Asked, Found
from desk.services.work_orders.suggest import Suggestion, suggest
from desk.store import parked
from desk.store.parked import ParkedDraft
from desk.ui.counter import Counter
from desk.ui.special.intake import reading
from desk.ui.special.intake.reading import Caller, Times


class Asking(QObject):
    """Each question is answered by its signal, or not at all."""

    candidates_known = Signal(str, object)  # what was typed, list[Candidate]
    caller_known = Signal(object)  # Caller
    times_known = Signal(object)  # Times
    alike_known = Signal(int)
    related_known = Signal(str, str)  # what was typed, the home's id
    parked_known = Signal(object)  # ParkedDraft
    radar_known = Signal(object)  # Found
    places_known = Signal(object)  # list[Candidate], the own unit's first

    def __init__(self, counter: Counter, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._call = 0
        self._who = ("", "")
        self._crew: str | None = None
        self._about = ("", "")
        self._asked = Asked()
        self._home = ""
        self.radar_pending = False
        # The clues are compiled at the first use, which takes longer than a key press may.
        catalogue = counter.catalogue
        counter.work.run(self, lambda: suggest("水", catalogue))

    def new_call(self) -> None:
        """Nothing of the last call counts any more."""
        self._call += 1
        self._who, self._crew, self._about = ("", ""), None, ("", "")
        self._asked, self._home, self.radar_pending = Asked(), "", False

    def candidates(self, typed: str, near: str) -> None:
        call = self._call

        def done(found: object) -> None:
            if call == self._call:
                self.candidates_known.emit(typed, found)

        self._counter.read(self, reading.candidates(self._counter, typed, near), done)

    def caller(self, draft: Draft) -> None:
        """Who is taken now; without anybody there is nothing to read."""
        self._who = who = (draft.resident_id, draft.home_id)
        if not any(who):
            return
        call = self._call

        def done(found: Caller) -> None:
            if call == self._call and who == self._who:
                self.caller_known.emit(found)

        self._counter.read(self, reading.caller(self._counter, draft), done)

    def times(self, found: Suggestion) -> None:
        """The windows of the crew this problem falls to, read once for each crew."""
        crew = reading.crew_name(self._counter, found)
        if crew == self._crew:
            return
        self._crew = crew
        call = self._call

        def done(times: Times) -> None:
            if call == self._call and crew == self._crew:
                self.times_known.emit(times)

        self._counter.read(self, reading.times(self._counter, found), done)

    def radar(self, asked: Asked) -> None:
        """Whether this call is there already; asked anew only where something that matters was said."""
        if asked == self._asked:
            return
        self._asked = asked
        self.radar_pending = not asked.says_nothing
        if asked.says_nothing:
            self.radar_known.emit(NOTHING)
            return

        def done(found: Found) -> None:
            if asked is self._asked:
                self.radar_pending = False
                self.radar_known.emit(found)

        self._counter.read(self, reading.radar(self._counter, asked), done)

    def places(self, home: str) -> None:
        """The public places a caller from this home may mean."""
        if home == self._home:
            return
        self._home = home

        def done(found: list[Candidate]) -> None:
            if home == self._home:
                self.places_known.emit(found)

        if home:
            self._counter.read(self, reading.places(self._counter, home), done)
        else:
            self.places_known.emit([])

    def alike(self, where: str, problem: str) -> None:
        if (where, problem) == self._about:
            return
        self._about = (where, problem)
        call = self._call

        def done(count: int) -> None:
            if call == self._call:
                self.alike_known.emit(count)

        self._counter.read(self, reading.alike(self._counter, where, problem), done)

    def related(self, typed: str) -> None:
        """The other home of a leak, where the room is typed to its end."""
        call = self._call

        def done(found: list[Candidate]) -> None:
            homes = {one.home_id for one in found if one.home_id}
            if call == self._call and len(homes) == 1:
                self.related_known.emit(typed, homes.pop())

        self._counter.read(self, reading.candidates(self._counter, typed, ""), done)

    def parked(self, ent: str) -> None:
        """A parked draft as it is kept now: the strip that was pressed may be a moment old."""
        call, database, scope = self._call, self._counter.database, self._counter.scope

        def done(found: ParkedDraft | None) -> None:
            if call == self._call and found is not None:
                self.parked_known.emit(found)

        self._counter.read(self, lambda: parked.resume(database, scope, ent), done)
