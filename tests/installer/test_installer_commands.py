"""The commands as a person types them: what they refuse and which tests they choose."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer.commands import pytest_arguments
from installer.environment import Contents, Environment

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("machine", "given", "arguments"),
    [
        (False, [], ["-m", "not machine and not long", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]),
        (True, ["-q"], ["-m", "not long", "-q"]),
        (False, ["tests/installer", "-k", "lock"], ["-m", "not machine and not long", "tests/installer", "-k", "lock"]),
        (False, ["-m", "long"], ["-m", "long"]),
        (False, ["--maxfail=1"], ["-m", "not machine and not long", "--maxfail=1"]),
    ],
)
def test_tests_are_chosen_by_their_marks(machine: bool, given: list[str], arguments: list[str]) -> None:
    assert pytest_arguments(machine, given) == arguments


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only a Linux can be without a screen")
def test_without_a_screen_run_says_so_and_names_the_tour() -> None:
    blind = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    code, said = installer("run", environment=blind)
    assert code == 2
    assert "没有屏幕" in said
    assert "python3 -m installer tour --out" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("walk",),
        ("run", "--date", "x"),
        ("run", "--sample", "few"),
        ("run", "--data", "x", "--sample", "million"),
        ("tour",),
    ],
)
def test_a_wrong_command_is_answered_with_the_usage(arguments: tuple[str, ...]) -> None:
    code, said = installer(*arguments, environment=dict(os.environ))
    assert code == 2
    assert "usage: python3 -m installer" in said


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a finished server environment; the server in it writes down how it was started."""
    shutil.copytree(ROOT / "installer", tmp_path / "installer", ignore=shutil.ignore_patterns("__pycache__"))
    environment = Environment(tmp_path, ".venv-server")
    environment.python.parent.mkdir(parents=True)
    environment.python.symlink_to(sys.executable)
    environment.write_stamps(Contents.SERVER)
    (tmp_path / "sync").mkdir()
    for program in ("server", "reference_channel", "reference_shop"):
        text = "import sys; print(sys.argv[0].rpartition('sync')[2], sys.argv[1:], 'QT_QPA_PLATFORM' in os.environ)"
        (tmp_path / "sync" / f"{program}.py").write_text(f"import os\n{text}\nsys.exit(7)\n", encoding="utf-8")
    (tmp_path / "reports.py").write_text(
        "import os, sys; print(os.sep + os.path.basename(sys.argv[0]), sys.argv[1:], 'QT_QPA_PLATFORM' in os.environ)\n"
        "sys.exit(7)\n",
        encoding="utf-8",
    )
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="a link to Python needs rights there")
@pytest.mark.parametrize(
    ("command", "program"),
    [
        ("server", "server.py"),
        ("channel", "reference_channel.py"),
        ("shop", "reference_shop.py"),
        ("reports", "reports.py"),
    ],
    ids=["server", "channel", "shop", "reports"],
)
@pytest.mark.parametrize("given", [[], ["--help"], ["account", "add", "--data", "x y", "--", "-q"]], ids=len)
def test_server_reads_its_own_arguments(checkout: Path, command: str, program: str, given: list[str]) -> None:
    """Neither a screen nor a library of Qt's is asked for, and its exit code is the command's."""
    blind = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        [sys.executable, "-m", "installer", command, *given],
        cwd=checkout,
        env={**blind, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (7, "")
    assert done.stdout == f"{os.sep}{program} {given} False\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a link to Python needs rights there")
def test_reports_are_made_in_the_desks_environment_where_there_is_one(checkout: Path) -> None:
    """A PC at a counter builds no server's beside its own."""
    shutil.rmtree(checkout / ".venv-server")
    desk = Environment(checkout)
    desk.python.parent.mkdir(parents=True)
    desk.python.symlink_to(sys.executable)
    desk.write_stamps(Contents.RUN)
    done = subprocess.run(
        [sys.executable, "-m", "installer", "reports", "monthly", "--help"],
        cwd=checkout,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (7, "")
    assert "['monthly', '--help']" in done.stdout
    assert not (checkout / ".venv-server").exists()


def installer(*arguments: str, environment: dict[str, str]) -> tuple[int, str]:
    command = [sys.executable, "-m", "installer", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env={**environment, "PYTHONIOENCODING": "utf-8"}, capture_output=True, encoding="utf-8"
    )
    return done.returncode, done.stderr
