"""Two axes and what is drawn between them. pyqtgraph's own PlotItem builds a menu nobody opens, 20 ms each time."""

from collections.abc import Sequence
from typing import Any

import pyqtgraph
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPen

from desk.ui.special.analysis.inks import Inks

Ticks = Sequence[tuple[float, str]]
LEFT, UNDER = 48, 24


class Plot:
    """In a row of the layout, its bottom axis in the next one. Nothing in it is moved by the mouse."""

    def __init__(self, layout: Any, inks: Inks, row: int) -> None:
        self.box: Any = pyqtgraph.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0)
        self._left, self._under = (self._axis(side, inks) for side in ("left", "bottom"))
        self._left.setWidth(inks.px(LEFT))
        self._under.setHeight(inks.px(UNDER))
        self._under.setPen(QPen(inks.token("edge"), 0))
        for item, at, column in ((self._left, row, 0), (self.box, row, 1), (self._under, row + 1, 1)):
            layout.addItem(item, row=at, col=column)
        grid = layout.ci.layout
        grid.setRowStretchFactor(row, 100)
        grid.setColumnStretchFactor(1, 100)

    def _axis(self, side: str, inks: Inks) -> Any:
        axis = pyqtgraph.AxisItem(side, linkView=self.box)
        axis.setStyle(tickFont=inks.font(), tickLength=0, tickAlpha=0, tickTextOffset=inks.px(6))
        axis.setStyle(autoExpandTextSpace=False)
        axis.setTextPen(inks.token("text"))
        axis.setPen(None)
        return axis

    @property
    def area(self) -> QRectF:
        """What it shows, in its own units."""
        (left, right), (low, high) = self.box.viewRange()
        return QRectF(left, low, right - left, high - low)

    def show_range(self, left: float, right: float, low: float, high: float, down: bool = False) -> None:
        """`down`: the first row stands at the top."""
        self.box.invertY(down)
        self.box.setRange(xRange=(left, right), yRange=(low, high), padding=0)

    def left(self, ticks: Ticks, width: int = 0) -> None:
        self._left.setTicks([list(ticks)])
        if width:
            self._left.setWidth(width)

    def under(self, ticks: Ticks | None, height: int = 0) -> None:
        """None: the words stand under another plot."""
        self._under.setTicks([list(ticks or ())])
        if ticks is None:
            self._under.setHeight(height)

    def add(self, item: Any) -> None:
        self.box.addItem(item, ignoreBounds=True)

    def level(self, at: float, pen: QPen, behind: bool = False) -> None:
        """A line right across."""
        made = pyqtgraph.InfiniteLine(pos=at, angle=0, pen=pen)
        made.setZValue(-20 if behind else 0)
        made.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.add(made)


def emptied(layout: Any, inks: Inks) -> None:
    """Nothing of the picture before is left, neither its room."""
    layout.clear()
    layout.setBackground(inks.token("card"))
    grid = layout.ci.layout
    for row in range(grid.rowCount()):
        grid.setRowStretchFactor(row, 0)
    layout.ci.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(inks.px(2))
    grid.setHorizontalSpacing(0)
