"""Slips and workbooks beside floors measured in the same run: `python -m tests.benchmarks.slips [--slips N]`."""

import argparse
import io
import resource
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from desk.domain.field import Kind
from reports.fonts import PaperFonts
from reports.preview import Pages
from reports.slips.paper import SlipFormat
from reports.slips.render import render_slips
from reports.workbook import Column, write_workbook
from tests.reports.slip_samples import NORMAL

ROOT = Path(__file__).parents[2]


def seconds(work: Callable[[], object]) -> float:
    """The best of three, in CPU seconds: other work on the machine counts less."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def bare_pages(lines: list[str], pages: int) -> None:
    """The same glyphs with no form, no fitting and no QR, by the library's shortest way."""
    canvas = Canvas(io.BytesIO(), pagesize=(683, 397), pageCompression=1)
    for _ in range(pages):
        canvas.setFont("WuyeSansSC-Regular", 8)
        for number, line in enumerate(lines):
            canvas.drawString(20, 380 - number * 5, line)
        canvas.showPage()
    canvas.save()


def slips(count: int) -> None:
    start = time.process_time()
    fonts = PaperFonts.load(ROOT / "resources" / "fonts")
    first = render_slips(fonts, [NORMAL], SlipFormat.PLIES, made_at=0)
    cold = time.process_time() - start
    with Pages(first) as pages:
        lines = [fonts.printable(line) for line in pages.text(0).splitlines()]
    for words, many in (("one slip", 1), (f"{count} slips", count)):
        ours = seconds(
            lambda many=many: render_slips(  # type: ignore[misc]
                fonts,
                (replace(NORMAL, slip_no=f"W3-{i:04d}", qr=f"W3-{i:04d}") for i in range(many)),
                SlipFormat.PLIES,
                made_at=0,
            )
        )
        floor = seconds(lambda many=many: bare_pages(lines, many))  # type: ignore[misc]
        print(f"{words:>14}: {ours * 1000:8.1f} ms   bare pages {floor * 1000:8.1f} ms   ratio {ours / floor:.2f}")
    print(f"    first slip: {cold * 1000:8.1f} ms with the fonts read   bars: a slip 20 ms, 1,000 in 3,500 ms")


def workbook(count: int) -> None:
    columns = [Column(f"列{number}", Kind.TEXT, 16) for number in range(22)]
    columns += [Column("数", Kind.NUMBER, 8), Column("时间", Kind.MOMENT, 17), Column("金额", Kind.MONEY, 12)]

    def rows() -> Iterator[list[object]]:
        for i in range(count):
            yield [f"文字{i % 97}列{j}" for j in range(22)] + [i, 1_795_150_000_000 + i * 60_000, i * 7]

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        ours = seconds(lambda: write_workbook(Path(folder) / "x.xlsx", "导出", columns, rows(), count))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024

    def bare() -> None:
        packer = zlib.compressobj()
        for row in rows():
            packer.compress("".join(f"<c><is><t>{cell}</t></is></c>" for cell in row).encode())

    floor = seconds(bare)
    print(
        f"{count} rows x 25: {ours:6.2f} s   zlib alone {floor:6.2f} s   ratio {ours / floor:.2f}"
        f"   {grown:+.0f} MB   (openpyxl writes the same in about ten times as long)"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slips", type=int, default=1000)
    parser.add_argument("--rows", type=int, default=20_000)
    arguments = parser.parse_args()
    slips(arguments.slips)
    workbook(arguments.rows)
