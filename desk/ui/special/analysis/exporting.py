"""A chart leaves the page: as a picture with its title and legend, as a workbook with its figures."""

import os
from pathlib import Path
from typing import Any

import pyqtgraph
from PySide6.QtCore import QBuffer, QMarginsF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from desk.domain.errors import DeskError
from desk.domain.field import Kind
from desk.services.assessment import wording
from desk.services.assessment.analysis.figures import Picture, Shape
from desk.ui.special.analysis.drawing import Drawing
from desk.ui.special.analysis.inks import Inks
from desk.ui.special.analysis.legend import paint_legend
from desk.ui.theme import theme

SIZE = QSize(1200, 720)
TWICE = 2  # px of the picture for one of the design: it stays sharp on paper
MARGINS = QMarginsF(12, 12, 12, 12)
DOTS = 96  # an inch: axes are drawn through a picture that knows no other measure
PAD, HEAD, LINE, LEGEND, FOOT = 28, 34, 24, 36, 26


class Words:
    """What stands over and under the picture, and names the file."""

    def __init__(self, title: str, says: str, estate: str, days: str, told: str) -> None:
        self.title, self.says, self.estate, self.days, self.told = title, says, estate, days, told

    @property
    def file_name(self) -> str:
        plain = f"{self.title}-{self.estate}-{self.days.replace(' ', '')}"
        return "".join("_" if sign in '\\/:*?"<>|\n\t' else sign for sign in plain)


def image(picture: Picture, said: Words) -> QImage:
    """Light, whatever the screen wears: for a message, a slide."""
    made = QImage(SIZE * TWICE, QImage.Format.Format_RGB32)
    made.fill(Inks.paper(theme()).token("card"))
    painter = QPainter(made)
    painter.scale(TWICE, TWICE)
    _paint(painter, picture, said, SIZE)
    painter.end()
    return made


def paper(picture: Picture, said: Words) -> bytes:
    """The same on one sheet of A4 across, as lines and letters."""
    into = QBuffer()
    into.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(into)
    writer.setTitle(said.title)
    writer.setResolution(DOTS)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, MARGINS,
                    QPageLayout.Unit.Millimeter)
    )  # fmt: skip
    painter = QPainter(writer)
    share = writer.width() / SIZE.width()
    painter.scale(share, share)
    _paint(painter, picture, said, QSize(SIZE.width(), int(writer.height() / share)))
    painter.end()
    into.close()
    return bytes(into.data().data())


def _paint(painter: QPainter, picture: Picture, said: Words, size: QSize) -> None:
    """Title, what it is of, legend, chart, when it was counted."""
    inks = Inks.paper(theme())
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    wide = size.width() - 2 * PAD
    y = _line(painter, inks, said.title, "who", "ink", PAD, HEAD, bold=True)
    y = _line(painter, inks, f"{said.estate}   {said.days}   {said.says}", "matter", "text", y, LINE)
    paint_legend(painter, QRectF(PAD, y + 4, wide, LEGEND - 12), picture, inks)
    y += LEGEND
    _plot(painter, QRectF(PAD, y, wide, size.height() - y - FOOT - PAD / 2), picture, inks)
    _line(painter, inks, said.told, "caption", "quiet", size.height() - FOOT - 4, FOOT)


def _line(painter: QPainter, inks: Inks, words: str, kind: str, ink: str, y: float, tall: float,
          bold: bool = False) -> float:  # fmt: skip
    """One line; where the next may begin."""
    painter.setFont(inks.font(kind, bold))
    painter.setPen(inks.token(ink))
    box = QRectF(PAD, y, SIZE.width() - 2 * PAD, tall)
    room = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, room)
    return y + tall


def _plot(painter: QPainter, area: QRectF, picture: Picture, inks: Inks) -> None:
    """Drawn anew at this size, never the screen's own picture enlarged."""
    layout: Any = pyqtgraph.GraphicsLayoutWidget()
    layout.setFrameShape(layout.Shape.NoFrame)
    layout.resize(int(area.width()), int(area.height()))
    Drawing(layout, picture, inks, int(area.width()) - 60)
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    layout.render(painter, area, layout.rect())
    painter.restore()
    layout.close()
    layout.deleteLater()


def save_picture(path: Path, made: QImage) -> None:
    """The whole file or none."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.png")
    try:
        if not made.save(str(unfinished)):
            raise DeskError("图片存不进去", "换一个文件夹, 或看看磁盘满了没有")
        os.replace(unfinished, path)
    except OSError as error:
        raise DeskError("图片存不进去", "换一个文件夹, 或看看磁盘满了没有") from error
    finally:
        unfinished.unlink(missing_ok=True)


def save_table(path: Path, picture: Picture, said: Words) -> int:
    """The figures as numbers, a place of the axis a row; says how many rows."""
    from reports.workbook import Column, write_workbook

    heads = [
        Column({Shape.BESIDE: "师傅"}.get(picture.shape, "项" if picture.shape is Shape.HEAT else "时间"), width=20)
    ]
    shares = picture.shape is Shape.RATES
    for one in picture.series:
        if shares:
            heads += [Column(f"{one.label} 达到", Kind.NUMBER), Column(f"{one.label} 共", Kind.NUMBER),
                      Column(f"{one.label} %")]  # fmt: skip
        else:
            heads.append(Column(one.label, Kind.NUMBER))
    rows = [_row(picture, place, shares) for place in range(len(picture.places))]
    write_workbook(path, said.title, heads, rows, len(rows))
    return len(rows)


def _row(picture: Picture, place: int, shares: bool) -> list[object]:
    row: list[object] = [picture.places[place].words]
    for series, one in enumerate(picture.series):
        cell = picture.cell(place, series)
        if not shares:
            row.append(cell.count if cell is not None else 0)
        elif cell is not None:
            rate = wording.percent_text(cell.met, cell.of, one.target or 0) if cell.of else None
            row += [cell.met, cell.of, rate]
    return row
