"""The program as a process: opened on a folder, refused a second time in words, ended without a trace of a crash."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk import app
from desk.paths import ROOT
from desk.store.database import Database
from tests.ui.whole_desk import give_pins
from tests.world import KEY, World

PATIENCE_S = 30


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    made.mkdir()
    give_pins(world)
    world.database.close()
    shutil.copyfile(world.database.path, made / app.DATA)
    (made / "desk.key").write_text(KEY.hex())
    return made


def opened(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "desk", "--data", str(folder)], cwd=ROOT, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.fixture
def running(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    process = opened(folder)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_it_opens_refuses_a_second_start_and_ends_quietly(
    folder: Path, running: "subprocess.Popen[str]", qtbot: QtBot
) -> None:
    # The reporter's folder is made when everything is joined.
    qtbot.waitUntil((folder / "crashes").exists, timeout=1_000 * PATIENCE_S)
    second = opened(folder)
    assert second.stderr is not None
    assert "已经在另一个窗口打开了" in second.stderr.readline()
    second.kill()
    second.communicate()
    running.send_signal(signal.SIGTERM)
    said = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == 0, said
    assert said == ("", "")
    assert list((folder / "crashes").glob("*.json")) == []
    again = Database(folder / app.DATA, KEY)
    assert again.check() == []
    again.close()
