"""The log in memory, empty, and with an order that everybody knows."""

import sqlite3
from collections.abc import Iterator

import pytest

from desk.store import tables
from tests.domain.line import ORDER, RULES, Line


@pytest.fixture(scope="module")
def schema() -> list[str]:
    import sqlalchemy as sa
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateTable

    metadata = sa.MetaData()
    tables.record_tables(metadata, RULES.records)
    tables.journal_tables(metadata)
    return [str(CreateTable(table).compile(dialect=sqlite.dialect())) for table in metadata.sorted_tables]


@pytest.fixture
def line(schema: list[str]) -> Iterator[Line]:
    connection = sqlite3.connect(":memory:")
    for statement in schema:
        connection.execute(statement)
    yield Line(connection)
    connection.close()


@pytest.fixture
def taken(line: Line) -> str:
    """An order that everybody knows; its op."""
    values = {"where": "3-2-1801", "matter": "漏水", "charge": "free", "no": "W1A-0001", "price_from_fen": 100}
    return line.op("work_order.intake", ORDER, None, **values)
