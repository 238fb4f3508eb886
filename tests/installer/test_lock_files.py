"""The lock files are whole, name no host, and say what pyproject asks for."""

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer.environment import Contents
from installer.lock import faults_of, pins_of, requirements_of

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def text_of(contents: Contents) -> str:
    return (ROOT / "installer" / contents.value).read_text(encoding="utf-8")


@pytest.mark.parametrize("contents", Contents)
def test_every_requirement_is_pinned_and_hashed_without_a_host(contents: Contents) -> None:
    text = text_of(contents)
    assert len(requirements_of(text)) > 20
    assert list(faults_of(text)) == []


@pytest.mark.parametrize(
    ("contents", "asked"),
    [
        (Contents.RUN, PROJECT["dependencies"]),
        (Contents.TEST, PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]),
    ],
)
def test_lock_holds_what_pyproject_asks_for(contents: Contents, asked: list[str]) -> None:
    pins = pins_of(text_of(contents))
    for requirement in map(Requirement, asked):
        versions = pins.get(canonicalize_name(requirement.name), set())
        allowed = {version for version in versions if requirement.specifier.contains(version)}
        assert allowed == versions != set(), f"{requirement}: locked {versions}; run `python3 -m installer lock`"


def test_tests_run_on_the_versions_that_are_shipped() -> None:
    run, test = pins_of(text_of(Contents.RUN)), pins_of(text_of(Contents.TEST))
    assert run.items() <= test.items()


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
