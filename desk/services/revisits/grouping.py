"""Who is rung, for what, in which order: a person's matters together, the best hour first. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence

from desk.domain.calendar import day_of
from desk.domain.flow import Values
from desk.domain.places import room_long
from desk.services.revisits.best_hours import best_hour, is_now, spans_of, still_to_come
from desk.services.revisits.due import MAY_RING, Call, Due, Group
from desk.services.revisits.record import CallCode
from desk.services.revisits.sources import RevisitSettings

NOT_THIS_NUMBER = frozenset({CallCode.DEAD, CallCode.WRONG})
BAD_NUMBER = "空号"  # the note of a telephone that is none any more
# Of a person with several matters due one group holds for the one call: the first of these that is among them.
PRECEDENCE = (
    Group.CHECK_PHONE, Group.BY_SUPERVISOR, Group.APPOINTED, Group.OVERDUE, Group.ENDING, Group.NOW,
)  # fmt: skip
Member = tuple[Values, Due]


def person_of(row: Values, due: Due) -> str:
    """Whom the call reaches: the resident, else the telephone; a matter of nobody stands alone."""
    return due.resident_id or telephone(row["order"].get("reporter_phone")) or due.id


def telephone(number: str | None) -> str:
    """A person known by nothing but a number."""
    return f"tel {number}" if number else ""


def grouped(
    rows: Iterable[Member],
    settings: RevisitSettings,
    complaining: frozenset[str],
    told: Mapping[str, Sequence[Mapping[str, object]]],
    now: int,
) -> list[Call]:
    """The calls, most pressing first. `complaining` are persons with an open complaint, `told` earlier attempts by
    resident."""
    together: dict[tuple[str, str], list[tuple[Member, Group]]] = {}
    for row, due in rows:
        person = person_of(row, due)
        group = _group(row, due, settings, person in complaining, now)
        # What is not yet due is no reason to ask today, and nobody is rung past an open complaint.
        apart = str(group) if group in (Group.LATER, Group.IN_COMPLAINT) else ""
        together.setdefault((person, apart), []).append(((row, due), group))
    found = [_call(members, told, now) for members in together.values()]
    order = list(Group)
    return sorted(found, key=lambda one: (order.index(one.group), _press(one, now), natural(one.where), one.id))


def _group(row: Values, due: Due, settings: RevisitSettings, complaining: bool, now: int) -> Group:
    today = day_of(now)
    source = settings.sources.get(str(due.source))
    if due.due_from_on > today:
        return Group.LATER
    if source is not None and source.by == "supervisor":
        return Group.BY_SUPERVISOR
    if complaining:
        return Group.IN_COMPLAINT
    wrong = _last_was_wrong(due)
    if not numbers(row, due) or (wrong and not _renewed(row, due)):
        return Group.CHECK_PHONE
    if due.next_call_at > now and not wrong:
        return Group.APPOINTED
    return Group.OVERDUE if due.due_to_on < today else Group.ENDING if due.due_to_on == today else Group.NOW


def _last_was_wrong(due: Due) -> bool:
    return bool(due.attempts) and due.attempts[-1].code in NOT_THIS_NUMBER


def _renewed(row: Values, due: Due) -> bool:
    """Whether somebody has worked on the resident's card since the number was found to be none."""
    return bool(due.resident_id) and int(row["person"].get("head_eff") or 0) > due.attempts[-1].at


def numbers(row: Values, due: Due) -> tuple[str, ...]:
    """What may be rung: the number that called first, then the card's; without those that are none any more."""
    phones = row["person"]["phones"]
    bad = {one.get("number") for one in phones if one.get("note") == BAD_NUMBER}
    card = [str(one.get("number", "")) for one in phones]
    called = str(row["order"].get("reporter_phone", ""))
    # After a wrong number the card is what somebody has looked at; the number that called is not asked twice.
    first = [] if _last_was_wrong(due) and due.resident_id else [called]
    return tuple(dict.fromkeys(number for number in (*first, *card) if number and number not in bad))


def _call(members: list[tuple[Member, Group]], told: Mapping[str, Sequence[Mapping[str, object]]], now: int) -> Call:
    groups = {group for _, group in members}
    group = next((one for one in PRECEDENCE if one in groups), members[0][1])
    ordered = sorted(
        (member for member, _ in members),
        key=lambda one: (one[1].due_to_on, one[1].done_at, one[1].id),
    )
    row, due = ordered[0]
    person, home = row["person"], row["home"]
    earlier = told.get(due.resident_id) or [one for _, each in ordered for one in each.raw_attempts]
    learnt, stated = best_hour(earlier), str(person.get("best_hours", ""))
    return Call(
        due.id,
        group,
        due.where,
        _long(home) or due.where,
        str(person.get("name") or row["order"].get("reporter", "")),
        str(person.get("salutation", "")),
        str(row["order"].get("reporter_relation", "")),
        str(person.get("level", "")),
        stated,
        str(person.get("note", "")),
        numbers(row, due),
        tuple(due for _, due in ordered),
        learnt,
        spans_of(learnt, stated),
    )


def _long(home: Mapping[str, str]) -> str:
    return room_long(home.get("building_no", ""), home.get("unit_no", ""), home.get("room_no", "")) if home else ""


def _press(call: Call, now: int) -> tuple[int, str, int]:
    """A promised hour that has come, then whose best hour it is, then by the last day; whose comes later waits."""
    if call.group is Group.APPOINTED:
        return 0, "", call.next_call_at
    if call.group not in MAY_RING:
        return 0, call.due_to_on, 0
    if 0 < call.next_call_at <= now:
        return 0, call.due_to_on, 0
    if is_now(call.best, now):
        return 1, call.due_to_on, 0
    return (3 if still_to_come(call.best, now) else 2), call.due_to_on, 0


def natural(text: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text))
