"""建议分类: what follows from the words, and one key to say otherwise: `/` another problem, `*` urgent."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QStackedLayout, QWidget

from desk.services.work_orders.catalogue import Catalogue
from desk.services.work_orders.drafting import Outcome
from desk.services.work_orders.record import Urgency
from desk.ui.kit.buttons import draw_key, key_width
from desk.ui.kit.fields import FigureField
from desk.ui.kit.labels import label
from desk.ui.theme import theme

CODE_DIGITS = 2
FACTS_HIGH, CODES_HIGH = 54, 84


class Cell(QAbstractButton):
    """A caption with its key over a bold value; pressing it changes the value."""

    def __init__(self, caption: str, key: str = "", changes: bool = True) -> None:
        super().__init__()
        self._caption, self._key, self._tone = caption, key, ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if changes else Qt.FocusPolicy.NoFocus)
        self.setEnabled(changes)
        if changes:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_value("")

    def show_value(self, value: str, tone: str = "") -> None:
        self.setText(value or "—")
        self._tone = tone
        self.setAccessibleName(f"{self._caption} {value} {self._key}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        caption = QFontMetrics(look.font("caption")).horizontalAdvance(self._caption)
        caption += key_width(look, self._key) + look.px(8) if self._key else 0
        value = QFontMetrics(look.font("matter", True)).horizontalAdvance(self.text())
        return QSize(max(caption, value) + look.px(4), look.px(40))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme().px(88)), theme().px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(4), look.px(4))
        half = self.height() / 2
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("text"))
        metrics = QFontMetrics(painter.font())
        painter.drawText(QRectF(0, 0, self.width(), half), Qt.AlignmentFlag.AlignVCenter, self._caption)
        if self._key:
            left = metrics.horizontalAdvance(self._caption) + look.px(8)
            cap = QRectF(left, half / 2 - look.px(8), key_width(look, self._key), look.px(16))
            draw_key(painter, look, cap, self._key, "text", "card", "edge")
        painter.setFont(look.font("matter", bold=True))
        painter.setPen(look.colour(self._tone or "ink"))
        words = QFontMetrics(painter.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if words != self.text() else "")
        painter.drawText(QRectF(0, half, self.width(), half), Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


class CodeField(FigureField):
    """Two digits; Esc gives the old problem back."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)


class SuggestionStrip(QFrame):
    """Four facts in a grey band; `ask_code` turns the band into the entry of a problem's code."""

    problem_chosen = Signal(str)
    urgency_wanted = Signal()
    charge_wanted = Signal()
    code_done = Signal()  # the entry is over, chosen or not: the focus may go back

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue
        self.setObjectName("grey")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._facts())
        self._stack.addWidget(self._entry())
        self._turn(0)

    def use(self, catalogue: Catalogue) -> None:
        """The tree was changed: what is typed next is looked up in the new one."""
        self._catalogue = catalogue

    def _facts(self) -> QWidget:
        look = theme()
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(look.px(14), look.px(7), look.px(12), look.px(7))
        row.setSpacing(look.px(10))
        self.problem = Cell("类别·问题", "/")
        self.urgency = Cell("紧急", "*")
        self.area = Cell("区域", changes=False)
        self.charge = Cell("收费")
        self.problem.clicked.connect(self.ask_code)
        self.urgency.clicked.connect(self.urgency_wanted)
        self.charge.clicked.connect(self.charge_wanted)
        for number, cell in enumerate((self.problem, self.urgency, self.area, self.charge)):
            if number:
                rule = QFrame()
                rule.setObjectName("vline")
                row.addWidget(rule)
            row.addWidget(cell, 3 if cell in (self.problem, self.charge) else 1)
        return page

    def _entry(self) -> QWidget:
        look = theme()
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(look.px(14), look.px(8), look.px(12), look.px(8))
        row.setSpacing(look.px(12))
        self.code = CodeField("问题码", "两位码")
        self.code.setFixedWidth(look.px(84))
        self.code.setMaxLength(CODE_DIGITS)
        self.code.textChanged.connect(self._typed)
        self.code.finished.connect(self.close_code)
        self.code.given_up.connect(self.close_code)
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        self._codes = label("", "body", wrap=True)
        row.addWidget(self._codes, 1)
        return page

    def show_outcome(self, decided: Outcome | None) -> None:
        """What is suggested or chosen; None while nothing was said yet."""
        if decided is None:
            for cell in (self.problem, self.urgency, self.area, self.charge):
                cell.show_value("")
            return
        urgent = decided.urgency is Urgency.URGENT
        self.problem.show_value(decided.problem_label)
        self.urgency.show_value(decided.urgency.label, "bad" if urgent else "")
        self.area.show_value(decided.area.label)
        self.charge.show_value(decided.charge_words)

    @property
    def asking(self) -> bool:
        return self._stack.currentIndex() == 1

    def ask_code(self) -> None:
        """`/`: the two digits of another problem."""
        self._turn(1)
        self.code.clear()
        self._list("")
        self.code.setFocus()

    def close_code(self) -> None:
        self._turn(0)
        self.code_done.emit()

    def _turn(self, page: int) -> None:
        self._stack.setCurrentIndex(page)
        self.setFixedHeight(theme().px((FACTS_HIGH, CODES_HIGH)[page]))

    def _typed(self, text: str) -> None:
        digits = text.strip()
        self._list(digits)
        if len(digits) == CODE_DIGITS and digits in self._catalogue.problems:
            self.problem_chosen.emit(digits)
            self.close_code()

    def _list(self, digits: str) -> None:
        """The groups, then the problems of the group."""
        found = [f"{one.code}\u00a0{one.name}" for one in self._catalogue.by_digits(digits)]
        groups = [f"{digit}\u00a0{name}" for digit, name in self._catalogue.groups.items()]
        words = "   ".join(found if digits else groups) or "没有这个码, 请重新输入"
        self._codes.setText(words)
        self._codes.setAccessibleName(words)
