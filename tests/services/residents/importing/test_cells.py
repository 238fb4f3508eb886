"""Cells in the many ways people type them."""

import pytest

from desk.services.residents.importing.book import Cell, column_letter
from desk.services.residents.importing.cells import (
    CellError,
    read_area,
    read_day,
    read_floor,
    read_level,
    read_names,
    read_relation,
)
from desk.services.residents.importing.columns import Column, meaning
from desk.services.residents.importing.phone_cells import read_phones
from desk.services.residents.importing.room_cells import Room, read_building, read_room, read_unit, split_rooms


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2020-6-10", "2020-06-10"),
        ("2020.6.10", "2020-06-10"),
        ("2020/06/10", "2020-06-10"),
        ("2020年6月10日", "2020-06-10"),
        ("２０２０年６月１０日", "2020-06-10"),
        (20200610, "2020-06-10"),
        ("20200610", "2020-06-10"),
        (43992, "2020-06-10"),
        ("43992.5", "2020-06-10"),
        ("2020-06-10 08:30:00", "2020-06-10"),
        ("2020-06-10 00:00", "2020-06-10"),
        ("", None),
        ("无", None),
        (None, None),
    ],
)
def test_days(cell: Cell, day: str | None) -> None:
    assert read_day(cell) == day


@pytest.mark.parametrize("cell", ["2020-2-30", "6/10/20", "20.6.10", "去年", 12, True, "2020年6月", "0001-01-01"])
def test_days_that_are_none(cell: Cell) -> None:
    with pytest.raises(CellError):
        read_day(cell)


@pytest.mark.parametrize(
    ("cell", "area"),
    [
        ("94.56", 945600),
        (94, 940000),
        ("94.56㎡", 945600),
        ("１２０ 平方米", 1200000),
        ("1,203.5", 12035000),
        (0, None),
    ],
)
def test_areas(cell: Cell, area: int | None) -> None:
    assert read_area(cell) == area


@pytest.mark.parametrize("cell", ["约90", -5, 1_000_000, "NaN", "Infinity", "9" * 50, "1e5000"])
def test_areas_that_are_none(cell: Cell) -> None:
    with pytest.raises(CellError):
        read_area(cell)


@pytest.mark.parametrize(
    ("cell", "floor"), [(18, 18), ("18层", 18), ("18F", 18), ("第3层", 3), (-1, -1), ("B1", -1), ("负一层", -1)]
)
def test_floors(cell: Cell, floor: int) -> None:
    assert read_floor(cell) == floor


@pytest.mark.parametrize(
    ("cell", "relation"),
    [
        ("业主", "owner"),
        (1001, "owner"),
        ("产权人", "owner"),
        ("妻 子", "family"),
        ("家属（父亲）", "family"),
        ("1002", "family"),
        ("租客", "tenant"),
        (1003, "tenant"),
        ("", None),
    ],
)
def test_relations(cell: Cell, relation: str | None) -> None:
    assert read_relation(cell) == relation


def test_relations_we_do_not_keep() -> None:
    with pytest.raises(CellError, match="临时人员"):
        read_relation(1004)
    with pytest.raises(CellError, match="朋友"):
        read_relation("朋友")
    with pytest.raises(CellError):
        read_level("特别")


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("王秀英", ["王秀英"]),
        ("张三,李四", ["张三", "李四"]),
        ("张三、李四/王五", ["张三", "李四", "王五"]),
        ("张三 李四", ["张三", "李四"]),
        ("张 三", ["张 三"]),
        ("买买提·吐尔逊", ["买买提·吐尔逊"]),
        ("𬭎㛃𠮷", ["𬭎㛃𠮷"]),
        ("Smith, John", ["Smith, John"]),
        ("空置", []),
        ("未售", []),
        ("/", []),
        (123, ["123"]),
    ],
)
def test_names(cell: Cell, names: list[str]) -> None:
    assert read_names(cell) == names


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (13800006621, ["13800006621"]),
        ("13800006621.0", ["13800006621"]),
        ("138 0000 6621", ["13800006621"]),
        ("+86 138-0000-6621", ["13800006621"]),
        ("１３８００００６６２１", ["13800006621"]),
        ("13800006621/13900001111", ["13800006621", "13900001111"]),
        ("13800006621、0591-88016000转802", ["13800006621", "0591-88016000-802"]),
        ("1380000662113900001111", ["13800006621", "13900001111"]),
        ("13800006621 13800006621", ["13800006621"]),
        ("(0571)8888-6666", ["0571-88886666"]),
        ("88016000", ["88016000"]),
        ("1.3800006621E+10", ["13800006621"]),
        ("无", []),
        ("同上", []),
        ("18999999999", []),
        ("00000000", []),
    ],
)
def test_phones(cell: Cell, numbers: list[str]) -> None:
    assert [phone["number"] for phone in read_phones(cell).numbers] == numbers


