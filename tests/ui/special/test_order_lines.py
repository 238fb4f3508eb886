"""Rows and headings of each pile, from values alone."""

from typing import Any

import pytest

from desk.domain.calendar import Calendar, at
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.ui.kit.rows import Heading, Row
from desk.ui.special.order_lines import View, lines

NOW = at("2026-11-20", "14:10")
NINE, TWO, FOUR = at("2026-11-20", "9:00"), at("2026-11-20", "14:00"), at("2026-11-20", "16:00")


@pytest.fixture
def view() -> View:
    return View(Settings(facts=ALL_SETTINGS), Calendar(), NOW)


def made(where: str, status: str, **values: Any) -> dict[str, Any]:
    known = {
        "id": where, "where": where, "status": status, "matter": "漏水", "urgency": "general", "reported_at": NINE,
        "accepted_at": NINE, "informed_at": NINE, "window_from_at": TWO, "window_to_at": FOUR,
    }  # fmt: skip
    return {key: value for key, value in {**known, **values}.items() if value is not None}


def told(pile: str, view: View, *orders: dict[str, Any]) -> list[str]:
    return [
        f"# {one.words} {one.count}" if isinstance(one, Heading) else one.where for one in lines(pile, orders, view)
    ]


def test_those_out_are_grouped_by_what_presses(view: View) -> None:
    sent = {"dispatched_at": NINE, "technician": "王建国"}
    tomorrow = {"window_from_at": at("2026-11-21", "9:00"), "window_to_at": at("2026-11-21", "11:00")}
    late = made("late", "acknowledged", acknowledged_at=NINE, window_from_at=at("2026-11-20", "13:30"), **sent)
    soon = made("soon", "acknowledged", acknowledged_at=NINE, window_from_at=at("2026-11-20", "13:54"), **sent)
    inside = made("inside", "acknowledged", acknowledged_at=NINE, **sent)
    grey = made("grey", "dispatched", window_from_at=at("2026-11-20", "12:00"), **sent)
    later = made("later", "dispatched", **{**sent, **tomorrow})
    found = told("out", view, later, grey, inside, soon, late)
    assert found == ["# 超时 1", "late", "# 将超 1", "soon", "# 时段内 2", "inside", "grey", "# 未到时段 1", "later"]


def test_a_row_says_what_the_radio_said(view: View) -> None:
    sent = {"dispatched_at": NINE, "crew": "水电班"}
    (heading, row) = lines("out", [made("x", "arrived", arrived_at=TWO, urgency="urgent", **sent)], view)
    assert isinstance(heading, Heading)
    assert isinstance(row, Row)
    assert (row.state, row.mark, row.urgent, row.who) == ("已到场", "arrived", True, "班长分")
    assert row.clock.startswith("完工 ")
    (_, grey) = lines("out", [made("x", "dispatched", technician="王建国", **sent)], view)
    assert isinstance(grey, Row)
    assert (grey.state, grey.mark, grey.who, grey.tone, grey.clock) == (
        "未报到",
        "not_reported",
        "王建国",
        "",
        "时段到 16:00",
    )


def test_suspended_slips_and_revisits_have_headings_of_their_own(view: View) -> None:
    today, friday = "2026-11-20", "2026-11-25"
    pause = {"suspend_reason": "parts"}
    rests = made("rests", "suspended", suspended_until_on=friday, **pause)
    due = made("due", "suspended", suspended_until_on=today, **pause)
    assert told("suspended", view, rests, due) == ["# 今天该恢复 1", "due", "# 等着 1", "rests"]
    row = lines("suspended", [rests], view)[1]
    assert isinstance(row, Row)
    assert (row.state, row.clock) == ("等料", "到 11-25")
    old = made("old", "finished", finished_at=at("2026-11-18", "10:00"))
    new = made("new", "finished", finished_at=at("2026-11-20", "10:00"))
    assert told("slip_due", view, old, new) == ["# 以前完工 1", "old", "# 今天完工 1", "new"]
    ripe = made("ripe", "slip_back", finished_at=at("2026-11-17", "10:00"))
    green = made("green", "slip_back", finished_at=at("2026-11-19", "10:00"))
    assert told("revisit_due", view, ripe, green) == ["# 该回访了 1", "ripe", "# 还没到回访日 1", "green"]


def test_a_returned_order_stands_before_those_that_wait(view: View) -> None:
    waits = made("waits", "accepted", reported_at=NOW, accepted_at=NOW)
    back = made("back", "returned", dispatched_at=NINE, returned_at=NOW)
    assert told("to_dispatch", view, waits, back)[:2] == ["# 退单 1", "back"]


def test_all_keeps_the_order_it_was_read_in(view: View) -> None:
    closed = made("b", "closed", finished_at=NINE, closed_by="not_reached")
    found = lines("all", [closed, made("a", "void")], view)
    assert [one.where for one in found if isinstance(one, Row)] == ["b", "a"]
    assert isinstance(found[0], Row)
    assert (found[0].state, found[0].mark, found[0].clock) == ("未联系上", "done", "完工 09:00")
