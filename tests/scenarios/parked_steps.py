"""Steps about calls that were put aside."""

from pytest_bdd import parsers, then

from desk.ui.kit.bars import ParkedChip
from tests.scenarios.counter_scene import Scene


@then(parsers.re(r"暂存条是“(?P<words>[^”]*)”"))
def _strip_says(scene: Scene, words: str) -> None:
    """Every chip in the order of its digit: where, what, how long."""
    assert _chips(scene) == words.split("、")


@then("暂存条是空的")
def _strip_is_empty(scene: Scene) -> None:
    assert _chips(scene) == []


def _chips(scene: Scene) -> list[str]:
    return [one.accessibleName().split(maxsplit=2)[2] for one in scene.visible(ParkedChip)]
