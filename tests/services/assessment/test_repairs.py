"""Verdicts on repairs: hand-made rows for every awkward case; a list is always as long as its count."""

from typing import Any

import pytest

from desk.domain.calendar import DAY, HOUR, MINUTE, at
from tests.services.assessment.conftest import OTHER, Bench

T = at("2026-05-06", "10:00")


def order(bench: Bench, reported: int = T, **values: Any) -> str:
    """A general order in its window 14-16, as the clocks store its dues; changed as told."""
    told: dict[str, Any] = {
        "status": "closed", "kind": "fault", "urgency": "general", "reported_at": reported,
        "informed_at": reported + 5 * MINUTE, "response_due_at": reported + 15 * MINUTE,
        "arrived_at": reported + 4 * HOUR, "arrival_due_at": reported + 4 * HOUR + 20 * MINUTE,
        "finished_at": reported + 5 * HOUR, "finish_due_at": reported + 8 * HOUR, "closed_at": reported + 4 * DAY,
    }  # fmt: skip
    return bench.add("work_order", **{**told, **values})


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({}, "met"),
        ({"informed_at": T + 15 * MINUTE}, "met"),
        ({"informed_at": T + 15 * MINUTE + 1}, "missed"),
        ({"informed_at": T}, "met"),  # in the same call
        ({"informed_at": None}, "missed"),  # finished, and nobody was told
        ({"informed_at": None, "finished_at": None, "closed_at": None, "status": "accepted"}, "missed"),
        ({"informed_at": T - 1}, "x:anomaly"),
        ({"status": "void", "response_due_at": None}, "x:void"),
        ({"parent_id": "p"}, "x:void"),  # joined to another
        ({"kind": "enquiry"}, None),
        ({"contractor": "电梯公司"}, "met"),  # whoever does the work, the answer is ours
        ({"late_entry": True, "informed_source": "slip"}, "met"),
    ],
)
def test_response(bench: Bench, values: dict[str, Any], verdict: str | None) -> None:
    ent = order(bench, **values)
    assert bench.verdicts("response").get(ent) == verdict


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({}, "met"),
        ({"arrived_at": T + 4 * HOUR + 20 * MINUTE}, "met"),
        ({"arrived_at": T + 4 * HOUR + 20 * MINUTE + 1}, "missed"),
        ({"arrived_at": None}, "missed"),  # finished without an arrival ever told
        ({"urgency": "planned", "arrival_due_at": None}, None),
        ({"kind": "appointment", "arrival_due_at": None}, None),
        ({"arrival_due_at": None}, None),  # no window was agreed
        ({"contractor": "电梯公司", "arrival_due_at": None}, "x:outside"),
        ({"status": "handed_out", "arrival_due_at": None}, "x:outside"),
        ({"arrived_at": T + 6 * HOUR}, "x:anomaly"),  # finished before begun
        ({"arrived_at": T - 1}, "x:anomaly"),
        ({"urgency": "urgent", "arrival_due_at": T + 10 * MINUTE, "arrived_at": T + 11 * MINUTE}, "missed"),
    ],
)
def test_arrival(bench: Bench, values: dict[str, Any], verdict: str | None) -> None:
    ent = order(bench, **values)
    assert bench.verdicts("arrival").get(ent) == verdict


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({}, "met"),
        ({"finished_at": T + 8 * HOUR}, "met"),
        ({"finished_at": T + 8 * HOUR + 1}, "missed"),
        ({"finished_at": None, "closed_at": None, "status": "returned"}, "missed"),
        ({"finished_at": T + HOUR}, "x:anomaly"),  # before the arrival
        ({"finished_at": T - HOUR, "arrived_at": None}, "x:anomaly"),
        ({"contractor": "燃气公司", "finish_due_at": None}, "x:outside"),
        ({"urgency": "planned", "finished_at": T + 8 * HOUR}, "met"),
        # the cap of seven days for parts stands in the due: T + 8 h, and a week
        ({"finish_due_at": T + 8 * HOUR + 7 * DAY, "finished_at": T + 7 * DAY}, "met"),
        ({"finish_due_at": T + 8 * HOUR + 7 * DAY, "finished_at": T + 9 * DAY}, "missed"),
    ],
)
def test_finish(bench: Bench, values: dict[str, Any], verdict: str | None) -> None:
    ent = order(bench, **values)
    assert bench.verdicts("finish").get(ent) == verdict


def test_what_is_not_due_yet_is_no_case(bench: Bench) -> None:
    bench.now = T + MINUTE
    open_ = {"informed_at": None, "arrived_at": None, "finished_at": None, "closed_at": None, "status": "accepted"}
    ent = order(bench, **open_)
    assert bench.verdicts("response") == {ent: "x:pending"}
    assert bench.verdicts("finish") == {ent: "x:pending"}
    bench.now = T + 20 * MINUTE
    assert bench.verdicts("response") == {ent: "missed"}
    assert bench.verdicts("arrival") == {ent: "x:pending"}


