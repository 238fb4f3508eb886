"""Tables from the records' facts, and the desk's own tables: outbox, journal, undo, search."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from desk.domain.field import Field, Kind, RecordType

BINARY_COLLATION = "BINARY"


def build(records: tuple[RecordType, ...]) -> sa.MetaData:
    """The whole schema; the newest migration makes the same (a test compares them)."""
    metadata = sa.MetaData()
    record_tables(metadata, records)
    journal_tables(metadata)
    _outbox_tables(metadata)
    _search_tables(metadata)
    _desk_tables(metadata)
    return metadata


def record_tables(
    metadata: sa.MetaData, records: tuple[RecordType, ...], sought: Collection[tuple[str, str]] | None = None
) -> None:
    """The tables of the records: on desks and server alike.

    `sought`: the fields by which rows are looked for, with their record; None: all that the facts name.
    """
    for record in records:
        _record_table(metadata, record, sought)


def _column(field: Field) -> sa.Column[Any]:
    whole = field.kind in (Kind.NUMBER, Kind.MONEY, Kind.MOMENT, Kind.FLAG)
    return sa.Column(field.name, sa.BigInteger() if whole else sa.Text())


def _record_table(metadata: sa.MetaData, record: RecordType, sought: Collection[tuple[str, str]] | None) -> None:
    sa.Table(
        record.name,
        metadata,
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("head", sa.Text()),
        sa.Column("head_eff", sa.BigInteger()),
        *(_column(field) for field in record.fields),
        sa.PrimaryKeyConstraint("scope", "id"),
        *(
            _index(record, field)
            for field in record.fields
            if field.indexed and (sought is None or (record.name, field.name) in sought)
        ),
        *([sa.Index(f"ix_{record.name}_counted", "scope", *record.counted, "id")] if record.counted else []),
    )


def _index(record: RecordType, field: Field) -> sa.Index:
    """Of references and moments only those that are there: most rows have neither a parent nor a window.

    Such an index serves whatever compares its field; an ORDER BY alone, or IS NULL, reads the table.
    """
    there = sa.column(field.name).is_not(None)
    sparse = field.kind in (Kind.REF, Kind.MOMENT) and not field.required
    told = {"sqlite_where": there, "postgresql_where": there} if sparse else {}
    return sa.Index(f"ix_{record.name}_{field.name}", "scope", field.name, "id", **told)  # type: ignore[arg-type]


def journal_tables(metadata: sa.MetaData) -> None:
    """The log of every scope as far as it is kept, and what each op changed: on desks and server alike.

    The chain behind every entry says whether two histories are the same up to there.
    """
    sa.Table(
        "journal",
        metadata,
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ent", sa.Text(), nullable=False),
        sa.Column("op", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("pii", sa.LargeBinary()),
        sa.Column("did", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary()),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "seq"),
        sa.Index("ix_journal_ent", "ent", "seq"),
        sa.UniqueConstraint("scope", "id"),
    )
    sa.Table(
        "undo",
        metadata,
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("op_id", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.PrimaryKeyConstraint("scope", "op_id", "record", "id"),
        sa.Index("ix_undo_row", "scope", "record", "id"),
    )


def _outbox_tables(metadata: sa.MetaData) -> None:
    """What waits to be sent, in the order of `pos`; how far the log of each scope was followed; what is frozen.

    `sealed`: what waits and cannot be read here (desk.store.sealed_ops); `seq`: the entry that says it has arrived.
    """
    sa.Table(
        "outbox",
        metadata,
        sa.Column("pos", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        sa.Column("scope", sa.Text(), nullable=False, index=True),
        sa.Column("ent", sa.Text(), nullable=False, index=True),
        sa.Column("op", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("pii", sa.LargeBinary()),
        sa.Column("did", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.BigInteger()),
        sa.Column("at", sa.BigInteger()),
        sa.Column("eff", sa.BigInteger()),
        sa.Column("mac", sa.LargeBinary()),
    )
    sa.Table(
        "sealed",
        metadata,
        sa.Column("pos", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("ent", sa.Text(), nullable=False),
        sa.Column("op", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.BigInteger()),
        sa.Column("seq", sa.BigInteger()),
        sa.Column("opened", sa.Boolean(), nullable=False),
    )
    sa.Table(
        "sync_state",
        metadata,
        sa.Column("scope", sa.Text(), primary_key=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("keep_from", sa.BigInteger(), nullable=False),
    )
    sa.Table(
        "sync_note",
        metadata,
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("id", sa.Text()),
        sa.Column("detail", sa.Text()),
    )
    sa.Table(
        "frozen",
        metadata,
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "record", "id"),
    )


def _search_tables(metadata: sa.MetaData) -> None:
    sa.Table(
        "search_due",
        metadata,
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "kind", "id"),
    )
    sa.Table(
        "search_doc",
        metadata,
        sa.Column("rowid_", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.UniqueConstraint("scope", "kind", "id"),
    )


def _desk_tables(metadata: sa.MetaData) -> None:
    """What never leaves this PC: who the device is, verifiers, parked intakes, remembered choices."""
    sa.Table(
        "device",
        metadata,
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    sa.Table(
        "account",
        metadata,
        sa.Column("staff_id", sa.Text(), primary_key=True),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("blocked_until", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger()),
    )
    sa.Table(
        "keyring",
        metadata,
        sa.Column("staff_id", sa.Text(), primary_key=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=False),
        sa.Column("file_key", sa.LargeBinary()),
    )
    sa.Table(
        "device_log",
        metadata,
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text()),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("about", sa.Text()),
    )
    sa.Table(
        "parked",
        metadata,
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
    )
    sa.Table(
        "blob",
        metadata,
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
