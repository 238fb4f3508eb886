"""A sheet is frozen, read back the same, compared with the records as they are now, and passed from hand to hand."""

from dataclasses import replace
from typing import Any

import pytest

from desk.domain.calendar import DAY, HOUR, MINUTE, at
from desk.domain.flow import Values
from desk.domain.roles import Role
from desk.services.assessment import reads
from desk.services.assessment.assess import assess, period_of
from desk.services.assessment.books import Books
from desk.services.assessment.freezing import beside, compare, frozen, marks_of, thawed
from desk.services.assessment.rules import spans_of
from desk.store.steps import StepRefused
from tests.services.assessment.conftest import Bench
from tests.world import World

T = at("2026-05-06", "10:00")
H, M = Role.HEAD_OFFICE, Role.MANAGER


def filled(bench: Bench) -> None:
    for n in range(30):
        moment = T + n * HOUR
        bench.add(
            "work_order", kind="fault", urgency="general", status="closed", reported_at=moment,
            informed_at=moment + (5 if n else 50) * MINUTE, response_due_at=moment + 15 * MINUTE,
            finished_at=moment + HOUR, closed_at=moment + DAY, tick="good", reporter="王秀英", matter="漏水",
        )  # fmt: skip
    bench.add("home", status="active")
    bench.add("notice", status="sent", sent_at=T, lead_due_at=T)


def marks(bench: Bench, program: str = "1.0") -> Any:
    period = period_of(bench.books, bench.scopes, bench.from_on, bench.until_on, bench.now)
    return marks_of(bench.books, period, program)


def test_thawed_it_is_the_same_sheet(bench: Bench) -> None:
    filled(bench)
    bench.add("force_majeure", cause="typhoon", from_on="2026-05-06", to_on="2026-05-06", status="claimed")
    sheet = bench.sheet()
    values = frozen(sheet, marks(bench), "吴明")
    back = thawed(values, sheet.scope, sheet.estate)
    assert [replace(one, behind=()) for one in sheet.rows] == list(back.rows)
    assert (back.total, back.notes, back.homes) == (sheet.total, sheet.notes, sheet.homes)
    assert back.sheet.grade is sheet.sheet.grade
    assert [(one.code, one.count) for one in back.exclusions] == [(one.code, one.count) for one in sheet.exclusions]
    assert back.findings == sheet.findings
    assert [one.method for one in back.rows] == [one.method for one in sheet.rows]
    assert "王秀英" not in str(values)
    assert "漏水" not in str(values)


def test_computed_again_it_has_the_same_fingerprint_and_a_changed_record_shows_where(bench: Bench) -> None:
    filled(bench)
    values, before = frozen(bench.sheet(), marks(bench), ""), bench.sheet()
    again = compare(values, bench.sheet(), marks(bench))
    assert (again.same, again.measures, again.changes) == (True, (), ())
    assert again.words == ["和冻结时完全一样"]
    with bench.database.write() as connection:
        connection.exec_driver_sql("UPDATE work_order SET informed_at = NULL WHERE id = 'work_order-00009'")
    later = compare(values, bench.sheet(), marks(bench))
    assert not later.same
    assert later.measures == ("response",)
    assert [one.code for one in later.changes] == ["2.1"]
    assert later.words[0] == "记录有变: 回复及时"
    assert "96.7 % → 93.3 %" in later.words[1]
    assert [one.difference for one in beside(before, before)] == [0] * 14


def test_other_rules_and_another_program_are_told_apart(bench: Bench) -> None:
    filled(bench)
    values = frozen(bench.sheet(), marks(bench), "")
    bench.settings["assessment.few"] = "31"
    found = compare(values, bench.sheet(), marks(bench, "1.1"))
    assert (found.same, found.rules, found.program, found.measures) == (False, True, True, ())
    assert [one.code for one in found.changes][:1] == ["1.1"]  # weights are spread anew


def values_for(world: World, **changed: Any) -> Values:
    """What the manager's program sends: a real sheet of last year, of the office of the tests."""
    books = Books.of_desk(world.database, world.office, world.database)
    until = changed.pop("until_on", "2025-12-31")
    period = period_of(books, [world.scope], "2025-01-01", until, world.clock.now)
    sheet = assess(books, [world.scope], "2025-01-01", until, world.clock.now)[world.scope]
    return {**frozen(sheet, marks_of(books, period, "1.0"), "吴明"), **changed}


