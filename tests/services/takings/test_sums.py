"""The sums of a count: form by form, voids and refunds off again, each sum in exactly one count."""

from typing import Any

import pytest

from desk.domain.calendar import at
from desk.services.takings.sums import sums

DAY, NEXT = "2026-11-18", "2026-11-19"
CLOSE = at(DAY, "17:10")


def one(clock: str = "9:00", fen: int = 3000, payment: str = "cash", void: int | None = None, **values: Any) -> Any:
    recorded = at(DAY, clock) if ":" in clock else int(clock)
    told = {"taken_recorded_at": recorded, "amount_fen": fen, "payment": payment, "receipt_no": "0001", **values}
    return told | ({"voided_recorded_at": void} if void else {})


@pytest.mark.parametrize(
    ("takings", "first", "second"),
    [
        ([], 0, 0),
        ([one(), one(fen=1550)], 4550, 0),
        ([one(void=at(DAY, "10:00"))], 0, 0),  # void before the count
        ([one(void=at(DAY, "17:30"))], 3000, -3000),  # paid back after it: off the next day's
        ([one(void=at(NEXT, "9:00")), one(str(at(NEXT, "9:01")))], 3000, 0),  # voided and written anew
        ([one("17:09")], 3000, 0),
        ([one("17:10")], 0, 3000),  # at the very moment: the next day's, once
        ([one("23:59")], 0, 3000),  # late recording
        ([one(str(at(NEXT, "0:00")))], 0, 3000),
        ([one(payment="qr_code"), one(payment="on_account")], 0, 0),
        ([one("0:00"), one(str(at(DAY, "0:00") - 1))], 3000, 0),  # before midnight: the day before's
    ],
)
def test_each_sum_is_in_one_count(takings: list[Any], first: int, second: int) -> None:
    counted = [
        sums(takings, at(DAY, "0:00"), CLOSE).by_form["cash_fen"],
        sums(takings, CLOSE, at(NEXT, "17:10")).by_form["cash_fen"],
    ]
    assert counted == [first, second]


def test_forms_stand_apart_and_what_is_owed_brought_nothing() -> None:
    forms = ("cash", "qr_code", "card", "desk", "on_account")
    found = sums([one(fen=100 * n, payment=form) for n, form in enumerate(forms, 1)], 0, CLOSE)
    assert list(found.by_form.values()) == [100, 200, 300, 400, 500]
    assert found.total_fen == 1000


def test_receipts_that_stand_are_counted() -> None:
    found = sums([one(), one(receipt_no=None), one(void=at(DAY, "9:05"))], 0, CLOSE)
    assert found.receipts == 1


def test_a_form_of_a_newer_program_is_left_out() -> None:
    assert sums([one(payment="shells")], 0, CLOSE).total_fen == 0
