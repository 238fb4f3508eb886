"""Notices as posters."""
