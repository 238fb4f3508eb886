"""Dispatch slips as a PDF: one, or those of a whole shift, on any of the papers."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import chain

from reports.document import Document, Pen
from reports.fonts import PaperFonts
from reports.slips.blank import BLANK_RULE, blank_table, draw_hand_lines
from reports.slips.filling import draw_copy, draw_sheet
from reports.slips.form import TITLE, draw_form
from reports.slips.layout import Table
from reports.slips.note import TITLE as NOTE_TITLE
from reports.slips.note import DoorNote, draw_notes
from reports.slips.paper import COPIES, NO_OFFSET, PAPERS, RETURN_RULE, Offset, Paper, SlipFormat
from reports.slips.sheet import SlipSheet

_FORM = "form"


def render_slips(
    fonts: PaperFonts,
    sheets: Iterable[SlipSheet],
    slip_format: SlipFormat,
    *,
    made_at: int,
    offset: Offset = NO_OFFSET,
    copies: Sequence[str] = COPIES,
    return_rule: str = RETURN_RULE,
    notes: Sequence[DoorNote] = (),
) -> bytes:
    """The PDF of the slips in their order, each `copies` times (paper of several plies: once, the strike goes through).

    Slips are all of orders or all blank; `notes` for the doors follow them on the same paper, to be cut off.
    `made_at` is UTC ms. Raises whatever the iterator of sheets raises: that is how a batch is stopped.
    """
    if len(copies) < 2:
        raise ValueError("the office and the resident each hold a copy")
    waiting = iter(sheets)
    first = next(waiting, None)
    if first is None:
        raise ValueError("no slip to print")
    paper = PAPERS[slip_format]
    document = Document(paper.page, TITLE, first.company, made_at)
    pen = Pen(document.canvas, fonts, paper.sheet[1])
    # Lines and labels go into the file once and are only placed on every page: half the time, a fifth of the size.
    table = blank_table(paper) if first.blank else Table(paper)
    with document.template(_FORM, paper.sheet):
        draw_form(pen, paper, tuple(copies), BLANK_RULE if first.blank else return_rule, table)
        if first.blank:
            draw_hand_lines(pen, table)
    printed = 0
    for count, sheet in enumerate(chain((first,), waiting)):
        filled = f"slip{count}"
        with document.template(filled, paper.sheet):
            draw_sheet(pen, paper, sheet, table)
        for number, copy in enumerate(copies[:1] if paper.one_strike else copies, start=1):
            _start_place(document, fonts, paper, printed)
            with _place(document, paper, offset, printed):
                document.stamp(_FORM)
                document.stamp(filled)
                draw_copy(pen, paper, sheet, number, copy)
            printed += 1
    document.next_page()
    if notes:
        draw_notes(document, fonts, paper, offset, list(notes))
        document.next_page()
    return document.finish()


def render_notes(
    fonts: PaperFonts, notes: Sequence[DoorNote], slip_format: SlipFormat, *, made_at: int, offset: Offset = NO_OFFSET
) -> bytes:
    """Notes for doors alone, two on every sheet of the paper."""
    paper = PAPERS[slip_format]
    document = Document(paper.page, NOTE_TITLE, notes[0].office.company, made_at)
    draw_notes(document, fonts, paper, offset, list(notes))
    document.next_page()
    return document.finish()


def _start_place(document: Document, fonts: PaperFonts, paper: Paper, printed: int) -> None:
    """Turns the page where it is full, and draws on a new one where to cut it."""
    if printed % len(paper.places):
        return
    if printed:
        document.next_page()
    if paper.cut is not None:
        page = Pen(document.canvas, fonts, paper.page[1])
        page.dashes(paper.margin, paper.cut, paper.page[0] / 2 - 12, paper.cut)
        page.text(paper.page[0] / 2, paper.cut, "沿虚线裁开", 7, anchor=0.5)
        page.dashes(paper.page[0] / 2 + 12, paper.cut, paper.page[0] - paper.margin, paper.cut)


def _place(document: Document, paper: Paper, offset: Offset, printed: int) -> AbstractContextManager[None]:
    x, y = paper.places[printed % len(paper.places)]
    return document.placed(x + offset.dx / 10, y + offset.dy / 10, paper.sheet[1])
