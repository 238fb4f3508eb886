"""The import workbooks of another property system, row by row."""

from typing import Any

import pytest

from desk.domain.errors import DeskError
from desk.services.residents.importing.compare import Existing, State
from desk.services.residents.importing.layout import Purpose, recognise
from desk.services.residents.importing.plan import ImportPlan, ids_of_estate, plan
from desk.services.residents.importing.reading import BookReader
from tests.services.residents.importing.making import DATA, ESTATE


def read(reader: BookReader, name: str, existing: Existing | None = None) -> ImportPlan:
    return plan(recognise(reader.read(DATA / "community" / name)), ids_of_estate(ESTATE), existing)


def values(result: ImportPlan, kind: str) -> list[dict[str, Any]]:
    return [record.values for record in result.records if record.kind == kind]


HOMES = [("1011", 1), ("1012", 1), ("1013", 1), ("1014", 1), ("1021", 2), ("1022", 2), ("1023", 2), ("1024", 2)]
OWNERS = [("1011", "吴学文"), ("1012", "张三1"), ("1013", "张三2"), ("1014", "张三3"), ("1021", "张三4")]


@pytest.mark.parametrize("name", ["hc.xlsx", "hc20200610.xlsx"])
def test_a_whole_estate_over_several_sheets(reader: BookReader, name: str) -> None:
    """Buildings, owners and homes joined by the owner's number; notes beside the tables left alone."""
    result = read(reader, name)
    assert values(result, "building") == [{"no": str(n)} for n in range(1, 14)]
    assert values(result, "unit") == [{"building_no": str(n), "no": u} for n in range(1, 14) for u in "12"]
    assert values(result, "home") == [
        {"building_no": "1", "unit_no": "1", "room_no": room, "floor": floor, "area_cm2": 945600}
        for room, floor in HOMES
    ]
    assert values(result, "place") == [{"name": "1号停车场C0001车位", "kind": "parking"}]
    homes = {r.id: r.values["room_no"] for r in result.records if r.kind == "home"}
    people = {r.id: r.values for r in result.records if r.kind == "resident"}
    found = [(homes[v["home_id"]], people[v["resident_id"]]["name"]) for v in values(result, "residence")]
    assert found == OWNERS
    assert {v["relation"] for v in values(result, "residence")} == {"owner"}
    numbers = [[p["number"] for p in person.get("phones", [])] for person in people.values()]
    assert numbers == [[], ["18999999991"], ["18999999992"], ["18999999993"], ["18999999994"]]
    assert result.bad == []
    warned = [(w.sheet, w.row, w.value) for w in result.warnings]
    assert warned == [
        ("业主信息", 2, "18999999999"),
        ("房屋信息", 7, "6"),
        ("房屋信息", 8, "7"),
        ("房屋信息", 9, "8"),
    ]
    assert {row.state for row in result.good} == {State.NEW}


def test_what_is_not_taken_is_said(reader: BookReader) -> None:
    result = read(reader, "hc.xlsx")
    assert [(left.sheet, left.reason) for left in result.left_out] == [("费用设置", "收费、库存或抄表的表, 这里不导入")]
    assert "“业主信息”里这些列不导入: C 性别、D 年龄、F 身份证号" in result.notes
    assert (
        "“房屋信息”里这些列不导入: E 房屋户型、H 房屋费用、I 费用开始时间、J 房屋类型、K 室内面积、L 租金"
        in result.notes
    )
    assert "110101190001010015" not in repr(result.records)


def test_homes_and_owners_in_one_sheet(reader: BookReader) -> None:
    result = read(reader, "importRoom.xlsx")
    assert values(result, "building") == [{"no": "1"}]
    assert values(result, "unit") == [{"building_no": "1", "no": "1"}]
    home = {"building_no": "1", "unit_no": "1", "room_no": "1001", "floor": 1, "area_cm2": 945600}
    assert values(result, "home") == [home]
    assert values(result, "resident") == [{"name": "吴学文", "phones": [{"number": "18909711443", "note": ""}]}]
    (row,) = result.good
    assert (row.sheet, row.row, row.rooms, row.names, row.relations) == (
        "资产信息",
        2,
        ("1-1-1001",),
        ("吴学文",),
        ("业主",),
    )
    assert (result.bad, result.warnings) == ([], [])


@pytest.mark.parametrize("name", ["importFeeDetail.xlsx", "importResourceStore.xlsx", "meterMachine.xlsx"])
def test_books_of_other_matters_are_refused(reader: BookReader, name: str) -> None:
    with pytest.raises(DeskError, match="没有找到房屋或住户的表"):
        read(reader, name)


def test_the_purposes_of_its_sheets(reader: BookReader) -> None:
    layout = recognise(reader.read(DATA / "community" / "hc20200610.xlsx"))
    assert [(t.sheet.name, t.purpose) for t in layout.tables] == [
        ("楼栋单元", Purpose.BUILDINGS),
        ("业主信息", Purpose.PEOPLE),
        ("房屋信息", Purpose.HOMES),
        ("车位信息", Purpose.PARKING),
    ]


def test_importing_it_again_changes_nothing(reader: BookReader) -> None:
    first = read(reader, "hc.xlsx")
    kinds = ("building", "unit", "home", "place", "resident", "residence")
    stored = {kind: [{"id": r.id, **r.values} for r in first.records if r.kind == kind] for kind in kinds}
    assert read(reader, "hc.xlsx", Existing(**stored)).to_write == []
