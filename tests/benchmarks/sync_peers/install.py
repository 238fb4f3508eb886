"""The peers, pinned, each in a folder of its own: PouchDB through npm, Anki through pip into its own venv."""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE.parents[2] / ".benchmarks" / "peers"
ANKI = "anki==26.9.3"


@dataclass(frozen=True)
class Peers:
    """`modules` is the folder that holds node_modules, `anki` the Python that imports Anki."""

    modules: Path
    anki: Path


def install(folder: Path = FOLDER) -> Peers:
    """Fetched once from wherever npm and pip on this machine take their packages; afterwards only looked at."""
    folder = folder.resolve()
    return Peers(_pouch(folder / "pouch"), _anki(folder / "anki"))


def _pouch(folder: Path) -> Path:
    wanted = (HERE / "package.json").read_bytes()
    if not _stamped(folder, wanted):
        npm = shutil.which("npm")
        if npm is None or shutil.which("node") is None:
            raise SystemExit("node and npm are needed for the peers: install nodejs and npm")
        (folder / "package.json").write_bytes(wanted)
        subprocess.run(
            [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel", "error"],
            cwd=folder,
            check=True,
            stdout=sys.stderr,
        )
        _stamp(folder, wanted)
    return folder


def _anki(folder: Path) -> Path:
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    wanted = f"{ANKI} {sys.version}".encode()
    if not _stamped(folder, wanted):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", ANKI],
            check=True,
            stdout=sys.stderr,
        )
        _stamp(folder, wanted)
    return python


def _stamped(folder: Path, wanted: bytes) -> bool:
    """Whether exactly this lies there; otherwise the folder is empty afterwards."""
    stamp = folder / "stamp"
    if stamp.exists() and stamp.read_text() == hashlib.sha256(wanted).hexdigest():
        return True
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return False


def _stamp(folder: Path, wanted: bytes) -> None:
    (folder / "stamp").write_text(hashlib.sha256(wanted).hexdigest())
