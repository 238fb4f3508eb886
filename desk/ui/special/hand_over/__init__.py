"""交接: hand over a shift, the night's log, earlier hand-overs."""
