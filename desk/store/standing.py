"""Rows that stand still until a newer program comes, in people's words; and the step that is turned away meanwhile.

Of a record that came not whole (`*`) no row stands still: a step names only what it changes, the server decides it, and
what this program does not know of the row stays as it is there. Only a row that never came cannot be worked on.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from desk.domain.flow import Flow, Refusal
from desk.store import lane
from desk.store.fold import Key
from desk.store.logged import DAMAGED, RAISED

if TYPE_CHECKING:
    from sqlalchemy import Connection

NOT_WHOLE, NO_ROWS = "*", "record"  # of a record: no single row; none of its rows came with the snapshot
CODE = "frozen"
# Why -> what happened, and what to do now.
UPGRADE = ("新版程序写的", "请更新程序, 更新后自动补上; 其他的照常办")
WORDS: dict[str, tuple[str, str]] = {
    DAMAGED: ("内容有损坏", "请联系管理员核对; 其他的照常办"),
    RAISED: ("本机显示不出来", "请联系管理员; 其他的照常办"),
}
NEEDS = {DAMAGED: "要核对", RAISED: "要核对"}


def words(why: str) -> tuple[str, str]:
    """What happened to a row, and what to do about it."""
    return WORDS.get(why, UPGRADE)


def refusal(connection: "Connection", scope: str, flow: Flow, keys: Collection[Key], is_there: bool) -> Refusal | None:
    """Why a step that would change these rows has to wait; the first one is its own, `is_there` if we have that."""
    own, read = next(iter(keys)), lane.reading(connection)
    ids = list(dict.fromkeys([NOT_WHOLE, *(ent for _, ent in keys)]))
    marks = ", ".join("?" * len(ids))
    rows = read(f"SELECT record, id, why FROM frozen WHERE scope=? AND id IN ({marks})", (scope, *ids))
    found = {(str(record), str(ent)): str(why) for record, ent, why in rows}
    label = flow.record.label
    for key in keys:
        if key in found:
            happened, advice = words(found[key])
            needs = NEEDS.get(found[key], "需要升级")
            return Refusal(CODE, f"这份{label}{needs} ({happened}), 现在不能在本机办", advice)
    if not is_there and found.get((own[0], NOT_WHOLE)) == NO_ROWS:
        return Refusal(CODE, f"这份{label}还没有收到本机", "程序刚更新过, 联网后自动补齐; 补齐以后再办")
    return None
