"""Paints the sheet: items beside their rows, what was lost as a bar, the open row with its rule and its figures."""

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.ui.kit.buttons import draw_key, key_width
from desk.ui.kit.row_model import ROW, Index
from desk.ui.special.assessment.columns import RIGHT, Columns
from desk.ui.special.assessment.lines import FOLD, LEFT, TOTAL, SheetLine
from desk.ui.theme import Theme, theme

LINE, OPEN = 30, 86  # px of the design
MIDDLE = Qt.AlignmentFlag.AlignVCenter


class SheetDelegate(QStyledItemDelegate):
    """Knows where the figures of the open row stand."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.beside = False  # whether people gave marks

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view, one = self.parent(), index.data(ROW)
        chosen = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        tall = OPEN if chosen and isinstance(one, SheetLine) and one.is_row else LINE
        return QSize(100, theme().px(tall))

    def chip_rects(self, rect: QRectF, one: SheetLine) -> list[QRectF]:
        """Where the figures of the open row stand, as many as there is room for."""
        look, columns = theme(), Columns.of(rect.width(), self.beside)
        x, end = columns.box("name", rect).left(), rect.right() - look.px(12)
        metrics, found = QFontMetrics(look.font("body")), list[QRectF]()
        top = rect.top() + look.px(LINE + 27)
        for number, words in enumerate(one.chips):
            wide = metrics.horizontalAdvance(words) + look.px(20)
            wide += key_width(look, "Enter") + look.px(8) if not number else 0
            if x + wide > end:
                break
            found.append(QRectF(x, top, wide, look.px(24)))
            x += wide + look.px(8)
        return found

    def chip_at(self, rect: QRectF, one: SheetLine, place: QPointF) -> int:
        """Which figure is pressed there; -1 for none."""
        return next((n for n, box in enumerate(self.chip_rects(rect, one)) if box.contains(place)), -1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one = index.data(ROW)
        if not isinstance(one, SheetLine):
            return
        look, rect = theme(), QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        columns = Columns.of(rect.width(), self.beside)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, look, rect, one, columns, chosen)
        line = QRectF(rect.left(), rect.top(), rect.width(), look.px(LINE))
        if one.is_row:
            self._row(painter, look, line, one, columns, chosen)
            if chosen and rect.height() > look.px(LINE) + 1:
                self._open(painter, look, rect, one, columns)
        elif one.code == TOTAL:
            self._total(painter, look, line, one, columns)
        else:
            self._aside(painter, look, line, one, columns, chosen)
        painter.restore()

    def _ground(
        self, painter: QPainter, look: Theme, rect: QRectF, one: SheetLine, columns: Columns, chosen: bool
    ) -> None:  # fmt: skip
        left = columns.places["code"][0] if one.is_row else 0.0
        if chosen:
            painter.fillRect(rect.adjusted(left, 0, 0, 0), look.colour("tint"))
            painter.fillRect(QRectF(rect.left() + left, rect.top(), look.px(3), rect.height()), look.colour("accent"))
        from_left = 0.0 if one.first else columns.places["code"][0]
        if rect.top() > 0:
            painter.fillRect(QRectF(rect.left() + from_left, rect.top(), rect.width() - from_left, 1),
                             look.colour("edge" if one.first else "line"))  # fmt: skip
        if one.is_row:
            x = rect.left() + columns.places["code"][0]
            painter.fillRect(QRectF(x, rect.top(), 1, rect.height()), look.colour("line"))

    def _row(
        self, painter: QPainter, look: Theme, line: QRectF, one: SheetLine, columns: Columns, chosen: bool
    ) -> None:  # fmt: skip
        quiet = "text" if chosen else "quiet"
        if one.first:
            self._item(painter, look, line, one, columns)
        self._cell(painter, look, columns, line, "code", one.code, quiet)
        self._name(painter, look, columns, line, one, quiet)
        self._cell(painter, look, columns, line, "actual", one.actual, "ink", bold=True)
        self._cell(painter, look, columns, line, "standard", one.standard, quiet)
        self._bar(painter, look, columns, line, one)
        ink = "bad" if one.worst else "ink" if one.lost else quiet
        self._cell(painter, look, columns, line, "deducted", one.deducted, ink, bold=bool(one.lost))
        self._score(painter, look, columns, line, one, quiet)
        for name, words in (("own", one.own), ("chief", one.chief)):
            if name in columns:
                self._cell(painter, look, columns, line, name, words or "—", "ink" if words else quiet)
        self._cell(painter, look, columns, line, "remark", one.remark, "text", gap=12)
        icon = "chevron-down" if chosen else "chevron-right"
        side = look.px(16)
        box = columns.box("go", line)
        painter.drawPixmap(int(box.left()), int(line.center().y() - side / 2), look.pixmap(icon, quiet, 16))

    def _item(self, painter: QPainter, look: Theme, line: QRectF, one: SheetLine, columns: Columns) -> None:
        box = columns.box("item", line)
        painter.setFont(look.font("matter", bold=True))
        painter.setPen(look.colour("ink"))
        painter.drawText(box, MIDDLE, one.item)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("quiet"))
        painter.drawText(box.adjusted(0, 0, -look.px(10), 0), MIDDLE | Qt.AlignmentFlag.AlignRight, one.item_marks)

    def _name(
        self, painter: QPainter, look: Theme, columns: Columns, line: QRectF, one: SheetLine, quiet: str
    ) -> None:  # fmt: skip
        box = columns.box("name", line)
        painter.setFont(look.font("matter"))
        painter.setPen(look.colour("ink"))
        metrics = QFontMetrics(painter.font())
        painter.drawText(box, MIDDLE, metrics.elidedText(one.name, Qt.TextElideMode.ElideRight, int(box.width())))
        used = metrics.horizontalAdvance(one.name) + look.px(10)
        if one.says and box.width() - used > look.px(40):
            painter.setFont(look.font("caption"))
            painter.setPen(look.colour(quiet))
            room = box.adjusted(used, 0, 0, 0)
            words = QFontMetrics(painter.font()).elidedText(one.says, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, MIDDLE, words)

    def _bar(self, painter: QPainter, look: Theme, columns: Columns, line: QRectF, one: SheetLine) -> None:
        """How much of the row's marks is gone."""
        if not one.score or one.score == "—":
            return
        box, high = columns.box("bar", line).adjusted(look.px(6), 0, 0, 0), look.px(6)
        track = QRectF(box.left(), line.center().y() - high / 2, box.width(), high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("line"))
        painter.drawRoundedRect(track, high / 2, high / 2)
        if one.lost:
            painter.setBrush(look.colour("bad" if one.worst else "quiet"))
            part = max(high, track.width() * min(one.lost, 1000) / 1000)
            painter.drawRoundedRect(QRectF(track.left(), track.top(), part, high), high / 2, high / 2)

    def _score(
        self, painter: QPainter, look: Theme, columns: Columns, line: QRectF, one: SheetLine, quiet: str
    ) -> None:  # fmt: skip
        """5.0 / 6: the points stand under one another."""
        box = columns.box("score", line)
        small = QFontMetrics(look.font("body"))
        tail = small.horizontalAdvance(" / 12.5")
        painter.setFont(look.font("matter", bold=True))
        painter.setPen(look.colour("ink"))
        painter.drawText(box.adjusted(0, 0, -tail, 0), MIDDLE | Qt.AlignmentFlag.AlignRight, one.score)
        if one.full:
            painter.setFont(look.font("body"))
            painter.setPen(look.colour(quiet))
            painter.drawText(QRectF(box.right() - tail, box.top(), tail, box.height()), MIDDLE, f" / {one.full}")

    def _open(self, painter: QPainter, look: Theme, rect: QRectF, one: SheetLine, columns: Columns) -> None:
        """The finding and its rule; under it the figures, each a way to its list."""
        x = columns.box("name", rect).left()
        room = QRectF(x, rect.top() + look.px(LINE - 2), rect.right() - x - look.px(12), look.px(26))
        painter.setFont(look.font("body", bold=True))
        painter.setPen(look.colour("ink"))
        painter.drawText(room, MIDDLE, one.detail)
        used = QFontMetrics(painter.font()).horizontalAdvance(one.detail) + look.px(14)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text"))
        rule = QFontMetrics(painter.font()).elidedText(
            f"计分: {one.rule}", Qt.TextElideMode.ElideRight, int(max(0, room.width() - used))
        )
        painter.drawText(room.adjusted(used, 0, 0, 0), MIDDLE, rule)
        for number, (box, words) in enumerate(zip(self.chip_rects(rect, one), one.chips, strict=False)):
            painter.setPen(QPen(look.colour("accent" if not number else "edge"), 1))
            painter.setBrush(look.colour("card"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(6), look.px(6))
            painter.setFont(look.font("body"))
            painter.setPen(look.colour("link"))
            painter.drawText(box.adjusted(look.px(10), 0, 0, 0), MIDDLE, words)
            if not number:
                wide = key_width(look, "Enter")
                cap = QRectF(box.right() - wide - look.px(6), box.center().y() - look.px(9), wide, look.px(18))
                draw_key(painter, look, cap, "Enter", "text", "raised", "raised")

    def _total(self, painter: QPainter, look: Theme, line: QRectF, one: SheetLine, columns: Columns) -> None:
        painter.setFont(look.font("matter", bold=True))
        painter.setPen(look.colour("ink"))
        painter.drawText(columns.box("item", line), MIDDLE, one.name)
        self._cell(painter, look, columns, line, "deducted", one.deducted, "ink", bold=True)
        self._score(painter, look, columns, line, one, "quiet")
        for name, words in (("own", one.own), ("chief", one.chief)):
            if name in columns:
                self._cell(painter, look, columns, line, name, words, "ink", bold=True)
        self._cell(painter, look, columns, line, "remark", one.remark, "ink", bold=True, gap=12)

    def _aside(
        self, painter: QPainter, look: Theme, line: QRectF, one: SheetLine, columns: Columns, chosen: bool
    ) -> None:  # fmt: skip
        """The folded rows, and what was left out."""
        assert one.code in (FOLD, LEFT)
        box = columns.box("item", line)
        painter.setFont(look.font("body", bold=True))
        painter.setPen(look.colour("text"))
        painter.drawText(QRectF(box.left(), box.top(), line.width(), box.height()), MIDDLE, one.name)
        used = QFontMetrics(painter.font()).horizontalAdvance(one.name) + look.px(14)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text" if chosen or one.code == LEFT else "quiet"))
        room = QRectF(box.left() + used, box.top(), line.right() - box.left() - used - look.px(40), box.height())
        words = QFontMetrics(painter.font()).elidedText(one.remark, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, MIDDLE, words)
        side = look.px(16)
        icon = "chevron-right" if one.code == LEFT or one.remark else "chevron-down"
        painter.drawPixmap(int(columns.box("go", line).left()), int(line.center().y() - side / 2),
                           look.pixmap(icon, "quiet", 16))  # fmt: skip

    def _cell(
        self, painter: QPainter, look: Theme, columns: Columns, line: QRectF, name: str, words: str, ink: str,
        bold: bool = False, gap: int = 0,
    ) -> None:  # fmt: skip
        box = columns.box(name, line).adjusted(look.px(gap), 0, 0, 0)
        painter.setFont(look.font("matter" if bold else "body", bold))
        painter.setPen(look.colour(ink))
        side = Qt.AlignmentFlag.AlignRight if name in RIGHT else Qt.AlignmentFlag.AlignLeft
        shown = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, MIDDLE | side, shown)
