"""The lock files are whole, name no host, and say what pyproject asks for."""

import sys
import tomllib
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer.environment import Contents
from installer.lock import faults_of, pins_of, requirements_of

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def text_of(contents: Contents) -> str:
    return (ROOT / "installer" / contents.lock).read_text(encoding="utf-8")


@pytest.mark.parametrize("contents", Contents)
def test_every_requirement_is_pinned_and_hashed_without_a_host(contents: Contents) -> None:
    text = text_of(contents)
    assert len(requirements_of(text)) > 20
    assert list(faults_of(text)) == []


@pytest.mark.parametrize("contents", Contents)
def test_lock_holds_what_pyproject_asks_for(contents: Contents) -> None:
    pins = pins_of(text_of(contents))
    extras = (PROJECT["optional-dependencies"][extra] for extra in contents.extras)
    for requirement in map(Requirement, chain(PROJECT["dependencies"], *extras)):
        versions = pins.get(canonicalize_name(requirement.name), set())
        allowed = {version for version in versions if requirement.specifier.contains(version)}
        assert allowed == versions != set(), f"{requirement}: locked {versions}; run `python3 -m installer lock`"


def test_tests_run_on_the_versions_that_are_shipped() -> None:
    run, server, test = (pins_of(text_of(contents)) for contents in Contents)
    assert (run | server).items() <= test.items()
    assert run.keys() & server.keys() == {name for name in run if run[name] == server.get(name)}


def test_server_is_without_the_desks_packages() -> None:
    desks = {canonicalize_name(Requirement(asked).name) for asked in PROJECT["optional-dependencies"]["desk"]}
    assert {"pyside6-essentials", "pyqtgraph", "segno"} <= desks
    assert desks | {"shiboken6", "numpy"} <= pins_of(text_of(Contents.RUN)).keys()
    assert (desks | {"shiboken6", "numpy"}).isdisjoint(pins_of(text_of(Contents.SERVER)))


def test_whatever_the_server_can_import_is_in_its_lock() -> None:
    """Imports inside functions count: a server must not meet a missing package in the middle of a push."""
    imports = grimp.build_graph("desk", "sync", include_external_packages=True)
    ours = {"sync.server", "sync.wire", "desk.services", "desk.store"}
    starts = ours | {module for room in ours for module in imports.find_descendants(room)}
    reached = starts | {module for start in starts for module in imports.find_upstream_modules(start)}
    strangers = {name for name in (module.split(".")[0] for module in reached) if name not in sys.stdlib_module_names}
    strangers -= {"desk", "sync"}
    projects = packages_distributions()
    locked = pins_of(text_of(Contents.SERVER))
    assert {"sqlalchemy", "msgspec"} <= strangers
    assert {name for name in strangers if locked.keys().isdisjoint(map(canonicalize_name, projects[name]))} == set()


def test_whatever_the_reports_command_imports_is_in_the_servers_lock() -> None:
    """A server has no desk's packages: the commands that it runs at night must not meet a missing one."""
    imports = grimp.build_graph("desk", "sync", "reports", include_external_packages=True)
    starts = {f"reports.{room}.command" for room in ("assessment", "monthly", "registers")} | {
        "reports.assessment.making", "reports.monthly.making", "reports.registers.making",
    }  # fmt: skip
    reached = starts | {module for start in starts for module in imports.find_upstream_modules(start)}
    strangers = {name for name in (module.split(".")[0] for module in reached) if name not in sys.stdlib_module_names}
    strangers -= {"desk", "sync", "reports"}
    projects, locked = packages_distributions(), pins_of(text_of(Contents.SERVER))
    assert {"reportlab", "openpyxl", "psycopg"} <= strangers
    assert {name for name in strangers if locked.keys().isdisjoint(map(canonicalize_name, projects[name]))} == set()


def test_one_lock_serves_linux_and_windows() -> None:
    markers = [r.marker for r in map(Requirement, bare(text_of(Contents.TEST))) if r.name == "colorama"]
    windows = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"}
    assert any(marker is None or marker.evaluate(windows) for marker in markers)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("--index-url https://example.invalid/simple\n", "an address"),
        ("--pre\n", "an option: --pre"),
        ("thing>=2 --hash=sha256:00\n", "not pinned: thing>=2"),
        ("thing==2\n", "without a hash: thing==2"),
    ],
)
def test_a_bad_lock_is_noticed(text: str, fault: str) -> None:
    assert fault in list(faults_of(text))


def bare(text: str) -> list[str]:
    return [requirement.split(" --hash=")[0].strip() for requirement in requirements_of(text)]
