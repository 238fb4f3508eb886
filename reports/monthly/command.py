"""`python -m reports monthly`: the month's customer-service analysis without a window, for a server or a job."""

import argparse
import sys
import time
from pathlib import Path

from desk.domain.calendar import at, day_of
from desk.domain.errors import DeskError
from reports.parts import parts_needed

NAME = "monthly"
WHOLE, NOT_MADE, WITHOUT_COMPLAINTS = 0, 1, 3  # 2 is a wrong call, as argparse has it
EXCEL, PAPER = ".xlsx", ".pdf"
LAST, THIS = "last", "this"
EXITS = """结束时的状态: 0 已写好; 1 没有写成, 原因在标准错误; 2 写法不对;
3 已写好, 但没有算进投诉 (投诉档案没有打开: 柜台上只随读它的人的密码在窗口里打开; 用 --database 时都算)

每月 1 日夜里出上月的: python -m reports monthly --month last --database URL --out 上月.pdf"""
CLOSED = "投诉档案没有打开: 投诉各行未计算. 请在窗口里出, 或在服务器上用 --database 出."


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser(
        NAME, help="客服月度分析, xlsx 或 PDF", epilog=EXITS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    one.add_argument("--month", required=True, metavar="YYYY-MM", help="哪个月; last 上月, this 本月")
    one.add_argument("--estate", nargs="+", action="extend", default=[], metavar="NAME", help="哪些小区; 不写就是全部")
    one.add_argument("--out", type=Path, required=True, metavar="FILE", help="存到哪里: .xlsx 或 .pdf")
    where = one.add_mutually_exclusive_group()
    where.add_argument("--data", type=Path, metavar="DIR", help="柜台的数据文件夹; 不给就用示例数据")
    where.add_argument("--database", metavar="URL", help="服务器的数据库 postgresql://... 或它的数据文件夹, 含投诉")
    one.add_argument(
        "--staff", default="", metavar="NO", help="谁要的: 工号, 只出这个人看得到的; 用 --database 时不用写"
    )


def run(options: argparse.Namespace, now: int | None = None) -> int:
    """The exit code; what went wrong in words on standard error."""
    moment = time.time_ns() // 1_000_000 if now is None else now
    try:
        month = month_told(options.month, day_of(moment))
        if options.out.suffix.lower() not in (EXCEL, PAPER):
            raise DeskError(f"不知道怎样写“{options.out.name}”", "--out 请以 .xlsx 或 .pdf 结尾")
        with parts_needed():
            from reports.monthly.making import make
        made = make(options, month, moment)
    except DeskError as error:
        print(f"{error.message}: {error.advice}", file=sys.stderr)
        return NOT_MADE
    print(f"{month}, {made.estates} 个小区, 存在 {options.out}")
    if made.complaints_closed:
        print(CLOSED, file=sys.stderr)
        return WITHOUT_COMPLAINTS
    return WHOLE


def month_told(told: str, today: str) -> str:
    """2026-11 of a month, of `last` or `this`; a DeskError for what is none, or has not begun."""
    this = today[:7]
    if told == THIS:
        return this
    if told == LAST:
        number = int(this[:4]) * 12 + int(this[5:]) - 2
        return f"{number // 12:04d}-{number % 12 + 1:02d}"
    try:
        at(f"{told}-01", "0:00")
    except ValueError as error:
        raise DeskError(f"看不懂月份“{told}”", "请写成 2026-11") from error
    if told > this:
        raise DeskError(f"{told} 还没有到", "请写已经开始的月份")
    return told
