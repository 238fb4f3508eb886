"""How the page is laid: days at the top, charts at the left, the chart on a card, under it what the cursor reads."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.services.assessment.analysis.figures import Picture
from desk.ui.kit.buttons import QUIET, KeyButton
from desk.ui.kit.cards import Card
from desk.ui.kit.labels import Elided, keycap, label, line
from desk.ui.kit.notice import Notice, Progress
from desk.ui.page_layout import scrolled, stacked
from desk.ui.special.analysis import words
from desk.ui.special.analysis.chart_list import ChartList
from desk.ui.special.analysis.chart_view import ChartView
from desk.ui.special.analysis.head import DaysHead
from desk.ui.special.analysis.legend import Legend
from desk.ui.theme import theme

SIDE, LOWEST, NARROW = 184, 320, 1120


class PageFrame(QWidget):
    """Widgets and what they show; what they do is the page's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("分析")
        look = theme()
        outer, inside = QVBoxLayout(self), QWidget()
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside))  # large letters on a low screen: nothing is squashed
        column = QVBoxLayout(inside)
        pad, gap = look.size("page"), look.size("gap")
        column.setContentsMargins(pad, gap, pad, gap)
        column.setSpacing(gap)
        self.days = DaysHead()
        column.addWidget(self.days)
        row = QHBoxLayout()
        row.setSpacing(gap)
        row.addWidget(self._side())
        row.addWidget(self._main(), 1)
        column.addLayout(row, 1)

    def _side(self) -> Card:
        look = theme()
        card = Card(0)
        card.setFixedWidth(look.px(SIDE))
        card.column.setContentsMargins(look.px(8), look.px(12), look.px(8), look.px(12))
        self.estate = Elided("", "heading")
        self.estate_button = KeyButton("换小区", "/", QUIET, "building-2")
        card.column.addWidget(self.estate)
        card.column.addWidget(self.estate_button)
        card.column.addWidget(line())
        head = QHBoxLayout()
        head.setContentsMargins(look.px(8), look.px(4), look.px(8), 0)
        head.addWidget(label("看哪张图", "caption"))
        head.addStretch()
        head.addWidget(keycap("Ctrl+数字"))
        card.column.addLayout(head)
        self.charts = ChartList()
        card.column.addWidget(self.charts)
        card.column.addStretch()
        return card

    def _main(self) -> Card:
        look = theme()
        card = Card(0)
        card.column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(look.px(16), look.px(10), look.px(10), look.px(4))
        head.setSpacing(look.px(8))
        self.title, self.says, self.total = label("", "heading"), Elided("", "quiet"), label("", "strong")
        self.stale = label("", "body", "warn")
        for one in (self.title, self.says):
            head.addWidget(one, 1 if one is self.says else 0)
        for one in (self.stale, self.total):
            head.addWidget(one)
        card.column.addLayout(head)
        inside, body = QWidget(), QVBoxLayout()
        inside.setLayout(body)
        body.setContentsMargins(look.px(12), 0, look.px(16), look.px(4))
        body.setSpacing(look.px(4))
        self.legend, self.view = Legend(), ChartView()
        body.addWidget(self.legend)
        self.view.setMinimumHeight(look.px(LOWEST))
        body.addWidget(self.view, 1)
        self._inside, self.notice = inside, Notice()
        holder, self._stack = stacked(inside, self.notice)
        self._stack.setCurrentWidget(self.notice)
        self.notice.loading()
        card.column.addWidget(holder, 1)
        self.progress = Progress()
        below = QHBoxLayout()
        below.setContentsMargins(look.px(16), 0, look.px(16), 0)
        below.addWidget(self.progress)
        card.column.addLayout(below)
        card.column.addWidget(line())
        card.column.addLayout(self._foot())
        return card

    def _foot(self) -> QBoxLayout:
        look = theme()
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setContentsMargins(look.px(16), look.px(8), look.px(10), look.px(8))
        self._below.setSpacing(look.px(8))
        readout, buttons = QHBoxLayout(), QHBoxLayout()
        for row in (readout, buttons):
            row.setSpacing(look.px(8))
        self.where, self.figure, self.aside = label("", "matter"), label("", "room"), Elided("", "quiet")
        readout.addWidget(self.where)
        readout.addWidget(self.figure)
        readout.addWidget(self.aside, 1)
        self.copy_button = KeyButton("复制图", "Ctrl+C", QUIET, "image")
        self.picture_button = KeyButton("存图", "Ctrl+S", QUIET, "image")
        self.print_button = KeyButton("打印图", "F8", QUIET, "printer")
        self.table_button = KeyButton("存表", "F9", QUIET, "file-down")
        for button in (self.copy_button, self.picture_button, self.print_button, self.table_button):
            buttons.addWidget(button)
        self._below.addLayout(readout, 1)
        self._below.addLayout(buttons)
        return self._below

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large letters on a small screen: what stands beside one another stands below."""
        super().resizeEvent(event)
        narrow = self.width() < theme().px(NARROW)
        ways = QBoxLayout.Direction
        self._below.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        self.days.stand(narrow)

    # what is shown

    def show_estate(self, name: str, several: bool) -> None:
        self.estate.setText(name)
        self.estate_button.setVisible(several)

    def show_title(self, title: str, says: str, total: str) -> None:
        self.title.setText(title)
        self.says.setText(says)
        self.total.setText(total)

    def show_chart(self, picture: Picture, keep: bool) -> None:
        self.legend.show_picture(picture)
        self._stack.setCurrentWidget(self._inside)
        self.view.show_picture(picture, keep)

    def show_notice(self, say: Callable[[Notice], None]) -> None:
        say(self.notice)
        self._stack.setCurrentWidget(self.notice)
        for one in (self.where, self.figure, self.aside):
            one.setText("")

    def show_readout(self, picture: Picture, place: int, series: int) -> None:
        """What the cursor stands on, large enough to be read aloud."""
        self.where.setText(words.standing(picture, place, series))
        self.figure.setText(words.figure(picture, place, series))
        self.aside.setText("   ".join(words.asides(picture, place, series, target=False)))

    def say_stale(self, words_: str) -> None:
        self.stale.setText(words_)
