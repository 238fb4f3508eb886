"""The filters of a list: what is chosen stands as a chip that a click takes off, the rest waits in one menu."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget

from desk.domain.calendar import DAY, add_days, day_of, start_of_day
from desk.ui.kit.labels import label
from desk.ui.theme import theme

EVERYTHING = ""
DAYS = (("today", "今天"), ("week", "近 7 天"), ("month", "近 30 天"))
SPAN = {"today": 0, "week": -6, "month": -29}


def days_between(choice: str, now: int) -> tuple[int, int] | None:
    """From and to (UTC ms) of a choice of days; None for all days."""
    if choice not in SPAN:
        return None
    today = day_of(now)
    return start_of_day(add_days(today, SPAN[choice])), start_of_day(today) + DAY


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its field, its words, and what can be chosen (value, words)."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


class Chip(QAbstractButton):
    """`班组: 全部 ⌄`, or tinted `紧急 ×` where something is chosen."""

    def __init__(self, words: str, chosen: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(words)
        self._chosen = chosen
        self.setAccessibleName(f"{words}, 按下取消" if chosen else f"筛选 {words}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(QFontMetrics(look.font("body")).horizontalAdvance(self.text()) + look.px(38), look.px(24))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = "accent" if self.hasFocus() else "tint" if self._chosen else "edge"
        painter.setPen(QPen(look.colour(edge), 2 if self.hasFocus() else 1))
        ground = "tint" if self._chosen else "raised" if self.underMouse() else "card"
        painter.setBrush(look.colour(ground))
        painter.drawRoundedRect(box, look.px(4), look.px(4))
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("accent" if self._chosen and not look.dark else "ink"))
        words = QRectF(look.px(10), 0, self.width() - look.px(34), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        icon = look.pixmap("x" if self._chosen else "chevron-down", "accent" if self._chosen else "text", 14)
        painter.drawPixmap(QPoint(self.width() - look.px(22), (self.height() - look.px(14)) // 2), icon)
        painter.end()


class FilterBar(QWidget):
    """`changed` follows every choice; `chosen` maps field names to values."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        self._filters: tuple[Filter, ...] = ()
        self._chosen: dict[str, str] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(6), look.px(16), look.px(6))
        row.setSpacing(look.px(8))
        row.addWidget(label("筛选", "quiet"))
        self._chips = QHBoxLayout()
        self._chips.setSpacing(look.px(8))
        row.addLayout(self._chips)
        row.addStretch()
        self._total = label("", "quiet")
        row.addWidget(self._total)
        self._menu: QMenu | None = None

    @property
    def chosen(self) -> Mapping[str, str]:
        return dict(self._chosen)

    @property
    def menu(self) -> QMenu | None:
        """The open menu, if there is one."""
        return self._menu

    def show_filters(self, filters: Sequence[Filter]) -> None:
        """The filters of this pile; what is chosen stays as far as it can."""
        self._filters = tuple(filters)
        names = {one.name for one in filters}
        self._chosen = {name: value for name, value in self._chosen.items() if name in names}
        self._lay()

    def show_total(self, words: str) -> None:
        self._total.setText(words)

    def choose(self, name: str, value: str) -> None:
        """Choose a value, or everything again with an empty one."""
        if self._chosen.get(name, EVERYTHING) == value:
            return
        self._chosen.pop(name, None)
        if value:
            self._chosen[name] = value
        self._lay()
        self.changed.emit()

    def clear(self) -> None:
        if self._chosen:
            self._chosen = {}
            self._lay()
            self.changed.emit()

    def _lay(self) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        waiting = [one for one in self._filters if one.name not in self._chosen]
        for one in self._filters:
            if one.name in self._chosen:
                value = self._chosen[one.name]
                chip = Chip(dict(one.options).get(value, value), True, self)
                chip.clicked.connect(lambda _=False, name=one.name: self.choose(name, EVERYTHING))
                self._chips.addWidget(chip)
        if waiting:
            first = Chip(f"{waiting[0].label}: 全部", False, self)
            first.clicked.connect(lambda _=False, chip=first, one=waiting[0]: self._open(chip, (one,)))
            self._chips.addWidget(first)
        if len(waiting) > 1:
            more = Chip("更多", False, self)
            more.clicked.connect(lambda _=False, chip=more, rest=tuple(waiting[1:]): self._open(chip, rest))
            self._chips.addWidget(more)

    def _open(self, chip: Chip, filters: Sequence[Filter]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in filters:
            into = menu if len(filters) == 1 else menu.addMenu(one.label)
            for value, words in one.options:
                action = into.addAction(words)
                action.triggered.connect(lambda _=False, name=one.name, told=value: self.choose(name, told))
        self._menu = menu
        menu.destroyed.connect(self._forget)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height())))

    def _forget(self) -> None:
        self._menu = None
