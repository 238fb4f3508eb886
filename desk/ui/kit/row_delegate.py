"""Paints rows: two columns of shapes, room, matter, who, clock; the open row with its next step."""

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.ui.kit.buttons import draw_key, key_width
from desk.ui.kit.row_model import ROW, Heading, Index, Row
from desk.ui.kit.shapes import draw_clock, draw_mark, tone_of
from desk.ui.theme import Theme, theme

LEAST = 72  # px of the design that the matter keeps: four characters and their dots


class RowDelegate(QStyledItemDelegate):
    """Paints lines; knows where the open row's button is."""

    def __init__(self, columns: dict[str, int], opens: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns  # widths in px of the design: state, where, note, who, clock, next; the rest is `what`
        self._opens = opens
        self.fading: set[str] = set()  # rows that changed just now
        self.glow = 0.0  # how much of their fade is left, 1 to 0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = theme()
        view = self.parent()
        chosen = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        one = index.data(ROW)
        opened = chosen and self._opens and isinstance(one, Row) and bool(one.next_label)
        return QSize(100, look.size("row_open") if opened else look.size("row"))

    def button_rect(self, rect: QRectF, row: Row, also: bool = False) -> QRectF:
        """Where the next step's button stands in an open row, or the one beside it."""
        look = theme()
        height, right = look.size("button"), rect.right() - look.px(16)
        if also:
            right = self.button_rect(rect, row).left() - look.px(8)
        words, key = (row.also_label, row.also_key) if also else (row.next_label, row.next_key)
        width = QFontMetrics(look.font("body", not also)).horizontalAdvance(words) + look.px(28)
        width += key_width(look, key) + look.px(8) if key else 0
        return QRectF(right - width, rect.bottom() - height - look.px(8), width, height)

    def step_at(self, rect: QRectF, row: Row, place: QPointF) -> str:
        """The step whose button is pressed there, if any."""
        if row.next_label and self.button_rect(rect, row).contains(place):
            return row.next_step
        if row.also_label and self.button_rect(rect, row, also=True).contains(place):
            return row.also_step
        return ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one = index.data(ROW)
        look, rect = theme(), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(one, Heading):
            self._heading(painter, look, rect, one)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._row(painter, look, rect, one, chosen)
        painter.restore()

    def _heading(self, painter: QPainter, look: Theme, rect: QRectF, one: Heading) -> None:
        tint = {"bad": "bad_tint", "warn": "warn_tint"}.get(one.tone)
        if tint:
            painter.fillRect(rect, look.colour(tint))
        if rect.top() > 0:
            painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), look.colour("line"))
        x = rect.left() + look.px(16)
        ink = one.tone or "text"
        if one.shape:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            centre = QPointF(x + look.px(5), rect.center().y() + 1)
            draw_clock(painter, centre, one.shape, 0, look.colour(ink), look.colour("edge"), look.px(7), 2)
            x += look.px(18)
        painter.setFont(look.font("body", bold=True))
        painter.setPen(look.colour(ink))
        painter.drawText(QRectF(x, rect.top(), 200, rect.height()), Qt.AlignmentFlag.AlignVCenter, one.words)
        x += QFontMetrics(painter.font()).horizontalAdvance(one.words) + look.px(6)
        painter.setFont(look.font("body"))
        painter.drawText(QRectF(x, rect.top(), 80, rect.height()), Qt.AlignmentFlag.AlignVCenter, str(one.count or ""))
        if one.aside:
            painter.setPen(look.colour(ink if one.tone else "quiet"))
            painter.setFont(look.font("caption"))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(rect.adjusted(0, 0, -look.px(16), 0), right, one.aside)

    def _row(self, painter: QPainter, look: Theme, rect: QRectF, one: Row, chosen: bool) -> None:
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("tint"))
            painter.drawRoundedRect(rect.adjusted(look.px(4), 0, -look.px(4), 0), look.px(4), look.px(4))
            painter.fillRect(
                QRectF(rect.left() + look.px(4), rect.top(), look.px(3), rect.height()), look.colour("accent")
            )
        elif one.id in self.fading:
            glow = look.colour("tint")
            glow.setAlphaF(self.glow)
            painter.fillRect(rect, glow)
        line = QRectF(rect.left(), rect.top(), rect.width(), look.size("row"))
        if chosen and self._opens and one.next_label:
            line.setHeight(look.px(36))
        self._cells(painter, look, line, one, chosen)
        if chosen and self._opens and one.next_label:
            self._open(painter, look, rect, one)

    def _cells(self, painter: QPainter, look: Theme, line: QRectF, one: Row, chosen: bool) -> None:
        tone = one.tone if one.tone in ("warn", "bad", "good") else ""
        width = self.held(line.width() / look.scale)
        x, right = line.left() + look.px(16), line.right() - look.px(16)
        centre = QPointF(x + look.px(9), line.center().y() + 1)
        if one.mark:
            colour = "good" if one.mark in ("arrived", "done") else "accent" if one.mark == "acknowledged" else "quiet"
            draw_mark(painter, centre, one.mark, look.colour(colour), look.px(5))
        elif one.shape in ("ring", "triangle", "square"):
            draw_clock(painter, centre, one.shape, one.permille, look.colour(tone_of(one.shape)), look.colour("line"),
                       look.px(8), look.px(2.5), filled=True)  # fmt: skip
        x += look.px(28)
        ink = tone or ("text" if chosen else "quiet" if one.mark == "not_reported" else "text")
        x = self._text(painter, look, x, width["state"], line, one.state, ink, bold=tone == "bad")
        x = self._text(painter, look, x, width["where"], line, one.where, "ink", bold=True, face="room")
        if one.urgent and width.get("urgent", 1):
            self._urgent(painter, look, x, line)
        x += look.px(30) if width.get("urgent", 1) else 0
        end = right - look.px(sum(width.get(name, 0) for name in ("note", "who", "clock", "next")))
        # A long matter takes the room of a note that is not there.
        free = 0 if one.note else look.px(width.get("note", 0))
        self._text(painter, look, x, (end + free - x) / look.scale, line, one.what, "ink", face="matter")
        x = self._text(painter, look, end, width.get("note", 0), line, one.note, "text" if chosen else "quiet")
        x = self._text(painter, look, x, width.get("who", 0), line, one.who, "text")
        x = self._clock(painter, look, x, width.get("clock", 0), line, one, tone, chosen)
        if width.get("next") and one.next_label and not (chosen and self._opens):
            self._next(painter, look, x + look.px(28), line, one)

    def held(self, room: float) -> dict[str, int]:
        """The columns that a line this wide can hold: what is said aside goes before the matter is covered."""
        width = dict(self._columns)
        for name in ("note", "who", "next"):
            if room - 60 - sum(width.values()) >= LEAST:
                break
            width[name] = 0
        return width

    def _clock(
        self, painter: QPainter, look: Theme, x: float, width: int, line: QRectF, one: Row, tone: str, chosen: bool
    ) -> float:  # fmt: skip
        if not width:
            return x
        room = look.px(width)
        at_right = bool(one.mark) and one.shape in ("ring", "triangle", "square")
        box = QRectF(x, line.top(), room - (look.px(24) if at_right else 0), line.height())
        painter.setFont(look.font("body", bold=tone == "bad"))
        painter.setPen(look.colour(tone or ("text" if chosen or one.shape else "quiet")))
        metrics = QFontMetrics(painter.font())
        words = metrics.elidedText(one.clock, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        if at_right:
            centre = QPointF(x + room - look.px(9), line.center().y() + 1)
            draw_clock(painter, centre, one.shape, one.permille, look.colour(tone_of(one.shape)), look.colour("line"),
                       look.px(7), look.px(2.5))  # fmt: skip
        return x + room

    def _text(
        self, painter: QPainter, look: Theme, x: float, width: float, line: QRectF, words: str, ink: str,
        bold: bool = False, face: str = "body",
    ) -> float:  # fmt: skip
        if width <= 0:
            return x
        room = width * look.scale
        painter.setFont(look.font(face, bold))
        painter.setPen(look.colour(ink))
        shown = QFontMetrics(painter.font()).elidedText(
            words.replace("\n", " "), Qt.TextElideMode.ElideRight, int(room - look.px(8))
        )
        painter.drawText(QRectF(x, line.top(), room, line.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        return x + room

    def _urgent(self, painter: QPainter, look: Theme, x: float, line: QRectF) -> None:
        box = QRectF(x, line.center().y() - look.px(9), look.px(22), look.px(18))
        painter.setPen(QPen(look.colour("bad"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(look.font("caption", bold=True))
        painter.setPen(look.colour("bad"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "急")

    def _next(self, painter: QPainter, look: Theme, x: float, line: QRectF, one: Row) -> None:
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text"))
        painter.drawText(
            QRectF(x, line.top(), look.px(60), line.height()), Qt.AlignmentFlag.AlignVCenter, one.next_label
        )
        if one.next_key:
            x += QFontMetrics(painter.font()).horizontalAdvance(one.next_label) + look.px(8)
            cap = QRectF(x, line.center().y() - look.px(9), key_width(look, one.next_key), look.px(18))
            draw_key(painter, look, cap, one.next_key, "text", "raised", "raised")

    def _open(self, painter: QPainter, look: Theme, rect: QRectF, one: Row) -> None:
        button = self.button_rect(rect, one)
        left = self.button_rect(rect, one, also=True).left() if one.also_label else button.left()
        x = rect.left() + look.px(44 + self._columns["state"])
        room = QRectF(x, button.top(), left - x - look.px(12), button.height())
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text"))
        words = QFontMetrics(painter.font()).elidedText(
            (one.detail or one.note).replace("\n", " "), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        self._button(painter, look, button, one.next_label, one.next_key, primary=True)
        if one.also_label:
            beside = self.button_rect(rect, one, also=True)
            self._button(painter, look, beside, one.also_label, one.also_key, primary=False)

    def _button(self, painter: QPainter, look: Theme, box: QRectF, words: str, key: str, primary: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen if primary else QPen(look.colour("edge"), 1))
        painter.setBrush(look.colour("accent" if primary else "card"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.size("radius"), look.size("radius"))
        ink = "on_accent" if primary else "ink"
        painter.setPen(look.colour(ink))
        painter.setFont(look.font("body", bold=primary))
        painter.drawText(box.adjusted(look.px(14), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        if key:
            width, ground = key_width(look, key), "accent_cap" if primary else "raised"
            cap = QRectF(box.right() - width - look.px(14), box.center().y() - look.px(10), width, look.px(20))
            draw_key(painter, look, cap, key, "on_accent" if primary else "text", ground, ground)
