"""Where a command finds what it writes: a desk's folder as one of its people may see it, or a server's database."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.roles import Actor, Role
from desk.parts import Parts, own_lists
from desk.paths import RESOURCES
from desk.services.assessment.books import Books, Read
from desk.services.assessment.reads import holding, may_see, year_before
from desk.services.assessment.record import ASSESSMENT, AssessmentState
from desk.services.work_orders.catalogue import load_catalogue
from desk.store import keys
from desk.store.database import Database
from desk.store.holidays import load_holidays
from desk.store.office import Office
from desk.store.rows import columns_of

DATABASE, SERVER_FILE, SERVER_KEY = "desk.db", "server.db", "server"
SERVER = "服务器"
POSTGRES = ("postgresql://", "postgres://")
WHOLE_SERVER = Actor("", frozenset({Role.HEAD_OFFICE}), SERVER)
_MARKS = re.compile(r"""'[^']*'|"[^"]*"|\?|%""")


@dataclass(frozen=True, slots=True)
class Estate:
    scope: str
    name: str
    company: str


@dataclass(frozen=True)
class Source:
    """`estates`: those that may be seen, by name; `made_by` and `reader` (an id) are whoever asked.

    `database` is what reads of lists take; a server's answers reads alone. `actor_of` an estate's scope says as whom.
    """

    books: Books
    estates: tuple[Estate, ...]
    made_by: str
    database: Database
    actor_of: Callable[[str], Actor]
    reader: str = ""

    def chosen(self, names: Sequence[str]) -> list[Estate]:
        """All of them, or those named; DeskError for a name that is not there or not to be seen."""
        known = {one.name: one for one in self.estates}
        wrong = [name for name in names if name not in known]
        if wrong or not known:
            words = "、".join(known) or "没有"
            said = f"看不到小区“{'、'.join(wrong)}”" if wrong else "一个小区也看不到"
            raise DeskError(said, f"核对名称和岗位 (项目经理、客服主管、总部); 能看的: {words}")
        return [known[name] for name in dict.fromkeys(names)] or list(self.estates)

    def frozen(self, scope: str, from_on: str, until_on: str) -> Values | None:
        """The sheet that holds for exactly this period."""
        columns = columns_of(ASSESSMENT)
        sql = columns.select("scope = ? AND from_on = ? AND until_on = ? AND status <> ?")
        rows = self.books.read(sql, (scope, from_on, until_on, str(AssessmentState.VOID)))
        return holding([columns.decode(row) for row in rows], from_on, until_on)

    def frozen_before(self, scope: str, from_on: str, until_on: str) -> Values | None:
        """Of the same days a year ago."""
        return self.frozen(scope, year_before(from_on), year_before(until_on))


@contextmanager
def of_desk(folder: Path, staff_no: str, may: Callable[[Actor], bool] = may_see) -> Iterator[Source]:
    """A data folder, and the estates of which this person `may` see it.

    The complaints' file stays closed: it opens by the secret of whoever reads it, at the counter.
    """
    if not (folder / DATABASE).exists():
        raise DeskError(
            f"没有数据: {folder}", "用 --data 写明数据文件夹; 要示例数据, 先运行一次 python3 -m installer run"
        )
    database = Database(folder / DATABASE, keys.key_for(folder))
    try:
        parts = Parts(database)
        staff = database.read("SELECT id, name FROM staff WHERE staff_no = ?", (staff_no,))
        if not staff:
            raise DeskError(f"没有工号“{staff_no}”", "用 --staff 写明谁要的, 请核对工号")
        reader, name = str(staff[0][0]), str(staff[0][1])

        def actor_of(scope: str) -> Actor:
            return parts.office.actor(database, scope, reader)

        estates = [one for one in _estates(database.read) if may(actor_of(one.scope))]
        yield Source(Books.of_desk(database, parts.office, None), tuple(estates), name, database, actor_of, reader)
    finally:
        database.close()


@contextmanager
def of_server(where: str, now: int) -> Iterator[Source]:
    """A server's data, all estates and complaints: whoever has its address and its key may read it anyway.

    `where`: a PostgreSQL's URL, or the data folder of a server that keeps its own file. Nothing is written.
    """
    if where.startswith(POSTGRES):
        with _postgres(where, now) as source:
            yield source
        return
    folder = Path(where)
    if not (folder / SERVER_FILE).exists():
        raise DeskError(f"没有服务器的数据: {where}", "--database 写 postgresql://... 或服务器的数据文件夹")
    database = Database(folder / SERVER_FILE, keys.key_for(folder, SERVER_KEY))
    try:
        yield Source(
            _server_books(database.read, now, postgres=False), tuple(_estates(database.read)), SERVER, database,
            lambda scope: WHOLE_SERVER,
        )  # fmt: skip
    finally:
        database.close()


@contextmanager
def _postgres(url: str, now: int) -> Iterator[Source]:
    """Everything is of one moment."""
    try:
        import psycopg
    except ImportError as error:
        raise DeskError("这里没有装读服务器数据库的组件 (psycopg)", "在服务器那台机器上运行, 或用 --data") from error
    try:
        connection = psycopg.connect(url, connect_timeout=10)
    except psycopg.Error as error:
        raise DeskError("连不上服务器的数据库", "核对 --database 的地址, 看数据库开着没有") from error
    with connection:
        connection.read_only, connection.isolation_level = True, psycopg.IsolationLevel.REPEATABLE_READ

        def read(sql: str, parameters: Sequence[Any] = ()) -> Sequence[Sequence[Any]]:
            return connection.execute(_translated(sql), tuple(parameters)).fetchall()

        try:
            estates = _estates(read)
        except psycopg.errors.UndefinedTable as error:
            raise DeskError("这个数据库里没有本系统的数据", "核对 --database 的地址") from error
        yield Source(
            _server_books(read, now, postgres=True), tuple(estates), SERVER, cast(Database, _Reads(read)),
            lambda scope: WHOLE_SERVER,
        )  # fmt: skip


class _Reads:
    """As much of a Database as lists need."""

    def __init__(self, read: Read) -> None:
        self.read = read


@cache
def _translated(sql: str) -> bytes:
    """Our `?` as psycopg's `%s`; what stands in quotes stays."""

    def one(found: "re.Match[str]") -> str:
        return "%s" if found.group() == "?" else found.group().replace("%", "%%")

    return _MARKS.sub(one, sql).encode()


def _server_books(read: Read, now: int, *, postgres: bool) -> Books:
    company = read("SELECT scope FROM estate LIMIT 1", ())
    scope = str(company[0][0]) if company else ""
    office = Office(scope, Calendar(load_holidays()), lambda: own_lists(load_catalogue(RESOURCES / "catalogue")))
    nobody = Actor("", frozenset())

    def plain(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in read(sql, parameters)]

    whole = office.view(plain, scope, nobody, now)
    return Books(
        read,
        scope,
        whole.settings,
        whole.lists,
        lambda one: office.view(plain, one, nobody, now).settings,
        read,
        postgres,
    )


def _estates(read: Read) -> list[Estate]:
    rows = read("SELECT id, name, company FROM estate ORDER BY name, id", ())
    return [Estate(f"e/{ent}", str(name), str(company or "")) for ent, name, company in rows]
