"""What is ordered by whom: goods with their prices, people of the sample office; by a seed."""

import random
from dataclasses import dataclass, field
from typing import Any

from sync.reference_channel.residents import SAMPLE, Person

MINUTE = 60_000
# Name, unit, amounts (grams or pieces) that are ordered, fen for a kilogram or a piece.
GOODS = (
    ("菠菜", "g", (300, 500), 900), ("西红柿", "g", (500, 1000), 899), ("土豆", "g", (1000, 1500), 496),
    ("草莓", "g", (300, 500), 5980), ("苹果", "g", (1000, 2000), 1280), ("前腿肉", "g", (500, 750), 3780),
    ("三黄鸡", "g", (1000, 1250), 3160), ("基围虾", "g", (400, 500), 12800), ("豆腐", "g", (400,), 1250),
    ("鸡蛋", "piece", (1, 2), 2380), ("纯牛奶", "piece", (2, 6), 550), ("速冻水饺", "piece", (1,), 1990),
)  # fmt: skip


@dataclass
class Baskets:
    """The same seed orders the same, in the same order; each person once before anybody orders a second time."""

    seed: int
    people: tuple[Person, ...] = SAMPLE
    _dice: random.Random = field(init=False)
    _count: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)

    def order(self, now: int) -> dict[str, Any]:
        """The next order as the door takes it."""
        person = self.people[self._count % len(self.people)]
        self._count += 1
        goods = self._dice.sample(GOODS, self._dice.randrange(2, 6))
        data: dict[str, Any] = {
            "who": {"name": person.name, "phone": person.phone},
            "address": person.address,
            "items": [self._item(number, *one) for number, one in enumerate(goods, 1)],
        }
        if self._dice.random() < 0.2:
            begin = now - now % (30 * MINUTE) + self._dice.choice((2, 3, 4)) * 30 * MINUTE
            data |= {"kind": "window", "window_from_at": begin, "window_to_at": begin + 30 * MINUTE}
        return {"event": f"TX{self.seed}-{now}-{self._count:04d}", "revision": 1, "at": now, "data": data}

    def _item(self, number: int, name: str, unit: str, amounts: tuple[int, ...], price: int) -> dict[str, Any]:
        ordered = self._dice.choice(amounts)
        grams = unit == "g"
        fen = (ordered * price + 500) // 1000 if grams else ordered * price
        spec = f"{ordered} g" if grams else ""
        return {
            "n": number, "name": name, "spec": spec, "unit": unit, "ordered": ordered, "price_fen": fen,
        }  # fmt: skip
