"""The legal short weight, temperatures and red lines: the office's table row by row, and what must hold of any."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.errors import DeskError
from desk.domain.fresh_lists import FAULT_DIGITS, GOODS, RED, SHORT_WEIGHT, Fault, steps_of
from desk.domain.lists import Level, Lists, check_row
from desk.domain.office_lists import list_facts
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.services.fresh_orders.goods import goods_of
from desk.services.fresh_orders.judging import is_dearer, judge, judged_rows, tolerance_g, unmeasured
from desk.services.fresh_orders.record import GoodsVerdict
from desk.services.fresh_orders.sampling import to_open
from tests.services.fresh_orders.bench import ITEMS, ROTTEN, goods, lists

SETTINGS = Settings(facts=ALL_SETTINGS)


def item(kind: str, ordered: int, price_fen: int = 0, unit: str = "g", name: str = "样") -> dict[str, Any]:
    return {"n": 1, "name": name, "goods": kind, "unit": unit, "ordered": ordered, "price_fen": price_fen}


def allowed(kind: str, ordered: int, price_fen: int = 0, settings: Settings = SETTINGS) -> int:
    one = item(kind, ordered, price_fen)
    return tolerance_g(one, goods().kind(kind), goods(), settings)


@pytest.mark.parametrize(
    ("kind", "grams", "may"),
    [
        ("leafy", 500, 20), ("leafy", 1000, 20), ("leafy", 1001, 40), ("leafy", 2000, 40), ("leafy", 2001, 80),
        ("leafy", 4000, 80), ("leafy", 9000, 80), ("root", 1000, 20), ("fungus", 300, 20), ("fruit", 2000, 40),
        ("berry", 500, 20), ("meat", 500, 5), ("meat", 2500, 5), ("meat", 2501, 10), ("meat", 10_000, 10),
        ("poultry", 1500, 5), ("live", 1000, 5), ("iced", 800, 5), ("frozen_fish", 800, 5), ("tofu", 400, 20),
        ("cooked", 300, 5), ("staple", 5000, 2), ("staple", 1000, 1),
    ],
)  # fmt: skip
def test_the_table_of_the_counter(kind: str, grams: int, may: int) -> None:
    """counter.md 5.7; not a percentage: 500 g of pork may miss 5 g, greens 20 g."""
    assert allowed(kind, grams) == may


@pytest.mark.parametrize(
    ("grams", "price_fen", "may"),
    [
        (500, 5001, 1), (500, 5000, 5), (400, 4400, 1), (501, 6000, 2), (2000, 24_000, 2), (2001, 24_020, 3),
        (5000, 60_000, 3), (500, 4999, 5),
    ],
)  # fmt: skip
def test_what_is_dearer_than_100_yuan_a_kilogram_has_finer_steps(grams: int, price_fen: int, may: int) -> None:
    assert allowed("live", grams, price_fen) == may


def test_never_finer_than_the_scale() -> None:
    coarse = Settings({"fresh.scale_division_g": "5", "fresh.scale_coarse_g": "10"}, facts=ALL_SETTINGS)
    assert allowed("live", 400, 4400, coarse) == 5
    assert allowed("meat", 500, 0, coarse) == 5
    assert allowed("live", 4000, 80_000, coarse) == 10
    assert allowed("leafy", 500, 0, coarse) == 20


@pytest.mark.parametrize(
    ("kind", "ordered", "found", "verdict", "fault", "red"),
    [
        ("leafy", 500, {"got": 480}, "pass", None, False),
        ("leafy", 500, {"got": 479}, "exchange", "short", False),
        ("meat", 500, {"got": 495, "temp": 40}, "pass", None, False),
        ("meat", 500, {"got": 494, "temp": 40}, "exchange", "short", False),
        ("meat", 500, {"got": 505, "temp": 70}, "pass", None, False),
        ("meat", 500, {"got": 505, "temp": 71}, "exchange", "warm", False),
        ("meat", 500, {"got": 505, "temp": 100}, "exchange", "warm", False),
        ("meat", 500, {"got": 505, "temp": 101}, "reject", "warm", True),
        ("frozen_fish", 500, {"got": 500, "temp": -120}, "pass", None, False),
        ("frozen_fish", 500, {"got": 500, "temp": -119}, "exchange", "warm", False),
        ("tofu", 400, {"got": 400, "temp": 20}, "pass", None, False),
        ("tofu", 400, {"got": 400, "temp": 19}, "exchange", "warm", False),
        ("tofu", 400, {"got": 400, "temp": 81}, "exchange", "warm", False),
        ("cooked", 300, {"got": 300, "temp": 600}, "pass", None, False),
        ("cooked", 300, {"got": 300, "temp": 80}, "pass", None, False),
        ("cooked", 300, {"got": 300, "temp": 450}, "exchange", "warm", False),
        ("leafy", 500, {"got": 0}, "exchange", "missing", False),
        ("leafy", 500, {"got": 500, "fault": "smell"}, "reject", "smell", True),
        ("fruit", 500, {"got": 500, "fault": "smell"}, "exchange", "smell", False),
        ("fruit", 500, {"got": 500, "fault": "look"}, "exchange", "look", False),
        ("fruit", 500, {"fault": "packaging"}, "exchange", "packaging", False),
        ("fruit", 500, {"fault": "missing"}, "exchange", "missing", False),
        ("fruit", 500, {"got": 100, "fault": "rot"}, "reject", "rot", True),
    ],
)
def test_one_item(kind: str, ordered: int, found: dict[str, Any], verdict: str, fault: str | None, red: bool) -> None:
    judged = judge(item(kind, ordered), found, goods(), SETTINGS)
    assert (judged.verdict, judged.fault, judged.red) == (verdict, fault, red)


@pytest.mark.parametrize(
    ("got", "verdict"), [(None, "pass"), (2, "pass"), (3, "pass"), (1, "exchange"), (0, "exchange")]
)
def test_pieces_are_counted(got: int | None, verdict: str) -> None:
    judged = judge(item("egg", 2, unit="piece"), {"got": got}, goods(), SETTINGS)
    assert judged.verdict == verdict
    assert judged.fault == (None if verdict == "pass" else "missing")
    assert judged.tolerance == 0


@pytest.mark.parametrize("kind", sorted(goods().kinds))
@pytest.mark.parametrize("fault", sorted(RED))
def test_rot_foreign_matter_expired_and_wrong_goods_are_refused_at_once(kind: str, fault: str) -> None:
    judged = judge(item(kind, 500), {"got": 500, "temp": 0, "fault": fault}, goods(), SETTINGS)
    assert judged.verdict is GoodsVerdict.REJECT
    assert judged.red


@pytest.mark.parametrize(
    ("kind", "found", "code"),
    [
        ("leafy", {}, "got"), ("leafy", {"got": -1}, "got"), ("leafy", {"got": True}, "got"),
        ("leafy", {"got": "492"}, "got"), ("leafy", {"got": 9_000_000}, "got"), ("meat", {"got": 500}, "temp"),
        ("meat", {"got": 500, "temp": 9000}, "temp"), ("leafy", {"got": 490, "fault": "short"}, "short"),
        ("leafy", {"got": 500, "fault": "nonsense"}, "fault"), ("leafy", {"fault": "rot"}, ""),
        ("leafy", {"got": 470, "fault": "short"}, ""), ("meat", {"got": 500, "temp": 0}, ""),
        ("meat", {"fault": "look"}, ""), ("meat", {"fault": "warm"}, "temp"),
    ],
)  # fmt: skip
def test_what_was_not_weighed_or_measured_is_asked_for(kind: str, found: dict[str, Any], code: str) -> None:
    refusal = unmeasured(item(kind, 500), found, goods(), SETTINGS)
    assert (refusal.code if refusal else "") == code
    assert refusal is None or refusal.advice


def test_the_counters_own_example() -> None:
    """Five items, one rotten: four pass, the strawberries go back."""
    rows = judged_rows(ITEMS, ROTTEN, goods(), SETTINGS)
    assert [row["verdict"] for row in rows] == ["pass", "pass", "pass", "pass", "reject"]
    assert [row["tolerance"] for row in rows] == [20, 20, 0, 5, 20]
    assert rows[2]["got"] == 1
    assert rows[4] == {
        "n": 5, "got": 505, "temp": None, "fault": "rot", "photos": ["ab12"], "verdict": "reject", "red": True,
        "tolerance": 20, "short": -5,
    }  # fmt: skip


@given(
    kind=st.sampled_from(sorted(goods().kinds)),
    ordered=st.integers(1, 30_000),
    price=st.integers(0, 500_000),
    more=st.integers(0, 3000),
)
def test_of_any_goods(kind: str, ordered: int, price: int, more: int) -> None:
    """A heavier bag of the same goods may never miss less, a dearer never more, and nothing is worse for more of it."""
    one = item(kind, ordered, price)
    row = goods().kind(kind)
    may = tolerance_g(one, row, goods(), SETTINGS)
    assert SETTINGS.number("fresh.scale_division_g") <= may <= 80
    cheap = tolerance_g({**one, "price_fen": 0}, row, goods(), SETTINGS)
    assert may <= cheap
    assert cheap <= tolerance_g({**one, "price_fen": 0, "ordered": ordered + more}, row, goods(), SETTINGS)
    at_the_edge = judge(one, {"got": max(0, ordered - may)}, goods(), SETTINGS)
    assert at_the_edge.passed == (ordered - may >= 0 or may >= ordered)
    assert not judge(one, {"got": ordered - may - 1}, goods(), SETTINGS).passed or ordered - may - 1 < 0
    assert judge(one, {"got": ordered + more}, goods(), SETTINGS).passed


@given(ordered=st.integers(1, 20_000), price=st.integers(0, 10_000_000), yuan=st.integers(1, 1000))
def test_dearer_is_exact(ordered: int, price: int, yuan: int) -> None:
    from fractions import Fraction

    assert is_dearer({"ordered": ordered, "price_fen": price}, yuan) == (
        Fraction(price, 100) / Fraction(ordered, 1000) > yuan
    )


def test_ten_digits_for_ten_faults() -> None:
    assert "".join(digit for digit, _fault in FAULT_DIGITS) == "1234567890"
    assert dict(FAULT_DIGITS)["1"] is Fault.ROT
    assert dict(FAULT_DIGITS)["0"] is Fault.WARM
    assert [fault.label for _digit, fault in FAULT_DIGITS][:4] == ["腐烂", "异物", "过期", "错货"]
    assert frozenset(fault for _digit, fault in FAULT_DIGITS[:4]) == RED


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("菠菜", "leafy"), ("草莓味酸奶", "dairy"), ("土鸡蛋", "egg"), ("红颜草莓 500g", "berry"), ("前腿肉", "meat"),
        ("冷冻虾仁", "frozen_fish"), ("速冻水饺", "frozen"), ("康乃馨", "other"), ("", "other"),
    ],
)  # fmt: skip
def test_a_name_tells_the_kind_where_the_shop_does_not(name: str, kind: str) -> None:
    assert goods().kind(None, name).code == kind
    assert goods().kind("a kind of a newer program", name).code == kind


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("≤1 kg 20 g；≤2 kg 40 g", ((1000, 20), (2000, 40))),
        ("≤2.5 kg 5 g", ((2500, 5),)),
        ("500 克 1 克；2公斤 2 克", ((500, 1), (2000, 2))),
    ],
)
def test_steps_as_they_are_typed(text: str, steps: tuple[tuple[int, int], ...]) -> None:
    assert steps_of(text) == steps


@pytest.mark.parametrize(
    "text", ["", "5 %", "≤2 kg 40 g；≤1 kg 20 g", "≤1 kg 40 g；≤2 kg 20 g", "≤1.5 g 1 g", "≤0 kg 5 g"]
)
def test_steps_that_cannot_be(text: str) -> None:
    with pytest.raises(DeskError):
        steps_of(text)


@pytest.mark.parametrize("name", [GOODS, SHORT_WEIGHT])
def test_the_programs_own_rows_can_stand(name: str) -> None:
    facts = list_facts(name)
    assert facts is not None
    for code, cells in lists().rows(name).items():
        check_row(facts, code, cells, lists())


def test_an_office_weighs_by_its_own_row_and_a_spoilt_one_gives_way() -> None:
    own = {name: lists().rows(name) for name in (GOODS, SHORT_WEIGHT)}
    meat, weight = dict(own[GOODS]["meat"]), dict(own[SHORT_WEIGHT]["meat"])
    said = {GOODS: {"meat": meat | {"temp_to": "4"}}, SHORT_WEIGHT: {"meat": weight | {"steps": "≤1 kg 3 g"}}}
    changed = goods_of(Lists(lambda: (own, [(Level.ESTATE, said)])))
    assert changed.kind("meat").temp_to == 4
    assert tolerance_g(item("meat", 500), changed.kind("meat"), changed, SETTINGS) == 3
    spoilt = goods_of(Lists(lambda: (own, [(Level.ESTATE, {SHORT_WEIGHT: {"meat": weight | {"steps": "?"}}})])))
    assert tolerance_g(item("meat", 500), spoilt.kind("meat"), spoilt, SETTINGS) == 5
    mad = {SHORT_WEIGHT: {"ours": {"name": "自己写的", "steps": "?"}}, GOODS: {"meat": meat | {"weighing": "ours"}}}
    strange = goods_of(Lists(lambda: (own, [(Level.ESTATE, mad)])))
    assert "ours" not in strange.weights
    assert tolerance_g(item("meat", 500), strange.kind("meat"), strange, SETTINGS) == 1


@pytest.mark.parametrize(
    "change",
    [{"temp_from": "9"}, {"red_over": "3"}, {"temp_to": "", "red_over": "", "hot_from": "60"}, {"weighing": "nothing"},
     {"red_faults": "tasteless"}],
)  # fmt: skip
def test_a_row_that_cannot_stand_is_said_so(change: dict[str, str]) -> None:
    facts = list_facts(GOODS)
    assert facts is not None
    with pytest.raises(DeskError):
        check_row(facts, "meat", {**lists().rows(GOODS)["meat"], **change}, lists())


@pytest.mark.parametrize(
    ("boxes", "opened"), [(0, 0), (1, 1), (3, 1), (4, 2), (10, 3), (11, 3), (50, 10), (51, 6), (200, 20)]
)
def test_of_many_boxes_some_are_opened(boxes: int, opened: int) -> None:
    """forms.md: 1-10 boxes 30 %, 11-50 20 %, over 50 10 %."""
    assert to_open(boxes) == opened
