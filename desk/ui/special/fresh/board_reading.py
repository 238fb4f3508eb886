"""Reads for the board on the db lane: what is open, what was delivered today, who accepts."""

from collections.abc import Callable
from dataclasses import dataclass

from desk.domain.calendar import day_of, end_of_day, start_of_day
from desk.domain.settings import Settings
from desk.services.fresh_orders.board import Board, Card, arranged, board
from desk.services.fresh_orders.goods import Goods, goods_of
from desk.services.fresh_orders.moving import Moving
from desk.services.fresh_orders.reads import Known, rows_where
from desk.services.fresh_orders.record import FRESH_ORDER
from desk.services.reviews.marking import undecided
from desk.ui.counter import Counter
from desk.ui.special.fresh.board_lines import cold_words, done_pile
from desk.ui.special.fresh.sheet_reading import Guard, guards, last_guard
from desk.ui.special.fresh.shown import Pile

DONE_SHOWN = 60


@dataclass(frozen=True, slots=True)
class BoardRead:
    """The rows behind the board: `moving` carries them on each second, without asking the file.

    `at` reckons all of it anew, for a key that needs it; `undecided` are the ids of what two desks saw differently.
    """

    board: Board
    moving: Moving
    done: Pile
    settings: Settings
    cold: dict[str, str]
    guards: tuple[Guard, ...]
    last_guard: str
    undecided: frozenset[str] = frozenset()

    def at(self, now: int) -> Board:
        cards = self.board.cards
        orders = [card.values for card in cards if card.record == "fresh_order"]
        exchanges = [card.values for card in cards if card.record == "exchange"]
        return arranged(orders, exchanges, self.settings, now, self.board.figures)

    def card(self, ent: str) -> Card | None:
        return next((card for card in self.board.cards if card.id == ent), None)


def reading(counter: Counter, known: Known) -> Callable[[], BoardRead]:
    """All of it on the lane, settings and words included: the window is not held while the file is read."""
    database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
    office = counter.office

    def work() -> BoardRead:
        settings, lists = office.settings(database, scope), office.lists(database, scope)
        goods: Goods = goods_of(lists)
        found = board(database, actor, scope, settings, now, known)
        today = day_of(now)
        done = rows_where(
            database, actor, scope, FRESH_ORDER,
            "status = 'delivered' AND delivered_at >= ? AND delivered_at < ? ORDER BY delivered_at DESC, id LIMIT ?",
            (start_of_day(today), end_of_day(today), DONE_SHOWN), known,
        )  # fmt: skip
        cold = {card.id: cold_words(card.values, goods) for card in found.cards if card.record == "fresh_order"}
        last = last_guard(database, actor, scope)
        carriers = guards(database, scope)
        if last and all(one.name != last for one in carriers):
            carriers = (*carriers, Guard("", last))
        waits = undecided(database, actor, scope)
        moving, sent = Moving(found, settings, now), done_pile(found.figures, done, settings, waits)
        carrier = last or (carriers[0].name if carriers else "")
        return BoardRead(found, moving, sent, settings, cold, carriers, carrier, waits)

    return work
