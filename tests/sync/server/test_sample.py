"""The sample office on a server: the same rows, one log, keyed as the server's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.domain.errors import DeskError
from desk.store.database import Database
from desk.store.rows import columns_of
from sync.protocol.envelope import CHAIN_START, chain_next
from sync.server import sample
from sync.server.building import build_server
from sync.server.serving import Server
from tests.world import KEY, Clock


@pytest.fixture
def server(url: str | None, tmp_path: Path) -> Iterator[Server]:
    made = build_server(tmp_path / "server", url, Clock())
    yield made
    made.close()


def test_a_sample_is_one_history(server: Server, sample_file: Path) -> None:
    desk = Database(sample_file, KEY)
    sample.take_over(server, desk)
    with server.store.reading() as session:
        for record in server.rules.records:
            select = columns_of(record).select("1=1 ORDER BY scope, id", ("scope", "id", "head"))
            assert sorted(session.read(select)) == sorted(tuple(row) for row in desk.read(select)), record.name
        for scope, seq, chain in session.read('SELECT scope, seq, chain FROM "head" WHERE seq > 0'):
            computed = CHAIN_START
            rows = session.read("SELECT seq, op, did, mac FROM journal WHERE scope=? ORDER BY seq", (scope,))
            for place, op, did, mac in rows:
                computed = chain_next(computed, place, bytes(op), bytes(did))
                assert mac is not None
            assert (len(rows), computed) == (seq, bytes(chain))
        assert session.read("SELECT COUNT(*) FROM account")[0][0] > 5
    desk.close()


def test_it_is_not_put_beside_a_company(server: Server, sample_file: Path) -> None:
    desk = Database(sample_file, KEY)
    sample.take_over(server, desk)
    with pytest.raises(DeskError):
        sample.take_over(server, desk)
    desk.close()
