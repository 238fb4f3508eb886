"""The board carried on from second to second: a card is reckoned anew only where one of its clocks turns.

`arranged` says how the board stands at a moment; this says the same for each second after a read, at a cost that does
not grow with what has not changed: shapes and places change at moments known beforehand.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any

from desk.domain.calendar import MINUTE, SECOND
from desk.domain.clocks import ClockState, Shape
from desk.domain.settings import Settings
from desk.services.fresh_orders import clocks
from desk.services.fresh_orders.board import Board, Card
from desk.services.fresh_orders.clocks import OrderClocks

NEVER = 1 << 62
RUNNING = (Shape.RING, Shape.TRIANGLE, Shape.SQUARE)
COLUMNS = tuple(one.name for one in fields(Board) if one.name != "figures")


@dataclass(slots=True)
class _Paced:
    """A card as it stood at `since`, until `turn_at`. `bells`: when its clocks come to theirs."""

    card: Card
    since: int
    turn_at: int
    due: bool
    left: int
    runs: bool
    bells: tuple[int, ...]

    def press(self, now: int) -> tuple[bool, int, str]:
        """What `Card.press` would say now."""
        return (not self.due, self.left - (now - self.since) if self.runs else self.left, self.card.id)


class Moving:
    """Of the thread that shows it."""

    def __init__(self, board: Board, settings: Settings, now: int) -> None:
        self._settings, self._seen = settings, now
        self._bells = {
            clocks.TOTAL: settings.number("fresh.total_bell_minutes") * MINUTE,
            clocks.ESTATE: settings.number("fresh.estate_bell_minutes") * MINUTE,
        }
        self._board = board
        self._columns = {name: [self._paced(card, now) for card in getattr(board, name)] for name in COLUMNS}
        self._of = {one.card.id: one for column in self._columns.values() for one in column}

    def at(self, now: int) -> Board:
        """The very same board while nothing turned or changed places. The clocks of a card are those of its last turn:
        `clocks` says how they stand.
        """
        turned = self._renew(now)
        for column in self._columns.values():
            keys = [one.press(now) for one in column]
            if any(before > after for before, after in pairwise(keys)):
                column.sort(key=lambda one: one.press(now))
                turned = True
        if turned:
            shown: dict[str, Any] = {name: [one.card for one in column] for name, column in self._columns.items()}
            self._board = replace(self._board, **shown)
        return self._board

    def clocks(self, ent: str, now: int) -> OrderClocks | None:
        """How the clocks of a card stand; None where it is not on the board."""
        one = self._of.get(ent)
        if one is None:
            return None
        gone, found = now - one.since, one.card.clocks
        return OrderClocks(_later(found.total, gone), _later(found.shop, gone), _later(found.estate, gone))

    def card(self, ent: str) -> Card | None:
        """As of its last turn."""
        one = self._of.get(ent)
        return one.card if one is not None else None

    def rung(self, since: int, now: int) -> bool:
        """Whether a clock came to its bell after `since` and until now."""
        near = [one.card for one in self._of.values() if not one.runs or any(since < at <= now for at in one.bells)]
        asked = ((card.values, self.clocks(card.id, now)) for card in near if card.record == "fresh_order")
        return bool(
            clocks.bells(((values, found) for values, found in asked if found is not None), self._settings, since, now)
        )

    def _renew(self, now: int) -> bool:
        back = now < self._seen  # somebody set the clock of the PC
        self._seen = now
        turned = False
        for column in self._columns.values():
            for n, one in enumerate(column):
                if back or now >= one.turn_at:
                    reckon = clocks.states if one.card.record == "fresh_order" else clocks.exchange_states
                    card = replace(one.card, clocks=reckon(one.card.values, self._settings, now))
                    column[n] = self._of[card.id] = self._paced(card, now)
                    turned = True
        return turned

    def _paced(self, card: Card, now: int) -> _Paced:
        found = card.clocks
        worst = found.worst
        three = (found.total, found.shop, found.estate)
        bells = tuple(
            now + self._bells[one.name] - one.used_ms for one in three if one.name in self._bells and _runs(one)
        )
        turn = now + SECOND if _unsteady(card, now) else min(self._turn(one, now) for one in three)
        return _Paced(card, now, turn, worst.due_at is not None, worst.left_ms, _runs(worst), bells)

    def _turn(self, one: ClockState, now: int) -> int:
        """When it gets another shape, if nobody does anything."""
        if one.shape is Shape.NONE:
            ended = one.stopped_at is not None or one.due_at is None
            begins = NEVER if ended or one.due_at is None else one.due_at - one.limit_ms
            return begins if begins > now else NEVER
        if one.paused or one.shape is Shape.SQUARE:
            return NEVER
        if one.shape is Shape.TRIANGLE:
            return now + one.limit_ms + 1 - one.used_ms
        warn = self._settings.number(clocks.LATE_SHOWN)
        return now + -(-one.limit_ms * warn // 100) - one.used_ms


def _runs(one: ClockState) -> bool:
    return one.shape in RUNNING and not one.paused


def _later(one: ClockState, gone: int) -> ClockState:
    if not gone or not _runs(one):
        return one
    return ClockState(
        one.name, one.label, one.due_at, one.used_ms + gone, one.limit_ms, one.shape, one.stopped_at, one.ok
    )


def _unsteady(card: Card, now: int) -> bool:
    """A stop that begins or ends later than now, an exchange of which nobody knows since when: asked every second."""
    stops: Iterable[dict[str, int | None]] = card.values.get("stops") or ()
    if any((one.get("from_at") or 0) > now or (one.get("to_at") or 0) > now for one in stops):
        return True
    return card.record == "exchange" and not (card.values.get("failed") or card.values.get("opened_at"))
