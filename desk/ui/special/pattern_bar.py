"""▲ 疑似公共管道: a band over an order that belongs to a pattern, and the one key that makes a whole of them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.flow import Frozen
from desk.services.work_orders import radar_words
from desk.services.work_orders.patterns import Pattern, PatternKind
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.labels import label
from desk.ui.page_layout import clear
from desk.ui.theme import theme

WHOLE_KEY = "3"


class PatternBar(QFrame):
    """Hidden where there is no pattern."""

    whole_wanted = Signal()
    notice_wanted = Signal(object)  # Pattern
    write_wanted = Signal(object)  # Pattern

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grey")
        look = theme()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.px(12), look.px(6), look.px(8), look.px(6))
        self._column.setSpacing(look.px(4))
        self._shown: tuple[object, ...] = ()
        self.may_join = False
        self.hide()

    def show_patterns(self, found: Sequence[Pattern], order: Frozen, now: int, may: bool) -> None:
        """`may`: whether this person may take one in. Of a crowd the words to read out stand here too."""
        shows = (tuple(found), order.get("id"), order.get("status"), may)
        if shows == self._shown:
            return
        self._shown = shows
        clear(self._column)
        self.may_join = False
        for one in found:
            row = QHBoxLayout()
            _, no = one.parent
            words = f"▲ {radar_words.pattern_words(one)}" + (f" · 总单 {no}" if no else "")
            row.addWidget(label(words, "strong", "warn", wrap=True), 1)
            if one.kind is PatternKind.CROWD and not one.noted and may:
                button = KeyButton("念公告, 记一笔")
                button.clicked.connect(lambda _checked=False, each=one: self.notice_wanted.emit(each))
                row.addWidget(button)
            if one.kind is PatternKind.CROWD and may:
                button = KeyButton("生成紧急公告")
                button.clicked.connect(lambda _checked=False, each=one: self.write_wanted.emit(each))
                row.addWidget(button)
            elif one.kind is not PatternKind.CROWD and one.loose and may and not self.may_join:
                self.may_join = True
                button = KeyButton("并入总单" if no else "建总单", WHOLE_KEY)
                button.clicked.connect(self.whole_wanted)
                row.addWidget(button)
            self._column.addLayout(row)
            if one.kind is PatternKind.CROWD:
                self._column.addWidget(label(radar_words.notice_words(order, now), "body", wrap=True))
        self.setVisible(bool(found))
