"""The sample office on an empty server, to try desks against: told as on a desk, keyed and counted as our own log."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desk.domain.deciding import Did
from desk.domain.errors import DeskError
from desk.store.rows import columns_of
from sync.protocol.envelope import unpack
from sync.server.offered import mac_of

if TYPE_CHECKING:
    from desk.store.database import Database, Row
    from sync.server.serving import Server
    from sync.server.store import Session

ROWS = 2_000
HEADS = "SELECT scope, seq, chain FROM sync_state"
ENTRY = ("scope", "seq", "id", "ent", "op", "body", "pii", "did", "chain")
LOG = f"SELECT {', '.join(ENTRY)} FROM journal ORDER BY scope, seq"


class _Going:
    """Nobody stops it: the console is what waits."""

    def check(self) -> None:
        return


def fill(server: "Server") -> None:
    """Build the sample and take it over in one transaction; DeskError where the server holds a company already."""
    from desk import parts

    _check_empty(server)
    with tempfile.TemporaryDirectory() as folder:
        sample = parts.make_data(Path(folder), "sample.db", server.clock(), True, lambda _done, _total: None, _Going())
        try:
            take_over(server, sample)
        finally:
            sample.close()


def take_over(server: "Server", sample: "Database") -> None:
    """Rows, log and secrets of a desk's confirmed history, in one transaction."""
    _check_empty(server)
    with server.store.session() as session:
        _write(server, session, sample)


def _check_empty(server: "Server") -> None:
    with server.store.reading() as session:
        if session.read('SELECT 1 FROM "head" WHERE seq > 0 LIMIT 1'):
            raise DeskError("这个服务器已经有公司了, 不能再放示例数据", "请用 --data 指一个空的文件夹, 或不加 --sample")


def _write(server: "Server", session: "Session", sample: "Database") -> None:
    for scope, seq, chain in sample.read(HEADS):
        session.lock(str(scope))
        session.run('UPDATE "head" SET seq = ?, chain = ?, config_seq = ? WHERE scope = ?', (seq, chain, seq, scope))
    for record in server.rules.records:
        names = ("scope", "head", "head_eff", *columns_of(record).names)
        quoted = ", ".join(f'"{name}"' for name in names)
        for rows in _parts(sample.read(f'SELECT {quoted} FROM "{record.name}"')):
            session.copy(record.name, names, rows)
    for rows in _parts(sample.read(LOG)):
        session.copy("journal", (*ENTRY, "mac"), [(*row, _mac(server, row)) for row in rows])
    now = server.clock()
    session.copy(
        "account",
        ("staff_id", "verifier", "set_at", "by"),
        [(staff, verifier, now, "") for staff, verifier in sample.read("SELECT staff_id, verifier FROM account")],
    )


def _mac(server: "Server", row: "Row") -> bytes:
    did = Did.of(unpack(bytes(row[ENTRY.index("did")])))
    return mac_of(server.secrets.mac, bytes(row[ENTRY.index("op")]), did.at, did.eff)


def _parts(rows: "list[Row]") -> "Iterator[list[Row]]":
    for begin in range(0, len(rows), ROWS):
        yield rows[begin : begin + ROWS]
