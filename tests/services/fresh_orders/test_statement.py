"""月度对账: the rows of a shop's month, and sums exact to the 分 whatever was exchanged, dropped or paid back."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desk.domain.calendar import DAY, at
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.services.fresh_orders import statement

SETTINGS = Settings(facts=ALL_SETTINGS)
NOON = at("2026-11-18", "12:00")
FEN = st.integers(0, 200_000)
ENDED = (("delivered", 0), ("delivered", 20 * DAY), ("waiting", 0), ("dropped", 0))


def order(prices: list[int], good: list[bool], declined: list[int], n: int, **values: Any) -> dict[str, Any]:
    items = [{"n": k, "name": f"样{k}", "price_fen": fen} for k, fen in enumerate(prices, 1)]
    rows = [{"n": k, "verdict": "pass" if ok else "exchange"} for k, ok in enumerate(good, 1)]
    return {
        "id": f"o-{n}", "no": f"TX{n:04d}", "status": "delivered", "shop": "淘鲜果", "kind": "instant",
        "placed_at": NOON, "delivered_at": NOON + n, "items": items, "inspected": rows,
        "declined": [{"n": k} for k in declined], **values,
    }  # fmt: skip


@st.composite
def months(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Orders of two shops, with their exchanges (some came this month, some the next, some never) and claims."""
    orders, exchanges, claims = [], [], []
    for n in range(draw(st.integers(0, 6))):
        count = draw(st.integers(1, 5))
        prices = draw(st.lists(FEN, min_size=count, max_size=count))
        good = draw(st.lists(st.booleans(), min_size=count, max_size=count))
        declined = draw(st.lists(st.integers(1, count), max_size=2))
        shop = draw(st.sampled_from(["淘鲜果", "菜篮子"]))
        orders.append(order(prices, good, declined, n, shop=shop))
        for k, ok in enumerate(good, 1):
            if ok and k not in declined:
                continue
            status, moved = draw(
                st.sampled_from([("delivered", 0), ("delivered", 20 * DAY), ("waiting", 0), ("dropped", 0)])
            )
            came = {"delivered_at": NOON + moved} if status == "delivered" else {}
            exchanges.append({
                "id": f"e-{n}-{k}", "order_no": f"TX{n:04d}", "n": k, "shop": shop, "status": status,
                "opened_at": NOON, "price_fen": prices[k - 1], **came,
            })  # fmt: skip
        if draw(st.booleans()):
            claims.append({
                "id": f"c-{n}", "n": 1, "shop": shop, "status": "settled", "amount_fen": draw(st.integers(1, 10_000)),
                "missed": draw(st.booleans()), "resident_agreed_at": NOON,
            })  # fmt: skip
    return orders, exchanges, claims


@given(months())
def test_every_item_is_paid_once_or_not_at_all(told: tuple[Any, Any, Any]) -> None:
    """What went up, what came later and what nobody got make up all that was ordered."""
    orders, exchanges, claims = told
    shops = statement.of_rows("2026-11", orders, exchanges, claims, SETTINGS)
    ordered = sum(item["price_fen"] for one in orders for item in one["items"])
    delivered = sum(one.orders_fen for one in shops)
    dropped = sum(line.dropped_fen for one in shops for line in one.orders)
    assert delivered + dropped == ordered
    came = [one for one in exchanges if one["status"] == "delivered" and one["delivered_at"] == NOON]
    assert sum(one.exchanges_fen for one in shops) == sum(one["price_fen"] for one in came)
    assert sum(one.compensation_fen for one in shops) == sum(one["amount_fen"] for one in claims)
    for one in shops:
        assert one.net_fen == one.orders_fen + one.exchanges_fen - one.compensation_fen
        assert one.missed == sum(claim["missed"] for claim in claims if claim["shop"] == one.shop)
    assert [one.shop for one in shops] == sorted({str(row["shop"]) for part in told for row in part})


def test_a_month_ends_at_midnight_of_its_last_day() -> None:
    assert statement.bounds("2026-11") == (at("2026-11-01", "0:00"), at("2026-12-01", "0:00"))
    assert statement.bounds("2026-12")[1] == at("2027-01-01", "0:00")
    assert statement.bounds("2028-02")[1] == at("2028-03-01", "0:00")


def test_an_exchange_that_came_the_month_after_is_paid_there() -> None:
    row = {"id": "e", "n": 5, "shop": "淘鲜果", "status": "delivered", "opened_at": at("2026-11-30", "23:50"),
           "delivered_at": at("2026-12-01", "0:05"), "price_fen": 2990}  # fmt: skip
    (november,) = statement.of_rows("2026-11", [], [row], [], SETTINGS)
    (december,) = statement.of_rows("2026-12", [], [row], [], SETTINGS)
    assert (november.exchanges_fen, december.exchanges_fen) == (0, 2990)
    assert len(november.exchanges) == len(december.exchanges) == 1
