"""Seeds one after the other, each in a folder of its own in memory; a failing one says how to see it again."""

import gc
import shutil
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sync.protocol.envelope import unpack
from tests.simulation.net import events
from tests.simulation.net.office import Template
from tests.simulation.net.sim import Shape, Sim


@dataclass
class Result:
    """What came of one seed. `why` None: everything held."""

    seed: int
    why: str | None
    trace: list[str]
    verdicts: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    restores: int = 0
    seconds: float = 0.0


def run_seed(template: Template, folder: Path, seed: int, shape: Shape | None = None) -> Result:
    own = folder / f"seed{seed}"
    own.mkdir()
    begun = time.perf_counter()
    sim: Sim | None = None
    why = None
    try:
        sim = Sim(template, own, seed, shape or events.shape_of(seed))
        events.run(sim)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        why = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
    result = Result(seed, why, sim.trace if sim else [], seconds=time.perf_counter() - begun)
    if sim is not None:
        if why is None:
            rows = sim.center.database.read("SELECT did FROM journal")
            result.verdicts.update(str(unpack(did)["is"]) for (did,) in rows)
        result.requests, result.restores = sim.net.requests, sim.ledger.restores
        sim.close()
    shutil.rmtree(own)
    return result


def run_seeds(
    template: Template, folder: Path, seeds: Iterable[int], shape: Callable[[int], Shape] | None = None
) -> Iterator[Result]:
    for number, seed in enumerate(seeds):
        yield run_seed(template, folder, seed, shape(seed) if shape else None)
        if number % 20 == 19:
            gc.collect()


def words(result: Result, lines: int = 25) -> str:
    """A failure as a person reads it."""
    trace = "\n".join(result.trace[-lines:])
    again = f"PYTHONHASHSEED=0 python -m tests.simulation.net --seed {result.seed} --trace"
    return f"seed {result.seed} failed\n{trace}\n{result.why}\nagain by: {again}"
