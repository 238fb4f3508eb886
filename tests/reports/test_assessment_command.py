"""The assessment by the command line: exit codes and words a script can use, from a desk's folder and a server's."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook

from desk.domain.roles import Role
from desk.services.assessment.assess import assess, period_of
from desk.services.assessment.books import Books
from desk.services.assessment.freezing import frozen, marks_of
from reports.__main__ import main
from reports.assessment import words
from sync.server import schema
from sync.server.postgres_store import PostgresStore
from tests.world import KEY, World

Run = Callable[..., int]


@pytest.fixture
def office(world: World, tmp_path: Path) -> World:
    """Two repairs of this year, and the folder `office` of a desk whose file it is."""
    world.finished()
    world.dispatched()
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "desk.key").write_text(KEY.hex())
    return world


@pytest.fixture
def run(office: World, tmp_path: Path) -> Run:
    def told(out: str, *more: str, role: Role = Role.MANAGER, days: tuple[str, ...] = ("--year", "2026")) -> int:
        office.database.backup(tmp_path / "office" / "desk.db")
        staff = str(office.row("staff", office.people[role].id)["staff_no"])
        folder = str(tmp_path / "office")
        return main(["assessment", *days, "--data", folder, "--staff", staff, "--out", str(tmp_path / out), *more])

    return told


def freeze(world: World) -> None:
    """Last year, by whoever has the complaints open."""
    books = Books.of_desk(world.database, world.office, world.database)
    days, now = ("2025-01-01", "2025-12-31"), world.clock.now
    sheet = assess(books, [world.scope], *days, now)[world.scope]
    values = frozen(sheet, marks_of(books, period_of(books, [world.scope], *days, now), "1.0"), "吴明")
    world.take(Role.MANAGER, "assessment.freeze", **values)


def test_complaints_that_are_closed_are_said_and_told_a_script(run: Run, tmp_path: Path, capsys: Any) -> None:
    assert run("a.xlsx") == 3
    told = capsys.readouterr()
    assert "1 个小区, 0 个用冻结的" in told.out
    assert "投诉档案没有打开" in told.err
    assert "--database" in told.err
    book = load_workbook(tmp_path / "a.xlsx", data_only=True)
    sheet = book.worksheets[1]
    assert sheet["F18"].value == "—"
    assert any(words.SEALED in str(row[0].value) for row in sheet.iter_rows(max_col=1))


def test_a_frozen_sheet_is_used_whole(office: World, run: Run, tmp_path: Path, capsys: Any) -> None:
    freeze(office)
    last = ("--year", "2025")
    assert run("a.xlsx", days=last) == 0
    assert "1 个用冻结的" in capsys.readouterr().out
    total = load_workbook(tmp_path / "a.xlsx", data_only=True).worksheets[1]["F18"].value
    assert total == office.rows("assessment")[0]["total"] / 10
    assert run("b.xlsx", "--recount", days=last) == 3
    assert run("c.pdf", "--no-evidence", days=last) == 0
    paper = pypdfium2.PdfDocument(tmp_path / "c.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in paper)
    paper.close()
    assert f"{total:.1f}" in text
    assert "2025 年度客户服务考核" in text


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--estate", "别处"), "看不到小区“别处”"),
        (("--staff", "nobody"), "没有工号"),
        (("--out", "x.docx"), ".xlsx 或 .pdf"),
        (("--data", "/nowhere"), "没有数据"),
        (("--to", "2026-06-30"), "不能一起写"),
        (("--year", "26"), "看不懂年份"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, tmp_path: Path, capsys: Any, more: tuple[str, ...], told: str) -> None:
    assert run("a.xlsx", *more) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "a.xlsx").exists()


def test_days_and_who_may_not_look(run: Run, tmp_path: Path, capsys: Any) -> None:
    assert run("a.xlsx", days=("--from", "2026-11-01", "--to", "2026-11-30")) == 3
    assert "2026-11-01 至 2026-11-30" in str(load_workbook(tmp_path / "a.xlsx").worksheets[1]["A1"].value)
    assert run("b.xlsx", days=("--from", "2026-11-31", "--to", "2026-12-01")) == 1
    assert run("b.xlsx", days=("--from", "2026-12-02", "--to", "2026-12-01")) == 1
    assert run("b.xlsx", role=Role.CLERK) == 1
    assert "一个小区也看不到" in capsys.readouterr().err
    with pytest.raises(SystemExit) as wrong:
        run("b.xlsx", days=())
    assert wrong.value.code == 2


def test_a_server_is_read_whole(office: World, run: Run, postgres_url: str, tmp_path: Path, capsys: Any) -> None:
    """The same rows come to the same sheet, and complaints are open there."""
    store = PostgresStore(postgres_url, size=2)
    try:
        schema.prepare(store)
        with store.session() as session:
            for name in ("estate", "home", "work_order", "revisit"):
                columns = [str(row[1]) for row in office.database.read(f"PRAGMA table_info({name})")]
                names = ", ".join(f'"{one}"' for one in columns)
                rows = office.database.read(f"SELECT {names} FROM {name}")
                session.many(f"INSERT INTO {name} ({names}) VALUES ({', '.join('?' * len(columns))})", rows)
    finally:
        store.close()
    out = str(tmp_path / "server.xlsx")
    assert main(["assessment", "--year", "2026", "--database", postgres_url, "--out", out]) == 0
    assert main(["assessment", "--year", "2026", "--database", postgres_url, "--out", out.replace("xlsx", "pdf")]) == 0
    assert run("desk.xlsx") == 3
    there, here = (load_workbook(one, data_only=True).worksheets[1] for one in (out, tmp_path / "desk.xlsx"))
    rows = [(row[0].value, row[6].value) for row in there.iter_rows(min_row=4, max_row=15)]
    assert rows[:11] == [(row[0].value, row[6].value) for row in here.iter_rows(min_row=4, max_row=14)]
    assert isinstance(there["F18"].value, float)
    capsys.readouterr()
    nowhere = ["assessment", "--year", "2026", "--database", "postgresql://127.0.0.1:1/none", "--out", out]
    assert main(nowhere) == 1
    assert "连不上服务器的数据库" in capsys.readouterr().err
