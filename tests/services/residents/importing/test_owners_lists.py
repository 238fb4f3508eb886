"""Owners' lists as companies really keep them: what the tables are taken for and what comes of their rows."""

from typing import Any

import pytest

from desk.domain.errors import DeskError
from desk.services.residents.importing.book import Book, Cell
from desk.services.residents.importing.compare import Existing
from desk.services.residents.importing.layout import Purpose, recognise
from desk.services.residents.importing.plan import ImportPlan, ids_of_estate, plan
from tests.services.residents.importing.making import ESTATE, book, lone, sheet

MAKE_ID = ids_of_estate(ESTATE)


def planned(found: Book) -> ImportPlan:
    return plan(recognise(found), MAKE_ID)


def who_lives_where(result: ImportPlan) -> list[tuple[str, str, str]]:
    """(room, name, relation) of every residence, in order."""
    by_id = {record.id: record.values for record in result.records}
    return [
        (_room(by_id[r.values["home_id"]]), by_id[r.values["resident_id"]]["name"], r.values["relation"])
        for r in result.records
        if r.kind == "residence"
    ]


def values(result: ImportPlan, kind: str) -> list[dict[str, Any]]:
    return [record.values for record in result.records if record.kind == kind]


def rooms(result: ImportPlan) -> list[str]:
    return [_room(home) for home in values(result, "home")]


def _room(home: dict[str, Any]) -> str:
    return "/".join((home["building_no"], home.get("unit_no", ""), home["room_no"]))


def test_a_plain_list() -> None:
    result = planned(
        lone(
            [
                ["翠湖花园业主名册 (2026 年)"],
                [None],
                [
                    "序号",
                    "楼栋",
                    "单元",
                    "房号",
                    "建筑面积(㎡)",
                    "姓名",
                    "身份",
                    "联系电话",
                    "入住日期",
                    "备注",
                    "车牌",
                ],
                [1, "3栋", "2单元", 1801, "94.56", "王秀英", "业主", 13800006621, "2020-6-10", "爱安静", "闽A12345"],
                [2, "3栋", "2单元", 1801, "94.56", "王小明", "儿子", "13900001111", 43992, None, None],
                [3, "3栋", "2单元", 1802, 88, "空置", None, None, None, "未交房", None],
                ["合计", None, None, 3, "277.12"],
                ["制表人: 李敏", None, None, None, "审核:"],
            ]
        )
    )
    assert values(result, "building") == [{"no": "3"}]
    assert values(result, "unit") == [{"building_no": "3", "no": "2"}]
    first = {"building_no": "3", "unit_no": "2", "room_no": "1801", "area_cm2": 945600}
    empty = {"building_no": "3", "unit_no": "2", "room_no": "1802", "area_cm2": 880000, "note": "未交房"}
    assert values(result, "home") == [first, empty]
    assert values(result, "resident") == [
        {"name": "王秀英", "note": "爱安静", "phones": [{"number": "13800006621", "note": ""}]},
        {"name": "王小明", "phones": [{"number": "13900001111", "note": ""}]},
    ]
    assert who_lives_where(result) == [("3/2/1801", "王秀英", "owner"), ("3/2/1801", "王小明", "family")]
    assert [r.values["from_on"] for r in result.records if r.kind == "residence"] == ["2020-06-10"] * 2
    assert result.bad == []
    assert [(s.row, s.reason) for s in result.skipped] == [(7, "合计行"), (8, "说明文字")]
    assert result.notes == ["“Sheet1”里这些列不导入: A 序号、K 车牌"]


@pytest.mark.parametrize(
    ("titles", "cells"),
    [
        (["房屋地址", "业主", "手机"], ["3-2-1801", "王秀英", "13800006621"]),
        (["栋", "单元", "室", "户主姓名", "电话"], [3, 2, 1801, "王秀英", "13800006621"]),
        (["楼幢", "门牌号", "客户名称", "移动电话"], ["3幢2单元", "1801室", "王秀英", "13800006621"]),
        (["楼号", "房号", "产权人", "联系方式"], ["3#", "2-1801", "王秀英", 13800006621]),
        (["楼号", "房号", "产权人", "联系方式"], ["3-2", 1801, "王秀英", 13800006621]),
        (["业主姓名", "联系手机", "物业地址"], ["王秀英", "138 0000 6621", "翠湖花园3栋2单元1801室"]),
        (["*楼栋", "*单元", "*房号", "*姓名", "电话："], ["三号楼", "二单元", "1801", "王秀英", "13800006621"]),
    ],
)
def test_titles_and_rooms_in_other_words(titles: list[Cell], cells: list[Cell]) -> None:
    result = planned(lone([titles, cells]))
    assert result.bad == []
    assert who_lives_where(result) == [("3/2/1801", "王秀英", "owner")]
    assert values(result, "resident")[0]["phones"][0]["number"] == "13800006621"


