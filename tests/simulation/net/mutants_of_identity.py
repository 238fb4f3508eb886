"""What may go wrong with who is who: revoked desks that go on, copies that keep their id, anybody's certificate."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from desk.store import device
from sync.server.devices import copies, registered, tokens
from sync.server.devices.copies import Marked
from sync.server.problems import Problem
from sync.wire import signed
from sync.wire.signed import Purpose, Signed
from tests.simulation.net.office import Template


@contextmanager
def revoked_goes_on(_template: Template) -> Iterator[None]:
    """A token and a status are asked for, and whoever was given up has them still."""
    with patch.object(tokens, "GONE_FOR_EVER", frozenset()):
        yield


@contextmanager
def copy_not_told(_template: Template) -> Iterator[None]:
    """Whoever shows an old mark is believed: two files work under one id."""
    real = copies.mark

    def mark(server: Any, session: Any, device_id: str, copy: Any, now: int, cursors: Any) -> Marked:
        try:
            return real(server, session, device_id, copy, now, cursors)
        except Problem:
            return Marked(copy.mark, copy.letter, False)

    with patch.object(copies, "mark", mark):
        yield


@contextmanager
def copy_keeps_its_id(_template: Template) -> Iterator[None]:
    """A desk that is told that it is a copy goes on as it was."""
    with patch.object(device, "new_incarnation", lambda connection: device.get(connection, device.INCARNATION)):
        yield


@contextmanager
def any_certificate(_template: Template) -> Iterator[None]:
    """A server takes up whoever brings a certificate, whoever signed it."""
    real = signed.is_signed

    def is_signed(key: str, purpose: Purpose, shown: Signed) -> bool:
        return purpose is Purpose.CERTIFICATE or real(key, purpose, shown)

    with patch.object(registered, "is_signed", is_signed):
        yield
