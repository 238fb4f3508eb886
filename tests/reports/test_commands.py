"""`python -m reports` on a server: without a window's packages, from its own file or PostgreSQL, by exit codes."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desk.domain.calendar import at
from desk.domain.errors import DeskError
from desk.domain.roles import Role
from reports.__main__ import main as command
from reports.monthly.command import month_told
from sync.server import schema
from sync.server.postgres_store import PostgresStore
from tests.world import KEY, World

ROOT = Path(__file__).resolve().parents[2]
# What a desk has and a server has not: pyproject's extra `desk` and what comes with it.
DESKS = ("PySide6", "shiboken6", "pyqtgraph", "numpy", "segno", "zxingcpp", "lxml")
NOW = at("2026-11-22", "8:00")
ALONE = f"""
import sys
sys.modules.update(dict.fromkeys({DESKS!r}))
from reports.__main__ import main
NOW = {NOW}
codes = []
for told in sys.argv[1:]:
    codes.append(main(told.split("|"), NOW))
print(codes)
"""
DAYS = ("--from", "2026-11-18", "--to", "2026-11-18")


def main(arguments: list[str]) -> int:
    return command(arguments, NOW)


@pytest.fixture
def office(world: World, tmp_path: Path) -> World:
    """A day's work; the folder `office` of a desk and the folder `server` of a server that keep it."""
    world.slip_back()
    world.dispatched()
    for folder, file, key in (("office", "desk.db", "desk.key"), ("server", "server.db", "server.key")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / key).write_text(KEY.hex())
        world.database.backup(tmp_path / folder / file)
    return world


