"""The embedded database: tables, steps, journal, queries, search."""