def test_merged_cells_carry_down() -> None:
    rows: list[list[Cell]] = [
        ["楼栋", "单元", "房号", "业主信息", None],
        [None, None, None, "姓名", "电话"],
        ["3栋", "1", 101, "张三", "13800000001"],
        [None, None, None, "张小三", "13800000002"],
        [None, None, 102, "李四", "13800000003"],
        [None, "2", 201, None, None],
        [None, None, 202, "赵六", "13800000005"],
    ]
    merges = [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (3, 0, 7, 0), (3, 1, 5, 1), (3, 2, 4, 2)]
    merges += [(6, 1, 7, 1), (5, 3, 6, 3)]
    result = planned(lone(rows, merges=merges))
    assert result.bad == []
    assert [(room, name) for room, name, _ in who_lives_where(result)] == [
        ("3/1/101", "张三"),
        ("3/1/101", "张小三"),
        ("3/1/102", "李四"),
        ("3/2/201", "李四"),
        ("3/2/202", "赵六"),
    ]


def test_a_building_written_only_once_is_carried_and_said() -> None:
    rows: list[list[Cell]] = [["楼栋", "单元", "房号", "姓名"], ["3栋", 1, 101, "张三"], [None, None, 102, "李四"]]
    result = planned(lone([*rows, [None, 2, 201, "王五"], ["4栋", None, 101, "赵六"]]))
    assert rooms(result) == ["3/1/101", "3/1/102", "3/2/201", "4//101"]
    assert result.notes == ["“Sheet1”里有 2 行没写楼栋, 按上一行的楼栋读"]


def test_a_room_is_never_guessed() -> None:
    result = planned(lone([["楼栋", "房号", "姓名"], ["3栋", 101, "张三"], [None, None, "李四"]]))
    assert [(bad.line.row.number, bad.problems[0].column, bad.problems[0].reason) for bad in result.bad] == [
        (3, "B", "没有房号")
    ]


def test_one_sheet_per_building_and_titles_between_the_rows() -> None:
    one = sheet("3号楼", [["房号", "姓名", "电话"], [101, "张三", "13800000001"]])
    titles: list[Cell] = ["房号", "姓名"]
    rows: list[list[Cell]] = [titles, ["5栋"], [101, "李四"], titles, ["6栋2单元"], [201, "王五"]]
    two = sheet("其他", [*rows, ["3单元"], [301, "赵六"]])
    result = planned(book(one, two))
    assert rooms(result) == ["3//101", "5//101", "6/2/201", "6/3/301"]
    assert [s.reason for s in result.skipped] == ["楼栋小标题", "重复的表头", "楼栋小标题", "楼栋小标题"]


def test_without_any_building_the_row_is_bad_with_what_to_do() -> None:
    result = planned(lone([["房号", "姓名"], [101, "张三"]]))
    assert result.records == []
    assert "不知道是哪一栋" in result.bad[0].reason
    assert "3-2-1801" in result.bad[0].reason


def test_tables_side_by_side() -> None:
    titles: list[Cell] = ["房号", "姓名", "电话"]
    rows: list[list[Cell]] = [[*titles, *titles], ["1-1-101", "张三", "13800000001", "2-1-101", "李四", "13800000002"]]
    result = planned(lone([*rows, [None, None, None, "2-1-102", "王五", None]]))
    assert [(room, name) for room, name, _ in who_lives_where(result)] == [
        ("1/1/101", "张三"),
        ("2/1/101", "李四"),
        ("2/1/102", "王五"),
    ]


def test_owner_and_tenant_in_one_row() -> None:
    titles: list[Cell] = ["楼栋", "房号", "业主姓名", "业主电话", "租户姓名", "租户电话", "家属姓名"]
    result = planned(lone([titles, [3, 101, "张三", "13800000001", "李四", "13800000002", "张妻"]]))
    assert who_lives_where(result) == [
        ("3//101", "张三", "owner"),
        ("3//101", "张妻", "family"),
        ("3//101", "李四", "tenant"),
    ]
    assert [r["phones"][0]["number"] for r in values(result, "resident") if "phones" in r] == [
        "13800000001",
        "13800000002",
    ]


