"""The peers of the sync benchmark alone: `python -m tests.benchmarks.sync_peers [--short] [--peers DIR]`."""

import argparse
import signal
import sys
from pathlib import Path

from tests.benchmarks.sync_peers import install
from tests.benchmarks.sync_peers.peers import Counts, figures

SHORT = Counts(2_000, 2_000, 20, 2_000, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    usual = Counts()
    parser.add_argument("--peers", type=Path, default=install.FOLDER, help="where they are installed")
    parser.add_argument("--pull", type=int, default=usual.pull)
    parser.add_argument("--push", type=int, default=usual.push)
    parser.add_argument("--samples", type=int, default=usual.samples)
    parser.add_argument("--notes", type=int, default=usual.notes)
    parser.add_argument("--rounds", type=int, default=usual.rounds)
    parser.add_argument("--short", action="store_true", help="2,000 of everything, once: seconds")
    given = parser.parse_args()
    # Ended from outside, the programs it started are ended too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    counts = SHORT if given.short else Counts(given.pull, given.push, given.samples, given.notes, given.rounds)
    figures(counts, given.peers, lambda line: print(line, flush=True))


if __name__ == "__main__":
    main()
