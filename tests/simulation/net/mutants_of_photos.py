"""What may go wrong with photos and with what is erased: believed sent, believed whole, brought back, left behind."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from desk.store import erasing, system_entries
from desk.store.erasing import Found, Wanted
from sync.client import blobs
from sync.client.outcomes import Fault
from sync.client.session import Session
from sync.server import erasing as on_server
from tests.simulation.net.office import Template


@contextmanager
def sent_and_forgotten(_template: Template) -> Iterator[None]:
    """A photo leaves the queue when it is sent; what became of it nobody asks."""
    real = blobs._brought

    def brought(session: Session, scope: str, sha256: str, data: bytes) -> bool:
        with suppress(Fault):
            return real(session, scope, sha256, data)
        return True

    with patch.object(blobs, "_brought", brought):
        yield


@contextmanager
def of_any_bytes(_template: Template) -> Iterator[None]:
    """What came is the photo, wherever the line was cut."""
    real = hashlib.sha256
    path = blobs._path
    wanted: list[str] = []

    class Believed:
        def __init__(self, data: bytes) -> None:
            self._data = data

        def hexdigest(self) -> str:
            return wanted[-1] if wanted else str(real(self._data).hexdigest())

    def asked_for(scope: str, sha256: str) -> str:
        wanted.append(sha256)
        return path(scope, sha256)

    with patch.object(blobs, "hashlib", SimpleNamespace(sha256=Believed)), patch.object(blobs, "_path", asked_for):
        yield


@contextmanager
def restored_unerased(_template: Template) -> Iterator[None]:
    """What a backup brings back stays: nobody looks into the register."""
    with (
        patch.object(on_server, "replay", lambda _server: 0),
        patch.object(on_server, "erased_among", lambda _session, _scope, _ids: Wanted()),
    ):
        yield


@contextmanager
def before_images_kept(_template: Template) -> Iterator[None]:
    """The rows are emptied, and what would undo their steps says it still."""
    real = erasing._where

    def where(*given: Any) -> Found:
        return Found(real(*given).places)

    with patch.object(erasing, "_where", where):
        yield


@contextmanager
def forecasts_emptied(_template: Template) -> Iterator[None]:
    """An erasure does not ask what stands on a row here and was not sent yet."""
    with patch.object(system_entries, "empties_rows", lambda _logged: False):
        yield
