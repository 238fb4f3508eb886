"""When this PC's clock counts as wrong, and how that reads."""

import pytest

from desk.domain.calendar import DAY, HOUR, MINUTE
from desk.domain.pc_clock import WRONG_FROM_MS, is_wrong, words


@pytest.mark.parametrize(
    ("behind_ms", "said"),
    [
        (0, ""), (WRONG_FROM_MS - 1, ""), (1 - WRONG_FROM_MS, ""), (WRONG_FROM_MS, "本机时间慢 2 分"),
        (-WRONG_FROM_MS, "本机时间快 2 分"), (HOUR + 5 * MINUTE, "本机时间慢 1 小时 05 分"),
        (-3 * DAY, "本机时间快 3 天 00 小时"),
    ],
)  # fmt: skip
def test_from_two_minutes_on_it_is_said(behind_ms: int, said: str) -> None:
    assert words(behind_ms) == said
    assert is_wrong(behind_ms) is bool(said)
