"""Verdicts on complaints, unrecorded ones and the use of the platform; nothing of a complaint but its verdict."""

from fractions import Fraction
from typing import Any

import pytest

from desk.domain.calendar import HOUR, at
from desk.services.assessment.assess import period_of
from desk.services.assessment.evidence import cases
from desk.services.assessment.record import Standing
from tests.services.assessment.conftest import OTHER, Bench

T = at("2026-05-06", "10:00")


def complaint(bench: Bench, **values: Any) -> str:
    told: dict[str, Any] = {
        "kind": "complaint", "status": "closed", "channel": "phone", "received_at": T, "validity": "valid",
        "due_at": T + 24 * HOUR, "first_due_at": T + 24 * HOUR, "answered_at": T + HOUR,
        "first_answered_at": T + HOUR, "closed_at": T + 99 * HOUR, "content": "厨房漏水没人管", "who": "王秀英",
    }  # fmt: skip
    return bench.add("complaint", **{**told, **values})


@pytest.mark.parametrize(
    ("values", "valid", "grave"),
    [
        ({}, "missed", "met"),
        ({"validity": "partial"}, "half", "met"),
        ({"validity": "invalid"}, "x:invalid", "met"),
        ({"validity": None, "status": "received"}, "missed", "met"),  # until it is judged
        ({"channel": "forwarded"}, "missed", "missed"),
        ({"serious": True}, "missed", "missed"),
        ({"serious": True, "channel": "forwarded"}, "missed", "missed"),
        ({"serious": True, "validity": "invalid"}, "x:invalid", "met"),
        ({"withdrawn_at": T + HOUR}, "missed", "met"),  # taken back does not undo it
        ({"kind": "suggestion"}, None, None),
        ({"kind": "praise"}, None, None),
    ],
)
def test_validity(bench: Bench, values: dict[str, Any], valid: str | None, grave: str | None) -> None:
    ent = complaint(bench, **values)
    assert (bench.verdicts("valid").get(ent), bench.verdicts("grave").get(ent)) == (valid, grave)


OPEN = {"answered_at": None, "first_answered_at": None, "first_due_at": None, "closed_at": None, "status": "acted"}


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({}, "met"),
        ({"first_answered_at": T + 24 * HOUR}, "met"),
        ({"first_answered_at": T + 24 * HOUR + 1}, "missed"),
        ({"answered_at": T + 90 * HOUR}, "met"),  # the first answer is asked, not that after it was opened again
        ({**OPEN}, "missed"),
        ({**OPEN, "withdrawn_at": T + 24 * HOUR}, "x:withdrawn"),
        ({**OPEN, "withdrawn_at": T + 24 * HOUR + 1}, "missed"),  # late already when it was taken back
        ({**OPEN, "due_at": None}, None),
        ({"validity": "invalid", "first_answered_at": T + 30 * HOUR}, "missed"),  # an answer is owed all the same
    ],
)
def test_answers(bench: Bench, values: dict[str, Any], verdict: str | None) -> None:
    ent = complaint(bench, **values)
    assert bench.verdicts("late_answer").get(ent) == verdict


def test_repeats(bench: Bench) -> None:
    first = complaint(bench)
    again = complaint(bench, repeat_of=first)
    by_no = complaint(bench, repeat_of_no="W1-0007", validity="invalid", invalid_reason="merged")
    not_ours = complaint(bench, repeat_of=first, validity="invalid", invalid_reason="not_ours")
    assert bench.verdicts("repeat") == {first: "met", again: "missed", by_no: "missed", not_ours: "met"}


def test_a_complaint_that_two_desks_see_differently(bench: Bench) -> None:
    ent = complaint(bench)
    with bench.confidential.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO branch (scope, id, record, ent, status) VALUES (?, 'b', 'complaint', ?, 'to_be_decided')",
            (f"{bench.scopes[0]}/complaint", ent),
        )
    assert bench.verdicts("valid") == {ent: "x:undecided"}
    assert bench.sheet().undecided == 1


