"""Packages of the operating system: named with the exact line, or installed when nobody is there to type it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from installer.messages import SetUpError, say


class Need(NamedTuple):
    """Something of the system's: what it is called there, and its package by family of distribution."""

    name: str
    debian: str
    fedora: str


class Packager(NamedTuple):
    """The machine's package manager; `family` is "debian", "fedora" or "" for one we do not know."""

    family: str
    is_root: bool
    may_install: bool

    def line(self, needs: Iterable[Need]) -> str:
        """Return the command that brings the needs, or their names where the distribution is not known."""
        if self.family == "debian":
            command = "apt-get install --no-install-recommends " + _joined(need.debian for need in needs)
        elif self.family == "fedora":
            command = "dnf install " + _joined(need.fedora for need in needs)
        else:
            return _joined(need.name for need in needs)
        return command if self.is_root else f"sudo {command}"

    def refusal(self, needs: Iterable[Need]) -> SetUpError:
        """Say what is missing and how the person gets it."""
        needs = tuple(needs)
        how = "请运行: " if self.family else "请用本系统的软件管理工具安装: "
        return SetUpError(f"系统里缺少: {_joined(need.name for need in needs)}", how + self.line(needs))

    def install(self, needs: Iterable[Need]) -> None:
        """Bring the needs with apt; the package lists are fetched first, since a new machine has none."""
        packages = _joined(need.debian for need in needs).split()
        say(f"系统里缺少一些软件包, 正在安装: {' '.join(packages)}")
        _apt_get("update")
        _apt_get("install", "--yes", "--no-install-recommends", *packages)


def family_of(os_release: str) -> str:
    """Return "debian", "fedora" or "" from the text of /etc/os-release."""
    facts = dict(line.split("=", 1) for line in os_release.splitlines() if "=" in line)
    words = set(f"{facts.get('ID', '')} {facts.get('ID_LIKE', '')}".replace('"', "").split())
    if words & {"debian", "ubuntu"}:
        return "debian"
    return "fedora" if words & {"fedora", "rhel", "centos"} else ""


def this_machine() -> Packager:
    """Look at the machine: root without a terminal on a Debian may install, anybody else is told the line."""
    release = Path("/etc/os-release")
    family = family_of(release.read_text(encoding="utf-8", errors="replace")) if release.exists() else ""
    is_root = sys.platform != "win32" and os.geteuid() == 0
    has_terminal = sys.stdin is not None and sys.stdin.isatty()
    may_install = is_root and not has_terminal and family == "debian" and shutil.which("apt-get") is not None
    return Packager(family, is_root, may_install)


def _apt_get(*arguments: str) -> None:
    done = subprocess.run(
        ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-12:])
        raise SetUpError(f"apt-get {arguments[0]} 没有成功:\n{tail}", "请检查网络和软件源, 再运行一次同样的命令。")


def _joined(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(names))