def test_all_three_are_made_where_no_window_could_be(office: World, tmp_path: Path) -> None:
    """In a process in which importing any of a desk's own packages fails, as xlsx and as PDF."""
    staff = str(office.row("staff", office.people[Role.MANAGER].id)["staff_no"])
    desk = ["--data", str(tmp_path / "office"), "--staff", staff]
    kinds = {
        "register": ["register", "--kind", "repairs", *DAYS],
        "monthly": ["monthly", "--month", "2026-11"],
        "assessment": ["assessment", "--year", "2026", "--no-evidence"],
    }
    calls = [
        "|".join([*kind, *desk, "--out", str(tmp_path / f"{name}{ending}")])
        for name, kind in kinds.items()
        for ending in (".xlsx", ".pdf")
    ]
    done = subprocess.run(
        [sys.executable, "-c", ALONE, *calls], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[0, 0, 3, 3, 3, 3]"  # 3: a desk's complaints stay closed
    for name in kinds:
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")
        assert load_workbook(tmp_path / f"{name}.xlsx").sheetnames


def test_a_servers_own_file_is_read_whole(office: World, tmp_path: Path, capsys: Any) -> None:
    """Nobody signs in there, complaints count, and whole telephone numbers stay."""
    server = ["--database", str(tmp_path / "server")]
    out = tmp_path / "a.xlsx"
    assert main(["register", "--kind", "repairs", *DAYS, *server, "--out", str(out)]) == 0
    sheet: Any = load_workbook(out).active
    assert sheet["E4"].value == "138****6621"
    assert "服务器" in str(sheet["A9"].value)
    assert main(["monthly", "--month", "2026-11", *server, "--out", str(tmp_path / "m.pdf")]) == 0
    assert main(["assessment", "--year", "2026", *server, "--out", str(tmp_path / "y.pdf")]) == 0
    capsys.readouterr()
    assert main(["register", "--kind", "repairs", *DAYS, *server, "--phones", "--out", str(tmp_path / "b.xlsx")]) == 1
    assert "柜台上出" in capsys.readouterr().err
    assert main(["monthly", "--month", "2026-11", "--database", "/nowhere", "--out", str(tmp_path / "b.xlsx")]) == 1
    assert "没有服务器的数据" in capsys.readouterr().err
    assert not (tmp_path / "b.xlsx").exists()


def test_postgresql_comes_to_the_same(office: World, postgres_url: str, tmp_path: Path) -> None:
    store = PostgresStore(postgres_url, size=2)
    try:
        schema.prepare(store)
        with store.session() as session:
            for name in ("estate", "home", "work_order", "revisit", "staff"):
                columns = [str(row[1]) for row in office.database.read(f"PRAGMA table_info({name})")]
                names = ", ".join(f'"{one}"' for one in columns)
                rows = office.database.read(f"SELECT {names} FROM {name}")
                session.many(f"INSERT INTO {name} ({names}) VALUES ({', '.join('?' * len(columns))})", rows)
    finally:
        store.close()
    for name, told in (
        ("register", ["register", "--kind", "repairs", *DAYS]),
        ("monthly", ["monthly", "--month", "2026-11"]),
    ):
        cells = []
        for number, where in enumerate((postgres_url, str(tmp_path / "server"))):
            out = tmp_path / f"{name}{number}.xlsx"
            assert main([*told, "--database", where, "--out", str(out)]) == 0
            sheet: Any = load_workbook(out, data_only=True).worksheets[0]
            cells.append([[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=30)])
        by_clock = [[value for value in row if "制" not in str(value)] for row in cells[0]]
        assert by_clock == [[value for value in row if "制" not in str(value)] for row in cells[1]]
        assert len(by_clock) > 4


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (["monthly", "--month", "26-11"], "看不懂月份"),
        (["monthly", "--month", "2999-01"], "还没有到"),
        (["monthly", "--month", "2026-11", "--estate", "别处"], "看不到小区“别处”"),
        (["monthly", "--month", "2026-11", "--out", "x.docx"], ".xlsx 或 .pdf"),
        (["register", "--kind", "repairs", "--from", "2026-11-31", "--to", "2026-12-01"], "看不懂日期"),
        (["register", "--kind", "repairs", "--from", "2026-12-02", "--to", "2026-12-01"], "起始日期在结束日期之后"),
        (["register", "--kind", "repairs", *DAYS, "--out", "x.txt"], ".xlsx 或 .pdf"),
    ],
)
def test_what_cannot_be_done_is_said(
    office: World, tmp_path: Path, capsys: Any, told: list[str], said: str
) -> None:  # fmt: skip
    out = [] if "--out" in told else ["--out", str(tmp_path / "a.xlsx")]
    assert main([*told, *out, "--database", str(tmp_path / "server")]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "a.xlsx").exists()


def test_who_may_not_look_gets_nothing(office: World, tmp_path: Path, capsys: Any) -> None:
    staff = str(office.row("staff", office.people[Role.CLERK].id)["staff_no"])
    desk = ["--data", str(tmp_path / "office"), "--staff", staff, "--out", str(tmp_path / "a.xlsx")]
    assert main(["monthly", "--month", "2026-11", *desk]) == 1
    assert "一个小区也看不到" in capsys.readouterr().err
    staff = str(office.row("staff", office.people[Role.FOREMAN].id)["staff_no"])
    desk = ["--data", str(tmp_path / "office"), "--staff", staff, "--out", str(tmp_path / "a.xlsx")]
    assert main(["register", "--kind", "takings", *DAYS, *desk]) == 1
    assert "您的岗位不出收款登记簿" in capsys.readouterr().err
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize("wrong", [[], ["monthly"], ["register", "--kind", "complaints"], ["walk"]])
def test_a_wrong_call_is_told_apart(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    assert ended.value.code == 2


def test_every_command_says_its_exit_codes(capsys: Any) -> None:
    for name in ("register", "monthly", "assessment"):
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        told = capsys.readouterr().out
        assert "结束时的状态: 0" in told
        assert "--database" in told


def test_a_job_asks_for_last_month() -> None:
    today = "2026-01-05"
    assert (month_told("last", today), month_told("this", today)) == ("2025-12", "2026-01")
    assert month_told("2025-07", today) == "2025-07"
    with pytest.raises(DeskError):
        month_told("2026-02", today)
