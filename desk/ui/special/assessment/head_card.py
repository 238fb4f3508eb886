"""What the eye finds first: whose sheet, its total and grade, and how much of each item was kept."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.domain.words_of_time import moment
from desk.services.assessment.record import AssessmentState, Grade
from desk.services.assessment.wording import NONE, marks_text
from desk.ui.kit.cards import Card
from desk.ui.kit.labels import Elided, label, line, retone
from desk.ui.theme import theme
from reports.assessment.entries import Entry

TONES = {Grade.EXCELLENT: "good", Grade.GOOD: "good", Grade.PASSED: "warn", Grade.FAILED: "bad"}
SHAPES = {
    None: "○", AssessmentState.DRAFT: "◉", AssessmentState.SUBMITTED: "●", AssessmentState.CONFIRMED: "✓",
    AssessmentState.LOCKED: "■",
}  # fmt: skip


class ItemFace(QWidget):
    """One item: its name, what was kept of its marks, a bar of it, what was lost."""

    def __init__(self, name: str, score: int | None, full: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._score, self._full = name, score, full
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(f"{name} {marks_text(score)} / {marks_text(full)}")

    def sizeHint(self) -> QSize:
        return QSize(theme().px(130), theme().px(64))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(96), theme().px(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, right = float(self.width()), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        top = QRectF(0, 0, wide, look.px(26))
        tail = f" / {marks_text(self._full).removesuffix('.0')}"
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("quiet"))
        painter.drawText(top, right, tail)
        after = QFontMetrics(painter.font()).horizontalAdvance(tail)
        painter.setFont(look.font("room", bold=True))
        painter.setPen(look.colour("ink"))
        painter.drawText(top.adjusted(0, 0, -after, look.px(1)), right, marks_text(self._score))
        used = after + QFontMetrics(painter.font()).horizontalAdvance(marks_text(self._score)) + look.px(8)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text"))
        beside = QFontMetrics(painter.font()).horizontalAdvance(self._name) <= wide - used
        if beside:
            painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self._name)
        high = look.px(6)
        track = QRectF(0, look.px(33), wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("line"))
        painter.drawRoundedRect(track, high / 2, high / 2)
        if self._score is not None and self._full:
            painter.setBrush(look.colour("text"))
            part = max(high, wide * self._score / self._full) if self._score else 0
            painter.drawRoundedRect(QRectF(0, track.top(), part, high), high / 2, high / 2)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("quiet"))
        lost = NONE if self._score is None else f"扣 {marks_text(self._full - self._score)}"
        below = lost if self._full else "不计分"
        words = below if beside else f"{self._name} {below}"  # large text: the name stands under its bar
        words = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, int(wide))
        painter.drawText(QRectF(0, look.px(43), wide, look.px(18)), Qt.AlignmentFlag.AlignLeft, words)
        painter.end()


class TotalFace(QWidget):
    """The total, as large as nothing else on the page, and its grade beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total, self._grade, self._tone, self._place = NONE, "", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_total(self, total: int | None, grade: Grade | None, place: str) -> None:
        self._total, self._place = marks_text(total), place
        self._grade = grade.label if grade is not None else "未计算" if total is None else ""
        self._tone = TONES.get(grade, "") if grade is not None else ""
        self.setAccessibleName(f"总分 {self._total} {self._grade} {place}".strip())
        self.updateGeometry()
        self.update()

    def _widths(self) -> tuple[int, int]:
        look = theme()
        font = look.font("figure", bold=True)
        font.setPixelSize(look.px(44))
        aside = max(QFontMetrics(look.font("title", bold=True)).horizontalAdvance(f"● {self._grade}"),
                    QFontMetrics(look.font("caption")).horizontalAdvance(self._place))  # fmt: skip
        return QFontMetrics(font).horizontalAdvance(self._total), aside

    def sizeHint(self) -> QSize:
        big, aside = self._widths()
        return QSize(big + aside + theme().px(16), theme().px(64))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        big, _ = self._widths()
        font = look.font("figure", bold=True)
        font.setPixelSize(look.px(44))
        painter.setFont(font)
        painter.setPen(look.colour("ink"))
        painter.drawText(QRectF(0, 0, big + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, self._total)
        x, half = big + look.px(12), self.height() / 2
        painter.setFont(look.font("title", bold=True))
        painter.setPen(look.colour(self._tone or "text"))
        grade = f"● {self._grade}" if self._tone else self._grade
        top = QRectF(x, half - look.px(26), self.width() - x, look.px(26))
        painter.drawText(top if self._place else QRectF(x, 0, self.width() - x, self.height()),
                         Qt.AlignmentFlag.AlignVCenter, grade)  # fmt: skip
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("quiet"))
        painter.drawText(QRectF(x, half + look.px(1), self.width() - x, look.px(20)),
                         Qt.AlignmentFlag.AlignVCenter, self._place)  # fmt: skip
        painter.end()


