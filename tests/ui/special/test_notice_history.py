"""What a notice's history says, from the newest."""

from desk.domain.calendar import at
from desk.ui.special.notices.history import happenings

DAY = "2026-11-20"


def test_who_read_it_as_well_stands_in_its_history() -> None:
    notice = {"id": "n", "reviewed_at": at(DAY, "9:00"), "reviewer": "张敏"}
    found = happenings(notice, [], [], [(at(DAY, "9:01"), "赵刚")], at(DAY, "10:00"))
    assert [(one.words, one.who) for one in found] == [("同时也复核了", "赵刚"), ("复核通过", "张敏")]
