"""Reads for the board on the db lane: what is open, what was delivered today, who accepts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desk.domain.calendar import day_of, end_of_day, start_of_day
from desk.domain.settings import Settings
from desk.domain.values import Values
from desk.services.fresh_orders.board import Board, Card, arranged, board
from desk.services.fresh_orders.goods import Goods, goods_of
from desk.services.fresh_orders.reads import rows_where
from desk.services.fresh_orders.record import FRESH_ORDER
from desk.ui.counter import Counter
from desk.ui.special.fresh.board_lines import cold_words
from desk.ui.special.fresh.sheet_reading import Guard, guards, last_guard

DONE_SHOWN = 60


@dataclass(frozen=True, slots=True)
class BoardRead:
    """The rows behind the board: each second it is arranged anew from them, without asking the file."""

    board: Board
    done: Sequence[Values]
    settings: Settings
    cold: dict[str, str]
    guards: tuple[Guard, ...]
    last_guard: str

    def at(self, now: int) -> Board:
        cards = self.board.cards
        orders = [card.values for card in cards if card.record == "fresh_order"]
        exchanges = [card.values for card in cards if card.record == "exchange"]
        return arranged(orders, exchanges, self.settings, now, self.board.figures)

    def card(self, ent: str) -> Card | None:
        return next((card for card in self.board.cards if card.id == ent), None)


def reading(counter: Counter) -> Callable[[], BoardRead]:
    database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
    settings, lists = counter.settings(), counter.lists()

    def work() -> BoardRead:
        goods: Goods = goods_of(lists)
        found = board(database, actor, scope, settings, now)
        today = day_of(now)
        done = rows_where(
            database, actor, scope, FRESH_ORDER,
            "status = 'delivered' AND delivered_at >= ? AND delivered_at < ? ORDER BY delivered_at DESC, id LIMIT ?",
            (start_of_day(today), end_of_day(today), DONE_SHOWN),
        )  # fmt: skip
        cold = {card.id: cold_words(card.values, goods) for card in found.cards if card.record == "fresh_order"}
        last = last_guard(database, actor, scope)
        carriers = guards(database, scope)
        if last and all(one.name != last for one in carriers):
            carriers = (*carriers, Guard("", last))
        return BoardRead(
            found, done, settings, cold, carriers, last or (carriers[0].name if carriers else "")
        )  # fmt: skip

    return work
