"""Whose turn it is: the order of sign-ups in the log, by which places are given, the same at every desk and the door.

Two desks and the channel may sign people up at once: each is a fact and stays. Who has a place and who waits follows
from the order in which the log took them in; what is not logged yet stands behind all that is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.domain.deciding import Is
from desk.domain.flow import Frozen, Refusal, Values
from desk.services.notices.record import SignUpState
from sync.protocol.envelope import Envelope, unpack

LOGGED = "SELECT 0, seq, op, did FROM journal WHERE scope = ? AND ent IN ({marks})"
WAITING = "SELECT 1, pos, op, did FROM outbox WHERE scope = ? AND ent IN ({marks})"
SIGNS = frozenset({"sign_up.sign", "sign_up.again"})
Turn = tuple[int, int]  # pending or not, and the place in the log or in the outbox
LONG_AGO: Turn = (-1, 0)  # older than what this desk has of the log
NO_TURNS: Mapping[str, Turn] = {}


@dataclass(frozen=True, slots=True)
class Seat:
    """One sign-up and what follows from its turn: its place on the list, or that it waits."""

    values: Values
    place: int
    waits: bool


def turns_in(rows: Iterable[tuple[Any, ...]]) -> Mapping[str, Turn]:
    """By sign-up the turn in which it was signed last: who calls it off and signs again stands behind the others."""
    found: dict[str, Turn] = {}
    for pending, place, op, did in rows:
        head = Envelope.open(bytes(op))
        if head.kind in SIGNS and unpack(bytes(did))["is"] == Is.OK:
            turn = (int(pending), int(place))
            found[head.ent] = max(turn, found.get(head.ent, turn))
    return found


def seats(sign_ups: Sequence[Values], limit: int, turns: Mapping[str, Turn] = NO_TURNS) -> list[Seat]:
    """By turn: who fits has a place, who does not waits until somebody goes. No limit: everybody has one.

    `place` counts those that have one, and apart from them those that wait.
    """

    def turn(row: Values) -> tuple[Turn, int, str]:
        return turns.get(str(row["id"]), LONG_AGO), int(row.get("signed_up_at") or 0), str(row["id"])

    taken, placed, waiting = 0, 0, 0
    found: list[Seat] = []
    for row in sorted((row for row in sign_ups if row.get("status") != SignUpState.CANCELLED), key=turn):
        people = int(row.get("people") or 1)
        waits = bool(limit) and taken + people > limit
        taken += 0 if waits else people
        placed, waiting = placed + (not waits), waiting + waits
        found.append(Seat(row, waiting if waits else placed, waits))
    return found


def taken(found: Iterable[Seat]) -> int:
    """How many people have a place."""
    return sum(int(one.values.get("people") or 1) for one in found if not one.waits)


def no_room(notice: Frozen, found: Sequence[Seat], people: int, waiting_most: int) -> Refusal | None:
    """Why nobody more is written down: no place for so many, and so many wait already that no more are taken."""
    limit = int(notice.get("sign_up_limit") or 0)
    if not limit or taken(found) + people <= limit or sum(one.waits for one in found) < waiting_most:
        return None
    why = f"候补也满了 ({waiting_most} 户)" if waiting_most else "不收候补"
    return Refusal("full", f"名额 {limit} 人已满, {why}", "请和业主说明; 要加人请改名额")
