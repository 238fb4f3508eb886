"""A delivery in memory: the strawberries of the counter's own example, told by the real rules and lists."""

from functools import cache
from typing import Any

from desk.domain.calendar import at
from desk.domain.flow import Values
from desk.domain.lists import Lists
from desk.domain.roles import Role
from desk.services.fresh_orders.goods import Goods, goods_of
from desk.services.fresh_orders.rules import exchange_id
from tests.services.folding import SCOPE, Fold
from tests.world import own_lists

DAY = "2026-11-18"
ITEMS: list[dict[str, Any]] = [
    {"n": 1, "name": "菠菜", "goods": "leafy", "spec": "500 g", "unit": "g", "ordered": 500, "price_fen": 450},
    {"n": 2, "name": "西红柿", "goods": "root", "spec": "1 kg", "unit": "g", "ordered": 1000, "price_fen": 798},
    {"n": 3, "name": "鸡蛋", "goods": "egg", "spec": "1 盒", "unit": "piece", "ordered": 1, "price_fen": 1580},
    {"n": 4, "name": "前腿肉", "goods": "meat", "spec": "500 g", "unit": "g", "ordered": 500, "price_fen": 1899},
    {"n": 5, "name": "草莓", "goods": "berry", "spec": "500 g", "unit": "g", "ordered": 500, "price_fen": 2990},
]
WEIGHED: list[dict[str, Any]] = [
    {"n": 1, "got": 492},
    {"n": 2, "got": 1012},
    {"n": 3},
    {"n": 4, "got": 498, "temp": 40},
    {"n": 5, "got": 505},
]
ROTTEN = [*WEIGHED[:4], {"n": 5, "got": 505, "fault": "rot", "photos": ["ab12"]}]


@cache
def lists() -> Lists:
    rows = own_lists()
    return Lists(lambda: (rows, ()))


@cache
def goods() -> Goods:
    return goods_of(lists())


class Bench(Fold):
    """One estate's counter with its lists; the clock stands at 10:00 of a Wednesday."""

    def __init__(self, settings: dict[str, str] | None = None) -> None:
        super().__init__(settings=settings, lists=lists())
        self.clock.now = at(DAY, "10:00")

    def placed(self, **values: Any) -> str:
        told = {
            "no": "TX20261118-8834", "shop": "淘鲜果", "where": "6-1-1203", "home_id": "h-1", "resident_id": "r-1",
            "partner": "p-1", "items": ITEMS,
        }  # fmt: skip
        return self.take("fresh_order.receive", by=Role.RULES, **(told | values))

    def arrived(self, **values: Any) -> str:
        order = self.placed(**values)
        self.clock.forward(minutes=8)
        return self.take("fresh_order.arrive", order, deliverer="小周")

    def begun(self, by: Role = Role.CLERK, **values: Any) -> str:
        return self.take("fresh_order.begin", self.arrived(**values), by=by)

    def inspected(self, told: list[dict[str, Any]] | None = None, **values: Any) -> str:
        order = self.begun()
        self.clock.forward(minutes=2)
        return self.take("fresh_order.inspect", order, inspected=WEIGHED if told is None else told, **values)

    def out(self, told: list[dict[str, Any]] | None = None, **values: Any) -> str:
        order = self.inspected(told, **values)
        return self.take("fresh_order.hand_out", order, guard="陈刚")

    def signed(self, told: list[dict[str, Any]] | None = None, **values: Any) -> str:
        order = self.out(told, **values)
        self.clock.forward(minutes=5)
        return self.take("fresh_order.sign", order, signature="self", tick="good")

    def order_row(self, order: str) -> Values:
        return self.row("fresh_order", order)

    def exchange(self, order: str, n: int = 5) -> str:
        return exchange_id(SCOPE, order, n)

    def all(self, record: str) -> list[Values]:
        return [self.row(name, ent) for name, ent in self.state if name == record]
