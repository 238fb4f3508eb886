"""The chart as a widget: ←→ ↑↓ move a cursor over its figures, Enter or a click opens one, the mouse reads one."""

from typing import Any

import pyqtgraph
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desk.services.assessment.analysis.figures import Picture, Shape
from desk.ui.special.analysis import words
from desk.ui.special.analysis.drawing import MOST_AT_ONCE, Drawing
from desk.ui.special.analysis.inks import Inks
from desk.ui.theme import theme

STEPS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
pyqtgraph.setConfigOption("mouseRateLimit", 0)  # where the pointer comes to rest counts, however fast it came


class ChartView(QWidget):
    """`moved` tells where the cursor stands, `opened` which figure is wanted: place and series."""

    moved = Signal(int, int)
    opened = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName("图")
        self._layout: Any = pyqtgraph.GraphicsLayoutWidget()
        self._layout.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layout.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layout.setFrameShape(self._layout.Shape.NoFrame)
        self._layout.viewport().installEventFilter(self)
        self._layout.viewport().setMouseTracking(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._layout)
        self.tip = QLabel(self)
        self.tip.setObjectName("chart_tip")
        self.tip.setTextFormat(Qt.TextFormat.PlainText)
        self.tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.tip.hide()
        self._picture: Picture | None = None
        self._drawing: Drawing | None = None
        self._drawn: tuple[object, ...] = ()
        self._at = (0, 0)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._draw)

    @property
    def at(self) -> tuple[int, int]:
        """Place and series the cursor stands on."""
        return self._at

    @property
    def drawing(self) -> Drawing | None:
        return self._drawing

    def show_picture(self, picture: Picture, keep: bool = False) -> None:
        """`keep`: the same chart read anew, the cursor stays."""
        self._picture = picture
        if not keep:
            self._at = self._start()
        self._at = (
            max(0, min(self._at[0], len(picture.places) - 1)), max(0, min(self._at[1], len(picture.series) - 1))
        )  # fmt: skip
        self._draw()
        self._tell()

    def _start(self) -> tuple[int, int]:
        """Where something is: the latest stretch of time, the busiest technician or square, its largest figure."""
        assert self._picture is not None
        picture = self._picture
        cells = {key: cell.of or cell.count for key, cell in picture.cells.items() if cell.of or cell.count}
        if not cells:
            return 0, 0
        if picture.shape in (Shape.HEAT, Shape.BESIDE):
            return max(cells, key=lambda key: (cells[key], -key[0], -key[1]))
        place = max(place for place, _ in cells)
        own = {key: number for key, number in cells.items() if key[0] == place}
        return min(own) if picture.shape is Shape.RATES else max(own, key=lambda key: (own[key], -key[1]))

    def stand(self, place: int, series: int) -> None:
        """The cursor on a figure."""
        picture = self._picture
        if picture is None or not (0 <= place < len(picture.places) and 0 <= series < len(picture.series)):
            return
        self._at = (place, series)
        drawing = self._drawing
        if drawing is not None and not drawing.first <= place < drawing.first + drawing.shown:
            self._draw()
        self._light()
        self._tell()

    def _tell(self) -> None:
        picture = self._picture
        if picture is not None and picture.places and picture.series:
            self.setAccessibleDescription(words.whole(picture, *self._at))
            self.moved.emit(*self._at)

    # drawing

    def _draw(self) -> None:
        if self._picture is None or self._layout.width() < 2:
            return
        inks, drawing = Inks.worn(theme()), self._drawing
        width = self._layout.width() - inks.px(60)
        first = self._window(drawing.first if drawing is not None and drawing.picture is self._picture else 0)
        tall = self._layout.height() if self._picture.shape is Shape.RATES else 0  # others need nothing of it
        wanted = (id(self._picture), width, tall, first, inks.dark, inks.scale)
        if drawing is None or wanted != self._drawn:
            self._drawing = Drawing(self._layout, self._picture, inks, width, first)
            self._drawn = wanted
        self._light()

    def _window(self, first: int) -> int:
        """The first place shown, so that the cursor is in sight."""
        assert self._picture is not None
        most, place = MOST_AT_ONCE[self._picture.shape], self._at[0]
        first = min(first, place)
        first = max(first, place - most + 1)
        return max(0, min(first, len(self._picture.places) - most))

    def _light(self) -> None:
        if self._drawing is not None:
            self._drawing.stand(*self._at, self.hasFocus())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._soon.start()  # another light: the colours of what is drawn are its own

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._light()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._light()

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        picture, step = self._picture, STEPS.get(Qt.Key(event.key()))
        if picture is None:
            super().keyPressEvent(event)
        elif step is not None:
            # Series of bars are counted from the foot, those of rows from the top.
            rows = picture.shape in (Shape.HEAT, Shape.RATES)
            self.stand(self._at[0] + step[0], self._at[1] + (-step[1] if rows else step[1]))
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.stand(0 if event.key() == Qt.Key.Key_Home else len(picture.places) - 1, self._at[1])
        elif event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.opened.emit(*self._at)
        else:
            super().keyPressEvent(event)

    # mouse

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self.tip.hide()
        elif isinstance(event, QMouseEvent) and kind == QEvent.Type.MouseMove:
            self._read(event.position())
            return True
        elif isinstance(event, QMouseEvent) and kind == QEvent.Type.MouseButtonPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            found = self._under(event.position())
            if found is not None and event.button() == Qt.MouseButton.LeftButton:
                self.tip.hide()
                self.stand(*found)
                self.opened.emit(*found)
            return True
        elif kind == QEvent.Type.Wheel:
            event.ignore()  # the page may scroll
            return True
        elif kind in (QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick):
            return True
        return False

    def _under(self, at: QPointF) -> tuple[int, int] | None:
        if self._drawing is None:
            return None
        scene = self._layout.mapToScene(at.toPoint())
        for number, plot in enumerate(self._drawing.plots):
            box = plot.box
            if box.sceneBoundingRect().contains(scene):
                point = box.mapSceneToView(scene)
                return self._drawing.hit(number, point.x(), point.y())
        return None

    def _read(self, at: QPointF) -> None:
        """The figure under the mouse, in words beside it."""
        found = self._under(at)
        if found is None or self._picture is None:
            self.tip.hide()
            return
        picture = self._picture
        lines = [words.standing(picture, *found), words.figure(picture, *found), *words.asides(picture, *found)]
        self.tip.setText("\n".join(lines))
        self.tip.adjustSize()
        gap = theme().px(14)
        x, y = round(at.x()) + gap, round(at.y()) + gap
        if x + self.tip.width() > self.width():
            x = round(at.x()) - gap - self.tip.width()
        if y + self.tip.height() > self.height():
            y = round(at.y()) - gap - self.tip.height()
        self.tip.move(max(0, x), max(0, y))
        self.tip.show()
        self.tip.raise_()