def test_a_branch_that_is_not_decided_leaves_the_order_out_until_it_is(bench: Bench) -> None:
    ent = order(bench)
    branch = bench.add("branch", record="work_order", ent=ent, status="to_be_decided")
    for measure in ("orders", "response", "arrival", "finish", "content"):
        assert bench.verdicts(measure) == {ent: "x:undecided"}, measure
    assert bench.sheet().undecided == 1
    with bench.database.write() as connection:
        connection.exec_driver_sql("UPDATE branch SET status='kept' WHERE id=?", (branch,))
    assert bench.verdicts("response") == {ent: "met"}
    assert bench.sheet().undecided == 0


def test_the_year_begins_and_ends_at_midnight_in_china(bench: Bench) -> None:
    first, last = at("2026-01-01", "0:00"), at("2026-12-31", "24:00") - 1
    inside = {order(bench, first), order(bench, last)}
    order(bench, first - 1)
    order(bench, last + 1)
    assert set(bench.verdicts("response")) == inside


def test_a_leap_day_is_a_day(bench: Bench) -> None:
    bench.from_on = bench.until_on = "2028-02-29"
    bench.now = at("2028-04-01", "9:00")
    moment = at("2028-02-29", "10:00")
    ent = order(bench, moment, finished_at=moment + HOUR)
    order(bench, at("2028-03-01", "0:00"))
    order(bench, at("2028-02-28", "23:59"))
    assert set(bench.verdicts("response")) == {ent}
    revisit(bench, ent, moment, from_on="2028-03-03", to_on="2028-03-07", answered=at("2028-03-07", "23:59"))
    assert bench.verdicts("asked")[ent] == "met"
    bench.from_on = "2028-03-01"
    assert ent not in bench.verdicts("asked")


def test_an_act_of_god_takes_out_its_days_and_no_more_than_ten_a_year(bench: Bench) -> None:
    storm = {order(bench, T + n * DAY) for n in range(12)}
    calm = order(bench, T + 20 * DAY)
    bench.add("force_majeure", cause="typhoon", from_on="2026-05-06", to_on="2026-05-17", status="claimed")
    found = bench.verdicts("response")
    out = {ent for ent, verdict in found.items() if verdict == "x:force_majeure"}
    assert out < storm
    assert len(out) == 10
    assert found[calm] == "met"
    bench.add("force_majeure", cause="typhoon", from_on="2026-05-16", to_on="2026-05-17", status="agreed")
    assert {ent for ent, verdict in bench.verdicts("response").items() if verdict != "met"} == storm


def test_reworks_that_stayed_open_too_long(bench: Bench) -> None:
    quick = order(bench, rework_of="a", closed_at=T + 30 * DAY)
    slow = order(bench, rework_of="a", closed_at=T + 30 * DAY + 1)
    still = order(bench, rework_of="a", closed_at=None, status="returned")
    order(bench)
    gone = order(bench, rework_of="a", status="void")
    assert bench.verdicts("rework_open") == {quick: "met", slow: "missed", still: "missed", gone: "x:void"}


def test_what_stood_still_is_listed_and_counts_all_the_same(bench: Bench) -> None:
    home, later, parts = (order(bench, paused_for=one) for one in ("nobody_home", "parts rescheduled", "parts"))
    order(bench, paused_for="other")
    night = order(bench, response_due_at=T + 10 * HOUR)
    assert bench.verdicts("paused_owner") == {home: "x:owner", later: "x:owner"}
    assert bench.verdicts("paused_parts") == {later: "x:parts", parts: "x:parts"}
    assert bench.verdicts("off_hours") == {night: "x:off_hours"}
    assert bench.tally("response").of == 5


def test_how_much_is_known_from_paper(bench: Bench) -> None:
    order(bench, arrived_source="slip")
    order(bench, arrived_source="live")
    order(bench, arrived_at=None)
    assert (bench.tally("by_slip").missed, bench.tally("by_slip").of) == (1, 2)


# rung back


