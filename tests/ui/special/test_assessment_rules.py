"""What the page of the assessment decides without a window: days in words, the next step and whose it is, marks."""

from typing import Any

import pytest

from desk.domain.calendar import at
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.services.assessment.assess import Assessed, AssessedRow
from desk.services.assessment.record import Standing
from desk.services.assessment.scoring import Figure
from desk.ui.special.assessment.asked import Asked, Days, Estate, days_of
from desk.ui.special.assessment.lines import FOLD, LEFT, TOTAL, lines
from desk.ui.special.assessment.marks_form import _tenths
from desk.ui.special.assessment.offers import offers
from desk.ui.special.assessment.reading import Seen
from reports.assessment.entries import Entry, Opinion
from tests.services.assessment.sheets import sheet

TODAY, NOW = "2026-11-20", at("2026-11-20", "14:02")
YEAR, OCTOBER = Days("2026-01-01", "2026-12-31"), Days("2026-10-01", "2026-10-31")


def seen(status: str = "", undecided: int = 0, own: Any = None, **changed: Figure) -> Seen:
    scored = sheet(**changed)
    rows = tuple(AssessedRow(one, "") for one in scored.rows)
    made = Assessed("e/1", "翠湖花园", "2026-10-01", "2026-10-31", NOW, scored, rows, (), (), 1260, undecided)
    return Seen(Entry(made, own=own or {}), {"status": status, "own_by_id": "a"} if status else None)


def who(role: Role, ent: str = "a") -> Actor:
    return Actor(ent, frozenset({role}))


@pytest.mark.parametrize(
    ("word", "days", "words"),
    [
        ("year", YEAR, "2026 年"),
        ("last_year", Days("2025-01-01", "2025-12-31"), "2025 年"),
        ("quarter", Days("2026-10-01", "2026-12-31"), "2026 年第 4 季度"),
        ("last_quarter", Days("2026-07-01", "2026-09-30"), "2026 年第 3 季度"),
        ("last_month", OCTOBER, "2026 年 10 月"),
    ],
)
def test_days_by_a_word(word: str, days: Days, words: str) -> None:
    assert days_of(word, TODAY) == days
    assert days.words == words


def test_days_over_a_new_year_and_a_leap_day() -> None:
    assert days_of("last_quarter", "2026-02-01") == Days("2025-10-01", "2025-12-31")
    assert days_of("last_month", "2024-03-31").words == "2024 年 2 月"
    assert Days("2024-02-01", "2024-02-28").words == "2024-02-01 至 2024-02-28"
    assert Days("2025-12-01", "2026-01-31").words == "2025-12-01 至 2026-01-31"


def test_a_ranking_is_for_who_sees_several() -> None:
    one = Estate("e/1", "甲", frozenset({Role.MANAGER}))
    two = Estate("e/2", "乙", frozenset({Role.CLERK}))
    assert "ranking" not in dict(Asked(YEAR, one, (one, two)).parts)
    three = Estate("e/3", "丙", frozenset({Role.SUPERVISOR}))
    assert "ranking" in dict(Asked(YEAR, one, (one, two, three)).parts)
    assert [one.scope for one in Asked(YEAR, one, (one, two, three)).ranked] == ["e/1", "e/3"]


@pytest.mark.parametrize(
    ("status", "role", "ent", "found"),
    [
        ("", Role.MANAGER, "a", [("freeze", "")]),
        ("", Role.SUPERVISOR, "a", [("freeze", "冻结由项目经理或总部办")]),
        ("draft", Role.MANAGER, "a", [("void", ""), ("refreeze", ""), ("mark", ""), ("submit", "还没有自评, 先按 6")]),
        ("draft", Role.SUPERVISOR, "a", [("mark", ""), ("submit", "还没有自评, 先按 6")]),
        ("submitted", Role.SUPERVISOR, "b", [("mark", "主管评定由项目经理或总部办")]),
        ("submitted", Role.MANAGER, "b", [("send_back", ""), ("mark", ""), ("confirm", "确认由总部办")]),
        ("submitted", Role.HEAD_OFFICE, "a", [("send_back", ""),
         ("mark", "自评的人不能再做主管评定, 请另一位经理或总部评"), ("confirm", "还没有主管评定, 先按 6")]),
        ("confirmed", Role.MANAGER, "a", [("send_back", ""), ("lock", "锁定由总部办")]),
        ("confirmed", Role.HEAD_OFFICE, "a", [("send_back", ""), ("lock", "")]),
        ("locked", Role.HEAD_OFFICE, "a", []),
    ],
)  # fmt: skip
def test_the_next_step_and_why_not(status: str, role: Role, ent: str, found: list[tuple[str, str]]) -> None:
    told = offers(seen(status), who(role, ent), OCTOBER, NOW)
    assert [(one.name, one.reason) for one in told] == found
    assert sum(one.primary for one in told) <= 1, "one step alone has the accent"


def test_what_keeps_it_from_being_frozen() -> None:
    (undecided,) = offers(seen(undecided=2), who(Role.MANAGER), OCTOBER, NOW)
    assert (undecided.name, undecided.words) == ("review", "去裁定 2 件")
    (early,) = offers(seen(), who(Role.MANAGER), YEAR, NOW)
    assert "2026-12-31" in early.reason
    sealed = seen(r4_1=Figure(known=False), r4_2=Figure(known=False))
    assert sealed.sheet.rows[-2].standing is Standing.SEALED
    (closed,) = offers(sealed, who(Role.MANAGER), OCTOBER, NOW)
    assert "投诉档案没有打开" in closed.reason


def test_lines_fold_what_lost_nothing_and_redden_three() -> None:
    folded = lines(seen().entry, {}, folded=True)
    assert [one.code for one in folded if one.worst] == ["3.4", "4.1", "5"]
    assert [one.code for one in folded][-3:] == [FOLD, TOTAL, LEFT]
    fold = next(one for one in folded if one.code == FOLD)
    assert (fold.name, fold.remark[:10]) == ("未扣分 4 行", "2.1 回复及时率 ")
    whole = lines(seen().entry, {}, folded=False)
    assert len(whole) == len(folded) + 4
    total = next(one for one in whole if one.code == TOTAL)
    assert (total.deducted, total.score, total.remark) == ("−19.2", "80.8", "良好")


def test_the_sum_of_marks_takes_the_computed_one_where_none_was_given() -> None:
    total = next(one for one in lines(seen(own={"1.1": Opinion(0, "")}).entry, {}, folded=True) if one.code == TOTAL)
    assert total.own == "74.8"
    assert total.chief == ""


@pytest.mark.parametrize(("typed", "tenths"), [("8", 80), ("7.5", 75), ("0", 0), ("07", 70)])
def test_marks_as_they_are_typed(typed: str, tenths: int) -> None:
    assert _tenths(typed, seen().sheet.rows[0]) == tenths


@pytest.mark.parametrize("typed", ["", "8.1", "9", "-1", "7.55", "x", "7."])
def test_no_marks(typed: str) -> None:
    with pytest.raises(DeskError, match=r"请写 0 到 8\.0"):
        _tenths(typed, seen().sheet.rows[0])
