"""A chart drawn with pyqtgraph: bars, shares, a table of tints. Imported when the page is opened, never before."""

from collections.abc import Sequence
from math import ceil
from typing import Any

import pyqtgraph
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPen

from desk.services.assessment import wording
from desk.services.assessment.analysis.figures import Cell, Picture, Shape
from desk.ui.special.analysis.drawn import Band, Frame, Mark, Marks, Said, Square, Squares, Words
from desk.ui.special.analysis.inks import Inks
from desk.ui.special.analysis.plot import UNDER, Plot, emptied
from desk.ui.special.analysis.words import of_series, reached

MOST_AT_ONCE = {Shape.STACKED: 36, Shape.BESIDE: 18, Shape.RATES: 36, Shape.HEAT: 40}
MOST_SAID = 24  # more figures than these beside one another cannot be read
LOW_ROW = 60  # px
POINT = 0.001  # a share has no width of its own
HALF_BAR = {Shape.STACKED: 0.36, Shape.BESIDE: 0.19}


class Drawing:
    """One picture in one `GraphicsLayoutWidget`. Places run along x from 0; it knows where each figure lies."""

    def __init__(self, layout: Any, picture: Picture, inks: Inks, width: int, first: int = 0) -> None:
        """`width` in px is what there is for ticks; `first` the place at the left where they are too many."""
        self.picture, self.inks, self._layout = picture, inks, layout
        self.first, self.shown = first, min(len(picture.places), MOST_AT_ONCE[picture.shape])
        self._width = width
        self.plots: list[Plot] = []
        self._bands: list[Band] = []
        self._frames: list[Frame] = []
        self._figures: dict[tuple[int, int], tuple[int, QRectF]] = {}
        emptied(layout, inks)
        {Shape.HEAT: self._heat, Shape.RATES: self._rates}.get(picture.shape, self._bars)()
        layout.ci.layout.activate()
        layout.ci.setGeometry(QRectF(layout.rect()))  # activating alone shrinks it to its least

    # where things are

    def rects(self, place: int, series: int) -> tuple[int, QRectF]:
        """The number of the plot and the figure's own rectangle in it."""
        return self._figures.get((place, series), (0, QRectF()))

    def hit(self, number: int, x: float, y: float) -> tuple[int, int] | None:
        """The figure at a point of a plot: of a bar the part that is met, beyond it the nearest."""
        place = round(x)
        if not self.first <= place < min(self.first + self.shown, len(self.picture.places)):
            return None
        own = [(s, box) for (p, s), (n, box) in self._figures.items() if p == place and n == number]
        if not own:
            return None
        found = min(own, key=lambda one: (not one[1].contains(x, y), _apart(one[1], x, y)))
        return place, found[0]

    def stand(self, place: int, series: int, lit: bool) -> None:
        """Show the cursor there, in all plots the place and in one the figure."""
        at, box = self.rects(place, series)
        for number, plot in enumerate(self.plots):
            area = plot.area
            band = QRectF(place - 0.5, area.top(), 1.0, area.height())
            self._bands[number].stand(QRectF() if self.picture.shape is Shape.HEAT else band)
            self._frames[number].stand(box if number == at else QRectF(), lit)

    # the three shapes

    def _bars(self) -> None:
        picture, inks = self.picture, self.inks
        plot = self._plot()
        half = HALF_BAR[picture.shape]
        stacked = picture.shape is Shape.STACKED
        sums = [0] * len(picture.places)
        tallest = 1
        for s in range(len(picture.series)):
            counts = [cell.count if (cell := picture.cell(x, s)) else 0 for x in range(len(picture.places))]
            shift = 0.0 if stacked else (s - (len(picture.series) - 1) / 2) * 2 * half
            feet = list(sums) if stacked else [0] * len(counts)
            ink = inks.series(picture.name, s)
            if any(counts):
                plot.add(pyqtgraph.BarGraphItem(
                    x=[x + shift for x in range(len(counts))], y0=feet, height=counts, width=2 * half,
                    brush=ink, pen=QPen(inks.token("card"), 0),
                ))  # fmt: skip
            for x, number in enumerate(counts):
                self._figures[x, s] = (0, QRectF(x + shift - half, feet[x], 2 * half, number))
                sums[x] = sums[x] + number if stacked else 0
                tallest = max(tallest, feet[x] + number)
        self._frame(plot, 0, tallest * 1.14)
        self._numbers(plot, tallest)
        self._places_under(plot)
        self._say_bars(plot, sums if stacked else None)

    def _say_bars(self, plot: Plot, sums: Sequence[int] | None) -> None:
        """The sum over each bar, or each bar's own figure where they stand side by side."""
        if self.shown > MOST_SAID:
            return
        ink, said = self.inks.token("text"), []
        for (x, s), (_, box) in self._figures.items():
            number = round(box.height()) if sums is None else sums[x] if s == 0 else 0
            if number and self.first <= x < self.first + self.shown:
                said.append(Said(box.center().x(), box.bottom() if sums is None else number, f"{number:,}", ink, True))
        plot.add(Words(plot.area, said, self.inks.font(), QColor(Qt.GlobalColor.transparent)))

    def _rates(self) -> None:
        picture = self.picture
        shares = [100 * one.met / one.of for one in picture.cells.values() if one.of]
        targets = [one.target for one in picture.series if one.target is not None]
        least = min([*shares, *targets], default=0)
        low = max(0, int((least - 6) // 20) * 20)
        for s in range(len(picture.series)):
            self._layout.addItem(self._heading(s), row=3 * s, col=0, colspan=2)
            plot = self._plot(row=3 * s + 1)
            self._frame(plot, *self._with_room(low))
            marks = (low, (low + 100) // 2, 100) if 100 - low > plot.area.height() / 2 else (low, 100)
            plot.left([(one, f"{one} %") for one in marks])
            self._places_under(plot, hidden=s < len(picture.series) - 1)
            self._share_line(plot, s)

    def _with_room(self, low: int) -> tuple[float, float]:
        """The range of a share with room for its figures, over 100 and under the least, however low the row is."""
        rows, inks = len(self.picture.series), self.inks
        tall = max((self._layout.height() - inks.px(UNDER)) / rows - inks.px(UNDER), inks.px(LOW_ROW))
        room = inks.px(UNDER) / tall
        whole = (100 - low) / (1 - 2 * room)
        return low - room * whole, 100 + room * whole

    def _heading(self, series: int) -> Any:
        one, sum_ = self.picture.series[series], of_series(self.picture, series)
        rate = wording.percent_text(sum_.met, sum_.of, one.target or 0) if sum_.of else "没有要算的"
        ink, quiet = self.inks.token("ink").name(), self.inks.token("quiet").name()
        target = f"标准 {one.target} %" if one.target is not None else ""
        counted = f"{sum_.met:,} / {sum_.of:,}" if sum_.of else ""
        words = f'<b style="color:{ink}">{one.label}&nbsp; {rate}</b>'
        words += (
            f'<span style="color:{quiet}">&nbsp;&nbsp;{counted}&nbsp;&nbsp;{target}&nbsp;&nbsp;{one.meaning}</span>'
        )
        label = pyqtgraph.LabelItem(justify="left")
        label.item.setFont(self.inks.font("body"))
        label.item.setHtml(words)
        label.updateMin()
        label.resizeEvent(None)
        return label

    def _share_line(self, plot: Plot, s: int) -> None:
        picture, inks, target = self.picture, self.inks, self.picture.series[s].target
        points = [(x, cell) for x in range(len(picture.places)) if (cell := picture.cell(x, s)) and cell.of]
        if target is not None:
            pen = QPen(inks.token("quiet"), 0, Qt.PenStyle.DashLine)
            plot.level(target, pen)
        xs, ys = [x for x, _ in points], [100 * cell.met / cell.of for _, cell in points]
        line = QPen(inks.token("edge"), inks.px(2))
        line.setCosmetic(True)
        plot.add(pyqtgraph.PlotCurveItem(xs, ys, pen=line, antialias=True))
        marks = [
            Mark(x, y, fine := reached(cell, target), inks.line(fine)) for y, (x, cell) in zip(ys, points, strict=True)
        ]
        plot.add(Marks(plot.area, marks, inks.px(10), inks.token("card")))
        low, tall = plot.area.top(), plot.area.height()
        for x in range(len(picture.places)):
            cell = picture.cell(x, s)
            y = 100 * cell.met / cell.of if cell and cell.of else low + tall / 20
            self._figures[x, s] = (s, QRectF(x - POINT, y, 2 * POINT, POINT))
        if self.shown <= MOST_SAID:
            # Under the line of the target the figure stands below its point: it is not run through.
            said = [
                Said(one.x, one.y, _share_words(cell), inks.token("text"), one.good, not one.good)
                for one, (_, cell) in zip(marks, points, strict=True)
            ]
            plot.add(Words(plot.area, said, inks.font(), inks.token("card"), inks.px(9)))

    def _heat(self) -> None:
        picture, inks = self.picture, self.inks
        plot = self._plot()
        most = max((cell.count for cell in picture.cells.values()), default=0)
        squares = []
        for (x, s), cell in picture.cells.items():
            share = (cell.count / most) if most else 0.0
            words = f"{cell.count:,}" if cell.count else ""
            squares.append(Square(x, s, inks.heat(share), inks.on_heat(share), words))
            self._figures[x, s] = (0, QRectF(x - 0.5, s - 0.5, 1, 1))
        self._frame(plot, -0.5, max(len(picture.series), 1) - 0.5)
        plot.add(Squares(plot.area, squares, inks.font()))
        metrics = QFontMetricsF(inks.font())
        widest = max((metrics.horizontalAdvance(one.label) for one in picture.series), default=0)
        plot.left([(n, one.label) for n, one in enumerate(picture.series)], int(widest) + inks.px(16))
        self._places_under(plot)

    # what all of them have

    def _plot(self, row: int = 0) -> Plot:
        plot = Plot(self._layout, self.inks, row)
        self.plots.append(plot)
        return plot

    def _frame(self, plot: Plot, low: float, high: float) -> None:
        heat = self.picture.shape is Shape.HEAT
        plot.show_range(self.first - 0.5, self.first + self.shown - 0.5, low, high, down=heat)
        area, inks = plot.area, self.inks
        band = Band(area, inks.token("raised"))
        frame = Frame(area, inks.token("accent"), inks.token("quiet"), inks.token("card"), heat)
        for item in (band, frame):
            plot.add(item)
        self._bands.append(band)
        self._frames.append(frame)

    def _numbers(self, plot: Plot, tallest: int) -> None:
        """Whole numbers only, four or five of them."""
        step = next(one for n in range(9) for base in (1, 2, 5) if tallest / (one := base * 10**n) <= 5)
        marks = range(0, int(tallest * 1.1) + 1, step)  # at the very top a figure would be cut
        plot.left([(one, f"{one:,}") for one in marks])
        for one in marks[1:]:
            plot.level(one, QPen(self.inks.token("line"), 0), behind=True)

    def _places_under(self, plot: Plot, hidden: bool = False) -> None:
        """As many as have room."""
        places = self.picture.places
        if hidden:
            plot.under(None, self.inks.px(4))
            return
        metrics = QFontMetricsF(self.inks.font())
        seen = range(self.first, min(self.first + self.shown, len(places)))
        widest = max((metrics.horizontalAdvance(places[n].label) for n in seen), default=0) + self.inks.px(10)
        every = max(1, ceil(widest * max(len(seen), 1) / max(self._width, 1)))
        plot.under([(n, places[n].label) for n in seen if (n - self.first) % every == 0])


def _share_words(cell: Cell) -> str:
    """93.5: the sign stands at the axis."""
    return wording.percent_text(cell.met, cell.of).removesuffix(" %")


def _apart(box: QRectF, x: float, y: float) -> float:
    """How far a point lies from a rectangle, along the plot's own units."""
    beside = max(box.left() - x, 0, x - box.right())
    return beside * 1000 + max(box.top() - y, 0, y - box.bottom())
