"""The server's tables: the desk's records, journal and undo, and what only the server keeps, one function a theme."""

from collections.abc import Callable

import sqlalchemy as sa

from desk.domain.field import RecordType
from desk.store.tables import journal_tables, record_tables
from sync.server.devices.tables import device_tables
from sync.server.doors.tables import door_tables
from sync.server.kept_tables import kept_tables

# By these the server looks for rows; a year's figures it counts as desks do. Lists are the desks' business: each of
# their hundred indexes that is filled in no order costs every op of a log, because pages are sealed one by one.
SOUGHT = frozenset({
    ("branch", "ent"), ("compensation", "month"), ("compensation", "order_id"), ("exchange", "delivered_at"),
    ("exchange", "order_id"), ("fresh_order", "delivered_at"), ("grant", "staff_id"), ("home", "building_no"),
    ("notice", "corrects_id"), ("place", "building_no"), ("residence", "home_id"), ("sign_up", "notice_id"),
    ("sign_up", "partner_event"),
})  # fmt: skip


def log_tables(metadata: sa.MetaData) -> None:
    """The counter of each scope and where it stood each day, what could not be logged, what is known of the server."""
    sa.Table(
        "head",
        metadata,
        sa.Column("scope", sa.Text(), primary_key=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("keep_from", sa.BigInteger(), nullable=False),
        sa.Column("config_seq", sa.BigInteger(), nullable=False),
    )
    sa.Table(
        "quarantine",
        metadata,
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("dev", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "id", "hash"),
    )
    sa.Table(
        "log_day",
        metadata,
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "day"),
    )
    sa.Table(
        "fact",
        metadata,
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )


# Every theme that keeps something of its own adds its function here (its tables may be written beside it).
THEMES: tuple[Callable[[sa.MetaData], None], ...] = (log_tables, device_tables, kept_tables, door_tables)


def build(records: tuple[RecordType, ...]) -> sa.MetaData:
    """The whole schema; the newest migration makes the same on both databases (a test compares them)."""
    metadata = sa.MetaData()
    record_tables(metadata, records, SOUGHT)
    journal_tables(metadata)
    for tables in THEMES:
        tables(metadata)
    return metadata
