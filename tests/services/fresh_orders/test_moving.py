"""The board carried on from second to second says what the board reckoned anew says; rows known are not read twice."""

import random
from typing import Any

from desk.domain.calendar import MINUTE, SECOND, at
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.services.fresh_orders import clocks
from desk.services.fresh_orders.board import Board, Figures, arranged
from desk.services.fresh_orders.clocks import OrderClocks, bells
from desk.services.fresh_orders.moving import Moving
from desk.services.fresh_orders.reads import Known
from desk.services.fresh_orders.record import FRESH_ORDER
from desk.store.rows import columns_of

SETTINGS = Settings(facts=ALL_SETTINGS)
NOW = at("2026-11-18", "17:40")


def an_order(dice: random.Random, number: int) -> dict[str, Any]:
    """Anything the rules may leave on the board, clocks of two PCs that differ included."""
    status = dice.choice(("placed", "arrived", "inspecting", "accepted", "out"))
    placed = NOW - dice.randrange(-90, 1_500) * SECOND - dice.randrange(1_000)
    one: dict[str, Any] = {"id": f"o{number:03d}", "no": str(number), "status": status, "placed_at": placed,
                           "items": [{"n": 1, "name": "菠菜"}]}  # fmt: skip
    if status != "placed":
        one["arrived_at"] = placed + dice.randrange(600) * SECOND
    if dice.random() < 0.3:
        start = NOW + dice.randrange(-40, 20) * MINUTE
        one |= {"kind": "window", "window_from_at": start, "window_to_at": start + 30 * MINUTE}
    if status == "out" and dice.random() < 0.5:
        stop = NOW - dice.randrange(-20, 300) * SECOND
        ends = dice.choice((None, stop + dice.randrange(400) * SECOND))
        one["stops"] = [{"from_at": stop, "to_at": ends, "reason": "owner_absent"}]
    return one


def an_exchange(dice: random.Random, number: int) -> dict[str, Any]:
    opened = NOW - dice.randrange(-30, 1_800) * SECOND
    one = {"id": f"x{number:03d}", "order_id": "o000", "n": 1, "status": dice.choice(("waiting", "arrived", "ready"))}
    if dice.random() < 0.9:
        one["opened_at"] = opened
    if dice.random() < 0.5:
        one["eta_at"] = opened + dice.randrange(-5, 30) * MINUTE
    return one


def shown(board: Board, clocks_of: Any) -> list[list[tuple[str, OrderClocks]]]:
    columns = (board.on_the_way, board.to_inspect, board.to_hand_out, board.out, board.waiting_exchanges)
    return [[(card.id, clocks_of(card)) for card in column] for column in columns]


def test_every_second_of_a_quarter_of_an_hour_is_as_if_reckoned_anew() -> None:
    for seed in range(3):
        dice = random.Random(seed)
        orders = [an_order(dice, number) for number in range(12)]
        exchanges = [an_exchange(dice, number) for number in range(4)]
        start = arranged(orders, exchanges, SETTINGS, NOW, Figures())
        moving, rung, late = Moving(start, SETTINGS, NOW), 0, NOW
        for second in (*range(1, 120), *range(120, 900, 7), 3):  # in the end the PC's clock is set back
            now = NOW + second * SECOND
            anew = arranged(orders, exchanges, SETTINGS, now, Figures())
            found = moving.at(now)

            carried = shown(found, lambda card, now=now, on=moving: on.clocks(card.id, now))
            assert carried == shown(anew, lambda card: card.clocks), (seed, second)
            if now > late:
                stand = ((one, clocks.states(one, SETTINGS, now)) for one in orders)
                struck = bool(bells(stand, SETTINGS, late, now))
                assert moving.rung(late, now) is struck, (seed, second)
                rung += struck
                late = now
        assert rung


def test_the_same_board_is_given_while_nothing_turns() -> None:
    order = {"id": "o1", "status": "placed", "placed_at": NOW, "items": []}
    moving = Moving(arranged([order], [], SETTINGS, NOW, Figures()), SETTINGS, NOW)
    first = moving.at(NOW + SECOND)
    assert moving.at(NOW + 7 * MINUTE) is first
    turned = moving.at(NOW + 8 * MINUTE)  # three quarters of the shop's ten minutes
    assert turned is not first
    assert moving.clocks("nobody", NOW) is None


def test_rows_that_are_the_same_in_the_file_are_the_same_object() -> None:
    columns, known = columns_of(FRESH_ORDER), Known()
    names = ("id", "status", "items")
    first = known.decoded("open", columns, [("a", "placed", "[]"), ("b", "placed", "[]")], names)
    second = known.decoded("open", columns, [("a", "placed", "[]"), ("b", "out", "[]")], names)
    assert second[0] is first[0]
    assert second[1] == {"id": "b", "status": "out", "items": []}
    asked: list[str] = []

    def make(one: dict[str, Any]) -> int:
        asked.append(one["id"])
        return len(asked)

    assert known.each("terms", second, make) == [1, 2] == known.each("terms", second, make)
    assert known.each("other terms", second, make) == [3, 4]
    assert known.decoded("open", columns, [], names) == []
    assert known.decoded("open", columns, [("a", "placed", "[]")], names)[0] is not first[0]  # forgotten in between
