"""Alembic's scripts: one per released schema."""
