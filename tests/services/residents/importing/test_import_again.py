"""Importing again changes nothing; a changed list changes only what it says."""

from typing import Any

import pytest

from desk.services.residents.importing.book import Cell, Row
from desk.services.residents.importing.compare import Existing, State
from desk.services.residents.importing.layout import recognise
from desk.services.residents.importing.plan import ImportPlan, ids_of_estate, plan
from desk.services.residents.importing.refusals import CancelledError
from tests.services.residents.importing.making import ESTATE, lone

TITLES: list[Cell] = ["楼栋", "单元", "房号", "面积", "姓名", "关系", "电话", "入住日期", "备注"]
ROWS: list[list[Cell]] = [
    ["3栋", 2, 1801, "94.56", "王秀英", "业主", "13800006621", "2020-6-10", "爱安静"],
    ["3栋", 2, 1801, "94.56", "王小明", "家人", "", "", ""],
    ["3栋", 2, 1802, "88", "李四", "租户", "13900001111/0591-88016000", "", ""],
    ["4栋", "", 101, "60", "", "", "", "", "商铺"],
]
KINDS = ("building", "unit", "home", "place", "resident", "residence")


def read(rows: list[list[Cell]], existing: Existing | None = None, titles: list[Cell] = TITLES) -> ImportPlan:
    return plan(recognise(lone([titles, *rows])), ids_of_estate(ESTATE), existing)


def stored(result: ImportPlan) -> Existing:
    """What the database holds after this plan was written."""
    return Existing(**{kind: [{"id": r.id, **r.values} for r in result.records if r.kind == kind] for kind in KINDS})


def changed(result: ImportPlan) -> list[tuple[str, dict[str, tuple[Any, Any]]]]:
    assert all(record.state is not State.NEW for record in result.records)
    return [(record.kind, record.changes) for record in result.records if record.state is State.CHANGED]


def test_the_same_list_twice_changes_nothing() -> None:
    first = read(ROWS)
    assert len(first.to_write) == len(first.records) == 2 + 1 + 3 + 3 + 3
    again = read(ROWS, stored(first))
    assert again.to_write == []
    assert {row.state for row in again.good} == {State.UNCHANGED}
    assert [r.id for r in again.records] == [r.id for r in first.records]


def test_the_same_list_in_another_order_and_other_words_changes_nothing() -> None:
    first = read(ROWS)
    words: list[list[Cell]] = [
        ["3-2-1802", "李四", "租客", "0591 88016000、139 0000 1111"],
        ["3-2-1801", "王秀英", "产权人", "＋8613800006621"],
    ]
    assert read(words, stored(first), ["房屋地址", "姓名", "身份", "手机"]).to_write == []


def test_two_desks_draw_the_same_ids_and_estates_differ() -> None:
    here, there = read(ROWS), read(list(reversed(ROWS)))
    assert {r.id for r in here.records} == {r.id for r in there.records}
    other = plan(recognise(lone([TITLES, *ROWS])), ids_of_estate("01890000-0000-7000-8000-000000000002"))
    assert not {r.id for r in here.records} & {r.id for r in other.records}
    assert len({r.id for r in here.records}) == len(here.records)


def test_only_what_the_list_says_changes() -> None:
    before = stored(read(ROWS))
    rows = [list(row) for row in ROWS]
    rows[0][3], rows[0][6], rows[0][8] = "95", "13800006621、13700000007", ""
    rows[1][5] = "租户"
    phones = [{"number": "13800006621", "note": ""}, {"number": "13700000007", "note": ""}]
    result = read(rows[:2], before)
    assert changed(result) == [
        ("home", {"area_cm2": (945600, 950000)}),
        ("resident", {"phones": (phones[:1], phones)}),
        ("residence", {"relation": ("family", "tenant")}),
    ]
    assert [row.state for row in result.good] == [State.CHANGED, State.CHANGED]


def test_an_empty_cell_never_takes_away() -> None:
    before = stored(read(ROWS))
    bare: list[list[Cell]] = [
        ["3栋", 2, 1801, "", "王小明", "", "", "", ""],
        ["3栋", 2, 1802, "", "李四", "", "", "", ""],
    ]
    assert read(bare, before).to_write == []


def test_records_made_by_hand_are_found_by_what_they_are_called() -> None:
    before = Existing(
        building=[{"id": "b", "no": "3", "name": "湖景楼"}],
        unit=[{"id": "u", "building_no": "3", "no": "2"}],
        home=[{"id": "h", "building_no": "3", "unit_no": "2", "room_no": "1801", "area_cm2": 945600}],
        resident=[
            {"id": "r", "name": "王秀英", "phones": [{"number": "13800006621", "note": "本人"}], "note": "爱安静"},
            {"id": "m", "name": "王小明", "phones": None},
        ],
        residence=[
            {"id": "w", "resident_id": "r", "home_id": "h", "relation": "owner", "from_on": "2020-06-10"},
            {"id": "x", "resident_id": "m", "home_id": "h", "relation": "family"},
        ],
    )
    assert read(ROWS[:2], before).to_write == []


def test_a_stored_home_without_unit_has_none_or_nothing() -> None:
    for unit in (None, ""):
        home = {"id": "h", "building_no": "4", "unit_no": unit, "room_no": "101", "area_cm2": 600000, "note": "商铺"}
        assert [r.kind for r in read([ROWS[3]], Existing(home=[home])).to_write] == ["building"]


def test_another_name_with_the_same_number_in_the_same_home_is_warned_of() -> None:
    before = stored(read(ROWS))
    result = read([["3栋", 2, 1801, "", "王女士", "业主", "13800006621", "", ""]], before)
    assert [r.kind for r in result.to_write] == ["resident", "residence"]
    assert "王秀英" in result.warnings[0].reason


def test_twenty_thousand_rows_with_progress_and_cancel() -> None:
    rows = [Row(1, tuple(TITLES))]
    for n in range(20_000):
        building, room = f"{n // 500 + 1}栋", f"{n % 250 // 10 + 1}{n % 10 + 1:02d}"
        cells = (building, n // 250 % 2 + 1, room, "94.56", f"王{n}", "业主", f"13{n:09d}", "2020.6.10", "")
        rows.append(Row(n + 2, cells))
    found = lone([])
    found.sheets[0].rows = rows
    layout = recognise(found)
    seen: list[int] = []
    result = plan(layout, ids_of_estate(ESTATE), progress=seen.append)
    assert (result.count("home", State.NEW), result.count("resident", State.NEW), result.bad) == (20_000, 20_000, [])
    assert seen == list(range(500, 20_001, 500))
    with pytest.raises(CancelledError):
        plan(layout, ids_of_estate(ESTATE), cancelled=lambda: True)
