"""Verdicts on notices: errors by who found them, leads, forwarding, restored; what is left out of them."""

from typing import Any

import pytest

from desk.domain.calendar import DAY, HOUR, MINUTE, at
from tests.services.assessment.conftest import Bench

T = at("2026-05-06", "10:00")  # it went out
START = T + 30 * HOUR


def notice(bench: Bench, **values: Any) -> str:
    """A planned cut of water, out thirty hours before."""
    told: dict[str, Any] = {
        "kind": "01", "status": "ended", "sent_at": T, "from_at": START, "lead_due_at": START - 24 * HOUR,
    }  # fmt: skip
    return bench.add("notice", **{**told, **values})


@pytest.mark.parametrize(
    ("values", "own", "others"),
    [
        ({}, "met", "met"),
        ({"corrects_id": "n", "found_by": "ourselves"}, "missed", None),
        ({"corrects_id": "n"}, "missed", None),
        ({"corrects_id": "n", "found_by": "resident"}, None, "missed"),
        ({"corrects_id": "n", "found_by": "head_office"}, None, "missed"),
        ({"corrects_id": "n", "found_by": "no_fault"}, None, None),
        ({"status": "void"}, "x:void", "x:void"),
        ({"status": "draft", "sent_at": None}, None, None),
        ({"sent_at": at("2027-02-01", "8:00")}, None, None),  # not out yet
        ({"status": "corrected", "corrected_at": T - 1}, None, None),  # replaced before its hour: nobody read it
        ({"status": "corrected", "corrected_at": T + HOUR}, "met", "met"),
    ],
)
def test_accuracy(bench: Bench, values: dict[str, Any], own: str | None, others: str | None) -> None:
    ent = notice(bench, **values)
    assert (bench.verdicts("own_error").get(ent), bench.verdicts("found_by_others").get(ent)) == (own, others)


PAPER = {"late_reason": "told_late", "received_at": T - HOUR, "received_photo": "ab" * 32}


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({}, "met"),
        ({"lead_due_at": T}, "met"),
        ({"lead_due_at": T - 1}, "missed"),
        ({"lead_due_at": None}, None),
        ({"lead_due_at": T - HOUR, "forward_due_at": T + HOUR, **PAPER}, "x:told_late"),
        ({"lead_due_at": T - HOUR, "forward_due_at": T + HOUR, **PAPER, "received_photo": None}, "missed"),
        ({"lead_due_at": T - HOUR, "forward_due_at": T - 1, **PAPER}, "missed"),  # not passed on at once
        ({"lead_due_at": T - HOUR, "forward_due_at": T - 2 * HOUR, **PAPER}, "missed"),  # the paper came in time
        ({"lead_due_at": T - HOUR, "forward_due_at": T + HOUR, **PAPER, "late_reason": "forgotten"}, "missed"),
        ({"lead_due_at": None, "urgent_reason": "breakdown", "second_due_at": T + DAY, "reviewed_at": T + DAY},
         "x:urgent"),
        ({"lead_due_at": None, "urgent_reason": "breakdown", "second_due_at": T + DAY, "reviewed_at": T + DAY + 1},
         "missed"),
        ({"lead_due_at": None, "urgent_reason": "breakdown", "second_due_at": T + DAY}, "missed"),
    ],
)  # fmt: skip
def test_the_lead(bench: Bench, values: dict[str, Any], verdict: str | None) -> None:
    ent = notice(bench, **values)
    assert bench.verdicts("notice_lead").get(ent) == verdict


def test_an_emergency_still_to_be_read_again_is_no_case(bench: Bench) -> None:
    bench.now = T + HOUR
    ent = notice(bench, urgent_reason="breakdown", second_due_at=T + DAY)
    assert bench.verdicts("notice_lead") == {ent: "x:pending"}


def test_forwarded_and_restored(bench: Bench) -> None:
    passed, late = notice(bench, forward_due_at=T), notice(bench, forward_due_at=T - 1)
    notice(bench)
    assert bench.verdicts("notice_forward") == {passed: "met", late: "missed"}
    over = T + 40 * HOUR
    back = notice(bench, status="restored", restore_due_at=over, restored_recorded_at=over)
    slow = notice(bench, status="restored", restore_due_at=over, restored_recorded_at=over + MINUTE)
    never = notice(bench, status="sent", restore_due_at=over)
    notice(bench, status="corrected", restore_due_at=over)
    assert bench.verdicts("notice_restore") == {back: "met", slow: "missed", never: "missed"}
    bench.now = over
    assert bench.verdicts("notice_restore")[never] == "x:pending"


def test_every_miss_costs_and_the_row_says_what(bench: Bench) -> None:
    notice(bench, lead_due_at=T - 1, forward_due_at=T - 1)
    notice(bench, lead_due_at=T - HOUR, forward_due_at=T + HOUR, **PAPER)
    row = next(one for one in bench.sheet().rows if one.code == "1.2")
    assert (row.figure.times, row.scored.lost) == ({"late_notice": 2}, 20)
    assert row.remark == "计划类2, 迟2, 上级通知晚剔除1, 转发迟1, 未达2"
    assert [one.count for one in row.behind] == [1, 1, 0, 0]
