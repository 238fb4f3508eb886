"""门店月结: paper and workbook say the same, and what they say is the sum of the orders to the 分."""

import random
import re
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from desk.domain.calendar import MINUTE, at
from desk.domain.money import fen_text
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.services.fresh_orders.statement import ShopMonth, of_rows
from reports.fonts import PaperFonts
from reports.fresh.statement import paper_of, write_statement
from reports.preview import Pages
from reports.ruled import render_tables
from tests.reports.fresh_samples import LONG_OFFICE, OFFICE

MONTH = "2026-11"


def order(number: int, prices: list[int], failed: tuple[int, ...] = ()) -> dict[str, Any]:
    delivered = at("2026-11-03", "10:50") + number * 37 * MINUTE
    return {
        "id": f"o{number}", "no": f"TX{number:06d}", "where": f"6-1-{number % 30 + 1:02d}01", "kind": "instant",
        "shop": "淘鲜果", "status": "delivered", "placed_at": delivered - 18 * MINUTE, "delivered_at": delivered,
        "arrived_at": delivered - 8 * MINUTE,
        "items": [{"n": n, "name": "菠菜", "unit": "g", "ordered": 500, "price_fen": fen}
                  for n, fen in enumerate(prices, 1)],
        "inspected": [{"n": n, "verdict": "reject" if n in failed else "pass"} for n in range(1, len(prices) + 1)],
    }  # fmt: skip


def exchange(number: int, fen: int, **more: Any) -> dict[str, Any]:
    came = at("2026-11-20", "11:00")
    return {
        "id": f"x{number}", "order_no": f"TX{number:06d}", "shop": "淘鲜果", "where": "6-1-1203",
        "n": 1, "item": "草莓", "reason": "rot", "status": "delivered",
        "opened_at": came - 30 * MINUTE, "delivered_at": came,
        "price_fen": fen, **more,
    }  # fmt: skip


def compensation(number: int, fen: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"c{number}", "order_no": f"TX{number:06d}", "shop": "淘鲜果", "where": "6-1-1203",
        "n": 1, "item": "草莓", "cause": "rot_inside", "missed": number % 2 == 0,
        "resident_agreed_at": at("2026-11-21", "9:30"),
        "status": "settled", "amount_fen": fen, **more,
    }  # fmt: skip


def month(orders: list[Any], exchanges: list[Any], compensations: list[Any]) -> ShopMonth:
    (one,) = of_rows(MONTH, orders, exchanges, compensations, Settings(facts=ALL_SETTINGS))
    return one


def drawn() -> tuple[ShopMonth, int]:
    """A month with every kind of fault, and what it must come to, counted apart."""
    dice = random.Random(5)
    orders, exchanges, due = [], [], 0
    for number in range(1, 121):
        prices = [dice.randrange(1, 9_999) for _ in range(dice.randrange(1, 6))]
        failed = (1,) if dice.random() < 0.15 else ()
        orders.append(order(number, prices, failed))
        due += sum(fen for n, fen in enumerate(prices, 1) if n not in failed)
        if failed and dice.random() < 0.7:
            exchanges.append(exchange(number, prices[0]))
            due += prices[0]
    exchanges.append(exchange(200, 777, status="waiting", delivered_at=None))
    compensations = [compensation(number, dice.randrange(1, 3_000)) for number in range(1, 9)]
    return month(orders, exchanges, compensations), due - sum(one["amount_fen"] for one in compensations)


def text(pdf: bytes) -> str:
    with Pages(pdf) as pages:
        return "\n".join(pages.text(number) for number in range(len(pages)))


def test_paper_and_workbook_say_the_same_to_the_fen(fonts: PaperFonts, tmp_path: Path) -> None:
    told, due = drawn()
    assert told.net_fen == due
    paper = text(render_tables(fonts, paper_of(told, OFFICE), made_at=at("2026-12-01", "9:00")))
    write_statement(tmp_path / "m.xlsx", told, OFFICE)
    sheet = load_workbook(tmp_path / "m.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]  # type: ignore[union-attr]
    assert fen_text(due) in paper
    (total,) = [row for row in rows if row[0] == "应结金额"]
    assert round(float(total[2]) * 100) == due  # type: ignore[arg-type]
    amounts = {row[1]: row[5] for row in rows if len(row) > 7 and row[7] in ("是", "否")}
    assert len(amounts) == len(told.orders)
    for one in told.orders:
        assert round(float(amounts[one.no]) * 100) == one.amount_fen  # type: ignore[arg-type]
    on_paper = [int(re.sub(r"[¥,.]", "", found)) for found in re.findall(r"TX\d{6}\b.*?(¥[\d,]+\.\d\d)", paper, re.S)]
    assert sum(on_paper) == told.orders_fen + told.exchanges_fen + told.compensation_fen


def test_what_was_not_delivered_is_not_paid(fonts: PaperFonts) -> None:
    told = month([order(1, [450, 2990], failed=(2,))], [exchange(1, 2990)], [compensation(1, 1500)])
    assert (told.orders_fen, told.exchanges_fen, told.compensation_fen, told.net_fen) == (450, 2990, 1500, 1940)
    paper = text(render_tables(fonts, paper_of(told, LONG_OFFICE), made_at=1))
    for words in ("¥4.50", "¥29.90", "-¥15.00", "¥19.40", "壹拾玖元肆角", "内部腐烂", "门店确认(盖章)", "2026-11"):
        assert words in paper, words


def test_an_exchange_of_another_month_is_named_but_paid_there() -> None:
    late = exchange(1, 2990, delivered_at=at("2026-12-01", "0:00"))
    told = month([order(1, [450])], [late], [])
    assert told.net_fen == 450


def test_an_empty_month_says_so(fonts: PaperFonts) -> None:
    paper = text(render_tables(fonts, paper_of(ShopMonth("淘鲜果", "", MONTH), OFFICE), made_at=1))
    assert "本月没有送达的订单" in paper
    assert "零元整" in paper
