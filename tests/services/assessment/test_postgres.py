"""The server's database says what the desk's file says, of the same rows: every measure, every list, the sheet."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from desk.domain.calendar import DAY, HOUR, MINUTE, at
from desk.services.assessment.assess import assess, period_of
from desk.services.assessment.clerks import clerks
from desk.services.assessment.counting import ALL, MEASURES, count, listed
from desk.services.assessment.freezing import marks_of
from desk.services.assessment.shops import shops
from desk.services.assessment.technicians import technicians
from sync.server import schema
from sync.server.postgres_store import PostgresStore
from tests.services.assessment.conftest import ESTATE, TABLES, Bench
from tests.services.assessment.test_complaints import complaint
from tests.services.assessment.test_fresh import fresh, stop
from tests.services.assessment.test_notices import notice
from tests.services.assessment.test_people import MANAGER
from tests.services.assessment.test_repairs import order, revisit

T = at("2026-05-06", "10:00")


def filled(bench: Bench) -> None:
    """Something of every kind."""
    for n in range(30):
        ent = order(bench, T + n * HOUR, tick="good" if n % 3 else "bad", paused_for="parts" if n == 4 else None,
                    technician_id=f"t{n % 2}", taken_by_id="c1")  # fmt: skip
        if n % 2:
            revisit(bench, ent, T + (n + 5) * HOUR, answered=T + 4 * DAY if n % 4 == 1 else None)
    order(bench, paused_for="nobody_home", response_due_at=T + 10 * HOUR)
    order(bench, rework_of="a", closed_at=None, status="returned", home_id="h1", channel="wechat")
    for n in range(30):
        fresh(bench, T + n * HOUR, delivered_at=T + n * HOUR + (10 + n) * MINUTE)
    fresh(bench, delivered_at=T + HOUR, stops=stop(T + 9 * MINUTE, T + 55 * MINUTE), kind="instant", placed_at=T)
    bench.add("exchange", order_id="x", shop="淘鲜果", reason="rot", status="waiting", opened_at=T)
    bench.add("compensation", shop="淘鲜果", status="settled", resident_agreed_at=T, amount_fen=5)
    fresh(bench, kind="window", window_from_at=T, window_to_at=T + HOUR, delivered_at=T + 50 * MINUTE)
    notice(bench, urgent_reason="safety", second_due_at=T + DAY)
    notice(bench, lead_due_at=T - 1, forward_due_at=T)
    notice(bench, status="sent", restore_due_at=T + DAY)
    complaint(bench, validity="partial", serious=True)
    complaint(bench, repeat_of="c")
    for n in range(25):
        bench.add("home", id=f"h{n}", status="active", bound_at=T)
    bench.add("compensation", status="settled", finding="wrong", missed=True, reported_at=T)
    bench.add("unrecorded", made_at=T, found_how="spot_check", status="found")
    bench.add("force_majeure", cause="typhoon", from_on="2026-05-07", to_on="2026-05-07", status="claimed")


def test_both_databases_count_the_same(bench: Bench, postgres_url: str) -> None:
    filled(bench)
    store = PostgresStore(postgres_url, size=2)
    try:
        schema.prepare(store)
        with store.session() as session:
            for name in TABLES:
                for source in (bench.database, bench.confidential):
                    columns = [str(row[1]) for row in source.read(f"PRAGMA table_info({name})")]
                    names = ", ".join(f'"{one}"' for one in columns)
                    rows = source.read(f"SELECT {names} FROM {name}")
                    session.many(f"INSERT INTO {name} ({names}) VALUES ({', '.join('?' * len(columns))})", rows)
        with store.reading() as session:

            def read(sql: str, parameters: Sequence[Any] = ()) -> Sequence[Sequence[Any]]:
                return session.read(sql, parameters)

            here = bench.books
            there = replace(here, read=read, complaints=read, postgres=True)
            periods = [
                period_of(books, bench.scopes, bench.from_on, bench.until_on, bench.now) for books in (here, there)
            ]
            assert periods[0] == periods[1]
            assert periods[0].majeure
            assert count(here, periods[0]) == count(there, periods[1])
            for name in MEASURES:
                own = listed(here, periods[0], name, ALL)
                assert own, name
                assert set(own) == set(listed(there, periods[1], name, ALL)), name
            sheets = [assess(books, bench.scopes, bench.from_on, bench.until_on, bench.now) for books in (here, there)]
            assert sheets[0] == sheets[1]
            for people in (technicians, clerks, shops):
                told = [
                    people(books, period, MANAGER, ESTATE) for books, period in zip((here, there), periods, strict=True)
                ]
                assert told[0] == told[1], people
                assert told[0], people
            marks = [marks_of(books, period, "1") for books, period in zip((here, there), periods, strict=True)]
            assert marks[0] == marks[1], "frozen on the server and compared on a desk"
    finally:
        store.close()
