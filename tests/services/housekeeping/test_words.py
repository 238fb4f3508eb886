"""Works and companies as the office keeps them, and what a booking says of itself."""

import pytest

from desk.domain.calendar import HOUR
from desk.domain.errors import DeskError
from desk.domain.lists import Layer, Level, Lists, check_row
from desk.domain.office_lists import list_facts
from desk.paths import RESOURCES
from desk.services.housekeeping.catalogue import companies, company_of, suggested, work_of, works
from desk.services.housekeeping.matters import complaint_hint, note, read_back
from desk.services.housekeeping.own_rows import own_rows
from tests.services.folding import NINE
from tests.services.housekeeping.conftest import LISTS, VISIT, Bookings


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("想找人打扫一下", "日常保洁"),
        ("新房开荒, 顺便擦窗", "深度保洁"),
        ("空调该洗了", "空调清洗"),
        ("抽油烟机很脏", "油烟机清洗"),
        ("找个住家保姆看老人", "保姆月嫂"),
        ("随便问问", ""),
    ],
)
def test_what_is_said_means_a_work(said: str, name: str) -> None:
    found = suggested(said, works(LISTS))
    assert (found.name if found else "") == name


def test_who_does_what() -> None:
    assert [one.code for one in companies(LISTS, "5")] == ["jiewanjia", "jiajing"]
    assert [one.code for one in companies(LISTS, "0")] == ["jiewanjia", "hehe", "jiajing"]
    assert work_of(LISTS, "77") is None
    assert company_of(LISTS, "nobody") is None
    assert "请留人在家" in (work_of(LISTS, "1") or works(LISTS)[1]).precautions


def test_the_estate_writes_its_own_prices() -> None:
    own: Layer = {"housekeeping_works": {"1": {"name": "日常保洁", "price": "每小时 50 元"}}}
    lists = Lists(lambda: (own_rows(RESOURCES / "catalogue"), ((Level.ESTATE, own),)))
    found = work_of(lists, "1")
    assert found is not None
    assert found.price == "每小时 50 元"


def test_every_row_of_the_program_is_one_the_office_could_write() -> None:
    for name, rows in own_rows(RESOURCES / "catalogue").items():
        facts = list_facts(name)
        assert facts is not None
        for code, cells in rows.items():
            check_row(facts, code, cells, LISTS)


def test_a_works_code_is_a_key() -> None:
    facts = list_facts("housekeeping_works")
    assert facts is not None
    with pytest.raises(DeskError, match="1 字"):
        check_row(facts, "12", {"name": "洗车"}, LISTS)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"trouble": "damage", "tick": "good"}, "登记了问题: 弄坏物品"),
        ({"tick": "bad"}, "业主在单子上勾了不满意"),
        ({"no_shows": 2}, "约好了公司没到, 已经 2 次"),
        ({"no_shows": 1, "tick": "fair"}, ""),
        ({"no_shows": 3, "status": "cancelled"}, ""),
    ],
)
def test_when_a_complaint_is_near(bookings: Bookings, values: dict[str, object], words: str) -> None:
    assert complaint_hint(values, bookings.fold.settings) == words


def test_a_row_says_what_happened() -> None:
    assert note({"status": "to_agree", "missed": "no_show", "urges": 1, "again": 2}) == "公司没到 · 催过 1 次"
    assert note({"status": "agreed", "urges": 1, "again": 2}) == "改约 2 次"


def test_it_is_read_back(bookings: Bookings) -> None:
    told = {"where": "3栋2单元1801", "customer": "王女士", "work_label": "擦玻璃", "company_label": "和合家政"}
    assert read_back(
        {**told, "wished_from_at": VISIT, "wished_to_at": VISIT + 2 * HOUR, "price": "150 元起"}, NINE
    ) == ("3栋2单元1801, 王女士, 擦玻璃, 希望后天下午2点到4点上门, 150 元起, 和合家政会打电话和您约时间, 对吗?")
    assert "时间由家政公司和您约" in read_back(told, NINE)
