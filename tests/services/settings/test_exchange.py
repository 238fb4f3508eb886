"""Settings out to a workbook and in again: the same file changes nothing, a change is told, a bad row stays out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desk.domain.lists import Level
from desk.domain.office_lists import OFFICE_LISTS
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Role
from desk.services.residents.importing.reading import BookReader
from desk.services.settings.crews import said_crews
from desk.services.settings.exchange.bad_rows import bad_sheets
from desk.services.settings.exchange.plan import Held, Plan, SheetIn, State, plan
from desk.services.settings.exchange.sheets import workbook
from desk.services.settings.exchange.write import write_book
from desk.services.settings.keeping import said_rows, said_settings
from tests.world import World


def held(world: World, level: Level = Level.ESTATE) -> Held:
    actor = world.office.actor(world.database, world.scope, world.people[Role.HEAD_OFFICE].id)
    here = world.scope if level is Level.ESTATE else world.company
    lists = world.office.lists(world.database, here)
    database = world.database
    return Held(
        level, here, said_settings(database, actor, world.company), said_settings(database, actor, world.scope),
        said_rows(database, actor, world.company), said_rows(database, actor, world.scope),
        said_crews(database, actor, world.scope, lists) if level is Level.ESTATE else {}, lists,
    )  # fmt: skip


def export(world: World, path: Path) -> Path:
    now = held(world)
    settings = world.office.settings(world.database, world.scope)
    write_book(path, workbook(settings, now.company, now.estate, now.lists, now.crews))
    return path


def read(world: World, path: Path, level: Level = Level.ESTATE) -> Plan:
    with BookReader() as reader:
        book = reader.read(path)
    sheets = [SheetIn(sheet.name, [(row.number, row.cells) for row in sheet.rows]) for sheet in book.sheets]
    return plan(sheets, held(world, level))


def edit(path: Path, change: Callable[[Any], None]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def put(book: Any, sheet: str, key: str, title: str, text: object) -> None:
    """By the code in the first column and the title in the first row."""
    page = book[sheet]
    column = next(cell.column for cell in page[1] if cell.value == title)
    row = next((row for row in range(2, page.max_row + 1) if page.cell(row, 1).value == key), page.max_row + 1)
    page.cell(row, 1).value = key
    page.cell(row, column).value = text


def states(found: Plan) -> list[tuple[str, str]]:
    return [(one.state.label, one.what) for one in found.good if one.state is not State.SAME]


def test_all_that_was_written_out_is_the_same_when_it_is_read(world: World, tmp_path: Path) -> None:
    found = read(world, export(world, tmp_path / "out.xlsx"))
    assert found.bad == []
    assert states(found) == []
    assert {one.sheet for one in found.good} == {"规则", *(facts.label for facts in OFFICE_LISTS)}
    assert sum(one.sheet == "规则" for one in found.good) == len(ALL_SETTINGS)
    assert found.steps == []


def test_what_was_changed_is_told_written_and_then_the_same(world: World, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        put(book, "规则", "desk.lock_minutes", "值", 7)
        put(book, "技能证书", "潜水", "名称", "潜水")
        put(book, "问题树", "11", "要的证书", "潜水")
        put(book, "问题树", "91", "停用", "是")
        put(book, "回访问题", "repair", "要问的话", "修好了吗?；收费与约定一致吗?")
        put(book, "班组与外单位", "电梯公司", "名称", "电梯公司")
        put(book, "班组与外单位", "电梯公司", "电话", "8801 6003")

    path = edit(export(world, tmp_path / "out.xlsx"), change)
    found = read(world, path)
    assert found.bad == []
    assert states(found) == [
        ("更新", "自动锁屏"), ("新增", "潜水"), ("新增", "电梯公司"), ("更新", "11 龙头漏水"), ("更新", "91 家电维修"),
        ("更新", "维修 户内"),
    ]  # fmt: skip
    assert world.rows("setting") == []
    world.changed(Role.MANAGER, *found.steps)
    assert world.office.settings(world.database, world.scope).number("desk.lock_minutes") == 7
    rows = world.office.lists(world.database, world.scope)
    assert rows.rows("problems")["11"]["skills"] == "潜水"
    assert "91" not in rows.rows("problems")
    assert "电梯公司" in rows.rows("crews")
    again = read(world, path)
    assert (states(again), again.steps, again.bad) == ([], [], [])


def test_a_bad_row_says_where_and_why_and_goes_back_to_be_mended(world: World, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        put(book, "规则", "desk.lock_minutes", "值", "十分钟")
        put(book, "问题树", "11", "班组", "泳池班")
        put(book, "问题树", "12", "问题", "爆管")
        put(book, "通话结果", "busy", "数字键", "2")

    path = edit(export(world, tmp_path / "out.xlsx"), change)
    found = read(world, path)
    assert [(one.sheet, one.column) for one in found.bad] == [("规则", "C"), ("问题树", "H"), ("通话结果", "B")]
    assert all(one.row > 1 for one in found.bad)
    assert [why in one.reason for one, why in zip(found.bad, ("整数", "泳池班", "无人接"), strict=True)] == [True] * 3
    assert states(found) == [("更新", "12 爆管")]
    mended = tmp_path / "bad.xlsx"
    write_book(mended, bad_sheets(found))
    edit(mended, lambda book: put(book, "问题树", "11", "班组", "综合班"))
    found = read(world, mended)
    assert states(found) == [("更新", "11 龙头漏水")]
    assert len(found.bad) == 2


def test_for_the_company_it_is_the_companys_words(world: World, tmp_path: Path) -> None:
    path = edit(export(world, tmp_path / "out.xlsx"), lambda book: put(book, "问题树", "11", "问题", "水龙头"))
    found = read(world, path, Level.COMPANY)
    assert {step.scope for step in found.steps} == {world.company}
    assert any("各小区自己的" in note for note in found.notes)


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (lambda book: setattr(book["问题树"], "title", "我的表"), "没有读"),
        (lambda book: book["问题树"].delete_rows(1), "没有找到表头"),
    ],
)
def test_a_sheet_that_is_not_ours_is_said_so(
    world: World, tmp_path: Path, change: Callable[[Any], None], note: str
) -> None:
    found = read(world, edit(export(world, tmp_path / "out.xlsx"), change))
    assert any(note in one for one in found.notes)
    assert found.bad == []


def test_what_looks_like_a_formula_stays_text(world: World, tmp_path: Path) -> None:
    ent = world.take(Role.MANAGER, "crew.add", name="=1+1班", phone="+86 10")
    assert ent
    page = openpyxl.load_workbook(export(world, tmp_path / "out.xlsx"))["班组与外单位"]
    cells = {cell.value: cell.data_type for row in page.iter_rows() for cell in row if cell.value}
    assert cells["=1+1班"] == "s"
