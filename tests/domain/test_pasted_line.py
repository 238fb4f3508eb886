"""Lines as people paste them: all 47 of the collected ones by hand-read truth, and our own counter's."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.pasted_line import PastedLine, read_pasted

LINES = (Path(__file__).parents[1] / "data" / "addresses" / "messy-addresses.txt").read_text("utf-8").splitlines()

Room = tuple[str, str, str] | None

# number of the line: telephone, room (building, unit, room), name; read by eye, "" or None where the line has none
TRUTH: dict[int, tuple[str, Room, str]] = {
    1: ("15000000000", None, "asseek"),
    2: ("15000000000", None, "asseek"),
    3: ("15000000000", None, "asseek"),
    4: ("15000000000", None, "asseek"),
    5: ("13512222322", None, "李xx"),
    6: ("13512222222", None, "李xx"),
    7: ("", ("A", "", "4302"), ""),
    8: ("18263333333", None, "房pp"),
    9: ("18802222222", None, "张y"),
    10: ("15822222222", None, "陆xg"),
    11: ("15222222222", ("13", "", ""), "张l"),
    12: ("15222222222", ("13", "", ""), "张l"),
    13: ("", None, "柚子"),
    14: ("", ("10", "", "000"), "肖小姐"),
    15: ("", ("7", "2", ""), "李飞"),
    16: ("13377777788", None, "文元"),
    17: ("", None, "丹"),
    18: ("", None, ""),
    19: ("18031491271", None, "嘿嘿"),
    20: ("", None, ""),
    21: ("13668888888", None, "张"),
    22: ("13609770999", None, "大旋仔"),
    23: ("", None, ""),
    24: ("", None, "大liu"),
    25: ("", ("23", "5", "401"), ""),
    26: ("", None, ""),
    27: ("", None, ""),
    28: ("", None, ""),
    29: ("15801691123", ("1", "3", "301"), "唐娜明"),
    30: ("", None, ""),
    31: ("18112341234", None, "朱某某"),
    32: ("18112341234", None, "刘某某"),
    33: ("", None, ""),
    34: ("", ("9", "", "107"), ""),
    35: ("", ("9", "", "107"), ""),
    36: ("17689751439", None, "吴艾培"),
    37: ("", None, ""),
    38: ("", None, ""),
    39: ("", None, ""),
    40: ("", None, ""),
    41: ("", None, ""),
    42: ("13913018489", ("B", "", "946"), "杨寅"),
    43: ("", None, ""),
    44: ("", None, ""),
    45: ("", None, ""),
    46: ("", None, ""),
    47: ("", None, ""),
}


def found(line: str) -> tuple[str, Room, str]:
    read = read_pasted(line)
    room = (read.room.building, read.room.unit, read.room.room) if read.room else None
    return ",".join(phone.number for phone in read.phones), room, read.name


def test_the_table_covers_the_whole_file() -> None:
    assert len(LINES) == len(TRUTH) == 47


@pytest.mark.parametrize("number", TRUTH)
def test_collected_line(number: int) -> None:
    assert found(LINES[number - 1]) == TRUTH[number]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("3-2-1801 王女士 13800006621 厨房漏水", ("13800006621", ("3", "2", "1801"), "王女士")),
        ("王秀英 138 0000 6621 翠湖花园3栋2单元1801室", ("13800006621", ("3", "2", "1801"), "王秀英")),
        ("三栋二单元1801 李先生0591-88016000转802 下水堵了", ("0591-88016000-802", ("3", "2", "1801"), "李先生")),
        ("13800006621李伟 翠湖花园 3号楼 2单元 1801", ("13800006621", ("3", "2", "1801"), "李伟")),
        ("3 2 1801 张敏13800006621", ("13800006621", ("3", "2", "1801"), "张敏")),
        ("３－２－１８０１　王强　１３８００００６６２１", ("13800006621", ("3", "2", "1801"), "王强")),
        ("A座1203 赵刚 13800006621", ("13800006621", ("A", "", "1203"), "赵刚")),
        ("12-1801陈阿姨 88016000-802", ("88016000-802", ("12", "", "1801"), "陈阿姨")),
        ("2026-11-21 3-2-1801 漏水 打13800006621", ("13800006621", ("3", "2", "1801"), "")),
        ("姓名:王建国 电话:13800006621 地址:5栋1单元B2", ("13800006621", ("5", "1", "B2"), "王建国")),
        ("13800006621 13900001234 3-2-1801 王强", ("13800006621,13900001234", ("3", "2", "1801"), "王强")),
        ("13800006621 +86 138-0000-6621 王强", ("13800006621", None, "王强")),
        ("柚子 13800006621 下午在家", ("13800006621", None, "柚子")),
        ("3#2-1801 王强", ("", ("3", "2", "1801"), "王强")),
        ("厨房龙头一直滴水", ("", None, "")),
        ("停水3天了 10号楼", ("", ("10", "", ""), "")),
        ("", ("", None, "")),
    ],
)
def test_lines_of_our_own_counter(line: str, parts: tuple[str, Room, str]) -> None:
    assert found(line) == parts


@given(st.text(max_size=120))
def test_any_text_at_all_is_read_without_harm(text: str) -> None:
    assert isinstance(read_pasted(text), PastedLine)


@pytest.mark.parametrize("piece", [" ", "3-2-", "某 ", "1", "十", "3栋", "- "])
def test_a_whole_book_pasted_by_mistake_is_only_read_at_its_head(piece: str) -> None:
    head = "3-2-1801 王强 13800006621 "
    assert found(head + piece * 200_000) == ("13800006621", ("3", "2", "1801"), "王强")
