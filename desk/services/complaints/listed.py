"""The kinds of complaints in force in an estate."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk.domain.complaint_lists import COMPLAINT_TYPES, TYPES, Receiver
from desk.domain.errors import DeskError
from desk.domain.lists import YES, Lists, check_row


@dataclass(frozen=True, slots=True)
class ComplaintType:
    """One kind. `hours` 0: as the settings say."""

    code: str
    name: str
    receiver: Receiver
    beside: Receiver | None
    urgent: bool
    urgent_when: str
    criteria: str
    hours: int
    forwarded: bool


def types(lists: Lists) -> dict[str, ComplaintType]:
    """The kinds in use, by code; a row that cannot stand is passed over."""
    found = ((code, _type(code, cells, lists)) for code, cells in lists.rows(TYPES).items())
    return {code: one for code, one in found if one is not None}


def type_of(code: object, lists: Lists) -> ComplaintType | None:
    """A kind, in use or not any more."""
    cells = lists.every(TYPES).get(str(code or ""))
    return _type(str(code), cells, lists) if cells is not None else None


def _type(code: str, cells: Mapping[str, str], lists: Lists) -> ComplaintType | None:
    try:
        check_row(COMPLAINT_TYPES, code, cells, lists)
    except DeskError:
        return None
    receiver = Receiver.of(cells.get("receiver", ""))
    assert receiver is not None, "checked"
    return ComplaintType(
        code,
        cells["name"],
        receiver,
        Receiver.of(cells.get("beside") or ""),
        cells.get("urgent") == YES,
        cells.get("urgent_when", ""),
        cells.get("criteria", ""),
        int(cells.get("hours") or 0),
        cells.get("forwarded") == YES,
    )
