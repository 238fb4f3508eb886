"""`python -m reports manual --out FILE`, `... register --kind repairs ...`: papers without a window, a command each."""

import argparse
import sys
import time
from pathlib import Path

from desk.paths import RESOURCES


def main(arguments: list[str] | None = None, now: int | None = None) -> int:
    """Parse first, import after: each command brings only what it needs. `now` in UTC ms, else the clock's."""
    parser = argparse.ArgumentParser(prog="python -m reports", description="不开窗口, 只出纸")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    manual = commands.add_parser("manual", help="使用手册, 一份 PDF")
    manual.add_argument("--out", type=Path, required=True, metavar="FILE", help="PDF 存到哪里")
    manual.add_argument("--company", default="", help="封面上的公司名")
    pictures = commands.add_parser("manual-pictures", help="用新走的一遍换手册里的图")
    pictures.add_argument("--tour", type=Path, required=True, metavar="DIR", help="tour 存图的文件夹")
    from reports.assessment import command as assessment
    from reports.monthly import command as monthly
    from reports.registers import command as register

    register.declare(commands)
    assessment.declare(commands)
    monthly.declare(commands)
    options = parser.parse_args(arguments)
    if options.command == register.NAME:
        return register.run(options, now)
    if options.command == assessment.NAME:
        return assessment.run(options, now)
    if options.command == monthly.NAME:
        return monthly.run(options, now)
    if options.command == "manual":
        return make_manual(options.out, options.company)
    return renew_pictures(options.tour)


def make_manual(out: Path, company: str) -> int:
    from reports.fonts import PaperFonts
    from reports.manual.book import load
    from reports.manual.pdf import render_manual

    fonts, book = PaperFonts.load(RESOURCES / "fonts"), load(RESOURCES / "manual")
    out.write_bytes(render_manual(fonts, book, made_at=time.time_ns() // 1_000_000, company=company))
    print(f"{len(book.pages)} 件事, 存在 {out}")
    return 0


def renew_pictures(tour: Path) -> int:
    from reports.manual.pictures import renew

    for name, size in renew(tour, RESOURCES / "manual"):
        print(f"{name} {size // 1000} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
