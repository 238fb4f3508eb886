"""Every form in which a clerk types a room, while typing and when done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.places import Part, RoomQuery, chinese_number, parse_rooms, room_long, room_short, sort_key

# Forms of one home in building 3, unit 2.
LIST = """
3-2-1801|3.2.1801|3 2 1801|3栋2单元1801|三栋二单元1801|三栋二单元1801室|三栋二单元一八零一|32 1801|
3－2－1801|3—2—1801|3——2——1801|3。2。1801|3．2．1801|3·2·1801|3、2、1801|3,2,1801|3，2，1801|
3/2/1801|3*2*1801|3_2_1801|3一2一1801|3 - 2 - 1801|3  2   1801|３－２－１８０１|３栋２单元１８０１|
３　２　１８０１|3号楼2单元1801|3幢2单元1801|3座2单元1801|3#2-1801|3#楼2单元1801|3号2单元1801室|
3楼2单元1801|3栋2-1801|3栋-2-1801|3-2单元1801|3栋2单元1801号|3栋2单元1801房|3栋2单元1801号房|
3 栋 2 单元 1801 室|3栋2单元18楼01室|3栋2单元18层1801|3-2-18-01|03-02-1801|3栋2门1801|3栋2梯1801|
 3-2-1801 |321801|3-2-1801室