def test_with_the_file_closed_the_rows_say_so(bench: Bench) -> None:
    complaint(bench)
    bench.sealed = True
    sheet = bench.sheet()
    rows = {one.code: one for one in sheet.rows}
    assert (rows["4.1"].standing, rows["4.1"].score, sheet.total) == (Standing.SEALED, None, None)
    assert rows["4.1"].remark == "投诉档案未打开, 未计算"
    assert rows["4.2"].actual == "—"


def test_the_printed_row_of_complaints(bench: Bench) -> None:
    for n in range(1260):
        bench.add("home", id=f"h{n}", status="active")
    for _ in range(3):
        complaint(bench)
    complaint(bench, validity="invalid")
    rows = {one.code: one for one in bench.sheet().rows}
    assert (rows["4.1"].actual, rows["4.1"].remark) == ("3 件", "3件=2.38‰")
    assert round(float(rows["4.1"].scored.lost)) == 48
    assert [(one.label, one.count) for one in rows["4.1"].behind][:2] == [("有效", 3), ("部分有效", 0)]


def test_unrecorded_ones_cost_most_and_many_invalid_ones_are_told(bench: Bench) -> None:
    found = bench.add("unrecorded", made_at=T, found_how="spot_check", status="found")
    gone = bench.add("unrecorded", made_at=T, found_how="spot_check", status="void")
    bench.add("unrecorded", made_at=T, found_how="spot_check", status="found", scope=OTHER)
    assert bench.verdicts("unrecorded") == {found: "missed", gone: "x:void"}
    complaint(bench, validity="invalid")
    sheet = bench.sheet()
    assert next(one for one in sheet.rows if one.code == "4.1").scored.lost == 50
    assert "投诉 1 件里判无效 1 件, 超过 50%, 请总部复查" in sheet.notes


def test_evidence_says_nothing_of_what_was_said_and_less_of_what_concerns_the_reader(bench: Bench) -> None:
    one, own = complaint(bench, no="W1-0001", type_label="服务态度"), complaint(bench, no="W1-0002", about_id="m")
    period = period_of(bench.books, bench.scopes, bench.from_on, bench.until_on, bench.now)
    shown = {item.case.id: item.values for item in cases(bench.books, period, "valid", "missed", reader="m")}
    assert shown[one]["type_label"] == "服务态度"
    assert shown[own] == {"no": "W1-0002"}
    assert "漏水" not in str(shown)
    assert "王秀英" not in str(shown)
    assert len(shown) == bench.tally("valid").missed


# row 5


def test_a_home_uses_the_platform_by_any_trace_of_its_own(bench: Bench) -> None:
    homes = {name: bench.add("home", id=name, status="active") for name in "abcdefghi"}
    bench.add("home", id="gone", status="void")
    order = {"kind": "fault", "status": "closed", "reported_at": T}
    bench.add("work_order", **order, channel="wechat", home_id="a")
    bench.add("work_order", **order, channel="phone", partner="p", home_id="b")
    bench.add("work_order", **order, channel="phone", home_id="c")  # by telephone
    bench.add("work_order", **order, channel="phone", home_id="d", rating="good", rated_at=T)
    bench.add("fresh_order", status="delivered", placed_at=T, channel="platform", home_id="e")
    bench.add("fresh_order", status="delivered", placed_at=T, channel="phone", home_id="f")
    bench.add("housekeeping", status="booked", booked_at=T, channel="wechat", home_id="g")
    bench.add("work_order", **{**order, "status": "void"}, channel="wechat", home_id="h")
    bench.add("work_order", **{**order, "reported_at": at("2025-12-31", "23:59")}, channel="wechat", home_id="i")
    bench.add("work_order", **order, channel="wechat", home_id="a")
    found = bench.verdicts("uses")
    assert set(found) == set(homes)
    assert {name for name, verdict in found.items() if verdict == "met"} == set("abdeg")


def test_bound_homes_are_shown(bench: Bench) -> None:
    for n in range(30):
        bench.add("home", status="active", bound_at=T if n < 20 else None)
    bench.add("work_order", kind="fault", status="closed", reported_at=T, channel="wechat", home_id="home-00001")
    row = next(one for one in bench.sheet().rows if one.code == "5")
    assert row.remark == "1/30=3.3%, 绑定率67%"
    assert row.criterion.marks - row.scored.lost == Fraction(50, 9)  # 5 marks × 3.33 ÷ 30
