"""What may go wrong between programs of two versions: what stands still is worked on, or is not taken up whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from desk.store import thawing
from desk.store.performing import Ice
from tests.simulation.net.office import Template


@contextmanager
def worked_on(_template: Template) -> Iterator[None]:
    """An entry that can be read is applied, whatever before it on the same row could not be."""
    real = Ice.ready

    def ready(self: Ice, some: Any) -> Any:
        self.keys = set()
        return real(self, some)

    with patch.object(Ice, "ready", ready):
        yield


@contextmanager
def half_thawed(_template: Template) -> Iterator[None]:
    """A newer program takes up the entry that could not be read, and forgets those behind it."""
    real = thawing._skipped

    def skipped(connection: Any, rules: Any, scope: str) -> Any:
        first: dict[str, Any] = {}
        for one in real(connection, rules, scope):
            first.setdefault(one.ent, one)
        return list(first.values())

    with patch.object(thawing, "_skipped", skipped):
        yield
