"""From a bare machine with Python and git to a running desk; standard library only."""
