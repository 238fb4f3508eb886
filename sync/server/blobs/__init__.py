"""Attachments on the server: exact bytes by their hash, looked into in a child process, read through a reference."""
