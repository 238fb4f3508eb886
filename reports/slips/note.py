"""未遇留言条: half a sheet that the man leaves on the door; the desk's telephone large, no name, no matter."""

from dataclasses import dataclass

from reports.document import FIRM, OUTER, THICK, Document, Pen
from reports.fonts import PaperFonts
from reports.qr import QUIET, qr_runs
from reports.slips.form import draw_units
from reports.slips.of_order import Office
from reports.slips.paper import Offset, Paper

TITLE = "未遇留言条"
GREETING = "业主 / 住户您好："
_QR = 20.0
_WHEN = ("月", "日", "时", "分")


@dataclass(frozen=True, slots=True)
class DoorNote:
    """One note; what is empty is left to the pen. `came` is `11-20 14:35`, `again` when the desk rings anyway."""

    office: Office
    no: str = ""
    where: str = ""
    who: str = ""
    came: str = ""
    again: str = ""


def notes_a_page(paper: Paper) -> int:
    return 2 * len(paper.places)


def draw_notes(document: Document, fonts: PaperFonts, paper: Paper, offset: Offset, notes: list[DoorNote]) -> None:
    """Two on every sheet of the paper, with a line to cut along; a place left over takes a note to be filled in."""
    page = notes_a_page(paper)
    office = notes[0].office
    whole = [*notes, *[DoorNote(office, again=notes[0].again)] * (-len(notes) % page)]
    pen = Pen(document.canvas, fonts, paper.sheet[1])
    half = paper.sheet[0] / 2
    for first in range(0, len(whole), page):
        if first:
            document.next_page()
        for place, (x, y) in enumerate(paper.places):
            with document.placed(x + offset.dx / 10, y + offset.dy / 10, paper.sheet[1]):
                pen.dashes(half, paper.top, half, paper.sheet[1] - 4)
                for side in (0, 1):
                    left = paper.margin if side == 0 else half + 6
                    right = half - 6 if side == 0 else paper.sheet[0] - paper.margin
                    _draw(pen, whole[first + 2 * place + side], left, right - left, paper.top)
        if paper.cut is not None:
            Pen(document.canvas, fonts, paper.page[1]).dashes(
                paper.margin, paper.cut, paper.page[0] - paper.margin, paper.cut
            )


def _draw(pen: Pen, note: DoorNote, x: float, width: float, top: float) -> None:
    centre, right = x + width / 2, x + width
    pen.block(x, top + 1, width, 4.6, f"{note.office.company}", 9.5, 6, bold=False)
    pen.block(x, top + 5.6, width, 4.6, f"{note.office.estate}客户服务中心", 9.5, 6, bold=False)
    pen.text(centre, top + 17, " ".join(TITLE), 19, bold=True, anchor=0.5)
    pen.line(x, top + 23, right, top + 23, THICK)
    y = top + 30
    pen.text(x, y, GREETING, 11)
    y += 9
    _gap(pen, x, right, y, "地址", note.where)
    y += 9
    _gap(pen, x, right, y, "师傅", note.who)
    y += 9
    pen.text(x, y, "来过", 10.5)
    if note.came:
        pen.text(x + 12, y, note.came, 12, bold=True)
    else:
        draw_units(pen, x + 12, right - 3, y, _WHEN)
    pen.line(x + 11, y + 3, right, y + 3, FIRM)
    y += 8.5
    pen.block(x, y - 3, width, 6, "上门维修，家里没有人。请回电另约时间：", 11, 8, bold=False)
    y += 6
    pen.frame(x, y, width, 18, OUTER)
    pen.text(centre, y + 4, "请 回 电", 9.5, bold=True, anchor=0.5)
    pen.block(x + 2, y + 6.5, width - 4, 10, note.office.desk_phone, 26, 12, anchor=0.5)
    y += 25
    if note.no:
        _code(pen, note.no, right, y - 4)
    pen.text(x, y, "单号" if note.no else "单号（请报给前台）", 9)
    if note.no:
        pen.block(x, y + 3, width - _QR - 2, 7, note.no, 16, 9)
    else:
        pen.line(x, y + 9, right - 20, y + 9, FIRM)
    if note.again:
        pen.block(x, y + 11, width - _QR - 2, 4.6, f"我们会在 {note.again} 再联系您", 8.5, 6, bold=False)


def _gap(pen: Pen, x: float, right: float, y: float, label: str, words: str) -> None:
    pen.text(x, y, label, 10.5)
    pen.line(x + 11, y + 3, right, y + 3, FIRM)
    if words:
        pen.block(x + 12, y - 3, right - x - 12, 6, words, 13, 7)


def _code(pen: Pen, no: str, right: float, y: float) -> None:
    """The number, so that the desk's gun reads the note that a resident brings."""
    modules, runs = qr_runs(no)
    module = _QR / (modules + 2 * QUIET)
    pen.squares(right - (modules + QUIET) * module, y + QUIET * module, module, runs)
