"""Break the program in one place after the other and see a test go red: `python -m tests.mutants.run`.

One warm process without threads; each mutant lives in a forked child that imports the changed source, and only its own
test is run there. `--each 3` takes every third, `--only text` those whose line holds the text.
"""

import argparse
import importlib.util
import io
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import alembic.command
import grimp
import hypothesis
import pytest
import sqlalchemy.dialects.sqlite
import sqlcipher3

from desk.store.holidays import load_holidays
from tests.mutants.devices import DEVICES
from tests.mutants.listed import MUTANTS, Mutant
from tests.mutants.server import SERVER

ROOT = Path(__file__).resolve().parents[2]
WARM = (alembic.command, grimp, hypothesis, sqlalchemy.dialects.sqlite, sqlcipher3, load_holidays())
LISTS = {
    "rules": MUTANTS,
    "devices": tuple(Mutant(*row) for row in DEVICES),
    "server": tuple(Mutant(*row) for row in SERVER),
}
PREPARED = "DESK_TESTS_PREPARED"  # tests/conftest.py
CAUGHT, SURVIVED = 1, 0  # pytest: some tests failed; all passed


class Changed:
    """Finds the mutant's module first and hands out its changed source; everything else is as it stands."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = mutant.path.removesuffix(".py").replace("/", ".")
        self.path = ROOT / mutant.path
        self.source = self.path.read_text("utf-8").replace(mutant.old, mutant.new)

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        if name != self.name:
            return None
        return importlib.util.spec_from_loader(name, self, origin=str(self.path))  # type: ignore[arg-type]

    def create_module(self, _spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, str(self.path), "exec"), module.__dict__)


def stale(mutants: Sequence[Mutant]) -> list[str]:
    """Mutants whose text no longer stands once in its file: the list must follow the program."""
    return [
        f"{mutant.path}: {mutant.old!r} stands {count} times"
        for mutant in mutants
        if (count := (ROOT / mutant.path).read_text("utf-8").count(mutant.old)) != 1
    ]


def verdict(mutant: Mutant | None, tests: Sequence[str]) -> tuple[int, str]:
    """pytest's exit code and words in a child in which only this mutant is wrong; None: nothing is."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code, said = 70, io.StringIO()
        try:
            with redirect_stdout(said), redirect_stderr(said):
                code = in_child(mutant, tests)
        finally:
            with os.fdopen(writing, "w", encoding="utf-8", errors="replace") as pipe:
                pipe.write(said.getvalue()[-6_000:])
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        said_text = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said_text


def in_child(mutant: Mutant | None, tests: Sequence[str]) -> int:
    for name in list(sys.modules):
        if name.split(".")[0] in ("desk", "sync", "reports", "tests"):
            del sys.modules[name]
    if mutant is not None:
        sys.meta_path.insert(0, Changed(mutant))
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    quiet = ["-c", os.devnull, f"--rootdir={ROOT}", "-q", "-x", "-p", "no:cacheprovider", "--assert=plain", "--tb=line"]
    return int(pytest.main([*quiet, *tests]))


def chosen(listed: str, each: int, only: str) -> list[Mutant]:
    return [mutant for number, mutant in enumerate(LISTS[listed]) if number % each == 0 and only in repr(mutant)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", choices=LISTS, default="rules")
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    os.chdir(ROOT)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as prepared:
        # What the run without a mutant makes once, an empty file of every kind, is there for all.
        os.environ[PREPARED] = prepared
        mutants, wrong = run(given.list, given.each, given.only)
    print("\n".join(wrong), file=sys.stderr)
    print(f"{mutants} mutants, {len(wrong)} not caught, {time.monotonic() - begun:.1f} s")
    sys.exit(bool(wrong))


def run(listed: str, each: int, only: str) -> tuple[int, list[str]]:
    """How many mutants there were, and what is wrong."""
    mutants = chosen(listed, each, only)
    wrong = stale(LISTS[listed])
    code, said = verdict(None, sorted({mutant.test for mutant in mutants}))
    if code != SURVIVED:
        wrong.append(f"without any mutant the tests say {code}:\n{said}")
    for mutant in mutants if not wrong else ():
        code, said = verdict(mutant, [mutant.test])
        if code != CAUGHT:
            wrong.append(f"{code} {mutant}\n{said[-1_500:]}")
    return len(mutants), wrong


if __name__ == "__main__":
    main()
