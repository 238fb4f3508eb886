"""Token buckets: how fast one device may ask, so that a desk that runs wild does not cost the others their turn."""

from collections.abc import Callable
from threading import Lock

from sync.server.problems import Problem

PER_SECOND = 50.0
BURST = 200.0
MOST_KEPT = 10_000


class Rates:
    """`seconds` is a clock that only goes forward. One bucket a key, kept in this process alone."""

    def __init__(self, seconds: Callable[[], float], per_second: float = PER_SECOND, burst: float = BURST) -> None:
        self._seconds = seconds
        self._per_second = per_second
        self._burst = burst
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, key: str) -> None:
        """One request of this key; Problem 429 with the seconds to wait where its bucket is empty."""
        now = self._seconds()
        with self._lock:
            left, then = self._buckets.get(key, (self._burst, now))
            left = min(self._burst, left + (now - then) * self._per_second)
            if left < 1.0:
                raise Problem(
                    429, "too_many", "请求太频繁, 稍后会自动再试", max(1, round((1.0 - left) / self._per_second))
                )
            self._buckets[key] = (left - 1.0, now)
            if len(self._buckets) > MOST_KEPT:
                self._forget(now)

    def _forget(self, now: float) -> None:
        """Buckets that are full again say nothing."""
        refill = self._burst / self._per_second
        self._buckets = {key: kept for key, kept in self._buckets.items() if now - kept[1] < refill}
