"""`python -m reports register`: a register without a window, as a person of the office may see it."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desk.domain.calendar import at
from desk.domain.errors import DeskError
from desk.paths import RESOURCES, sample_folder
from desk.store.query import NotVisible
from reports.registers.definition import Asked
from reports.registers.reading import REGISTERS, is_confidential

if TYPE_CHECKING:
    from reports.source import Estate

NAME = "register"
WHOLE, NOT_MADE = 0, 1  # 2 is a wrong call, as argparse has it
EXCEL, PAPER = ".xlsx", ".pdf"
# That of complaints is made at the counter, by whoever has their file open.
OPEN = [name for name, one in REGISTERS.items() if not is_confidential(one)]
EXITS = """结束时的状态: 0 已写好 (一行也没有也算); 1 没有写成, 原因在标准错误; 2 写法不对

哪一本:
""" + "\n".join(f"  {name:14}{REGISTERS[name].title}" for name in OPEN)


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser(
        NAME, help="登记簿, xlsx 或 PDF", epilog=EXITS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    one.add_argument("--kind", choices=OPEN, required=True, metavar="KIND", help="哪一本, 见下")
    one.add_argument("--from", dest="since", required=True, metavar="YYYY-MM-DD", help="从哪天")
    one.add_argument("--to", dest="until", required=True, metavar="YYYY-MM-DD", help="到哪天, 含当天")
    one.add_argument("--estate", default="", metavar="NAME", help="哪个小区; 只有一个时不用写")
    one.add_argument("--out", type=Path, required=True, metavar="FILE", help="存到哪里: .xlsx 或 .pdf")
    where = one.add_mutually_exclusive_group()
    where.add_argument("--data", type=Path, metavar="DIR", help="柜台的数据文件夹; 不给就用示例数据")
    where.add_argument("--database", metavar="URL", help="服务器的数据库 postgresql://..., 或服务器的数据文件夹")
    one.add_argument(
        "--staff", default="", metavar="NO", help="谁要的: 工号, 只出这个人看得到的; 用 --database 时不用写"
    )
    one.add_argument("--phones", action="store_true", help="显示完整电话 (会记入日志; 不能和 --database 一起用)")


def run(options: argparse.Namespace, now: int | None = None) -> int:
    """The exit code; what went wrong in words on standard error."""
    moment = time.time_ns() // 1_000_000 if now is None else now
    try:
        for day in (options.since, options.until):
            _check(day)
        if options.out.suffix.lower() not in (EXCEL, PAPER):
            raise DeskError(f"不知道怎样写“{options.out.name}”", "--out 请以 .xlsx 或 .pdf 结尾")
        if options.phones and options.database:
            raise DeskError("从服务器出的登记簿不显示完整电话", "要完整电话的请在柜台上出, 谁要的会记下来")
        count = _make(options, moment)
    except DeskError as error:
        print(f"{error.message}: {error.advice}", file=sys.stderr)
        return NOT_MADE
    except NotVisible:
        print("这个人在这个小区没有岗位: 请换一个工号或小区", file=sys.stderr)
        return NOT_MADE
    print(f"{count} 行, 存在 {options.out}")
    return WHOLE


def _make(options: argparse.Namespace, now: int) -> int:
    """Imported when the call was understood."""
    from reports.registers.making import paper, workbook
    from reports.source import of_desk, of_server

    def anybody(actor: object) -> bool:
        return True

    folder = options.data or sample_folder()
    found = of_server(options.database, now) if options.database else of_desk(folder, options.staff, anybody)
    with found as source:
        scope = _named(source.estates, options.estate).scope
        asked = Asked(REGISTERS[options.kind], scope, options.since, options.until, options.phones)
        actor = source.actor_of(scope)
        if options.out.suffix.lower() == EXCEL:
            return workbook(source.database, actor, asked, options.out, now, lambda done, all_: None, lambda: False)
        from reports.fonts import PaperFonts
        from reports.workbook import whole_file

        fonts = PaperFonts.load(RESOURCES / "fonts")
        pdf, count = paper(source.database, actor, asked, fonts, now, lambda done, all_: None, lambda: False)
        with whole_file(options.out) as unfinished:
            unfinished.write_bytes(pdf)
        return count


def _named(estates: "Sequence[Estate]", name: str) -> "Estate":
    found = [one for one in estates if not name or one.name == name]
    if len(found) == 1:
        return found[0]
    words = "、".join(one.name for one in estates)
    raise DeskError(f"没有小区“{name}”" if name else "要写明哪个小区", f"请用 --estate 写其中一个: {words}")


def _check(day: str) -> None:
    try:
        at(day, "0:00")
    except ValueError as error:
        raise DeskError(f"看不懂日期“{day}”", "请写成 2026-11-01") from error
