"""赔偿: in time, inspected again, explained or agreed, confirmed, settled in its month, once."""

from typing import Any

import pytest

from desk.domain.calendar import HOUR, at
from desk.domain.roles import Role
from desk.services.fresh_orders.claims import compensation_id
from desk.services.fresh_orders.requests import report_request
from tests.services.folding import SCOPE
from tests.services.fresh_orders.bench import Bench

DELIVERED = at("2026-11-18", "10:15")
FROZEN = {
    "n": 6,
    "name": "速冻水饺",
    "goods": "frozen",
    "spec": "1 袋",
    "unit": "piece",
    "ordered": 1,
    "price_fen": 2590,
}


@pytest.fixture
def bench() -> Bench:
    return Bench()


def told(n: int = 5, **values: Any) -> dict[str, Any]:
    return {"order_id": "0192aaaa-0000-7000-8000-00000000f001", "n": n, "delivered_at": DELIVERED, **values}


def reported(bench: Bench) -> tuple[str, str]:
    order = bench.signed()
    request = report_request(SCOPE, bench.order_row(order), 5, "切开里面是烂的")
    return order, bench.take("compensation.report", request.ent, **request.values)


def test_from_the_claim_to_the_month(bench: Bench) -> None:
    order, claim = reported(bench)
    assert claim == compensation_id(SCOPE, order, 5)
    bench.take("compensation.check", claim, finding="wrong", cause="rot_inside", missed=False, photos=["ab"])
    bench.take("compensation.agree", claim, amount_fen=2990, shop_by="店长")
    bench.take("compensation.confirm", claim, confirmed_how="phone")
    row = bench.row("compensation", claim)
    assert (row["status"], row["month"], row["amount_fen"], row["shop"], row["item"]) == (
        "settled", "2026-11", 2990, "淘鲜果", "草莓",
    )  # fmt: skip
    assert row["missed"] is False
    calls = [one for one in bench.all("revisit") if one["source"] == "exchange"]
    assert [(one["about_id"], one["subject"]) for one in calls] == [(order, "草莓")]


def test_nothing_wrong_is_explained_and_may_be_looked_at_again(bench: Bench) -> None:
    _order, claim = reported(bench)
    bench.take("compensation.check", claim, finding="nothing")
    row = bench.row("compensation", claim)
    assert row["status"] == "explained"
    assert row["closed_at"] == bench.clock.now
    assert bench.refusal("compensation.agree", claim, amount_fen=100, shop_by="店长") == "state"
    bench.take("compensation.check", claim, finding="wrong", cause="short", missed=True)
    assert "closed_at" not in bench.row("compensation", claim)


@pytest.mark.parametrize(
    ("values", "code"),
    [({}, "asks"), ({"finding": "wrong"}, "cause"), ({"finding": "wrong", "cause": "short"}, "missed"),
     ({"finding": "nothing"}, "")],
)  # fmt: skip
def test_the_finding_needs_its_reason(bench: Bench, values: dict[str, Any], code: str) -> None:
    assert bench.refusal("compensation.check", reported(bench)[1], **values) == code


@pytest.mark.parametrize(
    ("goods", "item", "hours", "role", "code"),
    [
        ("berry", "草莓", 24, Role.CLERK, ""), ("berry", "草莓", 25, Role.CLERK, "late"),
        ("berry", "草莓", 25, Role.SQUAD_LEADER, "late"), ("berry", "草莓", 25, Role.SUPERVISOR, ""),
        ("frozen", "速冻水饺", 48, Role.CLERK, ""), ("frozen", "速冻水饺", 49, Role.CLERK, "late"),
        (None, "速冻水饺", 48, Role.CLERK, ""), (None, "冷冻虾仁", 47, Role.CLERK, ""),
        (None, "草莓", 25, Role.CLERK, "late"),
    ],
)  # fmt: skip
def test_in_time(bench: Bench, goods: str | None, item: str, hours: int, role: Role, code: str) -> None:
    """24 hours behind the signature, frozen goods 48."""
    bench.clock.now = DELIVERED + hours * HOUR
    assert bench.refusal("compensation.report", by=role, **told(goods=goods, item=item)) == code


def test_a_late_claim_that_was_taken_says_so(bench: Bench) -> None:
    bench.clock.now = DELIVERED + 30 * HOUR
    claim = bench.take("compensation.report", by=Role.MANAGER, **told(goods="berry"))
    assert bench.row("compensation", claim)["late_claim"] is True


def test_declared_before_it_was_signed_is_a_slip(bench: Bench) -> None:
    bench.clock.now = DELIVERED - 1
    assert bench.refusal("compensation.report", **told()) == "order"


def test_one_claim_an_item(bench: Bench) -> None:
    order, claim = reported(bench)
    request = report_request(SCOPE, bench.order_row(order), 5, "还是坏的")
    assert bench.refusal("compensation.report", claim, **request.values) == "exists"
    assert report_request(SCOPE, bench.order_row(order), 4, "").ent != claim


@pytest.mark.parametrize(("fen", "code"), [(0, "amount"), (-1, "amount"), (10_000_001, "amount"), (1, "")])
def test_an_amount_is_more_than_nothing(bench: Bench, fen: int, code: str) -> None:
    _order, claim = reported(bench)
    bench.take("compensation.check", claim, finding="wrong", cause="short", missed=True)
    assert bench.refusal("compensation.agree", claim, amount_fen=fen, shop_by="店长") == code


def test_the_month_is_that_of_the_residents_word(bench: Bench) -> None:
    _order, claim = reported(bench)
    bench.take("compensation.check", claim, finding="wrong", cause="short", missed=True)
    bench.take("compensation.agree", claim, amount_fen=500, shop_by="店长")
    bench.take("compensation.agree", claim, amount_fen=600, shop_by="店长")
    bench.clock.set("2026-12-01", "0:00")
    bench.take("compensation.confirm", claim, confirmed_how="face")
    assert bench.row("compensation", claim)["month"] == "2026-12"
    assert bench.refusal("compensation.void", claim, void_reason="withdrawn") == "role"
    bench.take("compensation.void", claim, by=Role.MANAGER, void_reason="withdrawn")


def test_frozen_goods_are_known_by_the_order(bench: Bench) -> None:
    order = bench.placed(items=[FROZEN])
    request = report_request(SCOPE, {**bench.order_row(order), "delivered_at": DELIVERED}, 6, "化了")
    assert request.values["goods"] == "frozen"
    assert request.values["price_fen"] == 2590
