"""The encrypted file: connections, pragmas, the lanes' transactions, integrity, backup.

Reading goes over plain connections so that the first screens need no SQLAlchemy (its import costs more than a bare
window); writing, tables and migrations go through Core.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock, local
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from desk.domain.errors import DeskError
from desk.store import tasks

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from desk.store.row_file import Beside

KEY_BYTES = 32
BUSY_MS, AGAIN_S = 5_000, 0.005
CACHE_KIB = 16 * 1024
FOLLOWING_KIB, FOLLOWING_PAGES = 32 * 1024, 2_000  # the cache and the checkpoints of who follows the log
PAGE_BYTES = 8192  # sealing a page takes 40 µs whatever its size, and entries of a log leave a quarter of 4 KB empty
BACKUP_PAGES = 512
Row = tuple[Any, ...]

# The driver asks whether an empty value and a part in bytes can be adapted: 2 µs each time, unless it is told how.
dbapi2.register_adapter(type(None), lambda nothing: nothing)
dbapi2.register_adapter(bytes, bytearray)


def new_key() -> bytes:
    from secrets import token_bytes  # with its hashes it costs as much as this whole module

    return token_bytes(KEY_BYTES)


class Turns:
    """Writers of this process in the order they came. SQLite's own waiting is sleeping: whoever writes page after page
    would keep a clerk out for seconds. Where it takes too long the file's lock decides, and says so.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: Lock | None = None
        self._mine: Lock | None = None

    @contextmanager
    def one(self) -> Iterator[None]:
        mine = Lock()
        with mine:
            with self._lock:
                before, self._last = self._last, mine
            if before is not None and before.acquire(timeout=BUSY_MS / 1000):
                before.release()
            self._mine = mine
            yield

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits behind the writer whose turn it is."""
        return self._last is not self._mine


class Database:
    """One file. Threads may share it: each reads on its own connection, writers queue on the file's lock."""

    def __init__(self, path: Path, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("a key has 32 bytes")
        self.path = path
        self._key = key
        self._local = local()
        self._opened: list[tuple[Any, Lock]] = []  # and who is reading with it
        self._turns = Turns()

    def connect(self, readonly: bool = False, durable: bool = True) -> Any:
        """A plain DBAPI connection with our pragmas, in autocommit.

        Programs that open a new file together stand in each other's way while it becomes what it shall be, and SQLite
        waits for nobody there: it is tried again, as long as one waits for a lock.
        """
        until = monotonic() + BUSY_MS / 1000
        while True:
            if not self._key:
                raise _locked()
            connection = dbapi2.connect(str(self.path), check_same_thread=False, isolation_level=None)
            try:
                self._begin(connection, readonly, durable)
            except dbapi2.DatabaseError as error:
                connection.close()
                is_held = isinstance(error, dbapi2.OperationalError) and "locked" in str(error)
                if not is_held:
                    advice = "钥匙不对或文件已损坏, 请用备份恢复, 或联系管理员"
                    raise DeskError("打不开数据文件", advice) from error
                if monotonic() > until:
                    raise DeskError("打不开数据文件", "它正被另一个程序占用, 请稍等几秒再试") from error
                sleep(AGAIN_S)
            else:
                return connection

    def _begin(self, connection: Any, readonly: bool, durable: bool) -> None:
        connection.execute("PRAGMA cipher_log_level=NONE")  # errors are raised; the library's own log is noise
        connection.execute(f"PRAGMA key=\"x'{self._key.hex()}'\"")
        connection.execute("PRAGMA cipher_use_hmac=ON")  # whatever stands for the process just now (RowFile)
        connection.execute(f"PRAGMA cipher_page_size={PAGE_BYTES}")
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        if not readonly:
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB if durable else FOLLOWING_KIB}")
        if not durable:
            connection.execute(f"PRAGMA wal_autocheckpoint={FOLLOWING_PAGES}")
        if readonly:
            connection.execute("PRAGMA query_only=ON")
        connection.execute("SELECT COUNT(*) FROM sqlite_master")  # the first page is read: a wrong key shows here

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All rows of one statement, on this thread's reading connection; DeskError where the file is damaged."""
        reader = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = (self.connect(readonly=True), Lock())
            self._opened.append(reader)
        connection, busy = reader
        try:
            with busy:  # a file may be locked up while another thread reads
                if not self._key:
                    raise _locked()
                rows: list[Row] = connection.execute(sql, parameters).fetchall()
        except dbapi2.DatabaseError as error:
            if isinstance(error, dbapi2.OperationalError) and "disk I/O" in str(error):
                raise DeskError("硬盘出错, 读不出数据", "请再试一次, 仍不行请联系管理员") from error
            if type(error) is not dbapi2.DatabaseError:
                raise
            self._local.reader = None  # a connection that met a damaged page is of no more use
            raise _damaged() from error
        return rows

    @cached_property
    def engine(self) -> "Engine":
        """What the counter writes with: a commit is on the disk when it returns."""
        return self._engine(durable=True)

    @cached_property
    def _following(self) -> "Engine":
        """What follows the log writes with this: a power cut may take its last commits, each whole, and the log has
        them still. A commit of the counter takes all that stand before it to the disk with it.
        """
        return self._engine(durable=False)

    def _engine(self, durable: bool) -> "Engine":
        """QueuePool, because lanes' threads come and go; every transaction begins IMMEDIATE."""
        from sqlalchemy import create_engine, event
        from sqlalchemy.pool import QueuePool

        engine = create_engine(
            "sqlite://", module=dbapi2, creator=lambda: self.connect(durable=durable),
            poolclass=QueuePool, pool_size=2, max_overflow=2,
        )  # fmt: skip

        @event.listens_for(engine, "begin")
        def begin_immediate(connection: "Connection") -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        return engine

    @contextmanager
    def write(self) -> Iterator["Connection"]:
        """One transaction; a disk that refuses is said in words, and nothing of it has happened."""
        with self._in_words(), self._turns.one(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def follow(self, meanwhile: Callable[[], object] | None = None) -> Iterator["Connection"]:
        """One transaction of what the log brought: it is there as a whole, and may be fetched again.

        `meanwhile` is called while the pages are sealed and written, which another processor can do: whoever takes in
        a long log spends a third of his time with it. The next writer does not wait for it.
        """
        with self._in_words(), ExitStack() as transaction:
            transaction.enter_context(self._turns.one())
            yield transaction.enter_context(self._following.begin())
            if meanwhile is not None:
                tasks.at_once(transaction.pop_all().close, meanwhile)

    @contextmanager
    def follow_beside(self) -> Iterator[tuple["Connection", "Beside"]]:
        """`follow`, and a place beside it for files of rows that came."""
        from desk.store.row_file import Beside

        with (
            self._in_words(),
            self._turns.one(),
            self._following.connect() as connection,
            closing(Beside(connection.connection.driver_connection)) as beside,
            connection.begin(),
        ):
            yield connection, beside

    @property
    def is_wanted(self) -> bool:
        """Whether another writer of this process waits for the one whose turn it is."""
        return self._turns.is_wanted

    @contextmanager
    def trial(self) -> Iterator["Connection"]:
        """A transaction that is never kept: what a step would do."""
        with self._in_words(), self._turns.one(), self.engine.connect() as connection:
            yield connection
            connection.rollback()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """What the disk refuses is said in words; a statement that is wrong stays a bug."""
        from sqlalchemy.exc import DatabaseError, OperationalError

        try:
            yield
        except (OperationalError, dbapi2.OperationalError) as error:
            refused = _refused(str(error.orig if isinstance(error, OperationalError) else error))
            if refused is None:
                raise
            raise refused from error
        except (DatabaseError, dbapi2.DatabaseError) as error:
            if type(error) not in (DatabaseError, dbapi2.DatabaseError):
                raise
            self._dispose()
            raise _damaged() from error

    def check(self) -> list[str]:
        """What the file's own integrity checks find wrong, of its pages and of its tables; empty is sound.

        The pages are read past the write-ahead log: what it holds is brought in before, or a page half written when
        the program was killed in a checkpoint, which the log still has whole, would be called damaged.
        """
        try:
            with self._in_words(), closing(self.connect()) as connection:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            pages = [str(row[0]) for row in self.read("PRAGMA cipher_integrity_check")]
            tables = [str(row[0]) for row in self.read("PRAGMA integrity_check")]
        except DeskError as error:
            return [error.message]
        return pages + [line for line in tables if line != "ok"]

    def backup(
        self, target: Path, progress: Callable[[int, int], None] | None = None, pages: int = BACKUP_PAGES
    ) -> None:
        """A whole, consistent, encrypted copy with the same key, so many pages at a time."""
        source = self.connect(readonly=True)
        copy = dbapi2.connect(str(target))
        try:
            copy.execute(f"PRAGMA key=\"x'{self._key.hex()}'\"")
            copy.execute("PRAGMA cipher_use_hmac=ON")
            copy.execute(f"PRAGMA cipher_page_size={PAGE_BYTES}")
            steps = None if progress is None else (lambda _status, left, total: progress(total - left, total))
            source.backup(copy, pages=pages, progress=steps)
        finally:
            copy.close()
            source.close()

    def lock_up(self) -> None:
        """Closed, and the key forgotten: whoever still has this object reads nothing with it any more."""
        self._key = b""
        self.close()

    def close(self) -> None:
        self._dispose()
        for connection, busy in self._opened:
            with busy:
                connection.close()
        self._opened.clear()
        self._local = local()

    def _dispose(self) -> None:
        for name in ("engine", "_following"):
            if name in self.__dict__:
                self.__dict__[name].dispose()


def _locked() -> DeskError:
    return DeskError("这份资料已经锁上", "请有权查看的人重新登录")


def _damaged() -> DeskError:
    return DeskError("数据文件有损坏的地方", "请不要再录入, 用最近的备份恢复, 或联系管理员")


def _refused(why: str) -> DeskError | None:
    if "is full" in why:
        return DeskError("硬盘满了, 没有保存", "请清理硬盘后再按一次保存, 您填的内容还在")
    if "locked" in why or "busy" in why:
        return DeskError("数据正被别的窗口占用, 没有保存", "请稍等几秒再按一次保存, 您填的内容还在")
    if "disk I/O" in why or "readonly" in why or "unable to open" in why:
        return DeskError("硬盘出错, 没有保存", "您填的内容还在; 请再试一次, 仍不行请联系管理员")
    return None
