"""Every mutant of sync.md is caught, each within a bounded number of seeds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulation.dying import scratch
from tests.simulation.net import office
from tests.simulation.net.mutants import MUTANTS, Mutant, caught, in_words


@pytest.fixture(scope="module")
def template() -> Iterator[office.Template]:
    with scratch() as name:
        (Path(name) / "template").mkdir()
        yield office.build(Path(name) / "template")


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name.replace(" ", "_"))
def test_it_is_caught(template: office.Template, mutant: Mutant) -> None:
    seeds, result = caught(template, template.folder.parent, mutant)
    assert result is not None, in_words(mutant, seeds, result)
    assert result.why is not None