def test_from_draft_to_locked(world: World) -> None:
    ent = world.take(M, "assessment.freeze", **values_for(world))
    with pytest.raises(StepRefused, match="还没有自评"):
        world.take(M, "assessment.submit", ent)
    world.take(M, "assessment.mark_own", ent, own_marks=[{"code": "1.1", "score": 0, "remark": "如实"}], own_by="吴明")
    world.take(M, "assessment.submit", ent, submitted_by="吴明")
    with pytest.raises(StepRefused, match="还没有主管评定"):
        world.take(H, "assessment.confirm", ent)
    with pytest.raises(StepRefused, match="自评的人不能再做主管评定"):
        world.take(M, "assessment.mark_chief", ent, chief_marks=[{"code": "1.1", "score": 0}])
    world.take(H, "assessment.mark_chief", ent, chief_marks=[{"code": "1.1", "score": 0}], chief_by="王总")
    world.take(H, "assessment.send_back", ent, returned_why="重算")
    world.take(M, "assessment.refreeze", ent, **values_for(world))
    row = world.row("assessment", ent)
    assert "own_marks" not in row, "marks beside were given to other figures"
    world.take(Role.SUPERVISOR, "assessment.mark_own", ent, own_marks=[{"code": "1.1", "score": 0}])
    world.take(M, "assessment.submit", ent)
    world.take(M, "assessment.mark_chief", ent, chief_marks=[{"code": "1.1", "score": 0}])
    with pytest.raises(StepRefused, match="岗位"):
        world.take(M, "assessment.confirm", ent)
    world.take(H, "assessment.confirm", ent, confirmed_by="王总")
    world.take(H, "assessment.lock", ent, locked_by="王总")
    with pytest.raises(StepRefused):
        world.take(H, "assessment.send_back", ent, returned_why="再看")
    sheets = reads.frozen_sheets(world.database, world.people[H]._replace(roles=frozenset({H})), world.scope)
    held = reads.holding(sheets, "2025-01-01", "2025-12-31")
    assert held is not None
    assert held["id"] == ent
    assert reads.holding(sheets, "2024-01-01", "2024-12-31") is None


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"from_on": "2026-01-01", "until_on": "2026-12-31"}, "期间还没有结束"),
        ({"from_on": "2025-12-31", "until_on": "2025-01-01"}, "期间不对"),
        ({"undecided": 2}, "还有 2 件待裁定"),
        ({"total": 999}, "各行得分加起来不等于总分"),
        ({"rows": [{"code": "4.1", "standing": "sealed"}]}, "投诉档案未打开"),
    ],
)
def test_what_may_not_be_frozen(world: World, changed: dict[str, Any], why: str) -> None:
    with pytest.raises(StepRefused, match=why):
        world.take(M, "assessment.freeze", **{**values_for(world), **changed})


@pytest.mark.parametrize("marks", [[], [{"code": "9.9", "score": 1}], [{"code": "1.1", "score": 10_000}]])
def test_marks_beside_are_of_rows_and_within_them(world: World, marks: list[dict[str, Any]]) -> None:
    ent = world.take(M, "assessment.freeze", **values_for(world))
    with pytest.raises(StepRefused):
        world.take(M, "assessment.mark_own", ent, own_marks=marks)


# acts of God, unrecorded complaints


def test_days_by_the_manager_are_ten_a_year_the_agreed_ones_beside() -> None:
    rows = [
        {"from_on": "2026-07-01", "to_on": "2026-07-08", "status": "claimed"},
        {"from_on": "2026-07-08", "to_on": "2026-07-12", "status": "claimed"},
        {"from_on": "2026-09-01", "to_on": "2026-09-20", "status": "agreed"},
        {"from_on": "2026-12-31", "to_on": "2027-01-01", "status": "claimed"},
        {"from_on": "2026-03-01", "to_on": "2026-03-31", "status": "void"},
    ]
    days = [begin for _, begin, _ in spans_of("e/1", rows, 10)]
    assert len(days) == 10 + 20 + 1
    assert at("2026-07-11", "0:00") not in days, "the eleventh"
    assert at("2027-01-01", "0:00") in days, "another year"


def test_who_says_what_does_not_count(world: World) -> None:
    told = {"cause": "typhoon", "from_on": "2026-11-01", "to_on": "2026-11-03"}
    ent = world.take(M, "force_majeure.claim", **told)
    with pytest.raises(StepRefused, match="岗位"):
        world.take(M, "force_majeure.agree", ent)
    world.take(H, "force_majeure.agree", ent, agreed_by="王总")
    with pytest.raises(StepRefused, match="结束早于开始"):
        world.take(M, "force_majeure.claim", **{**told, "to_on": "2026-10-01"})
    with pytest.raises(StepRefused, match="还没有过去"):
        world.take(M, "force_majeure.claim", **{**told, "to_on": "2026-12-01"})
    with pytest.raises(StepRefused, match="岗位"):
        world.take(M, "unrecorded.find", made_at=T, found_how="spot_check")
    found = world.take(H, "unrecorded.find", made_at=T, found_how="spot_check", source_no="12345-8")
    world.take(H, "unrecorded.void", found, void_why="重复")


@pytest.mark.parametrize(("day", "before"), [("2026-12-31", "2025-12-31"), ("2028-02-29", "2027-02-28")])
def test_the_year_before(day: str, before: str) -> None:
    assert reads.year_before(day) == before
