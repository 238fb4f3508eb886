"""The records of a list a page at a time, and of each only what the reader may see; on a lane."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from desk.domain.flow import Values
from desk.domain.scopes import complaints_of, estate_of
from desk.services.assessment.counting import Case
from desk.services.assessment.evidence import ABOUT_READER, Shown, of_record
from desk.services.assessment.record import Left
from desk.store.query import visible_to
from desk.ui.counter import Counter
from desk.ui.drill_columns import ESTATE, WHY
from desk.ui.drill_parts import Counted, Drill

AT_ONCE = 200
LEFT_OUT = "x:"  # how the verdict of a record that is not counted begins
SCOPE = "scope_"


@dataclass(frozen=True, slots=True)
class RowPage:
    rows: Sequence[dict[str, Any]]
    next: object | None


class Rows:
    """What belongs to the counter is taken when the list is opened: pages are read on a lane."""

    def __init__(self, counter: Counter, drill: Drill, figure: Counted, cases: Sequence[Case]) -> None:
        self._database, self._office, self._reader = counter.database, counter.office, counter.actor.id
        self._drill, self._figure, self._cases = drill, figure, cases

    def page(self, after: object | None) -> RowPage:
        begin = int(str(after or 0))
        part, more = self._cases[begin : begin + AT_ONCE], begin + AT_ONCE
        rows = [self._row(one.case, values) for one, values in self._seen(part)]
        return RowPage(rows, more if more < len(self._cases) else None)

    def _seen(self, part: Sequence[Case]) -> Iterator[tuple[Shown, Values]]:
        """As many as there are; one that may not be seen says nothing."""
        open_to = {scope: self._open_to(scope, part) for scope in dict.fromkeys(one.scope for one in part)}
        for one in of_record(self._drill.books, self._figure.record, part, self._reader):
            ids = open_to[one.case.scope]
            sees = ids is None or one.case.id in ids or one.values.keys() <= set(ABOUT_READER)
            yield one, one.values if sees else {}

    def _open_to(self, scope: str, part: Sequence[Case]) -> frozenset[str] | None:
        """Which of these records of an estate the roles held there let one see; None: all."""
        actor = self._office.actor(self._database, scope, self._reader)
        if not actor.roles:
            return frozenset()
        if self._figure.record != "complaint":
            return None
        read, ids = self._drill.books.complaints, [one.id for one in part if one.scope == scope]
        if read is None:
            return frozenset()
        where, values = visible_to(actor, complaints_of(scope))
        marks = ", ".join("?" * len(ids))
        found = read(f"SELECT id FROM complaint WHERE {where} AND id IN ({marks})", [*values, *ids])
        return frozenset(str(row[0]) for row in found)

    def _row(self, one: Case, values: Values) -> dict[str, Any]:
        why = Left.label_of(one.verdict.removeprefix(LEFT_OUT)) if one.verdict.startswith(LEFT_OUT) else ""
        place = self._drill.estates.get(one.scope, estate_of(one.scope))
        return {**values, "id": one.id, SCOPE: one.scope, ESTATE: place, WHY: why}
