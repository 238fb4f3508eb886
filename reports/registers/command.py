"""`python -m reports register`: a register without a window, as a person of the office may see it."""

import argparse
import sys
import time
from pathlib import Path

from desk.domain.calendar import Calendar, at
from desk.domain.errors import DeskError
from desk.paths import RESOURCES, sample_folder
from desk.store import keys
from desk.store.database import Database
from desk.store.holidays import load_holidays
from desk.store.office import Office
from desk.store.query import NotVisible
from reports.registers.definition import Asked
from reports.registers.making import paper, workbook
from reports.registers.reading import REGISTERS, is_confidential

NAME = "register"
DATABASE = "desk.db"


# That of complaints is made at the counter, by whoever has their file open.
OPEN = sorted(name for name, one in REGISTERS.items() if not is_confidential(one))


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser(NAME, help="报修登记簿或回访登记簿, xlsx 或 PDF")
    one.add_argument("--kind", choices=OPEN, required=True, help="哪一本")
    one.add_argument("--from", dest="since", required=True, metavar="YYYY-MM-DD", help="从哪天")
    one.add_argument("--to", dest="until", required=True, metavar="YYYY-MM-DD", help="到哪天, 含当天")
    one.add_argument("--out", type=Path, required=True, metavar="FILE", help="存到哪里: .xlsx 或 .pdf")
    one.add_argument("--staff", required=True, metavar="NO", help="谁要的: 工号, 只出这个人看得到的")
    one.add_argument("--estate", default="", metavar="NAME", help="哪个小区; 只有一个时不用写")
    one.add_argument("--data", type=Path, default=None, metavar="DIR", help="数据文件夹; 不给就用示例数据")
    one.add_argument("--phones", action="store_true", help="显示完整电话 (会记入日志)")


def run(options: argparse.Namespace, now: int | None = None) -> int:
    """0 when the file is written; 1 with words where it is not."""
    folder = options.data or sample_folder()
    if not (folder / DATABASE).exists():
        print(f"没有数据: {folder}", file=sys.stderr)
        return 1
    database = Database(folder / DATABASE, keys.key_for(folder))
    try:
        count = _make(database, options, time.time_ns() // 1_000_000 if now is None else now)
    except DeskError as error:
        print(f"{error.message}: {error.advice}", file=sys.stderr)
        return 1
    except NotVisible:
        print("这个人在这个小区没有岗位: 请换一个工号或小区", file=sys.stderr)
        return 1
    finally:
        database.close()
    print(f"{count} 行, 存在 {options.out}")
    return 0


def _make(database: Database, options: argparse.Namespace, now: int) -> int:
    scope = _scope(database, options.estate)
    for day in (options.since, options.until):
        _check(day)
    asked = Asked(REGISTERS[options.kind], scope, options.since, options.until, options.phones)
    company = database.read("SELECT scope FROM estate LIMIT 1")[0][0]
    staff = database.read("SELECT id FROM staff WHERE staff_no = ?", (options.staff,))
    if not staff:
        raise DeskError(f"没有工号“{options.staff}”", "请核对工号")
    actor = Office(str(company), Calendar(load_holidays())).actor(database, scope, str(staff[0][0]))
    if options.out.suffix.lower() != ".pdf":
        return workbook(database, actor, asked, options.out, now, lambda done, all_: None, lambda: False)
    from reports.fonts import PaperFonts
    from reports.workbook import whole_file

    fonts = PaperFonts.load(RESOURCES / "fonts")
    pdf, count = paper(database, actor, asked, fonts, now, lambda done, all_: None, lambda: False)
    with whole_file(options.out) as unfinished:
        unfinished.write_bytes(pdf)
    return count


def _scope(database: Database, name: str) -> str:
    found = database.read("SELECT id, name FROM estate ORDER BY name")
    named = [str(ent) for ent, one in found if not name or one == name]
    if len(named) == 1:
        return f"e/{named[0]}"
    words = "、".join(str(one) for _, one in found)
    raise DeskError(f"没有小区“{name}”" if name else "要写明哪个小区", f"请用 --estate 写其中一个: {words}")


def _check(day: str) -> None:
    try:
        at(day, "0:00")
    except ValueError as error:
        raise DeskError(f"看不懂日期“{day}”", "请写成 2026-11-01") from error
