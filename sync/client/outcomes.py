"""What an answer, or its absence, means for the next try. No status ever makes a desk drop a step (sync.md, rule 8)."""

from enum import Enum, auto
from random import Random

FIRST_MS, LONGEST_MS = 1_000, 60_000
MOST_ASKED_MS = 600_000  # what a Retry-After may ask for at most
UPGRADE_MS = 600_000


class What(Enum):
    """Kinds of trouble, by what helps."""

    UNREACHABLE = auto()  # no answer, half an answer, somebody else's answer: try again
    BUSY = auto()  # the server or somebody before it asks to come again later
    TOKEN = auto()  # a new token
    TOO_LARGE = auto()  # less at once
    SUSPECT = auto()  # one op may be to blame: less at once, to find which
    DIVERGED = auto()  # the histories differ: the common place, and back to it
    UPGRADE = auto()  # a newer program
    REFUSED = auto()  # nothing but time, or a person


OF_STATUS = {
    400: What.SUSPECT, 401: What.TOKEN, 408: What.BUSY, 409: What.DIVERGED, 413: What.TOO_LARGE, 422: What.SUSPECT,
    425: What.BUSY, 426: What.UPGRADE, 429: What.BUSY, 500: What.SUSPECT,
}  # fmt: skip


NOT_YOURS = "not_yours"  # this scope is refused; a hello tells what this desk has now


class Fault(Exception):
    """An exchange that did not succeed. `retry_ms`: what the server asked for; `code`: its own word for it."""

    def __init__(self, what: What, why: str = "", retry_ms: int | None = None, code: str = "") -> None:
        super().__init__(why or what.name)
        self.what = what
        self.retry_ms = retry_ms
        self.code = code


def fault_of(status: int, code: str, retry_after: int | None) -> Fault:
    """By the status of an answer that is no success."""
    what = OF_STATUS.get(status) or (What.BUSY if status >= 500 else What.REFUSED)
    asked = None if retry_after is None else min(max(retry_after, 0) * 1000, MOST_ASKED_MS)
    return Fault(what, f"{status} {code}", asked, code)


def seconds_of(header: str | None) -> int | None:
    """A Retry-After in seconds; a date is no help where clocks differ."""
    text = (header or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def backoff(chance: Random, tries: int, asked_ms: int | None = None) -> int:
    """Ever longer, never at the same moment as all others, and not before the server wants it."""
    longest = min(FIRST_MS << min(tries, 10), LONGEST_MS)
    drawn = longest // 2 + chance.randrange(longest // 2 + 1)
    if asked_ms is None:
        return drawn
    return asked_ms + chance.randrange(FIRST_MS)
