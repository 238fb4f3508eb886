"""Every register of every service: its definition is whole, its two documents say the same, the command writes it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desk.domain.calendar import HOUR, MINUTE, at
from desk.domain.errors import DeskError
from desk.domain.field import Kind, RecordType
from desk.domain.roles import WITH_ACCOUNT, Actor, Role
from desk.services import rulebook
from reports.__main__ import main
from reports.fonts import PaperFonts
from reports.preview import Pages
from reports.registers import making
from reports.registers.book import write_register
from reports.registers.command import OPEN
from reports.registers.definition import Asked, Heading, Register, Shelf
from reports.registers.paper import render_register
from reports.registers.reading import RECORDS, REGISTERS
from tests.world import KEY, World

HEADING = Heading("安和物业服务有限公司", "翠湖花园国际社区三期高层组团", "李敏", at("2026-11-30", "17:10"))
# Rooms whose matters are no book of a counter, and what stands for one.
NONE = {
    "residents": "业主档案 is a list as of today: the page exports it",
    "estates": "set up once",
    "people": "set up in the settings",
    "settings": "they have their own history",
    "reviews": "a disagreement ends in the history of its matter",
    "device_lines": "a PC's own log",
    "assessment": "reports/assessment and reports/monthly",
}
JOINED = {"order", "takings", "about", "giver", "taker"}
LISTS: dict[str, Any] = {
    "items": [
        {"n": 1, "name": "菠菜", "unit": "g", "ordered": 500},
        {"n": 2, "name": "蛋", "unit": "piece", "ordered": 1},
    ],
    "inspected": [{"n": 1, "got": 492, "verdict": "pass"}, {"n": 2, "got": 1, "verdict": "reject", "fault": "rot"}],
    "lines": [{"kind": "slip", "what": "W3-1"}, {"kind": "call", "what": "W3-2"}],
    "objects": [{"name": "钥匙", "unit": "把", "expected": 12, "counted": 11}],
    "receipts": [{"delivered": 298}],
    "attempts": [{"code": "busy"}, {"code": "answered"}],
}
BOOKS = pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))


def sample(record: RecordType, number: int) -> dict[str, Any]:
    """Every field told: moments one after another, codes by turns, words that begin like a formula now and then."""
    told: dict[str, Any] = {"id": f"{record.name}-{number}"}
    for place, one in enumerate(record.fields):
        if one.kind is Kind.MOMENT:
            told[one.name] = at("2026-11-03", "8:00") + number * HOUR + place * MINUTE
        elif one.kind is Kind.DAY:
            told[one.name] = "2026-11-03"
        elif one.kind is Kind.MONEY:
            told[one.name] = 123_456 + number * 5 - place
        elif one.kind is Kind.NUMBER:
            told[one.name] = number * 10 + place
        elif one.kind is Kind.FLAG:
            told[one.name] = number % 2
        elif one.kind is Kind.CODE and one.code is not None:
            codes = list(one.code)
            told[one.name] = str(codes[number % len(codes)])
        elif one.kind is Kind.LIST:
            told[one.name] = LISTS.get(one.name, [])
        else:
            told[one.name] = (
                f"=1+{place}" if number == 1 else f"-{place}号" if number == 2 else f"{one.label[:4]}{number}"
            )
    return told


def rows_of(register: Register, count: int) -> Iterator[dict[str, Any]]:
    """As they come from the file, with what is read beside them."""
    for number in range(count):
        told = sample(RECORDS[register.record], number)
        told |= {one.key: sample(RECORDS[one.record], number) for one in register.beside}
        told["order"], told["takings"] = sample(RECORDS["work_order"], number), []
        yield told


def asked(register: Register, phones: bool = True) -> Asked:
    return Asked(register, "e/x", "2026-11-01", "2026-11-30", phones)


def texts(pdf: bytes) -> list[str]:
    with Pages(pdf) as pages:
        return ["".join(pages.text(number).split()) for number in range(len(pages))]


def on_paper(value: Any, kind: Kind) -> str:
    """A cell of the workbook as the paper writes it."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if kind is Kind.DAY else "%m-%d%H:%M")
    if isinstance(value, int | float) and kind is Kind.MONEY:
        return f"{value:,.2f}"
    return "".join(str("" if value is None else value).split())


def test_every_room_has_its_book_or_says_why_not() -> None:
    kept = {one.record for one in REGISTERS.values()}
    rooms = {one.name: {flow.record.name for flow in one.flows} for one in rulebook().services}
    assert {name for name, records in rooms.items() if kept.isdisjoint(records)} == set(NONE)


@BOOKS
def test_a_definition_is_whole(register: Register) -> None:
    record = RECORDS[register.record]
    assert REGISTERS[register.name] is register
    assert register.title.endswith("登记簿")
    assert register.shelf in Shelf
    assert register.readers <= WITH_ACCOUNT
    assert Role.MANAGER in register.readers
    known = {one.name for one in record.fields} | {"id", "status"}
    moments = {one.name for one in record.fields if one.kind is Kind.MOMENT}
    assert {name for name, _ in register.moments} <= moments
    assert {name for name, _ in register.equal} <= known
    read = Watched(sample(record, 0))
    for column in register.columns:
        column.value(read, True)
    register.sums().add(read)
    assert read.asked <= known | JOINED, read.asked - known - JOINED
    private = [one.label for one in register.columns if one.label in ("电话", "联系电话") and not one.phone]
    assert private == []


