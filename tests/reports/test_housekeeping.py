"""家政 on paper: the slip on every paper with what was agreed, and the book of bookings with each company's figures."""

from typing import Any

import pytest

from desk.domain.calendar import MINUTE, at
from desk.domain.roles import Actor, Role
from reports.fonts import PaperFonts
from reports.housekeeping.sheet import BookingSheet, sheet_of
from reports.housekeeping.slip import render_bookings
from reports.preview import Pages
from reports.registers.definition import Asked
from reports.registers.reading import REGISTERS, rows
from reports.slips.of_order import Office
from reports.slips.paper import SlipFormat
from tests.world import World

OFFICE = Office("翠湖物业服务有限公司", "翠湖花园国际社区三期高层组团", "8801 6000")
NOW = at("2026-11-18", "10:20")
BOOKING: dict[str, Any] = {
    "no": "W3A-0457", "customer": "阿卜杜热合曼·买买提明江", "customer_relation": "业主",
    "customer_phone": "13800006621", "channel": "phone", "booked_at": at("2026-11-18", "9:12"),
    "work_label": "油烟机清洗",
    "company_label": "洁万家家政", "company_phone": "400-820-1188", "worker": "李阿姨",
    "visit_from_at": at("2026-11-20", "14:00"),
    "visit_to_at": at("2026-11-20", "15:30"), "price": "每台 168 元", "matter": "两年没洗了",
    "precautions": "请先断电并放凉",
}  # fmt: skip
HOME = "翠湖花园国际社区三期高层组团3栋2单元1801"


def texts(pdf: bytes) -> list[str]:
    with Pages(pdf) as pages:
        return ["".join(pages.text(number).split()) for number in range(len(pages))]


def sheet(copies: int = 0, **more: Any) -> BookingSheet:
    return sheet_of(BOOKING | more, OFFICE, HOME, "李敏", NOW, copies + 1)


@pytest.mark.parametrize(
    ("slip_format", "pages"), [(SlipFormat.A5, 2), (SlipFormat.A4_TWO_UP, 1), (SlipFormat.PLIES, 1)]
)
def test_what_was_agreed_stands_on_every_paper(fonts: PaperFonts, slip_format: SlipFormat, pages: int) -> None:
    found = texts(render_bookings(fonts, [sheet()], slip_format, made_at=NOW))
    assert len(found) == pages
    for words in (
        "家政派工单",
        "W3A-0457",
        "13800006621",
        "油烟机清洗",
        "11-20周五14:00至15:30",
        "李阿姨",
        "请先断电并放凉",
    ):
        assert words in found[0], words
    assert "不满意" in found[0]
    assert "费用由家政公司收取" in found[0]


def test_a_second_print_says_so_and_an_empty_cell_is_left_to_the_pen(fonts: PaperFonts) -> None:
    (first, *_) = texts(render_bookings(fonts, [sheet(1, visit_from_at=None, worker=None)], SlipFormat.A5, made_at=NOW))
    assert "补打" in first
    assert "李阿姨" not in first


def test_the_words_of_a_long_wish_are_all_there(fonts: PaperFonts) -> None:
    long = "厨房和两个卫生间重点擦, 阳台杂物清走, 家里有猫, 请先打电话" * 3
    (first, *_) = texts(render_bookings(fonts, [sheet(matter=long)], SlipFormat.PLIES, made_at=NOW))
    assert long.replace(" ", "") in first


def test_the_book_of_bookings(world: World) -> None:
    told = {"where": "3-2-1801", "home_id": world.homes[0], "customer": "王秀英", "customer_phone": "13800006621"}
    visit = at("2026-11-18", "14:00")
    for work, company in (("1", "jiewanjia"), ("3", "hehe")):
        ent = world.take(Role.CLERK, "housekeeping.book", **told, work=work, company=company)
        world.clock.forward(minutes=70)
        world.take(Role.CLERK, "housekeeping.confirm", ent)
        world.take(Role.CLERK, "housekeeping.agree", ent, visit_from_at=visit, agreed_by="company")
    world.clock.now = visit + 20 * MINUTE
    world.take(Role.CLERK, "housekeeping.arrive", ent)
    clerk = Actor(world.people[Role.CLERK].id, frozenset({Role.CLERK}), "李敏", "03")
    register = REGISTERS["housekeeping"]
    found = list(rows(world.database, clerk, Asked(register, world.scope, "2026-11-18", "2026-11-18")))
    cells = [{column.label: column.words(one, False) for column in register.columns} for one in found]
    assert [(one["项目"], one["公司确认"], one["到场早晚"], one["结果"]) for one in cells] == [
        ("日常保洁", "70 分 超时", "", "已约定"), ("擦玻璃", "70 分 超时", "+20 分", "已到场"),
    ]  # fmt: skip
    assert cells[0]["联系电话"] == "138****6621"
    sums = register.sums()
    for one in found:
        sums.add(one)
    assert "洁万家家政 1 单（确认超时 1，没到 0 次）" in sums.words()[1]
