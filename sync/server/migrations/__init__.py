"""The server's schema, step by step; the same files on SQLite and PostgreSQL."""