def test_several_rooms_and_people_in_one_row() -> None:
    result = planned(
        lone([["楼栋", "房号", "姓名", "电话"], [3, "1801、1802", "张三、李四", "13800000001/13800000002"]])
    )
    assert len(who_lives_where(result)) == 4
    assert [r["phones"] for r in values(result, "resident")] == [
        [{"number": "13800000001", "note": ""}],
        [{"number": "13800000002", "note": ""}],
    ]


def test_one_person_with_two_homes_is_one_and_namesakes_are_two() -> None:
    rows: list[list[Cell]] = [
        ["楼栋", "房号", "姓名", "电话"],
        [3, 101, "张三", "13800000001"],
        [4, 101, "张三", "13800000001"],
    ]
    result = planned(lone([*rows, [5, 101, "张三", "13800000009"], [6, 101, "张三", None], [7, 101, "张三", None]]))
    assert len(values(result, "resident")) == 4
    assert len(values(result, "residence")) == 5
    once = planned(lone([["楼栋", "房号", "姓名", "电话"], [3, 101, "张三", "13800000001"], [3, 101, "张三", None]]))
    assert len(values(once, "resident")) == 1


def test_bad_cells_and_bad_rows() -> None:
    titles: list[Cell] = ["楼栋", "房号", "楼层", "建筑面积", "姓名", "关系", "电话", "入住日期"]
    result = planned(
        lone(
            [
                titles,
                [3, 101, "高层", "约90", "张三", "业主", "1380000662", "去年"],
                [3, "2011-01-01", 1, 90, "李四", "业主", None, None],
                [3, 103, 1, 90, "王五", "朋友", None, None],
                [3, 104, 1, 90, "赵" * 61, "业主", None, None],
                [3, 105, 1, 90, None, None, "13800000005", None],
            ]
        )
    )
    bad = [(row.line.row.number, p.column, p.title, p.value) for row in result.bad for p in row.problems]
    assert bad == [(3, "B", "房号", "2011-01-01"), (4, "F", "关系", "朋友"), (5, "E", "姓名", "赵" * 61)]
    warned = [(p.row, p.column) for p in result.warnings]
    assert warned == [(2, "C"), (2, "D"), (2, "G"), (2, "H"), (6, "G")]
    assert all(p.reason and p.advice for row in result.bad for p in row.problems)
    assert rooms(result) == ["3//101", "3//105"]
    assert values(result, "resident") == [{"name": "张三", "phones": [{"number": "1380000662", "note": ""}]}]


def test_rows_that_only_repeat_and_rows_that_contradict() -> None:
    titles: list[Cell] = ["楼栋", "房号", "面积", "姓名"]
    result = planned(
        lone([titles, [3, 101, 90, "张三"], [3, 101, 90, "张三"], [3, 101, 95, "张三"], [3, 101, None, "李四"]])
    )
    assert [(row.row, row.state, row.repeats) for row in result.good] == [
        (2, "new", 0),
        (3, "repeated", 2),
        (4, "new", 0),
        (5, "new", 0),
    ]
    assert [(p.row, p.reason) for p in result.warnings] == [(4, "面积与第 2 行写的不一样, 用了第 2 行的")]
    assert values(result, "home")[0]["area_cm2"] == 900000


def test_what_is_no_list() -> None:
    fees = sheet("收费", [["房屋", "收费项目", "应缴金额", "备注"], ["1-1-101", "物业费", 100, "x"]])
    hidden = sheet("旧名单", [["楼栋", "房号", "姓名"], [1, 2, "x"]], hidden=True)
    owners = sheet("名单", [["楼栋", "房号", "姓名"], [1, 101, "张三"]])
    layout = recognise(book(fees, hidden, owners))
    assert [(t.sheet.name, t.purpose) for t in layout.tables] == [("名单", Purpose.HOMES)]
    assert [left.sheet for left in layout.left_out] == ["收费", "旧名单"]
    for found, words in ((book(fees), "没有找到"), (book(), "空的"), (lone([["随便", "写写"]]), "没有找到")):
        with pytest.raises(DeskError, match=words):
            recognise(found)


def test_error_cells_are_said() -> None:
    found = lone([["楼栋", "房号", "姓名"], [3, 101, None]])
    found.error_cells = 2
    assert "2 个格子是 #N/A" in planned(found).notes[0]


def test_nothing_stored_is_needed() -> None:
    assert plan(recognise(lone([["楼栋", "房号", "姓名"], [3, 101, "张三"]])), MAKE_ID, Existing()).to_write
