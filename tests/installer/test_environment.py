"""The stamp of the environment, and who may touch the folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from installer.environment import Contents, Environment, environment_for
from installer.guard import alone
from installer.messages import SetUpError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose environment is as a finished set-up for the tests leaves it."""
    (tmp_path / "installer").mkdir()
    for contents in Contents:
        (tmp_path / "installer" / contents.lock).write_text(f"# {contents.name}\n", encoding="utf-8")
    environment = Environment(tmp_path)
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    environment.write_stamps(Contents.TEST)
    return tmp_path


def test_environment_for_tests_serves_for_everything(checkout: Path) -> None:
    assert all(Environment(checkout).is_ready(contents) for contents in Contents)


def test_environment_that_runs_the_desk_has_no_tests(checkout: Path) -> None:
    environment = Environment(checkout)
    environment.write_stamps(Contents.RUN)
    assert environment.is_ready(Contents.RUN)
    assert not environment.is_ready(Contents.SERVER)
    assert not environment.is_ready(Contents.TEST)


def test_new_test_lock_leaves_the_desk_as_it_is(checkout: Path) -> None:
    (checkout / "installer" / Contents.TEST.lock).write_text("# newer\n", encoding="utf-8")
    assert not Environment(checkout).is_ready(Contents.TEST)
    assert Environment(checkout).is_ready(Contents.RUN)
    assert Environment(checkout).is_ready(Contents.SERVER)


@pytest.mark.parametrize("contents", [Contents.RUN, Contents.SERVER])
def test_new_lock_makes_the_tests_old_too(checkout: Path, contents: Contents) -> None:
    (checkout / "installer" / contents.lock).write_text("# newer\n", encoding="utf-8")
    old = {held for held in Contents if not Environment(checkout).is_ready(held)}
    assert old == {contents, Contents.TEST}


def test_server_starts_in_the_environment_of_the_tests(checkout: Path) -> None:
    assert environment_for(Contents.SERVER, checkout).folder == checkout / ".venv"


def test_server_beside_a_desk_has_its_own_folder(checkout: Path) -> None:
    """Its packages do not join the desk's, and the desk's are not thrown away."""
    Environment(checkout).write_stamps(Contents.RUN)
    own = environment_for(Contents.SERVER, checkout)
    assert own.folder == checkout / ".venv-server"
    own.python.parent.mkdir(parents=True)
    own.python.touch()
    own.write_stamps(Contents.SERVER)
    assert environment_for(Contents.SERVER, checkout).is_ready(Contents.SERVER)
    assert not own.is_ready(Contents.RUN)
    assert environment_for(Contents.RUN, checkout).is_ready(Contents.RUN)


def test_other_python_makes_everything_old(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version", "3.99.0 (of the future)")
    assert not any(Environment(checkout).is_ready(contents) for contents in Contents)


def test_environment_without_its_python_is_not_ready(checkout: Path) -> None:
    environment = Environment(checkout)
    environment.python.unlink()
    environment.python.symlink_to(checkout / "gone")
    assert not environment.is_ready(Contents.RUN)


def test_moved_checkout_is_built_again(checkout: Path) -> None:
    moved = checkout.with_name("moved")
    checkout.rename(moved)
    assert not Environment(moved).is_ready(Contents.RUN)


def test_somebody_elses_folder_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / ".venv" / "theirs.txt"
    theirs.parent.mkdir()
    theirs.write_text("precious", encoding="utf-8")
    with pytest.raises(SetUpError, match="不是本程序建立的"):
        Environment(tmp_path).make_ready(Contents.RUN)
    assert theirs.read_text(encoding="utf-8") == "precious"


def test_a_disk_that_takes_nothing_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SetUpError, match="运行环境没有建成"):
        Environment(tmp_path / "file").make_ready(Contents.RUN)


def test_second_start_waits_until_the_first_is_done(tmp_path: Path) -> None:
    """The other process says a word when it has to wait, and another when it has the lock."""
    guard = tmp_path / "guard"
    other = (
        "import sys; from pathlib import Path; from installer.guard import alone\n"
        "with alone(Path(sys.argv[1]), lambda: print('waits', flush=True)): print('holds', flush=True)"
    )
    command = [sys.executable, "-c", other, str(guard)]
    with alone(guard, lambda: pytest.fail("nobody else is there")):
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="ascii")
        assert process.stdout is not None
        assert process.stdout.readline() == "waits\n"
    said, _ = process.communicate()
    assert (said, process.returncode) == ("holds\n", 0)


@pytest.mark.skipif(sys.platform == "win32", reason="there the lock ends with the process that took it")
def test_child_of_a_killed_set_up_is_waited_for(tmp_path: Path) -> None:
    """A process takes the lock, hands it to a child and dies at once: the child still holds it."""
    guard = tmp_path / "guard"
    parent = (
        "import os, subprocess, sys; from pathlib import Path; from installer.guard import alone\n"
        "with alone(Path(sys.argv[1]), lambda: None) as number:\n"
        "    subprocess.Popen(['cat'], pass_fds=(number,)); os._exit(9)"
    )
    command = [sys.executable, "-c", parent, str(guard)]
    killed = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE)
    assert killed.wait() == 9
    waited: list[bool] = []

    def end_the_child() -> None:
        waited.append(True)
        assert killed.stdin is not None
        killed.stdin.close()

    with alone(guard, end_the_child):
        assert waited == [True]
