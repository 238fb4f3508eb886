"""谁: who complains, by tail, name or room; who is not on file or stays unnamed; what is in hand about them already."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from desk.domain.calendar import day_of
from desk.domain.phones import read_phone
from desk.services.complaints import lines
from desk.services.complaints.lines import InHand
from desk.services.complaints.receiving import Draft
from desk.services.residents import lookup
from desk.services.residents.lookup import Candidate, Means
from desk.ui.counter import Counter
from desk.ui.special.complaints.intake_form import IntakeForm

PICKS = 9
SHORTEST_NUMBER = 7  # digits of a telephone; fewer are a room
BUTLER = """SELECT b.butler_id FROM home h JOIN building b ON b.no = h.building_no AND b.scope = h.scope
            WHERE h.id = ? AND b.status = 'active'"""

LEVEL = "SELECT level FROM resident WHERE id = ?"


class Caller(QObject):
    """`told`: the draft with somebody else in it; `done`: go on.

    `known`: the building's butler, the service level of the resident, and what is in hand.
    """

    told = Signal(object)
    known = Signal(str, str, object)
    done = Signal()

    def __init__(self, counter: Counter, form: IntakeForm, draft: Callable[[], Draft], parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._form, self._draft = counter, form, draft
        form.who.asked.connect(self._asked)
        form.who.taken.connect(self._taken)
        form.who.unknown.connect(self._unknown)

    def _asked(self, typed: str) -> None:
        draft = self._draft()
        if draft.resident_id or draft.home_id:
            self.told.emit(
                replace(draft, resident_id="", home_id="", where="", who="", salutation="", phone="", level="")
            )
            self.known.emit("", "", [])
        if not typed:
            return
        counter = self._counter
        search, actor, scope, today = counter.search, counter.actor, counter.scope, day_of(counter.now())
        counter.read(
            self,
            lambda: lookup.candidates(search, actor, scope, typed, today, "", PICKS),
            lambda found: self._form.who.answer(typed, found),
        )

    def _taken(self, one: Candidate, _typed: str) -> None:
        place = one.room_long if one.kind is Means.PLACE else one.room_short
        draft = replace(
            self._draft(), resident_id=one.resident_id, home_id=one.home_id, where=place or one.room_long,
            who=one.name, salutation=one.salutation, phone=one.phone, level=one.level,
        )  # fmt: skip
        form = self._form
        form.who.show_taken(f"{place} {one.name}".strip(), one.masked)
        form.who.settle(one)
        form.name.setText(one.name)
        form.phone.clear()
        self.told.emit(draft)
        self.read()
        self.done.emit()

    def _unknown(self, typed: str) -> None:
        """Whoever is not on file, or does not want to say who it is."""
        form, digits = self._form, sum(sign.isdigit() for sign in typed)
        if digits >= SHORTEST_NUMBER:
            number = read_phone(typed).number
            form.phone.setText(number)
            self.told.emit(replace(self._draft(), phone=number))
        elif digits:
            self.told.emit(replace(self._draft(), where=typed))
            form.who.show_taken(typed, "先记下")
        else:
            form.name.setText(typed)
            self.told.emit(replace(self._draft(), who=typed))
        form.who.say("不在册: 姓名和电话先记下, 也可以不留")
        self.done.emit()

    def read(self) -> None:
        """The butler of the building, and what is in hand about the person or the home."""
        counter, draft = self._counter, self._draft()
        database, actor, scope = counter.database, counter.actor, counter.scope
        if not (draft.home_id or draft.resident_id):
            self.known.emit("", "", [])
            return

        def work() -> tuple[str, str, list[InHand]]:
            rows = database.read(BUTLER, (draft.home_id,))
            levels = database.read(LEVEL, (draft.resident_id,))
            homes = [draft.home_id] if draft.home_id else []
            found = lines.in_hand_of(database, actor, scope, draft.resident_id, homes)
            return _first(rows), _first(levels), found

        def read(found: tuple[str, str, list[InHand]]) -> None:
            now = self._draft()
            if (now.resident_id, now.home_id) == (draft.resident_id, draft.home_id):
                self.known.emit(*found)

        counter.read(self, work, read)


def _first(rows: Sequence[tuple[Any, ...]]) -> str:
    return str(rows[0][0] or "") if rows else ""
