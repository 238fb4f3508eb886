"""A notice as the two at the desk make it: one writes, the other reads."""

from dataclasses import dataclass
from typing import Any

from desk.domain.calendar import HOUR, at
from desk.domain.flow import Values
from desk.domain.roles import Role
from tests.services.folding import Fold

WATER, BURST, GRID, LIFT, ACTIVITY, ARREARS, GREETING = "11", "12", "22", "31", "91", "93", "92"
WRITER, READER = Role.CLERK, Role.SUPERVISOR


@dataclass
class Desk:
    fold: Fold

    @property
    def now(self) -> int:
        return self.fold.clock.now

    def draft(self, kind: str = WATER, **values: Any) -> str:
        """Tomorrow from eleven to five, two buildings: 26 hours ahead at nine."""
        told = {
            "kind": kind,
            "title": "停水通知",
            "from_at": at("2026-11-19", "11:00"),
            "to_at": at("2026-11-19", "17:00"),
            "expected_at": at("2026-11-19", "17:00"),
            "audience": "building",
            "targets": ["b/1", "b/3"],
            "range_words": "1栋、3栋",
            "homes": 312,
            "reason": "二次供水设备检修",
            "phone": "8801 6000",
            "undersigned": "翠湖花园物业服务中心",
            "writer": "李敏",
            **values,
        }
        told = {name: value for name, value in told.items() if value is not None}
        return self.fold.take("notice.draft", by=WRITER, **told)

    def submitted(self, kind: str = WATER, **values: Any) -> str:
        ent = self.draft(kind, **values)
        self.fold.take("notice.submit", ent, by=WRITER)
        return ent

    def sent(self, kind: str = WATER, **values: Any) -> str:
        ent = self.submitted(kind, **values)
        self.fold.take("notice.approve", ent, by=READER, reviewer="张敏")
        return ent

    def burst(self, **values: Any) -> str:
        """It burst at nine and is out at once."""
        ent = self.draft(BURST, **{"from_at": self.now, "to_at": None, "expected_at": self.now + 2 * HOUR, **values})
        self.fold.take("notice.send_first", ent, by=WRITER, urgent_reason="breakdown")
        return ent

    def row(self, ent: str) -> Values:
        return self.fold.row("notice", ent)
