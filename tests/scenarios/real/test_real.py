"""The features of this folder: the real window with the real server and partners' programs beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytest_bdd import scenarios

from desk.domain.calendar import Calendar
from desk.domain.service import Rulebook
from desk.ui.theme import Theme
from tests.scenarios.real import town as towns
from tests.scenarios.real.real_scene import RealScene
from tests.scenarios.real.town import START, Town
from tests.ui.conftest import bare, bared, dressed, look, worn
from tests.world import Clock

__all__ = ["bare", "bared", "dressed", "look", "worn"]
pytest_plugins = (
    "tests.scenarios.complaint_steps",
    "tests.scenarios.fresh_steps",
    "tests.scenarios.notice_steps",
    "tests.scenarios.hand_over_steps",
    "tests.scenarios.housekeeping_steps",
    "tests.scenarios.settings_steps",
    "tests.scenarios.real.real_steps",
)


@pytest.fixture(scope="module")
def town(
    sample_file: Path, rules: Rulebook, calendar: Calendar, tmp_path_factory: pytest.TempPathFactory
) -> Town:  # fmt: skip
    return towns.build(tmp_path_factory.mktemp("town"), sample_file, rules, calendar)


@pytest.fixture
def scene(
    town: Town, tmp_path: Path, dressed: QApplication, bare: Theme, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RealScene]:
    """The office on Friday, 2026-11-20, 14:02, its first PC switched on, nobody signed in."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    made = RealScene(dressed, town, tmp_path, Clock(START))
    yield made
    made.close()
    assert made.bugs == []


scenarios("features")
