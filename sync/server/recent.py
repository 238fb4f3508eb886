"""Pages asked for a moment ago: a commit wakes every desk of an estate, and all of them want the same few entries."""

from collections import OrderedDict
from threading import Lock

from sync.server.store import Place

MOST = 64
SMALL = 100  # entries of a page that is worth keeping
Key = tuple[str, int, bytes, int, bytes]


class Recent:
    """Framed pages by the place they begin at and the head they lead to: what was erased since has another head."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, scope: str, seq: int, chain: bytes, head: Place) -> bytes | None:
        with self._lock:
            return self._kept.get((scope, seq, chain, head.seq, head.chain))

    def keep(self, scope: str, seq: int, chain: bytes, head: Place, page: bytes) -> None:
        with self._lock:
            self._kept[(scope, seq, chain, head.seq, head.chain)] = page
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
