"""The first sheet: what this is, of whom and when, where to sign, and what is on the other sheets."""

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from reports.assessment import words
from reports.assessment.entries import Report
from reports.assessment.workbook_parts import Book, Look, high, join, link, page, widths

NAME = "封面"
WIDTHS = (14.0, 34.0, 14.0, 36.0)
LAST = len(WIDTHS)
HOW_TO_READ = (
    "扣分和得分是公式: 按每张表右边的数重算, 那些数不打印; 各率按记录的时刻数出来, 名单在后面的依据表里.",
    "比率不到 20 件不计分等规则以各表“计分方法”和说明为准; 没有的项目按比例摊到其余各项.",
)


def write_cover(book: Book, report: Report, sheet: Worksheet) -> int:
    """Everything but the list of sheets, which is known at the end; the row where that begins."""
    widths(sheet, WIDTHS)
    for row in range(1, 4):
        sheet.row_dimensions[row].height = 24
    book.across(sheet, 4, words.title(report), LAST, Look.COVER, 48)
    one = report.entries[0].sheet.estate if len(report.entries) == 1 else ""
    book.across(sheet, 5, one or report.company, LAST, Look.UNDER_COVER, 26)
    line = 7
    for label, said in words.cover_lines(report):
        book.put(sheet, line, 1, label, Look.HEAD)
        _wide(book, sheet, line, said)
        line += 1
    line += 1
    for who in words.SIGN_OFF:
        book.put(sheet, line, 1, who, Look.HEAD)
        _wide(book, sheet, line, "")
        book.put(sheet, line, LAST, words.SIGNED_ON, Look.MIDDLE)
        sheet.row_dimensions[line].height = 44
        line += 1
    return line + 1


def _wide(book: Book, sheet: Worksheet, line: int, said: str) -> None:
    last = LAST - (0 if said else 1)
    for column in range(2, last + 1):
        book.put(sheet, line, column, said if column == 2 else None, Look.WORDS)
    join(sheet, (line, 2), (line, last))
    sheet.row_dimensions[line].height = 22


def write_contents(
    book: Book, sheet: Worksheet, line: int, contents: Sequence[tuple[str, str]], asides: Sequence[str]
) -> None:  # fmt: skip
    """(sheet, what it shows) with links, two beside one another, and how to read it all."""
    book.across(sheet, line, "目录", LAST, Look.SECTION, 24)
    half = -(-len(contents) // 2)
    for number, (name, said) in enumerate(contents):
        row, column = line + 1 + number % half, 1 + 2 * (number // half)
        book.put(sheet, row, column, said, Look.WORDS)
        book.put(sheet, row, column + 1, name, Look.LINK)
        link(sheet, row, column + 1, name)
        sheet.row_dimensions[row].height = max(
            sheet.row_dimensions[row].height or 0, high([(name, WIDTHS[column]), (said, WIDTHS[column - 1])], spare=4)
        )
    line += half + 2
    for one in (*HOW_TO_READ, *asides):
        book.across(sheet, line, one, LAST, Look.SMALL, high([(one, sum(WIDTHS))], spare=4))
        line += 1
    page(sheet, f"D{line - 1}", "")
