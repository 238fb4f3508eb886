"""The invented company of many estates: as the clocks would store it, the same every time, counted like any other."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from desk.domain.calendar import Calendar, at
from desk.domain.clocks import due_moments
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.paths import RESOURCES
from desk.sample.many_estates import tell_million
from desk.sample.many_places import Size
from desk.services.assessment.books import Books
from desk.services.work_orders.catalogue import load_catalogue
from desk.store import schema
from desk.store.database import Database
from tests.services.assessment.agreement import BESIDE, RECORDS, differences, rows_of
from tests.services.assessment.sheets import LISTS
from tests.world import KEY

COMPANY = "o/0e9e8a52-6f0b-4a1e-9d53-0d7a3a6fbb10"
NOW = at("2026-11-20", "14:02")
SIZE = Size(estates=4, orders=1_600, homes=60)
SETTINGS = Settings(facts=ALL_SETTINGS)


class Built(NamedTuple):
    main: Database
    beside: Database
    scopes: list[str]


def built(folder: Path, calendar: Calendar, seed: int = 7) -> Built:
    main, beside = Database(folder / "desk.db", KEY), Database(folder / "complaints.db", KEY)
    schema.prepare(main)
    schema.make_like(beside, main)
    catalogue = load_catalogue(RESOURCES / "catalogue")
    scopes = tell_million(main, beside, COMPANY, catalogue, SETTINGS, calendar, NOW, seed, SIZE)
    return Built(main, beside, scopes)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, calendar: Calendar) -> Iterator[Built]:
    found = built(tmp_path_factory.mktemp("many"), calendar)
    yield found
    found.main.close()
    found.beside.close()


def test_dues_are_those_of_the_clocks(company: Built, calendar: Calendar) -> None:
    orders = rows_of(company.main, ("work_order",))["work_order"]
    assert len(orders) == SIZE.orders
    for order in orders:
        told = {**order, "pauses": json.loads(order["pauses"] or "[]")}
        dues = due_moments(told, SETTINGS, calendar)
        assert {name: order[name] for name in dues} == dues, order["no"]
    assert sum(bool(order["pauses"]) for order in orders) > SIZE.orders // 20


def test_nothing_is_later_than_now_and_no_reference_leads_nowhere(company: Built) -> None:
    orders = rows_of(company.main, ("work_order", "revisit", "fresh_order", "home", "staff"))
    for record in ("work_order", "revisit", "fresh_order"):
        for row in orders[record]:
            late = [name for name, value in row.items() if name.endswith("_recorded_at") and (value or 0) > NOW]
            assert not late, (record, row["id"], late)
    homes, staff = ({row["id"] for row in orders[name]} for name in ("home", "staff"))
    assert {row["home_id"] for row in orders["work_order"]} <= homes
    assert {row["technician_id"] for row in orders["work_order"]} - {None} <= staff
    known = {row["id"]: row for row in orders["work_order"]}
    assert all(known[row["about_id"]]["finished_at"] == row["done_at"] for row in orders["revisit"])


def test_no_two_estates_are_alike_and_the_same_seed_is_the_same_year(
    company: Built, calendar: Calendar, tmp_path: Path
) -> None:
    names = [str(row[0]) for row in company.main.read("SELECT DISTINCT name FROM estate")]
    assert len(names) == len(set(company.scopes)) == SIZE.estates
    again, other = tmp_path / "again", tmp_path / "other"
    again.mkdir()
    other.mkdir()
    one, two = built(again, calendar), built(other, calendar, seed=8)
    count = "SELECT SUM(reported_at), SUM(finished_at), COUNT(DISTINCT id) FROM work_order"
    assert one.main.read(count) == company.main.read(count) != two.main.read(count)
    for made in (one, two):
        made.main.close()
        made.beside.close()


def test_it_is_assessed_as_any_other(company: Built) -> None:
    books = Books(company.main.read, COMPANY, SETTINGS, LISTS, lambda _scope: SETTINGS, company.beside.read)
    tables, beside = rows_of(company.main, RECORDS), rows_of(company.beside, BESIDE)
    found = differences(books, tables, beside, company.scopes, "2025-11-21", "2026-11-20", NOW)
    assert not found, "\n".join(found[:20])