def revisit(bench: Bench, order_id: str, done: int = T, **told: Any) -> str:
    """A call about a repair, due on day three to seven; `answered` with a moment, or as told. With its order."""
    if not bench.database.read("SELECT 1 FROM work_order WHERE id = ?", (order_id,)):
        order(bench, done, id=order_id, finished_at=done, arrived_at=done)
    answered = told.pop("answered", None)
    values = {
        "about": "work_order", "about_id": order_id, "source": "repair", "done_at": done,
        "due_from_on": told.pop("from_on", "2026-05-09"), "due_to_on": told.pop("to_on", "2026-05-13"),
        "status": "answered" if answered else "waiting", "answered_at": answered,
        "dialled_at": answered, "satisfaction": "good" if answered else None,
    }  # fmt: skip
    return bench.add("revisit", **{**values, **told})


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ({"answered": at("2026-05-09", "0:00")}, "met"),
        ({"answered": at("2026-05-13", "24:00") - 1}, "met"),
        ({"answered": at("2026-05-13", "24:00")}, "missed"),
        ({"answered": at("2026-05-08", "10:00")}, "missed"),  # early, and the desk rang
        ({"answered": at("2026-05-08", "10:00"), "dialled_at": None}, "met"),  # early: the resident rang himself
        ({"answered": at("2026-05-09", "10:00"), "check_result": "not_called"}, "missed"),  # the manager found it false
        ({"answered": at("2026-05-09", "10:00"), "check_result": "same"}, "met"),
        ({}, "missed"),
        ({"status": "exempt"}, "x:exempt"),
        ({"status": "refused"}, "x:refused_call"),
        ({"status": "void"}, "missed"),  # called off is not exempt
    ],
)
def test_asked(bench: Bench, told: dict[str, Any], verdict: str) -> None:
    revisit(bench, "order-1", **told)
    assert bench.verdicts("asked") == {"order-1": verdict}


def test_a_call_still_to_be_made_is_no_case(bench: Bench) -> None:
    bench.now = at("2026-05-13", "23:59")
    revisit(bench, "order-1")
    assert bench.verdicts("asked") == {"order-1": "x:pending"}
    bench.now = at("2026-05-14", "0:00")
    assert bench.verdicts("asked") == {"order-1": "missed"}


def test_an_order_is_asked_about_once_however_often_one_rings(bench: Bench) -> None:
    """An emergency is rung twice, a dissatisfied resident again by the supervisor."""
    revisit(bench, "urgent", source="urgent", from_on="2026-05-07", to_on="2026-05-07",
            answered=at("2026-05-07", "10:00"))  # fmt: skip
    revisit(bench, "urgent")
    revisit(bench, "again", answered=at("2026-05-10", "10:00"), satisfaction="bad")
    revisit(bench, "again", source="rework", from_on="2026-05-11", to_on="2026-05-12")
    assert bench.verdicts("asked") == {"again": "met", "urgent": "met"}


@pytest.mark.parametrize(("not_reached", "left", "missed"), [(15, 15, 0), (16, 15, 1), (40, 15, 25)])
def test_not_reached_leaves_the_rate_up_to_fifteen_of_a_hundred(
    bench: Bench, not_reached: int, left: int, missed: int
) -> None:
    for n in range(100):
        told: dict[str, Any] = {"status": "not_reached"} if n < not_reached else {"answered": at("2026-05-10", "10:00")}
        revisit(bench, f"order-{n:03d}", T + n * MINUTE, **told)
    tally = bench.tally("asked")
    assert (tally.met, tally.missed, tally.left) == (100 - not_reached, missed, {"not_reached": left})
    assert tally.over == ({"not_reached": missed} if missed else {})
    found = bench.verdicts("asked")
    assert [found[f"order-{n:03d}"] for n in range(left)] == ["x:not_reached"] * left, "the first in time"


@pytest.mark.parametrize(
    ("told", "tick", "verdict"),
    [
        ({"answered": T + 4 * DAY}, "bad", "met"),  # an answer counts, not the slip
        ({"answered": T + 4 * DAY, "satisfaction": "fair"}, None, "met"),
        ({"answered": T + 4 * DAY, "satisfaction": "bad"}, "good", "missed"),
        ({"answered": T + 4 * DAY, "check_result": "different"}, "bad", "missed"),
        ({}, "good", "met"),
        ({}, "fair", "missed"),
        ({}, "bad", "missed"),
        ({}, "none", "x:no_answer"),
        ({}, None, "x:no_answer"),
    ],
)
def test_content(bench: Bench, told: dict[str, Any], tick: str | None, verdict: str) -> None:
    ent = order(bench, tick=tick)
    revisit(bench, ent, T + 5 * HOUR, **told)
    assert bench.verdicts("content") == {ent: verdict}


def test_bad_once_stays_bad(bench: Bench) -> None:
    ent = order(bench)
    revisit(bench, ent, T + 5 * HOUR, answered=T + 4 * DAY, satisfaction="bad")
    revisit(bench, ent, T + 5 * HOUR, answered=T + 5 * DAY, satisfaction="good")
    assert bench.verdicts("content") == {ent: "missed"}


def test_estates_are_counted_beside_one_another(bench: Bench) -> None:
    order(bench)
    order(bench, scope=OTHER, informed_at=None)
    bench.scopes = (bench.scopes[0], OTHER)
    bench.verdicts("response")
    assert (bench.tally("response").met, bench.tally("response", OTHER).missed) == (1, 1)
    bench.scopes = (*bench.scopes, *(f"e/{n}" for n in range(9)))  # too many for the index: one walk
    bench.verdicts("response")
    assert (bench.tally("response").met, bench.tally("response", OTHER).missed) == (1, 1)
