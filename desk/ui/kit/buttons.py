"""Buttons that show their key."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desk.ui.theme import Theme, theme

PRIMARY, PLAIN, QUIET = "primary", "plain", "quiet"
KEY_WORDS = {"Space": "空格", "Return": "Enter"}


def draw_key(painter: QPainter, look: Theme, box: QRectF, key: str, ink: str, ground: str, edge: str) -> None:
    """A keycap in its box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour(edge), 1))
    painter.setBrush(look.colour(ground))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(4), look.px(4))
    painter.setPen(look.colour(ink))
    painter.setFont(look.font("caption"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, KEY_WORDS.get(key, key))
    painter.restore()


def key_width(look: Theme, key: str) -> int:
    words = KEY_WORDS.get(key, key)
    return max(look.px(18), QFontMetrics(look.font("caption")).horizontalAdvance(words) + look.px(10))


class KeyButton(QAbstractButton):
    """A button of 32 px with its key as a keycap. Blocked, it stays visible, grey, and says why."""

    blocked = Signal(str)

    def __init__(
        self, words: str, key: str = "", kind: str = PLAIN, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setText(words)
        self._key, self._kind, self._icon, self._reason = key, kind, icon, ""
        self.setAccessibleName(f"{words} {KEY_WORDS.get(key, key)}".strip())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def key(self) -> str:
        return self._key

    def set_words(self, words: str, key: str) -> None:
        """Another step on the same button."""
        if (words, key) != (self.text(), self._key):
            self._key = key
            self.setText(words)
            self.setAccessibleName(f"{words} {KEY_WORDS.get(key, key)}".strip())
            self.updateGeometry()

    def set_kind(self, kind: str) -> None:
        self._kind = kind
        self.update()

    def block(self, reason: str) -> None:
        """Grey with its reason as tool tip; pressing it says the reason. Empty: free again."""
        self._reason = reason
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)
        self.update()

    @property
    def reason(self) -> str:
        return self._reason

    def sizeHint(self) -> QSize:
        look = theme()
        metrics = QFontMetrics(look.font("body", bold=self._kind == PRIMARY))
        pad = look.px(8 if self._kind == QUIET else 14)
        width = 2 * pad + metrics.horizontalAdvance(self.text())
        width += look.px(26) if self._icon else 0
        width += key_width(look, self._key) + look.px(8) if self._key else 0
        return QSize(width, look.size("button"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def nextCheckState(self) -> None:
        """Pressing never changes a state of its own."""

    def click_or_say(self) -> None:
        """Press it from its key: a blocked one says why."""
        if self._reason:
            self.blocked.emit(self._reason)
        elif self.isEnabled() and self.isVisible():
            self.click()

    def mouseReleaseEvent(self, event: object) -> None:
        if self._reason:
            self.setDown(False)
            self.blocked.emit(self._reason)
            return
        super().mouseReleaseEvent(event)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click_or_say()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        off = bool(self._reason) or not self.isEnabled()
        primary = self._kind == PRIMARY and not off
        ink = "on_accent" if primary else "quiet" if off else "ink"
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        self._paint_ground(painter, look, box, primary, off)
        # A button given more room than it wants keeps its words in the middle.
        x = look.px(8 if self._kind == QUIET else 14) + max(0, (self.width() - self.sizeHint().width()) // 2)
        if self._icon:
            pixmap = look.pixmap(self._icon, ink, 18)
            painter.drawPixmap(x, (self.height() - look.px(18)) // 2, pixmap)
            x += look.px(26)
        painter.setFont(look.font("body", bold=self._kind == PRIMARY))
        painter.setPen(look.colour(ink))
        area = QRectF(x, 0, self.width() - x, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self._key:
            x += painter.fontMetrics().horizontalAdvance(self.text()) + look.px(8)
            height = look.px(20)
            cap = QRectF(x, (self.height() - height) / 2, key_width(look, self._key), height)
            ground = "accent_cap" if primary else "card" if off else "raised"
            cap_ink = "on_accent" if primary else "quiet" if off else "text"
            draw_key(painter, look, cap, self._key, cap_ink, ground, ground)
        painter.end()

    def _paint_ground(self, painter: QPainter, look: Theme, box: QRectF, primary: bool, off: bool) -> None:
        hover = self.underMouse() and not off
        radius = look.size("radius")
        if primary:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_hover" if hover or self.isDown() else "accent"))
            painter.drawRoundedRect(box, radius, radius)
        elif self._kind == QUIET:
            if hover:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("raised"))
                painter.drawRoundedRect(box, radius, radius)
        else:
            painter.setPen(QPen(look.colour("line" if off else "edge"), 1))
            painter.setBrush(look.colour("raised" if off or hover else "card"))
            painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("ink" if primary else "accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