"""
FORMS = LIST.replace("|\n", "|").strip("\n").split("|")


@pytest.mark.parametrize("text", FORMS)
def test_one_home_in_every_form(text: str) -> None:
    first = parse_rooms(text)[0]
    assert (first.building, first.unit, first.room) == ("3", "2", "1801")
    assert first.complete
    assert first.short == "3-2-1801"


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("A座1203", ("A", "", "1203")),
        ("a座1203室", ("A", "", "1203")),
        ("Ａ座１２０３", ("A", "", "1203")),
        ("A-1-1203", ("A", "1", "1203")),
        ("A1-1203", ("A1", "", "1203")),
        ("3A-1801", ("3A", "", "1801")),
        ("3A栋1801", ("3A", "", "1801")),
        ("1-B2", ("1", "", "B2")),
        ("5-1-B2", ("5", "1", "B2")),
        ("5栋1单元B2", ("5", "1", "B2")),
        ("B座3-1201", ("B", "3", "1201")),
        ("3-1801", ("3", "", "1801")),
        ("3栋1801", ("3", "", "1801")),
        ("3栋18楼01", ("3", "", "1801")),
        ("12-1801", ("12", "", "1801")),
        ("三十二栋一单元一零一", ("32", "1", "101")),
        ("十八栋1201", ("18", "", "1201")),
        ("2-5-0301", ("2", "5", "0301")),
        ("18-1-302", ("18", "1", "302")),
        ("181 302", ("18", "1", "302")),
        ("6-1-302A", ("6", "1", "302A")),
        ("10栋000房", ("10", "", "000")),
    ],
)
def test_other_homes(text: str, room: tuple[str, str, str]) -> None:
    first = parse_rooms(text)[0]
    assert (first.building, first.unit, first.room) == room
    assert first.complete


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("32 1801", ["3-2-1801", "32-1801"]),
        ("12 1801", ["1-2-1801", "12-1801"]),
        ("32-1801", ["32-1801", "3-2-1801"]),
        ("30 1801", ["30-1801"]),
        ("321801", ["3-2-1801", "32-1-801", "32-1801"]),
        ("31801", ["3-1-801", "3-1801", "31-801"]),
    ],
)
def test_ambiguous_forms_give_candidates_in_order(text: str, candidates: list[str]) -> None:
    assert [query.short for query in parse_rooms(text)] == candidates


B, U, R = Part.BUILDING, Part.UNIT, Part.ROOM


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("3", [RoomQuery("3", open=B)]),
        ("32", [RoomQuery("32", open=B)]),
        ("3-", [RoomQuery("3", open=U)]),
        ("3－", [RoomQuery("3", open=U)]),
        ("3栋", [RoomQuery("3", open=U)]),
        ("3幢", [RoomQuery("3", open=U)]),
        ("3号", [RoomQuery("3", open=U)]),
        ("三十二栋", [RoomQuery("32", open=U)]),
        ("3-2", [RoomQuery("3", "2", open=U), RoomQuery("3", "", "2", R)]),
        ("3栋2", [RoomQuery("3", "2", open=U), RoomQuery("3", "", "2", R)]),
        ("3栋2单", [RoomQuery("3", "2", open=R)]),
        ("3栋2单元", [RoomQuery("3", "2", open=R)]),
        ("3-2-", [RoomQuery("3", "2", open=R)]),
        ("3-2-1", [RoomQuery("3", "2", "1", R)]),
        ("3-2-18", [RoomQuery("3", "2", "18", R)]),
        ("3栋2单元18", [RoomQuery("3", "2", "18", R)]),
        ("3-2-1801", [RoomQuery("3", "2", "1801", R)]),
        ("3-2-1801室", [RoomQuery("3", "2", "1801", None)]),
    ],
)
def test_while_typing(text: str, queries: list[RoomQuery]) -> None:
    assert list(parse_rooms(text)) == queries


def test_what_is_not_finished_is_not_complete() -> None:
    assert not any(query.complete for text in ("3", "3-2", "3-2-", "3-2-18", "3栋2单元") for query in parse_rooms(text))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("3栋2单元电梯", RoomQuery("3", "2", place="电梯")),
        ("3-2电梯", RoomQuery("3", "2", place="电梯")),
        ("3-2-单元门", RoomQuery("3", "2", place="单元门")),
        ("3栋电梯", RoomQuery("3", "", place="电梯")),
        ("翠湖花园3栋2单元1801", RoomQuery("3", "2", "1801", R, "翠湖花园")),
        ("翠湖花园3-2-1801", RoomQuery("3", "2", "1801", R, "翠湖花园")),
        ("锦绣里3-1801", RoomQuery("3", "", "1801", R, "锦绣里")),
        ("一期3-2-1801", RoomQuery("3", "2", "1801", R, "一期")),
        ("1-3-2-1801", RoomQuery("3", "2", "1801", R, "1")),
        ("东区 3-2-1801", RoomQuery("3", "2", "1801", R, "东区")),
    ],
)
def test_areas_and_public_places(text: str, query: RoomQuery) -> None:
    assert parse_rooms(text)[0] == query


@pytest.mark.parametrize(
    "text",
    ["", "  ", "-", "王女士", "厨房漏水", "6621", "13800006621", "88016000", "2楼", "3单元", "拱辰东路08-88号",
     "东路98号", "1-2-3-4-5", "3-2-180111", "W3-0457号单", "😀", "x" * 200, "-" * 50, "${3-2-1801}"],
)  # fmt: skip
def test_what_is_no_room(text: str) -> None:
    assert parse_rooms(text) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [("三", "3"), ("十", "10"), ("十三", "13"), ("二十", "20"), ("三十二", "32"), ("一百零一", "101"),
     ("一八零一", "1801"), ("两", "2"), ("一千八百零一", "1801"), ("一〇二", "102")],
)  # fmt: skip
def test_chinese_numbers(text: str, number: str) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("parts", "long", "short"),
    [
        (("3", "2", "1801"), "3栋2单元1801", "3-2-1801"),
        (("3", "", "1801"), "3栋1801", "3-1801"),
        (("A", "", "1203"), "A座1203", "A-1203"),
        (("3A", "1", "101"), "3A栋1单元101", "3A-1-101"),
        (("综合楼", "", "301"), "综合楼301", "综合楼-301"),
        (("3", "东单元", "101"), "3栋东单元101", "3-东单元-101"),
        (("3", "2", ""), "3栋2单元", "3-2"),
    ],
)
def test_the_two_written_forms(parts: tuple[str, str, str], long: str, short: str) -> None:
    assert (room_long(*parts), room_short(*parts)) == (long, short)


@given(st.integers(1, 99), st.integers(1, 9), st.integers(1, 33), st.integers(1, 12))
def test_what_is_written_is_understood(building: int, unit: int, floor: int, door: int) -> None:
    parts = (str(building), str(unit), f"{floor}{door:02d}")
    for text in (room_long(*parts), room_short(*parts), " ".join(parts), ".".join(parts)):
        first = parse_rooms(text)[0]
        assert (first.building, first.unit, first.room) == parts


@given(st.text(max_size=80))
def test_any_text_at_all_is_read_without_harm(text: str) -> None:
    for query in parse_rooms(text):
        assert query.building or query.unit


@given(st.text(alphabet="0123456789AB-. 栋单元楼号室一二三十百零#F层电梯路区", max_size=14))
def test_neither_is_any_text_of_its_own_letters(text: str) -> None:
    for query in parse_rooms(text):
        assert query.building
        assert len(query.room) <= 8


def test_rooms_sort_as_people_count() -> None:
    rooms = [("12", "1", "101"), ("3", "2", "1801"), ("3", "2", "901"), ("A座", "", "101")]
    assert [sort_key(*room) for room in sorted(rooms, key=lambda room: sort_key(*room))] == [
        "0003-0002-0901", "0003-0002-1801", "0012-0001-0101", "A座--0101",
    ]  # fmt: skip
