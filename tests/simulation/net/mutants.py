"""Programs that are wrong in the ways of which sync.md warns: each a patch on the real code, each must be caught.

`python -m tests.simulation.net.mutants` says after how many seeds each one was.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.simulation.dying import scratch
from tests.simulation.net import (
    mutants_of_desk,
    mutants_of_ice,
    mutants_of_identity,
    mutants_of_photos,
    mutants_of_rules,
    office,
)
from tests.simulation.net.mutants_of_desk import Patch
from tests.simulation.net.running import Result, run_seed
from tests.simulation.net.sim import Shape

FIRST = 70_000
CALM = frozenset[str]()


@dataclass(frozen=True)
class Mutant:
    """`faults`: the weather in which it shows; `most`: how many seeds it may take, `skip`: behind these that do not."""

    name: str
    patch: Patch
    faults: frozenset[str]
    most: int = 12
    length: int = 30
    skip: int = 0
    desks: int = 3


def _of(name: str, patch: Patch, *faults: str, most: int = 12, length: int = 30, skip: int = 0) -> Mutant:
    return Mutant(name, patch, frozenset(faults), most, length, skip)


D, R, P, C, N = mutants_of_desk, mutants_of_rules, mutants_of_photos, mutants_of_ice, mutants_of_identity
MUTANTS = (
    _of("confirm on response", D.confirm_on_response, "cut", "lost"),
    _of("no chain", R.no_chain, "restore_server", "offline", most=30, length=60),
    _of("cursor before rows", D.cursor_before_rows, "kill_desk", length=50),
    _of("step not on the disk", D.step_not_on_the_disk, "power"),
    _of("no compare-and-set", D.no_compare_and_set, "meanwhile"),
    _of("both go back", D.both_go_back, "restore_server", "meanwhile", length=60),
    _of("no dedupe", R.no_dedupe, "answer_lost", "twice"),
    _of("prune at once", D.prune_at_once, "restore_server"),
    _of("drop on 4xx", D.drop_on_4xx, "status"),
    _of("no trailer", D.no_trailer, "cut", "ended"),
    _of("decide on every replica", D.decide_on_every_replica, "offline", "dismiss"),
    _of("own-first re-push", D.own_first, "restore_server", "offline", length=40),
    _of("snapshot without tail", D.snapshot_without_tail, "bootstrap", "restore_server", length=50),
    _of("photo sent and forgotten", P.sent_and_forgotten, "photos", "lost", skip=2),
    _of("photo of any bytes", P.of_any_bytes, "photos", "ended", skip=2),
    _of("erased comes back", P.restored_unerased, "erasure", "restore_server", length=70, skip=26),
    _of("before-images of the erased kept", P.before_images_kept, "erasure", most=30),
    _of("forecasts emptied", P.forecasts_emptied, "erasure", "offline", most=30, length=70, skip=4),
    _of("what stands still worked on", C.worked_on, "older", length=50, skip=6),
    _of("half thawed", C.half_thawed, "older", length=50, skip=6),
    _of("revoked goes on", N.revoked_goes_on, "identity", most=30, length=50, skip=8),
    _of("copy not told", N.copy_not_told, "clone", most=20),
    _of("copy keeps its id", N.copy_keeps_its_id, "clone", most=20),
    _of("any certificate", N.any_certificate, "foreign", length=40),
    _of("contested facts dropped", R.contested_facts_dropped, "offline"),
    _of("gate removed", R.gate_removed, "offline", most=40, length=60, skip=7),
)


def caught(template: office.Template, folder: Path, mutant: Mutant) -> tuple[int, Result | None]:
    """How many seeds it took, and how it was seen; None where it lived."""
    shape = Shape(mutant.desks, 1, mutant.faults, mutant.length)
    for number in range(mutant.most):
        with mutant.patch(template):
            result = run_seed(template, folder, FIRST + mutant.skip + number, shape)
        if result.why is not None:
            return number + 1, result
    return mutant.most, None


def in_words(mutant: Mutant, seeds: int, result: Result | None) -> str:
    if result is None or result.why is None:
        return f"{mutant.name}: LIVED through {seeds} seeds"
    return f"{mutant.name}: caught by seed {seeds}: {result.why.splitlines()[0][:110]}"


def all_of_them(folder: Path, names: list[str]) -> Iterator[str]:
    (folder / "template").mkdir()
    template = office.build(folder / "template")
    for mutant in MUTANTS:
        if not names or mutant.name in names:
            begun = time.monotonic()
            seeds, result = caught(template, folder, mutant)
            yield f"{in_words(mutant, seeds, result)} ({time.monotonic() - begun:.1f} s)"


def main() -> int:
    lived = 0
    with scratch() as name:
        for line in all_of_them(Path(name), sys.argv[1:]):
            print(line, flush=True)
            lived += "LIVED" in line
    return lived


if __name__ == "__main__":
    sys.exit(main())
