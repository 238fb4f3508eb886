"""This PC's clock beside the server's: from when on it counts as wrong, and what is said of it."""

from desk.domain.days import MINUTE
from desk.domain.words_of_time import duration

WRONG_FROM_MS = 2 * MINUTE  # a slow answer to the hello and a wrist watch differ by less
ADVICE = "请校准电脑时间"
HOW = "右键点右下角的时间, 选“调整日期和时间”, 立即同步"
COUNTS = "办的事照服务器的时间算, 不会丢; 调好按 F5"
REFUSED = "请看电脑右下角的时间, 不对的校准后再办一次"


def is_wrong(behind_ms: int) -> bool:
    """`behind_ms`: how far this PC is behind the server, negative where it is ahead."""
    return abs(behind_ms) >= WRONG_FROM_MS


def words(behind_ms: int) -> str:
    """本机时间慢 3 分, 本机时间快 1 小时 05 分; empty while it is right."""
    if not is_wrong(behind_ms):
        return ""
    return f"本机时间{'慢' if behind_ms > 0 else '快'} {duration(behind_ms)}"