def test_words_beside_a_number_become_its_note() -> None:
    assert read_phones("王先生13800006621；13900001111（妻）").numbers == [
        {"number": "13800006621", "note": "王先生"},
        {"number": "13900001111", "note": "妻"},
    ]


def test_odd_numbers_are_kept_and_said() -> None:
    odd = read_phones("1380000662")
    assert [phone["number"] for phone in odd.numbers] == ["1380000662"]
    assert "11 位" in odd.warnings[0][0]
    assert "先记下" in odd.warnings[0][1]
    lost = read_phones("1.38E+10")
    assert lost.numbers == []
    assert "科学计数法" in lost.warnings[0][0]
    assert "凑数" in read_phones(18999999999).warnings[0][0]


@pytest.mark.parametrize(
    ("cell", "house"),
    [
        ("3栋", ("3", "")),
        (3, ("3", "")),
        ("03", ("3", "")),
        ("三号楼", ("3", "")),
        ("十二幢", ("12", "")),
        ("3#", ("3", "")),
        ("a座", ("A", "")),
        ("3栋2单元", ("3", "2")),
        ("东区3栋", ("东区3", "")),
        ("一期3栋", ("1期3", "")),
        ("3A栋", ("3A", "")),
        ("商业街", ("商业街", "")),
    ],
)
def test_buildings(cell: Cell, house: tuple[str, str]) -> None:
    assert read_building(cell) == house


@pytest.mark.parametrize(
    ("cell", "unit"), [(2, "2"), ("二单元", "2"), ("02", "2"), ("3栋2单元", "2"), (0, ""), ("甲单元", "甲"), ("", "")]
)
def test_units(cell: Cell, unit: str) -> None:
    assert read_unit(cell) == unit


@pytest.mark.parametrize(
    ("cell", "room"),
    [
        (1801, Room("", "", "1801")),
        ("1801室", Room("", "", "1801")),
        ("0101", Room("", "", "0101")),
        ("3-2-1801", Room("3", "2", "1801")),
        ("３—２—１８０１", Room("3", "2", "1801")),
        ("3.2.1801", Room("3", "2", "1801")),
        ("3#2-1801", Room("3", "2", "1801")),
        ("3栋2单元1801室", Room("3", "2", "1801")),
        ("翠湖花园一期3栋2单元1801", Room("1期3", "2", "1801")),
        ("翠湖花园3栋2单元1801", Room("3", "2", "1801")),
        ("2单元1801", Room("", "2", "1801")),
        ("1-0-101", Room("1", "", "101")),
        ("A座1203", Room("A", "", "1203")),
        ("商铺12", Room("", "", "商铺12")),
        ("12栋商铺3", Room("12", "", "商铺3")),
        ("18011", Room("", "", "18011")),
        (None, None),
    ],
)
def test_rooms(cell: Cell, room: Room | None) -> None:
    assert read_room(cell) == room


@pytest.mark.parametrize("cell", ["2011-01-01", "2.181", "x" * 70])
def test_rooms_that_excel_has_spoilt(cell: str) -> None:
    with pytest.raises(CellError):
        read_room(cell)


def test_rooms_joined_in_one_cell() -> None:
    assert split_rooms("1801、1802") == ["1801", "1802"]
    assert split_rooms("3-2-1801") == ["3-2-1801"]
    assert split_rooms(1801) == [1801]


def test_titles() -> None:
    assert meaning("建筑面积（㎡）") is Column.AREA
    assert meaning(" 联系 电话* ") is Column.PHONE
    assert meaning("手机号2") is Column.PHONE
    assert meaning("楼栋\n号") is Column.BUILDING
    assert meaning("身份证号") is None
    assert meaning("紧急联系电话") is None
    assert meaning(3) is None


def test_letters() -> None:
    assert [column_letter(n) for n in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
