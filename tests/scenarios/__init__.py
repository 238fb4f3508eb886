"""Scenarios in Chinese on the real window. Steps import one another: all of them are rewritten before the first is."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
STEPS = tuple(f"{__name__}.{path.stem}" for path in sorted(HERE.glob("*_steps.py")))
FEATURES = tuple(path.stem for path in sorted((HERE / "features").glob("*.feature")))
# From the report to the signed slip: about half of all. Two files, so that two processes share them.
AN_ORDERS_LIFE = (
    "calls", "co_reports", "dispatch", "emergency", "field", "grid", "not_reported", "one_order", "other_ways",
    "paper", "paper_day", "parked", "power", "price", "search", "slip_return",
)  # fmt: skip

pytest.register_assert_rewrite(*STEPS)
