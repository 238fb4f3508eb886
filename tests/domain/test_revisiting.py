"""Opening a call back from any room: days, rate and last day as the office's list says, no personal data."""

from dataclasses import replace

import pytest

from desk.domain.calendar import Calendar, at
from desk.domain.deciding import Context
from desk.domain.lists import Layer, Level, Lists
from desk.domain.office_lists import SOURCES
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.revisiting import NOT_SAID, PEOPLE, Matter, RevisitSource, asked_about, revisit_id, sampling_of
from desk.domain.roles import Actor, Role
from desk.domain.settings import Settings
from desk.services import rulebook

SCOPE = "e/0e9e8a52-6f0b-4a1e-9d53-0d7a3a6fbb10"
ENT = "0197e000-0000-7000-8000-000000000001"
DONE = at("2026-11-18", "15:20")
MATTER = Matter("goods", ENT, "T-1", "菠菜等5样", "陈刚", DONE, "3-2-1801", "h-1", "r-1", True)
ROWS: Layer = {SOURCES: {"fresh": {"from_day": "0", "to_day": "1", "percent": "100"}}}


def context(rows: Layer = ROWS) -> Context:
    lists = Lists(lambda: ({}, ((Level.COMPANY, rows),)))
    clerk = Actor("s-1", frozenset({Role.CLERK}))
    return Context(DONE, SCOPE, clerk, Settings(facts=ALL_SETTINGS), Calendar(), lists=lists)


def test_the_row_says_what_was_done_and_when_it_is_asked() -> None:
    make = asked_about(MATTER, RevisitSource.FRESH, context())
    assert (make.record, make.id) == ("revisit", revisit_id(SCOPE, ENT))
    told = {name: value for name, value in make.values.items() if value is not None}
    assert told == {
        "about": "goods", "about_id": ENT, "about_no": "T-1", "subject": "菠菜等5样", "done_by": "陈刚",
        "done_at": DONE, "where": "3-2-1801", "home_id": "h-1", "resident_id": "r-1", "paid": True, "source": "fresh",
        "due_from_on": "2026-11-18", "due_to_on": "2026-11-19", "status": "waiting",
    }  # fmt: skip


def test_it_has_only_fields_of_a_revisit_and_none_that_is_private() -> None:
    fields = rulebook().known("revisit").record.by_name
    for name in asked_about(MATTER, RevisitSource.FRESH, context()).values:
        assert not fields[name].private


def test_two_facts_of_one_record_are_two_calls_and_one_fact_twice_is_one() -> None:
    ids = {asked_about(MATTER, RevisitSource.EXCHANGE, context(), fact).id for fact in ("revisit", "revisit-again")}
    assert len(ids) == 2
    assert asked_about(MATTER, RevisitSource.EXCHANGE, context()).id in ids


def test_who_is_not_drawn_is_exempt_and_that_is_said() -> None:
    few: Layer = {SOURCES: {"fresh": {"from_day": "0", "to_day": "1", "percent": "5"}}}
    ents = [f"0197e000-0000-7000-8000-{number:012d}" for number in range(400)]
    made = [asked_about(replace(MATTER, about_id=ent), RevisitSource.FRESH, context(few)).values for ent in ents]
    waiting = [one for one in made if one["status"] == "waiting"]
    assert 8 <= len(waiting) <= 35
    assert {one["exempt_reason"] for one in made if one["status"] == "exempt"} == {"not_sampled"}
    assert made == [asked_about(replace(MATTER, about_id=ent), RevisitSource.FRESH, context(few)).values
                    for ent in ents]  # fmt: skip


@pytest.mark.parametrize("cells", [{}, {"from_day": "0"}, {"from_day": "0", "to_day": "1"}])
def test_where_the_list_says_nothing_everybody_is_asked_soon(cells: dict[str, str]) -> None:
    assert sampling_of(RevisitSource.FRESH, context({SOURCES: {"fresh": cells}})) == NOT_SAID


def test_who_is_rung_is_read_from_fields_that_are_there() -> None:
    rules = rulebook()
    for record, people in PEOPLE.items():
        fields = rules.known(record).record.by_name
        assert {people.name, people.phone, people.relation} - {""} <= set(fields), record
