"""What the sign-in page says of this PC before anybody works at it."""

from desk.domain.calendar import at
from desk.store.front import Figures
from desk.ui.special.door import notes_of
from desk.ui.sync_state import Mode, SyncState

NOW = at("2026-11-20", "14:02")


def figures(unsent: int, joined: bool) -> Figures:
    return Figures(0, 0, 0, 0, unsent, int(joined))


def test_a_pc_by_itself_says_so() -> None:
    stands, data = notes_of(figures(3, False), None, NOW)
    assert stands == ("cloud-off", "单机 · 待上传 3")
    assert "只存在本机" in data[1]


def test_a_joined_pc_is_never_called_alone() -> None:
    for state in (None, SyncState()):
        assert notes_of(figures(0, True), state, NOW)[0] == ("cloud-upload", "上班后自动同步")
        assert notes_of(figures(2, True), state, NOW)[0][1] == "待上传 2"
    online = SyncState(Mode.ONLINE, NOW)
    assert notes_of(figures(0, True), online, NOW)[0] == ("check", "已同步 14:02")


def test_a_wrong_clock_is_said_before_anybody_works_by_it() -> None:
    notes = notes_of(figures(0, True), SyncState(Mode.ONLINE, NOW, behind_ms=-300_000), NOW)
    assert notes[0] == ("triangle-alert", "本机时间快 5 分, 请校准电脑时间")
    assert notes[1] == ("check", "已同步 14:02")
