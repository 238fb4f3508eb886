"""Verdicts on fresh goods: in time, by whose part, stops and their cap, content, goods sent up without a sheet."""

from typing import Any

import pytest

from desk.domain.calendar import HOUR, MINUTE, SECOND, at
from desk.services.assessment.record import Standing
from tests.services.assessment.conftest import Bench

T = at("2026-05-06", "18:00")


def fresh(bench: Bench, placed: int = T, **values: Any) -> str:
    """An instant order that arrived after eight minutes and was signed eight later."""
    told: dict[str, Any] = {
        "status": "delivered", "kind": "instant", "placed_at": placed, "arrived_at": placed + 8 * MINUTE,
        "inspection_at": placed + 9 * MINUTE, "inspected_at": placed + 10 * MINUTE, "inspected": [{"n": 1}],
        "out_at": placed + 11 * MINUTE, "delivered_at": placed + 16 * MINUTE,
    }  # fmt: skip
    return bench.add("fresh_order", **{**told, **values})


def stop(begin: int, end: int | None) -> list[dict[str, Any]]:
    return [{"from_at": begin, "to_at": end, "reason": "owner_absent", "call": "no_answer"}]


def spared(bench: Bench, number: int) -> None:
    """So many orders beside, that a cap of five of a hundred leaves room for one in twenty."""
    for n in range(number):
        fresh(bench, T + HOUR + n * MINUTE, id=f"zz-{n:03d}")


@pytest.mark.parametrize(
    ("values", "total", "estate"),
    [
        ({}, "met", "met"),
        ({"delivered_at": T + 20 * MINUTE}, "met", "missed"),
        ({"delivered_at": T + 18 * MINUTE}, "met", "met"),
        ({"delivered_at": T + 18 * MINUTE + SECOND}, "met", "missed"),
        ({"delivered_at": T + 20 * MINUTE + 1}, "missed", "missed"),
        # the shop took more than its half and the estate kept its own: it stays against the shop
        ({"arrived_at": T + 15 * MINUTE, "delivered_at": T + 24 * MINUTE}, "x:shop_late", "met"),
        ({"arrived_at": T + 15 * MINUTE, "delivered_at": T + 26 * MINUTE}, "missed", "missed"),
        ({"status": "cancelled", "delivered_at": None}, "x:void", "x:void"),
        ({"status": "void", "delivered_at": None}, "x:void", "x:void"),
        ({"status": "refused", "delivered_at": None}, "x:refused", "x:refused"),
        ({"delivered_at": T + 7 * MINUTE}, "x:anomaly", "x:anomaly"),  # signed before it came
        ({"delivered_at": None, "status": "out"}, "missed", "missed"),
        ({"arrived_at": None}, "met", "missed"),  # nobody wrote down when it came
        ({"delivered_at": None, "arrived_at": None, "inspected_at": None, "status": "placed"}, "missed", None),
    ],
)
def test_an_instant_order(bench: Bench, values: dict[str, Any], total: str, estate: str | None) -> None:
    ent = fresh(bench, **values)
    assert (bench.verdicts("fresh_total").get(ent), bench.verdicts("fresh_estate").get(ent)) == (total, estate)


def test_the_estates_part_may_run_from_the_acceptance(bench: Bench) -> None:
    ent = fresh(bench, delivered_at=T + 19 * MINUTE)
    assert bench.verdicts("fresh_estate") == {ent: "missed"}
    bench.settings["fresh.estate_from"] = "验收"
    assert bench.verdicts("fresh_estate") == {ent: "met"}


BEGIN, END = T + 30 * MINUTE, T + 60 * MINUTE


@pytest.mark.parametrize(
    ("delivered", "verdict"),
    [
        (BEGIN - 10 * MINUTE - 1, "missed"),
        (BEGIN - 10 * MINUTE, "met"),
        (END + 10 * MINUTE, "met"),
        (END + 10 * MINUTE + 1, "missed"),
        (None, "missed"),
    ],
)
def test_an_appointed_order_goes_by_its_window(bench: Bench, delivered: int | None, verdict: str) -> None:
    ent = fresh(bench, kind="window", window_from_at=BEGIN, window_to_at=END, delivered_at=delivered)
    assert bench.verdicts("fresh_total") == {ent: verdict}
    assert bench.verdicts("fresh_estate") == {}


def test_what_runs_is_no_case_yet(bench: Bench) -> None:
    bench.now = T + 17 * MINUTE
    ent = fresh(bench, delivered_at=None, status="out")
    assert bench.verdicts("fresh_total") == {ent: "x:pending"}
    assert bench.verdicts("fresh_estate") == {ent: "x:pending"}
    bench.now = T + 21 * MINUTE
    assert bench.verdicts("fresh_total") == {ent: "missed"}


def test_what_stood_before_our_part_began_is_not_taken_out_of_it(bench: Bench) -> None:
    spared(bench, 39)
    bench.settings["fresh.estate_from"] = "验收"
    early = fresh(bench, delivered_at=T + 25 * MINUTE, stops=stop(T + 1 * MINUTE, T + 9 * MINUTE))
    beside = fresh(bench, delivered_at=T + 25 * MINUTE, stops=stop(T + 9 * MINUTE, T + 16 * MINUTE))
    found = bench.verdicts("fresh_estate")  # accepted at the tenth minute
    assert (found[early], found[beside]) == ("missed", "x:absent")


