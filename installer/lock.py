"""For developers: the lock files, made from pyproject's lists by uv in pip's format, without any host."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from installer.environment import Contents
from installer.messages import SetUpError, say

HEADER = "# Made by `python3 -m installer lock` from pyproject.toml; hashes are checked by pip.\n"
_PINNED = re.compile(r"([a-z0-9][a-z0-9.-]*)==([^ ;\\]+)")


def write_locks(root: Path, *, upgrade: bool) -> None:
    """Make the locks again; what the lists still allow keeps its version, unless `upgrade`."""
    uv = shutil.which("uv")
    if uv is None:
        raise SetUpError("没有找到 uv。", "请先运行: pip install uv")
    newest = ["--upgrade"] if upgrade else []
    done: list[str] = []  # a later lock takes the versions of the earlier ones
    for contents in Contents:
        lock = root / "installer" / contents.lock
        extras = [word for extra in contents.extras for word in ("--extra", extra)]
        _compile([uv, "pip", "compile", "pyproject.toml", *extras, *done, *newest], lock, root)
        done += ["--constraint", str(lock)]
        text = HEADER + lock.read_text(encoding="utf-8").removeprefix(HEADER)
        lock.write_text(text, encoding="utf-8", newline="\n")
        faults = list(faults_of(text))
        if faults:
            raise SetUpError(f"{lock.name} 不合格: {'; '.join(faults)}")
        say(f"{lock.name}: {len(pins_of(text))} 个组件")


def requirements_of(text: str) -> list[str]:
    """Return the lock's requirements, each with its hashes on one line."""
    unfolded = text.replace("\\\n", " ")
    return [line.strip() for line in unfolded.splitlines() if line.strip() and not line.startswith("#")]


def pins_of(text: str) -> dict[str, set[str]]:
    """Return name -> versions; more than one where the version depends on the machine."""
    pins: dict[str, set[str]] = {}
    for requirement in requirements_of(text):
        pinned = _PINNED.match(requirement)
        if pinned:
            pins.setdefault(pinned[1], set()).add(pinned[2])
    return pins


def faults_of(text: str) -> Iterator[str]:
    """Say what keeps the lock from being whole: a host, an option, a loose version, a missing hash."""
    if "://" in text:
        yield "an address"
    for requirement in requirements_of(text):
        name = requirement.split()[0]
        if requirement.startswith("-"):
            yield f"an option: {name}"
        elif not _PINNED.match(requirement):
            yield f"not pinned: {name}"
        elif "--hash=sha256:" not in requirement:
            yield f"without a hash: {name}"


def _compile(command: list[str], lock: Path, root: Path) -> None:
    for_every_machine = ["--universal", "--python-version", "3.11", "--generate-hashes"]
    plain = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet"]
    done = subprocess.run([*command, *for_every_machine, *plain, "--output-file", str(lock)], cwd=root)
    if done.returncode:
        raise SetUpError("uv 没有解出依赖。", "请看上面的说明, 修改 pyproject.toml 后再试。")
