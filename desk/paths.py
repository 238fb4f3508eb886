"""Where things lie: the program's own resources, and the person's data folder."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
APP = "wuye-front-desk"


def data_home() -> Path:
    """The user's data folder of this system, for a desk that was given none."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / APP
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / APP


def sample_folder(many: bool = False) -> Path:
    """Of the two sample estates, or of the many."""
    return data_home() / ("sample-million" if many else "sample")
