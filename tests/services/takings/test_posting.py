"""Whatever is told of an order's money, its live takings make up what it received."""

from typing import Any

import pytest

from desk.domain.errors import DeskError
from desk.services.takings import posting
from desk.services.takings.posting import Told, posted
from desk.services.takings.receipts import next_in_book, receipt_id

SCOPE = "e/0e9e8a52-6f0b-4a1e-9d53-0d7a3a6fbb10"
ORDER = {"id": "w-1", "no": "W1A-0001", "where": "3-2-1801", "reporter": "王秀英", "technician": "王建国"}


def row(fen: int, payment: str = "cash", status: str = "taken", ent: str = "t-1", **values: Any) -> dict[str, Any]:
    return {"id": ent, "amount_fen": fen, "payment": payment, "status": status, **values}


def steps(takings: list[dict[str, Any]], told: Told, known: Any = None) -> list[tuple[str, Any]]:
    found = posted(SCOPE, ORDER, takings, told, "李敏", known or {})
    return [(one.step, one.values.get("amount_fen", one.values.get("void_reason"))) for one in found]


@pytest.mark.parametrize(
    ("takings", "told", "made"),
    [
        ([], Told(3000, 3000, "cash", "0012"), [("take", 3000)]),
        ([], Told(None, 3000, "", ""), []),
        ([], Told(0, 3000, "waived"), []),
        ([], Told(0, 3000, "cash"), []),
        ([row(3000)], Told(3000, 3000, "cash", "0012"), []),  # paid at the counter before the slip came
        ([row(3000)], Told(4500, 4500, "qr_code", "0013"), [("take", 1500)]),  # 现场增项
        ([row(3000, status="void")], Told(3000, 3000, "cash"), [("take", 3000)]),
        ([], Told(0, 3000, "on_account"), [("take", 3000)]),
        ([row(3000, "on_account")], Told(0, 3000, "on_account"), []),  # told twice is owed once
        ([row(3000, "on_account")], Told(3000, 3000, "cash", "0012"), [("void", "settled"), ("take", 3000)]),
        ([row(3000, "on_account")], Told(1000, 3000, "cash"), [("void", "settled"), ("take", 1000), ("take", 2000)]),
    ],
)  # fmt: skip
def test_what_is_told_is_made_up(takings: list[dict[str, Any]], told: Told, made: list[tuple[str, Any]]) -> None:
    assert steps(takings, told) == made


def test_a_taking_says_for_what_from_whom_and_who_took_it() -> None:
    (one,) = posted(SCOPE, ORDER, [], Told(3000, 3000, "cash", " ００１２"), "李敏", {})
    assert one.ent == receipt_id(SCOPE, "0012")
    assert one.values == {
        "order_id": "w-1", "order_no": "W1A-0001", "where": "3-2-1801", "payer": "王秀英", "what": "维修",
        "amount_fen": 3000, "payment": "cash", "receipt_no": "0012", "handed_by": "王建国", "taken_by": "李敏",
    }  # fmt: skip


def test_without_a_number_it_is_a_taking_of_its_own() -> None:
    (one,) = posted(SCOPE, ORDER, [], Told(3000, 3000, "qr_code"), "李敏", {})
    assert one.ent is None
    assert "receipt_no" not in one.values


@pytest.mark.parametrize(("reason", "step"), [("undone", "again"), ("spoilt", "take")])
def test_a_number_that_was_undone_is_written_again(reason: str, step: str) -> None:
    known = {receipt_id(SCOPE, "0012"): row(3000, status="void", void_reason=reason)}
    assert steps([], Told(3000, 3000, "cash", "0012"), known) == [(step, 3000)]


def test_less_than_the_receipts_say_is_refused() -> None:
    with pytest.raises(DeskError, match=r"比已经收的 ¥30\.00 少"):
        steps([row(3000)], Told(2000, 2000, "cash"))


def test_on_account_brings_nothing() -> None:
    with pytest.raises(DeskError, match="挂账的这次没有收到钱"):
        steps([], Told(3000, 3000, "on_account"))


def test_after_a_void_the_order_says_what_is_left() -> None:
    takings = [row(3000, ent="a", receipt_no="0012"), row(1500, "qr_code", ent="b", receipt_no="0013")]
    assert posting.numbers(takings) == "0012、0013"
    assert posting.after_void(takings, "b") == {"received_fen": 3000, "receipt_no": "0012", "payment": "cash"}
    assert posting.after_void(takings[:1], "a") == {"received_fen": 0, "receipt_no": ""}


@pytest.mark.parametrize(
    ("number", "following"),
    [("0012", "0013"), ("0099", "0100"), ("9999", "10000"), ("A099", "A100"), ("№ ０７", "08"), ("无", ""), ("", "")],
)
def test_the_next_leaf_of_the_book(number: str, following: str) -> None:
    assert next_in_book(number) == following
