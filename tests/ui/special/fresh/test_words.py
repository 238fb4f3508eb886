"""What is typed and what is said, without a window: items of a telephone order, figures of a sheet, clocks in words."""

from typing import Any

import pytest

from desk.domain.clocks import ClockState, Shape
from desk.domain.errors import DeskError
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.ui.special.fresh.board_lines import clock_shown, left_words
from desk.ui.special.fresh.draft import Draft, degrees_text, is_label
from desk.ui.special.fresh.phone_items import read_items, words_of
from desk.ui.special.fresh.telling import answered, asking
from tests.services.fresh_orders.bench import ITEMS, goods


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("菠菜 500 4.5", {"name": "菠菜", "unit": "g", "ordered": 500, "price_fen": 450}),
        ("西红柿 1kg", {"name": "西红柿", "unit": "g", "ordered": 1000}),
        ("排骨 1.5公斤 68", {"name": "排骨", "unit": "g", "ordered": 1500, "price_fen": 6800}),
        ("青菜 2斤", {"name": "青菜", "unit": "g", "ordered": 1000}),
        ("鸡蛋 2盒 15.8元", {"name": "鸡蛋", "unit": "piece", "ordered": 2, "spec": "2盒", "price_fen": 1580}),
        ("豆腐３块", None),
        ("牛奶2瓶", {"name": "牛奶", "unit": "piece", "ordered": 2, "spec": "2瓶"}),
        ("菠菜", None),
        ("菠菜 很多", None),
        ("鸡蛋 0.5盒", None),
        ("菠菜 0", None),
        ("菠菜 500 便宜点", None),
        ("菠菜 500 4 5", None),
        ("", None),
    ],
)
def test_an_item_as_it_is_said(line: str, item: dict[str, Any] | None) -> None:
    if item is None:
        with pytest.raises(DeskError) as caught:
            read_items(line)
        assert caught.value.advice
    else:
        assert read_items(line) == [{"n": 1, **item}]


def test_items_of_several_lines_are_numbered_and_said_back() -> None:
    found = read_items("菠菜 500 4.5\n鸡蛋 2盒、草莓 0.5kg")
    assert [one["n"] for one in found] == [1, 2, 3]
    assert words_of(found) == "菠菜 500 克, 鸡蛋 2盒, 草莓 500 克"


def draft() -> Draft:
    return Draft(ITEMS, goods(), Settings(facts=ALL_SETTINGS))


@pytest.mark.parametrize(
    ("typed", "grams"),
    [("492", 492), ("０４９２", 492), ("0.492", 492), (".492", 492), ("1.2kg", 1200), ("492g", 492), ("492 克", 492),
     ("1,012", 1012), ("0", 0)],
)  # fmt: skip
def test_weights_that_can_be_read(typed: str, grams: int) -> None:
    one = draft()
    one.weigh(1, typed)
    assert one.looked[1].got == grams


@pytest.mark.parametrize("typed", ["", "-5", "4x", "1.2345", "1.2.3", "一斤", "200001", "9999999"])
def test_weights_that_cannot(typed: str) -> None:
    with pytest.raises(DeskError) as caught:
        draft().weigh(1, typed)
    assert "菠菜" in caught.value.message


@pytest.mark.parametrize(
    ("typed", "tenths"), [("4", 40), ("3.5", 35), ("-18", -180), ("－１８", -180), ("4℃", 40), ("4度", 40), ("0", 0)]
)
def test_temperatures(typed: str, tenths: int) -> None:
    one = draft()
    one.warm(4, typed)
    assert one.looked[4].temp == tenths


@pytest.mark.parametrize("typed", ["", "热", "4.55", "1000", "4-5"])
def test_temperatures_that_cannot_be(typed: str) -> None:
    with pytest.raises(DeskError):
        draft().warm(4, typed)


def test_degrees_in_words() -> None:
    assert [degrees_text(one) for one in (40, 35, -180, -5)] == ["4 ℃", "3.5 ℃", "-18 ℃", "-0.5 ℃"]


def test_a_measured_item_is_seen_only_with_its_temperature() -> None:
    one = draft()
    one.weigh(4, "498")
    assert (one.judged(4), one.needs_temp(4), one.seen) == (None, True, 0)
    one.warm(4, "4")
    assert one.seen == 1
    assert one.judged(4) is not None


def test_the_next_one_nobody_looked_at_comes_round() -> None:
    one = draft()
    for n in (1, 3, 4, 5):
        one.fail(n, "5")
    assert (one.next_open(5), one.next_open(1)) == (2, 2)
    one.weigh(2, "1000")
    assert one.next_open(5) == 0


def test_what_is_kept_comes_back_and_nothing_else() -> None:
    one = draft()
    one.matched = {"address": True, "kinds": True, "quantity": False}
    one.weigh(1, "492")
    one.fail(5, "1")
    again = draft()
    again.take_up(one.kept())
    assert again.told() == one.told()
    assert again.matched == one.matched
    many: list[Any] = [
        None,
        [],
        {"items": "x"},
        {"items": [{"n": 99, "got": 1}, {"n": 2, "got": "many", "fault": "?"}]},
    ]
    for broken in many:
        other = draft()
        other.take_up(broken)
        assert other.seen == 0


def test_labels_are_told_from_weights() -> None:
    assert [is_label(one) for one in ("TX20261118-8834", "6901234567890", "492", "0.492", "12345", "１２")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ms", "long", "words"),
    [
        (480_000, False, "还剩 8 分"), (343_000, True, "还剩 5 分 43"), (10_000, False, "还剩 10 秒"),
        (-48_000, False, "超 48 秒"), (-65_000, False, "超 1 分 05"), (-3_900_000, False, "超 1 小时 05 分"),
        (0, False, "还剩 0 秒"),
    ],
)  # fmt: skip
def test_what_is_left_in_words(ms: int, long: bool, words: str) -> None:
    assert left_words(ms, long) == words


def test_a_clock_that_stands_says_why() -> None:
    state = ClockState("total", "总", 0, 702_000, 1_200_000, Shape.RING, paused=True)
    shown = clock_shown(state, stopped="业主不在")
    assert shown is not None
    assert (shown.figures, shown.words) == ("11:42", "总 · 停表 · 业主不在")
    assert clock_shown(ClockState("total", "总")) is None


def test_the_sentences_for_the_resident() -> None:
    def said(parts: list[tuple[str, bool]]) -> str:
        return "".join(words for words, _bold in parts)

    one = said(asking("王女士", [("草莓", "rot")], 4, 15))
    assert one == "王女士, 有一样草莓不新鲜, 已让门店换, 大约 15 分钟再送到; 其余四样先给您送上去, 好吗?"
    two = said(asking("", [("草莓", "rot"), ("豆腐", "packaging")], 0, 15))
    assert two == "您好, 有两样草莓、豆腐不合格, 已让门店换, 大约 15 分钟再送到, 好吗?"
    assert said(answered("王女士", "together", ["草莓"], 4, "")) == "王女士, 草莓换好再一起给您送, 到时先打电话。"
    assert said(answered("王女士", "drop", ["草莓"], 4, "陈刚")).endswith("其余四样陈刚师傅马上送上去。")
    assert said(answered("王女士", "", [], 5, "")) == "王女士, 您的五样都验好了, 秩序员马上送上去。"
