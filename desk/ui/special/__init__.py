"""Screens made by hand: what a page spec cannot say."""
