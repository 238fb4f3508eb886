"""Owners' lists from workbooks: read in a child process, understood, checked and planned; nothing is written here."""
