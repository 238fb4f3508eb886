"""What has been heard in a call so far: kept per call, so that looking at another row loses nothing."""

from dataclasses import dataclass, field

from desk.domain.code import Code
from desk.services.revisits.record import CallCode


class Stage(Code):
    READY = "ready", "未拨"
    DIALLED = "dialled", "已拨号"
    AGAIN = "again", "未接通"
    ASKING = "asking", "通话中"
    EXEMPT = "exempt", "免访"
    NUMBER = "number", "新号码"


@dataclass
class Talk:
    """`connected_at` is the moment the conversation about this very matter began (ms)."""

    stage: Stage = Stage.READY
    code: CallCode | None = None
    connected_at: int = 0
    following: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    satisfaction: str = ""
    words: str = field(default="", repr=False)
    follow_up: str = ""
    next_call_at: int = 0
    saving: bool = False  # on its way to the disk: a second F9 changes nothing
    shown: bool = False  # the number has been revealed, and that was written down

    def seconds(self, now: int) -> int:
        return max(0, (now - self.connected_at) // 1000)

    @property
    def begun(self) -> bool:
        return self.stage is not Stage.READY

    @property
    def on_line(self) -> bool:
        """Whether a call has been made or taken: what is said then is not to be lost."""
        return self.stage in (Stage.DIALLED, Stage.AGAIN, Stage.ASKING)
