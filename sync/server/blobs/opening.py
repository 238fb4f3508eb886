"""Looking into what a device sends: in child processes, few at once, whatever they are asked to open."""

from threading import BoundedSemaphore

from desk.domain.errors import DeskError
from desk.services.slips import files
from sync.server.problems import Busy, Problem

AT_ONCE = 2
WAIT_S = 5.0


class Opening:
    """Belongs to one server: each child may take two gigabytes."""

    def __init__(self, at_once: int = AT_ONCE, wait_s: float = WAIT_S) -> None:
        self._turns = BoundedSemaphore(at_once)
        self._wait_s = wait_s

    def media_of(self, data: bytes) -> str:
        """What it is; Problem 415 where it is nothing that a desk would have kept, Busy where others are before it."""
        if not self._turns.acquire(timeout=self._wait_s):
            raise Busy
        try:
            return files.look_at(data)
        except DeskError as error:
            raise Problem(415, "content", error.message) from error
        finally:
            self._turns.release()
