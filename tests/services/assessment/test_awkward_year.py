"""The independent computation agrees with the program on a year in which everything awkward happens."""

import pytest

from desk.domain.calendar import Calendar, at
from desk.domain.service import Rulebook
from tests.services.assessment import awkward
from tests.services.assessment.agreement import BESIDE, RECORDS, differences, rows_of
from tests.services.assessment.awkward import FULL, NINETEEN, PLAIN, SCOPES, Year
from tests.services.assessment.conftest import Bench
from tests.services.assessment.independent import Independent, Promised
from tests.services.assessment.independent_marks import sheet


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("from_on", "until_on", "now"),
    [
        (awkward.FROM_ON, awkward.UNTIL_ON, awkward.NOW),
        ("2024-02-29", "2024-02-29", awkward.NOW),
        (awkward.FROM_ON, awkward.UNTIL_ON, at("2024-12-31", "23:55")),
    ],
)
def test_a_year_of_awkward_cases(
    bench: Bench, rules: Rulebook, calendar: Calendar, seed: int, from_on: str, until_on: str, now: int
) -> None:
    Year(seed, rules, calendar).write(bench.database, bench.confidential)
    tables, beside = rows_of(bench.database, RECORDS), rows_of(bench.confidential, BESIDE)
    found = differences(bench.books, tables, beside, SCOPES, from_on, until_on, now)
    assert not found, "\n".join(found[:30])


def test_the_year_holds_every_awkward_case(bench: Bench, rules: Rulebook, calendar: Calendar) -> None:
    """Or the agreement would say nothing."""
    Year(1, rules, calendar).write(bench.database, bench.confidential)
    tables, beside = rows_of(bench.database, RECORDS), rows_of(bench.confidential, BESIDE)
    count = Independent(tables, beside, awkward.FROM_ON, awkward.UNTIL_ON, awkward.NOW).count()
    expected = {
        "response": "met missed x:undecided x:void x:force_majeure x:anomaly",
        "arrival": "met missed x:undecided x:void x:force_majeure x:anomaly x:outside",
        "finish": "met missed x:undecided x:void x:force_majeure x:anomaly x:outside",
        "asked": "met missed x:undecided x:void x:force_majeure x:exempt x:not_reached x:refused_call x:pending",
        "content": "met missed x:undecided x:void x:force_majeure x:no_answer",
        "notice_lead": "met missed x:undecided x:force_majeure x:told_late x:urgent",
        "fresh_total": "met missed x:undecided x:void x:force_majeure x:refused x:absent x:shop_late x:anomaly",
        "fresh_estate": "met missed x:undecided x:void x:force_majeure x:refused x:absent x:anomaly",
        "fresh_content": "met missed x:no_answer",
        "valid": "missed half x:invalid x:undecided x:force_majeure",
        "late_answer": "met missed x:withdrawn",
    }
    for measure, verdicts in expected.items():
        lacking = [one for one in verdicts.split() if not count.of(measure, FULL, one)]
        assert not lacking, f"{measure}: {lacking}"
    for measure in ("own_error", "found_by_others", "notice_forward", "notice_restore", "rework_open", "missed",
                    "unsheeted", "grave", "repeat", "unrecorded"):  # fmt: skip
        assert count.of(measure, FULL, "missed"), measure
    assert all(count.over[measure, FULL] for measure in ("asked", "fresh_total", "fresh_estate"))
    few, _, _ = sheet(count, NINETEEN)
    assert few["2.1"].score is None
    assert few["3.4"].score is not None
    plain, _, _ = sheet(count, PLAIN)
    assert {row for row, one in plain.items() if one.full == 0} >= {"3.1", "3.2", "3.3", "3.4"}
    assert sum(one.full for one in plain.values()) == sum(one.full for one in few.values()) == 1000


def test_other_minutes_of_an_estate(bench: Bench, rules: Rulebook, calendar: Calendar) -> None:
    """What an estate promised otherwise decides, and our part may begin at the acceptance."""
    Year(3, rules, calendar).write(bench.database, bench.confidential)
    bench.settings = {"fresh.total_minutes": "22", "fresh.estate_minutes": "9", "fresh.window_minutes": "5",
                      "fresh.estate_from": "验收", "fresh.estate_bell_minutes": "4"}  # fmt: skip
    tables, beside = rows_of(bench.database, RECORDS), rows_of(bench.confidential, BESIDE)
    found = differences(bench.books, tables, beside, SCOPES, awkward.FROM_ON, awkward.UNTIL_ON, awkward.NOW,
                        Promised(22, 9, 5, from_acceptance=True))  # fmt: skip
    assert not found, "\n".join(found[:30])
