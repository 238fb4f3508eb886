"""What the server counts of itself, in the text format that Prometheus reads."""

from collections.abc import Callable
from threading import Lock

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
Labels = tuple[tuple[str, str], ...]
Gauge = Callable[[], float]


class Meters:
    """Counters, durations and gauges by name and labels. Labels are words of the program, never of people."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[str, dict[Labels, float]] = {}
        self._times: dict[str, dict[Labels, list[float]]] = {}
        self._gauges: dict[str, Gauge] = {}

    def count(self, name: str, by: float = 1, **labels: str) -> None:
        key = tuple(sorted(labels.items()))
        with self._lock:
            kept = self._counts.setdefault(name, {})
            kept[key] = kept.get(key, 0) + by

    def time(self, name: str, seconds: float, **labels: str) -> None:
        key = tuple(sorted(labels.items()))
        with self._lock:
            kept = self._times.setdefault(name, {}).setdefault(key, [0.0] * (len(BOUNDS) + 2))
            for at, bound in enumerate(BOUNDS):
                kept[at] += seconds <= bound
            kept[-2] += 1
            kept[-1] += seconds

    def gauge(self, name: str, value: Gauge) -> None:
        """A value that is asked for when somebody reads."""
        self._gauges[name] = value

    def text(self) -> str:
        lines: list[str] = []
        with self._lock:
            for name, counts in sorted(self._counts.items()):
                lines.append(f"# TYPE {name} counter")
                lines += [f"{name}{_labels(key)} {value:g}" for key, value in sorted(counts.items())]
            for name, times in sorted(self._times.items()):
                lines.append(f"# TYPE {name} histogram")
                for key, kept in sorted(times.items()):
                    lines += [
                        f"{name}_bucket{_labels((*key, ('le', f'{bound:g}')))} {kept[at]:g}"
                        for at, bound in enumerate(BOUNDS)
                    ]
                    lines.append(f"{name}_bucket{_labels((*key, ('le', '+Inf')))} {kept[-2]:g}")
                    lines.append(f"{name}_sum{_labels(key)} {kept[-1]:.6f}")
                    lines.append(f"{name}_count{_labels(key)} {kept[-2]:g}")
        for name, value in sorted(self._gauges.items()):
            lines += [f"# TYPE {name} gauge", f"{name} {value():g}"]
        return "\n".join(lines) + "\n"


def _labels(key: Labels) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in key) + "}" if key else ""
