"""`python -m reports assessment`: the year's assessment without a window, for a server or a job at night."""

import argparse
import sys
import time
from pathlib import Path

from desk.domain.calendar import at
from desk.domain.errors import DeskError
from reports.parts import parts_needed

NAME = "assessment"
WHOLE, NOT_MADE, WITHOUT_TOTALS = 0, 1, 3  # 2 is a wrong call, as argparse has it
EXCEL, PAPER = ".xlsx", ".pdf"
EXITS = """结束时的状态: 0 已写好; 1 没有写成, 原因在标准错误; 2 写法不对;
3 已写好, 但有小区没有总分 (投诉档案没有打开, 又没有冻结的结果)"""
CLOSED = """投诉档案没有打开: {names} 的业主投诉各行未计算, 没有总分.
投诉档案只随读它的人的密码在窗口里打开: 请先在考核页冻结 (这里就用冻结的), 或在服务器上用 --database 出."""


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser(
        NAME, help="年度考核, xlsx 或 PDF", epilog=EXITS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    when = one.add_mutually_exclusive_group(required=True)
    when.add_argument("--year", type=int, metavar="YYYY", help="哪一年")
    when.add_argument("--from", dest="since", metavar="YYYY-MM-DD", help="从哪天, 和 --to 一起")
    one.add_argument("--to", dest="until", metavar="YYYY-MM-DD", help="到哪天, 含当天")
    one.add_argument("--estate", nargs="+", action="extend", default=[], metavar="NAME", help="哪些小区; 不写就是全部")
    one.add_argument("--out", type=Path, required=True, metavar="FILE", help="存到哪里: .xlsx 或 .pdf")
    where = one.add_mutually_exclusive_group()
    where.add_argument("--data", type=Path, metavar="DIR", help="柜台的数据文件夹; 不给就用示例数据")
    where.add_argument("--database", metavar="URL", help="服务器的数据库 postgresql://... 或它的数据文件夹, 含投诉")
    one.add_argument(
        "--staff", default="", metavar="NO", help="谁要的: 工号, 只出这个人看得到的; 用 --database 时不用写"
    )
    one.add_argument("--recount", action="store_true", help="不用已冻结的, 全部重新算")
    one.add_argument("--no-evidence", action="store_true", help="不带依据名单")


def run(options: argparse.Namespace, now: int | None = None) -> int:
    """The exit code; what went wrong in words on standard error."""
    moment = time.time_ns() // 1_000_000 if now is None else now
    try:
        from_on, until_on = _days(options)
        if options.out.suffix.lower() not in (EXCEL, PAPER):
            raise DeskError(f"不知道怎样写“{options.out.name}”", "--out 请以 .xlsx 或 .pdf 结尾")
        with parts_needed():
            from reports.assessment.making import make
        made = make(options, from_on, until_on, moment)
    except DeskError as error:
        print(f"{error.message}: {error.advice}", file=sys.stderr)
        return NOT_MADE
    print(f"{made.estates} 个小区, {made.frozen} 个用冻结的, 依据 {made.records} 条, 存在 {options.out}")
    if made.sealed:
        print(CLOSED.format(names="、".join(made.sealed)), file=sys.stderr)
        return WITHOUT_TOTALS
    return WHOLE


def _days(options: argparse.Namespace) -> tuple[str, str]:
    if options.year is not None:
        if not 2000 <= options.year <= 2999:
            raise DeskError(f"看不懂年份“{options.year}”", "请写成 --year 2026")
        if options.until:
            raise DeskError("--year 和 --to 不能一起写", "一年写 --year, 几天写 --from 和 --to")
        return f"{options.year}-01-01", f"{options.year}-12-31"
    days = (options.since, options.until or "")
    for day in days:
        try:
            at(day, "0:00")
        except ValueError as error:
            raise DeskError(f"看不懂日期“{day}”", "请写成 --from 2026-01-01 --to 2026-06-30") from error
    if days[0] > days[1]:
        raise DeskError("起始日期在结束日期之后", "请把两个日期对调")
    return days
