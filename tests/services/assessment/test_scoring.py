"""The marks of counter.md 4: the printed sample to the tenth, every rule at its edges, weights that are spread."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.services.assessment.record import Grade, Standing
from desk.services.assessment.scoring import (
    Figure,
    half_up,
    lost,
    on_the_line,
    points_short,
    score,
    shares,
)
from tests.services.assessment.sheets import CRITERIA, LIMITS, SAMPLE, row, scores, sheet

PRINTED = {
    "1.1": (20, 60), "1.2": (10, 60), "2.1": (0, 120), "2.2": (10, 50), "2.3": (0, 40), "2.4": (20, 30),
    "2.5": (10, 70), "3.1": (0, 60), "3.2": (15, 45), "3.3": (0, 40), "3.4": (25, 15), "4.1": (48, 102),
    "4.2": (10, 40), "5": (24, 76),
}  # fmt: skip


def test_the_printed_sample_row_by_row() -> None:
    found = sheet()
    assert {one.criterion.code: (one.deducted, one.score) for one in found.rows} == PRINTED
    assert (found.full, found.deducted, found.total, found.grade) == (1000, 192, 808, Grade.GOOD)
    assert found.notes == ()


def test_the_items_weigh_what_the_list_says() -> None:
    weights: dict[str, int] = {}
    for one in CRITERIA:
        weights[one.group] = weights.get(one.group, 0) + one.marks
    assert weights == {"1": 150, "2": 350, "3": 200, "4": 200, "5": 100}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1.1", "责任更正每次扣2分; 错误由业主或总部发现每次扣4分"),
        ("1.2", "每次未达扣1分"),
        ("2.1", "≥95%不扣; 每低1个百分点扣1分"),
        ("2.2", "≥95%不扣; 每低1个百分点扣0.5分; 数据异常超限另扣1分"),
        ("2.4", "≥90%不扣; 每低2个百分点扣0.5分"),
        ("2.5", "≥95%不扣; 每低1个百分点扣1分; 返工超期未结每单扣0.5分"),
        ("3.3", "≥98%不扣; 每低1个百分点扣1分"),
        ("3.4", "每起漏检扣0.5分; 无验收表送出每单扣0.5分"),
        ("4.1", "0件得满分; 有效投诉件数÷户数×1000×2分, 至少扣1分; 重大/上级转办另扣3分; 漏登记每件扣5分"),
        ("4.2", "每件超时扣1分; 同一事项重复投诉扣2分"),
        ("5", "≥80%得10分; 50-80%得7-10分; 30-50%得5-7分; <30%得0-5分(直线)"),
    ],
)
def test_a_rule_says_its_numbers(code: str, words: str) -> None:
    assert row(code).rule == words


@pytest.mark.parametrize(
    ("met", "of", "target", "every", "steps"),
    [
        (95, 100, 95, 1, 0),
        (100, 100, 95, 1, 0),
        (9499, 10_000, 95, 1, 1),  # a begun point
        (94, 100, 95, 1, 1),
        (9399, 10_000, 95, 1, 2),
        (82, 100, 90, 2, 4),
        (8801, 10_000, 90, 2, 1),
        (88, 100, 90, 2, 1),
        (8799, 10_000, 90, 2, 2),
        (0, 20, 95, 1, 95),
    ],
)
def test_begun_points_are_whole(met: int, of: int, target: int, every: int, steps: int) -> None:
    assert points_short(met, of, target, every) == steps


@given(st.integers(1, 5000), st.integers(0, 5000), st.integers(1, 100), st.integers(1, 10))
def test_points_short_against_fractions(of: int, met: int, target: int, every: int) -> None:
    met = min(met, of)
    short = (target - Fraction(100 * met, of)) / every
    assert points_short(met, of, target, every) == max(0, -(-short.numerator // short.denominator))


def test_no_row_falls_below_nothing() -> None:
    found = sheet(
        r1_1=Figure(times={"found_by_others": 3}), r2_1=Figure(0, 20), r4_1=Figure(of=100, halves=60),
        r4_2=Figure(times={"late_answer": 3, "repeat": 2}), r5=Figure(0, 1260),
    )  # fmt: skip
    assert [scores(found)[code] for code in ("1.1", "2.1", "4.1", "4.2", "5")] == [0, 0, 0, 0, 0]
    assert found.total == sum(one or 0 for one in scores(found).values())


@pytest.mark.parametrize(
    ("halves", "homes", "times", "taken"),
    [
        (0, 1260, {}, 0),
        (6, 1260, {}, Fraction(6000 * 20, 2 * 1260)),  # 4.76 marks, printed as 4.8
        (2, 10_000, {}, 10),  # 0.2 marks by the homes: at least one whole
        (1, 10_000, {}, 10),  # half a complaint is one as well
        (3, 1000, {}, 30),
        (2, 1000, {"grave": 1}, 50),
        (0, 1000, {"unrecorded": 2}, 100),
        (2, 1000, {"grave": 1, "unrecorded": 3}, 150),
        (2, 0, {}, 150),  # no homes are known: by one home
    ],
)
def test_complaints(halves: int, homes: int, times: dict[str, int], taken: Fraction) -> None:
    assert lost(row("4.1"), Figure(of=homes, halves=halves, times=times)) == taken


@pytest.mark.parametrize(
    ("met", "of", "tenth"),
    [
        (80, 100, 100), (100, 100, 100), (50, 100, 70), (65, 100, 85), (30, 100, 50), (40, 100, 60), (15, 100, 25),
        (0, 100, 0), (702, 1260, 76), (7999, 10_000, 100), (1, 1000, 0), (3, 1000, 1),
    ],
)  # fmt: skip
def test_the_usage_rate_runs_in_straight_lines(met: int, of: int, tenth: int) -> None:
    assert scores(sheet(r5=Figure(met, of)))["5"] == tenth


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_more_use_never_scores_less(a: int, b: int) -> None:
    low, high = sorted((a, b))
    steps = row("5").bands
    assert on_the_line(steps, Fraction(low, 10)) <= on_the_line(steps, Fraction(high, 10))


def test_nineteen_cases_are_no_rate_and_twenty_are() -> None:
    found = sheet(r2_4=Figure(19, 19))
    full = {one.criterion.code: one.full for one in found.rows}
    # 5 marks over 12, 6, 4 and 8, in proportion, in tenths that add up.
    assert {code: full[code] for code in ("2.1", "2.2", "2.3", "2.4", "2.5")} == {
        "2.1": 140, "2.2": 70, "2.3": 47, "2.4": 0, "2.5": 93,
    }  # fmt: skip
    assert sum(full.values()) == found.full == 1000
    few = next(one for one in found.rows if one.criterion.code == "2.4")
    assert (few.standing, few.score, few.deducted) == (Standing.FEW, 0, 0)
    assert found.notes == ("2.4 回访率只有19件, 不足20件不计分, 5分摊到报修的其他行",)
    # What was lost of eight marks is lost of nine in proportion: 1.0 × 9.3 ÷ 8 = 1.16.
    assert next(one for one in found.rows if one.criterion.code == "2.5").deducted == 12
    assert sheet(r2_4=Figure(20, 20)).rows[5].standing is Standing.SCORED


def test_without_fresh_goods_the_weight_goes_to_all_items_in_proportion() -> None:
    gone = {f"r3_{n}": Figure(there=False) for n in (1, 2, 3, 4)}
    found = sheet(**gone)
    by_item: dict[str, int] = {}
    for one in found.rows:
        by_item[one.criterion.group] = by_item.get(one.criterion.group, 0) + one.full
    assert by_item == {"1": 188, "2": 437, "3": 0, "4": 250, "5": 125}  # 18.75, 43.75: the first of equals
    assert found.full == 1000
    assert found.notes == ("本小区没有生鲜配送, 20分按比例摊到其余各项",)
    assert found.total is not None


def test_few_fresh_orders_leave_the_whole_weight_to_the_row_that_is_no_rate() -> None:
    found = sheet(r3_1=Figure(5, 5), r3_2=Figure(5, 5), r3_3=Figure(2, 2), r3_4=Figure(times={"missed": 1}))
    last = next(one for one in found.rows if one.criterion.code == "3.4")
    assert (last.full, last.deducted, last.score) == (200, 25, 175)


def test_an_item_of_too_few_cases_in_all_its_rows_is_spread_over_the_others() -> None:
    found = sheet(r5=Figure(5, 12))
    assert {one.criterion.code: one.full for one in found.rows}["5"] == 0
    assert found.full == 1000
    assert found.notes == (
        "5 平台使用率只有12件, 不足20件不计分",
        "平台使用率没有可计分的行, 10分按比例摊到其余各项",
    )


def test_complaints_that_could_not_be_read_leave_no_total() -> None:
    found = sheet(r4_1=Figure(known=False), r4_2=Figure(known=False))
    assert (found.total, found.grade, found.deducted) == (None, None, None)
    assert scores(found)["4.1"] is None
    assert scores(found)["2.1"] == 120


def test_an_estate_with_nothing_has_no_total() -> None:
    found = score(CRITERIA, {one.code: Figure(there=False) for one in CRITERIA}, LIMITS)
    assert (found.full, found.total, found.grade) == (0, None, None)


@pytest.mark.parametrize(
    ("total", "grade"),
    [(900, Grade.EXCELLENT), (899, Grade.GOOD), (800, Grade.GOOD), (799, Grade.PASSED), (700, Grade.PASSED),
     (699, Grade.FAILED), (0, Grade.FAILED)],
)  # fmt: skip
def test_grades_begin_at_their_mark(total: int, grade: Grade) -> None:
    one = row("1.2")
    whole = type(one)("1.1", "", "", "", 1000, one.way, each=(("late_notice", "未达", 1),))
    found = score([whole], {"1.1": Figure(times={"late_notice": 1000 - total})}, LIMITS)
    assert (found.total, found.grade) == (total, grade)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9), st.integers(1, 2000))
def test_shares_add_up_and_stay_within_one(weights: list[int], whole: int) -> None:
    told = sum(weights) or 1
    exact = [Fraction(weight * whole, told) for weight in weights]
    parts = shares(exact)
    assert sum(parts) == half_up(sum(exact, Fraction(0)))
    assert all(abs(part - one) < 1 for part, one in zip(parts, exact, strict=True))


@given(
    st.fixed_dictionaries(
        {one.code: st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 9)) for one in CRITERIA}
    )
)
def test_rows_add_up_to_the_total_whatever_was_counted(told: dict[str, tuple[int, int, int]]) -> None:
    figures = {}
    for code, (met, of, times) in told.items():
        names = [what for what, _, _ in row(code).each]
        figures[code] = Figure(min(met, of), of, times, dict.fromkeys(names, times), there=of != 7)
    found = score(CRITERIA, figures, LIMITS)
    assert found.full in (0, 1000)
    assert found.total is None or found.total == sum(one.score or 0 for one in found.rows)
    for one in found.rows:
        assert one.deducted is not None
        assert one.score is not None
        assert 0 <= one.score <= one.full
        assert one.deducted + one.score == one.full


def test_a_row_without_marks_is_not_assessed() -> None:
    rows = [one for one in CRITERIA if one.code != "1.2"]
    rows.append(type(row("1.2"))("1.2", "小区公告", "及时性", "", 0, row("1.2").way))
    assert "1.2" not in {one.criterion.code for one in score(rows, SAMPLE, LIMITS).rows}
