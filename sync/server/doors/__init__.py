"""Doors to the estates for programs of others: residents' channels, suppliers; and what leaves through them."""
