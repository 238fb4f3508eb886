"""Logs are facts of requests and never what stands in them."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from sync.server.logs import log, set_up

CANARY = "王小明13800000000"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    restore = set_up("info", stream)
    yield stream
    restore()


def read(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_line_of_json_with_its_facts(lines: io.StringIO) -> None:
    log("request", route="/v1/pull", status=200, ms=3)
    log("too quiet", logging.DEBUG)
    (line,) = read(lines)
    assert {name: line[name] for name in ("event", "level", "route", "status", "ms")} == {
        "event": "request", "level": "info", "route": "/v1/pull", "status": 200, "ms": 3,
    }  # fmt: skip
    assert isinstance(line["at"], int)


def test_other_loggers_of_ours_are_read_alike(lines: io.StringIO) -> None:
    logging.getLogger("sync.log").warning("quarantined", extra={"scope": "e/1", "reason": "hash"})
    (line,) = read(lines)
    assert (line["event"], line["scope"], line["reason"]) == ("quarantined", "e/1", "hash")


def test_of_an_error_its_kind_and_place_and_not_a_word(lines: io.StringIO) -> None:
    try:
        try:
            raise ValueError(CANARY)
        except ValueError as error:
            raise RuntimeError(f"Key (name)=({CANARY})") from error
    except RuntimeError as error:
        log("bug", logging.ERROR, error)
    (line,) = read(lines)
    assert line["error"] == ["RuntimeError", "ValueError"]
    assert str(line["where"]).count("test_logs.py:") == 1
    assert CANARY not in lines.getvalue()


def test_what_libraries_say_is_their_name_alone(lines: io.StringIO) -> None:
    logging.getLogger("psycopg.pool").warning("failed on %s", CANARY)
    (line,) = read(lines)
    assert line["event"] == "psycopg.pool"
    assert CANARY not in lines.getvalue()
