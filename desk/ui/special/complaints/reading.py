"""What the page of complaints reads at once: the neutral lines, the piles of who handles some, one complaint whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.domain.flow import Values
from desk.domain.page import Pile
from desk.services.complaints import lines, reads
from desk.services.complaints.lines import InHand
from desk.services.complaints.listed import ComplaintType, type_of
from desk.services.complaints.page import PAGE
from desk.services.complaints.readers import OVER_ALL
from desk.services.complaints.reads import Earlier
from desk.services.residents.record import RESIDENT
from desk.services.reviews.marking import marked, undecided
from desk.services.slips import files
from desk.store import log
from desk.store.log import Entry
from desk.store.query import one as one_record
from desk.ui.special.complaints.keeping import Staff, file_of, staff
from desk.ui.special.order_reads import names_of
from desk.ui.special.photo_marks import marks

if TYPE_CHECKING:
    from desk.ui.counter import Counter

IN_HAND, DONE = "in_hand", "done"  # the piles that everybody has


@dataclass(frozen=True)
class Read:
    """`handles`: whether this person has any complaint to read, so that the piles are shown at all.

    `wanted`: what was asked for from elsewhere, as it is called here, and the pile it lies in.
    """

    handles: bool
    counts: dict[str, int]
    complaints: list[Values] = field(repr=False)
    lines: list[InHand] = field(repr=False)
    wanted: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Whole:
    """One complaint with what stands around it."""

    values: Values = field(repr=False)
    entries: list[Entry] = field(repr=False)
    names: dict[str, str] = field(repr=False)
    staff: Staff
    kind: ComplaintType | None
    earlier: list[Earlier]
    repeats: int
    level: str
    best_hours: str
    files: list[Values] = field(default_factory=list, repr=False)
    marks: Mapping[str, str] = field(default_factory=dict)  # of those that are not everywhere yet
    undecided: bool = False


def reading(counter: "Counter", pile: str, wanted: str = "") -> Callable[[], Read]:
    database, scope = file_of(counter)
    main, actor, estate = counter.database, counter.actor, counter.scope

    def work() -> Read:
        mine = reads.counts(database, actor, scope)
        open_lines = lines.in_hand(main, actor, estate)
        counts = {**mine, IN_HAND: len(open_lines)}
        found: Pile | None = next((one for one in PAGE.piles if one.name == pile), None)
        complaints = reads.rows(database, actor, scope, found) if found is not None else []
        complaints = marked(database, actor, scope, complaints) if complaints else []
        shown = open_lines if pile == IN_HAND else lines.in_hand(main, actor, estate, closed=True)
        closed = next(one for one in PAGE.piles if not one.counted)
        handles = actor.may(OVER_ALL) or any(mine.values()) or bool(reads.rows(database, actor, scope, closed, most=1))
        return Read(handles, counts, complaints, shown if found is None else [], sought(open_lines))

    def sought(open_lines: list[InHand]) -> tuple[str, str]:
        """Who may read it sees the complaint, everybody else its neutral line."""
        if not wanted:
            return "", ""
        mine = reads.whose_pile(database, actor, scope, wanted)
        if mine[0]:
            return mine
        for name, some in ((IN_HAND, open_lines), (DONE, lines.in_hand(main, actor, estate, closed=True))):
            if any(one.id == wanted for one in some):
                return wanted, name
        return "", ""

    return work


def whole(counter: "Counter", ent: str) -> Callable[[], Whole | None]:
    database, scope = file_of(counter)
    main, actor, estate, lists = counter.database, counter.actor, counter.scope, counter.lists()
    days, now = counter.settings().number("complaint.repeat_days"), counter.now()

    def work() -> Whole | None:
        values = reads.one(database, actor, scope, ent)
        if values is None:
            return None
        entries = log.history(database, ent)
        attached = files.of_order(database, actor, scope, ent)
        person = str(values.get("resident_id") or "")
        resident = one_record(main, actor, estate, RESIDENT, person) if person else None
        return Whole(
            values,
            entries,
            names_of(main, entries),
            staff(main, lists),
            type_of(values.get("type"), lists),
            reads.earlier(database, actor, scope, values, days, now),
            reads.repeats(database, actor, scope, values),
            str((resident or {}).get("level") or ""),
            str((resident or {}).get("best_hours") or ""),
            attached,
            marks(database, attached, main),
            ent in undecided(database, actor, scope),
        )

    return work
