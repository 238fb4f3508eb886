"""Paints an order's card - seconds largest, shapes that say the time without colour - and a line of what is done."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPixmap, QRegion
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.ui.kit.buttons import draw_key, key_width
from desk.ui.kit.shapes import SINK, draw_clock
from desk.ui.special.fresh.shown import CardShown, ClockShown, DoneShown
from desk.ui.theme import Theme, theme

Index = QModelIndex | QPersistentModelIndex
ONE = Qt.ItemDataRole.UserRole
CLOCKS = ONE + 1  # those of this second
# px of the design
GAP, PAD, SIDE = 9, 13, 8
HEAD, ABOUT, ICON, TIMES, ACTION = 26, 24, 30, 65, 44
FIGURES, SAID = 34, 20
CLOCK_FACES = ("clock", "room", "matter", "caption")  # the first that has room
STILLS = 24  # pictures kept of a column: some more than are in sight
GROUNDS = {"": ("card", "line"), "warn": ("warn_tint", "warn_line"), "bad": ("bad_tint", "bad_line")}
Times = tuple[ClockShown, ...]
# Of each clock: where its figures stand, the pixels of that, where its words stand, the pixels of that.
Places = tuple[tuple[QRectF, QRect, QRectF, QRect], ...]
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def _parts(one: CardShown) -> int:
    return HEAD + ABOUT + (TIMES if one.clocks else ICON if one.icon_words else 0) + (ACTION if one.action else 0)


def places(look: Theme, rect: QRect) -> Places:
    """Where both clocks of a card stand."""
    inside = _inside(look, _card(look, QRectF(rect)))
    half, top = inside.width() / 2, inside.top() + look.px(HEAD) + look.px(ABOUT) + look.px(5)
    found = []
    for x in (inside.left(), inside.left() + half):
        figures = QRectF(x, top, half, look.px(FIGURES))
        said = QRectF(x, figures.bottom(), half, look.px(SAID))
        found.append((figures, figures.toAlignedRect(), said, said.toAlignedRect()))
    return tuple(found)


class CardDelegate(QStyledItemDelegate):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faces: dict[tuple[str, bool, float], tuple[QFont, QFontMetrics]] = {}
        self._stills: dict[tuple[object, ...], QPixmap] = {}
        self._heights: dict[tuple[bool, bool, bool], QSize] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        one = index.data(ONE)
        assert isinstance(one, CardShown)
        found = self._heights.get(one.shape)  # a scale is for life
        if found is None:
            found = self._heights[one.shape] = QSize(100, theme().px(_parts(one) + 22 + GAP))
        return found

    def button_rect(self, rect: QRect, one: CardShown) -> QRectF:
        look = theme()
        if not one.action:
            return QRectF()
        box = _card(look, QRectF(rect))
        height = look.px(34)
        return QRectF(box.left() + look.px(PAD), box.bottom() - height - look.px(11), box.width() - look.px(2 * PAD),
                      height)  # fmt: skip

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one = index.data(ONE)
        look = theme()
        view = option.widget
        lit = bool(option.state & QStyle.StateFlag.State_Selected) and isinstance(view, QAbstractItemView)
        focused = lit and view.hasFocus()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ratio = view.devicePixelRatioF()
        if ratio == int(ratio):
            painter.drawPixmap(option.rect.topLeft(), self._still(look, option.rect.size(), one, focused, int(ratio)))
        else:  # between pixels a picture is not what is drawn there
            self._draw(painter, look, option.rect, one, focused)
        if one.clocks:
            for clock, (figures, _upper, said, _lower) in zip(
                index.data(CLOCKS), places(look, option.rect), strict=False
            ):
                self._clock(painter, look, figures, said, clock)
        painter.restore()

    def _still(self, look: Theme, size: QSize, one: CardShown, focused: bool, ratio: int) -> QPixmap:
        """All of a card but its clocks, on the ground of its pile: drawn once while cards come and go around it."""
        key = (
            one.where, one.no, one.about, bool(one.clocks), one.icon, one.icon_words, one.icon_aside, one.tone,
            one.action, one.key, one.marked, one.ringing, one.doubt, focused, size.width(), size.height(),
            ratio, look.dark,
        )  # fmt: skip
        found = self._stills.pop(key, None)
        if found is None:
            found = QPixmap(size * ratio)
            found.setDevicePixelRatio(ratio)
            found.fill(look.colour("pile"))
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw(painter, look, QRect(QPoint(), size), one, focused)
            painter.end()
            if len(self._stills) >= STILLS:
                del self._stills[next(iter(self._stills))]
        self._stills[key] = found  # the last that will be given up
        return found

    def _draw(self, painter: QPainter, look: Theme, rect: QRect, one: CardShown, focused: bool) -> None:
        box = _card(look, QRectF(rect))
        ground, edge = GROUNDS[one.tone]
        painter.setBrush(look.colour(ground))
        painter.setPen(QPen(look.colour("accent" if focused else edge), 2 if focused else 1))
        radius = look.size("card_radius")
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
        inside = _inside(look, box)
        y = self._head(painter, look, inside, one)
        if not one.clocks and one.icon_words:
            _icon_line(painter, look, QRectF(inside.left(), y, inside.width(), look.px(ICON)), one)
        if one.action:
            draw_button(painter, look, self.button_rect(rect, one), one.action, one.key, primary=focused)

    # the clocks, which alone change from second to second

    @staticmethod
    def beaten(stand: Places, before: Times, now: Times) -> Iterator[QRect]:
        """What is to be drawn anew of a card whose clocks said `before`."""
        was = before if len(before) == len(now) else (None,) * len(now)
        for one, clock, (_figures, upper, _said, lower) in zip(was, now, stand, strict=False):
            if one is None or (one.figures, one.permille, one.shape) != (clock.figures, clock.permille, clock.shape):
                yield upper
            if one is None or (one.words, one.tone) != (clock.words, clock.tone):
                yield lower

    def beat(self, painter: QPainter, stand: Places, one: CardShown, now: Times, region: QRegion) -> None:
        """The clocks of a card that is painted already, where the region wants them."""
        look = theme()
        ground = look.colour(GROUNDS[one.tone][0])
        wanted = []
        for clock, (figures, upper, said, lower) in zip(now, stand, strict=False):
            above, below = region.intersects(upper), region.intersects(lower)
            if above:
                painter.fillRect(upper, ground)
            if below:
                painter.fillRect(lower, ground)
            wanted.append((figures if above else None, said if below else None, clock))
        for figures_at, said_at, clock in wanted:
            self._clock(painter, look, figures_at, said_at, clock)

    def _clock(
        self, painter: QPainter, look: Theme, figures: QRectF | None, said: QRectF | None, one: ClockShown
    ) -> None:
        if figures is not None:
            radius = look.px(7.5)
            centre = QPointF(figures.left() + radius + look.px(1.5), figures.center().y() + SINK)
            colour = look.colour(one.tone or "accent")
            if one.shape == "ring":
                draw_clock(painter, centre, "ring", one.permille, colour, look.colour("line"), radius, look.px(3))
            else:
                draw_clock(painter, centre, one.shape, 1000, colour, colour, look.px(13))
            x = figures.left() + look.px(26)
            for face in CLOCK_FACES:  # behind the hour 1:48:12, or large text in a narrow column
                font, metrics = self._face(look, face, True)
                if metrics.horizontalAdvance(one.figures) <= figures.right() - x:
                    break
            painter.setFont(font)
            painter.setPen(look.colour(one.tone or "ink"))
            painter.drawText(QRectF(x, figures.top(), figures.right() - x, figures.height()), LEFT, one.figures)
        if said is not None:
            font, metrics = self._face(look, "caption", bool(one.tone))
            painter.setFont(font)
            painter.setPen(look.colour(one.tone or "quiet"))
            painter.drawText(said, LEFT, metrics.elidedText(one.words, Qt.TextElideMode.ElideRight, int(said.width())))

    def _face(self, look: Theme, name: str, bold: bool) -> tuple[QFont, QFontMetrics]:
        """Made once for a scale: every second asks for it eighty times."""
        key = (name, bold, look.scale)
        found = self._faces.get(key)
        if found is None:
            font = look.font(name, bold)
            found = self._faces[key] = (font, QFontMetrics(font))
        return found

    def _head(self, painter: QPainter, look: Theme, box: QRectF, one: CardShown) -> float:
        line = QRectF(box.left(), box.top(), box.width(), look.px(HEAD))
        right = line.right()
        painter.setFont(look.font("caption"))
        width = QFontMetrics(painter.font()).horizontalAdvance(one.no)
        painter.setPen(look.colour("quiet" if not one.tone else "text"))
        painter.drawText(line, RIGHT, one.no)
        right -= width + look.px(8)
        if one.marked or one.ringing:
            side = look.px(18)
            icon, colour = ("bell", "accent") if one.ringing else ("check", "accent")
            painter.drawPixmap(QPointF(right - side, line.center().y() - side / 2), look.pixmap(icon, colour, 18))
            right -= side + look.px(6)
        _elided(painter, look, QRectF(line.left(), line.top(), right - line.left(), line.height()), one.where, "who",
                "ink", bold=True)  # fmt: skip
        about = QRectF(box.left(), line.bottom(), box.width(), look.px(ABOUT))
        if one.doubt:
            _elided(painter, look, about, one.doubt, "body", "bad", bold=True)
            taken = QFontMetrics(painter.font()).horizontalAdvance(one.doubt) + look.px(8)
            _elided(painter, look, about.adjusted(taken, 0, 0, 0), one.about, "body", "text")
        else:
            _elided(painter, look, about, one.about, "body", "text")
        return about.bottom()


class DoneDelegate(QStyledItemDelegate):
    """One line of 30 px: done in time or late, the room, why, how long it took."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme().size("row"))

    def button_rect(self, rect: QRect, one: CardShown) -> QRectF:
        return QRectF()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one = index.data(ONE)
        assert isinstance(one, DoneShown)
        look = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        view = option.widget
        lit = bool(option.state & QStyle.StateFlag.State_Selected) and view.hasFocus()
        painter.fillRect(rect.adjusted(look.px(SIDE), 0, -look.px(SIDE), 0), look.colour("tint" if lit else "card"))
        painter.fillRect(
            QRectF(rect.left() + look.px(SIDE), rect.bottom() - 1, rect.width() - look.px(2 * SIDE), 1),
            look.colour("line"),
        )
        x, right = rect.left() + look.px(SIDE + 12), rect.right() - look.px(SIDE + 12)
        middle = rect.center().y()
        if one.late:
            centre = QPointF(x + look.px(6), middle + SINK)
            draw_clock(painter, centre, "square", 0, look.colour("bad"), look.colour("line"), look.px(7))
        else:
            side = look.px(16)
            painter.drawPixmap(QPointF(x - 1, middle - side / 2), look.pixmap("check", "good", 16))
        x += look.px(22)
        warns = one.late or one.undecided
        ink = "bad" if warns else "text"
        painter.setFont(look.font("body", bold=warns))
        metrics = QFontMetrics(painter.font())
        painter.setPen(look.colour(ink))
        painter.drawText(QRectF(x, rect.top(), right - x, rect.height()), RIGHT, one.took)
        right -= metrics.horizontalAdvance(one.took) + look.px(8)
        room = QFontMetrics(look.font("matter", bold=True)).horizontalAdvance(one.where)
        _elided(painter, look, QRectF(x, rect.top(), right - x, rect.height()), one.where, "matter", "ink", bold=True)
        left = x + room + look.px(8)
        if one.aside and right - left > look.px(28):
            painter.setFont(look.font("caption", bold=one.late))
            painter.setPen(look.colour("bad" if one.late else "quiet"))
            words = QFontMetrics(painter.font()).elidedText(
                one.aside, Qt.TextElideMode.ElideRight, round(right - left)
            )  # fmt: skip
            painter.drawText(QRectF(left, rect.top(), right - left, rect.height()), RIGHT, words)
        painter.restore()