class WhoseFace(QWidget):
    """Estate and days; pressed, others can be chosen."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._estate, self._days = "", ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme().px(32))

    def show_whose(self, estate: str, days: str) -> None:
        self._estate, self._days = estate, days
        self.setAccessibleName(f"小区和期间: {estate} {days}")
        self.setToolTip(f"{estate} {days}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        wide = QFontMetrics(look.font("who", bold=True)).horizontalAdvance(self._estate)
        wide += QFontMetrics(look.font("room")).horizontalAdvance(self._days)
        return QSize(wide + look.px(44), look.px(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme().px(230)), theme().px(32))

    def _face(self, room: int) -> QFont:
        """The largest in which the whole name stands; the longest names are smaller rather than cut."""
        faces = [theme().font(name, bold=True) for name in ("who", "room", "matter", "body", "caption")]
        return next((one for one in faces if QFontMetrics(one).horizontalAdvance(self._estate) <= room), faces[-1])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(6), look.px(6))
        days_wide = QFontMetrics(look.font("room")).horizontalAdvance(self._days)
        icon = look.px(22)
        room = self.width() - days_wide - icon - look.px(14)
        painter.setFont(self._face(room))
        painter.setPen(look.colour("ink"))
        metrics = QFontMetrics(painter.font())
        name = metrics.elidedText(self._estate, Qt.TextElideMode.ElideRight, room)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(look.px(2), 0, room, self.height()), middle, name)
        x = look.px(2) + metrics.horizontalAdvance(name) + look.px(8)
        painter.setFont(look.font("room"))
        painter.drawText(QRectF(x, 0, days_wide + 2, self.height()), middle, self._days)
        painter.drawPixmap(int(x + days_wide + look.px(4)), (self.height() - look.px(16)) // 2,
                           look.pixmap("chevron-down", "quiet", 16))  # fmt: skip
        painter.end()


class HeadCard(Card):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, parent)
        look = theme()
        self.setFixedHeight(look.px(88))
        row = QHBoxLayout()
        row.setContentsMargins(look.px(16), look.px(8), look.px(20), look.px(8))
        row.setSpacing(look.px(18))
        self.column.setContentsMargins(0, 0, 0, 0)
        left = QVBoxLayout()
        left.setSpacing(look.px(4))
        self.whose = WhoseFace()
        self.state = label("", "strong")
        self.facts = Elided("", "quiet")
        below = QHBoxLayout()
        below.setSpacing(look.px(8))
        below.addWidget(self.state)
        below.addWidget(self.facts, 1)
        left.addStretch()
        left.addWidget(self.whose)
        left.addLayout(below)
        left.addStretch()
        self.total = TotalFace()
        self._items = QHBoxLayout()
        self._items.setSpacing(look.px(20))
        row.addLayout(left, 28)
        row.addWidget(line(vertical=True))
        row.addWidget(self.total)
        row.addWidget(line(vertical=True))
        row.addLayout(self._items, 72)
        self.column.addLayout(row)

    def show_entry(self, entry: Entry, days: str, place: str, now: int) -> None:
        sheet = entry.sheet
        self.whose.show_whose(sheet.estate, days)
        self.state.setText(f"{SHAPES[entry.state]} {'试算' if entry.state is None else entry.state.label}")
        retone(self.state, "good" if entry.state is AssessmentState.LOCKED else "")
        self.facts.setText(f"{sheet.homes:,} 户 · 数据截至 {moment(sheet.as_of_at, now)}")
        self.total.show_total(sheet.total, sheet.sheet.grade, place)
        while (item := self._items.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for group, name, _ in sheet.items():
            rows = [one for one in sheet.rows if one.criterion.group == group]
            scores = [one.score for one in rows]
            full = sum(one.full for one in rows)
            known = None if any(one is None for one in scores) and full else sum(one or 0 for one in scores)
            self._items.addWidget(ItemFace(name, known, full))
