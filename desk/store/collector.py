"""The collector of rings, kept out of the way while a long log comes in."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_paused = 0


@contextmanager
def paused() -> Iterator[None]:
    """No search for rings meanwhile: entries by the ten thousand are none, and it would walk through all of them again
    and again, a fifth of the time. Whoever has switched it off himself finds it off; several at once, of any threads,
    are one.
    """
    global _paused
    with _lock:
        mine = _paused > 0 or gc.isenabled()
        if mine:
            _paused += 1
            gc.disable()
    try:
        yield
    finally:
        with _lock:
            if mine:
                _paused -= 1
                if not _paused:
                    gc.enable()
