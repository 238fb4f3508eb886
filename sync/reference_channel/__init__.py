"""A residents' channel as somebody else would write it against the documented doors: to try them, and as an example."""
