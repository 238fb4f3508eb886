"""What a seed replaces in the program's modules is put back behind every test of it."""

from collections.abc import Iterator

import pytest

from desk.store import applying, device
from sync.client import pushing
from sync.protocol import envelope
from sync.server import log
from tests.simulation.net import identity

REPLACED = (
    (applying, "PIECE"),
    (applying, "LONGEST_S"),
    (applying, "monotonic"),
    (device, "drawn_id"),
    (envelope, "secrets"),
    (log, "MOST_SECONDS"),
    (pushing, "FIRST_OPS"),
    (pushing, "MOST_OPS"),
    *((module, "secrets") for module in identity.DRAWING),
)


@pytest.fixture(autouse=True)
def put_back() -> Iterator[None]:
    kept = [(module, name, vars(module)[name]) for module, name in REPLACED]
    yield
    for module, name, value in kept:
        vars(module)[name] = value
    vars(device).pop("secrets", None)
