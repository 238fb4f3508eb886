"""What the server keeps of partners, of what they sent, and of what is to be sent to them."""

import sqlalchemy as sa

# Whole rows are facts of the log in another shape: what a restore loses is found in the log again, or sent again.


def door_tables(metadata: sa.MetaData) -> None:
    """A partner's secret is not here: it is derived from `key` under the server's own. `person`: a keyed hash."""
    sa.Table(
        "partner",
        metadata,
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("estates", sa.Text(), nullable=False),
        sa.Column("reception", sa.Text(), nullable=False),
        sa.Column("webhook", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("old_key", sa.Text(), nullable=False),
        sa.Column("old_until_at", sa.BigInteger(), nullable=False),
        sa.Column("per_minute", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
    )
    sa.Table(
        "partner_nonce",
        metadata,
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("partner", "value"),
    )
    sa.Table(
        "door_event",
        metadata,
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("partner", "kind", "event", "revision"),
    )
    order = sa.Table(
        "door_order",
        metadata,
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("ent", sa.Text(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "ent"),
    )
    sa.Index("ix_door_order_event", order.c.partner, order.c.event)
    sa.Index("ix_door_order_person", order.c.partner, order.c.person)
    sa.Table(
        "door_link",
        metadata,
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("ent", sa.Text(), nullable=False),
        sa.Column("from_scope", sa.Text(), nullable=False),
        sa.Column("from_ent", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "ent"),
    )
    sa.Table(
        "door_number",
        metadata,
        sa.Column("no", sa.Text(), primary_key=True),
        sa.Column("ent", sa.Text(), nullable=False),
    )
    webhook = sa.Table(
        "webhook",
        metadata,
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
    )
    sa.Index("ix_webhook_state", webhook.c.state, webhook.c.next_at)
    sa.Index("ix_webhook_event", webhook.c.partner, webhook.c.event)
    sa.Table(
        "cursor",
        metadata,
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "name"),
    )
