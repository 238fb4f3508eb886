"""What the machine lacks is found before Qt is opened, and named with the line that brings it."""

from pathlib import Path

import pytest

from installer import programs, system_libraries
from installer.system_libraries import Screen, missing, needed, screen_of
from installer.system_packages import Need, Packager, family_of

EGL = Need("libEGL.so.1", "libegl1", "libglvnd-egl")
GLIB = Need("libglib-2.0.so.0", "libglib2.0-0", "glib2")
GTHREAD = Need("libgthread-2.0.so.0", "libglib2.0-0", "glib2")


@pytest.mark.parametrize(
    ("environment", "screen"),
    [
        ({}, Screen.NONE),
        ({"DISPLAY": ""}, Screen.NONE),
        ({"DISPLAY": ":0"}, Screen.X11),
        ({"WAYLAND_DISPLAY": "wayland-0"}, Screen.WAYLAND),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, Screen.X11),
        ({"QT_QPA_PLATFORM": "offscreen"}, Screen.MEMORY),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, Screen.MEMORY),
        ({"QT_QPA_PLATFORM": "xcb"}, Screen.X11),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, Screen.WAYLAND),
    ],
)
def test_screen_is_read_from_the_environment(environment: dict[str, str], screen: Screen) -> None:
    assert screen_of(environment, platform="linux") is screen


def test_elsewhere_the_wheel_carries_everything() -> None:
    assert screen_of({}, platform="win32") is Screen.MEMORY
    assert needed(Screen.MEMORY, platform="win32") == ()


def test_a_window_needs_more_than_a_picture() -> None:
    picture, window = set(needed(Screen.MEMORY, platform="linux")), set(needed(Screen.X11, platform="linux"))
    assert {need.debian for need in picture} >= {"libegl1", "libgl1", "libbrotli1", "libdbus-1-3"}
    assert {need.debian for need in window - picture} >= {"libxcb-cursor0", "libxkbcommon-x11-0", "libx11-xcb1"}
    assert picture < window


def test_a_library_that_cannot_be_opened_is_missing() -> None:
    absent = Need("libnowhere-at-all.so.7", "libnowhere7", "nowhere")
    libc = Need("libc.so.6", "libc6", "glibc")
    assert missing([libc, absent]) == (absent,)


def test_missing_libraries_are_named_with_the_line() -> None:
    refusal = Packager("debian", is_root=False, may_install=False).refusal([GLIB, GTHREAD, EGL])
    assert refusal.message == "系统里缺少: libglib-2.0.so.0 libgthread-2.0.so.0 libEGL.so.1"
    assert refusal.advice == "请运行: sudo apt-get install --no-install-recommends libglib2.0-0 libegl1"
    assert refusal.exit_code == 1


@pytest.mark.parametrize(
    ("family", "is_root", "line"),
    [
        ("debian", True, "apt-get install --no-install-recommends libglib2.0-0 libegl1"),
        ("fedora", False, "sudo dnf install glib2 libglvnd-egl"),
        ("", False, "libglib-2.0.so.0 libgthread-2.0.so.0 libEGL.so.1"),
    ],
)
def test_line_is_that_of_the_distribution(family: str, is_root: bool, line: str) -> None:
    assert Packager(family, is_root, may_install=False).line([GLIB, GTHREAD, EGL]) == line


@pytest.mark.parametrize(
    ("os_release", "family"),
    [
        ('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n', "debian"),
        ("ID=uos\nID_LIKE=debian\n", "debian"),
        ('ID="openEuler"\nID_LIKE="rhel fedora"\n', "fedora"),
        ("ID=arch\n", ""),
        ("", ""),
    ],
)
def test_family_of_the_distribution(os_release: str, family: str) -> None:
    assert family_of(os_release) == family


def test_every_list_names_each_file_once() -> None:
    for screen in Screen:
        names = [need.name for need in needed(screen, platform="linux")]
        assert len(names) == len(set(names))
    assert system_libraries.printing(platform="linux")


def test_program_is_missing_until_it_stands_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert programs.missing() == programs.PROGRAMS
    for need in programs.PROGRAMS:
        program = tmp_path / need.name
        program.write_text("#!/bin/sh\n", encoding="ascii")
        program.chmod(0o755)
    assert programs.missing() == ()
