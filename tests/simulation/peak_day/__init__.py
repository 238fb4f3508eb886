"""A peak day of fresh goods through the real door, the real server and a real desk, counted by hand beside it."""
