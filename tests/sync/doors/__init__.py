"""Doors on both databases: keyed partners, residents' reports, webhooks, forwarded reports."""
