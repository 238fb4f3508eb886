"""Bringing the server's database to the newest schema, or refusing one that a newer server wrote."""

from pathlib import Path
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

    from desk.domain.field import RecordType
    from sync.server.store import Store

NEWEST = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"


def prepare(store: "Store") -> None:
    """Make or upgrade the tables: of several processes that start together, one does."""
    from alembic.migration import MigrationContext

    with store.migrating() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == NEWEST:
            return
        if current is not None and current > NEWEST:
            raise DeskError("数据库是更新的服务程序写的, 这个程序打不开", "请先更新服务程序, 数据没有被改动")
        upgrade(connection)


def upgrade(connection: "Connection") -> None:
    from alembic import command

    command.upgrade(_config(connection), "head")


def draft(connection: "Connection", records: "tuple[RecordType, ...]", message: str, revision: str) -> None:
    """Write the next migration from the difference between tables and facts: a developer's command."""
    from alembic import command

    from sync.server import tables

    config = _config(connection)
    config.attributes["metadata"] = tables.build(records)
    command.revision(config, message, autogenerate=True, rev_id=revision)


def _config(connection: "Connection") -> "Config":
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
