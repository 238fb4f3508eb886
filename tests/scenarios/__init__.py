"""Scenarios in Chinese on the real window. Steps import one another: all of them are rewritten before the first is."""

from pathlib import Path

import pytest

pytest.register_assert_rewrite(
    *(f"{__name__}.{path.stem}" for path in sorted(Path(__file__).parent.glob("*_steps.py")))
)
