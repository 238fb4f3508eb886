"""How this desk stands to the server, as the status line says it: words, icon and colour."""

from dataclasses import dataclass, replace
from enum import StrEnum

from desk.domain import pc_clock
from desk.domain.calendar import DAY, HOUR, MINUTE, day_of
from desk.domain.words_of_time import clock_word, duration, moment


class Mode(StrEnum):
    ALONE = "alone"  # never enrolled: everything stays here
    ONLINE = "online"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class SyncState:
    """`problem`: a few words of what a person has to settle, empty while the traffic runs by itself.

    `progress`: of a first loading, in per cent; None where nothing is being loaded. `behind_ms`: how far this PC's
    clock was behind the server's at the last hello.
    """

    mode: Mode = Mode.ALONE
    synced_at: int | None = None
    waiting: int = 0
    offline_since: int | None = None
    problem: str = ""
    progress: int | None = None
    behind_ms: int = 0

    def words(self, now: int) -> str:
        """已同步 14:02; 待上传 3 · 已同步 14:02; 离线 1 小时 · 待上传 3; 单机 · 待上传 3.

        Before them a clock that is wrong: 本机时间慢 3 分, 请校准电脑时间.
        """
        clock = f"{self.clock}, {pc_clock.ADVICE}" if self.clock else ""
        return " · ".join(part for part in (clock, *self._parts(now)) if part)

    @property
    def clock(self) -> str:
        """本机时间慢 3 分; empty while it is right."""
        return pc_clock.words(self.behind_ms)

    @property
    def icon(self) -> str:
        if self.problem or self.clock:
            return "triangle-alert"
        if self.mode is not Mode.ONLINE:
            return "cloud-off"
        return "cloud-upload" if self.waiting or self.progress is not None else "check"

    @property
    def colour(self) -> str:
        """Waiting is no fault; being cut off is worth a glance, and only what a person must settle is red."""
        if self.problem:
            return "bad"
        if self.clock:
            return "warn"
        if self.mode is Mode.ONLINE:
            return "text" if self.waiting or self.progress is not None else "good"
        return "warn" if self.mode is Mode.OFFLINE else "quiet"

    def with_waiting(self, count: int) -> "SyncState":
        return replace(self, waiting=count)

    def _parts(self, now: int) -> list[str]:
        waiting = f"待上传 {self.waiting}"
        if self.mode is Mode.ALONE:
            return [self.problem, "单机", waiting]
        if self.mode is Mode.OFFLINE:
            since = max(now - (self.offline_since if self.offline_since is not None else now), 0)
            return [self.problem, f"离线 {_long(since)}" if since >= MINUTE else "离线", waiting]
        if self.progress is not None:
            return [self.problem, f"正在接收 {self.progress}%", waiting if self.waiting else ""]
        return [self.problem, waiting if self.waiting else "", self._synced(now)]

    def _synced(self, now: int) -> str:
        if self.synced_at is None:
            return "正在连接" if not self.waiting else ""
        same = day_of(self.synced_at) == day_of(now)
        return f"已同步 {clock_word(self.synced_at) if same else moment(self.synced_at, now)}"


def _long(ms: int) -> str:
    """5 分, 1 小时, 2 天: a line that is read in passing."""
    for unit, word in ((DAY, "天"), (HOUR, "小时")):
        if ms >= unit:
            return f"{ms // unit} {word}"
    return duration(ms)