class Watched(dict[str, Any]):
    """Says which fields were asked for."""

    def __init__(self, told: dict[str, Any]) -> None:
        super().__init__(told)
        self.asked: set[str] = set()

    def get(self, name: str, otherwise: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, otherwise)

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)


@BOOKS
def test_paper_and_workbook_hold_the_same_cells(register: Register, fonts: PaperFonts, tmp_path: Path) -> None:
    """Row by row in the order of the columns; every page begins with the head and ends with its number."""
    count, path = 26, tmp_path / "登记簿.xlsx"
    assert write_register(path, asked(register), HEADING, rows_of(register, count), count) == count
    sheet: Any = load_workbook(path).active
    pages = texts(render_register(fonts, asked(register), HEADING, rows_of(register, count), count))
    kinds = [Kind.NUMBER, *(one.kind for one in register.columns)]
    labels = ["序号", *(one.label for one in register.columns)]
    assert [cell.value for cell in sheet[3]] == labels
    whole = "".join(pages)
    for line in sheet.iter_rows(min_row=4, max_row=3 + count, max_col=len(labels)):
        words = "".join(on_paper(cell.value, kind) for cell, kind in zip(line, kinds, strict=True))
        assert words in whole, words
        for cell, kind in zip(line, kinds, strict=True):
            assert cell.data_type != "f"
            if kind in (Kind.NUMBER, Kind.MONEY) and cell.value is not None:
                assert isinstance(cell.value, int | float), cell.coordinate
            if kind is Kind.MOMENT and cell.value is not None:
                assert isinstance(cell.value, datetime)
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert "".join("".join(labels).split()) in page
        assert f"第{number}页共{len(pages)}页" in page
        assert "客服主管" in page
        assert "项目经理（盖章）" in page
    sums = register.sums()
    for values in rows_of(register, count):
        sums.add(values)
    for place, words in enumerate(sums.words()):
        assert sheet.cell(4 + count + place, 1).value == words
        assert "".join(words.split()) in pages[-1]
    assert sheet.print_title_rows == "$1:$3"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.freeze_panes == "A4"


@BOOKS
def test_a_masked_register_holds_no_whole_number(register: Register, fonts: PaperFonts, tmp_path: Path) -> None:
    phone = "13912345678"
    rows = [
        {**one, **dict.fromkeys(("phone", "reporter_phone", "customer_phone"), phone)} for one in rows_of(register, 1)
    ]
    rows[0]["order"] = {**rows[0]["order"], "reporter_phone": phone}
    path = tmp_path / "a.xlsx"
    write_register(path, asked(register, False), HEADING, rows, 1)
    sheet: Any = load_workbook(path).active
    cells = [str(cell.value) for line in sheet.iter_rows() for cell in line]
    page = texts(render_register(fonts, asked(register, False), HEADING, rows, 1))[0]
    assert phone not in page
    assert phone not in "".join(cells)
    assert any("139****5678" in cell for cell in cells) is register.has_phones
    assert ("电话已遮" in page) is register.has_phones


def test_only_whom_a_register_is_for_gets_it(world: World, tmp_path: Path) -> None:
    """Whoever may not is told who may."""

    def make(register: Register, role: Role) -> None:
        actor = Actor(world.people[role].id, frozenset({role}), "某某")
        one = Asked(register, world.scope, "2026-11-18", "2026-11-19")
        making.workbook(world.database, actor, one, tmp_path / "a.xlsx", 1, lambda done, count: None, lambda: False)

    for register in REGISTERS.values():
        for role in WITH_ACCOUNT - register.readers:
            with pytest.raises(DeskError) as refused:
                make(register, role)
            assert register.title in refused.value.message
            assert Role.MANAGER.label in refused.value.advice
            assert not (tmp_path / "a.xlsx").exists()
    make(REGISTERS["takings"], Role.ACCOUNTANT)
    assert (tmp_path / "a.xlsx").exists()


def test_the_command_writes_every_one_of_them(world: World, tmp_path: Path, capsys: Any) -> None:
    """But that of complaints, which the counter makes with their file open."""
    assert set(OPEN) == set(REGISTERS) - {"complaints"}
    world.slip_back()
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "desk.key").write_text(KEY.hex())
    world.database.backup(folder / "desk.db")
    staff = str(world.row("staff", world.people[Role.MANAGER].id)["staff_no"])
    for kind in OPEN:
        out = tmp_path / f"{kind}.xlsx"
        told = ["register", "--kind", kind, "--from", "2026-11-18", "--to", "2026-11-18", "--data", str(folder)]
        assert main([*told, "--staff", staff, "--out", str(out)]) == 0
        sheet: Any = load_workbook(out).active
        assert sheet["A1"].value == REGISTERS[kind].title
    assert "1 行" in capsys.readouterr().out
