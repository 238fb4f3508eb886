"""照片待传: what is said of a photo that is not everywhere yet, and on whose PC it waits."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desk.domain.flow import Values
from desk.services.slips import files
from desk.store import log
from sync.client import kept

if TYPE_CHECKING:
    from desk.store.database import Database

HERE = "照片待传, 只在本机"
REFUSED = "服务器不收, 只在本机"
ENROLLED = "SELECT 1 FROM device WHERE name = ?"


def marks(database: "Database", shown: Sequence[Values], office: "Database | None" = None) -> Mapping[str, str]:
    """Words by the attachment's id; nothing of those that the server has, and nothing on a PC without a server.

    `office`: the file in which PCs are known by name, where the photos stand in another.
    """
    main = office or database
    if not shown or not main.read(ENROLLED, (kept.DEVICE,)):
        return {}
    states = files.whereabouts(database, shown)
    names = kept.device_names(main) if files.AWAY in states.values() else {}
    words = {files.KEPT: HERE, files.REFUSED: REFUSED, files.THERE: ""}
    found = {ent: words[state] if state in words else _away(database, ent, names) for ent, state in states.items()}
    return {ent: said for ent, said in found.items() if said}


def _away(database: "Database", ent: str, names: Mapping[str, str]) -> str:
    """照片待传, 前台2: whoever added it has it."""
    dev = next((entry.head.dev for entry in log.history(database, ent)), "")
    return f"照片待传, {names.get(dev, '别的电脑')}"
