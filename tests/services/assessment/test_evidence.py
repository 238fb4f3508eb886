"""Every figure of a sheet leads to a list as long as it is, and what the list shows are fields of its records."""

import re
from typing import Any

import pytest

from desk.domain.service import Rulebook
from desk.services.assessment.assess import BEHIND, period_of
from desk.services.assessment.counting import MEASURES, listed
from desk.services.assessment.evidence import SHOWN, cases
from desk.services.assessment.left_out import FROM
from desk.services.assessment.measures import Source, Terms, source_sql
from desk.services.assessment.record import Left
from desk.services.assessment.technicians import OWN
from desk.services.assessment.verdict_codes import BITS, TOGETHER, WORDS
from tests.services.assessment.conftest import Bench
from tests.services.assessment.test_postgres import filled

TERMS = Terms(0, 1, 2, 3, 4, 5, majeure=True)


def test_every_number_on_the_sheet_is_the_length_of_its_list(bench: Bench) -> None:
    filled(bench)
    sheet = bench.sheet()
    period = period_of(bench.books, bench.scopes, bench.from_on, bench.until_on, bench.now)
    parts = [part for row in sheet.rows for part in row.behind]
    parts += [part for one in sheet.exclusions for part in one.parts]
    assert len([part for part in parts if part.count]) > 25
    for part in parts:
        found = list(cases(bench.books, period, part.measure, part.verdict))
        assert len(found) == part.count == len(listed(bench.books, period, part.measure, part.verdict)), part
        assert all(one.values for one in found), part
    rates = {"2.1": "response", "2.3": "finish", "2.4": "asked", "3.1": "fresh_total", "5": "uses"}
    for row in sheet.rows:
        if row.code in rates:
            assert row.figure.of == len(listed(bench.books, period, rates[row.code])), row.code


@pytest.mark.parametrize("record", SHOWN)
def test_what_is_shown_are_fields_and_none_is_private(record: str, rules: Rulebook) -> None:
    facts = rules.known(record).record
    for name in SHOWN[record]:
        assert facts.has(name), name
        assert name not in facts.private


def test_every_record_of_a_measure_can_be_shown() -> None:
    assert {one.record for one in MEASURES.values()} <= set(SHOWN)


@pytest.mark.parametrize("measure", [*MEASURES.values(), *OWN], ids=lambda one: one.name)
def test_a_verdict_is_a_known_word(measure: Any) -> None:
    told = {then for _, then in measure.whens(TERMS)} | {measure.other}
    assert told <= set(WORDS)
    assert measure.label


WRITTEN = re.compile(r"\b(\w+)(?:, '\w*'\))? (?:NOT IN|IN|=|<>) \(?((?:'[^']*'(?:, )?)+)")
BESIDE = ("revisit", "branch", "housekeeping", "work_order", "fresh_order")


@pytest.mark.parametrize("measure", [*MEASURES.values(), *OWN], ids=lambda one: one.name)
def test_every_word_in_a_statement_is_a_code_of_its_column(measure: Any, rules: Rulebook) -> None:
    """A code renamed would be counted nowhere, and nothing would say so."""
    sql = f"{measure.verdict(TERMS, lambda verdict: 'NULL')} {source_sql(measure.source, TERMS)}"
    records = [rules.known(name).record for name in (measure.source.value, *BESIDE)]
    checked = 0
    for column, words in WRITTEN.findall(sql):
        codes = [record.field(column).code for record in records if record.has(column)]
        if column in ("about", "type") or not any(codes):
            continue
        known = {str(word) for code in codes if code is not None for word in code}
        for word in re.findall("'([^']*)'", words):
            assert word in known, (column, word)
            checked += 1
    assert checked, "at least a state is named in every one"


def test_as_many_verdicts_as_fit_into_one_number() -> None:
    assert len(WORDS) <= 2**BITS
    assert len(set(WORDS)) == len(WORDS)
    assert TOGETHER * BITS < 63
    for source in Source:
        assert [one for one in MEASURES.values() if one.source is source], source


def test_what_stands_behind_rows_and_exclusions_is_counted() -> None:
    for row in BEHIND.values():
        for _, measure, verdict in row:
            assert verdict in {then for _, then in MEASURES[measure].whens(TERMS)} | {MEASURES[measure].other}
    assert set(FROM) == set(Left)
