"""Paper of housekeeping: the slip that goes with the worker."""
