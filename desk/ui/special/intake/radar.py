"""重复雷达 on top of the side: what is there already, the words to say, and the one key that joins or urges it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.services.work_orders import radar_words
from desk.services.work_orders.patterns import Pattern, PatternKind
from desk.services.work_orders.radar import NOTHING, Duplicate, Found, Hit
from desk.ui.kit.buttons import PRIMARY, QUIET, KeyButton
from desk.ui.kit.labels import Elided, label
from desk.ui.page_layout import clear
from desk.ui.theme import theme

MOST_OTHERS = 2
WHOLE, NOTICE, WRITE = "3", "4", "5"  # keys once the call is saved: till then a digit may be a word


class RadarCard(QFrame):
    """Empty and hidden while there is nothing to say. It never takes the focus."""

    taken = Signal(object)  # the Hit that is joined, urged or linked
    reply_told = Signal(bool)
    whole_wanted = Signal(object)  # Pattern
    notice_wanted = Signal(object)  # Pattern
    write_wanted = Signal(object)  # Pattern

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        look = theme()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.px(12), look.px(10), look.px(12), look.px(12))
        self._column.setSpacing(look.px(6))
        self._shown: tuple[object, ...] = ()
        self._found = NOTHING
        self._reply: bool | None = None
        self._saved = False
        self.words = ""
        self.button: KeyButton | None = None
        self.hide()

    @property
    def speaks(self) -> bool:
        """Whether the words to say stand here."""
        return bool(self.words)

    def show_found(self, found: Found, now: int, linked: str, saved: bool, reply: bool | None) -> None:
        """`linked` is the order this call is a rework of, `reply` what was said of calling back, None: not asked."""
        shows = (found, now // 60_000, linked, saved, reply)
        if shows == self._shown:
            return
        self._shown, self._found, self._reply, self._saved = shows, found, reply, saved
        clear(self._column)
        self.words, self.button = "", None
        top = found.top
        if reply is not None:
            self._ask_reply(reply)
        elif top is not None and not saved:
            self._show_top(top, now, found.rework_days, linked)
            for one in [hit for hit in found.hits if hit is not top][:MOST_OTHERS]:
                self._show_other(one)
        for pattern in found.patterns:
            self._show_pattern(pattern)
        self.setVisible(self._column.count() > 0)

    def press(self, key: str) -> bool:
        """Digits after the call was saved."""
        patterns = self._found.patterns
        if self._reply is not None and key in ("1", "2"):
            self.reply_told.emit(key == "1")
        elif self._saved and key == WHOLE and (one := next(filter(_may_join, patterns), None)) is not None:
            self.whole_wanted.emit(one)
        elif self._saved and key == NOTICE and (one := next(filter(_may_note, patterns), None)) is not None:
            self.notice_wanted.emit(one)
        elif self._saved and key == WRITE and (one := next(filter(_is_crowd, patterns), None)) is not None:
            self.write_wanted.emit(one)
        else:
            return False
        return True

    def _show_top(self, hit: Hit, now: int, days: int, linked: str) -> None:
        is_linked = linked == hit.order["id"]
        named = label(("✓ " if is_linked else "") + radar_words.title(hit), "strong", wrap=True)
        self._column.addWidget(named)
        self._column.addWidget(label(radar_words.facts(hit, now), "quiet", wrap=True))
        self.words = radar_words.say(hit, now, days)
        said = label(self.words, "matter", wrap=True)
        said.setAccessibleName(f"现在说: {self.words}")
        self._column.addWidget(said)
        linking = "不算返工" if is_linked else "算返工"
        words = linking if hit.verdict is Duplicate.REWORK else hit.verdict.label
        self.button = KeyButton(words, "+", QUIET if is_linked else PRIMARY)
        self.button.clicked.connect(lambda _checked=False: self.taken.emit(hit))
        self._right(self.button)

    def _show_other(self, hit: Hit) -> None:
        """What may be meant as well: one line, for the mouse and Tab."""
        button = KeyButton(hit.verdict.label, "", QUIET)
        button.clicked.connect(lambda _checked=False: self.taken.emit(hit))
        button.setAccessibleName(radar_words.title(hit))
        self._right(button, Elided(radar_words.title(hit).partition("· ")[2], "body"))

    def _ask_reply(self, reply: bool) -> None:
        self._column.addWidget(label("修好了给他回电话吗?", "strong", wrap=True))
        row = QHBoxLayout()
        for key, words, wanted in (("1", "要回电", True), ("2", "不用", False)):
            button = KeyButton(("✓ " if reply is wanted else "") + words, key)
            button.clicked.connect(lambda _checked=False, told=wanted: self.reply_told.emit(told))
            row.addWidget(button)
        row.addStretch()
        self._column.addLayout(row)

    def _show_pattern(self, one: Pattern) -> None:
        said = label(f"▲ {radar_words.pattern_words(one)}", "strong", "warn", wrap=True)
        self._column.addWidget(said)
        _, no = one.parent
        if no:
            self._column.addWidget(label(f"总单 {no}", "quiet"))
        if _may_join(one) and self._saved:
            button = KeyButton(f"并入 {no}" if no else "建总单", WHOLE)
            button.clicked.connect(lambda _checked=False: self.whole_wanted.emit(one))
            self._right(button)
        elif _may_note(one) and self._saved:
            button = KeyButton("念公告, 记一笔", NOTICE)
            button.clicked.connect(lambda _checked=False: self.notice_wanted.emit(one))
            self._right(button)
        if _is_crowd(one) and self._saved:
            button = KeyButton("生成紧急公告", WRITE)
            button.clicked.connect(lambda _checked=False: self.write_wanted.emit(one))
            self._right(button)

    def _right(self, button: KeyButton, words: QWidget | None = None) -> None:
        row = QHBoxLayout()
        if words is not None:
            row.addWidget(words, 1)
        else:
            row.addStretch()
        row.addWidget(button)
        self._column.addLayout(row)


def _may_join(one: Pattern) -> bool:
    return one.kind is not PatternKind.CROWD and bool(one.loose)


def _is_crowd(one: Pattern) -> bool:
    return one.kind is PatternKind.CROWD


def _may_note(one: Pattern) -> bool:
    return one.kind is PatternKind.CROWD and not one.noted
