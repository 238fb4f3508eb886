"""The top bar and the status line."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desk.ui.kit.buttons import QUIET, KeyButton, draw_key
from desk.ui.kit.fields import TextField
from desk.ui.kit.keys import EVERYWHERE
from desk.ui.kit.labels import Picture, keycap, label, line, retone
from desk.ui.theme import theme

SYNC_KEY = "Ctrl+Y"


@dataclass(frozen=True, slots=True)
class Parked:
    """A parked intake as the strip shows it: where, what, its age; `late` when it waits too long."""

    id: str
    where: str
    what: str
    age: str
    late: bool = False


class ParkedChip(QAbstractButton):
    """One parked intake: its digit (with Alt), where, what, age."""

    def __init__(self, number: int, one: Parked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._one = number, one
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"暂存 {number} {one.where} {one.what} {one.age}")
        self.setToolTip(f"Alt+{number} 接着办")

    def sizeHint(self) -> QSize:
        look, one = theme(), self._one
        bold, body = QFontMetrics(look.font("body", True)), QFontMetrics(look.font("body"))
        small = QFontMetrics(look.font("caption"))
        width = bold.horizontalAdvance(one.where) + body.horizontalAdvance(one.what) + small.horizontalAdvance(one.age)
        return QSize(width + look.px(66), look.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, one = theme(), self._one
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("warn_tint" if one.late else "line" if self.underMouse() else "raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), look.px(6), look.px(6))
        cap = QRectF(look.px(6), (self.height() - look.px(18)) / 2, look.px(16), look.px(18))
        draw_key(painter, look, cap, str(self._number), "text", "card", "line")
        x = look.px(30)
        for words, face, bold, ink in (
            (one.where, "body", True, "ink"), (one.what, "body", False, "text"),
            (f"▲ {one.age}" if one.late else one.age, "caption", False, "warn" if one.late else "quiet"),
        ):  # fmt: skip
            painter.setFont(look.font(face, bold))
            painter.setPen(look.colour(ink))
            room = QRectF(x, 0, self.width() - x, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
            x += QFontMetrics(painter.font()).horizontalAdvance(words) + look.px(8)
        painter.end()


class FindField(TextField):
    """The find box: its picture at the left, its key at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("查找", hint="查找房号、姓名、单号", parent=parent)
        look = theme()
        self.setProperty("find", True)
        self.setFixedWidth(look.px(212))
        self.setTextMargins(look.px(18), 0, look.px(26), 0)
        self._picture, self._key = Picture("search", "quiet", parent=self), keycap("F3")
        self._key.setParent(self)
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        look, height = theme(), self.height()
        side, key = look.px(16), self._key.sizeHint()
        self._picture.move(look.px(9), (height - side) // 2)
        self._key.setGeometry(
            self.width() - key.width() - look.px(7), (height - key.height()) // 2, key.width(), key.height()
        )


class TopBar(QFrame):
    """Find, new report, the parked strip, who is on duty, the clock."""

    report_wanted = Signal()
    parked_wanted = Signal(str)
    person_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top")
        self.setProperty(EVERYWHERE, True)
        look = theme()
        self.setFixedHeight(look.size("top"))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), 0, look.px(16), 0)
        row.setSpacing(look.px(12))
        self.search = FindField()
        row.addWidget(self.search)
        report = KeyButton("新报修", "F2")
        report.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        report.clicked.connect(self.report_wanted)
        row.addWidget(report)
        self._strip = QHBoxLayout()
        self._strip.setSpacing(look.px(6))
        row.addLayout(self._strip)
        row.addStretch(1)
        self._person = KeyButton("", "", QUIET, "user")
        self._person.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._person.clicked.connect(self.person_wanted)
        row.addWidget(self._person)
        self._duty = label("", "quiet")
        row.addWidget(self._duty)
        upright = line(vertical=True)
        upright.setFixedHeight(look.px(18))
        row.addWidget(upright)
        self._day, self._time = label("", "body"), label("", "room")
        row.addWidget(self._day)
        row.addWidget(self._time)

    def show_person(self, words: str) -> None:
        self._person.setText(words)
        self._person.setAccessibleName(f"值班 {words}, 按下换人")
        self._person.updateGeometry()

    def show_duty(self, words: str, more: str, tone: str = "") -> None:
        """Who accepts fresh goods now; `more` says until when and who comes then. `tone`: "" or warn."""
        self._duty.setText(words)
        retone(self._duty, tone)
        self._duty.setToolTip(more)
        self._duty.setAccessibleName(more or words)
        self._duty.setVisible(bool(words))

    def show_time(self, day: str, time: str) -> None:
        self._day.setText(day)
        self._time.setText(time)

    def show_parked(self, parked: Sequence[Parked], room: int = 4) -> None:
        """The strip; what does not fit is counted at its end."""
        while (item := self._strip.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if not parked:
            return
        upright, pause = line(vertical=True), Picture("pause")
        upright.setFixedHeight(theme().px(18))
        self._strip.addWidget(upright)
        self._strip.addSpacing(theme().px(6))
        self._strip.addWidget(pause)
        self._strip.addWidget(label(f"暂存 {len(parked)}", "strong"))
        self._strip.addWidget(label("Alt+", "caption"))
        for number, one in enumerate(parked[:room], 1):
            chip = ParkedChip(number, one)
            chip.clicked.connect(lambda _checked=False, ent=one.id: self.parked_wanted.emit(ent))
            self._strip.addWidget(chip)
        if len(parked) > room:
            self._strip.addWidget(label(f"还有 {len(parked) - room}", "quiet"))


class KeyHints(QLabel):
    """The keys of a page with their words: as many as there is room for, the first ones first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints: tuple[tuple[str, str], ...] = ()
        self.setProperty("type", "caption")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        self._hints = tuple(hints)
        self.setAccessibleName(", ".join(f"{key} {words}" for key, words in hints))
        self._fit()

    def _fit(self) -> None:
        plain, bold = QFontMetrics(theme().font("caption")), QFontMetrics(theme().font("caption", True))
        space = plain.horizontalAdvance("\u00a0")
        room, shown = self.width(), 0
        for number, (key, words) in enumerate(self._hints, 1):
            room -= bold.horizontalAdvance(key) + plain.horizontalAdvance(words) + (1 if number == 1 else 6) * space
            if room < 0:
                break
            shown = number
        ink = theme().colour("text").name()
        parts = [f'<b style="color:{ink}">{escape(key)}</b>&nbsp;{escape(words)}' for key, words in self._hints[:shown]]
        self.setText(("&nbsp;" * 5).join(parts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._hints:
            self._fit()


class StatusLine(QFrame):
    """Left what is still to be sent, with the key that tells more; right the keys of the page, which give way to it."""

    sync_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        look = theme()
        self.setFixedHeight(look.size("status"))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), 0, look.px(16), 0)
        row.setSpacing(look.px(8))
        self._icon = Picture(size=14)
        self._sync = label("", "caption")
        self._sync.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._sync.setCursor(Qt.CursorShape.PointingHandCursor)
        self._sync.installEventFilter(self)
        self._more = keycap(SYNC_KEY)
        self._keys = KeyHints()
        row.addWidget(self._icon)
        row.addWidget(self._sync)
        row.addWidget(self._more)
        row.addSpacing(look.px(16))
        row.addWidget(self._keys, 1)

    def show_sync(self, words: str, icon: str = "check", colour: str = "good") -> None:
        self._icon.show_icon(icon, colour)
        if self._sync.text() != words:
            self._sync.setText(words)
            self._sync.setAccessibleName(f"{words}, {SYNC_KEY} 看同步")
            layout = self.layout()
            if layout is not None:
                layout.activate()  # at once: what is still to be sent is never seen cut

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._sync and event.type() == QEvent.Type.MouseButtonRelease:
            self.sync_wanted.emit()
        return super().eventFilter(watched, event)

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """The keys of the page in front, each with its word."""
        self._keys.show_hints(keys)
