"""What the server knows of devices and of those who sign in on them."""

import sqlalchemy as sa


def device_tables(metadata: sa.MetaData) -> None:
    """A device is a key that was taken in; its ops carry ids (`dev`), a new one after each restore or copy."""
    sa.Table(
        "server_device",
        metadata,
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("since_at", sa.BigInteger(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("retaken", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger()),
        sa.Column("waiting", sa.BigInteger(), nullable=False),
        sa.Column("cursors", sa.Text(), nullable=False),
    )
    sa.Table(
        "device_id",
        metadata,
        sa.Column("dev", sa.Text(), primary_key=True),
        sa.Column("device", sa.Text(), nullable=False, index=True),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("draw", sa.Text(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger()),
    )
    sa.Table(
        "device_grant",
        metadata,
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("since_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", "scope"),
    )
    # Prefixes and letters of printed numbers are never given twice, whatever becomes of the device.
    sa.Table(
        "prefix",
        metadata,
        sa.Column("prefix", sa.Text(), primary_key=True),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("letters", sa.Text(), nullable=False),
    )
    _proof_tables(metadata)
    sa.Table(
        "account",
        metadata,
        sa.Column("staff_id", sa.Text(), primary_key=True),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
    )


def _proof_tables(metadata: sa.MetaData) -> None:
    """Codes (their keyed hash only), nonces that were used, and how often somebody tried."""
    sa.Table(
        "enrolment",
        metadata,
        sa.Column("handle", sa.Text(), primary_key=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_by", sa.Text()),
    )
    sa.Table(
        "nonce",
        metadata,
        sa.Column("value", sa.Text(), primary_key=True),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
    )
    sa.Table(
        "attempt",
        metadata,
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("since_at", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
    )
