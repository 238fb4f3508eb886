"""The list of criteria: other numbers may stand, other things counted may not; what is wrong is said in words."""

import pytest

from desk.domain.assessment_lists import CRITERIA as LIST
from desk.domain.assessment_lists import bands, priced, tenths
from desk.domain.errors import DeskError
from desk.domain.lists import Level, Lists, check_row
from desk.domain.office_lists import list_facts
from desk.services.assessment.criteria import COUNTED, criteria_in_force
from tests.services.assessment.sheets import CRITERIA, LISTS

OWN = LISTS.rows(LIST)


def checked(code: str, **changed: str) -> Lists:
    facts = list_facts(LIST)
    assert facts is not None
    cells = {**OWN[code], **changed}
    check_row(facts, code, cells, LISTS)
    return LISTS.with_row(Level.COMPANY, LIST, code, cells)


@pytest.mark.parametrize("code", OWN)
def test_the_rows_of_the_program_can_stand(code: str) -> None:
    checked(code)


def test_all_that_is_counted_one_by_one_has_a_price_and_words() -> None:
    for one in CRITERIA:
        assert len(one.each) == len(COUNTED.get(one.code, ())), one.code
        assert one.rule, one.code


def test_other_numbers_change_the_sentence() -> None:
    lists = checked("2.2", target="92", every="2", cost="0.8", each="数据异常过多 1.5")
    found = next(one for one in criteria_in_force(lists) if one.code == "2.2")
    assert found.rule == "≥92%不扣; 每低2个百分点扣0.8分; 数据异常超限另扣1.5分"
    assert (found.target, found.every, found.cost, found.each[0][2]) == (92, 2, 8, 15)


@pytest.mark.parametrize(
    ("code", "changed", "why"),
    [
        ("2.1", {"target": ""}, "达标还没有填"),
        ("2.1", {"cost": "半分"}, "扣分: “半分”不是分数|“半分”不是分数"),
        ("2.1", {"bands": "80% 12；0% 0"}, "分段得分在这一行用不上"),
        ("1.1", {"each": "责任更正 2"}, "每件扣分里只改分数"),
        ("1.1", {"each": "责任更正；他人发现的错误 4"}, "看不懂"),
        ("1.1", {"each": ""}, "每件扣分还没有填"),
        ("2.2", {"each": ""}, "每件扣分里只改分数"),
        ("2.1", {"each": "数据异常过多 1"}, "每件扣分在这一行用不上"),
        ("4.1", {"at_least": ""}, "至少扣还没有填"),
        ("5", {"bands": "80% 9；0% 0"}, "最高一段的得分要等于分值"),
        ("5", {"bands": "50% 10；80% 7；0% 0"}, "分段要从高到低写"),
        ("5", {"bands": "80% 10；30% 5"}, "分段要从高到低写"),
        ("2.1", {"marks": "101"}, "应在 0 到 100"),
    ],
)
def test_a_row_that_cannot_stand_says_why(code: str, changed: dict[str, str], why: str) -> None:
    with pytest.raises(DeskError, match=why):
        checked(code, **changed)


def test_marks_are_read_as_people_write_them() -> None:
    assert [tenths(text) for text in ("2", "0.5", "2 分", "10分")] == [20, 5, 20, 100]
    assert priced("超时 1；同一事项重复投诉 2.5分") == (("超时", 10), ("同一事项重复投诉", 25))
    assert bands("80% 10；50 7；0% 0") == ((80, 100), (50, 70), (0, 0))
    for wrong in ("", "0.55", "-1", "半"):
        with pytest.raises(DeskError):
            tenths(wrong)
