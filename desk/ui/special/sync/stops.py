"""Where the traffic stands still until a person says how it goes on: what happened, and what would happen then."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.calendar import day_of
from desk.domain.roles import Role
from desk.domain.scopes import estate_of, is_confidential
from desk.domain.words_of_time import clock_word, moment
from desk.store.rewinding import LAST, STOPPED, TWICE
from sync.client import kept
from sync.protocol.envelope import Envelope

if TYPE_CHECKING:
    from desk.store.database import Database

MAY_AGREE = frozenset({Role.HEAD_OFFICE, Role.MANAGER})
LOST = """SELECT json_extract(CAST(op AS TEXT), '$.dev'), COUNT(*) FROM journal WHERE scope=? AND seq>?
          GROUP BY 1 ORDER BY 2 DESC"""
ENDS = "SELECT op FROM journal WHERE scope=? AND seq>? ORDER BY seq"
SOMEWHERE = "别的电脑和服务器"


@dataclass(frozen=True, slots=True)
class Stop:
    """One scope. `lost`: steps that are here and no more at the server, `by` which desks, between which moments."""

    scope: str
    name: str
    why: str
    may_agree: bool
    common: int
    here: int
    lost: int
    waiting: int
    by: Sequence[tuple[str, int]] = ()
    from_at: int | None = None
    until_at: int | None = None

    def happened(self, now: int) -> str:
        """How far each got, and what is missing: how many steps, when they were taken, by which desks."""
        told = [self._span(now), "、".join(f"{name} {count} 步" for name, count in self.by)]
        lost = f"少了 {self.lost} 步" + "".join(f", {one}" for one in told if one) if self.lost else ""
        places = f"{self.name}: 本机收到第 {self.here} 步, 服务器只认得到第 {self.common} 步"
        return "; ".join(part for part in (places, lost) if part)

    def _span(self, now: int) -> str:
        if self.from_at is None or self.until_at is None:
            return ""
        first, last = moment(self.from_at, now), moment(self.until_at, now)
        last = clock_word(self.until_at) if day_of(self.from_at) == day_of(self.until_at) else last
        return f"{first} 办的" if first.endswith(last) else f"{first} 到 {last} 办的"

    @property
    def then(self) -> str:
        """What follows, for whom it is to decide; or what has to be done elsewhere."""
        if not self.may_agree:
            return (
                "不能在本机继续: 请管理员核对服务器地址, 把服务器的数据从最近的备份恢复好, 再按 F5。"
                f"本机照常录入, 还没传的 {self.waiting} 步都留着"
            )
        rest = f", 接着传还没传的 {self.waiting} 步" if self.waiting else ""
        return f"同意以后: 本机退回到第 {self.common} 步, 把这 {self.lost} 步重新传给服务器{rest}。一步也不删"


BEFORE = "先看清楚: 有两台服务器同时开着的 (旧的没关, 备份恢复到了另一台), 先关掉不该开的一台, 否则会来回重传"


def stop_of(database: "Database", scope: str, office: "Database") -> Stop | None:
    """How it stands now; None where it goes on again. `office`: the file in which desks and estates have names."""
    told = next((row for row in database.read(LAST) if row[0] == scope), None)
    if told is None or told[1] != STOPPED:
        return None
    detail = json.loads(told[2] or "{}")
    names = kept.device_names(office)
    common = int(detail.get("common") or 0)
    by: dict[str, int] = {}
    for dev, count in database.read(LOST, (scope, common)):
        name = names.get(str(dev), SOMEWHERE)
        by[name] = by.get(name, 0) + int(count)
    first = database.read(f"{ENDS} LIMIT 1", (scope, common))
    last = database.read(f"{ENDS} DESC LIMIT 1", (scope, common))
    rows = database.read("SELECT seq FROM sync_state WHERE scope=?", (scope,))
    waiting = database.read("SELECT COUNT(*) FROM outbox WHERE scope=?", (scope,))
    lost = sum(by.values())
    return Stop(
        scope, _name(office, scope), str(detail.get("why") or ""), detail.get("kind") == TWICE and lost > 0, common,
        int(rows[0][0]) if rows else 0, lost, int(waiting[0][0]), tuple(by.items()), _at(first), _at(last),
    )  # fmt: skip


def _name(database: "Database", scope: str) -> str:
    rows = database.read("SELECT name FROM estate WHERE id=?", (estate_of(scope),))
    name = str(rows[0][0]) if rows else "公司的设置和人员"
    return f"{name}的投诉" if is_confidential(scope) else name


def _at(rows: Sequence[Sequence[object]]) -> int | None:
    try:
        return Envelope.open(bytes(rows[0][0])).at if rows else None  # type: ignore[call-overload]
    except (ValueError, KeyError, TypeError):
        return None
