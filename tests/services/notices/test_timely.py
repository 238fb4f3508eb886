"""Where a notice stands by the clock, and what the assessment counts of it."""

from typing import Any

import pytest

from desk.domain.calendar import HOUR, MINUTE, at
from desk.services.notices.phases import Phase, is_live, phase_of
from desk.services.notices.timely import Excluded, Missed, excluded, misses, tally, went_out
from tests.services.notices.writing import GRID, LIFT, READER, WRITER, Desk

DAY = "2026-11-19"


@pytest.mark.parametrize(
    ("clock", "phase"),
    [("10:59", Phase.ANNOUNCED), ("11:00", Phase.RUNNING), ("16:59", Phase.RUNNING), ("17:00", Phase.TO_RESTORE)],
)
def test_the_clock_alone_moves_it_on(desk: Desk, clock: str, phase: Phase) -> None:
    row = desk.row(desk.sent())
    assert phase_of(row, at(DAY, clock)) is phase
    assert is_live(row, at(DAY, clock))


def test_what_waits_for_its_hour_is_not_live(desk: Desk) -> None:
    row = desk.row(desk.sent(send_at=at("2026-11-18", "10:30")))
    assert phase_of(row, desk.now) is Phase.SCHEDULED
    assert not is_live(row, desk.now)
    assert not went_out(row, desk.now)
    assert phase_of(row, at("2026-11-18", "10:30")) is Phase.ANNOUNCED


def test_called_off_or_corrected_before_its_hour_it_never_went_out(desk: Desk) -> None:
    hour = at("2026-11-18", "10:30")
    off, wrong = desk.sent(send_at=hour), desk.sent(send_at=hour)
    desk.fold.take("notice.void", off, by=WRITER, void_reason="cancelled")
    right = desk.draft(corrects_id=wrong, correction_no=1, found_by="ourselves", wrong_part="time")
    desk.fold.take("notice.submit", right, by=WRITER)
    desk.fold.take("notice.approve", right, by=READER, reviewer="张敏")
    assert [went_out(desk.row(one), hour + HOUR) for one in (off, wrong, right)] == [False, False, True]
    called_off_later = desk.sent()
    desk.fold.clock.forward(hours=1)
    desk.fold.take("notice.void", called_off_later, by=WRITER, void_reason="cancelled")
    assert went_out(desk.row(called_off_later), desk.now)


def test_a_greeting_is_over_after_a_week(desk: Desk) -> None:
    row = desk.row(desk.sent("01", from_at=None, to_at=None, expected_at=None, matter="请保管好电动车"))
    assert phase_of(row, desk.now + 6 * 24 * HOUR) is Phase.RUNNING
    assert phase_of(row, desk.now + 7 * 24 * HOUR) is Phase.OVER


def test_in_time_misses_nothing(desk: Desk) -> None:
    ent = desk.sent()
    desk.fold.clock.set(DAY, "17:20")
    desk.fold.take("notice.restore", ent, by=WRITER, happened_at=at(DAY, "16:30"))
    assert misses(desk.row(ent), desk.now) == ()


def test_restored_an_hour_and_a_minute_after_it_came_back(desk: Desk) -> None:
    ent = desk.sent()
    desk.fold.clock.set(DAY, "17:31")
    desk.fold.take("notice.restore", ent, by=WRITER, happened_at=at(DAY, "16:30"))
    assert misses(desk.row(ent), desk.now) == (Missed.RESTORE,)


def test_never_restored_counts_from_an_hour_after_the_expected_end(desk: Desk) -> None:
    row = desk.row(desk.sent())
    assert misses(row, at(DAY, "18:00")) == ()
    assert misses(row, at(DAY, "18:00") + 1) == (Missed.RESTORE,)


def late(desk: Desk, **values: Any) -> str:
    desk.fold.clock.set("2026-11-18", "14:00")
    ent = desk.draft(**values)
    desk.fold.take("notice.submit", ent, by=WRITER, late_reason="told_late")
    desk.fold.take("notice.approve", ent, by=READER, reviewer="张敏")
    return ent


def test_told_late_counts_unless_the_paper_shows_its_hour(desk: Desk) -> None:
    assert misses(desk.row(late(desk)), desk.now) == (Missed.LEAD,)


def test_told_late_with_hour_and_picture_and_passed_on_at_once_is_left_out(desk: Desk) -> None:
    told = at("2026-11-18", "13:00")
    row = desk.row(late(desk, received_at=told, received_photo="ab12"))
    assert excluded(row, desk.now) is Excluded.TOLD_LATE
    assert misses(row, desk.now) == ()
    assert misses({**row, "received_photo": None}, desk.now) == (Missed.LEAD,)


def test_a_paper_that_lay_too_long_counts_twice(desk: Desk) -> None:
    row = desk.row(late(desk, received_at=at("2026-11-18", "11:30"), received_photo="ab12"))
    assert misses(row, desk.now) == (Missed.LEAD, Missed.FORWARD)


def test_others_papers_are_passed_on_in_two_hours(desk: Desk) -> None:
    ent = desk.submitted(GRID, received_at=desk.now - 119 * MINUTE)
    desk.fold.clock.forward(minutes=1)
    desk.fold.take("notice.approve", ent, by=READER, reviewer="张敏")
    assert misses(desk.row(ent), desk.now) == ()
    assert misses({**desk.row(ent), "sent_at": desk.now + 1}, desk.now + 1) == (Missed.FORWARD,)


def test_an_emergency_is_left_out_when_it_was_read_within_a_day(desk: Desk) -> None:
    ent = desk.burst(from_at=desk.now - 50 * MINUTE)
    row = desk.row(ent)
    assert row["sent_at"] > row["lead_due_at"]
    assert excluded(row, desk.now) is Excluded.URGENT
    unread = {**row, "status": "restored", "restored_recorded_at": desk.now}
    assert misses(unread, desk.now + 24 * HOUR + 1) == (Missed.LEAD, Missed.SECOND)
    desk.fold.clock.forward(hours=23)
    desk.fold.take("notice.second_read", ent, by=READER, reviewer="张敏")
    read = {**desk.row(ent), "status": "restored", "restored_recorded_at": row["sent_at"]}
    assert misses(read, desk.now + 48 * HOUR) == ()


def test_a_short_lift_service_owes_no_lead(desk: Desk) -> None:
    start = at("2026-11-18", "14:00")
    short = desk.row(desk.draft(LIFT, from_at=start, to_at=start + 4 * HOUR, expected_at=None))
    long = desk.row(desk.draft(LIFT, from_at=start, to_at=start + 4 * HOUR + 1, expected_at=None))
    assert "lead_due_at" not in short
    assert long["lead_due_at"] == start - 24 * HOUR


def test_the_honest_correction_is_told_apart(desk: Desk) -> None:
    rows = []
    for found_by in ("ourselves", "resident", "head_office", "no_fault"):
        wrong = desk.sent()
        right = desk.draft(corrects_id=wrong, correction_no=1, found_by=found_by, wrong_part="time")
        desk.fold.take("notice.submit", right, by=WRITER)
        desk.fold.take("notice.approve", right, by=READER, reviewer="张敏")
        rows += [desk.row(wrong), desk.row(right)]
    called_off = desk.draft()
    desk.fold.take("notice.void", called_off, by=WRITER, void_reason="cancelled")
    found = tally([*rows, desk.row(called_off)], desk.now)
    assert (found.out, len(found.ours), len(found.by_others), len(found.changed)) == (4, 1, 2, 1)
    assert found.missed[Missed.LEAD] == ()
