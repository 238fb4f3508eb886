"""Bringing a file to the newest schema: made new, upgraded after a backup, or refused when a newer program wrote it."""

from pathlib import Path
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

    from desk.domain.field import RecordType

NEWEST = "0001"
# What SQLite makes by itself, and what search makes beside its table, is not made again.
MADE = """SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
          AND name NOT LIKE 'search_fts_%' ORDER BY type = 'table' DESC, rowid"""
MIGRATIONS = Path(__file__).parent / "migrations"


def version(database: Database) -> str | None:
    """The schema a file is written in; None for a new file."""
    if not database.read("SELECT 1 FROM sqlite_master WHERE name='alembic_version'"):
        return None
    rows = database.read("SELECT version_num FROM alembic_version")
    return str(rows[0][0]) if rows else None


def prepare(database: Database) -> None:
    """Make or upgrade the file. Nothing is imported or written where it is new enough already."""
    fresh = not database.path.exists()
    if fresh:
        database.connect().close()
    current = version(database)
    if current == NEWEST:
        return
    from desk.store import device

    if current is not None:
        _refuse_newer(current)
        database.backup(database.path.with_suffix(f".before-{NEWEST}.db"))
    with database.write() as connection:
        upgrade(connection)
        device.enrol_locally(connection)


def make_like(database: Database, model: Database) -> None:
    """A new file with the tables of one that is ready, empty: the migrations made those, and take ten times as long."""
    made = model.read(MADE)
    database.connect().close()
    with database.write() as connection:
        for (sql,) in made:
            connection.exec_driver_sql(str(sql))
        connection.exec_driver_sql("INSERT INTO alembic_version (version_num) VALUES (?)", (version(model),))


def upgrade(connection: "Connection", revision: str = "head") -> None:
    from alembic import command

    command.upgrade(_config(connection), revision)


def _config(connection: "Connection") -> "Config":
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _refuse_newer(current: str) -> None:
    if current > NEWEST:
        raise DeskError("数据文件是更新的程序写的, 这个程序打不开", "请先更新前台程序, 数据没有被改动")


def draft(connection: "Connection", records: "tuple[RecordType, ...]", message: str, revision: str) -> None:
    """Write the next migration from the difference between tables and facts: a developer's command."""
    from alembic import command

    from desk.store import tables

    config = _config(connection)
    config.attributes["metadata"] = tables.build(records)
    command.revision(config, message, autogenerate=True, rev_id=revision)
