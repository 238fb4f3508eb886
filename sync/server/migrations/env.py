"""Alembic's environment: it runs on the connection that the caller hands in."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=context.config.attributes.get("metadata"), transactional_ddl=True
)
context.run_migrations()
