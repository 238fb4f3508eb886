"""What the server does without being asked, now and then: each a plain function that may run twice at once."""

from collections.abc import Callable
from dataclasses import dataclass

from sync.server.serving import Server


@dataclass(frozen=True, slots=True)
class Worker:
    """`work` runs on a thread every `every_s` seconds, in each process: several on one database must be harmless."""

    name: str
    every_s: float
    work: Callable[[Server], None]
