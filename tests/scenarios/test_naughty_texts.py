"""Every text field takes the naughty strings: into the file, onto the screen, onto paper, into a workbook and back."""

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication

from desk.domain.field import Field, Kind
from desk.domain.roles import Role
from desk.domain.text import without_controls, wrong_text
from desk.paths import RESOURCES
from desk.services.work_orders.flow import FLOW
from desk.services.work_orders.record import WORK_ORDER
from desk.store import log
from desk.store.query import one
from desk.ui.kit.rows import Row, RowList
from desk.ui.theme import Theme
from reports.fonts import PaperFonts
from reports.preview import Pages
from reports.slips.of_order import Office, sheet_of
from reports.slips.paper import SlipFormat
from reports.slips.render import render_slips
from reports.workbook import Column, write_workbook
from tests.ui.conftest import dressed, look, worn
from tests.world import World

__all__ = ["dressed", "look", "worn"]
NAUGHTY = Path(__file__).parents[1] / "data" / "blns" / "blns.json"
INTAKE = FLOW.step("intake")


def _strings() -> list[str]:
    return [text for text in json.loads(NAUGHTY.read_text("utf-8")) if text.strip()]


def _text_fields() -> list[Field]:
    assert INTAKE is not None
    known = {*INTAKE.asks, *INTAKE.takes}
    return [f for f in WORK_ORDER.fields if f.name in known and f.kind in (Kind.TEXT, Kind.WORDS) and f.name != "no"]


FIELDS = _text_fields()


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """What a person can paste: controls are taken out at the field, the rest stays as it is."""
    return [without_controls(text) for text in _strings() if without_controls(text).strip()]


def _orders(world: World, texts: list[str]) -> list[tuple[str, dict[str, str]]]:
    """Orders whose every text field holds a naughty string, each string in each field at least once."""
    told = []
    for start in range(0, len(texts), 4):
        values = {f.name: texts[(start + n) % len(texts)][: f.limit] for n, f in enumerate(FIELDS)}
        told.append((world.take(Role.CLERK, "work_order.intake", **values), values))
    return told


def _stored(world: World, ent: str) -> dict[str, Any]:
    reader = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    found = one(world.database, reader, world.scope, WORK_ORDER, ent)
    assert found is not None
    return found


def test_what_cannot_be_stored_is_said_by_name_and_place() -> None:
    refused = [text for text in _strings() if wrong_text(text, 10_000)]
    assert refused
    assert all("控制字符" in str(wrong_text(text, 10_000)) for text in refused)


def test_into_the_file_the_log_and_back(world: World, texts: list[str]) -> None:
    for ent, values in _orders(world, texts):
        stored = _stored(world, ent)
        assert {name: stored[name] for name in values} == values
        assert {name: log.history(world.database, ent)[0].values[name] for name in values} == values


def test_onto_the_screen(world: World, texts: list[str], dressed: QApplication, look: Theme) -> None:
    rows = RowList({"state": 80, "where": 104, "note": 120, "who": 80, "clock": 100, "next": 0}, "报修")
    lines = [Row(str(n), "待派工", text, text, note=text, who=text) for n, text in enumerate(texts)]
    rows.resize(900, 600)
    rows.show_lines(lines)
    rows.show()
    picture = rows.grab()
    assert not picture.isNull()
    for number, line in enumerate(lines):
        assert rows.rows.line(number) == line
        assert line.where in str(rows.rows.index(number).data())
    rows.close()


def test_onto_paper_and_into_a_workbook(world: World, texts: list[str], tmp_path: Path) -> None:
    told = _orders(world, texts)
    orders = [_stored(world, ent) for ent, _values in told]
    office = Office("安和物业服务有限公司", "翠湖花园", "8801 6000")
    sheets = [sheet_of(order, office, order["where"], "李敏", world.clock(), 1) for order in orders[:40]]
    pdf = render_slips(PaperFonts.load(RESOURCES / "fonts"), sheets, SlipFormat.A5, made_at=world.clock())
    with Pages(pdf) as pages:
        assert len(pages) == 2 * len(sheets)
        assert all(order["no"] in pages.text(2 * n) for n, order in enumerate(orders[:40]))

    path = tmp_path / "orders.xlsx"
    columns = [Column.of(f) for f in FIELDS]
    rows = [tuple(order.get(f.name) for f in FIELDS) for order in orders]
    write_workbook(path, "报修", columns, rows, len(rows))
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    read = [tuple(cell for cell in row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(read) == len(rows)
    for got, put in zip(read, rows, strict=True):
        assert [_plain(cell) for cell in got] == [_plain(cell) for cell in put]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" for cell in cells)


def _plain(cell: object) -> str:
    """As people see it: line ends of one kind, the format's own escapes undone."""
    text = "" if cell is None else str(cell).replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)
