"""What the sync benchmark's figures rest on: documents of a size, bytes counted, programs ended; no peer is needed."""

import json
import socket
import sys
import threading
from pathlib import Path

import pytest

from tests.benchmarks import sync_documents
from tests.benchmarks.sync_peers.programs import LOCAL, Program, ProgramFailed, free_port, started
from tests.benchmarks.sync_peers.wire import counted

ECHO = """
import sys
for line in sys.stdin:
    if line.strip() == "end":
        sys.exit("no more")
    print('{"heard": ' + line.strip() + '}', flush=True)
"""


def test_documents_are_of_the_stated_size_and_the_same_for_a_seed() -> None:
    made = list(sync_documents.documents(2_000, 7))
    sizes = [sync_documents.size(one) for one in made]
    assert sync_documents.SHORTEST <= min(sizes) < 610
    assert 670 < max(sizes) <= sync_documents.LONGEST
    assert made == list(sync_documents.documents(2_000, 7))
    assert made != list(sync_documents.documents(2_000, 8))
    assert len({one["id"] for one in made}) == 2_000
    assert json.loads(sync_documents.line(made[0])) == made[0]


def test_the_proxy_counts_both_ways_of_every_connection() -> None:
    with socket.create_server((LOCAL, 0)) as server:

        def answer() -> None:
            for _ in range(2):
                one, _ = server.accept()
                with one:
                    got = b""
                    while len(got) < 1_000:
                        got += one.recv(1_000)
                    one.sendall(b"y" * 50_000)

        answering = threading.Thread(target=answer)
        answering.start()
        with counted(server.getsockname()[1]) as wire:
            for _ in range(2):
                with socket.create_connection((LOCAL, wire.port)) as client:
                    client.sendall(b"x" * 1_000)
                    assert sum(len(piece) for piece in iter(lambda: client.recv(10_000), b"")) == 50_000
            answering.join()
            assert wire.bytes == 2 * 51_000


def test_a_program_is_ended_when_its_block_fails(tmp_path: Path) -> None:
    kept: list[Program] = []

    def fail() -> None:
        with started([sys.executable, "-c", ECHO], tmp_path / "log") as program:
            kept.append(program)
            program.say(b"1")
            assert program.hear() == {"heard": 1}
            assert program.running.poll() is None
            raise KeyError("of the test")

    with pytest.raises(KeyError):
        fail()
    assert kept[0].running.returncode is not None


def test_a_program_that_ends_by_itself_is_reported_with_its_last_words(tmp_path: Path) -> None:
    with started([sys.executable, "-c", ECHO], tmp_path / "log") as program:
        program.say(b"end")
        with pytest.raises(ProgramFailed, match=r"ended with 1\s+no more"):
            program.hear()
        with pytest.raises(ProgramFailed, match="ended with 1"):
            program.wait_for_port(free_port())