def test_a_late_shop_and_a_resident_who_was_away(bench: Bench) -> None:
    """What the stop alone made late is the resident's, else the shop's."""
    spared(bench, 39)
    away = fresh(bench, arrived_at=T + 12 * MINUTE, delivered_at=T + 35 * MINUTE,
                 stops=stop(T + 13 * MINUTE, T + 31 * MINUTE))  # fmt: skip
    shop = fresh(bench, arrived_at=T + 19 * MINUTE, delivered_at=T + 40 * MINUTE,
                 stops=stop(T + 20 * MINUTE, T + 35 * MINUTE))  # fmt: skip
    found = bench.verdicts("fresh_total")
    assert (found[away], found[shop]) == ("x:absent", "x:shop_late")


@pytest.mark.parametrize(
    ("delivered", "stood", "verdict"),
    [
        (T + 50 * MINUTE, (T + 12 * MINUTE, T + 45 * MINUTE), "x:absent"),  # 17 minutes ran
        (T + 50 * MINUTE, (T + 12 * MINUTE, T + 20 * MINUTE), "missed"),  # 42 minutes ran: late all the same
        (T + 16 * MINUTE, (T + 12 * MINUTE, T + 13 * MINUTE), "met"),
    ],
)
def test_a_resident_who_is_not_at_home(bench: Bench, delivered: int, stood: tuple[int, int], verdict: str) -> None:
    spared(bench, 19)
    ent = fresh(bench, delivered_at=delivered, stops=stop(*stood))
    assert bench.verdicts("fresh_total")[ent] == verdict


def test_a_stop_that_still_stands(bench: Bench) -> None:
    spared(bench, 19)
    bench.now = T + 3 * HOUR
    ent = fresh(bench, delivered_at=None, status="out", stops=stop(T + 12 * MINUTE, None))
    assert bench.verdicts("fresh_total")[ent] == "x:pending"
    assert bench.verdicts("fresh_estate")[ent] == "x:pending"


@pytest.mark.parametrize(("absent", "left"), [(5, 5), (6, 5), (9, 5)])
def test_absent_residents_excuse_five_of_a_hundred(bench: Bench, absent: int, left: int) -> None:
    spared(bench, 100 - absent)
    for n in range(absent):
        fresh(bench, T + n * MINUTE, delivered_at=T + 2 * HOUR + n * MINUTE,
              stops=stop(T + (n + 9) * MINUTE, T + 2 * HOUR + (n - 1) * MINUTE))  # fmt: skip
    tally = bench.tally("fresh_total")
    assert (tally.left, tally.missed) == ({"absent": left}, absent - left)
    assert list(bench.verdicts("fresh_total").values()).count("x:absent") == left
    row = next(one for one in bench.sheet().rows if one.code == "3.1")
    assert ("超出5%" in row.remark) == (absent > left)


@pytest.mark.parametrize(
    ("answer", "tick", "verdict"),
    [("good", "bad", "met"), ("bad", "good", "missed"), (None, "good", "met"), (None, "fair", "missed"),
     (None, None, "x:no_answer")],
)  # fmt: skip
def test_content(bench: Bench, answer: str | None, tick: str | None, verdict: str) -> None:
    ent = fresh(bench, tick=tick)
    if answer:
        bench.add(
            "revisit", about="fresh_order", about_id=ent, status="answered", satisfaction=answer, done_at=T + HOUR,
            answered_at=T + 9 * HOUR, due_from_on="2026-05-06", due_to_on="2026-05-07",
        )  # fmt: skip
    assert bench.verdicts("fresh_content") == {ent: verdict}


def test_goods_that_went_up_without_a_sheet(bench: Bench) -> None:
    sheet, bare = fresh(bench), fresh(bench, inspected=None, inspected_at=None)
    fresh(bench, out_at=None, delivered_at=None, inspected=None, inspected_at=None, status="arrived")
    assert bench.verdicts("unsheeted") == {sheet: "met", bare: "missed"}


def test_claims_that_the_inspection_should_have_found(bench: Bench) -> None:
    def claim(**values: Any) -> str:
        return bench.add("compensation", **{"status": "settled", "reported_at": T, "finding": "wrong", **values})

    found = {
        claim(missed=True): "missed",
        claim(): "met",
        claim(missed=False): "met",
        claim(finding="nothing", status="explained"): "x:explained",
        claim(finding=None, status="reported"): "x:pending",
        claim(missed=True, status="void"): "x:void",
    }
    assert bench.verdicts("missed") == found


def test_no_fresh_goods_and_too_few(bench: Bench) -> None:
    fresh(bench, status="cancelled")
    rows = {one.code: one for one in bench.sheet().rows}
    assert {rows[code].standing for code in ("3.1", "3.2", "3.3", "3.4")} == {Standing.ABSENT}
    spared(bench, 19)
    rows = {one.code: one for one in bench.sheet().rows}
    assert (rows["3.1"].standing, rows["3.4"].standing) == (Standing.FEW, Standing.SCORED)
    assert rows["3.4"].full == sum(one.full for one in rows.values() if one.item == "生鲜配送")
    fresh(bench)
    assert {one.code: one for one in bench.sheet().rows}["3.1"].standing is Standing.SCORED
