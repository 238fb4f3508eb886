"""A virtual environment: built from a lock file, known by a stamp, whole or built again."""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from installer.guard import alone
from installer.messages import SetUpError, progress, say

# Raise it when this file builds the environment differently: everybody's is then built again.
RECIPE = "1"


class Contents(Enum):
    """What an environment holds: the lock it is built from, and pyproject's extras that the lock is made of."""

    RUN = ("requirements.lock", ("desk", "reports"))
    SERVER = ("requirements-server.lock", ("server", "reports"))
    TEST = ("requirements-test.lock", ("desk", "server", "reports", "test"))

    def __init__(self, lock: str, extras: tuple[str, ...]) -> None:
        self.lock = lock
        self.extras = extras

    @property
    def held(self) -> "tuple[Contents, ...]":
        """What can be done in such an environment, itself last; one for the tests serves for everything."""
        return tuple(Contents) if self is Contents.TEST else (self,)


class Environment:
    """The folder `name` of the checkout at `root`."""

    def __init__(self, root: Path, name: str = ".venv") -> None:
        self.folder = root / name
        self._locks = root / "installer"
        self._stamp_file = self.folder / "stamp"
        self._guard_file = self.folder / "installer.guard"
        inside = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
        self.python = self.folder / inside

    def is_ready(self, contents: Contents) -> bool:
        """Whether the environment is whole and of today's lock; costs two small reads and a hash."""
        try:
            stamps = self._stamp_file.read_text(encoding="ascii").split()
        except FileNotFoundError:
            return False
        return self._stamp(contents) in stamps and self.python.exists()

    def make_ready(self, contents: Contents) -> None:
        """Build what is not there yet; a second process doing the same waits for the first."""
        if not self._is_ours():
            raise SetUpError(
                f"{self.folder} 不是本程序建立的, 不会改动它。", "请把它移走或改名, 再运行一次同样的命令。"
            )
        waiting = "另一个窗口正在准备运行环境, 等它完成……"
        try:
            with alone(self._guard_file, lambda: say(waiting)) as guard:
                if not self.is_ready(contents):
                    self._make(contents, guard)
        except OSError as reason:
            advice = "请检查磁盘空间和文件夹的权限, 再运行一次同样的命令。"
            raise SetUpError(f"运行环境没有建成, 写不进 {self.folder}: {reason.strerror}", advice) from reason

    def _make(self, contents: Contents, guard: int) -> None:
        started = time.monotonic()
        say("正在准备运行环境 (第一次约需一两分钟, 以后直接启动)……")
        holds_run = contents is Contents.TEST and self.is_ready(Contents.RUN)
        # From here until the new stamp a kill leaves no stamp, and the next start builds from nothing.
        self._stamp_file.unlink(missing_ok=True)
        if not holds_run:
            self._build_bare(guard)
        self._install(contents, guard)
        self.write_stamps(contents)
        say(f"运行环境已就绪, 用时 {time.monotonic() - started:.0f} 秒。")

    def write_stamps(self, contents: Contents) -> None:
        """Declare the environment whole."""
        stamps = [self._stamp(held) for held in contents.held]
        fresh = self._stamp_file.with_suffix(".new")
        fresh.write_text("\n".join(stamps) + "\n", encoding="ascii")
        fresh.replace(self._stamp_file)

    def _stamp(self, contents: Contents) -> str:
        facts = [RECIPE, sys.version, platform.machine(), str(self.folder)]
        digest = hashlib.sha256("\n".join(facts).encode("utf-8", "surrogateescape"))
        for held in contents.held:
            digest.update((self._locks / held.lock).read_bytes())
        return f"{contents.name}:{digest.hexdigest()}"

    def _is_ours(self) -> bool:
        return self._guard_file.exists() or not self.folder.exists() or not any(self.folder.iterdir())

    def _build_bare(self, guard: int) -> None:
        import venv  # only here: a second start must not pay for it

        for entry in self.folder.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry != self._guard_file:
                entry.unlink()
        venv.EnvBuilder(symlinks=sys.platform != "win32").create(self.folder)
        self._run(["-Im", "ensurepip", "--default-pip"], guard)

    def _install(self, contents: Contents, guard: int) -> None:
        lock = self._locks / contents.lock
        wheels_by_hash = ["--require-hashes", "--only-binary", ":all:", "--no-user"]
        quietly = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
        self._run(["-m", "pip", "install", *wheels_by_hash, *quietly, "--requirement", str(lock)], guard)

    def _run(self, arguments: Sequence[str], guard: int) -> None:
        """Run the environment's Python; it keeps the guard, so a killed installer's child is waited for."""
        process = subprocess.Popen(
            [str(self.python), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            pass_fds=() if sys.platform == "win32" else (guard,),
        )
        lines: list[str] = []
        with process:
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line.rstrip())
                if line.startswith("Collecting "):
                    progress(f"下载 {line.split()[1]}")
                elif line.startswith("Installing collected "):
                    progress(f"写入 {self.folder.name} ……")
            progress("")
        if process.returncode:
            tail = "\n".join(lines[-12:])
            advice = "请检查网络; 公司内有软件源时用 PIP_INDEX_URL 指明。然后再运行一次同样的命令。"
            raise SetUpError(f"安装组件没有成功:\n{tail}", advice)


def environment_for(contents: Contents, root: Path) -> Environment:
    """Choose the folder: a server has one without the desk's packages, or uses the desk's where everything is there."""
    shared = Environment(root)
    if contents is Contents.SERVER and not shared.is_ready(contents):
        return Environment(root, ".venv-server")
    return shared
