"""`python -m tests.simulation.net --seeds 10000 --jobs 2`; one again with `--seed N --trace`."""

import argparse
import logging
import os
import sys
import time
from collections import Counter
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.simulation.dying import scratch
from tests.simulation.net import events, office
from tests.simulation.net.running import Result, run_seed, run_seeds, words


def _work(
    template: office.Template, folder: Path, seeds: range, among: tuple[str, ...], told: "Queue[Result | None]"
) -> None:
    """One process: its share of the seeds."""
    try:
        with TemporaryDirectory(dir=folder) as own:
            for result in run_seeds(template, Path(own), seeds, lambda seed: events.shape_of(seed, among)):
                if result.why is None:
                    result.trace = []
                told.put(result)
    finally:  # nobody waits for what a simulation with a fault of its own will not tell
        told.put(None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--trace", action="store_true")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--faults", default="", help="only these, with commas between")
    parser.add_argument("--without", default="", help="not these")
    parser.add_argument("--minutes", type=float, default=24 * 60, help="stop after so long")
    parser.add_argument("--most", type=int, default=10, help="stop after so many failures")
    given = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)  # that the server puts something aside is what it is here for
    if os.environ.get("PYTHONHASHSEED") != "0":  # sets are walked in the same order every time
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.simulation.net", *sys.argv[1:]],
            {**os.environ, "PYTHONHASHSEED": "0"},
        )
    with scratch() as name:
        folder = Path(name)
        (folder / "template").mkdir()
        template = office.build(folder / "template")
        if given.seed is not None:
            shape = events.shape_of(given.seed, _among(given))
            result = run_seed(template, folder, given.seed, shape)
            print(shape)
            if given.trace or result.why:
                print("\n".join(result.trace))
            print(result.why or f"everything held, {result.seconds:.2f} s, {dict(result.verdicts)}")
            return 1 if result.why else 0
        return _many(given, template, folder)


def _among(given: argparse.Namespace) -> tuple[str, ...]:
    """The faults that there may be."""
    without = set(given.without.split(","))
    named = tuple(given.faults.split(",")) if given.faults else events.ALL
    return tuple(one for one in named if one not in without)


def _many(given: argparse.Namespace, template: office.Template, folder: Path) -> int:
    begun = time.monotonic()
    verdicts: Counter[str] = Counter()
    failed: list[Result] = []
    done = requests = restores = 0
    fork = get_context("fork")
    told: Queue[Result | None] = fork.Queue()
    end = given.first + given.seeds
    workers = [
        fork.Process(
            target=_work,
            args=(template, folder, range(given.first + job, end, given.jobs), _among(given), told),
            daemon=True,
        )
        for job in range(given.jobs)
    ]
    for worker in workers:
        worker.start()
    working = given.jobs
    while working and len(failed) < given.most and time.monotonic() - begun < given.minutes * 60:
        one = told.get()
        if one is None:
            working -= 1
            continue
        done += 1
        verdicts += one.verdicts
        requests, restores = requests + one.requests, restores + one.restores
        if one.why is not None:
            failed.append(one)
            print(words(one), flush=True)
    is_short = not working and done < given.seeds
    for worker in workers:
        worker.terminate()
    seconds = time.monotonic() - begun
    print(f"{done} seeds, {len(failed)} failed {sorted(one.seed for one in failed)}, {seconds:.0f} s,")
    print(f"{requests} requests, {restores} restores of a server, entries: {dict(verdicts)}")
    if is_short:
        print(f"only {done} of {given.seeds} seeds were run to their end")
    return 1 if failed or is_short else 0


if __name__ == "__main__":
    sys.exit(main())
