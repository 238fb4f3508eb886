"""The board as it is seen: who accepts and how the day goes above, five columns of orders under it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.ui.kit.buttons import PLAIN, QUIET, KeyButton
from desk.ui.kit.fields import FigureField
from desk.ui.kit.labels import Elided, Picture, label, line
from desk.ui.special.fresh.board_lines import Seconds
from desk.ui.special.fresh.card_delegate import CardDelegate, DoneDelegate
from desk.ui.special.fresh.cards import CardList
from desk.ui.special.fresh.shown import Figures, Pile
from desk.ui.theme import theme

NAMES = ("途中", "待验", "待送", "配送中", "今日送完")
EMPTY = ("没有在路上的", "没有到货等验的", "没有验好等送的", "没有在送的", "今天还没有送完的")
DONE = 4
DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
SHARES = (251, 251, 251, 251, 229)


class Column(QFrame):
    """One pile: its head, its cards, and a word where it is empty."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pile")
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(9), 0, look.px(4))
        column.setSpacing(look.px(6))
        head = QHBoxLayout()
        head.setContentsMargins(look.px(12), 0, look.px(12), 0)
        head.setSpacing(look.px(6))
        self.title = label(NAMES[number], "title")
        self.count = label("", "title")
        self.aside = Elided("", "caption")
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for one in (self.title, self.count):
            head.addWidget(one)
        head.addWidget(self.aside, 1)
        column.addLayout(head)
        self.list = CardList(NAMES[number], DoneDelegate() if number == DONE else CardDelegate())
        self.empty = label(EMPTY[number], "quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(look.px(12), 0, look.px(12), look.px(4))
        self.more = KeyButton("", "", QUIET)
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.said = label("", "caption")
        self.foot.addWidget(self.more)
        self.foot.addStretch()
        self.foot.addWidget(self.said)
        column.addLayout(self.foot)
        self.more.hide()
        self._pile: Pile | None = None

    def show_pile(self, pile: Pile) -> None:
        if pile == self._pile:
            return
        self._pile = pile
        if self.title.text() != pile.title:
            self.title.setText(pile.title)
        _write(self.count, str(pile.count) if pile.count else "")
        _write(self.aside, pile.aside)
        self.list.show_lines(pile.lines)
        self.empty.setVisible(not pile.lines)
        words, said = pile.foot
        self.more.setVisible(bool(words))
        self.more.set_words(words, pile.foot_key)
        _write(self.said, said)

    def forget(self) -> None:
        self._pile = None
        self.list.show_lines(())


class ScanField(FigureField):
    """Where the gun's label or a number's last four go: any key typed on the board ends here."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        away = (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Up)
        if Qt.Key(event.key()) in away:
            self.clear()
            self.left.emit()
            return
        super().keyPressEvent(event)


class Strip(QFrame):
    """Who accepts now and next, the day's figures, the sound."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        look = theme()
        self.setFixedHeight(look.px(46))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), 0, look.px(8), 0)
        row.setSpacing(look.px(10))
        row.addWidget(Picture("user-check", "text", 20))
        row.addWidget(label("验收人"))
        self.acceptor, self.until = label("", "room"), Elided("", "body")
        self.until.setMinimumWidth(look.px(110))
        row.addWidget(self.acceptor)
        row.addWidget(self.until, 1)
        self.scan = ScanField("袋签或单号后四位", "扫袋签、单号后四位")
        self.scan.setFixedWidth(look.px(164))
        row.addWidget(self.scan)
        self.more = KeyButton("更多", "/", QUIET, "ellipsis")
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(self.more)
        self.match = KeyButton("待核对", "-", PLAIN, "user-check")
        self.match.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.match.hide()
        row.insertWidget(row.indexOf(self.scan), self.match)
        self._row, self._holder = row, QWidget()
        self._figures = QHBoxLayout(self._holder)
        self._figures.setContentsMargins(0, 0, 0, 0)
        self._figures.setSpacing(look.px(8))
        row.addWidget(self._holder)
        self._shown: list[tuple[QLabel, QLabel]] = []
        self.sound = KeyButton("声音 开", "", QUIET, "volume-2")
        self.sound.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(self.sound)

    def show_figures(self, figures: Figures) -> None:
        _write(self.acceptor, figures.acceptor)
        _write(self.until, figures.until)
        while len(self._shown) < len(figures.figures):
            bold, words = label("", "room"), label("", "caption")
            self._shown.append((bold, words))
            self._figures.addWidget(bold)
            self._figures.addWidget(words)
            upright = line(vertical=True)
            upright.setFixedHeight(theme().px(24))
            self._figures.addWidget(upright)
        for (bold, words), (figure, said) in zip(self._shown, figures.figures, strict=False):
            _write(bold, figure)
            _write(words, said)
        self._fit()

    def _fit(self) -> None:
        """The day's figures stand where all of them have room: a cut one says something else."""
        beside = [one for one in self.findChildren(QWidget, options=DIRECT) if one is not self._holder]
        taken = sum(_least(one) + self._row.spacing() for one in beside if not one.isHidden())
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - taken
        self._holder.setVisible(room >= self._holder.sizeHint().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_unchecked(self, count: int) -> None:
        """Orders that fit nobody on file."""
        self.match.set_words(f"待核对 {count}", "-")
        self.match.setVisible(bool(count))
        self._fit()

    def show_sound(self, on: bool) -> None:
        words = "声音 开" if on else "声音 关"
        self.sound.setText(words)
        self.sound.setAccessibleName(f"{words}, 按下{'关' if on else '开'}")
        self.sound.update()


class BoardView(QWidget):
    """The keyboard stands in one column; ←→ go to the next one that holds something."""

    acted = Signal(str)
    chosen_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme()
        outer = QVBoxLayout(self)
        pad = look.px(12)
        outer.setContentsMargins(pad, pad, pad, look.px(8))
        outer.setSpacing(look.px(8))
        self.strip = Strip()
        outer.addWidget(self.strip)
        row = QHBoxLayout()
        row.setSpacing(look.px(10))
        self.columns = [Column(number) for number in range(len(NAMES))]
        for number, (column, share) in enumerate(zip(self.columns, SHARES, strict=True)):
            row.addWidget(column, share)
            column.list.sideways.connect(lambda by, at=number: self._sideways(at, by))
            column.list.acted.connect(self.acted)
            column.list.chosen_changed.connect(self.chosen_changed)
        outer.addLayout(row, 1)

    @property
    def lists(self) -> list[CardList]:
        return [column.list for column in self.columns]

    @property
    def here(self) -> CardList | None:
        """The column the keyboard stands in."""
        return next((one for one in self.lists if one.hasFocus()), None)

    def show_piles(self, piles: Sequence[Pile]) -> None:
        """A refresh never takes the focus nor the choice."""
        before = self.here
        for column, pile in zip(self.columns, piles, strict=True):
            column.show_pile(pile)
        if before is not None and not before.count:
            self.settle()

    def forget(self) -> None:
        """Nothing of it stays to be seen."""
        for column in self.columns:
            column.forget()

    def beat(self, seconds: Seconds) -> None:
        """A second: only what its clocks drew is drawn anew."""
        for one in self.lists:
            one.beat(seconds)

    def choose(self, ent: str, focus: bool = True) -> bool:
        for one in self.lists:
            if one.choose(ent):
                if focus:
                    one.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def settle(self) -> None:
        """Where work waits: goods to be inspected, then to be carried, then on the way."""
        for number in (1, 2, 3, 0, 4):
            if self.lists[number].count:
                if not self.lists[number].currentIndex().isValid():
                    self.lists[number].choose_row(0)
                self.lists[number].setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.lists[1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _sideways(self, at: int, by: int) -> None:
        place = at + by
        while 0 <= place < len(self.lists):
            if self.lists[place].count:
                self.lists[place].setFocus(Qt.FocusReason.OtherFocusReason)
                return
            place += by


def _write(where: QLabel, words: str) -> None:
    """Only what is another word is laid out anew."""
    if where.text() != words:
        where.setText(words)


def _least(one: QWidget) -> int:
    """What a part of the strip needs: words that end in … need little."""
    wants = 0 if isinstance(one, Elided) else one.sizeHint().width()
    return min(max(wants, one.minimumWidth()), one.maximumWidth())
