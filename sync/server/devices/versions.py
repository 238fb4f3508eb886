"""Which desks this server still talks to: an old one is asked to upgrade when it pulls; what it pushes is taken."""

from typing import TYPE_CHECKING

from sync.server.problems import Problem

if TYPE_CHECKING:
    from sync.server.asked import Asked

OLDEST_PROTOCOL = 1
HEADER = "desk-protocol"
PULL_PATH = "/v1/pull"


def check_version(asked: "Asked") -> None:
    """426 to a pull of a desk below the oldest protocol (sync.md, rule 8); one that names none speaks the first."""
    told = asked.headers.get(HEADER, "1")
    spoken = int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 0
    if asked.path == PULL_PATH and spoken < OLDEST_PROTOCOL:
        raise Problem(426, "upgrade", "这台电脑的程序太旧, 请先更新; 已做的都会照常上传")
