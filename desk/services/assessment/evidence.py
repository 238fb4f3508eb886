"""The records behind a figure as an evidence sheet shows them: numbers, places and moments, no names of residents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desk.domain.flow import Values
from desk.domain.scopes import complaints_of
from desk.services.assessment.books import Books, Read
from desk.services.assessment.counting import MEASURES, Case, Period, listed

AT_ONCE = 500
# What is shown of each record, by field name. Of a complaint its number and moments: nothing it says, nobody's name.
SHOWN: Mapping[str, tuple[str, ...]] = {
    "work_order": ("no", "where", "problem_label", "urgency", "crew", "reported_at", "informed_at", "response_due_at",
                   "window_from_at", "arrived_at", "arrival_due_at", "finished_at", "finish_due_at", "satisfaction",
                   "tick", "status", "technician"),
    "fresh_order": ("no", "where", "shop", "kind", "placed_at", "arrived_at", "inspected_at", "delivered_at",
                    "window_from_at", "window_to_at", "late_reason", "tick", "status"),
    "compensation": ("order_no", "item", "shop", "reported_at", "cause", "missed", "amount_fen"),
    "notice": ("kind_label", "title", "sent_at", "from_at", "lead_due_at", "received_at", "forward_due_at",
               "restored_at", "restored_recorded_at", "restore_due_at", "urgent_reason", "second_due_at",
               "reviewed_at", "found_by", "late_reason"),
    "complaint": ("no", "type_label", "received_at", "validity", "invalid_reason", "channel", "due_at",
                  "first_answered_at", "repeat_of_no"),
    "unrecorded": ("made_at", "found_how", "source_no", "found_at"),
    "home": ("room", "bound_at"),
    "exchange": ("order_no", "item", "shop", "reason", "opened_at", "told_shop_at", "arrived_at"),
    "revisit": ("about_no", "where", "answered_at", "seconds", "satisfaction"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A case and what may be shown of its record."""

    case: Case
    values: Values


ABOUT_READER = ("no",)  # of a complaint about whoever looks: that there is one, as its neutral line says anyway


def cases(books: Books, period: Period, measure: str, verdict: str = "", reader: str = "") -> Iterator[Shown]:
    """The records of one verdict, in the order and number of `listed`, read a few hundred at a time.

    `reader` is the id of whoever looks: a complaint about himself stands in the list and says nothing.
    """
    return shown(books, measure, listed(books, period, measure, verdict), reader)


def shown(books: Books, measure: str, found: Sequence[Case], reader: str = "") -> Iterator[Shown]:
    """The same of cases that were listed before, in their order."""
    return of_record(books, MEASURES[measure].record, found, reader)


def of_record(books: Books, record: str, found: Sequence[Case], reader: str = "") -> Iterator[Shown]:
    """The same where the record is known and no measure of the sheet counted it."""
    read = books.complaints if record == "complaint" else books.read
    for begin in range(0, len(found), AT_ONCE):
        part = found[begin : begin + AT_ONCE]
        values = _values(read, record, part) if read is not None else {}
        own = _about(read, part, reader) if read is not None and record == "complaint" and reader else frozenset()
        for one in part:
            known = values.get((one.scope, one.id), {})
            yield Shown(one, {name: known.get(name) for name in ABOUT_READER} if one.id in own else known)


def _values(read: Read, record: str, part: Sequence[Case]) -> dict[tuple[str, str], Values]:
    """By scope and id; only the columns that are shown leave the file."""
    names = SHOWN[record]
    columns = ", ".join(f'"{name}"' for name in names)
    found: dict[tuple[str, str], Values] = {}
    for scope in dict.fromkeys(one.scope for one in part):
        ids = [one.id for one in part if one.scope == scope]
        stored = complaints_of(scope) if record == "complaint" else scope
        marks = ", ".join("?" * len(ids))
        rows = read(f'SELECT id, {columns} FROM "{record}" WHERE scope = ? AND id IN ({marks})', [stored, *ids])
        found |= {
            (scope, str(row[0])): {n: v for n, v in zip(names, row[1:], strict=True) if v is not None} for row in rows
        }
    return found


def _about(read: Read, part: Sequence[Case], reader: str) -> frozenset[str]:
    scopes = list(dict.fromkeys(complaints_of(one.scope) for one in part))
    marks = ", ".join("?" * len(scopes))
    rows = read(f"SELECT id FROM complaint WHERE scope IN ({marks}) AND about_id = ?", [*scopes, reader])
    return frozenset(str(row[0]) for row in rows)
