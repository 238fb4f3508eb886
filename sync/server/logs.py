"""Structured logs: one JSON object a line, of facts about requests, never of what stands in them.

No bodies, no query strings, no paths (their templates), no addresses, and of an error its kind and its place in the
program, because the words of an error quote data.
"""

import json
import logging
import sys
import traceback
from collections.abc import Callable
from typing import TextIO

LOGGER = "sync.server"
LEVELS = ("debug", "info", "warning", "error")


OURS = "sync"
PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "taskName"}


class JsonLines(logging.Formatter):
    """Of our own loggers the message is the event and `extra` its facts; of others only their name is said."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": int(record.created * 1000),
            "level": record.levelname.lower(),
            "event": record.name,
        }
        if record.name.partition(".")[0] == OURS:
            told["event"] = record.msg
            told |= {name: value for name, value in vars(record).items() if name not in PLAIN}
        if record.exc_info and record.exc_info[1] is not None:
            told |= error_facts(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)


def error_facts(error: BaseException) -> dict[str, object]:
    """Its kind, the kinds behind it, and where it came from; not a word of its text."""
    kinds: list[str] = []
    link: BaseException | None = error
    while link is not None and len(kinds) < 5:
        kinds.append(type(link).__name__)
        link = link.__cause__
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return {"error": kinds, "where": [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames]}


def set_up(level: str, stream: TextIO | None = None) -> Callable[[], None]:
    """Everything this process logs goes to one place in one form; returns what puts it back."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before = root.handlers[:], root.level
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level.upper())

    def restore() -> None:
        root.handlers[:], root.level = before

    return restore


def log(event: str, level: int = logging.INFO, error: BaseException | None = None, **facts: object) -> None:
    logging.getLogger(LOGGER).log(level, event, exc_info=error, extra=facts)
