"""Tables of what the server keeps beside the log: attachments, and what was erased."""

import sqlalchemy as sa


def kept_tables(metadata: sa.MetaData) -> None:
    """`blob` holds bytes by their hash, one row a scope: a backup has the photos of its log."""
    sa.Table(
        "blob",
        metadata,
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "sha256"),
    )
    attachment = metadata.tables["attachment"]
    sa.Index("ix_attachment_sha256", attachment.c.scope, attachment.c.sha256)
    sa.Table(
        "erased",
        metadata,
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "id"),
    )
    sa.Table(
        "erased_part",
        metadata,
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "kind", "id"),
    )