def _card(look: Theme, rect: QRectF) -> QRectF:
    return rect.adjusted(look.px(SIDE), 0, -look.px(SIDE), -look.px(GAP))


def _inside(look: Theme, box: QRectF) -> QRectF:
    return box.adjusted(look.px(PAD), look.px(11), -look.px(PAD), -look.px(11))


def _elided(
    painter: QPainter, look: Theme, box: QRectF, words: str, face: str, ink: str, bold: bool = False
) -> None:  # fmt: skip
    painter.setFont(look.font(face, bold))
    painter.setPen(look.colour(ink))
    shown = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, LEFT, shown)


def _icon_line(painter: QPainter, look: Theme, box: QRectF, one: CardShown) -> None:
    side = look.px(16)
    middle = box.center().y()
    painter.drawPixmap(QPointF(box.left(), middle - side / 2), look.pixmap(one.icon, "text", 16))
    x = box.left() + look.px(22)
    painter.setFont(look.font("caption"))
    aside = QFontMetrics(painter.font()).horizontalAdvance(one.icon_aside)
    words = QFontMetrics(look.font("matter", bold=True)).horizontalAdvance(one.icon_words)
    if one.icon_aside and x + words + aside + look.px(8) <= box.right():
        painter.setPen(look.colour("quiet"))
        painter.drawText(box, RIGHT, one.icon_aside)
    _elided(painter, look, QRectF(x, box.top(), box.right() - x, box.height()), one.icon_words, "matter", "ink",
            bold=True)  # fmt: skip


def draw_button(painter: QPainter, look: Theme, box: QRectF, words: str, key: str, primary: bool) -> None:
    """A button across a card, its words with their key in the middle."""
    painter.setPen(Qt.PenStyle.NoPen if primary else QPen(look.colour("edge"), 1))
    painter.setBrush(look.colour("accent" if primary else "card"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.size("radius"), look.size("radius"))
    painter.setFont(look.font("body", bold=primary))
    metrics = QFontMetrics(painter.font())
    cap = key_width(look, key) if key else 0
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()) - cap - look.px(24))
    width = metrics.horizontalAdvance(shown)
    x = box.center().x() - (width + (cap + look.px(8) if key else 0)) / 2
    painter.setPen(look.colour("on_accent" if primary else "ink"))
    painter.drawText(QRectF(x, box.top(), width + 2, box.height()), LEFT, shown)
    if key:
        place = QRectF(x + width + look.px(8), box.center().y() - look.px(10), cap, look.px(20))
        ground = "accent_cap" if primary else "raised"
        draw_key(painter, look, place, key, "on_accent" if primary else "text", ground, ground)
