"""One line to the server: what a round needs, given from outside; and what came of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.service import Rulebook
from desk.store.steps import Changed, ContextOf
from sync.client.calling import ProblemBody
from sync.client.outcomes import Fault, What

if TYPE_CHECKING:
    import httpx

    from desk.store.database import Database

ACTIVE, DRAINING, SEALED = "active", "draining", "sealed"


def _ignored(_told: ProblemBody) -> None:
    """Nobody wants to know why a token was refused."""


@dataclass
class Session:
    """`http` knows the server's address. `token` gives the one of now and is asked again after `forget_token`.

    `scopes`: those of the last hello, each active (pushed and pulled), draining (only pushed), sealed (of
    complaints: only handed in sealed) or gone. `refused`
    hears what the server says with a 401, and may raise. Two sessions on one database do no harm.
    """

    database: "Database"
    rules: Rulebook
    context_of: ContextOf
    http: "httpx.Client"
    token: Callable[[], str]
    forget_token: Callable[[], None]
    scopes: Callable[[], Mapping[str, str]]
    clock: Callable[[], int]
    chance: Random = field(default_factory=Random)
    refused: Callable[[ProblemBody], None] = _ignored
    agreed: set[str] = field(default_factory=set)  # scopes of which somebody said that going back is right
    # What this line remembers from round to round.
    tries: int = 0
    reached: int = 0  # answers of the server itself
    batch: dict[str, int] = field(default_factory=dict)
    stopped: dict[str, DeskError] = field(default_factory=dict)
    not_ours: set[str] = field(default_factory=set)  # refused to be read
    not_taken: set[str] = field(default_factory=set)  # refused to be brought photos of

    def pulled(self) -> list[str]:
        """What may be pulled, the company's scope first: an estate's steps are decided by what is written there."""
        active = (scope for scope, status in self.scopes().items() if status == ACTIVE)
        return in_order(scope for scope in active if scope not in self.not_ours)

    def hope_again(self) -> None:
        """What was refused may have been granted since, and what was in doubt may have been put right."""
        self.not_ours.clear()
        self.not_taken.clear()
        self.stopped.clear()

    def may_push(self, scope: str) -> bool:
        return self.scopes().get(scope) in (ACTIVE, DRAINING, SEALED)


def in_order(scopes: Iterable[str]) -> list[str]:
    return sorted(scopes, key=lambda one: (not one.startswith("o/"), one))


@dataclass
class Outcome:
    """What a round did. `retry_ms`: when to try again (0: at once, there is more); None: wait for something to happen.

    `fault`: what kept it from the rest. `asks`: somebody has to decide before a scope goes on.
    """

    changed: list[Changed] = field(default_factory=list)
    pushed: int = 0
    pulled: int = 0
    rewound: int = 0
    retry_ms: int | None = None
    fault: Fault | None = None
    asks: DeskError | None = None
    answers: int = 0  # how often the server answered: a round with nothing to say does not ask it

    @property
    def is_reached(self) -> bool:
        """Whether the server answered as it should."""
        return self.fault is None or self.fault.what not in (What.UNREACHABLE, What.BUSY, What.TOKEN, What.REFUSED)

    def join(self, other: "Outcome") -> "Outcome":
        """Two halves of one round."""
        retries = [one for one in (self.retry_ms, other.retry_ms) if one is not None]
        return Outcome(
            self.changed + other.changed, self.pushed + other.pushed, self.pulled + other.pulled,
            self.rewound + other.rewound, min(retries, default=None), self.fault or other.fault,
            self.asks or other.asks, self.answers + other.answers,
        )  # fmt: skip
